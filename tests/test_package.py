"""The data package of a catalog: what its two descriptions say of the tables is true of them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import planparse
from documents import ROOT, pair
from planparse.cli import main
from planparse.errors import CatalogError
from planparse.export import inert, write_package
from planparse.export.ledger import words
from planparse.export.package import ABOUT, CHOICES, CSVW, REQUIRED
from planparse.export.rows import COLUMNS, rows_in
from planparse.export.tables import BETWEEN
from planparse.models import Catalog

PLAN = """滨河区2025年工作计划

一、保障民生
新增城镇就业4万人（责任单位：区人社局、区教育局），城镇调查失业率控制在5.5%以内。
力争引进企业10—15家。建成敦化路等3处过街天桥。2024年完成投资30.5亿元。
"""
FORMULA = "=cmd|' /C calc'!A0"
READ = {"integer": int, "number": float, "date": date.fromisoformat, "string": str}
"""How a program that knows the standard reads a cell of each type."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    first = planparse.extract_text(PLAN, name="binhe", status="all")
    second = planparse.extract_text("2025年新建公园5座。", name="second", status="all")
    hostile = second.targets[0].model_copy(update={"indicator": FORMULA, "sentence": FORMULA})
    return first.merge(second.model_copy(update={"targets": (hostile,)}))


