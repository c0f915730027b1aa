"""What ``diff`` found, in words: what was raised, lowered, otherwise changed, dropped, and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from planparse.findings.models import FieldChange, Finding, Findings, Kind, Level, Pairing
from planparse.findings.wording import Places, amount, apart_by, measured, named, worded
from planparse.messages import counted, in_turn, label
from planparse.models import Catalog, Quantity, Target
from planparse.pairing import Pair, Pairs, pairs_of
from planparse.pairing.words import same_unit
from planparse.translation import in_english, translated

Change = Literal["raised", "lowered", "otherwise", "same"]

_KINDS: Final[dict[Change, tuple[Kind, Level]]] = {
    "raised": ("target-raised", "warning"),
    "lowered": ("target-lowered", "warning"),
    "otherwise": ("target-otherwise", "warning"),
    "same": ("target-same", "note"),
}
_VERB_WIDTH: Final = 11
_POINTS: Final = "个百分点"
_RATES: Final = frozenset({"share", "ratio_point"})
"""Dimensions of which a share says nothing: a growth of 5 % instead of 4 % is no growth by a quarter."""
_EXACT: Final = Decimal("1e-12")
"""A quotient that does not end is kept to so many places; what people see is rounded much earlier."""
_ROUNDING: Final = Decimal("1e-9")
"""Base units are rounded where their factor does not end (亩 is 2000/3 m²): less than this share apart is the same."""


def diff(old: Catalog, new: Catalog, old_path: str = "old", new_path: str = "new") -> Findings:
    """What differs between two plans, target by target, matched by what they mean; the paths are what the findings call them.

    Raises MissingExtraError without the packages that the matching needs.

    >>> import planparse
    >>> old = planparse.extract_text("建成口袋公园5座。", name="plan-2024")
    >>> new = planparse.extract_text("新建口袋公园8座。", name="plan-2025")
    >>> [(one.kind, one.before, one.after) for one in planparse.diff(old, new).findings]
    [('target-raised', '5 座', '8 座')]
    """
    with in_english():
        return differences(old, new, old_path, new_path)


def differences(old: Catalog, new: Catalog, old_path: str, new_path: str) -> Findings:
    """The same in the language that messages have."""
    return _Differences(old, new, pairs_of(old, new)).findings(old_path, new_path)


@dataclass(frozen=True)
class _Ends:
    """Both ends of a quantity's value, in a unit that the other quantity shares."""

    low: Decimal
    high: Decimal

    @staticmethod
    def of(value: Decimal, upper: Decimal | None) -> _Ends:
        return _Ends(value, value if upper is None else upper)


@dataclass(frozen=True)
class _Distance:
    """How far two quantities are apart at both ends, and in which unit; empty where they cannot be subtracted."""

    before: _Ends
    after: _Ends
    unit: str | None

    @staticmethod
    def between(old: Quantity, new: Quantity) -> _Distance | None:
        if same_unit(old.unit, new.unit):
            unit = _POINTS if new.dimension == "share" else new.unit
            return _Distance(_Ends.of(old.value, old.max), _Ends.of(new.value, new.max), unit)
        if old.si and new.si and old.si.unit == new.si.unit:
            return _Distance(_Ends.of(old.si.value, old.si.max), _Ends.of(new.si.value, new.si.max), new.si.unit)
        return None

    @property
    def ways(self) -> set[int]:
        """In which directions the ends went."""
        return {way for way in (self._way(self.before.low, self.after.low), self._way(self.before.high, self.after.high)) if way}

    @property
    def absolute(self) -> Decimal | None:
        """Only where both ends went as far; a range that became wider did not go anywhere."""
        if not self.ways:
            return Decimal(0)
        low, high = self.after.low - self.before.low, self.after.high - self.before.high
        return low if low == high else None

    @staticmethod
    def _way(old: Decimal, new: Decimal) -> int:
        if abs(new - old) <= _ROUNDING * max(abs(old), abs(new)):
            return 0
        return 1 if new > old else -1


@dataclass(frozen=True)
class _Said:
    """One pair of targets: what became of the older one."""

    pair: Pair
    change: Change
    distance: _Distance | None
    fields: tuple[FieldChange, ...]

    @staticmethod
    def of(pair: Pair, same_period: bool) -> _Said:
        distance = _Distance.between(pair.before.quantity, pair.after.quantity)
        fields = tuple(_fields(pair, distance, same_period))
        return _Said(pair, _change(distance, fields), distance, fields)

    @property
    def absolute(self) -> Decimal | None:
        return self.distance.absolute if self.distance else None

    @property
    def relative(self) -> Decimal | None:
        old = self.distance.before.low if self.distance else Decimal(0)
        if self.absolute is None or not old or self.pair.after.quantity.dimension in _RATES:
            return None
        return (self.absolute / abs(old)).quantize(_EXACT).normalize()


def _change(distance: _Distance | None, fields: Sequence[FieldChange]) -> Change:
    if distance is None:
        return "otherwise"
    if len(distance.ways) == 1:
        return "raised" if distance.ways == {1} else "lowered"
    return "otherwise" if distance.ways or fields else "same"


