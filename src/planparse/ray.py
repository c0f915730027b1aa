"""planparse in a pipeline of Ray Data (extra ``ray``): a dataset of files becomes a dataset of targets.

``planparse extract --on`` does all of it for files and folders; this is for pipelines of your own.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from planparse.corpus.cluster import pack, ray, unpacked
from planparse.corpus.extraction import Failure, Recipe, extract_one
from planparse.corpus.reading import Source, document_ids
from planparse.curation.file import Corrections
from planparse.export.parquet import pyarrow, rows_from_bytes, schema
from planparse.lexicon import load_lexicon
from planparse.library import AnyPath, generator_of
from planparse.models import Statuses
from planparse.pipeline import DocumentSettings
from planparse.sources import MAX_SIZE

_RETRIES = 3
_FAULT = "fault"


def extract_dataset(
    ds: Any,
    *,
    status: Statuses = "planned",
    min_confidence: float = 0,
    lexicon: AnyPath | None = None,
    max_size: int = MAX_SIZE,
    batch_size: int = 8,
    concurrency: int | tuple[int, int] | None = None,
) -> Any:
    """The targets of a dataset of files, as a dataset with the columns of ``docs/tables.md`` and ``fault``.

    ``ds`` has the columns ``path`` and ``bytes``, as ``ray.data.read_binary_files(place, include_paths=True)`` gives them. A column
    ``document`` names each document in the output; without it that is the stem of its path, which is for you to keep apart where two
    folders hold files of one name. A file that cannot be read gives one row with its ``path`` and ``fault``, in which the rest is null.

    ``status``, ``min_confidence`` and ``lexicon`` are those of ``planparse.extract``; ``max_size`` is in megabytes. ``batch_size`` files
    are read at a time; ``concurrency`` is how many workers there are (default: from one to as many as the cluster has cores, less one
    for reading), each of which loads the extractor once. A worker that is lost is replaced, and its batch read again, at most three times.

    Raises MissingExtraError, LexiconError, SettingsError.
    """
    library = ray()
    data = import_module("ray.data")
    words = load_lexicon(None if lexicon is None else Path(lexicon))
    recipe = Recipe(words, Corrections(""), generator_of(words.fingerprint, status, min_confidence), "parquet")
    workers = concurrency or (1, max(1, int(library.cluster_resources().get("CPU", 1)) - 1))
    smallest, largest = workers if isinstance(workers, tuple) else (workers, workers)
    return ds.map_batches(
        _Extractor,
        batch_format="pyarrow",
        batch_size=batch_size,
        fn_constructor_args=(pack(recipe), max_size),
        compute=data.ActorPoolStrategy(min_size=smallest, max_size=largest),
        max_restarts=-1,
        max_task_retries=_RETRIES,
    )


class _Extractor:
    """Loaded once in each worker."""

    def __init__(self, packed: bytes, max_size: int) -> None:
        self._recipe, self._max_size = unpacked(packed), max_size

    def __call__(self, batch: Any) -> Any:
        """A table of files becomes a table of targets."""
        arrow = pyarrow()
        files = batch.to_pylist()
        tables = [self._table(str(file["path"]), file["bytes"], file.get("document")) for file in files]
        return arrow.concat_tables(tables)

    def _table(self, path: str, content: bytes, document: str | None) -> Any:
        arrow = pyarrow()
        source = Source(path, None, document or document_ids([path])[0], DocumentSettings(), self._max_size, content)
        result = extract_one(source, self._recipe)
        if isinstance(result, Failure):
            table = arrow.Table.from_pylist([{"path": result.path}], schema=schema())
            return _with_fault(table, str(result.error))
        return _with_fault(arrow.Table.from_batches(rows_from_bytes(result.piece.rows), schema()), None)


def _with_fault(table: Any, fault: str | None) -> Any:
    arrow = pyarrow()
    return table.append_column(_FAULT, arrow.array([fault] * len(table), arrow.string()))
