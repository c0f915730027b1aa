"""Writes what in ``docs/`` is made from the program, so that it cannot drift apart from it:

- ``catalog.md`` from the models: every field with its type, meaning and values, and an example from ``parts/catalog.yaml``;
- ``cli.md`` from the commands: what each takes, by their own help;
- the second half of ``api.md`` from the docstrings of what ``planparse.__all__`` names; the first half is written by people.

``python docs/make.py`` writes them; a test says when they are stale. Chinese ones are made with ``parts/zh-CN.yaml``, in which each text
of the program stands with its translation.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import yaml
from typer.models import ArgumentInfo, OptionInfo

import planparse
from planparse.catalog.files import load_catalog
from planparse.cli.app import app, planparse_options
from planparse.schema import schema_text

DOCS: Final = Path(__file__).parent
PARTS: Final = DOCS / "parts"
REFERENCE: Final = "<!-- From here on made by docs/make.py. -->\n"
"""Stands in ``api.md`` between what people wrote and what is made."""

BAR: Final = "\\|"
"""A bar inside a cell."""

_SECTIONS: Final = (
    "Catalog", "Generator", "Document", "Period", "Pillar", "Extent", "Target", "Quantity", "BaseQuantity", "Deadline", "Span", "Review",
)  # fmt: skip
_FUNCTIONS: Final = ("extract", "extract_text", "load_catalog", "save_catalog", "check", "diff", "find_settings", "load_settings")
_METHODS: Final = {
    "__iter__": "for target in catalog",
    "__len__": "len(catalog)",
    "__getitem__": "catalog[id]",
    "__contains__": "target in catalog",
    "get": "catalog.get",
    "filter": "catalog.filter",
    "merge": "catalog.merge",
    "to_frame": "catalog.to_frame",
}


class Untranslated(Exception):
    """``parts/zh-CN.yaml`` lacks texts of the program, or has some that the program says no more."""


@dataclass(frozen=True)
class Language:
    """What one language calls things. ``texts`` are translations of the program's own texts; None for English, which they are in."""

    ending: str
    words: Mapping[str, str]
    texts: Mapping[str, str] | None = None
    said: set[str] = field(default_factory=set)

    def __getitem__(self, word: str) -> str:
        return self.words[word]

    def say(self, text: str) -> str:
        """A text of the program in this language."""
        self.said.add(text)
        return (self.texts or {}).get(text, text).replace("``", "`")

    def refuse_gaps(self) -> None:
        """Raises Untranslated, with every text that has no translation, or that nobody says."""
        if self.texts is not None and (gaps := self.said ^ {*self.texts}):
            raise Untranslated("\n".join(f"{'no translation of' if gap in self.said else 'nobody says'}: {gap}" for gap in sorted(gaps)))


def languages() -> tuple[Language, Language]:
    """English and Chinese."""
    english, chinese = (yaml.safe_load((PARTS / f"{name}.yaml").read_text("utf-8")) for name in ("en", "zh-CN"))
    return Language(".md", english["words"]), Language(".zh-CN.md", chinese["words"], {text["en"]: text["zh"] for text in chinese["texts"]})


def made() -> dict[Path, str]:
    """Every document that is made, with the text that it should have. Raises Untranslated."""
    english, chinese = languages()
    documents = {DOCS / f"cli{english.ending}": _commands(english)}
    for language in (english, chinese):
        documents[DOCS / f"catalog{language.ending}"] = _contract(language)
        guide = DOCS / f"api{language.ending}"
        documents[guide] = guide.read_text("utf-8").partition(REFERENCE)[0] + REFERENCE + _reference(language)
        language.refuse_gaps()
    return documents


# the catalog, field by field


def _contract(language: Language) -> str:
    example = (PARTS / "catalog.yaml").read_text("utf-8")
    values = _values(json.loads(load_catalog(PARTS / "catalog.yaml").model_dump_json(by_alias=True)))
    schema = json.loads(schema_text())
    models = {"Catalog": schema, **schema["$defs"]}
    if {*models} != {*_SECTIONS}:
        raise ValueError(f"docs/make.py knows no place for {', '.join({*models} ^ {*_SECTIONS})}")
    sections = "".join(_section(name, models, values.get(name, {}), language) for name in _SECTIONS)
    return f"{language['catalog']}\n{_block('yaml', example)}\n{sections}".rstrip("\n") + "\n"


