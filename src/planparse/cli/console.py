"""What goes to the terminal, and how: stdout belongs to results, stderr to everything said about them."""

from __future__ import annotations

import sys

from planparse.errors import PlanparseError
from planparse.messages import one_line


def say(message: str) -> None:
    """A line on stderr, after all that stdout was given before it."""
    sys.stdout.flush()
    print(one_line(message), file=sys.stderr)


def say_error(error: PlanparseError) -> None:
    """An error as its one line: ``planparse: PATH: what is wrong; what to do``."""
    say(f"planparse: {error}")
