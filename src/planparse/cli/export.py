"""``planparse export``"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planparse.cli.console import say
from planparse.messages import counted
from planparse.translation import translated


def export(
    catalog: Annotated[Path, typer.Argument(metavar="CATALOG", show_default=False, help="A catalog: YAML, JSON or JSON Lines.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Where to write; its ending says what: .xlsx, .csv, .parquet, .sqlite, .duckdb, .jsonl or .md.",
        ),
    ],
    datapackage: Annotated[
        bool, typer.Option("--datapackage", help="Write a folder that data portals take: CSV tables, datapackage.json and CSVW metadata.")
    ] = False,
) -> None:
    """Write a catalog as a table, or its planned targets as the Excel ledger in which an office follows them.

    A ledger that is there already keeps what people filled in; targets that have changed since are listed.

    Exit status: 0; 2 if it could not be written.
    """
    from planparse.catalog.files import load_catalog
    from planparse.errors import CatalogError
    from planparse.export import export as exported
    from planparse.export import write_package

    if datapackage:
        say(f"{output}: {counted(write_package(load_catalog(catalog), output), 'target')}")
        return
    if output.exists() and catalog.exists() and output.samefile(catalog):
        raise CatalogError(str(output), "is the catalog itself", "name another file")
    written = exported(load_catalog(catalog), output)
    for change in written.changes:
        say(str(change))
    kept = translated("; {rows} with what was filled in", rows=counted(written.kept, "row")) if written.kept else ""
    say(f"{output}: {counted(written.rows, 'target')}{kept}")
