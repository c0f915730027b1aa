"""A ledger that people have worked in: what they wrote, by the ids of the targets, so that the next one carries it on."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from planparse.errors import CatalogError, MissingExtraError
from planparse.export.ledger import words
from planparse.export.ledger.rates import FORMULA_START

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell can hold."""

_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it stood in the ledger: the values and the comments of its cells, by the headers of their columns.

    ``is_apart`` says that it stood on the sheet of those whose targets are gone.
    """

    id: str | None
    values: Mapping[str, Value]
    comments: Mapping[str, str] = field(default_factory=dict)
    is_apart: bool = False

    @property
    def written(self) -> dict[str, Value]:
        """What people wrote: everything outside the columns that the catalog fills."""
        return {header: value for header, value in self.values.items() if header not in words.OURS and value not in (None, "")}

    @property
    def is_touched(self) -> bool:
        return bool(self.written or self.comments)

    @property
    def is_worth_keeping(self) -> bool:
        """Who is responsible may come from the catalog or from people."""
        return self.is_touched or words.RESPONSIBLE in self.values


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger holds: rows by id, rows that have none, and the columns that people added, in order."""

    rows: Mapping[str, Filled] = field(default_factory=dict)
    nameless: Sequence[Filled] = ()
    added: Sequence[str] = ()

    @property
    def units(self) -> dict[str, str]:
        """In which unit each row counts, where people filled in a value that counts in it."""
        return {name: str(row.values.get(words.UNIT)) for name, row in self.rows.items() if words.DONE in row.written}


def read_ledger(path: str | os.PathLike[str]) -> Ledger:
    """What people wrote into a ledger; an empty one where there is no file.

    Formulas that people wrote are kept as the values that they showed, since rows move. Raises CatalogError for a file that is no
    ledger, or from which something could not be carried over; MissingExtraError without openpyxl.
    """
    shown = os.fspath(path)
    if not Path(path).exists():
        return Ledger()
    with closing(_opened(shown, values=False)) as written:
        _refuse_foreign(written, shown)
        sheets = [written[name] for name in (words.SHEET, words.APART) if name in written]
        with closing(_opened(shown, values=True)) if any(map(_calculates, sheets)) else nullcontext(written) as calculated:
            rows = [row for sheet in sheets for row in _rows(sheet, calculated[sheet.title], shown)]
    return Ledger(_by_id(rows, shown), [row for row in rows if row.id is None], _added(rows))


def _opened(path: str, values: bool) -> Workbook:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise MissingExtraError(path, "reading the ledger that is there", "tables") from None
    try:
        return load_workbook(path, data_only=values)
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, TypeError, ValueError, OSError):
        raise CatalogError(path, "is there already, and is no Excel file", "name another file, or remove it; nothing was written") from None


def _refuse_foreign(book: Workbook, path: str) -> None:
    """Nothing that is not carried over is overwritten."""
    if words.SHEET not in book.sheetnames:
        raise CatalogError(path, "is there already, and is no ledger", "name another file, or remove it; nothing was written")
    own = [name for name in book.sheetnames if name not in words.SHEETS]
    if own:
        remedy = "move them into another workbook, or name another file; nothing was written"
        raise CatalogError(path, "has sheets of your own ({names})", remedy, names=", ".join(own))


def _rows(written: Worksheet, calculated: Worksheet, path: str) -> Iterator[Filled]:
    """The rows of a sheet below its header that say anything."""
    heads = enumerate(written.iter_rows(max_row=_HEADER_WITHIN), start=1)
    at, head = next(((at, row) for at, row in heads if words.ID in [cell.value for cell in row]), (0, ()))
    if not head:
        fault = f"its sheet {written.title} has no column {words.ID}"
        raise CatalogError(path, fault, "give the column its name again, or name another file; nothing was written")
    headers = _headers(head)
    for cells, shown in zip(written.iter_rows(min_row=at + 1), calculated.iter_rows(min_row=at + 1), strict=False):
        values = {headers[at]: _value(cell, shown[at]) for at, cell in enumerate(cells) if at in headers}
        comments = {headers[at]: cell.comment.text for at, cell in enumerate(cells) if at in headers and cell.comment}
        said = {header: value for header, value in values.items() if value not in (None, "")}
        if comments or set(said) - {words.FIELD, words.NUMBER}:
            name = said.get(words.ID)
            yield Filled(str(name) if name is not None else None, said, comments, is_apart=written.title == words.APART)


def _headers(head: Sequence[Cell | MergedCell]) -> dict[int, str]:
    """What each column is called; one without a name that is filled all the same is called after its place."""
    names: dict[int, str] = {}
    for at, cell in enumerate(head):
        name = str(cell.value) if cell.value not in (None, "") else f"列{at + 1}"
        names[at] = name if name not in names.values() else f"{name}（{at + 1}）"
    return names


def _calculates(sheet: Worksheet) -> bool:
    """Whether people wrote formulas of their own; only then has the file to be read a second time, for what they show."""
    return any(cell.data_type == "f" and not _is_own_rate(cell) for row in sheet.iter_rows() for cell in row)


def _is_own_rate(cell: Cell | MergedCell) -> bool:
    return str(cell.value).startswith(FORMULA_START)


def _value(cell: Cell | MergedCell, shown: Cell | MergedCell) -> Value:
    """The value of a cell; of a formula what it showed, but of the ledger's own rate nothing: it is calculated anew."""
    if cell.data_type != "f":
        return cell.value  # type: ignore[return-value]
    if _is_own_rate(cell):
        return None
    return str(cell.value) if shown.value is None else shown.value  # type: ignore[return-value]


def _by_id(rows: Sequence[Filled], path: str) -> dict[str, Filled]:
    found: dict[str, Filled] = {}
    for row in rows:
        if row.id is None:
            continue
        before = found.get(row.id)
        if before and before.is_touched and row.is_touched:
            raise CatalogError(
                path, "two rows with the {ID} {id} are filled in", "leave one of them; nothing was written", ID=words.ID, id=row.id
            )
        if before is None or row.is_touched:
            found[row.id] = row
    return found


def _added(rows: Sequence[Filled]) -> list[str]:
    """Columns of people's own, in the order in which they come."""
    named = (header for row in rows for header in (*row.values, *row.comments))
    return list(dict.fromkeys(header for header in named if header not in words.COLUMNS))
