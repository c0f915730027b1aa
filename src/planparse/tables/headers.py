"""What a column is, by the words over it: 2025年（亿元） is a year and a unit, 主要指标 an indicator, 牵头单位 who answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import TableRole
from planparse.tables.units import UnitGrammar

_BLANKS = re.compile(r"\s+")
_ASIDE = re.compile(r"[（(［\[〔]([^（）()\[\]［］〔〕]*)[）)］\]〕]")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])\s*年?度?")
_SPAN = re.compile(r"((?:19|20)[0-9]{2})\s*年?\s*[—－\-~～–至到]{1,2}\s*((?:19|20)[0-9]{2})\s*年?")
_QUOTED = re.compile(r"[“”\"‘’：:%％±]")
MAX_HEADER = 40
"""A longer cell is no header."""

VALUES: frozenset[TableRole] = frozenset({"goal", "past", "growth", "total"})
"""Roles whose cells hold what an indicator is, was or will be."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and what its header says.

    ``years`` are the first and the last that it names. ``words`` are those of the header, ``metric`` what is left of them without
    year and unit: a column of numbers without a known role is about that. ``start`` and ``end`` enclose the years where they stand.
    """

    number: int
    role: TableRole | None
    years: tuple[int, int] | None
    unit: str | None
    words: str
    metric: str
    start: int
    end: int

    @property
    def holds_values(self) -> bool:
        """Whether its cells say how much."""
        return self.role in VALUES


class HeaderGrammar:
    """The headers of a lexicon, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._roles = {entry.header: entry.role for entry in lexicon.tables}
        self._longest = sorted(self._roles, key=len, reverse=True)
        self._units = UnitGrammar.of(lexicon)
        self._compared = lexicon.pattern("compared_year")
        self._plans = {plan.plan: (plan.start, plan.end) for plan in lexicon.plans}
        self._plan = re.compile("|".join(map(re.escape, sorted(self._plans, key=len, reverse=True))))

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> HeaderGrammar:
        return HeaderGrammar(lexicon)

    def column(self, number: int, cells: Iterable[tuple[str, int, int]]) -> Column:
        """The column under these header cells (words, start, end), the upper ones first."""
        stacked = list(cells)
        words = " ".join(words for words, _, _ in stacked)
        own = self._compared.sub("", words)
        years = self._years(own)
        bare = _BLANKS.sub("", _ASIDE.sub("", own))
        unit = next((unit for aside in _ASIDE.findall(words) if (unit := self._units.named(aside))), None)
        metric = _QUOTED.sub("", self._plan.sub("", _YEAR.sub("", _SPAN.sub("", bare))))
        role = self._role(metric) or self._role_of_aside(words) or ("goal" if years and not metric else None)
        start, end = next(self._places_of_years(stacked), (0, 0))
        return Column(number, role, years, unit, words, metric, start, end)

    def is_header(self, words: str) -> bool:
        """Whether these words alone would head a column."""
        if not words or len(words) > MAX_HEADER:
            return False
        column = self.column(0, [(words, 0, len(words))])
        return column.role is not None

    def _role(self, words: str) -> TableRole | None:
        if words in self._roles:
            return self._roles[words]
        return next((self._roles[ending] for ending in self._longest if len(ending) > 1 and words.endswith(ending)), None)

    def _role_of_aside(self, words: str) -> TableRole | None:
        """2020年（基期值）"""
        return next((role for aside in _ASIDE.findall(words) if (role := self._roles.get(_BLANKS.sub("", aside)))), None)

    def _places_of_years(self, stacked: Iterable[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
        for words, start, _ in stacked:
            own = self._compared.sub(lambda found: " " * len(found[0]), words)
            found = _SPAN.search(own) or _YEAR.search(own) or self._plan.search(own)
            if found:
                yield start + found.start(), start + found.start() + len(found[0].rstrip())

    def _years(self, words: str) -> tuple[int, int] | None:
        if span := _SPAN.search(words):
            return int(span[1]), int(span[2])
        if years := [int(year) for year in _YEAR.findall(words)]:
            return years[-1], years[-1]
        return self._plans[plan[0]] if (plan := self._plan.search(words)) else None
