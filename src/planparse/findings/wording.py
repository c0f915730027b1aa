"""Targets in words for people."""

from __future__ import annotations

import re
from decimal import Decimal

from planparse.findings.models import FieldChange
from planparse.models import FROM_TABLE, Catalog, Document, Pillar, Quantity, Target, plain_number
from planparse.translation import Message, translated

_SIGNS = {"min": "≥ ", "max": "≤ ", "about": "≈ "}
_SCALES = (("万亿", Decimal(10**12)), ("亿", Decimal(10**8)))
SCALES = (("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("百", 100), ("千", 1000), ("百万", 10**6), ("千万", 10**7))
"""Scale words as they stand with units, in texts and over columns."""
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_EACH = {"year": Message("a year"), "month": Message("a month"), "day": Message("a day")}
_NAMES_STATES = frozenset({"comparator", "kind", "measure", "modality", "per", "status"})
"""Fields whose values are names of states."""


def number(value: Decimal) -> str:
    """
    >>> number(Decimal("40000")), number(Decimal("4.60"))
    ('40000', '4.6')
    """
    return str(plain_number(value))


def signed(value: Decimal) -> str:
    """
    >>> signed(Decimal("5000")), signed(Decimal("-0.5"))
    ('+5000', '-0.5')
    """
    return f"+{scaled(value)}" if value > 0 else scaled(value)


def apart_by(absolute: Decimal | None, relative: Decimal | None, unit: str | None) -> str:
    """How far two quantities are apart; empty where that is nothing, or cannot be said.

    >>> apart_by(Decimal(5000), Decimal("0.125"), "人")
    '+5000 人, +12.5 %'
    """
    if not absolute:
        return ""
    share = [] if relative is None else [f"{signed(round(100 * relative, 1))} %"]
    return ", ".join([f"{signed(round(absolute, 4))} {unit or ''}".rstrip(), *share])


def scaled(value: Decimal) -> str:
    """A large number with the scale word that makes it short, as plans write it.

    >>> scaled(Decimal("3900000000000")), scaled(Decimal("28500000000")), scaled(Decimal("40000"))
    ('3.9万亿', '285亿', '40000')
    """
    word, scale = next(((word, scale) for word, scale in _SCALES if abs(value) >= scale), ("", Decimal(1)))
    return f"{number(value / scale)}{word}"


def amount(quantity: Quantity) -> str:
    """The value without its unit; both ends of a range."""
    upper = f"–{scaled(quantity.max)}" if quantity.max is not None else ""
    return f"{_SIGNS.get(quantity.comparator, '')}{scaled(quantity.value)}{upper}"


def measured(quantity: Quantity) -> str:
    """
    >>> measured(Quantity(text="10余家", value=10, unit="家", comparator="min", dimension="count"))
    '≥ 10 家'
    """
    return f"{amount(quantity)} {quantity.unit}" if quantity.unit else amount(quantity)


def quantity_of(target: Target) -> str:
    """The quantity as the document writes it, with what its words around it say: ``≥ 10家``, ``10万吨 a year``."""
    return f"{written_of(target)} {_EACH[target.per]}" if target.per else written_of(target)


def written_of(target: Target) -> str:
    """The quantity as the document writes it: ``≥ 10家``. In a table the unit stands elsewhere, and is written behind the number."""
    quantity = target.quantity
    apart = target.rule == FROM_TABLE and quantity.unit and quantity.unit not in quantity.text
    scale = f"{scale_of(quantity)[0]}{quantity.unit}" if apart else ""
    return f"{_SIGNS.get(quantity.comparator, '')}{quantity.text}{scale}"


def scale_of(quantity: Quantity) -> tuple[str, Decimal]:
    """The scale in which a document counts, and its size; where the number is written in words, the one that makes it short.

    >>> scale_of(Quantity(text="1650", value=165_000_000_000, unit="元", comparator="eq", dimension="money"))
    ('亿', Decimal('100000000'))
    """
    number = _NUMBER.search(quantity.text)
    if number is None:
        return next(((word, size) for word, size in _SCALES if abs(quantity.value) >= size), ("", Decimal(1)))
    written = Decimal(number[0].replace(",", ""))
    return next(((word, Decimal(size)) for word, size in SCALES if written * size == quantity.value), ("", Decimal(1)))


def worded(field: FieldChange, value: str | None) -> str:
    """What a field said, or says: the names of states and the like in the language of messages, what comes from a text as it is."""
    if value is None:
        return translated("none")
    return translated(value) if field.name in _NAMES_STATES else value


def named(target: Target) -> str:
    """What is measured, with whose it is."""
    return f"{target.subject} · {target.indicator}" if target.subject else target.indicator


class Places:
    """Says where targets stand: their documents and their pillars."""

    def __init__(self, *catalogs: Catalog) -> None:
        """Looks in each catalog in turn; the first that knows a document, or a heading, is believed."""
        self._documents: dict[str, Document] = {}
        self._pillars: dict[tuple[str, str], Pillar] = {}
        for document in (document for catalog in catalogs for document in catalog.documents):
            self._documents.setdefault(document.id, document)
            for pillar in document.pillars:
                self._pillars.setdefault((document.id, pillar.id), pillar)

    def document(self, target: Target) -> Document:
        return self._documents[target.document]

    def pillars(self, target: Target) -> list[Pillar]:
        """The headings over a target, from the outermost in."""
        chain: list[Pillar] = []
        name = target.pillar
        while name is not None and len(chain) < 20:
            pillar = self._pillars[target.document, name]
            chain.insert(0, pillar)
            name = pillar.parent
        return chain

    def title(self, document: str, pillar: str | None) -> str | None:
        """The title of a heading."""
        return self._pillars[document, pillar].title if pillar is not None else None

    def headed(self, target: Target) -> str:
        """``市北区 · 民生 · 城镇就业``: issuer, pillar, indicator."""
        issuer = self.document(target).issuer or self.document(target).id
        pillar = [self.pillars(target)[-1].title] if target.pillar else []
        return " · ".join([issuer, *pillar, named(target)])

    def line(self, target: Target) -> str:
        return f"{self.document(target).path}:{target.span.line}"
