"""One run at a time where a file is read, changed and written: the second waits for the first.

The lock is the operating system's and not a file that stays behind when a run is killed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from planparse.catalog.files import unwritable

if sys.platform == "win32":
    import hashlib
    import msvcrt
    import tempfile

    def try_lock(file: IO[bytes]) -> bool:
        """Locks a file until it is closed, unless another process holds it: whether it could be locked."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    @contextmanager
    def one_at_a_time(path: str | os.PathLike[str]) -> Iterator[None]:
        """Holds the file's lock, which lies in the folder for temporary files: Windows cannot lock a folder."""
        name = hashlib.sha256(os.path.realpath(path).encode("utf-8", "replace")).hexdigest()[:16]
        with open(Path(tempfile.gettempdir()) / f"planparse-{name}.lock", "a+b") as file:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Locks a file until it is closed, unless another process holds it: whether it could be locked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextmanager
    def one_at_a_time(path: str | os.PathLike[str]) -> Iterator[None]:
        """Holds the lock of the file's folder, since the file itself is replaced when it is written.

        Raises CatalogError where the folder cannot be opened.
        """
        try:
            folder = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
        except OSError as error:
            raise unwritable(os.fspath(path), error) from None
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
