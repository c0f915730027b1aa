"""A folder of Parquet files by the year of the document, as DuckDB, Polars, Arrow and Spark read it: ``year=2025/part-00000.parquet``.

Which documents make a part hangs on their sizes alone, so that any number of machines and processes writes the same files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import IO, Final

from planparse.export.parquet import write_rows
from planparse.models import Generator

ABOUT: Final = "_planparse.json"
"""Says what made a folder; it is written last, so that a folder without it is not whole. Readers of tables leave it out."""

FAILURES: Final = "_failures.jsonl"
"""Says of each source that could not be read why; only there where there is one."""

_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_PARTS = 64
_LEAST, _MOST = 256 * 1024, 16 * 1024 * 1024

Open = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a file of the folder, by its path in it, to write to; nothing is seen of the file until it is whole."""


def parts_of(sizes: Sequence[int]) -> Iterator[range]:
    """The documents of each part, by their numbers, from their sizes in bytes."""
    enough = min(max(sum(sizes) // _PARTS, _LEAST), _MOST)
    begin, weight = 0, 0
    for number, size in enumerate(sizes):
        if number > begin and weight + size > enough:
            yield range(begin, number)
            begin, weight = number, 0
        weight += size
    if sizes:
        yield range(begin, len(sizes))


def write_part(number: int, documents: Iterable[tuple[int | None, bytes]], open_file: Open) -> None:
    """Writes one part: a file for each year, from the year and the rows of each document.

    Written again, it gives the same files.
    """
    by_year: dict[int | None, list[bytes]] = defaultdict(list)
    for year, rows in documents:
        if rows:
            by_year[year].append(rows)
    for year, batches in by_year.items():
        with open_file(f"year={_NO_YEAR if year is None else year}/part-{number:05}.parquet") as file:
            write_rows(file, batches, without=["year"])


def about(generator: Generator, counts: Mapping[str, int]) -> bytes:
    """The content of ``ABOUT``."""
    return (json.dumps({"generator": generator.model_dump(), **counts}, indent=2) + "\n").encode()
