"""A page as it is shown: its lines, the boxes that they stand in, and its tables.

The page is read as a stream of tags, never as a tree, so that neither depth nor size of a page costs more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from planparse.errors import MissingExtraError, SourceError
from planparse.sources.web.items import Items
from planparse.sources.web.lines import Lines, Link, PageLine, shown

SAVE_AS_TEXT = "open it in a browser, and save what it shows as .txt or .docx"
MAX_DEPTH = 3000
"""Elements open at once. A browser stops at 512; an end tag without a beginning is looked for in all that are open."""
MAX_AREA = 30
"""Columns times rows that the cells of a table may claim, each on average; beyond that no span is to be believed."""
_CHUNK = 65536
_DROPPED = frozenset(
    (
        "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "audio",
        "video", "map", "noframes", "xml", "select", "textarea", "button", "option", "datalist", "input", "rt", "rp", "del",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "html", "body", "div", "p", "section", "article", "main", "header", "footer", "nav", "aside", "address", "blockquote",
        "center", "form", "fieldset", "figure", "figcaption", "details", "summary", "dl", "dt", "dd", "ul", "ol", "li", "menu",
        "dir", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre",
        "listing", "xmp", "plaintext", "legend", "hgroup", "dialog", "search", "ucapcontent",
    )
)  # fmt: skip
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
_NOTE = re.compile(r"(?:sd)?(?:foot|end)note\d+|_?(?:ftn|edn)\d+")
_HIDES = re.compile(r"(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_STANDS_ALONE = re.compile(r"(?:^|[;\s])display\s{0,9}:\s{0,9}(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
_DRAWS = re.compile(r"border[a-z-]{0,20}\s{0,9}:[^;]{0,60}?(?:solid|double|windowtext)", re.IGNORECASE)
_SPAN = re.compile(r"\s*(\d{1,5})")


@dataclass(slots=True)
class Box:
    """An element that stands on lines of its own: ``lines[start:end]``; ``names`` are its id and classes, ``parent`` an index."""

    tag: str
    names: str
    parent: int
    start: int
    end: int = -1


@dataclass(slots=True)
class PageCell:
    """A cell of a table: ``lines[start:end]``, and over how many columns and rows it is merged."""

    start: int
    columns: int
    rows: int
    end: int = -1


@dataclass(slots=True)
class PageTable:
    """``lines[start:end]``; ``drawn`` where the page draws its borders or names its head, ``nested`` where it holds another."""

    start: int
    drawn: bool
    end: int = -1
    nested: bool = False
    rows: list[list[PageCell]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """Lines; the boxes and tables around them, outer ones first; and ``title``, what the page calls itself in its head."""

    lines: list[PageLine]
    boxes: list[Box]
    tables: list[PageTable]
    title: str
    anchors: frozenset[str]
    framed: bool


def page_of(content: str, path: str) -> Page:
    """The page that HTML shows. Raises ``SourceError`` where it is nested too deeply, ``MissingExtraError`` without lxml."""
    try:
        from lxml.etree import HTMLParser, LxmlError
    except ImportError:
        raise MissingExtraError(path, "reading .html", "docs") from None
    reader = _Reader()
    parser = HTMLParser(target=reader, huge_tree=True, encoding="utf-8")
    data = content.encode("utf-8", "replace")
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            if reader.too_deep:
                raise SourceError(path, "its elements are nested too deeply", SAVE_AS_TEXT)
        parser.close()
    except LxmlError:
        raise SourceError(path, "damaged web page", SAVE_AS_TEXT) from None
    return reader.page()


@dataclass(slots=True)
class _Open:
    """An open element, and what its end undoes."""

    tag: str
    mark: int
    box: int = -1
    link: Link | None = None
    note: bool = False
    table: PageTable | None = None
    cell: PageCell | None = None


class _Reader:
    """A target of the parser, which tells it of tags and characters in their order."""

    def __init__(self) -> None:
        self.too_deep = False
        self._lines = Lines()
        self._items = Items()
        self._title = _Title()
        self._boxes: list[Box] = []
        self._tables: list[PageTable] = []
        self._anchors: set[str] = set()
        self._framed = False
        self._hidden = 0  # depth inside of an element that is not shown
        self._stack: list[_Open] = []
        self._open_boxes = [-1]
        self._open_tables: list[PageTable] = []
        self._headings: list[int] = []
        self._notes = self._preformatted = 0

    def page(self) -> Page:
        """What has been read. Boxes and tables in which nothing is shown are none."""
        boxes: list[Box] = []
        renumbered = {-1: -1}
        for index, box in enumerate(self._boxes):
            renumbered[index] = len(boxes) if box.start < box.end else -1
            if box.start < box.end:
                box.parent = renumbered[box.parent]
                boxes.append(box)
        for line in self._lines.found:
            line.box = renumbered[line.box]
        tables = [table for table in self._tables if table.start < table.end]
        return Page(self._lines.found, boxes, tables, self._title.text, frozenset(self._anchors), self._framed)

    # -- what the parser calls

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._framed |= tag == "frameset"
        self._title.start(tag, attributes)
        if self._hidden or _is_hidden(tag, attributes):
            self._hidden += 1
            return
        self.too_deep |= len(self._stack) > MAX_DEPTH
        if self.too_deep:
            return
        self._anchors.update(name for key in ("id", "name") if (name := attributes.get(key)))
        opened = _Open(tag, self._lines.mark)
        self._stack.append(opened)
        if tag == "br":
            self._end_line()
        elif tag in _BLOCKS or _STANDS_ALONE.search(attributes.get("style") or ""):
            self._open_block(opened, attributes)
        elif tag == "a" and attributes.get("href"):
            opened.link = Link.to(attributes["href"])
            self._lines.open_link(opened.link)

    def end(self, tag: str) -> None:
        self._title.end(tag)
        if self._hidden:
            self._hidden -= 1
        elif self._stack and not self.too_deep:
            self._close(self._stack.pop())

    def data(self, characters: str) -> None:
        self._title.data(characters)
        if self._hidden or self.too_deep:
            return
        lines = characters.split("\n") if self._preformatted else [characters]
        for number, line in enumerate(lines):
            if number:
                self._end_line()
            self._lines.say(line)

    def close(self) -> None:
        while self._stack:
            self._close(self._stack.pop())
        self._end_line()

    # -- elements

    def _open_block(self, opened: _Open, attributes: Mapping[str, str]) -> None:
        self._end_line()
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()
        opened.box = len(self._boxes)
        self._boxes.append(Box(opened.tag, names, self._open_boxes[-1], len(self._lines.found)))
        self._open_boxes.append(opened.box)
        opened.note = _NOTE.fullmatch((attributes.get("id") or "").lower()) is not None
        self._notes += opened.note
        self._preformatted += opened.tag in _PREFORMATTED
        if opened.tag in _LEVELS:
            self._headings.append(_LEVELS[opened.tag])
        self._items.open(opened.tag, attributes)
        if opened.tag == "table":
            self._open_table(opened, attributes)
        elif self._open_tables:
            self._open_table_part(opened, attributes, self._open_tables[-1])

    def _open_table(self, opened: _Open, attributes: Mapping[str, str]) -> None:
        drawn = (attributes.get("border") or "0").strip() not in ("0", "0px", "")
        opened.table = PageTable(len(self._lines.found), drawn)
        for outer in self._open_tables[-1:]:
            outer.nested = True
        self._open_tables.append(opened.table)
        self._tables.append(opened.table)

    def _open_table_part(self, opened: _Open, attributes: Mapping[str, str], table: PageTable) -> None:
        if opened.tag == "tr":
            table.rows.append([])
        elif opened.tag in ("td", "th"):
            table.drawn |= opened.tag == "th" or _DRAWS.search(attributes.get("style") or "") is not None
            opened.cell = PageCell(len(self._lines.found), _span(attributes.get("colspan")), _span(attributes.get("rowspan")))
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(opened.cell)

    def _close(self, closed: _Open) -> None:
        if closed.tag == "sup" or (closed.link and closed.link.place):
            self._lines.drop_reference(closed.mark, closed.link is not None)
        if closed.link:
            self._lines.close_link()
        if closed.box >= 0:
            self._close_block(closed)

    def _close_block(self, closed: _Open) -> None:
        self._end_line()
        end = len(self._lines.found)
        self._boxes[self._open_boxes.pop()].end = end
        self._notes -= closed.note
        self._preformatted -= closed.tag in _PREFORMATTED
        if closed.tag in _LEVELS:
            self._headings.pop()
        self._items.close(closed.tag)
        if closed.cell:
            closed.cell.end = end
        if closed.table:
            closed.table.end = end
            _bound_spans(closed.table)
            self._open_tables.pop()

    def _end_line(self) -> None:
        heading = self._headings[-1] if self._headings else None
        self._lines.end(self._open_boxes[-1], heading, self._notes > 0, self._items)


class _Title:
    """What a page calls itself: by the name that its publishing system gives the article, else in its first ``<title>``."""

    def __init__(self) -> None:
        self._article = ""
        self._parts: list[str] = []
        self._open = self._closed = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._open |= tag == "title" and not self._closed
        if tag == "meta" and (attributes.get("name") or "").lower() == "articletitle":
            self._article = shown(attributes.get("content") or "")

    def data(self, characters: str) -> None:
        if self._open:
            self._parts.append(characters)

    def end(self, tag: str) -> None:
        if tag == "title":
            self._open, self._closed = False, True

    @property
    def text(self) -> str:
        return self._article or shown("".join(self._parts))


def _is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Scripts may show a page that begins hidden as a whole, so that is not believed."""
    if tag in _DROPPED:
        return True
    if tag in ("html", "body") or not attributes:
        return False
    if tag == "div" and attributes.get("title") in ("header", "footer"):  # so LibreOffice writes those of its pages
        return True
    return "hidden" in attributes or _HIDES.search(attributes.get("style") or "") is not None


def _span(value: str | None) -> int:
    found = _SPAN.match(value or "")
    return max(int(found[1]), 1) if found else 1


def _bound_spans(table: PageTable) -> None:
    """Takes the spans out of a table whose cells claim more room than any table has."""
    cells = [cell for row in table.rows for cell in row]
    rows = len(table.rows)
    area = sum(min(cell.columns, 100) * min(cell.rows, rows) for cell in cells)
    if area > 1000 + MAX_AREA * len(cells):
        for cell in cells:
            cell.columns = cell.rows = 1
