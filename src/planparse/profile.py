"""What a document says of itself: title, issuer, kind, and the period that it plans for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from planparse.expressions import cheap
from planparse.frontmatter import WITHIN, FrontMatter
from planparse.lexicon import Lexicon
from planparse.lexicon.entries import PlanPeriod
from planparse.models import Kind, Period
from planparse.outline import Outline, heading_path
from planparse.segmentation import words as words_of
from planparse.sources.text import Text
from planparse.targets.times import year_of, year_span


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """What the user says of a document where its text does not; None lets the text say."""

    title: str | None = None
    issuer: str | None = None
    kind: Kind | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Title, issuer, kind and period of one document."""

    title: str | None
    issuer: str | None
    kind: Kind
    period: Period | None
    issued: int | None
    """Year of issue where the document says it or plans for several years; what lies before it has been achieved."""
    reports: bool
    """Whether the document as a whole looks back."""
    regulates: bool
    """Whether it lays down rules, article by article: its numbers are conditions and standards, where it does not say otherwise."""


KINDS: tuple[Kind, ...] = ("work_report", "action_plan", "five_year_plan", "annual_plan", "policy")
YEARLY: tuple[Kind, ...] = ("work_report", "annual_plan")
"""They plan for the year in which they are issued; of another document a year may only say by when its goals are due."""

FIRST_YEAR = 1949
"""No plan of the People's Republic is older: what says so is misprinted."""
MAX_TITLE = 60
ARTICLES = 5
"""A document of rules has at least so many articles."""
OPENING = 1500
"""Characters at the start of a document that may name its issuer and period."""


def profile_of(text: Text, outline: Outline, lexicon: Lexicon, settings: DocumentSettings, front: FrontMatter) -> Profile:
    """The settings where they speak, else front matter, title, the file's name, the headings and the first lines, in this order."""
    stem = PurePosixPath(text.path).stem if text.path != "-" else ""
    title = settings.title or front.title or _title(text, outline, lexicon, front) or (stem or None)
    named = " ".join(part for part in (title, stem) if part)
    kind = settings.kind or _kind(named, text, lexicon)
    issued = _first_year(title or "") or _first_year(stem) or front.year
    period = settings.period or _period(title or "", stem, kind, text, outline, lexicon, issued)
    told = settings.period is not None or kind in YEARLY or (period is not None and period.start.year < period.end.year)
    if period and (told or issued) and (issued is None or not period.start.year <= issued <= period.end.year):
        issued = period.start.year
    return Profile(
        title=title,
        issuer=settings.issuer or front.issuer or _issuer(named, text, lexicon),
        kind=kind,
        period=period,
        issued=issued,
        reports=any(word in (title or "") for word in lexicon.sets["retrospective_titles"]),
        regulates=_regulates(text, lexicon),
    )


def _title(text: Text, outline: Outline, lexicon: Lexicon, front: FrontMatter) -> str | None:
    """The first line below the front matter, where it is short, closes no sentence and is no numbered heading or salutation."""
    if not outline.lines:
        return None
    parts: list[str] = []
    below = [line for number, line in enumerate(outline.lines[: WITHIN + 4]) if number not in front.blocks]
    for line in below[:4]:
        written = text.content[line.start : line.end].strip()
        words = written.lstrip("# ").strip()
        stops = words.endswith(tuple("。：:，；")) or (line.item is not None and not written.startswith("#"))
        if stops or len(words) > MAX_TITLE or words.startswith(lexicon.sets["salutations"]):
            break
        parts.append(words)
        if len("".join(parts)) >= 6:
            break
    return "".join(parts) or None


def _kind(named: str, text: Text, lexicon: Lexicon) -> Kind:
    opening = text.content[:300]
    part: Kind | None = "work_report" if lexicon.pattern("heading_of_year").search(opening) else None
    return _kind_in(named, lexicon) or part or _kind_in(opening, lexicon) or "other"


def _kind_in(words: str, lexicon: Lexicon) -> Kind | None:
    return next((kind for kind in KINDS if any(word in words for word in lexicon.sets[f"kind_{kind}"])), None)


def _regulates(text: Text, lexicon: Lexicon) -> bool:
    """制定本办法, in articles: a document that says so, be it approved or a draft."""
    if not lexicon.pattern("lays_down_rules").search(text.content):
        return False
    return len(lexicon.pattern("article").findall(text.content)) >= ARTICLES


def _issuer(named: str, text: Text, lexicon: Lexicon) -> str | None:
    """The region that the title names, else the one known by name that most often begins a clause of the opening."""
    ends = "|".join(map(re.escape, lexicon.sets["region_ends"]))
    state = "|".join(map(re.escape, lexicon.sets["state_issuers"]))
    region = re.compile(cheap(rf"{state}|[一-龥]{{2,8}}?(?:{ends})"))
    bare = re.sub(r"[0-9—－\-年“”]+", " ", named)
    found = region.search(bare)
    if found and not found.group().endswith(lexicon.sets["no_region"]):
        return found.group()
    report = re.search(cheap(rf"([一-龥]{{2,4}})(?:{'|'.join(lexicon.sets['report_names'])})"), bare)
    if report:
        return report.group(1)
    begins = re.compile(cheap(rf"(?:^|[，。、；■●：\s])([一-龥]{{2,4}}?(?:{ends}))"), re.MULTILINE)
    names = (match.group(1) for match in begins.finditer(text.content[:OPENING]))
    none, ends_alone = lexicon.sets["no_region"], lexicon.sets["region_ends"]
    counts = Counter(name for name in names if not name.endswith(none) and name not in ends_alone and _is_place(name))
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    return name if times >= 2 else None


