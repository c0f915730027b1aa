"""The JSON Schemas of what planparse writes, made from the models, so that the two cannot drift apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel

from planparse.curation.models import CorrectionsFile
from planparse.findings.models import Findings
from planparse.models import Catalog

Contract = Literal["catalog", "corrections", "findings"]

CONTRACTS: Final[Mapping[Contract, type[BaseModel]]] = {"catalog": Catalog, "corrections": CorrectionsFile, "findings": Findings}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WRITTEN_BY_HAND = "corrections"


def schema_text(contract: Contract = "catalog") -> str:
    """The schema of one contract as the text of a file.

    Of catalogs and findings it describes what planparse writes: every field is there, null where it is not known. Corrections
    are written by people too, who leave out what they do not say.
    """
    by_hand = contract == _WRITTEN_BY_HAND
    schema = CONTRACTS[contract].model_json_schema(by_alias=True, mode="validation" if by_hand else "serialization")
    for part in (schema, *schema["$defs"].values()):
        _as_written(part, by_hand)
    uri = f"urn:planparse:schema:{contract}:1"
    return json.dumps({"$schema": _DIALECT, "$id": uri, **schema}, ensure_ascii=False, indent=2) + "\n"


def _as_written(part: dict[str, Any], by_hand: bool) -> None:
    """What planparse writes has no field left out, so none has a default; and a title that repeats a field's name says nothing."""
    if not by_hand:
        part["required"] = list(part["properties"])
    for field in part["properties"].values():
        field.pop("default", None)
        field.pop("title", None)
