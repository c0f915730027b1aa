"""Cells as the ledger writes them: each value by its own kind, so that no text is ever taken for anything else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len

from planparse.export.inert import is_formula_like
from planparse.export.ledger.filled import Value
from planparse.messages import one_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_LONGEST = 32_767
"""Characters that Excel keeps in a cell."""
_BLANKS = re.compile(r"[\t\r\n]+")
_FIRST_DATE = date(1900, 3, 1)
"""Before it, Excel counts a day that there never was; earlier dates are written as text."""

_SIZE: Final = 10.5
"""Points of a cell's letters, of which a column of width 1 holds one that is half as wide as high."""
_CELL: Final[Mapping[str, Any]] = {"font_name": "宋体", "font_size": _SIZE, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6"}
_STYLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
    "note": {"font_name": "宋体", "font_size": 10, "font_color": "#595959", "valign": "vcenter"},
    "header": {**_CELL, "font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"},
    "heading": {**_CELL, "font_name": "黑体", "bg_color": "#DDEBF7"},
    "wrapped": {**_CELL, "text_wrap": True},
    "quoted": {**_CELL, "font_size": 9, "text_wrap": True},
    "centred": {**_CELL, "align": "center", "text_wrap": True},
    "small": {**_CELL, "font_size": 8, "text_wrap": True, "font_color": "#595959"},
    "number": {**_CELL, "align": "right"},
    "filled": {**_CELL, "text_wrap": True, "bg_color": "#FFFBE6"},
    "filled number": {**_CELL, "align": "right", "bg_color": "#FFFBE6"},
    "sum": {**_CELL, "bold": True, "bg_color": "#F2F2F2", "align": "right"},
}
_LINE: Final = 1.3
"""Height of a line in heights of its letters."""
_LOWEST, _HIGHEST = 18.0, 409.0
"""Points that a row is high: Excel draws none higher."""
_A4: Final = 9


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str | None, bool], Format] = {}

    def get(self, name: str, number_format: str | None = None, quoted: bool = False) -> Format:
        """``quoted`` marks text that must stay text when somebody edits the cell."""
        key = (name, number_format, quoted)
        if key not in self._made:
            properties = {**_STYLES[name], **({"num_format": number_format} if number_format else {}), "quote_prefix": quoted}
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def colour(self, background: str, letters: str) -> Format:
        return self._book.add_format({"bg_color": background, "font_color": letters})


class Sheet:
    """A worksheet with columns of these widths; rows and columns count from 0."""

    def __init__(self, book: Workbook, name: str, styles: Styles, widths: Sequence[float]) -> None:
        self.worksheet = book.add_worksheet(name)
        self._styles = styles
        self._widths = widths
        self._heights: dict[int, float] = defaultdict(lambda: _LOWEST)
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)

    def text(self, row: int, column: int, text: str, style: str) -> None:
        """Text that stays text, on one line, in the characters that a file can hold."""
        whole = one_line(_BLANKS.sub(" ", text)).encode("utf-8", "replace").decode("utf-8")
        kept = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
        self.worksheet.write_string(row, column, kept, self._styles.get(style, quoted=is_formula_like(kept)))
        if _STYLES[style].get("text_wrap"):
            self._heights[row] = max(self._heights[row], _height(kept, self._widths[column], _STYLES[style]["font_size"]))

    def value(self, row: int, column: int, value: Value, style: str, number_format: str | None = None) -> None:
        """A value of any kind that a cell can hold; ``number_format`` is for numbers."""
        if value is None or value == "":
            self.worksheet.write_blank(row, column, None, self._styles.get(style, number_format))
        elif isinstance(value, bool):
            self.worksheet.write_boolean(row, column, value, self._styles.get(style))
        elif isinstance(value, int | float):
            self.worksheet.write_number(row, column, value, self._styles.get(style, number_format))
        elif isinstance(value, str) or (isinstance(value, date) and _day(value) < _FIRST_DATE):
            self.text(row, column, str(value), style)
        else:
            self.worksheet.write_datetime(row, column, value, self._styles.get(style, _time_format(value)))

    def formula(self, row: int, column: int, formula: str, style: str, number_format: str | None, value: float | str) -> None:
        """A formula of ours, with the value that it has now, for readers that do not calculate."""
        self.worksheet.write_formula(row, column, formula, self._styles.get(style, number_format), value)

    def fit(self, row: int, level: int = 0) -> None:
        """Makes a row as high as its wrapped texts need, since not every program does; ``level`` is its depth in a group."""
        self.worksheet.set_row(row, self._heights[row], None, {"level": level})

    def heading(self, row: int, column: int, text: str) -> None:
        """A row of its own over a group, its text running on over the empty cells beside it."""
        self.worksheet.set_row(row, 20)
        for other in range(len(self._widths)):
            self.worksheet.write_blank(row, other, None, self._styles.get("heading"))
        self.text(row, column, text, "heading")

    def title(self, title: str, note: str) -> None:
        """Title and note in the first two rows."""
        self.worksheet.set_row(0, 36)
        self.worksheet.merge_range(0, 0, 0, len(self._widths) - 1, "", self._styles.get("title"))
        self.text(0, 0, title, "title")
        self.text(1, 0, note, "note")

    def print_as(self, header: int) -> None:
        """A4 across, as wide as the page, the header on each, pages numbered."""
        sheet = self.worksheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(header)
        sheet.set_footer("&C第 &P 页，共 &N 页")


def _height(text: str, width: float, size: float) -> float:
    lines = ceil(cell_len(text) * size / _SIZE / (width - 1))
    return min(lines * size * _LINE + 4, _HIGHEST)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _time_format(value: date | datetime | time | timedelta) -> str:
    if isinstance(value, timedelta):
        return "[h]:mm:ss"
    if isinstance(value, time):
        return "hh:mm"
    return "yyyy-mm-dd hh:mm" if isinstance(value, datetime) and value.time() != time() else "yyyy-mm-dd"
