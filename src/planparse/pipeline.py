"""How one document becomes targets: the only place that knows the order of the steps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planparse.expressions import HAN
from planparse.frontmatter import front_matter_of
from planparse.lexicon import Lexicon
from planparse.models import Deadline, Document, Extent, Pillar, Span, Status, Target
from planparse.outline import LIST_RANK, Line, Outline, Sentence, heading_path, outline_of
from planparse.profile import DocumentSettings, Profile, profile_of
from planparse.quantities.grammar import QuantityGrammar
from planparse.quantities.mentions import Mention, Rejection
from planparse.sources.text import Text
from planparse.tables import Said, SheetCells, SheetReader, TableGrammar, rows_of, sheets_of
from planparse.targets.assembly import Place, argument, target_of
from planparse.targets.commitment import CommitmentGrammar, Heard, Lead, Setting, Stretch
from planparse.targets.confidence import Doubts, Read
from planparse.targets.frames import Frame
from planparse.targets.identity import Numbering, digest, told_apart
from planparse.targets.reader import FrameReader
from planparse.targets.responsible import Responsibility, ResponsibleGrammar
from planparse.targets.verbs import VerbTable
from planparse.translation import Message

__all__ = ["DocumentSettings", "Reading", "Rejection", "SentenceReading", "read_document"]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence that holds a numeral, or a row of a table: its targets, and the numerals that were turned away.

    ``arguments`` say, for each target in order, why it was read as it was.
    """

    start: int
    end: int
    line: int
    text: str
    targets: tuple[Target, ...]
    rejections: tuple[Rejection, ...]
    frames: tuple[Frame, ...] = ()
    reasons: tuple[tuple[Message, ...], ...] = ()

    @property
    def arguments(self) -> tuple[tuple[str, ...], ...]:
        reasons = self.reasons or [argument(frame, target) for frame, target in zip(self.frames, self.targets, strict=True)]
        return tuple(tuple(map(str, one)) for one in reasons)


@dataclass(frozen=True, slots=True)
class Reading:
    """One document read: its catalog entry, its text, its targets of every status in text order, and the sentences for ``explain``.

    All places count in ``text.content``; ``as_written`` gives those in the file.
    """

    document: Document
    text: Text
    targets: tuple[Target, ...]
    sentences: tuple[SentenceReading, ...]

    def as_written(self) -> tuple[Document, tuple[Target, ...]]:
        """The catalog's entry and its targets with places as they are in the file, where that is text."""
        if self.text.written is None:
            return self.document, self.targets
        pillars = (pillar.model_copy(update={"span": Extent(**self._written(pillar.span))}) for pillar in self.document.pillars)
        document = self.document.model_copy(update={"pillars": tuple(pillars)})
        ends = [found.start() for found in _LINE_END.finditer(self.text.written)]
        return document, tuple(self._target_as_written(target, ends) for target in self.targets)

    def _target_as_written(self, target: Target, line_ends: Sequence[int]) -> Target:
        place = self._written(target.span)
        span = target.span.model_copy(update={**place, "line": bisect_left(line_ends, place["start"]) + 1})
        quantity = target.quantity.model_copy(update={"text": (self.text.written or "")[place["start"] : place["end"]]})
        return target.model_copy(update={"span": span, "quantity": quantity})

    def _written(self, span: Extent | Span) -> dict[str, int]:
        return {"start": self.text.place(span.start), "end": self.text.place(span.end - 1) + 1}


def read_document(text: Text, lexicon: Lexicon, settings: DocumentSettings, document_id: str) -> Reading:
    """Everything that planparse knows about one document.

    The order matters: an outline is needed to know the section that a sentence stands in, and the section decides between plan
    and review before any sentence of it is read.
    """
    tables = [SheetCells(text.content, sheet, TableGrammar.of(lexicon)) for sheet in sheets_of(text, lexicon)]
    outline = outline_of(text, lexicon, rows_of(tables))
    front = front_matter_of(text, lexicon)
    profile = profile_of(text, outline, lexicon, settings, front)
    pillars = _pillars(outline)
    reader = _DocumentReader(text, outline, profile, lexicon, document_id, pillars, tables)
    sentences = (sentence for sentence in outline.sentences if sentence.block not in front.blocks)
    read = [reading for sentence in sentences if (reading := reader.read(sentence))]
    read += reader.read_tables()
    found = _told_apart(sorted(read, key=_first_place), text, pillars)
    document = Document(
        id=document_id, path=text.path, sha256=text.sha256, title=profile.title, issuer=profile.issuer, kind=profile.kind,
        period=profile.period, pillars=pillars,
    )  # fmt: skip
    targets = (target for sentence in found for target in sentence.targets)
    return Reading(document, text, tuple(sorted(targets, key=lambda target: target.span.start)), found)


