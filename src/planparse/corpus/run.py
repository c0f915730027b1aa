"""From many documents to one output on one machine: in parallel, with flat memory, whole or not at all, and to be continued."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from planparse.catalog.committed import is_own_catalog, refuse_overwriting
from planparse.catalog.files import refuse_unwritable, unwritable, whole_file, write_text
from planparse.catalog.locking import try_lock
from planparse.catalog.pieces import joined
from planparse.corpus.cache import MOST_BYTES, bound
from planparse.corpus.extraction import Extracted, Recipe, Result
from planparse.corpus.jobs import size_of
from planparse.corpus.spool import Given, Spool, Summary, failure_lines
from planparse.errors import CatalogError, ClusterError
from planparse.export.parquet import write_rows
from planparse.export.parts import ABOUT, FAILURES, about, parts_of, write_part

PARQUET: Final = ".parquet"

ExtractAll = Callable[[Sequence[Given], Sequence[int], Recipe], Iterator[Result]]
"""What documents of these sizes give, in their order: by processes of this machine, or on a cluster."""


class Run:
    """One run over documents, as a context: take ``results``, then ``finish``.

    ``output`` is a file or, for Parquet under a name that does not end in ``.parquet``, a folder; None is standard output. Meanwhile
    the results are spooled in ``OUTPUT.partial``. That stays when a person breaks the run off, and a run with ``resume`` goes on from
    there: ``done`` is how many documents it found.

    Raises CatalogError where the output cannot be written, or is something else than what planparse writes.
    """

    def __init__(self, sources: Sequence[Given], recipe: Recipe, output: Path | None, *, resume: bool = False) -> None:
        self.sources, self.output, self._recipe = sources, output, recipe
        self.sizes = [size_of(source) for source in sources]
        self.failures: str | None = None
        self._refuse_output()
        with _unwritable_as(output):
            self._lock, folder = self._spool_folder(resume)
            try:
                self._spool = Spool(folder, recipe, sources, resume=resume)
            except OSError:
                self._lock.close()
                if not resume:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
        self.done = self._spool.done

    @property
    def partial(self) -> Path:
        """Where the results are spooled."""
        return self._spool.folder

    def results(self, extract_all: ExtractAll) -> Iterator[Result]:
        """What the documents give that are not done yet, in order."""
        left = slice(self.done, None)
        results = extract_all(self.sources[left], self.sizes[left], self._recipe)
        kept = 0
        try:
            for source, result in zip(self.sources[left], results, strict=True):
                with _unwritable_as(self.output):
                    self._spool.add(source, result)
                kept += result.kept if isinstance(result, Extracted) else 0
                if kept > MOST_BYTES // 8:
                    bound()
                    kept = 0
                yield result
        finally:
            getattr(results, "close", lambda: None)()
        if kept:
            bound()

    def finish(self) -> Summary:
        """Writes the output, unless no document could be read, and beside it the failures; says what came of the run."""
        summary = self._spool.summary()
        if summary.documents:
            self._write(summary)
        elif not self._is_folder:
            self._write_failures(summary)
        return summary

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if (kind is KeyboardInterrupt or isinstance(error, ClusterError)) and self.output and any(True for _ in self._spool.results()):
            self._spool.close()
        else:
            self._spool.remove()
        self._lock.close()

    # -- where

    @property
    def _is_folder(self) -> bool:
        return self._recipe.form == "parquet" and self.output is not None and self.output.suffix.lower() != PARQUET

    def _refuse_output(self) -> None:
        if self.output is None:
            return
        if self._is_folder:
            refuse_foreign_folder(self.output)
            return
        refuse_unwritable(self.output)
        if self._recipe.form == "parquet":
            _refuse_foreign_table(self.output)
        else:
            is_own_catalog(self.output)

    def _spool_folder(self, resume: bool) -> tuple[IO[bytes], Path]:
        """The folder, locked; another one where a run writes there now. What is no file, and standard output, have none beside them."""
        if self.output is None or (self.output.exists() and not self.output.is_file() and not self._is_folder):
            folder = Path(tempfile.mkdtemp(prefix="planparse-"))
            return open(folder / "lock", "wb"), folder
        folder = self.output.with_name(f"{self.output.name}.partial")
        folder.mkdir(exist_ok=True)
        lock = open(folder / "lock", "wb")  # noqa: SIM115
        if try_lock(lock):
            return lock, folder
        lock.close()
        if resume:
            raise CatalogError(os.fspath(folder), "another run is writing there", "wait until it has ended")
        own = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
        return open(own / "lock", "wb"), own

    # -- what

    def _write(self, summary: Summary) -> None:
        if self._is_folder:
            self._write_folder(summary)
            return
        if self._recipe.form == "parquet":
            assert self.output
            with whole_file(self.output) as file:
                write_rows(file, self._spool.rows())
        elif self.output:
            if is_own_catalog(self.output):
                refuse_overwriting(self.output, b"".join(self._catalog()).decode("utf-8"))
            with whole_file(self.output) as file:
                file.writelines(self._catalog())
        else:
            for piece in self._catalog():
                sys.stdout.write(piece.decode("utf-8"))
        self._write_failures(summary)

    def _catalog(self) -> Iterator[bytes]:
        assert self._recipe.form != "parquet"
        return joined(self._recipe.form, self._recipe.generator, self._spool.documents(), self._spool.rows())

    def _write_failures(self, summary: Summary) -> None:
        """A file of failures that an earlier run left would say what is no longer true."""
        if self.output is None or (self.output.exists() and not self.output.is_file()):
            return
        place = self.output.with_name(f"{self.output.stem}.failures.jsonl")
        if summary.failed:
            write_text(place, "".join(failure_lines(self._spool.results())))
            self.failures = os.fspath(place)
        else:
            place.unlink(missing_ok=True)

    def _write_folder(self, summary: Summary) -> None:
        """Makes the folder inside the spool, and moves it to its place: no reader sees a part of it, or parts of two runs."""
        assert self.output
        made = self._spool.folder / "made"
        with _unwritable_as(self.output):
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            years = (result.year if isinstance(result, Extracted) else None for result in self._spool.results())
            documents = zip(years, self._spool.rows(), strict=True)
            for number, part in enumerate(parts_of(self.sizes)):
                write_part(number, islice(documents, len(part)), lambda name: _file_in(made, name))
            if summary.failed:
                (made / FAILURES).write_text("".join(failure_lines(self._spool.results())), encoding="utf-8", newline="\n")
                self.failures = os.fspath(self.output / FAILURES)
            counts = {"documents": summary.documents, "targets": summary.targets, "failed": summary.failed}
            (made / ABOUT).write_bytes(about(self._recipe.generator, counts))
            if self.output.exists():
                os.replace(self.output, self._spool.folder / "before")
            os.replace(made, self.output)


def refuse_foreign_folder(folder: Path) -> None:
    """Refuses a folder that holds something that planparse did not write. Raises CatalogError."""
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / ABOUT).is_file():
            raise CatalogError(os.fspath(folder), "is there already, and is no output of planparse", "name another folder, or empty it")
    else:
        refuse_unwritable(folder)


def _refuse_foreign_table(path: Path) -> None:
    if path.is_file() and path.stat().st_size:
        with open(path, "rb") as file:
            if file.read(4) != b"PAR1":
                raise CatalogError(os.fspath(path), "is there already, and is no Parquet file", "name another file, or remove it")


def _file_in(folder: Path, name: str) -> IO[bytes]:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    return open(path, "wb")


@contextmanager
def _unwritable_as(output: Path | None) -> Iterator[None]:
    """An error of the operating system becomes one that names the output."""
    try:
        yield
    except OSError as error:
        raise unwritable(os.fspath(output or "standard output"), error) from None
