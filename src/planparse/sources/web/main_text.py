"""The main text of a page: what is left without the site around it.

Nothing here chooses the words of a plan; what is taken away has to look like a part of the site. Running text (lines with stops)
and tables are the core of a page. Boxes without any core that are lists of links, or are named or worded as a part of the site,
are walls, and are taken away. The text reaches from the core outwards to the nearest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from planparse.sources.web.lines import PageLine, letters_in
from planparse.sources.web.page import Box, Page, PageTable
from planparse.sources.web.tables import LINKED_SHARE, MIN_LINKS, is_grid
from planparse.sources.web.wording import (
    ends_article,
    is_about_document,
    is_breadcrumb,
    is_footer,
    is_footer_part,
    is_neighbour,
    is_running,
    is_side_label,
    is_tool,
    leads_nowhere,
    names_site,
    without_tools,
)  # fmt: skip

_SITE_TAGS = frozenset(("nav", "aside", "footer"))
_SITE = frozenset(
    (
        "nav", "navbar", "navigation", "menu", "submenu", "topnav", "subnav", "mainnav", "leftnav", "sidenav", "footer", "foot",
        "copyright", "sidebar", "crumb", "crumbs", "breadcrumb", "breadcrumbs", "share", "bdsharebuttonbox", "bshare",
        "pagination",
    )
)  # fmt: skip
_PERHAPS_SITE = frozenset(
    (
        "bottom", "side", "related", "relative", "pager", "toolbar", "tools", "search", "topbar", "friendlink", "links", "hot",
        "ranking", "recommend",
    )
)  # fmt: skip
_ARTICLE = frozenset(
    (
        "trs_editor", "trs_ueditor", "ucapcontent", "zoom", "zoomcon", "articlecontent", "article-content", "article_content",
        "article-con", "article_con", "articlecon", "pages_content", "news_content", "newscontent", "contentbox", "con_text",
        "content_text", "view_content", "xxgk_content", "detail-content", "js_content", "vsb_content", "v_news_content",
        "infocontent", "textcontent", "arti_content", "wp_articlecontent",
    )
)  # fmt: skip
_NAME_PART = re.compile(r"[a-z]+")
MAX_SITE_SHARE = 0.15
"""Of the letters in the core: a box that is named as a part of the site and holds more is none."""
MIN_ARTICLE_SHARE = 0.6
"""The same for the box that publishing systems put an article into: one with less is some other box of that name."""
MIN_KEPT = 0.5
"""Of the running letters; where less is left, something was taken for a part of the site that is none."""
MAX_FOOTER = 600
MAX_BREADCRUMB = 150
MIN_TABLE = 20
MIN_TITLE = 6
FOOTER_REACH = 3
_IN_PARAGRAPHS = frozenset(
    (
        "p", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "span", "font", "pre", "blockquote",
        "center",
    )
)  # fmt: skip
_TITLE_PARTS = re.compile(r"\s{0,3}[_|｜]\s{0,3}|\s[-—–]{1,2}\s|[-—–](?=[\u4e00-\u9fff]{2,16}$)")
_NO_LETTER = re.compile(r"[\W_]+")


def main_text(page: Page) -> tuple[str, list[PageLine | None]]:
    """A title that only the head of the page names, else "", and each line, or None for one of the site around the text."""
    judged = _Judged(page)
    kept = judged.kept()
    running = [line.letters if runs else 0 for line, runs in zip(page.lines, judged.running, strict=True)]
    if sum(letters for number, letters in enumerate(running) if number in kept) < MIN_KEPT * sum(running):
        kept = {number for number in range(len(page.lines)) if not judged.walls[number] or judged.core[number]}
    first = next((number for number in sorted(kept) if judged.running[number]), len(page.lines))
    lines = [_shown(line, number < first) if number in kept else None for number, line in enumerate(page.lines)]
    return judged.missing_title(kept, first), lines


def _shown(line: PageLine, in_head: bool) -> PageLine:
    words = without_tools(line.words) if in_head else line.words
    return line if words == line.words else replace(line, words=words)


class _Judged:
    """What each line of a page is. ``core`` are running text and tables, ``walls`` and ``struck`` parts of the site."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._lines = page.lines
        self.running = [is_running(line) for line in page.lines]
        self._about = [is_about_document(line.words) for line in page.lines]
        self.core = _core(page, self.running, self._about)
        self._article = _article(page, self.core)
        self._title = _title_lines(page, self.running, self.core)
        known = {*self._title, *(number for number, said in enumerate(self._about) if said)}
        self.walls = _walls(page, self.core, self._article, known)
        self._struck = self._site_lines(known)

    def kept(self) -> set[int]:
        """The main text as numbers of lines, with what the head of the page says of the document."""
        start, end = self._reach()
        title = self._title
        if title and any(self.walls):
            start = max(start, title.start) if title.start < end else start
        first = next((number for number in range(start, end) if self.running[number]), end)
        head = (number for number in range(first) if number in title or self._tells(number))
        return {number for number in (*head, *range(start, end)) if not self.walls[number] and not self._struck[number]}

    def missing_title(self, kept: set[int], first: int) -> str:
        """The title in the page's head, where the site is around the text and no heading stands above it."""
        name = _name_of(self._page)
        above = [self._lines[number] for number in sorted(kept) if number <= first][-8:]
        shown = _key("".join(line.words for line in above))
        if not any(self.walls) or self._title or len(name) < MIN_TITLE or any(line.heading for line in above):
            return ""
        return "" if _key(name) in shown else name

    def _tells(self, number: int) -> bool:
        """Whether a line before the text says something of the document, or is a heading that no link leads away from."""
        line = self._lines[number]
        if self._about[number] or (self.core[number] and not self.running[number]):
            return True
        return not self._title and line.heading in (1, 2) and not line.linked

    def _reach(self) -> tuple[int, int]:
        """The stretch of the text, from its core up to the walls; the whole page where it has no core."""
        inside = [number for number, core in enumerate(self.core) if core and not self.walls[number]]
        if self._article:
            start, end = self._article.start, self._article.stop
        elif inside:
            start, end = inside[0], inside[-1] + 1
        else:
            return 0, len(self._lines)
        while start and not self.walls[start - 1]:
            start -= 1
        while end < len(self._lines) and not self.walls[end] and not ends_article(self._lines[end].words):
            end += 1
        return start, end

    def _site_lines(self, known: set[int]) -> list[bool]:
        """Single lines of the site: those that say so, and what hangs on them."""
        struck = [False] * len(self._lines)
        footers = [number for number, line in enumerate(self._lines) if is_footer(line.words)]
        near = {number + step for number in footers for step in range(-FOOTER_REACH, FOOTER_REACH + 1)}
        follows = False  # a label of a list of links
        for number, line in enumerate(self._lines):
            if self.core[number] or number in known:
                follows = False
                continue
            follows = is_side_label(line.words) or (follows and line.linked >= LINKED_SHARE * line.letters > 0)
            if _is_wall(line) or (number in near and is_footer_part(line.words)):
                self.walls[number] = True
            linked = number + 1 < len(self._lines) and self._lines[number + 1].linked > 0
            label = follows and (line.linked > 0 or linked)
            struck[number] = label or _is_tool(line) or _is_contents(line, self._page.anchors)
        return struck


