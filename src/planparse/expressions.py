"""Expressions of the lexicon, compiled when they are first asked."""

from __future__ import annotations

import re
from typing import Any, cast

HAN = r"[^\W\d_a-zA-Zａ-ｚＡ-Ｚª-¾Α-ω⁰-ₜⅠ-ⅿ①-⒛々-〇ぁ-ヿ㈠-㈩]"
"""A Chinese character, as [一-龥] but for scripts that no plan is written in.

Before Python 3.13 compiling [一-龥] takes the counting of its twenty thousand characters.
"""


class _Expression:
    """Stands for a compiled expression: most texts ask few of them, and to compile all takes longer than to read a short text."""

    def __init__(self, source: str) -> None:
        self.pattern = source

    def __getattr__(self, name: str) -> Any:
        # Kept, so that the next call goes straight to the compiled expression's own method.
        self.__dict__[name] = asked = getattr(re.compile(cheap(self.pattern)), name)
        return asked


def cheap(source: str) -> str:
    """An expression of the lexicon in a form that is compiled sooner."""
    return source.replace("[一-龥]", HAN)


def expression(source: str) -> re.Pattern[str]:
    """What behaves like the compiled expression."""
    return cast("re.Pattern[str]", _Expression(source))
