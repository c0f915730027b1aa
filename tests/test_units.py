"""Which unit stands behind a number: the longest that fits, and none where the word goes on as another."""

from __future__ import annotations

import pytest

from planparse.lexicon import load_lexicon
from planparse.quantities.units import UnitTable


@pytest.fixture(scope="module")
def table() -> UnitTable:
    return UnitTable(load_lexicon())


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("人", "人"), ("人次", "人次"), ("平方米的厂房", "平方米"), ("平方公里", "平方公里"), ("公里", "公里"), ("%", "%"),
        ("％", "%"), ("‰", "‰"), ("个百分点", "个百分点"), ("元", "元"), ("元/千瓦时", "元/千瓦时"), ("微克/立方米", "微克/立方米"),
        ("吨标准煤/万元", "吨标准煤/万元"), ("千瓦时", "千瓦时"), ("千瓦", "千瓦"), ("场次", "场次"), ("批次", "批次"),
        ("台（套）", "台（套）"), ("PFLOPS", "PFLOPS"), ("家以上", "家"), ("件/天", "件/天"), ("家企业", "家"), ("kWh", "kWh"),
    ],
)  # fmt: skip
def test_longest_unit(table: UnitTable, text: str, unit: str) -> None:
    found = table.at(text, 0)
    assert found is not None
    assert found.unit == unit
    assert found.end <= len(text)


@pytest.mark.parametrize(
    "text", ["项目建设", "条件", "个体户", "种植", "批准", "张力", "重点", "企业", "", " ", "，", "Wi-Fi", "天然气", "分公司"]
)
def test_words_that_only_begin_like_a_unit(table: UnitTable, text: str) -> None:
    assert table.at(text, 0) is None


def test_latin_unit_is_a_whole_word(table: UnitTable) -> None:
    assert table.at("GB的带宽", 0) is not None
    assert table.at("GBX", 0) is None


def test_latin_unit_in_any_case_is_kept_as_written(table: UnitTable) -> None:
    found = table.at("pflops", 0)
    assert found is not None and found.entry is not None
    assert (found.unit, found.entry.unit) == ("pflops", "PFLOPS")


def test_unit_in_the_middle_of_a_text(table: UnitTable) -> None:
    found = table.at("新建3座桥", 3)
    assert found is not None
    assert (found.unit, found.end) == ("座", 4)


def test_compound_of_two_units_has_no_entry_of_its_own(table: UnitTable) -> None:
    found = table.at("件/人", 0)
    assert found is not None
    assert found.unit == "件/人"
    assert found.entry is None
    assert found.end == 3


def test_slash_before_a_word_makes_no_compound(table: UnitTable) -> None:
    found = table.at("家/企业", 0)
    assert found is not None
    assert (found.unit, found.end) == ("家", 1)


def test_alternative_in_brackets_has_to_close(table: UnitTable) -> None:
    found = table.at("户（间", 0)
    assert found is not None
    assert (found.unit, found.end) == ("户", 1)


@pytest.mark.parametrize(("text", "factor"), [("公里", "1000"), ("平方公里", "1000000"), ("兆瓦", "1000000")])
def test_base_units(table: UnitTable, text: str, factor: str) -> None:
    found = table.at(text, 0)
    assert found is not None and found.entry is not None and found.entry.si is not None
    assert found.entry.si.factor == factor


def test_every_unit_is_found_by_each_of_its_spellings(table: UnitTable) -> None:
    spellings = [spelling for unit in load_lexicon().units for spelling in (unit.unit, *unit.spellings)]
    missed = {spelling for spelling in spellings if (found := table.at(spelling, 0)) is None or found.end < len(spelling)}
    assert not missed
