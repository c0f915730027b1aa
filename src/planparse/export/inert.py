"""Text that a table program would take for a formula: what a document says must never be calculated, let alone run."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Full-width signs too, which table programs in East Asia take for the narrow ones."""


def is_formula_like(text: str) -> bool:
    """
    >>> is_formula_like("=1+1"), is_formula_like("新建5座")
    (True, False)
    """
    return text.startswith(_FORMULA_STARTS)


def inert(text: str) -> str:
    """Text for a file in which nothing tells text from formulas: with an apostrophe before it where it would be one.

    >>> inert("=1+1"), inert("新建5座")
    ("'=1+1", '新建5座')
    """
    return f"'{text}" if is_formula_like(text) else text
