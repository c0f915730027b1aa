"""The kinds of entry that the lexicon holds, one model a YAML file.

Every file is a list of entries of one kind. The first field of a model is its key: a user's file adds an entry with a
new key, changes one by giving its key again, and removes one with ``remove: true``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from planparse.models import Comparator, Measure, Modality, Status


class Entry(BaseModel):
    """What all entries share: they are immutable, refuse unknown fields, and may say why they are there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: str | None = None


class BaseUnit(BaseModel):
    """One of the unit is ``factor`` of the base unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    factor: str = Field(pattern=r"^\d+(\.\d+)?(e-?\d+)?$", coerce_numbers_to_str=True)


class Unit(Entry):
    """A unit of measurement or a classifier, as it is written after a number.

    ``spellings`` are other ways to write the very same unit. ``not_before`` lists what must not follow: 项 is no classifier
    in 项目. ``role`` says how it is used: a ``measure`` or ``share`` may stand alone; a ``classifier`` counts things and takes Chinese
    numerals; a ``place`` is a noun that is counted directly (2县); a ``duration`` or ``rank`` is a quantity only where it is
    what changes (缩短3天, 提升3位). ``one`` allows 一 before it (建成一座), ``latin`` spellings match whatever the case.
    """

    unit: str = Field(min_length=1)
    dimension: str = Field(min_length=1)
    role: Literal["measure", "share", "classifier", "place", "duration", "rank"] = "classifier"
    si: BaseUnit | None = None
    spellings: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    one: bool = False
    latin: bool = False


class Action(Entry):
    """A verb that governs a quantity.

    ``measure`` holds with an absolute unit, ``relative`` with a share or a multiple (增长5%). ``role`` is ``plain``; ``causative``
    for a verb that hands over to the one behind it (推动…达到); ``award`` for one whose object names the kind of its subject
    (8部作品入选…奖); ``state`` for one that stands between a metric and its number (达到). ``event`` verbs may close a noun
    phrase as its head (…治理); ``drop`` says that, doing so after another verb, they add nothing (推进…建设).
    """

    action: str = Field(min_length=1)
    measure: Measure
    relative: Measure | None = None
    role: Literal["plain", "causative", "award", "state"] = "plain"
    event: bool = False
    drop: bool = False
    modality: Modality | None = None


class Bound(Entry):
    """A word that makes a number a minimum, a maximum or an approximation, before or behind it.

    ``action`` marks a bound that is a verb too (突破), with the measure ``level``; ``close`` is the second half of a bracket
    (控制在…以内).
    """

    bound: str = Field(min_length=1)
    means: Comparator
    place: Literal["before", "after", "inside"]
    action: bool = False


class ModalityCue(Entry):
    """A word that says how firmly something is promised, and how far it reaches."""

    cue: str = Field(min_length=1)
    modality: Modality
    reach: Literal["clause", "sentence", "list"] = "clause"


class StatusCue(Entry):
    """A word that says whether what follows is promised or reported.

    ``where`` is a heading (rules its section), a top heading only, an opening (rules its paragraph and those that
    follow, where no heading does), a paragraph, a line that ends so, a sentence (from the word on) or a clause. A ``glossary``
    explains the words of a plan, and so may say again what that promises.
    """

    cue: str = Field(min_length=1)
    status: Status
    where: Literal["heading", "top", "opening", "paragraph", "sentence", "clause", "line"]
    glossary: bool = False


class HeadingForm(Entry):
    """A way to mark headings: ``pattern`` (a regular expression) matches the marker at the start of a line.

    ``rank`` orders the forms from the outermost (第一编) to the innermost (①). ``run_in`` forms may have their text go on behind
    the heading in the same line.
    """

    form: str = Field(min_length=1)
    pattern: str
    rank: int
    run_in: bool = False


class TimeWord(Entry):
    """A word for a time of the year: ``month`` is the last month of it, ``day`` its last day where that is not the month's."""

    time: str = Field(min_length=1)
    month: int = Field(ge=1, le=12)
    start_month: int = Field(default=1, ge=1, le=12)


class PlanPeriod(Entry):
    """The years of a named plan: “十四五” is 2021 to 2025."""

    plan: str = Field(min_length=1)
    start: int
    end: int


class Exclusion(Entry):
    """A pattern (regular expression) around a numeral that makes it no quantity, with the reason that ``explain`` gives."""

    exclusion: str = Field(min_length=1)
    reason: str


class Implied(Entry):
    """A word that is a quantity by itself: 全覆盖 is 100 %, 清零 is 0, 翻番 is a growth of 100 %.

    ``implied`` is a regular expression without groups; ``not_after`` and ``not_before`` list neighbours that make it something else.
    """

    implied: str = Field(min_length=1)
    value: int
    unit: str | None = None
    comparator: Comparator = "eq"
    measure: Measure = "level"
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class Doubt(Entry):
    """Something that can be ambiguous about a reading: how much it lowers the odds that it is right, and what ``explain`` says."""

    doubt: str = Field(min_length=1)
    weight: float
    says: str


TableRole = Literal[
    "number", "group", "indicator", "unit", "binding", "goal", "past", "growth", "total", "task", "responsible", "deadline", "note"
]


class TableHeader(Entry):
    """The header of a column of a table.

    ``goal`` columns hold what is to be reached, ``past`` what has been, ``growth`` the rate in between, ``total`` the sum of the
    years; a ``group`` names what several rows belong to; a ``task`` is read as prose; ``note`` columns say nothing that counts.
    """

    header: str = Field(min_length=1)
    role: TableRole


class WordSet(Entry):
    """A named set of words that one rule needs: adverbs, connectors, generic metrics …"""

    set: str = Field(min_length=1)
    words: tuple[str, ...]


class NamedPattern(Entry):
    """A regular expression that one rule looks for, under the name by which the rule knows it."""

    name: str = Field(min_length=1)
    expression: str = Field(min_length=1)
