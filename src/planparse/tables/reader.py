"""Cells become targets: each number under a year, a goal or a rate, with the row's indicator, unit, kind, deadline and doers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import TableRole
from planparse.models import FROM_TABLE, Binding, Deadline, Measure, Modality, Per, Period, Span, Status, Target
from planparse.outline import TableRow
from planparse.profile import Profile
from planparse.quantities.mentions import Mention
from planparse.sources.text import Cell
from planparse.tables.headers import Column
from planparse.tables.sheets import Row, Sheet
from planparse.tables.units import UnitGrammar
from planparse.tables.values import Value, ValueGrammar
from planparse.targets.assembly import bound_of, owner_of, quantity_of, standing_of
from planparse.targets.commitment import Lead
from planparse.targets.identity import digest, masked
from planparse.targets.measures import Measures
from planparse.targets.responsible import ResponsibleGrammar
from planparse.targets.times import TimeGrammar, year_span
from planparse.targets.verbs import Verb, VerbTable
from planparse.translation import Message

CONFIDENCE = 0.95
CONFIDENCE_WITHOUT_UNIT = 0.8
CONFIDENCE_OF_COLUMN = 0.75
"""Of a column that no role is known for: 总投资（亿元）."""

_NUMBERING = re.compile(
    r"^\s*(?:[0-9]{1,3}\s*[.．、](?![0-9])|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s*"
)
_ASIDE = re.compile(r"[（(\[［]([^（）()\[\]［］]*)[）)\]］]\s*[*＊①-⑳]*$")
_MARKS = "*＊①②③④⑤⑥⑦⑧⑨⑩ \u3000"


_NEVER_PROSE: frozenset[TableRole | None] = frozenset(
    ("number", "group", "unit", "binding", "responsible", "deadline", "note", "indicator")
)


class Name(NamedTuple):
    """What a row is about: its indicator without number and unit, the unit behind it, and whether it is part of the one before."""

    indicator: str
    unit: str | None
    part: bool


class Terms(NamedTuple):
    """Who answers for a row and by when, as its columns say."""

    responsible: tuple[str, ...]
    deadline: Deadline | None


class Said(NamedTuple):
    """What a table says of the sentences in one of its cells; None and nothing where it does not."""

    indicator: str
    status: Status | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class CellTarget:
    """A target without heading, line and page, and why it was read so."""

    target: Target
    reasons: tuple[Message, ...]


class TableGrammar:
    """What a lexicon knows of tables, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._units = UnitGrammar.of(lexicon)
        self._values = ValueGrammar.of(lexicon)
        self._measures = Measures.of(lexicon)
        self._verbs = VerbTable.of(lexicon)
        self._times = TimeGrammar.of(lexicon)
        self._responsible = ResponsibleGrammar.of(lexicon)
        self._month = lexicon.pattern("month_alone")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> TableGrammar:
        return TableGrammar(lexicon)

    # -- what the other columns say of a row

    def name(self, words: str) -> Name:
        """``1.地区生产总值（亿元）`` is 地区生产总值, in 亿元; ``其中：第一产业`` is a part."""
        bare = _NUMBERING.sub("", words.strip())
        part = bare.startswith(self._sets["among_these"])
        for mark in sorted(self._sets["among_these"], key=len, reverse=True):
            bare = bare.removeprefix(mark).strip()
        aside = _ASIDE.search(bare)
        unit = self._units.named(aside[1]) if aside else None
        if aside and unit:
            bare = bare[: aside.start()]
        return Name("".join(_NUMBERING.sub("", bare).strip(_MARKS).split()), unit, part)

    def binding(self, words: str) -> Binding | None:
        """约束性, 预期性; None for anything else."""
        if any(word in words for word in self._sets["binding_words"]):
            return "binding"
        return "expected" if any(word in words for word in self._sets["expected_words"]) else None

    def terms(self, content: str, sheet: Sheet, row: Row, period: Period | None) -> Terms:
        """Who answers, and by when."""
        names: dict[str, None] = {}
        for _, cell in sheet.cells(row, "responsible"):
            words = content[cell.start : cell.end]
            names.update(dict.fromkeys(() if self._values.is_empty(words) else self._responsible.named_in(words)))
        due = sheet.cell(row, "deadline")
        return Terms(tuple(names), self._deadline(content, due, period) if due else None)

    def _deadline(self, content: str, cell: Cell, period: Period | None) -> Deadline | None:
        words = content[cell.start : cell.end]
        found = self._times.find(content, cell.start, cell.end, period)
        if found:
            last = found[-1]
            return Deadline(start=last.first, end=last.last, text=words, source="lead")
        month = self._month.search(words)
        days = self._times.in_month(int(month[1]), period) if month and period else None
        return Deadline(start=days[0], end=days[1], text=words, source="lead") if days else None

    # -- a value

    def status(self, column: Column, profile: Profile, section: Status | None, years: tuple[int, ...]) -> Status:
        """A column of the past has been reached; a year says by itself on which side of the plan's beginning it lies."""
        if column.role == "past":
            return "achieved"
        if column.role is None and not any(word in column.metric for word in self._sets["planned_headers"]):
            return "context"
        if column.years is None:
            return section or "planned"
        last = column.years[1]
        if profile.period is not None:
            return "achieved" if last < profile.period.start.year else "planned"
        return "achieved" if len(years) > 1 and last == min(years) else "planned"

    def unit(self, sheet: Sheet, row: Row, column: Column, name: Name, content: str) -> str | None:
        """The nearest one: over the column, in the row's own column of units, behind the name, over the table."""
        cell = sheet.cell(row, "unit")
        own = self._units.in_column(content[cell.start : cell.end]) if cell else None
        return column.unit or own or name.unit or sheet.unit

    def values(self, words: str, unit: str | None, column: Column, name: Name) -> list[Value] | None:
        """The values in a cell. In a column of rates a number is a percentage, unless brackets say that it is a sum."""
        found = self._values.values(words, unit)
        if column.role != "growth" or not found:
            return found
        rates = self._values.values(words, "%") or found
        in_shares = unit == "%" and not name.indicator.endswith(self._sets["falling_ends"])
        return [own if own.cumulative else rate for own, rate in zip(self._in_points(found, in_shares), rates, strict=False)]

    def _in_points(self, found: list[Value], in_shares: bool) -> list[Value]:
        """The sum of the changes of a share is one of percentage points."""
        points = self._sets["percentage_points"][0]
        changed = (replace(value.mention, unit=points) for value in found)
        return [value._replace(mention=mention) if in_shares else value for value, mention in zip(found, changed, strict=True)]

    def verb(self, words: str) -> Verb | None:
        """The verb beside the number in a cell: 增长6%左右."""
        return next(iter(self._verbs.find(words)), None)

    def measure(self, name: Name, column: Column, value: Value, verb: Verb | None) -> Measure:
        """A rate is a growth, or a decline of what falls; other values are what the verb in the cell, or else the name, makes of them."""
        mention, falls = value.mention, name.indicator.endswith(self._sets["falling_ends"])
        points = mention.unit in self._sets["percentage_points"]
        if falls:
            return "decline" if mention.role == "share" and not points else "decrease"
        if points:
            return "increase"
        if column.role == "growth" and not value.cumulative:
            return "decline" if value.below else "growth"
        if verb:
            return self._measures.of_verb(verb, mention, counted=False)
        return self._measures.of_metric(name.indicator, mention)

    def modality(self, status: Status, binding: Binding | None, column: Column, cell: str, lead: Lead | None) -> Modality | None:
        """What is binding is firm, what is expected expected; 力争 in a cell counts more."""
        if status != "planned":
            return None
        if any(word in cell for word in self._sets["strive_words"]):
            return "strive"
        if binding:
            return "firm" if binding == "binding" else "expect"
        said = any(word in column.words for word in self._sets["expected_words"])
        return "expect" if said else lead.modality if lead and lead.modality else "firm"

    def per(self, *words: str) -> Per | None:
        """``year`` where the header, the name or the cell says 年均."""
        return "year" if any(word in said for said in words for word in self._sets["per_year"]) else None


