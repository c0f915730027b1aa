"""Several catalogs as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from planparse.errors import CatalogError
from planparse.models import Catalog, Document, Generator, Target


def merged(catalogs: Sequence[Catalog]) -> Catalog:
    """One catalog with the documents of all, of which there is at least one; a document that several hold is there once.

    Raises CatalogError where two hold different content under one document id, or were made by different generators.
    """
    documents: dict[str, Document] = {}
    targets: dict[str, list[Target]] = {}
    generator = catalogs[0].generator
    for number, catalog in enumerate(catalogs, start=1):
        if catalog.generator != generator:
            raise _made_otherwise(number, generator, catalog.generator)
        own = _by_document(catalog)
        for document in catalog.documents:
            known = documents.setdefault(document.id, document)
            rows = targets.setdefault(document.id, own.get(document.id, []))
            if _content(known) != _content(document) or rows != own.get(document.id, []):
                raise _told_apart(number, known, document)
    return Catalog(
        generator=generator, documents=tuple(documents.values()), targets=tuple(target for rows in targets.values() for target in rows)
    )


def _by_document(catalog: Catalog) -> Mapping[str, list[Target]]:
    targets = defaultdict(list)
    for target in catalog.targets:
        targets[target.document].append(target)
    return targets


def _content(document: Document) -> Document:
    """What a catalog says of a document, but for where somebody stood when it was read, and the seal."""
    return document.model_copy(update={"path": "", "seal": None})


def _made_otherwise(number: int, first: Generator, other: Generator) -> CatalogError:
    name = next(name for name in Generator.model_fields if getattr(first, name) != getattr(other, name))
    fault = f"was made with another {name} than the first: {getattr(other, name)}, not {getattr(first, name)}"
    choices = name in ("status", "min_confidence")
    remedy = "filter both to the same status and min_confidence" if choices else "extract all of them again with one version and lexicon"
    return CatalogError(f"catalog {number}", fault, remedy)


def _told_apart(number: int, known: Document, other: Document) -> CatalogError:
    if known.sha256 == other.sha256:
        fault = f'says something else of document "{other.id}" than an earlier one, from the same text ({other.path})'
        return CatalogError(f"catalog {number}", fault, "take both from one extraction with the same settings and corrections")
    fault = f'holds another document "{other.id}" ({other.path}) than an earlier one ({known.path})'
    return CatalogError(f"catalog {number}", fault, "extract both at once, or rename one file: ids are made from names")
