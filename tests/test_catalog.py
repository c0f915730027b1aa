"""What a catalog does for a program: iteration, lookup, choosing, merging, data frames."""

from __future__ import annotations

import copy
import pickle
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import polars
import pytest

import planparse
import typed_consumer
from planparse.catalog.files import catalog_text
from planparse.cli import main
from planparse.errors import CatalogError, MissingExtraError, SettingsError
from planparse.export.rows import COLUMNS, rows_in
from planparse.models import Catalog, Period, Target

NORTH = """北岭区2025年工作计划

一、改善民生
新增城镇就业4万人，建设公园5座。
（一）住房保障
力争改造老旧小区20个以上。
二、扩大投资
到2027年，引进企业10—15家。
2024年完成投资30.5亿元。
"""
SOUTH = "南浦区2026年工作计划\n\n建成公园8座，绿化覆盖率达到41.5%。\n"


@pytest.fixture(scope="module")
def north() -> Catalog:
    return planparse.extract_text(NORTH, name="north", status="all")


@pytest.fixture(scope="module")
def south() -> Catalog:
    return planparse.extract_text(SOUTH, name="south", status="all")


@pytest.fixture(scope="module")
def both(north: Catalog, south: Catalog) -> Catalog:
    return north.merge(south)


def texts(catalog: Catalog) -> list[str]:
    return [target.quantity.text for target in catalog]


# iteration and lookup


def test_a_catalog_is_a_collection_of_its_targets(north: Catalog):
    assert list(north) == list(north.targets) and len(north) == len(north.targets) == 5
    assert not planparse.extract_text("") and north


def test_lookup_by_id(north: Catalog):
    for target in north.targets:
        assert north[target.id] is target is north.get(target.id)
        assert target.id in north and target in north
    assert north.get("north.nothing", 7) == 7 and north.get("north.nothing") is None
    assert "north.nothing" not in north and 7 not in north
    with pytest.raises(KeyError):
        north["north.nothing"]


def test_a_target_of_the_same_id_that_says_something_else_is_not_in_it(north: Catalog):
    assert north.targets[0].model_copy(update={"indicator": "住房"}) not in north


def test_a_copy_finds_its_own_targets(north: Catalog):
    first, *rest = north.targets
    assert first.id in north
    less = north.model_copy(update={"targets": tuple(rest)})
    assert first.id not in less and rest[0].id in less


def test_lookup_leaves_no_trace(north: Catalog):
    fresh = Catalog.model_validate(north.model_dump())
    assert north.targets[0].id in north
    assert fresh == north and catalog_text(fresh) == catalog_text(north)
    assert pickle.loads(pickle.dumps(north)) == copy.deepcopy(north) == north


# choosing


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ({}, ["4万人", "5座", "20个", "10—15家", "30.5亿元", "8座", "41.5%"]),
        ({"document": "south"}, ["8座", "41.5%"]),
        ({"document": ["south", "north"], "unit": "座"}, ["5座", "8座"]),
        ({"document": "east"}, []),
        ({"pillar": "民生"}, ["4万人", "5座", "20个"]),
        ({"pillar": "住房"}, ["20个"]),
        ({"pillar": "教育"}, []),
        ({"status": "achieved"}, ["30.5亿元"]),
        pytest.param({"status": {"planned", "achieved"}, "unit": "元"}, ["30.5亿元"], id="a set, whose order is another in each process"),
        ({"indicator": "公园"}, ["5座", "8座"]),
        ({"indicator": "老旧"}, ["20个"]),
        ({"unit": ("人", "家")}, ["4万人", "10—15家"]),
        ({"unit": ()}, []),
        ({"modality": "strive"}, ["20个"]),
        ({"due_from": date(2026, 1, 1)}, ["10—15家", "8座", "41.5%"]),
        ({"due_from": date(2026, 12, 31), "due_until": date(2026, 12, 31)}, ["8座", "41.5%"]),
        ({"due_until": date(2024, 12, 31)}, []),
        ({"due_until": date(2026, 12, 30), "status": "planned"}, ["4万人", "5座", "20个"]),
        ({"min_confidence": 1}, []),
    ],
    ids=str,
)
def test_filter(both: Catalog, choice, left):
    assert texts(both.filter(**choice)) == left


def test_filter_by_confidence(both: Catalog):
    sure = sorted(target.confidence for target in both)[3]
    assert [*both.filter(min_confidence=sure)] == [target for target in both if target.confidence >= sure]


def test_filter_looks_for_a_subject_too(south: Catalog):
    owned = south.model_copy(update={"targets": (south.targets[0].model_copy(update={"subject": "滨江新城"}), *south.targets[1:])})
    assert texts(owned.filter(indicator="新城")) == ["8座"]


def test_what_has_no_deadline_is_never_due():
    timeless = planparse.extract_text("建成公园5座。")
    assert [target.deadline for target in timeless] == [None]
    assert not timeless.filter(due_from=date.min) and not timeless.filter(due_until=date.max) and timeless.filter()


