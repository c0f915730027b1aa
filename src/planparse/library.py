"""What a program imports: plan documents in, a catalog out. The command line is a wrapper around this."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from planparse import __version__
from planparse.corpus import read_all, sources_in
from planparse.errors import PlanparseError, SettingsError, SourceError
from planparse.lexicon import load_lexicon
from planparse.models import Catalog, Document, Generator, Kind, Period, Status, Target
from planparse.pipeline import Reading, read_document
from planparse.settings import Settings, document_settings
from planparse.sources.find import READABLE
from planparse.sources.text import text_of

AnyPath = str | os.PathLike[str]
Statuses = Literal[Status, "all"]


def extract(
    sources: AnyPath | Sequence[AnyPath],
    *,
    settings: Settings | None = None,
    lexicon: AnyPath | None = None,
    status: Statuses = "planned",
    min_confidence: float = 0,
) -> Catalog:
    """The catalog of documents: a file, a folder (every document under it), or several of them.

    ``settings`` come from ``planparse.settings.find_settings()`` or ``load_settings(path)``; without them no settings
    file is looked for. ``lexicon`` is a file of your own entries, laid over the built-in ones. ``status`` chooses
    the targets: ``planned`` ones, ``achieved`` ones, ``context``, or ``all``; ``min_confidence`` (0 to 1) leaves out those less sure.

    Raises SourceError at the first source that cannot be read, MissingExtraError where an optional package is needed
    for it, LexiconError for a lexicon that does not fit.
    """
    paths = [sources] if isinstance(sources, str | os.PathLike) else list(sources)
    words = load_lexicon(lexicon_path(lexicon, settings))
    found = sources_in([os.fspath(path) for path in paths], settings)
    if not found:
        raise no_documents([os.fspath(path) for path in paths])
    return catalog_of((_or_raise(reading) for reading in read_all(found, words)), words.fingerprint, status, min_confidence)


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
    """
    said = document_settings(title=title, issuer=issuer, kind=kind, period=period)
    words = load_lexicon(lexicon_path(lexicon, None))
    reading = read_document(text_of(text, path=name), words, said, name)
    return catalog_of([reading], words.fingerprint, status, min_confidence)


def catalog_of(readings: Iterable[Reading], lexicon: str, status: Statuses = "planned", min_confidence: float = 0) -> Catalog:
    """The catalog that documents make, as they were read with the lexicon of this fingerprint."""
    if not 0 <= min_confidence <= 1:
        raise SettingsError("min_confidence", f"{min_confidence} is no share", "give a number from 0 to 1")
    documents: list[Document] = []
    targets: list[Target] = []
    for reading in readings:
        documents.append(reading.document)
        targets += (one for one in reading.targets if status in ("all", one.status) and one.confidence >= min_confidence)
    generator = Generator(version=__version__, lexicon=lexicon)
    return Catalog(generator=generator, documents=tuple(documents), targets=tuple(targets))


def lexicon_path(lexicon: AnyPath | None, settings: Settings | None) -> Path | None:
    """The user's own lexicon file: the one that is named here, else that of the settings."""
    if lexicon is not None:
        return Path(lexicon)
    return settings.lexicon if settings else None


def no_documents(paths: Sequence[str]) -> SourceError:
    """The error where nothing that planparse reads is at these paths."""
    return SourceError(", ".join(paths) or "no source", "no documents found", f"readable are {', '.join(READABLE)}")


def _or_raise(reading: Reading | PlanparseError) -> Reading:
    if isinstance(reading, PlanparseError):
        raise reading
    return reading
