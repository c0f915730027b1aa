"""The texts that the targets of a catalog stand in, read again from where the documents are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from planparse.errors import PlanparseError, SourceError
from planparse.models import Document
from planparse.sources import read_source
from planparse.sources.find import STANDARD_INPUT
from planparse.sources.text import Text

Missing = Literal["gone", "changed", "unreadable"]

_FAULTS: Final = {
    "gone": ("is not where the catalog says", "to show its text, run this in the folder in which the catalog was made"),
    "changed": ("is not what the catalog was made from", "to show its text, extract it again"),
}


@dataclass(frozen=True, slots=True)
class Original:
    """The characters in which the places of a document's targets count; where there are none, ``missing`` says why.

    ``joined`` are the beginnings of lines that go on with the line before them, because they were broken at a fixed width.
    ``path`` is the file that was read, ``fault`` the error to be told.
    """

    text: str | None = None
    joined: Sequence[int] = ()
    path: Path | None = None
    missing: Missing | None = None
    fault: PlanparseError | None = None


def original_of(document: Document, catalog: Path) -> Original:
    """The text of a document of a catalog file; never an error, because its targets carry their quotes.

    Paths in a catalog begin where it was made: in the working directory, as a rule, or in one of the folders over the catalog.
    """
    found: Original | None = None
    for path in _places(document.path, catalog):
        try:
            text = read_source(path, document.path)
        except PlanparseError as error:
            found = found or Original(path=path, missing="unreadable", fault=error)
            continue
        if text.sha256 == document.sha256:
            return Original(text.content if text.written is None else text.written, list(_joined(text)), path)
        found = found or _missing("changed", document, path)
    return found or _missing("gone", document)


def _places(path: str, catalog: Path) -> Iterator[Path]:
    """The files that a path in a catalog may mean, the likeliest first."""
    if path == STANDARD_INPUT:
        return
    folders = [Path(), *Path(os.path.abspath(catalog)).parents]
    yield from dict.fromkeys(place for folder in folders if os.path.lexists(place := folder / path))


def _missing(why: Literal["gone", "changed"], document: Document, path: Path | None = None) -> Original:
    return Original(path=path, missing=why, fault=SourceError(document.path, *_FAULTS[why]))


def _joined(text: Text) -> Iterator[int]:
    """Where lines of the file begin that begin no line of what was read of it."""
    for before, run in pairwise(text.runs):
        end = before.written + run.start - before.start
        line = (text.written or "").rfind("\n", end, run.written) + 1
        if line and text.content[run.start - 1] != "\n":
            yield line
