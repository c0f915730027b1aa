"""A file becomes ``Text``: its characters and its blocks. One module a format."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from planparse.errors import SourceError
from planparse.sources.find import READABLE, STANDARD_INPUT, fault_of, find_sources, name_in_message, readable_path
from planparse.sources.plain import read_plain
from planparse.sources.remote import is_remote, read_remote
from planparse.sources.text import Block, Text, text_of

__all__ = ["MAX_SIZE", "Block", "Text", "bytes_of", "find_sources", "read_source", "text_of"]

MAX_SIZE = 64
"""Megabytes of a file. A plan is a few hundred kilobytes, an illustrated one some megabytes; so much text takes 2 GB and minutes."""

_MEGABYTE = 1024 * 1024

Reader = Callable[[bytes, str, str], Text]
_TO_DOCX = "save it as .docx"
_REMEDIES = {
    **dict.fromkeys((".docm", ".odt", ".rtf"), _TO_DOCX),
    ".ofd": "save it as .docx or .pdf",
}


def read_source(path: Path | str, shown: str | None = None, max_size: int = MAX_SIZE, content: bytes | None = None) -> Text:
    """The text of one source: a file of one of the forms in ``READABLE``, or ``-`` for plain text on standard input.

    ``shown`` is the path to show for it, in the ``Text`` and in messages, where that differs from the one to open. A file of more
    than ``max_size`` megabytes is refused. ``content`` are its bytes where they were read before.
    Raises ``SourceError`` with what is wrong and what to do for everything that cannot be read, whatever its bytes, and
    ``MissingExtraError`` where the format needs an optional package.
    """
    place = os.fspath(path)
    given = place if shown is None else shown
    name = name_in_message(given)
    data = bytes_of(place, shown, max_size) if content is None else content
    reader = read_plain if place == STANDARD_INPUT else _reader_for(place, name)
    read = reader(data, name, hashlib.sha256(data).hexdigest())
    return replace(read, path=readable_path(given))


_READERS = {
    ".txt": ("plain", "read_plain"),
    ".md": ("plain", "read_markdown"),
    ".docx": ("word", "read_word"),
    **dict.fromkeys((".doc", ".wps"), ("word.old", "read_old_word")),
    **dict.fromkeys((".htm", ".html"), ("web", "read_web_page")),
    **dict.fromkeys((".mht", ".mhtml"), ("web", "read_saved_page")),
    ".pdf": ("pdf", "read_pdf"),
}
"""Which module reads an ending, and its reader; a module is loaded with what it needs when its first file comes."""


def _reader_for(place: str, name: str) -> Reader:
    ending = os.path.splitext(place)[1].lower()
    module, name_of_reader = _READERS.get(ending, ("", ""))
    if not module:
        what = f"{ending} files are not read" if ending else "a file without an ending is not read"
        raise SourceError(name, name_in_message(what), _REMEDIES.get(ending, f"readable are {', '.join(READABLE)}"))
    reader: Reader = getattr(import_module(f"planparse.sources.{module}"), name_of_reader)
    return reader


def bytes_of(place: str, shown: str | None = None, max_size: int = MAX_SIZE) -> bytes:
    """The bytes that ``read_source`` reads. Raises SourceError."""
    if place == STANDARD_INPUT:
        return _standard_input(max_size)
    return (_remote_bytes_of if is_remote(place) else _bytes_of)(place, shown or place, max_size)


def _remote_bytes_of(place: str, given: str, max_size: int) -> bytes:
    name = name_in_message(given)
    _reader_for(place, name)
    try:
        data = read_remote(place, max_size * _MEGABYTE + 1)
    except OSError as error:
        raise fault_of(given, error) from None
    _refuse_by_size(len(data), name, max_size)
    return data


def _bytes_of(place: str, given: str, max_size: int) -> bytes:
    """All bytes of a regular file. A pipe or a device is refused unopened: it could keep us waiting for ever."""
    name = name_in_message(given)
    try:
        status = os.stat(place)
        _refuse_by_kind(status.st_mode, name)
        _reader_for(place, name)
        _refuse_by_size(status.st_size, name, max_size)
        with open(place, "rb") as file:
            data = file.read(max_size * _MEGABYTE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise fault_of(given, error) from None
    _refuse_by_size(len(data), name, max_size)  # it may have grown since
    return data


def _refuse_by_kind(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise SourceError(name, "a folder, not a file", "name the files in it")
    if not stat.S_ISREG(mode):
        raise SourceError(name, "a pipe or a device, not a file", 'give a file, or pipe plain text into "-"')


def _refuse_by_size(size: int, name: str, max_size: int) -> None:
    if size > max_size * _MEGABYTE:
        raise SourceError(
            name, "larger than {max_size} MB", "split it, remove its pictures, or allow more with --max-size", max_size=max_size
        )


def _standard_input(max_size: int) -> bytes:
    if sys.stdin is None:
        raise SourceError(STANDARD_INPUT, "no standard input", "name a file")
    try:
        data: bytes = sys.stdin.buffer.read(max_size * _MEGABYTE + 1)
    except (OSError, ValueError) as error:  # ValueError: it was closed
        raise fault_of(STANDARD_INPUT, error) from None
    _refuse_by_size(len(data), STANDARD_INPUT, max_size)
    return data
