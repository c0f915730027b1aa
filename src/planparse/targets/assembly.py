"""Frames become targets, with the reasons that ``explain`` gives."""

from __future__ import annotations

from decimal import Context, Decimal

from planparse.lexicon.entries import Unit
from planparse.models import BaseQuantity, Deadline, Modality, Per, Quantity, Span, Status, Target
from planparse.quantities.mentions import Mention
from planparse.targets.frames import Frame
from planparse.targets.identity import digest, masked_clause
from planparse.translation import Listed, Message

MAX_DOUBTS = 3
"""``explain`` names so many doubts, the weightiest."""

_AS_IN_JSON = Context(prec=15)
"""To fifteen digits: what a JSON number carries without loss."""


def quantity_of(written: str, mention: Mention) -> Quantity:
    """The quantity as the catalog has it, as it is ``written``, and in a base unit too where its unit has one."""
    entry = mention.entry
    return Quantity(
        text=written, value=_plain(mention.value), max=None if mention.max is None else _plain(mention.max),
        unit=mention.unit, comparator=mention.comparator, dimension=dimension_of(mention.unit, entry),
        si=in_base_unit(mention.value, mention.max, entry),
    )  # fmt: skip


def dimension_of(unit: str | None, entry: Unit | None) -> str | None:
    """What a unit measures; percent signs are in no list of units."""
    return entry.dimension if entry else "share" if unit in ("%", "‰", "‱") else None


def in_base_unit(value: Decimal, upper: Decimal | None, entry: Unit | None) -> BaseQuantity | None:
    """A value, or a range, in the base unit of its unit; None where it has none."""
    if not (entry and entry.si):
        return None
    factor = Decimal(entry.si.factor)
    return BaseQuantity(value=_scaled(value, factor), max=None if upper is None else _scaled(upper, factor), unit=entry.si.unit)


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    return _plain(_AS_IN_JSON.multiply(value, factor))


def _plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def target_of(
    text: str, frame: Frame, status: Status, modality: Modality | None, deadline: Deadline | None, per: Per | None,
    confidence: float, place: Place,
) -> Target:  # fmt: skip
    """The target that a frame is. Its id is that of its words, which others may share."""
    mention = frame.mention
    words = f"{masked_clause(text, mention.start, mention.end)}|{mention.unit or ''}"
    return Target(
        id=f"{place.document}.{digest(words, 8)}",
        document=place.document,
        pillar=place.pillar,
        status=status,
        indicator=frame.indicator,
        subject=frame.subject if frame.subject != frame.indicator else None,
        action=frame.action,
        measure=frame.measure,
        quantity=quantity_of(text[mention.start : mention.end], mention),
        modality=modality,
        deadline=deadline,
        per=per,
        examples=frame.examples,
        responsible=place.responsible,
        sentence=place.sentence,
        span=Span(start=mention.start, end=mention.end, line=place.line, page=place.page),
        rule=frame.rule,
        confidence=confidence,
        reviewed=None,
    )


class Place:
    """Where a target stands: document, pillar, sentence, line, page, and who answers for it."""

    __slots__ = ("document", "line", "page", "pillar", "responsible", "sentence")

    def __init__(self, document: str, pillar: str | None, sentence: str, line: int, page: int | None, responsible: tuple[str, ...]) -> None:
        self.document = document
        self.pillar = pillar
        self.sentence = sentence
        self.line = line
        self.page = page
        self.responsible = responsible


def argument(frame: Frame, target: Target) -> tuple[Message, ...]:
    """Why a target was read as it was, in short phrases; the names of rules are the same in all languages."""
    mention = frame.mention
    parts = [Message("{text}: {rule} {value}", text=target.quantity.text, rule=mention.rule, value=_value_of(target.quantity))]
    parts.append(_unit_of(mention) if mention.unit else Message("no unit written"))
    parts += bound_of(target.quantity)
    if frame.action:
        parts.append(Message("verb {verb}", verb=frame.action))
    parts.append(Message("{rule}: {indicator}", rule=frame.rule, indicator=target.indicator))
    parts += [*owner_of(target), standing_of(target)]
    if deadline := target.deadline:
        by = Message("by {day} ({words}, {source})", day=deadline.end, words=deadline.text, source=Message(deadline.source))
        parts.append(by if deadline.text else Message("no time in the sentence, so the document's own period"))
    if frame.doubts:
        doubts = Listed((Message(doubt.says) for doubt in frame.doubts[:MAX_DOUBTS]), Message(", and "))
        parts.append(Message("confidence {confidence}, since {doubts}", confidence=target.confidence, doubts=doubts))
    return tuple(parts)


def _value_of(quantity: Quantity) -> object:
    return quantity.value if quantity.max is None else Message("{low} to {high}", low=quantity.value, high=quantity.max)


def _unit_of(mention: Mention) -> Message:
    if mention.entry:
        return Message("unit {unit} ({role})", unit=mention.unit, role=Message(mention.role))
    return Message("unit {unit}", unit=mention.unit)


def bound_of(quantity: Quantity) -> list[Message]:
    """On which side of its value a quantity may lie, where it may."""
    return [] if quantity.comparator in ("eq", "range") else [Message("bound: {bound}", bound=Message(quantity.comparator))]


def owner_of(target: Target) -> list[Message]:
    """Whose the indicator is, where it is somebody's."""
    return [Message("of {owner}", owner=target.subject)] if target.subject else []


def standing_of(target: Target) -> Message:
    """Whether a target is planned, and how firmly."""
    if target.modality is None:
        return Message(target.status)
    return Message("{status}, {modality}", status=Message(target.status), modality=Message(target.modality))
