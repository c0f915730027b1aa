"""Two catalogs of different plans: which targets are the same by what they mean.

Ids do not help here: last year's plan says the same thing in other words. A pair is judged by its evidence, the best one-to-one
pairs are taken together, and each says how sure it is. A pair that is held to be the same and is not costs more trust than one
that was missed, so what is doubtful stays alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planparse.errors import MissingExtraError
from planparse.models import Catalog, Target
from planparse.pairing.assignment import assigned
from planparse.pairing.evidence import Compared, compared

__all__ = ["Pair", "Pairs", "pairs_of"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two targets that are held to be the same, and how sure that is, from 0 to 1."""

    before: Target
    after: Target
    sure: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs and new targets in the order of the newer catalog, dropped ones in that of the older."""

    pairs: tuple[Pair, ...]
    dropped: tuple[Target, ...]
    new: tuple[Target, ...]


def pairs_of(old: Catalog, new: Catalog) -> Pairs:
    """The targets of two plans, side by side.

    Raises MissingExtraError without rapidfuzz and scipy.
    """
    _require()
    shared = {document.issuer for document in old.documents} & {document.issuer for document in new.documents}
    before, after = compared(old, shared), compared(new, shared)
    found = dict(_unchanged(before, after))
    taken = set(found.values())
    rest = [one for one in before if one.place not in taken], [one for one in after if one.place not in found]
    sure = {place: 1.0 for place in found}
    for one, two, chance in assigned(*rest):
        found[two.place], sure[two.place] = one.place, chance
    kept = set(found.values())
    return Pairs(
        pairs=tuple(Pair(old.targets[found[place]], new.targets[place], sure[place]) for place in sorted(found)),
        dropped=tuple(one.target for one in before if one.place not in kept),
        new=tuple(one.target for one in after if one.place not in found),
    )


def _require() -> None:
    try:
        import rapidfuzz  # noqa: F401  # only whether they are there
        import scipy.optimize  # noqa: F401
    except ImportError:
        raise MissingExtraError("planparse diff", "matching targets by their meaning", "diff") from None


def _unchanged(before: Sequence[Compared], after: Sequence[Compared]) -> Iterator[tuple[int, int]]:
    """New and old places of targets that say the very same, repeats in their order."""
    known: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for one in reversed(before):
        known[one.whole].append(one.place)
    for two in after:
        if places := known.get(two.whole):
            yield two.place, places.pop()
