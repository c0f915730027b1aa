"""The public contract: what a catalog says, field by field.

These models know nothing of how a target is found. Their field descriptions become the descriptions of the JSON
Schema in ``schemas/``, so they are written for the people and programs that read a catalog.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

SCHEMA_ID: Final = "planparse/catalog/1"

FROM_TABLE: Final = "table"
"""The rule of targets that are a cell of a table."""

Kind = Literal["work_report", "annual_plan", "five_year_plan", "action_plan", "policy", "other"]
Status = Literal["planned", "achieved", "context"]
Measure = Literal["increase", "decrease", "growth", "decline", "level", "output"]
Comparator = Literal["eq", "min", "max", "about", "range"]
Modality = Literal["firm", "strive", "expect", "explore"]
Per = Literal["year", "month", "day"]
Binding = Literal["binding", "expected"]
Verdict = Literal["changed", "confirmed", "added"]
Statuses = Literal["planned", "achieved", "context", "all"]
DeadlineSource = Literal["sentence", "lead", "document", "person"]


def plain_number(value: Decimal) -> int | float:
    """A decimal as the JSON and YAML number that reads the same: 21000, not 21000.0; 4.6, not "4.6"."""
    return int(value) if value == value.to_integral_value() else float(value)


def _exact(value: object) -> object:
    """Floats come from files; their shortest spelling is the number that was written there. Text and booleans are no numbers."""
    if isinstance(value, str | bool):
        raise ValueError("number")
    return Decimal(repr(value)) if isinstance(value, float) else value


Number = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(plain_number, return_type=int | float),
    WithJsonSchema({"type": "number"}),
]


class Frozen(BaseModel):
    """Every part of a catalog is immutable and refuses fields that the contract does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Extent(Frozen):
    """A stretch of the text that was read from the source."""

    start: int = Field(ge=0, description="First character, counted in Unicode characters from 0.")
    end: int = Field(ge=0, description="One past the last character.")


class Span(Extent):
    """Where a quantity stands, for people as well as for programs."""

    line: int = Field(ge=1, description="Line of the text, from 1; in a Word file, the paragraph.")
    page: int | None = Field(default=None, ge=1, description="Page, where the format has pages; else null.")


class Period(Frozen):
    """The time that a document plans for, both days included."""

    start: date = Field(description="First day of the period.")
    end: date = Field(description="Last day of the period.")


class BaseQuantity(Frozen):
    """The same quantity in a base unit, so that 亩 and 平方公里 can be compared."""

    value: Number = Field(description="Value in the base unit.")
    max: Number | None = Field(default=None, description="Upper end of a range in the base unit; else null.")
    unit: str = Field(description="The base unit: m, m2, m3, kg, J, W, byte, FLOPS …")


class Quantity(Frozen):
    """A number with what it is counted in."""

    text: str = Field(description="Number, scale word and unit exactly as written: 1.3万亿元, 4.5%—5%.")
    value: Number = Field(description="The number with its scale multiplied out; the lower end of a range.")
    max: Number | None = Field(default=None, description="Upper end of a range; else null.")
    unit: str | None = Field(description="Unit or classifier as written, without scale word; null where none is written.")
    comparator: Comparator = Field(description="eq exact; min at least or more than; max at most or less than; about; range.")
    dimension: str | None = Field(description="What the unit measures: count, money, area, share …; null if unknown.")
    si: BaseQuantity | None = Field(default=None, description="Value in a base unit where one exists; else null.")


class Deadline(Frozen):
    """By when: the last day counts, the first says since when the work runs."""

    start: date = Field(description="First day of the time that is named.")
    end: date = Field(description="Last day: the target is due by its end.")
    text: str | None = Field(description="The words that say so; null where the document's own period stands in, or a person says it.")
    source: DeadlineSource = Field(
        description="sentence: named in the sentence; lead: in the lead-in that governs it; document: its period; person: set by hand."
    )


class Pillar(Frozen):
    """A heading of the document: the policy field that its targets belong to."""

    id: str = Field(description="p- and a hash of the title; a repeated title gets -2.")
    level: int = Field(ge=1, description="Depth in the tree of headings, from 1.")
    marker: str | None = Field(description="What stands before the title: ●, 一、, （一）, 第一章, ##; else null.")
    title: str = Field(description="The heading without its marker.")
    parent: str | None = Field(description="Id of the heading it stands under; else null.")
    span: Extent = Field(description="Where the title stands in the text.")


