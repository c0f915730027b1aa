"""``planparse show``"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.options import By, Lexicon, MaxSize, MinConfidence, StatusChoice
from planparse.messages import counted, one_line
from planparse.translation import translated

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from planparse.findings.wording import Places
    from planparse.models import Catalog, Target

_UNITS_SHOWN = 12


def show(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CATALOG|SOURCE",
            show_default=False,
            help="A catalog, or files and folders to read. Without any, the sources that planparse.toml names.",
        ),
    ] = None,
    pillar: Annotated[str | None, typer.Option(metavar="TEXT", help="Only under headings with this text.")] = None,
    status: Annotated[StatusChoice | None, typer.Option(show_default=False, help="Default: all in a catalog, planned of sources.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="Only in this unit.")] = None,
    indicator: Annotated[str | None, typer.Option(metavar="TEXT", help="Only indicators with this text.")] = None,
    min_confidence: MinConfidence = 0,
    by: Annotated[By | None, typer.Option(show_default=False, help="How many there are of each, with bars.")] = None,
    top: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The N largest groups; with --unit and without --by, the N largest targets.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    lexicon: Lexicon = None,
    max_size: MaxSize = None,
) -> None:
    """Show targets in tables, by heading, with totals; or, with --by, how many there are of each pillar, unit, deadline or status.

    On a terminal, what is longer than its height is shown page by page.

    Exit status: 0; 2 if a source could not be read, after all the others were.
    """
    from planparse.errors import PlanparseError
    from planparse.findings.wording import Places

    if top and by is None and unit is None:
        raise PlanparseError("--top", "nothing says what is large", "add --by, or --unit, in which targets can be compared")
    catalog, failed = _catalog(paths or [], status, lexicon, max_size)
    places = Places(catalog)
    wanted = _filter(places, pillar, status, unit, indicator, min_confidence)
    targets = [target for target in catalog.targets if wanted(target)]
    if top and by is None:
        largest = sorted(targets, key=lambda target: -(target.quantity.max or target.quantity.value))[:top]
        targets = [target for target in targets if target in largest]
    if json:
        typer.echo(_as_json(targets, places, by, top))
    else:
        _print(_groups(targets, places, by, top) if by else _page(targets, places))
    raise typer.Exit(2 if failed else 0)


def _print(parts: Iterator[RenderableType]) -> None:
    """Prints what is shown, through a pager where a terminal is not high enough for it."""
    import pydoc

    from rich.console import Console

    console = Console(highlight=False, markup=False)
    with console.capture() as shown:
        for part in parts:
            console.print(part)
    long = console.is_terminal and shown.get().count("\n") >= console.height
    if long:
        os.environ.setdefault("LESS", "-R")  # colours as colours
        pydoc.pager(shown.get())
    else:
        typer.echo(shown.get(), nl=False)


def _as_json(targets: Sequence[Target], places: Places, by: By | None, top: int | None) -> str:
    """The targets as they stand in a catalog, or the groups with their targets' ids."""
    from planparse.catalog.files import json_text
    from planparse.cli.groups import fields_of, groups_of

    if by:
        return json_text({"by": by.value, "total": len(targets), "groups": fields_of(groups_of(targets, by, places, top), by)}, indent=2)
    return json_text({"total": len(targets), "targets": [target.model_dump(mode="json") for target in targets]}, indent=2)


def _groups(targets: Sequence[Target], places: Places, by: By, top: int | None) -> Iterator[RenderableType]:
    from planparse.cli.groups import groups_of, left_out, table_of

    groups, shown = groups_of(targets, by, places), groups_of(targets, by, places, top)
    if shown:
        yield table_of(shown, by)
    if more := left_out(len(shown), len(groups)):
        yield more
    yield _summary(targets)