def _first_place(reading: SentenceReading) -> int:
    return min((target.span.start for target in reading.targets), default=reading.start)


def _told_apart(sentences: list[SentenceReading], text: Text, pillars: tuple[Pillar, ...]) -> tuple[SentenceReading, ...]:
    """The sentences, each target with an id that is its own."""
    targets = [target for sentence in sentences for target in sentence.targets]
    ids = told_apart(targets, text.content, {pillar.id: pillar.title for pillar in pillars})
    return tuple(_with_ids(sentence, ids) for sentence in sentences) if ids else tuple(sentences)


def _with_ids(sentence: SentenceReading, ids: Mapping[int, str]) -> SentenceReading:
    shared = any(target.span.start in ids for target in sentence.targets)
    if not shared:
        return sentence
    own = (ids.get(target.span.start, target.id) for target in sentence.targets)
    named = zip(sentence.targets, own, strict=True)
    return replace(
        sentence, targets=tuple(target if target.id == name else target.model_copy(update={"id": name}) for target, name in named)
    )


def _pillars(outline: Outline) -> tuple[Pillar, ...]:
    numbering = Numbering()
    ids = [numbering.unique(f"p-{digest(heading.title, 6)}") for heading in outline.headings]
    return tuple(
        Pillar(
            id=ids[index], level=heading.level, marker=heading.marker, title=heading.title,
            parent=None if heading.parent is None else ids[heading.parent],
            span=Extent(start=heading.start, end=heading.end),
        )
        for index, heading in enumerate(outline.headings)
    )  # fmt: skip


_LINE_END = re.compile("\n")
_NAMED = re.compile(rf"{HAN}|[A-Za-z]{{2}}")
"""What names something: a Chinese character, or two letters."""


