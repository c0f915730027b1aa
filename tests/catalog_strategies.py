"""Any catalog at all, for property tests: what the contract allows, not only what rules would read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from planparse.models import (
    BaseQuantity,
    Catalog,
    Deadline,
    Document,
    Extent,
    Generator,
    Period,
    Pillar,
    Quantity,
    Review,
    Span,
    Target,
)

TRAPS = [
    "", " ", "~", "null", "Null", "yes", "No", "on", "y", "true", "FALSE", "=", "<<", "---", "...",
    "- a", "-1", "+1", ".5", "1", "007", "1.", "1e3", "1E-5", "12e03", "0x1F", "0o17", "0b1",
    "1_000", "1:30", "190:20:30", ".inf", "-.Inf", ".nan", "2025-01-01", "2025-1-1",
    "2025-01-01T00:00:00Z", "a: b", "a:", ":a", "#a", "a #b", "a, b", "[a", "a]", "{a", "a}", "&a",
    "*a", "!a", "|", ">", "'a'", '"a"', "%a", "@a", "`a", "?a", "? a", " a", "a ", "a\tb", "a\nb",
    "a\r\nb", "a\\b", "\\", "\x00", "\x1b[0m", "\x7f", "\x85", "\xa0", "\u200b", "\u2028", "\u2029",
    "\u202e", "\ufeff", "\ufffe", "\u3000", "１２", "①", "——扩大投资", "“十四五”", "4.5%—5%", "（一）", "1.",
    "##", "●", "𠮷野家", "😀", "null值", "y值", "0?", "a!", "a?", "a=", "a;",
]  # fmt: skip

text = st.one_of(st.sampled_from(TRAPS), st.text(max_size=12))
name = st.text("abc甲乙-", min_size=1, max_size=6)
number = st.one_of(
    st.integers(-(10**18), 10**18).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    st.sampled_from([Decimal("0.00001"), Decimal("1E-9"), Decimal("33.33"), Decimal("1E+21")]),
)
day = st.dates(min_value=date(1000, 1, 1))
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=5,
)


def _maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), strategy)


spans = st.builds(Span, start=st.integers(0, 99), end=st.integers(0, 99), line=st.integers(1, 99), page=_maybe(st.integers(1, 9)))
extents = st.builds(Extent, start=st.integers(0, 99), end=st.integers(0, 99))
quantities = st.builds(
    Quantity,
    text=text,
    value=number,
    max=_maybe(number),
    unit=_maybe(text),
    dimension=_maybe(text),
    si=_maybe(st.builds(BaseQuantity, value=number, max=_maybe(number), unit=text)),
)
deadlines = st.builds(Deadline, start=day, end=day, text=_maybe(text))
reviews = st.builds(
    Review,
    verdict=st.sampled_from(["changed", "confirmed", "added"]),
    by=_maybe(text),
    when=_maybe(day),
    reason=_maybe(text),
    before=st.dictionaries(text, plain, max_size=3),
)


def _targets(document: Document) -> st.SearchStrategy:
    return st.lists(
        st.builds(
            Target,
            id=name.map(lambda tail: f"{document.id}.{tail}"),
            document=st.just(document.id),
            pillar=st.sampled_from([None, *(pillar.id for pillar in document.pillars)]),
            indicator=text,
            subject=_maybe(text),
            action=_maybe(text),
            quantity=quantities,
            deadline=_maybe(deadlines),
            examples=st.lists(text, max_size=2).map(tuple),
            responsible=st.lists(text, max_size=2).map(tuple),
            sentence=text,
            span=spans,
            rule=text,
            reviewed=_maybe(reviews),
        ),
        unique_by=lambda target: target.id,
        max_size=3,
    )


pillars = st.builds(Pillar, id=name, level=st.integers(1, 5), marker=_maybe(text), title=text, parent=_maybe(name), span=extents)
documents = st.builds(
    Document,
    id=name,
    path=text,
    sha256=text,
    title=_maybe(text),
    issuer=_maybe(text),
    period=_maybe(st.builds(Period, start=day, end=day)),
    pillars=st.lists(pillars, max_size=2).map(tuple),
)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A catalog whose references hold, with its targets in the order of its documents."""
    chosen = draw(st.lists(documents, unique_by=lambda document: document.id, max_size=2))
    targets = [target for document in chosen for target in draw(_targets(document))]
    unique = {target.id: target for target in targets}
    generator = draw(st.builds(Generator, version=text, lexicon=text))
    return Catalog(generator=generator, documents=tuple(chosen), targets=tuple(unique.values()))
