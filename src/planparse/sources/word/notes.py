"""Footnotes and endnotes: which of them the text refers to, and where their own words are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planparse.sources.word.numbering import tag
from planparse.sources.word.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_KINDS = ("footnote", "endnote")
_REFERENCES = {tag(f"{kind}Reference"): kind for kind in _KINDS}


class Note(NamedTuple):
    """The element of a note, and the mark that was typed for it, "" for an automatic number."""

    element: Element
    mark: str


class Notes:
    """The notes of one document, as far as its text has been read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._referred: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}

    def refer(self, piece: Element, behind: str) -> bool:
        """Notice a reference; ``behind`` are the characters behind it in its run. Whether these are a mark typed for it."""
        own_mark = piece.get(tag("customMarkFollows")) in ("1", "true", "on")
        self._referred[_REFERENCES[piece.tag]].setdefault(piece.get(tag("id"), ""), behind if own_mark else "")
        return own_mark

    def __iter__(self) -> Iterator[Note]:
        """The notes that were referred to, footnotes first, in the order of their first references."""
        for kind in _KINDS:
            referred = self._referred[kind]
            root = self._package.part(f"{kind}s") if referred else None
            elements = [] if root is None else root.findall(tag(kind))
            written = {note.get(tag("id"), ""): note for note in elements if note.get(tag("type"), "normal") == "normal"}
            yield from (Note(written[name], mark) for name, mark in list(referred.items()) if name in written)


def is_reference(piece: Element) -> bool:
    """Whether a piece of a run is the mark of a note."""
    return piece.tag in _REFERENCES
