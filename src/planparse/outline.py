"""Headings become a tree of pillars, paragraphs become sentences.

Plans mark their headings in a dozen ways, and often the heading is only the first sentence of its paragraph. Whatever stands at the
start of a line is compared with the lexicon's heading forms; what the format itself declares (Word styles, Markdown) counts where
the characters carry no marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from planparse.expressions import cheap
from planparse.lexicon import Lexicon
from planparse.lexicon.entries import HeadingForm
from planparse.sources.text import Block, Text
from planparse.targets.times import YEAR

MAX_HEADING = 46
"""Longer lines with a marker are numbered paragraphs; their heading, if any, is the first sentence."""

MAX_BARE_HEADING = 24
"""A line without a marker is a heading only up to this length."""

BARE_RANK = 40
"""Headings without a marker stand where 一、 would."""

GROUP_RANK = 200
"""Groups of rows in a table are further in than any heading of text."""

LIST_RANK = 60
"""Forms of this rank and beyond number the items of a list; those before it head sections."""

MAX_SENTENCE = 1500
"""Longer sentences are cut at a comma: no drafter writes one, and what is read in a sentence may cost its length squared."""

MAX_RUN_IN = 32
"""A first sentence up to this length, with more text behind it, is a run-in heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``start`` and ``end`` enclose its title, ``rank`` orders forms from outermost to innermost, ``parent`` is an index."""

    start: int
    end: int
    level: int
    rank: int
    marker: str | None
    title: str
    parent: int | None


class Sentence(NamedTuple):
    """``text[start:end]``, up to 。！？； or the line's end. ``period`` numbers the stretches up to 。 within the document."""

    start: int
    end: int
    line: int
    block: int
    period: int
    heading: int | None


class Line(NamedTuple):
    """A block with its place in the outline; ``body`` is where its text begins behind a marker, ``item`` the marker's rank."""

    start: int
    end: int
    body: int
    number: int
    heading: int | None
    item: int | None
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The layout of a document."""

    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]


class TableRow(NamedTuple):
    """What a row of a table is to the outline: ``groups`` that begin with it (depth, start, end), and cells that are ``prose``."""

    groups: tuple[tuple[int, int, int], ...]
    prose: tuple[tuple[int, int], ...]


def outline_of(text: Text, lexicon: Lexicon, rows: Mapping[int, TableRow] = MappingProxyType({})) -> Outline:
    """Headings, lines and sentences of a text, in its order. ``rows`` are the rows of tables, by the places where they begin.

    Rows have no headings but those that name groups of rows, which end with the table, and only their prose has sentences.
    """
    builder = _Builder(text.content, lexicon)
    counted = 0
    for block in text.blocks:
        builder.number += text.content.count("\n", counted, block.start)
        counted = block.start
        row = rows.get(block.start)
        if row:
            builder.add_row(block, row)
        else:
            builder.add_line(block)
    return Outline(tuple(builder.headings), tuple(builder.lines), tuple(builder.sentences))


class _Builder:
    """An outline while it grows block by block; ``number`` is the line of the block that comes."""

    def __init__(self, content: str, lexicon: Lexicon) -> None:
        self._content = content
        self._forms = _Forms.of(lexicon)
        self.headings: list[Heading] = []
        self.lines: list[Line] = []
        self.sentences: list[Sentence] = []
        self.number = 1
        self._stack: list[int] = []
        self._period = 0

    def add_line(self, block: Block) -> None:
        """A line of text, which may be a heading or begin with one; a note is neither."""
        self._close_groups(block)
        content = self._content
        marker = None if block.note else self._forms.marker(content, block)
        title_end = None if block.note else _title_end(content, block, marker)
        if marker is None and title_end is None and self.lines and self._tells_section(block):
            title_end = _trim_end(content, block)
        if title_end is not None:
            _open_heading(content, block, marker, title_end, self.headings, self._stack)
        body = marker.end if marker else _skip_space(content, block.start, block.end)
        whole = title_end is not None and not content[title_end : block.end].strip("。：: \u3000")
        self._line(block, body, marker.form.rank if marker else None, whole)
        self._read(body, block.end)

    def add_row(self, block: Block, row: TableRow) -> None:
        """A row of a table."""
        for depth, start, end in row.groups:
            found = self._forms.marker(self._content, Block(start, end))
            marker = found if found and found.end < end else None
            _open_heading(self._content, Block(start, end), marker, end, self.headings, self._stack, GROUP_RANK + depth)
        self._line(block, block.start, None, False)
        for cell in row.prose:
            self._read(*cell)

    def _tells_section(self, block: Block) -> bool:
        return not block.note and self._forms.tells_section(self._content[block.start : block.end].strip())

    def _close_groups(self, block: Block) -> None:
        """Groups of rows end with their table, and a note stands under no heading."""
        while self._stack and (block.note or self.headings[self._stack[-1]].rank >= GROUP_RANK):
            self._stack.pop()

    def _line(self, block: Block, body: int, item: int | None, whole: bool) -> None:
        heading = self._stack[-1] if self._stack else None
        self.lines.append(Line(block.start, block.end, body, self.number, heading, item, whole))

    def _read(self, start: int, end: int) -> None:
        """The sentences of the line that was added last, or of one cell of it."""
        line = self.lines[-1]
        for first, last, closes in split_sentences(self._content, start, end):
            self.sentences.append(Sentence(first, last, line.number, len(self.lines) - 1, self._period, line.heading))
            self._period += closes
        self._period += 1


class _Marker(NamedTuple):
    form: HeadingForm
    start: int
    end: int
    text: str


class _Forms:
    """The heading forms of a lexicon as one expression."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms = sorted(lexicon.headings, key=lambda form: form.rank)
        groups = "|".join(f"(?P<f{index}>{cheap(form.pattern)})" for index, form in enumerate(self._forms))
        self._telling = tuple(cue.cue for cue in lexicon.status if cue.where == "heading")
        self._pattern = re.compile(rf"[\s\u3000]*(?:#{{1,6}}\s+)?(?:\*\*)?(?:{groups})")

    def tells_section(self, words: str) -> bool:
        """2024年工作回顾 is a heading without any marker: a short line of nothing else that says what its section is."""
        return len(words) <= MAX_BARE_HEADING and words.endswith(self._telling) and not _STOPS_TITLE.search(words)

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> _Forms:
        return _Forms(lexicon)

    def marker(self, content: str, block: Block) -> _Marker | None:
        found = self._pattern.match(content, block.start, block.end)
        if found is None or found.lastgroup is None:
            return _markdown_marker(content, block)
        start, end = found.span(found.lastgroup)
        form = self._forms[int(found.lastgroup[1:])]
        return _Marker(form, start, _skip_space(content, end, block.end), content[start:end])


