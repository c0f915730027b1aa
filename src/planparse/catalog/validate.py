"""A catalog held against the contract: where it does not fit, and what was expected there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from planparse.errors import CatalogError
from planparse.faults import Fault, faults_in
from planparse.models import Catalog

LineOf = Callable[[Sequence[str | int]], int | None]
"""Finds the line of a file in which a path of fields stands."""


def faults_of(fields: Mapping[str, Any], line_of: LineOf) -> list[str]:
    """Every fault of a catalog's fields, one a line, in the order of the file: ``line 27: targets[3].rule: missing``.

    References are checked only where every part is whole.
    """
    return [with_line(fault, line_of) for fault in _held(fields)[1]]


def catalog_of(fields: Mapping[str, Any], path: str, line_of: LineOf) -> Catalog:
    """The catalog that the fields make. Raises CatalogError with its first fault, and how many more there are."""
    catalog, faults = _held(fields)
    if catalog is not None and not faults:
        return catalog
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    raise CatalogError(
        path,
        "{with_line}{more}",
        "planparse validate {path2} lists all faults",
        with_line=with_line(faults[0], line_of),
        more=more,
        path2=path,
    )


def with_line(fault: Fault, line_of: LineOf) -> str:
    """A fault, and before it the line where somebody will find it."""
    line = line_of(fault.path)
    return f"line {line}: {fault}" if line else str(fault)


def _held(fields: Mapping[str, Any]) -> tuple[Catalog | None, list[Fault]]:
    try:
        catalog = Catalog.model_validate(fields)
    except ValidationError as error:
        return None, faults_in(error, Catalog)
    return catalog, list(_broken_references(catalog))


def _broken_references(catalog: Catalog) -> Iterator[Fault]:
    """Ids are unique, and what a target refers to is there."""
    yield from _repeated("documents", [document.id for document in catalog.documents])
    yield from _repeated("targets", [target.id for target in catalog.targets])
    pillars = {document.id: {pillar.id for pillar in document.pillars} for document in catalog.documents}
    for number, target in enumerate(catalog.targets):
        if target.document not in pillars:
            yield Fault(("targets", number, "document"), f'there is no document "{target.document}"')
        elif target.pillar is not None and target.pillar not in pillars[target.document]:
            yield Fault(("targets", number, "pillar"), f'its document has no pillar "{target.pillar}"')


def _repeated(part: str, ids: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, name in enumerate(ids):
        if name in seen:
            yield Fault((part, number, "id"), f'"{name}" is given twice')
        seen.add(name)
