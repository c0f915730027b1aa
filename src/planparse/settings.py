"""``planparse.toml``: which sources and catalog belong together, and what a document's text does not say of itself."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from planparse.errors import SettingsError
from planparse.faults import fault_lines
from planparse.models import Document, Kind, Period
from planparse.pipeline import DocumentSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE_NAME = "planparse.toml"
MAX_LINE = 50_000
"""Characters of a line. The reader of TOML takes the square of the length of a key, minutes for a megabyte."""

_NEW_FILE = """\
# What belongs together here. Paths are relative to this file; commands without arguments go by it.

# Files and folders with plans.
sources = [{sources}]

# The catalog that planparse check compares with the sources; planparse check --fix brings it up to date.
catalog = {catalog}

# What people say of targets that the rules read wrongly, or not at all; planparse correct writes it.
corrections = {corrections}

# Words of your own, laid over those that planparse knows.
# lexicon = "own-words.yaml"

# Larger files, in megabytes, are refused.
# max_size = 64

# What the documents say of themselves, as it was read. Where that is wrong, take the # away and correct it.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``planparse.toml`` says. All paths are absolute; ``folder`` is where the file stands; ``max_size`` is in megabytes."""

    folder: Path
    sources: tuple[Path, ...] = ()
    catalog: Path | None = None
    corrections: Path | None = None
    lexicon: Path | None = None
    max_size: int | None = None
    documents: Mapping[Path, DocumentSettings] = field(default_factory=dict)

    def for_document(self, path: str | os.PathLike[str]) -> DocumentSettings:
        """What the settings say of one document, by whatever path it is reached."""
        return self.documents.get(Path(path).resolve(), DocumentSettings())


def parse_period(period: str) -> Period:
    """The years ``2025`` or ``2024-2026`` as a period of whole years.

    Raises ValueError for anything else.
    """
    years = re.fullmatch(r"\s*([0-9]{4})(?:\s*[-–—~]\s*([0-9]{4}))?\s*", period)
    if not years or int(years[1]) < 1:
        raise ValueError("a year (2025) or two (2024-2026)")
    first, last = int(years[1]), int(years[2] or years[1])
    if last < first:
        raise ValueError("years in their order (2024-2026)")
    return Period(start=date(first, 1, 1), end=date(last, 12, 31))


def find_settings(folder: Path | None = None) -> Settings | None:
    """The settings that hold in a folder (default: the working directory): its own, or the nearest above it.

    None where there is no ``planparse.toml``. Raises SettingsError.

    >>> import pathlib, planparse, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "planparse.toml").write_text("max_size = 8", encoding="utf-8")
    ...     planparse.find_settings(pathlib.Path(folder)).max_size
    8
    """
    start = (folder or Path.cwd()).resolve()
    found = next((parent / FILE_NAME for parent in (start, *start.parents) if (parent / FILE_NAME).is_file()), None)
    return load_settings(found) if found else None


def load_settings(path: str | os.PathLike[str]) -> Settings:
    """The settings of one file. Paths in it are relative to its folder. Raises SettingsError.

    >>> import pathlib, planparse, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "planparse.toml").write_text('sources = ["plans"]', encoding="utf-8")
    ...     [source.name for source in planparse.load_settings(f"{folder}/planparse.toml").sources]
    ['plans']
    """
    shown = shown_path(Path(path))
    try:
        written = _SettingsFile.model_validate(tomllib.loads(_content(Path(path), shown)))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(shown, "not TOML ({error})", "correct that line", error=error) from None
    except ValidationError as error:
        fault, remedy = _fault_and_remedy(fault_lines(error, _SettingsFile)[0])
        raise SettingsError(shown, fault, remedy) from None
    except (RecursionError, ValueError):
        raise SettingsError(shown, "not TOML (nested too deeply, or with a number of thousands of digits)", "correct it") from None
    folder = Path(path).resolve().parent
    return Settings(
        folder=folder,
        sources=tuple(folder / source for source in written.sources),
        catalog=folder / written.catalog if written.catalog else None,
        corrections=folder / written.corrections if written.corrections else None,
        lexicon=folder / written.lexicon if written.lexicon else None,
        max_size=written.max_size,
        documents=_documents(folder, written.documents, shown),
    )


