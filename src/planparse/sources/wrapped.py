"""Text that was cut into lines of one width, as editors, mail and extracted PDFs leave it: its paragraphs put together again.

Elsewhere a line is a paragraph, and so it stays unless a file shows beyond doubt that its lines are not: most of its long lines are
equally long, stop in the middle of a sentence, and often in the middle of a word. Where it does, a line goes on in the next one if
the first word of that would not have fitted behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from planparse.segmentation import is_boundary

MIN_COLUMNS, MAX_COLUMNS = 40, 160
"""How wide lines are cut, a Chinese character being two columns; shorter lines are verse or a list, longer ones paragraphs."""

SLACK = 4
"""Columns that a full line may lack: a stop that may not begin a line takes the character before it along."""

WINDOW = 8
"""Cut lines before a line, and behind it, from which the width is judged that it was cut to: it changes within a document."""

MIN_CUT = 10
"""Fewer lines that stop in the middle of a sentence prove nothing."""

MIN_SHARE = 0.5
"""The share of full lines that stop in the middle of a sentence, among all long lines, from which a file may be wrapped."""

MIN_TORN = 5
MIN_TORN_SHARE = 0.15
"""Words that a line end tears apart, and their share among these lines, from which it certainly is.

Measured on real files: 0.33 to 0.55 in wrapped ones, 0.2 in traditional characters, at most 0.03 in lists of equally long entries.
"""

_ENDS = re.compile(r"[。；！？：;!?:.…][”’」』）)》】]*$")
_STARTS = re.compile(
    r"第[一二三四五六七八九十百0-9]+[编篇章节条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[0-9]{1,2}(?:[、．）)]|\.(?![0-9]))|[①-⑳●◆★▲◎■•]|专栏|附件|——|─{2}"
)
_ALONE = re.compile(r"#{1,6}\s|```|~~~")
_OPENS = re.compile(r"#{1,6}\s|```|~~~|[-*+•●◆▪■]\s|>")
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:[0-9]{1,4}|第\s*[0-9]{1,4}\s*页)[-—–－·\s]*")
_NO_PROSE = re.compile(r"\S[ \u3000]*\t|\S(?: {2}|\u3000)\s*\S.*\S(?: {2}|\u3000)\s*\S|[|\u2500-\u257f].*[|\u2502\u2503\u2551]")
_UNIT = re.compile(r"(?:[A-Za-z0-9.,%+/-]+|.)[，。；：、！？”’）》】」』,.;:!?)]*")
_LETTERS = re.compile("[A-Za-z][A-Za-z0-9]|[0-9][A-Za-z]")


class _Row(NamedTuple):
    """A line that is not blank: its place in the file, its words, and how many columns its indent and all of it take."""

    place: int
    words: str
    indent: int
    width: int

    def is_cut(self) -> bool:
        """Whether it is as long as lines are cut, and stops where no sentence ends."""
        return MIN_COLUMNS <= self.width <= MAX_COLUMNS and not _ENDS.search(self.words) and self.is_prose()

    def is_prose(self) -> bool:
        """Whether it is no row of a table that is drawn with blanks, tabs or lines."""
        return not _NO_PROSE.search(self.words)


class Part(NamedTuple):
    """Words of a paragraph, and where they begin in the file: in which line, and behind how many of its characters."""

    words: str
    line: int
    column: int


def unwrapped(lines: Sequence[str]) -> list[list[Part]] | None:
    """Each paragraph in its first line, the others of it empty, so that line numbers stay; None for a file that is not wrapped.

    A paragraph ends with a line that is not full, at an empty line, before an indented one, and at the end of a sentence before the
    marker of a heading or list. The number of a page that breaks a paragraph stays in its own line.
    """
    kept = [(place, line) for place, line in enumerate(lines) if line.strip() and not _PAGE_NUMBER.fullmatch(line.strip())]
    measured = [_Measured([_row(place, line, width) for place, line in kept]) for width in (_columns, _characters)]
    wrapped = max(measured, key=lambda one: len(one.stopping))
    return _joined(lines, wrapped.rows, wrapped.full) if wrapped.is_sure() else None


class _Measured:
    """The rows of a file, those of them that are full, and those of these that stop in the middle of a sentence."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        cut = [number for number, row in enumerate(rows) if row.is_cut()]
        self.rows = rows
        self.full = _full(rows, cut) if len(cut) >= MIN_CUT else set[int]()
        self.stopping = sorted(self.full.intersection(cut))

    def is_sure(self) -> bool:
        """Whether the lines are cut beyond doubt."""
        long = sum(row.width >= MIN_COLUMNS for row in self.rows)
        return bool(self.stopping) and len(self.stopping) >= MIN_SHARE * long and _tear_words(self.rows, self.stopping)


