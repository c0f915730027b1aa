"""The lines over a published document that file it: 索引号, 发文机关, 成文日期. They say who issued it and when, and hold no targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.sources.text import Text

WITHIN = 30
"""Blocks at the top of a document that may be front matter."""

MAX_LINE = 500
"""A longer line is text."""

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


class FrontMatter(NamedTuple):
    """What the front matter says; ``blocks`` are the blocks that it takes up."""

    title: str | None
    issuer: str | None
    year: int | None
    blocks: frozenset[int]


def front_matter_of(text: Text, lexicon: Lexicon) -> FrontMatter:
    """The front matter of a text; nothing said, and no blocks, where it has none."""
    grammar = _Labels.of(lexicon)
    said: dict[str, str] = {}
    blocks: set[int] = set()
    for number, block in enumerate(text.blocks[:WITHIN]):
        pairs = list(grammar.pairs(text.content[block.start : block.end])) if block.end - block.start <= MAX_LINE else []
        if pairs:
            blocks.add(number)
        for label, value in pairs:
            said.setdefault(label, value)
    first = {name: next((said[label] for label in lexicon.sets[name] if said.get(label)), None) for name in _Labels.SAYING}
    year = _YEAR.search(first["front_dates"] or "")
    return FrontMatter(first["front_titles"], first["front_issuers"], int(year[1]) if year else None, frozenset(blocks))


class _Labels:
    """The labels of a lexicon as one expression."""

    SAYING = ("front_titles", "front_issuers", "front_dates")

    def __init__(self, lexicon: Lexicon) -> None:
        labels = [label for name in (*self.SAYING, "front_others") for label in lexicon.sets[name]]
        # 标　题 and 索 引 号: printed labels are spread to one width.
        spread = "|".join(r"[ \u3000]*".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
        begins, closes = r"(?:^|(?<=[\t \u3000|｜]))[\s【\[|｜]{0,8}", r"(?:[】\]][ \u3000]*[：:]?|[ \u3000]*(?:[：:]|\t|[|｜]))"
        self._label = re.compile(f"{begins}({spread}){closes}")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> _Labels:
        return _Labels(lexicon)

    def pairs(self, line: str) -> Iterator[tuple[str, str]]:
        """Labels with what follows them; none where the line does not begin with a label."""
        found = list(self._label.finditer(line))
        if not found or found[0].start():
            return
        ends = [match.start() for match in found[1:]] + [len(line)]
        for match, end in zip(found, ends, strict=True):
            yield "".join(match[1].split()), line[match.end() : end].strip(" \t\u3000|｜")
