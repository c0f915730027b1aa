"""The JSON Schema of catalogs, made from the models, so that the two cannot drift apart."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue

from planparse.models import Catalog

SCHEMA_URI = "urn:planparse:schema:catalog:1"


class _Schema(GenerateJsonSchema):
    """Without titles that only repeat a field's name in capitals."""

    schema_dialect = "https://json-schema.org/draft/2020-12/schema"

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def generate(self, schema: Any, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        body = super().generate(schema, mode)
        return {"$schema": self.schema_dialect, "$id": SCHEMA_URI, **body}


def schema_text() -> str:
    """The schema as the text of a file.

    It describes what planparse writes: every field is there, null where it is not known.
    """
    schema = Catalog.model_json_schema(by_alias=True, mode="serialization", schema_generator=_Schema)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
