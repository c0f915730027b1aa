"""Tables of our own, written in every form that has tables: each gives the same targets, to the last field that is named."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import table_files
from planparse.lexicon import load_lexicon
from planparse.models import Target
from planparse.pipeline import DocumentSettings, Reading, read_document
from planparse.sources import read_source
from planparse.sources.text import Grid, GridCell, Line, text_of_pieces

TABLES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(Path(__file__).with_name("tables").glob("*.yaml"))}


def read(path: Path) -> Reading:
    return read_document(read_source(path), load_lexicon(), DocumentSettings(), "plan")


def said(target: Target, reading: Reading, names: list[str]) -> dict[str, Any]:
    """The fields of a target that a table's file may name."""
    titles = {pillar.id: pillar.title for pillar in reading.document.pillars}
    fields = {
        **{name: getattr(target, name) for name in ("indicator", "subject", "action", "measure", "status", "modality", "binding", "per")},
        **{name: getattr(target.quantity, name) for name in ("value", "max", "unit", "comparator")},
        "deadline": target.deadline and target.deadline.end,
        "responsible": list(target.responsible),
        "pillar": titles.get(target.pillar or ""),
    }
    return {name: fields[name] for name in names}


def expected(fields: dict[str, Any]) -> dict[str, Any]:
    numbers = {"value", "max"}
    return {name: Decimal(str(value)) if name in numbers and value is not None else value for name, value in fields.items()}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("write", table_files.FORMS, ids=lambda write: write.__name__)
def test_a_table(tmp_path: Path, name: str, write: Callable[[dict[str, Any], Path], Path | None]) -> None:
    table = TABLES[name]
    path = write(table, tmp_path)
    if path is None:
        pytest.skip("this form has no merged cells")
    reading = read(path)
    wanted = [expected(fields) for fields in table["targets"]]
    found = [said(target, reading, list(fields)) for target, fields in zip(reading.targets, wanted, strict=False)]
    assert (found, len(reading.targets)) == (wanted, len(wanted))


@pytest.mark.parametrize("name", TABLES)
def test_every_number_is_where_it_says(tmp_path: Path, name: str) -> None:
    path = table_files.docx(TABLES[name], tmp_path)
    assert path
    reading = read(path)
    content = reading.text.content
    assert all(content[one.span.start : one.span.end] == one.quantity.text for one in reading.targets)
    assert all(one.sentence in content.split("\n")[one.span.line - 1] for one in reading.targets)
    assert len({one.id for one in reading.targets}) == len(reading.targets)


def test_the_number_of_a_cell_is_not_its_identity(tmp_path: Path) -> None:
    table = TABLES["five_year_indicators"]
    path = table_files.docx(table, tmp_path)
    assert path
    before = [target.id for target in read(path).targets]
    edited = yaml.safe_load(yaml.safe_dump(table, allow_unicode=True).replace("'450'", "'470'"))
    other = table_files.docx(edited, tmp_path)
    assert other
    after = read(other).targets
    assert [target.id for target in after] == before
    assert after[1].quantity.value == 47_000_000_000


def test_a_table_cell_can_be_explained(tmp_path: Path) -> None:
    path = table_files.docx(TABLES["unit_behind_the_name"], tmp_path)
    assert path
    arguments = [argument for sentence in read(path).sentences for argument in sentence.arguments]
    assert arguments[3][:4] == ("230: cell under 2026年目标 230", "unit 家", "bound: min", "row: 规模以上工业企业")


POOL = """指标 单位 2020年 2025年 目标 责任单位 完成时限 类别 属性 年均增速 序号 重点任务 总投资（亿元） 公园 地区生产总值（亿元）
2024年预计 其中：工业 一、民生 注：无 亿元 % 个/万人 约束性 6月底 2025年12月 市财政局 5 ≥95 6.5左右 〔13.5〕 3—4 — 1,200
新建公园5座，改造小区3个 全覆盖 3[5] ① 12月 0 １２"""
WORDS = st.sampled_from(POOL.split())
CELLS = st.builds(GridCell, WORDS, st.integers(1, 3), st.integers(1, 3))


@given(st.lists(st.lists(CELLS, max_size=6), max_size=7), st.sampled_from(["", "单位：万元", "到2027年，力争实现以下目标："]))
def test_any_table(rows: list[list[GridCell]], above: str) -> None:
    text = text_of_pieces([Line("青溪县2025年计划"), Line(above), Grid(rows), Line("新建水库1座。")], "plan.docx", "0" * 64)
    reading = read_document(text, load_lexicon(), DocumentSettings(), "plan")
    for target in reading.targets:
        assert text.content[target.span.start : target.span.end] == target.quantity.text
        assert target.indicator
    assert len({target.id for target in reading.targets}) == len(reading.targets)
    assert [target.span.start for target in reading.targets] == sorted(target.span.start for target in reading.targets)
    assert reading.targets[-1].indicator == "水库"
