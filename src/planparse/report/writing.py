"""A catalog into a page, with the texts of its documents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planparse.catalog.files import refuse_unwritable, write_bytes
from planparse.errors import CatalogError, PlanparseError
from planparse.models import Catalog
from planparse.report.content import content_of
from planparse.report.originals import Original, original_of
from planparse.report.page import page_bytes


@dataclass(frozen=True, slots=True)
class Reported:
    """What was written: how many targets of how many documents, and why the texts of some documents are not shown."""

    targets: int
    documents: int
    faults: Sequence[PlanparseError]


def report(catalog: Catalog, path: str | os.PathLike[str], catalog_path: str | os.PathLike[str] = "catalog.yaml") -> Reported:
    """Writes one page that shows a catalog and the texts of its documents, whole or not at all.

    The texts are read again from where the documents are: their paths begin in the working directory or in a folder over
    ``catalog_path``. Of a document that is gone, or is no longer what the catalog was made from, the page shows the quotes alone.

    Raises CatalogError for a file that is no page or cannot be written, MissingExtraError without the packages of the extra ``report``.
    """
    _refuse_other_ending(path)
    refuse_unwritable(path)
    originals = {document.id: original_of(document, Path(catalog_path)) for document in catalog.documents}
    _refuse_original(path, originals.values())
    write_bytes(path, page_bytes(content_of(catalog, originals)))
    faults = [original.fault for original in originals.values() if original.fault]
    return Reported(len(catalog.targets), len(catalog.documents), faults)


def _refuse_other_ending(path: str | os.PathLike[str]) -> None:
    ending = Path(path).suffix.lower()
    if ending not in (".html", ".htm"):
        fault = f"no page has the ending {ending}" if ending else "has no ending"
        raise CatalogError(os.fspath(path), fault, "use .html")


def _refuse_original(path: str | os.PathLike[str], originals: Iterable[Original]) -> None:
    place = Path(path)
    if place.exists() and any(original.path and place.samefile(original.path) for original in originals):
        raise CatalogError(os.fspath(path), "is a document of the catalog", "name another file")
