"""The numbers that a page shows before the items of its ``<ol>``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from planparse.sources.word.numbering import written

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting",
    "none": "none", "disc": "none", "circle": "none", "square": "none",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s{0,9}:\s{0,9}([a-z-]{1,30})", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(-?\d{1,6})")
_NUMBERED = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、．.：:]|第[一二三四五六七八九十百\d]{1,4}[章节条]|[①-⑳]")


@dataclass(slots=True)
class _List:
    form: str
    next: int
    step: int = 1
    pending: str = ""  # the number of an item of which no words have come yet


class Items:
    """The lists that are open, and how far each has counted."""

    def __init__(self) -> None:
        self._lists: list[_List] = []

    def open(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A list or an item begins."""
        if tag in ("ol", "ul", "menu", "dir"):
            start = _number(attributes.get("start"))
            step = -1 if "reversed" in attributes and start is not None else 1
            self._lists.append(_List(_form(tag, attributes), 1 if start is None else start, step))
        elif tag == "li" and self._lists:
            count = self._lists[-1]
            value = _number(attributes.get("value"))
            number = count.next if value is None else value
            count.next = number + count.step
            text = written(number, count.form) if number > 0 else str(number)
            count.pending = "" if count.form == "none" else f"{text}{'、' if count.form == 'chineseCounting' else '. '}"

    def close(self, tag: str) -> None:
        """A list or an item ends; an item without words shows no number that would be of use."""
        if tag in ("ol", "ul", "menu", "dir") and self._lists:
            self._lists.pop()
        elif tag == "li" and self._lists:
            self._lists[-1].pending = ""

    def marker(self, words: str) -> str:
        """The number before the first words of an item; "" where these bring their own: then the page hides that of the list."""
        if not self._lists or not self._lists[-1].pending:
            return ""
        marker, self._lists[-1].pending = self._lists[-1].pending, ""
        return "" if _NUMBERED.match(words) else marker


def _form(tag: str, attributes: Mapping[str, str]) -> str:
    style = _STYLE.search(attributes.get("style") or "")
    if style and style[1].lower() in _STYLES:
        return _STYLES[style[1].lower()]
    return _FORMS.get(attributes.get("type") or "", "decimal") if tag == "ol" else "none"


def _number(value: str | None) -> int | None:
    found = _NUMBER.match(value or "")
    return int(found[1]) if found else None