_MARKDOWN = re.compile(r"\s*(#{1,6})\s+")


def _markdown_marker(content: str, block: Block) -> _Marker | None:
    found = _MARKDOWN.match(content, block.start, block.end) if block.heading else None
    if not found:
        return None
    form = HeadingForm(form="#", pattern="#", rank=len(found.group(1)))
    return _Marker(form, found.start(1), found.end(), found.group(1))


def _skip_space(content: str, start: int, end: int) -> int:
    while start < end and content[start].isspace():
        start += 1
    return start


_STOPS_TITLE = re.compile(r"[，。；：！？,;:]")
_DATED = re.compile(f"{YEAR}年")
_ENDS_TITLE = re.compile(r"[。！？!?：:]")
_NO_TITLE = re.compile(r"[。！？!?；;]$")


def _title_end(content: str, block: Block, marker: _Marker | None) -> int | None:
    """Where the heading that this line is, or begins with, ends; None where it is none."""
    if marker is None:
        return _trim_end(content, block) if block.heading and block.end - block.start <= MAX_HEADING * 2 else None
    end = _trim_end(content, block)
    if marker.end >= end:
        return None
    found = _ENDS_TITLE.search(content, marker.end, end)
    if found is None:
        short = end - marker.end <= MAX_HEADING and not _NO_TITLE.search(content, end - 1, end)
        return (
            end
            if short and not (marker.form.rank >= 90 and ("，" in content[marker.end : end] or _DATED.match(content, marker.end, end)))
            else None
        )
    colon = found.group() in "：:"
    if colon and (found.end() < end or block.heading is None):
        return found.start() if found.start() - marker.end <= 16 and marker.form.rank < 90 and found.end() < end else None
    if not marker.form.run_in or found.start() - marker.end > MAX_RUN_IN:
        return None
    if found.end() >= end and marker.form.rank >= LIST_RANK:
        return None
    return found.start()


def _trim_end(content: str, block: Block) -> int:
    end = block.end
    while end > block.start and content[end - 1].isspace():
        end -= 1
    return end


def _open_heading(
    content: str, block: Block, marker: _Marker | None, end: int, headings: list[Heading], stack: list[int], rank: int | None = None
) -> None:
    """``rank`` is that of the marker or of the format, unless it is given."""
    rank = rank or (marker.form.rank if marker else block.heading or BARE_RANK)
    start = marker.end if marker else _skip_space(content, block.start, end)
    while stack and headings[stack[-1]].rank >= rank:
        stack.pop()
    parent = stack[-1] if stack else None
    level = headings[parent].level + 1 if parent is not None else 1
    title = content[start:end].strip().rstrip("*")
    stack.append(len(headings))
    headings.append(Heading(start, end, level, rank, marker.text if marker else None, title, parent))


_STOPS = re.compile(r"[。！？；!?;“”‘’（）()《》［］\[\]【】]")
_OPEN = "“‘（(《［[【"
_CLOSE = "”’）)》］]】"
_FULL_STOP = "。！？!?"


def split_sentences(content: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Sentences of one line as ``(start, end, closes)``; ``closes`` is False behind a semicolon.

    Stops inside quotes and brackets do not split, as in （责任单位：甲；乙）; where a bracket never closes they do, or the rest of the
    line would be one sentence.
    """
    cuts = _cuts(content, start, end, nested=True)
    if cuts is None:
        cuts = _cuts(content, start, end, nested=False) or []
    at = start
    for cut, closes in [*cuts, (end, True)]:
        while cut - at > MAX_SENTENCE:
            part = _last_comma(content, at, at + MAX_SENTENCE)
            yield at, part, False
            at = part
        begin = _skip_space(content, at, cut)
        if begin < cut:
            yield begin, cut, closes
        at = cut


def _last_comma(content: str, start: int, end: int) -> int:
    """Where an endless sentence is cut: behind its last comma, or anywhere if it has none."""
    cut = max(content.rfind(mark, start + 1, end) for mark in "，、,")
    return cut + 1 if cut > start else end


def _cuts(content: str, start: int, end: int, nested: bool) -> list[tuple[int, bool]] | None:
    cuts: list[tuple[int, bool]] = []
    depth = 0
    for found in _STOPS.finditer(content, start, end):
        sign = found.group()
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 or not nested:
            cut = found.end()
            while cut < end and content[cut] in "”’）)":
                cut += 1
            cuts.append((cut, sign in _FULL_STOP))
    return None if nested and depth else cuts


def heading_path(headings: Sequence[Heading], index: int | None) -> Iterator[Heading]:
    """The heading and those it stands under, innermost first."""
    while index is not None:
        yield headings[index]
        index = headings[index].parent
