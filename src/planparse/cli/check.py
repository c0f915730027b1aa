"""``planparse check``"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.findings import FindingsFormat, put
from planparse.cli.options import CatalogFile, Lexicon, MaxSize, Sources, StatusChoice
from planparse.messages import count

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
        findings = checked.findings(readings.corrected())
        if fix and not readings.failed:
            findings = _fixed(checked, findings)
    _end(findings, readings, format)


def _fixed(checked: Check, findings: Findings) -> Findings:
    """Writes the catalog anew where that changes it; what a person has to look at stays found."""
    from planparse.catalog.files import catalog_in, catalog_text, format_of, write_text

    catalog = checked.catalog()
    path = checked.committed.path
    text = catalog_text(catalog, format_of(path), checked.origins())
    if catalog_in(text, path) == checked.committed.whole():
        return findings
    write_text(path, text)
    left = [finding for finding in findings.findings if finding.kind.startswith("correction-")]
    problems = sum(finding.level != "note" for finding in left)
    look = f"; {count(problems, 'correction')} to look at" if problems else ""
    summary = f"brought up to date, {count(len(catalog.targets), 'target')}{look}"
    return findings.model_copy(update={"same": not problems, "summary": summary})


def _end(findings: Findings, readings: Readings, format: FindingsFormat) -> None:
    from planparse.findings.check import unreadable

    if readings.failed:
        summary = f"could not be checked: {count(readings.failed, 'source')} could not be read"
        put(findings.model_copy(update={"same": False, "summary": summary, "findings": unreadable(readings.errors)}), format)
        raise typer.Exit(2)
    put(findings, format)
    raise typer.Exit(0 if findings.same else 1)
