"""``planparse extract``"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planparse.cli.console import say, say_error
from planparse.cli.options import Jobs, Lexicon, MaxSize, MinConfidence, Sources, Status
from planparse.messages import counted
from planparse.translation import translated

if TYPE_CHECKING:
    from planparse.corpus import Source
    from planparse.corpus.extraction import Form
    from planparse.corpus.run import ExtractAll
    from planparse.corpus.spool import Summary
    from planparse.errors import PlanparseError
    from planparse.pipeline import DocumentSettings
    from planparse.settings import Settings

_MOST_FAULTS = 5
"""So many kinds of faults are named at the end; the file of failures names all."""


def _kinds() -> list[str]:
    from typing import get_args

    from planparse.models import Kind

    return list(get_args(Kind))


def extract(
    sources: Sources = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output. A folder for Parquet by year."),
    ] = None,
    format: Annotated[
        Literal["yaml", "json", "jsonl", "parquet"] | None,
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
    jobs: Jobs = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Read every document, and keep nothing for the next time.")] = False,
    on: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", show_default=False, help="Read on a Ray cluster: ray://HOST:PORT, HOST:PORT, or local."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was broken off, whose output was the same.")] = False,
) -> None:
    """Read plans and print the catalog of their targets.

    Exit status: 0; 2 if a source could not be read, after all the others were; 130 if it was broken off.
    """
    from planparse.cli.reading import found_project, with_bar
    from planparse.corpus.cluster import refuse_standard_input
    from planparse.corpus.extraction import Failure, Recipe
    from planparse.corpus.run import Run
    from planparse.errors import SettingsError
    from planparse.library import generator_of
    from planparse.settings import document_settings, find_settings

    form = _form(format, output, on)
    if resume and not output:
        raise SettingsError("--resume", "there is nothing to go on with on standard output", "name the output of that run with -o")
    try:
        said = document_settings(title=title, issuer=issuer, kind=kind, period=period)
    except SettingsError as error:
        raise SettingsError(f"--{error.path}", error.fault, error.remedy) from None
    settings = find_settings()
    project = found_project(sources, settings, lexicon, _kept_in(output, settings), max_size)
    generator = generator_of(project.lexicon.fingerprint, status, min_confidence)
    recipe = Recipe(project.lexicon, project.corrections, generator, form, cached=not no_cache)
    if on:
        refuse_standard_input(project.sources)
    run = Run(_said_of_one(project.sources, said), recipe, output, resume=resume)
    try:
        with run, _reading_by(on, jobs) as extract_all:
            for result in with_bar(run.results(extract_all), run.sizes, run.done):
                if isinstance(result, Failure):
                    say_error(result.error)
            summary = run.finish()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed again while the processes end, it would show a traceback
        kept = translated("; what is read is kept in {path}: the same command with --resume goes on from there", path=run.partial)
        say(translated("planparse: broken off") + (kept if run.partial.exists() else ""))
        raise typer.Exit(130) from None
    _say_end(summary, run.failures, status)
    raise typer.Exit(2 if summary.failed else 0)


@contextmanager
def _reading_by(on: str | None, jobs: int | None) -> Iterator[ExtractAll]:
    """What reads the documents: a cluster while the context lasts, or processes of this machine."""
    from functools import partial

    from planparse.corpus.cluster import Cluster
    from planparse.corpus.jobs import cores, extract_all

    if on is None:
        yield partial(extract_all, jobs=jobs or cores())
        return
    with Cluster(on) as cluster:
        yield cluster.extract_all


def _form(format: Form | None, output: Path | None, on: str | None) -> Form:
    """As it was asked for, or as the output's name says; a folder of Parquet is what a run on a cluster is for."""
    from planparse.catalog.files import format_of
    from planparse.errors import SettingsError
    from planparse.export.parquet import pyarrow

    if format is None:
        folder = on and output and not output.suffix
        format = "parquet" if folder or (output and output.suffix.lower() == ".parquet") else format_of(output or "")
    if format == "parquet":
        if not output:
            raise SettingsError("--format", "Parquet is not for standard output", "name a file or folder with -o")
        pyarrow()
    return format


def _say_end(summary: Summary, failures: str | None, status: str) -> None:
    """What came of the corrections, then the line that counts everything."""
    for problem in summary.problems:
        say(f"planparse: {problem}")
    corrected = translated("; {number} laid over", number=counted(summary.applied, "correction")) if summary.applied else ""
    failed = translated("; {number} could not be read", number=counted(summary.failed, "source")) if summary.failed else ""
    if len(summary.faults) > 1 or summary.failed > 1:
        failed += f" ({', '.join(f'{number}: {fault}' for fault, number in summary.faults.most_common(_MOST_FAULTS))})"
    failed += translated(", see {path}", path=failures) if failures else ""
    read = {"documents": counted(summary.documents, "document"), "targets": counted(summary.targets, "target")}
    say(translated("{documents}, {targets} ({status})", **read, status=translated(status)) + corrected + failed)


def _kept_in(output: Path | None, settings: Settings | None) -> Path | None:
    """The catalog whose corrections hold: the one that is written, where corrections lie beside it and no settings name another."""
    from planparse.curation.file import FILE_NAME

    return output if output and not (settings and settings.catalog) and output.with_name(FILE_NAME).is_file() else None


def _said_of_one(sources: Sequence[Source | PlanparseError], said: DocumentSettings) -> Sequence[Source | PlanparseError]:
    """What the options say of the document goes before what the settings say; it can be true of one document only."""
    from planparse.errors import PlanparseError, SettingsError

    given = {field.name: value for field in fields(said) if (value := getattr(said, field.name)) is not None}
    if not given:
        return sources
    if len(sources) != 1:
        names = ", ".join(f"--{name}" for name in given)
        remedy = "name one document, or give each its own table in planparse.toml"
        raise SettingsError(names, "meant for one document, but there are {len}", remedy, len=len(sources))
    return [
        source if isinstance(source, PlanparseError) else replace(source, settings=replace(source.settings, **given)) for source in sources
    ]