class Document(Frozen):
    """One source document."""

    id: str = Field(description="Name of the file without its ending; unique in the catalog.")
    path: str = Field(description="Path as it was given, with forward slashes; - for standard input.")
    sha256: str = Field(description="SHA-256 of the file's bytes.")
    title: str | None = Field(description="Title of the document.")
    issuer: str | None = Field(description="Who issued it.")
    kind: Kind = Field(description="work_report, annual_plan, five_year_plan, action_plan, policy or other.")
    period: Period | None = Field(description="The time it plans for; null where neither text nor settings say.")
    seal: str | None = Field(
        default=None,
        description="Digest of the rows and of what they were made from: check reads the document again where it no longer fits.",
    )
    pillars: tuple[Pillar, ...] = Field(default=(), description="The headings, in text order.")


class Review(Frozen):
    """A person's word on a target."""

    verdict: Verdict = Field(description="changed: fields set by hand; confirmed: right as read; added: missed by the rules.")
    by: str | None = Field(default=None, description="Who reviewed it.")
    when: date | None = Field(default=None, description="The day on which it was written.")
    reason: str | None = Field(default=None, description="Why.")
    before: dict[str, object] = Field(default_factory=dict, description="What differs, as the rules had read it.")


class Target(Frozen):
    """One number of the plan: what it measures, how much, how firmly, by when, and where it stands."""

    id: str = Field(description="document.hash over the clause with its numerals masked, and the unit; a repeat gets -2.")
    document: str = Field(description="Id of the document.")
    pillar: str | None = Field(description="Id of the innermost heading that it stands under.")
    status: Status = Field(description="planned: committed to, expected or aimed at; achieved: reported; context: neither.")
    indicator: str = Field(description="What the number measures, in the text's own words.")
    subject: str | None = Field(default=None, description="Whose it is, where the text names it apart.")
    action: str | None = Field(default=None, description="The verb that governs it: 新增, 建成, 达到.")
    measure: Measure = Field(
        description="increase/decrease absolute change; growth/decline relative change; level a state; output work done."
    )
    quantity: Quantity = Field(description="The number itself.")
    modality: Modality | None = Field(description="How firmly; null where not planned.")
    deadline: Deadline | None = Field(description="By when; null where neither text nor document give a time.")
    per: Per | None = Field(default=None, description="year, month or day where the value is for each of them.")
    binding: Binding | None = Field(default=None, description="binding (约束性) or expected (预期性), where a table of indicators says so.")
    examples: tuple[str, ...] = Field(default=(), description="Named examples: 敦化路等3处过街天桥 gives 敦化路.")
    responsible: tuple[str, ...] = Field(default=(), description="Departments named as responsible for it.")
    sentence: str = Field(description="The sentence that it stands in, as written.")
    span: Span = Field(description="Where the quantity stands in the text.")
    rule: str = Field(description="Which rule read it.")
    confidence: float = Field(
        ge=0, le=1, description="How often readings as ambiguous as this one are right in quantity, status and indicator, from 0 to 1."
    )
    reviewed: Review | None = Field(default=None, description="A person's correction or confirmation.")


class Generator(Frozen):
    """What made the catalog."""

    name: Literal["planparse"] = Field(default="planparse", description="Always planparse.")
    version: str = Field(description="Version of planparse.")
    lexicon: str = Field(description="Fingerprint of the lexicon, the user's additions included.")
    status: Statuses = Field(default="planned", description="Which targets it holds: planned, achieved, context or all.")
    min_confidence: float = Field(default=0.0, ge=0, le=1, description="Targets less sure than this were left out.")


class Catalog(Frozen):
    """Documents and the targets that were read from them, in the order of the sources."""

    schema_: Literal["planparse/catalog/1"] = Field(default=SCHEMA_ID, alias="schema", description="Version of this contract.")
    generator: Generator = Field(description="What made the catalog.")
    documents: tuple[Document, ...] = Field(default=(), description="The documents, in the order read.")
    targets: tuple[Target, ...] = Field(default=(), description="The targets, in the order of the text.")