class SheetCells:
    """What the cells of one sheet hold: values, or prose."""

    def __init__(self, content: str, sheet: Sheet, grammar: TableGrammar) -> None:
        self.content, self.sheet, self.grammar = content, sheet, grammar

    def name(self, label: Cell) -> Name:
        """What a row is about."""
        return self.grammar.name(self.content[label.start : label.end])

    def prose(self, row: Row) -> list[Cell]:
        """The cells that have to be read as sentences: tasks, and goals that are more than a number."""
        if row.label is None:
            return []
        cells = (row.cells.get(column.number) for column in self.sheet.columns if self._may_be_prose(row, column, row.label))
        return list(dict.fromkeys(cell for cell in cells if cell))

    def _may_be_prose(self, row: Row, column: Column, label: Cell) -> bool:
        cell = row.cells.get(column.number)
        if cell is None or not row.begins(cell) or column.role in _NEVER_PROSE:
            return False
        return column.role == "task" or self.values(row, column, label) is None

    def values(self, row: Row, column: Column, label: Cell) -> list[Value] | None:
        """The values of a row under a column; None where its cell is prose."""
        cell = row.cells[column.number]
        name = self.name(label)
        unit = self.grammar.unit(self.sheet, row, column, name, self.content)
        return self.grammar.values(self.content[cell.start : cell.end], unit, column, name)


