"""Corrections as they are made: of a target that the rules read, or of words that they did not."""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any, NamedTuple

from pydantic import ValidationError

from planparse.curation.file import Entry
from planparse.curation.models import Correction, Fields, Verdict
from planparse.curation.overlay import fields_of, lay_over, shown
from planparse.curation.places import heading_of, repeats_of, title_at
from planparse.errors import CorrectionsError
from planparse.faults import faults_in, nearest
from planparse.models import Target
from planparse.pipeline import Reading
from planparse.project import Project
from planparse.quantities.grammar import QuantityGrammar

CONFIRMED = (
    *("status", "indicator", "subject", "action", "measure", "value", "max", "unit", "comparator"),
    *("modality", "deadline", "per", "binding"),
)
"""What a confirmation says to be right."""

_LISTS = ("examples", "responsible")
_BETWEEN = re.compile(r"[、,，;；]")
_NOTHING = ("", "null", "none")
_FOLLOWS = ("id", "document", "sentence", "span", "rule", "confidence", "reviewed", "si")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who says it, when and why."""

    by: str | None
    when: date
    reason: str | None


def signature(by: str | None, reason: str | None) -> Signature:
    """The signature of this user today; SOURCE_DATE_EPOCH stands in for the clock, as reproducible builds have it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    today = datetime.fromtimestamp(int(epoch), timezone.utc).date() if epoch.isdigit() else datetime.now().astimezone().date()
    return Signature(by or _login(), today, reason)


def fields_said(said: Sequence[str]) -> Fields:
    """Fields from ``name=value``, as people type them: ``unit=户``, ``value=45000``, ``deadline=2025-06-30``, ``subject=null``.

    Names may be those of the catalog (``quantity.unit``). Raises CorrectionsError.
    """
    values: dict[str, Any] = {}
    for word in said:
        name, equals, value = word.partition("=")
        name = name.strip().removeprefix("quantity.")
        if not equals:
            raise CorrectionsError("--set", "{word}: no =", "write it as: --set unit=户", word=word)
        if name in _FOLLOWS:
            raise CorrectionsError("--set", "{name}: follows from the source and the other fields", "leave it out", name=name)
        if name not in Fields.model_fields:
            raise CorrectionsError(
                "--set", "{name}: unknown field; {nearest}", "correct it", name=name, nearest=nearest(name, list(Fields.model_fields))
            )
        values[name] = _value(name, value.strip())
    try:
        return Fields.model_validate(values)
    except ValidationError as error:
        raise CorrectionsError("--set", str(faults_in(error, Fields)[0]), "correct it") from None


class Made(NamedTuple):
    """A correction, and what its fields were before, with all earlier corrections laid over."""

    correction: Correction
    before: Fields

    def __str__(self) -> str:
        """``plan.9f3c2a71 changed: unit 人 → 户``"""
        made, before = self.correction, self.before.given()
        given = made.fields.given() if made.verdict in ("changed", "added") else {}
        parts = [
            f"{name} {shown(before[name])} → {shown(value)}" if name in before else f"{name} {shown(value)}"
            for name, value in given.items()
        ]
        return f"{made.target} {made.verdict}{': ' if parts else ''}{', '.join(parts)}"


def correction_of(reading: Reading, project: Project, name: str, verdict: Verdict, fields: Fields, signed: Signature) -> Made:
    """A correction of the target of this id. ``reading`` is its document as the rules read it.

    Raises CorrectionsError where there is no such target, or where the correction does not fit it.
    """
    target = _target(reading, project, name)
    raw = next((one for one in reading.targets if one.id == name), target)
    own = fields_of(target, CONFIRMED) if verdict == "confirmed" else fields
    was = fields_of(raw, own.given())
    said: dict[str, Any] = {"target": name, "verdict": verdict, "quote": raw.sentence, "number": raw.quantity.text}
    said |= _found_in(reading, project)
    said["heading"] = heading_of(raw, reading)
    if (repeats := repeats_of(raw, reading)) > 1:
        said["repeats"] = repeats
    if verdict != "rejected":
        said["fields"] = own
    if verdict == "changed" or (verdict == "confirmed" and was != own):
        said["was"] = was
    made = Correction.model_validate(said | _signed(signed))
    _try(made, reading, project)
    return Made(made, fields_of(target, own.given()))


