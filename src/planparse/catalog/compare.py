"""Two catalogs of the same sources: what came, what went, what changed.

Targets are matched by their ids, which a changed number or an edit elsewhere does not touch. A document's path does not
count where it says where somebody stood, and not what the project's settings say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from planparse.models import Catalog, Document, Target

_Row = TypeVar("_Row", Document, Target)

_AROUND = {"span", "sentence"}


@dataclass(frozen=True, slots=True)
class TargetChange:
    """One target in both catalogs, and the fields in which it differs; where it stands does not count here."""

    before: Target
    after: Target
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document in both catalogs, and the fields in which it differs."""

    before: Document
    after: Document
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two catalogs.

    ``moved`` are targets that say what they said, but stand at another place now or between other words. What made the catalogs
    is not compared: another version alone does not put a catalog out of sync.
    """

    added: tuple[Target, ...]
    removed: tuple[Target, ...]
    changed: tuple[TargetChange, ...]
    moved: tuple[Target, ...]
    documents_added: tuple[Document, ...]
    documents_removed: tuple[Document, ...]
    documents_changed: tuple[DocumentChange, ...]

    @property
    def in_sync(self) -> bool:
        """Whether the older catalog says what the newer one says."""
        targets = self.added or self.removed or self.changed or self.moved
        return not (targets or self.documents_added or self.documents_removed or self.documents_changed)


def compare(before: Catalog, after: Catalog, *, paths: bool = False) -> Comparison:
    """What changed from one catalog to the other, each part in the order of its catalog.

    ``paths`` says whether the paths of the documents count too.
    """
    differing = [
        TargetChange(old, new, tuple(name for name in _differing(old, new) if name not in _AROUND))
        for old, new in _pairs(before.targets, after.targets)
        if old != new
    ]
    return Comparison(
        added=_only_in(after.targets, before.targets),
        removed=_only_in(before.targets, after.targets),
        changed=tuple(change for change in differing if change.fields),
        moved=tuple(change.after for change in differing if not change.fields),
        documents_added=_only_in(after.documents, before.documents),
        documents_removed=_only_in(before.documents, after.documents),
        documents_changed=tuple(
            DocumentChange(old, new, fields)
            for old, new in _pairs(before.documents, after.documents)
            if (fields := _document_fields(old, new, paths))
        ),
    )


def _by_id(rows: Sequence[_Row]) -> Mapping[str, _Row]:
    return {row.id: row for row in rows}


def _pairs(before: Sequence[_Row], after: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    old = _by_id(before)
    return ((old[row.id], row) for row in after if row.id in old)


def _only_in(rows: Sequence[_Row], others: Sequence[_Row]) -> tuple[_Row, ...]:
    known = _by_id(others)
    return tuple(row for row in rows if row.id not in known)


def _differing(old: _Row, new: _Row) -> list[str]:
    return [name for name in type(old).model_fields if getattr(old, name) != getattr(new, name)]


def _document_fields(old: Document, new: Document, paths: bool) -> tuple[str, ...]:
    """Headings that an edit elsewhere only moved are no difference beside that edit."""
    moved = old.sha256 != new.sha256 and [*_headings(old)] == [*_headings(new)]
    silent = {"seal", *(() if paths else ("path",)), *(("pillars",) if moved else ())}
    return tuple(name for name in _differing(old, new) if name not in silent)


def _headings(document: Document) -> Iterator[tuple[object, ...]]:
    return ((one.id, one.level, one.marker, one.title, one.parent) for one in document.pillars)
