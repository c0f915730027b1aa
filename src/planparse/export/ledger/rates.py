"""How far a target is reached: the formula in the ledger, and its value."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from planparse.export.ledger.rows import Row

FORMULA_START: Final = "=IF(ISNUMBER("
"""How every formula of a rate begins."""


def rate_formula(row: Row, value: str, done: str) -> str:
    """The formula over the cells of target and value done; empty until a number is filled in.

    What must not exceed its target is reached as long as it does not; a target of nought is reached at nought.
    """
    within = f"IF({done}<={value},1,{value}/{done})"
    share = f"IF({value}=0,IF({done}<=0,1,0),{done}/{value})"
    return f'{FORMULA_START}{done}),{within if row.comparator == "max" else share},"")'


def rate_of(row: Row, done: object) -> float | None:
    """The value of that formula; None as long as no number is filled in."""
    if isinstance(done, bool) or not isinstance(done, int | float):
        return None
    filled = Decimal(repr(done))
    if row.comparator == "max":
        return 1.0 if filled <= row.value else float(row.value / filled)
    if row.value == 0:
        return float(filled <= 0)
    return float(filled / row.value)
