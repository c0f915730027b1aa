"""What documents gave, kept on disk until all are read: memory stays flat, and a run that was broken off can go on.

A spool is a folder: the pieces of the documents one behind the other in two files, and an index with a line a document. The index
is written after the pieces, so that what it names is there, whenever the run ends.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from planparse.catalog.pieces import Piece
from planparse.corpus.cache import code, digest_of_file
from planparse.corpus.extraction import Extracted, Failure, Recipe, Result
from planparse.corpus.reading import Source, origin_of_source
from planparse.errors import PlanparseError
from planparse.targets.identity import digest

Given = Source | PlanparseError


class Spooled(NamedTuple):
    """A line of the index. ``source`` says which document it is, and by what it was read; ``sizes`` are those of its piece."""

    source: str
    sha256: str | None
    result: Result
    sizes: tuple[int, int]


@dataclass
class Summary:
    """What came of a run. ``problems`` are messages about corrections, ``faults`` count what was wrong with sources."""

    documents: int = 0
    targets: int = 0
    applied: int = 0
    problems: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """How many sources could not be read."""
        return sum(self.faults.values())


class Spool:
    """The spool of one run in a folder that is there."""

    def __init__(self, folder: Path, recipe: Recipe, sources: Sequence[Given], *, resume: bool = False) -> None:
        """Begins anew, or with ``resume`` behind the documents that a run like this one left there.

        ``done`` is how many documents that are. A document counts only if its file, and what else its rows are made from, are the same.
        """
        self.folder = folder
        self._recipe = recipe
        run = json.dumps([recipe.form, recipe.generator.model_dump(), code()])
        known = resume and _text(folder / "run") == run
        (folder / "run").write_text(run, encoding="utf-8")
        self._files = [_opened(folder / name, anew=not known) for name in ("documents", "rows", "index")]
        self.done = self._keep(sources) if known else 0

    def add(self, source: Given, result: Result) -> None:
        """Adds what the next document gave."""
        documents, rows, index = self._files
        piece = result.piece if isinstance(result, Extracted) else Piece(b"", b"")
        documents.write(piece.document)
        rows.write(piece.rows)
        documents.flush()
        rows.flush()
        index.write(self._line(source, result, (len(piece.document), len(piece.rows))))
        index.flush()

    def results(self) -> Iterator[Result]:
        """What the documents gave, in order, without their pieces."""
        return (one.result for one in self._entries())

    def documents(self) -> Iterator[bytes]:
        """What each adds to the list of documents."""
        return self._pieces(0)

    def rows(self) -> Iterator[bytes]:
        """The rows of each, in order; of one that could not be read, none."""
        return self._pieces(1)

    def summary(self) -> Summary:
        """What came of it so far."""
        summary = Summary()
        for result in self.results():
            if isinstance(result, Failure):
                summary.faults[result.fault] += 1
            else:
                summary.documents += 1
                summary.targets += result.targets
                summary.applied += result.applied
                summary.problems += result.problems
        return summary

    def close(self) -> None:
        """Closes the files, which stay."""
        for file in self._files:
            file.close()

    def remove(self) -> None:
        """Takes the folder away."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _line(self, source: Given, result: Result, sizes: tuple[int, int]) -> bytes:
        sha256 = digest_of_file(source) if isinstance(source, Source) and isinstance(result, Failure) else None
        if isinstance(result, Extracted):
            sha256, result = result.sha256, result._replace(piece=Piece(b"", b""))
        fields = {"source": self._named(source), "sha256": sha256, "sizes": sizes, type(result).__name__: _plain(result)}
        return json.dumps(fields).encode() + b"\n"

    def _named(self, source: Given) -> str:
        if isinstance(source, PlanparseError):
            return f"no document: {source}"
        origin = origin_of_source(source, self._recipe.generator, self._recipe.corrections)
        return digest(json.dumps([source.document_id, source.path, source.shown, source.max_size, origin]), 32)

    def _keep(self, sources: Sequence[Given]) -> int:
        """How many documents at the beginning of the spool are still right; what stands behind them is cut off."""
        done, sizes, end = 0, [0, 0], 0
        held = [file.seek(0, 2) for file in self._files[:2]]
        for (one, length), source in zip(self._lines(), sources, strict=False):
            now = [sizes[0] + one.sizes[0], sizes[1] + one.sizes[1]]
            if any(size > there for size, there in zip(now, held, strict=True)) or not self._is_same(one, source):
                break
            done, sizes, end = done + 1, now, end + length
        for file, size in zip(self._files, (*sizes, end), strict=True):
            file.truncate(size)
            file.seek(size)
        return done

    def _is_same(self, one: Spooled, source: Given) -> bool:
        now = digest_of_file(source) if isinstance(source, Source) else None
        return one.source == self._named(source) and one.sha256 == now and (now is not None or isinstance(source, PlanparseError))

    def _entries(self) -> Iterator[Spooled]:
        return (one for one, _ in self._lines())

    def _lines(self) -> Iterator[tuple[Spooled, int]]:
        """The lines of the index, each with its length; the last may have been cut short."""
        with open(self.folder / "index", "rb") as index:
            for line in index:
                try:
                    yield _spooled(json.loads(line)), len(line)
                except (ValueError, KeyError, TypeError):
                    return

    def _pieces(self, which: int) -> Iterator[bytes]:
        file: IO[bytes] = self._files[which]
        file.seek(0)
        for one in self._entries():
            yield file.read(one.sizes[which])


def failure_lines(results: Iterable[Result]) -> Iterator[str]:
    """A line of JSON for each source that could not be read: its path, what is wrong, what to do."""
    for result in results:
        if isinstance(result, Failure):
            yield json.dumps(result._asdict(), ensure_ascii=False) + "\n"


def _plain(result: Result) -> dict[str, Any]:
    fields = result._asdict()
    fields.pop("piece", None)
    return fields


def _spooled(fields: dict[str, Any]) -> Spooled:
    result: Result
    if "Failure" in fields:
        result = Failure(**fields["Failure"])
    else:
        said = fields["Extracted"]
        result = Extracted(**{**said, "problems": tuple(said["problems"])}, piece=Piece(b"", b""))
    return Spooled(fields["source"], fields["sha256"], result, tuple(fields["sizes"]))


def _opened(path: Path, *, anew: bool) -> IO[bytes]:
    path.touch()
    return open(path, "w+b" if anew else "r+b")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
