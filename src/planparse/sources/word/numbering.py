"""Automatic numbers of Word paragraphs: the 一、 and （二） that a reader sees and that the text does not hold.

Word keeps a list's number formats in ``numbering.xml`` and counts while it lays the pages out. Counted again here, a
heading ``（三）`` is a heading for the outline too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planparse.sources.word.package import WORD

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_NUMBER = 32767
"""Word counts no further; a larger start in a file is an attack on the number formats that repeat letters."""
MAX_MARKER = 64
"""Characters of a number's text; real ones have a handful."""

_CHINESE_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_DIGITS_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_PLACEHOLDER = re.compile("%([1-9])")
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_ENDS_ALONE = "、。\uff0c\uff0e\uff1a\uff1b\uff09】〕》」』"  # Chinese punctuation brings its own space


def tag(name: str) -> str:
    """The name of an element or attribute of Word as the parser has it."""
    return f"{{{WORD}}}{name}"


def value(element: Element | None, name: str | None = None) -> str | None:
    """``w:val`` of an element, or of its first child ``name``; None where either is missing."""
    found = element if element is None or name is None else element.find(tag(name))
    return None if found is None else found.get(tag("val"))


def number(written: str | None) -> int | None:
    """A small whole number in an attribute; None for anything else."""
    return min(int(written), MAX_NUMBER) if written and re.fullmatch("[0-9]{1,9}", written) else None


def switched_on(element: Element | None) -> bool:
    """Whether a property such as ``w:vanish`` is there and not switched off."""
    return element is not None and element.get(tag("val")) not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is counted and written."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    tight: bool = False  # nothing between number and words
    restart: int | None = None  # after which level (from 1) it begins anew; 0 never, None after any above
    arabic: bool = False  # w:isLgl: also the levels above are written in digits
    hidden: bool = False
    style: str | None = None  # the paragraph style that stands for this level


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the levels as this list uses them, the counter it shares, and the levels it starts on its own."""

    counter: str
    levels: dict[int, Level]
    restarted: frozenset[int]


class Numbering:
    """The lists of one document and how far each has counted. ``root`` is ``w:numbering``, None where there is none."""

    def __init__(self, root: Element | None) -> None:
        self._lists = {} if root is None else dict(_lists(root))
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, list_id: str, styles: tuple[str, ...]) -> int | None:
        """The level that a list reserves for one of a paragraph's styles (nearest first); None if for none."""
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        places = {level.style: place for place, level in levels.items() if level.style}
        return next((places[style] for style in styles if style in places), None)

    def advance(self, list_id: str, place: int) -> str:
        """Count one paragraph of a list at a level (from 0); its number as it stands before the words: ``（三）``.

        "" where the list is unknown or writes nothing. Lists that share their definition count on, unless one of them
        starts on its own; a level begins anew below each new number above it, unless it says otherwise.
        """
        numbered = self._lists.get(list_id)
        if numbered is None or place not in numbered.levels:
            return ""
        counts = self._counts.setdefault(numbered.counter, {})
        self._start_on_its_own(list_id, numbered, place, counts)
        counts[place] = min(counts[place] + 1, MAX_NUMBER) if place in counts else numbered.levels[place].start
        for below, level in numbered.levels.items():
            if below > place and (level.restart is None or place < level.restart):
                counts.pop(below, None)
        return _marker(numbered, place, counts)

    def _start_on_its_own(self, list_id: str, numbered: _List, place: int, counts: dict[int, int]) -> None:
        if place in numbered.restarted and (list_id, place) not in self._begun:
            counts.pop(place, None)
        self._begun.add((list_id, place))


