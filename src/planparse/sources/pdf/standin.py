"""A font for whatever a PDF names without holding it, the same on every machine.

pdfium asks the system for such a font, and drops words whose glyphs it cannot measure: without a Chinese font on the machine, part of
a page would be lost, and which part would differ from machine to machine. So it is given one font for all of them. It knows every
character, and draws each as a thin bar at its left, never wider than what it
stands for; where that ends, the PDF itself says.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as raw

FONT = files("planparse.sources.pdf") / "data" / "bar.ttf"
"""Made by ``tests/bar_font.py``."""


@cache
def use_stand_in() -> object:
    """From now on, pdfium looks for no font of the system in this process. What is returned has to be kept as long as pdfium is used."""
    font = FONT.read_bytes()

    def font_data(this: object, font_handle: object, table: int, buffer: Any, size: int) -> int:
        if table:  # a table by its name, or the directory of a collection: pdfium then takes the whole
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    answers: dict[str, Callable[..., object]] = {
        "Release": lambda this: None,
        "MapFont": lambda this, weight, italic, charset, pitch, face, exact: 1,
        "GetFont": lambda this, face: 1,
        "GetFontData": font_data,
        "GetFaceName": lambda this, font, buffer, size: 0,
        "GetFontCharset": lambda this, font: raw.FXFONT_DEFAULT_CHARSET,
        "DeleteFont": lambda this, font: None,
    }
    types = dict(raw.FPDF_SYSFONTINFO._fields_)
    system = raw.FPDF_SYSFONTINFO(version=2, **{name: types[name](answer) for name, answer in answers.items()})
    raw.FPDF_SetSystemFontInfo(ctypes.byref(system))
    return system
