"""Small PDFs as the tests need them: text set in lines of one measure, tables, columns, notes, and files that are broken."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 90.0, 510.0, 90.0
SIZE, PITCH = 14.0, 24.0

pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[["Sheet"], object]
_UNIT = re.compile(r"[“（《]*(?:[A-Za-z0-9.%]+|.)[，。；：、！？”）》]*", re.DOTALL)


class Sheet:
    """A page that is being written on, from the top left. ``at`` is where the next line goes."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.at = TOP

    def put(self, x: float, y: float, words: str, size: float = SIZE) -> float:
        """Sets words on a base line; where they end."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, words)
        return x + pdfmetrics.stringWidth(words, FONT, size)

    def centred(self, words: str, size: float = SIZE) -> None:
        """A line in the middle of the page."""
        self.put((WIDTH - pdfmetrics.stringWidth(words, FONT, size)) / 2, self.at, words, size)
        self.at += 1.7 * size

    def lines(self, lines: Iterable[str], left: float = LEFT, indent: float = 2, size: float = SIZE, pitch: float = PITCH) -> None:
        """Lines one below the other, the first of them indented by so many characters."""
        for number, words in enumerate(lines):
            self.put(left + (indent * size if number == 0 else 0), self.at, words, size)
            self.at += pitch

    def paragraph(self, words: str, left: float = LEFT, right: float = RIGHT, indent: float = 2, size: float = SIZE) -> None:
        """A paragraph, broken into lines that fit."""
        self.lines(broken(words, right - left, indent, size), left, indent, size, PITCH * size / SIZE)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def table(self, rows: Sequence[Sequence[str]], edges: Sequence[float], size: float = 12, height: float = 24) -> None:
        """A ruled table; each ``\\n`` in a cell begins a line of it. Where a cell is ``<`` the one before it reaches there."""
        top = self.at - size
        for number, row in enumerate(rows):
            above = top + number * height
            self.rule(edges[0], above, edges[-1], above)
            for column, words in enumerate(row):
                if words != "<":
                    self.rule(edges[column], above, edges[column], above + height)
                    for line, part in enumerate(words.split("\n")):
                        self.put(edges[column] + 3, above + size + 3 + line * 1.2 * size, part, size)
            self.rule(edges[-1], above, edges[-1], above + height)
        self.at = top + len(rows) * height
        self.rule(edges[0], self.at, edges[-1], self.at)
        self.at += PITCH


def broken(words: str, measure: float, indent: float = 2, size: float = SIZE) -> list[str]:
    """Words in lines that fit into the measure; numbers stay whole, and no line begins with a stop."""
    lines, left = [""], measure - indent * size
    for unit in _UNIT.findall(words):
        width = pdfmetrics.stringWidth(unit, FONT, size)
        if width > left:
            lines.append("")
            left = measure
        lines[-1] += unit
        left -= width
    return lines


def pdf(*pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), turn: int = 0, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF with a page for each of these functions, the same bytes each time."""
    file = io.BytesIO()
    options: dict[str, Any] = {"pagesize": size, "invariant": True, "encrypt": encrypt}
    canvas = Canvas(file, **options)
    for draw in pages:
        canvas.setPageRotation(turn)
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def document(paragraphs: Sequence[str], rows: int = 25, indent: float = 2) -> bytes:
    """Paragraphs set over as many pages as they need, each with its number at the foot."""
    measure = RIGHT - LEFT
    lines = [
        (LEFT + (indent * SIZE if number == 0 else 0), line)
        for words in paragraphs
        for number, line in enumerate(broken(words, measure, indent))
    ]
    return pdf(*(_numbered(number, lines[at : at + rows]) for number, at in enumerate(range(0, len(lines), rows), 1)))


def _numbered(number: int, lines: Sequence[tuple[float, str]]) -> Draw:
    def draw(sheet: Sheet) -> None:
        for x, words in lines:
            sheet.put(x, sheet.at, words)
            sheet.at += PITCH
        sheet.put(WIDTH / 2 - 10, HEIGHT - 40, f"— {number} —", 10)

    return draw


def objects(*bodies: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a cross-reference table that fits."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(bodies) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        table,
        count,
        root,
        len(out),
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def flips(data: bytes, places: Iterable[int], change: int) -> Iterator[bytes]:
    """The bytes, each time with one of them changed."""
    for place in places:
        yield data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
