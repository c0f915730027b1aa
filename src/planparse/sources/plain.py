"""Plain text and Markdown: the file is the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from planparse.sources.encoding import decode
from planparse.sources.ruled import tables_in
from planparse.sources.text import Line, Text, text_of, text_of_pieces
from planparse.sources.wrapped import unwrapped

_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)(?:[ \t\u3000]|$|(?=[\u4e00-\u9fff])(?!.*[^ \t#][ \t]*#[ \t]*$))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def read_plain(data: bytes, path: str, sha256: str) -> Text:
    """A ``.txt`` file or standard input: each line a block, or each paragraph where the lines are cut to one width.

    Positions count in the file as it is, but in a file of cut lines with its paragraphs put together; its line numbers stay. Raises
    ``SourceError`` as ``decode`` does.
    """
    text = _paragraphs(data, path, sha256)
    return replace(text, tables=tables_in(text.content.split("\n")))


def read_markdown(data: bytes, path: str, sha256: str) -> Text:
    """A ``.md`` file: as plain text, with the level of ``#`` headings.

    The ``#`` stays in the content, because positions count in the file as it is. A ``#`` in front matter or in fenced
    code is a comment or a command and no heading. ``#标题`` without the space is one, as most Chinese editors take it;
    ``#话题#`` is a tag. Raises ``SourceError`` as ``decode`` does.
    """
    lines = _paragraphs(data, path, sha256).content.split("\n")
    code = set(_code(lines))
    headings = (None if number in code else _HEADING.match(line) for number, line in enumerate(lines))
    text = text_of_pieces((Line(line, found and len(found[1])) for line, found in zip(lines, headings, strict=True)), path, sha256)
    return replace(text, tables=tables_in(lines, code))


def _paragraphs(data: bytes, path: str, sha256: str) -> Text:
    text = text_of(decode(data, path), path, sha256)
    paragraphs = unwrapped(text.content.split("\n"))
    return text if paragraphs is None else text_of_pieces(map(Line, paragraphs), path, sha256)


def _code(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines of front matter and of fenced code."""
    matter = _front_matter_length(lines)
    yield from range(matter)
    fence = ""
    for number, line in enumerate(lines[matter:], matter):
        marks = _FENCE.match(line)
        if marks and (not fence or _closes(fence, marks)):
            fence = "" if fence else marks[1]
            yield number
        elif fence:
            yield number


def _closes(fence: str, marks: re.Match[str]) -> bool:
    """Code that opens with ```` is not closed by ``` or ~~~~, nor by a fence with words behind it."""
    return marks[1].startswith(fence) and not marks[2].strip()


def _front_matter_length(lines: Sequence[str]) -> int:
    """How many lines at the top are settings between ``---`` and ``---``: 0 unless both are there."""
    if lines[0].rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), 0)
