"""Numerals that are no quantities: dates, ordinals, names, slogans, articles, and what else GUIDE turns away, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from planparse.expressions import cheap, expression
from planparse.lexicon import Lexicon
from planparse.lexicon.entries import Unit
from planparse.quantities.bounds import Bounds
from planparse.quantities.candidates import HAN, SPACES, Candidate
from planparse.quantities.matching import Words, begins_with, ends_with, is_han
from planparse.quantities.mentions import Mention
from planparse.quantities.numerals import BIG_SCALES, SCALES
from planparse.segmentation import is_boundary
from planparse.translation import Message

MAX_SLOGAN = 26
"""A quotation up to this length is a name or a slogan; a longer one may be a statement with quantities of its own."""

SERIES = 18
"""The next item of a list is counted within so many characters."""

EACH = 24
"""每 stands within so many characters before the 一 that it hands out: 每个行政村设立一个卫生室."""

MARK_CONTEXT = 5
"""Characters before a number in which a word may end with the mark of an ordinal."""

MANY_TABLES = 100
"""No text has so many pictures or tables."""

MAX_SET = 2
"""Digits of a number that counts a set (10大工程); 2018大数据大会 is a year."""

WINDOW = 12
"""Characters on either side that an exclusion pattern of the lexicon sees."""

_COUNT = "(?:[二两三四五六七八九十百]+|[0-9]+)"

Reason = tuple[str, Message]
"""The rule's name, and why."""


