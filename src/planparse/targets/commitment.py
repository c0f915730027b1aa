"""Promised, reported or neither; how firmly; and by when.

A heading rules its section, 去年 and 截至 what follows them in the sentence, 已 its clause. The last word before a number decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import ModalityCue, PlanPeriod
from planparse.models import Deadline, DeadlineSource, Modality, Per, Period, Status
from planparse.outline import Heading
from planparse.quantities.matching import alternation
from planparse.targets.frames import Frame
from planparse.targets.naming import Around, Naming
from planparse.targets.times import YEAR, TimeExpression, TimeGrammar, year_of, year_span
from planparse.targets.verbs import VerbTable

MAX_DATE = 10
"""The date of a single number (一九八○年的|七千二百万吨) is not longer than this."""

MAX_COMPARISON = 8
"""去年大体持平, from the base of a comparison to its last word."""

MAX_UNTIL = 4
"""截至到 and a space."""

MAX_NAME = 8
"""“两个确保”: a name in quotation marks is not longer than this; what is longer is a saying, and may promise."""

DECEMBER = 12

NUMERAL = "0"
"""Stands for the number behind the words that a pattern looks at."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What a lead-in (到2027年，实现以下目标：) says for all that it governs."""

    deadline: Deadline | None = None
    modality: Modality | None = None


class Setting(NamedTuple):
    """What surrounds a sentence: the status of its section or paragraph (``default`` if neither says), and its lead-in.

    ``glossary`` says whether the section explains words.
    """

    default: Status
    section: Status | None
    lead: Lead | None
    period: Period | None
    issued: int | None
    glossary: bool = False


class _Cue(NamedTuple):
    start: int
    status: Status
    reach: str


class Stretch(NamedTuple):
    """A sentence at ``[start, end)``; ``group`` is where the stretch up to 。 begins that it is part of, ``body`` the paragraph."""

    body: int
    group: int
    start: int
    end: int


