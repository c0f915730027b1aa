"""A catalog as YAML that people can read and that is the same bytes on every machine.

PyYAML's own emitter is slow on large catalogs and cannot keep a quantity on one line while its target is a block. A
catalog has a known shape, so writing it is short: documents and targets as blocks, everything inside them on one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeGuard

# Conservative on purpose: what is not matched here goes into double quotes, which is always right. No ":" or "#",
# nothing that ends a flow mapping, no sign at the start, no blank at an end, no invisible character. Ranges and not
# str.isprintable, whose answer depends on the version of Python; what is out is named, since compiling what is in,
# character by character, takes as long as writing a small catalog.
_INVISIBLE = (
    r"\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufffe\uffff"
    r"\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U0010ffff"
)
_NO_LETTER = rf"\x00-/:-@\[-`{{-\xa0{_INVISIBLE}"
_NOT_INSIDE = rf"\x00-\x1f!-$&'*,:-@\[-\^`{{-}}\x7f-\xa0{_INVISIBLE}"
_PLAIN = re.compile(rf"[^{_NO_LETTER}](?:[^{_NOT_INSIDE}]*[^ {_NOT_INSIDE}])?")
# What some YAML reader, 1.1 or 1.2, would take for a number, a date, a truth value or nothing.
_NOT_TEXT = re.compile(
    r"[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
    r"|y|n|yes|no|on|off|true|false|null",
    re.IGNORECASE,
)
# Characters that YAML forbids, takes for line ends, or that nobody would see.
_ESCAPED = re.compile("[\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\ud800-\udfff\ufeff\ufffe\uffff]")


def yaml_text(catalog: Mapping[str, object]) -> str:
    """The YAML of a dumped catalog: plain mappings, sequences, strings, numbers, dates and None."""
    return "\n".join(_lines(catalog)) + "\n"


def _lines(catalog: Mapping[str, object]) -> Iterator[str]:
    for key, value in catalog.items():
        if not _is_block(value):
            yield f"{key}: {_flow(value)}"
            continue
        yield f"{key}:"
        for entry in value:
            yield from entry_lines(entry)


def entry_lines(entry: Mapping[str, object]) -> Iterator[str]:
    """An entry of a list, a document or a target: ``- `` before its first field, the others below it, its pillars one a line."""
    before = "- "
    for key, value in entry.items():
        if _is_block(value):
            yield f"{before}{key}:"
            for part in value:
                yield f"  - {_flow(part)}"
        else:
            yield f"{before}{key}: {_flow(value)}"
        before = "  "


def _is_block(value: object) -> TypeGuard[Sequence[Mapping[str, object]]]:
    """Lists of mappings are written one entry a line (or block); everything else stays on its key's line."""
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], dict)


def _flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dict):
        return "{" + ", ".join([f"{_string(key)}: {_flow(part)}" for key, part in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join([_flow(part) for part in value]) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _float(value) if isinstance(value, float) else _other(value)


def _other(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a catalog holds no {type(value).__name__}")


def _float(value: float) -> str:
    """YAML 1.1 knows 1e-05 only as text; it wants 1.0e-05."""
    written = repr(value)
    return written.replace("e", ".0e", 1) if "e" in written and "." not in written else written


def _string(value: str) -> str:
    if _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
