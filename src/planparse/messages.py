"""Words of messages, whatever way they go out."""

from __future__ import annotations

import re

from planparse.translation import translated

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """Text that stays on its line: a file's name may hold a line end, or a sequence that drives the terminal."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def count(number: int, thing: str) -> str:
    """How many of a thing, in English: for findings, which programs read as well.

    >>> count(1, "target"), count(3, "target"), count(2, "quantity")
    ('1 target', '3 targets', '2 quantities')
    """
    several = f"{thing[:-1]}ies" if thing.endswith("ty") else f"{thing}s"
    return f"{number} {thing if number == 1 else several}"


def counted(number: int, thing: str) -> str:
    """How many of a thing, in the language of the locale: for what only people read.

    >>> counted(2, "document")
    '2 documents'
    """
    return translated(count(number, thing).replace(str(number), "{number}", 1), number=number)
