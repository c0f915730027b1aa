"""What belongs together: sources, the catalog that is kept of them, the corrections beside it, the lexicon, the settings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planparse.corpus import Source, origin_of_source, sources_in
from planparse.curation.file import FILE_NAME, Corrections, load_corrections
from planparse.errors import CatalogError, PlanparseError
from planparse.lexicon import Lexicon, load_lexicon
from planparse.models import Generator
from planparse.settings import Settings, shown_path
from planparse.sources.find import STANDARD_INPUT

CATALOG_NAME = "catalog.yaml"


@dataclass(frozen=True, slots=True)
class Project:
    """Documents still to be read, and what is laid over them.

    ``catalog`` is None where nothing says which file that is. ``by_settings`` says that the settings name the sources, so that their
    paths are the same wherever somebody stands.
    """

    sources: tuple[Source | PlanparseError, ...]
    lexicon: Lexicon
    corrections: Corrections
    catalog: Path | None
    by_settings: bool

    def origins(self, generator: Generator) -> dict[str, str]:
        """What the rows of each document are made from beside its text, by its id."""
        sources = (source for source in self.sources if isinstance(source, Source))
        return {source.document_id: origin_of_source(source, generator, self.corrections) for source in sources}

    def source_of(self, document: str) -> str | None:
        """The path of a document as corrections name it."""
        paths = (source.path for source in self.sources if isinstance(source, Source) and source.document_id == document)
        return next(map(self.corrections.source_of, paths), None)


def project_of(
    paths: Sequence[str],
    settings: Settings | None = None,
    *,
    lexicon: Path | None = None,
    catalog: Path | None = None,
    max_size: int | None = None,
) -> Project:
    """The project that sources make, or without any, that the settings describe.

    ``lexicon``, ``catalog`` and ``max_size`` (megabytes of a document) go before what the settings say. The corrections are those
    that the settings name, else ``corrections.yaml`` beside the catalog.

    Raises LexiconError and CorrectionsError.
    """
    beside = catalog or _catalog_of(paths, settings)
    words = lexicon or (settings.lexicon if settings else None)
    return Project(
        sources=tuple(_limited(source, max_size) for source in sources_in(paths, settings)),
        lexicon=load_lexicon(words),
        corrections=load_corrections(_corrections_of(beside, settings)),
        catalog=beside,
        by_settings=bool(settings) and not paths,
    )


def named_catalog(project: Project) -> Path:
    """The project's catalog. Raises CatalogError where nothing says which file that is."""
    if project.catalog is None:
        raise CatalogError(CATALOG_NAME, "not clear where it is", "name the catalog with --catalog FILE")
    return project.catalog


def digest_of(source: Source) -> str | None:
    """The SHA-256 of a source's bytes; None where they cannot be had twice, or not at all."""
    if source.path == STANDARD_INPUT:
        return None
    try:
        with open(source.path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return None


def _catalog_of(paths: Sequence[str], settings: Settings | None) -> Path | None:
    """As the settings say, else ``catalog.yaml`` in the one folder that is the source."""
    if settings and settings.catalog:
        return Path(shown_path(settings.catalog))
    folders = [Path(path) for path in paths] or list(settings.sources if settings else ())
    if len(folders) != 1 or not folders[0].is_dir():
        return None
    return Path(shown_path(folders[0] / CATALOG_NAME))


def _corrections_of(catalog: Path | None, settings: Settings | None) -> str | None:
    if settings and settings.corrections:
        return shown_path(settings.corrections)
    return os.fspath(catalog.with_name(FILE_NAME)) if catalog else None


def _limited(source: Source | PlanparseError, max_size: int | None) -> Source | PlanparseError:
    return replace(source, max_size=max_size) if max_size and isinstance(source, Source) else source
