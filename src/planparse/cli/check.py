"""``planparse check``"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.findings import FindingsFormat, for_reader_of, put
from planparse.cli.options import CatalogFile, Lexicon, MaxSize, Sources, StatusChoice
from planparse.messages import counted, in_turn
from planparse.translation import translated

if TYPE_CHECKING:
    from planparse.checking import Check
    from planparse.cli.reading import Readings
    from planparse.findings.models import Findings


def check(
    sources: Sources = None,
    catalog: CatalogFile = None,
    format: Annotated[FindingsFormat, typer.Option(help="How to say what differs.")] = "text",
    fix: Annotated[bool, typer.Option("--fix", help="Bring the catalog up to date.")] = False,
    status: Annotated[StatusChoice | None, typer.Option(show_default=False, help="Default: as the catalog was made.")] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option("--min-confidence", metavar="P", min=0, max=1, show_default=False, help="Default: as the catalog was made."),
    ] = None,
    lexicon: Lexicon = None,
    max_size: MaxSize = None,
) -> None:
    """Is the catalog still what the sources give? Says what was added, removed and changed, and why.

    Exit status: 0 in sync, or with --fix, brought in sync; 1 not in sync; 2 could not tell.
    """
    from planparse.catalog.locking import one_at_a_time
    from planparse.checking import Check
    from planparse.cli.reading import Readings, found_project
    from planparse.project import named_catalog
    from planparse.settings import find_settings

    settings = find_settings()
    path = named_catalog(found_project(sources, settings, lexicon, catalog, max_size))
    with one_at_a_time(path) if fix else nullcontext():
        # Found again: who had to wait must see what was written meanwhile.
        project = found_project(sources, settings, lexicon, catalog, max_size)
        checked = Check(project, status, min_confidence)
        readings = Readings(project, checked.to_read)
        compared = checked.compared(readings.corrected())
        fixed = fix and not readings.failed and _written(checked)
    with for_reader_of(format):
        findings = compared.findings()
        if readings.failed:
            findings = _unread(findings, readings)
        elif fixed:
            findings = _fixed(findings, len(checked.catalog().targets))
    put(findings, format)
    raise typer.Exit(2 if readings.failed else 0 if findings.same else 1)


def _written(checked: Check) -> bool:
    """Writes the catalog anew where that changes it, and says whether it did."""
    from planparse.catalog.files import catalog_in, catalog_text, format_of, write_text

    catalog = checked.catalog()
    path = checked.committed.path
    text = catalog_text(catalog, format_of(path), checked.origins())
    if catalog_in(text, path) == checked.committed.whole():
        return False
    write_text(path, text)
    return True


def _fixed(findings: Findings, targets: int) -> Findings:
    """What is left when the catalog was brought up to date: what a person has to look at."""
    from planparse.findings.check import to_look_at

    left = [finding for finding in findings.findings if finding.kind.startswith("correction-")]
    problems = sum(finding.level != "note" for finding in left)
    look = [to_look_at(problems)] if problems else []
    summary = in_turn([translated("brought up to date, {targets}", targets=counted(targets, "target")), *look])
    return findings.model_copy(update={"same": not problems, "summary": summary})


def _unread(findings: Findings, readings: Readings) -> Findings:
    """With a source that cannot be read, nothing can be said of the catalog."""
    from planparse.findings.check import unreadable

    summary = translated("could not be checked: {sources} could not be read", sources=counted(readings.failed, "source"))
    return findings.model_copy(update={"same": False, "summary": summary, "findings": unreadable(readings.errors)})
