"""The grammar of quantities: one compiled scan finds numerals, and what stands around each decides whether it is a quantity.

Numeral, scale, unit and bound are read in the order in which they are written: 不低于 | 10 | 余 | 万 | 平方米 | 以上. What GUIDE
excludes is turned away, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from planparse.errors import Fault
from planparse.expressions import cheap, expression
from planparse.lexicon import Lexicon
from planparse.quantities.bounds import Bounds
from planparse.quantities.candidates import ARABIC, BARE, DIGIT, HAN, HAN_NUMBER, PARTS, PERCENT_SIGNS, Candidate, CandidateReader
from planparse.quantities.exclusions import Exclusions
from planparse.quantities.matching import begins_with, ends_with
from planparse.quantities.mentions import Mention, Rejection


class QuantityGrammar:
    """Everything that is compiled from a lexicon to find quantities."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._reader = CandidateReader(lexicon)
        self._bounds = Bounds(lexicon)
        self._exclusions = Exclusions(lexicon, self._bounds)
        self._implied = [(expression(entry.implied), entry) for entry in lexicon.implied]
        self._scan = self._compile(lexicon)

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> QuantityGrammar:
        return QuantityGrammar(lexicon)

    def _compile(self, lexicon: Lexicon) -> re.Pattern[str]:
        """One expression for all that can begin a quantity. A lone Chinese numeral counts only before what can go on with it."""
        units = "".join(sorted(first for first in self._reader.units.first_characters if not first.isascii()))
        inside = "".join(bound.bound for bound in lexicon.bounds if bound.place == "inside")
        tenths = "".join(word[0] for word in self._sets["tenths"]) + "".join(word[-1] for word in self._sets["half"])
        marks = "".join(mark for mark in self._sets["range_marks"] if len(mark) == 1)
        follows = re.escape(units + inside + tenths + marks + PARTS[0] + "".join(self._sets["few"]) + "点點")
        implied = cheap("|".join(f"(?:{entry.implied})" for entry in lexicon.implied))
        return re.compile(
            rf"(?P<implied>{implied})"
            # Most characters begin no numeral: one look saves trying each way to write one.
            rf"|(?=[{DIGIT}{HAN}])(?:(?P<arabic>(?<![0-9] )(?:{ARABIC}))"
            rf"|(?P<percent>[{''.join(PERCENT_SIGNS)}]{PARTS}(?=[{DIGIT}{HAN}]))"
            # A run of Chinese digits is taken whole, or a long one would be tried at each of its lengths.
            rf"|(?<![{HAN}])(?=(?P<run>{HAN_NUMBER}))(?P<han>(?P=run))(?=[{follows}]|(?<=[{BARE}])))"
        )

    def scan(self, text: str, start: int, end: int) -> tuple[list[Mention], list[Rejection]]:
        """The quantities and the refused numerals in ``text[start:end]``, in order."""
        mentions: list[Mention] = []
        rejections: list[Rejection] = []
        for found in self._candidates(text, start, end):
            if isinstance(found, Mention):
                if not _says_again(found, mentions):
                    mentions.append(found)
            elif isinstance(found, Rejection):
                rejections.append(found)
            elif refusal := self._exclusions.refusal(found, mentions):
                rejections.append(Rejection(found.start, found.end, text[found.start : found.end], *refusal))
            else:
                mentions.append(self._mention(found, end))
        if len(mentions) > 1:
            self._bounds.share(text, mentions)
        return mentions, rejections

    def _candidates(self, text: str, start: int, end: int) -> Iterator[Candidate | Mention | Rejection]:
        at = start
        while found := self._scan.search(text, at, end):
            at = found.end()
            if found["implied"] is not None:
                mention = self._implied_mention(text, found)
                if mention:
                    yield mention
                continue
            try:
                candidate = self._read(text, found, end)
            except Fault as fault:
                yield Rejection(found.start(), found.end(), found.group(), "no number", fault.says)
                continue
            at = max(at, candidate.end)
            yield candidate

    def _read(self, text: str, found: re.Match[str], end: int) -> Candidate:
        if found["percent"] is not None:
            return self._reader.read_share(text, found.start(), found.end(), end)
        return self._reader.read(text, found.start(), end)

    def _implied_mention(self, text: str, found: re.Match[str]) -> Mention | None:
        start, end = found.span()
        entry = next(entry for pattern, entry in self._implied if pattern.fullmatch(text, start, end))
        if ends_with(text, start, entry.not_after) or begins_with(text, end, entry.not_before):
            return None
        return Mention(
            start=start, end=end, left=start, right=end, value=Decimal(entry.value), max=None, unit=entry.unit, entry=None,
            comparator=entry.comparator, implied=True, measure=entry.measure, rule="implied",
        )  # fmt: skip

    def _mention(self, found: Candidate, end: int) -> Mention:
        before, left = self._bounds.governing(found)
        right, after = self._bounds.after(found.text, found, end)
        measured = found.measured
        return Mention(
            start=found.start, end=found.end, left=left, right=right, value=found.value, max=found.max,
            unit=(measured.unit or None) if measured else None, entry=measured.entry if measured else None,
            comparator=self._bounds.comparator(found, before or self._bounds.apart(found), after), bound=self._bounds.action(before),
            rule="share" if found.percent else "range" if found.max is not None else "numeral",
        )  # fmt: skip


def _says_again(implied: Mention, before: Sequence[Mention]) -> bool:
    """100%|全覆盖 is one quantity."""
    return bool(before) and before[-1].end == implied.start and (before[-1].value, before[-1].unit) == (implied.value, implied.unit)
