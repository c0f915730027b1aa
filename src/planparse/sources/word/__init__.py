"""Word documents: the words that a reader of the printed page sees, in their order.

Tracked deletions, hidden words, field codes and the table of contents are left out; tracked insertions are in. A
paragraph is a line, and so is each part of it that a soft line break makes. A row of a table is a line with a tab
between its cells; a table of one cell is a box around paragraphs. Text boxes follow the paragraph that they hang on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from planparse.errors import SourceError
from planparse.sources.text import Grid, GridCell, Line, Text, text_of_pieces
from planparse.sources.word.numbering import Numbering, tag
from planparse.sources.word.package import RESAVE, Package
from planparse.sources.word.styles import Styles

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

__all__ = ["read_word"]

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = frozenset(
    (
        *map(tag, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")),
        *map(tag, ("hyperlink", "fldSimple", "dir", "bdo")),
        f"{_MATH}oMathPara",
    )
)
_CHOICES = (f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback")
_CHARACTERS = {tag("tab"): "\t", tag("ptab"): "\t", tag("br"): "\n", tag("cr"): "\n", tag("noBreakHyphen"): "-"}
_PICTURES = frozenset(map(tag, ("drawing", "pict", "object")))
_ONE_LINE = str.maketrans("\r\n", "  ")
_SYMBOL_FONT = dict(zip(b"\xa3\xb3\xb1\xb4\xb8\xb0\xb9\xbb\xb7\x6d\x57\xa5", "≤≥±×÷°≠≈•μΩ∞", strict=True)) | {
    ord(same): same for same in "0123456789%+./<=>()"
}


def read_word(data: bytes, path: str, sha256: str) -> Text:
    """The text of a ``.docx`` file, with heading levels from its styles and automatic numbers written out.

    ``path`` and ``sha256`` go into the ``Text``. Raises ``SourceError`` for a file that is damaged, encrypted, hostile
    or without words, and ``MissingExtraError`` without python-docx.
    """
    package = Package(data, path)
    body = package.document().find(tag("body"))
    if body is None:
        raise SourceError(path, "damaged Word file (it has no body)", RESAVE)
    story = _Story(Styles(package.part("styles")), Numbering(package.part("numbering")))
    try:
        pieces = list(story.pieces(body))
    except RecursionError:
        raise SourceError(path, "its tables or frames are nested too deeply", RESAVE) from None
    text = text_of_pieces(pieces, path, sha256)
    if not text.blocks:
        raise SourceError(path, "no words in it (empty, or a scan?)", "recognise its text (OCR) first, or leave it out")
    return text


class _Story:
    """One pass over a document. Numbers count up as paragraphs go by, so each is to be visited once and in order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def pieces(self, parent: Element) -> Iterator[Line | Grid]:
        """The lines and tables of a body, a table cell or a text box."""
        carried = ""
        for element in _children(parent):
            if element.tag == tag("p"):
                words, boxes = self._words(element)
                carried += words
                if not _ends_deleted(element):
                    yield from self._paragraph(element, carried)
                    carried = ""
                for box in boxes:
                    yield from self.pieces(box)
            elif element.tag == tag("tbl"):
                yield from self._table(element)
        if carried:
            yield from _split(carried, None)

    def _paragraph(self, paragraph: Element, words: str) -> Iterator[Line]:
        properties = paragraph.find(tag("pPr"))
        if self._styles.is_contents(properties):
            return
        blank = not words.strip()
        if blank and properties is not None and self._styles.hides(properties.find(tag("rPr"))):
            return
        marker = self._number(properties)
        if marker and not blank:
            words = marker + words.lstrip()
        yield from _split(words, self._styles.heading(properties))

    def _number(self, properties: Element | None) -> str:
        list_id, place = self._styles.list_of(properties)
        if list_id is None:
            return ""
        if place is None:
            place = self._numbering.level_of_style(list_id, self._styles.lineage(self._styles.of(properties)))
        return self._numbering.advance(list_id, place or 0)

    def _words(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The visible characters of a paragraph, ``\\n`` at soft breaks, and the text boxes that hang on it."""
        words: list[str] = []
        boxes: list[Element] = []
        fields: list[bool] = []  # for each open field: are we still in its code?
        for run in _children(paragraph):
            if run.tag == tag("r"):
                hidden = self._styles.hides(run.find(tag("rPr")))
                for piece in _children(run):
                    _follow_field(piece, fields)
                    if piece.tag in _PICTURES:
                        boxes.extend(_boxes(piece))
                    elif not hidden and not any(fields):
                        words.append(_characters(piece))
            elif run.tag == f"{_MATH}oMath":
                words.extend(_own_text(piece) for piece in run.iter(f"{_MATH}t"))
        return "".join(words), boxes

    def _table(self, table: Element) -> Iterator[Line | Grid]:
        """Its grids; a row of one cell is only a frame around what stands in it, where that is more than a line."""
        rows = [list(map(self._cell, _cells(row))) for row in _children(table) if _is_row(row)]
        columns = max(map(len, rows), default=0)
        start = 0
        for number, row in enumerate([*rows, []]):
            if number < len(rows) and not (len(row) == 1 and (columns == 1 or len(row[0].pieces) > 1)):
                continue
            if start < number:
                yield Grid([list(_merged(rows, at, number)) for at in range(start, number)])
            yield from (piece for cell in row for piece in cell.pieces)
            start = number + 1

    def _cell(self, cell: Element) -> _Cell:
        span = _property(cell, "gridSpan") or ""
        columns = int(span) if span.isascii() and span.isdigit() else 1
        return _Cell(list(self.pieces(cell)), columns, _property(cell, "vMerge"))


class _Cell(NamedTuple):
    """A cell of a Word table. ``merged`` is ``restart`` where cells below continue it, ``continue`` in these, else None."""

    pieces: list[Line | Grid]
    columns: int
    merged: str | None

    def words(self) -> str:
        """What stands in it, in one line."""
        return " ".join(words for piece in self.pieces if (words := _words_of(piece)))


def _merged(rows: Sequence[Sequence[_Cell]], row: int, end: int) -> Iterator[GridCell]:
    """The cells that begin in a row; those that continue them stand in the rows before ``end``."""
    column = 0
    for cell in rows[row]:
        if cell.merged != "continue":
            yield GridCell(cell.words(), cell.columns, 1 + (_continued(rows, column, row + 1, end) if cell.merged else 0))
        column += cell.columns


def _continued(rows: Sequence[Sequence[_Cell]], column: int, start: int, end: int) -> int:
    """In how many rows from ``start`` on a cell from above goes on in this column."""
    return sum(1 for _ in takewhile(lambda row: _continues(rows[row], column), range(start, end)))


def _continues(row: Sequence[_Cell], column: int) -> bool:
    starts = accumulate((cell.columns for cell in row), initial=0)
    return any(start == column and cell.merged == "continue" for start, cell in zip(starts, row, strict=False))


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in _children(row) if cell.tag == tag("tc"))


def _is_row(element: Element) -> bool:
    return element.tag == tag("tr") and element.find(f"{tag('trPr')}/{tag('del')}") is None


def _property(cell: Element, name: str) -> str | None:
    """What a cell says of how it is merged; the word ``continue`` may be left out in the file."""
    found = cell.find(f"{tag('tcPr')}/{tag(name)}")
    return None if found is None else str(found.get(tag("val")) or "continue")


def _words_of(piece: Line | Grid) -> str:
    """The words of a piece inside a cell, in one line."""
    if isinstance(piece, Line):
        return piece.words.replace("\t", " ").strip()
    return " ".join(cell.words for row in piece.rows for cell in row if cell.words)


def _split(words: str, heading: int | None) -> Iterator[Line]:
    """A paragraph at its soft breaks. Only the first words are the heading: what follows a break may be anything."""
    for line in words.split("\n"):
        yield Line(line, heading if line.strip() else None)
        if line.strip():
            heading = None


def _children(parent: Element) -> Iterator[Element]:
    """What stands in an element, seen through wrappers that add nothing to the text (links, insertions, controls).

    Where a file gives one thing twice, for newer and older programs, only the first of the two.
    """
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        elif child.tag == tag("ruby"):
            yield from _runs_of_ruby(child)
        elif child.tag == f"{_COMPATIBILITY}AlternateContent":
            choice = next((found for kind in _CHOICES if (found := child.find(kind)) is not None), None)
            if choice is not None:
                yield from _children(choice)
        else:
            yield child


def _runs_of_ruby(ruby: Element) -> Iterator[Element]:
    """The characters under a pronunciation aid, without the aid."""
    for run in ruby.iterfind(f"{tag('rubyBase')}/{tag('r')}"):
        yield from _children(run)


def _ends_deleted(paragraph: Element) -> bool:
    """Whether the paragraph's end is a tracked deletion: its words then run on into the next paragraph."""
    return any(paragraph.find(f"{tag('pPr')}/{tag('rPr')}/{tag(kind)}") is not None for kind in ("del", "moveFrom"))


def _follow_field(piece: Element, fields: list[bool]) -> None:
    """Keep track of fields: between begin and separate stands code, between separate and end what a reader sees."""
    if piece.tag != tag("fldChar"):
        return
    kind = piece.get(tag("fldCharType"))
    if kind == "begin":
        fields.append(True)
    elif kind == "separate" and fields:
        fields[-1] = False
    elif kind == "end" and fields:
        fields.pop()


def _boxes(picture: Element) -> Iterator[Element]:
    for child in _children(picture):
        if child.tag == tag("txbxContent"):
            yield child
        else:
            yield from _boxes(child)


def _characters(piece: Element) -> str:
    """The characters of one piece of a run; a line end inside of words is only how the XML was laid out."""
    if piece.tag == tag("t"):
        return _own_text(piece)
    if piece.tag == tag("sym"):
        return _symbol(piece)
    return _CHARACTERS.get(piece.tag, "")


def _own_text(piece: Element) -> str:
    text: str = "".join(piece.xpath("text()")) if len(piece) else piece.text or ""
    return text.translate(_ONE_LINE)


def _symbol(piece: Element) -> str:
    """A character of a symbol font, where it means something outside of that font; else a bullet or □ for its place."""
    try:
        code = int(piece.get(tag("char"), ""), 16)
    except ValueError:
        return "□"
    if piece.get(tag("font"), "").lower() == "symbol":
        return _SYMBOL_FONT.get(code & 0xFF, "□")
    private = 0xE000 <= code <= 0xF8FF
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE else "•" if private else "□"
