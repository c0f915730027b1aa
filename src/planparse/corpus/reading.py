"""From the paths that a user names to the documents that they hold, each read as it is asked for."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from planparse.catalog.sealing import origin_of
from planparse.curation.file import Corrections
from planparse.curation.overlay import Outcome, lay_over
from planparse.errors import PlanparseError
from planparse.lexicon import Lexicon
from planparse.models import Generator
from planparse.pipeline import DocumentSettings, Reading, read_document
from planparse.settings import Settings
from planparse.sources import MAX_SIZE, find_sources, read_source
from planparse.sources.find import STANDARD_INPUT


@dataclass(frozen=True, slots=True)
class Source:
    """One document still to be read: where it is, what the catalog calls it, and what is said of it in advance.

    ``shown`` is the path for catalog and messages where that is not ``path``; a larger file than ``max_size`` (megabytes) is refused.
    ``content`` are its bytes where they were read before, so that nothing has to be at ``path``.
    """

    path: str
    shown: str | None
    document_id: str
    settings: DocumentSettings
    max_size: int = MAX_SIZE
    content: bytes | None = field(default=None, repr=False)


def sources_in(paths: Sequence[str], settings: Settings | None = None) -> list[Source | PlanparseError]:
    """The documents at these paths, folders walked, in order and each once; without paths, those of the settings.

    A path that cannot be followed gives its error, before the documents, so that the others are still read.
    """
    own = settings if settings and not paths else None
    found, faults = find_sources([str(path) for path in own.sources] if own else paths)
    named = zip(found, document_ids(found), strict=True)
    return [*faults, *(_source(path, name, settings, own.folder if own else None) for path, name in named)]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One document read, with people's corrections laid over it, and what became of each of these."""

    reading: Reading
    outcomes: tuple[Outcome, ...]


def read_all(
    sources: Iterable[Source | PlanparseError], lexicon: Lexicon, corrections: Corrections
) -> Iterator[Corrected | PlanparseError]:
    """Reads one document after the other; in place of one that cannot be read comes its error."""
    for source in sources:
        yield _read(source, lexicon, corrections) if isinstance(source, Source) else source


def origin_of_source(source: Source, generator: Generator, corrections: Corrections) -> str:
    """What the rows of a document are made from beside its text."""
    given = {one.name: getattr(source.settings, one.name) for one in fields(source.settings)}
    said = {name: str(value) for name, value in given.items() if value is not None}
    return origin_of(generator, said, corrections.fingerprint(source.document_id, source.path))


def read_corrected(source: Source, lexicon: Lexicon, corrections: Corrections) -> Corrected:
    """One document, with the corrections of it laid over. Raises PlanparseError where it cannot be read."""
    text = read_source(source.path, source.shown, source.max_size, source.content)
    reading = read_document(text, lexicon, source.settings, source.document_id)
    entries = corrections.of(source.document_id)
    return Corrected(*lay_over(reading, entries, lexicon, corrections.source_of(source.path))) if entries else Corrected(reading, ())


def document_ids(paths: Sequence[str]) -> list[str]:
    """A short name for each path: the file's stem; where several share it, the folder's name before it; else a number.

    >>> document_ids(["2024/plan.txt", "2025/plan.txt", "my report.docx"])
    ['2024-plan', '2025-plan', 'my-report']
    """
    stems = [_name(Path(path).stem) if path != STANDARD_INPUT else "stdin" for path in paths]
    shared = Counter(stems)
    longer = [
        f"{_name(Path(path).absolute().parent.name)}-{stem}" if shared[stem] > 1 and path != STANDARD_INPUT else stem
        for path, stem in zip(paths, stems, strict=True)
    ]
    taken: set[str] = set()
    return [_free(name, taken) for name in longer]


def _source(path: str, document_id: str, settings: Settings | None, folder: Path | None) -> Source:
    """Sources that the settings name are shown as the settings name them: from the folder of the settings."""
    shown = Path(os.path.relpath(path, folder)).as_posix() if folder and path != STANDARD_INPUT else None
    said = settings.for_document(path) if settings and path != STANDARD_INPUT else DocumentSettings()
    return Source(path, shown, document_id, said, (settings.max_size if settings else None) or MAX_SIZE)


def _read(source: Source, lexicon: Lexicon, corrections: Corrections) -> Corrected | PlanparseError:
    try:
        return read_corrected(source, lexicon, corrections)
    except PlanparseError as error:
        return error


def _name(part: str) -> str:
    """A file's name as one word, whatever characters (or bytes that are none) are in it."""
    readable = part.encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"[\s\x00-\x1f\x7f]+", "-", readable) or "document"


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free
