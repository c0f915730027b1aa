"""Random edits of random plans: what was not edited stays as it was, to the last character of its row.

The plans are made of sentences that stand for themselves (no lead-ins, no years, every first number with its noun), so that no
sentence has a say in how another one is read. Only one thing passes between sentences, and it is known and accepted: the ids
of clauses that say the same. ``told_apart`` gives them other ids as soon as there are several such clauses, so the one that was alone
gets another id when a second one comes, and its old one back when that goes; and of sentences that are the same in all but
their numbers, under one heading, the later ones are numbered, so that they move up when an earlier one goes.
``_may_change`` says exactly this and nothing more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

import planparse
from planparse.catalog.files import catalog_text
from planparse.targets.identity import clause_around, masked

# The plans


class Clause(NamedTuple):
    """``form`` has a place for each of the other fields; a clause without a number is its form."""

    form: str
    verb: str = ""
    noun: str = ""
    number: str = ""
    unit: str = ""

    @property
    def text(self) -> str:
        return self.form.format(verb=self.verb, noun=self.noun, number=self.number, unit=self.unit)


@dataclass(frozen=True)
class Sentence:
    """``label`` is kept by every edit: by it a sentence is known before and after."""

    label: int
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        return "，".join(clause.text for clause in self.clauses) + "。"


Section = tuple[str, tuple[tuple[Sentence, ...], ...]]
"""A title with its paragraphs."""
Plan = tuple[Section, ...]

TITLES = ("交通建设", "教育事业", "水利设施", "生态环境", "社会保障", "城市更新")
VERBS = ("新建", "改造", "培育", "加固", "新增", "引进", "建成", "发放", "力争完成", "已建成")
NOUNS = ("公园", "农村公路", "危桥", "公办学位", "老旧小区", "企业", "泵站", "养老床位", "消费券", "充电桩", "高标准农田")
UNITS = ("座", "个", "公里", "家", "张", "亩", "亿元", "万人次", "处")
METRICS = ("绿化覆盖率", "污水处理率", "农业增加值", "城镇登记失业率")
PLAIN = ("优化营商环境", "扎实推进乡村振兴", "加强安全生产监管", "落实河长制")
SHARED = (
    Clause("{verb}{noun}{number}{unit}", "新建", "公园", "5", "座"),
    Clause("{verb}{noun}{number}{unit}", "改造", "老旧小区", "20", "个"),
    Clause("{verb}{number}{unit}{noun}", "引进", "企业", "12", "家"),
)

numbers = st.one_of(
    st.integers(2, 1899).map(str),
    st.decimals("0.1", "99.9", places=1).filter(lambda value: value % 1).map(str),
    st.sampled_from(["3.5万", "1,200", "三十", "一百零五", "10余", "20多", "5—6", "5到8", "１２", "两万"]),
)
percentages = st.one_of(st.integers(2, 99).map(str), st.sampled_from(["3.5", "10—12", "１２"]))
"""Nobody writes 三十%."""

works = st.builds(
    Clause, st.sampled_from(["{verb}{noun}{number}{unit}", "{verb}{number}{unit}{noun}"]),
    st.sampled_from(VERBS), st.sampled_from(NOUNS), numbers, st.sampled_from(UNITS),
)  # fmt: skip
metrics = st.builds(
    Clause, st.sampled_from(["{noun}达到{number}{unit}", "{noun}增长{number}{unit}"]),
    st.just(""), st.sampled_from(METRICS), percentages, st.just("%"),
)  # fmt: skip
shared = st.builds(Clause._replace, st.sampled_from(SHARED), number=st.sampled_from(["3", "5", "18", "二十"]))
plain = st.sampled_from(PLAIN).map(Clause)
following = st.builds(Clause, st.just("增长{number}{unit}"), number=percentages, unit=st.just("%"))
"""It lives on the noun of the last number, and so stands only where its own sentence has one."""

firsts = st.one_of(shared, works, works, metrics, plain)


def others(clauses: Iterable[Clause]) -> st.SearchStrategy[Clause]:
    """Clauses that can stand behind these."""
    return st.one_of(firsts, following) if any(clause.number for clause in clauses) else firsts


@st.composite
def clause_lists(draw: st.DrawFn) -> tuple[Clause, ...]:
    clauses = [draw(firsts)]
    for _ in range(draw(st.integers(0, 2))):
        clauses.append(draw(others(clauses)))
    return tuple(clauses)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Titles are unlike each other: headings that are called the same are numbered, and no heading is what is edited here."""
    labels = count()
    sentences = clause_lists().map(lambda clauses: Sentence(next(labels), clauses))
    paragraphs = st.lists(st.lists(sentences, min_size=1, max_size=4).map(tuple), min_size=1, max_size=3).map(tuple)
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=4, unique=True))
    drawn = [(title, draw(paragraphs)) for title in titles]
    return relabelled(tuple(drawn))


