"""A table as a sheet: what its columns are, which rows name groups, and what each of the others is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import TableRole
from planparse.sources.text import Block, Cell, Table, Text
from planparse.tables.headers import Column, HeaderGrammar
from planparse.tables.units import UnitGrammar
from planparse.tables.values import ValueGrammar

MAX_COLUMNS = 60
"""A wider table is a spreadsheet of data, and none of a plan."""
MAX_CELLS = 400_000
HEADER_WITHIN = 5
"""Rows at the top among which the header is looked for: titles and units may stand over it."""
GROUP_COLUMNS = 10
"""Depth of the first column of groups: all rows of groups stand above it."""

_INNER_GROUP = re.compile(r"^[（(]")

RowCells = Mapping[int, Cell]
"""Which cell covers each column of a row; cells from rows above included."""


class Group(NamedTuple):
    """What several rows belong to: ``content[start:end]``; smaller depths enclose greater ones."""

    depth: int
    start: int
    end: int


class Row(NamedTuple):
    """A row of a sheet: ``content[start:end]`` is its line, ``cells`` those that cover it.

    ``groups`` begin with this row. ``label`` says what the row is about; it is None where the row only names groups, or says nothing.
    """

    start: int
    end: int
    cells: RowCells
    groups: tuple[Group, ...]
    label: Cell | None

    def begins(self, cell: Cell) -> bool:
        """Whether a cell stands in this row, and is not one that reaches into it from above."""
        return self.start <= cell.start < cell.end <= self.end


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose columns are known. ``start`` is the first place of its first row, ``unit`` the one that stands over all of it."""

    start: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str | None
    titles: tuple[Row, ...]

    def cells(self, row: Row, role: TableRole) -> Iterator[tuple[Column, Cell]]:
        """The columns of this role with their cells in a row."""
        return ((column, row.cells[column.number]) for column in self.columns if column.role == role and column.number in row.cells)

    def cell(self, row: Row, role: TableRole) -> Cell | None:
        """The first of these."""
        return next((cell for _, cell in self.cells(row, role)), None)


def sheets_of(text: Text, lexicon: Lexicon) -> tuple[Sheet, ...]:
    """The tables of a text whose columns are known, in order. The others stay what they are: lines."""
    reader = SheetGrammar.of(lexicon)
    starts = [block.start for block in text.blocks]
    return tuple(sheet for table in text.tables if (sheet := reader.read(text, table, starts)))


