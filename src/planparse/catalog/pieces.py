"""A catalog in pieces, so that one of any size is written without being held: what each document adds to the file, and how they join.

Joined, they are what ``catalog_text`` gives of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from planparse.catalog.files import Format, json_text
from planparse.catalog.sealing import block_of, rows_by_document, said_in, seal_of
from planparse.catalog.yaml_writer import yaml_text
from planparse.models import SCHEMA_ID, Document, Generator, Target


class Piece(NamedTuple):
    """What one document adds to a catalog: to the list of documents, and to the list of targets. In JSON Lines all is in ``rows``."""

    document: bytes
    rows: bytes


def piece_of(document: Document, targets: Sequence[Target], format: Format, origin: str | None = None) -> Piece:
    """The piece of a document with its targets; it is sealed where its origin is given."""
    fields = document.model_dump(by_alias=True)
    dumped = [target.model_dump(by_alias=True) for target in targets]
    rows = rows_by_document(dumped).get(document.id, "") if origin or format == "yaml" else ""
    if origin:
        fields["seal"] = seal_of(said_in(block_of(fields)), rows, origin)
    if format == "yaml":
        return _encoded(block_of(fields), rows)
    if format == "json":
        return _encoded(_entry(fields), ",\n".join(map(_entry, dumped)))
    lines = [{"document": fields}, *({"target": target} for target in dumped)]
    return _encoded("", "".join(f"{json_text(line)}\n" for line in lines))


def joined(format: Format, generator: Generator, documents: Iterable[bytes], rows: Iterable[bytes]) -> Iterator[bytes]:
    """A catalog file, from its pieces in the order of the documents; ``documents`` are taken before ``rows``."""
    head: dict[str, Any] = {"schema": SCHEMA_ID, "generator": generator.model_dump()}
    if format == "yaml":
        yield yaml_text(head).encode()
        yield from _listed(documents, b"documents:\n", b"", b"", b"documents: []\n")
        yield from _listed(rows, b"targets:\n", b"", b"", b"targets: []\n")
    elif format == "json":
        yield json_text(head, indent=2).removesuffix("\n}").encode()
        yield from _listed(documents, b',\n  "documents": [\n', b",\n", b"\n  ]", b',\n  "documents": []')
        yield from _listed(rows, b',\n  "targets": [\n', b",\n", b"\n  ]", b',\n  "targets": []')
        yield b"\n}\n"
    else:
        yield json_text(head).encode() + b"\n"
        yield from rows


def _listed(entries: Iterable[bytes], begin: bytes, between: bytes, end: bytes, empty: bytes) -> Iterator[bytes]:
    """Entries with what stands before, between and behind them; ``empty`` where there are none. An empty entry is none."""
    before = begin
    for entry in filter(None, entries):
        yield before
        yield entry
        before = between
    yield empty if before is begin else end


def _entry(value: object) -> str:
    """An entry of a list, as far in as it stands in the file."""
    return "    " + json_text(value, indent=2).replace("\n", "\n    ")


def _encoded(document: str, rows: str) -> Piece:
    return Piece(document.encode("utf-8"), rows.encode("utf-8"))