def settings_text(folder: Path, catalog: Path, documents: Iterable[Document]) -> str:
    """A settings file for the plans of a folder, with what was read of each document, to be corrected where that is wrong."""
    head = _NEW_FILE.format(
        sources=_quoted(folder.as_posix()), catalog=_quoted(catalog.as_posix()),
        corrections=_quoted(catalog.with_name("corrections.yaml").as_posix()),
    )  # fmt: skip
    return head + "".join(f"\n{_table(document)}" for document in documents)


def document_settings(*, title: str | None, issuer: str | None, kind: str | None, period: str | Period | None) -> DocumentSettings:
    """What a caller says of one document, held against the same rules as the file.

    Raises SettingsError, with the name of what does not fit for a path.
    """
    said = {"title": title, "issuer": issuer, "kind": kind, "period": period}
    try:
        return _DocumentEntry.model_validate(said).settings()
    except ValidationError as error:
        name, fault = fault_lines(error, _DocumentEntry)[0].split(": ", 1)
        raise SettingsError(name, fault, "correct it, or leave it out") from None


def shown_path(path: Path) -> str:
    """The path as a person in the working directory would write it."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _table(document: Document) -> str:
    """What was read of a document, as comments: what is taken in stays what the text says."""
    said = {"title": document.title, "issuer": document.issuer, "kind": document.kind, "period": _years(document.period)}
    lines = [f"[documents.{_quoted(document.path)}]", *(f"{name} = {_quoted(value)}" for name, value in said.items() if value)]
    return "".join(f"# {line}\n" for line in lines)


def _years(period: Period | None) -> str | None:
    if period is None:
        return None
    first, last = period.start.year, period.end.year
    return str(first) if first == last else f"{first}-{last}"


def _quoted(text: str) -> str:
    """A TOML string: those of JSON are, but for one character that JSON does not escape."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _period(value: Any) -> Any:
    """A period as people write it: a year, as a number or as text, or two; a table goes through as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return parse_period(value) if isinstance(value, str) else value


class _DocumentEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = None
    issuer: str | None = None
    kind: Kind | None = None
    period: Annotated[Period | None, BeforeValidator(_period)] = None

    def settings(self) -> DocumentSettings:
        return DocumentSettings(title=self.title, issuer=self.issuer, kind=self.kind, period=self.period)


class _SettingsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[str, ...] = ()
    catalog: str | None = Field(default=None, min_length=1)
    corrections: str | None = Field(default=None, min_length=1)
    lexicon: str | None = Field(default=None, min_length=1)
    max_size: int | None = Field(default=None, ge=1)
    documents: dict[str, _DocumentEntry] = Field(default_factory=dict)


def _content(path: Path, shown: str) -> str:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(shown, "not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(shown, "cannot be read ({strerror})", "check its path and permissions", strerror=error.strerror) from None
    if any(len(line) > MAX_LINE for line in content.splitlines()):
        raise SettingsError(shown, "a line of more than {length:,} characters", "break it", length=MAX_LINE)
    return content


def _documents(folder: Path, tables: Mapping[str, _DocumentEntry], shown: str) -> dict[Path, DocumentSettings]:
    """What is said of each document, by its path. Of two tables for one document, one would do nothing."""
    found: dict[Path, DocumentSettings] = {}
    for name, entry in tables.items():
        path = _document(folder, name, shown)
        if path in found:
            raise SettingsError(shown, 'documents."{name}": another table is for the same file', "put both into one", name=name)
        found[path] = entry.settings()
    return found


def _document(folder: Path, name: str, shown: str) -> Path:
    """A document's table under a misspelt path would do nothing, and nobody would notice."""
    path = (folder / name.replace("\0", "\ufffd")).resolve()
    if not path.is_file():
        raise SettingsError(shown, 'documents."{name}": there is no such file', "correct the path or remove the table", name=name)
    return path


def _fault_and_remedy(line: str) -> tuple[str, str]:
    fault, _, remedy = line.partition("; ")
    return fault, remedy or "correct it, or leave it out"
