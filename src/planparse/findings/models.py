"""The findings of ``check`` and ``diff``: a public contract like the catalog, with a schema of its own in ``schemas/``.

Field descriptions become those of the schema, so they are written for the programs that read ``--format json``.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from planparse.models import Frozen, Number

FINDINGS_ID: Final = "planparse/findings/1"

Kind = Literal[
    "source-unreadable", "rules-changed",
    "document-added", "document-removed", "document-changed",
    "target-added", "target-removed", "target-changed", "target-moved",
    "correction-gone", "correction-held", "correction-ambiguous", "correction-misfit", "correction-outdated", "correction-needless",
    "target-raised", "target-lowered", "target-otherwise", "target-same",
]  # fmt: skip
Level = Literal["error", "warning", "note"]
Cause = Literal["source", "rules", "corrections", "catalog"]


class FieldChange(Frozen):
    """One field that says something else now."""

    name: str = Field(description="Name of the field: unit, indicator, deadline.end …")
    before: str | None = Field(description="What it said, in words for people; null for nothing.")
    after: str | None = Field(description="What it says now; null for nothing.")


class Pairing(Frozen):
    """Why two targets of different plans are held to be the same, and how far they are apart."""

    sure: float = Field(ge=0, le=1, description="How sure it is that both are the same target, from 0 to 1.")
    target: str = Field(description="Id of the older target; the finding's own is the newer.")
    indicator: str = Field(description="Indicator of the older target, with its subject.")
    path: str = Field(description="Document of the older target.")
    line: int = Field(ge=1, description="Its line there.")
    sentence: str = Field(description="The sentence that it stands in.")
    absolute: Number | None = Field(description="New value less old value, in unit; null where they cannot be subtracted.")
    relative: Number | None = Field(
        description="The same as a share of the old value: 0.25 is a quarter more; null where that says nothing."
    )
    unit: str | None = Field(description="Unit of absolute: as written where both agree, else the base unit; 个百分点 between shares.")


class Finding(Frozen):
    """One thing that differs, or that a person should look at, and where it stands."""

    kind: Kind = Field(description="What kind of thing it is.")
    level: Level = Field(description="error: out of step; warning: somebody should look; note: nothing to do.")
    cause: Cause | None = Field(
        default=None, description="What changed: the source, the rules, the corrections, or the catalog itself (by hand or by settings)."
    )
    message: str = Field(description="The whole of it in one line.")
    path: str | None = Field(default=None, description="The file to look at.")
    line: int | None = Field(default=None, ge=1, description="The line there.")
    document: str | None = Field(default=None, description="Id of the document.")
    target: str | None = Field(default=None, description="Id of the target.")
    pillar: str | None = Field(default=None, description="Title of the heading that it stands under.")
    indicator: str | None = Field(default=None, description="What is measured, with its subject.")
    before: str | None = Field(default=None, description="The quantity as it was: 40000 人.")
    after: str | None = Field(default=None, description="The quantity as it is: 45000 人.")
    fields: tuple[FieldChange, ...] = Field(default=(), description="The other fields that differ.")
    sentence: str | None = Field(default=None, description="The sentence that it stands in.")
    pairing: Pairing | None = Field(default=None, description="diff only: the older target, and how far it is away.")


class Findings(Frozen):
    """Everything that one run of ``check`` or ``diff`` found."""

    schema_: Literal["planparse/findings/1"] = Field(default=FINDINGS_ID, alias="schema", description="Version of this contract.")
    command: Literal["check", "diff"] = Field(description="The command that was run.")
    old: str = Field(description="The catalog that was checked, or the older one.")
    new: str | None = Field(default=None, description="diff only: the newer catalog.")
    same: bool = Field(description="check: in sync; diff: nothing differs.")
    targets: int = Field(ge=0, description="Targets in the newer catalog, or that the sources give now.")
    summary: str = Field(description="The outcome in one line.")
    findings: tuple[Finding, ...] = Field(default=(), description="What was found, in order.")
