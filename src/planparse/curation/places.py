"""Where a correction belongs in a text that may have changed since: at the words that it was made on, or nowhere.

The words are the sentence with its number. Where the sentence was edited, its clause is enough if a clause beside it still
stands there too, or if it, or its part of an enumeration, says enough and stands under the same heading. Words that stand in
several places are told apart by the id and the heading; where that does not decide, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planparse.curation.models import Correction
from planparse.expressions import HAN
from planparse.models import Target
from planparse.pipeline import Reading
from planparse.targets.identity import clause_around, masked

TELLING = 5
"""So many Chinese characters, numerals not counted, make a clause that hardly stands twice by chance."""

_ENUMERATION = "、"
_HAN = re.compile(HAN)


@dataclass(frozen=True, slots=True)
class AtTarget:
    """The correction belongs to this target."""

    target: Target


@dataclass(frozen=True, slots=True)
class AtOtherNumber:
    """The words are there, but their number is another one now."""

    target: Target


@dataclass(frozen=True, slots=True)
class AtText:
    """The words are there, at ``content[start:end]`` the number, and no target was read from it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InSeveralPlaces:
    """The words stand in so many places, and nothing says which of them is meant."""

    number: int


@dataclass(frozen=True, slots=True)
class Nowhere:
    """The words are gone."""


Place = AtTarget | AtOtherNumber | AtText | InSeveralPlaces | Nowhere


def place_of(correction: Correction, reading: Reading) -> Place:
    """Where in a document a correction belongs."""
    for candidates in (_same_sentence(correction, reading), _same_clause(correction, reading)):
        if candidates:
            chosen = _chosen(correction, candidates, reading)
            return AtTarget(chosen) if chosen else InSeveralPlaces(len(candidates))
    return _in_text(correction, reading) or _other_number(correction, reading) or Nowhere()


def repeats_of(target: Target, reading: Reading) -> int:
    """In how many places of the document the words of a target stand with its number."""
    words = (_joined(target.sentence), target.quantity.text)
    return sum(words == (_joined(one.sentence), one.quantity.text) for one in reading.targets)


def heading_of(target: Target, reading: Reading) -> str | None:
    """The title of the heading that a target stands under."""
    return next((pillar.title for pillar in reading.document.pillars if pillar.id == target.pillar), None)


def title_at(at: int, reading: Reading) -> str | None:
    """The last heading before a place."""
    return next((pillar.title for pillar in reversed(reading.document.pillars) if pillar.span.start <= at), None)


def _same_sentence(correction: Correction, reading: Reading) -> list[Target]:
    words = (correction.number, _joined(correction.quote))
    return [target for target in reading.targets if words == (target.quantity.text, _joined(target.sentence))]


def _same_clause(correction: Correction, reading: Reading) -> list[Target]:
    content, quoted = reading.text.content, list(_neighbours(correction.quote, correction.number))
    found: list[Target] = []
    for target in reading.targets:
        if target.quantity.text == correction.number:
            standing = _clause_and_neighbours(content, target.span.start, target.span.end)
            at_home = heading_of(target, reading) == correction.heading
            if any(_agree(one, standing, at_home) for one in quoted):
                found.append(target)
    return found


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words with every numeral masked: of the clause, of its part between enumeration commas, and of the clauses beside it."""

    words: str
    part: str
    beside: frozenset[str]


def _neighbours(text: str, number: str) -> Iterator[_Clause]:
    """The clauses of a text that hold a number, each with those beside it."""
    for found in re.finditer(re.escape(number), text):
        yield _clause_and_neighbours(text, found.start(), found.end())


def _clause_and_neighbours(text: str, start: int, end: int) -> _Clause:
    left, right = clause_around(text, start, end)
    before = text[slice(*clause_around(text, left - 1, left - 1))] if left else ""
    behind = text[slice(*clause_around(text, right + 1, right + 1))] if right + 1 < len(text) else ""
    first = max(left, text.rfind(_ENUMERATION, left, start) + 1)
    last = at if (at := text.find(_ENUMERATION, end, right)) >= 0 else right
    return _Clause(masked(text[left:right]), masked(text[first:last]), frozenset(filter(None, map(masked, (before, behind)))))


def _agree(quoted: _Clause, standing: _Clause, at_home: bool) -> bool:
    """The same words around the number, and a reason to believe that they are not only equal ones somewhere else."""
    if quoted.words == standing.words and quoted.beside & standing.beside:
        return True
    # The first of an enumeration has the verb before it, the others have not.
    short, long = sorted((quoted.part, standing.part), key=len)
    return at_home and ((_tells(quoted.words) and quoted.words == standing.words) or (_tells(short) and long.endswith(short)))


def _tells(words: str) -> bool:
    return len(_HAN.findall(words)) >= TELLING


def _chosen(correction: Correction, candidates: Sequence[Target], reading: Reading) -> Target | None:
    """Which of the targets that stand in the same words is meant; None where that cannot be said.

    Where there are as many as there were, the id says it. Where there are more or fewer, an id may have passed on to a neighbour.
    """
    under = [target for target in candidates if heading_of(target, reading) == correction.heading]
    if len(candidates) == correction.repeats:
        named = [target for target in candidates if target.id == correction.target]
        return next((group[0] for group in (named, candidates, under) if len(group) == 1), None)
    return under[0] if len(under) == 1 else None


def _in_text(correction: Correction, reading: Reading) -> AtText | InSeveralPlaces | None:
    """The number in the text, where the whole quote stands there but no target with these words."""
    content, quote = reading.text.content, correction.quote
    within = [found.start() for found in re.finditer(re.escape(correction.number), quote)]
    places = [found.start() for found in re.finditer(re.escape(quote), content)]
    under = [at for at in places if title_at(at, reading) == correction.heading] if len(places) > 1 else places
    if places and (len(under) != 1 or len(within) != 1):
        return InSeveralPlaces(max(len(places), len(within)))
    if not places:
        return None
    start = under[0] + within[0]
    return AtText(start, start + len(correction.number))


def _other_number(correction: Correction, reading: Reading) -> AtOtherNumber | None:
    found = next((target for target in reading.targets if target.id == correction.target), None)
    return AtOtherNumber(found) if found else None


def _joined(words: str) -> str:
    return "".join(words.split())
