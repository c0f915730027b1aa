"""Minimum, maximum, about: the words before and behind a number that say how it is meant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from planparse.lexicon import Lexicon
from planparse.models import Comparator
from planparse.quantities.candidates import Candidate
from planparse.quantities.matching import Words, alternation, ends_with, is_han
from planparse.quantities.mentions import Mention

_ASIDE = re.compile(r"[（(][^（）()]{2,80}[）)]")

FAR = 20
"""So many characters before a number at most stands a bound that other words part from it."""

NEAR = 8
"""分别 and a verb before the first of several numbers are up to so many characters."""


class Bounds:
    """The bounds of a lexicon, and which of them hold for a number."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._before = {bound.bound: bound for bound in lexicon.bounds if bound.place == "before"}
        self._after = {bound.bound: bound for bound in lexicon.bounds if bound.place == "after"}
        self._inside = {bound.bound: bound.means for bound in lexicon.bounds if bound.place == "inside"}
        self._leading = Words(self._before)
        self.after_pattern = alternation(self._after)
        self._between_marks = alternation(self._sets["between_marks"])
        self._between = (" ", "\u3000", *self._sets["aspect"])
        self._noun = lexicon.pattern("noun_before_bound")
        self._achieved = lexicon.pattern("achieved_object")
        self._granting, self._whole = lexicon.pattern("bound_before_granting"), lexicon.pattern("bound_before_whole")

    def comparator(self, found: Candidate, before: str | None, after: str | None) -> Comparator:
        """What the bounds on both sides and inside the number make of it."""
        comparator: Comparator = "eq"
        if found.max is not None:
            return "range"
        if before:
            entry = found.measured.entry if found.measured else None
            finer = before in self._sets["better_bounds"] and entry is not None and entry.dimension in self._sets["finer_when_smaller"]
            comparator = "max" if finer else self._before[before].means
        if comparator == "eq" and found.inner:
            comparator = self._inside[found.inner]
        if after and comparator in ("eq", "about"):
            comparator = self._after[after].means
        return comparator

    def action(self, before: str | None) -> str | None:
        """The bound, where it is a verb as well: 突破."""
        return before if before and self._before[before].action else None

    def before(self, text: str, start: int) -> tuple[str | None, int]:
        """The bound that ends at ``start`` (or before 了), and where it begins."""
        at = start
        while at and text[at - 1] in self._between:
            at -= 1
        word = self._leading.suffix(text, at)
        if not word or ends_with(text, at, self._sets["bound_false_friends"]):
            return None, start
        return word, at - len(word)

    def governing(self, found: Candidate) -> tuple[str | None, int]:
        """The bound before a number, unless it is a verb with an object there: 突破|15项关键技术."""
        word, at = self.before(found.text, found.start)
        entry = found.measured.entry if found.measured else None
        verb = entry is not None and entry.role == "classifier" and word in self._sets["achieving_bounds"]
        achieved = verb and self._achieved.match(found.text, found.end)
        return (None, found.start) if achieved else (word, at)

    def apart(self, found: Candidate) -> str | None:
        """The bound that a verb of giving or the whole of a share parts from its number: 最高补助|50万元, 不超过实际投资额的|5%."""
        share = found.measured is not None and found.measured.unit == "%"
        apart = (self._whole if share else self._granting).search(found.text, max(0, found.start - FAR), found.start)
        return apart.group("bound") if apart else None

    def after(self, text: str, found: Candidate, end: int) -> tuple[int, str | None]:
        """Where the number ends with the bound behind it, and that bound."""
        bound = self.after_pattern.match(text, found.end, end)
        between = self._between_marks.match(text, found.end, end) if found.max is not None else None
        if between:
            return between.end(), None
        if not bound:
            return found.end, self._behind_aside(text, found.end, end) or self._behind_noun(text, found.end, end)
        if text.startswith(self._sets["bound_like_words"], bound.start()):
            return found.end, None
        word = bound.group()
        if word in self._sets["measured_bounds"]:
            dimension = found.measured.entry.dimension if found.measured and found.measured.entry else None
            if dimension not in ("length", "area", "duration"):
                return found.end, None
        return bound.end(), word

    def _behind_aside(self, text: str, at: int, end: int) -> str | None:
        """2000人（含教师1000人）左右: the bound behind the bracket belongs to the number before it."""
        aside = _ASIDE.match(text, at, end)
        bound = self.after_pattern.match(text, aside.end(), end) if aside else None
        return bound.group() if bound and bound.group() not in self._sets["measured_bounds"] else None

    def _behind_noun(self, text: str, at: int, end: int) -> str | None:
        """22个项目以上，: a bound that closes the clause reaches back over the noun to its number."""
        found = self._noun.match(text, at, end)
        if not found or found.group(2) not in self._after or found.group(1)[-1] in self._sets["level_after_bound"]:
            return None
        return found.group(2)

    def share(self, text: str, mentions: Sequence[Mention]) -> None:
        """分别增长5%、6.5%左右: a bound at one end of a bare series of numbers holds for all of it, but not over a comma."""
        self._share_unit(text, mentions)
        pairs = [pair for pair in itertools.pairwise(mentions) if self._is_series(text, *pair)]
        reached: set[int] = set()
        for here, following in reversed(pairs):
            bounded = following.right > following.end and not is_han(text[following.right : following.right + 1])
            behind = (bounded or id(following) in reached) and following.comparator != "range"
            if behind and here.comparator == "eq" and not following.implied:
                here.comparator = following.comparator
                reached.add(id(here))
        for here, following in pairs:
            before = (here.left < here.start or id(here) in reached) and here.right == here.end
            if before and here.comparator in ("min", "max", "about") and following.comparator == "eq":
                following.comparator = here.comparator
                reached.add(id(following))

    def _share_unit(self, text: str, mentions: Sequence[Mention]) -> None:
        """分别高0.2个、1个百分点, 分别达到1亿、1200万千瓦: a series whose unit is written out only behind its last number."""
        for following, here in itertools.pairwise(reversed(mentions)):
            begun = here.unit and here.unit != following.unit and (following.unit or "").startswith(here.unit)
            if text[here.right : following.left] not in self._sets["series_marks"]:
                continue
            if (begun and following.role == "share") or self._lacks_unit(text, here, following):
                here.unit, here.entry = following.unit, following.entry

    def _lacks_unit(self, text: str, here: Mention, following: Mention) -> bool:
        each = any(word in text[max(0, here.left - FAR) : here.left] for word in self._sets["each_of_several"])
        return each and here.unit is None and here.entry is None and following.role == "measure" and not here.implied

    def _is_series(self, text: str, here: Mention, following: Mention) -> bool:
        aside = _ASIDE.match(text, here.right, following.left)
        between = text[aside.end() if aside else here.right : following.left].strip()
        if between not in self._sets["series_marks"]:
            return False
        before = text[max(0, here.left - NEAR) : here.left]
        return here.unit == following.unit or any(word in before for word in self._sets["each_of_several"])