def _is_wall(line: PageLine) -> bool:
    return is_footer(line.words) or is_breadcrumb(line.words)


def _is_tool(line: PageLine) -> bool:
    return not line.heading and (is_tool(line.words) or (is_neighbour(line.words) and (line.linked > 0 or leads_nowhere(line.words))))


def _is_contents(line: PageLine, anchors: frozenset[str]) -> bool:
    """A line of a table of contents leads to a place of this page."""
    return 0 < line.letters == line.local and not line.heading and all(place in anchors for place in line.places)


def _core(page: Page, running: Sequence[bool], about: Sequence[bool]) -> list[bool]:
    core = list(running)
    everything = [True] * len(page.lines)
    for table in page.tables:
        if is_grid(table, page.lines) and _says_something(table, page, about):
            core[table.start : table.end] = everything[table.start : table.end]
    return core


def _says_something(table: PageTable, page: Page, about: Sequence[bool]) -> bool:
    """Calendars and search fields come in tables too."""
    if any(about[table.start : table.end]):
        return True
    wide = sum(sum(cell.end > cell.start for cell in row) > 1 for row in table.rows)
    letters = sum(line.letters for line in page.lines[table.start : table.end])
    linked = sum(line.linked for line in page.lines[table.start : table.end])
    return wide > 1 and letters >= MIN_TABLE and linked < LINKED_SHARE * letters


def _article(page: Page, core: Sequence[bool]) -> range:
    """The lines that the publishing system itself puts into its box for the article; none where it has not."""
    letters = list(accumulate((line.letters if inside else 0 for line, inside in zip(page.lines, core, strict=True)), initial=0))
    named = [box for box in page.boxes if box.tag == "ucapcontent" or not _ARTICLE.isdisjoint(box.names.split())]
    end = inside = 0
    for box in named:
        if box.start >= end:
            inside += letters[box.end] - letters[box.start]
            end = box.end
    if not named or inside < MIN_ARTICLE_SHARE * letters[-1]:
        return range(0)
    return range(named[0].start, end)