def addition_of(reading: Reading, project: Project, quote: str, number: str | None, fields: Fields, signed: Signature) -> Made:
    """A target that the rules missed, at the number of a quote; of a quote with one number, that need not be given.

    Raises CorrectionsError where the document does not say so in just one place, or the rules read it already.
    """
    if not quote or (number or "") not in quote:
        raise CorrectionsError("--quote", "no words around the number", "give words of the source that hold it")
    content, written = reading.text.content, number or _number_in(quote, project)
    if quote.count(written) != 1 or content.count(quote) != 1:
        times = content.count(quote) if quote.count(written) == 1 else quote.count(written)
        what, remedy = (quote, "give words that stand there once") if quote.count(written) == 1 else (written, "give fewer words around it")
        raise CorrectionsError("--quote", "{what} stands {times} times there", remedy, what=what, times=times)
    start = content.index(quote) + quote.index(written)
    for target in reading.targets:
        if target.span.start < start + len(written) and start < target.span.end:
            raise CorrectionsError(
                "--quote", "the rules read it already: {id}", "planparse correct {id2} --set …", id=target.id, id2=target.id
            )
    said: dict[str, Any] = {"target": f"{reading.document.id}.added", "verdict": "added", "quote": quote, "number": written}
    said |= {**_found_in(reading, project), "heading": title_at(start, reading), "fields": fields}
    try:
        made = Correction.model_validate(said | _signed(signed))
    except ValidationError as error:
        raise CorrectionsError("--add", str(faults_in(error, Correction)[0].said), "give --set indicator=…") from None
    return Made(made.model_copy(update={"target": _try(made, reading, project)}), Fields())


def _target(reading: Reading, project: Project, name: str) -> Target:
    """The target as the rules read it, or as people added it."""
    corrected, _ = lay_over(reading, project.corrections.of(reading.document.id), project.lexicon, project.source_of(reading.document.id))
    found = {target.id: target for target in (*reading.targets, *corrected.targets)}
    if name not in found:
        raise CorrectionsError(name, "no such target in {path2}", "take its id from the catalog", path2=reading.document.path)
    return found[name]


def _try(correction: Correction, reading: Reading, project: Project) -> str:
    """Lays the correction over, behind those that there are; gives the id of its target. Raises CorrectionsError."""
    before = project.corrections.of(reading.document.id)
    entry = Entry(0, correction)
    _, outcomes = lay_over(reading, [*before, entry], project.lexicon, project.source_of(reading.document.id))
    outcome = next(one for one in outcomes if one.entry is entry)
    alone = not any(one.correction.target == correction.target for one in before)
    if not outcome.is_applied or (outcome.standing == "needless" and alone):
        raise CorrectionsError(correction.target, outcome.says.text, "correct it, or leave it out", **outcome.says.values)
    return outcome.target or correction.target


def _number_in(quote: str, project: Project) -> str:
    mentions, _ = QuantityGrammar.of(project.lexicon).scan(quote, 0, len(quote))
    if len(mentions) != 1:
        fault = "no number is read in it" if not mentions else "several numbers are read in it"
        raise CorrectionsError("--quote", fault, "say which with --number")
    return quote[mentions[0].start : mentions[0].end]


def _found_in(reading: Reading, project: Project) -> dict[str, str]:
    source = project.source_of(reading.document.id)
    return {"source": source} if source else {}


def _signed(signed: Signature) -> dict[str, Any]:
    return {name: value for name in ("by", "when", "reason") if (value := getattr(signed, name)) is not None}


def _value(name: str, text: str) -> Any:
    """A typed word as the value of its field: nothing, a list, a number, a term of one or two days, or the word."""
    if name in _LISTS:
        return [part for part in _BETWEEN.split(text) if part]
    if text.lower() in _NOTHING:
        return None
    if name in ("value", "max"):
        return _number(text)
    if name == "deadline" and ".." in text:
        start, end = text.split("..", 1)
        return {"start": start, "end": end}
    return text


def _number(text: str) -> Any:
    try:
        return int(text) if re.fullmatch(r"-?[0-9]+", text) else float(text)
    except ValueError:
        return text


def _login() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
