"""Some of a catalog's targets, chosen by what they say, as a catalog of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar, get_args

from planparse.errors import SettingsError
from planparse.models import Catalog, Document, Generator, Modality, Status, Target

_CHOICES: Final = {"status": get_args(Status), "modality": get_args(Modality)}

_Choice = TypeVar("_Choice", bound=str)


def refuse_no_share(min_confidence: float) -> None:
    """Raises SettingsError for what is no number from 0 to 1."""
    if not 0 <= min_confidence <= 1:
        raise SettingsError("min_confidence", "{min_confidence} is no share", "give a number from 0 to 1", min_confidence=min_confidence)


@dataclass(frozen=True)
class Selection:
    """What is wanted of a catalog; the fields are those of ``Catalog.filter``, and None chooses nothing.

    Raises SettingsError for a status, modality or confidence that there is not.
    """

    document: str | Collection[str] | None = None
    pillar: str | None = None
    status: Status | Collection[Status] | None = None
    indicator: str | None = None
    unit: str | Collection[str] | None = None
    modality: Modality | Collection[Modality] | None = None
    due_from: date | None = None
    due_until: date | None = None
    min_confidence: float = 0

    def __post_init__(self) -> None:
        refuse_no_share(self.min_confidence)
        for name, known in _CHOICES.items():
            wanted = _several(getattr(self, name))
            if unknown := sorted(wanted - {*known}) if wanted is not None else []:
                raise SettingsError(name, 'there is no "{value}"', "give some of {names}", value=unknown[0], names=", ".join(known))

    def of(self, catalog: Catalog) -> Catalog:
        """The catalog of these targets.

        A seal is kept only where it still fits: the rows of a document are all there, and the generator says the same.
        """
        is_named = _one_of(self.document)
        documents = [document for document in catalog.documents if is_named(document.id)]
        is_wanted = self._test(documents)
        targets = tuple(target for target in catalog.targets if is_named(target.document) and is_wanted(target))
        generator = self._generator(catalog.generator)
        before, after = _counts(catalog.targets), _counts(targets)
        return Catalog(
            generator=generator,
            documents=tuple(
                document if generator == catalog.generator and before[document.id] == after[document.id] else _unsealed(document)
                for document in documents
            ),
            targets=targets,
        )

    def _generator(self, generator: Generator) -> Generator:
        """As if the catalog had been extracted with this status and confidence."""
        wanted = _several(self.status)
        status = next(iter(wanted)) if generator.status == "all" and wanted is not None and len(wanted) == 1 else generator.status
        sure = max(generator.min_confidence, self.min_confidence)
        return Generator(version=generator.version, lexicon=generator.lexicon, status=status, min_confidence=sure)

    def _test(self, documents: Collection[Document]) -> Callable[[Target], bool]:
        """Whether a target of one of the documents is wanted."""
        has_status, has_unit, has_modality = _one_of(self.status), _one_of(self.unit), _one_of(self.modality)
        headings = {document.id: self._headings(document) for document in documents} if self.pillar is not None else None

        def is_wanted(target: Target) -> bool:
            return (
                has_status(target.status)
                and has_unit(target.quantity.unit)
                and has_modality(target.modality)
                and target.confidence >= self.min_confidence
                and (self.indicator is None or self.indicator in target.indicator or self.indicator in (target.subject or ""))
                and (headings is None or target.pillar in headings[target.document])
                and self._is_due(target)
            )

        return is_wanted

    def _headings(self, document: Document) -> set[str]:
        """The ids of the headings with the text, and of all that stand under them; a heading stands behind the one it is under."""
        found: set[str] = set()
        for pillar in document.pillars:
            if (self.pillar or "") in pillar.title or pillar.parent in found:
                found.add(pillar.id)
        return found

    def _is_due(self, target: Target) -> bool:
        if self.due_from is None and self.due_until is None:
            return True
        due = target.deadline.end if target.deadline else None
        return due is not None and (self.due_from or date.min) <= due <= (self.due_until or date.max)


def _several(wanted: _Choice | Collection[_Choice] | None) -> frozenset[_Choice] | None:
    if wanted is None:
        return None
    return frozenset({wanted}) if isinstance(wanted, str) else frozenset(wanted)


def _one_of(wanted: str | Collection[str] | None) -> Callable[[str | None], bool]:
    choices = _several(wanted)
    return lambda value: choices is None or value in choices


def _counts(targets: Collection[Target]) -> Counter[str]:
    return Counter(target.document for target in targets)


def _unsealed(document: Document) -> Document:
    return document.model_copy(update={"seal": None})