class SheetGrammar:
    """How sheets are known, by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._headers = HeaderGrammar.of(lexicon)
        self._values = ValueGrammar.of(lexicon)
        self._units = UnitGrammar.of(lexicon)
        self._notes = lexicon.sets["table_notes"]
        marks = "|".join(map(re.escape, lexicon.sets["table_units"]))
        self._unit_mark = re.compile(rf"(?:{marks})\s*([^\s，,；;（）()]+)")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> SheetGrammar:
        return SheetGrammar(lexicon)

    def read(self, text: Text, table: Table, starts: Sequence[int]) -> Sheet | None:
        """The sheet that a table is; None where its columns cannot be told. ``starts`` are those of the text's blocks."""
        rows = _covered(table)
        header = next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if self._heads(text, row)), None)
        if header is None:
            return None
        first = self._end_of_header(text, rows, header)
        columns = self._columns(text, rows[header:first], rows[first:])
        label = _label_of(columns)
        if label is None or not any(one.holds_values or one.role in ("responsible", "deadline") or one.unit for one in columns):
            return None
        places = [_place(text.blocks, starts, number, row) for number, row in enumerate(rows)]
        top = self._words(text, rows[header])
        body = tuple(
            self._row(text, number, row, place, columns, label)
            for number, (row, place) in enumerate(zip(rows[first:], places[first:], strict=True), first)
            if place and self._words(text, row) != top
        )
        titles = tuple(Row(*place, row, (), None) for row, place in zip(rows[:first], places[:first], strict=True) if place)
        start = min((row.start for row in (*titles, *body)), default=0)
        return Sheet(start, columns, body, self._unit_over(text, start, titles), titles)

    # -- the header

    def _heads(self, text: Text, row: RowCells) -> bool:
        cells = _distinct(row)
        heading = sum(self._headers.is_header(_said(text, cell)) for cell in cells)
        return heading >= 2 and heading * 2 >= sum(bool(_said(text, cell)) for cell in cells)

    def _end_of_header(self, text: Text, rows: Sequence[RowCells], header: int) -> int:
        """The first row behind the header, which has as many rows as its tallest cell, or names parts of a wide one below it."""
        own = [cell for cell in _distinct(rows[header]) if cell.row == header]
        end = header + min(max((cell.rows for cell in own), default=1), HEADER_WITHIN)
        while end < len(rows) and end < header + HEADER_WITHIN:
            cells = [cell for cell in _distinct(rows[end]) if cell.row >= header and _said(text, cell)]
            if not cells or not all(self._headers.is_header(_said(text, cell)) for cell in cells):
                break
            end += 1
        return end

    def _columns(self, text: Text, header: Sequence[RowCells], body: Sequence[RowCells]) -> tuple[Column, ...]:
        columns = []
        for number in sorted({number for row in header for number in row}):
            stacked = dict.fromkeys(row[number] for row in header if number in row)
            columns.append(self._headers.column(number, [(_said(text, cell), cell.start, cell.end) for cell in stacked]))
        return tuple(self._settled(text, columns, body))

    def _settled(self, text: Text, columns: Sequence[Column], body: Sequence[RowCells]) -> Iterator[Column]:
        """Roles that the other columns decide: of several names of a row the last one is its own, the others are groups."""
        named = [column.number for column in columns if column.role == "indicator"]
        measured = any(column.holds_values or column.unit for column in columns)
        unnamed = not named and not any(column.role == "task" for column in columns)
        for column in columns:
            if column.role == "indicator" and column.number != named[-1]:
                yield replace(column, role="group")
            elif column.role == "unit" and not measured:
                yield replace(column, role="responsible")
            elif column.role is None and unnamed and measured and column.unit is None and not self._is_numeric(text, column, body):
                unnamed = False
                yield replace(column, role="indicator")
            else:
                yield column

    def _is_numeric(self, text: Text, column: Column, body: Sequence[RowCells]) -> bool:
        words = [_said(text, row[column.number]) for row in body if column.number in row]
        return not any(self._values.values(one, None) is None for one in words)

    def _unit_over(self, text: Text, start: int, titles: Sequence[Row]) -> str | None:
        """单位：亿元, in a row above the header or in the line above the table."""
        above = text.content[max(0, text.content.rfind("\n", 0, max(0, start - 1)) + 1) : start]
        for words in (*(text.content[row.start : row.end] for row in titles), above):
            if found := self._unit_mark.search(words):
                return self._units.named(found[1])
        return None

    # -- the rows

    def _row(
        self, text: Text, number: int, row: RowCells, place: tuple[int, int], columns: Sequence[Column], label: Column
    ) -> Row:  # fmt: skip
        roles = {column.number: column.role for column in columns}
        said = [cell for cell in _distinct(row) if _said(text, cell)]
        if said and _said(text, said[0]).startswith(self._notes):
            return Row(*place, row, (), None)
        group = self._group_row(text, said, roles)
        if group:
            return Row(*place, row, (group,), None)
        opening = [cell for column, cell in row.items() if roles.get(column) == "group" and cell.row == number and _said(text, cell)]
        groups = tuple(Group(GROUP_COLUMNS + cell.column, cell.start, cell.end) for cell in dict.fromkeys(opening))
        own = row.get(label.number)
        return Row(*place, row, groups, own if own and _said(text, own) else None)

    def _group_row(self, text: Text, said: Sequence[Cell], roles: Mapping[int, TableRole | None]) -> Group | None:
        """A row in which one cell speaks, apart from its number, names what the rows below belong to."""
        speaking = [cell for cell in said if roles.get(cell.column) != "number" or cell.columns > 1]
        if len(speaking) != 1 or speaking[0].rows > 1 or roles.get(speaking[0].column) not in ("indicator", "task", "group", "number"):
            return None
        (cell,) = speaking
        inner = bool(_INNER_GROUP.match(_said(text, cell)))
        return Group(2 if inner else 1, cell.start, cell.end)

    def _words(self, text: Text, row: RowCells) -> list[str]:
        return [_said(text, cell) for cell in _distinct(row)]


def _covered(table: Table) -> list[RowCells]:
    """The cells that cover each row; nothing for a table too large to be one of a plan."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[RowCells] = []
    above: dict[int, Cell] = {}
    total = 0
    for number in range(max(by_row, default=-1) + 1):
        row = {column: cell for column, cell in above.items() if cell.row + cell.rows > number}
        for cell in by_row.get(number, ()):
            row.update(dict.fromkeys(range(cell.column, cell.column + cell.columns), cell))
        total += len(row)
        if len(row) > MAX_COLUMNS or total > MAX_CELLS:
            return []
        rows.append(row)
        above = row
    return rows


def _distinct(row: RowCells) -> list[Cell]:
    return list(dict.fromkeys(row[column] for column in sorted(row)))


def _said(text: Text, cell: Cell) -> str:
    return text.content[cell.start : cell.end].strip()


def _label_of(columns: Sequence[Column]) -> Column | None:
    """The column that says what a row is about."""
    for role in ("indicator", "task", "group"):
        found = [column for column in columns if column.role == role]
        if found:
            return found[0] if role == "task" else found[-1]
    return None


def _place(blocks: Sequence[Block], starts: Sequence[int], number: int, row: RowCells) -> tuple[int, int] | None:
    """The line of a row; None where nothing stands in it that is not in a row above."""
    own = next((cell for cell in _distinct(row) if cell.row == number and cell.end > cell.start), None)
    if own is None:
        return None
    block = blocks[bisect_right(starts, own.start) - 1]
    return block.start, block.end
