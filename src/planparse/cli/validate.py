"""``planparse validate``"""

from __future__ import annotations

from typing import Annotated

import typer

from planparse.cli.console import count, one_line, say


def validate(
    catalog: Annotated[str, typer.Argument(metavar="CATALOG", help="A catalog: YAML, JSON or JSON Lines.")],
) -> None:
    """Hold a catalog against its contract and say where it does not fit.

    Exit status: 0 valid; 1 not valid; 2 could not be read, or is no catalog.
    """
    from planparse.catalog.files import read_fields
    from planparse.catalog.validate import faults_of

    faults = faults_of(read_fields(catalog))
    for fault in faults:
        print(one_line(fault))
    if faults:
        say(f"{catalog}: {count(len(faults), 'fault')}")
        raise typer.Exit(1)
    say(f"{catalog}: valid")
