"""What became of the targets since the ledger was written that people have filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from planparse.export.ledger import words
from planparse.export.ledger.filled import Filled, Ledger, Value
from planparse.export.ledger.rows import Row, shown

Kind = Literal["changed", "added", "removed"]
KINDS: Mapping[Kind, str] = {"changed": "有改动", "added": "新增", "removed": "已不在计划中"}


@dataclass(frozen=True, slots=True)
class Change:
    """A row whose target is another than the ledger says, one that is new, or one without a target."""

    kind: Kind
    id: str
    indicator: str
    what: str = ""
    """Column, before and after: ``目标值 4万人 → 4.5万人``."""

    def __str__(self) -> str:
        return "  ".join(filter(None, (self.kind, self.id, self.indicator, self.what)))


def changes_between(ledger: Ledger, rows: Sequence[Row]) -> list[Change]:
    """The changes from what the ledger holds to the rows that are to be written; none where there was no ledger."""
    if not ledger.rows:
        return []
    now = {row.id: row for row in rows}
    changed = [change for row in rows for change in _of_row(row, ledger.rows.get(row.id))]
    removed = [
        Change("removed", name, str(row.values.get(words.INDICATOR, "")))
        for name, row in ledger.rows.items()
        if name not in now and not row.is_apart
    ]
    return [*changed, *removed]


def _of_row(row: Row, before: Filled | None) -> Iterator[Change]:
    if before is None or before.is_apart:
        yield Change("added", row.id, row.indicator, row.said)
        return
    differences = "；".join(
        f"{column} {old or '（空）'} → {new or '（空）'}"
        for column, say in _COMPARED.items()
        if (old := _before(column, before)) != (new := say(row)) and not (column == words.RESPONSIBLE and not new)
    )
    if differences:
        yield Change("changed", row.id, row.indicator, differences)


_COMPARED: Mapping[str, Callable[[Row], str]] = {
    words.INDICATOR: lambda row: row.indicator,
    words.VALUE: lambda row: shown(row.value, row.unit),
    words.COMPARISON: lambda row: row.comparison,
    words.FIRMNESS: lambda row: row.firmness,
    words.DUE: lambda row: row.due.isoformat() if row.due else "",
    words.RESPONSIBLE: lambda row: row.responsible,
}


def _before(column: str, filled: Filled) -> str:
    """What a row said, in the words in which a row of today would say it."""
    value = filled.values.get(column)
    if column == words.VALUE:
        return _amount(value, str(filled.values.get(words.UNIT, "")))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)


def _amount(value: Value, unit: str) -> str:
    """Excel keeps fifteen digits of a number."""
    if isinstance(value, int | float):
        return shown(Decimal(f"{value:.15g}"), unit)
    return "" if value is None else f"{value}{unit}"
