"""Plain text and Markdown beyond a paragraph a line: lines cut to one width, and tables drawn with characters."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planparse.library import extract, extract_text
from planparse.sources.plain import read_markdown, read_plain
from planparse.sources.ruled import tables_in
from planparse.sources.subscripts import rejoined
from planparse.sources.text import Text
from planparse.sources.wrapped import unwrapped

PLAN = 3 * [
    "东湖区2031年重点工作安排",
    "一、稳住就业基本盘",
    "今年要把稳就业放在更加突出的位置，全年城镇新增就业2.4万人，帮扶困难人员就业1800人，城镇调查失业率控制在5.5%左右；"
    "组织线上线下招聘活动120场次，提供岗位不少于3.6万个，开展职业技能培训9500人次，新建零工驿站12处，让劳动者就近找到合适的工作。",
    "（一）建好基础设施",
    "围绕群众出行和用水的难点，改造农村公路86公里，新建公交首末站4座、停车泊位2300个，打通断头路7条；更新老旧供水管网45.5公里，"
    "新建村级污水处理设施31座，农村自来水普及率达到96%以上。同步推进5G基站建设，年内新建基站260个，实现重点区域信号全覆盖。",
    "（二）守住生态底线",
    "完成国土绿化1.2万亩，治理水土流失面积38平方公里，新建口袋公园9个、绿道15公里。空气质量优良天数比例力争达到88%，"
    "地表水考核断面优良比例保持100%，单位生产总值能耗下降3%。到2033年，全区森林覆盖率要提高到41%以上，湿地保护率达到60%。",
    "二、办好民生实事",
    "新建和改扩建幼儿园6所、中小学8所，新增学位5400个；建设社区养老服务站点22处，新增护理型床位600张，为1500户特殊困难老年人家庭"
    "实施适老化改造；改造老旧小区35个、惠及居民1.1万户，加装电梯50部。每个镇街至少建成一所标准化卫生院。",
]
INDENTS = {"ideographic": ("\u3000\u3000", ""), "spaces": ("    ", ""), "empty lines": ("", "\n"), "nothing": ("", "")}


def cut(words: str, columns: int, whole: bool) -> Iterator[str]:
    """A paragraph in lines of so many columns, ``whole`` words and numbers kept together; no line begins with a stop."""
    line = ""
    for part in re.findall(r"[A-Za-z0-9.%]+|.", words, re.DOTALL) if whole else words:
        if len((line + part).encode("gbk")) > columns and part not in "，。；、）":
            yield line
            line = ""
        line += part
    yield line


def wrapped(columns: int, style: str, whole: bool = True) -> str:
    indent, behind = INDENTS[style]
    lines = ["\n".join(cut(indent + one if len(one) > 20 else one, columns, whole)) + behind for one in PLAN]
    return "\n".join(lines)


def blocks(text: Text) -> list[str]:
    return [text.content[b.start : b.end].strip() for b in text.blocks]


def paragraphs_of(lines: Sequence[str]) -> list[str] | None:
    """What ``unwrapped`` gives, the parts of each line in one."""
    joined = unwrapped(lines)
    return None if joined is None else ["".join(part.words for part in parts) for parts in joined]


class TestWrapped:
    @pytest.mark.parametrize("whole", [True, False])
    @pytest.mark.parametrize("style", INDENTS)
    @pytest.mark.parametrize("columns", [56, 67, 78, 90])
    def test_paragraphs_are_put_together(self, columns: int, style: str, whole: bool) -> None:
        content = wrapped(columns, style, whole)
        text = read_plain(content.encode(), "plan.txt", "0")
        assert blocks(text) == PLAN
        lines = content.split("\n")
        for block in text.blocks:
            line = text.content.count("\n", 0, block.start)
            assert text.content[block.start : block.end].startswith(lines[line])

    def test_the_same_targets(self, tmp_path: Path) -> None:
        def told(catalog: object) -> list[tuple[object, ...]]:
            targets = getattr(catalog, "targets", ())
            return [(t.indicator, t.quantity.value, t.quantity.unit, t.deadline, t.pillar) for t in targets]

        path = tmp_path / "plan.txt"
        path.write_text(wrapped(72, "ideographic"), "utf-8")
        catalog = extract(path)
        assert told(catalog) == told(extract_text("\n".join(PLAN)))
        assert len(catalog.targets) > 20

    def test_places_are_those_in_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "plan.txt"
        path.write_text(wrapped(72, "ideographic", whole=False), "utf-8")
        written = path.read_text("utf-8")
        (document,), targets = extract(path).documents, extract(path).targets
        for target in targets:
            span = target.span
            assert written[span.start : span.end] == target.quantity.text
            assert span.line == written.count("\n", 0, span.start) + 1
        assert [written[pillar.span.start : pillar.span.end] for pillar in document.pillars] == [p.title for p in document.pillars]
        assert any("\n" in target.quantity.text for target in targets)
        assert not any("\n" in target.sentence for target in targets)

    @pytest.mark.parametrize("number", ["3", "— 3 —", "- 3 -", "第3页", "第 3 页"])
    def test_the_number_of_a_page_parts_no_paragraph(self, number: str) -> None:
        lines = wrapped(72, "nothing", whole=False).split("\n")
        for between in ([number], ["", number, ""]):
            paged = [*lines[:3], *between, *lines[3:]]
            joined = paragraphs_of(paged)
            assert joined is not None
            assert [line for line in joined if line] == [*PLAN[:3], number, *PLAN[3:]]
            assert joined.index(number) == paged.index(number)

    def test_a_width_that_changes_within_a_document(self) -> None:
        lines = [*wrapped(56, "nothing").split("\n"), *wrapped(84, "nothing").split("\n")]
        joined = paragraphs_of(lines)
        assert joined is not None
        assert [line for line in joined if line] == PLAN * 2

    def test_words_of_letters_keep_their_space_and_torn_numbers_get_none(self) -> None:
        padding = wrapped(60, "empty lines", whole=False)
        first = "建设面向全区企业的公共服务平台，平台采用统一接口接入smart"
        second = "city体系，年内服务企业不少于300家，带动技术合同成交额达到2"
        joined = paragraphs_of(f"{padding}\n{first}\n{second}\n5亿元。".split("\n"))
        assert joined is not None
        assert any("接入smartcity体系" in line and "达到25亿元。" in line for line in joined)
        joined = paragraphs_of(f"{wrapped(60, 'empty lines')}\n{first} \n{second[:-1]}\n25亿元。".split("\n"))
        assert joined is not None
        assert any("接入smart city体系" in line and "达到25亿元。" in line for line in joined)

    def test_rows_of_tables_and_code_stay_lines(self) -> None:
        table = ["城镇新增就业人数（人）　　二○三○年实绩　　二○三一年目标", "城镇新增就业人数（人）\t22000\t24000与上一年同口径比较"]
        box = ["│城镇新增就业人数（人）│二○三○年实绩│二○三一年目标│"]
        fence = ["```", "print('这里是一段很长的代码，它不应当同别的行连在一起，因为它是代码')", "```"]
        joined = paragraphs_of([*wrapped(60, "nothing").split("\n"), *table, *box, *fence])
        assert joined is not None
        assert joined[-6:] == [*table, *box, *fence]

    def test_markdown(self) -> None:
        lines = wrapped(60, "empty lines").replace("一、稳住", "# 一、稳住").replace("（二）守住", "- （二）守住")
        text = read_markdown(lines.encode(), "plan.md", "0")
        assert blocks(text)[:3] == [PLAN[0], f"# {PLAN[1]}", PLAN[2]]
        assert [b.heading for b in text.blocks if b.heading] == [1, 1, 1]

    @pytest.mark.parametrize(
        "lines",
        [
            PLAN,
            PLAN * 9,
            [f"支持第{number:02}批重点项目加快建设并按期投入使用" for number in range(60)],
            [f"城镇新增就业人数达到{number}万人并保持总体稳定态势" for number in range(60)],
            ["春风又到江南岸，明月何时照我还", "白日沿着山慢慢落，黄河一路向着海流"] * 20,
            [f"指标{number:02}    单位    二○三○年实绩    二○三一年目标    责任单位" for number in range(40)],
            ["一" * 30] * 40,
            ["", " ", "\f"],
            [],
        ],
    )
    def test_what_is_not_wrapped(self, lines: list[str]) -> None:
        assert paragraphs_of(lines) is None

    def test_a_few_lines_prove_nothing(self) -> None:
        assert paragraphs_of(list(cut(PLAN[2], 60, True))) is None

    @given(st.lists(st.sampled_from([*"一二甲，。1a \u3000", "\t", "|", "发展改革", "3.5%", "\n"]), max_size=400), st.integers(20, 50))
    @example(["发展改革"] * 400, 31)
    def test_any_text_keeps_its_words_and_lines(self, words: list[str], width: int) -> None:
        content = "".join(words)
        lines = [content[at : at + width] for at in range(0, len(content), width)] * 8
        lines = "\n".join(lines).split("\n")
        joined = paragraphs_of(lines)
        if joined is not None:
            assert len(joined) == len(lines)
            assert "".join("".join(joined).split()) == "".join("".join(lines).split())

    def test_time_grows_with_the_size(self) -> None:
        start = time.perf_counter()
        unwrapped(["发展改革委员会要求各地认真贯彻执行加快推进重点项目建设并"] * 50_000)
        unwrapped([*wrapped(60, "nothing").split("\n"), "甲  " * 500_000, "- " * 500_000])
        assert time.perf_counter() - start < 20


def cells(content: str) -> list[list[tuple[int, int, str]]]:
    tables = tables_in(content.split("\n"))
    return [[(c.row, c.column, content[c.start : c.end]) for c in table.cells] for table in tables]


class TestSubscripts:
    """A web page's M₂ and PM₂.₅, copied: the subscript stands in a line of its own."""

    def test_the_line_is_put_together_again(self) -> None:
        money, air = "稳住货币供应。广义货币M\n2\n预期增长9%左右。", "细颗粒物（PM\n2.5\n）浓度下降6%，臭氧（O\n3\n）浓度下降2%。"
        written = "\n".join(["2031年工作安排", money, air, "新建学校8所。", ""])
        text = read_plain(written.encode(), "plan.txt", "0" * 64)
        assert blocks(text)[1:] == [
            "稳住货币供应。广义货币M2预期增长9%左右。",
            "细颗粒物（PM2.5）浓度下降6%，臭氧（O3）浓度下降2%。",
            "新建学校8所。",
        ]

    def test_numbers_are_found_where_they_stand_in_the_file(self, tmp_path: Path) -> None:
        written = "2031年工作安排\n广义货币M\n2\n预期增长9%左右。\n\n细颗粒物（PM\n2.5\n）浓度下降6%。\n"
        path = tmp_path / "plan.txt"
        path.write_text(written, "utf-8")
        targets = extract(path).targets
        assert [target.indicator for target in targets] == ["广义货币M2", "细颗粒物（PM2.5）浓度"]
        assert [written[target.span.start : target.span.end] for target in targets] == ["9%", "6%"]

    @pytest.mark.parametrize(
        "lines",
        [
            ["广义货币M", "2", "", "预期增长9%。"],
            ["附表A", "1", "2", "3"],
            ["建成学校", "2", "所，增长9%。"],
            ["方案B", "12345", "预期增长9%。"],
        ],
    )
    def test_other_lines_stay(self, lines: list[str]) -> None:
        assert ["".join(part.words for part in parts) for parts in rejoined(lines)] == lines


