"""Lexicon files as YAML: text becomes entries that still know their line, or one error that names it.

Nothing is ever constructed from a tag, and every scalar stays the text that was written: ``no`` is a word and not
False, ``0.10`` keeps its digits. The models of the entries make numbers and truth values of it where they want them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from planparse.errors import LexiconError
from planparse.lexicon.faults import fault_at

MAX_DEPTH = 12

_TAGS: dict[type[yaml.Node], str] = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}

_INDENTATION = "check the indentation, the quotes and the colons there"

# The C parser gives the same nodes some ten times faster, but not every installation of PyYAML has it.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_Base):  # type: ignore[misc]  # which of the two is known only at run time
    """A loader without implicit types: what is written is what is read."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        """Text stays text, which also spares a tenth of the time that guessing types takes."""
        return _TAGS[kind]


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One mapping of a lexicon file: its fields as text, lists or mappings, and the line of each."""

    fields: dict[str, object]
    line: int
    node: yaml.MappingNode

    def line_of(self, field: str) -> int:
        """The line that a field stands in; the entry's own where it has no such field."""
        return next((_line(key) for key, _ in self.node.value if key.value == field), self.line)


def read_list(text: str, path: str) -> list[RawEntry]:
    """The entries of a built-in file, which is one list."""
    root = _compose(text, path)
    return [] if root is None else _entries(root, path, "the file")


def read_sections(text: str, path: str) -> Iterator[tuple[str, int, list[RawEntry]]]:
    """The sections of a user's file in their order: name, line, entries.

    An empty file and an empty section change nothing and are no faults. Aliases are refused: a few of them can stand
    for millions of entries.
    """
    _refuse_aliases_and_depth(text, path)
    root = _compose(text, path)
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise fault_at(path, _line(root), "the file is not a mapping", "begin with a section, for example units:")
    _refuse_repeats(root, path, "section")
    for key, value in root.value:
        entries = [] if _is_null(value) else _entries(value, path, f"section {key.value!r}")
        yield str(key.value), _line(key), entries


def _compose(text: str, path: str) -> yaml.Node | None:
    """The tree of the one document in a file; None where there is nothing but comments."""
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=_TextLoader)
    except yaml.YAMLError as error:
        raise _not_yaml(error, path) from None
    return None if root is None or _is_null(root) else root


def _not_yaml(error: yaml.YAMLError, path: str) -> LexiconError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    if mark is None:
        return LexiconError(path, "not valid YAML ({problem})", "remove control characters from it", problem=problem)
    return fault_at(path, mark.line + 1, f"not valid YAML ({problem})", _INDENTATION)


def _refuse_aliases_and_depth(text: str, path: str) -> None:
    """Hostile files are turned away while they are still a flat stream of events."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_TextLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise fault_at(path, line, f"alias *{event.anchor}", "write the value out, without * and &")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                raise fault_at(path, line, "nested too deeply", "write each entry as a flat mapping")
    except yaml.YAMLError as error:
        raise _not_yaml(error, path) from None


def _entries(node: yaml.Node, path: str, what: str) -> list[RawEntry]:
    if not isinstance(node, yaml.SequenceNode):
        raise fault_at(path, _line(node), f"{what} is not a list", "begin each entry with a dash: - unit: 盏")
    return [_entry(item, path) for item in node.value]


def _entry(node: yaml.Node, path: str) -> RawEntry:
    if not isinstance(node, yaml.MappingNode):
        raise fault_at(path, _line(node), "the entry is not a mapping", "write its fields as name: value")
    _refuse_repeats(node, path, "field")
    return RawEntry({key.value: _value(value, path) for key, value in node.value}, _line(node), node)


def _value(node: yaml.Node, path: str) -> object:
    """A node as text, list, mapping or None."""
    if isinstance(node, yaml.ScalarNode):
        return None if _is_null(node) else node.value
    if isinstance(node, yaml.SequenceNode):
        values = [_value(item, path) for item in node.value]
        if "" in values or None in values:
            raise fault_at(path, _line(node), "the list has an empty item", "remove it, or put it in quotes")
        return values
    _refuse_repeats(node, path, "field")
    return {key.value: _value(value, path) for key, value in node.value}


def _refuse_repeats(node: yaml.Node, path: str, what: str) -> None:
    """YAML lets the last of two equal keys win in silence; a lexicon must not lose anything in silence."""
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise fault_at(path, _line(key), f"a {what} has no plain name", _INDENTATION)
        if key.value in seen:
            raise fault_at(path, _line(key), f"{what} {key.value!r} is given twice", "keep one of them")
        seen.add(key.value)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
