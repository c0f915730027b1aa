"""Which tables of a page are tables, and which only hold the page in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planparse.sources.text import Grid, GridCell, Line
from planparse.sources.web.lines import PageLine
from planparse.sources.web.page import Page, PageCell, PageTable
from planparse.sources.web.wording import is_running

MIN_LINKS = 3
"""A cell that holds so many links, and hardly anything else, is navigation, and its table a layout."""
LINKED_SHARE = 0.6
MIN_PARAGRAPHS = 3
"""A cell with so many paragraphs, and most of the words of a small table without borders, is the page's main column."""
MAX_LAYOUT_ROWS = 3


def pieces_of(page: Page, kept: Sequence[PageLine | None]) -> Iterator[Line | Grid]:
    """The lines and tables of a page, from those of its lines that are kept."""
    grids = {table.start: table for table in page.tables if is_grid(table, kept)}
    at = 0
    while at < len(kept):
        table = grids.get(at)
        if table:
            yield from _table(table, kept)
            at = table.end
        else:
            yield from map(_line, _inside(kept, at, at + 1))
            at += 1


def is_grid(table: PageTable, kept: Sequence[PageLine | None]) -> bool:
    """Whether the rows and columns of a table mean something; else they are only a frame around what stands in them."""
    if table.nested:
        return False
    rows = [[inside for cell in row if (inside := _inside(kept, cell.start, cell.end))] for row in table.rows]
    wide = sum(len(row) > 1 for row in rows)
    if not wide or any(_is_navigation(cell) for row in rows for cell in row):
        return False
    letters = sum(line.letters for line in _inside(kept, table.start, table.end))
    return table.drawn or wide > MAX_LAYOUT_ROWS or not any(_is_column(cell, letters) for row in rows for cell in row)


def _inside(kept: Sequence[PageLine | None], start: int, end: int) -> list[PageLine]:
    return [line for line in kept[start:end] if line]


def _is_navigation(lines: Sequence[PageLine]) -> bool:
    if sum(line.links for line in lines) < MIN_LINKS or any(is_running(line) for line in lines):
        return False
    return sum(line.linked for line in lines) >= LINKED_SHARE * sum(line.letters for line in lines)


def _is_column(cell: Sequence[PageLine], letters: int) -> bool:
    """Whether a cell is the page's main column; ``letters`` are those of its table."""
    return sum(map(is_running, cell)) >= MIN_PARAGRAPHS and 2 * sum(line.letters for line in cell) > letters


def _table(table: PageTable, kept: Sequence[PageLine | None]) -> Iterator[Line | Grid]:
    """Its grids and what stands around them: a caption, and rows of one cell that holds more than a line, which only frame it."""
    grid: list[list[GridCell]] = []
    hanging = any(cell.rows > 1 for row in table.rows for cell in row)
    at = table.start
    for row in filter(None, table.rows):
        start, end = row[0].start, row[-1].end
        outside, inside = _inside(kept, at, start), _inside(kept, start, end)
        framed = len(row) == 1 and (row[0].columns > 1 or not hanging) and len(inside) > 1
        if grid and (outside or framed):
            yield Grid(grid)
            grid = []
        yield from map(_line, outside)
        if framed:
            yield from map(_line, inside)
        else:
            grid.append([_grid_cell(cell, kept) for cell in row])
        at = end
    if grid:
        yield Grid(grid)
    yield from map(_line, _inside(kept, at, table.end))


def _grid_cell(cell: PageCell, kept: Sequence[PageLine | None]) -> GridCell:
    return GridCell(" ".join(line.words for line in _inside(kept, cell.start, cell.end)), cell.columns, cell.rows)


def _line(line: PageLine) -> Line:
    return Line(line.words, line.heading, note=line.note)
