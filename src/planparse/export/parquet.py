"""Rows of targets as Parquet: a file, or a folder of files by the year of the document. Needs the extra ``tables``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import IO, Any

from planparse.errors import MissingExtraError
from planparse.export.rows import COLUMNS, rows_of
from planparse.models import Document, Target

ROWS_OF_GROUP = 20_000
"""Rows are written in groups of at least so many, with no document cut in two; fewer at the end of a file."""


def pyarrow() -> Any:
    """The library. Raises MissingExtraError."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("Parquet", "writing it", "tables") from None
    return pyarrow


@cache
def schema() -> Any:
    """The columns of ``planparse.export.rows`` as an Arrow schema, each with its meaning."""
    arrow = pyarrow()
    types = {"string": arrow.string(), "strings": arrow.list_(arrow.string()), "date": arrow.date32()}
    kinds = {**types, "int32": arrow.int32(), "int64": arrow.int64(), "float64": arrow.float64()}
    columns = [arrow.field(name, kinds[kind], metadata={"description": meaning}) for name, kind, meaning in COLUMNS]
    return arrow.schema(columns)


def rows_as_bytes(document: Document, targets: Sequence[Target]) -> bytes:
    """The rows of a document as one Arrow record batch, without its schema; empty where there are none."""
    if not targets:
        return b""
    batch = pyarrow().RecordBatch.from_pylist(list(rows_of(document, targets)), schema=schema())
    return bytes(batch.serialize())


def rows_from_bytes(rows: bytes) -> list[Any]:
    """The record batches in what ``rows_as_bytes`` gave: one, or none."""
    arrow = pyarrow()
    return [arrow.ipc.read_record_batch(arrow.py_buffer(rows), schema())] if rows else []


def write_rows(file: IO[bytes], batches: Iterable[bytes], *, without: Sequence[str] = ()) -> None:
    """Writes documents' rows, as ``rows_as_bytes`` gave them, as one Parquet file: the same rows, the same bytes.

    ``without`` names columns to leave out.
    """
    arrow = pyarrow()
    columns = [name for name in schema().names if name not in without]
    with arrow.parquet.ParquetWriter(file, schema().empty_table().select(columns).schema, compression="zstd") as writer:
        for group in _groups(batches):
            writer.write_table(group.select(columns), row_group_size=len(group))


def _groups(batches: Iterable[bytes]) -> Iterator[Any]:
    arrow = pyarrow()
    gathered: list[Any] = []
    for batch in batches:
        gathered += rows_from_bytes(batch)
        if sum(map(len, gathered)) >= ROWS_OF_GROUP:
            yield arrow.Table.from_batches(gathered, schema()).combine_chunks()
            gathered = []
    if gathered:
        yield arrow.Table.from_batches(gathered, schema()).combine_chunks()
