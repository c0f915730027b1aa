"""Units that stand apart from their numbers: in a column, in a header, in brackets behind a name."""

from __future__ import annotations

import re
from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.quantities.grammar import QuantityGrammar
from planparse.quantities.mentions import Mention

CARRIER = "个"
"""What a number is read with where the unit is none that the lexicon knows."""

_SCALE = re.compile(r"^(?:[十百千万]?[万亿]|[百千])(?=.)")
_LOOKS_LIKE_UNIT = re.compile(r"(?:[^\W_]|[%‰/·℃°]){1,14}")
_PER = re.compile(r"(?:[^\W\d_]|[%‰³²]){1,6}/[^\W_]{1,8}")
MAX_UNIT = 14


class UnitGrammar:
    """Which words are a unit."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._quantities = QuantityGrammar.of(lexicon)
        self._empty = frozenset(lexicon.sets["empty_cells"])

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> UnitGrammar:
        return UnitGrammar(lexicon)

    def named(self, words: str) -> str | None:
        """The unit that these words are (亿元, 张/千人, %), as written; None where they are no unit."""
        bare = "".join(words.split())
        if not bare or len(bare) > MAX_UNIT or bare in self._empty:
            return None
        return bare if self.reads(bare) or _PER.fullmatch(bare) else None

    def in_column(self, words: str) -> str | None:
        """The unit in a cell of a column of units, which may be one that nobody has heard of."""
        bare = "".join(words.split()).strip("（）()")
        return bare if bare not in self._empty and _LOOKS_LIKE_UNIT.fullmatch(bare) else None

    @lru_cache(maxsize=512)  # noqa: B019 - one grammar a lexicon, and a table has few units
    def reads(self, unit: str) -> bool:
        """Whether a number before it is read with all of it."""
        mentions, _ = self._quantities.scan(f"7{unit}", 0, len(unit) + 1)
        return len(mentions) == 1 and mentions[0].end == len(unit) + 1 and mentions[0].unit is not None

    def scan(self, words: str) -> list[Mention]:
        """The quantities in some words."""
        return self._quantities.scan(words, 0, len(words))[0]

    def behind_number(self, unit: str | None) -> tuple[str, str | None]:
        """What to write behind a number for this unit, and the unit that it then has: itself, unless it is not known."""
        if unit is None:
            return CARRIER, None
        if self.reads(unit):
            return unit, unit
        scale = _SCALE.match(unit)
        return (f"{scale[0]}{CARRIER}", unit[scale.end() :]) if scale else (CARRIER, unit)