def _section(name: str, models: Mapping[str, Any], values: Mapping[str, Any], language: Language) -> str:
    head = [language[word] for word in ("field", "type", "meaning", "values", "example")]
    rows = []
    for own, said in models[name]["properties"].items():
        kind, model, allowed = _kind(said, language)
        meaning = said.get("description") or models[model]["description"]
        shown = "" if model or own not in values else f"`{json.dumps(values[own], ensure_ascii=False)}`"
        rows.append([f"`{own}`", kind, language.say(meaning), allowed, shown])
    return f"## {name}\n\n{language.say(models[name]['description'])}\n\n{_table(head, rows)}\n"


def _kind(said: Mapping[str, Any], language: Language) -> tuple[str, str, str]:
    """A field's type in words, the model that it is of, if any, and what values it takes, where they are not free."""
    either = said.get("anyOf", [said])
    one = _unless_null(said)
    within, model = one.get("items", one), _model_of(said)
    kind = f"[{model}](#{model.lower()})" if model else language[within.get("format", within["type"])]
    kind = language["list"].format(kind) if "items" in one else kind
    return (language["or null"].format(kind) if len(either) > 1 else kind), model, _allowed(within, language)


def _unless_null(said: Mapping[str, Any]) -> Mapping[str, Any]:
    (one,) = (part for part in said.get("anyOf", [said]) if part.get("type") != "null")
    return one


def _model_of(said: Mapping[str, Any]) -> str:
    """The model that a field, or each entry of its list, is of; empty where it is of none."""
    one = _unless_null(said)
    return str(one.get("items", one).get("$ref", "")).rpartition("/")[2]


def _allowed(said: Mapping[str, Any], language: Language) -> str:
    if choices := said.get("enum") or ([said["const"]] if "const" in said else []):
        return ", ".join(f"`{choice}`" for choice in choices)
    if "maximum" in said:
        return f"{said['minimum']}–{said['maximum']}"
    return f"≥ {said['minimum']}" if "minimum" in said else ""


