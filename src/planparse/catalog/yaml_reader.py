"""YAML becomes plain values, without anything in YAML that a catalog does not need and an attacker might.

Anchors, tags and deep nesting are refused: PyYAML's loaders would expand the first endlessly and overflow the stack on
the last. Strings stay strings: only true, false, null, numbers and dates without quotes mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import yaml

_DEEPEST = 30
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


class YamlFault(ValueError):
    """YAML that cannot be read; the message says what is wrong and in which line."""


def read_yaml(text: str) -> object:
    """The one document in a YAML text as dicts, lists, strings, numbers, dates, booleans and None.

    Raises YamlFault.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlFault(f"line {line}: {error.problem}") from None
    except yaml.YAMLError as error:  # characters that YAML forbids
        raise YamlFault(str(error).splitlines()[0]) from None
    return builder.root


class _Builder:
    """Puts events together. ``_open`` holds, for each container not yet closed, what takes its next value."""

    def __init__(self) -> None:
        self.root: object = None
        self._open: list[Callable[[Any, Any], None]] = [self._take_root]
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._refuse(event)
            self._open[-1](_scalar(event), event)
        elif kind is yaml.MappingStartEvent:
            self._start(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._start(event, [])
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._open.pop()
        elif kind is yaml.AliasEvent:
            raise _fault(event, "anchors and aliases have no place in a catalog")

    def _start(self, event: Any, container: dict[str, object] | list[object]) -> None:
        self._refuse(event)
        self._open[-1](container, event)
        if len(self._open) > _DEEPEST:
            raise _fault(event, "nested too deeply")
        self._open.append(_pairs(container) if isinstance(container, dict) else _values(container))

    def _take_root(self, value: object, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _fault(event, "a second YAML document begins")
        self.root = value

    @staticmethod
    def _refuse(event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            raise _fault(event, "anchors and tags have no place in a catalog")


def _values(container: list[object]) -> Callable[[Any, Any], None]:
    return lambda value, event: container.append(value)


def _pairs(container: dict[str, object]) -> Callable[[Any, Any], None]:
    """Takes keys and values in turn."""
    key: str | None = None

    def take(value: Any, event: Any) -> None:
        nonlocal key
        if key is None:
            key = _key(event, container)
        else:
            container[key] = value
            key = None

    return take


def _key(event: Any, container: dict[str, object]) -> str:
    if type(event) is not yaml.ScalarEvent:
        raise _fault(event, "a mapping cannot stand as a key")
    if event.value in container:
        raise _fault(event, f"{event.value!r} is given twice")
    key: str = event.value
    return key


def _scalar(event: Any) -> object:
    text: str = event.value
    if not event.implicit[0] or len(text) > 400:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return _date(text) if _DATE.fullmatch(text) else text


def _date(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:  # 2025-02-30: the model says so, with its place
        return text


def _fault(event: Any, what: str) -> YamlFault:
    return YamlFault(f"line {event.start_mark.line + 1}: {what}")
