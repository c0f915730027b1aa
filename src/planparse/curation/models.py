"""``corrections.yaml``, field by field: a public contract, with a schema of its own in ``schemas/``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from planparse.models import Binding, Comparator, Frozen, Measure, Modality, Number, Per, Status

CORRECTIONS_ID: Final = "planparse/corrections/1"

Verdict = Literal["changed", "confirmed", "rejected", "added"]


class Term(Frozen):
    """A deadline as people give it: its last day, and the first where that matters."""

    start: date | None = Field(default=None, description="First day; null leaves it as it was read, or to the document's period.")
    end: date = Field(description="Last day.")


_DAY: Final = {"type": "string", "format": "date"}
_PARTS: Final = {"start": {"anyOf": [_DAY, {"type": "null"}]}, "end": _DAY}
_TERM_SCHEMA: Final[dict[str, Any]] = {
    "anyOf": [_DAY, {"type": "object", "properties": _PARTS, "required": ["end"], "additionalProperties": False}, {"type": "null"}]
}


def _term(value: Any) -> Any:
    """A single day is the last one."""
    return {"end": value} if isinstance(value, date | str) else value


class Fields(Frozen):
    """Fields of a target, those of its quantity among them by their own names. Only what is given counts."""

    pillar: str | None = Field(default=None, description="Id of the heading that it belongs under.")
    status: Status = Field(default="planned", description="planned, achieved or context.")
    indicator: str = Field(default="", min_length=1, description="What the number measures.")
    subject: str | None = Field(default=None, description="Whose it is.")
    action: str | None = Field(default=None, description="The verb that governs it.")
    measure: Measure = Field(default="level", description="increase, decrease, growth, decline, level or output.")
    text: str = Field(default="", min_length=1, description="The number with its unit as the source writes it.")
    value: Number = Field(default=Decimal(0), description="The number, its scale multiplied out.")
    max: Number | None = Field(default=None, description="Upper end of a range.")
    unit: str | None = Field(default=None, description="Unit or classifier.")
    comparator: Comparator = Field(default="eq", description="eq, min, max, about or range.")
    dimension: str | None = Field(default=None, description="What the unit measures; where it is not given, the lexicon says.")
    modality: Modality | None = Field(default=None, description="firm, strive, expect or explore.")
    deadline: Annotated[Term | None, BeforeValidator(_term), WithJsonSchema(_TERM_SCHEMA)] = Field(
        default=None, description="By when: a day, or {start, end}."
    )
    per: Per | None = Field(default=None, description="year, month or day.")
    binding: Binding | None = Field(default=None, description="binding (约束性) or expected (预期性).")
    examples: tuple[str, ...] = Field(default=(), description="Named examples.")
    responsible: tuple[str, ...] = Field(default=(), description="Departments responsible.")

    def given(self) -> dict[str, Any]:
        """What is given, by name, in the order of the contract."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


class Correction(Frozen):
    """What a person says of one target, and the words of the source that it is said of."""

    target: str = Field(min_length=1, description="Id of the target, as the catalog has it.")
    verdict: Verdict = Field(description="changed, confirmed, rejected, or added: missed by the rules.")
    quote: str = Field(min_length=1, description="The sentence that it stands in; for an added target, any words around the number.")
    number: str = Field(min_length=1, description="The number with its unit, as the quote has it.")
    source: str | None = Field(default=None, description="The document's path from the folder of this file: another one has its own words.")
    heading: str | None = Field(default=None, description="The heading that it stands under; null before any.")
    repeats: int = Field(default=1, ge=1, description="In how many places of the document these words stood with this number.")
    fields: Fields = Field(default=Fields(), description="What the target says instead; of a confirmed one, what was confirmed.")
    was: Fields = Field(default=Fields(), description="The same fields as the rules read them then; of a confirmed one, if otherwise.")
    by: str | None = Field(default=None, description="Who says so.")
    when: date | None = Field(default=None, description="The day on which it was written.")
    reason: str | None = Field(default=None, description="Why.")

    @property
    def document(self) -> str:
        """Id of the document that it is about."""
        return self.target.rpartition(".")[0]

    @model_validator(mode="after")
    def _whole(self) -> Correction:
        if self.number not in self.quote:
            raise ValueError("a number that stands in its quote")
        if self.verdict == "changed" and not self.fields.model_fields_set:
            raise ValueError("fields that the target gets instead")
        if self.verdict == "added" and "indicator" not in self.fields.model_fields_set:
            raise ValueError("fields with an indicator, since the target is added")
        if not self.document:
            raise ValueError("the id of a target (document.hash)")
        return self


class CorrectionsFile(Frozen):
    """Corrections in the order in which they were made; of several for one target, the later ones win field by field."""

    schema_: Literal["planparse/corrections/1"] = Field(alias="schema", description="Version of this contract.")
    corrections: tuple[Correction, ...] = Field(default=(), description="The corrections.")
