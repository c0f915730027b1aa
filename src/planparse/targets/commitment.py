"""Promised, reported or neither; how firmly; and by when.

A heading rules its section, 去年 and 截至 what follows them in the sentence, 已 its clause. The last word before a number decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import ModalityCue
from planparse.models import Deadline, DeadlineSource, Modality, Per, Period, Status
from planparse.outline import Heading
from planparse.quantities.matching import alternation
from planparse.quantities.numerals import DIGITS
from planparse.targets.frames import Frame
from planparse.targets.phrases import Phrases
from planparse.targets.times import TimeExpression, TimeGrammar, year_of

MAX_PEOPLE = 6
"""The name of a people (江苏人民, 陇原儿女) ends within so many characters of the number."""

MAX_DATE = 10
"""The date of a single number (一九八○年的|七千二百万吨) is not longer than this."""

MAX_SUM = 6
"""A noun up to this length behind a list of names only sums them up."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What a lead-in (到2027年，实现以下目标：) says for all that it governs."""

    deadline: Deadline | None = None
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a sentence: the status of its section or paragraph (``default`` if neither says), and its lead-in."""

    default: Status
    section: Status | None
    lead: Lead | None
    period: Period | None
    issued: int | None


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    status: Status
    reach: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence at ``[start, end)``; ``group`` is where the stretch up to 。 begins that it is part of, ``body`` the paragraph."""

    body: int
    group: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What has been said, up to the end of a sentence, of the numbers in it.

    ``cues`` and ``times`` are those of the sentence and the last one before that still reaches it, ``modality`` the cues of the
    sentence, ``expected`` what a list of expectations earlier in the paragraph makes of it.
    """

    stretch: Stretch
    cues: Sequence[_Cue]
    times: Sequence[TimeExpression]
    modality: Sequence[re.Match[str]]
    expected: Modality | None


class CommitmentGrammar:
    """The cues of a lexicon, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = lexicon.sets
        self._sets = sets
        self._of = sets["attributive"][0]
        self._times = TimeGrammar.of(lexicon)
        self._phrases = Phrases.of(lexicon)
        self._heading = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "heading"]
        self._top = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "top"]
        self._paragraph = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "paragraph"]
        self._opening = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "opening"]
        self._line = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "line"]
        self._status = {cue.cue: cue for cue in lexicon.status if cue.where in ("sentence", "clause")}
        self._status_pattern = alternation(self._status)
        self._modality = {cue.cue: cue for cue in lexicon.modality}
        self._modality_pattern = alternation(self._modality)
        self._lists = tuple(cue.cue for cue in lexicon.modality if cue.reach == "list")
        is_comma = "|".join(map(re.escape, sets["announcing"]))
        cues = "|".join(map(re.escape, sorted(self._lists, key=len, reverse=True)))
        self._list_pattern = re.compile(rf"(?P<cue>{cues})(?:[^。：:]*[：:]|[^。：:，]*{is_comma})")
        self._described_before = lexicon.pattern("described_before")
        self._described_behind = lexicon.pattern("described_behind")
        self._plan_opening = lexicon.pattern("plan_opening")
        self._plans = {plan.plan: plan for plan in lexicon.plans}
        self._dated = lexicon.pattern("dated_number")
        self._per: tuple[tuple[Per, tuple[str, ...]], ...] = (
            ("year", sets["per_year"]), ("month", sets["per_month"]), ("day", sets["per_day"]),
        )  # fmt: skip

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> CommitmentGrammar:
        return CommitmentGrammar(lexicon)

    # -- sections, paragraphs, lead-ins

    def section_status(self, headings: Sequence[Heading], issued: int | None) -> Status | None:
        """What the headings, innermost first, say of all that stands under them; a year says whether it is over."""
        for heading in headings:
            cues = self._heading if heading.level > 1 else (*self._heading, *self._top)
            said = [status for cue, status in cues if cue in heading.title]
            if said:
                return said[0] if len({*said, "context"}) <= 2 else None
            years = [year for found in _YEAR.findall(heading.title) if (year := year_of(found))]
            if issued and years:
                return "achieved" if max(years) < issued else "planned"
        return None

    def opens_plan(self, heading: Heading) -> bool:
        """Whether a heading of the first level says what is to be done (二、大力推进企业改革), so that a review before it is over."""
        return heading.level == 1 and heading.title.startswith(self._sets["plan_openings"])

    def opening_status(self, line: str, issued: int | None) -> Status | None:
        """What the first words of a paragraph say of it and of those that follow."""
        opening = line.strip()[:20]
        named = self._plan_opening.match(opening)
        plan = self._plans.get(named.group(1)) if named else None
        if plan and issued:
            return "achieved" if plan.end < issued else "planned"
        found = [(opening.find(cue), status) for cue, status in self._opening if cue in opening]
        return min(found, default=(0, None))[1]

    def paragraph_status(self, line: str) -> Status | None:
        """A paragraph that opens with 过去五年, or a photo caption."""
        bare = line.strip()
        for cue, status in self._line:
            if bare.rstrip("。").endswith(cue):
                return status
        opening = bare[:24]
        return next((status for cue, status in self._paragraph if cue in opening), None)

    def lead_of(self, text: str, start: int, end: int, period: Period | None) -> Lead | None:
        """The lead-in that ``text[start:end]`` is: a time with 到 before it, or words that make what follows expected."""
        modality: Modality | None = "expect" if any(cue in text[start:end] for cue in self._lists) else None
        for time in self._times.find(text, start, end, period):
            if not time.compared and text.endswith(self._sets["until"], start, time.start):
                before = text[max(start, time.start - 4) : time.start]
                if any(word in before for word in self._sets["strive_words"]):
                    modality = "strive"
                return Lead(_deadline(text, time, "lead"), modality)
        return Lead(None, modality) if modality else None

    # -- one sentence

    def listen(self, text: str, stretch: Stretch, before: Heard | None, setting: Setting) -> Heard:
        """What a sentence says of its numbers, with what still holds from ``before``. No character is read more than twice."""
        goes_on = before is not None and before.stretch.group == stretch.group
        same_paragraph = before is not None and before.stretch.body == stretch.body
        cues, times = self._cues(text, before.stretch.end if before and goes_on else stretch.group, stretch.end, setting)
        if before and goes_on:
            cues, times = [*before.cues, *cues], [*before.times, *times]
        unread = before.stretch.start if before and same_paragraph else stretch.body
        listed = self._list_pattern.search(text, unread, stretch.start)
        expected = self._modality[listed.group("cue")].modality if listed else before.expected if before and same_paragraph else None
        return Heard(
            stretch,
            cues=_still_heard(cues, stretch.start, lambda cue: cue.reach == "sentence"),
            times=_still_heard(times, stretch.start, lambda time: self._is_ahead(time, setting)),
            modality=list(self._said(self._modality_pattern, text, stretch.start, stretch.end)),
            expected=expected,
        )

    def _cues(self, text: str, start: int, end: int, setting: Setting) -> tuple[list[_Cue], list[TimeExpression]]:
        times = self._times.find(text, start, end, setting.period)
        found = self._said(self._status_pattern, text, start, end)
        cues = [self._cue(match) for match in found if not self._is_compared(text, match.start())]
        if setting.issued:
            for time in times:
                past = time.last.year < setting.issued
                dated = past and bool(self._dated.match(text, time.end))
                if time.explicit and (dated or not time.compared):
                    cues.append(_Cue(time.start, "achieved" if past else "planned", "number" if dated else "sentence"))
        return sorted(cues, key=lambda cue: cue.start), times

    def _said(self, cues: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The cues in ``text[start:end]``; 拥有量 is none, though 拥有 is."""
        friends = self._sets["cue_false_friends"]
        return (found for found in cues.finditer(text, start, end) if not text.startswith(friends, found.start()))

    @staticmethod
    def _is_ahead(time: TimeExpression, setting: Setting) -> bool:
        return not time.compared and (setting.issued is None or time.last.year >= setting.issued)

    def _cue(self, found: re.Match[str]) -> _Cue:
        entry = self._status[found.group()]
        return _Cue(found.start(), entry.status, entry.where)

    def _is_compared(self, text: str, at: int) -> bool:
        return text.endswith(self._sets["compared_to"], max(0, at - 4), at)

    def status(self, text: str, frame: Frame, heard: Heard, setting: Setting) -> Status:
        """Planned, achieved or context, by what the frame is and then by the last cue before its number."""
        base = heard.stretch.start
        if frame.threshold or self._is_context(text, base, frame):
            return "context"
        if setting.section == "context":
            return "planned" if frame.verb and frame.verb.plain and frame.verb.action.measure == "output" else "context"
        status = setting.section or setting.default
        clause_start = base + frame.clause[0]
        for cue in heard.cues:
            if cue.start >= frame.mention.start:
                break
            if cue.reach == "clause" and cue.start < clause_start:
                continue
            if cue.reach == "number" and frame.mention.start - cue.start > MAX_DATE:
                continue
            if cue.reach == "clause" and self._only_describes(text, cue, frame):
                continue
            if setting.section == "achieved" and cue.status == "planned" and cue.reach == "clause":
                continue
            status = cue.status
        if status != "planned":
            return status
        clause = text[clause_start : frame.mention.start].lstrip(" \u3000")
        if frame.baseline or self._is_standing(clause):
            return "achieved"
        return "context" if self._is_only_named(clause, text[frame.mention.right : base + frame.clause[1]], frame) else status

    def _only_describes(self, text: str, cue: _Cue, frame: Frame) -> bool:
        """盯紧已经谋划的1400个项目: what is said before 的 tells which things are counted, and not what is done with them."""
        mention = frame.mention
        described = text[: mention.left].endswith(self._of) and mention.role == "classifier"
        return described and cue.status == "achieved" and frame.verb is None

    def _is_standing(self, clause: str) -> bool:
        """我国有2.9亿在校学生: how things stand, in the middle of a plan."""
        if clause.startswith(self._sets["still_having"]):
            return True
        region = next((region for region in self._sets["regions"] if clause.startswith(region)), None)
        return region is not None and clause.startswith(self._sets["having"], len(region))

    def _is_only_named(self, before: str, behind: str, frame: Frame) -> bool:
        """Whether a number in a plan only says which things are meant; ``before`` and ``behind`` are the words of its clause around it."""
        mention = frame.mention
        if mention.role in ("classifier", "bare") and self._described_before.search(before) and self._described_behind.match(behind):
            return True
        if mention.role in ("measure", "bare") and self._is_one_of_many(before, frame):
            return True
        if mention.role == "share":
            return behind.startswith(self._sets["share_phrases"]) and before.startswith(self._sets["at_a_rate"])
        if frame.verb is None and frame.noun_first and frame.indicator in self._sets["standing_groups"]:
            return True
        if mention.role != "classifier" or frame.noun_first:
            return False
        persons = mention.entry is not None and mention.entry.dimension == "person"
        if persons and mention.right > mention.end and frame.right.startswith(self._sets["group_nouns"]):
            return True
        if frame.verb is None and (self._owns_metric(behind, frame) or before.startswith(self._sets["existing_uses"])):
            return True
        delivered = frame.verb is not None and frame.verb.plain and frame.verb.text not in self._sets["quality_verbs"]
        governed = frame.action is not None and (frame.verb is None or frame.action != frame.verb.text)
        if governed or mention.comparator != "eq" or frame.left.endswith(self._sets["example_marks"]):
            return False
        return self._counts_names(before, frame) or (not delivered and mention.unit in self._sets["kinds"])

    def _owns_metric(self, behind: str, frame: Frame) -> bool:
        """8个产业集群产值突破6100亿元: the next number is what is measured, of so many."""
        measured = any(char.isnumeric() for char in behind[len(frame.right) :])
        return measured and self._phrases.ends_metric(frame.right)

    def _is_one_of_many(self, before: str, frame: Frame) -> bool:
        """一批产值超500亿元的集群: how large each of an unknown number has to be."""
        return any(word in before for word in self._sets["unknown_numbers"]) and frame.mention.comparator != "eq"

    def _counts_names(self, before: str, frame: Frame) -> bool:
        """黄河、长城、太行三个…: as many as the names before it, with no verb that delivers them."""
        words, mark = frame.left, self._sets["list_comma"][0]
        if frame.verb is None and before == words and self._phrases.verbs.find(frame.right):
            return False
        leading = self._phrases.verbs.leading(words)
        if leading and leading.plain and leading.text not in self._sets["quality_verbs"]:
            return False
        counts = (words.count(mark) + 1, len(self._phrases.coordinated(words)))
        return any(count == frame.mention.value and count > 1 for count in counts)

    def _is_context(self, text: str, base: int, frame: Frame) -> bool:
        mention = frame.mention
        if not frame.noun_first and mention.role in ("classifier", "bare") and self._sums_up(text, frame):
            return True
        if mention.unit in self._sets["sums_up_units"]:
            return True
        if frame.verb is None and mention.role in ("classifier", "bare") and self._says_where(text, base, frame):
            return True
        if mention.role == "classifier" and text[: mention.start].removesuffix(self._of).endswith(self._sets["points_back"]):
            return True
        if mention.role == "measure" and frame.right.startswith(self._sets["parts_of_amounts"]):
            return True
        if mention.role == "measure" and text.endswith(self._sets["each"], 0, mention.start):
            return True
        if mention.entry is not None and mention.entry.dimension == "voltage" and not frame.noun_first:
            return True
        if mention.role == "measure" and not frame.noun_first and not frame.verb and not self._is_money(frame):
            return True
        if mention.role == "measure" and not frame.noun_first and self._is_money(frame) and mention.right > mention.end:
            return True
        if mention.role == "measure" and not frame.noun_first and self._is_size(frame):
            return True
        if frame.action in self._sets["existing_uses"]:
            return True
        if mention.role == "bare" and not frame.noun_first and self._is_population(frame):
            return True
        return self._is_grant(text, base, frame)

    def _says_where(self, text: str, base: int, frame: Frame) -> bool:
        """聚焦28条产业链: where the work is done, and not how much of it."""
        clause = text[base + frame.clause[0] : frame.mention.start].lstrip(" \u3000")
        return not frame.noun_first and clause.startswith(self._sets["frames_of_work"])

    def _is_size(self, frame: Frame) -> bool:
        """The size of a thing that is only named: 推进10万亩灌区前期工作, 建设兰州石化120万吨乙烯项目."""
        if frame.right.endswith(self._sets["preliminary_work"]):
            return True
        if frame.examples and frame.verb:
            return False
        entry = frame.mention.entry
        capacity = entry is not None and entry.dimension in self._sets["capacity_dimensions"]
        return capacity and frame.right.endswith(self._sets["capacity_things"]) and not (frame.verb and frame.verb.causative)

    def _is_population(self, frame: Frame) -> bool:
        names, peoples = self._sets["population_names"], self._sets["peoples"]
        named = frame.right.startswith(names) or any(people in frame.right[:MAX_PEOPLE] for people in peoples)
        return named or (frame.mention.bound is not None and frame.left.endswith(self._sets["metric_ends"]))

    def _is_money(self, frame: Frame) -> bool:
        entry = frame.mention.entry
        return bool(entry and entry.dimension == "money")

    def _sums_up(self, text: str, frame: Frame) -> bool:
        if frame.indicator in self._sets["sums_up"] or frame.right.startswith(self._sets["sums_up_heads"]):
            return True
        noun = frame.right.partition(self._of)[0]
        if noun in self._sets["sums_up"] and text[frame.mention.start] in DIGITS:
            return True
        if {frame.indicator, noun} & set(self._sets["sums_up_list"]) and text[frame.mention.start] in DIGITS:
            return True
        comma = self._sets["list_comma"]
        listed = any(mark in frame.left for mark in comma) and not frame.left.endswith((*self._sets["example_marks"], *comma))
        return listed and len(frame.indicator) <= MAX_SUM and frame.indicator.endswith(self._sets["sums_up_list"])

    def _is_grant(self, text: str, base: int, frame: Frame) -> bool:
        """对首次入库的企业给予50万元奖励: a standard of support and no target of the plan."""
        if not self._is_money(frame) and frame.mention.role != "share":
            return False
        before = text[base + frame.clause[0] : frame.mention.start]
        behind = text[frame.mention.right : base + frame.clause[1]]
        if any(word in before for word in self._sets["strong_grants"]):
            return True
        granted = self._phrases.clean(behind).startswith(self._sets["granted_nouns"])
        if granted and any(word in before for word in self._sets["grants"]):
            return True
        said = text[base : frame.mention.start]
        if any(word in before for word in self._sets["caps"]) and any(word in said for word in self._sets["grant_words"]):
            return True
        if not self._is_conditional(text[base : frame.mention.start]):
            return False
        stem = before
        while stem.endswith(self._sets["grant_adverbs"]):
            stem = stem[: -len(next(word for word in self._sets["grant_adverbs"] if stem.endswith(word)))]
        return stem.endswith(self._sets["grant_words"]) or any(word in behind for word in self._sets["strong_grants"])

    def _is_conditional(self, words: str) -> bool:
        """Whether a clause of the sentence so far opens with 对, 凡 or 符合."""
        openings = (clause.lstrip(" \u3000") for clause in _CLAUSES.split(words))
        return any(clause.startswith(self._sets["condition_heads"]) for clause in openings)

    def modality(self, text: str, frame: Frame, heard: Heard, setting: Setting) -> Modality:
        """How firmly, for a planned number: its own verb, the last cue that reaches it, the lead-in, else firm."""
        if frame.verb and frame.verb.action.modality:
            return frame.verb.action.modality
        found = heard.expected
        for match in heard.modality:
            cue = self._modality[match.group()]
            if match.start() < frame.mention.start and self._reaches(text, match, cue, heard.stretch.start, frame, found):
                found = cue.modality
        return found or (setting.lead.modality if setting.lead else None) or "firm"

    def _reaches(self, text: str, match: re.Match[str], cue: ModalityCue, base: int, frame: Frame, found: Modality | None) -> bool:
        """Whether a cue holds for a number: over a list behind its colon, to the end of the sentence, or in its clause."""
        clause_start = base + frame.clause[0]
        if cue.reach == "list":
            between = text[match.end() : frame.mention.start]
            announced = any(mark in between for mark in ("：", ":", *self._sets["announcing"]))
            return announced or match.start() >= clause_start
        if cue.reach == "sentence":
            return found != "expect" or match.start() >= clause_start
        if match.start() < clause_start:
            return False
        return cue.cue not in self._sets["explore_cues"] or self._opens(text, clause_start, match.start())

    def _opens(self, text: str, clause_start: int, at: int) -> bool:
        words = text[clause_start:at].strip("，、； \u3000")
        while words.endswith(self._sets["clause_openers"]):
            words = words[: -len(next(word for word in self._sets["clause_openers"] if words.endswith(word)))]
        return not words

    def deadline(self, text: str, frame: Frame, heard: Heard, setting: Setting) -> Deadline | None:
        """The last time named before the number that is not yet over; else the lead-in's; else the document's period."""
        named = (time for time in heard.times if time.start < frame.mention.start and self._is_ahead(time, setting))
        chosen = self._own_of_several(text, frame, heard) or max(named, key=lambda time: time.start, default=None)
        if chosen:
            return _deadline(text, chosen, "sentence")
        if setting.lead and setting.lead.deadline:
            return setting.lead.deadline
        if setting.period:
            return Deadline(start=setting.period.start, end=setting.period.end, text=None, source="document")
        return None

    def _own_of_several(self, text: str, frame: Frame, heard: Heard) -> TimeExpression | None:
        """2025年、2026年分别新建2座、3座: each number has the time at its own place in the list."""
        start = heard.stretch.start + frame.clause[0]
        split = text.rfind(self._sets["each_of_several"][0], start, frame.mention.start)
        times = [time for time in heard.times if start <= time.start < split]
        listed = all(text[one.end : other.start] in self._sets["series_marks"] for one, other in itertools.pairwise(times))
        before = sum(text.count(mark, split, frame.mention.start) for mark in self._sets["series_marks"])
        return times[before] if len(times) > 1 and listed and before < len(times) else None

    def per(self, text: str, frame: Frame, heard: Heard) -> Per | None:
        """每年, 日均 and the like in the clause before the number."""
        before = text[heard.stretch.start + frame.clause[0] : frame.mention.start]
        return next((per for per, words in self._per if any(word in before for word in words)), None)


class _Said(Protocol):
    @property
    def start(self) -> int: ...


_AnySaid = TypeVar("_AnySaid", bound=_Said)


def _still_heard(said: Sequence[_AnySaid], start: int, reaches: Callable[[_AnySaid], bool]) -> list[_AnySaid]:
    """What was said from ``start`` on, and the last thing before it that reaches so far."""
    earlier = [one for one in said if one.start < start and reaches(one)]
    return [*earlier[-1:], *(one for one in said if one.start >= start)]


_CLAUSES = re.compile(r"[，；：]")
_YEAR = re.compile(r"(?<![0-9０-９])([12１２][0-9０-９]{3})年")


def _deadline(text: str, time: TimeExpression, source: DeadlineSource) -> Deadline:
    return Deadline(start=time.first, end=time.last, text=text[time.start : time.end], source=source)
