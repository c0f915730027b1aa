"""Sources as the commands read them: with the settings found, a bar for many, and each error said when it is met."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from planparse.cli.console import say, say_error
from planparse.corpus import Corrected, Source, read_all
from planparse.corpus.jobs import size_of
from planparse.curation.overlay import Outcome
from planparse.errors import PlanparseError, SettingsError
from planparse.library import no_documents
from planparse.models import Generator
from planparse.pipeline import Reading
from planparse.project import Project, project_of
from planparse.settings import Settings
from planparse.translation import translated

Result = TypeVar("Result")


class Readings:
    """Documents of a project, read once in order.

    ``errors`` are those of the documents that could not be read, ``outcomes`` are those of the corrections laid over the others.
    """

    def __init__(self, project: Project, sources: Sequence[Source | PlanparseError] | None = None) -> None:
        """Reads ``sources``, or all of the project."""
        self.project = project
        self.sources = list(project.sources if sources is None else sources)
        self.errors: list[PlanparseError] = []
        self.outcomes: list[Outcome] = []

    @property
    def failed(self) -> int:
        """How many documents could not be read."""
        return len(self.errors)

    def corrected(self) -> Iterator[Corrected]:
        read = read_all(self.sources, self.project.lexicon, self.project.corrections)
        for reading in with_bar(read, [size_of(source) for source in self.sources]):
            if isinstance(reading, PlanparseError):
                self.errors.append(reading)
                say_error(reading)
            else:
                self.outcomes += reading.outcomes
                yield reading

    def __iter__(self) -> Iterator[Reading]:
        return (read.reading for read in self.corrected())

    def origins(self, generator: Generator) -> dict[str, str]:
        """Origins, by which documents are sealed; not of those whose corrections somebody has to look at again each time."""
        troubled = {outcome.entry.correction.document for outcome in self.outcomes if outcome.standing != "applied"}
        return {name: origin for name, origin in self.project.origins(generator).items() if name not in troubled}

    def say_problems(self) -> None:
        """Says of each correction that was not laid over, or that the rules have left behind, what became of it."""
        for outcome in self.outcomes:
            if outcome.is_problem:
                say(f"planparse: {outcome.message(self.project.corrections.path)}")


def found_project(
    paths: Sequence[str] | None,
    settings: Settings | None,
    lexicon: Path | None = None,
    catalog: Path | None = None,
    max_size: int | None = None,
) -> Project:
    """The project at the paths, or that the settings describe. Raises PlanparseError where there are no documents."""
    if not paths and not (settings and settings.sources):
        fault = "names no sources" if settings else "no such file here or above, and no SOURCE was given"
        raise SettingsError("planparse.toml", fault, "name files or folders, or begin a project: planparse init FOLDER")
    project = project_of(paths or [], settings, lexicon=lexicon, catalog=catalog, max_size=max_size)
    if not project.sources:
        raise no_documents(paths or [str(path) for path in (settings.sources if settings else ())])
    return project


def with_bar(results: Iterator[Result], sizes: Sequence[int], done: int = 0) -> Iterator[Result]:
    """A bar with rate and remaining time while more than one document is read, for a person who is watching.

    ``sizes`` are those of all documents, in bytes, of which the first ``done`` were read before.
    """
    if len(sizes) < 2 or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    rate = translated("{task.fields[done]}/{task.fields[of]} documents, {task.fields[rate]:.1f} a second,")
    words = TextColumn(translated("Reading")), TextColumn(rate), TextColumn(translated("left"))
    columns = (words[0], BarColumn(), words[1], TimeRemainingColumn(), words[2])
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=sum(sizes) or None, completed=sum(sizes[:done]), done=done, of=len(sizes), rate=0.0)
        begun = time.monotonic()
        for number, result in enumerate(results, start=1):
            rate_now = number / max(time.monotonic() - begun, 0.001)
            progress.update(bar, advance=sizes[done + number - 1], done=done + number, rate=rate_now)
            yield result
