"""A catalog survives its files, is the same bytes every time, and no file at all can hurt the program that reads it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import planparse
from catalog_strategies import TRAPS, catalogs
from planparse.catalog import files
from planparse.catalog.compare import compare
from planparse.catalog.files import catalog_text, load_catalog, refuse_unwritable, write_text
from planparse.catalog.validate import faults_of
from planparse.catalog.yaml_reader import YamlFault, read_yaml
from planparse.catalog.yaml_writer import yaml_text
from planparse.errors import CatalogError
from planparse.models import Catalog

FORMATS = ("yaml", "json", "jsonl")


@pytest.fixture
def catalog() -> Catalog:
    return planparse.extract_text("# 民生\n\n新增城镇就业4万人。\n建成公园5座以上。", title="计划", period="2025", name="plan")


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40)
@given(catalog=catalogs())
def test_round_trip(tmp_path_factory, format, catalog):
    path = tmp_path_factory.mktemp("catalog") / f"catalog.{format}"
    write_text(path, catalog_text(catalog, format))
    assert load_catalog(path) == catalog
    assert catalog_text(load_catalog(path), format) == catalog_text(catalog, format)


@settings(max_examples=40)
@given(catalog=catalogs())
def test_yaml_says_to_every_reader_what_the_models_say(catalog):
    text = catalog_text(catalog)
    assert yaml.safe_load(text) == _lists(catalog.model_dump(by_alias=True)) == read_yaml(text)


@settings(max_examples=40)
@given(catalog=catalogs())
def test_json_is_the_models_own(catalog):
    assert json.loads(catalog_text(catalog, "json")) == json.loads(catalog.model_dump_json(by_alias=True))


@pytest.mark.parametrize("text", TRAPS)
def test_strings_stay_strings(text):
    value = {"a": text, "b": [text], "c": {text: text}, "d": [{"e": text, "f": {text: [text]}}]}
    written = yaml_text(value)
    assert yaml.safe_load(written) == read_yaml(written) == value
    assert written.count("\n") == 6, "each value stays on its line"


@given(st.text())
def test_any_string_survives(text):
    assert yaml.safe_load(yaml_text({"a": text})) == read_yaml(yaml_text({"a": text})) == {"a": text}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_survives(number):
    assert yaml.safe_load(yaml_text({"a": number})) == read_yaml(yaml_text({"a": number})) == {"a": number}


def test_yaml_reads_well(catalog):
    lines = catalog_text(catalog).splitlines()
    assert lines[0] == "schema: planparse/catalog/1"
    assert lines[1].startswith("generator: {name: planparse, version: 0.1.0, lexicon: ")
    assert "  period: {start: 2025-01-01, end: 2025-12-31}" in lines
    assert any(line.startswith("  quantity: {text: 4万人, value: 40000, max: null, unit: 人, ") for line in lines)
    assert "  deadline: {start: 2025-01-01, end: 2025-12-31, text: null, source: document}" in lines


def test_json_lines_follow_their_documents():
    catalog = _two_documents()
    lines = [json.loads(line) for line in catalog_text(catalog, "jsonl").splitlines()]
    assert lines[0].keys() == {"schema", "generator"}
    assert [next(iter(line)) for line in lines[1:]] == ["document", "target", "document", "target"]


def no_line(path):
    return None


def _two_documents() -> Catalog:
    one, two = (planparse.extract_text(f"建成公园{n}座。", name=f"plan-{n}", period="2025") for n in (3, 5))
    return one.model_copy(update={"documents": one.documents + two.documents, "targets": one.targets + two.targets})


@pytest.mark.parametrize("format", FORMATS[:2])
def test_content_decides_where_the_ending_says_nothing(tmp_path, catalog, format):
    path = tmp_path / "catalog"
    path.write_text(catalog_text(catalog, format), encoding="utf-8")
    assert load_catalog(path) == catalog


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("c.yaml", b"", "not a planparse catalog"),
        ("c.yaml", b"targets: []\n", "not a planparse catalog"),
        ("c.yaml", b"just words\n", "not a planparse catalog"),
        ("c.yaml", b"\xff\xfe\x00", "not UTF-8"),
        ("c.yaml", b"a: [1,\n", "not YAML: line 2"),
        ("c.yaml", b"a: \x00\n", "not YAML"),
        ("c.yaml", b"a: 1\na: 2\n", "not YAML: line 2: 'a' is given twice"),
        ("c.yaml", b"a: 1\n---\nb: 2\n", "not YAML: line 3: a second YAML document begins"),
        ("c.yaml", b"{[a]: 1}", "a mapping cannot stand as a key"),
        ("c.yaml", b"schema: planparse/catalog/2\n", "a catalog of another version (planparse/catalog/2)"),
        ("c.json", b"{", "not JSON"),
        ("c.json", b"[" * 100_000, "nested too deeply"),
        ("c.json", b'{"schema": ' + b"1" * 10_000 + b"}", "not JSON"),
        ("c.jsonl", b'{"schema": "planparse/catalog/1"}\n\n{"target"\n', "not JSON: line 3"),
        ("c.jsonl", b"3\n", "line 1: expected a mapping"),
    ],
)
def test_what_is_no_catalog(tmp_path, name, content, fault):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CatalogError) as raised:
        load_catalog(path)
    assert str(raised.value).startswith(f"{path}: {fault}" if not fault.startswith(("a mapping", "line")) else str(path))
    assert fault in str(raised.value)
    assert "\n" not in str(raised.value)


def test_no_file(tmp_path):
    with pytest.raises(CatalogError, match="no such file"):
        load_catalog(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "bomb",
    ["a: &a [x, x]\nb: &b [*a, *a]\n", "a: !!python/object/apply:os.getcwd []\n", "[" * 200_000, "- " * 200_000],
    ids=["aliases", "tags", "brackets", "dashes"],
)
def test_hostile_yaml_is_refused(bomb):
    with pytest.raises(YamlFault):
        read_yaml(bomb)


def test_faults_say_where_and_what(catalog):
    fields = json.loads(catalog_text(catalog, "json"))
    first, second = fields["targets"]
    first["quantity"]["unit"] = 5
    first["indcator"] = first.pop("indicator")
    second["status"] = "done"
    second["span"]["line"] = 0
    second["deadline"]["end"] = "soon"
    fields["documents"][0]["pillars"] = {}
    assert faults_of(fields, no_line) == [
        "documents[0].pillars: expected list, found mapping",
        "targets[0].indicator: missing",
        "targets[0].quantity.unit: expected string, found number",
        'targets[0].indcator: unknown field; did you mean "indicator"?',
        "targets[1].status: expected 'planned', 'achieved' or 'context', found \"done\"",
        'targets[1].deadline.end: expected a date (YYYY-MM-DD), found "soon"',
        "targets[1].span.line: expected greater than or equal to 1, found 0",
    ]


def test_references_have_to_hold(catalog):
    fields = json.loads(catalog_text(catalog, "json"))
    fields["targets"][0]["document"] = "other"
    fields["targets"][1]["pillar"] = "p-none"
    fields["targets"].append({**fields["targets"][1], "pillar": None})
    assert faults_of(fields, no_line) == [
        f'targets[2].id: "{fields["targets"][1]["id"]}" is given twice',
        'targets[0].document: there is no document "other"',
        'targets[1].pillar: its document has no pillar "p-none"',
    ]


def test_a_broken_catalog_names_its_first_fault(tmp_path, catalog):
    path = tmp_path / "catalog.json"
    fields = json.loads(catalog_text(catalog, "json"))
    for target in fields["targets"]:
        target["rule"] = None
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(path)
    fault = "line 1: targets[0].rule: expected string, found null (and 1 more)"
    assert str(raised.value) == f"{path}: {fault}; planparse validate {path} lists all faults"


def test_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "catalog.yaml"
    write_text(path, "old\n")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(CatalogError, match="No space left on device"):
        write_text(path, "new\n")
    assert path.read_text() == "old\n"
    assert os.listdir(tmp_path) == ["catalog.yaml"]


def test_interrupted_writing_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "catalog.yaml", "new\n")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="modes and links of a POSIX system")
def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path):
    path, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    path.write_text("old\n")
    path.chmod(0o640)
    link.symlink_to(path)
    write_text(link, "new\n")
    assert link.is_symlink()
    assert path.read_text() == "new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs /dev/null")
def test_a_device_is_written_to_directly():
    write_text("/dev/null", "text\n")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize(("place", "fault"), [("none/c.yaml", "its folder does not exist"), (".", "is a folder")])
@pytest.mark.parametrize("write", [refuse_unwritable, lambda path: write_text(path, "text")])
def test_places_that_cannot_be_written(tmp_path, monkeypatch, write, place, fault):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CatalogError, match=fault):
        write(place)
    assert os.listdir(tmp_path) == []


def test_comparison_names_what_changed():
    before = planparse.extract_text("新增城镇就业4万人。\n建成公园5座。\n改造老旧小区20个。", period="2025")
    after = planparse.extract_text("建成公园6座。\n改造老旧小区20个。\n开办学校3所。", period="2025")
    comparison = compare(before, after)
    assert [target.quantity.text for target in comparison.added] == ["3所"]
    assert [target.quantity.text for target in comparison.removed] == ["4万人"]
    assert [(c.before.quantity.value, c.after.quantity.value) for c in comparison.changed] == [(5, 6)]
    assert [target.quantity.text for target in comparison.moved] == ["20个"]
    assert [change.fields for change in comparison.documents_changed] == [("sha256",)]
    assert not comparison.in_sync


@settings(max_examples=40)
@given(catalog=catalogs())
def test_a_catalog_is_in_sync_with_itself(catalog):
    assert compare(catalog, catalog).in_sync


def _lists(value: object) -> object:
    """The value with lists for tuples, as files know them."""
    if isinstance(value, dict):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, list | tuple) else value


def test_nothing_of_this_reads_the_path_of_a_file(tmp_path, catalog):
    """The same catalog gives the same bytes wherever it is written."""
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        write_text(folder / "catalog.yaml", catalog_text(catalog))
    assert Path(tmp_path, "a", "catalog.yaml").read_bytes() == Path(tmp_path, "b", "catalog.yaml").read_bytes()