def rows_of(tables: Iterable[SheetCells]) -> dict[int, TableRow]:
    """The rows of tables as the outline has to know them, by the places where they begin."""
    return {
        row.start: TableRow(row.groups, tuple((cell.start, cell.end) for cell in table.prose(row)))
        for table in tables
        for row in (*table.sheet.titles, *table.sheet.rows)
    }


class SheetReader:
    """Reads the values of one sheet. ``lead`` is what the words over it say for all of it."""

    def __init__(self, cells: SheetCells, profile: Profile, document: str, lead: Lead | None) -> None:
        self._cells, self._content, self._sheet, self._grammar = cells, cells.content, cells.sheet, cells.grammar
        self._profile, self._document, self._lead = profile, document, lead
        self._years = tuple(column.years[1] for column in cells.sheet.columns if column.years)
        self._whole: str | None = None

    def read(self, row: Row, section: Status | None) -> Iterator[CellTarget]:
        """The targets in the value cells of a row."""
        if row.label is None:
            return
        name = self._cells.name(row.label)
        if not name.part:
            self._whole = name.indicator
        for column in self._sheet.columns:
            cell = row.cells.get(column.number)
            if cell is None or not name.indicator or not _is_valued(column) or cell.columns > 1 or not row.begins(cell):
                continue
            for value in self._cells.values(row, column, row.label) or ():
                yield self._target(row, column, cell, value, name, section)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the sheet, below its header."""
        return self._sheet.rows

    def said_at(self, row: Row, place: int) -> Said:
        """What holds for a sentence that stands at this place of a row: its column's time and status, the row's name and doers."""
        under = (column for column in self._sheet.columns if (cell := row.cells.get(column.number)) and cell.start <= place < cell.end)
        column = next(under, None)
        terms = self._grammar.terms(self._content, self._sheet, row, self._profile.period)
        name = self._cells.name(row.label).indicator if row.label else ""
        if column is None or not column.holds_values:
            return Said(name, None, terms)
        status = self._grammar.status(column, self._profile, None, self._years)
        return Said(name, status, terms._replace(deadline=self._deadline(column, terms)))

    def _target(self, row: Row, column: Column, cell: Cell, value: Value, name: Name, section: Status | None) -> CellTarget:
        grammar, content = self._grammar, self._content
        value = value if column.role == "growth" else _negated(value)
        start, end = cell.start + value.start, cell.start + value.end
        status = grammar.status(column, self._profile, section, self._years)
        kind = self._sheet.cell(row, "binding")
        binding = grammar.binding(content[kind.start : kind.end]) if kind else None
        terms = grammar.terms(content, self._sheet, row, self._profile.period)
        indicator, subject = self._called(column, name)
        words = f"{indicator}|{subject or ''}|{masked_header(column)}|{value.mention.unit or ''}"
        said = content[cell.start : cell.end]
        verb = grammar.verb(said)
        target = Target(
            id=f"{self._document}.{digest(words, 8)}", document=self._document, pillar=None, status=status, indicator=indicator,
            subject=subject, action=verb.text if verb else None, measure=grammar.measure(name, column, value, verb),
            quantity=quantity_of(content[start:end], value.mention),
            modality=grammar.modality(status, binding, column, said, self._lead), binding=binding,
            deadline=self._deadline(column, terms) if status == "planned" else None,
            per=grammar.per(column.words, name.indicator, said) if not value.cumulative else None,
            responsible=terms.responsible, sentence=content[row.start : row.end], span=Span(start=start, end=end, line=1),
            rule=FROM_TABLE, confidence=self._confidence(column, value.mention),
        )  # fmt: skip
        return CellTarget(target, _reasons(target, column))

    def _called(self, column: Column, name: Name) -> tuple[str, str | None]:
        """Indicator and subject: 总投资 of a project, 第一产业 of the 地区生产总值 that stands above it."""
        if column.role is None:
            return column.metric, name.indicator
        return name.indicator, self._whole if name.part else None

    def _deadline(self, column: Column, terms: Terms) -> Deadline | None:
        """The year over the column; else the row's own time, the lead-in's, the document's."""
        if column.years:
            start, end = year_span(*column.years)
            return Deadline(start=start, end=end, text=self._content[column.start : column.end], source="lead")
        if terms.deadline or (self._lead and self._lead.deadline):
            return terms.deadline or (self._lead.deadline if self._lead else None)
        period = self._profile.period
        return Deadline(start=period.start, end=period.end, text=None, source="document") if period else None

    def _confidence(self, column: Column, mention: Mention) -> float:
        if column.role is None:
            return CONFIDENCE_OF_COLUMN
        return CONFIDENCE if mention.unit else CONFIDENCE_WITHOUT_UNIT


def _is_valued(column: Column) -> bool:
    return column.holds_values or (column.role is None and column.unit is not None)


def _negated(value: Value) -> Value:
    """-1.2 ‰ is a level below nought; only a rate is a decline of 1.2 %."""
    if not value.below:
        return value
    return value._replace(start=value.start - 1, mention=replace(value.mention, value=-value.mention.value))


def masked_header(column: Column) -> str:
    """The header as it counts for the identity of a target: its years tell the values of a row apart."""
    return f"{column.years or ''}{masked(column.metric)}"


def _reasons(target: Target, column: Column) -> tuple[Message, ...]:
    quantity, unit = target.quantity, target.quantity.unit
    header = column.words or Message("no header")
    parts = [Message("{text}: cell under {header} {value}", text=quantity.text, header=header, value=quantity.value)]
    parts.append(Message("unit {unit}", unit=unit) if unit else Message("no unit in cell, header or row"))
    parts += bound_of(quantity)
    parts.append(Message("row: {name}", name=target.indicator))
    parts += [*owner_of(target), standing_of(target)]
    if target.deadline:
        words = target.deadline.text or Message("the period of the document")
        parts.append(Message("by {day} ({words})", day=target.deadline.end, words=words))
    return tuple(parts)
