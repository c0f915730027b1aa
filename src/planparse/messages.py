"""Words of messages, whatever way they go out."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """Text that stays on its line: a file's name may hold a line end, or a sequence that drives the terminal."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def count(number: int, thing: str) -> str:
    """
    >>> count(1, "target"), count(3, "target")
    ('1 target', '3 targets')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
