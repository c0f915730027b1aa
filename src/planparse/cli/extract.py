"""``planparse extract``"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planparse.cli.console import say
from planparse.cli.options import Lexicon, MaxSize, MinConfidence, Sources, Status
from planparse.messages import count

if TYPE_CHECKING:
    from planparse.corpus import Source
    from planparse.errors import PlanparseError
    from planparse.pipeline import DocumentSettings
    from planparse.settings import Settings


def _kinds() -> list[str]:
    from typing import get_args

    from planparse.models import Kind

    return list(get_args(Kind))


def extract(
    sources: Sources = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output.")] = None,
    format: Annotated[
        Literal["yaml", "json", "jsonl"] | None,
        typer.Option(show_default=False, help="Default: as the ending of --output says, else yaml."),
    ] = None,
    status: Status = "planned",
    min_confidence: MinConfidence = 0,
    lexicon: Lexicon = None,
    max_size: MaxSize = None,
    title: Annotated[str | None, typer.Option(help="Title of the document (only with one SOURCE).")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(autocompletion=_kinds, help="work_report, annual_plan, five_year_plan, action_plan, policy or other."),
    ] = None,
    period: Annotated[str | None, typer.Option(help="Years that it plans for: 2025 or 2024-2026.")] = None,
) -> None:
    """Read plans and print the catalog of their targets.

    Exit status: 0; 2 if a source could not be read, after all the others were.
    """
    from planparse.catalog.files import catalog_text, format_of, refuse_unwritable
    from planparse.cli.reading import Readings, found_project
    from planparse.errors import SettingsError
    from planparse.library import catalog_of
    from planparse.settings import document_settings, find_settings

    if output:
        refuse_unwritable(output)
    try:
        said = document_settings(title=title, issuer=issuer, kind=kind, period=period)
    except SettingsError as error:
        raise SettingsError(f"--{error.path}", error.fault, error.remedy) from None
    settings = find_settings()
    project = found_project(sources, settings, lexicon, _kept_in(output, settings), max_size)
    readings = Readings(replace(project, sources=tuple(_said_of_one(project.sources, said))))
    catalog = catalog_of(readings, project.lexicon.fingerprint, status, min_confidence)
    readings.say_problems()
    if catalog.documents:
        _write(catalog_text(catalog, format or format_of(output or ""), readings.origins(catalog.generator)), output)
    applied = sum(outcome.is_applied for outcome in readings.outcomes)
    corrected = f"; {count(applied, 'correction')} laid over" if applied else ""
    failed = f"; {count(readings.failed, 'source')} could not be read" if readings.failed else ""
    say(f"{count(len(catalog.documents), 'document')}, {count(len(catalog.targets), 'target')} ({status}){corrected}{failed}")
    raise typer.Exit(2 if readings.failed else 0)


def _kept_in(output: Path | None, settings: Settings | None) -> Path | None:
    """The catalog whose corrections hold: the one that is written, where corrections lie beside it and no settings name another."""
    from planparse.curation.file import FILE_NAME

    return output if output and not (settings and settings.catalog) and output.with_name(FILE_NAME).is_file() else None


def _write(text: str, output: Path | None) -> None:
    from planparse.catalog.committed import refuse_overwriting
    from planparse.catalog.files import write_text

    if output:
        refuse_overwriting(output, text)
        write_text(output, text)
    else:
        sys.stdout.write(text)


def _said_of_one(sources: Sequence[Source | PlanparseError], said: DocumentSettings) -> Sequence[Source | PlanparseError]:
    """What the options say of the document goes before what the settings say; it can be true of one document only."""
    from planparse.errors import PlanparseError, SettingsError

    given = {field.name: value for field in fields(said) if (value := getattr(said, field.name)) is not None}
    if not given:
        return sources
    if len(sources) != 1:
        names = ", ".join(f"--{name}" for name in given)
        remedy = "name one document, or give each its own table in planparse.toml"
        raise SettingsError(names, f"meant for one document, but there are {len(sources)}", remedy)
    return [
        source if isinstance(source, PlanparseError) else replace(source, settings=replace(source.settings, **given)) for source in sources
    ]
