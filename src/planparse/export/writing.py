"""A catalog into a file, in the form that the file's ending names."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from planparse.catalog.files import refuse_unwritable, write_bytes
from planparse.errors import CatalogError
from planparse.export.ledger import Change, changes_between, ledger_bytes, read_ledger, rows_of, title_of
from planparse.models import Catalog


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many targets, how many of their rows kept what people had filled in, and what changed since."""

    rows: int
    kept: int = 0
    changes: Sequence[Change] = ()


def export(catalog: Catalog, path: str | os.PathLike[str]) -> Exported:
    """Writes a catalog in the form that the ending of ``path`` names, whole or not at all.

    ``.xlsx`` is a ledger of the planned targets: one that is there already keeps what people filled in.

    Raises CatalogError for an ending that is none of ``ENDINGS`` or a file that cannot be written, MissingExtraError where
    a package of the extra ``tables`` is needed.
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise CatalogError(os.fspath(path), f"no form of a table has the ending {ending or 'of no name'}", f"use {', '.join(ENDINGS)}")
    refuse_unwritable(path)
    return ENDINGS[ending](catalog, path)


def _ledger(catalog: Catalog, path: str | os.PathLike[str]) -> Exported:
    ledger = read_ledger(path)
    rows = rows_of(catalog, ledger.units)
    changes = changes_between(ledger, rows)
    write_bytes(path, ledger_bytes(rows, title_of(catalog), ledger, changes))
    kept = sum(row.id in ledger.rows and ledger.rows[row.id].is_touched for row in rows)
    return Exported(len(rows), kept, changes)


ENDINGS: Final[Mapping[str, Callable[[Catalog, str | os.PathLike[str]], Exported]]] = {
    ".xlsx": _ledger,
}
