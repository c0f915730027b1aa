"""The public contract: what a catalog says, field by field.

These models know nothing of how a target is found. Their field descriptions become the descriptions of the JSON
Schema in ``schemas/``, so they are written for the people and programs that read a catalog.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, overload

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

if TYPE_CHECKING:
    import pandas
    import polars
    from typing_extensions import Self

_Default = TypeVar("_Default")

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

    def __iter__(self) -> Iterator[Target]:  # type: ignore[override]  # pydantic iterates over fields, which nobody wants of a catalog
        """The targets, in the order of the text.

        >>> import planparse
        >>> catalog = planparse.extract_text("建成公园5座，改造小区20个。")
        >>> [target.quantity.text for target in catalog]
        ['5座', '20个']
        """
        return iter(self.targets)

    def __len__(self) -> int:
        """How many targets it holds; a catalog without any is false, as an empty list is.

        >>> import planparse
        >>> len(planparse.extract_text("建成公园5座，改造小区20个。"))
        2
        """
        return len(self.targets)

    def __getitem__(self, id: str) -> Target:
        """The target with this id. Raises KeyError where there is none.

        >>> import planparse
        >>> catalog = planparse.extract_text("建成公园5座。", name="plan")
        >>> catalog[catalog.targets[0].id].indicator
        '公园'
        """
        return self._by_id[id]

    def __contains__(self, one: object) -> bool:
        """Whether it holds a target, which is given itself or by its id.

        >>> import planparse
        >>> "plan.00000000" in planparse.extract_text("建成公园5座。", name="plan")
        False
        """
        return one in self._by_id if isinstance(one, str) else isinstance(one, Target) and self._by_id.get(one.id) == one

    @overload
    def get(self, id: str) -> Target | None: ...
    @overload
    def get(self, id: str, default: _Default) -> Target | _Default: ...
    def get(self, id: str, default: object = None) -> object:
        """The target with this id, or ``default`` where there is none.

        >>> import planparse
        >>> planparse.extract_text("建成公园5座。").get("plan.00000000") is None
        True
        """
        return self._by_id.get(id, default)

    def filter(
        self,
        *,
        document: str | Collection[str] | None = None,
        pillar: str | None = None,
        status: Status | Collection[Status] | None = None,
        indicator: str | None = None,
        unit: str | Collection[str] | None = None,
        modality: Modality | Collection[Modality] | None = None,
        due_from: date | None = None,
        due_until: date | None = None,
        min_confidence: float = 0,
    ) -> Catalog:
        """The catalog of the targets of which all that is given is true.

        ``document`` is the id of one, or several ids: only these documents are kept. Of every other choice all documents stay, so
        that those without such a target can still be counted. ``pillar`` is text in the title of a heading over the target,
        ``indicator`` text in its indicator or subject. ``status``, ``unit`` and ``modality`` are one or several to choose from.
        ``due_from`` and ``due_until`` are the first and the last day on which it may fall due; what has no deadline is left out then.
        ``min_confidence`` is a number from 0 to 1.

        The generator of the new catalog says which status and confidence were chosen, as if it had been extracted so.

        Raises SettingsError for a status, modality or confidence that there is not.

        >>> import planparse
        >>> catalog = planparse.extract_text("建成公园5座，力争改造小区20个。")
        >>> [target.indicator for target in catalog.filter(modality="strive")]
        ['小区']
        >>> len(catalog.filter(unit=("座", "个"), indicator="公园"))
        1
        """
        from planparse.catalog.selection import Selection

        return Selection(
            document=document,
            pillar=pillar,
            status=status,
            indicator=indicator,
            unit=unit,
            modality=modality,
            due_from=due_from,
            due_until=due_until,
            min_confidence=min_confidence,
        ).of(self)

    def merge(self, *others: Catalog) -> Catalog:
        """One catalog with the documents of all: ``a.merge(b)``, or ``Catalog.merge(*catalogs)``.

        A document that several hold with the same content is there once. Documents stand in the order in which they are met,
        their targets likewise.

        Raises CatalogError where two hold different content under one document id, or were not made by the same version with the
        same lexicon, status and confidence: one catalog can say only of one generator that it made it.

        >>> import planparse
        >>> north = planparse.extract_text("建成公园5座。", name="north")
        >>> south = planparse.extract_text("改造小区20个。", name="south")
        >>> [target.indicator for target in north.merge(south, north)]
        ['公园', '小区']
        """
        from planparse.catalog.merging import merged

        return merged((self, *others))

    @overload
    def to_frame(self, library: Literal["pandas"]) -> pandas.DataFrame: ...
    @overload
    def to_frame(self, library: Literal["polars"]) -> polars.DataFrame: ...
    @overload
    def to_frame(self, library: None = None) -> pandas.DataFrame | polars.DataFrame: ...
    def to_frame(self, library: Literal["pandas", "polars"] | None = None) -> pandas.DataFrame | polars.DataFrame:
        """The targets as a data frame, a row a target, with the columns of every table that planparse writes.

        ``library`` says whose frame; without it pandas is taken where it is installed, else polars. Naming it also tells a type
        checker what comes back. Numbers are numbers, dates dates, and what is not known is missing. The columns and what they mean are
        in ``planparse.export.rows.COLUMNS``.

        Raises MissingExtraError where the library, or either of them, is not installed.

        >>> import planparse
        >>> frame = planparse.extract_text("建成公园5座，改造小区20个。").to_frame("polars")
        >>> frame["value"].sum()
        25.0
        """
        from planparse.export.frames import frame_of

        return frame_of(self, library)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy in which some fields are others, as of every pydantic model."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("_by_id", None)  # pydantic copies what was cached too, and it may not be true of the copy
        return copied

    @cached_property
    def _by_id(self) -> dict[str, Target]:
        return {target.id: target for target in self.targets}
