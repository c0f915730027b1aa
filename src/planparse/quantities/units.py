"""Which unit stands behind a number: the longest one of the lexicon that fits."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import Unit


class Measured(NamedTuple):
    """A unit found at a place: its lexicon entry, the unit's name for the catalog, and where it ends."""

    entry: Unit | None
    unit: str
    end: int


class UnitTable:
    """The units of a lexicon, looked up by their characters, the longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._units: dict[str, list[Unit]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for unit in lexicon.units:
            for spelling in (unit.unit, *unit.spellings):
                key = spelling.casefold() if unit.latin else spelling
                self._units[key].append(unit)
                lengths[key[0]].add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self.first_characters = frozenset(self._lengths) | {first.upper() for first in self._lengths}

    def at(self, text: str, start: int) -> Measured | None:
        """The unit at ``text[start:]``: a compound of two (元/件) and one with an alternative in brackets (套（间）) included."""
        found = self._plain(text, start)
        if found is None:
            return None
        following = text[found.end : found.end + 1]
        if following in ("/", "／"):
            per = self._plain(text, found.end + 1)
            if per:
                return Measured(None, f"{found.unit}/{per.unit}", per.end)
        if following in ("（", "("):
            other = self._plain(text, found.end + 1)
            closed = other is not None and text[other.end : other.end + 1] in ("）", ")")
            if other and closed and found.entry and other.entry and found.entry.role == other.entry.role:
                return Measured(found.entry, text[start : other.end + 1], other.end + 1)
        return found

    def _plain(self, text: str, start: int) -> Measured | None:
        first = text[start : start + 1]
        exact, folded = self._exact(text, start, first), self._folded(text, start, first)
        return folded if folded and (exact is None or folded.end > exact.end) else exact

    def _exact(self, text: str, start: int, first: str) -> Measured | None:
        for length in self._lengths.get(first, ()):
            key = text[start : start + length]
            for unit in self._units.get(key, ()) if len(key) == length else ():
                if self._stands(text, start + length, unit):
                    return Measured(unit, self._name(unit, key), start + length)
        return None

    def _folded(self, text: str, start: int, first: str) -> Measured | None:
        """A unit in Latin letters, whatever their case: PFLOPS, PFlops."""
        if not first.isascii() or not first.isalpha():
            return None
        for length in self._lengths.get(first.casefold(), ()):
            end = start + length
            key = text[start:end].casefold()
            for unit in self._units.get(key, ()) if len(key) == length else ():
                if unit.latin and self._stands(text, end, unit):
                    return Measured(unit, text[start:end], end)
        return None

    @staticmethod
    def _name(unit: Unit, key: str) -> str:
        """As written, but for other characters of the same sign (％ is %)."""
        return unit.unit if unit.unit == "%" else key

    @staticmethod
    def _stands(text: str, end: int, unit: Unit) -> bool:
        following = text[end : end + 1]
        if text[end - 1].isascii() and text[end - 1].isalpha() and following.isascii() and following.isalpha():
            return False
        return not unit.not_before or not text.startswith(unit.not_before, end)