@pytest.fixture(scope="module")
def folder(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "targets"
    assert write_package(catalog, folder) == len(catalog.targets)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def resources(folder: Path) -> dict[str, Any]:
    return {one["name"]: one for one in described(folder, ABOUT)["resources"]}


# datapackage.json


@pytest.mark.parametrize("name", ["documents", "targets"])
def test_the_package_tells_the_files_as_they_are(folder: Path, name: str):
    said, content = resources(folder)[name], (folder / f"{name}.csv").read_bytes()
    assert (said["path"], said["bytes"]) == (f"{name}.csv", len(content))
    assert said["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert not content.startswith(b"\xef\xbb\xbf"), "a byte order mark would be a part of the first name"
    assert [field["name"] for field in said["schema"]["fields"]] == list(table(folder, name)[0])


@pytest.mark.parametrize("name", ["documents", "targets"])
def test_every_cell_is_of_its_type_and_keeps_its_constraints(folder: Path, name: str):
    for field in resources(folder)[name]["schema"]["fields"]:
        constraints = field.get("constraints", {})
        for row in table(folder, name):
            cell = row[field["name"]]
            assert cell or not constraints.get("required"), field["name"]
            if cell:
                value = READ[field["type"]](cell)
                assert value in constraints.get("enum", [value])
                assert constraints.get("minimum", value) <= value <= constraints.get("maximum", value)


def test_keys_are_keys(folder: Path):
    targets, documents = table(folder, "targets"), table(folder, "documents")
    (foreign,) = resources(folder)["targets"]["schema"]["foreignKeys"]
    assert foreign == {"fields": "document", "reference": {"resource": "documents", "fields": "id"}}
    assert len({row["id"] for row in targets}) == len(targets)
    assert {row["document"] for row in targets} == {row["id"] for row in documents} == {"binhe", "second"}


def test_the_rows_are_those_of_the_catalog(catalog: Catalog, folder: Path):
    rows = rows_in(catalog)
    assert [row["id"] for row in table(folder, "targets")] == [row["id"] for row in rows]
    written = table(folder, "targets")[0]
    assert (written["value_exact"], written["responsible"]) == ("40000", f"区人社局{BETWEEN}区教育局")
    assert table(folder, "targets")[-1]["indicator"] == inert.inert(FORMULA) != FORMULA


def test_the_words_that_a_column_allows_are_those_of_the_contract():
    columns = {column.name for column in COLUMNS}
    assert set(CHOICES) | REQUIRED <= columns
    assert CHOICES["comparator"] == ("eq", "min", "max", "about", "range")


@pytest.mark.parametrize(("name", "wanted"), [("沧澜-2025", "planparse-2025"), ("规划", "planparse-targets"), ("a b/C", "planparse-a-b-c")])
def test_the_name_of_a_package_is_one_that_the_standard_allows(tmp_path: Path, name: str, wanted: str):
    one = planparse.extract_text("新建公园5座。")
    document = one.documents[0].model_copy(update={"id": name})
    write_package(one.model_copy(update={"documents": (document,), "targets": ()}), tmp_path / "package")
    assert described(tmp_path / "package", ABOUT)["name"] == wanted


# csv-metadata.json


def test_csvw_says_the_same_of_the_tables(folder: Path):
    package = resources(folder)
    for said in described(folder, CSVW)["tables"]:
        name = said["url"].removesuffix(".csv")
        fields = {field["name"]: field for field in package[name]["schema"]["fields"]}
        columns = said["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == list(fields)
        for column in columns:
            constraints = fields[column["name"]].get("constraints", {})
            assert column.get("required", False) == constraints.get("required", False)
            pattern = column["datatype"]["format"] if isinstance(column["datatype"], dict) else None
            assert (pattern.split("|") if pattern else None) == constraints.get("enum")


def test_csvw_tells_lists(folder: Path):
    tables = {said["url"]: said for said in described(folder, CSVW)["tables"]}
    columns = {column["name"]: column for column in tables["targets.csv"]["tableSchema"]["columns"]}
    assert {name for name, column in columns.items() if "separator" in column} == {"examples", "responsible"}


# the folder


def test_the_same_catalog_gives_the_same_bytes(catalog: Catalog, folder: Path, tmp_path: Path):
    write_package(catalog, tmp_path / "again")
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_a_package_is_replaced_whole(catalog: Catalog, tmp_path: Path):
    place = tmp_path / "targets"
    write_package(catalog, place)
    (place / "old.csv").write_text("of an earlier version")
    write_package(catalog, place)
    assert sorted(path.name for path in place.iterdir()) == [CSVW, ABOUT, "documents.csv", "targets.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["targets"]


def test_what_is_no_package_is_left_alone(catalog: Catalog, tmp_path: Path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "own.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, fault in (("notes", "no data package"), ("file", "is a file"), ("absent/package", "does not exist")):
        with pytest.raises(CatalogError, match=fault):
            write_package(catalog, tmp_path / name)
    assert (tmp_path / "notes" / "own.txt").read_text() == (tmp_path / "file").read_text() == "mine"


def test_the_command_says_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    planparse.save_catalog(planparse.extract_text("新建公园5座。"), "catalog.yaml")
    assert main(["export", "catalog.yaml", "-o", "package", "--datapackage"]) == 0
    assert capsys.readouterr().err == "package: 1 target\n"
    (tmp_path / "taken").write_text("mine")
    assert main(["export", "catalog.yaml", "-o", "taken", "--datapackage"]) == 2
    assert capsys.readouterr().err.startswith("planparse: taken: is a file")


# the contract, from another language


def ajv() -> bool:
    found = shutil.which("node") and subprocess.run(["node", "-e", "require('ajv-formats'); require('ajv')"], cwd=ROOT, capture_output=True)
    return bool(found) and found.returncode == 0


@pytest.mark.skipif(not ajv(), reason="needs node with the packages ajv and ajv-formats (npm install ajv ajv-formats)")
def test_the_script_in_node_takes_a_catalog_and_names_what_does_not_fit(tmp_path: Path):
    written = planparse.extract_text("新建公园5座。").model_dump(mode="json", by_alias=True)
    (tmp_path / "good.json").write_text(json.dumps(written), encoding="utf-8")
    written["targets"][0]["quantity"]["comparator"] = "roughly"
    (tmp_path / "bad.json").write_text(json.dumps(written), encoding="utf-8")

    def run(name: str) -> subprocess.CompletedProcess[str]:
        command = ["node", "docs/validate.mjs", "schemas/catalog.schema.json", os.fspath(tmp_path / name)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run("good.json").returncode, run("good.json").stdout) == (0, "valid: 1 targets\n")
    assert (run("bad.json").returncode, run("bad.json").stderr.split(":")[0]) == (1, "/targets/0/quantity/comparator")


# what docs/tables.md says of the columns


@pytest.mark.parametrize("document", pair("docs/tables"), ids=lambda path: path.name)
def test_the_document_names_every_column(document: Path):
    text = document.read_text("utf-8")
    named = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert [(name, type) for name, type, _ in named] == [(column.name, column.type) for column in COLUMNS]
    if document.name == "tables.md":
        assert [meaning for _, _, meaning in named] == [column.meaning for column in COLUMNS]
    ledger = text[: text.index("`id`")]
    assert [name for name in re.findall(r"^\| ([^|`]+) \| [^|]+ \|$", ledger, re.MULTILINE) if name in words.COLUMNS] == list(words.COLUMNS)
