"""Planned targets as the rows of a ledger: in the words and the scale that the plan itself uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from planparse.export.ledger import words
from planparse.findings.fields import Fields
from planparse.findings.wording import SCALES, Places, number, scale_of
from planparse.messages import one_line
from planparse.models import Catalog, Comparator, Target

PERCENT: Final = "%"


@dataclass(frozen=True, slots=True)
class Row:
    """One target as its row says it.

    ``field`` is the pillar by which the ledger can be filtered and summed, ``heading`` all headings over the target. ``value`` and
    ``upper`` count in ``unit``, which carries the plan's own scale word (万人); a share is a fraction of 1 with the unit %.
    """

    number: int
    field: str
    heading: str
    indicator: str
    value: Decimal
    upper: Decimal | None
    unit: str
    comparator: Comparator
    comparison: str
    firmness: str
    due: date | None
    responsible: str
    sentence: str
    place: str
    id: str

    @property
    def said(self) -> str:
        """The target in words, as changes name it: ``不低于 4万人``."""
        return f"{self.comparison} {shown(self.value, self.unit)}"


def shown(value: Decimal, unit: str) -> str:
    """
    >>> shown(Decimal("0.055"), "%"), shown(Decimal("1.30"), "万亿元")
    ('5.5%', '1.3万亿元')
    """
    return f"{number(100 * value if unit.startswith(PERCENT) else value)}{unit}"


def rows_of(catalog: Catalog, units: Mapping[str, str] | None = None) -> list[Row]:
    """The rows of the planned targets, in the order of the catalog.

    ``units`` are those in which people count already, by the ids of the targets: a row keeps its unit where that is only a
    matter of scale, so that the values that people filled in still fit it.
    """
    places = Places(catalog)
    planned = [target for target in catalog.targets if target.status == "planned"]
    fields = Fields(catalog, planned, places)
    return [_row(at, target, places, fields, (units or {}).get(target.id)) for at, target in enumerate(planned, start=1)]


def title_of(catalog: Catalog) -> str:
    """What stands over the ledger."""
    documents = catalog.documents
    if len(documents) != 1:
        return f"目标任务台账（{len(documents)} 份文件）"
    return one_line(f"{documents[0].title or documents[0].id} 目标任务台账")


def _row(at: int, target: Target, places: Places, fields: Fields, wanted: str | None) -> Row:
    quantity = target.quantity
    scale, unit = _unit(target, wanted)
    value, upper = quantity.value / scale, None if quantity.max is None else quantity.max / scale
    page = f" 第{target.span.page}页" if target.span.page else ""
    return Row(
        number=at,
        field=fields.name(target, words.NO_HEADING),
        heading=" › ".join(one_line(pillar.title) for pillar in places.pillars(target)) or words.NO_HEADING,
        indicator=one_line(measured_by(target)),
        value=value,
        upper=upper,
        unit=unit,
        comparator=quantity.comparator,
        comparison=words.COMPARISONS[quantity.comparator] + (f"，至{shown(upper, unit)}" if upper is not None else ""),
        firmness=_firmness(target),
        due=target.deadline.end if target.deadline else None,
        responsible=one_line("、".join(target.responsible)),
        sentence=target.sentence,
        place=f"{places.line(target)}{page}",
        id=target.id,
    )


def measured_by(target: Target) -> str:
    """What is measured, with its verb where that says what the number is: 新增城镇就业, 地区生产总值增长.

    The verb of a state (达到, 保持) says nothing that the column of the comparison does not.
    """
    action, indicator = target.action or "", target.indicator
    if target.measure == "level" or action in indicator:
        return f"{target.subject} · {indicator}" if target.subject else indicator
    whole = f"{indicator}{action}" if target.measure in ("growth", "decline") else f"{action}{indicator}"
    return f"{target.subject} · {whole}" if target.subject else whole


def _unit(target: Target, wanted: str | None) -> tuple[Decimal, str]:
    """How many of the quantity's own units are one of the row's, and what that is called."""
    quantity = target.quantity
    per = words.PER[target.per] if target.per else ""
    if quantity.unit == PERCENT:
        return Decimal(100), f"{PERCENT}{per}"
    whole = f"{quantity.unit or ''}{per}"
    scales = {f"{word}{whole}": Decimal(size) for word, size in SCALES}
    if wanted in scales:
        return scales[wanted], wanted
    word, size = scale_of(quantity)
    return size, f"{word}{whole}"


def _firmness(target: Target) -> str:
    firmness = words.FIRMNESSES[target.modality] if target.modality else ""
    return "，".join(filter(None, (firmness, words.BINDINGS[target.binding] if target.binding else "")))
