"""What goes to the terminal, and how: stdout belongs to results, stderr to everything said about them."""

from __future__ import annotations

import re
import sys

from planparse.errors import PlanparseError

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """Text that stays on its line: a file's name may hold a line end, or a sequence that drives the terminal."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def say(message: str) -> None:
    """A line on stderr, after all that stdout was given before it."""
    sys.stdout.flush()
    print(one_line(message), file=sys.stderr)


def say_error(error: PlanparseError) -> None:
    """An error as its one line: ``planparse: PATH: what is wrong; what to do``."""
    say(f"planparse: {error}")


def count(number: int, thing: str) -> str:
    """
    >>> count(1, "target"), count(3, "target")
    ('1 target', '3 targets')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
