"""What a number measures of its indicator: a change, a state, or work done."""

from __future__ import annotations

from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.models import Measure
from planparse.quantities.mentions import Mention
from planparse.targets.phrases import Phrases
from planparse.targets.verbs import Verb

COUNTED = frozenset({"classifier", "place", "bare", "measure"})
"""Roles of a unit that count or weigh things, other than shares."""


class Measures:
    """The measure of a verb with a unit, and of a metric that stands without a verb."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Measures:
        return Measures(lexicon)

    def of_verb(self, verb: Verb | None, mention: Mention, counted: bool) -> Measure:
        """``counted`` says that the number counts a noun, and does not say how high a metric stands."""
        if verb is None:
            return "output" if counted and mention.role != "share" else "level"
        action = verb.action
        points = mention.unit in self._sets["percentage_points"]
        if mention.role == "share" and not points and action.relative:
            return action.relative
        if verb.causative and counted and mention.role in COUNTED:
            return "level" if mention.unit in self._sets["currency_units"] else "output"
        if action.measure == "output" and mention.role == "share":
            return "level"
        return action.measure

    def of_counted(self, verb: Verb | None, action: str | None, mention: Mention) -> Measure:
        """Of a number before its noun, where the verb behind the noun (``action``) or the one before it governs."""
        if action is not None:
            return self.of_verb(self._verbs.named(action), mention, counted=True)
        if verb and verb.text in self._sets["quality_verbs"] and mention.role != "share":
            return "output"
        return self.of_verb(verb, mention, counted=True)

    def of_change(self, indicator: str, mention: Mention) -> Measure | None:
        """Of a metric that is itself a rate of change: 居民消费价格涨幅控制在2%, 经济增长目标为5%; None for any other."""
        rated = indicator.endswith(self._sets["rate_ends"]) and mention.role == "share"
        return "growth" if rated and mention.unit not in self._sets["percentage_points"] else None

    def of_metric(self, indicator: str, mention: Mention) -> Measure:
        """Of a metric without a verb: 涨幅2% is a growth, 失业率5.5% a level, 森林抚育100万亩 work."""
        change = self.of_change(indicator, mention)
        if change:
            return change
        if mention.bound or mention.role == "share" or self._phrases.ends_metric(indicator):
            return "level"
        return "output" if self._verbs.tail(indicator) else "level"