def _is_place(name: str) -> bool:
    """山东省 is a word, and 青柳县 has none in it; 建设省 and 产品市 end a phrase that only looks like a place."""
    words = words_of(name)
    return len(words) == 1 or all(len(word) == 1 for word in words)


_RANGE = re.compile(r"((?:19|20)[0-9]{2})\s*年?\s*[—－\-~～–至到]{1,2}\s*((?:19|20)[0-9]{2})")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])|([一二][一二三四五六七八九〇零○]{3})年")


def _period(title: str, stem: str, kind: Kind, text: Text, outline: Outline, lexicon: Lexicon, issued: int | None) -> Period | None:
    span = _named_range(title, lexicon) or _named_range(stem, lexicon) or _opening_plan(text, kind, lexicon)
    if span is None:
        span = _term(text, lexicon) or _validity(text, issued, lexicon)
    if span is None and kind not in YEARLY:
        span = _goal_years(text, outline, issued, lexicon)
    if span is None:
        year = _first_year(title) or _year_of_work(text, outline, lexicon) or _first_year(stem)
        span = (year, year) if year else None
    if span is None or span[1] < FIRST_YEAR:
        return None
    start, end = year_span(*span)
    return Period(start=start, end=end)


def _named_range(words: str, lexicon: Lexicon) -> tuple[int, int] | None:
    found = _RANGE.search(words)
    if found and int(found.group(1)) < int(found.group(2)):
        return int(found.group(1)), int(found.group(2))
    for plan in sorted(lexicon.plans, key=lambda plan: -len(plan.plan)):
        if f"“{plan.plan}”" in words or _long_name(plan, lexicon) in words:
            return plan.start, plan.end
    return None


def _long_name(plan: PlanPeriod, lexicon: Lexicon) -> str:
    """“七五” is 第七个五年计划 in full."""
    (form,) = lexicon.sets["plan_in_full"]
    return form.format(plan.plan[:-1])


def _opening_plan(text: Text, kind: Kind, lexicon: Lexicon) -> tuple[int, int] | None:
    """关于第七个五年计划的报告: a speech without a title names its plan in the first lines."""
    opening = "".join(text.content[block.start : block.end] for block in text.blocks[:3])[:200]
    for plan in lexicon.plans:
        if any(f"{_long_name(plan, lexicon)}{report}" in opening for report in lexicon.sets["plan_reports"]):
            return plan.start, plan.end
    return None


def _term(text: Text, lexicon: Lexicon) -> tuple[int, int] | None:
    """实施年度为2021—2023年: a plan may say its years in its text alone."""
    marks = "|".join(map(re.escape, lexicon.sets["term_marks"]))
    found = re.search(rf"(?:{marks})[为是：:]?\s*{_RANGE.pattern}", text.content)
    if not found or int(found.group(1)) >= int(found.group(2)):
        return None
    return int(found.group(1)), int(found.group(2))


def _validity(text: Text, issued: int | None, lexicon: Lexicon) -> tuple[int, int] | None:
    """有效期至2026年12月31日: a measure runs until it expires."""
    marks = "|".join(map(re.escape, lexicon.sets["validity_marks"]))
    found = re.search(rf"(?:{marks})\s*(20[0-9]{{2}})\s*年", text.content)
    if not found:
        return None
    end = int(found.group(1))
    return (issued if issued and issued <= end else end), end


def _goal_years(text: Text, outline: Outline, issued: int | None, lexicon: Lexicon) -> tuple[int, int] | None:
    """The first 到20XX年 under a heading of goals, or else in the opening."""
    for sentence in outline.sentences:
        headings = list(heading_path(outline.headings, sentence.heading))
        in_goals = any(word in heading.title for heading in headings for word in lexicon.sets["goal_headings"])
        if in_goals or sentence.end < OPENING:
            found = lexicon.pattern("goal_year").search(text.content, sentence.start, sentence.end)
            if found and (issued is None or issued <= int(found.group(1))):
                return issued or int(found.group(1)), int(found.group(1))
    return None


def _first_year(words: str) -> int | None:
    found = _YEAR.search(words)
    return year_of(found.group(1) or found.group(2)) if found else None


def _year_of_work(text: Text, outline: Outline, lexicon: Lexicon) -> int | None:
    """The latest year among the headings, or the one in which the report was delivered, where no heading names that or the next."""
    headed = _heading_year(outline, lexicon)
    delivered = lexicon.pattern("delivered_on").search(text.content, 0, OPENING)
    year = year_of(delivered.group(1)) if delivered else None
    return headed if year is None or (headed and year <= headed <= year + 1) else year


def _heading_year(outline: Outline, lexicon: Lexicon) -> int | None:
    """The latest year among the headings: 二、2025年工作安排 after 一、2024年工作回顾."""
    years = [year for heading in outline.headings if heading.level <= 2 and (year := _first_year(heading.title))]
    return max(years, default=None)
