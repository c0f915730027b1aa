"""Messages in the language of the locale: Chinese under a Chinese one, English elsewhere.

The translations are a gettext catalog in ``locale/``, which ``planparse.po`` holds for people and ``planparse.mo`` for programs. What other
programs read (catalogs, JSON, SARIF, annotations, lists of failures) is the same in every locale.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "planparse"
FOLDER: Final = Path(__file__).with_name("locale")
_NAMED_BY: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_FOR_PROGRAMS: ContextVar[bool] = ContextVar("for_programs", default=False)


class Message:
    """A message that is put into words when it is shown: what says it may not know yet who will read it.

    ``values`` stand in the places that ``text`` names in braces; they may be messages themselves.

    >>> str(Message("its words stand in {number} places", number=3))
    'its words stand in 3 places'
    """

    __slots__ = ("text", "values")

    def __init__(self, text: str, /, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return translated(self.text, **self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.text, self.values) == (other.text, other.values)

    def __hash__(self) -> int:
        return hash(self.text)


class Listed:
    """Messages that are shown one behind the other, with ``between`` between them."""

    __slots__ = ("between", "messages")

    def __init__(self, messages: Iterable[Message], between: Message) -> None:
        self.messages = tuple(messages)
        self.between = between

    def __str__(self) -> str:
        return str(self.between).join(map(str, self.messages))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listed) and (self.messages, self.between) == (other.messages, other.between)

    def __hash__(self) -> int:
        return hash(self.messages)


@contextmanager
def in_english() -> Iterator[None]:
    """While it lasts, messages are English whatever the locale: for what programs read."""
    before = _FOR_PROGRAMS.set(True)
    try:
        yield
    finally:
        _FOR_PROGRAMS.reset(before)


def translated(message: str, /, **values: object) -> str:
    """A message in the language of the locale, with ``values`` in the places that it names in braces.

    A message that has no translation is given as it is.

    >>> translated("{path}: valid", path="catalog.yaml")
    'catalog.yaml: valid'
    """
    return filled(_lookup()(message) if speaks_chinese() else message, values)


def filled(text: str, values: Mapping[str, object]) -> str:
    """A text with ``values`` in its places; one that names none of them is given as it is, whatever braces it holds.

    >>> filled("{number} files", {"number": 2}), filled("period = {start = 2025}", {"number": 2})
    ('2 files', 'period = {start = 2025}')
    """
    return text.format(**values) if any(f"{{{name}" in text for name in values) else text


def speaks_chinese() -> bool:
    """Whether the environment asks for Chinese, as gettext reads it: the first variable that is set decides."""
    if _FOR_PROGRAMS.get():
        return False
    language = next((value for name in _NAMED_BY if (value := os.environ.get(name))), "")
    return language.split(":")[0].lower().startswith("zh")


@cache
def _lookup() -> Callable[[str], str]:
    import gettext

    return gettext.translation(DOMAIN, FOLDER, languages=["zh_CN"], fallback=True).gettext