def test_documents_stay_to_be_counted(both: Catalog):
    assert [document.id for document in both.filter(indicator="企业").documents] == ["north", "south"]
    assert [document.id for document in both.filter(document="south").documents] == ["south"]


def test_a_filtered_catalog_says_what_it_holds(both: Catalog):
    made = both.filter(status="planned", min_confidence=0.25).generator
    assert (made.status, made.min_confidence) == ("planned", 0.25)
    assert both.filter(min_confidence=0.5).filter(min_confidence=0.25).generator.min_confidence == 0.5
    assert both.filter(status=("planned", "achieved")).generator == both.filter(unit="座").generator == both.generator
    assert both.filter(status="planned").filter(status="achieved").generator.status == "planned", "it never held others"


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"status": "plannd"}, 'status: there is no "plannd"; give some of planned, achieved, context'),
        ({"modality": ["firm", "soft"]}, 'modality: there is no "soft"; give some of firm, strive, expect, explore'),
        ({"min_confidence": 90}, "min_confidence: 90 is no share; give a number from 0 to 1"),
    ],
    ids=str,
)
def test_filter_refuses_what_there_is_not(north: Catalog, choice, said):
    with pytest.raises(SettingsError) as refused:
        north.filter(**choice)
    assert str(refused.value) == said


