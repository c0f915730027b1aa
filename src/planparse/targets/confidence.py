"""How sure a reading is: what was ambiguous about it, and what that has meant on labelled texts.

Each doubt is an entry of the lexicon with a weight, fitted on labelled texts by ``benchmarks/confidence.py``. A reading without
doubts has the odds of ``sure``; each doubt that is raised lowers them. Method: logistic regression, with no weight above nought.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a target when its doubts are raised.

    ``text`` is the quantity as written, ``section`` what its section says of its status.
    """

    frame: Frame
    text: str
    status: Status
    section: Status | None

    @property
    def rule(self) -> str:
        return self.frame.rule

    @property
    def counted(self) -> bool:
        return not self.frame.noun_first


class Doubts:
    """The doubts of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._generic = frozenset(lexicon.sets["generic_metrics"])
        self._entries = {entry.doubt: entry for entry in lexicon.doubts}
        self._sure = self._entries[SURE].weight if SURE in self._entries else 0.0
        self._tests: dict[str, Callable[[Read], bool]] = {
            "indicator-from-before": lambda read: read.rule.endswith("indicator from before"),
            "noun-alone": lambda read: read.rule.startswith("noun alone"),
            "number-before-noun": lambda read: read.rule.startswith("number before noun"),
            "count-of-metric": lambda read: read.rule.startswith("metric and verb") and not self._phrases.ends_metric(read.frame.indicator),
            "share-of-whole": lambda read: read.rule.startswith(("share", "gap")),
            "aside": lambda read: read.frame.aside,
            "no-verb": lambda read: read.counted and read.frame.action is None,
            "verb-behind": self._governed_from_behind,
            "short-indicator": lambda read: len(read.frame.indicator) <= FEW_SIGNS,
            "brief-indicator": lambda read: FEW_SIGNS < len(read.frame.indicator) <= FEW_SIGNS * 2,
            "long-indicator": lambda read: len(read.frame.indicator) > MANY_SIGNS,
            "list-in-indicator": lambda read: any(mark in read.frame.indicator for mark in self._sets["list_comma"]),
            "opens-with-verb": lambda read: self._verbs.leading(read.frame.indicator) is not None,
            "opens-with-preposition": lambda read: self._phrases.begins_with_preposition(read.frame.indicator),
            "owner-unsaid": lambda read: read.frame.indicator in self._generic and read.frame.subject is None,
            "dependent-metric": lambda read: self._may_lack_owner(read.frame),
            "small-count": self._is_small_count,
            "size-or-work": lambda read: read.counted and read.frame.mention.role in ("measure", "share", "bare"),
            "amount": lambda read: read.frame.mention.role == "measure",
            "no-unit": lambda read: read.frame.mention.unit is None,
            "only-named": lambda read: read.status == "context",
            "status-by-default": lambda read: read.section is None,
            "against-section": lambda read: read.section not in (None, read.status) and not read.frame.baseline,
            "long-clause": lambda read: read.frame.clause[1] - read.frame.clause[0] > LONG_CLAUSE,
            "implied": lambda read: read.frame.mention.implied,
        }  # fmt: skip

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Doubts:
        return Doubts(lexicon)

    def raised(self, reading: Read) -> tuple[Doubt, ...]:
        """The doubts about a reading, the weightiest first."""
        found = [self._entries[name] for name, test in self._tests.items() if name in self._entries and test(reading)]
        return tuple(sorted(found, key=lambda doubt: doubt.weight))

    def confidence(self, doubts: Sequence[Doubt]) -> float:
        """Between 0 and 1: how many of such readings were right on the labelled texts."""
        odds = self._sure + sum(doubt.weight for doubt in doubts)
        return round(1 / (1 + math.exp(-odds)), 2)

    @staticmethod
    def _governed_from_behind(read: Read) -> bool:
        frame = read.frame
        return read.counted and frame.action is not None and (frame.verb is None or frame.verb.text != frame.action)

    def _may_lack_owner(self, frame: Frame) -> bool:
        """亩均税收 may be of anything; 居民收入 says of whom."""
        return frame.subject is None and len(frame.indicator) <= FEW_SIGNS * 2 and frame.indicator.endswith(self._sets["dependent_metrics"])

    @staticmethod
    def _is_small_count(read: Read) -> bool:
        mention = read.frame.mention
        return mention.role == "classifier" and not read.text[:1].isdigit() and mention.value <= SMALL
