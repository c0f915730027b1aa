"""Targets by what they have in common, for ``planparse show --by``: how many there are of each, as a table with bars or as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from planparse.cli.options import By
from planparse.messages import counted, one_line
from planparse.models import Target, plain_number
from planparse.translation import translated

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from planparse.findings.wording import Places

BAR: Final = 24
"""Columns of the longest bar."""

_ADDITIVE: Final = ("output", "increase")


class Group(NamedTuple):
    """Targets that have ``name`` in common; None where they have nothing to be grouped by."""

    name: str | None
    targets: Sequence[Target]


def groups_of(targets: Sequence[Target], by: By, places: Places, top: int | None = None) -> list[Group]:
    """The groups, the largest first, and of as many those that come first in the text; deadlines in the order of time.

    ``top`` keeps that many of the largest.
    """
    name = _NAMES[by]
    members: Mapping[str | None, list[Target]] = defaultdict(list)
    for target in targets:
        members[name(target, places)].append(target)
    groups = sorted((Group(*group) for group in members.items()), key=lambda group: -len(group.targets))[:top]
    return sorted(groups, key=lambda group: group.name or "9") if by is By.deadline else groups


def table_of(groups: Sequence[Group], by: By) -> Table:
    """One row a group: its name, how many targets it has, a bar, and of what share planned targets are firm."""
    from rich import box
    from rich.bar import Bar
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(translated(by.value), overflow="fold")
    table.add_column(translated("targets"), justify="right")
    table.add_column("", width=BAR, no_wrap=True)
    if by is By.unit:
        table.add_column(translated("sum of work done and increases"), justify="right")
    longest = max((len(group.targets) for group in groups), default=1)
    for name, targets in groups:
        cells: list[RenderableType] = [one_line(_shown(name, by)), str(len(targets)), Bar(longest, 0, len(targets), width=BAR)]
        table.add_row(*cells, *([added_up(targets)] if by is By.unit else []))
    return table


def fields_of(groups: Sequence[Group], by: By) -> list[dict[str, object]]:
    """The groups for ``--json``: name, number of targets, their ids, and in one unit what they come to."""
    return [
        {
            by.value: name,
            "targets": len(targets),
            "ids": [target.id for target in targets],
            **({"sum": None if (total := sum_of(targets)) is None else plain_number(total)} if by is By.unit else {}),
        }
        for name, targets in groups
    ]


def sum_of(targets: Sequence[Target]) -> Decimal | None:
    """What targets in one unit come to; None where there is nothing that can be added.

    Shares and states cannot be, nor can what holds for each year; the lower end of a range counts.
    """
    values = [
        target.quantity.value
        for target in targets
        if target.measure in _ADDITIVE and target.per is None and target.quantity.dimension != "share"
    ]
    return sum(values[1:], values[0]) if values else None


def added_up(targets: Sequence[Target]) -> str:
    """``sum_of`` as people read it; empty where there is none."""
    from planparse.findings.wording import number

    total = sum_of(targets)
    return "" if total is None else number(total)


def left_out(shown: int, groups: int) -> str:
    """What ``--top`` left out, in words; empty where that is nothing."""
    return translated("{groups} more", groups=counted(groups - shown, "group")) if groups > shown else ""


def _shown(name: str | None, by: By) -> str:
    return translated(name or "none") if by is By.status or name is None else name


def _pillar(target: Target, places: Places) -> str | None:
    return " › ".join(heading.title for heading in places.pillars(target)) or None


def _unit(target: Target, places: Places) -> str | None:
    return target.quantity.unit


def _deadline(target: Target, places: Places) -> str | None:
    return target.deadline.end.isoformat() if target.deadline and target.status == "planned" else None


def _status(target: Target, places: Places) -> str | None:
    return target.status


_NAMES: Final[Mapping[By, Callable[[Target, Places], str | None]]] = {
    By.pillar: _pillar, By.unit: _unit, By.deadline: _deadline, By.status: _status,
}  # fmt: skip