def relabelled(plan: Plan) -> Plan:
    """Labels in the order of the text, each once, whatever was drawn and thrown away on the way."""
    labels = count()
    return tuple((title, tuple(tuple(replace(one, label=next(labels)) for one in block) for block in blocks)) for title, blocks in plan)


def written(plan: Plan) -> str:
    lines = ["青柳县2025年工作要点"]
    for marker, (title, paragraphs) in zip("一二三四五六", plan, strict=False):
        lines += [f"{marker}、{title}", *("".join(sentence.text for sentence in block) for block in paragraphs if block)]
    return "\n".join(lines) + "\n"


def sentences_of(plan: Plan) -> list[Sentence]:
    return [sentence for _, blocks in plan for block in blocks for sentence in block]


def headings_of(plan: Plan) -> dict[int, str]:
    """The title above each sentence, by its label."""
    return {sentence.label: title for title, blocks in plan for block in blocks for sentence in block}


# What is read of them


class Row(NamedTuple):
    """A target without its place; ``words`` are the clause and the unit that make its id, ``clause`` where that clause begins."""

    id: str
    fields: dict
    words: tuple[str, str | None]
    clause: int


def catalog_of(plan: Plan) -> planparse.Catalog:
    return planparse.extract_text(written(plan), name="plan", period="2025", status="all")


def rows_of(plan: Plan) -> dict[int, list[Row]]:
    """The rows of each sentence, in order, by its label."""
    text, at, ends = written(plan), 0, []
    for sentence in sentences_of(plan):
        at = text.index(sentence.text, at) + len(sentence.text)
        ends.append((at, sentence.label))
    rows: dict[int, list[Row]] = {label: [] for _, label in ends}
    for target in catalog_of(plan).targets:
        label = next(label for end, label in ends if target.span.start < end)
        rows[label].append(_row(target, text))
    return rows


def _row(target: planparse.Target, text: str) -> Row:
    start, end = clause_around(text, target.span.start, target.span.end)
    fields = target.model_dump(exclude={"span", "id"})
    return Row(target.id, fields, (masked(text[start:end]), target.quantity.unit), start)


def ids(rows: dict[int, list[Row]]) -> dict[int, list[str]]:
    return {label: [row.id for row in own] for label, own in rows.items()}


# The edits


class Edit(NamedTuple):
    """A plan before and after one sentence, ``label``, was edited, added or deleted."""

    before: Plan
    after: Plan
    label: int


def with_sentence(plan: Plan, label: int, *new: Sentence) -> Plan:
    """The plan with other sentences, or none, in place of one."""
    return tuple(
        (title, tuple(tuple(kept for one in block for kept in (new if one.label == label else (one,))) for block in blocks))
        for title, blocks in plan
    )


@st.composite
def changes(draw: st.DrawFn, field: str, values: Callable[[Clause], st.SearchStrategy[str]]) -> Edit:
    """One field of one clause becomes another."""
    plan = draw(plans())
    places = [(one, place) for one in sentences_of(plan) for place, clause in enumerate(one.clauses) if getattr(clause, field)]
    assume(places)
    sentence, place = draw(st.sampled_from(places))
    changed = sentence.clauses[place]._replace(**{field: draw(values(sentence.clauses[place]))})
    clauses = (*sentence.clauses[:place], changed, *sentence.clauses[place + 1 :])
    return Edit(plan, with_sentence(plan, sentence.label, replace(sentence, clauses=clauses)), sentence.label)


