"""Headings of every form become a tree, paragraphs become sentences, and every offset points into the text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from planparse import extract_text
from planparse.lexicon import load_lexicon
from planparse.outline import Outline, heading_path, outline_of, split_sentences
from planparse.sources.text import Line, Text, text_of, text_of_pieces


def outline(content: str) -> Outline:
    return outline_of(text_of(content), load_lexicon())


def titles(content: str) -> list[tuple[int, str | None, str]]:
    return [(heading.level, heading.marker, heading.title) for heading in outline(content).headings]


def sentences(content: str) -> list[str]:
    return [content[found.start : found.end] for found in outline(content).sentences]


def split(line: str) -> list[str]:
    return [line[start:end] for start, end, _ in split_sentences(line, 0, len(line))]


# --- Every form of heading ---


@pytest.mark.parametrize(
    ("line", "marker", "title"),
    [
        ("第一编 总论", "第一编", "总论"),
        ("第二章 空间布局", "第二章", "空间布局"),
        ("第三节　产业体系", "第三节", "产业体系"),
        ("一、总体思路", "一、", "总体思路"),
        ("十二、组织保障", "十二、", "组织保障"),
        ("（一）做强工业", "（一）", "做强工业"),
        ("(二)做优农业", "(二)", "做优农业"),
        ("1.畅通循环", "1.", "畅通循环"),
        ("２．畅通循环", "２．", "畅通循环"),
        ("3、畅通循环", "3、", "畅通循环"),
        ("（1）修路", "（1）", "修路"),
        ("(12)架桥", "(12)", "架桥"),
        ("2）护林", "2）", "护林"),
        ("①治水", "①", "治水"),
        ("●守好安全底线，建设平安家园", "●", "守好安全底线，建设平安家园"),
        ("◆守好安全底线", "◆", "守好安全底线"),
        ("——更加开放", "——", "更加开放"),
        ("  一、总体思路", "一、", "总体思路"),
        ("\u3000\u3000（一）做强工业", "（一）", "做强工业"),
    ],
)
def test_heading_on_a_line_of_its_own(line: str, marker: str, title: str) -> None:
    assert titles(f"{line}\n建成水库3座。") == [(1, marker, title)]


@pytest.mark.parametrize(
    ("line", "marker", "title"),
    [
        ("一、扩大内需。发放消费券1万张。", "一、", "扩大内需"),
        ("（一）大力拓展市场。组织展会20场。", "（一）", "大力拓展市场"),
        ("1.抓紧项目建设。开工项目9个。", "1.", "抓紧项目建设"),
        ("（2）加固堤防。加固6公里。", "（2）", "加固堤防"),
        ("●办好教育。新增学位500个。", "●", "办好教育"),
        ("——拓宽就业渠道。开展培训80场。", "——", "拓宽就业渠道"),
        ("一是抓早抓小。排查隐患30处。", "一是", "抓早抓小"),
    ],
)
def test_run_in_heading_leaves_its_text_to_the_sentences(line: str, marker: str, title: str) -> None:
    found = outline(line)
    assert [(heading.marker, heading.title) for heading in found.headings] == [(marker, title)]
    assert not found.lines[0].is_heading
    assert found.sentences[-1].heading == 0
    assert line[found.sentences[-1].start : found.sentences[-1].end] == line.split("。")[1] + "。"


@pytest.mark.parametrize(
    "line",
    [
        "全县建成水库3座。",
        "一、",
        "一方面抓项目",
        "2025年建成水库3座",
        "3.5万人次参加活动",
        "10个乡镇全部通车",
        "（责任单位：县水务局）",
        "——发放消费券1万张，组织展会20场，带动销售3亿元",
        "1.今年要把全县所有乡镇的老旧供水管线逐一摸排登记造册并分年度拿出可操作的更新改造办法，直到用户满意为止",
    ],
)
def test_no_heading(line: str) -> None:
    assert titles(line) == []


def test_markdown_headings() -> None:
    text = text_of_pieces([Line("# 某县计划", 1), Line("## 交通", 2), Line("修路3公里。"), Line("## 水利", 2)], "plan.md", "0")
    found = outline_of(text, load_lexicon())
    assert [(h.level, h.marker, h.title, h.parent) for h in found.headings] == [
        (1, "#", "某县计划", None), (2, "##", "交通", 0), (2, "##", "水利", 0),
    ]  # fmt: skip


def test_headings_that_the_format_declares() -> None:
    text = text_of_pieces([Line("交通", 1), Line("公路", 2), Line("修路3公里。"), Line("水利", 1)], "plan.docx", "0")
    found = outline_of(text, load_lexicon())
    assert [(h.level, h.marker, h.title, h.parent) for h in found.headings] == [
        (1, None, "交通", None), (2, None, "公路", 0), (1, None, "水利", None),
    ]  # fmt: skip
    assert found.sentences[2].heading == 1


# --- The tree ---


TREE = """第一章 总则
第一节 背景
一、思路
（一）原则
1.目标
建成水库3座。
（二）路径
二、任务
第二章 保障
"""


def test_levels_and_parents() -> None:
    found = outline(TREE)
    assert [(h.level, h.title, h.parent) for h in found.headings] == [
        (1, "总则", None), (2, "背景", 0), (3, "思路", 1), (4, "原则", 2), (5, "目标", 3), (4, "路径", 2), (3, "任务", 1),
        (1, "保障", None),
    ]  # fmt: skip


def test_path_runs_from_the_innermost_heading_outwards() -> None:
    found = outline(TREE)
    sentence = next(s for s in found.sentences if TREE[s.start : s.end] == "建成水库3座。")
    path = [heading.title for heading in heading_path(found.headings, sentence.heading)]
    assert path == ["目标", "原则", "思路", "背景", "总则"]


def test_levels_count_the_forms_in_use_and_not_all_that_exist() -> None:
    assert [level for level, _, _ in titles("一、交通\n●公路\n①县道\n二、水利")] == [1, 2, 3, 1]


def test_before_the_first_heading_there_is_none() -> None:
    assert outline("建成水库3座。\n一、水利\n再建2座。").sentences[0].heading is None


# --- Sentences ---


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("修路。架桥！治水？护林；", ["修路。", "架桥！", "治水？", "护林；"]),
        ("修路，架桥", ["修路，架桥"]),
        ("办好“修路。架桥。”两件事。治水。", ["办好“修路。架桥。”两件事。", "治水。"]),
        ("修路（甲镇；乙镇）。治水。", ["修路（甲镇；乙镇）。", "治水。"]),
        ("修路。（责任单位：甲局；乙局）治水。", ["修路。", "（责任单位：甲局；乙局）治水。"]),
        ("他说：“修路。”治水。", ["他说：“修路。”治水。"]),
        ("修路（甲镇。治水；护林。", ["修路（甲镇。", "治水；", "护林。"]),
        ("修路）。治水。", ["修路）。", "治水。"]),
        ("修路。 治水。", ["修路。", "治水。"]),
        ("", []),
        ("  ", []),
    ],
)
def test_sentences(line: str, parts: list[str]) -> None:
    assert split(line) == parts


def test_semicolon_ends_a_sentence_but_no_period() -> None:
    found = outline("修路；架桥。治水。").sentences
    assert [sentence.period for sentence in found] == [0, 0, 1]


def test_lines_end_sentences_and_are_counted_from_one() -> None:
    content = "某县计划\n\n修路3公里\n架桥2座。治水。\n"
    found = outline(content)
    assert sentences(content) == ["某县计划", "修路3公里", "架桥2座。", "治水。"]
    assert [sentence.line for sentence in found.sentences] == [1, 3, 4, 4]


def test_marker_is_no_part_of_the_first_sentence() -> None:
    assert sentences("1.修路3公里，架桥2座。")[0] == "修路3公里，架桥2座。"


@pytest.mark.parametrize("content", [TREE, "●办好教育。新增学位500个。\n\n  二、交通  \n修路。", "# 标题\n正文", ""])
def test_offsets_point_into_the_text(content: str) -> None:
    text: Text = text_of(content)
    found = outline_of(text, load_lexicon())
    for heading in found.headings:
        assert text.content[heading.start : heading.end].strip() == heading.title
    for line in found.lines:
        assert line.start <= line.body <= line.end
        assert "\n" not in text.content[line.start : line.end]
        assert text.content.count("\n", 0, line.start) + 1 == line.number
    assert all(first.end <= second.start for first, second in pairwise(found.sentences))


def test_an_outcome_under_a_heading_of_goals_is_aimed_at() -> None:
    lines = "青柳县2025年行动方案\n一、主要目标\n（一）应用推广成效显著\n建成工厂12家。\n二、工作成效显著\n建成工厂9家。\n"
    assert [target.status for target in extract_text(lines, status="all").targets] == ["planned", "achieved"]
