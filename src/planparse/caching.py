"""What is slow to work out and always comes out the same, kept in the user's cache folder for the next process.

Whatever lies there may be old, cut short or somebody else's. It is used only if it says that this version of planparse made
it from the very same origin, and if its checksum fits. Where nothing can be kept, all works as well, only slower.
"""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path

from planparse import __version__


def cache_folder() -> Path:
    """planparse's folder among the user's caches, by the platform's custom; it need not exist.

    Raises RuntimeError for a user who has no home.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "planparse"


def kept(name: str, origin: str) -> bytes | None:
    """What was kept under a name, if it was made from this origin and is whole.

    ``origin`` is one line that changes with everything that the content hangs on.
    """
    try:
        place = cache_folder() / name
        head, _, content = place.read_bytes().partition(b"\n")
        if head != _head(origin, content):
            return None
        os.utime(place)  # what was used last goes last
    except (OSError, RuntimeError):
        return None
    return content


def keep(name: str, origin: str, content: bytes) -> None:
    """Keeps what was made from an origin; a folder that cannot be written is no fault."""
    with suppress(OSError, RuntimeError):
        folder = cache_folder()
        # Others must not be able to write what is read later.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _put(folder / name, _head(origin, content) + b"\n" + content)


def shrink(name: str, most: int) -> None:
    """Takes what was not used for longest out of a folder of the cache, until it holds no more than ``most`` bytes.

    Other runs may keep, use and take out at the same time.
    """
    files: list[tuple[float, int, str]] = []
    with suppress(OSError, RuntimeError):
        for folder, _, names in os.walk(cache_folder() / name):
            for one in names:
                with suppress(OSError):
                    said = os.stat(os.path.join(folder, one))
                    files.append((said.st_mtime, said.st_size, os.path.join(folder, one)))
    over = sum(size for _, size, _ in files) - most
    for _, size, path in sorted(files):
        if over <= 0:
            break
        with suppress(OSError):
            os.remove(path)
        over -= size


def _head(origin: str, content: bytes) -> bytes:
    return f"planparse {__version__}; {origin}; {len(content)} bytes, crc32 {zlib.crc32(content):08x}".encode()


def _put(target: Path, content: bytes) -> None:
    """Writes beside the target and moves it there: whoever reads meanwhile has the old file or the new one, never a part."""
    beside = target.with_name(f"{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        with open(beside, "xb") as file:
            file.write(content)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
