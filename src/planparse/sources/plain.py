"""Plain text and Markdown: the file is the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planparse.sources.encoding import decode
from planparse.sources.text import Line, Text, text_of, text_of_pieces

_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)(?:[ \t\u3000]|$|(?=[\u4e00-\u9fff])(?!.*[^ \t#][ \t]*#[ \t]*$))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def read_plain(data: bytes, path: str, sha256: str) -> Text:
    """A ``.txt`` file or standard input: each line a block. Raises ``SourceError`` as ``decode`` does."""
    return text_of(decode(data, path), path, sha256)


def read_markdown(data: bytes, path: str, sha256: str) -> Text:
    """A ``.md`` file: as plain text, with the level of ``#`` headings.

    The ``#`` stays in the content, because positions count in the file as it is. A ``#`` in front matter or in fenced
    code is a comment or a command and no heading. ``#标题`` without the space is one, as most Chinese editors take it;
    ``#话题#`` is a tag. Raises ``SourceError`` as ``decode`` does.
    """
    lines = read_plain(data, path, sha256).content.split("\n")
    return text_of_pieces(map(Line, lines, _heading_levels(lines)), path, sha256)


def _heading_levels(lines: Sequence[str]) -> Iterator[int | None]:
    """For each line the number of its ``#``, or None."""
    matter = _front_matter_length(lines)
    fence = ""
    for number, line in enumerate(lines):
        marks = _FENCE.match(line) if number >= matter else None
        if marks and (not fence or _closes(fence, marks)):
            fence = "" if fence else marks[1]
        heading = _HEADING.match(line) if number >= matter and not fence else None
        yield len(heading[1]) if heading else None


def _closes(fence: str, marks: re.Match[str]) -> bool:
    """Code that opens with ```` is not closed by ``` or ~~~~, nor by a fence with words behind it."""
    return marks[1].startswith(fence) and not marks[2].strip()


def _front_matter_length(lines: Sequence[str]) -> int:
    """How many lines at the top are settings between ``---`` and ``---``: 0 unless both are there."""
    if lines[0].rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), 0)
