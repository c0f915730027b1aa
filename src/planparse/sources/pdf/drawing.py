"""What is drawn on a page of a PDF: the rules that tables are made of, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as raw

MAX_OBJECTS = 10_000
"""Drawn objects of one page, and parts of them: more of them are a map or a diagram, and no table."""

MAX_NESTING = 8
"""Forms in forms that are looked into."""

THICKNESS = 3.0
"""How thick a rule may be, in points; what is thicker is an area."""

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_Pointer = Any  # pdfium's own, which has no type


class Rule(NamedTuple):
    """A straight line along or across the page; ``y0 == y1`` or ``x0 == x1``."""

    x0: float
    y0: float
    x1: float
    y1: float


class Drawing:
    """The rules of a page, none where there are too many of them, and the area that its pictures cover.

    ``place`` turns a point of the file to where it is on the page.
    """

    def __init__(self, page: _Pointer, place: Callable[[float, float], _Point]) -> None:
        self.rules: list[Rule] = []
        self.pictured = 0.0
        self._place = place
        self._left = MAX_OBJECTS
        for index in range(max(raw.FPDFPage_CountObjects(page), 0)):
            self._look(raw.FPDFPage_GetObject(page, index), (1, 0, 0, 1, 0, 0), 0)
        if self._left < 0:
            self.rules.clear()

    def _look(self, thing: _Pointer, outer: _Matrix, depth: int) -> None:
        """An object of the page, or of a form on it."""
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(thing, _times(_matrix(thing), outer))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, *_ = _times(_matrix(thing), outer)
            self.pictured += abs(a * d - b * c)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_NESTING:
            inner = _times(_matrix(thing), outer)
            for index in range(max(raw.FPDFFormObj_CountObjects(thing), 0)):
                self._left -= 1
                if self._left < 0:
                    return
                self._look(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _path(self, path: _Pointer, matrix: _Matrix) -> None:
        """A path gives the rules that it strokes, and each thin area that it fills is one."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        for corners in self._parts(path, matrix):
            if not self._rule(corners) and stroke.value:
                for side in pairwise(corners):
                    self._rule(side)

    def _parts(self, path: _Pointer, matrix: _Matrix) -> Iterator[list[_Point]]:
        """The corners of each part of a path that is drawn without lifting the pen."""
        corners: list[_Point] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(max(raw.FPDFPath_CountSegments(path), 0)):
            self._left -= 1
            if self._left < 0:
                return
            segment = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and corners:
                yield corners
                corners = []
            corners.append(self._place(*_times((1, 0, 0, 1, x.value, y.value), matrix)[4:]))
            if raw.FPDFPathSegment_GetClose(segment) == 1:
                corners.append(corners[0])
        if corners:
            yield corners

    def _rule(self, corners: Iterable[_Point]) -> bool:
        """Takes down the rule in the middle of a thin shape. Whether it is thin: a dot is so too, and no rule."""
        xs, ys = zip(*corners, strict=True)
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if not all(map(math.isfinite, (x0, y0, x1, y1))) or min(x1 - x0, y1 - y0) > THICKNESS:
            return False
        if y1 - y0 < x1 - x0 > THICKNESS:
            self.rules.append(Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        elif y1 - y0 > THICKNESS:
            self.rules.append(Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
        return True


def _matrix(thing: _Pointer) -> _Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """First ``inner``, then ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
