"""Identities that survive edits: hashes of the words that a thing stands in, not of its place or its number.

A target's words are its clause. Where several clauses of a document say the same (新增就业#人 of last year and of this), the
sentence and the heading tell them apart, and only what is the same in all of that is numbered: a number alone would pass
from one target to the other as soon as the first of them is deleted.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from planparse.models import Target

_NUMBER = r"(?:[0-9０-９]+(?:[.．,，][0-9０-９]+)*|[零〇○一二两三四五六七八九十百千万亿点]+)(?:[余多来几]?[十百千万亿]+)*[余多来]?"
_NUMERAL = re.compile(rf"{_NUMBER}(?:[—－\-~～–至到]{{1,2}}{_NUMBER})*")
"""With scale words, vague additions and both ends of a range: a number in another notation makes no other identity."""
MAX_CLAUSE = 400
"""What stands further away from a number in an endless clause does not make its identity."""

_STOPS = "，。；！？：!?;:,\n"
_STOP = re.compile(f"[{_STOPS}]")


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """First and last place of the clause around ``text[start:end]``."""
    left, first = start, max(0, start - MAX_CLAUSE)
    while left > first and text[left - 1] not in _STOPS:
        left -= 1
    last = min(len(text), end + MAX_CLAUSE)
    stop = _STOP.search(text, end, last)
    return left, stop.start() if stop else last


def masked(words: str) -> str:
    """Words with every numeral a ``#`` and spaces left out."""
    return _NUMERAL.sub("#", "".join(words.split()))


def masked_clause(text: str, start: int, end: int) -> str:
    """The clause around ``text[start:end]``, masked."""
    left, right = clause_around(text, start, end)
    return masked(text[left:right])


def told_apart(targets: Sequence[Target], text: str, titles: Mapping[str | None, str]) -> dict[int, str]:
    """Ids, by the place where a target begins, of those that share the words of their clauses with others.

    ``titles`` are those of the headings, by their ids.
    """
    sharing: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        sharing[target.id].append(target)
    return {target.span.start: name for group in sharing.values() if len(group) > 1 for target, name in _own_ids(group, text, titles)}


def _own_ids(group: Sequence[Target], text: str, titles: Mapping[str | None, str]) -> Iterator[tuple[Target, str]]:
    """Numbers of one clause are only counted; equal clauses are told apart by what is around them."""
    clauses = {clause_around(text, target.span.start, target.span.end) for target in group}
    numbering = Numbering()
    for target in group:
        around = f"{target.id}|{masked(target.sentence)}|{titles.get(target.pillar, '')}"
        name = target.id if len(clauses) == 1 else f"{target.document}.{digest(around, 8)}"
        yield target, numbering.unique(name)


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
