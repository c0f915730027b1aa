"""The grammar of quantities: one compiled scan finds numerals, and what stands around each decides whether it is a quantity.

Numeral, scale, unit and bound are read in the order in which they are written: 不低于 | 10 | 余 | 万 | 平方米 | 以上. What GUIDE
excludes (dates, ordinals, names, slogans, articles) is turned away here, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import Implied
from planparse.models import Comparator
from planparse.quantities.mentions import Mention, Rejection
from planparse.quantities.numerals import DIGITS, SCALES, arabic_value, chinese_scaled, fraction_percent, scale_value
from planparse.quantities.units import Measured, UnitTable

_DIGIT = "0-9０-９"
_HAN_DIGIT = "".join(DIGITS)
_HAN_SCALE = "".join(SCALES)
_HAN = _HAN_DIGIT + _HAN_SCALE
_KILO = "千(?![瓦米克伏卡焦帕赫升])"
_SPACED = rf"[{_DIGIT}](?: [{_DIGIT}](?![{_DIGIT}]))+(?: ?[．.] ?[{_DIGIT}](?: [{_DIGIT}](?![{_DIGIT}]))*)?(?= ?[^\\s{_DIGIT}])"
_ARABIC = rf"{_SPACED}|[{_DIGIT}]{{1,3}}(?:，[{_DIGIT}]{{3}}(?![{_DIGIT}]))+|[{_DIGIT}]+(?:,[0-9]{{3}}(?![0-9]))*(?:[.．][{_DIGIT}]+)?"
_SHORT_SCALE = rf"(?:[十百万亿萬億]|{_KILO})"

MAX_SLOGAN = 26
"""A quotation up to this length is a name or a slogan; a longer one may be a statement with quantities of its own."""

Reason = tuple[str, str]


@dataclass(slots=True)
class Candidate:
    """A numeral with what was read around it, before the exclusions have their say."""

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


class QuantityGrammar:
    """Everything that is compiled from a lexicon to find quantities; make one for a lexicon and keep it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self.units = UnitTable(lexicon)
        self._implied = [(re.compile(entry.implied), entry) for entry in lexicon.implied]
        self._before = {bound.bound: bound for bound in lexicon.bounds if bound.place == "before"}
        self._after = {bound.bound: bound for bound in lexicon.bounds if bound.place == "after"}
        self._inside = {bound.bound: bound.means for bound in lexicon.bounds if bound.place == "inside"}
        self._longest_before = max(map(len, self._before))
        self._after_pattern = _alternation(self._after)
        self._range = _alternation(self._sets["range_marks"])
        self._implying = frozenset(action.action for action in lexicon.actions if action.role == "plain")
        self._verb_length = max(map(len, self._implying))
        self._exclusions = [(re.compile(entry.exclusion), entry.reason) for entry in lexicon.exclusions]
        self._scan = self._compile(lexicon)
        self._number = re.compile(rf"(?:{_ARABIC})|[{_HAN}]+(?:[点點][{_HAN_DIGIT}]+)?")
        self._scale = re.compile(rf"{_SHORT_SCALE}*")
        self._rules: tuple[Callable[[Candidate], Reason | None], ...] = (
            self._is_code, self._is_date, self._is_ordinal, self._is_vague, self._is_formula, self._is_class,
            self._is_excluded, self._is_slogan, self._is_duration, self._is_rank, self._is_article, self._is_bare,
        )  # fmt: skip

    def _compile(self, lexicon: Lexicon) -> re.Pattern[str]:
        """One expression for all that can begin a quantity. A lone Chinese numeral counts only before what can go on with it."""
        follows = re.escape("".join(sorted(c for c in self.units.first_characters if not c.isascii())))
        tens = "".join(word[0] for word in self._sets["tenths"]) + "".join(self._inside) + "点點几分半"
        marks = re.escape("".join(mark for mark in self._sets["range_marks"] if len(mark) == 1))
        implied = "|".join(f"(?:{entry.implied})" for entry in lexicon.implied)
        return re.compile(
            rf"(?P<arabic>(?<![0-9] )(?:{_ARABIC}))"
            rf"|(?P<percent>[百千万]分之(?=[{_DIGIT}{_HAN}]))"
            rf"|(?P<han>[{_HAN}]+(?:[点點][{_HAN_DIGIT}]+)?)(?=[{follows}{tens}{marks}]|(?<=[万亿萬億千百]))"
            rf"|(?P<implied>{implied})"
        )

    def scan(self, text: str, start: int, end: int) -> tuple[list[Mention], list[Rejection]]:
        """The quantities and the refused numerals in ``text[start:end]``, in order."""
        mentions: list[Mention] = []
        rejections: list[Rejection] = []
        for found in self._candidates(text, start, end):
            if isinstance(found, Candidate):
                refusal = None if self._goes_on(found, mentions) else self._refusal(found)
                if refusal:
                    rule, reason = refusal
                    rejections.append(Rejection(found.start, found.end, text[found.start : found.end], rule, reason))
                else:
                    mentions.append(self._mention(found, end))
            elif isinstance(found, Rejection):
                rejections.append(found)
            else:
                mentions.append(found)
        _share_bounds(text, mentions, self._sets["series_marks"])
        return mentions, rejections

    def _candidates(self, text: str, start: int, end: int) -> Iterator[Candidate | Mention | Rejection]:
        at = start
        while found := self._scan.search(text, at, end):
            at = found.end()
            if found.lastgroup == "implied":
                mention = self._implied_mention(text, found)
                if mention:
                    yield mention
                continue
            try:
                candidate = self._read(text, found, end)
            except ValueError as fault:
                yield Rejection(found.start(), found.end(), found.group(), "no number", str(fault))
                continue
            at = max(at, candidate.end)
            yield candidate

    def _implied_mention(self, text: str, found: re.Match[str]) -> Mention | None:
        start, end = found.span()
        entry = next(entry for pattern, entry in self._implied if pattern.fullmatch(text, start, end))
        if _ends_with(text, start, entry.not_after) or _begins_with(text, end, entry.not_before):
            return None
        return _implied(start, end, entry)

    # -- reading a numeral, its scale, unit and range

    def _read(self, text: str, found: re.Match[str], end: int) -> Candidate:
        start = found.start()
        if found.lastgroup == "percent":
            return self._read_share(text, start, found.end(), end)
        first = self._amount(text, start, end)
        candidate = self._fraction(text, start, first) or self._measure(text, start, first)
        return self._extend_to_range(text, candidate, end)

    def _read_share(self, text: str, start: int, at: int, end: int) -> Candidate:
        """百分之八点一; 千分之 and 万分之 keep the sign that they stand for."""
        amount = self._amount(text, at, end)
        sign = {"百": "%", "千": "‰", "万": "‱"}[text[start]]
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

    def _amount(self, text: str, start: int, end: int) -> _Amount:
        found = self._number.match(text, start, end)
        if not found:
            raise ValueError("no numeral")
        digits = found.group()
        at = found.end()
        if digits[0] in _HAN:
            return self._han_amount(text, digits, start, at)
        inner, at = self._inner(text, at)
        scale = self._scale.match(text, at, end)
        scales = scale.group() if scale else ""
        at += len(scales)
        if not inner:
            inner, at = self._inner(text, at)
        return _Amount(arabic_value(digits) * scale_value(scales), at, inner, digits, scales, False)

    def _han_amount(self, text: str, digits: str, start: int, at: int) -> _Amount:
        if digits.endswith("千") and len(digits) > 1 and not _KILO_SCALE.match(text, at - 1):
            digits, at = digits[:-1], at - 1
        inner, at = self._inner(text, at)
        scale = self._scale.match(text, at) if inner else None
        scales = scale.group() if scale else ""
        bare = all(char in "百千万亿萬億" for char in digits)
        if len(digits) == 2 and digits[0] in DIGITS and digits[1] in DIGITS:
            low, high = DIGITS[digits[0]], DIGITS[digits[1]]
            if high - low in (1, 2) and low:
                factor = scale_value(scales)
                return _Amount(Decimal(low * factor), at + len(scales), inner, digits, scales, False, Decimal(high * factor))
        return _Amount(chinese_scaled(digits, scales), at + len(scales), inner, digits, scales, bare)

    def _inner(self, text: str, at: int) -> tuple[str, int]:
        """余, 多, 来 inside the number: 10余家, 3400多万人次."""
        following = text[at : at + 1]
        return (following, at + 1) if following in self._inside else ("", at)

    def _measure(self, text: str, start: int, amount: _Amount) -> Candidate:
        at = amount.end + (text[amount.end : amount.end + 1] in (" ", "\u00a0", "\u3000"))
        value, percent = amount.value, False
        measured = self.units.at(text, at)
        tenth = next((word for word in self._sets["tenths"] if text.startswith(word, amount.end)), "")
        if tenth and not _begins_with(text, amount.end + len(tenth), self._sets["tenths_not_before"]) and value <= 10:
            value = value * 10 + (5 if len(tenth) > 1 else 0)
            percent, measured = True, Measured(None, "%", amount.end + len(tenth))
        end = measured.end if measured else amount.end
        return Candidate(
            text, start, amount.end, end, value, amount.max, percent, measured, amount.inner, amount.digits, amount.bare_scale
        )

    def _fraction(self, text: str, start: int, amount: _Amount) -> Candidate | None:
        """三分之一, 1/3 and 一半 are shares."""
        half = next((word for word in self._sets["half"] if text.startswith(word, start)), None)
        if half and not _begins_with(text, start + len(half), self._sets["half_not_before"]):
            return self._share(text, start, start + len(half), Decimal(50), amount)
        if text.startswith("分之", amount.end):
            other = self._amount(text, amount.end + 2, len(text))
            return self._share(text, start, other.end, fraction_percent(other.value, amount.value), amount)
        slash = _SLASH_FRACTION.match(text, start)
        if slash and not _ALNUM.match(text, max(0, start - 1), start):
            top, bottom = Decimal(slash.group(1)), Decimal(slash.group(2))
            return self._share(text, start, slash.end(), fraction_percent(top, bottom), amount)
        ratio = _RATIO.match(text, start)
        if ratio and _ends_with(text, start, (*self._sets["bare_verbs"], *self._before)):
            value = Decimal(ratio.group(1)) / Decimal(ratio.group(2)) if Decimal(ratio.group(2)) else Decimal(0)
            measured = Measured(None, "", ratio.end())
            return Candidate(text, start, ratio.end(), ratio.end(), round(value, 4), None, False, measured, "", "", False)
        return None

    def _share(self, text: str, start: int, end: int, value: Decimal, amount: _Amount) -> Candidate:
        return Candidate(text, start, end, end, value, None, True, Measured(None, "%", end), "", amount.digits, False)

    def _extend_to_range(self, text: str, first: Candidate, end: int) -> Candidate:
        """4.5%—5%, 3至5家, 60～80万: the first end takes the scale and the unit that only the second has."""
        mark = self._range.match(text, first.end, end)
        if not mark or first.max is not None or _ends_with(text, first.start, self._sets["origin_marks"]):
            return first
        found = self._number.match(text, mark.end(), end)
        if not found:
            return first
        try:
            amount = self._amount(text, mark.end(), end)
        except ValueError:
            return first
        second = self._measure(text, mark.end(), amount)
        if not second.measured and not amount.scales:
            return first
        low, high = first.value, second.value
        if not first.measured and first.value < second.value and low < 10000:
            scale = scale_value(amount.scales) if second.digits[0] not in _HAN else _shared_scale(first.digits, second.digits)
            low = low * scale
        if high <= low or (first.measured and second.measured and first.measured.unit != second.measured.unit):
            return first
        return Candidate(
            text, first.start, second.number_end, second.end, low, high, second.percent,
            second.measured, "", first.digits, first.bare_scale,
        )  # fmt: skip

    # -- what is no quantity

    def _refusal(self, found: Candidate) -> Reason | None:
        for rule in self._rules:
            reason = rule(found)
            if reason:
                return reason
        return None

    def _goes_on(self, found: Candidate, mentions: list[Mention]) -> bool:
        """分别提升6位、49位: what stands beside a quantity in the same unit, with nothing but 、 between, is one as well."""
        if not mentions or not found.measured or found.role not in ("rank", "duration"):
            return False
        last = mentions[-1]
        return last.unit == found.measured.unit and found.text[last.right : found.start] in self._sets["series_marks"]

    def _is_code(self, found: Candidate) -> Reason | None:
        before = found.before
        if before.isascii() and before.isalpha() and found.role != "share":
            return "name", f"{before} stands directly before it, as in a name or code"
        if before and before in "-－_" and found.text[found.start - 2 : found.start - 1].isascii() and found.text[found.start - 2 : found.start - 1].isalnum():
            return "name", "it goes on a name or code"
        if before == "." or (found.after == "." and found.text[found.end + 1 : found.end + 2].isdigit()):
            return "code", "a number with several points is a code"
        return None

    def _is_date(self, found: Candidate) -> Reason | None:
        if _DATE.match(found.text, found.start) or (found.max is not None and _DATE_RANGE.match(found.text, found.start)):
            return "date", "a date, a year or a time of day"
        if found.digits[:1] in _HAN and _HAN_YEAR.match(found.text, found.start):
            return "date", "a year in Chinese numerals"
        return None

    def _is_ordinal(self, found: Candidate) -> Reason | None:
        before = found.before
        if before and before in self._sets["ordinal_marks"] and not _ends_with(found.text, found.start, self._sets["ordinal_false_friends"]):
            if before in self._sets["ordinal_only_one"] and found.digits != "一":
                return None
            return "ordinal", f"{before} before it makes it an ordinal"
        if found.digits in self._sets["idle_two"] and found.role in ("classifier", "duration", "place", "rank"):
            return "ordinal", "二 before a classifier is an ordinal; a count would be 两"
        return None

    def _is_vague(self, found: Candidate) -> Reason | None:
        vague = _ends_with(found.text, found.start, self._sets["vague_marks"])
        if vague and (found.bare_scale or found.digits[:1] in SCALES) and not _ends_with(found.text, found.start, ("以上",)):
            return "vague", "a vague plural"
        if found.text[found.number_end : found.number_end + 1] == "几" or "几" in found.inner:
            return "vague", "a vague plural"
        if found.bare_scale and not self._bound_before(found.text, found.start)[0] and found.role != "share":
            return "class", "a scale word alone names a class, not an amount"
        return None

    def _is_formula(self, found: Candidate) -> Reason | None:
        following = found.text[found.number_end : found.number_end + 1]
        if found.before in self._sets["formula_marks"] or following in self._sets["formula_marks"]:
            return "formula", "part of a numbered formula"
        return None

    def _is_class(self, found: Candidate) -> Reason | None:
        if found.role in ("bare", "measure", "share") and _begins_with(found.text, found.end, self._sets["class_marks"]):
            return "class", "the number names a class"
        return None

    def _is_excluded(self, found: Candidate) -> Reason | None:
        if self._exclusions:
            window = f"{found.left(8)}«{found.text[found.start : found.end]}»{found.text[found.end : found.end + 8]}"
            for pattern, reason in self._exclusions:
                if pattern.search(window):
                    return "exclusion", reason
        return None

    def _is_slogan(self, found: Candidate) -> Reason | None:
        """A number inside a short quotation belongs to a name or a slogan."""
        opening = found.text.rfind("“", max(0, found.start - MAX_SLOGAN), found.start)
        if opening < 0 or "”" in found.text[opening : found.start]:
            return None
        closing = found.text.find("”", found.end, opening + MAX_SLOGAN)
        words = found.text[opening:closing]
        if closing < 0 or any(mark in words for mark in self._sets["slogan_marks"]):
            return None
        return "slogan", f"part of the name {words}”"

    def _is_duration(self, found: Candidate) -> Reason | None:
        if found.role != "duration":
            return None
        left = found.left(10)
        for bound in sorted(self._before, key=len, reverse=True):
            if left.endswith(bound):
                left = left if bound in self._sets["duration_verbs"] else left[: -len(bound)]
                break
        stem = left
        while stem.endswith(self._sets["duration_links"]):
            stem = stem[:-1]
        if left.endswith(self._sets["lasting"]):
            return "duration", "how long something lasted"
        if stem.endswith(self._sets["duration_metrics"]) or left.endswith(self._sets["duration_metrics"]):
            return None
        if not (stem.endswith(self._sets["duration_verbs"]) or left.endswith(self._sets["duration_verbs"])):
            return "duration", "a duration that nothing changes or reaches"
        if _begins_with(found.text, found.end, self._sets["duration_after"]) and not stem.endswith(self._sets["limit_verbs"]):
            return "duration", "a stretch of time, not what is promised"
        return None

    def _is_rank(self, found: Candidate) -> Reason | None:
        if found.role != "rank":
            return None
        left = found.left(4)
        if left.rstrip("了").endswith(self._sets["rank_verbs"]):
            return None
        if left.endswith(self._sets["rank_marks"]) or not _HAN_CHARACTER.match(found.after):
            return "rank", "a place in a ranking"
        return None

    def _is_article(self, found: Candidate) -> Reason | None:
        if found.digits[:1] not in _HAN or found.digits[:1] == "":
            return None
        if found.role == "place":
            return "name", "Chinese numeral and place make a name or a phrase"
        if found.digits in ("零", "〇", "○"):
            return "no number", "a word with 零 in it"
        if found.digits != "一" or found.percent:
            return None
        entry = found.measured.entry if found.measured else None
        if entry and entry.role in ("share",):
            return None
        if entry and entry.one and self._verb_ends_at(found):
            return None
        return "article", "一 is an article or part of a fixed word here"

    def _verb_ends_at(self, found: Candidate) -> bool:
        left = found.left(self._verb_length)
        return any(left[-length:] in self._implying for length in range(2, len(left) + 1))

    def _is_bare(self, found: Candidate) -> Reason | None:
        """A number without a unit counts where a large number names no classifier (1386万), or where a metric reaches it (指数达到92)."""
        if found.measured is not None or found.percent:
            return None
        scaled = found.text[found.start : found.number_end].rstrip("多余来")[-1:] in tuple(BIG) and (found.digits[:1] not in _HAN or len(found.digits) > 1 or found.bare_scale)
        if scaled and found.after not in ("级", "象", "众", "岁"):
            return None
        if found.digits[:1] in _HAN:
            return "no unit", "a Chinese numeral without a classifier"
        following = found.after
        closes = not following or not (following.isalnum() or following in "“《（(:：/—-+＋")
        closes = closes or bool(self._after_pattern.match(found.text, found.end))
        if closes and _ends_with(found.text, found.start, self._sets["bare_verbs"]):
            return None
        if _begins_with(found.text, found.end, self._sets["countable"]) and (self._verb_ends_at(found) or self._bound_before(found.text, found.start)[0]):
            return None
        return "no unit", "a number without a unit"

    # -- bounds

    def _mention(self, found: Candidate, end: int) -> Mention:
        text = found.text
        bound, left = self._bound_before(text, found.start)
        right, after = self._bound_after(text, found, end)
        comparator: Comparator = "eq"
        if found.max is not None:
            comparator = "range"
        elif bound and self._before[bound].means != "eq":
            comparator = self._before[bound].means
        if comparator == "eq" and found.inner:
            comparator = self._inside[found.inner]
        if after and comparator in ("eq", "about"):
            comparator = self._after[after].means
        measured = found.measured
        return Mention(
            start=found.start, end=found.end, left=left, right=right, value=found.value, max=found.max,
            unit=(measured.unit or None) if measured else None, entry=measured.entry if measured else None, comparator=comparator,
            bound=bound if bound and self._before[bound].action else None,
            rule="share" if found.percent else "range" if found.max is not None else "numeral",
        )  # fmt: skip

    def _bound_before(self, text: str, start: int) -> tuple[str | None, int]:
        """The bound that ends at ``start`` (or before 了), and where it begins."""
        at = start
        while at and text[at - 1] in _BETWEEN:
            at -= 1
        for length in range(min(self._longest_before, at), 0, -1):
            word = text[at - length : at]
            if word in self._before:
                if _ends_with(text, at, self._sets["bound_false_friends"]):
                    return None, start
                return word, at - length
        return None, start

    def _bound_after(self, text: str, found: Candidate, end: int) -> tuple[int, str | None]:
        bound = self._after_pattern.match(text, found.end, end)
        aside = _ASIDE.match(text, found.end, end) if not bound else None
        if aside and (behind := self._after_pattern.match(text, aside.end(), end)) and behind.group() not in self._sets["measured_bounds"]:
            return found.end, behind.group()
        if not bound:
            return found.end, self._bound_behind_noun(text, found.end, end)
        word = bound.group()
        if word in self._sets["measured_bounds"]:
            dimension = found.measured.entry.dimension if found.measured and found.measured.entry else None
            if dimension not in ("length", "area"):
                return found.end, None
        return bound.end(), word

    def _bound_behind_noun(self, text: str, at: int, end: int) -> str | None:
        """22个项目以上，: a bound that closes the clause reaches back over the noun to its number."""
        found = _NOUN_BOUND.match(text, at, end)
        if not found or found.group(2) not in self._after or found.group(1)[-1] in self._sets["level_after_bound"]:
            return None
        return found.group(2)


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    end: int
    inner: str
    digits: str
    scales: str
    bare_scale: bool
    max: Decimal | None = None


