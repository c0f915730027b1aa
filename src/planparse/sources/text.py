"""What every source becomes: its characters, and what the format knew of their layout."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile("\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a source: ``content[start:end]``, never with a line end inside.

    ``heading`` is the level (from 1) that the format itself declares (a Word heading style, a Markdown ``#``),
    else None. ``page`` counts from 1 where the format has pages.
    """

    start: int
    end: int
    heading: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A source document as characters.

    ``content`` has ``\\n`` line ends, whatever the file had, and no byte order mark. ``blocks`` are its lines in order,
    empty lines left out. ``path`` is the path as the user gave it, with forward slashes, ``-`` for standard input.
    """

    content: str
    blocks: tuple[Block, ...]
    path: str
    sha256: str


def text_of(content: str, path: str = "-", sha256: str | None = None) -> Text:
    """A ``Text`` from plain characters, each line a block.

    Line ends ``\\r\\n`` and ``\\r`` become ``\\n``; a byte order mark at the start is dropped. Without ``sha256`` the
    digest is that of the UTF-8 bytes. Lines of nothing but whitespace are no blocks. A lone surrogate, which a Python
    string can hold and a file cannot, becomes U+FFFD: it could be written into no catalog.
    """
    digest = sha256 or hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    characters = without_surrogates(_LINE_END.sub("\n", content.removeprefix(BYTE_ORDER_MARK)))
    return text_of_lines(((line, None) for line in characters.split("\n")), path, digest)


def text_of_lines(lines: Iterable[tuple[str, int | None]], path: str, sha256: str) -> Text:
    """A ``Text`` from lines with the heading level that the format declares for each (None: not a heading).

    The lines hold no line end. Empty ones stay in ``content``, so that line numbers are those of the source, and give
    no block.
    """
    written: list[str] = []
    blocks: list[Block] = []
    start = 0
    for line, heading in lines:
        end = start + len(line)
        if line and not line.isspace():
            blocks.append(Block(start, end, heading))
        written.append(line)
        start = end + 1
    return Text("\n".join(written), tuple(blocks), path, sha256)


def without_surrogates(characters: str) -> str:
    """The same characters with U+FFFD for each lone surrogate, which no encoding can write."""
    return _SURROGATE.sub("\ufffd", characters)
