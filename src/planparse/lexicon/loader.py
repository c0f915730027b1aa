"""The lexicon that the rules work with: the built-in files, and a user's own file laid over them."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from planparse.caching import keep, kept
from planparse.errors import LexiconError
from planparse.expressions import expression
from planparse.lexicon.entries import (
    Action,
    Bound,
    Doubt,
    Entry,
    Exclusion,
    HeadingForm,
    Implied,
    ModalityCue,
    NamedPattern,
    PlanPeriod,
    StatusCue,
    TableHeader,
    TimeWord,
    Unit,
    WordSet,
)
from planparse.lexicon.faults import fault_at, one_of

if TYPE_CHECKING:
    from planparse.lexicon.yaml_entries import RawEntry

SECTIONS: Mapping[str, type[Entry]] = {
    "units": Unit,
    "actions": Action,
    "bounds": Bound,
    "modality": ModalityCue,
    "status": StatusCue,
    "headings": HeadingForm,
    "times": TimeWord,
    "plans": PlanPeriod,
    "exclusions": Exclusion,
    "implied": Implied,
    "doubts": Doubt,
    "tables": TableHeader,
    "patterns": NamedPattern,
    "words": WordSet,
}

# A word may mean one thing before a number and another behind it, so these are told apart by two fields.
_SECOND_KEYS: Mapping[type[Entry], str] = {Bound: "place", StatusCue: "where"}

_CACHE = "lexicon-entries"

MAX_BYTES = 1_000_000

_PATTERNS = ("pattern", "exclusion", "implied", "expression")

_E = TypeVar("_E", bound=Entry)
_Key = tuple[str, ...]
_Section = dict[_Key, Entry]
_Fingerprinted = tuple[Mapping[str, _Section], str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything the rules know of the language.

    Two lexicons are never equal, so that a rule can cache what it compiles from one under the lexicon itself;
    ``fingerprint`` tells whether they say the same: twelve hex digits over all entries, a user's
    included, notes left out.
    """

    units: tuple[Unit, ...]
    actions: tuple[Action, ...]
    bounds: tuple[Bound, ...]
    modality: tuple[ModalityCue, ...]
    status: tuple[StatusCue, ...]
    headings: tuple[HeadingForm, ...]
    times: tuple[TimeWord, ...]
    plans: tuple[PlanPeriod, ...]
    exclusions: tuple[Exclusion, ...]
    implied: tuple[Implied, ...]
    doubts: tuple[Doubt, ...]
    tables: tuple[TableHeader, ...]
    patterns: Mapping[str, str]
    sets: Mapping[str, tuple[str, ...]]
    fingerprint: str

    def pattern(self, name: str) -> re.Pattern[str]:
        """The expression of that name."""
        return expression(self.patterns[name])


def load_lexicon(user_file: Path | None = None) -> Lexicon:
    """The built-in lexicon, with a user's own file laid over it.

    The user's file is one YAML mapping from section to list of entries. An entry with a new key is added, one with a
    known key replaces the entry of that key, and one with ``remove: true`` beside its key takes it away::

        units:
        - {unit: 挺, dimension: count}
        - {unit: 马力, remove: true}

    Raises LexiconError, with the line, for whatever does not fit.
    """
    if user_file is None:
        return _builtin_lexicon()
    from planparse.lexicon.yaml_entries import read_sections

    path = str(user_file)
    sections = {name: dict(entries) for name, entries in _builtin_sections()[0].items()}
    for name, line, entries in read_sections(_text_of(user_file), path):
        if name not in SECTIONS:
            raise fault_at(path, line, f"unknown section {name!r}", _suggestion(name, list(SECTIONS)))
        _lay_over(sections[name], entries, SECTIONS[name], path)
    return _lexicon_of(sections, _fingerprint(sections))


@cache
def _builtin_lexicon() -> Lexicon:
    return _lexicon_of(*_builtin_sections())


