"""The schema that is published is the schema of the models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planparse.catalog.schema import schema_text

PUBLISHED = Path(__file__).parents[1] / "schemas" / "catalog.schema.json"


@pytest.fixture(scope="module")
def schema():
    return json.loads(schema_text())


def test_the_published_schema_is_not_stale():
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), f"planparse schema -o schemas/{PUBLISHED.name}"


def test_what_it_is_called(schema):
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(":1")
    assert schema["properties"]["schema"]["const"] == "planparse/catalog/1"


def test_every_field_is_described_and_always_there(schema):
    for part in [schema, *schema["$defs"].values()]:
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])
        for name, field in part["properties"].items():
            assert "description" in field or "$ref" in field, name


def test_numbers_and_dates(schema):
    assert schema["$defs"]["Quantity"]["properties"]["value"]["type"] == "number"
    assert schema["$defs"]["Period"]["properties"]["start"]["format"] == "date"
