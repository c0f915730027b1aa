"""What the styles of a Word document say of a paragraph: heading or not, numbered or not, hidden or not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from planparse.sources.word.numbering import number, switched_on, tag, value

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"(?:heading|标题) *([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录) *[1-9]", re.IGNORECASE)
_TITLES = frozenset({"title", "subtitle", "标题", "副标题"})


class Styles:
    """The styles of one document. ``root`` is ``w:styles``, None where there is none."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(tag("style"))
        self._styles: dict[str, Element] = {style.get(tag("styleId"), ""): style for style in styles}
        self._default = next((name for name, style in self._styles.items() if _is_default(style)), None)
        self.lineage = cache(self._lineage)
        self._heading_of_style = cache(self._heading_of)
        self._style_hides = cache(self._hidden_by)

    def of(self, properties: Element | None) -> str | None:
        """The style id of a paragraph with these ``w:pPr``."""
        return value(properties, "pStyle") or self._default

    def heading(self, properties: Element | None) -> int | None:
        """The heading level of a paragraph: its own outline level, else what its style or a base of that style says.

        Chinese templates give the document's title an outline level; it is a title all the same, and no heading.
        """
        own = number(value(properties, "outlineLvl"))
        if own is not None:
            return own + 1 if own < 9 else None
        return self._heading_of_style(self.of(properties))

    def list_of(self, properties: Element | None) -> tuple[str | None, int | None]:
        """``(numId, level)`` of a paragraph, each from the nearest of its own properties and its styles that has it."""
        sources = [properties, *(self._properties(style) for style in self.lineage(self.of(properties)))]
        lists = [source.find(tag("numPr")) for source in sources if source is not None]
        names = (value(numbered, "numId") for numbered in lists)
        places = (number(value(numbered, "ilvl")) for numbered in lists)
        return next(filter(None, names), None), next((place for place in places if place is not None), None)

    def is_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph is a line of a table of contents, which repeats a heading with a page number."""
        return any(_CONTENTS.fullmatch(self._name(style)) for style in self.lineage(self.of(properties)))

    def hides(self, properties: Element | None, paragraph: str | None = None) -> bool:
        """Whether characters with these ``w:rPr``, in a paragraph of this style, are hidden."""
        own = None if properties is None else properties.find(tag("vanish"))
        return self._style_hides(value(properties, "rStyle"), paragraph) if own is None else switched_on(own)

    def _hidden_by(self, *styles: str | None) -> bool:
        """What the first of these styles, and of those that they are based on, says that says something."""
        named = (self._styles.get(name) for style in styles for name in self.lineage(style))
        said = (style.find(f"{tag('rPr')}/{tag('vanish')}") for style in named if style is not None)
        return switched_on(next((vanish for vanish in said if vanish is not None), None))

    def _lineage(self, style: str | None) -> tuple[str, ...]:
        """A style and those that it is based on, nearest first; a circle ends where it closes."""
        names: dict[str, None] = {}
        while style is not None and style not in names:
            names[style] = None
            style = value(self._styles.get(style), "basedOn")
        return tuple(names)

    def _heading_of(self, style: str | None) -> int | None:
        for name in self.lineage(style):
            if self._name(name).lower() in _TITLES:
                return None
            outline = number(value(self._properties(name), "outlineLvl"))
            if outline is not None:
                return outline + 1 if outline < 9 else None
            built_in = _HEADING.fullmatch(self._name(name))
            if built_in:
                return int(built_in[1])
        return None

    def _name(self, style: str) -> str:
        return (value(self._styles.get(style), "name") or style).strip()

    def _properties(self, style: str) -> Element | None:
        element = self._styles.get(style)
        return None if element is None else element.find(tag("pPr"))


def _is_default(style: Element) -> bool:
    return style.get(tag("type")) == "paragraph" and style.get(tag("default")) in ("1", "true", "on")
