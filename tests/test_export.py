"""Catalogs as tables, each read back by a program that knows its form, and as the ledger, with what people filled in."""

from __future__ import annotations

import csv
import doctest
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

import planparse
from planparse.catalog.files import catalog_text
from planparse.cli import main
from planparse.errors import CatalogError
from planparse.export import ENDINGS, export, inert
from planparse.export.ledger import book, filled, rows, words
from planparse.export.rows import COLUMNS, Row, rows_in
from planparse.export.tables import BETWEEN, SHOWN
from planparse.models import Catalog, Target

PLAN = """滨河区2025年工作计划

一、保障民生
新增城镇就业4万人，城镇调查失业率控制在5.5%以内。改造老旧小区20个以上。
二、扩大投资
力争引进企业10—15家，固定资产投资增长6%左右。建成敦化路等3处过街天桥。
2024年完成投资30.5亿元。
"""
HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", "a|b `<script>` [x](y)\n=1")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return planparse.extract_text(PLAN, name="binhe", status="all")


@pytest.fixture(scope="module")
def hostile(catalog: Catalog) -> Catalog:
    """A catalog that says nothing but what a table program would calculate."""
    document = catalog.documents[0]
    pillars = tuple(pillar.model_copy(update={"title": HOSTILE[0]}) for pillar in document.pillars)
    targets = tuple(
        target.model_copy(update={"indicator": said, "subject": None, "action": None, "sentence": said, "responsible": (said,), "id": said})
        for target, said in zip(catalog.targets, HOSTILE, strict=True)
    )
    named = document.model_copy(update={"title": HOSTILE[0], "issuer": HOSTILE[0], "pillars": pillars})
    return catalog.model_copy(update={"documents": (named,), "targets": tuple(planned(one) for one in targets)})


def planned(target: Target) -> Target:
    return target.model_copy(update={"status": "planned", "modality": "firm"})


# tables


def from_csv(path: Path) -> list[Row]:
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "Excel shows no Chinese without it"
    types = {column.name: column.type for column in COLUMNS}
    return [
        {name: typed(value, types[name]) for name, value in row.items()}
        for row in csv.DictReader(text.decode("utf-8-sig").splitlines(True))
    ]


def typed(text: str, type: str) -> object:
    """A cell of a CSV file as its column says; a quotation mark for table programs is no part of it."""
    if type == "strings":
        return unquoted(text).split(BETWEEN) if text else []
    read: dict[str, Callable[[str], object]] = {"float64": float, "int32": int, "int64": int, "date": date.fromisoformat}
    return read.get(type, unquoted)(text) if text else None


def unquoted(text: str) -> str:
    return text[1:] if text.startswith("'") and inert.is_formula_like(text[1:]) else text


def from_lines(path: Path) -> list[Row]:
    dates = [column.name for column in COLUMNS if column.type == "date"]
    read = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [{**row, **{name: row[name] and date.fromisoformat(row[name]) for name in dates}} for row in read]


def from_sqlite(path: Path) -> list[Row]:
    types = {column.name: column.type for column in COLUMNS}
    convert = {"strings": json.loads, "date": lambda text: text and date.fromisoformat(text)}
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        found = database.execute("SELECT * FROM targets").fetchall()
    return [{name: convert.get(types[name], lambda value: value)(row[name]) for name in row.keys()} for row in found]  # noqa: SIM118


def from_parquet(path: Path) -> list[Row]:
    from pyarrow import parquet

    return parquet.read_table(path).to_pylist()


def from_duckdb(path: Path) -> list[Row]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as database:
        return database.sql("SELECT * FROM targets").to_arrow_table().to_pylist()


READERS = {".csv": from_csv, ".jsonl": from_lines, ".sqlite": from_sqlite, ".parquet": from_parquet, ".duckdb": from_duckdb}


@pytest.mark.parametrize("ending", READERS)
def test_a_table_read_back_is_the_rows(catalog: Catalog, hostile: Catalog, tmp_path, ending: str):
    for one in (catalog, hostile):
        path = tmp_path / f"table{ending}"
        assert export(one, path).rows == len(one.targets)
        assert READERS[ending](path) == rows_in(one)


