"""A target as one flat row, with what its document says of it: the same columns in every table that planparse writes.

Numbers are exact. A float64 holds what a catalog writes, but for whole numbers of more than 15 digits and numbers with more digits
than a float64 can tell apart; so beside ``value`` and ``value_max``, which every program can count with, their digits stand as text.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from planparse.models import Catalog, Document, Pillar, Target, plain_number

Type = Literal["string", "strings", "int32", "int64", "float64", "date"]
"""What a column holds; ``strings`` is a list of them. Every column may be null, but for those of type ``strings``."""

Value = str | list[str] | int | float | date | None
Row = dict[str, Value]

WITHIN: Final = " › "
"""Stands between the headings of a path."""


class Column(NamedTuple):
    """One column: its name, what it holds, and what that means."""

    name: str
    type: Type
    meaning: str


COLUMNS: Final = (
    Column("id", "string", "Id of the target, unique in its catalog."),
    Column("document", "string", "Id of the document."),
    Column("path", "string", "Path of the document as it was given."),
    Column("sha256", "string", "SHA-256 of the document's bytes."),
    Column("title", "string", "Title of the document."),
    Column("issuer", "string", "Who issued it."),
    Column("kind", "string", "work_report, annual_plan, five_year_plan, action_plan, policy or other."),
    Column("year", "int32", "The year of the document: the first of the period that it plans for."),
    Column("period_start", "date", "First day of that period."),
    Column("period_end", "date", "Last day of that period."),
    Column("pillar", "string", "Id of the innermost heading that the target stands under."),
    Column("headings", "string", "The titles of that heading and of those over it, the outermost first."),
    Column("status", "string", "planned, achieved or context."),
    Column("indicator", "string", "What the number measures."),
    Column("subject", "string", "Whose it is, where the text names it apart."),
    Column("action", "string", "The verb that governs it."),
    Column("measure", "string", "increase, decrease, growth, decline, level or output."),
    Column("quantity", "string", "Number, scale word and unit as written."),
    Column("value", "float64", "The number with its scale multiplied out; the lower end of a range."),
    Column("value_exact", "string", "The same number, digit by digit."),
    Column("value_max", "float64", "Upper end of a range."),
    Column("value_max_exact", "string", "The same number, digit by digit."),
    Column("unit", "string", "Unit or classifier as written, without scale word."),
    Column("comparator", "string", "eq, min, max, about or range."),
    Column("dimension", "string", "What the unit measures."),
    Column("si_value", "float64", "The value in the base unit, where there is one."),
    Column("si_max", "float64", "Upper end of a range in the base unit."),
    Column("si_unit", "string", "The base unit."),
    Column("modality", "string", "firm, strive, expect or explore; null where not planned."),
    Column("deadline_start", "date", "First day of the time by when it is due."),
    Column("deadline_end", "date", "Last day of it."),
    Column("deadline_text", "string", "The words that say so."),
    Column("deadline_source", "string", "sentence, lead, document or person."),
    Column("per", "string", "year, month or day, where the value is for each of them."),
    Column("binding", "string", "binding or expected, where a table of indicators says so."),
    Column("examples", "strings", "Named examples."),
    Column("responsible", "strings", "Departments named as responsible."),
    Column("sentence", "string", "The sentence that it stands in, as written."),
    Column("span_start", "int64", "First character of the quantity in the document's text, from 0."),
    Column("span_end", "int64", "One past its last character."),
    Column("line", "int32", "Line of the text, from 1."),
    Column("page", "int32", "Page, where the format has pages."),
    Column("rule", "string", "Which rule read it."),
    Column("confidence", "float64", "How sure the reading is, from 0 to 1."),
    Column("reviewed", "string", "changed, confirmed or added, where a person reviewed it."),
    Column("reviewed_by", "string", "Who."),
    Column("reviewed_when", "date", "When."),
    Column("reviewed_reason", "string", "Why."),
    Column("reviewed_before", "string", "What the rules had read, as JSON."),
)


def rows_in(catalog: Catalog) -> list[Row]:
    """The rows of all targets of a catalog, document by document."""
    targets = defaultdict(list)
    for target in catalog.targets:
        targets[target.document].append(target)
    return [row for document in catalog.documents for row in rows_of(document, targets[document.id])]


def document_rows_in(catalog: Catalog) -> tuple[list[Row], tuple[Column, ...]]:
    """A row for each document of a catalog, and their columns: ``id`` and what ``COLUMNS`` says of documents."""
    shared = [_document_fields(document) for document in catalog.documents]
    rows: list[Row] = [{"id": fields.pop("document"), **fields} for fields in shared]
    names = ("path", "sha256", "title", "issuer", "kind", "year", "period_start", "period_end")
    described = {column.name: column for column in COLUMNS}
    return rows, (described["document"]._replace(name="id"), *(described[name] for name in names))


def rows_of(document: Document, targets: Iterable[Target]) -> Iterator[Row]:
    """The rows of a document's targets, in their order; each has all columns, in the order of ``COLUMNS``."""
    headings = _paths(document.pillars)
    shared = _document_fields(document)
    for target in targets:
        place: Row = {"pillar": target.pillar, "headings": headings.get(target.pillar or "")}
        yield {"id": target.id, **shared, **place, **_target_fields(target)}


