"""What stands on the pages of a PDF, as pdfium sees it: glyphs and rules with their places, nothing yet understood."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from planparse.errors import SourceError
from planparse.sources.pdf.characters import PRIVATE, character, shows_nothing
from planparse.sources.pdf.drawing import Drawing, Rule
from planparse.sources.pdf.opening import REPAIR

MAX_CHARACTERS_OF_PAGE = 100_000
"""A page of small print holds some five thousand."""

MAX_CHARACTERS = 10_000_000
"""Characters of a document, ten times those of the longest books; bounds the memory."""

TURNED = math.radians(8)
"""Glyphs that lean further from the direction of their page are a watermark or a stamp."""


class Glyph(NamedTuple):
    """A character, ``x0`` to ``x1`` along its line; ``base`` is the height of its base line, downwards, ``size`` that of its type."""

    char: str
    x0: float
    x1: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page, turned so that its text runs from left to right; its origin is at the top left.

    ``pictured`` is the share of it that pictures cover, ``lost`` the number of glyphs that stand for no character.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    pictured: float
    lost: int


def pages_of(document: pdfium.PdfDocument, path: str) -> Iterator[Page]:
    """The pages of an open document in their order. Raises ``SourceError`` at one that is damaged or endless."""
    left = MAX_CHARACTERS
    for number in range(1, len(document) + 1):
        try:
            loaded = document[number - 1]
            text = loaded.get_textpage()
        except pdfium.PdfiumError:
            raise SourceError(path, "damaged PDF (page {number} cannot be read)", REPAIR, number=number) from None
        count = text.count_chars()
        left -= count
        if count > MAX_CHARACTERS_OF_PAGE or left < 0:
            raise SourceError(path, "more characters than any document has (up to page {number})", REPAIR, number=number)
        yield _page(number, loaded, text)
        text.close()
        loaded.close()


class _Turn(NamedTuple):
    """How a page is turned: ``quarter`` turns against the clock of its text, and the box that is seen of it."""

    quarter: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page as it is read, from the top left."""
        if self.quarter == 0:
            return x - self.left, self.top - y
        if self.quarter == 1:
            return y - self.bottom, x - self.left
        if self.quarter == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)


class _Found(NamedTuple):
    """A glyph in the coordinates of the file: two corners, where it stands, and at which angle its line runs."""

    char: str
    corners: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    angle: float


def _page(number: int, loaded: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Page:
    found = list(_found(text))
    quarters = Counter(round(one.angle / (math.pi / 2)) % 4 for one in found)
    turn = _Turn(quarters.most_common(1)[0][0] if quarters else 0, *_box(loaded))
    width, height = turn.size()
    upright = (_turned(one, turn) for one in found if one.char and not _leans(one, turn))
    seen = [glyph for glyph in upright if glyph.x1 >= 0 and glyph.x0 <= width and 0 <= glyph.base <= height]
    drawing = Drawing(loaded.raw, turn.point)
    lost = sum(one.char in ("", PRIVATE) for one in found)
    pictured = drawing.pictured / (width * height) if width * height > 0 else 0
    return Page(number, width, height, _side_by_side(seen), drawing.rules, pictured, lost)


def _box(loaded: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """What is seen of a page, as far as it lies on it."""
    left, bottom, right, top = loaded.get_mediabox()
    seen = loaded.get_cropbox()
    cut = max(left, seen[0]), max(bottom, seen[1]), min(right, seen[2]), min(top, seen[3])
    return cut if cut[0] < cut[2] and cut[1] < cut[3] else (left, bottom, right, top)


def _found(text: pdfium.PdfTextPage) -> Iterator[_Found]:
    """The glyphs of a page; ``char`` is empty for one without a character. What pdfium itself adds, as line ends, is left out."""
    handle = text.raw
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index, code in _codes(text):
        unknown = raw.FPDFText_HasUnicodeMapError(handle, index) == 1
        if not unknown and shows_nothing(code):
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetMatrix(handle, index, matrix)
        size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
        corners, origin = (box.left, box.bottom, box.right, box.top), (x.value, y.value)
        if size > 0 and all(map(math.isfinite, (*corners, *origin, size))):
            yield _Found("" if unknown else character(code), corners, origin, size, math.atan2(matrix.b, matrix.a))


def _codes(text: pdfium.PdfTextPage) -> Iterator[tuple[int, int]]:
    """Index and code point of each character that is in the file; the two halves of a pair become one."""
    high = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code += 0x10000 + ((high - 0xD800) << 10) - 0xDC00
        high = 0
        yield index, code


def _leans(one: _Found, turn: _Turn) -> bool:
    """Whether a glyph stands across its page."""
    lean = (one.angle - turn.quarter * math.pi / 2 + math.pi) % (2 * math.pi) - math.pi
    return abs(lean) > TURNED


def _turned(one: _Found, turn: _Turn) -> Glyph:
    """The glyph on the page as it is read."""
    left, bottom, right, top = one.corners
    ends = turn.point(left, bottom)[0], turn.point(right, top)[0]
    return Glyph(one.char, min(ends), max(ends), turn.point(*one.origin)[1], one.size)


def _side_by_side(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The characters of one glyph, as fi and —— may be drawn, each with its share of the width."""
    placed: list[Glyph] = []
    for (x0, x1, _), same in groupby(glyphs, key=lambda glyph: (glyph.x0, glyph.x1, glyph.base)):
        drawn = list(same)
        step = (x1 - x0) / len(drawn)
        placed += [glyph._replace(x0=x0 + at * step, x1=x0 + (at + 1) * step) for at, glyph in enumerate(drawn)]
    return placed
