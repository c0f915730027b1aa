"""Rows of targets as the bytes of a file that other programs read: one table, a row a target."""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from planparse.catalog.files import json_text
from planparse.errors import MissingExtraError
from planparse.export.inert import inert
from planparse.export.parquet import schema as arrow_schema
from planparse.export.rows import COLUMNS, Row, Value
from planparse.findings.formats import escaped

if TYPE_CHECKING:
    import pyarrow

TABLE: Final = "targets"
"""The table of a database."""
BETWEEN: Final = "；"
"""Stands between the entries of a list, where a cell holds nothing but text."""
SHOWN: Final = (
    "id", "headings", "subject", "action", "indicator", "comparator", "quantity", "value_exact", "value_max_exact", "unit", "modality",
    "deadline_end", "responsible",
)  # fmt: skip
"""The columns of a Markdown table: what a person reads; the rest is for programs."""

_NAMES: Final = [column.name for column in COLUMNS]
_SQLITE_TYPES: Final = {"int32": "INTEGER", "int64": "INTEGER", "float64": "REAL"}


def csv_bytes(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel shows no Chinese; no text in it becomes a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_NAMES)
    writer.writerows([text_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def text_cell(value: Value) -> Value:
    """A value as a cell of a file in which everything is text: a list with its entries joined, and no formula."""
    if isinstance(value, list):
        value = BETWEEN.join(value)
    return inert(value) if isinstance(value, str) else value


def jsonl_bytes(rows: Iterable[Row]) -> bytes:
    """A JSON object a row."""
    return "".join(f"{json_text(row)}\n" for row in rows).encode("utf-8")


def markdown_bytes(rows: Iterable[Row]) -> bytes:
    """A Markdown table of the columns that people read."""
    lines = [SHOWN, ["---"] * len(SHOWN), *([_read(row[name]) for name in SHOWN] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode("utf-8")


def _read(value: Value) -> str:
    text = BETWEEN.join(value) if isinstance(value, list) else value
    return "" if text is None else escaped(str(text))


def sqlite_bytes(rows: Iterable[Row]) -> bytes:
    """An SQLite database; dates are ISO texts, lists JSON texts."""
    columns = ", ".join(f"{column.name} {_SQLITE_TYPES.get(column.type, 'TEXT')}" for column in COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "targets.sqlite")
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(f"CREATE TABLE {TABLE} ({columns})")
            marks = ", ".join("?" * len(COLUMNS))
            database.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", _sqlite_rows(rows))
        return path.read_bytes()


def _sqlite_rows(rows: Iterable[Row]) -> Iterator[list[Value]]:
    for row in rows:
        yield [
            value if value is None or isinstance(value, int | float | str) else json_text(value) if isinstance(value, list) else str(value)
            for value in row.values()
        ]


def parquet_bytes(rows: Sequence[Row]) -> bytes:
    """Parquet. Raises MissingExtraError without pyarrow."""
    table = _arrow_table(rows, ".parquet")
    from pyarrow import parquet

    content = BytesIO()
    parquet.write_table(table, content)
    return content.getvalue()


def duckdb_bytes(rows: Sequence[Row]) -> bytes:
    """A DuckDB database. Raises MissingExtraError without duckdb and pyarrow."""
    try:
        import duckdb
    except ImportError:
        raise _missing(".duckdb") from None
    table = _arrow_table(rows, ".duckdb")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "targets.duckdb")
        with duckdb.connect(str(path)) as database:
            database.register("rows", table)
            database.execute(f"CREATE TABLE {TABLE} AS SELECT * FROM rows")
        return path.read_bytes()


def _arrow_table(rows: Sequence[Row], ending: str) -> pyarrow.Table:
    try:
        import pyarrow
    except ImportError:
        raise _missing(ending) from None
    return pyarrow.Table.from_pylist(rows, schema=arrow_schema())


def _missing(ending: str) -> MissingExtraError:
    return MissingExtraError("planparse export", f"writing {ending}", "tables")
