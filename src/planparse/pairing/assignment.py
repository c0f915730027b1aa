"""The best pairs of targets, one to one, among those that may be the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from planparse.pairing.evidence import Compared, evidence_of, odds_of, share_at

LEAST_SURE: Final = 0.7
"""Below this, and down to a half, most of the pairs that were read were wrong: both targets stay alone."""
_WORTH: Final = -1.0
"""Odds below which a pair takes no part in the choice; a rival somewhat below what is kept still casts doubt."""
_CLEAR: Final = 2.0
"""A rival whose odds are lower by this much casts none."""
_DOUBT: Final = 0.28
"""What a rival that is as good takes from how sure a pair is."""
_NEAR_NAMES: Final = 12
"""So many of the most alike names are looked at for each name."""
_REPEATS: Final = 12
"""Targets of one name that stand further apart in their plans than this are no candidates, where there are many."""
_ALIKE: Final = 40
"""Names less alike than this, of 100, are never the same thing."""
_ROWS: Final = 512


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A pair that may be chosen; ``steps`` says how far apart its targets stand among the repeats of their names."""

    old: int
    new: int
    odds: float
    steps: int = field(compare=False)


def assigned(before: Sequence[Compared], after: Sequence[Compared]) -> Iterator[tuple[Compared, Compared, float]]:
    """The best pairs one to one, with how sure each is once its rivals are counted."""
    candidates = [candidate for olds, news in _blocks(before, after) for candidate in _candidates(olds, news, before, after)]
    chosen = _best(candidates)

    def same(one: _Candidate, two: _Candidate) -> bool:
        return before[one.old].says == before[two.old].says and after[one.new].says == after[two.new].says

    for pair, doubt in zip(chosen, _doubted(chosen, candidates, same), strict=True):
        sure = share_at(pair.odds) * (1 - _DOUBT * doubt)
        if sure >= LEAST_SURE:
            yield before[pair.old], after[pair.new], round(sure, 4)


def _blocks(before: Sequence[Compared], after: Sequence[Compared]) -> Iterator[tuple[list[int], list[int]]]:
    news: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    olds: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for found, targets in ((olds, before), (news, after)):
        for number, one in enumerate(targets):
            found[one.block].append(number)
    return ((olds[block], news[block]) for block in news if block in olds)


def _candidates(olds: Sequence[int], news: Sequence[int], before: Sequence[Compared], after: Sequence[Compared]) -> Iterator[_Candidate]:
    """Pairs that are worth a place in the choice: those of names that are alike, and of each name only the nearest."""
    by_old, by_new = _by_name(olds, before), _by_name(news, after)
    for bag, other in _alike([*by_old], [*by_new]):
        for one, two, steps in _near_repeats(by_old[bag], by_new[other]):
            evidence = evidence_of(before[one], after[two])
            if evidence and (odds := odds_of(evidence)) >= _WORTH:
                yield _Candidate(one, two, odds, steps)


def _near_repeats(ones: Sequence[int], twos: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Targets of two names, with how far apart they stand: a name that is repeated all over meets its nearest repeats only."""
    for i, one in enumerate(ones):
        first = max(0, i - _REPEATS)
        yield from ((one, two, abs(i - j)) for j, two in enumerate(twos[first : i + _REPEATS + 1], start=first))


def _by_name(numbers: Sequence[int], targets: Sequence[Compared]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        found[targets[number].bag].append(number)
    return found


def _alike(olds: Sequence[str], news: Sequence[str]) -> list[tuple[str, str]]:
    """Names that may be the same, looked for from both sides so that neither plan counts more; in the order of their plans."""
    forth = {(i, j) for i, j in _nearest(olds, news)}
    back = {(i, j) for j, i in _nearest(news, olds)}
    return [(olds[i], news[j]) for i, j in sorted(forth | back)]


def _nearest(names: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A few rows at a time, so that the whole table of all names never stands in memory."""
    import numpy as np
    from rapidfuzz import fuzz, process

    for start in range(0, len(names), _ROWS):
        scores = process.cdist(names[start : start + _ROWS], others, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8, workers=1)
        best = np.argsort(-scores.astype(np.int16), axis=1, kind="stable")[:, :_NEAR_NAMES]
        for row, columns in enumerate(best):
            yield from ((start + row, int(column)) for column in columns if scores[row, column])


def _doubted(
    chosen: Sequence[_Candidate], candidates: Sequence[_Candidate], same: Callable[[_Candidate, _Candidate], bool]
) -> Iterator[float]:
    """How near the best rival of each chosen pair comes to it: 1 as good, 0 clearly worse or none.

    A rival that has found a clearly better partner is none, nor is one that says the same thing again.
    """
    best = {("old", pair.old): pair for pair in chosen} | {("new", pair.new): pair for pair in chosen}
    rivals: dict[tuple[str, int], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        rivals["old", one.old].append(one)
        rivals["new", one.new].append(one)

    def free(one: _Candidate, side: str, number: int) -> bool:
        other = best.get((side, number))
        return other is None or other.odds <= one.odds + _CLEAR

    for pair in chosen:
        others = [one for one in rivals["old", pair.old] if one.new != pair.new and free(one, "new", one.new) and not same(one, pair)]
        others += [one for one in rivals["new", pair.new] if one.old != pair.old and free(one, "old", one.old) and not same(one, pair)]
        lead = min((pair.odds - one.odds for one in others), default=_CLEAR)
        yield min(1.0, max(0.0, 1 - lead / _CLEAR))


def _best(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The one-to-one choice with the highest sum, found in each group of targets that compete, which keeps its tables small."""
    chosen: list[_Candidate] = []
    for group in _groups(candidates):
        chosen += group if len(group) == 1 else _best_of(group)
    return sorted(chosen, key=lambda candidate: candidate.new)


def _groups(candidates: Sequence[_Candidate]) -> Iterable[list[_Candidate]]:
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not candidates:
        return []
    olds = np.array([candidate.old for candidate in candidates])
    news = np.array([candidate.new for candidate in candidates]) + olds.max() + 1
    size = int(news.max()) + 1
    _, labels = connected_components(coo_array((np.ones(len(olds)), (olds, news)), shape=(size, size)), directed=False)
    groups: dict[int, list[_Candidate]] = defaultdict(list)
    for candidate, label in zip(candidates, labels[olds], strict=True):
        groups[int(label)].append(candidate)
    return groups.values()


def _best_of(group: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Where two choices are as good, repeats keep their order in the plans."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    olds, news = sorted({one.old for one in group}), sorted({one.new for one in group})
    row, column = {number: i for i, number in enumerate(olds)}, {number: i for i, number in enumerate(news)}
    gains: Any = np.zeros((len(olds), len(news)))
    for one in group:
        gains[row[one.old], column[one.new]] = share_at(one.odds) - 1e-6 * one.steps**2
    known = {(row[one.old], column[one.new]): one for one in group}
    for i, j in zip(*linear_sum_assignment(gains, maximize=True), strict=True):
        if (int(i), int(j)) in known:
            yield known[int(i), int(j)]