_BETWEEN = " \u3000了"
_SLASH_FRACTION = re.compile(r"([1-9])/([2-9])(?![0-9/年月])")
_ALNUM = re.compile(r"[0-9A-Za-z]")
_RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s?[：:∶]\s?([0-9]+(?:\.[0-9]+)?)(?![0-9])")
_DATE = re.compile(
    r"(?:1[5-9]|20|21)[0-9]{2}(?:\s*[年/]|\.[0-9]{1,2}\.[0-9]|\s*[—－\-~～–至到]+\s*(?:(?:1[5-9]|20|21)?[0-9]{2})\s*年?(?![0-9]*[个家项亿万%％]))"
    r"|[0-9０-９]{1,2}\s*(?:月(?!均)|日(?!均)|时[0-9许整]|点[0-9钟整许]|[：:][0-9]{2})|[０-９]{4}年"
)
_DATE_RANGE = re.compile(r"[0-9]{1,4}[年月日]?[—－\-~～–至到]+[0-9]{1,4}[年月日]")
_HAN_YEAR = re.compile(r"[一二三四五六七八九〇零○]{2,4}年(?!来|内|间)|[一二三四五六七八九〇零○]{4}|[一二三四五六七八九十]+(?:月(?!内)|年代|日|时[许整]|点[钟半整])")
_HAN_CHARACTER = re.compile(r"[一-龥]")
_KILO_SCALE = re.compile(_KILO)
_ASIDE = re.compile(r"[（(][^（）()]{2,80}[）)]")
_NOUN_BOUND = re.compile(r"([一-龥]{1,12}?)(以上|左右|以内|以下)(?=[，。；、,;！]|$)")


