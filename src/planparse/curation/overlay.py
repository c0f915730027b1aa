"""Corrections laid over what the rules read of one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from planparse.curation.file import Entry
from planparse.curation.models import Correction, Fields, Term
from planparse.curation.places import AtOtherNumber, AtTarget, AtText, InSeveralPlaces, Place, place_of
from planparse.errors import Fault
from planparse.lexicon import Lexicon
from planparse.messages import in_turn
from planparse.models import Deadline, Document, Period, Quantity, Review, Span, Target
from planparse.outline import outline_of
from planparse.pipeline import Reading
from planparse.quantities.grammar import QuantityGrammar
from planparse.targets.assembly import dimension_of, in_base_unit, quantity_of
from planparse.targets.identity import digest, masked_clause
from planparse.translation import Listed, Message, translated

Standing = Literal["applied", "outdated", "needless", "held", "ambiguous", "misfit", "gone"]

OF_QUANTITY = ("text", "value", "max", "unit", "comparator", "dimension")
ADDED = "added by hand"
_NOTHING = Message("")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction.

    ``applied``; ``outdated``: applied, but the rules read something else now than when it was made; ``needless``: the rules
    read it so themselves now; not applied: ``held``, since the number or the document is another one now, ``ambiguous``, since
    its words stand in several places, ``misfit``, since its fields do not fit there, ``gone``. ``says`` is that in words,
    ``target`` the id it belongs to now.
    """

    entry: Entry
    standing: Standing
    says: Message = _NOTHING
    target: str | None = None

    @property
    def is_applied(self) -> bool:
        """Whether the target says what the correction says."""
        return self.standing in ("applied", "outdated", "needless")

    @property
    def is_problem(self) -> bool:
        """Whether a person has to look at it."""
        return self.standing not in ("applied", "needless")

    def message(self, path: str) -> str:
        """``corrections.yaml:12: plan.9f3c2a71: its words are gone; not applied``."""
        correction = self.entry.correction
        said = translated(
            "{place}: {target} {verdict}: {says}", place=f"{path}:{self.entry.line}", target=correction.target,
            verdict=translated(correction.verdict), says=self.says,
        )  # fmt: skip
        return said if self.is_applied else in_turn([said, translated("not applied")])


def lay_over(
    reading: Reading, entries: Sequence[Entry], lexicon: Lexicon, source: str | None = None
) -> tuple[Reading, tuple[Outcome, ...]]:
    """The reading as people corrected it, and what became of each correction, in their order.

    Later corrections of a target win, field by field; one that a later one covers is not spoken of any more. ``source`` is the
    document's path as corrections name it: those that were made of another document are held back.
    """
    layer = _Layer(reading, lexicon)
    outcomes = [layer.lay(entry) if entry.is_about(source) else _of_another(entry, reading, source) for entry in entries]
    return layer.reading(), tuple(_still_of_interest(outcomes))


def fields_of(target: Target, names: Iterable[str]) -> Fields:
    """Some fields of a target, as a correction names them."""
    return Fields.model_validate({name: _value(target, name) for name in names})


