"""The command line. Nothing here is imported by the rest, and nothing heavy is imported before a command needs it."""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from collections.abc import Sequence

from planparse.errors import PlanparseError

_ALLOCATIONS = 100_000
"""Python looks for garbage once so many objects more are in use; at each 700, as is usual, it would take a tenth of a start."""


def run() -> None:
    """The program ``planparse``."""
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    try:
        status = main()
    except KeyboardInterrupt:  # before a command has begun, or after it has ended
        status = 130
    gc.freeze()  # Python would look for garbage in everything once more before it ends, for as long as reading a short text takes
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status; errors that a user can cause are one line on stderr."""
    _speak_utf8()
    try:
        status = _status(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more: planparse … | head
        _drop_output()
        return 1
    except OSError as error:  # a full disk behind: planparse … > file
        _drop_output()
        print(f"planparse: standard output: cannot be written ({error.strerror}); make room for it", file=sys.stderr)
        return 2
    return status


def _drop_output() -> None:
    """What is still waiting to be written would fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _status(arguments: Sequence[str] | None) -> int:
    from planparse.cli.console import say_error
    from planparse.cli.program import run_program

    try:
        run_program(arguments)
    except SystemExit as end:  # which is how Typer always leaves
        return end.code if isinstance(end.code, int) else 0
    except PlanparseError as error:
        say_error(error)
        return 2
    except OSError:
        raise
    except Exception:
        # A fault of ours is no answer: 1 would say that something was found.
        traceback.print_exc()
        return 2
    return 0


def _speak_utf8() -> None:
    """Whatever the locale: a catalog is UTF-8 with the same line ends everywhere, and no character stops a message."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
