"""A catalog into a file, in the form that the file's ending names."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from planparse.catalog.files import refuse_unwritable, write_bytes
from planparse.errors import CatalogError
from planparse.export.ledger import Change, changes_between, ledger_bytes, read_ledger, rows_of, title_of
from planparse.export.rows import Row, rows_in
from planparse.export.tables import csv_bytes, duckdb_bytes, jsonl_bytes, markdown_bytes, parquet_bytes, sqlite_bytes
from planparse.models import Catalog


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many targets, how many of their rows kept what people had filled in, and what changed since."""

    rows: int
    kept: int = 0
    changes: Sequence[Change] = ()


def export(catalog: Catalog, path: str | os.PathLike[str]) -> Exported:
    """Writes a catalog in the form that the ending of ``path`` names, whole or not at all.

    ``.xlsx`` is a ledger of the planned targets: one that is there already keeps what people filled in. The other forms are a
    table of all targets, with the columns of ``planparse.export.rows``.

    Raises CatalogError for an ending that is none of ``ENDINGS`` or a file that cannot be written, MissingExtraError where
    a package of the extra ``tables`` is needed.
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        fault = f"no table has the ending {ending}" if ending else "has no ending that says which table is wanted"
        raise CatalogError(os.fspath(path), fault, "use {names}", names=", ".join(ENDINGS))
    refuse_unwritable(path)
    try:
        return ENDINGS[ending](catalog, path)
    except UnicodeEncodeError:
        raise CatalogError(os.fspath(path), "the catalog holds half a character", "extract it again; nothing was written") from None


def _ledger(catalog: Catalog, path: str | os.PathLike[str]) -> Exported:
    ledger = read_ledger(path)
    rows = rows_of(catalog, ledger.units)
    changes = changes_between(ledger, rows)
    write_bytes(path, ledger_bytes(rows, title_of(catalog), ledger, changes))
    kept = sum(row.id in ledger.rows and ledger.rows[row.id].is_touched for row in rows)
    return Exported(len(rows), kept, changes)


def _table(as_bytes: Callable[[Sequence[Row]], bytes], catalog: Catalog, path: str | os.PathLike[str]) -> Exported:
    rows = rows_in(catalog)
    write_bytes(path, as_bytes(rows))
    return Exported(len(rows))


ENDINGS: Final[Mapping[str, Callable[[Catalog, str | os.PathLike[str]], Exported]]] = {
    ".xlsx": _ledger,
    ".csv": partial(_table, csv_bytes),
    ".parquet": partial(_table, parquet_bytes),
    ".sqlite": partial(_table, sqlite_bytes),
    ".duckdb": partial(_table, duckdb_bytes),
    ".jsonl": partial(_table, jsonl_bytes),
    ".md": partial(_table, markdown_bytes),
}
