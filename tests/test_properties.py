"""What holds for any text at all: offsets, a valid catalog, the same answer twice, and an end in good time."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import planparse
from planparse.lexicon import load_lexicon
from planparse.models import Catalog
from planparse.quantities.grammar import QuantityGrammar
from planparse.quantities.numerals import arabic_value, chinese_value
from planparse.sources.text import text_of

FRAGMENTS = [
    "新建", "新增", "力争", "预计", "完成", "达到", "提高到", "增长", "下降", "分别", "公路", "企业", "学位", "老旧小区", "失业率", "占比",
    "总数",
    "3", "12.5", "1,860", "２０", "十", "三百四十", "两", "百分之", "三分之一", "九成", "万", "亿", "余", "多", "千", "半", "零", "一",
    "个", "家", "公里", "万元", "%", "个百分点", "人次", "平方米", "元/亩", "座", "天", "年", "位", "级", "台（套）", "kWh", "PFLOPS",
    "—", "至", "～", "不低于", "超过", "以上", "左右", "以内", "约", "、", "，", "。", "；", "：", "和", "的", "等",
    "其中", "从", "由", "比",
    "到",
    "“", "”", "（", "）", "《", "》", "(", ")", "[1]", " ", "\u3000", "\n", "\n一、", "\n（一）", "\n1.", "\n——", "\n●", "\n## ", "一是",
    "2025年", "2024—2026年", "今年", "去年", "年底前", "6月底前", "到2027年，", "“十四五”", "工作回顾", "主要目标", "预期目标是：", "每年",
    "全覆盖", "清零", "翻番", "倍增", "应保尽保", "过半", "责任单位：市财政局", "牵头单位", "对", "给予", "奖励", "一个", "第", "5G",
    "15分钟",
    "1+3+N",
    "\u0000", "\ufeff", "\u200b", "\u2028", "\x85", "😀", "𠮷", "e\u0301", "\r\n", "\t", "—" * 3,
]  # fmt: skip

plan_like = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
characters = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
any_text = st.one_of(plan_like, characters, st.lists(st.one_of(plan_like, characters), max_size=4).map("".join))


def read(content: str) -> Catalog:
    return planparse.extract_text(content, status="all")


# --- Any text ---


@given(any_text)
@example("")
@example("新建3座桥。")
@example("\ufeff一、\r\n新建3座桥\r再建2座")
@example("从3%到（4%到“5%")
@example("0/0、1：0、三分之零、零分之一、1/0")
def test_any_text_gives_a_valid_catalog(content: str) -> None:
    catalog = read(content)
    assert Catalog.model_validate(catalog.model_dump(by_alias=True)) == catalog
    assert Catalog.model_validate_json(catalog.model_dump_json(by_alias=True)).model_dump() == catalog.model_dump()


@given(any_text)
def test_spans_point_at_their_quantities(content: str) -> None:
    text = text_of(content)
    written = text.written or text.content
    for target in read(content).targets:
        assert written[target.span.start : target.span.end] == target.quantity.text
        assert target.quantity.text.strip() == target.quantity.text != ""
        assert text_of(target.quantity.text).content in target.sentence
        assert target.span.line == written.count("\n", 0, target.span.start) + 1
        assert target.sentence in text.content.split("\n")[target.span.line - 1]


@given(any_text)
def test_targets_are_in_text_order_and_do_not_overlap(content: str) -> None:
    spans = [target.span for target in read(content).targets]
    assert all(first.end <= second.start for first, second in pairwise(spans))


@given(any_text)
def test_what_a_catalog_refers_to_is_there(content: str) -> None:
    catalog = read(content)
    (document,) = catalog.documents
    pillars = {pillar.id for pillar in document.pillars}
    ids = [target.id for target in catalog.targets]
    assert len(pillars) == len(document.pillars)
    assert len(set(ids)) == len(ids)
    assert all(pillar.parent in pillars for pillar in document.pillars if pillar.parent)
    assert all(target.pillar in pillars for target in catalog.targets if target.pillar)
    assert all(target.document == document.id for target in catalog.targets)


@given(any_text)
def test_fields_agree_with_each_other(content: str) -> None:
    for target in read(content).targets:
        assert (target.modality is not None) == (target.status == "planned")
        assert (target.quantity.max is not None) == (target.quantity.comparator == "range")
        assert target.quantity.max is None or target.quantity.max > target.quantity.value
        assert target.quantity.value.is_finite() and target.quantity.value >= 0
        assert target.indicator.strip() == target.indicator != ""


@given(any_text)
def test_same_text_same_catalog(content: str) -> None:
    assert read(content).model_dump_json() == read(content).model_dump_json()


@given(st.lists(st.sampled_from(["新建公路3公里。", "优化服务。", "引进企业5家，增长6%。", "去年完成2处。"]), max_size=8))
def test_a_line_reads_the_same_wherever_it_stands(lines: list[str]) -> None:
    alone = [target.quantity.text for line in lines for target in read(line).targets]
    assert [target.quantity.text for target in read("\n".join(lines)).targets] == alone


# --- Numerals come back as they were ---

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")


def chinese_section(number: int) -> str:
    """A number below 10000 in Chinese."""
    written, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if skipped and written else "") + DIGITS[digit] + PLACES[place]
        skipped = not digit
    return written


def chinese(number: int) -> str:
    """A number below 10**12 in Chinese, as it is spoken: 十五, 一百零八, 三亿零六万."""
    if number == 0:
        return "零"
    written = ""
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = number // scale, number % scale
        if section:
            written += ("零" if written and section < 1000 else "") + chinese_section(section) + word
    return written.removeprefix("一") if written.startswith("一十") else written


@pytest.mark.parametrize(
    ("number", "written"),
    [(15, "十五"), (108, "一百零八"), (2020, "二千零二十"), (10_010, "一万零一十"), (300_060_000, "三亿零六万"), (110_000, "十一万")],
)
def test_the_writer_of_numerals_itself(number: int, written: str) -> None:
    assert chinese(number) == written


whole = st.one_of(st.integers(0, 9999), st.integers(0, 10**12 - 1))


@given(whole)
def test_chinese_numerals_round_trip(number: int) -> None:
    assert chinese_value(chinese(number)) == number


@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=4))
def test_chinese_decimals_round_trip(number: int, fraction: str) -> None:
    written = f"{chinese(number)}点{''.join(DIGITS[int(digit)] for digit in fraction)}"
    assert chinese_value(written) == Decimal(f"{number}.{fraction}")


FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@given(whole, st.sampled_from(["", ".5", ".25", ".125"]))
def test_arabic_numerals_round_trip(number: int, fraction: str) -> None:
    value = Decimal(f"{number}{fraction}")
    assert arabic_value(f"{number}{fraction}") == value
    assert arabic_value(f"{number:,}{fraction}") == value
    assert arabic_value(f"{number}{fraction}".translate(FULL_WIDTH)) == value


GRAMMAR = QuantityGrammar(load_lexicon())


@given(st.integers(1, 10**9), st.sampled_from(["", "十", "百", "万", "亿", "万亿"]), st.sampled_from(["亩", "公里", "元", "吨"]))
def test_scaled_quantities_in_a_sentence(number: int, scale: str, unit: str) -> None:
    factor = {"": 1, "十": 10, "百": 100, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    for digits in (str(number), f"{number:,}", str(number).translate(FULL_WIDTH)):
        sentence = f"累计完成{digits}{scale}{unit}。"
        (found,) = GRAMMAR.scan(sentence, 0, len(sentence))[0]
        assert (found.value, found.unit) == (Decimal(number * factor), unit)
        assert sentence[found.start : found.end] == f"{digits}{scale}{unit}"


@given(st.integers(3, 10**9), st.sampled_from(["亩", "公里", "吨"]))
def test_chinese_quantities_in_a_sentence(number: int, unit: str) -> None:
    sentence = f"累计改造{chinese(number)}{unit}。"
    (found,) = GRAMMAR.scan(sentence, 0, len(sentence))[0]
    assert (found.value, found.unit) == (Decimal(number), unit)


# --- Growth ---

LENGTH = 20_000
HOSTILE = [
    "1", "１", "（", "“", "《", "、", "万", "和", "的", "第", "年", "，", "。", "；", "：", "—", "%", "●", "#", " ", "1，", "1,", "1 ",
    "1.1",
    "1-", "1至", "（一）", "一分之", "[1]", "2025年", "一九八六年", "10余", "不超过", "（责任单位：", "新建3座桥。\n", "一、新建\n",
]  # fmt: skip
DENSE = [
    "一", "亿", "力争3座；", "“3座", "（3座", "3座、", "3座桥", "新建3座桥、", "从1%到2%", "分别增长5%、", "百分之",
    "实现全覆盖", "应保尽保，",
    "到2027年3座，",
]  # fmt: skip
"""Nothing but quantities, thousands of them in one line: dearer than prose, but no dearer the longer the line."""


@pytest.mark.parametrize(("piece", "length"), [*((p, LENGTH) for p in HOSTILE), *((p, LENGTH // 10) for p in DENSE)])
def test_hostile_lines_end_in_good_time(piece: str, length: int) -> None:
    content = piece * (length // len(piece))
    start = time.perf_counter()
    read(f"{content}新建3座桥")
    assert time.perf_counter() - start < 10, "far more than prose of that length takes"


@pytest.mark.parametrize("content", ["（1,200人）", "新建公园5座。（1,200人）", "（其中5座）（3座）"])
def test_a_number_alone_in_brackets_is_no_fault(content: str) -> None:
    assert all(target.quantity.text in ("5座", "3座", "1,200人") for target in planparse.extract_text(content, status="all").targets)
