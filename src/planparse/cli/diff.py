"""``planparse diff``"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planparse.cli.findings import FindingsFormat, for_reader_of, put


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", show_default=False, help="The older catalog: last year's plan, or the draft.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", show_default=False, help="The newer catalog.")],
    format: Annotated[FindingsFormat, typer.Option(help="How to say what differs.")] = "text",
) -> None:
    """Two plans, matched by what their targets mean: which were raised, lowered, otherwise changed, dropped, and which are new.

    Exit status: 0 same; 1 differ; 2 error.
    """
    from planparse.catalog.files import load_catalog
    from planparse.findings.differences import differences

    catalogs = load_catalog(old), load_catalog(new)
    with for_reader_of(format):
        findings = differences(*catalogs, str(old), str(new))
    put(findings, format)
    raise typer.Exit(0 if findings.same else 1)