def _shared_scale(first: str, second: str) -> int:
    """三至五万: what the second numeral multiplies, the first does too; 三十至五十 stand for themselves."""
    scales = "".join(char for char in second if char in BIG)
    return scale_value(scales) if not any(char in BIG for char in first) else 1


BIG = "万亿萬億"


def _alternation(words: object) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True)))  # type: ignore[call-overload]


def _ends_with(text: str, at: int, words: tuple[str, ...]) -> bool:
    return bool(words) and text.endswith(words, max(0, at - 6), at)


def _begins_with(text: str, at: int, words: tuple[str, ...]) -> bool:
    return bool(words) and text.startswith(words, at)


def _implied(start: int, end: int, entry: Implied) -> Mention:
    return Mention(
        start=start, end=end, left=start, right=end, value=Decimal(entry.value), max=None, unit=entry.unit, entry=None,
        comparator=entry.comparator, implied=True, measure=entry.measure, rule="implied",
    )  # fmt: skip


def _share_bounds(text: str, mentions: list[Mention], series: tuple[str, ...]) -> None:
    """分别增长5%、6.5%左右: a bound at one end of a bare series of numbers holds for all of it, but not over a comma."""
    for here, following in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        between = text[here.right : following.left]
        if between in series and here.comparator == "eq" and here.unit == following.unit:
            if following.right > following.end and following.comparator != "range" and not following.implied:
                here.comparator = following.comparator
    for here, following in zip(mentions, mentions[1:], strict=False):
        between = text[here.right : following.left]
        if between in series and following.comparator == "eq" and here.unit == following.unit:
            if here.left < here.start and here.right == here.end and here.comparator in ("min", "max", "about"):
                following.comparator = here.comparator
