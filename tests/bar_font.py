"""The font ``bar.ttf``: every character of Unicode as a thin bar of one em in height. Run it to write the file anew.

Format 13 of the ``cmap`` table maps any number of characters to one glyph, so that the font takes some hundred bytes.
"""

from __future__ import annotations

import io
from importlib.resources import as_file

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

ASCENT, DESCENT, EM, WIDTH = 880, -120, 1000, 100
GLYPHS = [".notdef", "bar"]


def bar_font() -> bytes:
    """The bytes of the font, the same each time."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(GLYPHS)
    builder.setupGlyf(dict.fromkeys(GLYPHS, _bar()))
    builder.setupCharacterMap({})
    builder.font["cmap"].tables = [_every_character()]
    builder.setupHorizontalMetrics(dict.fromkeys(GLYPHS, (EM, 0)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": "Bar", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _bar() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    for corner in ((0, ASCENT), (WIDTH, ASCENT), (WIDTH, DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _every_character() -> CmapSubtable:
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format = 13
    table.reserved = table.length = table.nGroups = 0
    table.cmap = dict.fromkeys(range(1, 0x110000), GLYPHS[1])
    return table


if __name__ == "__main__":
    from planparse.sources.pdf.standin import FONT

    with as_file(FONT) as path:
        path.write_bytes(bar_font())