def year_of(document: Document) -> int | None:
    """The year by which a document is filed: the first of the period that it plans for; None where nothing says it."""
    return document.period.start.year if document.period else None


def _document_fields(document: Document) -> Row:
    period = document.period
    return {
        "document": document.id,
        "path": document.path,
        "sha256": document.sha256,
        "title": document.title,
        "issuer": document.issuer,
        "kind": document.kind,
        "year": year_of(document),
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def _target_fields(target: Target) -> Row:
    quantity, base, deadline, review = target.quantity, target.quantity.si, target.deadline, target.reviewed
    return {
        "status": target.status,
        "indicator": target.indicator,
        "subject": target.subject,
        "action": target.action,
        "measure": target.measure,
        "quantity": quantity.text,
        "value": _float(quantity.value),
        "value_exact": _digits(quantity.value),
        "value_max": _float(quantity.max),
        "value_max_exact": _digits(quantity.max),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
        "dimension": quantity.dimension,
        "si_value": _float(base.value) if base else None,
        "si_max": _float(base.max) if base else None,
        "si_unit": base.unit if base else None,
        "modality": target.modality,
        "deadline_start": deadline.start if deadline else None,
        "deadline_end": deadline.end if deadline else None,
        "deadline_text": deadline.text if deadline else None,
        "deadline_source": deadline.source if deadline else None,
        "per": target.per,
        "binding": target.binding,
        "examples": list(target.examples),
        "responsible": list(target.responsible),
        "sentence": target.sentence,
        "span_start": target.span.start,
        "span_end": target.span.end,
        "line": target.span.line,
        "page": target.span.page,
        "rule": target.rule,
        "confidence": target.confidence,
        "reviewed": review.verdict if review else None,
        "reviewed_by": review.by if review else None,
        "reviewed_when": review.when if review else None,
        "reviewed_reason": review.reason if review else None,
        "reviewed_before": json.dumps(review.before, ensure_ascii=False, default=str) if review else None,
    }


def _paths(pillars: Iterable[Pillar]) -> Mapping[str, str]:
    """The path of titles to each heading, by its id; a heading stands behind the one it is under."""
    paths: dict[str, str] = {}
    for pillar in pillars:
        over = paths.get(pillar.parent or "")
        paths[pillar.id] = f"{over}{WITHIN}{pillar.title}" if over else pillar.title
    return paths


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _digits(value: Decimal | None) -> str | None:
    """The number that a catalog writes, without an exponent, so that a row from a catalog file is the row from its source.

    >>> _digits(Decimal("4E+4")), _digits(Decimal("4.60")), _digits(Decimal("1E-7"))
    ('40000', '4.6', '0.0000001')
    """
    if value is None:
        return None
    number = plain_number(value)
    return str(number) if isinstance(number, int) else format(Decimal(repr(number)), "f")
