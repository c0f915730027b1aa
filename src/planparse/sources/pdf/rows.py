"""Glyphs become rows of words: what stands on one base line, with spaces where they show and without footnote marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from planparse.sources.pdf.characters import PRIVATE, is_wide
from planparse.sources.pdf.glyphs import Glyph
from planparse.sources.text import GridCell

ASCENT = 0.85
"""How far type reaches above its base line, as a share of its size; the rest is below."""

APART = 0.75
"""A gap that is wider than the others of its line by so many type sizes parts it: there are columns, or a tabulator was used."""

SPACE = 0.2
"""How much wider than the other gaps of its row a gap is, in type sizes, where a space stands between characters of one kind."""

WIDE_SPACE = 1.2
"""The same where a gap may be there without a space: beside a stop, and between Chinese characters and Latin ones."""

RAISED = 0.18
SMALLER = 0.8
"""A superscript is raised by so much of the type size, and its own size is smaller."""


class RuledTable(NamedTuple):
    """A table: its rows, each with the cells that begin in it, where its columns begin and end, and its page."""

    rows: list[list[GridCell]]
    edges: tuple[float, ...]
    page: int


class Row(NamedTuple):
    """Words on one base line between two gaps. ``table`` is the table of this ``height`` that stands in their place.

    ``first`` is the width of what may not be parted at its beginning: a number, or a character with the stop behind it.
    ``spaced`` tells that a space was set behind its last word; ``mark`` is what stands raised before the first.
    """

    words: str
    x0: float
    x1: float
    base: float
    size: float
    first: float = 0
    spaced: bool = False
    mark: str = ""
    table: RuledTable | None = None
    height: float = 0

    @property
    def top(self) -> float:
        return self.base - (self.height or ASCENT * self.size)

    @property
    def bottom(self) -> float:
        return self.base if self.table else self.base + (1 - ASCENT) * self.size


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of a page from top to bottom, those beside one another from left to right."""
    return [row for line in _on_one_line(glyphs) for part in _parts(line) if (row := _row(part))]