@st.composite
def longer(draw: st.DrawFn) -> Edit:
    """A clause more."""
    plan = draw(plans())
    sentence = draw(st.sampled_from(sentences_of(plan)))
    clauses = (*sentence.clauses, draw(others(sentence.clauses)))
    return Edit(plan, with_sentence(plan, sentence.label, replace(sentence, clauses=clauses)), sentence.label)


@st.composite
def deletions(draw: st.DrawFn) -> Edit:
    plan = draw(plans())
    label = draw(st.sampled_from(sentences_of(plan))).label
    return Edit(plan, with_sentence(plan, label), label)


@st.composite
def additions(draw: st.DrawFn) -> Edit:
    """A deletion, undone: a sentence may come first, last, in between, and alone in its paragraph or section."""
    before, after, label = draw(deletions())
    return Edit(after, before, label)


number_changes = changes("number", lambda clause: percentages if clause.unit == "%" else numbers)
noun_changes = changes("noun", lambda clause: st.sampled_from(METRICS if clause.unit == "%" else NOUNS))
edits = st.one_of(number_changes, noun_changes, longer(), additions(), deletions())


def _may_change(edit: Edit, before: dict[int, list[Row]], after: dict[int, list[Row]]) -> set[tuple[int, tuple[str, str | None]]]:
    """The exception: for which words of which sentences an id may change though the sentence was not edited."""
    return {
        (label, row.words)
        for label in before.keys() & after.keys() - {edit.label}
        for row in before[label]
        if _is_alone(row.words, before) != _is_alone(row.words, after) or _is_numbered_behind(edit, label, row.words, before, after)
    }


def _is_alone(words: tuple[str, str | None], rows: dict[int, list[Row]]) -> bool:
    return len({row.clause for own in rows.values() for row in own if row.words == words}) == 1


def _is_numbered_behind(edit: Edit, label: int, words: tuple[str, str | None], *versions: dict[int, list[Row]]) -> bool:
    """Whether the edited sentence stands before, is or was called the same, and has or had the same words in it."""
    for plan, rows in zip((edit.before, edit.after), versions, strict=True):
        known = {one.label: (headings_of(plan)[one.label], masked(one.text)) for one in sentences_of(plan)}
        order = list(known)
        alike = edit.label in known and known[edit.label] == known[label]
        if alike and order.index(edit.label) < order.index(label) and any(row.words == words for row in rows[edit.label]):
            return True
    return False


@given(edits)
def test_an_edit_of_one_sentence_leaves_the_rows_of_all_others(edit: Edit) -> None:
    """In everything but their place; their ids too, but for the exception that the head of this file tells."""
    before, after = rows_of(edit.before), rows_of(edit.after)
    free = _may_change(edit, before, after)
    for label in before.keys() & after.keys() - {edit.label}:
        assert [row.fields for row in after[label]] == [row.fields for row in before[label]]
        kept = [(old.id, new.id) for old, new in zip(before[label], after[label], strict=True) if (label, old.words) not in free]
        assert [new for _, new in kept] == [old for old, _ in kept]


@given(edits)
def test_ids_stay_unique(edit: Edit) -> None:
    """What the exception sets free must still be told apart."""
    for plan in (edit.before, edit.after):
        names = [row.id for own in rows_of(plan).values() for row in own]
        assert len(set(names)) == len(names)


@given(number_changes)
def test_a_changed_number_changes_no_id(edit: Edit) -> None:
    """Not even of clauses that say the same: without their numbers, nothing was changed."""
    assert ids(rows_of(edit.after)) == ids(rows_of(edit.before))


# Clauses that say the same, three and more


