"""Times that a sentence names, as days."""

from __future__ import annotations

from datetime import date

import pytest

from planparse.lexicon import load_lexicon
from planparse.models import Period
from planparse.targets.times import TimeExpression, TimeGrammar, year_of, year_span

YEAR_2025 = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
THREE_YEARS = Period(start=date(2024, 1, 1), end=date(2026, 12, 31))


def times(text: str, period: Period | None = YEAR_2025) -> list[TimeExpression]:
    return TimeGrammar.of(load_lexicon()).find(text, 0, len(text), period)


def only(text: str, period: Period | None = YEAR_2025) -> TimeExpression:
    (found,) = times(text, period)
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("到2027年建成", (2027, 1, 1), (2027, 12, 31)),
        ("2027年底建成", (2027, 1, 1), (2027, 12, 31)),
        ("2027年上半年建成", (2027, 1, 1), (2027, 6, 30)),
        ("2026年9月底前建成", (2026, 1, 1), (2026, 9, 30)),
        ("2024年2月建成", (2024, 1, 1), (2024, 2, 29)),
        ("2026年5月20日前建成", (2026, 1, 1), (2026, 5, 20)),
        ("2024—2026年建成", (2024, 1, 1), (2026, 12, 31)),
        ("２０２７年建成", (2027, 1, 1), (2027, 12, 31)),
        ("二〇二七年建成", (2027, 1, 1), (2027, 12, 31)),
        ("“十五五”期间建成", (2026, 1, 1), (2030, 12, 31)),
        ("“十四五”末建成", (2021, 1, 1), (2025, 12, 31)),
    ],
)
def test_times_that_name_their_year(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    found = only(text, None)
    assert (found.first, found.last, found.explicit) == (date(*first), date(*last), True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今年建成", (1, 1), (12, 31)),
        ("全年建成", (1, 1), (12, 31)),
        ("年底前建成", (1, 1), (12, 31)),
        ("年内建成", (1, 1), (12, 31)),
        ("上半年建成", (1, 1), (6, 30)),
        ("下半年建成", (7, 1), (12, 31)),
        ("三季度建成", (7, 1), (9, 30)),
        ("6月底前建成", (1, 1), (6, 30)),
        ("今年10月底前建成", (1, 1), (10, 31)),
        ("汛期前建成", (1, 1), (5, 31)),
    ],
)
def test_times_of_the_year_of_the_document(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    found = only(text)
    assert (found.first, found.last) == (date(2025, *first), date(2025, *last))
    assert not found.explicit


def test_without_a_period_relative_times_say_nothing() -> None:
    assert times("年底前建成", None) == []
    assert times("今年建成", None) == []


def test_whole_span_of_a_plan_of_several_years() -> None:
    found = only("三年内建成", THREE_YEARS)
    assert (found.first, found.last) == (date(2024, 1, 1), date(2026, 12, 31))


def test_years_of_an_annual_plan_begin_with_its_own() -> None:
    assert [(found.first, found.last) for found in times("三年内建成", YEAR_2025)] == [(date(2025, 1, 1), date(2027, 12, 31))]
    assert times("用2年时间建成", YEAR_2025) == []


@pytest.mark.parametrize("text", ["比2020年增长", "较2020年提高"])
def test_base_of_a_comparison(text: str) -> None:
    assert only(text).compared


def test_a_stretch_that_began_before_is_no_base_of_a_comparison() -> None:
    assert not only("自2020年起").compared


@pytest.mark.parametrize("text", ["2025个泊位", "三年行动方案", "12025年", "13月底前", "一五一十", "建成3座"])
def test_no_time(text: str) -> None:
    assert times(text) == []


def test_several_times_in_order() -> None:
    text = "2026年建成2座，到2028年建成5座"
    found = times(text)
    assert [text[time.start : time.end] for time in found] == ["2026年", "2028年"]


@pytest.mark.parametrize(
    ("digits", "year"),
    [("2025", 2025), ("２０２５", 2025), ("二〇二五", 2025), ("一九八六", 1986), ("0025", None), ("2500", None), ("x", None)],
)
def test_year_of(digits: str, year: int | None) -> None:
    assert year_of(digits) == year


def test_year_span() -> None:
    assert year_span(2024, 2026) == (date(2024, 1, 1), date(2026, 12, 31))
