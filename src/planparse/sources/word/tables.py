"""Tables of Word: which of their rows and cells are seen, how cells are merged, and which are only frames around paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planparse.sources.text import MAX_SPAN, Grid, GridCell, Line
from planparse.sources.word.elements import children
from planparse.sources.word.numbering import number, switched_on, tag, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Pieces = Sequence[Line | Grid]


class _Cell(NamedTuple):
    """A cell. ``merged`` is ``restart`` where cells below continue it, ``continue`` in these, else None."""

    pieces: Pieces
    columns: int
    merged: str | None

    def words(self) -> str:
        """What stands in it, in one line."""
        return " ".join(words for piece in self.pieces for words in in_lines(piece) if words)

    def holds_paragraphs(self) -> bool:
        """Whether more stands in it than one line."""
        return sum(len(list(in_lines(piece))) for piece in self.pieces) > 1 or any(isinstance(piece, Grid) for piece in self.pieces)

    def holds_running_text(self) -> bool:
        return self.holds_paragraphs() and any(line.endswith("。") for piece in self.pieces for line in in_lines(piece))


class _Row(NamedTuple):
    """A row, and how many columns it leaves free before its first cell."""

    before: int
    cells: list[_Cell]


def pieces_of_table(table: Element, pieces: Callable[[Element], Iterator[Line | Grid]]) -> Iterator[Line | Grid]:
    """Its grids, and the paragraphs that it only frames; ``pieces`` reads what stands in a cell.

    A frame is a row of one cell in a table without a second column, or with more than a line in it; and a table of one row with
    running text in it, which puts pages or columns side by side.
    """
    rows = [_row(row, pieces) for row in children(table) if _is_seen(row)]
    columns = max((len(row.cells) for row in rows), default=0)
    alone = len(rows) == 1 and any(cell.holds_running_text() for cell in rows[0].cells)
    waiting: list[_Row] = []
    for row in rows:
        if not (alone or (len(row.cells) == 1 and (columns == 1 or row.cells[0].holds_paragraphs()))):
            waiting.append(row)
            continue
        yield from _grid(waiting)
        waiting = []
        yield from (piece for cell in row.cells for piece in cell.pieces)
    yield from _grid(waiting)


def in_lines(piece: Line | Grid) -> Iterator[str]:
    """The words of a piece that stands where no table may, a row in one line."""
    if isinstance(piece, Line):
        words = [piece.words.replace("\t", " ").strip()]
    else:
        words = [" ".join(cell.words for cell in row if cell.words) for row in piece.rows]
    return filter(None, words)


def _is_seen(row: Element) -> bool:
    """Whether an element is a row, neither deleted nor hidden."""
    if row.tag != tag("tr"):
        return False
    return row.find(f"{tag('trPr')}/{tag('del')}") is None and not switched_on(row.find(f"{tag('trPr')}/{tag('hidden')}"))


def _row(row: Element, pieces: Callable[[Element], Iterator[Line | Grid]]) -> _Row:
    before = number(value(row.find(tag("trPr")), "gridBefore")) or 0
    cells = (cell for cell in children(row) if cell.tag == tag("tc") and cell.find(f"{tag('tcPr')}/{tag('cellDel')}") is None)
    return _Row(min(before, MAX_SPAN), [_cell(cell, pieces) for cell in cells])


def _cell(cell: Element, pieces: Callable[[Element], Iterator[Line | Grid]]) -> _Cell:
    properties = cell.find(tag("tcPr"))
    columns = number(value(properties, "gridSpan")) or 1
    merge = None if properties is None else properties.find(tag("vMerge"))
    merged = None if merge is None else value(merge) or "continue"  # the file may leave the word out
    return _Cell(list(pieces(cell)), min(columns, MAX_SPAN), merged)


def _grid(rows: Sequence[_Row]) -> Iterator[Grid]:
    """The rows as one table, if there are any. A cell that continues none above it stands for itself."""
    grid: list[list[GridCell]] = []
    above: dict[tuple[int, int], tuple[int, int]] = {}  # column and columns of a cell that may go on: where it begins
    for row in rows:
        written = [GridCell("", row.before)] if row.before else []
        grid.append(written)
        below: dict[tuple[int, int], tuple[int, int]] = {}
        column = row.before
        for cell in row.cells:
            place = (column, cell.columns)
            column += cell.columns
            if cell.merged == "continue" and place in above:
                below[place] = first, at = above[place]
                grid[first][at] = grid[first][at]._replace(rows=len(grid) - first)
                continue
            if cell.merged:
                below[place] = (len(grid) - 1, len(written))
            written.append(GridCell(cell.words(), cell.columns))
        above = below
    if grid:
        yield Grid(grid)
