"""By when: the times that a sentence names, as days.

到2027年, 年底前, 6月底前, “十四五”期间 and 今年 all set a deadline for what follows them in the sentence; 比2020年增长 and 去年 do not.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.models import Period
from planparse.quantities.numerals import DIGITS, SMALL_SCALES


class TimeExpression(NamedTuple):
    """A time named at ``[start, end)`` of the text.

    ``first`` and ``last`` are days; ``compared`` marks a base (比2020年), ``explicit`` a time that names its year or plan itself.
    """

    start: int
    end: int
    first: date
    last: date
    compared: bool
    explicit: bool


def year_span(first: int, last: int) -> tuple[date, date]:
    """From January 1 of one year to December 31 of another."""
    return date(first, 1, 1), date(last, 12, 31)


def year_of(digits: str) -> int | None:
    """``2025``, ``２０２５`` or ``一九八六`` as a year; None where it is no year that a plan could name."""
    plain = "".join(str(DIGITS[char]) if char in DIGITS else char for char in unicodedata.normalize("NFKC", digits))
    year = int(plain) if plain.isdigit() else 0
    return year if 1900 <= year <= 2199 else None


class TimeGrammar:
    """The time expressions of a lexicon, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = lexicon.sets
        self._times = {entry.time: entry for entry in lexicon.times}
        self._plans = {plan.plan: plan for plan in lexicon.plans}
        self._compared = sets["compared_to"]
        self._compared_with = sets["compared_with"]
        self._origins, self._onset = sets["origin_marks"], lexicon.pattern("onset")
        self._ends = sets["comparison_ends"]
        self._based = lexicon.pattern("time_of_base")
        self._next_year = frozenset(sets["next_year"])
        self._span_of_plan = frozenset(sets["span_of_plan"])
        words = (*self._times, *self._plans, *sets["this_year"], *sets["next_year"], *sets["span_of_plan"], *sets["century_end"])
        first = re.escape("".join(sorted({word[0] for word in words})))
        self._pattern = re.compile(
            # Most characters begin no time: one look at the first saves trying all the ways in which a time is written.
            rf"(?=[{first}{_FIRST}])(?:"
            rf"(?P<from>{YEAR})年?\s*[—－\-~～–至到]{{1,2}}\s*(?P<to>{YEAR})年"
            rf"|(?P<year>{YEAR})年(?P<part>(?:{_alternatives(self._times)})|底前|底以前|底|末|{_MONTH})?"
            rf"|[“\"‘](?P<plan>{_alternatives(self._plans)})[”\"’](?:{_alternatives(sets['plan_parts'])})?"
            rf"|(?P<bareplan>{_alternatives(self._plans)})(?:{_alternatives(sets['plan_parts'])})"
            rf"|(?P<this>{_alternatives(sets['this_year'])})(?:{_MONTH.replace('month', 'thismonth').replace('day', 'thisday')})?"
            rf"|(?P<next>{_alternatives(sets['next_year'])})"
            rf"|(?P<span>{_alternatives(sets['span_of_plan'])})"
            rf"|(?P<century>{_alternatives(sets['century_end'])})"
            rf"|(?P<word>{_alternatives(self._times)})"
            rf"|(?<![0-9])(?P<lone>[0-9]{{1,2}})月(?P<loneday>[0-9]{{1,2}})?(?:日|底|末|中旬|上旬|下旬)?(?:前|以前|之前))"
        )

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> TimeGrammar:
        return TimeGrammar(lexicon)

    def find(self, text: str, start: int, end: int, period: Period | None) -> list[TimeExpression]:
        """The times named in ``text[start:end]``, in order; years are taken from ``period`` where the words give none."""
        found: list[TimeExpression] = []
        for match in self._pattern.finditer(text, start, end):
            days = self._days(match, period)
            if days:
                compared = self._is_compared(text, match) and not self._is_stretch(text, match, days[1], period)
                groups = match.groupdict()
                explicit = any(groups[name] for name in ("from", "year", "plan", "bareplan", "century"))
                found.append(TimeExpression(match.start(), match.end(), *days, compared, explicit))
        return found

    def _is_compared(self, text: str, match: re.Match[str]) -> bool:
        before = max(0, match.start() - 4)
        if text.endswith(self._compared, before, match.start()):
            return True
        if self._based.match(text, match.end()):
            return True
        behind = text[match.end() : match.end() + 6]
        return text.endswith(self._compared_with, before, match.start()) and any(end in behind for end in self._ends)

    def _is_stretch(self, text: str, match: re.Match[str], last: date, period: Period | None) -> bool:
        """从1966年到1976年，…, 从1957年冬季开始，…: when something went on; 从1980年的20万 is where it stood."""
        marked = text.endswith(self._origins, 0, match.start())
        over = period is not None and last.year < period.start.year
        return marked and over and (match["from"] is not None or self._onset.match(text, match.end()) is not None)

    def _days(self, match: re.Match[str], period: Period | None) -> tuple[date, date] | None:
        groups = match.groupdict()
        if groups["from"]:
            first, last = year_of(groups["from"]), year_of(groups["to"])
            return year_span(first, last) if first and last and first <= last else None
        if groups["year"]:
            year = year_of(groups["year"])
            return self._in_year(year, groups["part"], groups["month"], groups["day"]) if year else None
        plan = self._plans.get(groups["plan"] or groups["bareplan"] or "")
        if plan:
            return year_span(plan.start, plan.end)
        return self._relative(groups, period) if period else year_span(2000, 2000) if groups["century"] else None

    def _relative(self, groups: dict[str, str | None], period: Period) -> tuple[date, date] | None:
        year = period.start.year
        if groups["this"]:
            return self._in_year(year, None, groups["thismonth"], groups["thisday"])
        if groups["next"]:
            return year_span(year, year + 1)
        if groups["span"]:
            return self._span(groups["span"], period)
        if groups["century"]:
            last = (year // 100 + 1) * 100
            return date(year, 1, 1), date(last, 12, 31)
        if groups["word"]:
            return self._in_year(year, groups["word"], None, None)
        return self._in_year(year, None, groups["lone"], groups["loneday"])

    def _span(self, words: str, period: Period) -> tuple[date, date] | None:
        """三年内: the plan's own years, or so many from the year of an annual plan on."""
        if period.end.year - period.start.year >= 2:
            return period.start, period.end
        values = {**DIGITS, **SMALL_SCALES}
        years = next((int(values.get(char, char)) for char in words if char in values or char.isdigit()), None)
        return year_span(period.start.year, period.start.year + years - 1) if years else None

    def in_month(self, month: int, period: Period) -> tuple[date, date] | None:
        """From the start of the year in which a plan ends to the end of a month in it."""
        return self._in_year(period.end.year, None, str(month), None)

    def _in_year(self, year: int, word: str | None, month: str | None, day: str | None) -> tuple[date, date] | None:
        if month:
            number = int(month)
            if not 1 <= number <= 12:
                return None
            length = monthrange(year, number)[1]
            return date(year, 1, 1), date(year, number, min(int(day), length) if day and int(day) else length)
        entry = self._times.get(word or "")
        if entry is None:
            return year_span(year, year)
        return date(year, entry.start_month, 1), date(year, entry.month, monthrange(year, entry.month)[1])


YEAR = r"(?<![0-9０-９])(?:[12１２][0-9０-９]{3}(?![0-9０-９])|[一二][一二三四五六七八九〇零○]{3})"
"""A year as plans write it, in Arabic or Chinese digits: 2025, ２０２５, 一九八六."""

_FIRST = r"0-9０-９一二“\"‘"  # what a year, a day or a quoted plan begins with
_MONTH = r"(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?(?:底|末|中旬|上旬|下旬)?(?:前|以前)?"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
