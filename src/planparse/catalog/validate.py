"""A catalog held against the contract: where it does not fit, and what was expected there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from planparse.errors import CatalogError
from planparse.faults import fault_lines, place
from planparse.models import Catalog


def faults_of(fields: Mapping[str, Any]) -> list[str]:
    """Every fault of a catalog's fields, one a line, in the order of the file: ``targets[3].rule: missing``.

    References are checked only where every part is whole.
    """
    return _held(fields)[1]


def catalog_of(fields: Mapping[str, Any], path: str) -> Catalog:
    """The catalog that the fields make. Raises CatalogError with its first fault, and how many more there are."""
    catalog, faults = _held(fields)
    if catalog and not faults:
        return catalog
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    raise CatalogError(path, f"{faults[0]}{more}", f"planparse validate {path} lists all faults")


def _held(fields: Mapping[str, Any]) -> tuple[Catalog | None, list[str]]:
    try:
        catalog = Catalog.model_validate(fields)
    except ValidationError as error:
        return None, fault_lines(error, Catalog)
    return catalog, list(_broken_references(catalog))


def _broken_references(catalog: Catalog) -> Iterator[str]:
    """Ids are unique, and what a target refers to is there."""
    yield from _repeated("documents", [document.id for document in catalog.documents])
    yield from _repeated("targets", [target.id for target in catalog.targets])
    pillars = {document.id: {pillar.id for pillar in document.pillars} for document in catalog.documents}
    for number, target in enumerate(catalog.targets):
        if target.document not in pillars:
            yield f'{place(("targets", number, "document"))}: there is no document "{target.document}"'
        elif target.pillar is not None and target.pillar not in pillars[target.document]:
            yield f'{place(("targets", number, "pillar"))}: its document has no pillar "{target.pillar}"'


def _repeated(part: str, ids: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for number, name in enumerate(ids):
        if name in seen:
            yield f'{place((part, number, "id"))}: "{name}" is given twice'
        seen.add(name)
