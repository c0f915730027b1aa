"""Who answers for a target: （责任单位：市发展改革委）, （省科技厅牵头，省财政厅配合）, or a line of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from planparse.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The departments named at ``text[start:end]``; they answer for what stands before."""

    start: int
    end: int
    names: tuple[str, ...]


class ResponsibleGrammar:
    """The ways in which departments are named, compiled once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        leads = "|".join(sorted(map(re.escape, lexicon.sets["responsible_leads"]), key=len, reverse=True))
        tails = "|".join(sorted(map(re.escape, lexicon.sets["responsible_tails"]), key=len, reverse=True))
        self._bracket = re.compile(rf"[（(](?:(?:{leads})\s*[：:][^（）()]*|[^（）()。]{{2,}}?(?:{tails}))[）)]")
        self._line = re.compile(rf"^\s*(?:{leads})\s*[：:].*$")
        self._lead = re.compile(rf"(?:{leads})\s*[：:]")
        self._tail = re.compile(rf"(?:{tails})$")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> ResponsibleGrammar:
        return ResponsibleGrammar(lexicon)

    def find(self, text: str, start: int, end: int) -> list[Responsibility]:
        """The responsibilities in a line, in order; a line of nothing else gives one over all of it."""
        if self._line.match(text[start:end]):
            return [Responsibility(start, end, self.named_in(text[start:end]))]
        return [Responsibility(*found.span(), self.named_in(found.group()[1:-1])) for found in self._bracket.finditer(text, start, end)]

    def named_in(self, words: str) -> tuple[str, ...]:
        """The departments in a list of them, each once."""
        names: dict[str, None] = {}
        for part in re.split(r"[、，,；;。\s]", self._lead.sub("、", words)):
            name = self._tail.sub("", part.strip()).strip("等 \u3000")
            if name:
                names.setdefault(name)
        return tuple(names)
