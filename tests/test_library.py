"""The library: what a program gets, and which errors it meets."""

from __future__ import annotations

import doctest
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

import planparse
from planparse import checking, corpus, messages
from planparse.catalog import files
from planparse.corpus.reading import document_ids, read_all, sources_in
from planparse.curation.file import Corrections
from planparse.errors import LexiconError, PlanparseError, SettingsError, SourceError
from planparse.findings import differences, wording
from planparse.lexicon import load_lexicon
from planparse.models import Period
from planparse.settings import load_settings


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("某区2025年工作计划\n\n建成公园5座。2024年完成投资30亿元。\n", "utf-8")
    (tmp_path / "b.md").write_text("# 教育\n\n开办学校3所。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def amounts(catalog: planparse.Catalog) -> list[str]:
    return [target.quantity.text for target in catalog.targets]


def test_extract_one_many_or_a_folder(folder):
    assert amounts(planparse.extract("a.txt")) == ["5座"]
    assert amounts(planparse.extract(["b.md", folder / "a.txt"])) == ["3所", "5座"]
    assert amounts(planparse.extract(folder)) == ["5座", "3所"]
    assert amounts(planparse.extract("a.txt", status="achieved")) == ["30亿元"]
    assert amounts(planparse.extract("a.txt", status="all")) == ["5座", "30亿元"]


def test_extract_with_settings(folder):
    (folder / "planparse.toml").write_text('sources = ["a.txt"]\n[documents."a.txt"]\nissuer = "某区"\n', "utf-8")
    settings = load_settings("planparse.toml")
    assert planparse.extract([], settings=settings).documents[0].issuer == "某区"
    assert planparse.extract(folder / "a.txt", settings=settings).documents[0].issuer == "某区"
    assert planparse.extract("a.txt").documents[0].issuer != "某区", "no settings unless they are given"


def test_extract_raises_at_the_first_source_that_cannot_be_read(folder):
    (folder / "broken.docx").write_bytes(b"no zip")
    with pytest.raises(SourceError, match=r"^none\.txt: "):
        planparse.extract(["a.txt", "none.txt"])
    with pytest.raises(PlanparseError, match=r"broken\.docx: "):
        planparse.extract(folder)
    with pytest.raises(LexiconError):
        planparse.extract("a.txt", lexicon="none.yaml")


def test_extract_needs_documents(tmp_path):
    with pytest.raises(SourceError, match="no documents found"):
        planparse.extract(tmp_path)


def test_extract_text():
    catalog = planparse.extract_text("新增泊位2500个。", title="计划", issuer="某区", period="2025", name="plan")
    (document,), (target,) = catalog.documents, catalog.targets
    assert (document.id, document.path, document.title, document.issuer) == ("plan", "plan", "计划", "某区")
    assert document.period == Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert (target.quantity.value, target.quantity.unit) == (Decimal(2500), "个")
    assert planparse.extract_text("新增泊位2500个。", period=document.period).documents[0].period == document.period


def test_extract_text_refuses_what_does_not_fit():
    with pytest.raises(SettingsError, match=r"^period: "):
        planparse.extract_text("", period="soon")
    with pytest.raises(SettingsError, match=r"^kind: "):
        planparse.extract_text("", kind="plan")


def test_any_text_gives_a_catalog():
    for text in ("", "\n", "\ud800", "\x00", "１" * 50, "（" * 50):
        assert planparse.extract_text(text).documents


def test_read_all_puts_errors_in_their_places(folder):
    (folder / "c.txt").touch()
    readings = list(read_all(sources_in(["a.txt", "c.txt", "none.txt", "b.md"]), load_lexicon(), Corrections("corrections.yaml")))
    assert [isinstance(reading, PlanparseError) for reading in readings] == [True, False, True, False]


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["a.txt", "x/b.docx"], ["a", "b"]),
        (["my plan.txt", "全\u3000文.txt"], ["my-plan", "全-文"]),
        (["-"], ["stdin"]),
        (["2024/plan.txt", "2025/plan.txt"], ["2024-plan", "2025-plan"]),
        (["x/plan.txt", "x/plan.docx"], ["x-plan", "x-plan-2"]),
        (["a/b.txt", "c/b.txt", "a-b.txt"], ["a-b", "c-b", "a-b-2"]),
        (["a\nb.txt"], ["a-b"]),
        (["\udcff.txt"], ["?"]),
    ],
)
def test_document_ids(paths, ids):
    assert document_ids(paths) == ids


def test_a_name_for_each_whatever_the_order():
    paths = ["2024/plan.txt", "2025/plan.txt", "notes.txt"]
    assert sorted(document_ids(paths)) == sorted(document_ids(paths[::-1]))


def test_the_public_names():
    assert set(planparse.__all__) <= set(dir(planparse))
    for name in planparse.__all__:
        assert getattr(planparse, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = planparse.nothing


def test_importing_costs_nothing():
    code = "import sys, planparse; print(*{'jieba', 'pydantic', 'yaml', 'typer'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


@pytest.mark.parametrize(
    "module",
    [planparse, checking, corpus.reading, differences, files, messages, planparse.library, planparse.models, planparse.settings, wording],
)
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


def test_a_fault_is_one_line_whatever_it_names() -> None:
    assert str(planparse.errors.CatalogError("a\nb.yaml", 'no pillar "x\ny"', "correct it")) == 'a\\nb.yaml: no pillar "x\\ny"; correct it'
