"""Rows of targets as a data frame of the library that the user has: pandas or polars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

from planparse.errors import MissingExtraError, SettingsError
from planparse.export.rows import COLUMNS, Type, rows_in
from planparse.models import Catalog

if TYPE_CHECKING:
    import pandas
    import polars

Library = Literal["pandas", "polars"]

# Dates by the second: pandas' nanoseconds end in 2262, and a deadline that a person set need not.
_PANDAS: Final[Mapping[Type, str]] = {
    "string": "string", "strings": "object", "int32": "Int32", "int64": "Int64", "float64": "float64", "date": "datetime64[s]",
}  # fmt: skip


def frame_of(catalog: Catalog, library: Library | None = None) -> pandas.DataFrame | polars.DataFrame:
    """The rows of a catalog as a frame of this library; without a name, of pandas where it is installed, else of polars.

    Raises MissingExtraError where it is not installed, SettingsError for any other library.
    """
    if library is not None and library not in _FRAMES:
        raise SettingsError("to_frame", '"{library}" is no library it knows', "give {names}", library=library, names=" or ".join(_FRAMES))
    there = [name for name in ([library] if library else _FRAMES) if find_spec(name)]
    if not there:
        raise MissingExtraError("to_frame", "a data frame", package=library or " or ".join(_FRAMES))
    return _FRAMES[there[0]](catalog)


def _pandas_frame(catalog: Catalog) -> pandas.DataFrame:
    import pandas

    rows = rows_in(catalog)
    return pandas.DataFrame({name: pandas.Series([row[name] for row in rows], dtype=_PANDAS[kind]) for name, kind, _ in COLUMNS})


def _polars_frame(catalog: Catalog) -> polars.DataFrame:
    import polars

    types: Mapping[Type, polars.DataType | type[polars.DataType]] = {
        "string": polars.String, "strings": polars.List(polars.String), "int32": polars.Int32, "int64": polars.Int64,
        "float64": polars.Float64, "date": polars.Date,
    }  # fmt: skip
    return polars.DataFrame(rows_in(catalog), schema={name: types[kind] for name, kind, _ in COLUMNS})


_FRAMES: Final[Mapping[Library, Callable[[Catalog], pandas.DataFrame | polars.DataFrame]]] = {
    "pandas": _pandas_frame, "polars": _polars_frame,
}  # fmt: skip