class _Layer:
    """The targets of one document while corrections are laid over them, one after the other."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self._read, self._lexicon = reading, lexicon
        self._raw = {target.id: target for target in reading.targets}
        self._now: dict[str, Target | None] = {}
        self._added: dict[str, Target] = {}

    def reading(self) -> Reading:
        """The document with its targets as corrected, in the order of the text."""
        targets = [target for one in self._read.targets if (target := self._now.get(one.id, one))]
        for target in (target for name, target in self._now.items() if target and name not in self._raw):
            start = target.span.start
            targets.insert(next((at for at, one in enumerate(targets) if one.span.start > start), len(targets)), target)
        return replace(self._read, targets=tuple(targets))

    def lay(self, entry: Entry) -> Outcome:
        correction = entry.correction
        place = self._place(correction)
        if isinstance(place, AtTarget):
            return self._at_target(entry, place.target)
        if isinstance(place, AtText):
            return self._at_text(entry, place)
        if isinstance(place, AtOtherNumber):
            number = place.target.quantity.text
            other = Message("the number was {before} and is {now} now", before=correction.number, now=number)
            same = Message("other words stand around the number now")
            return Outcome(entry, "held", same if number == correction.number else other, place.target.id)
        if isinstance(place, InSeveralPlaces):
            return Outcome(entry, "ambiguous", Message("its words stand in {number} places", number=place.number))
        return Outcome(entry, "gone", Message("its words are not in the document any more"))

    def _place(self, correction: Correction) -> Place:
        """For a correction of an added target, the place where it was added."""
        place = place_of(correction, self._read)
        if isinstance(place, AtText) and (known := self._added_at(place)):
            return AtTarget(known)
        return place

    def _added_at(self, place: AtText) -> Target | None:
        added = self._added.values()
        return next((target for target in added if (target.span.start, target.span.end) == (place.start, place.end)), None)

    def _at_target(self, entry: Entry, target: Target) -> Outcome:
        correction, name = entry.correction, target.id
        raw = self._raw.get(name)
        if correction.verdict == "rejected":
            self._now[name] = None
            return Outcome(entry, "applied", target=name)
        try:
            self._now[name] = self._corrected(self._now.get(name) or target, correction)
        except Fault as misfit:
            return Outcome(entry, "misfit", misfit.says, name)
        return Outcome(entry, *_standing(correction, raw), target=name) if raw else Outcome(entry, "applied", target=name)

    def _at_text(self, entry: Entry, place: AtText) -> Outcome:
        """The words are there, but the rules read no target from them."""
        correction = entry.correction
        if correction.verdict == "rejected":
            return Outcome(entry, "needless", Message("the rules do not read it any more"))
        if correction.verdict != "added":
            return Outcome(entry, "held", Message("the rules do not read this number any more"))
        try:
            target = self._addition(correction, place)
        except Fault as misfit:
            return Outcome(entry, "misfit", misfit.says)
        self._now[target.id] = self._added[target.id] = target
        return Outcome(entry, "applied", target=target.id)

    def _corrected(self, target: Target, correction: Correction) -> Target:
        """Raises Fault, with what does not fit."""
        changed = _with_fields(target, correction.fields.given(), self._read, self._lexicon)
        raw = self._raw.get(target.id)
        before = {**_written(fields_of(raw, _differing(raw, changed))), "confidence": raw.confidence} if raw else {}
        verdict = "confirmed" if correction.verdict == "confirmed" else "changed" if raw else "added"
        return changed.model_copy(update={"confidence": 1.0, "reviewed": _review(correction, verdict, before)})

    def _addition(self, correction: Correction, place: AtText) -> Target:
        """A target that the rules missed. Raises Fault where its number cannot be read and its fields do not say it."""
        given = correction.fields.given()
        content, document = self._read.text.content, self._read.document
        quantity = self._quantity(place, given)
        start, end, line = self._sentence(place)
        above = [pillar.id for pillar in document.pillars if pillar.span.start <= place.start]
        words = f"{masked_clause(content, place.start, place.end)}|{quantity.unit or ''}"
        target = Target(
            id=self._free(f"{document.id}.{digest(words, 8)}"), document=document.id, pillar=above[-1] if above else None, status="planned",
            indicator=correction.fields.indicator, measure="output" if given.get("action") else "level", quantity=quantity, modality="firm",
            deadline=_document_deadline(document), sentence=content[start:end], rule=ADDED, confidence=1.0,
            span=Span(start=place.start, end=place.end, line=line), reviewed=_review(correction, "added", {}),
        )  # fmt: skip
        return _with_fields(target, given, self._read, self._lexicon)

    def _free(self, name: str) -> str:
        taken = {*self._raw, *self._now}
        return next(free for number in range(1, len(taken) + 2) if (free := name if number == 1 else f"{name}-{number}") not in taken)

    def _quantity(self, place: AtText, given: Mapping[str, Any]) -> Quantity:
        content = self._read.text.content
        mentions, _ = QuantityGrammar.of(self._lexicon).scan(content, *_line_around(content, place))
        read = next((one for one in mentions if (one.start, one.end) == (place.start, place.end)), None)
        if read:
            return quantity_of(content[read.start : read.end], read)
        if "value" not in given:
            words = content[place.start : place.end]
            raise Fault("{words} is not read as a number; give value and unit", words=words)
        return Quantity(
            text=content[place.start : place.end], value=given["value"], unit=given.get("unit"), comparator="eq", dimension=None
        )

    def _sentence(self, place: AtText) -> tuple[int, int, int]:
        """Start, end and line of the sentence."""
        sentences = outline_of(self._read.text, self._lexicon).sentences
        found = next((one for one in sentences if one.start <= place.start and place.end <= one.end), None)
        if found is None:
            raise Fault("it stands in a heading, not in a sentence")
        return found.start, found.end, found.line


def _of_another(entry: Entry, reading: Reading, source: str | None) -> Outcome:
    made = entry.correction.source
    said = "it was made of {made}, and {name} is {source} now: if that is the same document, write so as its source"
    return Outcome(entry, "held", Message(said, made=made, name=reading.document.id, source=source))


def _standing(correction: Correction, raw: Target) -> tuple[Standing, Message]:
    """Whether the rules still read what they read when the correction was made."""
    given = correction.fields.given()
    if all(_agree(value, _value(raw, name)) for name, value in given.items()) and correction.verdict != "confirmed":
        return "needless", Message("the rules read it so themselves now")
    confirmed = given if correction.verdict == "confirmed" else {}
    now = {name: (was, _value(raw, name)) for name, was in {**confirmed, **correction.was.given()}.items()}
    differing = [
        Message("{name} was {before} and is {now} now", name=Message(name), before=shown(was), now=shown(value))
        for name, (was, value) in now.items()
        if not _agree(was, value)
    ]
    if correction.verdict == "added":
        differing.append(Message("the rules read this number themselves now, but otherwise"))
    return (
        ("outdated", Message("to the rules, {differing}", differing=Listed(differing, Message(", "))))
        if differing
        else ("applied", _NOTHING)
    )


def _still_of_interest(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Without those that a later correction of the same target covers."""
    kept: list[Outcome] = []
    later: dict[str, set[str]] = defaultdict(set)
    for outcome in reversed(outcomes):
        correction = outcome.entry.correction
        names = {correction.target, *([outcome.target] if outcome.target else [])}
        own = set(correction.fields.given()) or {"*"}
        covered = any("*" in later[name] or own <= later[name] for name in names)
        if not (covered and outcome.standing != "applied"):
            kept.append(outcome)
        if outcome.standing not in ("gone", "ambiguous", "held", "misfit"):
            for name in names:
                later[name] |= own if correction.verdict == "changed" else {"*"}
    return kept[::-1]


