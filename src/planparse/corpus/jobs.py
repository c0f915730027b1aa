"""Documents as they are handed out: one after the other here, or in units to several processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.corpus.extraction import Recipe, Result, extract_one
from planparse.corpus.reading import Source
from planparse.errors import PlanparseError

SMALL = 512 * 1024
"""Bytes of all documents below which starting processes takes longer than it saves."""

_UNIT = 64 * 1024

Given = Source | PlanparseError


class Unit(NamedTuple):
    """Documents that follow each other and are handed out together. ``number`` counts units; ``size`` is in bytes.

    Of two units the larger one comes first.
    """

    weight: int
    number: int
    sources: tuple[Given, ...]


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def size_of(source: Given) -> int:
    """The bytes of a document; 0 where that cannot be known in advance."""
    try:
        return os.stat(source.path).st_size if isinstance(source, Source) else 0
    except (OSError, ValueError):
        return 0


def extract_all(sources: Sequence[Given], sizes: Sequence[int], recipe: Recipe, jobs: int) -> Iterator[Result]:
    """What each document gives, in their order. Where it pays, up to ``jobs`` processes work on it.

    Close the iterator where it is not taken to its end, so that the processes end.
    """
    if min(jobs, len(sources)) < 2 or sum(sizes) < SMALL:
        return (extract_one(source, recipe) for source in sources)
    from planparse.corpus.pool import Pool

    return Pool(recipe, min(jobs, len(sources))).results(units_of(sources, sizes))


def units_of(sources: Sequence[Given], sizes: Sequence[int]) -> Iterator[Unit]:
    """Small documents together, so that handing them out costs little; a large one alone."""
    number, weight = 0, 0
    gathered: list[Given] = []
    for source, size in zip(sources, sizes, strict=True):
        if gathered and weight + size > _UNIT:
            yield Unit(-weight, number, tuple(gathered))
            number, weight, gathered = number + 1, 0, []
        gathered.append(source)
        weight += size
    if gathered:
        yield Unit(-weight, number, tuple(gathered))
