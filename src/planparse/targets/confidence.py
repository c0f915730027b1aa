"""How sure a reading is: what was ambiguous about it, and what that has meant on labelled texts.

Each doubt is an entry of the lexicon with a weight, fitted on labelled texts by ``benchmarks/confidence.py``. A reading without
doubts has the odds of ``sure``; each doubt that is raised lowers them. Method: logistic regression, with no weight above nought.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import Doubt
from planparse.models import Status
from planparse.targets.frames import Frame
from planparse.targets.phrases import Phrases

SURE = "sure"
"""The entry whose weight stands for a reading that raises no doubt."""

SMALL = 20
"""A count in Chinese numerals up to this one may only sum up what the text lists."""

FEW_SIGNS, MANY_SIGNS = 2, 16
"""Indicators as short or as long as these are often cut at the wrong place."""

LONG_CLAUSE = 45

RECENT = 512
"""The same few doubts come together again and again."""


class Read(NamedTuple):
    """What is known of a target when its doubts are raised.

    ``text`` is the quantity as written, ``section`` what its section says of its status.
    """

    frame: Frame
    text: str
    status: Status
    section: Status | None


class Assessment(NamedTuple):
    """The doubts about a reading, the weightiest first, and between 0 and 1 how many of such readings were right on labelled texts."""

    doubts: tuple[Doubt, ...]
    confidence: float


class Doubts:
    """The doubts of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._list_comma = lexicon.sets["list_comma"]
        self._dependent = lexicon.sets["dependent_metrics"]
        self._generic = frozenset(lexicon.sets["generic_metrics"])
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._entries = {entry.doubt: entry for entry in lexicon.doubts}
        self._sure = self._entries[SURE].weight if SURE in self._entries else 0.0
        self._assessments = lru_cache(maxsize=RECENT)(self._assess)

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Doubts:
        return Doubts(lexicon)

    def assess(self, reading: Read) -> Assessment:
        """The doubts about a reading, and the confidence that they leave."""
        frame = reading.frame
        names = (*self._about_rule(frame), *self._about_indicator(frame), *self._about_number(reading), *self._about_status(reading))
        return self._assessments(names)

    def _assess(self, names: tuple[str, ...]) -> Assessment:
        doubts = sorted([self._entries[name] for name in names if name in self._entries], key=_weight)
        odds = self._sure + sum(doubt.weight for doubt in doubts)
        return Assessment(tuple(doubts), round(1 / (1 + math.exp(-odds)), 2))

    def _about_rule(self, frame: Frame) -> Iterator[str]:
        """By which rule it was read, and what governs it."""
        rule, counted = frame.rule, not frame.noun_first
        if rule.endswith("indicator from before"):
            yield "indicator-from-before"
        if rule.startswith("noun alone"):
            yield "noun-alone"
        elif rule.startswith("number before noun"):
            yield "number-before-noun"
        elif rule.startswith("metric and verb") and not self._phrases.ends_metric(frame.indicator):
            yield "count-of-metric"
        elif rule.startswith(("share", "gap")):
            yield "share-of-whole"
        if frame.aside:
            yield "aside"
        if counted and frame.action is None:
            yield "no-verb"
        elif counted and (frame.verb is None or frame.verb.text != frame.action):
            yield "verb-behind"

    def _about_indicator(self, frame: Frame) -> Iterator[str]:
        """Whether it may be cut at the wrong place, or lack its owner."""
        indicator = frame.indicator
        if len(indicator) <= FEW_SIGNS:
            yield "short-indicator"
        elif len(indicator) <= FEW_SIGNS * 2:
            yield "brief-indicator"
        elif len(indicator) > MANY_SIGNS:
            yield "long-indicator"
        if any(mark in indicator for mark in self._list_comma):
            yield "list-in-indicator"
        if self._verbs.leading(indicator):
            yield "opens-with-verb"
        if self._phrases.begins_with_preposition(indicator):
            yield "opens-with-preposition"
        if frame.subject is not None:
            return
        if indicator in self._generic:
            yield "owner-unsaid"
        # 亩均税收 may be of anything; 居民收入 says of whom.
        if len(indicator) <= FEW_SIGNS * 2 and indicator.endswith(self._dependent):
            yield "dependent-metric"

    def _about_number(self, reading: Read) -> Iterator[str]:
        """Whether it may be no amount of its own: a sum of what is listed, a size, a word."""
        mention = reading.frame.mention
        role = mention.role
        if role == "classifier" and not reading.text[:1].isdigit() and mention.value <= SMALL:
            yield "small-count"
        if role in ("measure", "share", "bare") and not reading.frame.noun_first:
            yield "size-or-work"
        if role == "measure":
            yield "amount"
        if mention.unit is None:
            yield "no-unit"
        if mention.implied:
            yield "implied"

    def _about_status(self, reading: Read) -> Iterator[str]:
        """Whether it may be promised where it seems reported, or the other way round."""
        frame, status, section = reading.frame, reading.status, reading.section
        if status == "context":
            yield "only-named"
        if section is None:
            yield "status-by-default"
        elif section != status and not frame.baseline:
            yield "against-section"
        if frame.clause[1] - frame.clause[0] > LONG_CLAUSE:
            yield "long-clause"


def _weight(doubt: Doubt) -> float:
    return doubt.weight