def _fields(pair: Pair, distance: _Distance | None, same_period: bool) -> Iterator[FieldChange]:
    """What differs beside the value. Deadlines count only between plans of one period: a year later, all are a year later."""
    old, new = pair.before, pair.after
    if distance is None:
        yield FieldChange(name="unit", before=old.quantity.unit, after=new.quantity.unit)
    if old.quantity.comparator != new.quantity.comparator:
        yield FieldChange(name="comparator", before=old.quantity.comparator, after=new.quantity.comparator)
    if old.modality != new.modality:
        yield FieldChange(name="modality", before=old.modality, after=new.modality)
    if same_period and _due(old) != _due(new):
        yield FieldChange(name="deadline.end", before=_due(old), after=_due(new))


def _due(target: Target) -> str | None:
    return target.deadline.end.isoformat() if target.deadline else None


@dataclass(frozen=True)
class _Differences:
    """Two catalogs and the pairs between them, as findings."""

    old: Catalog
    new: Catalog
    pairs: Pairs

    def findings(self, old_path: str, new_path: str) -> Findings:
        differing = len(self._said) - self._counts["same"] + len(self.pairs.dropped) + len(self.pairs.new)
        found = (
            *self._changed("raised"), *self._changed("lowered"), *self._changed("otherwise"),
            *(self._alone("target-removed", "dropped", target, self._before) for target in self.pairs.dropped),
            *(self._alone("target-added", "new", target, self._after) for target in self.pairs.new),
            *self._changed("same"),
        )  # fmt: skip
        return Findings(
            command="diff", old=old_path, new=new_path, same=not differing, targets=len(self.new.targets),
            summary=self._summary(differing), findings=found,
        )  # fmt: skip

    @cached_property
    def _before(self) -> Places:
        return Places(self.old)

    @cached_property
    def _after(self) -> Places:
        return Places(self.new)

    @cached_property
    def _said(self) -> list[_Said]:
        return [_Said.of(pair, self._same_period(pair)) for pair in self.pairs.pairs]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(said.change for said in self._said)

    def _same_period(self, pair: Pair) -> bool:
        return self._before.document(pair.before).period == self._after.document(pair.after).period

    def _changed(self, change: Change) -> Iterator[Finding]:
        return (self._finding(said) for said in self._said if said.change == change)

    def _finding(self, said: _Said) -> Finding:
        kind, level = _KINDS[said.change]
        old, new = said.pair.before, said.pair.after
        changes = [f"{translated(one.name)} {worded(one, one.before)} → {worded(one, one.after)}" for one in said.fields]
        where = translated(
            "{line}; was {old_line}; sure {sure}", line=self._after.line(new), old_line=self._before.line(old), sure=f"{said.pair.sure:.2f}"
        )
        became = in_turn([_quantities(said), *changes])
        return Finding(
            kind=kind, level=level, message=_opened(said.change, f"{self._after.headed(new)}  {became}  ({where})"),
            path=self._after.document(new).path, line=new.span.line, document=new.document, target=new.id,
            pillar=_pillar(self._after, new), indicator=named(new), before=measured(old.quantity), after=measured(new.quantity),
            fields=said.fields, sentence=new.sentence, pairing=self._pairing(said),
        )  # fmt: skip

    def _pairing(self, said: _Said) -> Pairing:
        old = said.pair.before
        return Pairing(
            sure=said.pair.sure, target=old.id, indicator=named(old), path=self._before.document(old).path, line=old.span.line,
            sentence=old.sentence, absolute=said.absolute, relative=said.relative,
            unit=said.distance.unit if said.distance and said.absolute is not None else None,
        )  # fmt: skip

    def _alone(self, kind: Kind, verb: str, target: Target, places: Places) -> Finding:
        quantity = measured(target.quantity)
        return Finding(
            kind=kind, level="warning", message=_opened(verb, f"{places.headed(target)}  {quantity}  ({places.line(target)})"),
            path=places.document(target).path, line=target.span.line, document=target.document, target=target.id,
            pillar=_pillar(places, target), indicator=named(target), sentence=target.sentence,
            before=quantity if kind == "target-removed" else None, after=quantity if kind == "target-added" else None,
        )  # fmt: skip

    def _summary(self, differing: int) -> str:
        if not differing:
            return translated("the same, {targets}", targets=counted(self._counts["same"], "target"))
        return translated(
            "{raised} raised, {lowered} lowered, {otherwise} otherwise changed, {dropped} dropped, {new} new, {same} the same",
            raised=self._counts["raised"], lowered=self._counts["lowered"], otherwise=self._counts["otherwise"],
            dropped=len(self.pairs.dropped), new=len(self.pairs.new), same=self._counts["same"],
        )  # fmt: skip


def _opened(word: str, said: str) -> str:
    return f"{label(translated(word), _VERB_WIDTH)}{said}"


def _pillar(places: Places, target: Target) -> str | None:
    pillars = places.pillars(target)
    return pillars[-1].title if pillars else None


def _quantities(said: _Said) -> str:
    """``40000 → 45000 人 (+5000, +12.5 %)``; a unit is said twice where it is another."""
    old, new = said.pair.before.quantity, said.pair.after.quantity
    if said.change == "same":
        return measured(new) if old.unit == new.unit else f"{measured(old)} → {measured(new)}"
    apart = f"{amount(old) if old.unit == new.unit else measured(old)} → {measured(new)}"
    unit = said.distance.unit if said.distance and said.distance.unit != new.unit else None
    by = apart_by(said.absolute, said.relative, unit)
    return f"{apart} ({by})" if by else apart
