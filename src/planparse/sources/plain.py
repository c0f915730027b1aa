"""Plain text and Markdown: the file is the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from planparse.expressions import HAN
from planparse.sources.encoding import decode
from planparse.sources.ruled import tables_in
from planparse.sources.subscripts import rejoined
from planparse.sources.text import Line, Run, Text, lines_of, normalized, text_of_pieces
from planparse.sources.wrapped import Part, unwrapped

_HEADING = re.compile(rf" {{0,3}}(#{{1,6}})(?!#)(?:[ \t\u3000]|$|(?={HAN})(?!.*[^ \t#][ \t]*#[ \t]*$))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def read_plain(data: bytes, path: str, sha256: str) -> Text:
    """A ``.txt`` file or standard input: each line a block, or each paragraph where the lines are cut to one width.

    Raises ``SourceError`` as ``decode`` does.
    """
    written = normalized(decode(data, path))
    return _with_tables(text_of_pieces(_paragraphs(written), path, sha256, written))


def read_markdown(data: bytes, path: str, sha256: str) -> Text:
    """A ``.md`` file: as plain text, with the level of ``#`` headings.

    The ``#`` stays in the content. A ``#`` in front matter or in fenced code is a comment or a command and no heading.
    ``#标题`` without the space is one, as most Chinese editors take it; ``#话题#`` is a tag. Raises ``SourceError`` as ``decode`` does.
    """
    written = normalized(decode(data, path))
    lines = list(_paragraphs(written))
    code = set(_code([line.words for line in lines]))
    headings = (None if number in code else _HEADING.match(line.words) for number, line in enumerate(lines))
    marked = (line._replace(heading=found and len(found[1])) for line, found in zip(lines, headings, strict=True))
    return _with_tables(text_of_pieces(marked, path, sha256, written), code)


def _with_tables(text: Text, code: Collection[int] = ()) -> Text:
    return replace(text, tables=tables_in(text.content.split("\n"), code))


def _paragraphs(written: str) -> Iterator[Line]:
    lines = list(lines_of(written))
    words = [line.words for line in lines]
    return (_paragraph(parts, lines) for parts in unwrapped(words) or rejoined(words))


def _paragraph(parts: Sequence[Part], lines: Sequence[Line]) -> Line:
    """Parts as one line, which knows where each of them stands."""
    starts = itertools.accumulate((len(part.words) for part in parts), initial=0)
    runs = tuple(Run(start, lines[part.line].runs[0].written + part.column) for start, part in zip(starts, parts, strict=False))
    return Line("".join(part.words for part in parts), runs=runs)


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
