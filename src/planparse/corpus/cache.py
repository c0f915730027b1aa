"""Documents that were read before, so that a corpus is read again only where it changed.

What is kept of a document is what the rules read of it, before corrections and choices. It hangs on the bytes of the file, its path
and name, what the settings say of it, the lexicon, and the code: this version's modules and the libraries that they read files with.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pydantic import ValidationError

import planparse
from planparse.caching import keep, kept, shrink
from planparse.corpus.reading import Source, origin_of_source
from planparse.curation.file import Corrections
from planparse.models import Catalog, Document, Generator, Target

MOST_BYTES: Final = 1024 * 1024 * 1024
"""How much is kept; what was not used for longest goes first."""

_FOLDER = "documents"
_MEGABYTE = 1024 * 1024
_LIBRARIES = ("jieba", "rjieba", "lxml", "pdfplumber", "pypdfium2")

Read = tuple[Document, Sequence[Target]]


def key_of(source: Source, lexicon: str) -> str | None:
    """What the reading of a document hangs on, as one name; None where its bytes cannot be had now, or not twice.

    ``lexicon`` is the lexicon's fingerprint.
    """
    digest = digest_of_file(source)
    if digest is None:
        return None
    generator = Generator(version=planparse.__version__, lexicon=lexicon)
    said = [digest, source.path, source.shown, source.document_id, origin_of_source(source, generator, Corrections("")), code()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def digest_of_file(source: Source) -> str | None:
    """The SHA-256 of a regular file that is not too large; None of anything else."""
    if not os.path.isfile(source.path):
        return None
    try:
        with open(source.path, "rb") as file:
            if os.fstat(file.fileno()).st_size > source.max_size * _MEGABYTE:
                return None
            return hashlib.sha256(file.read()).hexdigest()
    except (OSError, ValueError):
        return None


def read_before(key: str) -> Read | None:
    """What was kept of a document, held against the contract like any catalog."""
    content = kept(_place(key), key)
    if content is None:
        return None
    try:
        catalog = Catalog.model_validate_json(zlib.decompress(content))
    except (zlib.error, ValidationError):
        return None
    return (catalog.documents[0], catalog.targets) if len(catalog.documents) == 1 else None


def remember(key: str, document: Document, targets: Sequence[Target], lexicon: str) -> int:
    """Keeps what was read of a document, with all its targets; gives how many bytes that took."""
    generator = Generator(version=planparse.__version__, lexicon=lexicon, status="all")
    catalog = Catalog(generator=generator, documents=(document,), targets=tuple(targets))
    content = zlib.compress(catalog.model_dump_json(by_alias=True).encode("utf-8"), 1)
    keep(_place(key), key, content)
    return len(content)


def bound() -> None:
    """Brings what is kept back to its size."""
    shrink(_FOLDER, MOST_BYTES)


@cache
def code() -> str:
    """Changes with every module of planparse, and with the libraries by which it reads."""
    folder = Path(planparse.__file__).parent
    summed = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        summed.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return f"{summed.hexdigest()} {' '.join(map(_version, _LIBRARIES))}"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"


def _place(key: str) -> str:
    return f"{_FOLDER}/{key[:2]}/{key}"
