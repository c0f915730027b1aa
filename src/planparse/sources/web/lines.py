"""The lines of a page: characters run on until a block element or ``<br>`` ends them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planparse.sources.web.items import Items

_REFERENCE = re.compile(r"\s*(?:[\[［〔【(（]\s*(?:\d{1,3}|[ivxl]{1,5}|[①-⑳*])\s*[\]］〕】)）]|[①-⑳]|[*†‡]{1,3})\s*")
_LINKED_REFERENCE = re.compile(rf"{_REFERENCE.pattern}|\s*(?:\d{{1,3}}|[ivxl]{{1,5}})\s*")
MAX_REFERENCE = 9
_DOCUMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|zip|rar|txt)\s*$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff65\U00020000-\U0003ffff“”‘’—…·"
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_BLANKS = re.compile("[ \t\r\n\f\x0b\x85\xa0\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u2060\ufeff]")


@dataclass(slots=True)
class PageLine:
    """A line as it is shown, in the box with this index.

    ``letters`` counts Chinese and other letters, ``linked`` those that lead to other pages, by so many ``links``; ``local``
    those that lead to a place of this page, ``places``. What leads to a document, such as an attachment, counts as neither.
    """

    words: str
    box: int
    heading: int | None
    note: bool
    letters: int
    linked: int
    links: int
    local: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Where an ``<a>`` leads."""

    place: str | None = None
    elsewhere: bool = False

    @staticmethod
    def to(target: str) -> Link:
        target = target.strip()
        if target.startswith("#") and len(target) > 1:
            return Link(place=target[1:])
        return Link(elsewhere=not _DOCUMENT.search(target))


class Lines:
    """The lines so far, and the one that is being written."""

    def __init__(self) -> None:
        self.found: list[PageLine] = []
        self._links: list[Link] = []
        self._begin()

    def _begin(self) -> None:
        self._parts: list[str] = []
        self._linked = self._local = 0
        self._count = sum(link.elsewhere for link in self._links[-1:])
        self._places: list[str] = []

    @property
    def mark(self) -> int:
        """How much of the line has been written."""
        return len(self._parts)

    def say(self, characters: str) -> None:
        """Characters as they stand in the page."""
        self._parts.append(characters)
        for link in self._links[-1:]:
            self._linked += link.elsewhere and letters_in(characters)
            if link.place:
                self._local += letters_in(characters)
                self._places.append(link.place)

    def open_link(self, link: Link) -> None:
        self._links.append(link)
        self._count += link.elsewhere

    def close_link(self) -> None:
        self._links.pop()

    def drop_reference(self, mark: int, linked: bool) -> None:
        """Takes back what was said since ``mark`` where it only leads to a note: 3公里[1] is not 3公里1."""
        said = self._parts[mark:]
        if sum(map(len, said)) <= MAX_REFERENCE:
            pattern = _LINKED_REFERENCE if linked or any(link.place for link in self._links[-1:]) else _REFERENCE
            if pattern.fullmatch("".join(said)):
                del self._parts[mark:]

    def end(self, box: int, heading: int | None, note: bool, items: Items) -> None:
        """Ends the line; one that shows nothing is none. ``items`` knows the number to set before it."""
        words = shown("".join(self._parts))
        if words:
            line = PageLine(
                items.marker(words) + words, box, heading, note, letters_in(words),
                self._linked, self._count, self._local, tuple(dict.fromkeys(self._places)),
            )  # fmt: skip
            self.found.append(line)
        if self._parts or self._count:
            self._begin()


def shown(characters: str) -> str:
    """Characters as a browser shows them in one line.

    Blanks are one blank. A line end in the source between two Chinese characters only wraps it, and is nothing.
    """
    return _BLANKS.sub(" ", _WRAPPED.sub("", _UNSEEN.sub("", characters))).strip()


def letters_in(words: str) -> int:
    """How many letters, Chinese or other."""
    return len(_LETTER.findall(words))
