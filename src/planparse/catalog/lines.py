"""In which line of a file a field stands: asked only when something there does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_in_yaml(text: str, path: Sequence[str | int]) -> int | None:
    """The line, from 1, of a field in YAML, or in JSON, which is YAML too; of a missing one, that of what lacks it.

    None where the text cannot be read that way.
    """
    node = _root(text)
    if node is None:
        return None
    line = node.start_mark.line + 1
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        at, node = found
        line = at.start_mark.line + 1
    return line


def line_in_lines(text: str, path: Sequence[str | int]) -> int | None:
    """The line of a field in JSON Lines: its document's or target's."""
    if len(path) < 2 or not isinstance(path[1], int):
        return 1
    lines = list(_lines_with(text, str(path[0]).removesuffix("s")))
    return lines[path[1]] if path[1] < len(lines) else None


@lru_cache(maxsize=2)
def _root(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError):
        return None


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Where a field begins (its key, or the entry itself) and its value."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    return None


def _lines_with(text: str, key: str) -> Iterator[int]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            entry = json.loads(line)
            if isinstance(entry, dict) and entry.keys() == {key}:
                yield number
