"""What the scan of a text finds: quantities, and numerals that it turned away."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from planparse.lexicon.entries import Unit
from planparse.models import Comparator, Measure
from planparse.translation import Message


@dataclass(slots=True)
class Mention:
    """A number with what it is counted in, at ``text[start:end]``.

    ``left`` and ``right`` are the ends with the bounds (超过, 以上) taken in: the words of the clause around them are what it
    measures. ``bound`` is the word in front that is a verb as well (突破). ``measure`` is set for implied quantities only.
    """

    start: int
    end: int
    left: int
    right: int
    value: Decimal
    max: Decimal | None
    unit: str | None
    entry: Unit | None
    comparator: Comparator
    bound: str | None = None
    implied: bool = False
    measure: Measure | None = None
    rule: str = "numeral"

    @property
    def role(self) -> str:
        """How its unit is used: measure, share, classifier, place, duration, rank; ``bare`` where none is written."""
        return self.entry.role if self.entry else "share" if self.unit == "%" else "bare"


class Rejection(NamedTuple):
    """A numeral that is no quantity, with the rule that says so and the reason that ``explain`` shows."""

    start: int
    end: int
    text: str
    rule: str
    reason: Message
