"""Catalogs as files: YAML, JSON or JSON Lines, written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

from planparse.catalog.sealing import block_of, rows_by_document, said_in, seal_of
from planparse.catalog.validate import LineOf, catalog_of
from planparse.catalog.yaml_writer import yaml_text
from planparse.errors import CatalogError
from planparse.models import SCHEMA_ID, Catalog

Format = Literal["yaml", "json", "jsonl"]

ENDINGS: Mapping[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl"}

# Legal in JSON, but line ends to many readers of lines.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def catalog_text(catalog: Catalog, format: Format = "yaml", origins: Mapping[str, str] | None = None) -> str:
    """A catalog as the text of a file: the same catalog, the same characters, on every machine.

    Documents whose origin is given, by their ids, are sealed, so that ``check`` need not read them again.
    """
    fields = catalog.model_dump(by_alias=True)
    rows = rows_by_document(fields["targets"]) if origins or format == "yaml" else {}
    for document in fields["documents"]:
        name = document["id"]
        if origins and name in origins:
            document["seal"] = seal_of(said_in(block_of(document)), rows.get(name, ""), origins[name])
    if format == "yaml":
        return _yaml(fields, rows)
    return json_text(fields, indent=2) + "\n" if format == "json" else "".join(_json_lines(fields))


def _yaml(fields: Mapping[str, Any], rows: Mapping[str, str]) -> str:
    """The rows are written one document after the other, as they stand in a catalog that planparse made."""
    head = yaml_text({key: value for key, value in fields.items() if key != "targets"})
    known = [document["id"] for document in fields["documents"]]
    written = "".join(rows.get(name, "") for name in known)
    return f"{head}targets:\n{written}" if written else f"{head}targets: []\n"


def load_catalog(path: str | os.PathLike[str]) -> Catalog:
    """The catalog in a file, YAML, JSON or JSON Lines.

    Raises CatalogError, with the place in the file, for one that cannot be read or does not keep to the contract.

    >>> import planparse, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     planparse.save_catalog(planparse.extract_text("建成公园5座。"), f"{folder}/catalog.yaml")
    ...     len(planparse.load_catalog(f"{folder}/catalog.yaml"))
    1
    """
    shown = os.fspath(path)
    return catalog_in(read_text(shown), shown)


def save_catalog(catalog: Catalog, path: str | os.PathLike[str]) -> None:
    """Writes a catalog in the format that the ending of ``path`` names, whole or not at all.

    Raises CatalogError for any ending but .yaml, .yml, .json and .jsonl, or a file that cannot be written.

    >>> import planparse, tempfile
    >>> catalog = planparse.extract_text("建成公园5座。", name="plan")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     planparse.save_catalog(catalog, f"{folder}/catalog.jsonl")
    ...     planparse.load_catalog(f"{folder}/catalog.jsonl") == catalog
    True
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise CatalogError(os.fspath(path), 'no catalog has the ending "{ending}"', "use {names}", ending=ending, names=", ".join(ENDINGS))
    write_text(path, catalog_text(catalog, ENDINGS[ending]))


def catalog_in(text: str, path: str) -> Catalog:
    """The catalog that a text is; ``path`` is for messages, and its ending says in which format. Raises CatalogError."""
    return catalog_of(fields_of(text, path), path, lines_of(text, path))


def fields_of(text: str, path: str) -> dict[str, Any]:
    """What stands in a catalog file, not yet held against the contract.

    Raises CatalogError if it is no catalog at all.
    """
    fields = _parsed(text, path)
    if not isinstance(fields, dict) or "schema" not in fields:
        raise CatalogError(path, "not a planparse catalog", "make one with: planparse extract SOURCE -o catalog.yaml")
    schema = fields["schema"]
    if schema != SCHEMA_ID and str(schema).startswith("planparse/catalog/"):
        raise CatalogError(path, "a catalog of another version ({schema})", "extract it again, or update planparse", schema=schema)
    return fields


def lines_of(text: str, path: str) -> LineOf:
    """Finds the lines of fields in the text of a catalog file."""
    from planparse.catalog.lines import line_in_lines, line_in_yaml

    return partial(line_in_lines if format_of(path, text) == "jsonl" else line_in_yaml, text)


