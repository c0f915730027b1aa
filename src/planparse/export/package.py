"""A catalog as a folder that data portals take: two CSV tables, and beside them what their columns mean.

``datapackage.json`` describes them as a Frictionless Tabular Data Package, ``csv-metadata.json`` as CSV on the Web does; both are made
from the same columns. The same catalog gives the same bytes: nothing says when it was written.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple, get_args

from planparse.catalog.files import json_text, unwritable
from planparse.errors import CatalogError
from planparse.export.rows import COLUMNS, Column, Row, document_rows_in, rows_in
from planparse.export.tables import BETWEEN, text_cell
from planparse.models import Binding, Catalog, Comparator, DeadlineSource, Kind, Measure, Modality, Per, Status, Verdict

ABOUT: Final = "datapackage.json"
"""By this file a folder is known as a data package, and may be written over."""
CSVW: Final = "csv-metadata.json"
"""Where CSV on the Web looks for what is said of the tables of a folder."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": get_args(Kind), "status": get_args(Status), "measure": get_args(Measure), "comparator": get_args(Comparator),
    "modality": get_args(Modality), "deadline_source": get_args(DeadlineSource), "per": get_args(Per), "binding": get_args(Binding),
    "reviewed": get_args(Verdict),
}  # fmt: skip
"""The columns that hold one of a few words."""
REQUIRED: Final = frozenset(
    ("id", "document", "path", "sha256", "status", "indicator", "measure", "quantity", "value", "value_exact", "comparator", "sentence")
)
"""The columns in which every row has something."""

_FIELD_TYPES: Final = {"int32": "integer", "int64": "integer", "float64": "number", "date": "date"}
_CSVW_TYPES: Final = {"int32": "int", "int64": "long", "float64": "double", "date": "date"}


class _Table(NamedTuple):
    """One CSV file: its columns, its rows as bytes, and which column leads to the other table."""

    name: str
    meaning: str
    columns: Sequence[Column]
    content: bytes
    leads: str | None

    @property
    def path(self) -> str:
        return f"{self.name}.csv"


def write_package(catalog: Catalog, folder: str | os.PathLike[str]) -> int:
    """Writes the data package of a catalog, whole or not at all, and gives the number of its targets.

    A folder that is there already is replaced where it is a data package, and is refused where it holds anything else.
    Raises CatalogError.
    """
    place = Path(os.path.realpath(folder))
    _refuse_foreign(place, os.fspath(folder))
    files = package_files(catalog)
    try:
        _replace(place, files)
    except OSError as error:
        raise unwritable(os.fspath(folder), error) from None
    return len(catalog.targets)


def package_files(catalog: Catalog) -> dict[str, bytes]:
    """The files of the data package of a catalog, by name."""
    targets = _csv_bytes(COLUMNS, rows_in(catalog))
    documents, columns = document_rows_in(catalog)
    tables = (
        _Table("documents", "The plans, a row each.", columns, _csv_bytes(columns, documents), None),
        _Table("targets", "What the plans commit to and report, a row a number.", COLUMNS, targets, "document"),
    )
    described = {ABOUT: data_package(catalog, tables), CSVW: csvw(tables)}
    return {table.path: table.content for table in tables} | {name: _json_bytes(fields) for name, fields in described.items()}


