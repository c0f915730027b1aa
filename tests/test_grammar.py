"""The scan of a sentence: quantities with their ends and bounds, and numerals that are turned away, each with a rule and a reason."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from planparse.lexicon import load_lexicon
from planparse.quantities.grammar import QuantityGrammar
from planparse.quantities.mentions import Mention, Rejection


@pytest.fixture(scope="module")
def grammar() -> QuantityGrammar:
    return QuantityGrammar(load_lexicon())


def mentions(grammar: QuantityGrammar, text: str) -> list[Mention]:
    return grammar.scan(text, 0, len(text))[0]


def rejections(grammar: QuantityGrammar, text: str) -> list[Rejection]:
    return grammar.scan(text, 0, len(text))[1]


@pytest.mark.parametrize(
    ("text", "quantity", "value", "unit", "comparator"),
    [
        ("引进企业10余家。", "10余家", "10", "家", "min"),
        ("接待3400多万人次。", "3400多万人次", "34000000", "人次", "min"),
        ("产值1.3万亿元。", "1.3万亿元", "1300000000000", "元", "eq"),
        ("占比达到九成。", "九成", "90", "%", "eq"),
        ("增长百分之八点一。", "百分之八点一", "8.1", "%", "eq"),
        ("不低于95%。", "95%", "95", "%", "min"),
        ("控制在5.5%以内。", "5.5%", "5.5", "%", "max"),
        ("约40公里。", "40公里", "40", "公里", "about"),
        ("改造20 台。", "20 台", "20", "台", "eq"),
        ("安置1386万。", "1386万", "13860000", None, "eq"),
        ("指数达到92。", "92", "92", None, "eq"),
    ],
)
def test_quantity(grammar: QuantityGrammar, text: str, quantity: str, value: str, unit: str | None, comparator: str) -> None:
    (found,) = mentions(grammar, text)
    assert text[found.start : found.end] == quantity
    assert (found.value, found.max, found.unit, found.comparator) == (Decimal(value), None, unit, comparator)


@pytest.mark.parametrize("text", ["4.5%—5%", "4.5—5%", "4.5%-5%", "4.5%~5%", "4.5%～5%", "4.5%至5%", "4.5%到5%", "4.5%－－5%"])
def test_range(grammar: QuantityGrammar, text: str) -> None:
    (found,) = mentions(grammar, f"增长{text}。")
    assert (found.start, found.end) == (2, 2 + len(text))
    assert (found.value, found.max, found.unit, found.comparator) == (Decimal("4.5"), Decimal(5), "%", "range")


def test_bounds_belong_to_the_mention_and_not_to_the_quantity(grammar: QuantityGrammar) -> None:
    text = "引进超过30家以上企业"
    (found,) = mentions(grammar, text)
    assert text[found.start : found.end] == "30家"
    assert text[found.left : found.right] == "超过30家以上"
    assert found.bound == "超过"


def test_series_shares_the_bound_behind_it(grammar: QuantityGrammar) -> None:
    assert [m.comparator for m in mentions(grammar, "分别增长5%、6.5%左右。")] == ["about", "about"]
    assert [m.comparator for m in mentions(grammar, "公路3公里，桥梁2座以上。")] == ["eq", "min"]


@pytest.mark.parametrize(
    ("text", "turned_away", "rule"),
    [
        ("到2027年，全部完成。", "2027", "date"),
        ("6月18日开馆。", "6", "date"),
        ("第3批名单公布。", "3", "ordinal"),
        ("改造二次供水。", "二", "ordinal"),
        ("数十家企业。", "十家", "vague"),
        ("打造千亿级园区。", "千亿", "class"),
        ("构建“2+4+N”格局。", "2", "formula"),
        ("办好“8件小事”。", "8件", "slogan"),
        ("完善15分钟服务圈。", "15分钟", "duration"),
        ("排名第8位。", "8位", "ordinal"),
        ("名列前8位。", "8位", "ordinal"),
        ("一个重要支点。", "一个", "article"),
        ("开通8号线。", "8", "no unit"),
        ("适配H5页面。", "5", "name"),
        ("升级到3.2.1版。", "3.2", "code"),
        ("落实四个最严要求。", "四个", "exclusion"),
    ],
)
def test_refusal_says_rule_and_reason(grammar: QuantityGrammar, text: str, turned_away: str, rule: str) -> None:
    found = rejections(grammar, text)
    assert not mentions(grammar, text)
    assert found, "the numeral was not even seen"
    first = found[0]
    assert first.text.startswith(turned_away)
    assert first.rule == rule
    assert first.reason
    assert text[first.start : first.end] == first.text


@pytest.mark.parametrize(
    ("text", "word", "value", "unit"),
    [("实现全覆盖。", "全覆盖", 100, "%"), ("动态清零。", "清零", 0, None), ("翻一番。", "翻一番", 100, "%"),
     ("翻两番。", "翻两番", 300, "%"),
     ("应保尽保。", "应保尽保", 100, "%"), ("已经过半。", "过半", 50, "%"), ("费用减半。", "减半", 50, "%")],
)  # fmt: skip
def test_implied(grammar: QuantityGrammar, text: str, word: str, value: int, unit: str | None) -> None:
    (found,) = mentions(grammar, text)
    assert text[found.start : found.end] == word
    assert (found.value, found.unit, found.implied) == (Decimal(value), unit, True)


def test_a_scan_keeps_to_its_stretch(grammar: QuantityGrammar) -> None:
    text = "新建3座桥。改造4座桥。拆除5座桥。"
    start = text.index("改造")
    end = text.index("拆除")
    found, refused = grammar.scan(text, start, end)
    assert [text[m.start : m.end] for m in found] == ["4座"]
    assert refused == []


def test_order_is_that_of_the_text_and_nothing_overlaps(grammar: QuantityGrammar) -> None:
    text = "2024年建成12座，今年再建8至10座，其中三分之一在2号片区，投资1.2亿元。"
    found, refused = grammar.scan(text, 0, len(text))
    extents = sorted([(m.start, m.end) for m in found] + [(r.start, r.end) for r in refused])
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert all(first[1] <= second[0] for first, second in pairwise(extents))
    assert [text[m.start : m.end] for m in found] == ["12座", "8至10座", "三分之一", "1.2亿元"]


def test_nothing_in_a_text_without_numerals(grammar: QuantityGrammar) -> None:
    assert grammar.scan("优化服务，便民利企。", 0, 10) == ([], [])
    assert grammar.scan("", 0, 0) == ([], [])