@pytest.mark.parametrize("ending", READERS)
def test_a_catalog_without_targets_is_an_empty_table(catalog: Catalog, tmp_path, ending: str):
    export(catalog.model_copy(update={"targets": ()}), tmp_path / f"empty{ending}")
    assert READERS[ending](tmp_path / f"empty{ending}") == []


def test_a_markdown_table_says_what_people_read(catalog: Catalog, tmp_path):
    export(catalog, tmp_path / "table.md")
    head, rule, *lines = (tmp_path / "table.md").read_text("utf-8").splitlines()
    assert head == f"| {' | '.join(SHOWN)} |" and rule.count("---") == len(SHOWN)
    assert len(lines) == len(catalog.targets)
    assert " | 新增 | 城镇就业 | eq | 4万人 | 40000 |  | 人 | firm | 2025-12-31 | " in lines[0]


def test_no_text_becomes_markup_in_a_markdown_table(hostile: Catalog, tmp_path):
    export(hostile, tmp_path / "table.md")
    lines = (tmp_path / "table.md").read_text("utf-8").splitlines()
    assert len(lines) == 2 + len(HOSTILE)
    assert all(len(re.findall(r"(?<!\\)\|", line)) == len(SHOWN) + 1 for line in lines)
    assert not any(re.search(r"(?<!\\)[<>`\[\]]", line) for line in lines)


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != ".duckdb"])
def test_the_same_catalog_gives_the_same_bytes(catalog: Catalog, tmp_path, ending: str):
    """But for DuckDB, which gives every database an identifier of its own."""
    for name in ("one", "two"):
        export(catalog, tmp_path / f"{name}{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


# the ledger


class Sheet:
    """A ledger as it was written, its rows by id and its cells by header; headings have no id."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[words.SHEET]
        self.at = {cell.value: cell.column for cell in self.sheet[book.HEADER + 1]}
        below = range(book.HEADER + 2, self.sheet.max_row + 1)
        self.rows = {name: row for row in below if (name := self.sheet.cell(row, self.at[words.ID]).value)}
        self.headings = [self.sheet.cell(row, self.at[words.FIELD]).value for row in below if row not in self.rows.values()]

    def cell(self, id: str, header: str) -> openpyxl.cell.cell.Cell:
        return self.sheet.cell(self.rows[id], self.at[header])

    def values(self, id: str) -> dict[str, object]:
        return {header: self.cell(id, header).value for header in words.COLUMNS}


@pytest.fixture
def ledger(catalog: Catalog, tmp_path) -> Path:
    path = tmp_path / "ledger.xlsx"
    assert export(catalog, path).rows == len(plans(catalog))
    return path


def plans(catalog: Catalog) -> list[Target]:
    return [target for target in catalog.targets if target.status == "planned"]


def target_of(catalog: Catalog, text: str) -> Target:
    (found,) = (target for target in catalog.targets if target.quantity.text == text)
    return found


def test_a_row_of_the_ledger_says_its_target_as_the_plan_does(catalog: Catalog, ledger: Path):
    sheet, target = Sheet(ledger), target_of(catalog, "4万人")
    values = sheet.values(target.id)
    assert list(sheet.rows) == [one.id for one in plans(catalog)], "planned targets only, in the order of the text"
    assert sheet.headings == ["保障民生", "扩大投资"]
    assert values.pop(words.DUE).date() == date(2025, 12, 31)
    assert values.pop(words.RATE).startswith("=IF(ISNUMBER(")
    assert values.pop(words.PLACE).endswith(f":{target.span.line}")
    assert values == {
        words.NUMBER: 1, words.FIELD: "保障民生", words.INDICATOR: "新增城镇就业", words.VALUE: 4, words.UNIT: "万人",
        words.COMPARISON: "等于", words.FIRMNESS: "确定", words.RESPONSIBLE: None, words.SENTENCE: target.sentence, words.ID: target.id,
        words.PROGRESS: None, words.DONE: None, words.REMARKS: None,
    }  # fmt: skip


def test_shares_ranges_and_limits_in_the_ledger(catalog: Catalog, ledger: Path):
    sheet = Sheet(ledger)
    share = sheet.cell(target_of(catalog, "5.5%").id, words.VALUE)
    assert (share.value, share.number_format) == (0.055, "0.0%")
    assert sheet.cell(target_of(catalog, "5.5%").id, words.COMPARISON).value == "不高于"
    span = target_of(catalog, "10—15家").id
    assert [sheet.cell(span, header).value for header in (words.VALUE, words.UNIT, words.COMPARISON)] == [10, "家", "区间，至15家"]
    assert sheet.cell(span, words.FIRMNESS).value == "力争"


def test_the_ledger_is_ready_for_work_and_for_print(ledger: Path):
    sheet = Sheet(ledger)
    page, work = sheet.sheet.page_setup, sheet.sheet
    last = f"{openpyxl.utils.get_column_letter(len(words.COLUMNS))}{work.max_row}"
    assert work.auto_filter.ref == f"A{book.HEADER + 1}:{last}"
    assert work.freeze_panes == f"D{book.HEADER + 2}"
    assert (page.orientation, int(page.paperSize), page.fitToHeight) == ("landscape", 9, 0)
    assert work.print_title_rows == f"${book.HEADER + 1}:${book.HEADER + 1}"
    assert sheet.cell(next(iter(sheet.rows)), words.SENTENCE).alignment.wrap_text
    assert all(work.row_dimensions[row].outlineLevel == 1 for row in sheet.rows.values())
    (rules,) = (rules for place, rules in work.conditional_formatting._cf_rules.items())
    assert len(rules) == 3
    assert sheet.book.sheetnames == [words.SHEET, words.SUMS]
    assert len(sheet.book[words.SUMS]._charts) == 1


def test_the_sums_hold_now_and_follow_the_ledger(catalog: Catalog, ledger: Path):
    sums = openpyxl.load_workbook(ledger, data_only=True)[words.SUMS]
    table = [[cell.value for cell in row[:4]] for row in sums.iter_rows(min_row=4, max_row=6)]
    assert table == [["保障民生", 3, 3, 0], ["扩大投资", 3, 1, 2], ["合计", 6, 4, 2]]
    formula = openpyxl.load_workbook(ledger)[words.SUMS]["B4"].value
    assert formula.startswith("=SUMPRODUCT((台账!$B$4:$B$") and "=$A4)" in formula


@pytest.mark.parametrize(("text", "done", "rate"), [("4万人", 3, 0.75), ("5.5%", 0.05, 1), ("5.5%", 0.11, 0.5), ("4万人", "三", "")])
def test_the_rate_of_what_was_done(catalog: Catalog, ledger: Path, text: str, done: object, rate: object):
    sheet, name = Sheet(ledger), target_of(catalog, text).id
    sheet.cell(name, words.DONE).value = done
    sheet.book.save(ledger)
    export(catalog, ledger)
    shown = openpyxl.load_workbook(ledger, data_only=True)[words.SHEET]
    assert (shown.cell(sheet.rows[name], sheet.at[words.RATE]).value or "") == rate


@pytest.fixture
def filled_in(catalog: Catalog, ledger: Path) -> Path:
    """The ledger after some work: entries, a comment, a column of people's own, a person responsible, another order."""
    sheet, name, limit = Sheet(ledger), target_of(catalog, "4万人").id, target_of(catalog, "20个").id
    sheet.sheet.cell(book.HEADER + 1, len(words.COLUMNS) + 1).value = "联系人"
    sheet.sheet.cell(sheet.rows[name], len(words.COLUMNS) + 1).value = "王敏"
    for header, value in ((words.PROGRESS, "已开三场招聘会"), (words.DONE, 3), (words.REMARKS, "按季度报送")):
        sheet.cell(name, header).value = value
    sheet.cell(name, words.DONE).comment = Comment("截至九月", "王敏")
    sheet.cell(limit, words.RESPONSIBLE).value = "区住房局"
    sheet.cell(limit, words.PROGRESS).value = "已进场"
    sheet.book.save(ledger)
    return ledger


def test_a_ledger_written_again_keeps_what_people_filled_in(catalog: Catalog, filled_in: Path):
    first, *rest = catalog.targets
    again = export(catalog.model_copy(update={"targets": (*rest, first)}), filled_in)
    assert (again.kept, again.changes) == (2, [])
    sheet, name = Sheet(filled_in), first.id
    assert sheet.cell(name, words.NUMBER).value == len(plans(catalog)), "found by its id, not by its place"
    assert [sheet.cell(name, header).value for header in (words.PROGRESS, words.DONE, words.REMARKS)] == ["已开三场招聘会", 3, "按季度报送"]
    assert sheet.cell(name, "联系人").value == "王敏"
    assert "截至九月" in sheet.cell(name, words.DONE).comment.text
    assert sheet.cell(target_of(catalog, "20个").id, words.RESPONSIBLE).value == "区住房局"


def test_targets_that_changed_are_listed(catalog: Catalog, filled_in: Path):
    raised, gone = target_of(catalog, "4万人"), target_of(catalog, "20个")
    more = raised.model_copy(update={"quantity": raised.quantity.model_copy(update={"text": "4.5万人", "value": 45_000})})
    changed = catalog.model_copy(update={"targets": tuple(more if one is raised else one for one in catalog.targets if one is not gone)})
    written = export(changed, filled_in)
    assert [(change.kind, change.id, change.what) for change in written.changes] == [
        ("changed", raised.id, "目标值 4万人 → 4.5万人"),
        ("removed", gone.id, ""),
    ]
    sheet = Sheet(filled_in)
    listed = [[cell.value for cell in row[:2]] for row in sheet.book[words.CHANGES].iter_rows(min_row=4)]
    assert listed == [["有改动", raised.id], ["已不在计划中", gone.id]]
    apart = {cell.value for cell in sheet.book[words.APART][book.HEADER + 2]}
    assert {gone.id, "已进场", "区住房局"} <= apart, "nothing that was filled in is lost"
    assert sheet.cell(raised.id, words.DONE).value == 3
    back = export(catalog, filled_in)
    assert [(change.kind, change.id) for change in back.changes] == [("changed", raised.id), ("added", gone.id)]
    assert Sheet(filled_in).cell(gone.id, words.PROGRESS).value == "已进场", "a target that comes back finds its entries"


def test_a_ledger_without_targets_can_be_written(catalog: Catalog, tmp_path):
    export(catalog.model_copy(update={"targets": (), "documents": ()}), tmp_path / "empty.xlsx")
    assert Sheet(tmp_path / "empty.xlsx").rows == {}


def test_characters_that_no_workbook_holds_do_not_break_it(catalog: Catalog, tmp_path):
    document = catalog.documents[0].model_copy(update={"title": "滨\x0b河\x01区"})
    export(catalog.model_copy(update={"documents": (document,)}), tmp_path / "ledger.xlsx")
    sheet = Sheet(tmp_path / "ledger.xlsx")
    assert sheet.sheet["A1"].value == sheet.book.properties.title == r"滨\x0b河\x01区 目标任务台账"


# formulas


def test_no_text_of_a_document_becomes_a_formula_in_the_ledger(hostile: Catalog, tmp_path):
    path = tmp_path / "ledger.xlsx"
    for _ in range(2):
        export(hostile, path)
    sheet = Sheet(path)
    formulas = [cell for one in sheet.book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas and all(re.match(r"=(IF\(|SUM)", cell.value) for cell in formulas), "ours alone"
    for said in HOSTILE[:5]:
        for header in (words.INDICATOR, words.SENTENCE, words.RESPONSIBLE, words.ID):
            cell = sheet.cell(said, header)
            assert (cell.value, cell.data_type, cell.quotePrefix) == (said, "s", True), "text even after somebody edits it"


def test_what_people_filled_in_stays_text(catalog: Catalog, ledger: Path):
    sheet, name = Sheet(ledger), next(iter(plans(catalog))).id
    cell = sheet.cell(name, words.PROGRESS)
    cell.value, cell.data_type = "=1+1", "s"
    sheet.book.save(ledger)
    export(catalog, ledger)
    cell = Sheet(ledger).cell(name, words.PROGRESS)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_no_text_of_a_document_becomes_a_formula_in_csv(hostile: Catalog, tmp_path):
    export(hostile, tmp_path / "table.csv")
    with open(tmp_path / "table.csv", encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{HOSTILE[0]}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "\t"))]