def _marker(numbered: _List, place: int, counts: dict[int, int]) -> str:
    """The number's text, with what parts it from the words.

    Word puts a tab or a space there. In text that would be noise after ``一、`` and ``（一）``, but it is needed in
    ``1. `` and ``第一章 ``.
    """
    level = numbered.levels[place]
    if level.hidden:
        return ""

    def count_of(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        shown = numbered.levels.get(at)
        if shown is None or at > place:
            return ""
        return written(counts.get(at, shown.start), "decimal" if level.arabic else shown.form)

    text = "".join(map(_printable, _PLACEHOLDER.sub(count_of, level.text).strip()))[:MAX_MARKER]
    return text if not text or level.tight or text[-1] in _ENDS_ALONE else text + " "


def _printable(character: str) -> str:
    """Bullets are characters of symbol fonts, which mean nothing outside of them."""
    if "\ue000" <= character <= "\uf8ff":
        return "•"
    return character if character >= " " else ""


# -- numbering.xml


def _lists(root: Element) -> Iterator[tuple[str, _List]]:
    """Every ``w:num`` with the levels of its ``w:abstractNum``, its own laid over them."""
    definitions = {element.get(tag("abstractNumId"), ""): element for element in root.findall(tag("abstractNum"))}
    styled = {link: name for name, d in definitions.items() if (link := value(d, "styleLink")) is not None}
    for num in root.findall(tag("num")):
        name = value(num, "abstractNumId") or ""
        if name not in definitions:
            continue
        name = styled.get(value(definitions[name], "numStyleLink") or "", name)
        elements = definitions[name].findall(tag("lvl"))
        levels = {place: _level(element) for element in elements for place in _place(element)}
        restarted: set[int] = set()
        for override in num.findall(tag("lvlOverride")):
            for place in _place(override):
                if _override(override, place, levels):
                    restarted.add(place)
        yield num.get(tag("numId"), ""), _List(name, levels, frozenset(restarted))


def _place(element: Element) -> Iterator[int]:
    """The level (0 to 8) that an element is about, if it says so."""
    place = number(element.get(tag("ilvl")))
    if place is not None and place < 9:
        yield place


def _override(override: Element, place: int, levels: dict[int, Level]) -> bool:
    """Lay a list's own level over that of its definition; whether it also starts there on its own."""
    own = override.find(tag("lvl"))
    if own is not None:
        levels[place] = _level(own)
    start = number(value(override, "startOverride"))
    if start is not None and place in levels:
        levels[place] = replace(levels[place], start=start)
    return start is not None


def _level(element: Element) -> Level:
    forms = list(element.iter(tag("numFmt")))  # a newer form stands before the one that older programs know
    start = number(value(element, "start"))
    picture = element.find(tag("lvlPicBulletId")) is not None
    properties = element.find(tag("rPr"))
    return Level(
        start=1 if start is None else start,
        form=(value(forms[-1]) if forms else None) or "decimal",
        text="•" if picture else (value(element, "lvlText") or "")[:MAX_MARKER],
        tight=value(element, "suff") == "nothing",
        restart=number(value(element, "lvlRestart")),
        arabic=switched_on(element.find(tag("isLgl"))),
        hidden=properties is not None and switched_on(properties.find(tag("vanish"))),
        style=value(element, "pStyle"),
    )


# -- number formats


def written(count: int, form: str) -> str:
    """A count as a ``w:numFmt`` writes it: 12 is 十二 in ``chineseCounting``, xii in ``lowerRoman``, ⑫ in a circle.

    A form that is not known here, or that ends before the count does (甲 to 癸), is written in digits, as Word does.
    """
    form_of = _FORMS.get(form)
    return (form_of(count) if form_of else "") or ("" if form in ("none", "bullet") else str(count))


def _chinese(count: int, digits: str = _CHINESE_DIGITS, scales: str = "十百千万") -> str:
    """十, 二十一, 一百零五, 一万二千: as it is spoken."""
    if count == 0:
        return digits[0]
    spoken = ""
    for power in (4, 3, 2, 1, 0):
        digit = count // 10**power % 10
        if digit:
            spoken += digits[digit] + (scales[power - 1] if power else "")
        elif spoken and not spoken.endswith("零"):
            spoken += "零"
    spoken = spoken.rstrip("零")
    return spoken[1:] if 10 <= count < 20 and digits is _CHINESE_DIGITS else spoken


def _chinese_to_99(count: int) -> str:
    """From 100 on Word writes this form digit by digit: 一〇〇."""
    return _chinese(count) if count < 100 else _digit_by_digit(count)


def _digit_by_digit(count: int) -> str:
    return "".join(_CHINESE_DIGITS[int(digit)] for digit in str(count))


def _letters(count: int, first: str) -> str:
    """a to z, then aa, bb: Word repeats the letter."""
    turns, place = divmod(count - 1, 26)
    return chr(ord(first) + place) * (turns + 1) if 0 < count <= 780 else ""


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return ""
    letters = ""
    for size, letter in _ROMAN:
        turns, count = divmod(count, size)
        letters += letter * turns
    return letters


def _row(first: str, length: int) -> Callable[[int], str]:
    """Characters that follow one another in Unicode: ① to ⑳."""
    return lambda count: chr(ord(first) + count - 1) if 1 <= count <= length else ""


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda count: characters[count - 1] if 1 <= count <= len(characters) else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "numberInDash": lambda count: f"- {count} -",
    "chineseCounting": _chinese_to_99,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese_to_99,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": lambda count: _chinese(count, _LEGAL_DIGITS, "拾佰仟万"),
    "ideographLegalTraditional": lambda count: _chinese(count, _LEGAL_DIGITS_TRADITIONAL, "拾佰仟萬"),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": lambda count: _letters(count, "A"),
    "lowerLetter": lambda count: _letters(count, "a"),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
}