@st.composite
def repeated(draw: st.DrawFn) -> Edit:
    """One clause at least three times, each time in another sentence or under another heading; one of these is deleted."""
    clause = draw(st.sampled_from(SHARED))
    companions = ("", "优化营商环境", "加固危桥4座", "污水处理率达到96%", "发放消费券300张")
    places = st.tuples(st.sampled_from(TITLES[:3]), st.sampled_from(companions))
    chosen = draw(st.lists(places, min_size=3, max_size=8, unique=True))
    paragraphs: dict[str, list[tuple[Sentence, ...]]] = {title: [] for title in TITLES[:3]}
    for title, companion in chosen:
        clauses = [clause._replace(number=draw(numbers)), *([Clause(companion)] if companion else [])]
        paragraphs[title].append((Sentence(0, tuple(draw(st.permutations(clauses)))),))
    plan = relabelled(tuple((title, tuple(blocks)) for title, blocks in paragraphs.items()))
    label = draw(st.sampled_from(sentences_of(plan))).label
    return Edit(plan, with_sentence(plan, label), label)


@given(repeated())
def test_of_three_equal_clauses_one_can_go_without_touching_the_others(edit: Edit) -> None:
    """There are still several, told apart by their sentences and headings as before. Companions that become unique are not meant."""
    before, after = rows_of(edit.before), rows_of(edit.after)
    for label, own in after.items():
        pairs = zip(before[label], own, strict=True)
        assert all(old.id == new.id for old, new in pairs if any(_says(new, shared) for shared in SHARED))
    assert any(_says(row, clause) for own in after.values() for row in own for clause in SHARED)


def _says(row: Row, clause: Clause) -> bool:
    return row.words[0] == masked(clause.text)


# Another order


@st.composite
def reorders(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """Paragraphs in another order under each heading, and the sections themselves."""
    plan = draw(plans())
    inside = tuple((title, tuple(draw(st.permutations(blocks)))) for title, blocks in plan)
    return plan, tuple(draw(st.permutations(inside)) if draw(st.booleans()) else inside)


@given(reorders())
def test_another_order_of_paragraphs_and_sections_changes_no_id(plans: tuple[Plan, Plan]) -> None:
    """Sentences of one heading that are the same but for their numbers are numbered in their order: there, the ids stay as a whole."""
    before, after = (rows_of(plan) for plan in plans)
    assert {label: [row.fields for row in own] for label, own in after.items()} == {
        label: [row.fields for row in own] for label, own in before.items()
    }
    assert _by_words(plans[1], after) == _by_words(plans[0], before)


def _by_words(plan: Plan, rows: dict[int, list[Row]]) -> dict[tuple[str, str], list[str]]:
    """Ids by heading and masked sentence; a sentence that is like no other has its own entry."""
    found = defaultdict(list)
    headings = headings_of(plan)
    for sentence in sentences_of(plan):
        found[headings[sentence.label], masked(sentence.text)] += [row.id for row in rows[sentence.label]]
    return {words: sorted(names) for words, names in found.items()}


# In the file


@st.composite
def digit_changes(draw: st.DrawFn) -> Edit:
    """One digit becomes another: the text is as long as before. Not in a range, which 5到2 would no longer be."""
    plan = draw(plans())
    places = [
        (one, place, digit.start())
        for one in sentences_of(plan)
        for place, clause in enumerate(one.clauses)
        for digit in re.finditer("[2-9]", clause.number)
        if not re.search("[—到]", clause.number)
    ]
    assume(places)
    sentence, place, at = draw(st.sampled_from(places))
    clause = sentence.clauses[place]
    number = clause.number[:at] + draw(st.sampled_from("23456789".replace(clause.number[at], ""))) + clause.number[at + 1 :]
    clauses = (*sentence.clauses[:place], clause._replace(number=number), *sentence.clauses[place + 1 :])
    return Edit(plan, with_sentence(plan, sentence.label, replace(sentence, clauses=clauses)), sentence.label)


@given(digit_changes())
def test_a_changed_digit_changes_only_the_lines_of_its_own_sentence(edit: Edit) -> None:
    """And what stands for the document as a whole: its checksum and its seal. This is the diff that a reviewer reads."""
    old, new = (catalog_text(catalog_of(plan), origins={"plan": "tests"}).splitlines() for plan in (edit.before, edit.after))
    own = {row.id for row in rows_of(edit.before)[edit.label]}
    assert len(new) == len(old)
    entry = ""
    for before, after in zip(old, new, strict=True):
        entry = after.removeprefix("- id: ") if after.startswith("- id: ") else entry
        assert before == after or entry in own or (entry == "plan" and after.startswith(("  sha256: ", "  seal: ")))
