"""Words of messages, whatever way they go out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

from planparse.translation import translated

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """Text that stays on its line: a file's name may hold a line end, or a sequence that drives the terminal."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def counted(number: int, thing: str) -> str:
    """How many of a thing.

    >>> counted(1, "target"), counted(3, "target"), counted(2, "quantity")
    ('1 target', '3 targets', '2 quantities')
    """
    several = f"{thing[:-1]}ies" if thing.endswith("ty") else f"{thing}s"
    return translated(f"{{number}} {thing if number == 1 else several}", number=number)


def listed(parts: Iterable[object]) -> str:
    """Parts of a message, one behind the other.

    >>> listed(["2 added", "1 removed"])
    '2 added, 1 removed'
    """
    return translated(", ").join(map(str, parts))


def in_turn(parts: Iterable[object]) -> str:
    """Statements of a message, one behind the other.

    >>> in_turn(["4 → 5 座", "unit: none → 座"])
    '4 → 5 座; unit: none → 座'
    """
    return translated("; ").join(map(str, parts))


def label(word: str, width: int) -> str:
    """The word that opens a line, filled up to a column; wide characters take two places.

    >>> label("added", 9), label("新增", 9)
    ('added    ', '新增     ')
    """
    return word + " " * (width - sum(2 if east_asian_width(character) in "WF" else 1 for character in word))
