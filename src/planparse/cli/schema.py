"""``planparse schema``"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from planparse.cli.console import say
from planparse.translation import translated


def schema(
    contract: Annotated[
        Literal["catalog", "corrections", "findings"], typer.Argument(metavar="CONTRACT", help="catalog, corrections or findings.")
    ] = "catalog",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output.")] = None,
    check: Annotated[Path | None, typer.Option("--check", metavar="FILE", help="Write nothing; exit 1 if FILE is not this schema.")] = None,
) -> None:
    """Print the JSON Schema of catalogs, of corrections, or of what check and diff find.

    Exit status: 0; 1 if the file to --check is stale; 2 if a file cannot be read or written.
    """
    from planparse.catalog.files import read_text, write_text
    from planparse.schema import schema_text

    text = schema_text(contract)
    if check:
        if read_text(check) != text:
            stale = "planparse: {path}: not the schema of this version; write it with: planparse schema {contract} -o {path}"
            say(translated(stale, path=check, contract=contract))
            raise typer.Exit(1)
    elif output:
        write_text(output, text)
    else:
        sys.stdout.write(text)