def read_text(path: str | os.PathLike[str]) -> str:
    """The characters of a file that planparse wrote. Raises CatalogError."""
    shown = os.fspath(path)
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CatalogError(shown, "not UTF-8", "planparse writes UTF-8 only: make the file again") from None
    except FileNotFoundError:
        raise CatalogError(shown, "no such file", "check its path, or make it with: planparse extract SOURCE… -o FILE") from None
    except OSError as error:
        raise CatalogError(shown, "cannot be read ({strerror})", "check its path", strerror=error.strerror) from None


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Writes a text as UTF-8, whole or not at all. Raises CatalogError."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Writes a file whole or not at all: beside its place first, then moved there.

    Raises CatalogError, and leaves nothing behind then.
    """
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file to write to, of which nothing is seen until all is written.

    What is no regular file (``/dev/null``, a pipe) is written to directly. Raises CatalogError, and leaves nothing behind then.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with open(target, "wb") as file:
                yield file
        else:
            with _replacing(target) as file:
                yield file
    except OSError as error:
        raise unwritable(os.fspath(path), error) from None


def refuse_unwritable(path: str | os.PathLike[str]) -> None:
    """Says before the work, and not after it, that its result could not be written. Raises CatalogError."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise CatalogError(os.fspath(path), "is a folder", "name a file in it")
    if not target.parent.is_dir():
        raise CatalogError(os.fspath(path), "its folder does not exist", "make the folder first")
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise CatalogError(os.fspath(path), "cannot be written (permission denied)", "name a file that you may write")


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        with open(beside, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(beside, target.stat().st_mode & 0o7777)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def unwritable(path: str, error: OSError) -> CatalogError:
    """What the operating system says against writing a file, as one line."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return CatalogError(path, "its folder does not exist", "make the folder first")
    if isinstance(error, IsADirectoryError):
        return CatalogError(path, "is a folder", "name a file in it")
    remedy = "make room for it" if error.errno == errno.ENOSPC else "name a file that you may write"
    return CatalogError(path, "cannot be written ({strerror})", remedy, strerror=error.strerror)


def format_of(path: str | os.PathLike[str], text: str = "") -> Format:
    """The format of a catalog by its ending, and where that says nothing, by its first character: JSON begins with a brace."""
    return ENDINGS.get(Path(path).suffix.lower()) or ("json" if text.lstrip().startswith("{") else "yaml")


def _parsed(text: str, path: str) -> object:
    from planparse.catalog.yaml_reader import YamlFault, read_yaml

    format = format_of(path, text)
    try:
        if format == "yaml":
            return read_yaml(text)
        return json.loads(text) if format == "json" else _from_lines(text)
    except YamlFault as error:
        raise CatalogError(path, "not YAML: {error}", "correct that line, or extract the catalog again", error=error) from None
    except RecursionError:
        raise CatalogError(path, "nested too deeply", "extract the catalog again") from None
    except ValueError as error:
        raise CatalogError(path, "not JSON: {error}", "correct it, or extract the catalog again", error=error) from None


def _from_lines(text: str) -> dict[str, Any]:
    """JSON Lines as the fields of one catalog: a header, then documents, each followed by its targets."""
    fields: dict[str, Any] = {"documents": [], "targets": []}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            said = f"{error.msg} at character {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
            raise ValueError(f"line {number}: {said}") from None
        if not isinstance(entry, dict):
            raise ValueError(f"line {number}: expected a mapping")
        _take_line(entry, fields)
    return fields


def _take_line(entry: dict[str, Any], fields: dict[str, Any]) -> None:
    if entry.keys() == {"document"}:
        fields["documents"].append(entry["document"])
    elif entry.keys() == {"target"}:
        fields["targets"].append(entry["target"])
    else:
        fields.update(entry)


def _json_lines(fields: Mapping[str, Any]) -> Iterator[str]:
    targets = defaultdict(list)
    for target in fields["targets"]:
        targets[target["document"]].append(target)
    yield json_text({key: value for key, value in fields.items() if key not in ("documents", "targets")}) + "\n"
    for document in fields["documents"]:
        yield json_text({"document": document}) + "\n"
        yield from (json_text({"target": target}) + "\n" for target in targets[document["id"]])


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON, dates as their ISO texts; on one line for every reader of lines, unless it is indented."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
