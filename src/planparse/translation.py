"""Messages in the language of the locale: Chinese under a Chinese one, English elsewhere.

The translations are a gettext catalog in ``locale/``, which ``planparse.po`` holds for people and ``planparse.mo`` for programs. What other
programs read (catalogs, JSON, SARIF, annotations, lists of failures) is the same in every locale.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "planparse"
FOLDER: Final = Path(__file__).with_name("locale")
_NAMED_BY: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def translated(message: str, **values: object) -> str:
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
    language = next((value for name in _NAMED_BY if (value := os.environ.get(name))), "")
    return language.split(":")[0].lower().startswith("zh")


@cache
def _lookup() -> Callable[[str], str]:
    import gettext

    return gettext.translation(DOMAIN, FOLDER, languages=["zh_CN"], fallback=True).gettext
