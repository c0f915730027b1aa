"""Tables that characters draw: Markdown's pipes, rows with tabs between their cells, and boxes of lines.

Only what is surely a table is one, because the lines of a table are not read as prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from planparse.sources.text import Cell, Table


class _Row(NamedTuple):
    """A line and where its cells begin and end in it."""

    line: int
    cells: list[tuple[int, int]]


_Finder = Callable[[Sequence[str], int], tuple[list[_Row], int]]
"""The rows of the table that begins at a line, none if it begins none; and the line to look on from."""

_PIPE = re.compile(r"(?<!\\)\|")
_TAB = re.compile("\t")
_LINE = re.compile("[|│┃║]")
_ALIGNMENT = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BORDER = re.compile(r"\s*[+\u250c-\u254b\u2552-\u256c][-=+|\u2500-\u257f\s]+")
_DRAWN_ROW = re.compile(r"\s*[|│┃║].*[|│┃║]\s*")
_EMPHASIS = ("**", "__", "*", "_", "`")
_LIST_MARK = re.compile(r"[（(]?[0-9\uff10-\uff19一二三四五六七八九十]{0,3}[）)、.．]?|第[0-9一二三四五六七八九十百]+[章节条]|[•●▪·◆■-]")
_PAGE = re.compile(r"[-—–]?\s*[0-9]{1,4}\s*[-—–]?")

_RULES_OF_A_HEAD = 3
"""Lines above, below the head and at the bottom: a box with more of them has one below each row."""


def tables_in(lines: Sequence[str], code: Collection[int] = ()) -> tuple[Table, ...]:
    """The tables of a text with these lines, which a single line end parts. ``code`` are numbers of lines that hold none."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return tuple(Table(tuple(_cells(rows, starts))) for rows in _tables(lines, code))


def _tables(lines: Sequence[str], code: Collection[int]) -> Iterator[list[_Row]]:
    readable = ["" if number in code else line for number, line in enumerate(lines)] if code else lines
    at = 0
    while at < len(readable):
        finder = next((finder for sign, finder in _FINDERS if sign.search(readable[at])), None)
        rows, end = finder(readable, at) if finder else ([], at + 1)
        if rows:
            yield rows
        at = end


def _cells(rows: Sequence[_Row], starts: Sequence[int]) -> Iterator[Cell]:
    for number, row in enumerate(rows):
        for column, (start, end) in enumerate(row.cells):
            yield Cell(number, column, 1, 1, starts[row.line] + start, starts[row.line] + end)


def _piped(lines: Sequence[str], at: int) -> tuple[list[_Row], int]:
    """A Markdown table: a head, the row that says how columns are aligned, and rows up to a line without a pipe."""
    head = _split(lines, at, _PIPE)
    if not (len(head.cells) > 1 and at + 1 < len(lines) and "|" in lines[at + 1] and _ALIGNMENT.fullmatch(lines[at + 1])):
        return [], at + 1
    if len(_split(lines, at + 1, _PIPE).cells) != len(head.cells):
        return [], at + 1
    body = [_split(lines, number, _PIPE) for number in _while(lines, at + 2, lambda line: "|" in line)]
    return [head, *body], at + 2 + len(body)


def _tabbed(lines: Sequence[str], at: int) -> tuple[list[_Row], int]:
    """Lines with a tab between words, most of them the same number of cells; a table of contents or a list is none."""
    run = [_split(lines, number, _TAB) for number in _while(lines, at, lambda line: "\t" in line.strip())]
    indent = min(next((column for column, (start, end) in enumerate(row.cells) if start < end), 0) for row in run)
    rows = [_Row(row.line, row.cells[indent:]) for row in run]
    columns = max(len(row.cells) for row in rows)
    whole = [row for row in rows if len(row.cells) == columns]
    is_table = len(whole) > 1 and 2 * len(whole) >= len(rows) and not (columns == 2 and _is_list(lines, rows))
    return rows if is_table else [], at + len(run)


def _is_list(lines: Sequence[str], rows: Sequence[_Row]) -> bool:
    """Whether the tabs of two columns only part marks from words, or headings from the numbers of their pages."""
    words = [[lines[row.line][start:end] for start, end in row.cells] for row in rows]
    return all(_LIST_MARK.fullmatch(row[0]) for row in words) or all(_PAGE.fullmatch(row[-1]) for row in words)


def _drawn(lines: Sequence[str], at: int) -> tuple[list[_Row], int]:
    """A table in a box of lines; none where a row takes several lines, because the words of a cell then stand apart."""
    box = _while(lines, at, lambda line: bool(_BORDER.fullmatch(line) or _DRAWN_ROW.fullmatch(line)))
    borders = {number for number in box if _BORDER.fullmatch(lines[number])}
    rows = [_split(lines, number, _LINE) for number in box if number not in borders]
    columns = {len(row.cells) for row in rows}
    apart = len(borders) > _RULES_OF_A_HEAD and len(borders) != len(rows) + 1
    is_table = len(rows) > 1 and len(columns) == 1 and min(columns) > 1 and not apart
    return rows if is_table else [], at + max(1, len(box))


_FINDERS: tuple[tuple[re.Pattern[str], _Finder], ...] = (
    (re.compile(r"^\s*[+\u250c-\u254b\u2552-\u256c][-=+\u2500-\u257f]"), _drawn),
    (re.compile(r"\S[^\S\t]*\t\s*\S"), _tabbed),
    (re.compile(r"\|"), _piped),
)


def _while(lines: Sequence[str], at: int, wanted: Callable[[str], bool]) -> list[int]:
    """The numbers of the lines from ``at`` on up to the first that is not as wanted."""
    return list(takewhile(lambda number: bool(lines[number].strip()) and wanted(lines[number]), range(at, len(lines))))


def _split(lines: Sequence[str], number: int, separator: re.Pattern[str]) -> _Row:
    """A line at its separators; pipes at its ends are its frame, tabs there part empty cells from it."""
    line = lines[number].rstrip(" \u3000") if separator is _TAB else lines[number].rstrip()
    places = [-1, *(found.start() for found in separator.finditer(line)), len(line)]
    spans = [_trimmed(line, before + 1, behind) for before, behind in pairwise(places)]
    if separator is not _TAB:
        first, last = not line[: places[1]].strip(), places[-2] == len(line) - 1
        spans = spans[first : len(spans) - last]
    return _Row(number, spans)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """The words of a cell without the blanks around them, and without marks of emphasis around all of it."""
    words = line[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start >= end:
        return end, end
    for sign in _EMPHASIS:
        words = line[start:end]
        if len(words) > 2 * len(sign) and words.startswith(sign) and words.endswith(sign) and words.count(sign) == 2:
            start, end = start + len(sign), end - len(sign)
    return start, end