def _catalog(paths: Sequence[str], status: StatusChoice | None, lexicon: Path | None, max_size: int | None) -> tuple[Catalog, int]:
    """The catalog that is named, or that the sources give, and how many of them could not be read."""
    from planparse.catalog.files import ENDINGS, load_catalog
    from planparse.cli.reading import Readings, found_project
    from planparse.library import catalog_of
    from planparse.settings import find_settings

    if len(paths) == 1 and Path(paths[0]).suffix.lower() in ENDINGS:
        return load_catalog(paths[0]), 0
    readings = Readings(found_project(paths, find_settings(), lexicon, max_size=max_size))
    catalog = catalog_of(readings, readings.project.lexicon.fingerprint, status or "planned")
    readings.say_problems()
    return catalog, readings.failed


def _filter(
    places: Places, pillar: str | None, status: StatusChoice | None, unit: str | None, indicator: str | None, min_confidence: float
) -> Callable[[Target], bool]:
    from planparse.findings.wording import named

    def wanted(target: Target) -> bool:
        return (
            status in (None, "all", target.status)
            and target.confidence >= min_confidence
            and (unit is None or target.quantity.unit == unit)
            and (indicator is None or indicator in named(target))
            and (pillar is None or any(pillar in heading.title for heading in places.pillars(target)))
        )

    return wanted


def _page(targets: Sequence[Target], places: Places) -> Iterator[RenderableType]:
    from rich.text import Text

    for document_id, of_document in groupby(targets, lambda target: target.document):
        rows = list(of_document)
        document = places.document(rows[0])
        yield Text(one_line(f"{document.title or document_id} ({document.path})"), style="bold")
        for _, under in groupby(rows, lambda target: target.pillar):
            section = list(under)
            heading = " › ".join(one_line(one.title) for one in places.pillars(section[0]))
            yield Text(f"\n{heading or translated('before any heading')}", style="cyan")
            yield _table(section)
        yield ""
    if targets:
        yield _totals(targets)
    yield _summary(targets)


def _table(targets: Sequence[Target]) -> Table:
    from rich import box
    from rich.table import Table

    from planparse.findings.wording import named, quantity_of

    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(translated("indicator"), ratio=1, overflow="fold")
    table.add_column(translated("action"), width=8, overflow="fold")
    table.add_column(translated("quantity"), width=16, overflow="fold")
    table.add_column(translated("by"), width=10)
    table.add_column(translated("modality"), width=8)
    table.add_column(translated("sure"), width=4, justify="right")
    table.add_column(translated("line"), width=5, justify="right")
    for target in targets:
        due = target.deadline.end.isoformat() if target.deadline and target.status == "planned" else ""
        how = translated(target.modality or target.status)
        cells = (named(target), target.action or "", quantity_of(target), due, how, f"{target.confidence:.2f}", str(target.span.line))
        table.add_row(*map(one_line, cells))
    return table


def _totals(targets: Sequence[Target]) -> Table:
    """How many targets there are in each unit, and what they come to where adding them up makes sense."""
    from rich import box
    from rich.table import Table

    from planparse.cli.groups import added_up

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(translated("unit"))
    table.add_column(translated("targets"), justify="right")
    table.add_column(translated("sum of work done and increases"), justify="right")
    units = Counter(target.quantity.unit or translated("none") for target in targets).most_common()
    for unit, number in units[:_UNITS_SHOWN]:
        table.add_row(one_line(unit), str(number), added_up([t for t in targets if (t.quantity.unit or translated("none")) == unit]))
    if len(units) > _UNITS_SHOWN:
        table.add_row(
            translated("{number} more", number=len(units) - _UNITS_SHOWN), str(sum(number for _, number in units[_UNITS_SHOWN:])), ""
        )
    return table


def _summary(targets: Sequence[Target]) -> str:
    kinds = Counter(target.modality or target.status for target in targets)
    parts = translated(", ").join(f"{number} {translated(kind)}" for kind, number in kinds.most_common())
    return translated("{targets}: {parts}", targets=counted(len(targets), "target"), parts=parts) if parts else translated("no targets")