@cache
def _builtin_sections() -> _Fingerprinted:
    """The entries of the built-in files, by way of the cache: parsing their YAML takes four times as long as all the rest."""
    texts = {name: _builtin_text(name) for name in SECTIONS}
    origin = f"fingerprint and entries of texts {hashlib.sha256(json.dumps(texts).encode()).hexdigest()}"
    return _kept_sections(origin) or _read_sections(texts, origin)


def _builtin_path(name: str) -> str:
    return f"planparse/lexicon/data/{name}.yaml"


def _builtin_text(name: str) -> str:
    try:
        return (files("planparse.lexicon") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    except OSError:
        raise LexiconError(_builtin_path(name), "the built-in file is missing", "reinstall planparse") from None


def _kept_sections(origin: str) -> _Fingerprinted | None:
    """What is kept, validated like any other entry. Where a model has changed since, the YAML is read, to name the line at fault."""
    content = kept(_CACHE, origin)
    if content is None:
        return None
    fingerprint: str
    fields: Mapping[str, list[dict[str, object]]]
    fingerprint, fields = json.loads(content)
    try:
        return {name: _by_key(model.model_validate(one) for one in fields[name]) for name, model in SECTIONS.items()}, fingerprint
    except ValidationError:
        return None


def _by_key(entries: Iterable[Entry]) -> _Section:
    return {_key_of(entry): entry for entry in entries}


def _read_sections(texts: Mapping[str, str], origin: str) -> _Fingerprinted:
    """The entries of the texts, whose fields are kept once all of them have been found valid."""
    # The parser of YAML is needed only where the cache does not have them.
    from planparse.lexicon.yaml_entries import read_list

    raw = {name: read_list(text, _builtin_path(name)) for name, text in texts.items()}
    sections = {name: _keyed(raw[name], model, _builtin_path(name)) for name, model in SECTIONS.items()}
    fields = {name: [one.fields for one in entries] for name, entries in raw.items()}
    fingerprint = _fingerprint(sections)
    keep(_CACHE, origin, json.dumps([fingerprint, fields], ensure_ascii=False).encode("utf-8"))
    return sections, fingerprint


def _text_of(user_file: Path) -> str:
    """The characters of a user's file; more than a lexicon could need is not read at all."""
    path = str(user_file)
    try:
        with user_file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise LexiconError(path, "cannot be read ({strerror})", "check the path of the lexicon", strerror=error.strerror) from None
    if len(content) > MAX_BYTES:
        raise LexiconError(path, "larger than 1 MB", "keep only your own entries in it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise fault_at(path, line, "not UTF-8", "save the file as UTF-8") from None


def _keyed(entries: Iterable[RawEntry], model: type[Entry], path: str) -> _Section:
    """Validated entries by their keys; a key may stand only once in one file."""
    section: _Section = {}
    for raw in entries:
        entry = _validated(raw, model, path)
        key = _key_of(entry)
        if key in section:
            raise _repeated(raw, key, path)
        section[key] = entry
    return section


def _lay_over(section: _Section, entries: Iterable[RawEntry], model: type[Entry], path: str) -> None:
    """Changes ``section`` as a user's entries say. A changed entry keeps its place; a new one goes to the end."""
    seen: set[_Key] = set()
    for raw in entries:
        if "remove" in raw.fields:
            keys = _keys_to_remove(raw, model, section, path)
        else:
            entry = _validated(raw, model, path)
            _check_patterns(raw, path)
            keys = [_key_of(entry)]
            section[keys[0]] = entry
        if not seen.isdisjoint(keys):
            raise _repeated(raw, keys[0], path)
        seen.update(keys)
        if "remove" in raw.fields:
            for key in keys:
                del section[key]


def _keys_to_remove(raw: RawEntry, model: type[Entry], section: _Section, path: str) -> list[_Key]:
    """What a removal takes away: the entry of its key; without the second half of the key, all that share the first."""
    names = _key_fields(model)
    if str(raw.fields["remove"]).lower() != "true":
        raise fault_at(path, raw.line_of("remove"), "remove is not true", "write remove: true, or leave it out")
    others = [field for field in raw.fields if field not in (*names, "remove", "note")]
    if others or names[0] not in raw.fields:
        remedy = f"write only {names[0]}: … and remove: true"
        raise fault_at(path, raw.line, f"a removal with {one_of(others) or 'no key'}", remedy)
    asked = [(place, raw.fields[field]) for place, field in enumerate(names) if field in raw.fields]
    keys = [key for key in section if all(key[place] == value for place, value in asked)]
    if not keys:
        known = [key[0] for key in section]
        fault = f"there is no {names[0]} {raw.fields[names[0]]!r} to remove"
        raise fault_at(path, raw.line_of(names[0]), fault, _suggestion(str(raw.fields[names[0]]), known))
    return keys


def _repeated(raw: RawEntry, key: _Key, path: str) -> LexiconError:
    return fault_at(path, raw.line, f"{key[0]!r} is given twice", "keep one of the two entries")


def _check_patterns(raw: RawEntry, path: str) -> None:
    """A user's expressions are compiled here, to name their line; built-in ones are compiled where they are used."""
    for field in _PATTERNS:
        if field not in raw.fields:
            continue
        try:
            re.compile(str(raw.fields[field]))
        except re.error as error:
            fault = f"{field} is not a regular expression ({error})"
            raise fault_at(path, raw.line_of(field), fault, "correct it, or escape the character with \\") from None


def _validated(raw: RawEntry, model: type[_E], path: str) -> _E:
    try:
        return model.model_validate(raw.fields)
    except ValidationError as error:
        raise _misfit(error, raw, model, path) from None


def _misfit(error: ValidationError, raw: RawEntry, model: type[Entry], path: str) -> LexiconError:
    """The fault that helps most: an unknown field explains the one that is missing."""
    faults: list[Any] = error.errors(include_url=False, include_context=False)
    fault = next((one for one in faults if one["type"] == "extra_forbidden"), faults[0])
    field = ".".join(str(part) for part in fault["loc"])
    line = raw.line_of(str(fault["loc"][0]))
    if fault["type"] == "extra_forbidden":
        return fault_at(path, line, f"unknown field {field!r}", _suggestion(field, list(model.model_fields)))
    if fault["type"] == "missing":
        return fault_at(path, line, f"the entry has no {field!r}", f"add {field}: …")
    if fault["type"] == "tuple_type":
        return fault_at(path, line, f"{field} is not a list", f"write {field}: [{fault['input']}]")
    message = str(fault["msg"]).removeprefix("Input should be ")
    return fault_at(path, line, f"{field} is {fault['input']!r}", f"it should be {message}")


def _suggestion(name: str, known: Sequence[str]) -> str:
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if nearest:
        return f"did you mean {nearest[0]!r}?"
    return f"use {one_of(known)}" if len(known) <= len(SECTIONS) else "nothing near it is in the lexicon: remove the entry"


@cache
def _key_fields(model: type[Entry]) -> _Key:
    """The first field that the model adds to those of every entry, and a second where that alone is not enough."""
    first = next(name for name in model.model_fields if name not in Entry.model_fields)
    return (first, _SECOND_KEYS[model]) if model in _SECOND_KEYS else (first,)


def _key_of(entry: Entry) -> _Key:
    return tuple(getattr(entry, field) for field in _key_fields(type(entry)))


def _lexicon_of(sections: Mapping[str, _Section], fingerprint: str) -> Lexicon:
    parts: dict[str, Any] = {name: tuple(entries.values()) for name, entries in sections.items()}
    words: tuple[WordSet, ...] = parts.pop("words")
    patterns: tuple[NamedPattern, ...] = parts.pop("patterns")
    return Lexicon(
        **parts,
        patterns={one.name: one.expression for one in patterns},
        sets={one.set: one.words for one in words},
        fingerprint=fingerprint,
    )


def _fingerprint(sections: Mapping[str, _Section]) -> str:
    """Twelve hex digits that change with anything a rule could notice, and with nothing else.

    The order of entries counts, as a rule may go by it; notes and defaults do not.
    """
    said = {
        name: [entry.model_dump(exclude={"note"}, exclude_defaults=True) for entry in entries.values()]
        for name, entries in sections.items()
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:12]
