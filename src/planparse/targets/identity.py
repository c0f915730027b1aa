"""Identities that survive edits: hashes of the words that a thing stands in, not of its place or its number."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

_NUMBER = r"(?:[0-9０-９]+(?:[.．,，][0-9０-９]+)*|[零〇○一二两三四五六七八九十百千万亿点]+)(?:[余多来几]?[十百千万亿]+)*[余多来]?"
_NUMERAL = re.compile(rf"{_NUMBER}(?:[—－\-~～–至到]{{1,2}}{_NUMBER})*")
"""With scale words, vague additions and both ends of a range, so that no way to write another number makes another identity."""
MAX_CLAUSE = 400
"""What stands further away from a number in an endless clause does not make its identity."""

_STOPS = "，。；！？：!?;:,\n"
_STOP = re.compile(f"[{_STOPS}]")


def masked_clause(text: str, start: int, end: int) -> str:
    """The clause around ``text[start:end]``, every numeral in it a ``#`` and spaces left out."""
    left, first = start, max(0, start - MAX_CLAUSE)
    while left > first and text[left - 1] not in _STOPS:
        left -= 1
    last = min(len(text), end + MAX_CLAUSE)
    stop = _STOP.search(text, end, last)
    right = stop.start() if stop else last
    return _NUMERAL.sub("#", "".join(text[left:right].split()))


def digest(words: str, length: int) -> str:
    """The first ``length`` hex digits of the SHA-256 of ``words``."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:length]


class Numbering:
    """Makes names unique: the second of the same gets ``-2``."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        self._seen[name] += 1
        count = self._seen[name]
        return name if count == 1 else f"{name}-{count}"