def _on_one_line(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that overlap by half of the smaller one's height stand on one line, as a superscript does with its word."""
    heights = sorted(glyphs, key=lambda glyph: glyph.base)
    runs = [list(run) for _, run in groupby(heights, key=_Steps())]
    lines: list[list[Glyph]] = []
    for run in runs:
        near = [line for line in lines[-4:] if _overlap(_largest(line), _largest(run)) > 0.5]
        if near:
            max(near, key=lambda line: _largest(line).size).extend(run)
        else:
            lines.append(run)
    return sorted(lines, key=lambda line: _largest(line).base)


class _Steps:
    """Numbers base lines: glyphs that are nearly as high as the one before have the same number."""

    def __init__(self) -> None:
        self._number = 0
        self._base = 0.0

    def __call__(self, glyph: Glyph) -> int:
        if glyph.base - self._base > 0.1 * glyph.size:
            self._number += 1
            self._base = glyph.base
        return self._number


def _largest(line: Sequence[Glyph]) -> Glyph:
    return max(line, key=lambda glyph: glyph.size)


def _overlap(one: Glyph, other: Glyph) -> float:
    """How much of the height of the smaller glyph stands beside the other."""
    top = max(one.base - ASCENT * one.size, other.base - ASCENT * other.size)
    bottom = min(one.base + (1 - ASCENT) * one.size, other.base + (1 - ASCENT) * other.size)
    return (bottom - top) / min(one.size, other.size)


def _parts(line: list[Glyph]) -> Iterator[list[Glyph]]:
    """The stretches of a line between wide gaps, each glyph once: bold type is often made by printing it twice."""
    line.sort(key=lambda glyph: glyph.x0)
    usual = _usual_gap(line)
    part: list[Glyph] = []
    end = 0.0
    for glyph in line:
        if part and glyph.x0 - end - usual > APART * max(glyph.size, part[-1].size):
            yield part
            part = []
        if not any(_printed_twice(before, glyph) for before in part[-3:]):
            part.append(glyph)
            end = glyph.x1 if len(part) == 1 else max(end, glyph.x1)
    if part:
        yield part


def _printed_twice(one: Glyph, other: Glyph) -> bool:
    near = 0.25 * min(other.size, max(one.x1 - one.x0, 1))
    return one.char == other.char and other.x0 - one.x0 < near and abs(one.base - other.base) < 0.25 * other.size


def _row(part: list[Glyph]) -> Row | None:
    """One row; None where nothing but spaces stands in it."""
    spaced = part[-1].char.isspace()
    while part and part[-1].char.isspace():
        part.pop()
    start = next((at for at, glyph in enumerate(part) if not glyph.char.isspace()), None)
    if start is None:
        return None
    part = part[start:]
    size = Counter(glyph.size for glyph in part).most_common(1)[0][0]
    base = Counter(glyph.base for glyph in part if glyph.size == size).most_common(1)[0][0]
    mark = "".join(glyph.char for glyph in takewhile(lambda glyph: _is_raised(glyph, base, size), part))
    words = _bullet("".join(_characters(part, base, size)))
    if not words:
        return None
    return Row(words, part[0].x0, max(glyph.x1 for glyph in part), base, size, _first_width(part), spaced, mark)


def _bullet(words: str) -> str:
    """Words without characters of private codes; such a one before them is a bullet of a symbol font."""
    rest = words.replace(PRIVATE, "")
    return f"•{rest}" if words.startswith(PRIVATE) and rest.strip() else rest.strip()


def _characters(part: Sequence[Glyph], base: float, size: float) -> Iterator[str]:
    """The characters of a row, spaces between them, no marks of footnotes."""
    usual = _usual_gap(part)
    before: Glyph | None = None
    written = ""
    for glyph in part:
        char = glyph.char
        if _is_raised(glyph, base, size) or char in "¹²³":
            char = _superscript(char, written)
        if not char:
            before = before and before._replace(x1=glyph.x1)
            continue
        if before and _spaced(before, glyph, usual) and not (char == " " or before.char == " "):
            yield " "
        yield char
        written = (written + char)[-8:]
        before = glyph


def _usual_gap(part: Sequence[Glyph]) -> float:
    """The gap between the glyphs of a row, which grows where it is stretched to the measure or where its letters are spaced."""
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(part))
    return max(gaps[len(gaps) // 2], 0) if gaps else 0


def _spaced(one: Glyph, other: Glyph, usual: float) -> bool:
    """Whether a gap is a space, of which many files have no more than the gap."""
    needed = SPACE if _are_alike(one.char, other.char) else WIDE_SPACE
    return other.x0 - one.x1 - usual > needed * max(one.size, other.size)


def _are_alike(one: str, other: str) -> bool:
    """Whether both are Chinese characters or both Latin ones: stops, and a change of script, bring gaps of their own."""
    return _is_word(one) and _is_word(other) and is_wide(one) == is_wide(other)


def _is_word(char: str) -> bool:
    return char.isalnum() or not is_wide(char)


def _is_raised(glyph: Glyph, base: float, size: float) -> bool:
    return glyph.size < SMALLER * size and base - glyph.base > RAISED * size


_SUPERSCRIPTS = dict(zip("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", strict=True))
_POWER = re.compile(r"[×xX*·]\s*10[⁻⁺⁰¹²³⁴-⁹]*$")
_LENGTH = re.compile(r"(?<![A-Za-z])[kdchn]?m$")


def _superscript(char: str, written: str) -> str:
    """A raised character: the exponent of m² or ×10⁸, else the mark of a footnote, which is no part of the text."""
    exponent = _SUPERSCRIPTS.get(char, char)
    if exponent in "²³" and _LENGTH.search(written):
        return exponent
    if exponent in _SUPERSCRIPTS.values() and _POWER.search(written):
        return exponent
    return char if char.isalpha() or char in _RAISED_SIGNS else ""


_RAISED_SIGNS = frozenset("“”‘’'\"°℃′″·，。、；：%％‰")
_NUMBER_PART = re.compile(r"[A-Za-z0-9.,%+/~～—-]")
_CLOSING = frozenset("，。；：、！？”’）》】」』〉〕］％‰·…,.;:!?)]%")
_OPENING = frozenset("“‘（《【「『〈〔［([")


def _first_width(part: Sequence[Glyph]) -> float:
    """The width of the beginning of a row that would have been set in one piece on the row before.

    Numbers with stops between them (5.1％、6.2％) are one piece to some programs.
    """
    end = 0
    while end < len(part) - 1 and part[end].char in _OPENING:
        end += 1
    numbers = bool(_NUMBER_PART.match(part[end].char))
    while end < len(part) - 1 and (part[end + 1].char in _CLOSING or (numbers and _NUMBER_PART.match(part[end + 1].char))):
        end += 1
    return part[end].x1 - part[0].x0


def joined(rows: Sequence[Row], right: float = 0) -> str:
    """The words of a paragraph from its rows; those of a cell, which ends at ``right``, need not all be full."""
    words = ""
    for before, row in zip((None, *rows), rows, strict=False):
        parted = before is not None and (before.spaced or right - before.x1 > row.first + APART * row.size)
        words = f"{words}{_between(words, row.words, parted)}{row.words}"
    return words


def _between(before: str, after: str, parted: bool) -> str:
    """What stands between two rows of a paragraph: nothing, but a space between Latin words.

    A number that is broken at the line's end goes on; where a space was set behind it, there are two.
    """
    if not before or is_wide(before[-1]) or is_wide(after[0]):
        return ""
    return " " if parted or (before[-1].isalpha() and after[0].isalpha()) else ""


def beside(rows: Sequence[Row]) -> Row:
    """Rows that stand beside one another on one line as one row."""
    first = rows[0]
    words = first.words
    for before, row in pairwise(rows):
        apart = _are_alike(words[-1], row.words[0]) or row.x0 - before.x1 > WIDE_SPACE * max(row.size, before.size)
        words = f"{words} {row.words}" if apart else words + row.words
    size = max(rows, key=lambda row: len(row.words)).size
    return first._replace(words=words, x1=max(row.x1 for row in rows), size=size, spaced=rows[-1].spaced)