def test_a_document_that_begins_with_a_command(tmp_path, monkeypatch):
    """The whole way from the text of a plan."""
    monkeypatch.chdir(tmp_path)
    Path("=cmd.txt").write_text("=cmd|A0\n\n=cmd|A0新建公园5座。\n", "utf-8")
    assert main(["extract", "=cmd.txt", "-o", "catalog.yaml", "--status", "all"]) == 0
    assert main(["export", "catalog.yaml", "-o", "table.csv"]) == main(["export", "catalog.yaml", "-o", "ledger.xlsx"]) == 0
    (row,) = list(csv.DictReader(Path("table.csv").read_text("utf-8-sig").splitlines()))
    assert row["document"] == "'=cmd" and row["sentence"].startswith("'=cmd|")
    assert {cell.value[:3] for row in Sheet(Path("ledger.xlsx")).sheet for cell in row if cell.data_type == "f"} == {"=IF"}


# the command


@pytest.fixture
def run(catalog: Catalog, tmp_path, monkeypatch, capsys):
    """``planparse export`` in a folder with a catalog: exit status and lines on standard error."""
    (tmp_path / "catalog.jsonl").write_text(catalog_text(catalog, "jsonl"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(output: str, source: str = "catalog.jsonl") -> tuple[int, list[str]]:
        return main(["export", source, "-o", output]), capsys.readouterr().err.splitlines()

    return run


def test_the_command_says_what_it_wrote(run, catalog: Catalog):
    assert run("table.csv") == (0, [f"table.csv: {len(catalog.targets)} targets"])
    assert run("ledger.xlsx") == (0, [f"ledger.xlsx: {len(plans(catalog))} targets"])
    sheet = Sheet(Path("ledger.xlsx"))
    sheet.cell(target_of(catalog, "4万人").id, words.REMARKS).value = "好"
    sheet.cell(target_of(catalog, "4万人").id, words.VALUE).value = 3
    sheet.book.save("ledger.xlsx")
    status, lines = run("ledger.xlsx")
    assert status == 0 and lines == [
        f"changed  {target_of(catalog, '4万人').id}  新增城镇就业  目标值 3万人 → 4万人",
        "ledger.xlsx: 6 targets; 1 row with what was filled in",
    ]


@pytest.mark.parametrize("name", ["table.xls", "table", "catalog.jsonl", "none/table.csv", "notes.xlsx", "other.xlsx"])
def test_what_cannot_be_written_is_said_in_one_line_and_nothing_is_lost(run, name: str):
    Path("notes.xlsx").write_text("no workbook")
    openpyxl.Workbook().save("other.xlsx")
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    status, lines = run(name)
    assert status == 2 and len(lines) == 1 and lines[0].startswith(f"planparse: {name}: "), lines
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_an_ending_that_is_no_table_names_those_that_are(run):
    (line,) = run("table.xls")[1]
    assert all(ending in line for ending in ENDINGS)


@pytest.mark.parametrize(
    ("ending", "package"), [(".xlsx", "xlsxwriter"), (".parquet", "pyarrow"), (".duckdb", "duckdb"), (".duckdb", "pyarrow")]
)
def test_a_missing_package_is_said_in_one_line(run, monkeypatch, ending: str, package: str):
    monkeypatch.setitem(sys.modules, package, None)
    status, lines = run(f"table{ending}")
    assert status == 2 and len(lines) == 1 and 'pip install "planparse[tables]"' in lines[0]
    assert not Path(f"table{ending}").exists()


def test_a_ledger_cannot_be_carried_on_without_its_reader(run, monkeypatch):
    run("ledger.xlsx")
    before = Path("ledger.xlsx").read_bytes()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    status, lines = run("ledger.xlsx")
    assert status == 2 and len(lines) == 1 and "planparse[tables]" in lines[0]
    assert Path("ledger.xlsx").read_bytes() == before


def test_sheets_of_peoples_own_are_not_overwritten(run):
    run("ledger.xlsx")
    workbook = openpyxl.load_workbook("ledger.xlsx")
    workbook.create_sheet("会议记录")
    workbook.save("ledger.xlsx")
    before = Path("ledger.xlsx").read_bytes()
    status, (line,) = run("ledger.xlsx")
    assert status == 2 and "会议记录" in line and Path("ledger.xlsx").read_bytes() == before


def test_half_a_character_is_no_traceback(run, catalog: Catalog):
    broken = catalog.targets[0].model_copy(update={"indicator": "\ud800"})
    with pytest.raises(CatalogError, match="half a character"):
        export(catalog.model_copy(update={"targets": (broken,)}), "table.csv")
    assert not Path("table.csv").exists()


@pytest.mark.parametrize("module", [inert, book, rows, filled])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0
