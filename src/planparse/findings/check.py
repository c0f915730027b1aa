"""What ``check`` found, in words: each difference with its cause, where it stands, and its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from pydantic import BaseModel

from planparse.catalog.compare import Comparison, DocumentChange, TargetChange
from planparse.curation.overlay import Outcome, Standing
from planparse.errors import PlanparseError
from planparse.findings.models import Cause, FieldChange, Finding, Findings, Kind, Level
from planparse.findings.wording import Places, amount, measured, named, worded
from planparse.messages import counted, in_turn, label, listed
from planparse.models import Catalog, Document, Generator, Review, Target
from planparse.translation import Message, translated

_KINDS: Final[dict[Standing, tuple[Kind, Level]]] = {
    "outdated": ("correction-outdated", "warning"),
    "needless": ("correction-needless", "note"),
    "held": ("correction-held", "error"),
    "ambiguous": ("correction-ambiguous", "error"),
    "misfit": ("correction-misfit", "error"),
    "gone": ("correction-gone", "error"),
}
_REMEDIES: Final[dict[Standing, Message]] = {
    "outdated": Message("look again, then correct or confirm it anew"),
    "needless": Message("it can be removed"),
    "held": Message("not applied; look again, then correct it anew or remove the correction"),
    "ambiguous": Message("not applied; correct it anew by its id"),
    "misfit": Message("not applied; correct its fields"),
    "gone": Message("not applied; remove it, or correct the name of its document if that was renamed"),
}
_CAUSES: Final[dict[Cause, Message]] = {
    "rules": Message("by the rules"),
    "corrections": Message("by corrections"),
    "catalog": Message("the source did not change"),
}
_VERB_WIDTH: Final = 9


def unreadable(errors: Iterable[PlanparseError]) -> tuple[Finding, ...]:
    """Sources that could not be read: with one of them, nothing can be said of the catalog."""
    return tuple(
        Finding(
            kind="source-unreadable",
            level="error",
            cause="source",
            path=error.path,
            message=translated("unreadable  {error}", error=error.in_english),
        )
        for error in errors
    )


class Rules(NamedTuple):
    """What made the catalog, and what read its sources now."""

    before: Generator
    now: Generator

    @property
    def differ(self) -> bool:
        return (self.before.version, self.before.lexicon) != (self.now.version, self.now.lexicon)


@dataclass(frozen=True)
class CheckFindings:
    """Everything that is known when a check is done; ``kept`` counts the targets of documents that need not be read again.

    It is put into words by ``findings``, in the language that messages have then.
    """

    comparison: Comparison
    catalogs: tuple[Catalog, Catalog]
    outcomes: tuple[Outcome, ...]
    rules: Rules
    catalog: str
    corrections: str
    kept: int

    def findings(self) -> Findings:
        found = (*self._rules(), *self._documents(), *self._targets(), *self._corrections())
        same = self.comparison.in_sync and not any(outcome.is_problem for outcome in self.outcomes)
        targets = self.kept + len(self.catalogs[1].targets)
        return Findings(command="check", old=self.catalog, same=same, targets=targets, summary=self._summary(same, targets), findings=found)

    @cached_property
    def _places(self) -> Places:
        committed, fresh = self.catalogs
        return Places(fresh, committed)

    @cached_property
    def _edited(self) -> set[str]:
        """Ids of the documents whose content changed."""
        return {change.after.id for change in self.comparison.documents_changed if "sha256" in change.fields}

    @cached_property
    def _corrected(self) -> set[str]:
        """Ids of the targets that a correction is about, or was."""
        names = {outcome.target for outcome in self.outcomes} | {outcome.entry.correction.target for outcome in self.outcomes}
        reviewed = {target.id for target in self.catalogs[0].targets if target.reviewed}
        return {name for name in names if name} | reviewed

    # -- one finding after the other

    def _rules(self) -> Iterator[Finding]:
        before, now = self.rules
        if self.rules.differ:
            both = Message("the sources changed, and the rules did too")
            sources = both if self._edited else Message("the sources did not change, the rules did")
            said = translated(
                "{sources}: planparse {before} with lexicon {old} → planparse {now} with lexicon {new}",
                sources=sources, before=before.version, old=before.lexicon, now=now.version, new=now.lexicon,
            )  # fmt: skip
            yield Finding(kind="rules-changed", level="note", cause="rules", message=self._opened("rules", said), path=self.catalog)

    def _documents(self) -> Iterator[Finding]:
        for document in self.comparison.documents_added:
            yield self._document("document-added", "source", document, translated("document added    {path}", path=document.path))
        for document in self.comparison.documents_removed:
            yield self._document("document-removed", "source", document, translated("document gone     {path}", path=document.path))
        for change in self.comparison.documents_changed:
            said = translated("document changed  {path}: {what}", path=change.after.path, what=listed(_document_change(change)))
            cause = self._cause(change.after.id, None)
            level: Level = "note" if change.fields == ("sha256",) else "error"
            yield self._document("document-changed", cause, change.after, said, level)

    def _targets(self) -> Iterator[Finding]:
        for target in self.comparison.added:
            yield self._target("target-added", target, "added", after=target)
        for target in self.comparison.removed:
            yield self._target("target-removed", target, "removed", before=target)
        for change in self.comparison.changed:
            yield self._target("target-changed", change.after, "changed", before=change.before, after=change.after, change=change)
        moved = Counter(target.document for target in self.comparison.moved)
        for name, number in moved.items():
            document = next(one for one in self.catalogs[1].documents if one.id == name)
            said = translated(
                "{targets} of {path}: the same, at other places or between other words",
                targets=counted(number, "target"), path=document.path,
            )  # fmt: skip
            yield self._document("target-moved", self._cause(name, None), document, self._opened("moved", said), "note")

    def _corrections(self) -> Iterator[Finding]:
        for outcome in self.outcomes:
            if outcome.standing in _KINDS:
                kind, level = _KINDS[outcome.standing]
                correction = outcome.entry.correction
                message = translated(
                    "correction  {target} {verdict}: {says}; {remedy}  ({place})", target=correction.target,
                    verdict=translated(correction.verdict), says=outcome.says, remedy=_REMEDIES[outcome.standing],
                    place=f"{self.corrections}:{outcome.entry.line}",
                )  # fmt: skip
                yield Finding(
                    kind=kind, level=level, cause="corrections", path=self.corrections, line=outcome.entry.line, message=message,
                    document=correction.document, target=outcome.target or correction.target, sentence=correction.quote,
                )  # fmt: skip

    @staticmethod
    def _opened(word: str, said: str) -> str:
        return f"{label(translated(word), _VERB_WIDTH)}{said}"

    def _document(self, kind: Kind, cause: Cause, document: Document, message: str, level: Level = "error") -> Finding:
        return Finding(kind=kind, level=level, cause=cause, message=message, path=document.path, line=1, document=document.id)

    def _target(
        self, kind: Kind, target: Target, verb: str, *,
        before: Target | None = None, after: Target | None = None, change: TargetChange | None = None,
    ) -> Finding:  # fmt: skip
        fields = tuple(_field_changes(change, self._places.title)) if change else ()
        cause = self._cause(target.document, target.id)
        where = in_turn([self._places.line(target), *([_CAUSES[cause]] if cause in _CAUSES else [])])
        pillars = self._places.pillars(target)
        return Finding(
            kind=kind, level="error", cause=cause,
            message=self._opened(verb, f"{self._places.headed(target)}  {_said(before, after, fields)}  ({where})"),
            path=self._places.document(target).path, line=target.span.line, document=target.document, target=target.id,
            pillar=pillars[-1].title if pillars else None, indicator=named(target), fields=fields, sentence=target.sentence,
            before=measured(before.quantity) if before else None, after=measured(after.quantity) if after else None,
        )  # fmt: skip

    def _cause(self, document: str, target: str | None) -> Cause:
        known = {one.id for one in self.catalogs[0].documents} & {one.id for one in self.catalogs[1].documents}
        if document in self._edited or document not in known:
            return "source"
        if self.rules.differ:
            return "rules"
        return "corrections" if target in self._corrected else "catalog"

    def _summary(self, same: bool, targets: int) -> str:
        before = self.rules.before
        maker = Message(
            "it was made by {name} {version} with lexicon {lexicon}",
            name=before.name, version=before.version, lexicon=before.lexicon,
        )  # fmt: skip
        made = [maker] if self.rules.differ else []
        if same:
            return in_turn([translated("in sync, {targets}", targets=counted(targets, "target")), *made])
        problems = sum(outcome.is_problem for outcome in self.outcomes)
        look = [to_look_at(problems)] if problems else []
        return in_turn([*self._numbers(), *look, *made])

    def _numbers(self) -> Iterator[str]:
        parts = self.comparison
        yield translated(
            "not in sync: {added} added, {removed} removed, {changed} changed, {moved} moved",
            added=len(parts.added), removed=len(parts.removed), changed=len(parts.changed), moved=len(parts.moved),
        )  # fmt: skip
        documents = len(parts.documents_added) + len(parts.documents_removed) + len(parts.documents_changed)
        if documents and not (parts.added or parts.removed or parts.changed):
            yield translated("{documents} differ otherwise", documents=counted(documents, "document"))


def to_look_at(corrections: int) -> str:
    """How many corrections somebody has to look at."""
    return translated("{corrections} to look at", corrections=counted(corrections, "correction"))


def _said(before: Target | None, after: Target | None, fields: tuple[FieldChange, ...]) -> str:
    """The quantity, or what became of it, and the other fields that differ."""
    if before is None or after is None:
        one = before or after
        return measured(one.quantity) if one else ""
    old, new = before.quantity, after.quantity
    others = [
        translated("{name}: {change}", name=translated(field.name), change=f"{worded(field, field.before)} → {worded(field, field.after)}")
        for field in fields
    ]
    quantity = [f"{amount(old) if old.unit == new.unit else measured(old)} → {measured(new)}"] if measured(old) != measured(new) else []
    return in_turn([*quantity, *others])


def _field_changes(change: TargetChange, titles: Callable[[str, str | None], str | None]) -> Iterator[FieldChange]:
    """Every field but the quantity's value and unit, which are said by themselves."""
    old, new = change.before, change.after
    for name in change.fields:
        if name == "pillar":
            yield FieldChange(name="pillar", before=titles(old.document, old.pillar), after=titles(new.document, new.pillar))
            continue
        if name == "confidence" and "reviewed" in change.fields:
            continue
        if name == "deadline" and old.deadline and new.deadline and old.deadline.end != new.deadline.end:
            yield FieldChange(name="deadline", before=old.deadline.end.isoformat(), after=new.deadline.end.isoformat())
        elif name == "reviewed" and _field(old.reviewed) == _field(new.reviewed):
            yield FieldChange(name="reviewed", before=translated("the rules read it otherwise then"), after=_field(new.reviewed))
        elif name != "quantity":
            yield FieldChange(name=name, before=_field(getattr(old, name)), after=_field(getattr(new, name)))
        elif measured(old.quantity) == measured(new.quantity):
            yield FieldChange(name=name, before=_field(old.quantity), after=_field(new.quantity))


def _document_change(change: DocumentChange) -> Iterator[str]:
    for name in change.fields:
        if name == "sha256":
            yield translated("its content")
        elif name == "pillars":
            yield translated("its headings")
        else:
            field = FieldChange(name=name, before=_field(getattr(change.before, name)), after=_field(getattr(change.after, name)))
            yield f"{translated(name)} {worded(field, field.before)} → {worded(field, field.after)}"


def _field(value: object) -> str | None:
    if isinstance(value, Review):
        by = value.by and translated("by {who}", who=value.by)
        return listed(filter(None, [translated(value.verdict), by, value.reason]))
    if isinstance(value, BaseModel):
        parts = value.model_dump(mode="json", exclude_none=True)
        return ", ".join(f"{key} {part}" for key, part in parts.items())
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or None
    return None if value is None else str(value)
