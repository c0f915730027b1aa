"""The JSON Schema of catalogs, made from the models, so that the two cannot drift apart."""

from __future__ import annotations

import json
from typing import Any

from planparse.models import Catalog

SCHEMA_URI = "urn:planparse:schema:catalog:1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """The schema as the text of a file.

    It describes what planparse writes: every field is there, null where it is not known.
    """
    schema = Catalog.model_json_schema(by_alias=True, mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        _as_written(part)
    return json.dumps({"$schema": _DIALECT, "$id": SCHEMA_URI, **schema}, ensure_ascii=False, indent=2) + "\n"


def _as_written(part: dict[str, Any]) -> None:
    """No field is left out, so none has a default; and a title that repeats a field's name says nothing."""
    part["required"] = list(part["properties"])
    for field in part["properties"].values():
        field.pop("default", None)
        field.pop("title", None)
