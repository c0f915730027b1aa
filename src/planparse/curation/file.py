"""The file of corrections: read with the line of each, and added to without touching what stands there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planparse.catalog.files import read_text, write_text
from planparse.catalog.validate import with_line
from planparse.catalog.yaml_writer import entry_lines
from planparse.curation.models import CORRECTIONS_ID, Correction, CorrectionsFile, Term
from planparse.errors import CatalogError, CorrectionsError
from planparse.faults import faults_in
from planparse.models import plain_number
from planparse.sources.find import STANDARD_INPUT
from planparse.targets.identity import digest

FILE_NAME = "corrections.yaml"

_NEW_FILE = f"""\
# What people say of targets that the rules read wrongly, or not at all; laid over every extraction.
# Written by: planparse correct. Of several corrections of one target, the later ones win.
schema: {CORRECTIONS_ID}
corrections:
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction, and the line of the file in which it begins."""

    line: int
    correction: Correction

    def is_about(self, source: str | None) -> bool:
        """Whether it was made of the document at this path; one that does not say may be about any of its name."""
        return None in (source, self.correction.source) or source == self.correction.source


@dataclass(frozen=True, slots=True)
class Corrections:
    """A file of corrections. ``path`` is as messages show it."""

    path: str
    entries: tuple[Entry, ...] = ()

    def of(self, document: str) -> tuple[Entry, ...]:
        """Those that are about one document, in order."""
        return tuple(entry for entry in self.entries if entry.correction.document == document)

    def without(self, documents: Iterable[str]) -> tuple[Entry, ...]:
        """Those that are about none of these documents."""
        known = set(documents)
        return tuple(entry for entry in self.entries if entry.correction.document not in known)

    def source_of(self, path: str) -> str | None:
        """The path of a document as corrections name it: from the folder of their file; None for standard input."""
        if path == STANDARD_INPUT:
            return None
        try:
            return Path(os.path.relpath(path, os.path.dirname(self.path) or ".")).as_posix()
        except ValueError:  # on another drive
            return Path(path).name

    def fingerprint(self, document: str, path: str) -> str:
        """Changes with everything that is said of the document at this path, and with nothing else; empty where that is nothing."""
        source = self.source_of(path)
        said = [f"{entry.correction.model_dump_json(exclude_unset=True)}{entry.is_about(source)}" for entry in self.of(document)]
        return digest("\n".join(said), 12) if said else ""


def load_corrections(path: str | os.PathLike[str] | None) -> Corrections:
    """The corrections in a file; none where there is no such file.

    Raises CorrectionsError, with the line, for what does not fit.
    """
    if path is None or not Path(path).exists():
        return Corrections(os.fspath(path or FILE_NAME))
    shown = os.fspath(path)
    return _corrections_in(_text_of(shown), shown)


def add_correction(path: str | os.PathLike[str], correction: Correction) -> None:
    """Writes a correction behind those of the file, which stays as it is to the last comment; makes the file if need be.

    Raises CorrectionsError, and changes nothing, where the file does not fit.
    """
    shown = os.fspath(path)
    text = _text_of(shown) if Path(path).exists() else _NEW_FILE
    before = _corrections_in(text, shown)
    added = _with_entry(text, _fields_of(correction))
    expected = [*(entry.correction for entry in before.entries), correction]
    if _written_in(added) != expected:
        raise CorrectionsError(
            shown, "its list of corrections does not stand last, one entry under the other", "move it to the end of the file"
        )
    try:
        write_text(path, added)
    except CatalogError as error:
        raise CorrectionsError(error.path, error.fault, error.remedy) from None


def _text_of(path: str) -> str:
    try:
        return read_text(path)
    except CatalogError as error:
        raise CorrectionsError(error.path, error.fault, "save it as UTF-8" if error.fault == "not UTF-8" else error.remedy) from None


def _corrections_in(text: str, path: str) -> Corrections:
    """Raises CorrectionsError."""
    from planparse.catalog.lines import line_in_yaml
    from planparse.catalog.yaml_reader import YamlFault, read_yaml

    try:
        fields = read_yaml(text)
    except YamlFault as error:
        raise CorrectionsError(path, "not YAML: {error}", "correct that line", error=error) from None
    if fields is None:
        return Corrections(path)
    if not isinstance(fields, dict) or fields.get("schema") != CORRECTIONS_ID:
        raise CorrectionsError(
            path, "not a planparse corrections file", "begin it with: schema: {CORRECTIONS_ID}", CORRECTIONS_ID=CORRECTIONS_ID
        )
    try:
        file = CorrectionsFile.model_validate(_without_nothing(fields))
    except ValidationError as error:
        faults = faults_in(error, CorrectionsFile)
        # A misspelt field explains the one that is missing.
        first = next((fault for fault in faults if fault.said.startswith("unknown")), faults[0])
        said = with_line(first, partial(line_in_yaml, text))
        raise CorrectionsError(path, said, "correct it, or remove that correction") from None
    lines = [line_in_yaml(text, ("corrections", number)) or 1 for number in range(len(file.corrections))]
    return Corrections(path, tuple(map(Entry, lines, file.corrections)))


def _without_nothing(fields: Mapping[str, Any]) -> dict[str, Any]:
    """``corrections:`` with nothing behind it is an empty list."""
    return {key: value for key, value in fields.items() if not (key == "corrections" and value is None)}


def _written_in(text: str) -> list[Correction] | None:
    try:
        return [entry.correction for entry in _corrections_in(text, "").entries]
    except CorrectionsError:
        return None


def _with_entry(text: str, fields: Mapping[str, object]) -> str:
    """The text with an entry at its end, as far in as the entries that are there."""
    body = text if text.endswith("\n") or not text else f"{text}\n"
    last = body.rstrip().rsplit("\n", 1)[-1]
    if last.replace(" ", "") == "corrections:[]":
        body = f"{body.rstrip().removesuffix(last)}corrections:\n"
    elif "\ncorrections:" not in f"\n{body}":
        body += "corrections:\n" if "\nschema:" in f"\n{body}" else _NEW_FILE
    indent = _indent_of(body)
    return body + "".join(f"{indent}{line}\n" for line in entry_lines(fields))


def _indent_of(text: str) -> str:
    """What stands before the dashes of the list."""
    behind = text.split("\ncorrections:", 1)[-1]
    dash = next((line for line in behind.split("\n") if line.lstrip().startswith("- ")), "")
    return dash[: len(dash) - len(dash.lstrip())]


def _fields_of(correction: Correction) -> dict[str, Any]:
    """What the file says of a correction: nothing that is not said."""
    fields = correction.model_dump(exclude_unset=True)
    fields |= {name: getattr(correction, name).given() for name in ("fields", "was") if name in fields}
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Term):
        return value.end if value.start is None else {"start": value.start, "end": value.end}
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return plain_number(value) if isinstance(value, Decimal) else value
