"""What speaks for and against two targets of different plans being the same."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from planparse.models import Catalog, Document, Target
from planparse.pairing.words import Words, core_of, standard_unit, tokens_of

_SUREST: Final = 0.99
_COUNTED: Final = {None: "count", "place": "count", "person": "count", "event": "count"}
"""Dimensions that plans exchange freely: 企业100家, 企业100个, 企业100."""
_OWN_WAY: Final = frozenset({"growth", "decline", "decrease"})
"""Measures that are compared only with themselves: another direction is another target."""


_NUMERAL = re.compile(r"[0-9.]+")


@dataclass(frozen=True)
class Compared:
    """A target, and what of it is compared; ``place`` is its place in the catalog."""

    target: Target
    place: int
    issuer: str | None
    name: str
    own: str
    years: int | None

    @cached_property
    def core(self) -> str:
        """What is measured, without the words that say next to nothing."""
        return core_of(self.name)

    @cached_property
    def tokens(self) -> Counter[str]:
        return tokens_of(self.core)

    @cached_property
    def own_tokens(self) -> Counter[str]:
        """Those of the indicator without its subject, which many targets of a plan may share."""
        return tokens_of(core_of(self.own))

    @cached_property
    def bag(self) -> str:
        """The same characters sorted, so that 就业培训 and 培训就业 are alike."""
        return "".join(sorted(self.core))

    @cached_property
    def contrasts(self) -> tuple[frozenset[str], ...]:
        said = f"{self.name}{self.target.action or ''}"
        return tuple(frozenset(pattern.findall(said)) for pattern in Words.load().contrasts)

    @cached_property
    def apart(self) -> frozenset[str]:
        return frozenset(Words.load().apart.findall(self.name))

    @cached_property
    def unit(self) -> str | None:
        """The unit, one for all that count the same."""
        return standard_unit(self.target.quantity.unit)

    @cached_property
    def around(self) -> str:
        """The sentence without its numbers, which are what changes from plan to plan."""
        return _NUMERAL.sub("", self.target.sentence)

    def beside(self, other: Compared) -> Compared:
        """With its verb as part of its name where that is so in the other: 整治|河道 beside 河道整治."""
        verb = self.target.action
        if not verb or verb not in other.name or verb in self.name:
            return self
        return replace(self, name=self.name + verb, own=self.own + verb)

    @property
    def block(self) -> tuple[str | None, ...]:
        """Targets of different blocks are never the same."""
        target = self.target
        dimension = target.quantity.dimension
        way = target.measure if target.measure in _OWN_WAY else None
        return (self.issuer, target.status, _COUNTED.get(dimension, dimension), way)

    @property
    def says(self) -> tuple[object, ...]:
        """What a repeat elsewhere in the plan would say again."""
        quantity = self.target.quantity
        return (self.name, self.unit, quantity.value, quantity.max, self.target.measure)

    @property
    def whole(self) -> tuple[object, ...]:
        """All that a target says, wherever it stands."""
        target = self.target
        said = (target.indicator, target.subject, target.action, target.measure, target.quantity, target.modality, target.per)
        return (self.issuer, target.status, target.sentence, self.years, *said)


def compared(catalog: Catalog, issuers: set[str | None]) -> list[Compared]:
    """Of issuers that both catalogs have, only targets of one and the same are compared: 甲市's growth is not 乙市's."""
    documents = {document.id: document for document in catalog.documents}
    words = Words.load()
    return [
        Compared(
            target=target,
            place=place,
            issuer=issuer if (issuer := documents[target.document].issuer) in issuers else None,
            name=words.name(target, whole=True),
            own=words.name(target, whole=False),
            years=_years(target, documents[target.document]),
        )
        for place, target in enumerate(catalog.targets)
    ]


def _years(target: Target, document: Document) -> int | None:
    """How many years beyond its plan a target reaches: what five years bring is not what one year brings."""
    if target.deadline is None or document.period is None:
        return None
    return target.deadline.end.year - document.period.end.year


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a pair; each from 0 to 1."""

    likeness: float
    own: float
    order: float
    exact: float
    contrast: float
    extra: float
    narrower: float
    length: float
    sentence: float
    clause: float
    unit: float
    measure: float
    action: float
    years: float
    near: float


