"""Tables between rules: pdfplumber finds the cells that the rules make, and the glyphs in them are their words."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.sources.pdf.columns import lines_of
from planparse.sources.pdf.drawing import Rule
from planparse.sources.pdf.glyphs import Glyph, Page
from planparse.sources.pdf.rows import Row, RuledTable, joined, rows_of
from planparse.sources.text import GridCell

TOLERANCE = 3.0
"""In points, how far apart rules may be that are one, or that meet."""

MAX_CROSSINGS = 3000
"""Rules of one page that could meet more often are squared paper and no table."""

LONG = 8
"""Words of a cell may go on behind a page's end if they are so many characters; a name or a number does not."""

_STOPS = tuple("。；！？")

Box = tuple[float, float, float, float]
_Edge = dict[str, float | str]


class Laid(NamedTuple):
    """What a page holds: glyphs outside of its tables, and each table as a row that stands for it."""

    glyphs: list[Glyph]
    tables: list[Row]


def laid(page: Page) -> Laid:
    """The tables of a page and what stands outside of them."""
    outside, tables = page.glyphs, []
    if len(page.rules) >= 4 and page.glyphs:
        for cells in _cells(page.rules):
            inside, rest = _Raster(cells).sorted_in(outside)
            table = _table(cells, inside, page.number)
            if table:
                tables.append(table)
                outside = rest
    return Laid(outside, tables)


def _cells(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells of each table that rules make, as ``(x0, top, x1, bottom)``."""
    from pdfplumber import table  # takes longer to load than most documents without a table to read

    edges = table.merge_edges(list(map(_edge, rules)), TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    edges += _open_sides(edges)
    across = sum(edge["orientation"] == "h" for edge in edges)
    if not 2 <= across <= len(edges) - 2 or across * (len(edges) - across) > MAX_CROSSINGS:
        return []
    crossings = table.edges_to_intersections(edges, TOLERANCE, TOLERANCE)
    found: list[list[Box]] = table.cells_to_tables(table.intersections_to_cells(crossings))
    return found


def _edge(rule: Rule) -> _Edge:
    x0, top, x1, bottom = rule
    orientation = "h" if top == bottom else "v"
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top, "orientation": orientation}


def _open_sides(edges: Sequence[dict[str, float]]) -> Iterator[_Edge]:
    """The sides of tables that are open to the left and right, as many are set: where three rules and more begin, or end."""
    rules = [Rule(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in edges]
    across = defaultdict(list)
    for rule in rules:
        if rule.y0 == rule.y1:
            across[round(rule.x0 / TOLERANCE), round(rule.x1 / TOLERANCE)].append(rule)
    for same in across.values():
        x0, x1 = same[0].x0, same[0].x1
        top, bottom = min(rule.y0 for rule in same), max(rule.y0 for rule in same)
        down = [rule for rule in rules if rule.x0 == rule.x1 and rule.y0 < bottom and rule.y1 > top]
        if len(same) < 3 or not any(x0 + TOLERANCE < rule.x0 < x1 - TOLERANCE for rule in down):
            continue
        for side in (x0, x1):
            if not any(abs(rule.x0 - side) <= TOLERANCE for rule in down):
                yield _edge(Rule(side, top, side, bottom))


class _Raster:
    """The rows and columns that the cells of a table fill, one or several of them each."""

    def __init__(self, cells: Sequence[Box]) -> None:
        self.xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
        self.ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
        self.owner = {
            (row, column): number
            for number, (x0, top, x1, bottom) in enumerate(cells)
            for row in range(self.ys.index(top), self.ys.index(bottom))
            for column in range(self.xs.index(x0), self.xs.index(x1))
        }

    def sorted_in(self, glyphs: Sequence[Glyph]) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
        """The glyphs in each cell, and those in none."""
        inside: defaultdict[int, list[Glyph]] = defaultdict(list)
        outside: list[Glyph] = []
        for glyph in glyphs:
            row = bisect_right(self.ys, glyph.base - 0.35 * glyph.size) - 1
            owner = self.owner.get((row, bisect_right(self.xs, (glyph.x0 + glyph.x1) / 2) - 1))
            (outside if owner is None else inside[owner]).append(glyph)
        return inside, outside

    def rows(self, cells: Sequence[Box], words: Sequence[str]) -> Iterator[list[GridCell]]:
        """Row by row the cells that begin in it; where the rules leave a hole, there is an empty one."""
        begun: set[int] = set()
        for row in range(len(self.ys) - 1):
            named: list[GridCell] = []
            for column in range(len(self.xs) - 1):
                owner = self.owner.get((row, column))
                if owner is None:
                    named.append(GridCell(""))
                elif owner not in begun:
                    begun.add(owner)
                    x0, top, x1, bottom = cells[owner]
                    spans = self.xs.index(x1) - self.xs.index(x0), self.ys.index(bottom) - self.ys.index(top)
                    named.append(GridCell(words[owner], *spans))
            yield named


def _table(cells: Sequence[Box], inside: dict[int, list[Glyph]], page: int) -> Row | None:
    """The row that stands for a table; None for a frame around paragraphs and for a drawing, where no two words stand side by side."""
    raster = _Raster(cells)
    words = [_words(inside.get(number, ()), cell) for number, cell in enumerate(cells)]
    rows = list(raster.rows(cells, words))
    if not any(sum(bool(cell.words) for cell in row) > 1 for row in rows):
        return None
    sizes = sorted(glyph.size for glyphs in inside.values() for glyph in glyphs)
    top, bottom = raster.ys[0], raster.ys[-1]
    table = RuledTable(rows, tuple(raster.xs), page)
    return Row("", raster.xs[0], raster.xs[-1], bottom, sizes[len(sizes) // 2], table=table, height=bottom - top)


def _words(glyphs: Sequence[Glyph], cell: Box) -> str:
    return joined(lines_of(rows_of(glyphs)), cell[2])


def continues(table: RuledTable, other: RuledTable) -> bool:
    """Whether a table at the top of a page has the columns of the one at the end of the page before."""
    same = zip(pairwise(table.edges), pairwise(other.edges), strict=False)
    return len(table.edges) == len(other.edges) and all(abs((b - a) - (d - c)) <= 2 * TOLERANCE for (a, b), (c, d) in same)


def continued(table: RuledTable, other: RuledTable) -> RuledTable:
    """Both as one table; rows of the header that the new page repeats are left out, and a row that the page parted is one again."""
    repeated = 0
    while repeated < min(len(table.rows), len(other.rows)) and table.rows[repeated] == other.rows[repeated]:
        repeated += 1
    above, below = table.rows, other.rows[repeated:]
    if below and _is_parted(above[-1], below[0]):
        whole = [cell._replace(words=cell.words + rest.words) for cell, rest in zip(above[-1], below[0], strict=True)]
        return table._replace(rows=[*above[:-1], whole, *below[1:]])
    return table._replace(rows=[*above, *below])


def _is_parted(above: Sequence[GridCell], below: Sequence[GridCell]) -> bool:
    """Whether a row only holds the ends of cells above: its first cell is empty, and what goes on had not come to a stop."""
    if len(above) != len(below) or below[0].words or any(a.columns != b.columns for a, b in zip(above, below, strict=True)):
        return False
    going_on = [cell.words for cell, rest in zip(above, below, strict=True) if rest.words]
    others_end = sum(bool(cell.words) and not rest.words for cell, rest in zip(above, below, strict=True)) > 1
    return all(words and not words.endswith(_STOPS) and (others_end or len(words) >= LONG) for words in going_on)
