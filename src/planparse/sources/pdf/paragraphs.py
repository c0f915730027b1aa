"""Rows become paragraphs, by the geometry of the page: measure, indents, space between the rows, size of type."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from planparse.sources.pdf.rows import Row, RuledTable, joined

INDENT = 0.8
"""A row that begins so many type sizes further in than the measure is indented."""

SLACK = 0.6
"""What a full row may lack besides the width of what would have been set behind it, in type sizes."""

BREAKS_OFF = 0.2
"""What a row may lack that stops in the middle of a sentence, as a share of the measure."""

EXTRA_SPACE = 1.3
"""Base lines so many times further apart than usual have space for a new paragraph between them."""

OTHER_SIZE = 0.08
"""Type that is larger or smaller by this share is another one."""

STEP = 2.0
"""Points within which edges of rows are the same."""

_MARKER = re.compile(
    r"第[一二三四五六七八九十百0-9]+[编篇章节条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[0-9]{1,2}(?:[、．）)]|\.(?![0-9]))|[①-⑳●◆★▲◎■•○□►➢✓]|专栏|附件|——|──"
)
_STOPPED = re.compile(r"[。；！？：;!?:…][”’」』）)】》]*$")
_NO_TITLE = re.compile(r"[—─（(]|[0-9〇一二三四五六七八九]{4}年.*日|.{0,12}[:：]$")


class Placed(NamedTuple):
    """A row with its page, and with ``column``, which is the same for all rows of one measure.

    One that ``opens`` begins a column or follows a table: there is no row above it to measure from.
    """

    row: Row
    page: int
    column: str
    opens: bool


class Measure(NamedTuple):
    """The edges of a column, and how far apart its base lines are. ``indented`` tells that first rows are."""

    left: float
    right: float
    pitch: float
    indented: bool


class Paragraph(NamedTuple):
    """Words of one paragraph, and the page on which they begin."""

    words: str
    page: int


def body_size(rows: Iterable[Row]) -> float:
    """The type size of most of the text."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.words)
    return sizes.most_common(1)[0][0] if sizes else 0


def pieces_of_rows(rows: Sequence[Placed], body: float) -> Iterator[Paragraph | RuledTable]:
    """The paragraphs and tables of rows in reading order; paragraphs are joined over the ends of columns and pages."""
    measures = _measures(rows)
    held: list[Placed] = []
    for placed, after in zip_longest(rows, rows[1:]):
        if held and (placed.row.table or not _goes_on(held, placed, after, measures, body)):
            yield _paragraph(held)
            held = []
        if placed.row.table:
            yield placed.row.table
        else:
            held.append(placed)
    if held:
        yield _paragraph(held)


def _paragraph(held: Sequence[Placed]) -> Paragraph:
    return Paragraph(joined([placed.row for placed in held]), held[0].page)


def _goes_on(held: Sequence[Placed], placed: Placed, after: Placed | None, measures: dict[str, Measure], body: float) -> bool:
    """Whether a row belongs to the paragraph whose rows so far are ``held``."""
    before, row = held[-1].row, placed.row
    above, measure = measures[held[-1].column], measures[placed.column]
    if abs(row.size - before.size) > OTHER_SIZE * max(row.size, before.size):
        return False
    if not placed.opens and _has_extra_space(held, row, measure, body):
        return False
    if _is_title(before, row, above, measure, body):
        return not _NO_TITLE.match(row.words)
    if not _is_indented(row, measure):
        marked = bool(_MARKER.match(row.words))
        if not _is_full(before, row, above):
            return measure.indented and not marked and _breaks_off(before, above)
        return measure.indented or not (marked and _STOPPED.search(before.words))
    return _is_full(before, row, above) and _hangs(held, placed, after, measures)


def _has_extra_space(held: Sequence[Placed], row: Row, measure: Measure, body: float) -> bool:
    """Whether there is more space before a row than within its paragraph, or where that has only one row yet, than usual for its size."""
    gap = row.base - held[-1].row.base
    same_page = len(held) > 1 and not held[-1].opens
    pitch = measure.pitch * max(1.0, row.size / body)
    usual = held[-1].row.base - held[-2].row.base if same_page else pitch
    return gap > EXTRA_SPACE * max(usual, min(pitch, usual * EXTRA_SPACE)) if usual > 0 else False