# -- the title


def _title_lines(page: Page, running: Sequence[bool], core: Sequence[bool]) -> range:
    """The lines, one below the other, that make the title that the page's head names; the last such above the text."""
    name = _key(_name_of(page))
    first = next((number for number, runs in enumerate(running) if runs), len(running))
    end = next((number for number in reversed(range(first)) if not core[number] and _names(page.lines[number], name)), -1) + 1
    start = end
    while start and not core[start - 1] and _names(page.lines[start - 1], name):
        start -= 1
    return range(start, end)


def _names(line: PageLine, name: str) -> bool:
    key = _key(line.words) if line.linked < line.letters and len(line.words) <= 2 * len(name) else ""
    return bool(key) and (key == name or (len(key) >= MIN_TITLE and key in name))


def _name_of(page: Page) -> str:
    """关于印发规划的通知_青柳县人民政府: without the site."""
    parts = [part for part in _TITLE_PARTS.split(page.title) if part]
    return max((part for part in parts if not names_site(part)), key=letters_in, default="")


def _key(words: str) -> str:
    return _NO_LETTER.sub("", words)


# -- boxes


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of all lines before a line: so that what a box holds is a difference, however many boxes are nested."""

    letters: list[int]
    linked: list[int]
    links: list[int]
    core: list[int]
    known: list[int]
    footers: list[int]

    @staticmethod
    def of(lines: Sequence[PageLine], core: Sequence[bool], known: set[int]) -> _Sums:
        def sums(numbers: Iterator[int]) -> list[int]:
            return list(accumulate(numbers, initial=0))

        return _Sums(
            letters=sums(line.letters for line in lines),
            linked=sums(line.linked for line in lines),
            links=sums(line.links for line in lines),
            core=sums(line.letters if inside else 0 for line, inside in zip(lines, core, strict=True)),
            known=sums(int(number in known) for number in range(len(lines))),
            footers=sums(int(is_footer(line.words)) for line in lines),
        )


def _walls(page: Page, core: Sequence[bool], article: range, known: set[int]) -> list[bool]:
    """Which lines stand in a box that is a part of the site."""
    walls = [False] * len(page.lines)
    sums = _Sums.of(page.lines, core, known)
    inner = _inner_text(page, core)
    end = 0
    for box, (first, last) in zip(page.boxes, inner, strict=True):
        if box.start < end or box.tag in ("html", "body"):
            continue
        amid = first < box.start and box.end <= last  # paragraphs of one text stand on both sides of it
        if _is_site(box, page.lines, sums, amid or (box.start in article and box.end - 1 in article)):
            walls[box.start : box.end] = [True] * (box.end - box.start)
            end = box.end
    return walls


def _is_site(box: Box, lines: Sequence[PageLine], sums: _Sums, in_text: bool) -> bool:
    def held(of: list[int]) -> int:
        return of[box.end] - of[box.start]

    core = held(sums.core)
    if held(sums.known) or core > MAX_SITE_SHARE * sums.core[-1]:
        return False
    names = set(_NAME_PART.findall(box.names))
    named = box.tag in _SITE_TAGS or not _SITE.isdisjoint(names) or (not core and not _PERHAPS_SITE.isdisjoint(names))
    if named and not in_text and held(sums.letters) < sums.letters[-1]:
        return True
    if core:
        return False
    label = is_side_label(lines[box.start].words) and box.end - box.start > 1 and held(sums.links) > 0
    if label or in_text:
        return label
    linked = held(sums.links) >= MIN_LINKS and held(sums.linked) >= LINKED_SHARE * held(sums.letters)
    footer = held(sums.footers) > 0 and held(sums.letters) <= MAX_FOOTER
    return linked or footer or (is_breadcrumb(lines[box.start].words) and held(sums.letters) <= MAX_BREADCRUMB)


def _inner_text(page: Page, core: Sequence[bool]) -> list[tuple[int, int]]:
    """For each box the first and last line of the core that stands directly beside it, in the box around it."""
    around: list[int] = []  # for each box itself, or the box around it where it is only a paragraph or a list
    for index, box in enumerate(page.boxes):
        around.append(index if box.tag not in _IN_PARAGRAPHS or box.parent < 0 else around[box.parent])
    reach: dict[int, tuple[int, int]] = {}
    for number, line in enumerate(page.lines):
        if core[number] and line.box >= 0:
            first, _ = reach.get(around[line.box], (number, number))
            reach[around[line.box]] = first, number
    nothing = (len(page.lines), -1)
    return [reach.get(around[box.parent], nothing) if box.parent >= 0 else nothing for box in page.boxes]
