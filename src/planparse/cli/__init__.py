"""The command line. Nothing here is imported by the rest, and nothing heavy is imported before a command needs it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from planparse.errors import PlanparseError


def run() -> None:
    """The program ``planparse``."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status; errors that a user can cause are one line on stderr."""
    from planparse.cli.app import app
    from planparse.cli.console import say_error

    _speak_utf8()
    try:
        app(args=arguments, prog_name="planparse")
    except SystemExit as end:
        return _flushed(end.code if isinstance(end.code, int) else 0)
    except PlanparseError as error:
        say_error(error)
        return 2
    return 0  # pragma: no cover  (Typer always leaves by SystemExit)


def _speak_utf8() -> None:
    """Whatever the locale: a catalog is UTF-8 with the same line ends everywhere, and no character stops a message."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _flushed(status: int) -> int:
    """Writes out what is still held back, quietly where nobody reads any more (``planparse … | head``)."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status or 1
    return status
