"""What a program imports: plan documents in, a catalog out. The command line is a wrapper around this."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

from planparse import __version__
from planparse.catalog.selection import refuse_no_share
from planparse.corpus import Corrected, read_all
from planparse.errors import CorrectionsWarning, PlanparseError, SourceError
from planparse.lexicon import load_lexicon
from planparse.models import Catalog, Document, Generator, Kind, Period, Statuses, Target
from planparse.pipeline import Reading, read_document
from planparse.project import Project, project_of
from planparse.settings import Settings, document_settings
from planparse.sources.find import READABLE
from planparse.sources.text import text_of

AnyPath = str | os.PathLike[str]


def extract(
    sources: AnyPath | Sequence[AnyPath],
    *,
    settings: Settings | None = None,
    lexicon: AnyPath | None = None,
    status: Statuses = "planned",
    min_confidence: float = 0,
    max_size: int | None = None,
) -> Catalog:
    """The catalog of documents: a file, a folder (every document under it), or several of them.

    ``settings`` come from ``planparse.find_settings()`` or ``planparse.load_settings(path)``; without them no settings
    file is looked for. ``lexicon`` is a file of your own entries, laid over the built-in ones. ``status`` chooses
    the targets: ``planned`` ones, ``achieved`` ones, ``context``, or ``all``; ``min_confidence`` (0 to 1) leaves out those less sure.
    A document of more than ``max_size`` megabytes (64, unless the settings say otherwise) is refused.
    Corrections are laid over: those that the settings name, else ``corrections.yaml`` beside the catalog or in the one folder;
    a CorrectionsWarning says of each that could not be what became of it.

    Raises SourceError at the first source that cannot be read, MissingExtraError where an optional package is needed
    for it, LexiconError and CorrectionsError for files that do not fit.

    >>> import pathlib, planparse, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "plan.txt").write_text("滨河区2025年工作计划\\n\\n建成公园5座。", encoding="utf-8")
    ...     catalog = planparse.extract(folder)
    >>> catalog.documents[0].id, catalog.targets[0].deadline.end.year
    ('plan', 2025)
    """
    paths = paths_of(sources)
    project = project_of(paths, settings, lexicon=Path(lexicon) if lexicon is not None else None, max_size=max_size)
    if not project.sources:
        raise no_documents(paths)
    readings = (_warned(or_raise(read), project) for read in read_all(project.sources, project.lexicon, project.corrections))
    return catalog_of(readings, project.lexicon.fingerprint, status, min_confidence)


def extract_text(
    text: str,
    *,
    title: str | None = None,
    issuer: str | None = None,
    kind: Kind | None = None,
    period: Period | str | None = None,
    name: str = "text",
    lexicon: AnyPath | None = None,
    status: Statuses = "planned",
    min_confidence: float = 0,
) -> Catalog:
    """The catalog of one text. What is given here goes before what the text says of itself.

    ``period`` is a ``Period``, a year (``"2025"``) or two (``"2024-2026"``).
    ``name`` becomes the document's id and path; ``status`` and ``min_confidence`` are those of ``extract``.

    Raises SettingsError for a kind or period that does not fit, LexiconError for a lexicon that does not fit.

    >>> import planparse
    >>> target = planparse.extract_text("力争到2027年绿地率达到40%以上。").targets[0]
    >>> target.indicator, target.modality, target.quantity.value, target.quantity.comparator, target.deadline.end.isoformat()
    ('绿地率', 'strive', Decimal('40'), 'min', '2027-12-31')
    """
    said = document_settings(title=title, issuer=issuer, kind=kind, period=period)
    words = load_lexicon(None if lexicon is None else Path(lexicon))
    reading = read_document(text_of(text, path=name), words, said, name)
    return catalog_of([reading], words.fingerprint, status, min_confidence)


def catalog_of(readings: Iterable[Reading], lexicon: str, status: Statuses = "planned", min_confidence: float = 0) -> Catalog:
    """The catalog that documents make, as they were read with the lexicon of this fingerprint."""
    generator = generator_of(lexicon, status, min_confidence)
    documents: list[Document] = []
    targets: list[Target] = []
    for reading in readings:
        document, read = reading.as_written()
        documents.append(document)
        targets += (one for one in read if status in ("all", one.status) and one.confidence >= min_confidence)
    return Catalog(generator=generator, documents=tuple(documents), targets=tuple(targets))


def generator_of(lexicon: str, status: Statuses = "planned", min_confidence: float = 0) -> Generator:
    """What makes a catalog: this version, with the lexicon of this fingerprint and these choices. Raises SettingsError."""
    refuse_no_share(min_confidence)
    return Generator(version=__version__, lexicon=lexicon, status=status, min_confidence=min_confidence)


def no_documents(paths: Sequence[str]) -> SourceError:
    """The error where nothing that planparse reads is at these paths."""
    return SourceError(", ".join(paths) or "no source", "no documents found", "readable are {names}", names=", ".join(READABLE))


def paths_of(sources: AnyPath | Sequence[AnyPath]) -> list[str]:
    """One path or several as a list."""
    return [os.fspath(path) for path in ([sources] if isinstance(sources, str | os.PathLike) else sources)]


def or_raise(read: Corrected | PlanparseError) -> Corrected:
    """What was read, or the error in its place."""
    if isinstance(read, PlanparseError):
        raise read
    return read


def _warned(read: Corrected, project: Project) -> Reading:
    for outcome in read.outcomes:
        if outcome.is_problem:
            warnings.warn(outcome.message(project.corrections.path), CorrectionsWarning, stacklevel=3)
    return read.reading
