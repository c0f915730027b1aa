"""A table of ours, written as a file of each form that has tables."""

from __future__ import annotations

import html as markup
from pathlib import Path
from typing import Any

Rows = list[list[tuple[str, int, int]]]


def rows_of(table: dict[str, Any]) -> Rows:
    """Words, columns and rows of each cell that begins in a row."""
    return [[_cell(cell) for cell in row] for row in table["rows"]]


def _cell(cell: Any) -> tuple[str, int, int]:
    if isinstance(cell, dict):
        return cell["words"], cell.get("columns", 1), cell.get("rows", 1)
    return cell, 1, 1


def is_merged(table: dict[str, Any]) -> bool:
    return any(columns > 1 or rows > 1 for row in rows_of(table) for _, columns, rows in row)


def docx(table: dict[str, Any], folder: Path) -> Path | None:
    import docx as word

    document = word.Document()
    for line in table["above"]:
        document.add_paragraph(line)
    rows = rows_of(table)
    width = sum(columns for _, columns, _ in rows[0])
    drawn = document.add_table(len(rows), width)
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for words, columns, deep in row:
            while (number, column) in taken:
                column += 1
            last = drawn.cell(number + deep - 1, column + columns - 1)
            cell = drawn.cell(number, column).merge(last) if columns > 1 or deep > 1 else last
            cell.text = words
            taken |= {(below, right) for below in range(number, number + deep) for right in range(column, column + columns)}
    for line in table.get("below", ()):
        document.add_paragraph(line)
    path = folder / "plan.docx"
    document.save(str(path))
    return path


def html(table: dict[str, Any], folder: Path) -> Path | None:
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>\n" for row in rows_of(table))
    above, below = ("".join(f"<p>{markup.escape(line)}</p>\n" for line in table.get(key, ())) for key in ("above", "below"))
    page = f'<html><head><meta charset="utf-8"></head><body>\n{above}<table border="1">\n{rows}</table>\n{below}</body></html>'
    path = folder / "plan.html"
    path.write_text(page, "utf-8")
    return path


def _html_cell(cell: tuple[str, int, int]) -> str:
    words, columns, rows = cell
    return f'<td colspan="{columns}" rowspan="{rows}"><p>{markup.escape(words)}</p></td>'


def markdown(table: dict[str, Any], folder: Path) -> Path | None:
    if is_merged(table):
        return None
    first, *others = [[words for words, _, _ in row] for row in rows_of(table)]
    lines = [first, ["---"] * len(first), *others]
    drawn = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    path = folder / "plan.md"
    path.write_text("\n\n".join([*table["above"], drawn, *table.get("below", ())]) + "\n", "utf-8")
    return path


def text(table: dict[str, Any], folder: Path) -> Path | None:
    if is_merged(table):
        return None
    rows = ["\t".join(words for words, _, _ in row) for row in rows_of(table)]
    path = folder / "plan.txt"
    path.write_text("\n".join([*table["above"], *rows, *table.get("below", ())]) + "\n", "utf-8")
    return path


def pdf(table: dict[str, Any], folder: Path) -> Path | None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("plan", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK")
    indented = ParagraphStyle("line", style, firstLineIndent=22)
    rows = rows_of(table)
    width = sum(columns for _, columns, _ in rows[0])
    cells: list[list[Any]] = [[""] * width for _ in rows]
    looks: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for words, columns, deep in row:
            while (number, column) in taken:
                column += 1
            cells[number][column] = Paragraph(markup.escape(words), style)
            looks.append(("SPAN", (column, number), (column + columns - 1, number + deep - 1)))
            taken |= {(below, right) for below in range(number, number + deep) for right in range(column, column + columns)}
    drawn = Table(cells, colWidths=[700 / width] * width, style=looks)
    above, below = ([Paragraph(markup.escape(line), indented) for line in table.get(key, ())] for key in ("above", "below"))
    path = folder / "plan.pdf"
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=1).build([*above, drawn, *below])
    return path


FORMS = (docx, html, markdown, text, pdf)
