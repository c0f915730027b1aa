"""``planparse validate``"""

from __future__ import annotations

from typing import Annotated

import typer

from planparse.cli.console import say
from planparse.messages import counted, one_line
from planparse.translation import translated


def validate(
    catalog: Annotated[str, typer.Argument(metavar="CATALOG", help="A catalog: YAML, JSON or JSON Lines.")],
) -> None:
    """Hold a catalog against its contract and say where it does not fit.

    Exit status: 0 valid; 1 not valid; 2 could not be read, or is no catalog.
    """
    from planparse.catalog.files import fields_of, lines_of, read_text
    from planparse.catalog.validate import faults_of

    text = read_text(catalog)
    faults = faults_of(fields_of(text, catalog), lines_of(text, catalog))
    for fault in faults:
        print(one_line(fault))
    if faults:
        say(f"{catalog}: {counted(len(faults), 'fault')}")
        raise typer.Exit(1)
    say(translated("{path}: valid", path=catalog))