def _tear_words(rows: Sequence[_Row], stopping: Sequence[int]) -> bool:
    pairs = [(rows[number].words[-WINDOW:], rows[number + 1].words[:WINDOW]) for number in stopping]
    torn = sum(not is_boundary(before + behind, len(before)) for before, behind in pairs)
    return torn >= max(MIN_TORN, MIN_TORN_SHARE * len(pairs))


def _row(place: int, line: str, width: Callable[[str], int]) -> _Row:
    words = line.strip()
    if len(line) > MAX_COLUMNS:
        return _Row(place, words, 0, MAX_COLUMNS + 1)
    indent = width(line[: len(line) - len(line.lstrip())])
    return _Row(place, words, indent, indent + width(words))


def _columns(words: str) -> int:
    """As wide as on a screen: GBK writes in two bytes what takes two columns."""
    return len(words.encode("gbk", "replace"))


def _characters(words: str) -> int:
    """As wide as for programs that cut lines after a number of characters, whatever their width."""
    return 2 * len(words)


def _full(rows: Sequence[_Row], cut: Sequence[int]) -> set[int]:
    """The numbers of the rows behind which the next one's first word would not have fitted."""
    widths = [rows[number].width for number in cut]
    levels = [_level(widths[at : at + WINDOW]) for at in range(len(cut) + 1)]
    full: set[int] = set()
    for number, (row, following) in enumerate(pairwise(rows)):
        before = levels[max(0, bisect_right(cut, number) - WINDOW)]
        behind = levels[bisect_left(cut, number)]
        room = SLACK + max(0, _columns(_first_word(following)) - 2)
        if any(level - room <= row.width <= level + SLACK for level in (before, behind) if level):
            full.add(number)
    return full


def _level(widths: Sequence[int]) -> int:
    """The largest width that three lines were cut to; 0 if there is none."""
    ordered = sorted(widths, reverse=True)
    return next((widest for widest, third in zip(ordered, ordered[2:], strict=False) if widest - third <= SLACK), 0)


def _first_word(row: _Row) -> str:
    """What may not be torn apart at the start of a row: a number or word, or one character, with the stops behind it."""
    found = _UNIT.match(row.words[:MAX_COLUMNS])
    return found[0] if found else ""


def _joined(lines: Sequence[str], rows: Sequence[_Row], full: set[int]) -> list[list[Part]]:
    base = _base_indent(rows)
    joints = {
        number
        for number in full
        if rows[number + 1].indent < base + 2
        and not _is_title(rows[number], rows[number + 1], number + 1 in full)
        and _goes_on(lines, rows[number], rows[number + 1])
    }
    tears_words = any(rows[number].words[-1].isdigit() and rows[number + 1].words[0].isdigit() for number in joints)
    joined = [[Part(line, number, 0)] for number, line in enumerate(lines)]
    first = 0
    for number, row in enumerate(rows):
        if number - 1 not in joints:
            first = row.place
            joined[first] = [Part(lines[first].rstrip(), first, 0)] if number in joints else joined[first]
            continue
        before, here = lines[rows[number - 1].place], lines[row.place]
        gap = Part(_gap(before, here, tears_words), rows[number - 1].place, len(before.rstrip()))
        joined[first] += [gap, Part(row.words, row.place, len(here) - len(here.lstrip()))]
        joined[row.place] = []
    return joined


def _base_indent(rows: Sequence[_Row]) -> int:
    """The indent of lines that begin no paragraph: the smallest one that is no exception."""
    counts = Counter(row.indent for row in rows)
    return min((indent for indent, count in counts.items() if count >= len(rows) / 10), default=0)


def _is_title(row: _Row, following: _Row, is_full: bool) -> bool:
    """Whether a row behind the end of a sentence is a line of its own: the last one of a paragraph would end a sentence too."""
    return not is_full and bool(_ENDS.search(row.words)) and not _ENDS.search(following.words[-MAX_COLUMNS:])


def _goes_on(lines: Sequence[str], row: _Row, following: _Row) -> bool:
    """Whether a full row may go on in the one that follows: at most the number of a page stands between them."""
    between = lines[row.place + 1 : following.place]
    if between and not any(map(str.strip, between)):
        return False
    if _ALONE.match(row.words) or _OPENS.match(following.words):
        return False
    begins = _STARTS.match(following.words) and (_ENDS.search(row.words) or _STARTS.match(row.words))
    return not begins and row.is_prose() and following.width <= MAX_COLUMNS and following.is_prose()


def _gap(line: str, following: str, tears_words: bool) -> str:
    """A space between two words of letters where the cut took its place."""
    blank = not tears_words or line[-1:].isspace() or following[:1].isspace()
    return " " if blank and _LETTERS.fullmatch(line.rstrip()[-1:] + following.lstrip()[:1]) else ""