class Heard(NamedTuple):
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
        self._naming, self._verbs = Naming.of(lexicon), VerbTable.of(lexicon)
        self._heading = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "heading"]
        self._glossaries = tuple(cue.cue for cue in lexicon.status if cue.glossary)
        self._top = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "top"]
        self._paragraph = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "paragraph"]
        self._opening = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "opening"]
        self._paragraph_pattern = alternation([cue for cue, _ in self._paragraph])
        self._opening_pattern = alternation([cue for cue, _ in self._opening])
        self._line = [(cue.cue, cue.status) for cue in lexicon.status if cue.where == "line"]
        self._status = {cue.cue: cue for cue in lexicon.status if cue.where in ("sentence", "clause")}
        self._status_pattern = alternation(self._status)
        self._modality = {cue.cue: cue for cue in lexicon.modality}
        self._modality_pattern = alternation(self._modality)
        self._lists = tuple(cue.cue for cue in lexicon.modality if cue.reach == "list")
        announcing = "|".join(map(re.escape, sets["announcing"]))
        cues = "|".join(map(re.escape, sorted(self._lists, key=len, reverse=True)))
        self._list_pattern = re.compile(rf"(?P<cue>{cues})(?:[^。：:]*[：:]|[^。：:，]*{announcing})")
        self._plan_opening = lexicon.pattern("plan_opening")
        self._plans = {plan.plan: plan for plan in lexicon.plans}
        self._effort = lexicon.pattern("heading_effort")
        self._inside = frozenset(sets["cue_inside"])
        self._described = lexicon.pattern("described_by_time")
        self._dated = lexicon.pattern("dated_number")
        self._series_ahead, self._series_behind = lexicon.pattern("series_ahead"), lexicon.pattern("series_behind")
        self._base_ahead, self._part_of_last_year = lexicon.pattern("base_ahead"), lexicon.pattern("part_of_last_year")
        self._aspect = lexicon.pattern("aspect_mark")
        self._stated = alternation([verb + sets["aspect"][0] for verb in sets["stating_verbs"]])
        per: tuple[tuple[Per, str], ...] = (("year", "per_year"), ("month", "per_month"), ("day", "per_day"))
        self._per = [(unit, alternation(sets[name])) for unit, name in per]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> CommitmentGrammar:
        return CommitmentGrammar(lexicon)

    # -- sections, paragraphs, lead-ins

    def section_status(self, headings: Sequence[Heading], issued: int | None) -> Status | None:
        """What the headings, innermost first, say of all that stands under them; a year says whether it is over."""
        for index, heading in enumerate(headings):
            cues = self._heading if heading.level > 1 else (*self._heading, *self._top)
            said = [status for cue, status in cues if cue in heading.title and self._tells(heading.title, cue, status)]
            if said and self._names_outcome(heading, headings[index + 1 :]):
                return "planned"
            if said:
                return said[0] if len({*said, "context"}) <= 2 else None
            years = [year for found in _YEAR.findall(heading.title) if (year := year_of(found))]
            if issued and years:
                return "achieved" if max(years) < issued else "planned"
        return None

    def is_glossary(self, headings: Sequence[Heading]) -> bool:
        """名词解释: whether a section explains words."""
        return any(cue in heading.title for heading in headings for cue in self._glossaries)

    def _tells(self, title: str, cue: str, status: Status) -> bool:
        """（三）夯实农业发展基础 promises what 一、发展基础 would report, 提高补助标准 what 补助标准 would set."""
        return status == "planned" or not self._effort.search(title[: title.find(cue)])

    def section_lead(self, headings: Sequence[Heading], issued: int | None, period: Period | None) -> Lead | None:
        """二、1981年计划的主要任务, in a report of 1980: a heading of plans with a time of its own gives it to its section."""
        for heading in headings:
            if any(cue in heading.title for cue, status in self._heading if status == "planned"):
                times = [time for time in self._times.find(heading.title, 0, len(heading.title), period) if not time.compared]
                if len(times) != 1 or issued is None or times[0].last.year < issued or (period and times[0].last == period.end):
                    return None
                return Lead(_deadline(heading.title, times[0], "lead"))
        return None

    def _names_outcome(self, heading: Heading, above: Sequence[Heading]) -> bool:
        """（三）主要目标 over 应用成效显著: under a heading of goals, one that tells an outcome tells the one that is aimed at."""
        outcome = heading.title.endswith(self._sets["outcomes"])
        return outcome and any(word in one.title for one in above for word in self._sets["goal_headings"])

    def opens_plan(self, heading: Heading) -> bool:
        """Whether a heading of the first level says what is to be done (二、大力推进企业改革), so that a review before it is over."""
        return heading.level == 1 and heading.title.startswith(self._sets["plan_openings"])

    def opening_status(self, line: str, issued: int | None) -> Status | None:
        """What the first words of a paragraph say of it and of those that follow."""
        opening = re.split("[。；]", line.strip()[:20])[0]
        plan = self._opening_plan(line)
        if plan and issued:
            return "achieved" if plan.end < issued else "planned"
        if not self._opening_pattern.search(opening):
            return None
        found = [(at, status) for cue, status in self._opening if (at := opening.find(cue)) >= 0 and not self._is_compared(opening, at)]
        return min(found, default=(0, None))[1]

    def _opening_plan(self, line: str) -> PlanPeriod | None:
        named = self._plan_opening.match(line.strip()[:20])
        return self._plans.get(named.group(1)) if named else None

    def plan_lead(self, line: str, issued: int | None) -> Lead | None:
        """“十四五”时期是…: a paragraph that opens with a plan not yet over gives its end to itself and to those that follow."""
        plan = self._opening_plan(line)
        if plan is None or issued is None or plan.end < issued:
            return None
        return Lead(_deadline_of(*year_span(plan.start, plan.end), None, "lead"))

    def paragraph_status(self, line: str) -> Status | None:
        """A paragraph that opens with 过去五年, or a photo caption."""
        bare = line.strip()
        for cue, status in self._line:
            if bare.rstrip("。").endswith(cue):
                return status
        opening = bare[:24]
        if not self._paragraph_pattern.search(opening):
            return None
        return next(status for cue, status in self._paragraph if cue in opening)

    def lead_of(self, text: str, start: int, end: int, period: Period | None) -> Lead | None:
        """The lead-in that ``text[start:end]`` is: a time with 到 before it, or words that make what follows expected."""
        modality: Modality | None = "expect" if any(cue in text[start:end] for cue in self._lists) else None
        for time in self._times.find(text, start, end, period):
            if not time.compared and text.endswith(self._sets["until"], start, time.start):
                before = text[max(start, time.start - 4) : time.start]
                if any(word in before for word in self._sets["strive_words"]) or self._strives_for_list(text[time.end : end]):
                    modality = "strive"
                return Lead(_deadline(text, time, "lead"), modality)
        return Lead(None, modality) if modality else None

    def _strives_for_list(self, words: str) -> bool:
        """到2027年，|力争实现以下目标：| strives for all that it leads to."""
        last = re.split(r"[，,；;]", words)[-1]
        return last.endswith(("：", ":")) and last.startswith(self._sets["strive_words"])

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
        bases = {time.end for time in times if time.compared and text.startswith(self._sets["weak_cues"], time.end)}  # 到2019年|同期
        begun = {time.end: time.start for time in times}  # 2018年|以来
        kept = (match for match in found if match.start() not in bases and not self._is_compared(text, match.start()))
        cues = [self._cue(match) for match in kept if not self._says_which(text, match, begun.get(match.start(), match.start()))]
        year = setting.issued or (setting.period.start.year if setting.period else None)
        if year:
            for time in times:
                past = time.last.year < year or self._is_up_to_date(text, time, year)
                if past and setting.issued is None:
                    continue  # a goal says only by when, and not when it was set
                if not past and setting.section == "achieved" and not self._is_ahead_in_review(text, time):
                    continue
                dated = past and bool(self._dated.match(text, time.end)) and not text.endswith(self._sets["multiple_marks"], 0, time.start)
                if past and not dated and self._describes(text, time.start, time.end):
                    continue
                if time.explicit and (dated or not time.compared):
                    cues.append(_Cue(time.start, "achieved" if past else "planned", "number" if dated else "sentence"))
        for done in self._aspect.finditer(text, start, end):
            if not self._stated.search(text, max(start, done.start() - 2), done.end()):
                cues.append(_Cue(done.start(), "achieved", "sentence"))
        return sorted(cues, key=lambda cue: cue.start), times

    def _says_which(self, text: str, cue: re.Match[str], start: int) -> bool:
        open_ended = cue.group()[-1] not in _STATEMENT_ENDS
        return open_ended and self._status[cue.group()].status == "achieved" and self._describes(text, start, cue.end())

    def _describes(self, text: str, start: int, end: int) -> bool:
        """推动|去年底前建成的|412座冷库联网: a time that tells which things something is done with says not when it is done."""
        if not self._described.match(text, end):
            return False
        opened = max(text.rfind(mark, 0, start) for mark in _STATEMENT_ENDS) + 1
        before = text[opened:start]
        verb = self._verbs.tail(before)
        return before.endswith(self._sets["acting_on"]) or (verb is not None and verb.action.role != "state")

    def _is_up_to_date(self, text: str, time: TimeExpression, issued: int) -> bool:
        """截至2025年6月 in a document of that year: how far things have come."""
        until_now = text.endswith(self._sets["until_now"], max(0, time.start - MAX_UNTIL), time.start)
        return until_now and time.last.year == issued and time.last.month < DECEMBER

    def _is_ahead_in_review(self, text: str, time: TimeExpression) -> bool:
        """到2030年 or 2025年预计 look ahead even in a review; 2022年数据产量达 in the review of 2022 does not."""
        return text.endswith(self._sets["until"], 0, time.start) or text.startswith(self._sets["looks_ahead"], time.end)

    def _said(self, cues: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The cues in ``text[start:end]``; 拥有量 holds none, though 拥有 is one, and 项目前期 and “两个确保” none either."""
        friends = self._sets["cue_false_friends"]
        for found in cues.finditer(text, start, end):
            inside = text[max(start, found.start() - 1) : found.end()] in self._inside
            if not inside and not text.startswith(friends, found.start()) and not _is_named(text, found):
                yield found

    @staticmethod
    def _is_ahead(time: TimeExpression, setting: Setting) -> bool:
        return not time.compared and (setting.issued is None or time.last.year >= setting.issued)

    def _cue(self, found: re.Match[str]) -> _Cue:
        entry = self._status[found.group()]
        return _Cue(found.start(), entry.status, entry.where)

    def _is_compared(self, text: str, at: int) -> bool:
        """比|去年增长, 与|去年大体持平: the base of a comparison says nothing of the time of a number."""
        before, behind = max(0, at - 4), text[at : at + MAX_COMPARISON]
        if self._part_of_last_year.match(text, at):
            return True
        if text.endswith(self._sets["ground_marks"], before, at) and self._base_ahead.match(text, at):
            return True
        alike = any(end in behind for end in self._sets["comparison_ends"])
        return text.endswith(self._sets["compared_to"], before, at) or (alike and text.endswith(self._sets["compared_with"], before, at))

    def status(self, text: str, frame: Frame, heard: Heard, setting: Setting) -> Status:
        """Planned, achieved or context, by what the frame is and then by the last cue before its number."""
        around = Around.of(text, heard.stretch.start, heard.stretch.end, frame)
        if frame.threshold or self._naming.is_context(around, frame):
            return "context"
        if setting.section == "context":
            repeated = setting.glossary and frame.verb is not None and frame.verb.plain and frame.verb.action.measure == "output"
            return "planned" if repeated else "context"
        status = self._last_said(text, frame, heard, setting)
        if status != "planned":
            return status
        if frame.baseline or self._naming.is_base(around) or self._naming.is_standing(around, frame) or self._is_done(frame, around):
            return "achieved"
        return "context" if self._naming.is_only_named(around, frame) else status

    def giving(self, text: str, frame: Frame, heard: Heard) -> str | None:
        """The verb of a standard of support; that of the frame for any other number."""
        return self._naming.giving(Around.of(text, heard.stretch.start, heard.stretch.end, frame), frame)

    def _is_done(self, frame: Frame, around: Around) -> bool:
        """取消了336亿元的税费, 16家机构参加了会议: what is said with 了 is done, unless it is a statement (提出了下降20%的目标)."""
        if self._aspect.search(around.before[-2:] + NUMERAL):
            return True
        if self._stated.search(around.before):
            return False
        return self._aspect.search(around.before) is not None or self._aspect.search(around.behind) is not None

    def _last_said(self, text: str, frame: Frame, heard: Heard, setting: Setting) -> Status:
        """What the last cue that reaches a number says of it; without one, what its section does."""
        status = setting.section or setting.default
        clause_start = self._statement_start(frame, heard.stretch)
        for cue in heard.cues:
            if cue.start >= frame.mention.start:
                break
            if self._holds(text, cue, frame, clause_start, heard, setting):
                status = cue.status
        return status

    @staticmethod
    def _statement_start(frame: Frame, stretch: Stretch) -> int:
        """Where the statement begins that a number is part of: 产值|将增长5%|，达到600亿元 is one."""
        first = frame
        while first.continues is not None and first.continues.mention.start >= stretch.start:
            first = first.continues
        return stretch.start + first.clause[0]

    @staticmethod
    def _is_aimed_at(cues: Sequence[_Cue], start: int, end: int) -> bool:
        """力争|同比增长5%: whether the clause says so far that it promises."""
        return any(cue.status == "planned" and start <= cue.start < end for cue in cues)

    def _holds(self, text: str, cue: _Cue, frame: Frame, clause_start: int, heard: Heard, setting: Setting) -> bool:
        if cue.reach == "number":
            return frame.mention.start - cue.start <= MAX_DATE
        if cue.reach != "clause":
            return True
        if cue.start < clause_start or self._only_describes(text, cue, frame):
            return False
        if text.startswith(self._sets["existing_cues"], cue.start) and text.startswith(self._sets["each"], clause_start):
            return False
        if setting.section == "planned" and text.startswith(self._sets["year_on_year"], cue.start):
            return False
        if text.startswith(self._sets["weak_cues"], cue.start) and self._is_aimed_at(heard.cues, clause_start, cue.start):
            return False
        return not (setting.section == "achieved" and cue.status == "planned")

    def _only_describes(self, text: str, cue: _Cue, frame: Frame) -> bool:
        """盯紧已经谋划的1400个项目: what is said before 的 tells which things are counted, and not what is done with them."""
        mention = frame.mention
        described = text.endswith(self._of, 0, mention.left) and mention.role == "classifier"
        return described and cue.status == "achieved" and frame.verb is None

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
            return _deadline_of(setting.period.start, setting.period.end, None, "document")
        return None

    def _own_of_several(self, text: str, frame: Frame, heard: Heard) -> TimeExpression | None:
        """2025年、2026年分别新建2座、3座, 到2025年、2027年，规模达到500亿元、800亿元: each number has the time at its own place.

        Without 分别 that holds for as many bare numbers as there are times.
        """
        times = self._listed_times(text, frame, heard)
        if len(times) < 2:
            return None
        clause = max(times[-1].end, heard.stretch.start + frame.clause[0])
        split = text.find(self._sets["each_of_several"][0], clause, frame.mention.start)
        if split >= 0:
            ahead, total = text[split : frame.mention.start], len(times)
        else:
            series = self._series_ahead.search(text, times[-1].end, frame.mention.start)
            ahead, goes_on = series.group() if series else "", self._series_behind.match(text, frame.mention.right)
            total = self._marks_in(ahead) + 1 + self._marks_in(goes_on.group() if goes_on else "")
        place = self._marks_in(ahead)
        return times[place] if total == len(times) and place < total else None

    def _marks_in(self, series: str) -> int:
        return sum(series.count(mark) for mark in self._sets["series_marks"])

    def _listed_times(self, text: str, frame: Frame, heard: Heard) -> Sequence[TimeExpression]:
        """The times of the sentence before a number, where nothing but the marks of a list stands between them."""
        times = [time for time in heard.times if heard.stretch.start <= time.start < frame.mention.start]
        listed = all(text[one.end : other.start] in self._sets["series_marks"] for one, other in itertools.pairwise(times))
        return times if listed else ()

    def per(self, text: str, frame: Frame, heard: Heard) -> Per | None:
        """每年, 日均 and the like in the clause before the number."""
        before = text[heard.stretch.start + frame.clause[0] : frame.mention.start]
        return next((per for per, words in self._per if words.search(before)), None)


class _Said(Protocol):
    @property
    def start(self) -> int: ...


_AnySaid = TypeVar("_AnySaid", bound=_Said)


def _is_named(text: str, cue: re.Match[str]) -> bool:
    """“两个确保”: what a name of a few characters in quotation marks holds says nothing of a number."""
    opened = text.rfind("“", max(0, cue.start() - MAX_NAME), cue.start())
    name = _QUOTED.match(text, opened) if opened >= 0 else None
    return name is not None and name.end() > cue.end()


def _still_heard(said: Sequence[_AnySaid], start: int, reaches: Callable[[_AnySaid], bool]) -> list[_AnySaid]:
    """What was said from ``start`` on, and the last thing before it that reaches so far."""
    earlier = [one for one in said if one.start < start and reaches(one)]
    return [*earlier[-1:], *(one for one in said if one.start >= start)]


_STATEMENT_ENDS = "，。；：、,;\n"
_QUOTED = re.compile(rf"“[^“”，,。；;0-9０-９]{{1,{MAX_NAME}}}”")
_YEAR = re.compile(rf"({YEAR})年")


def _deadline(text: str, time: TimeExpression, source: DeadlineSource) -> Deadline:
    return _deadline_of(time.first, time.last, text[time.start : time.end], source)


@lru_cache(maxsize=64)
def _deadline_of(first: date, last: date, text: str | None, source: DeadlineSource) -> Deadline:
    """Most numbers of a plan are due by the same few days."""
    return Deadline(start=first, end=last, text=text, source=source)
