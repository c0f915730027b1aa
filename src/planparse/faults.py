"""What does not fit a model, in lines to act on: ``targets[3].quantity.unit: expected string, found number``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from inspect import isclass
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

_EXPECTED = {
    "date_from_datetime_parsing": "a date (YYYY-MM-DD)",
    "date_from_datetime_inexact": "a date (YYYY-MM-DD)",
    "date_parsing": "a date (YYYY-MM-DD)",
    "date_type": "a date (YYYY-MM-DD)",
    "decimal_parsing": "number",
    "decimal_type": "number",
    "dict_type": "mapping",
    "finite_number": "finite number",
    "int_from_float": "whole number",
    "int_parsing": "whole number",
    "int_type": "whole number",
    "is_instance_of": "number",
    "model_attributes_type": "mapping",
    "model_type": "mapping",
    "string_type": "string",
    "tuple_type": "list",
}
_SHOWN_VALUE = {"date_from_datetime_parsing", "date_parsing", "decimal_parsing", "int_from_float", "int_parsing"}


class Fault(NamedTuple):
    """What does not fit, and the path to it in the file."""

    path: tuple[str | int, ...]
    said: str

    def __str__(self) -> str:
        return f"{place(self.path)}: {self.said}"


def faults_in(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """The faults in the order of the file: where, what was expected, what was found."""
    faults: list[Any] = error.errors(include_url=False)
    return [Fault(fault["loc"], _said(fault, model)) for fault in faults]


def fault_lines(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line a fault."""
    return [str(fault) for fault in faults_in(error, model)]


def place(path: Sequence[str | int]) -> str:
    """A path into a file as people write it.

    >>> place(("targets", 3, "quantity", "unit"))
    'targets[3].quantity.unit'
    """
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{_key(step)}" for step in path)
    return steps.removeprefix(".") or "the whole"


def nearest(name: str, known: Sequence[str]) -> str:
    """The question that helps after a slip of the pen, or the names that there are."""
    if close := get_close_matches(name, known, n=1, cutoff=0.5):
        return f'did you mean "{close[0]}"?'
    return f"known are {', '.join(known)}"


def _key(step: str) -> str:
    return step if step.isidentifier() else json.dumps(step, ensure_ascii=False)


def _said(fault: dict[str, Any], model: type[BaseModel]) -> str:
    kind, found = fault["type"], fault["input"]
    if kind == "missing":
        return "missing"
    if kind == "extra_forbidden":
        return f"unknown field; {nearest(str(fault['loc'][-1]), _fields_at(model, fault['loc'][:-1]))}"
    if kind == "literal_error":
        return f"expected {fault['ctx']['expected']}, found {_value(found)}"
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, found {_value(found) if kind in _SHOWN_VALUE else _kind(found)}"
    message = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return f"expected {message}, found {_value(found)}"


def _value(found: object) -> str:
    if isinstance(found, str | int | float):
        shown = json.dumps(found, ensure_ascii=False)
        return shown if len(shown) <= 40 else f"{shown[:40]}…"
    return _kind(found)


def _kind(found: object) -> str:
    """The kind of a value in the words of YAML and JSON, not of Python."""
    if found is None:
        return "null"
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "boolean"),
        ((int, float), "number"),
        (str, "string"),
        (date, "date"),
        (dict, "mapping"),
        ((list, tuple), "list"),
    )
    return next((name for types, name in names if isinstance(found, types)), type(found).__name__)


def _fields_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The names that may stand at a place: those of the model that the path leads to."""
    for step in path:
        field = next((f for name, f in model.model_fields.items() if step in (name, f.alias)), None)
        model = (field and _model_in(field.annotation)) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
