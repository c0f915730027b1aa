"""What a page carries besides the text: running headers and footers, page numbers, the foot of the page with its notes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from planparse.sources.pdf.drawing import Rule
from planparse.sources.pdf.glyphs import Page
from planparse.sources.pdf.paragraphs import Placed
from planparse.sources.pdf.rows import Row

EDGE_ROWS = 3
"""So many lines at the top and the bottom of a page may be furniture."""

MIN_PAGES = 3
MIN_SHARE = 0.15
"""A running header stands on so many pages, and on this share of all."""

SAME_HEIGHT = 4.0
"""In points, how much the height of a header may vary."""

MARGIN = 0.15
"""The share of a page at its top and at its bottom where page numbers stand."""

NOTE_SIZE = 0.93
"""The type of a footnote is smaller than that of the text."""

MIN_RULE = 20.0
"""The rule above footnotes is at least so long, in points."""

_DIGITS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百〇○]+|[ivxlcIVXLC]+(?![A-Za-z])")
_PAGE_NUMBER = re.compile(
    r"[-—–－─·•~～|\s]*(?:第\s*)?(?:[0-9０-９]{1,4}|[ivxIVX]{1,6}|(?<=第)[一二三四五六七八九十百]{1,4})\s*页?"
    r"(?:\s*(?:[/／,，、]|of)?\s*(?:共\s*)?[0-9０-９]{1,4}\s*页?)?[-—–－─·•~～|\s]*"
)
_NOTE = re.compile(r"[①-⑳❶-❿⑴-⒇⓪㉑-㉟*＊†‡]|[\[［〔【(（]\s*(?:注\s*)?[0-9①-⑳]{1,3}\s*[\]］〕】)）]|[0-9]{1,2} ")
_NOTE_NUMBER = re.compile(r"([0-9]{1,3})(?:[ \u3000]|[.．、](?![0-9])|(?=[\u4e00-\u9fff《“]))\s*(?=\S)")
_LEADERS = re.compile(r".{2,}?[.．·…‥•]{4,}\s*(?:[0-9]{1,4}|[ivxIVX]{1,6}|[-—(（]\s*[0-9]{1,4}\s*[-—)）])")


def without_furniture(pages: Sequence[Page], rows: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows of each page without running headers, footers and page numbers; all rows where nothing else would be left."""
    edges = [_edges(page_rows) for page_rows in rows]
    running = _running(edges)
    kept = [
        _kept(page_rows, page, [line for line in lines if _is_running(line, running)])
        for page_rows, page, lines in zip(rows, pages, edges, strict=True)
    ]
    return kept if any(kept) else list(rows)


def _edges(rows: Sequence[Row]) -> list[list[Row]]:
    """The first and last lines of a page, each with all its rows."""
    lines: list[list[Row]] = []
    for row in rows:
        if lines and abs(row.base - lines[-1][0].base) < 0.35 * row.size:
            lines[-1].append(row)
        else:
            lines.append([row])
    return lines if len(lines) <= 2 * EDGE_ROWS else lines[:EDGE_ROWS] + lines[-EDGE_ROWS:]


def _key(line: Iterable[Row]) -> str:
    """The words of a line, any number the same."""
    return _DIGITS.sub("#", "".join(row.words for row in line).replace(" ", ""))


def _running(edges: Sequence[Sequence[list[Row]]]) -> dict[str, list[float]]:
    """Words that stand at one height on many pages, with these heights."""
    heights: defaultdict[str, list[float]] = defaultdict(list)
    for line in chain.from_iterable(edges):
        heights[_key(line)].append(line[0].base)
    needed = max(MIN_PAGES, MIN_SHARE * len(edges))
    running: dict[str, list[float]] = {}
    for words, found in heights.items():
        steps = Counter(round(height / SAME_HEIGHT) for height in found)
        common = [step * SAME_HEIGHT for step in steps if steps[step - 1] + steps[step] + steps[step + 1] >= needed]
        if common:
            running[words] = common
    return running


def _is_running(line: Sequence[Row], running: dict[str, list[float]]) -> bool:
    return any(abs(line[0].base - height) <= SAME_HEIGHT for height in running.get(_key(line), ()))


def _kept(rows: list[Row], page: Page, running: Sequence[list[Row]]) -> list[Row]:
    """The rows of a page without these lines, and without a bare page number at its edge."""
    gone = {id(row) for line in running for row in line}
    kept = [row for row in rows if id(row) not in gone]
    for line in (_edges(kept)[-1:], _edges(kept)[:1]):
        if line and _is_page_number(line[0], page):
            numbered = {id(row) for row in line[0]}
            kept = [row for row in kept if id(row) not in numbered]
    return kept


def _is_page_number(line: Sequence[Row], page: Page) -> bool:
    at_edge = line[0].base > (1 - MARGIN) * page.height or line[0].base < MARGIN * page.height
    return at_edge and bool(_PAGE_NUMBER.fullmatch(" ".join(row.words for row in line)))


def is_contents(row: Row) -> bool:
    """Whether a row is an entry of a table of contents: a heading, dots, a page number."""
    return bool(_LEADERS.fullmatch(row.words))


def foot_of(rows: Sequence[Row], above: Row | None, page: Page, body: float) -> int:
    """Where the footnotes of a column begin: the index of the first row, ``len(rows)`` where it has none.

    They are set in smaller type than ``body`` below text of that size, and are ruled off from it or begin with a mark. ``above``
    is the last row of the column before, below which they may stand in a column of their own.
    """
    start = len(rows)
    while start and not rows[start - 1].table and rows[start - 1].size < NOTE_SIZE * body:
        start -= 1
    before = rows[start - 1] if start else above
    if before is None or start == len(rows) or rows[start].base < page.height / 2:
        return len(rows)
    if _is_ruled_off(before, rows[start], page.rules):
        return start
    return next((at for at in range(start, len(rows)) if _is_marked(rows[at])), len(rows))


def notes_of(rows: Sequence[Placed]) -> list[list[Placed]]:
    """The rows of each footnote. What begins without a mark goes on from the page before.

    A mark that is a number of the size of its note is told from one of the text by being the next; it would be read with
    the number that may stand behind it, so that it is taken away.
    """
    notes: list[list[Placed]] = []
    last = 0
    for placed in rows:
        number = _NOTE_NUMBER.match(placed.row.words)
        if number and int(number[1]) in (last + 1, 1):
            last = int(number[1])
            notes.append([placed._replace(row=placed.row._replace(words=placed.row.words[number.end() :]))])
        elif not notes or _is_marked(placed.row):
            notes.append([placed])
        else:
            notes[-1].append(placed)
    return notes


def _is_marked(row: Row) -> bool:
    return bool(row.mark or _NOTE.match(row.words))


def _is_ruled_off(above: Row, below: Row, rules: Sequence[Rule]) -> bool:
    heights = above.base - 1, below.base - 0.5 * below.size
    return any(rule.y0 == rule.y1 and heights[0] <= rule.y0 <= heights[1] and rule.x1 - rule.x0 > MIN_RULE for rule in rules)
