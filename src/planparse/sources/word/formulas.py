"""Formulas in one line: what stands above or below in them must not run into a number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planparse.sources.word.elements import MATH, children, own_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")


def formula(element: Element) -> str:
    """The characters of a formula or of a part of it: 1/2 for a fraction, m² for a power, without tracked deletions."""
    return "".join(map(_written, children(element)))


def _written(element: Element) -> str:
    name = element.tag.removeprefix(MATH) if isinstance(element.tag, str) and element.tag.startswith(MATH) else ""
    if name == "t":
        return own_text(element)
    if name == "f":
        return f"{_part(element, 'num')}/{_part(element, 'den')}"
    if name == "sSup":
        return _part(element, "e") + _raised(_part(element, "sup"))
    if name == "d":
        return _in_brackets(element)
    return formula(element) if name and not name.endswith("Pr") else ""


def _part(element: Element, name: str) -> str:
    found = element.find(f"{MATH}{name}")
    return "" if found is None else formula(found)


def _raised(words: str) -> str:
    raised = words.translate(_RAISED)
    return raised if all(before != behind for before, behind in zip(words, raised, strict=True)) else f"^{words}"


def _in_brackets(element: Element) -> str:
    """Its parts between the brackets that a formula names as properties, ( and ) where it names none."""
    signs = [element.find(f"{MATH}dPr/{MATH}{name}") for name in ("begChr", "sepChr", "endChr")]
    opening, between, closing = (usual if sign is None else sign.get(f"{MATH}val", "") for sign, usual in zip(signs, "(|)", strict=True))
    return opening + between.join(formula(part) for part in element.findall(f"{MATH}e")) + closing
