"""Which files a user means by the paths on the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from planparse.errors import MissingExtraError, PlanparseError, SourceError
from planparse.sources.remote import is_remote, paths_under
from planparse.sources.text import without_surrogates

READABLE = (".txt", ".md", ".docx", ".doc", ".wps", ".html", ".htm", ".mhtml", ".mht", ".pdf")
STANDARD_INPUT = "-"
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")


def find_sources(paths: Sequence[str]) -> tuple[list[str], list[PlanparseError]]:
    """The sources under ``paths``, and a fault for each path that gives none: ``(found, faults)``.

    A fault does not end the search, because the others are still to be read. A file stays as it was given, whatever its
    ending (``read_source`` says what it cannot read), and ``-`` stays ``-``. A folder gives every readable document
    under it, ordered by the parts of the path, so that every machine finds the same order; hidden files and folders and
    the lock files of Word (``~$plan.docx``) are left out. What two paths lead to is found once, by the first of them.
    """
    found: dict[str, str] = {}
    faults: list[PlanparseError] = []
    for path in paths:
        for source in _sources_under(path, faults):
            found.setdefault(source if source == STANDARD_INPUT or is_remote(source) else os.path.realpath(source), source)
    return list(found.values()), faults


def name_in_message(path: str) -> str:
    """A path as one line for a message: a file name may hold a line end, and the terminal's control characters."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), readable_path(path))


def readable_path(path: str) -> str:
    """A path with forward slashes, in characters that every file can hold: undecodable bytes become U+FFFD."""
    return without_surrogates(path.replace(os.sep, "/"))


def fault_of(path: str, error: OSError | ValueError) -> SourceError:
    """What the operating system says against a path, as one line."""
    name = name_in_message(path)
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return SourceError(name, "no such file or folder", "check the path")
    if isinstance(error, PermissionError):
        return SourceError(name, "no permission to read it", "change its permissions, or leave it out")
    reason = getattr(error, "strerror", None) or str(error)
    return SourceError(name, "cannot be read ({reason})", "check the path and the disk", reason=reason)


def _sources_under(path: str, faults: list[PlanparseError]) -> Iterator[str]:
    if path == STANDARD_INPUT:
        yield path
        return
    if is_remote(path):
        yield from _remote_sources(path, faults)
        return
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        faults.append(fault_of(path, error))
        return
    if os.path.isdir(path):
        yield from sorted(_walk(path, faults), key=lambda source: Path(source).parts)
    else:
        yield path


def _remote_sources(url: str, faults: list[PlanparseError]) -> list[str]:
    """The readable documents that a URL leads to, ordered like those of a folder; the URL itself where it is a file."""
    try:
        found = paths_under(url)
    except OSError as error:
        faults.append(fault_of(url, error))
        return []
    except MissingExtraError as error:
        faults.append(error)
        return []
    return found if found == [url] else sorted(filter(_is_readable, found), key=lambda source: Path(source).parts)


def _is_readable(path: str) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in Path(path).parts)
    return not hidden and os.path.splitext(path)[1].lower() in READABLE


def _walk(top: str, faults: list[PlanparseError]) -> Iterator[str]:
    """Every readable document under a folder, each folder entered once, so that links in a circle end."""
    waiting = [top]
    entered: set[str] = set()
    while waiting:
        folder = waiting.pop()
        place = os.path.realpath(folder)
        if place in entered:
            continue
        entered.add(place)
        try:
            names = sorted(os.listdir(folder), reverse=True)
        except OSError as error:
            faults.append(fault_of(folder, error))
            continue
        for name in names:
            if name.startswith((".", "~$")):
                continue
            inner = (Path(folder) / name).as_posix()
            if os.path.isdir(inner):
                waiting.append(inner)
            elif os.path.splitext(name)[1].lower() in READABLE:
                yield inner
