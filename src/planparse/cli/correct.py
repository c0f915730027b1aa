"""``planparse correct``"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.console import say
from planparse.cli.options import CatalogFile, Lexicon, SourcesBehind
from planparse.translation import translated

if TYPE_CHECKING:
    from planparse.curation.models import Verdict
    from planparse.pipeline import Reading
    from planparse.project import Project


def correct(
    target: Annotated[str, typer.Argument(metavar="ID", help="Id of the target; with --add, of the document.")],
    sources: SourcesBehind = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", show_default=False, help="What the target says instead; again for more."),
    ] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is no target.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right as it is read.")] = False,
    add: Annotated[bool, typer.Option("--add", help="The rules missed one; needs --quote and --set indicator=….")] = False,
    quote: Annotated[str | None, typer.Option(metavar="TEXT", help="With --add: words of the source around the number.")] = None,
    number: Annotated[str | None, typer.Option(metavar="TEXT", help="With --add: the number with its unit, as the quote has it.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so; default: your login name.")] = None,
    catalog: CatalogFile = None,
    lexicon: Lexicon = None,
) -> None:
    """Say what a target should be: change it, reject it, confirm it, or add one that was missed.

    It is written into corrections.yaml beside the catalog and laid over every extraction from then on.

    Exit status: 0; 2 if it could not be written.
    """
    from planparse.catalog.locking import one_at_a_time
    from planparse.cli.reading import found_project
    from planparse.curation.file import add_correction
    from planparse.curation.making import addition_of, correction_of, fields_said, signature
    from planparse.settings import find_settings

    verdict = _verdict(bool(set_), reject, confirm, add)
    if not add:
        _refuse_misplaced(target, quote, number)
    fields = fields_said(set_ or [])
    settings = find_settings()
    path = found_project(sources, settings, lexicon, catalog).corrections.path
    with one_at_a_time(path):
        project = found_project(sources, settings, lexicon, catalog)
        reading = _read(project, target if add else target.rpartition(".")[0])
        signed = signature(by, reason)
        if add:
            made = addition_of(reading, project, quote or "", number, fields, signed)
        else:
            made = correction_of(reading, project, target, verdict, fields, signed)
        add_correction(path, made.correction)
    command = shlex.join(["planparse", "check", *(sources or []), "--fix"])
    say(translated("{path}: {made}; bring the catalog up to date with: {command}", path=path, made=made, command=command))


def _verdict(changed: bool, reject: bool, confirm: bool, add: bool) -> Verdict:
    from planparse.errors import CorrectionsError

    said: dict[Verdict, bool] = {"changed": changed and not add, "rejected": reject, "confirmed": confirm, "added": add}
    chosen = [verdict for verdict, given in said.items() if given]
    if len(chosen) != 1:
        fault = "nothing to say of it" if not chosen else "several things to say of it"
        raise CorrectionsError("planparse correct", fault, "give one of --set, --reject, --confirm and --add")
    return chosen[0]


def _refuse_misplaced(target: str, quote: str | None, number: str | None) -> None:
    from planparse.errors import CorrectionsError

    if quote is not None or number is not None:
        raise CorrectionsError("planparse correct", "--quote and --number go with --add", "leave them out, or add them to a document")
    if "." not in target:
        raise CorrectionsError(target, "not the id of a target", "take it from the catalog: document.hash")


def _read(project: Project, document: str) -> Reading:
    """The document as the rules read it, nothing laid over."""
    from planparse.corpus import Source, read_all
    from planparse.curation.file import Corrections
    from planparse.errors import CorrectionsError, PlanparseError
    from planparse.faults import nearest

    named = {source.document_id: source for source in project.sources if isinstance(source, Source)}
    if document not in named:
        remedy = nearest(document, list(named)) if named else "check the sources"
        raise CorrectionsError(document or "ID", "no such document among the sources", remedy)
    (read,) = read_all([named[document]], project.lexicon, Corrections(""))
    if isinstance(read, PlanparseError):
        raise read
    return read.reading
