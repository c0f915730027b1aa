"""Lines that a subscript was cut out of, as copies of web pages leave it: 细颗粒物（PM, 2.5 and ）浓度 are one line again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planparse.expressions import HAN
from planparse.sources.wrapped import Part

_BASE = re.compile(rf"{HAN}.*[A-Za-z]$")
_SUBSCRIPT = re.compile(r"[0-9]{1,2}(?:\.[0-9])?")
_GOES_ON = re.compile(rf"{HAN}|[，。；、）)”]")


def rejoined(lines: Sequence[str]) -> list[list[Part]]:
    """The parts of each line, in its first line where it was cut; the others of it are empty, so that line numbers stay."""
    parts = [[Part(line, number, 0)] for number, line in enumerate(lines)]
    first = 0
    for number in range(1, len(lines) - 1):
        before, here, behind = lines[number - 1 : number + 2]
        if not (_SUBSCRIPT.fullmatch(here.strip()) and _BASE.search(before.rstrip()) and _GOES_ON.match(behind.lstrip())):
            continue
        first = first if number > 1 and not parts[number - 1] else number - 1
        last = parts[first][-1]
        parts[first][-1] = last._replace(words=last.words.rstrip())
        for place in (number, number + 1):
            line = lines[place]
            indent = len(line) - len(line.lstrip())
            parts[first].append(Part(line.strip() if place == number else line.lstrip(), place, indent))
            parts[place] = []
    return parts