_WEIGHTS: Final = Evidence(
    likeness=4.5, own=2.0, order=0.5, exact=1.0, contrast=-4.5, extra=-1.6, narrower=-1.2, length=1.0, sentence=2.5, clause=0.6,
    unit=-0.8, measure=-1.2, action=-1.0, years=-2.2, near=1.2,
)  # fmt: skip
_BIAS: Final = -5.8


def evidence_of(one: Compared, two: Compared) -> Evidence | None:
    """None where something rules the pair out."""
    from rapidfuzz import fuzz

    one, two = one.beside(two), two.beside(one)
    old, new = one.target, two.target
    if _other_measure(old, new) or _opposed(one, two) or one.target.per != two.target.per:
        return None
    mine, theirs = (one.own_tokens, two.own_tokens) if old.subject and new.subject else (one.tokens, two.tokens)
    common = _weight(mine & theirs)
    left, right = _weight(mine) - common, _weight(theirs) - common
    return Evidence(
        likeness=_likeness(one.tokens, two.tokens),
        own=_likeness(mine, theirs),
        order=fuzz.ratio(one.core, two.core) / 100,
        exact=float(one.name == two.name),
        contrast=min(1.0, 2 * min(left, right) / (common + min(left, right) or 1)),
        extra=min(1.0, max(left, right) / (common or 1)),
        narrower=_narrower(one, two),
        length=min(common, 8) / 8,
        sentence=fuzz.ratio(one.around, two.around) / 100,
        clause=float(_clause(one) == _clause(two)),
        unit=float(one.unit != two.unit and not (old.quantity.si and new.quantity.si)),
        measure=float(old.measure != new.measure),
        action=float(old.action is not None and new.action is not None and old.action != new.action),
        years=float(one.years != two.years),
        near=_near(old, new),
    )


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    """Dice's measure of what two names share."""
    return 2 * _weight(one & two) / (_weight(one) + _weight(two))


def _weight(tokens: Counter[str]) -> int:
    return sum(number * (2 if token.isascii() else 1) for token, number in tokens.items())


def _opposed(one: Compared, two: Compared) -> bool:
    """Whether words make them different things: 城镇 against 农村, 第一 against 第二, or 人均 in one of them."""
    return one.apart != two.apart or any(
        mine and theirs and not mine & theirs for mine, theirs in zip(one.contrasts, two.contrasts, strict=True)
    )


def _narrower(one: Compared, two: Compared) -> float:
    """Whether one alone has words that set it apart: 农村公路 beside 公路; two of them count whole."""
    return min(1.0, sum(bool(mine) != bool(theirs) for mine, theirs in zip(one.contrasts, two.contrasts, strict=True)) / 2)


def _other_measure(old: Target, new: Target) -> bool:
    """A state is no change of it; nor is money that is spent what is added to it, as things built are things added."""
    measures = {old.measure, new.measure}
    return measures == {"level", "increase"} or (measures == {"output", "increase"} and old.quantity.dimension == "money")


def _clause(one: Compared) -> str:
    """What of an id stands for the words of the clause."""
    return one.target.id.removeprefix(f"{one.target.document}.").split("-")[0]


def _near(old: Target, new: Target) -> float:
    """1 for the same value, 0 from a tenfold on: the same thing is rarely planned ten times as large a year later."""
    a, b = (target.quantity.si.value if target.quantity.si else target.quantity.value for target in (old, new))
    if a <= 0 or b <= 0:
        return float(a == b)
    return max(0.0, 1 - abs(float((a / b).log10())))


def odds_of(evidence: Evidence) -> float:
    """Logarithm of the odds that a pair with this evidence is right."""
    return _BIAS + sum((getattr(_WEIGHTS, name) * getattr(evidence, name) for name in Evidence.__slots__), 0.0)


def share_at(odds: float) -> float:
    """The share of right pairs at these odds; only targets that say the very same are surer than the rules can be."""
    return min(_SUREST, 1 / (1 + math.exp(-odds)))
