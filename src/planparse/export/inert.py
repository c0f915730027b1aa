"""Text that a table program would take for a formula: what a document says must never be calculated, let alone run."""

from __future__ import annotations

import re

# Full-width signs too, which table programs in East Asia take for the narrow ones. A number alone calculates nothing.
_FORMULA = re.compile(r"(?![+-]?[0-9]+(?:\.[0-9]+)?\Z)[=+\-@＝＋－＠\t\r\n]")


def is_formula_like(text: str) -> bool:
    """
    >>> is_formula_like("=1+1"), is_formula_like("-1+1"), is_formula_like("-1.5"), is_formula_like("新建5座")
    (True, True, False, False)
    """
    return bool(_FORMULA.match(text))


def inert(text: str) -> str:
    """Text for a file in which nothing tells text from formulas: with an apostrophe before it where it would be one.

    >>> inert("=1+1"), inert("新建5座")
    ("'=1+1", '新建5座')
    """
    return f"'{text}" if is_formula_like(text) else text
