"""Small questions that the grammar asks of a text at a place."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
