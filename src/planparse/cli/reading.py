"""Sources as the commands read them: with the settings found, a bar for many, and each error said when it is met."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from planparse.cli.console import say_error
from planparse.corpus import Source, read_all, sources_in
from planparse.errors import PlanparseError, SettingsError
from planparse.lexicon import load_lexicon
from planparse.library import lexicon_path, no_documents
from planparse.pipeline import Reading
from planparse.settings import Settings


class Readings:
    """The documents of a run, read once in order; ``failed`` counts those that could not be read."""

    def __init__(self, sources: list[Source | PlanparseError], lexicon: Path | None) -> None:
        self.sources = sources
        self.lexicon = load_lexicon(lexicon)
        self.failed = 0

    def __iter__(self) -> Iterator[Reading]:
        for reading in _with_bar(read_all(self.sources, self.lexicon), len(self.sources)):
            if isinstance(reading, PlanparseError):
                self.failed += 1
                say_error(reading)
            else:
                yield reading


def readings_of(paths: Sequence[str] | None, settings: Settings | None, lexicon: Path | None) -> Readings:
    """The documents at the paths, or those that the settings name. Raises PlanparseError where there are none."""
    return Readings(sources_of(paths, settings), lexicon_path(lexicon, settings))


def sources_of(paths: Sequence[str] | None, settings: Settings | None) -> list[Source | PlanparseError]:
    """What there is to read. Raises PlanparseError where that is nothing."""
    if not paths and not (settings and settings.sources):
        fault = "names no sources" if settings else "no such file here or above, and no SOURCE was given"
        raise SettingsError("planparse.toml", fault, "name files or folders: planparse extract SOURCE…")
    found = sources_in(paths or [], settings)
    if not found:
        raise no_documents(paths or [str(path) for path in (settings.sources if settings else ())])
    return found


def _with_bar(readings: Iterator[Reading | PlanparseError], total: int) -> Iterator[Reading | PlanparseError]:
    """A progress bar while more than one document is read, for a person who is watching."""
    if total < 2 or not sys.stderr.isatty():
        yield from readings
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(readings, total=total, description="Reading")
