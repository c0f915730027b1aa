"""Reading a numeral with its scale, its unit and its other end: 1.3万亿元, 10余万人, 三分之一, 4.5%—5%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise
from typing import NamedTuple

from planparse.errors import Fault
from planparse.lexicon import Lexicon
from planparse.quantities.matching import Words, alternation, begins_with, ends_with
from planparse.quantities.numerals import (
    BIG_SCALES,
    DIGITS,
    SCALES,
    arabic_value,
    chinese_scaled,
    fraction_percent,
    scale_value,
)
from planparse.quantities.units import Measured, UnitTable

DIGIT = "0-9０-９"
HAN_DIGIT = "".join(DIGITS)
HAN = HAN_DIGIT + "".join(SCALES)
KILO = "千(?![瓦米克伏卡焦帕赫升])"
"""千 is a scale word unless it belongs to the unit: 1200万千瓦."""

SPACED_DECIMALS = rf"(?: [．.] ?| ?[．.] )[{DIGIT}](?: [{DIGIT}](?![{DIGIT}]))*"
SPACED = rf"[{DIGIT}](?:(?: [{DIGIT}](?![{DIGIT}]))+(?:{SPACED_DECIMALS}|[．.][{DIGIT}])?|{SPACED_DECIMALS})(?= ?[^\\s{DIGIT}])"
"""5 1 6 0 元: scanned texts have a space behind each digit."""

GROUPED = rf"[{DIGIT}]{{1,3}}(?:，[{DIGIT}]{{3}}(?![{DIGIT}]))+|[{DIGIT}]+(?:,[0-9]{{3}}(?![0-9]))*(?:[.．·][{DIGIT}]+)?"
ARABIC = rf"{SPACED}|{GROUPED}"
NEIGHBOURS = "|".join(f"{low}(?:(?<=[^\\s（(]{low})、)?{high}" for low, high in pairwise("一二三四五六七八九"))
NEARLY = rf"(?:{NEIGHBOURS})(?=[{''.join(SCALES)}])"
"""二、三百亿 and 四五十亿: two digits before one scale word are a range; 一、 opens a line as the number of a heading."""

HAN_NUMBER = rf"(?:{NEARLY})?[{HAN}]+(?:[点點][{HAN_DIGIT}]+[{''.join(BIG_SCALES)}]*)?"
SHORT_SCALE = rf"(?:[十百{''.join(BIG_SCALES)}]|{KILO})"
BARE = "百千" + "".join(BIG_SCALES)
PERCENT_SIGNS = {"百": "%", "千": "‰", "万": "‱"}
PARTS = "分之"
SPACES = (" ", "\u00a0", "\u3000")
RATIO_DIGITS = Context(prec=4)
RAISED = 3
"""From so many times the first number on, 增加5元至93元 names an increase and what it reaches, and no range."""

SMALL = 10000
"""Below this the lower end of a range takes the scale word of the upper: 60～80万."""


@dataclass(slots=True)
class Candidate:
    """A numeral at ``text[start:end]`` with its unit, before the exclusions have their say.

    ``number_end`` is where the unit begins, ``digits`` the numeral as written without scale words, ``inner`` 余, 多 or 来 inside it.
    ``bare_scale`` marks a scale word alone (千亿).
    """

    text: str
    start: int
    number_end: int
    end: int
    value: Decimal
    max: Decimal | None
    percent: bool
    measured: Measured | None
    inner: str
    digits: str
    bare_scale: bool

    @property
    def role(self) -> str:
        if self.percent:
            return "share"
        if self.measured is None:
            return "bare"
        return self.measured.entry.role if self.measured.entry else "measure"

    @property
    def before(self) -> str:
        return self.text[self.start - 1] if self.start else ""

    def left(self, length: int) -> str:
        return self.text[max(0, self.start - length) : self.start]

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + 1]


class Amount(NamedTuple):
    """A numeral with its scale words: the value, where it ends, and how it was written."""

    value: Decimal
    end: int
    inner: str
    digits: str
    scales: str
    bare_scale: bool
    max: Decimal | None = None


class CandidateReader:
    """Everything that is compiled from a lexicon to read candidates."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self.units = UnitTable(lexicon)
        self._inside = frozenset(bound.bound for bound in lexicon.bounds if bound.place == "inside")
        before = tuple(bound.bound for bound in lexicon.bounds if bound.place == "before")
        self._reaching = (*self._sets["bare_verbs"], *before)
        self._tenths, self._half = Words(self._sets["tenths"]), Words(self._sets["half"])
        self._range = alternation(self._sets["range_marks"])
        self._nearly = re.compile(NEARLY)
        self._number = re.compile(rf"(?:{ARABIC})|{HAN_NUMBER}")
        self._scale = re.compile(rf"{SHORT_SCALE}*")
        self._kilo = re.compile(KILO)
        self._slash = lexicon.pattern("slash_fraction")
        self._ratio = lexicon.pattern("ratio")

    def read(self, text: str, start: int, end: int) -> Candidate:
        """The candidate that begins at ``start``. Raises Fault where the characters are no number."""
        first = self._amount(text, start, end)
        candidate = self._fraction(text, start, first) or self._measure(text, start, first)
        return self._extend_to_range(text, candidate, end)

    def read_share(self, text: str, start: int, at: int, end: int) -> Candidate:
        """百分之八点一; 千分之 and 万分之 keep the sign that they stand for."""
        amount = self._amount(text, at, end)
        sign = PERCENT_SIGNS[text[start]]
        value, high, last = amount.value, None, amount.end
        mark = self._range.match(text, last, end)
        if mark:
            lead = text[start:at]
            begin = mark.end() + (len(lead) if text.startswith(lead, mark.end()) else 0)
            second = self._number.match(text, begin, end)
            if second and (top := self._amount(text, begin, end)).value > value:
                high, last = top.value, top.end
        measured = Measured(None, sign, last)
        return Candidate(text, start, last, last, value, high, True, measured, amount.inner, amount.digits, False)

    def _amount(self, text: str, start: int, end: int) -> Amount:
        found = self._number.match(text, start, end)
        if not found:
            raise Fault("no numeral")
        digits = found.group()
        if digits[0] in HAN:
            return self._han_amount(text, digits, start, found.end())
        amount = self._arabic_amount(text, found, end)
        while not amount.inner and amount.scales and text[amount.end : amount.end + 1].isdecimal():
            goes_on = self._compound(text, amount, end)
            if goes_on is None:
                break
            amount = goes_on
        return amount

    def _arabic_amount(self, text: str, found: re.Match[str], end: int) -> Amount:
        digits = found.group()
        inner, at = self._inner(text, found.end())
        spaced = at + (text[at : at + 1] in SPACES)
        scale = self._scale.match(text, spaced, end)
        scales = scale.group() if scale else ""
        at = spaced + len(scales) if scales else at
        if not inner:
            inner, at = self._inner(text, at)
            more = self._scale.match(text, at, end) if inner and scales else None
            if more and scale_value(more.group()) > SCALES[scales[-1]]:  # 4万多|亿元
                scales, at = scales + more.group(), more.end()
        return Amount(arabic_value(digits) * scale_value(scales), at, inner, digits, scales, False)

    def _compound(self, text: str, high: Amount, end: int) -> Amount | None:
        """1亿|2千万, 1万|3千多, 1万|2000: what follows with a smaller scale word, or all digits below the scale, is part of the number."""
        found = self._number.match(text, high.end, end)
        if found is None or high.scales[-1] not in BIG_SCALES:
            return None
        low, scale = self._arabic_amount(text, found, end), SCALES[high.scales[-1]]
        complete = len(low.digits) == len(str(scale)) - 1 and high.digits.isdecimal() and low.digits.isdecimal()
        if not (low.scales or complete) or low.value >= scale:
            return None
        return low._replace(value=high.value + low.value, digits=high.digits)

    def _han_amount(self, text: str, digits: str, start: int, at: int) -> Amount:
        if digits.endswith("千") and len(digits) > 1 and not self._kilo.match(text, at - 1):
            digits, at = digits[:-1], at - 1
        inner, at = self._inner(text, at)
        scale = self._scale.match(text, at) if inner else None
        scales = scale.group() if scale else ""
        nearly = self._nearly.match(text, start)
        if nearly and not inner:
            tens = digits[len(nearly.group()) :]
            least, most = (chinese_scaled(digit + tens, scales) for digit in (digits[0], nearly.group()[-1]))
            return Amount(least, at + len(scales), "", digits, tens, False, most)
        bare = all(char in BARE for char in digits)
        if len(digits) == 2 and digits[0] in DIGITS and digits[1] in DIGITS:
            low, high = DIGITS[digits[0]], DIGITS[digits[1]]
            if high - low in (1, 2) and low:
                factor = scale_value(scales)
                return Amount(Decimal(low * factor), at + len(scales), inner, digits, scales, False, Decimal(high * factor))
        return Amount(chinese_scaled(digits, scales), at + len(scales), inner, digits, scales, bare)

    def _inner(self, text: str, at: int) -> tuple[str, int]:
        """余, 多, 来 inside the number: 10余家, 3400多万人次."""
        behind = at + (text[at : at + 1] in SPACES)
        following = text[behind : behind + 1]
        return (following, behind + 1) if following in self._inside else ("", at)

    def _measure(self, text: str, start: int, amount: Amount) -> Candidate:
        at = amount.end + (text[amount.end : amount.end + 1] in SPACES)
        value, percent = amount.value, False
        measured = self.units.at(text, at)
        tenth = self._tenths.prefix(text, amount.end, len(text))
        if tenth and not begins_with(text, amount.end + len(tenth), self._sets["tenths_not_before"]) and value <= 10:
            value = value * 10 + (5 if len(tenth) > 1 else 0)
            percent, measured = True, Measured(None, "%", amount.end + len(tenth))
        end = measured.end if measured else amount.end
        return Candidate(text, start, amount.end, end, value, amount.max, percent, measured, amount.inner, amount.digits, amount.bare_scale)

    def _fraction(self, text: str, start: int, amount: Amount) -> Candidate | None:
        """三分之一, 1/3 and 一半 are shares."""
        half = self._half.prefix(text, start, len(text))
        if half and not begins_with(text, start + len(half), self._sets["half_not_before"]):
            return self._share(text, start, start + len(half), Decimal(50), amount)
        if text.startswith(PARTS, amount.end):
            other = self._amount(text, amount.end + len(PARTS), len(text))
            return self._share(text, start, other.end, fraction_percent(other.value, amount.value), amount)
        slash = self._slash.match(text, start)
        if slash and not _is_latin(text[max(0, start - 1) : start]):
            top, bottom = Decimal(slash.group(1)), Decimal(slash.group(2))
            return self._share(text, start, slash.end(), fraction_percent(top, bottom), amount)
        ratio = self._ratio.match(text, start)
        if ratio and ends_with(text, start, self._reaching):
            top, bottom = Decimal(ratio.group(1)), Decimal(ratio.group(2))
            value = RATIO_DIGITS.divide(top, bottom) if bottom else Decimal(0)
            measured = Measured(None, "", ratio.end())
            return Candidate(text, start, ratio.end(), ratio.end(), value, None, False, measured, "", "", False)
        return None

    def _share(self, text: str, start: int, end: int, value: Decimal, amount: Amount) -> Candidate:
        return Candidate(text, start, end, end, value, None, True, Measured(None, "%", end), "", amount.digits, False)

    def _extend_to_range(self, text: str, first: Candidate, end: int) -> Candidate:
        """4.5%—5%, 3至5家, 60～80万: the first end takes the scale and the unit that only the second has."""
        mark = self._range.match(text, first.end, end)
        if not mark or first.max is not None or ends_with(text, first.start, self._sets["origin_marks"]):
            return first
        start = mark.end() + (text[mark.end() : mark.end() + 1] in SPACES)
        found = self._number.match(text, start, end)
        if not found:
            return first
        try:
            amount = self._amount(text, start, end)
        except Fault:
            return first
        second = self._measure(text, start, amount)
        if not second.measured and not amount.scales:
            return first
        low, high = first.value, second.value
        if not first.measured and first.value < second.value and low < SMALL:
            scale = scale_value(amount.scales) if second.digits[0] not in HAN else _shared_scale(first.digits, second.digits)
            low = low * scale
        if high <= low or (first.measured and second.measured and first.measured.unit != second.measured.unit):
            return first
        raised = ends_with(text, first.start, self._sets["raising_verbs"]) and mark.group() in self._sets["resultatives"]
        if raised and first.measured and not first.percent and high >= RAISED * low:
            return first  # 每人增加5元|至93元
        return Candidate(
            text, first.start, second.number_end, second.end, low, high, second.percent,
            second.measured, "", first.digits, first.bare_scale,
        )  # fmt: skip


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _shared_scale(first: str, second: str) -> int:
    """三至五万: what the second numeral multiplies, the first does too; 三十至五十 stand for themselves."""
    scales = "".join(char for char in second if char in BIG_SCALES)
    return scale_value(scales) if not any(char in BIG_SCALES for char in first) else 1
