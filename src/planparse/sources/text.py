"""What every source becomes: its characters, and what the format knew of their layout."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

BYTE_ORDER_MARK = "\ufeff"
_LINE_END = re.compile("\r\n?")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""What Unicode calls default ignorable: no font draws it."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a source: ``content[start:end]``, never with a line end inside.

    ``heading`` is the level (from 1) that the format itself declares (a Word heading style, a Markdown ``#``),
    else None. ``page`` counts from 1 where the format has pages. ``note`` is true for a footnote or endnote: it stands
    under no heading.
    """

    start: int
    end: int
    heading: int | None = None
    page: int | None = None
    note: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: ``content[start:end]``. It begins in ``row`` and ``column``, counted from 0, and may span several."""

    row: int
    column: int
    rows: int
    columns: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source, its cells in the order of the text.

    Each row is a block of its own, with a tab between its columns; a column that a merged cell reaches into is empty there.
    """

    cells: tuple[Cell, ...]


class Run(NamedTuple):
    """From ``start`` on, characters follow one another as they do from ``written`` on in what they were taken from."""

    start: int
    written: int


class Line(NamedTuple):
    """A line for ``text_of_pieces``, without line end; the rest as in ``Block``.

    ``runs`` say where its characters stand in the file, where the file is text: the first of them begins with the line.
    """

    words: str
    heading: int | None = None
    page: int | None = None
    note: bool = False
    runs: tuple[Run, ...] = ()


class GridCell(NamedTuple):
    """A cell for ``text_of_pieces``: its words, and over how many columns and rows it is merged."""

    words: str
    columns: int = 1
    rows: int = 1


class Grid(NamedTuple):
    """A table for ``text_of_pieces``, row by row; a row names only the cells that begin in it, as HTML does."""

    rows: Sequence[Sequence[GridCell]]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A source document as characters.

    ``content`` has ``\\n`` line ends, whatever the file had, and no byte order mark. ``blocks`` are its lines in order,
    empty lines left out, ``tables`` what stands in rows and columns. ``path`` is the path as the user gave it, with forward
    slashes, ``-`` for standard input.

    Where the file is text whose characters were not all taken over (lines were joined, or nobody sees them), ``written`` is that
    file's text and ``runs`` say where the characters of ``content`` stand in it.
    """

    content: str
    blocks: tuple[Block, ...]
    path: str
    sha256: str
    tables: tuple[Table, ...] = ()
    written: str | None = None
    runs: tuple[Run, ...] = ()

    def place(self, at: int) -> int:
        """Where a character of ``content`` stands in the file, if that is text."""
        if not self.runs:
            return at
        run = self.runs[bisect_right(self.runs, at, key=itemgetter(0)) - 1]
        return run.written + at - run.start


def text_of(content: str, path: str = "-", sha256: str | None = None) -> Text:
    """A ``Text`` from plain characters, each line a block.

    Line ends ``\\r\\n`` and ``\\r`` become ``\\n``; a byte order mark at the start is dropped, and so is what nobody sees (zero-width
    spaces, marks of direction, soft hyphens), which would tear words and numbers apart. Without ``sha256`` the
    digest is that of the UTF-8 bytes. Lines of nothing but whitespace are no blocks. A lone surrogate, which a Python
    string can hold and a file cannot, becomes U+FFFD: it could be written into no catalog.
    """
    digest = sha256 or hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    written = normalized(content)
    return text_of_pieces(lines_of(written), path, digest, written)


def normalized(content: str) -> str:
    """The same characters with ``\\n`` line ends, without a byte order mark and without surrogates."""
    return without_surrogates(_LINE_END.sub("\n", content.removeprefix(BYTE_ORDER_MARK)))


def lines_of(written: str) -> Iterator[Line]:
    """The lines of a text, each of which knows where it stands."""
    start = 0
    for words in written.split("\n"):
        yield Line(words, runs=(Run(0, start),))
        start += len(words) + 1


def text_of_pieces(pieces: Iterable[Line | Grid], path: str, sha256: str, written: str | None = None) -> Text:
    """A ``Text`` from lines and tables, in their order; ``written`` is the text that the runs of all lines count in, if they have any.

    Empty lines stay in ``content``, so that line numbers are those of the source, and give no block. Tabs, line ends and outer
    whitespace inside a cell are taken out of it.
    """
    writer = _Writer()
    tables: list[Table] = []
    for piece in pieces:
        if isinstance(piece, Line):
            writer.line(piece)
        else:
            tables.append(Table(tuple(_rows_of(piece, writer))))
    text = Text("\n".join(writer.lines), tuple(writer.blocks), path, sha256, tuple(table for table in tables if table.cells))
    moved = any(run.start != run.written for run in writer.runs)
    return replace(text, written=written, runs=tuple(writer.runs)) if moved else text


class _Writer:
    """Lines one below the other, and where each begins."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.start = 0

    def line(self, line: Line) -> None:
        words = _INVISIBLE.sub("", line.words)
        runs = line.runs if len(words) == len(line.words) else _seen(line)
        self.runs += (Run(self.start + run.start, run.written) for run in runs)
        end = self.start + len(words)
        if words and not words.isspace():
            self.blocks.append(Block(self.start, end, line.heading, line.page, line.note))
        self.lines.append(words)
        self.start = end + 1


def _seen(line: Line) -> tuple[Run, ...]:
    """The runs of a line's characters without those that nobody sees."""
    if not line.runs:
        return ()
    gone = [found.start() for found in _INVISIBLE.finditer(line.words)]
    runs: list[Run] = []
    for run, following in zip(line.runs, [*line.runs[1:], None], strict=True):
        end = len(line.words) if following is None else following.start
        inside = gone[bisect_left(gone, run.start) : bisect_left(gone, end)]
        for start in (run.start, *(place + 1 for place in inside)):
            runs.append(Run(start - bisect_left(gone, start), run.written + start - run.start))
    return tuple(runs)


_BLANKS = re.compile(r"\s+")
MAX_SPAN = 100
"""Columns that one cell may span, and behind which none reaches into rows below: a damaged file may claim millions."""


def _rows_of(grid: Grid, writer: _Writer) -> Iterator[Cell]:
    """Writes the rows of a table, and gives its cells. What reaches beyond the last row ends with it."""
    hanging: dict[int, int] = {}  # column: the row that a cell from above reaches up to
    for row, named in enumerate(grid.rows):
        words: list[str] = []
        at = writer.start
        cells: list[Cell] = []
        for cell in named:
            while len(words) < MAX_SPAN and hanging.get(len(words), 0) > row:
                words.append("")
                at += 1
            written = _BLANKS.sub(" ", _INVISIBLE.sub("", cell.words)).strip()
            columns, rows = min(max(cell.columns, 1), MAX_SPAN), min(max(cell.rows, 1), len(grid.rows) - row)
            cells.append(Cell(row, len(words), rows, columns, at, at + len(written)))
            hanging.update(dict.fromkeys(range(len(words), len(words) + columns), row + rows))
            words += [written, *[""] * (columns - 1)]
            at += len(written) + columns
        line = "\t".join(words).rstrip("\t")
        end = writer.start + len(line)
        yield from (replace(cell, start=min(cell.start, end), end=min(cell.end, end)) for cell in cells)
        writer.line(Line(line, page=grid.page))


def without_surrogates(characters: str) -> str:
    """The same characters with U+FFFD for each lone surrogate, which no encoding can write."""
    return _SURROGATE.sub("\ufffd", characters)