class TestTables:
    def test_pipes(self) -> None:
        content = "# 表\n\n| 指标 | 目标 |\n|:---|---:|\n| **新增就业** | 2.4万人 |\n| `公园`\n|桥梁|甲\\|乙<br>2座|\n\n别的 | 话"
        assert cells(content) == [
            [
                *((0, 0, "指标"), (0, 1, "目标"), (1, 0, "新增就业"), (1, 1, "2.4万人")),
                *((2, 0, "公园"), (3, 0, "桥梁"), (3, 1, "甲\\|乙<br>2座")),
            ]
        ]

    def test_pipes_without_a_frame(self) -> None:
        assert cells("指标 | 目标\n--- | ---\n公园 |\n桥梁 | 2座") == [
            [(0, 0, "指标"), (0, 1, "目标"), (1, 0, "公园"), (2, 0, "桥梁"), (2, 1, "2座")],
        ]

    @pytest.mark.parametrize(
        "content",
        ["甲 | 乙\n丙 | 丁", "|甲|\n|---|\n|乙|", "|甲|乙|\n|---|\n|丙|丁|", "|甲|乙|", "甲|乙\n\n---|---", "**a** 和 **b**\n---"],
    )
    def test_pipes_that_are_no_table(self, content: str) -> None:
        assert cells(content) == []

    def test_marks_of_emphasis_around_a_cell(self) -> None:
        (table,) = cells("|**甲**和**乙**|__丙__|**|\n|-|-|-|\n|***丁***|_戊_|  |")
        assert [words for _, _, words in table] == ["**甲**和**乙**", "丙", "**", "丁", "戊", ""]

    def test_tabs(self) -> None:
        content = "安排\n指标\t单位\t目标\n公园\t个\t9\n桥梁\t座\n绿道\t公里\t15\n\n正文\n"
        (table,) = cells(content)
        assert [(row, words) for row, _, words in table if row in (0, 2)] == [(0, "指标"), (0, "单位"), (0, "目标"), (2, "桥梁"), (2, "座")]

    def test_an_empty_first_cell_and_an_indent(self) -> None:
        assert cells("指标\t目标\n\t说明") == [] or cells("指标\t目标\n公园\t9个\n\t9座")[0][-2:] == [(2, 0, ""), (2, 1, "9座")]
        assert cells("\t公园\t9个\n\t桥梁\t2座") == [[(0, 0, "公园"), (0, 1, "9个"), (1, 0, "桥梁"), (1, 1, "2座")]]

    @pytest.mark.parametrize(
        "content",
        [
            "\t首段。\n\t次段。",
            "一、\t修路\n二、\t建桥",
            "1.\t修路3公里\n2.\t建桥2座",
            "•\t修路\n•\t建桥",
            "一、修路\t1\n二、建桥\t12",
            "主送：\t各镇街",
            "主送：\t各镇街\n\n抄送：\t各局办",
            "甲\t乙\n丙\t丁\t戊\n己\t庚\n辛\t壬",
        ],
    )
    def test_tabs_that_are_no_table(self, content: str) -> None:
        assert cells(content) == []

    def test_boxes(self) -> None:
        body = "│ 指标 │ 目标 │\n{}│ 公园 │ 9个  │\n{}│ 桥梁 │ 2座  │\n"
        expected = [[(0, 0, "指标"), (0, 1, "目标"), (1, 0, "公园"), (1, 1, "9个"), (2, 0, "桥梁"), (2, 1, "2座")]]
        top, middle, bottom = "┌──┬──┐\n", "├──┼──┤\n", "└──┴──┘\n"
        assert cells(f"表\n{top}{body.format(middle, middle)}{bottom}完") == expected
        assert cells(f"{top}{body.format(middle, '')}{bottom}") == expected
        plain = body.replace("│", "|").format(*["+----+----+\n"] * 2)
        assert cells(f"+----+----+\n{plain}+----+----+\n") == expected

    def test_boxes_that_cannot_be_told(self) -> None:
        rule = "├──┼──┤\n"
        assert cells(f"┌──┬──┐\n│a│b│\n{rule}│城镇│2│\n│就业│万│\n{rule}│c│d│\n└──┴──┘") == []
        assert cells("┌──┬──┐\n│a│b│\n│c│\n└──┴──┘") == []
        assert cells("┌──┐\n└──┘") == []
        assert cells("┌──┬──┐") == []

    def test_of_a_file(self) -> None:
        content = "```\n|a|b|\n|-|-|\n```\n|甲|乙|\n|-|-|\n|丙|丁|\n"
        markdown = read_markdown(content.encode(), "plan.md", "0")
        assert [content[c.start : c.end] for table in markdown.tables for c in table.cells] == [*"甲乙丙丁"]
        assert blocks(markdown) == content.split()
        text = read_plain("\ufeff指标\t目标\r\n公园\t9个\r\n".encode("utf-16"), "plan.txt", "0")
        assert [text.content[c.start : c.end] for table in text.tables for c in table.cells] == ["指标", "目标", "公园", "9个"]

    @given(st.text(st.sampled_from("|-: \t\\甲1a\n+┌─┬│├┼└*`"), max_size=120))
    def test_any_characters(self, content: str) -> None:
        lines = content.split("\n")
        for table in tables_in(lines):
            assert len({cell.column for cell in table.cells}) > 1
            for cell in table.cells:
                assert 0 <= cell.start <= cell.end <= len(content)
                assert "\n" not in content[cell.start : cell.end]

    def test_time_grows_with_the_size(self) -> None:
        start = time.perf_counter()
        for line in ("|", "一、\t1", "┌─", "│a", "|a|b|", "-" * 50, "\t" * 50, "|" * 50):
            tables_in([line] * 20_000)
        tables_in(["|" * 100_000, "-|" * 100_000, "-" * 200_000, "+" + "-" * 200_000 + "x", " " * 200_000 + "|"] * 2)
        assert time.perf_counter() - start < 12