def _is_title(before: Row, row: Row, above: Measure, measure: Measure, body: float) -> bool:
    """Whether both rows are lines of a title: in larger type, and centred."""
    return row.size > (1 + OTHER_SIZE) * body and _is_centred(row, measure) and _is_centred(before, above)


def _is_centred(row: Row, measure: Measure) -> bool:
    return abs((row.x0 - measure.left) - (measure.right - row.x1)) < 1.5 * row.size


def _is_full(row: Row, after: Row, measure: Measure) -> bool:
    """Whether a row reaches the edge: the beginning of the next one would not have fitted behind it."""
    return measure.right - row.x1 < after.first + SLACK * row.size


def _breaks_off(row: Row, measure: Measure) -> bool:
    """Whether a row that is not full stops in the middle of a sentence all the same, as before a long word that may not be parted."""
    return measure.right - row.x1 < BREAKS_OFF * (measure.right - measure.left) and not _STOPPED.search(row.words)


def _is_indented(row: Row, measure: Measure) -> bool:
    return row.x0 - measure.left > INDENT * row.size


def _hangs(held: Sequence[Placed], placed: Placed, after: Placed | None, measures: dict[str, Measure]) -> bool:
    """Whether an indented row goes on below a first row that hangs out to the left of it, or in a block that is indented as a whole."""
    row, last = placed.row, held[-1]
    if _MARKER.match(row.words):
        return False
    offset = row.x0 - measures[placed.column].left
    same = abs(last.row.x0 - measures[last.column].left - offset) < INDENT * row.size
    if len(held) > 1 and same:
        return True
    first = held[0].row.x0 - measures[held[0].column].left
    if len(held) > 1 or first > offset - INDENT * row.size:
        return False
    goes_on = after is not None and after.row.table is None and abs(after.row.x0 - measures[after.column].left - offset) < INDENT * row.size
    return bool(_MARKER.match(held[0].row.words)) and (goes_on or not measures[placed.column].indented)


def _measures(rows: Sequence[Placed]) -> dict[str, Measure]:
    """The measure of each column."""
    of_column: defaultdict[str, list[Placed]] = defaultdict(list)
    for placed in rows:
        if not placed.row.table:
            of_column[placed.column].append(placed)
    return {column: _measure(found) for column, found in of_column.items()}


def _measure(rows: Sequence[Placed]) -> Measure:
    right = _right_edge([placed.row for placed in rows])
    going_on = [
        after.row for before, after in pairwise(rows) if before.row.x1 > right - 1.5 * before.row.size and not _is_short(after.row, right)
    ]
    left = _edge([row.x0 for row in going_on]) if len(going_on) > 2 else _first_edge([placed.row.x0 for placed in rows])
    pitches = [after.row.base - before.row.base for before, after in pairwise(rows) if not after.opens and after.row.base > before.row.base]
    first = [row for row in (placed.row for placed in rows) if INDENT * row.size < row.x0 - left < 4 * row.size]
    return Measure(left, right, _edge(pitches) if pitches else 0, len(first) > 0.05 * len(rows))


def _is_short(row: Row, right: float) -> bool:
    return row.x1 < right - 4 * row.size


def _edge(places: Sequence[float]) -> float:
    """The place that most of these are nearest to."""
    steps = Counter(round(place / STEP) for place in places)
    best = max(steps, key=lambda step: (steps[step] + steps[step - 1] + steps[step + 1], steps[step]))
    near = sorted(place for place in places if abs(round(place / STEP) - best) <= 1)
    return near[len(near) // 2]


def _first_edge(places: Sequence[float]) -> float:
    """The leftmost place at which two rows begin, else the leftmost of all."""
    ordered = sorted(places)
    return next((one for one, other in pairwise(ordered) if other - one < STEP), ordered[0])


def _right_edge(rows: Sequence[Row]) -> float:
    """Where full rows end: the place where most do where the text is justified, else nearly the last one."""
    ends = sorted(row.x1 for row in rows)
    last = ends[min(len(ends) * 9 // 10, len(ends) - 1)]
    common = _edge(ends)
    near = sum(abs(end - common) <= STEP for end in ends)
    return common if near > 0.15 * len(ends) and near > 1 and common > last - 3 * rows[0].size else max(last, common)
