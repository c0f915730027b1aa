"""The second sheet: how many targets each field has, how firm they are, how many are reached, and a picture of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planparse.export.ledger import words
from planparse.export.ledger.rows import Row
from planparse.export.ledger.sheets import Sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_HEADER: Final = 2
_FIRST: Final = 3
_COUNTS: Final = ("目标数", *words.FIRMNESSES.values(), "已填报", "已完成")
_SHARE: Final = "完成比例"
WIDTHS: Final = (36, *([9] * len(_COUNTS)), 11)
_COLOURS: Final = ("#1F4E79", "#2E9E6B", "#E0A030", "#8C6BB1")
_PIXELS_A_FIELD: Final = 26


def write_sums(book: Workbook, sheet: Sheet, rows: Sequence[Row], rates: Mapping[str, float], cells: Mapping[str, str]) -> None:
    """Writes the sums of rows by field; ``cells`` are the ranges of the ledger's columns, by their headers."""
    headers = (words.FIELD, *_COUNTS, _SHARE)
    fields = list(dict.fromkeys(row.field for row in rows)) or [words.NO_HEADING]
    last = _FIRST + len(fields)
    sheet.title("按领域（支柱）汇总", "数字由公式从台账计算，随填报更新。")
    for column, header in enumerate(headers):
        sheet.text(_HEADER, column, header, "header")
    for at, field in enumerate(fields, start=_FIRST):
        sheet.text(at, 0, field, "wrapped")
        values = _counts([row for row in rows if row.field == field], rates)
        for column, (formula, value) in enumerate(zip(_formulas(f"$A{at + 1}", cells), values, strict=True), start=1):
            sheet.formula(at, column, formula, "number", "#,##0", value)
        _write_share(sheet, at, values, "number")
        sheet.fit(at)
    _write_totals(sheet, last, _counts(rows, rates))
    sheet.print_as(_HEADER)
    sheet.worksheet.freeze_panes(_FIRST, 1)
    _draw(book, sheet, last)


def _counts(rows: Sequence[Row], rates: Mapping[str, float]) -> list[int]:
    firm = [sum(row.firmness.startswith(word) for row in rows) for word in words.FIRMNESSES.values()]
    reached = [rates[row.id] for row in rows if row.id in rates]
    return [len(rows), *firm, len(reached), sum(rate >= 1 for rate in reached)]


def _formulas(field: str, cells: Mapping[str, str]) -> list[str]:
    """Products instead of COUNTIFS, to which a field's text could be a pattern or a comparison."""
    here = f'({cells[words.FIELD]}={field})*({cells[words.ID]}<>"")'
    rate = f"ISNUMBER({cells[words.RATE]})"
    firm = [f'(LEFT({cells[words.FIRMNESS]},{len(word)})="{word}")' for word in words.FIRMNESSES.values()]
    return [
        f"=SUMPRODUCT({'*'.join((here, *more))})" for more in ((), *((one,) for one in firm), (rate,), (rate, f"({cells[words.RATE]}>=1)"))
    ]


def _write_totals(sheet: Sheet, at: int, values: Sequence[int]) -> None:
    sheet.text(at, 0, "合计", "sum")
    for column, value in enumerate(values, start=1):
        letter = chr(ord("A") + column)
        sheet.formula(at, column, f"=SUM({letter}{_FIRST + 1}:{letter}{at})", "sum", "#,##0", value)
    _write_share(sheet, at, values, "sum")


def _write_share(sheet: Sheet, at: int, values: Sequence[int], style: str) -> None:
    """The share of targets reached, from the first and the last of the counts."""
    all_of_them, reached = "B", chr(ord("A") + len(values))
    formula = f"=IF({all_of_them}{at + 1}=0,0,{reached}{at + 1}/{all_of_them}{at + 1})"
    sheet.formula(at, len(values) + 1, formula, style, "0%", values[-1] / values[0] if values[0] else 0)


def _draw(book: Workbook, sheet: Sheet, last: int) -> None:
    """Bars of the targets of each field, parted by how firm they are, in the order of the table."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, colour in enumerate(_COLOURS, start=2):
        chart.add_series(
            {
                "name": [words.SUMS, _HEADER, column],
                "categories": [words.SUMS, _FIRST, 0, last - 1, 0],
                "values": [words.SUMS, _FIRST, column, last - 1, column],
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    chart.set_title({"name": "各领域目标数（按性质）", "name_font": {"size": 13}})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 160 + _PIXELS_A_FIELD * (last - _FIRST)})
    sheet.worksheet.insert_chart(last + 2, 0, chart)