@pytest.fixture
def sealed(tmp_path, monkeypatch) -> Path:
    """A project whose catalog is sealed and in sync."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("north", NORTH), ("south", SOUTH)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    assert main(["extract", ".", "--status", "all", "-o", "catalog.yaml"]) == 0
    return tmp_path / "catalog.yaml"


def test_a_seal_stays_where_it_fits(sealed: Path):
    catalog = planparse.load_catalog(sealed)
    seals = [document.seal for document in catalog.documents]
    assert None not in seals
    assert [document.seal for document in catalog.filter(indicator="公园").documents] == [None, None]
    assert [document.seal for document in catalog.filter(unit=["座", "%"]).documents] == [None, seals[1]]
    assert [document.seal for document in catalog.filter(status="planned").documents] == [None, None]
    assert catalog.filter(document="north").documents[0].seal == seals[0]


def test_what_is_filtered_and_saved_is_in_sync_when_it_says_what_it_holds(sealed: Path):
    planparse.save_catalog(planparse.load_catalog(sealed).filter(status="planned", min_confidence=0.5), sealed)
    assert planparse.check(".", catalog=sealed).same
    planparse.save_catalog(planparse.load_catalog(sealed).filter(unit="座"), sealed)
    assert {finding.kind for finding in planparse.check(".", catalog=sealed).findings} == {"target-added"}


# merging


def test_merge(north: Catalog, south: Catalog):
    both = north.merge(south)
    assert texts(both) == texts(north) + texts(south)
    assert both == Catalog.merge(north, south, north) and north.merge() == north
    assert both.merge(south) == both


def test_merged_catalogs_are_what_one_extraction_gives(sealed: Path):
    whole = planparse.load_catalog(sealed)
    parts = [whole.filter(document=document.id) for document in whole.documents]
    assert Catalog.merge(*parts) == whole
    planparse.save_catalog(Catalog.merge(*parts), sealed)
    assert planparse.check(".").same


def test_where_somebody_stood_makes_no_other_document(north: Catalog):
    elsewhere = north.model_copy(update={"documents": (north.documents[0].model_copy(update={"path": "plans/north.txt", "seal": "0"}),)})
    assert north.merge(elsewhere) == north


def test_merge_refuses_another_document_of_the_same_name(north: Catalog, south: Catalog):
    other = planparse.extract_text(SOUTH, name="north", status="all")
    with pytest.raises(CatalogError, match=r'^catalog 3: holds another document "north" \(north\) than an earlier one \(north\); extract'):
        north.merge(south, other)


def test_merge_refuses_another_reading_of_the_same_text(north: Catalog):
    with pytest.raises(CatalogError, match=r'^catalog 2: says something else of document "north" than an earlier one, from the same'):
        north.merge(north.model_copy(update={"targets": north.targets[1:]}))
    retold = north.documents[0].model_copy(update={"issuer": "北岭"})
    with pytest.raises(CatalogError, match="says something else of document"):
        north.merge(north.model_copy(update={"documents": (retold,)}))


def test_merge_refuses_what_other_rules_made(north: Catalog, south: Catalog):
    older = south.model_copy(update={"generator": south.generator.model_copy(update={"version": "0.0.1"})})
    with pytest.raises(CatalogError, match=r"^catalog 2: was made with another version than the first: 0\.0\.1, not .*; extract all"):
        north.merge(older)
    with pytest.raises(CatalogError, match=r"another status than the first: planned, not all; filter both"):
        north.merge(south.filter(status="planned"))
    assert len(north.filter(status="planned").merge(south.filter(status="planned"))) == 6


# data frames


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_the_rows_of_every_table(both: Catalog, library):
    frame = both.to_frame(library)
    assert list(frame.columns) == [column.name for column in COLUMNS] and len(frame) == len(both)
    read = frame.to_dicts() if library == "polars" else frame.astype(object).where(frame.notna(), None).to_dict("records")
    for row, wanted in zip(read, rows_in(both), strict=True):
        assert {name: value.date() if isinstance(value, pandas.Timestamp) else value for name, value in row.items()} == wanted


def test_types_of_a_frame_do_not_depend_on_what_is_in_it(both: Catalog):
    empty = both.filter(unit="nothing")
    assert empty.to_frame("polars").schema == both.to_frame("polars").schema
    assert empty.to_frame("pandas").dtypes.equals(both.to_frame("pandas").dtypes)


def test_numbers_and_dates_of_a_frame_can_be_counted_with(both: Catalog):
    frame = both.to_frame("pandas")
    assert frame[frame["unit"] == "座"]["value"].sum() == 13
    assert frame["value"].dtype == "float64" and frame["line"].dtype == "Int32"
    assert (frame["deadline_end"].dt.year == 2026).sum() == 2
    assert frame.groupby("document")["id"].count().to_dict() == {"north": 5, "south": 2}
    assert both.to_frame("polars").filter(polars.col("deadline_end") > date(2026, 12, 31))["value_max"].to_list() == [15]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_far_deadline_stays_what_it_is(south: Catalog, library):
    far = Period(start=date(9999, 1, 1), end=date(9999, 12, 31))
    frame = planparse.extract_text("建成公园8座。", period=far).to_frame(library)
    assert str(frame["period_end"][0])[:10] == "9999-12-31"


def test_pandas_comes_first_and_polars_stands_in(south: Catalog, monkeypatch):
    assert isinstance(south.to_frame(), pandas.DataFrame)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert isinstance(south.to_frame(), polars.DataFrame)
    with pytest.raises(MissingExtraError, match=r"to_frame: a data frame needs an optional package; install it with: pip install pandas$"):
        south.to_frame("pandas")
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"pip install pandas or polars$"):
        south.to_frame()


def test_no_frame_of_another_library(south: Catalog):
    with pytest.raises(SettingsError, match=r'^to_frame: "numpy" is no library it knows; give pandas or polars$'):
        south.to_frame("numpy")


# files


@pytest.mark.parametrize("ending", ["yaml", "YML", "json", "jsonl"])
def test_what_is_saved_is_loaded(both: Catalog, tmp_path, ending):
    planparse.save_catalog(both, tmp_path / f"catalog.{ending}")
    assert planparse.load_catalog(str(tmp_path / f"catalog.{ending}")) == both


@pytest.mark.parametrize("format", ["yaml", "json", "jsonl"])
def test_what_extract_writes_is_loaded(sealed: Path, format):
    assert main(["extract", ".", "--status", "all", "-o", f"../{sealed.parent.name}.{format}"]) == 0
    assert planparse.load_catalog(f"../{sealed.parent.name}.{format}") == planparse.load_catalog(sealed)


def test_a_catalog_is_saved_as_nothing_else(both: Catalog, tmp_path):
    with pytest.raises(CatalogError, match=r'no catalog has the ending "\.csv"; use \.yaml, \.yml, \.json, \.jsonl$'):
        planparse.save_catalog(both, tmp_path / "catalog.csv")
    assert not any(tmp_path.iterdir())


def test_a_table_of_targets_is_no_catalog(both: Catalog, tmp_path):
    from planparse.export import export

    export(both, tmp_path / "targets.jsonl")
    with pytest.raises(CatalogError, match="not a planparse catalog"):
        planparse.load_catalog(tmp_path / "targets.jsonl")


# a program with types


def test_a_typed_program(tmp_path, both: Catalog):
    (tmp_path / "north.txt").write_text(NORTH, "utf-8")
    (tmp_path / "south.txt").write_text(SOUTH, "utf-8")
    year = date(2025, 12, 31)
    assert list(typed_consumer.ledger(tmp_path)) == [("公园", Decimal(5), year), ("公园", Decimal(8), date(2026, 12, 31))]
    assert len(typed_consumer.faults(tmp_path)) == 1
    assert typed_consumer.rows(both).height == len(both)


def test_every_public_function_has_an_example():
    functions = [getattr(planparse, name) for name in planparse.__all__ if name[0].islower()]
    own = [value for name, value in vars(Catalog).items() if callable(value) and value.__doc__ and value.__module__ == Target.__module__]
    lacking = [one.__name__ for one in (*functions, *own) if ">>> " not in (one.__doc__ or "")]
    assert lacking == ["model_copy"] and len(functions) == 8
    assert all(getattr(planparse, name).__doc__ for name in planparse.__all__)
