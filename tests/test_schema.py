"""The schemas that are published are those of the models, and what planparse writes keeps to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import planparse
from planparse.catalog.files import catalog_text
from planparse.cli import main
from planparse.schema import CONTRACTS, schema_text

PUBLISHED = Path(__file__).parents[1] / "schemas"
PLAN = "滨河区2025年工作计划\n\n一、民生\n新增城镇就业4万人，力争改造小区20个以上。\n"


@pytest.fixture(scope="module", params=list(CONTRACTS))
def contract(request):
    return request.param


@pytest.fixture
def schema(contract):
    return json.loads(schema_text(contract))


def faults(contract: str, written: object) -> list[str]:
    return [error.message for error in Draft202012Validator(json.loads(schema_text(contract))).iter_errors(written)]


def test_the_published_schema_is_not_stale(contract):
    path = PUBLISHED / f"{contract}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(contract), f"planparse schema {contract} -o schemas/{path.name}"


def test_what_it_is_called(schema, contract):
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:planparse:schema:{contract}:1"
    assert schema["properties"]["schema"]["const"] == f"planparse/{contract}/1"


def test_every_field_is_described(schema, contract):
    for part in [schema, *schema["$defs"].values()]:
        assert part["additionalProperties"] is False
        if contract != "corrections":
            assert set(part["required"]) == set(part["properties"]), "always there"
        for name, field in part["properties"].items():
            assert "description" in field or "$ref" in field, name


def test_numbers_and_dates():
    schema = json.loads(schema_text())
    assert schema["$defs"]["Quantity"]["properties"]["value"]["type"] == "number"
    assert schema["$defs"]["Period"]["properties"]["start"]["format"] == "date"


def test_a_catalog_keeps_to_its_schema():
    catalog = planparse.extract_text(PLAN, name="plan")
    assert faults("catalog", json.loads(catalog_text(catalog, "json"))) == []
    assert faults("catalog", {"schema": "planparse/catalog/1"}) != []


def test_findings_and_corrections_keep_to_their_schemas(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text(PLAN, "utf-8")
    assert main(["init", "plans"]) == 0
    name = planparse.load_catalog("plans/catalog.yaml").targets[0].id
    assert main(["correct", name, "--set", "deadline=2025-06-30", "--set", "value=3", "--by", "甲", "--reason", "另算"]) == 0
    assert main(["correct", name, "--confirm"]) == 0
    assert main(["correct", "a", "--add", "--quote", "一、民生", "--number", "一", "--set", "indicator=章", "--set", "value=1"]) == 2
    written = (tmp_path / "plans" / "corrections.yaml").read_text("utf-8")
    assert faults("corrections", json.loads(json.dumps(yaml.safe_load(written), default=str))) == []
    (tmp_path / "plans" / "a.txt").write_text(PLAN.replace("4万", "5万"), "utf-8")
    capsys.readouterr()
    assert main(["check", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert faults("findings", found) == []
    assert {finding["kind"] for finding in found["findings"]} >= {"target-changed", "correction-held", "document-changed"}