def _values(catalog: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """For each model, a value of each field: the first in the example that is not empty."""
    found: dict[str, dict[str, Any]] = {}
    models = json.loads(schema_text())["$defs"]

    def look(name: str, part: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
        for own, value in part.items():
            if value not in (None, [], {}):
                found.setdefault(name, {}).setdefault(own, value)
            model = _model_of(fields[own])
            for inner in (value if isinstance(value, list) else [value]) if model and value else ():
                look(model, inner, models[model]["properties"])

    look("Catalog", catalog, json.loads(schema_text())["properties"])
    return found


# the commands


def _commands(language: Language) -> str:
    own = [f"## planparse\n\n{_paragraphs(planparse_options, language)}\n{_parameters(planparse_options, language)}"]
    for command in app.registered_commands:
        callback = command.callback
        assert callback is not None
        arguments = "".join(f" {_written(name, given)}" for name, given in _given(callback) if isinstance(given.info, ArgumentInfo))
        usage = _block("text", f"planparse {callback.__name__} [OPTIONS]{arguments}\n")
        own.append(f"## planparse {callback.__name__}\n\n{_paragraphs(callback, language)}\n{usage}\n{_parameters(callback, language)}")
    return f"{language['cli']}\n{''.join(own)}".rstrip("\n") + "\n"


@dataclass(frozen=True)
class Given:
    """One parameter of a command: what Typer is told of it, the type that it has, and what it is if nobody gives it."""

    info: ArgumentInfo | OptionInfo
    type: object
    default: object


def _given(callback: Callable[..., Any]) -> Iterator[tuple[str, Given]]:
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        kind, info = get_args(hints[name])[:2]
        yield name, Given(info, kind, parameter.default)


def _parameters(callback: Callable[..., Any], language: Language) -> str:
    tables = []
    for kind, word in ((ArgumentInfo, "argument"), (OptionInfo, "option")):
        rows = [
            [f"`{_written(name, given)}`", language.say(given.info.help or ""), _values_of(given), _default(given)]
            for name, given in _given(callback)
            if isinstance(given.info, kind) and not given.info.hidden
        ]
        if rows:
            tables.append(f"{_table([language[each] for each in (word, 'meaning', 'values', 'default')], rows)}\n")
    return "".join(tables)


def _written(name: str, given: Given) -> str:
    """How a parameter is typed: ``-o, --output FILE``, ``[SOURCE]...``."""
    info, kinds = given.info, {given.type, *get_args(given.type)}
    metavar = info.metavar or name.upper()
    if isinstance(info, ArgumentInfo):
        several = any(get_origin(kind) is list for kind in kinds)
        metavar = metavar if given.default is inspect.Parameter.empty or metavar.startswith("[") else f"[{metavar}]"
        return f"{metavar}..." if several and not metavar.endswith("...") else metavar
    flags = [flag for flag in (info.default, *(info.param_decls or ())) if isinstance(flag, str)] or [f"--{name.replace('_', '-')}"]
    value = "" if bool in kinds else f" {info.metavar or _metavar(kinds)}"
    return f"{', '.join(sorted(flags, key=len))}{value}"


def _metavar(kinds: Iterable[object]) -> str:
    return "CHOICE" if any(get_origin(kind) is Literal for kind in kinds) else "TEXT"


def _values_of(given: Given) -> str:
    choices = [choice for kind in (given.type, *get_args(given.type)) if get_origin(kind) is Literal for choice in get_args(kind)]
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    low, high = given.info.min, given.info.max
    return "" if low is None else f"≥ {low}" if high is None else f"{low}–{high}"


def _default(given: Given) -> str:
    says_nothing = given.default is None or given.default is False or given.default is inspect.Parameter.empty
    return "" if says_nothing else f"`{given.default}`"


# the library


def _reference(language: Language) -> str:
    listed = {*_FUNCTIONS, "Catalog", "__version__"}
    rest = {name: getattr(planparse, name) for name in planparse.__all__ if name not in listed}
    errors = [name for name, value in rest.items() if issubclass(value, Exception)]
    parts = [language["functions"], *(_callable(f"planparse.{name}", getattr(planparse, name), language) for name in _FUNCTIONS)]
    parts += [language["methods"], *(_callable(shown, getattr(planparse.Catalog, name), language) for name, shown in _METHODS.items())]
    parts += [language["models"], _summaries([name for name in rest if name not in errors], language)]
    parts += [language["errors"], _summaries(errors, language)]
    return "\n".join(parts)


def _callable(shown: str, function: Callable[..., Any], language: Language) -> str:
    called = f"### `{shown}`\n"
    if " " not in shown and shown.endswith(function.__name__):
        called += f"\n{_block('python', f'{_signature(shown, function)}{chr(10)}')}"
    return f"{called}\n{_paragraphs(function, language)}"


def _signature(shown: str, function: Callable[..., Any]) -> str:
    """A signature as it is written in the source, a parameter a line where one line is too short."""
    signature = inspect.signature(function)
    parameters = [parameter.replace(annotation=parameter.empty) for name, parameter in signature.parameters.items() if name != "self"]
    written, star = [], False
    for parameter in parameters:
        if parameter.kind is parameter.KEYWORD_ONLY and not star:
            written.append("*")
            star = True
        annotation = signature.parameters[parameter.name].annotation
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        mark = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        written.append(f"{mark}{parameter.name}: {annotation}{default}")
    line = f"{shown}({', '.join(written)}) -> {signature.return_annotation}"
    return line if len(line) <= 100 else f"{shown}(\n{''.join(f'    {one},{chr(10)}' for one in written)}) -> {signature.return_annotation}"


def _summaries(names: Sequence[str], language: Language) -> str:
    rows = []
    for name in names:
        summary = language.say(_docstring(getattr(planparse, name)).partition("\n\n")[0].replace("\n", " "))
        rows.append([f"[`{name}`](catalog{language.ending}#{name.lower()})" if name in _SECTIONS else f"`{name}`", summary])
    return _table([language["name"], language["meaning"]], rows)


def _paragraphs(function: Callable[..., Any], language: Language) -> str:
    """The paragraphs of a docstring as Markdown, its examples as Python sessions."""
    paragraphs = []
    for paragraph in _docstring(function).split("\n\n"):
        is_example = paragraph.startswith(">>> ")
        text = f"{paragraph}\n" if is_example else language.say(paragraph.replace("\n", " "))
        paragraphs.append(_block("pycon", text) if is_example else f"{text}\n")
    return "\n".join(paragraphs)


def _docstring(one: object) -> str:
    return inspect.getdoc(one) or ""


# Markdown


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, without the columns in which no row has anything."""
    kept = [column for column in range(len(head)) if any(row[column] for row in rows)]
    lines = [[head[column] for column in kept], ["---"] * len(kept), *([row[column] for column in kept] for row in rows)]
    return "".join(f"| {' | '.join(cell.replace('|', BAR) for cell in line)} |\n" for line in lines)


def _block(language: str, body: str) -> str:
    return f"```{language}\n{body}```\n"


def main() -> None:
    """Writes the documents that are stale."""
    try:
        documents = made()
    except Untranslated as error:
        sys.exit(str(error))
    for path, text in documents.items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