class _DocumentReader:
    """Reads the sentences of one document in order; what a heading or a lead-in said is remembered for those it governs."""

    def __init__(
        self,
        text: Text,
        outline: Outline,
        profile: Profile,
        lexicon: Lexicon,
        document_id: str,
        pillars: tuple[Pillar, ...],
        tables: Sequence[SheetCells],
    ) -> None:
        self._text, self._content = text, text.content
        self._outline, self._profile, self._pillars = outline, profile, pillars
        self._document = document_id
        goal_words = lexicon.sets["goal_headings"]
        self._names_goals = [any(word in found.title for word in goal_words) for found in outline.headings]
        self._quantities = QuantityGrammar.of(lexicon)
        self._commitment = CommitmentGrammar.of(lexicon)
        self._frames = FrameReader.of(lexicon)
        self._verbs = VerbTable.of(lexicon)
        self._doubts = Doubts.of(lexicon)
        self._responsible = ResponsibleGrammar.of(lexicon)
        self._grants = lexicon.sets["strong_grants"]
        self._empty = frozenset(lexicon.sets["empty_words"])
        self._sections: dict[int | None, Status | None] = {}
        self._section_leads: dict[int | None, Lead | None] = {}
        self._glossaries: dict[int | None, bool] = {}
        self._goals: dict[int, Lead] = {}
        self._named: dict[int, list[Responsibility]] = {}
        self._list_lead: Lead | None = None
        self._plan_lead: Lead | None = None
        self._list_heading: int | None = None
        self._list_block = -1
        self._block = self._period = -1
        self._group = 0
        self._paragraph: Status | None = None
        self._running: Status | None = None
        self._last: Frame | None = None
        self._heard: Heard | None = None
        self._lines = {line.start: index for index, line in enumerate(outline.lines)}
        self._tables = [SheetReader(table, profile, document_id, self._lead_over(table)) for table in tables]
        self._rows = {self._lines[row.start]: (table, row) for table in self._tables for row in table.rows}
        self._said: Said | None = None

    def read_tables(self) -> Iterator[SentenceReading]:
        """The targets in the value cells of the tables, row by row."""
        for index, (table, row) in self._rows.items():
            line = self._outline.lines[index]
            section = self._setting(Sentence(row.start, row.end, line.number, index, -1, line.heading)).section
            read = list(table.read(row, section))
            if read:
                targets = tuple(self._placed(one.target, line, self._text.blocks[index].page) for one in read)
                reasons = tuple(one.reasons for one in read)
                words = self._content[row.start : row.end]
                yield SentenceReading(row.start, row.end, line.number, words, targets, (), reasons=reasons)

    def _placed(self, target: Target, line: Line, page: int | None) -> Target:
        pillar = self._pillars[line.heading].id if line.heading is not None else None
        return target.model_copy(update={"pillar": pillar, "span": target.span.model_copy(update={"line": line.number, "page": page})})

    def _lead_over(self, table: SheetCells) -> Lead | None:
        """What the line above a table and its own first rows say for all of it: 到2027年，主要预期目标如下："""
        places = [(row.start, row.end) for row in table.sheet.titles]
        first = self._lines.get(table.sheet.start, 0)
        if first:
            places.append(self._outline.lines[first - 1][:2])
        period = self._profile.period
        return next((lead for place in places if (lead := self._commitment.lead_of(self._content, *place, period))), None)

    def read(self, sentence: Sentence) -> SentenceReading | None:
        """The targets of one sentence; None where it holds no numeral. Most sentences end at the scan, before jieba is woken."""
        if sentence.block != self._block:
            self._enter_line(sentence)
        if sentence.period != self._period:
            self._period, self._group = sentence.period, sentence.start
        mentions, rejections = self._quantities.scan(self._content, sentence.start, sentence.end)
        self._notice_lead(sentence, mentions)
        if not mentions:
            return self._refused(sentence, rejections) if rejections else None
        frames = self._frames.read(self._content[sentence.start : sentence.end], sentence.start, mentions, self._last)
        self._last = frames[-1] if frames else self._last
        self._said = self._said_over(sentence)
        if self._said:
            self._name_by_row(frames, self._said.indicator)
        kept = [frame for frame in frames if self._is_named(frame)]
        turned = [self._no_indicator(frame.mention) for frame in frames if not self._is_named(frame)]
        targets = self._targets(sentence, kept)
        return SentenceReading(
            sentence.start, sentence.end, sentence.line, self._content[sentence.start : sentence.end], targets,
            tuple(sorted([*rejections, *turned], key=lambda rejection: rejection.start)), tuple(kept),
        )  # fmt: skip

    def _is_named(self, frame: Frame) -> bool:
        return _NAMED.search(frame.indicator) is not None and frame.indicator not in self._empty

    def _said_over(self, sentence: Sentence) -> Said | None:
        """What a table says of a sentence in one of its cells."""
        if sentence.block not in self._rows:
            return None
        table, row = self._rows[sentence.block]
        return table.said_at(row, sentence.start) if row.label else None

    def _name_by_row(self, frames: list[Frame], indicator: str) -> None:
        """What has no name in its cell is what the row is about."""
        for frame in frames:
            if not _NAMED.search(frame.indicator) or self._verbs.is_verb(frame.indicator):
                frame.indicator, frame.rule = indicator, f"{frame.rule}, named by its row"

    def _refused(self, sentence: Sentence, rejections: list[Rejection]) -> SentenceReading:
        words = self._content[sentence.start : sentence.end]
        return SentenceReading(sentence.start, sentence.end, sentence.line, words, (), tuple(rejections))

    def _no_indicator(self, mention: Mention) -> Rejection:
        words = self._content[mention.start : mention.end]
        return Rejection(mention.start, mention.end, words, "no indicator", Message("nothing in the sentence says what it measures"))

    # -- what governs a sentence

    def _enter_line(self, sentence: Sentence) -> None:
        line = self._outline.lines[sentence.block]
        self._block, self._last = sentence.block, None
        words = self._content[line.start : line.end]
        if line.is_heading and line.heading is not None and self._commitment.opens_plan(self._outline.headings[line.heading]):
            self._running = None
        self._paragraph = self._commitment.paragraph_status(words)
        opening = self._commitment.opening_status(words, self._profile.issued)
        self._running = opening or self._running
        if opening or (line.is_heading and line.item is not None and line.item < LIST_RANK):
            self._plan_lead = self._commitment.plan_lead(words, self._profile.issued)
        left = line.item is None and sentence.block != self._list_block + 1
        other = line.is_heading and line.heading != self._list_heading and line.item is not None and line.item < LIST_RANK
        if left or other:
            self._list_lead = None

    def _notice_lead(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Remembers a lead-in: a line that ends with a colon, or 到20XX年 under a heading of goals, before any quantity.

        Of those under one heading the first counts, until a line says nothing else.
        """
        line = self._outline.lines[sentence.block]
        goal = self._goal_heading(sentence.heading)
        alone = not mentions and sentence.start == line.body and sentence.end == line.end
        if goal is not None and (goal not in self._goals or alone):
            end = mentions[0].start if mentions else sentence.end
            lead = self._commitment.lead_of(self._content, sentence.start, end, self._profile.period)
            if lead and lead.deadline:
                self._goals[goal] = lead
        if sentence.end == line.end and self._content[sentence.end - 1] in "：:":
            self._list_lead = self._commitment.lead_of(self._content, sentence.start, sentence.end, self._profile.period)
            self._list_heading, self._list_block = sentence.heading, sentence.block

    def _goal_heading(self, heading: int | None) -> int | None:
        while heading is not None:
            if self._names_goals[heading]:
                return heading
            heading = self._outline.headings[heading].parent
        return None

    def _setting(self, sentence: Sentence) -> Setting:
        heading = sentence.heading
        if heading not in self._sections:
            path = list(heading_path(self._outline.headings, heading))
            self._glossaries[heading] = self._commitment.is_glossary(path)
            self._sections[heading] = self._commitment.section_status(path, self._profile.issued)
            self._section_leads[heading] = self._commitment.section_lead(path, self._profile.issued, self._profile.period)
        goal = self._goal_heading(heading)
        lead = self._list_lead or (self._goals.get(goal) if goal is not None else None) or self._plan_lead or self._section_leads[heading]
        note = self._text.blocks[sentence.block].note
        aside: Status | None = "context" if note else None
        section = (self._said.status if self._said else aside) or self._sections[heading]
        running = self._running if self._profile.kind == "work_report" else None
        running = running or ("achieved" if self._profile.reports else None)
        return Setting(
            default=running or "planned",
            section=self._paragraph or section or ("context" if self._profile.regulates else None), lead=lead,
            period=self._profile.period, issued=self._profile.issued, glossary=note or self._glossaries[heading],
        )  # fmt: skip

    # -- targets

    def _targets(self, sentence: Sentence, frames: list[Frame]) -> tuple[Target, ...]:
        setting = self._setting(sentence)
        body = self._outline.lines[sentence.block].body
        stretch = Stretch(body, self._group, sentence.start, sentence.end)
        heard = self._heard = self._commitment.listen(self._content, stretch, self._heard, setting)
        targets: list[Target] = []
        for frame in frames:
            status = self._commitment.status(self._content, frame, heard, setting)
            if targets and targets[-1].status == "context" and frame.goes_on:
                status = "context"
            if status == "context":
                frame.name_only(self._grants, self._commitment.giving(self._content, frame, heard))
            modality, deadline = None, None
            if status == "planned":
                modality = self._commitment.modality(self._content, frame, heard, setting)
                deadline = self._deadline(frame, heard, setting)
            per = self._commitment.per(self._content, frame, heard)
            words = self._content[frame.mention.start : frame.mention.end]
            frame.doubts, confidence = self._doubts.assess(Read(frame, words, status, setting.section))
            place = self._place(sentence, frame)
            targets.append(target_of(self._content, frame, status, modality, deadline, per, confidence, place))
        return tuple(targets)

    def _deadline(self, frame: Frame, heard: Heard, setting: Setting) -> Deadline | None:
        """What the words say; else what the table says of their cell; else what holds for the document."""
        deadline = self._commitment.deadline(self._content, frame, heard, setting)
        own = deadline is not None and deadline.source == "sentence"
        return deadline if own or self._said is None else self._said.terms.deadline or deadline

    def _place(self, sentence: Sentence, frame: Frame) -> Place:
        block = self._text.blocks[sentence.block]
        return Place(
            document=self._document,
            pillar=self._pillars[sentence.heading].id if sentence.heading is not None else None,
            sentence=self._content[sentence.start : sentence.end],
            line=sentence.line,
            page=block.page,
            responsible=(self._said.terms.responsible if self._said else ()) or self._responsible_for(sentence.block, frame.mention.start),
        )

    def _responsible_for(self, block: int, at: int) -> tuple[str, ...]:
        """The first responsibility behind the number in its line, or in a line of its own that follows."""
        for index in (block, block + 1):
            if index >= len(self._outline.lines):
                break
            line = self._outline.lines[index]
            if index not in self._named:
                self._named[index] = self._responsible.find(self._content, line.start, line.end)
            for found in self._named[index]:
                alone = found.start == line.start and found.end == line.end
                if found.start >= at and (index == block or alone):
                    return found.names
        return ()
