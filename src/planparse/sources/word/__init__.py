"""Word documents: the words that a reader of the printed page sees, in their order.

Tracked deletions, hidden words, field codes, comments, page headers and the table of contents are left out; tracked
insertions are in. A paragraph is a line, and so is each part of it that a soft line break makes. A row of a table is a
line with a tab between its cells; a table of one cell is a box around paragraphs. Text boxes follow the paragraph that
they hang on; footnotes, and then endnotes, stand at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planparse.errors import SourceError
from planparse.sources.text import Grid, Line, Text, text_of_pieces
from planparse.sources.word.elements import MATH, children, own_text
from planparse.sources.word.formulas import formula
from planparse.sources.word.notes import Notes, is_reference
from planparse.sources.word.numbering import Numbering, tag
from planparse.sources.word.package import RESAVE, Package
from planparse.sources.word.styles import Styles
from planparse.sources.word.tables import in_lines, pieces_of_table

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["read_word"]

_CHARACTERS = {tag("tab"): "\t", tag("ptab"): "\t", tag("br"): "\n", tag("cr"): "\n", tag("noBreakHyphen"): "-"}
_PICTURES = frozenset(map(tag, ("drawing", "pict", "object")))
_ELSEWHERE = {
    tag("altChunk"): ("a part of it is a whole other file, which only Word opens", RESAVE),
    tag("subDoc"): ("a master document, its parts are in other files", "open it in Word, unlink its parts and save it again"),
}
_SYMBOL_FONT = dict(zip(b"\xa3\xb3\xb1\xb4\xb8\xb0\xb9\xbb\xb7\x6d\x57\xa5", "≤≥±×÷°≠≈•μΩ∞", strict=True)) | {
    ord(same): same for same in "0123456789%+./<=>()"
}


def read_word(data: bytes, path: str, sha256: str) -> Text:
    """The text of a ``.docx`` file, with heading levels from its styles and automatic numbers written out.

    ``path`` and ``sha256`` go into the ``Text``. Raises ``SourceError`` for a file that is damaged, encrypted, hostile
    or without words, or one that keeps some of its words in other files, and ``MissingExtraError`` without lxml.
    """
    package = Package(data, path)
    body = package.document().find(tag("body"))
    if body is None:
        raise SourceError(path, "damaged Word file (it has no body)", RESAVE)
    story = _Story(path, Styles(package.part("styles")), Numbering(package.part("numbering")), Notes(package))
    try:
        pieces = [*story.pieces(body), *story.lines_of_notes()]
    except RecursionError:
        raise SourceError(path, "its tables or frames are nested too deeply", RESAVE) from None
    text = text_of_pieces(pieces, path, sha256)
    if not text.blocks:
        raise SourceError(path, "no words in it (empty, or a scan?)", "recognise its text (OCR) first, or leave it out")
    return text


class _Story:
    """One pass over a document. Numbers count up as paragraphs go by, so each is to be visited once and in order."""

    def __init__(self, path: str, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self._path = path
        self._styles = styles
        self._numbering = numbering
        self._notes = notes

    def pieces(self, parent: Element) -> Iterator[Line | Grid]:
        """The lines and tables of a body, a table cell or a text box."""
        carried = ""
        for element in children(parent):
            if element.tag == tag("p"):
                words, boxes = self._words(element)
                carried += words
                if not _ends_deleted(element):
                    yield from self._paragraph(element, carried)
                    carried = ""
                for box in boxes:
                    yield from self.pieces(box)
            elif element.tag == tag("tbl"):
                yield from pieces_of_table(element, self.pieces)
            elif element.tag in _ELSEWHERE:
                raise SourceError(self._path, *_ELSEWHERE[element.tag])
        if carried:
            yield from _split(carried, None)

    def lines_of_notes(self) -> Iterator[Line]:
        """The words of the notes that were referred to up to here, without the marks in front of them."""
        for note in self._notes:
            words = [line for piece in self.pieces(note.element) for line in in_lines(piece)]
            if words:
                words[0] = words[0].removeprefix(note.mark).lstrip()
            yield from (Line(line, note=True) for line in words if line)

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
        style = self._styles.of(paragraph.find(tag("pPr")))
        for run in children(paragraph):
            if run.tag == tag("r"):
                hidden = self._styles.hides(run.find(tag("rPr")), style)
                words.append(self._words_of_run(run, hidden, fields))
                if not hidden:
                    boxes += (box for piece in children(run) if piece.tag in _PICTURES for box in _boxes(piece))
            elif run.tag == f"{MATH}oMath":
                words.append(formula(run))
        return "".join(words), boxes

    def _words_of_run(self, run: Element, hidden: bool, fields: list[bool]) -> str:
        words = ""
        pieces = list(children(run))
        for number, piece in enumerate(pieces):
            _follow_field(piece, fields)
            if hidden or any(fields):
                continue
            if is_reference(piece) and self._notes.refer(piece, "".join(map(_characters, pieces[number + 1 :])).strip()):
                break
            words += _characters(piece)
        return words


def _split(words: str, heading: int | None) -> Iterator[Line]:
    """A paragraph at its soft breaks. Only the first words are the heading: what follows a break may be anything."""
    for line in words.split("\n"):
        yield Line(line, heading if line.strip() else None)
        if line.strip():
            heading = None


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
    for child in children(picture):
        if child.tag == tag("txbxContent"):
            yield child
        else:
            yield from _boxes(child)


def _characters(piece: Element) -> str:
    """The characters of one piece of a run; a line end inside of words is only how the XML was laid out."""
    if piece.tag == tag("t"):
        return own_text(piece)
    if piece.tag == tag("sym"):
        return _symbol(piece)
    return _CHARACTERS.get(piece.tag, "")


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
