"""Is a catalog still what its sources give? Only what may have changed is read again; what differs becomes findings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planparse import __version__
from planparse.catalog.committed import Committed
from planparse.catalog.compare import compare
from planparse.corpus import Corrected, Source, read_all
from planparse.curation.file import Entry
from planparse.curation.overlay import Outcome
from planparse.errors import PlanparseError
from planparse.findings.check import CheckFindings, Rules
from planparse.findings.models import Findings
from planparse.library import AnyPath, catalog_of, no_documents, or_raise, paths_of
from planparse.models import Catalog, Generator, Statuses
from planparse.pipeline import Reading
from planparse.project import Project, digest_of, named_catalog, project_of
from planparse.settings import Settings
from planparse.translation import Message, in_english


def check(
    sources: AnyPath | Sequence[AnyPath] = (),
    *,
    settings: Settings | None = None,
    catalog: AnyPath | None = None,
    lexicon: AnyPath | None = None,
) -> Findings:
    """What differs between a catalog file and what its sources give now; ``same`` is true where that is nothing.

    Arguments are those of ``planparse.extract``; without sources, those of the settings. ``catalog`` is the file, else the one that
    the settings name, else ``catalog.yaml`` in the one folder.

    Raises SourceError at the first source that cannot be read, CatalogError for a catalog that is not there or breaks the
    contract, LexiconError and CorrectionsError for files that do not fit.

    >>> import pathlib, planparse, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     plan = pathlib.Path(folder, "plan.txt")
    ...     _ = plan.write_text("建成公园5座。", encoding="utf-8")
    ...     planparse.save_catalog(planparse.extract(plan), f"{folder}/catalog.yaml")
    ...     _ = plan.write_text("建成公园8座。", encoding="utf-8")
    ...     found = planparse.check(folder)
    >>> found.same, [(one.before, one.after) for one in found.findings if one.target]
    (False, [('5 座', '8 座')])
    """
    paths = paths_of(sources)
    project = project_of(
        paths, settings, lexicon=Path(lexicon) if lexicon is not None else None, catalog=Path(catalog) if catalog is not None else None
    )
    if not project.sources:
        raise no_documents(paths)
    checked = Check(project)
    compared = checked.compared(map(or_raise, read_all(checked.to_read, project.lexicon, project.corrections)))
    with in_english():
        return compared.findings()


class Check:
    """One check of a project's catalog.

    ``to_read`` are the sources that have to be read: those whose seal does not fit. Hand what they give to ``compared``; then
    ``catalog`` and ``origins`` are what the file should hold.

    Raises CatalogError for a catalog that is not named, cannot be read, or breaks the contract.
    """

    def __init__(self, project: Project, status: Statuses | None = None, min_confidence: float | None = None) -> None:
        """``status`` and ``min_confidence`` are those that the catalog was made with, unless they are given."""
        self._project = project
        self.committed = Committed(os.fspath(named_catalog(project)))
        made = self.committed.generator
        self.generator = Generator(
            version=__version__,
            lexicon=project.lexicon.fingerprint,
            status=status or made.status,
            min_confidence=made.min_confidence if min_confidence is None else min_confidence,
        )
        self._origins = project.origins(self.generator)
        self._kept = {source.document_id for source in project.sources if isinstance(source, Source) and self._fits(source)}
        self.to_read = [source for source in project.sources if isinstance(source, PlanparseError) or source.document_id not in self._kept]
        self._fresh = Catalog(generator=self.generator)
        self._troubled: set[str] = set()

    def compared(self, read: Iterable[Corrected]) -> CheckFindings:
        """What differs, from what ``to_read`` gave."""
        outcomes: list[Outcome] = []
        self._fresh = catalog_of(_noting(read, outcomes), self.generator.lexicon, self.generator.status, self.generator.min_confidence)
        self._troubled = {outcome.entry.correction.document for outcome in outcomes if outcome.standing != "applied"}
        again = [name for name in self.committed.documents if name not in self._kept]
        committed = self.committed.part(again)
        known = [source.document_id for source in self._project.sources if isinstance(source, Source)]
        lost = [_lost(entry) for entry in self._project.corrections.without(known)]
        return CheckFindings(
            comparison=compare(committed, self._fresh, paths=self._project.by_settings),
            catalogs=(committed, self._fresh),
            outcomes=(*lost, *outcomes),
            rules=Rules(self.committed.generator, self.generator),
            catalog=self.committed.path,
            corrections=self._project.corrections.path,
            kept=sum(map(self.committed.count, self._kept)),
        )

    def catalog(self) -> Catalog:
        """What the sources give now: the documents that were read, and the others as they stand in the catalog."""
        kept = self.committed.part(self._kept)
        documents = {document.id: document for document in (*kept.documents, *self._fresh.documents)}
        order = [source.document_id for source in self._project.sources if isinstance(source, Source)]
        targets = [*kept.targets, *self._fresh.targets]
        return Catalog(
            generator=self.generator,
            documents=tuple(documents[name].model_copy(update={"seal": None}) for name in order if name in documents),
            targets=tuple(target for name in order for target in targets if target.document == name),
        )

    def origins(self) -> dict[str, str]:
        """The origins of the documents that may be sealed: those without a correction that somebody has to look at."""
        return {name: origin for name, origin in self._origins.items() if name not in self._troubled}

    def _fits(self, source: Source) -> bool:
        document = self.committed.documents.get(source.document_id)
        return bool(
            document
            and self.committed.fits(document, self._origins[source.document_id])
            and document.sha256 == digest_of(source)
            and (not self._project.by_settings or document.path in (source.shown, source.path))
        )  # fmt: skip


def _noting(read: Iterable[Corrected], outcomes: list[Outcome]) -> Iterator[Reading]:
    for corrected in read:
        outcomes += corrected.outcomes
        yield corrected.reading


def _lost(entry: Entry) -> Outcome:
    return Outcome(entry, "gone", Message("there is no document {name}", name=entry.correction.document))
