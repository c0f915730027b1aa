"""Many documents: the same bytes with any number of processes and with the cache, and one bad document stops no other."""

from __future__ import annotations

import json

import pytest

import planparse
from planparse import caching
from planparse.cli import main
from planparse.corpus import jobs, reading
from planparse.export.rows import rows_in


@pytest.fixture
def plans(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(caching, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(jobs, "SMALL", 0)
    (tmp_path / "plans").mkdir()
    for number in range(6):
        (tmp_path / "plans" / f"{number}.txt").write_text(f"{2020 + number}年工作计划\n今年新建公园{number + 3}座。\n", encoding="utf-8")
    return tmp_path


def extract(output, *options):
    return main(["extract", "plans", "-o", output, *options])


def test_jobs_and_cache_change_no_byte_and_no_order(plans):
    for output, options in {"a": ["-j1", "--no-cache"], "b": ["-j2", "--no-cache"], "c": ["-j1"], "d": ["-j1"]}.items():
        assert extract(f"{output}.jsonl", *options) == 0
    assert len({(plans / f"{name}.jsonl").read_bytes() for name in "abcd"}) == 1
    lines = map(json.loads, (plans / "a.jsonl").read_text(encoding="utf-8").splitlines())
    assert [line["document"]["id"] for line in lines if "document" in line] == list("012345")


def test_a_bad_document_is_named_and_the_others_are_read(plans):
    (plans / "plans" / "3.txt").write_bytes(b"")
    assert extract("a.jsonl", "-j2", "--no-cache") == 2
    assert (plans / "a.jsonl").read_text(encoding="utf-8").count('{"document"') == 5
    (line,) = (plans / "a.failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert "3.txt" in line


def test_the_cache_is_bounded(plans):
    extract("a.jsonl", "-j1")
    caching.shrink("documents", 0)
    assert not [path for path in (plans / "cache" / "documents").rglob("*") if path.is_file()]


def test_parquet_holds_the_rows_that_a_catalog_exports(plans):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra tables is not installed")
    assert extract("a.parquet", "-j2") == 0
    assert extract("by-year", "-j2", "--format", "parquet") == 0
    assert extract("a.yaml") == 0
    expected = rows_in(planparse.load_catalog("a.yaml"))
    assert parquet.read_table("a.parquet").to_pylist() == expected
    assert parquet.read_table("by-year").num_rows == len(expected) == 6
    assert sorted(path.name for path in (plans / "by-year").glob("year=*")) == [f"year={2020 + number}" for number in range(6)]


def test_a_run_that_was_broken_off_is_continued(plans, monkeypatch, capsys):
    read, seen = reading.read_source, []

    def third_breaks_off(path, *rest, **named):
        seen.append(path)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return read(path, *rest, **named)

    monkeypatch.setattr(reading, "read_source", third_breaks_off)
    assert extract("a.jsonl", "-j1", "--no-cache") == 130
    assert "broken off" in capsys.readouterr().err
    assert not (plans / "a.jsonl").exists()
    assert extract("a.jsonl", "-j1", "--no-cache", "--resume") == 0
    assert len(seen) == 3 + 4, "the two that were read are not read again"
    monkeypatch.setattr(reading, "read_source", read)
    assert extract("b.jsonl", "-j1", "--no-cache") == 0
    assert (plans / "a.jsonl").read_bytes() == (plans / "b.jsonl").read_bytes()
