"""What the page holds: the documents with their texts, and the targets as rows, in plain JSON values.

Places count UTF-16 code units, as JavaScript does, and not characters, as a catalog does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from planparse.findings.fields import Fields, short_names
from planparse.findings.wording import Places, named, scale_of, written_of
from planparse.models import Catalog, Document, Target, plain_number
from planparse.pairing.words import Words, standard_unit
from planparse.report.originals import Original

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]

COLUMNS: Final = (
    "id", "document", "pillar", "field", "status", "name", "action", "measure", "quantity", "value", "max", "unit", "scale", "comparator",
    "modality", "due", "dueText", "dueSource", "per", "binding", "examples", "responsible", "sentence", "place", "line", "page", "rule",
    "confidence", "review", "same",
)  # fmt: skip
"""What stands in a row, in this order.

``document`` is the document's number, ``pillar`` and ``field`` are numbers of its pillars: the innermost heading over the target, and
the one that stands for it in pictures. ``sentence`` is where it stands in the document's text, or the sentence itself where it
stands there no longer; ``place`` is the quantity's, null where there is no text. Rows of one ``same`` measure the same thing.
"""

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def content_of(catalog: Catalog, originals: Mapping[str, Original]) -> dict[str, Json]:
    """All that the page shows. ``originals`` are the texts of the documents, by their ids."""
    rows = _Rows(catalog, originals)
    return {
        "made": f"{catalog.generator.name} {catalog.generator.version}",
        "documents": list(_documents(catalog, originals)),
        "columns": COLUMNS,
        "targets": [rows.row(target) for target in catalog.targets],
    }


def _documents(catalog: Catalog, originals: Mapping[str, Original]) -> Iterator[dict[str, Json]]:
    names = short_names(catalog.documents)
    for document in catalog.documents:
        original = originals[document.id]
        period, counting = document.period, _Counting(original.text)
        yield {
            "id": document.id,
            "name": names[document.id],
            "title": document.title,
            "issuer": document.issuer,
            "path": document.path,
            "kind": document.kind,
            "period": [period.start.isoformat(), period.end.isoformat()] if period else None,
            "missing": original.missing,
            "text": original.text,
            "joined": [counting.units(line) for line in original.joined],
            "pillars": list(_pillars(document, counting)),
        }


def _pillars(document: Document, counting: _Counting) -> Iterator[dict[str, Json]]:
    numbers = {pillar.id: number for number, pillar in enumerate(document.pillars)}
    for pillar in document.pillars:
        yield {
            "title": pillar.title,
            "level": pillar.level,
            "parent": numbers[pillar.parent] if pillar.parent else None,
            "start": counting.units(pillar.span.start),
            "end": counting.units(pillar.span.end),
        }


class _Counting:
    """Where characters stand in a text as JavaScript counts it."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self._pairs = [found.start() for found in _ASTRAL.finditer(text or "")]

    def units(self, at: int) -> int:
        return at + bisect_left(self._pairs, at)


class _Rows:
    """Makes the rows of one catalog."""

    def __init__(self, catalog: Catalog, originals: Mapping[str, Original]) -> None:
        self._documents = {document.id: number for number, document in enumerate(catalog.documents)}
        self._pillars = {
            document.id: {pillar.id: number for number, pillar in enumerate(document.pillars)} for document in catalog.documents
        }
        self._fields = Fields(catalog, catalog.targets, Places(catalog))
        self._countings = {name: _Counting(original.text) for name, original in originals.items()}
        self._same = _shared_measurements(catalog)

    def row(self, target: Target) -> list[Json]:
        quantity, deadline, field = target.quantity, target.deadline, self._fields.pillar(target)
        numbers = self._pillars[target.document]
        scale, size = scale_of(quantity)
        values: dict[str, Json] = {
            "id": target.id,
            "document": self._documents[target.document],
            "pillar": numbers[target.pillar] if target.pillar else None,
            "field": numbers[field.id] if field else None,
            "status": target.status,
            "name": named(target),
            "action": target.action,
            "measure": target.measure,
            "quantity": written_of(target),
            "value": plain_number(quantity.value),
            "max": None if quantity.max is None else plain_number(quantity.max),
            "unit": quantity.unit,
            "scale": [scale, plain_number(size)] if scale else None,
            "comparator": quantity.comparator,
            "modality": target.modality,
            "due": deadline.end.isoformat() if deadline else None,
            "dueText": deadline.text if deadline else None,
            "dueSource": deadline.source if deadline else None,
            "per": target.per,
            "binding": target.binding,
            "examples": target.examples,
            "responsible": target.responsible,
            "sentence": self._sentence(target),
            "place": self._place(target),
            "line": target.span.line,
            "page": target.span.page,
            "rule": target.rule,
            "confidence": target.confidence,
            "review": _review(target),
            "same": self._same.get(target.id),
        }
        return [values[column] for column in COLUMNS]

    def _place(self, target: Target) -> Json:
        """Where the quantity stands; null where another quantity stands there: a format may be read otherwise than it was."""
        counting, span = self._countings[target.document], target.span
        if counting.text is None or counting.text[span.start : span.end] != target.quantity.text:
            return None
        return [counting.units(span.start), counting.units(span.end)]

    def _sentence(self, target: Target) -> Json:
        counting, span, length = self._countings[target.document], target.span, len(target.sentence)
        start = (counting.text or "").find(target.sentence, max(0, span.start - length), span.end + length)
        return target.sentence if start < 0 else [counting.units(start), counting.units(start + length)]


def _review(target: Target) -> Json:
    review = target.reviewed
    if review is None:
        return None
    return {"verdict": review.verdict, "by": review.by, "when": review.when.isoformat() if review.when else None, "reason": review.reason}


def _shared_measurements(catalog: Catalog) -> dict[str, int]:
    """For each target whose like is measured in another document too, the number of what they measure.

    The like is what ``planparse diff`` would hold to be the same name: 城镇新增就业, 新增城镇就业人数.
    """
    words = Words.load()
    groups: dict[tuple[object, ...], list[Target]] = defaultdict(list)
    for target in catalog.targets:
        if target.status != "context":
            relative = target.measure if target.measure in ("growth", "decline") else "amount"
            groups[words.name(target, whole=True), relative, standard_unit(target.quantity.unit), target.per].append(target)
    shared = [group for group in groups.values() if len({target.document for target in group}) > 1]
    by_documents = Counter({number: len({target.document for target in group}) for number, group in enumerate(shared)})
    ranks = {number: rank for rank, (number, _) in enumerate(by_documents.most_common())}
    return {target.id: ranks[number] for number, group in enumerate(shared) for target in group}
