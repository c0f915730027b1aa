"""In which order the rows of a page are read: from top to bottom, and where the page has columns, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from planparse.sources.pdf.rows import Row, beside

MIN_ROWS = 4
"""Columns have at least so many rows on each side."""

MIN_WIDTH = 8
"""A column is at least so many type sizes wide."""

FULL = 0.5
"""The share of the rows of a column that reach its right edge: prose does, and a list of words and numbers does not."""

SLACK = 2.0
"""How many type sizes a row may lack to reach the edge."""

STEP = 3.0
MAX_DEPTH = 3


class Column(NamedTuple):
    """Rows one below the other that belong to one stretch of text. ``place`` is the same for what stands in the same column."""

    place: str
    rows: list[Row]


def columns_of(rows: Sequence[Row], place: str = "", depth: int = 0) -> list[Column]:
    """The columns of a page in reading order; a page without them is one."""
    gutter = _gutter(rows) if depth < MAX_DEPTH else None
    if gutter is None:
        return [Column(place, lines_of(rows))]
    found: list[Column] = []
    across: list[Row] = []
    for in_columns, band in _bands(rows, gutter):
        if not in_columns:
            across += band
            continue
        if across:
            found.append(Column(place, lines_of(across)))
            across = []
        for side, part in (("l", [row for row in band if row.x1 <= gutter]), ("r", [row for row in band if row.x1 > gutter])):
            found += columns_of(part, place + side, depth + 1)
    return [*found, Column(place, lines_of(across))] if across else found


def lines_of(rows: Iterable[Row]) -> list[Row]:
    """The rows of one column, those beside one another put together; a table stays alone."""
    ordered = sorted(rows, key=lambda row: (row.bottom, row.x0) if row.table else (row.base, row.x0))
    lines: list[list[Row]] = []
    for row in ordered:
        last = lines[-1][-1] if lines else None
        if last and not (row.table or last.table) and row.base - last.base < 0.35 * max(row.size, last.size) and row.x0 > last.x0:
            lines[-1].append(row)
        else:
            lines.append([row])
    return [beside(line) for line in lines]


def _gutter(rows: Sequence[Row]) -> float | None:
    """The middle of the white stripe between two columns; None where there are none."""
    if len(rows) < 2 * MIN_ROWS:
        return None
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    steps = int(min((right - left) / STEP, 2000))
    crossings = [0] * (steps + 2)
    for row in rows:
        crossings[min(max(int((row.x0 - left) / STEP), 0), steps)] += 1
        crossings[min(max(int((row.x1 - left) / STEP) + 1, 0), steps + 1)] -= 1
    counts: list[int] = []
    for change in crossings[:steps]:
        counts.append((counts[-1] if counts else 0) + change)
    inner = range(steps // 5, steps - steps // 5)
    if not inner:
        return None
    least = min(counts[at] for at in inner)
    if least > len(rows) / 3:
        return None
    at = _middle([at for at in inner if counts[at] == least])
    gutter = left + (at + 0.5) * STEP
    return gutter if any(in_columns for in_columns, _ in _bands(rows, gutter)) else None


def _middle(places: Sequence[int]) -> int:
    """The middle of the first of the longest runs of neighbours."""
    runs = [[at for _, at in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    longest = max(runs, key=len)
    return longest[len(longest) // 2]


def _bands(rows: Sequence[Row], gutter: float) -> Iterator[tuple[bool, list[Row]]]:
    """Stretches of a page between rows that reach across the gutter, each with whether it is set in columns there."""
    ordered = sorted(rows, key=lambda row: (row.top, row.x0))
    for crosses, band in groupby(ordered, key=lambda row: row.x0 < gutter < row.x1):
        found = list(band)
        yield not crosses and _in_columns(found, gutter), found


def _in_columns(band: Sequence[Row], gutter: float) -> bool:
    left = [row for row in band if row.x1 <= gutter]
    right = [row for row in band if row.x1 > gutter]
    if min(len(left), len(right)) < MIN_ROWS:
        return False
    beside_another = max(min(row.top for row in left), min(row.top for row in right)) < min(
        max(row.base for row in s) for s in (left, right)
    )
    return beside_another and _is_prose(left) and _is_prose(right)


def _is_prose(rows: Sequence[Row]) -> bool:
    size = sorted(row.size for row in rows)[len(rows) // 2]
    start, end = min(row.x0 for row in rows), max(row.x1 for row in rows)
    full = sum(row.x1 > end - SLACK * size and row.x0 < start + (SLACK + 2) * size for row in rows)
    return end - start > MIN_WIDTH * size and full >= FULL * len(rows)
