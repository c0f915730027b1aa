"""Small questions that the grammar asks of a text at a place."""

from __future__ import annotations

import re
from collections.abc import Iterable


class Words:
    """A set of words that is asked for the longest one that begins or ends at a place.

    Slices looked up in a set cost a tenth of trying each word, and that is asked at every character.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._firsts = frozenset(word[0] for word in self._words)
        self._lasts = frozenset(word[-1] for word in self._words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def prefix(self, text: str, at: int, end: int) -> str:
        """The longest word that begins at ``at`` and ends by ``end``; empty if none does."""
        if at >= end or text[at] not in self._firsts:
            return ""
        for length in self._lengths:
            if at + length <= end and text[at : at + length] in self._words:
                return text[at : at + length]
        return ""

    def suffix(self, text: str, end: int) -> str:
        """The longest word of ``text`` that ends at ``end``; empty if none does."""
        if end <= 0 or text[end - 1] not in self._lasts:
            return ""
        for length in self._lengths:
            if length <= end and text[end - length : end] in self._words:
                return text[end - length : end]
        return ""


REACH = 6
"""No word that is asked for is longer."""


def ends_with(text: str, at: int, words: tuple[str, ...]) -> bool:
    """Whether one of ``words`` ends at ``at``."""
    return bool(words) and text.endswith(words, max(0, at - REACH), at)


def begins_with(text: str, at: int, words: tuple[str, ...]) -> bool:
    """Whether one of ``words`` begins at ``at``."""
    return bool(words) and text.startswith(words, at)


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """An expression that matches any of ``words``, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one; an empty string is none."""
    return "一" <= character <= "龥"
