"""The workbook: a sheet to work in, one with sums, and where people had filled in an earlier one, what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final

from planparse.errors import MissingExtraError
from planparse.export.ledger import words
from planparse.export.ledger.changes import KINDS, Change
from planparse.export.ledger.filled import Filled, Ledger, Value
from planparse.export.ledger.rates import rate_formula, rate_of
from planparse.export.ledger.rows import PERCENT, Row
from planparse.export.ledger.sheets import Sheet, Styles
from planparse.export.ledger.sums import WIDTHS as SUMS_WIDTHS
from planparse.export.ledger.sums import write_sums

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

HEADER: Final = 2
"""The row of the header, from 0: title and note stand above it."""
_WIDTHS: Final = {
    words.NUMBER: 6, words.FIELD: 16, words.INDICATOR: 20, words.VALUE: 10, words.UNIT: 8, words.COMPARISON: 8, words.FIRMNESS: 7,
    words.DUE: 12, words.RESPONSIBLE: 12, words.SENTENCE: 40, words.PLACE: 14, words.ID: 12, words.PROGRESS: 20, words.DONE: 10,
    words.RATE: 8, words.REMARKS: 12,
}  # fmt: skip
_ADDED_WIDTH: Final = 14
_CHANGES_WIDTHS: Final = (14, 24, 30, 70)
_STYLES: Final = {
    words.NUMBER: "centred", words.VALUE: "number", words.UNIT: "centred", words.COMPARISON: "centred", words.FIRMNESS: "centred",
    words.DUE: "centred", words.SENTENCE: "quoted", words.PLACE: "small", words.ID: "small", words.PROGRESS: "filled",
    words.DONE: "filled number", words.RATE: "number", words.REMARKS: "filled",
}  # fmt: skip
_MADE: Final = datetime(2000, 1, 1)
"""Stands as the day on which the file was made, so that the same catalog gives the same bytes."""
_LEVELS: Final = ((">=1", "#C6EFCE", "#006100"), (">=0.6", "#FFEB9C", "#7F6000"), ("<0.6", "#FFC7CE", "#9C0006"))
"""The colours of the rate: reached, on the way, behind; the first that fits holds."""
_MOST_DECIMALS: Final = 6


def ledger_bytes(rows: Sequence[Row], title: str, ledger: Ledger, changes: Sequence[Change]) -> bytes:
    """The workbook of these rows as an Excel file, with what people wrote into ``ledger`` and the changes since then.

    Raises MissingExtraError without XlsxWriter.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtraError("planparse export", "writing .xlsx", "tables") from None
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _MADE})
        _Book(book, rows, title, ledger).write(changes)
    return content.getvalue()


def number_format(value: Decimal, unit: str) -> str:
    """How a target's number is shown: shares as such, others with commas, and with the decimals that the plan gives.

    >>> number_format(Decimal("0.055"), "%"), number_format(Decimal("1.3"), "万亿元"), number_format(Decimal("3000"), "个")
    ('0.0%', '#,##0.0', '#,##0')
    """
    share = unit.startswith(PERCENT)
    exponent = (100 * value if share else value).normalize().as_tuple().exponent
    decimals = min(max(0, -int(exponent)), _MOST_DECIMALS)
    return f"{'0' if share else '#,##0'}{'.' if decimals else ''}{'0' * decimals}{'%' if share else ''}"