def data_package(catalog: Catalog, tables: Iterable[_Table]) -> dict[str, object]:
    """The descriptor of a Tabular Data Package (specs.frictionlessdata.io)."""
    return {
        "profile": "tabular-data-package",
        "name": _name_of(catalog),
        "title": _title_of(catalog),
        "description": "Targets of Chinese government plans: what is measured, how much, how firmly, by when, and where it says so.",
        "sources": [{"title": document.title or document.id, "path": document.path} for document in catalog.documents],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: _Table) -> dict[str, object]:
    fields: dict[str, object] = {"fields": [_field(column) for column in table.columns], "missingValues": [""], "primaryKey": "id"}
    if table.leads:
        fields["foreignKeys"] = [{"fields": table.leads, "reference": {"resource": "documents", "fields": "id"}}]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.meaning,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{hashlib.sha256(table.content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": fields,
    }


def _field(column: Column) -> dict[str, object]:
    described: dict[str, object] = {"name": column.name, "type": _FIELD_TYPES.get(column.type, "string"), "description": column.meaning}
    constraints: dict[str, object] = {}
    if column.name in REQUIRED:
        constraints["required"] = True
    if column.name in CHOICES:
        constraints["enum"] = list(CHOICES[column.name])
    if column.name == "confidence":
        constraints |= {"minimum": 0, "maximum": 1}
    return described | ({"constraints": constraints} if constraints else {})


def csvw(tables: Iterable[_Table]) -> dict[str, object]:
    """The metadata of CSV on the Web (W3C, Metadata Vocabulary for Tabular Data) for the same tables."""
    return {"@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}], "tables": [_csvw_table(table) for table in tables]}


def _csvw_table(table: _Table) -> dict[str, object]:
    fields: dict[str, object] = {"columns": [_csvw_column(column) for column in table.columns], "primaryKey": "id"}
    if table.leads:
        reference = {"resource": "documents.csv", "columnReference": "id"}
        fields["foreignKeys"] = [{"columnReference": table.leads, "reference": reference}]
    return {"url": table.path, "dc:description": table.meaning, "tableSchema": fields}


def _csvw_column(column: Column) -> dict[str, object]:
    kind: object = _CSVW_TYPES.get(column.type, "string")
    if column.name in CHOICES:
        kind = {"base": "string", "format": "|".join(CHOICES[column.name])}
    described: dict[str, object] = {"name": column.name, "titles": column.name, "dc:description": column.meaning, "datatype": kind}
    if column.name in REQUIRED:
        described["required"] = True
    return described | ({"separator": BETWEEN} if column.type == "strings" else {})


def _csv_bytes(columns: Iterable[Column], rows: Iterable[Row]) -> bytes:
    """UTF-8 without a byte order mark, which programs would take for a part of the first name; no text in it becomes a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    writer.writerows([text_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8")


def _json_bytes(fields: object) -> bytes:
    return f"{json_text(fields, indent=2)}\n".encode()


def _name_of(catalog: Catalog) -> str:
    """A name that the standard allows (a-z, 0-9, ., _ and -), from the ids of the documents where there is one."""
    ids = [document.id for document in catalog.documents]
    own = re.sub(r"[^a-z0-9._-]+", "-", ids[0].lower()).strip("-") if len(ids) == 1 else ""
    return f"planparse-{own}" if own else "planparse-targets"


def _title_of(catalog: Catalog) -> str:
    """The title of the one document, or how many there are."""
    if len(catalog.documents) == 1:
        return catalog.documents[0].title or catalog.documents[0].id
    return f"Targets of {len(catalog.documents)} plans"


def _refuse_foreign(place: Path, shown: str) -> None:
    if place.is_file():
        raise CatalogError(shown, "is a file, and a data package is a folder", "name a folder")
    if place.is_dir() and any(place.iterdir()) and not (place / ABOUT).is_file():
        raise CatalogError(shown, "is there already, and is no data package", "name another folder, or empty it")
    if not place.parent.is_dir():
        raise CatalogError(shown, "its folder does not exist", "make the folder first")


def _replace(place: Path, files: Mapping[str, bytes]) -> None:
    """Makes the folder beside its place and moves it there: no reader sees a part of it."""
    beside = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.tmp")
    made, before = beside / "made", beside / "before"
    try:
        made.mkdir(parents=True)
        for name, content in files.items():
            (made / name).write_bytes(content)
        if place.exists():
            os.replace(place, before)
        os.replace(made, place)
    finally:
        if before.exists() and not place.exists():
            os.replace(before, place)
        shutil.rmtree(beside, ignore_errors=True)