def _review(correction: Correction, verdict: str, before: Mapping[str, object]) -> Review:
    return Review.model_validate(
        {"verdict": verdict, "by": correction.by, "when": correction.when, "reason": correction.reason, "before": dict(before)}
    )


def _with_fields(target: Target, given: Mapping[str, Any], reading: Reading, lexicon: Lexicon) -> Target:
    """The target with these fields, and what follows from them. Raises Fault where one does not fit."""
    own: dict[str, Any] = {name: value for name, value in given.items() if name not in (*OF_QUANTITY, "deadline")}
    if own.get("pillar") and own["pillar"] not in {pillar.id for pillar in reading.document.pillars}:
        raise Fault("the document has no heading {name}", name=own["pillar"])
    own["span"], own["quantity"] = _requantified(target, given, reading, lexicon)
    if "deadline" in given:
        own["deadline"] = _deadline(target, given["deadline"], reading.document)
    status = own.get("status", target.status)
    if status != target.status:
        own.setdefault("modality", "firm" if status == "planned" else None)
        own.setdefault("deadline", _document_deadline(reading.document) if status == "planned" else None)
    if status != "planned" and own.get("modality", target.modality) is not None:
        raise Fault("modality goes with planned targets only, and this one is {status}", status=Message(status))
    return target.model_copy(update=own)


def _requantified(target: Target, given: Mapping[str, Any], reading: Reading, lexicon: Lexicon) -> tuple[Span, Quantity]:
    said = {name: given[name] for name in OF_QUANTITY if name in given}
    span = _span_of(said["text"], target, reading) if "text" in said else target.span
    quantity = target.quantity.model_copy(update=said)
    if (quantity.max is None) == (quantity.comparator == "range"):
        raise Fault("a range has a max, and only a range")
    if quantity.max is not None and quantity.max < quantity.value:
        raise Fault("max is less than value")
    if said.keys() & {"value", "max", "unit"}:
        entry = next((unit for unit in lexicon.units if quantity.unit in (unit.unit, *unit.spellings)), None)
        base = in_base_unit(quantity.value, quantity.max, entry)
        dimension = said.get("dimension", dimension_of(quantity.unit, entry))
        quantity = quantity.model_copy(update={"si": base, "dimension": dimension})
    return span, quantity


def _span_of(text: str, target: Target, reading: Reading) -> Span:
    """Where other words of the source stand that overlap the ones that were read."""
    content, old = reading.text.content, target.span
    start = content.find(text, max(0, old.start - len(text) + 1), old.end + len(text) - 1)
    if start < 0:
        raise Fault("{words} does not stand where {number} was read", words=text, number=target.quantity.text)
    return old.model_copy(update={"start": start, "end": start + len(text)})


def _deadline(target: Target, term: Term | None, document: Document) -> Deadline | None:
    if term is None:
        return None
    old = target.deadline or _document_deadline(document)
    start = term.start or min(old.start if old else date(term.end.year, 1, 1), term.end)
    if start > term.end:
        raise Fault("the deadline ends before it starts")
    if old and (start, term.end) == (old.start, old.end):
        return old
    return Deadline(start=start, end=term.end, text=None, source="person")


def _document_deadline(document: Document) -> Deadline | None:
    period: Period | None = document.period
    return Deadline(start=period.start, end=period.end, text=None, source="document") if period else None


def _line_around(content: str, place: AtText) -> tuple[int, int]:
    end = content.find("\n", place.end)
    return content.rfind("\n", 0, place.start) + 1, len(content) if end < 0 else end


def _differing(old: Target, new: Target) -> list[str]:
    return [name for name in Fields.model_fields if _value(old, name) != _value(new, name)]


def _value(target: Target, name: str) -> Any:
    if name in OF_QUANTITY:
        return getattr(target.quantity, name)
    if name == "deadline":
        return Term(start=target.deadline.start, end=target.deadline.end) if target.deadline else None
    return getattr(target, name)


def _written(fields: Fields) -> dict[str, object]:
    """Fields as a catalog can hold them."""
    return fields.model_dump(mode="json", include=fields.model_fields_set)


def _agree(said: Any, read: Any) -> bool:
    """A deadline given as one day says nothing of its first."""
    if isinstance(said, Term) and isinstance(read, Term) and said.start is None:
        return said.end == read.end
    return bool(said == read)


def shown(value: Any) -> str | Message:
    """A field's value in a message."""
    if isinstance(value, Term):
        return value.end.isoformat()
    return Message("nothing") if value is None else "、".join(value) if isinstance(value, tuple) else str(value)
