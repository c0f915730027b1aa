"""``planparse check``"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.console import count, one_line, say
from planparse.cli.options import Lexicon, MinConfidence, Sources, Status

if TYPE_CHECKING:
    from planparse.catalog.compare import Comparison, DocumentChange, TargetChange
    from planparse.cli.wording import Places
    from planparse.models import Catalog, Target
    from planparse.settings import Settings


def check(
    sources: Sources = None,
    catalog: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Default: as planparse.toml says, else catalog.yaml in the folder."),
    ] = None,
    status: Status = "planned",
    min_confidence: MinConfidence = 0,
    lexicon: Lexicon = None,
) -> None:
    """Is the catalog still what the sources give? Says what was added, removed and changed.

    Exit status: 0 in sync; 1 not in sync; 2 could not tell.
    """
    from planparse.catalog.compare import compare
    from planparse.catalog.files import load_catalog
    from planparse.cli.reading import readings_of
    from planparse.cli.wording import Places
    from planparse.library import catalog_of
    from planparse.settings import find_settings, shown_path

    settings = find_settings()
    path = catalog or Path(shown_path(_catalog_beside(sources or [], settings)))
    committed = load_catalog(path)
    readings = readings_of(sources, settings, lexicon)
    fresh = catalog_of(readings, readings.lexicon.fingerprint, status, min_confidence)
    if readings.failed:
        say(f"{path}: could not be checked: {count(readings.failed, 'source')} could not be read")
        raise typer.Exit(2)
    comparison = compare(committed, fresh)
    for line in _lines(comparison, Places(fresh, committed)):
        print(one_line(line))
    say(f"{path}: {_verdict(comparison, committed, fresh)}")
    raise typer.Exit(0 if comparison.in_sync else 1)


def _catalog_beside(sources: Sequence[str], settings: Settings | None) -> Path:
    from planparse.errors import CatalogError

    if settings and settings.catalog:
        return settings.catalog
    folders = [Path(source) for source in sources] or list(settings.sources if settings else ())
    if len(folders) != 1 or not folders[0].is_dir():
        raise CatalogError("catalog.yaml", "not clear where it is", "name the catalog with --catalog FILE")
    return folders[0] / "catalog.yaml"


def _lines(comparison: Comparison, places: Places) -> Iterator[str]:
    """What differs, one thing a line; a change of several fields has a line for each."""
    yield from (f"document added    {document.path}" for document in comparison.documents_added)
    yield from (f"document gone     {document.path}" for document in comparison.documents_removed)
    for document in comparison.documents_changed:
        yield f"document changed  {document.after.path}: {_document_change(document)}"
    yield from (f"added    {_row(target, places)}" for target in comparison.added)
    yield from (f"removed  {_row(target, places)}" for target in comparison.removed)
    for change in comparison.changed:
        yield from _change(change, places)
    if comparison.moved:
        yield f"moved    {count(len(comparison.moved), 'target')}: the same, at other places or between other words"


def _row(target: Target, places: Places) -> str:
    from planparse.cli.wording import measured

    return f"{places.headed(target)}  {measured(target.quantity)}  ({places.line(target)})"


def _change(change: TargetChange, places: Places) -> Iterator[str]:
    from planparse.cli.wording import amount, measured

    before, after = change.before.quantity, change.after.quantity
    head, line = places.headed(change.after), places.line(change.after)
    for name in change.fields:
        if name == "quantity" and measured(before) != measured(after):
            old = amount(before) if before.unit == after.unit else measured(before)
            yield f"changed  {head}  {old} → {measured(after)}  ({line})"
        else:
            old, new = (_field(getattr(target, name)) for target in (change.before, change.after))
            yield f"changed  {head}  {name}: {old} → {new}  ({line})"


def _document_change(change: DocumentChange) -> str:
    return ", ".join(
        "its content"
        if name == "sha256"
        else "its headings"
        if name == "pillars"
        else f"{name} {_field(getattr(change.before, name))} → {_field(getattr(change.after, name))}"
        for name in change.fields
    )


def _field(value: object) -> str:
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        parts = value.model_dump(mode="json", exclude_none=True)
        return ", ".join(f"{key} {part}" for key, part in parts.items())
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _verdict(comparison: Comparison, committed: Catalog, fresh: Catalog) -> str:
    made = committed.generator
    maker = f"; it was made by {made.name} {made.version} with lexicon {made.lexicon}"
    by = maker if comparison.generator_differs else ""
    if comparison.in_sync:
        return f"in sync, {count(len(fresh.targets), 'target')}{by}"
    numbers = (
        f"{len(comparison.added)} added, {len(comparison.removed)} removed, {len(comparison.changed)} changed,"
        f" {len(comparison.moved)} moved"
    )
    return f"not in sync: {numbers}{by}"
