"""A catalog file of which only as much is read as is asked for: the rows of sealed documents stay text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from planparse.catalog.files import catalog_in, format_of, read_text
from planparse.catalog.sealing import rows_by_document, seal_of
from planparse.catalog.validate import catalog_of
from planparse.catalog.yaml_reader import YamlFault, read_yaml
from planparse.catalog.yaml_writer import entry_lines
from planparse.errors import CatalogError
from planparse.models import Catalog, Document, Generator

_ROW = re.compile(r"(?m)^(?=- )")
_OF_DOCUMENT = re.compile(r"(?m)^  document: .*$")
_LAYOUT = re.compile(r"(?:(?:- |  ).*\n)*")


class Committed:
    """The catalog in a file.

    Raises CatalogError, with the line, as soon as what is asked for breaks the contract.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._text = read_text(path)
        self._whole: Catalog | None = None
        self._head, self._rows = self._split() or self._laid_out_anew()

    @property
    def generator(self) -> Generator:
        return self._head.generator

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by their ids, in order."""
        return {document.id: document for document in self._head.documents}

    def fits(self, document: Document, origin: str) -> bool:
        """Whether the seal of a document fits its rows and this origin."""
        return document.seal is not None and document.seal == seal_of(document, self._rows.get(document.id, ""), origin)

    def count(self, document: str) -> int:
        """How many rows a document has."""
        return len(_ROW.findall(self._rows.get(document, "")))

    def part(self, documents: Collection[str]) -> Catalog:
        """The catalog with these documents and their rows only."""
        catalog = self._whole or self._parsed(documents) or self.whole()
        return catalog.model_copy(
            update={
                "documents": tuple(document for document in catalog.documents if document.id in documents),
                "targets": tuple(target for target in catalog.targets if target.document in documents),
            }
        )

    def whole(self) -> Catalog:
        """All of it."""
        self._whole = self._whole or catalog_in(self._text, self.path)
        return self._whole

    def _parsed(self, documents: Collection[str]) -> Catalog | None:
        """The rows of some documents; None where something in them does not fit, and only the whole file can say in which line."""
        written = "".join(rows for name, rows in self._rows.items() if name in documents)
        try:
            read = read_yaml(f"targets:\n{written}" if written else "targets: []")
            return catalog_of({**self._head.model_dump(by_alias=True), **read}, self.path, lambda _: None)  # type: ignore[dict-item]
        except (YamlFault, CatalogError):
            return None

    def _laid_out_anew(self) -> tuple[Catalog, Mapping[str, str]]:
        """Of JSON, and of YAML that is not laid out as planparse does, all is read at once."""
        catalog = self.whole()
        return catalog.model_copy(update={"targets": ()}), rows_by_document(catalog.model_dump(by_alias=True)["targets"])

    def _split(self) -> tuple[Catalog, Mapping[str, str]] | None:
        """The parts of a file in the layout in which planparse writes; None for one that a person laid out anew."""
        head, mark, tail = self._text.partition("\ntargets:\n")
        if format_of(self.path, self._text) != "yaml" or not mark or not _LAYOUT.fullmatch(tail):
            return None
        try:
            catalog = catalog_in(f"{head}\ntargets: []\n", self.path)
        except CatalogError:
            return None
        lines = {self._line_of(document): document.id for document in catalog.documents}
        rows: dict[str, list[str]] = defaultdict(list)
        for row in _ROW.split(tail):
            line = _OF_DOCUMENT.search(row)
            if line and line[0] in lines:
                rows[lines[line[0]]].append(row)
            elif row:
                return None
        return catalog, {name: "".join(own) for name, own in rows.items()}

    @staticmethod
    def _line_of(document: Document) -> str:
        *_, line = entry_lines({"": "", "document": document.id})
        return line
