"""The text of a PDF in reading order: its pages put together, with what is no text of theirs left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pypdfium2 import PdfDocument

from planparse.errors import SourceError
from planparse.sources.pdf.columns import columns_of
from planparse.sources.pdf.furniture import foot_of, is_contents, notes_of, without_furniture
from planparse.sources.pdf.glyphs import Page, pages_of
from planparse.sources.pdf.paragraphs import Paragraph, Placed, body_size, pieces_of_rows
from planparse.sources.pdf.rows import Row, joined, rows_of
from planparse.sources.pdf.tables import continued, continues, laid
from planparse.sources.text import Grid, Line

MAX_LOST = 0.1
"""The share of glyphs without a character from which a text cannot be trusted: a few are bullets and logos."""

PICTURED = 0.5
"""Pictures that cover this share of a page, with hardly a word on it, are a scan."""

FEW = 20
"""So many characters are hardly a word: the number of the page, the name of the scanner."""

SCANNED = 0.5
"""The share of scanned pages from which a document is a scan."""

_CONTINUED = re.compile(r"[（(\[【]?\s*续|.{0,30}[（(\[【]\s*续\s*表?\s*[0-9一二三四五六七八九十]*\s*[）)\]】]")


class _Sheet(NamedTuple):
    """A page whose glyphs have become rows and tables; ``held`` is how many there were."""

    page: Page
    rows: list[Row]
    tables: list[Row]
    held: int


def pieces_of(document: PdfDocument, path: str) -> list[Line | Grid]:
    """The paragraphs and tables of a PDF, footnotes last.

    Raises ``SourceError`` for a document that is damaged, scanned, or whose characters cannot be read out.
    """
    sheets = [_sheet(page) for page in pages_of(document, path)]
    _refuse_unreadable(sheets, path)
    text, notes = _placed(sheets)
    pieces: list[Line | Grid] = [
        Line(piece.words, page=piece.page) if isinstance(piece, Paragraph) else Grid(piece.rows, piece.page)
        for piece in pieces_of_rows(_tables_joined(text), body_size(placed.row for placed in text))
    ]
    return pieces + [Line(joined([placed.row for placed in note]), page=note[0].page, note=True) for note in notes_of(notes)]


def _sheet(page: Page) -> _Sheet:
    outside, tables = laid(page)
    return _Sheet(replace(page, glyphs=[]), rows_of(outside), tables, sum(not glyph.char.isspace() for glyph in page.glyphs))


def _refuse_unreadable(sheets: Sequence[_Sheet], path: str) -> None:
    held, lost = sum(sheet.held for sheet in sheets), sum(sheet.page.lost for sheet in sheets)
    if lost > MAX_LOST * (held + lost) and lost > FEW:
        fault = "its text cannot be read out (fonts without character codes)"
        raise SourceError(path, fault, "recognise its text from the picture: ocrmypdf --force-ocr IN.pdf OUT.pdf")
    scanned = sum(sheet.held < FEW and sheet.page.pictured > PICTURED for sheet in sheets)
    if scanned >= SCANNED * len(sheets):
        raise SourceError(path, "a scanned PDF (no text in it)", "recognise its text first: ocrmypdf IN.pdf OUT.pdf")
    if not any(sheet.rows or sheet.tables for sheet in sheets):
        raise SourceError(path, "no text in it (empty, or drawn as curves?)", "recognise its text: ocrmypdf --force-ocr IN.pdf OUT.pdf")


def _placed(sheets: Sequence[_Sheet]) -> tuple[list[Placed], list[Placed]]:
    """The rows of all pages in reading order, and apart from them those of footnotes."""
    kept = without_furniture([sheet.page for sheet in sheets], [sheet.rows for sheet in sheets])
    body = body_size(row for rows in kept for row in rows)
    text: list[Placed] = []
    notes: list[Placed] = []
    for sheet, rows in zip(sheets, kept, strict=True):
        above: Row | None = None
        for place, column in columns_of([*rows, *sheet.tables]):
            lines = [row for row in column if not is_contents(row)]
            foot = foot_of(lines, above, sheet.page, body)
            text += _in_column(lines[:foot], place, sheet.page)
            notes += _in_column(lines[foot:], place, sheet.page)
            above = lines[-1] if lines else above
    return text, notes


def _in_column(rows: Sequence[Row], place: str, page: Page) -> Iterator[Placed]:
    """Rows with where they stand. Pages of one form share a measure, those on the left and on the right each their own."""
    column = f"{page.width:.0f} {page.height:.0f} {place} {page.number % 2}"
    opens = True
    for row in rows:
        yield Placed(row, page.number, column, opens)
        opens = row.table is not None


def _tables_joined(text: Sequence[Placed]) -> list[Placed]:
    """The rows with each table that goes on over a page's end in one piece; the words 表（续） between its parts go."""
    kept: list[Placed] = []
    ends = 0
    for placed in text:
        table = placed.row.table
        if table and len(kept) > 1 and kept[-1].page == placed.page and _CONTINUED.fullmatch(kept[-1].row.words) and kept[-2].row.table:
            kept.pop()
        before = kept[-1].row.table if kept else None
        if table and before and ends == table.page - 1 and continues(before, table):
            kept[-1] = kept[-1]._replace(row=kept[-1].row._replace(table=continued(before, table)))
        else:
            kept.append(placed)
        ends = table.page if table else 0 if not _CONTINUED.fullmatch(placed.row.words) else ends
    return kept
