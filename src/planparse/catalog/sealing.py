"""Seals: by them ``check`` knows, without reading a document again, that its rows are what it would give.

A seal covers the rows as they are written, what the catalog says of the document, and the origin: generator, settings and
corrections. Whatever of these changes, in the sources, in the project or by hand in the catalog, the seal no longer fits.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from planparse.catalog.yaml_writer import entry_lines
from planparse.models import Generator

LENGTH = 32


def origin_of(generator: Generator, settings: Mapping[str, str], corrections: str) -> str:
    """What rows are made from beside the document: the generator, the document's settings, its corrections' fingerprint."""
    return json.dumps([generator.model_dump(), dict(settings), corrections], ensure_ascii=False, sort_keys=True)


def seal_of(said: str, rows: str, origin: str) -> str:
    """The seal of a document of which the catalog says this, and whose rows are written like this in YAML."""
    return hashlib.sha256("\0".join((said, origin, rows)).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def said_in(block: str) -> str:
    """What a catalog says of a document: its entry in YAML, but for its path, which depends on where somebody stood, and its seal."""
    return "".join(line for line in block.splitlines(keepends=True) if not line.startswith(("  path: ", "  seal: ")))


def block_of(entry: Mapping[str, Any]) -> str:
    """An entry as it stands in YAML, from a dumped document or target."""
    return "\n".join(entry_lines(entry)) + "\n"


def line_of(document: str) -> str:
    """The second line of each of a document's rows."""
    return list(entry_lines({"id": None, "document": document}))[1]


def rows_by_document(targets: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The rows of each document as YAML, from dumped targets."""
    rows: dict[str, list[str]] = defaultdict(list)
    for target in targets:
        rows[target["document"]] += entry_lines(target)
    return {name: "\n".join(lines) + "\n" for name, lines in rows.items()}
