"""A catalog file of which only as much is read as is asked for: the rows of sealed documents stay text."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from planparse import __version__
from planparse.catalog.files import catalog_in, format_of, read_text
from planparse.catalog.sealing import block_of, line_of, rows_by_document, said_in, seal_of
from planparse.errors import CatalogError
from planparse.models import SCHEMA_ID, Catalog, Generator

_HEAD = 400
_ANY = "planparse/catalog/"
_OWN = re.compile(rf"{SCHEMA_ID}[\s\S]*\bversion\W+{re.escape(__version__)}\b")
_OTHER_LAYOUT = re.compile(r"\n(?!- id: |  |\Z)")
"""In a list that planparse wrote, every line begins an entry or is further in."""
_PILLAR = re.compile(r"(?m)^  - .*\n")


def refuse_overwriting(path: str | os.PathLike[str], text: str) -> None:
    """Says before a file is overwritten that something would be lost: a plan, settings, or what somebody did to a catalog by hand.

    A catalog of another version, whose contract was another one, may be overwritten. Raises CatalogError.
    """
    if not is_own_catalog(path):
        return
    try:
        Committed(os.fspath(path)).refuse_broken(text)
    except CatalogError as error:
        fault = f"changed by hand, and it does not fit any more ({error.fault})"
        raise CatalogError(error.path, fault, "correct that line, or remove the file; nothing was written") from None


def is_own_catalog(path: str | os.PathLike[str]) -> bool:
    """Whether the file is a catalog of this version; False where there is none, or an empty one.

    Raises CatalogError for a file that is no catalog at all, which must not be overwritten.
    """
    if not os.path.isfile(path) or not os.path.getsize(path):
        return False
    with open(path, "rb") as file:
        head = file.read(_HEAD).decode("utf-8", "replace")
    if _ANY not in head:
        raise CatalogError(os.fspath(path), "is there already, and is no catalog", "name another file, or remove it; nothing was written")
    return bool(_OWN.search(head))


class Listed(NamedTuple):
    """A document as the catalog lists it: what has to be known to see whether its seal fits."""

    id: str
    path: str
    sha256: str
    seal: str | None
    said: str


class Committed:
    """The catalog in a file.

    Raises CatalogError, with the line, as soon as what is asked for breaks the contract.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.text = read_text(path)
        self._whole: Catalog | None = None
        self._parts = self._split() or self._laid_out_anew()

    @property
    def generator(self) -> Generator:
        return self._parts.generator

    @property
    def documents(self) -> Mapping[str, Listed]:
        """The documents by their ids, in order."""
        return self._parts.listed

    def fits(self, document: Listed, origin: str) -> bool:
        """Whether the seal of a document fits its rows and this origin."""
        return document.seal is not None and document.seal == seal_of(document.said, self._parts.rows.get(document.id, ""), origin)

    def count(self, document: str) -> int:
        """How many rows a document has."""
        return f"\n{self._parts.rows.get(document, '')}".count("\n- id: ")

    def part(self, documents: Collection[str]) -> Catalog:
        """The catalog with these documents and their rows only."""
        catalog = self._whole if self._whole is not None else self._parsed(documents)
        catalog = self.whole() if catalog is None else catalog
        return catalog.model_copy(
            update={
                "documents": tuple(document for document in catalog.documents if document.id in documents),
                "targets": tuple(target for target in catalog.targets if target.document in documents),
            }
        )

    def whole(self) -> Catalog:
        """All of it."""
        if self._whole is None:
            self._whole = catalog_in(self.text, self.path)
        return self._whole

    def refuse_broken(self, text: str) -> None:
        """Holds all against the contract, but for the rows that stand in ``text`` as well, which planparse has just written.

        Raises CatalogError.
        """
        known = set(_entries(text))
        rows = (row for own in self._parts.rows.values() for row in _entries(own) if row not in known)
        if self._whole is None and self._read(self._parts.documents.values(), rows) is None:
            self.whole()

    def _parsed(self, documents: Collection[str]) -> Catalog | None:
        """Some documents with their rows; None where something there does not fit, and only the whole file can say in which line."""
        parts = self._parts
        own = [text for name, text in parts.documents.items() if name in documents]
        return self._read(own, (text for name, text in parts.rows.items() if name in documents))

    def _read(self, documents: Iterable[str], rows: Iterable[str]) -> Catalog | None:
        try:
            return catalog_in(f"{self._parts.head}{_list('documents', documents)}{_list('targets', rows)}", self.path)
        except CatalogError:
            return None

    def _laid_out_anew(self) -> _Parts:
        """Of JSON, and of YAML that is not laid out as planparse does, all is read at once."""
        fields = self.whole().model_dump(by_alias=True)
        blocks = {document["id"]: block_of(document) for document in fields["documents"]}
        listed = [_listed(document, blocks[document["id"]]) for document in fields["documents"]]
        rows = rows_by_document(fields["targets"])
        return _Parts("", self.whole().generator, blocks, {one.id: one for one in listed}, rows)

    def _split(self) -> _Parts | None:
        """The parts of a file in the layout in which planparse writes; None for one that a person laid out anew."""
        from planparse.catalog.yaml_reader import YamlFault

        head, mark, rest = self.text.partition("\ndocuments:\n")
        documents, targets, rows = rest.partition("\ntargets:\n")
        laid_out = mark and targets and not any(_OTHER_LAYOUT.search(f"\n{part}") for part in (f"{documents}\n", rows))
        if format_of(self.path, self.text) != "yaml" or not laid_out:
            return None
        try:
            return _parts(f"{head}\n", _entries(f"{documents}\n"), _entries(rows), self.path)
        except (CatalogError, YamlFault, KeyError, TypeError):
            return None


class _Parts(NamedTuple):
    """A catalog file in pieces: documents and rows as they are written, by document."""

    head: str
    generator: Generator
    documents: Mapping[str, str]
    listed: Mapping[str, Listed]
    rows: Mapping[str, str]


def _parts(head: str, documents: Sequence[str], rows: Sequence[str], path: str) -> _Parts:
    """Raises CatalogError, YamlFault, KeyError or TypeError where the pieces are not what they should be."""
    from planparse.catalog.yaml_reader import read_yaml

    generator = catalog_in(f"{head}documents: []\ntargets: []\n", path).generator
    short = (_PILLAR.sub("", text).replace("\n  pillars:\n", "\n") for text in documents)
    fields: Any = read_yaml(_list("documents", short))
    pairs = zip(fields["documents"], documents, strict=True)
    listed = [_listed(one, text) for one, text in pairs]
    own: dict[str, list[str]] = {line_of(one.id): [] for one in listed}
    for row in rows:
        own[row.split("\n", 2)[1]].append(row)
    return _Parts(
        head,
        generator,
        {one.id: text for one, text in zip(listed, documents, strict=True)},
        {one.id: one for one in listed},
        {one.id: "".join(own[line_of(one.id)]) for one in listed},
    )


def _listed(document: Mapping[str, Any], block: str) -> Listed:
    return Listed(document["id"], document["path"], document["sha256"], document["seal"], said_in(block))


def _entries(text: str) -> list[str]:
    """The entries of a list, each with its line ends."""
    first, *others = f"\n{text}".removesuffix("\n").split("\n- id: ")
    return [f"- id: {entry}\n" for entry in others] if not first else []


def _list(name: str, entries: Iterable[str]) -> str:
    written = "".join(entries)
    return f"{name}:\n{written}" if written else f"{name}: []\n"
