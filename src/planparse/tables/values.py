"""The number in a cell: ≥95, 6.5左右, [4500], 3—4, with the unit that stands somewhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.quantities.mentions import Mention
from planparse.tables.units import UnitGrammar

_NUMBER = re.compile(r"(?<![A-Za-z])[0-9０-９]+(?:[,，][0-9]{3}(?![0-9]))*(?:[.．][0-9０-９]+)?\s*(?:[十百千]?[万亿])?")
_RANGE = re.compile(r"\s*(?:[—－\-~～–至到]{1,2})\s*(?=[0-9０-９])")
_MINUS = re.compile(r"(?<![^\s\[［〔])[-－−–](?=[0-9０-９])")
_IGNORED = re.compile(r"[\s\[\]［］〔〕【】〈〉（）()*＊①-⑳、，,；;。+＋%％‰]")
MAX_CELL = 60
"""A longer cell is prose."""


class Value(NamedTuple):
    """A number at ``[start, end)`` of its cell; ``mention`` is read with its unit, its places are those of another text.

    ``cumulative`` says that it is a sum over the years, ``below`` that it has a minus sign.
    """

    start: int
    end: int
    mention: Mention
    cumulative: bool
    below: bool = False


class ValueGrammar:
    """The words of a lexicon that may stand beside a number in its cell."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = lexicon.sets
        self._units = UnitGrammar.of(lexicon)
        self._empty = frozenset(sets["empty_cells"])
        self._marks = sets["cumulative_marks"]
        self._sums = sets["cumulative_words"]
        words = sorted((*sets["value_cell_words"], *self._sums), key=len, reverse=True)
        self._beside = re.compile("|".join(map(re.escape, words)))

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> ValueGrammar:
        return ValueGrammar(lexicon)

    def is_empty(self, words: str) -> bool:
        """Whether a cell says nothing."""
        return not words.strip() or words.strip() in self._empty

    def values(self, words: str, unit: str | None) -> list[Value] | None:
        """The values in a cell, none in an empty one; None where it is more than a number, and has to be read as prose."""
        if self.is_empty(words):
            return []
        if len(words) > MAX_CELL:
            return None
        own = [mention for mention in self._units.scan(words) if mention.unit is not None]
        found = list(self._as_written(words, own)) if own else list(self._with_unit(words, unit))
        if found and _MINUS.match(words):
            found[0] = found[0]._replace(below=True)
        return found if found and self._is_all(_MINUS.sub(" ", words), found) else None

    def _as_written(self, words: str, mentions: list[Mention]) -> Iterator[Value]:
        for mention in mentions:
            yield Value(mention.start, mention.end, mention, self._is_sum(words, mention.start))

    def _with_unit(self, words: str, unit: str | None) -> Iterator[Value]:
        """Reads the cell with its unit written behind each number, and gives the numbers at their own places."""
        behind, name = self._units.behind_number(unit)
        ends = [found.end() - (len(found[0]) - len(found[0].rstrip())) for found in _NUMBER.finditer(words)]
        places = [end for end in ends if not _RANGE.match(words, end)]
        for mention in self._units.scan(_inserted(words, behind, places)):
            start, end = (_before(place, places, len(behind)) for place in (mention.start, mention.end))
            named = mention if name == mention.unit or behind == name else replace(mention, unit=name, entry=None)
            yield Value(start, end, named, self._is_sum(words, start))

    def _is_sum(self, words: str, at: int) -> bool:
        before = words[:at].rstrip()
        return before.endswith(self._marks) or any(word in words for word in self._sums)

    def _is_all(self, words: str, found: list[Value]) -> bool:
        """Whether nothing else stands in the cell, but for words like 达到, brackets and bounds."""
        rest = list(words)
        for value in found:
            mention = value.mention
            left, right = mention.start - mention.left, mention.right - mention.end
            rest[value.start - left : value.end + right] = [" "] * (value.end + right - value.start + left)
        return not _IGNORED.sub("", self._beside.sub("", "".join(rest)))


def _inserted(words: str, behind: str, places: list[int]) -> str:
    parts = [words[start:end] for start, end in zip([0, *places], [*places, len(words)], strict=True)]
    return behind.join(parts)


def _before(place: int, places: list[int], length: int) -> int:
    """Where a place of the text with insertions lies in the text without them; inside an insertion, at its start."""
    added = 0
    for at in places:
        if place <= at + added:
            break
        added += min(length, place - at - added)
    return place - added