class Exclusions:
    """The rules that turn a candidate away, tried in order."""

    def __init__(self, lexicon: Lexicon, bounds: Bounds) -> None:
        self._sets = lexicon.sets
        self._bounds = bounds
        self._inside = tuple(bound.bound for bound in lexicon.bounds if bound.place == "inside")
        self._implying = Words(action.action for action in lexicon.actions if action.role == "plain")
        self._exclusions = [(expression(entry.exclusion), Message(entry.reason)) for entry in lexicon.exclusions]
        self._any_exclusion = re.compile(cheap("|".join(f"(?:{entry.exclusion})" for entry in lexicon.exclusions) or r"(?!)"))
        self._moved = lexicon.pattern("moved_to_number")
        self._each = lexicon.pattern("each_has_one")
        self._date = lexicon.pattern("arabic_date")
        self._date_range = lexicon.pattern("date_range")
        self._han_date = lexicon.pattern("han_date")
        self._rules: tuple[Callable[[Candidate], Reason | None], ...] = (
            self._is_code, self._is_date, self._is_ordinal, self._is_vague, self._is_formula, self._is_class,
            self._is_excluded, self._is_slogan, self._is_duration, self._is_rank, self._is_article, self._is_bare,
        )  # fmt: skip

    def refusal(self, found: Candidate, before: Sequence[Mention]) -> Reason | None:
        """Why the candidate is no quantity; None where it is one. ``before`` are the quantities of the sentence so far."""
        if self._goes_on(found, before):
            return None
        for rule in self._rules:
            reason = rule(found)
            if reason:
                return reason
        return None

    def _goes_on(self, found: Candidate, mentions: Sequence[Mention]) -> bool:
        """分别提升6位、49位: what stands beside a quantity in the same unit, with nothing but 、 between, is one as well."""
        if not mentions or not found.measured or found.role not in ("rank", "duration"):
            return False
        last = mentions[-1]
        return last.unit == found.measured.unit and found.text[last.right : found.start] in self._sets["series_marks"]

    def _is_code(self, found: Candidate) -> Reason | None:
        before = found.before
        if before.isascii() and before.isalpha() and found.role != "share":
            return "name", Message("{before} stands directly before it, as in a name or code", before=before)
        earlier = found.text[max(0, found.start - 2) : max(0, found.start - 1)]
        if before and before in "-－_" and earlier.isascii() and earlier.isalnum():
            return "name", Message("it goes on a name or code")
        if before == "." or (found.after == "." and found.text[found.end + 1 : found.end + 2].isdigit()):
            return "code", Message("a number with several points is a code")
        return None

    def _is_date(self, found: Candidate) -> Reason | None:
        if self._date.match(found.text, found.start) or (found.max is not None and self._date_range.match(found.text, found.start)):
            return "date", Message("a date, a year or a time of day")
        if found.digits[:1] in HAN and self._han_date.match(found.text, found.start):
            return "date", Message("a year in Chinese numerals")
        return None

    def _is_ordinal(self, found: Candidate) -> Reason | None:
        before = found.before
        if before in SPACES and found.text[max(0, found.start - 2) : found.start - 1] in self._sets["always_ordinal"]:
            return "ordinal", Message("{before} before it makes it an ordinal", before=found.text[found.start - 2])
        if before and before in self._sets["ordinal_marks"] and self._is_mark(found):
            if before in self._sets["ordinal_only_one"] and found.digits not in self._sets["article"]:
                return None
            return "ordinal", Message("{before} before it makes it an ordinal", before=before)
        if found.digits in self._sets["idle_two"] and found.role in ("classifier", "duration", "place", "rank"):
            return "ordinal", Message("二 before a classifier is an ordinal; a count would be 两")
        return None

    def _is_mark(self, found: Candidate) -> bool:
        """图|3 is an ordinal, but in 更换水表|8000只 the character only ends a word."""
        if ends_with(found.text, found.start, self._sets["ordinal_false_friends"]):
            return False
        if found.before in self._sets["label_marks"] and found.value >= MANY_TABLES:
            return False
        words = found.left(MARK_CONTEXT)
        return found.before in self._sets["always_ordinal"] or len(words) == 1 or is_boundary(words, len(words) - 1)

    def _is_vague(self, found: Candidate) -> Reason | None:
        vague = ends_with(found.text, found.start, self._sets["vague_marks"])
        friend = ends_with(found.text, found.start, self._sets["ordinal_false_friends"])
        if vague and not friend and not self._verb_ends_at(found) and (found.bare_scale or found.digits[:1] in SCALES):
            return "vague", Message("a vague plural")
        if begins_with(found.text, found.number_end, self._sets["few"]):
            return "vague", Message("a vague plural")
        if found.bare_scale and found.role != "share" and not self._is_bounded(found) and not self._is_counted(found):
            return "class", Message("a scale word alone names a class, not an amount")
        return None

    def _is_bounded(self, found: Candidate) -> bool:
        """突破千亿元, 产值稳定在千亿元以上，: a bound before a scale word, or one behind it that closes the clause, makes it an amount."""
        if self._bounds.before(found.text, found.start)[0]:
            return True
        bound = self._bounds.after_pattern.match(found.text, found.end)
        return bound is not None and not is_han(found.text[bound.end() : bound.end() + 1])

    def _is_counted(self, found: Candidate) -> bool:
        """举办|百场招聘会: events are held one by one; a scale word before other units (百项文物保护工程, 千万吨炼化) names a thing."""
        entry = found.measured.entry if found.measured else None
        return entry is not None and entry.dimension == "event" and self._verb_ends_at(found)

    def _is_formula(self, found: Candidate) -> Reason | None:
        following = found.text[found.number_end : found.number_end + 1]
        if found.before in self._sets["formula_marks"] or following in self._sets["formula_marks"]:
            return "formula", Message("part of a numbered formula")
        return None

    def _is_class(self, found: Candidate) -> Reason | None:
        classed = found.role in ("bare", "measure", "share") or found.bare_scale
        if classed and begins_with(found.text, found.end, self._sets["class_marks"]):
            return "class", Message("the number names a class")
        return None

    def _is_excluded(self, found: Candidate) -> Reason | None:
        numeral, behind = found.text[found.start : found.end], found.text[found.end : found.end + WINDOW]
        window = f"{found.left(WINDOW)}«{numeral}»{behind}"
        if not self._any_exclusion.search(window):
            return None
        return "exclusion", next(reason for pattern, reason in self._exclusions if pattern.search(window))

    def _is_slogan(self, found: Candidate) -> Reason | None:
        """A number inside a short quotation belongs to a name or a slogan."""
        opening = found.text.rfind("“", max(0, found.start - MAX_SLOGAN), found.start)
        if opening < 0 or "”" in found.text[opening : found.start]:
            return None
        closing = found.text.find("”", found.end, opening + MAX_SLOGAN)
        words = found.text[opening:closing]
        if closing < 0 or any(mark in words for mark in self._sets["slogan_marks"]):
            return None
        return "slogan", Message("part of the name {words}", words=f"{words}”")

    def _is_duration(self, found: Candidate) -> Reason | None:
        if found.role != "duration":
            return None
        left = found.left(10)
        bound = self._bounds.before(found.text, found.start)[0]
        if bound and bound not in self._sets["duration_verbs"]:
            left = left.removesuffix(bound)
        stem = left
        while link := next((link for link in self._sets["duration_links"] if stem.endswith(link)), ""):
            stem = stem.removesuffix(link)
        if left.endswith(self._sets["lasting"]):
            return "duration", Message("how long something lasted")
        if left.endswith(self._sets["origin_marks"]) and begins_with(found.text, found.end, self._sets["limit_verbs"]):
            return None
        if stem.endswith(self._sets["duration_metrics"]) or left.endswith(self._sets["duration_metrics"]):
            return None
        if not (stem.endswith(self._sets["duration_verbs"]) or left.endswith(self._sets["duration_verbs"])):
            return "duration", Message("a duration that nothing changes or reaches")
        if begins_with(found.text, found.end, self._sets["duration_after"]) and not stem.endswith(self._sets["limit_verbs"]):
            return "duration", Message("a stretch of time, not what is promised")
        return None

    def _is_rank(self, found: Candidate) -> Reason | None:
        if found.role != "rank":
            return None
        left = found.left(4)
        if left.rstrip("".join(self._sets["aspect"])).endswith(self._sets["rank_verbs"]):
            return None
        if left.endswith(self._sets["rank_marks"]) or not is_han(found.after):
            return "rank", Message("a place in a ranking")
        return None

    def _is_article(self, found: Candidate) -> Reason | None:
        if found.digits[:1] not in HAN or found.digits[:1] == "":
            return None
        if found.role == "place":
            return "name", Message("Chinese numeral and place make a name or a phrase")
        if found.digits in self._sets["zeros"]:
            return "no number", Message("a word with 零 in it")
        if found.digits not in self._sets["article"] or found.percent:
            return None
        entry = found.measured.entry if found.measured else None
        if entry and entry.role == "share":
            return None
        delivered = entry is not None and (entry.one or self._is_handed_out(found, entry)) and self._verb_ends_at(found)
        if entry and (delivered or self._heads_series(found) or self._closes_series(found)):
            return None
        if entry and entry.role == "classifier" and ends_with(found.text, found.start, self._sets["at_least_one"]):
            return None
        return "article", Message("一 is an article or part of a fixed word here")

    def _is_handed_out(self, found: Candidate, entry: Unit) -> bool:
        """每个行政村设立|一个|卫生室, 每年开展|一次|评估."""
        each = self._each.search(found.left(EACH))
        if each is None or entry.role != "classifier":
            return False
        return entry.unit in self._sets["occasions"] if each.group("time") else entry.unit not in self._sets["vague_classifiers"]

    @staticmethod
    def _heads_series(found: Candidate) -> bool:
        """新建核电站|一个|、火电站四个: 一 counts where the next item of the list is counted in the same unit."""
        unit = found.measured.unit if found.measured else ""
        following = found.text[found.end : found.end + SERIES]
        if following[:1] not in ("、", "，") or unit not in following:
            return False
        return re.match(rf"[、，][一-龥]{{2,10}}{_COUNT}{unit}", following) is not None

    @staticmethod
    def _closes_series(found: Candidate) -> bool:
        """水电站六个，核电站|一个|，: so it does behind its noun, where the item before is counted in the same unit behind its own."""
        unit = found.measured.unit if found.measured else ""
        left = found.left(SERIES)
        if f"{unit}、" not in left and f"{unit}，" not in left:
            return False
        counted = re.search(rf"{_COUNT}{unit}[、，][^，、。；：是各]{{1,15}}[^，、。；：是各的]$", left)
        return counted is not None and not is_han(found.after)

    def _verb_ends_at(self, found: Candidate) -> bool:
        return len(self._implying.suffix(found.text, found.start)) > 1

    def _is_bare(self, found: Candidate) -> Reason | None:
        """A number without a unit counts where a large number names no classifier (1386万), or where a metric reaches it (指数达到92)."""
        if found.measured is not None or found.percent:
            return None
        if self._is_scaled(found) and found.after not in self._sets["no_scaled_noun"]:
            return None
        if found.digits[:1] in HAN:
            return "no unit", Message("a Chinese numeral without a classifier")
        following = found.after
        if following in self._sets["set_marks"] and len(found.digits) <= MAX_SET and self._counts_a_set(found):
            return None
        closes = not following or not (following.isalnum() or following in "“《（(:：/—-+＋")
        closes = closes or bool(self._bounds.after_pattern.match(found.text, found.end))
        closes = closes or begins_with(found.text, found.end, self._sets["closing_words"])
        if closes and ends_with(found.text, found.start, self._sets["bare_verbs"]):
            return None
        if found.before in self._sets["origin_marks"] and self._moved.match(found.text, found.end):
            return None
        led = self._verb_ends_at(found) or self._bounds.before(found.text, found.start)[0]
        if led and begins_with(found.text, found.end, self._sets["countable"]):
            return None
        return "no unit", Message("a number without a unit")

    @staticmethod
    def _counts_a_set(found: Candidate) -> bool:
        """6|大|基础信息资源库; in 2大学 the sign begins a word."""
        return is_han(found.text[found.end + 1 : found.end + 2]) and is_boundary(found.text[found.end : found.end + MARK_CONTEXT], 1)

    def _is_scaled(self, found: Candidate) -> bool:
        """Whether the number ends in 万 or 亿, and is more than that word alone."""
        last = found.text[found.start : found.number_end].rstrip("".join(self._inside))[-1:]
        more = found.digits[:1] not in HAN or len(found.digits) > 1 or found.bare_scale
        return last != "" and last in BIG_SCALES and more
