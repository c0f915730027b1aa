"""``planparse report``"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planparse.cli.console import say, say_error
from planparse.messages import counted
from planparse.translation import translated


def report(
    catalog: Annotated[Path, typer.Argument(metavar="CATALOG", show_default=False, help="A catalog: YAML, JSON or JSON Lines.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Where to write the page, an .html file.")
    ],
) -> None:
    """Write one page to look at: the targets, the texts with every target marked, and pictures. It needs no network.

    The documents are read again to show their texts; of one that is gone or has changed, the quotes are shown alone.

    Exit status: 0; 2 if it could not be written.
    """
    from planparse.catalog.files import load_catalog
    from planparse.report import report as reported

    written = reported(load_catalog(catalog), output, catalog)
    for fault in written.faults:
        say_error(fault)
    of = {"targets": counted(written.targets, "target"), "documents": counted(written.documents, "document")}
    say(translated("{path}: {targets} of {documents}", path=output, **of))
