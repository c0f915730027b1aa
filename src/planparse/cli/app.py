"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

import planparse
from planparse.cli.check import check
from planparse.cli.correct import correct
from planparse.cli.diff import diff
from planparse.cli.explain import explain
from planparse.cli.export import export
from planparse.cli.extract import extract
from planparse.cli.init import init
from planparse.cli.report import report
from planparse.cli.schema import schema
from planparse.cli.show import show
from planparse.cli.validate import validate

# Plain help, plain errors: the same on a terminal, in a pipe and in a log, and the program starts in half the time.
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"planparse {planparse.__version__}")
        raise typer.Exit


@app.callback()
def planparse_options(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Chinese government plans become a catalog of targets: what, how much, by when, and where it says so."""


for command in (init, extract, check, correct, diff, show, export, report, explain, schema, validate):
    app.command()(command)