class _Book:
    def __init__(self, book: Workbook, rows: Sequence[Row], title: str, ledger: Ledger) -> None:
        self._book, self._rows, self._title, self._ledger = book, rows, title, ledger
        self._styles = Styles(book)
        self._columns = [*words.COLUMNS, *ledger.added]
        self._widths = [_WIDTHS.get(header, _ADDED_WIDTH) for header in self._columns]
        self._at = {header: number for number, header in enumerate(self._columns)}

    def write(self, changes: Sequence[Change]) -> None:
        sheet = self._sheet(words.SHEET, self._widths)
        rates = {row.id: rate for row in self._rows if (rate := rate_of(row, self._written(row).get(words.DONE))) is not None}
        last = self._write_rows(sheet, rates)
        self._lay_out(sheet, last)
        cells = {header: f"{words.SHEET}!{self._range(header, last)}" for header in words.COLUMNS}
        write_sums(self._book, self._sheet(words.SUMS, SUMS_WIDTHS), self._rows, rates, cells)
        if changes:
            self._write_changes(self._sheet(words.CHANGES, _CHANGES_WIDTHS), changes)
        ids = {row.id for row in self._rows}
        left = [row for name, row in self._ledger.rows.items() if name not in ids and row.is_worth_keeping]
        if apart := [*left, *self._ledger.nameless]:
            self._write_apart(self._sheet(words.APART, self._widths), apart)

    def _sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        return Sheet(self._book, name, self._styles, widths)

    def _range(self, header: str, last: int) -> str:
        letter = self._letter(header)
        return f"${letter}${HEADER + 2}:${letter}${last + 1}"

    def _letter(self, header: str) -> str:
        return chr(ord("A") + self._at[header])  # the ledger's own columns end before Z

    def _write_rows(self, sheet: Sheet, rates: dict[str, float]) -> int:
        """Writes title, header and rows, those under one heading as a group; gives the last row, an empty one where there are none."""
        at = HEADER
        note = f"共 {len(self._rows)} 项。{words.PROGRESS}、{words.DONE}、{words.REMARKS}由责任单位填写，{words.RATE}自动计算。"
        self._write_head(sheet, self._title, note)
        for (_, heading), group in groupby(self._rows, lambda row: (row.field, row.heading)):
            at += 1
            sheet.heading(at, self._at[words.FIELD], heading)
            for row in group:
                at += 1
                self._write_row(sheet, at, row, rates.get(row.id))
                sheet.fit(at, level=1)
        return max(at, HEADER + 1)

    def _write_head(self, sheet: Sheet, title: str, note: str) -> None:
        sheet.title(title, note)
        sheet.worksheet.set_row(HEADER, 30)
        for column, header in enumerate(self._columns):
            sheet.text(HEADER, column, header, "header")

    def _written(self, row: Row) -> dict[str, Value]:
        filled = self._ledger.rows.get(row.id)
        return filled.written if filled else {}

    def _write_row(self, sheet: Sheet, at: int, row: Row, rate: float | None) -> None:
        filled = self._ledger.rows.get(row.id)
        values: dict[str, Value] = {
            words.NUMBER: row.number, words.FIELD: row.field, words.INDICATOR: row.indicator, words.VALUE: float(row.value),
            words.UNIT: row.unit, words.COMPARISON: row.comparison, words.FIRMNESS: row.firmness, words.DUE: row.due,
            words.RESPONSIBLE: row.responsible or (filled.values.get(words.RESPONSIBLE) if filled else None),
            words.SENTENCE: row.sentence, words.PLACE: row.place, words.ID: row.id, **self._written(row),
        }  # fmt: skip
        formats = {words.VALUE: number_format(row.value, row.unit), words.RATE: "0.0%"}
        formats[words.DONE] = "0.0#%" if row.unit.startswith(PERCENT) else "General"
        for header, column in self._at.items():
            sheet.value(at, column, values.get(header), _STYLES.get(header, "wrapped"), formats.get(header))
        if words.RATE not in values:
            formula = rate_formula(row, f"{self._letter(words.VALUE)}{at + 1}", f"{self._letter(words.DONE)}{at + 1}")
            sheet.formula(at, self._at[words.RATE], formula, "number", "0.0%", "" if rate is None else rate)
        for header, comment in filled.comments.items() if filled else ():
            sheet.worksheet.write_comment(at, self._at[header], comment)

    def _lay_out(self, sheet: Sheet, last: int) -> None:
        worksheet = sheet.worksheet
        worksheet.freeze_panes(HEADER + 1, self._at[words.INDICATOR] + 1)
        worksheet.autofilter(HEADER, 0, last, len(self._columns) - 1)
        worksheet.outline_settings(True, False, True, False)
        rates = self._range(words.RATE, last)
        worksheet.ignore_errors({"formula_differs": rates.replace("$", "")})
        first = f"{self._letter(words.RATE)}{HEADER + 2}"
        for level, background, letters in _LEVELS:
            colour = {"format": self._styles.colour(background, letters), "stop_if_true": True}
            rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({first}),{first}{level})", **colour}
            worksheet.conditional_format(HEADER + 1, self._at[words.RATE], last, self._at[words.RATE], rule)
        sheet.print_as(HEADER)

    def _write_changes(self, sheet: Sheet, changes: Sequence[Change]) -> None:
        headers = ("变动", words.ID, words.INDICATOR, "内容（原 → 现）")
        sheet.title("与上一版台账相比的变动", "填报内容已按编号保留；目标有变的，请核对进展和完成值。")
        for column, header in enumerate(headers):
            sheet.text(HEADER, column, header, "header")
        for at, change in enumerate(changes, start=HEADER + 1):
            for column, text in enumerate((KINDS[change.kind], change.id, change.indicator, change.what)):
                sheet.text(at, column, text, "wrapped")
            sheet.fit(at)
        sheet.worksheet.freeze_panes(HEADER + 1, 0)
        sheet.print_as(HEADER)

    def _write_apart(self, sheet: Sheet, apart: Sequence[Filled]) -> None:
        """Rows that people filled in, as they were, for which the catalog has no target."""
        self._write_head(sheet, "另行保留的填报内容", "下列各行曾被填写，但目录中已没有对应的目标。")
        for at, row in enumerate(apart, start=HEADER + 1):
            share = str(row.values.get(words.UNIT, "")).startswith(PERCENT)
            for header, column in self._at.items():
                number = "0.0#%" if header == words.RATE or (share and header in (words.VALUE, words.DONE)) else None
                sheet.value(at, column, row.values.get(header), _STYLES.get(header, "wrapped"), number)
            for header, comment in row.comments.items():
                sheet.worksheet.write_comment(at, self._at[header], comment)
            sheet.fit(at)
        sheet.print_as(HEADER)
