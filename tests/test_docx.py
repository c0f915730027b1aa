"""Word files: headings, automatic numbers, what is visible and what is not, and packages that are broken or hostile.

Most documents here are written as XML, because python-docx writes neither numbering nor tracked changes.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planparse.errors import MissingExtraError, SourceError
from planparse.sources import Text, read_source
from planparse.sources.word import old, package, read_word
from planparse.sources.word.numbering import written
from planparse.sources.word.old import read_old_word

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def links(targets: Mapping[str, str]) -> str:
    each = "".join(f'<Relationship Id="r{k}" Type="{LINKS}/{k}" Target="{t}"/>' for k, t in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


LINKED = {
    "styles": "styles.xml",
    "numbering": "/word/numbering.xml",
    **{part: f"{part}.xml" for part in ("footnotes", "endnotes", "comments", "header", "footer")},
}


def parts_of(body: str, styles: str = "", numbering: str = "") -> dict[str, str | bytes]:
    return {
        "_rels/.rels": links({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": links(LINKED),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
    }


def read(body: str, styles: str = "", numbering: str = "") -> Text:
    return read_word(packed(parts_of(body, styles, numbering)), "plan.docx", "0")


def lines(body: str, styles: str = "", numbering: str = "") -> list[str]:
    text = read(body, styles, numbering)
    return [text.content[b.start : b.end] for b in text.blocks]


def headings(body: str, styles: str = "", numbering: str = "") -> list[tuple[str, int | None]]:
    text = read(body, styles, numbering)
    return [(text.content[b.start : b.end], b.heading) for b in text.blocks]


def fault(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_word(data, "plan.docx", "0")
    assert "\n" not in str(caught.value)
    return caught.value


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(words)}</w:p>"


def item(words: str, level: int = 0, num: int = 1) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(place: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(*levels: str, name: int = 7, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def num(num_id: int = 1, of: int = 7, more: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def style(style_id: str, name: str, properties: str = "", base: str = "", more: str = "") -> str:
    on = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{on}<w:pPr>{properties}</w:pPr>{more}</w:style>'


def styled(words: str, style_id: str, more: str = "") -> str:
    return paragraph(words, f'<w:pStyle w:val="{style_id}"/>{more}')


CHINESE = definition(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
)


class TestWithPythonDocx:
    def test_a_document_as_people_write_it(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_heading("南湖区二〇三一年行动方案", 0)
        document.add_heading("一、守住耕地", 1)
        document.add_paragraph("建成高标准农田2.4万亩。\n改造灌渠18公里。")
        document.add_heading("（一）管好水", 2)
        table = document.add_table(2, 2)
        for cell, words in zip(table._cells, ("指标", "目标", "水库", "3座"), strict=True):
            cell.text = words
        document.add_paragraph("完。")
        path = tmp_path / "plan.docx"
        document.save(str(path))
        text = read_source(path)
        assert [(text.content[b.start : b.end], b.heading) for b in text.blocks] == [
            ("南湖区二〇三一年行动方案", None),
            ("一、守住耕地", 1),
            ("建成高标准农田2.4万亩。", None),
            ("改造灌渠18公里。", None),
            ("（一）管好水", 2),
            ("指标\t目标", None),
            ("水库\t3座", None),
            ("完。", None),
        ]
        assert text.path == path.as_posix()

    def test_without_lxml(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "lxml", None)
        path = tmp_path / "plan.docx"
        path.write_bytes(packed(parts_of(paragraph("甲"))))
        with pytest.raises(MissingExtraError, match=r"reading \.docx needs .*planparse\[docs\]"):
            read_source(path)


class TestHeadings:
    def test_built_in_styles_by_name_whatever_their_id(self) -> None:
        styles = style("1", "heading 1") + style("a3", "标题 2") + style("x", "Heading 3")
        body = styled("甲", "1") + styled("乙", "a3") + styled("丙", "x") + paragraph("丁")
        assert headings(body, styles) == [("甲", 1), ("乙", 2), ("丙", 3), ("丁", None)]

    def test_styles_based_on_them_and_circles(self) -> None:
        styles = style("1", "heading 1") + style("mine", "大标题", base="1") + style("o", "圈", base="o")
        assert headings(styled("甲", "mine") + styled("乙", "o"), styles) == [("甲", 1), ("乙", None)]

    def test_outline_levels(self) -> None:
        outline = '<w:outlineLvl w:val="{}"/>'
        styles = style("c", "章", outline.format(2)) + style("n", "正文样式", outline.format(9), base="c")
        body = styled("甲", "c") + styled("乙", "n") + styled("丙", "n", outline.format(0)) + styled("丁", "c", outline.format(9))
        assert headings(body, styles) == [("甲", 3), ("乙", None), ("丙", 1), ("丁", None)]

    def test_a_title_is_no_heading(self) -> None:
        styles = style("a", "Title", '<w:outlineLvl w:val="0"/>') + style("b", "Subtitle", '<w:outlineLvl w:val="1"/>')
        assert headings(styled("总题", "a") + styled("副题", "b"), styles) == [("总题", None), ("副题", None)]

    def test_a_style_that_is_not_defined_goes_by_its_id(self) -> None:
        assert headings(styled("甲", "Heading2") + styled("乙", "Nonsense")) == [("甲", 2), ("乙", None)]

    def test_only_the_first_line_of_a_broken_heading(self) -> None:
        body = '<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:br/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>'
        assert headings(body, style("1", "heading 1")) == [("甲", 1), ("乙", None)]

    def test_the_table_of_contents_is_left_out(self) -> None:
        styles = style("1", "heading 1") + style("t", "toc 1")
        assert lines(styled("一、甲\t3", "t") + styled("一、甲", "1"), styles) == ["一、甲"]


class TestNumbering:
    def test_chinese_outline(self) -> None:
        body = item("就业") + item("岗位", 1) + item("培训", 1) + item("补贴", 2) + item("教育") + item("学位", 1)
        assert lines(body, numbering=CHINESE + num()) == [
            "一、就业",
            "（一）岗位",
            "（二）培训",
            "1. 补贴",
            "二、教育",
            "（一）学位",
        ]

    def test_from_the_style(self) -> None:
        numbering = definition(
            level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="1"/>'),
            level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'),
        ) + num(4)
        numbered = '<w:numPr><w:numId w:val="4"/></w:numPr>'
        styles = style("1", "heading 1", numbered) + style("2", "heading 2", numbered) + style("3", "小节", base="2")
        off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        body = styled("总则", "1") + styled("目的", "2") + styled("范围", "3") + styled("附则", "1", off) + styled("实施", "1")
        assert headings(body, styles, numbering) == [
            ("第一章 总则", 1),
            ("（一）目的", 2),
            ("（二）范围", 2),
            ("附则", 1),
            ("第二章 实施", 1),
        ]

    def test_level_of_its_own_with_the_list_of_the_style(self) -> None:
        styles = style("l", "列表", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        body = styled("甲", "l") + styled("乙", "l", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        assert lines(body, styles, CHINESE + num()) == ["一、甲", "（一）乙"]

    def test_lists_of_one_definition_count_on(self) -> None:
        body = item("甲", num=1) + item("乙", num=2) + item("丙", num=1)
        assert lines(body, numbering=CHINESE + num(1) + num(2)) == ["一、甲", "二、乙", "三、丙"]

    def test_a_list_that_starts_on_its_own(self) -> None:
        fresh = num(2, more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>')
        body = item("甲") + item("乙") + item("丙", num=2) + item("丁", num=2)
        assert lines(body, numbering=CHINESE + num() + fresh) == ["一、甲", "二、乙", "五、丙", "六、丁"]

    def test_a_list_with_its_own_form(self) -> None:
        own = num(2, more=f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.", start=3)}</w:lvlOverride>')
        assert lines(item("甲", num=2) + item("乙", num=2), numbering=CHINESE + own) == ["III. 甲", "IV. 乙"]

    def test_levels_written_together(self) -> None:
        numbering = definition(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
        body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 1)
        assert lines(body, numbering=numbering + num()) == ["1 甲", "1.1 乙", "1.1.1 丙", "1.2 丁"]

    def test_a_level_above_that_was_never_used_shows_its_start(self) -> None:
        numbering = definition(level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"))
        assert lines(item("甲", 1) + item("乙", 1) + item("丙"), numbering=numbering + num()) == [
            "3.1 甲",
            "3.2 乙",
            "3 丙",
        ]

    def test_digits_everywhere_where_the_level_asks_for_it(self) -> None:
        numbering = definition(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
        assert lines(item("甲") + item("乙", 1), numbering=numbering + num()) == ["一、甲", "1.1 乙"]

    def test_a_level_that_never_begins_anew(self) -> None:
        numbering = definition(
            level(0, "decimal", "%1、"),
            level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'),
            level(2, "decimal", "%3）", '<w:lvlRestart w:val="1"/>'),
        )
        body = item("甲") + item("乙", 1) + item("丙", 2) + item("丁", 1) + item("戊", 2) + item("己") + item("庚", 1) + item("辛", 2)
        assert lines(body, numbering=numbering + num()) == [
            *("1、甲", "（1）乙", "1）丙", "（2）丁", "2）戊"),
            *("2、己", "（3）庚", "1）辛"),
        ]

    def test_bullets(self) -> None:
        numbering = definition(level(0, "bullet", "●"), level(1, "bullet", "\uf06c"), level(2, "bullet", ""))
        assert lines(item("甲") + item("乙", 1) + item("丙", 2), numbering=numbering + num()) == ["● 甲", "• 乙", "丙"]

    @pytest.mark.parametrize(
        "text, more, line",
        [
            ("%1．", "", "1．甲"),
            ("(%1)", "", "(1) 甲"),
            ("%1.", '<w:suff w:val="nothing"/>', "1.甲"),
            ("%1、 ", "", "1、甲"),
            ("第%1条", '<w:suff w:val="space"/>', "第1条 甲"),
            ("附件", "", "附件 甲"),
            ("%1%5", "", "1 甲"),
            ("%1.", "<w:rPr><w:vanish/></w:rPr>", "甲"),
            ("%1.", '<w:rPr><w:vanish w:val="0"/></w:rPr>', "1. 甲"),
        ],
    )
    def test_what_stands_between_number_and_words(self, text: str, more: str, line: str) -> None:
        assert lines(item("甲"), numbering=definition(level(0, "decimal", text, more)) + num()) == [line]

    def test_an_indent_behind_the_number_goes(self) -> None:
        assert lines(item("\u3000\u3000甲"), numbering=CHINESE + num()) == ["一、甲"]

    def test_an_empty_paragraph_is_counted_and_gives_no_line(self) -> None:
        assert lines(item("甲") + item("") + item("乙"), numbering=CHINESE + num()) == ["一、甲", "三、乙"]

    def test_a_newer_form_beside_the_one_for_older_programs(self) -> None:
        two = (
            '<w:lvl w:ilvl="0"><w:start w:val="4"/><mc:AlternateContent><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001"/></mc:Choice><mc:Fallback><w:numFmt w:val="lowerLetter"/>'
            '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1)"/></w:lvl>'
        )
        assert lines(item("甲"), numbering=definition(two) + num()) == ["d) 甲"]

    def test_a_list_style(self) -> None:
        through = definition(name=8, more='<w:numStyleLink w:val="mine"/>')
        real = definition(level(0, "ideographTraditional", "%1、"), name=9, more='<w:styleLink w:val="mine"/>')
        body = item("甲", num=3) + item("乙", num=3)
        assert lines(body, numbering=through + real + num(3, of=8)) == ["甲、甲", "乙、乙"]

    @pytest.mark.parametrize(
        "numbering",
        ["", num(), CHINESE, CHINESE + num(1, of=99), definition() + num(), definition('<w:lvl w:ilvl="x"/>') + num()],
    )
    def test_lists_that_are_not_there(self, numbering: str) -> None:
        assert lines(item("甲") + item("乙", 8), numbering=numbering) == ["甲", "乙"]

    def test_absurd_numbers_do_no_harm(self) -> None:
        start = '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1"/></w:lvl>'
        for count in ("999999999", "9" * 6000, "-3", "x", ""):
            (line,) = lines(item("甲"), numbering=definition(start.format(count)) + num())
            assert len(line) < 100

    @pytest.mark.parametrize(
        "form, count, expected",
        [
            *[("chineseCounting", n, w) for n, w in ((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"))],
            *[("chineseCountingThousand", n, w) for n, w in ((100, "一百"), (101, "一百零一"), (110, "一百一十"))],
            *[("chineseCountingThousand", n, w) for n, w in ((1005, "一千零五"), (10010, "一万零一十"), (32767, "三万二千七百六十七"))],
            ("chineseCounting", 105, "一〇五"),
            *[("chineseLegalSimplified", n, w) for n, w in ((3, "叁"), (10, "壹拾"), (25, "贰拾伍"))],
            *[("ideographTraditional", n, w) for n, w in ((1, "甲"), (10, "癸"), (11, "11"))],
            ("ideographZodiac", 12, "亥"),
            *[("upperRoman", n, w) for n, w in ((4, "IV"), (1999, "MCMXCIX"), (4000, "4000"), (0, "0"))],
            ("lowerRoman", 9, "ix"),
            *[("lowerLetter", n, w) for n, w in ((1, "a"), (26, "z"), (27, "aa"), (781, "781"))],
            *[("decimalEnclosedCircleChinese", n, w) for n, w in ((1, "①"), (20, "⑳"), (21, "21"))],
            ("decimalEnclosedParen", 3, "⑶"),
            ("decimalFullWidth", 12, "\uff11\uff12"),
            ("decimalZero", 7, "07"),
            ("japaneseCounting", 12, "十二"),
            ("taiwaneseCounting", 30, "三十"),
            ("none", 3, ""),
            ("unheardOf", 3, "3"),
        ],
    )
    def test_forms(self, form: str, count: int, expected: str) -> None:
        assert written(count, form) == expected


class TestWords:
    def test_breaks_tabs_and_hyphens(self) -> None:
        words = "<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t><w:tab/><w:t>丁</w:t><w:noBreakHyphen/>"
        assert lines(f"<w:p><w:r>{words}</w:r></w:p>") == ["甲", "乙", "丙\t丁-"]

    def test_empty_paragraphs_keep_the_count_of_lines(self) -> None:
        assert read(paragraph("甲") + "<w:p/>" + paragraph("乙")).content == "甲\n\n乙"

    def test_a_line_end_in_the_xml_is_a_space(self) -> None:
        assert lines(paragraph("甲\n乙")) == ["甲 乙"]

    def test_a_run_that_is_only_a_space(self) -> None:
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        assert lines(f"<w:p>{run('GDP')}{space}{run('growth')}</w:p>") == ["GDP growth"]

    def test_a_comment_in_the_xml(self) -> None:
        assert lines(paragraph("甲<!-- x -->乙")) == ["甲乙"]

    def test_tracked_changes(self) -> None:
        body = (
            f"<w:p>{run('新建')}<w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:ins>{run('5')}</w:ins>"
            f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('所')}</w:moveTo></w:p>"
        )
        assert lines(body) == ["新建5所"]

    def test_a_deleted_paragraph_end_joins(self) -> None:
        assert lines(paragraph("甲", "<w:rPr><w:del/></w:rPr>") + paragraph("乙") + paragraph("丙")) == ["甲乙", "丙"]
        assert lines(paragraph("甲", "<w:rPr><w:del/></w:rPr>")) == ["甲"]

    def test_a_deleted_paragraph_is_not_counted(self) -> None:
        numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
        gone = f"<w:p><w:pPr>{numbered}</w:pPr><w:del><w:r><w:delText>甲</w:delText></w:r></w:del></w:p>"
        assert lines(item("乙") + gone + item("丙"), numbering=CHINESE + num()) == ["一、乙", "二、丙"]

    def test_hidden_words(self) -> None:
        styles = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
        by_style = '<w:rStyle w:val="h"/>'
        shown = run("丁", by_style + '<w:vanish w:val="false"/>')
        body = f"<w:p>{run('甲', '<w:vanish/>')}{run('乙', by_style)}{run('丙')}{shown}</w:p>"
        assert lines(body, styles) == ["丙丁"]

    def test_fields_show_their_result(self) -> None:
        def mark(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        inner = mark("begin") + code + mark("separate") + run("7") + mark("end")
        body = f"<w:p>{run('第')}{mark('begin')}{code}{inner}{mark('separate')}{run('3')}{mark('end')}{run('页')}</w:p>"
        assert lines(body) == ["第3页"]

    def test_a_field_that_never_ends_loses_one_paragraph_at_most(self) -> None:
        body = f'<w:p>{run("甲")}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("乙")}</w:p>' + paragraph("丙")
        assert lines(body) == ["甲", "丙"]

    def test_links_and_controls_are_seen_through(self) -> None:
        body = (
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
            f"<w:p><w:hyperlink>{run('乙')}</w:hyperlink><w:smartTag>{run('丙')}</w:smartTag>"
            f"<w:fldSimple>{run('丁')}</w:fldSimple><w:sdt><w:sdtContent>{run('戊')}</w:sdtContent></w:sdt></w:p>"
        )
        assert lines(body) == ["甲", "乙丙丁戊"]

    def test_symbols(self) -> None:
        symbols = (
            ("Symbol", "F0B3"),
            ("Symbol", "F035"),
            ("Wingdings", "F06C"),
            ("宋体", "25CF"),
            ("x", "zz"),
            ("x", "D800"),
        )
        body = "".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in symbols)
        assert lines(f"<w:p>{body}</w:p>") == ["≥5•●□□"]

    def test_a_pronunciation_aid_is_left_out(self) -> None:
        ruby = f"<w:ruby><w:rt>{run('cuò')}</w:rt><w:rubyBase>{run('厝')}</w:rubyBase></w:ruby>"
        assert lines(f"<w:p><w:r>{ruby}</w:r>{run('村')}</w:p>") == ["厝村"]

    def test_formulas(self) -> None:
        assert lines(f"<w:p>{run('不低于')}<m:oMath><m:r><m:t>5%</m:t></m:r></m:oMath></w:p>") == ["不低于5%"]

    def test_what_stands_above_and_below_in_formulas_does_not_run_together(self) -> None:
        def part(name: str, words: str) -> str:
            return f"<m:{name}><m:r><m:t>{words}</m:t></m:r></m:{name}>"

        fraction = f"<m:f><m:fPr/>{part('num', '1')}{part('den', '2')}</m:f>"
        power = f"<m:sSup>{part('e', '10')}{part('sup', '3')}</m:sSup>"
        named = f"<m:sSup>{part('e', 'x')}{part('sup', 'k')}</m:sSup>"
        other = '<m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr>'
        brackets = f"<m:d>{part('e', 'a')}{part('e', 'b')}</m:d><m:d>{other}{part('e', 'c')}</m:d>"
        deleted = "<w:del><m:r><m:t>9</m:t></m:r></w:del><w:ins><m:r><m:t>+<!-- x --></m:t></m:r></w:ins>"
        body = f"<w:p><m:oMathPara><m:oMath>{fraction}{deleted}{power}{named}{brackets}</m:oMath></m:oMathPara></w:p>"
        assert lines(body) == ["1/2+10³x^k(a|b)[c"]

    def test_words_hidden_by_the_style_of_their_paragraph(self) -> None:
        styles = style("z", "窗体顶端", more="<w:rPr><w:vanish/></w:rPr>") + style("y", "其下", base="z")
        body = f'<w:p><w:pPr><w:pStyle w:val="y"/></w:pPr>{run("藏")}{run("甲", """<w:vanish w:val="0"/>""")}</w:p>'
        assert lines(body, styles) == ["甲"]

    def test_hidden_text_boxes(self) -> None:
        box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></v:shape></w:pict>"
        body = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr>{box}</w:r>{run('甲')}</w:p>"
        assert lines(body) == ["甲"]

    def test_tracked_moves_of_whole_paragraphs(self) -> None:
        gone = f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFromRangeStart/><w:moveFrom>{run('建桥2座。')}</w:moveFrom></w:p>"
        here = f"<w:p><w:pPr><w:rPr><w:moveTo/></w:rPr></w:pPr><w:moveToRangeStart/><w:moveTo>{run('建桥2座。')}</w:moveTo></w:p>"
        assert lines(gone + paragraph("甲") + here) == ["甲", "建桥2座。"]

    def test_comments_headers_and_footers_are_left_out(self) -> None:
        marks = '<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        body = f"<w:p>{marks.format(run('甲'))}</w:p><w:sectPr><w:headerReference/></w:sectPr>"
        parts = parts_of(body)
        for part, root in (("comments", "comments"), ("header", "hdr"), ("footer", "ftr")):
            parts[f"word/{part}.xml"] = f"<w:{root} {NAMESPACES}>{paragraph('外')}</w:{root}>"
        assert read_word(packed(parts), "plan.docx", "0").content == "甲"

    @pytest.mark.parametrize("element, says", [("altChunk", "whole other file"), ("subDoc", "master document")])
    def test_words_in_other_files_are_not_lost_silently(self, element: str, says: str) -> None:
        assert says in fault(packed(parts_of(f"{paragraph('甲')}<w:{element}/>"))).fault
        inside = f"<w:sdt><w:sdtContent><w:tbl><w:tr><w:tc><w:{element}/><w:p/></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
        fault(packed(parts_of(paragraph("甲") + inside)))

    def test_text_boxes_once_and_after_their_paragraph(self) -> None:
        def box(words: str) -> str:
            content = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
            return f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"

        twice = f"<mc:Choice>{box('专栏')}</mc:Choice><mc:Fallback>{box('专栏')}</mc:Fallback>"
        both = f"<mc:AlternateContent>{twice}</mc:AlternateContent>"
        assert lines(f"<w:p><w:r>{both}</w:r>{run('正文')}</w:p>{paragraph('后')}") == ["正文", "专栏", "后"]


class TestNotes:
    @staticmethod
    def mark(name: object, kind: str = "footnote", more: str = "", behind: str = "") -> str:
        return f'<w:r><w:{kind}Reference w:id="{name}" {more}/>{behind}</w:r>'

    @staticmethod
    def note(name: object, content: str, kind: str = "footnote", more: str = "") -> str:
        return f'<w:{kind} w:id="{name}" {more}>{content}</w:{kind}>'

    @staticmethod
    def read(body: str, footnotes: str = "", endnotes: str = "") -> list[tuple[str, bool]]:
        parts = parts_of(body)
        for kind, notes in (("footnotes", footnotes), ("endnotes", endnotes)):
            parts[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{notes}</w:{kind}>"
        text = read_word(packed(parts), "plan.docx", "0")
        return [(text.content[b.start : b.end], b.note) for b in text.blocks]

    def test_at_the_end_in_the_order_of_their_references(self) -> None:
        automatic = "<w:r><w:footnoteRef/></w:r>"
        notes = (
            self.note(-1, "<w:p><w:r><w:separator/></w:r></w:p>", more='w:type="separator"')
            + self.note(1, f"<w:p>{automatic}{run(' 含续建')}</w:p>{paragraph('2座。')}")
            + self.note(2, paragraph("户籍人口。"))
            + self.note(3, paragraph("没有人提到。"))
        )
        ends = self.note(1, paragraph("来源：统计局。"), kind="endnote")
        body = f"<w:p>{run('建桥3')}{self.mark(2)}{run('座')}{self.mark(1, 'endnote')}{self.mark(1)}{run('。')}{self.mark(2)}</w:p>"
        assert self.read(body + paragraph("完。"), notes, ends) == [
            *(("建桥3座。", False), ("完。", False)),
            *(("户籍人口。", True), ("含续建", True), ("2座。", True), ("来源：统计局。", True)),
        ]

    def test_a_mark_that_was_typed_goes_with_its_note(self) -> None:
        own = self.mark(1, more='w:customMarkFollows="1"', behind="<w:t>1</w:t>")
        body = f"<w:p>{run('新建3')}{own}{run('所学校')}</w:p>"
        assert self.read(body, self.note(1, f"<w:p>{run('1')}{run(' 2024年为2所')}</w:p>")) == [
            ("新建3所学校", False),
            ("2024年为2所", True),
        ]

    def test_words_in_the_run_of_an_automatic_mark_stay(self) -> None:
        body = f"<w:p>{self.mark(1, behind='<w:t>所</w:t>')}</w:p>"
        assert self.read(body, self.note(1, paragraph("注"))) == [("所", False), ("注", True)]

    def test_what_is_deleted_or_hidden(self) -> None:
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id='2'/></w:r>"
        body = f"<w:p>{run('甲')}<w:del>{self.mark(1)}</w:del>{hidden}{self.mark(3)}</w:p>"
        changed = f"<w:p>{run('旧', '<w:vanish/>')}<w:del>{run('旧')}</w:del><w:ins>{run('新')}</w:ins></w:p>"
        notes = "".join(self.note(name, paragraph("旧")) for name in (1, 2)) + self.note(3, changed)
        assert self.read(body, notes) == [("甲", False), ("新", True)]

    def test_in_tables_and_of_tables(self) -> None:
        inner = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
        body = f"<w:tbl><w:tr><w:tc><w:p>{run('公园')}{self.mark(1)}</w:p></w:tc><w:tc>{paragraph('6处')}</w:tc></w:tr></w:tbl>"
        assert self.read(body, self.note(1, inner)) == [("公园\t6处", False), ("甲 乙", True)]

    def test_notes_that_are_not_there_or_refer_to_themselves(self) -> None:
        assert lines(f"<w:p>{run('甲')}{self.mark(1)}{self.mark('x', 'endnote')}</w:p>") == ["甲"]
        circle = self.note(1, f"<w:p>{run('注')}{self.mark(1)}{self.mark(2)}</w:p>")
        assert self.read(f"<w:p>{run('甲')}{self.mark(1)}</w:p>", circle) == [("甲", False), ("注", True)]


class TestTables:
    @staticmethod
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    def test_a_row_is_a_line(self) -> None:
        body = self.table((paragraph("指标"), paragraph("目标")), (paragraph("公园"), paragraph("新建") + paragraph("6处")))
        assert lines(body) == ["指标\t目标", "公园\t新建 6处"]

    def test_an_empty_cell_keeps_its_place(self) -> None:
        assert lines(self.table((paragraph("甲"), "<w:p/>", paragraph("乙")))) == ["甲\t\t乙"]

    def test_a_box_of_one_cell_holds_paragraphs(self) -> None:
        assert lines(self.table((paragraph("专栏") + paragraph("建桥3座"),))) == ["专栏", "建桥3座"]

    def test_a_table_in_a_cell(self) -> None:
        inner = self.table((paragraph("乙"), paragraph("丙")))
        assert lines(self.table((paragraph("甲"), inner + "<w:p/>"))) == ["甲\t乙 丙"]

    @staticmethod
    def cells(body: str) -> list[list[tuple[int, int, int, int, str]]]:
        """Of each table its cells: row, column, rows and columns, and words."""
        text = read(body)
        return [[(c.row, c.column, c.rows, c.columns, text.content[c.start : c.end]) for c in one.cells] for one in text.tables]

    @staticmethod
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"

    SPAN, START, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

    def rows(self, *rows: str, properties: str = "") -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{properties}{row}</w:tr>' for row in rows)}</w:tbl>"

    def test_merged_cells(self) -> None:
        body = self.rows(
            self.cell("类别", self.START) + self.cell("目标", self.SPAN),
            self.cell("", self.ON) + self.cell("数量") + self.cell("单位"),
            self.cell("公园", self.START + self.SPAN) + self.cell("处"),
            self.cell("", self.ON + self.SPAN) + self.cell("个"),
        )
        assert lines(body) == ["类别\t目标", "\t数量\t单位", "公园\t\t处", "\t\t个"]
        assert self.cells(body) == [
            [
                *((0, 0, 2, 1, "类别"), (0, 1, 1, 2, "目标"), (1, 1, 1, 1, "数量"), (1, 2, 1, 1, "单位")),
                *((2, 0, 2, 2, "公园"), (2, 2, 1, 1, "处"), (3, 2, 1, 1, "个")),
            ]
        ]

    def test_a_cell_that_continues_nothing_stands_for_itself(self) -> None:
        wider = self.cell("甲", self.START + self.SPAN) + self.cell("乙")
        body = self.rows(wider, self.cell("丙", self.ON) + self.cell("丁") + self.cell("戊"))
        assert self.cells(body)[0][2:] == [(1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁"), (1, 2, 1, 1, "戊")]
        gone = f"<w:tr><w:trPr><w:del/></w:trPr>{self.cell('旧', self.START)}{self.cell('旧')}</w:tr>"
        body = f"<w:tbl>{gone}<w:tr>{self.cell('甲', self.ON)}{self.cell('乙')}</w:tr></w:tbl>"
        assert lines(body) == ["甲\t乙"]

    def test_columns_that_a_row_leaves_free(self) -> None:
        free = '<w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>{}</w:tr>'
        body = f"<w:tbl><w:tr>{''.join(map(self.cell, '甲乙丙'))}</w:tr>{free.format(self.cell('丁'))}</w:tbl>"
        assert lines(body) == ["甲\t乙\t丙", "\t丁"]
        assert self.cells(body)[0][-1] == (1, 1, 1, 1, "丁")

    @pytest.mark.parametrize("span", ["0", "-1", "x", "9" * 5000, "99999"])
    def test_absurd_spans(self, span: str) -> None:
        body = self.rows(self.cell("甲", f'<w:gridSpan w:val="{span}"/>') + self.cell("乙"), "".join(map(self.cell, "丙丁")))
        ((first, second, *_),) = self.cells(body)
        assert (first[4], second[4]) == ("甲", "乙")
        assert second[1] <= 100

    def test_a_row_of_one_cell_in_a_table_of_more_columns(self) -> None:
        title = f"<w:tc>{paragraph('一、民生类')}<w:p/></w:tc>"
        body = self.rows(title, "".join(map(self.cell, ("公园", "6处"))))
        assert self.cells(body) == [[(0, 0, 1, 1, "一、民生类"), (1, 0, 1, 1, "公园"), (1, 1, 1, 1, "6处")]]

    def test_a_row_of_one_cell_with_paragraphs_parts_a_table(self) -> None:
        two = "".join(map(self.cell, ("公园", "6处")))
        body = self.rows(two, two, f"<w:tc>{paragraph('说明。')}{paragraph('建桥3座。')}</w:tc>", two)
        assert lines(body) == ["公园\t6处", "公园\t6处", "说明。", "建桥3座。", "公园\t6处"]
        assert [len(cells) for cells in self.cells(body)] == [4, 2]

    def test_a_table_in_a_frame_stays_a_table(self) -> None:
        inner = self.rows("".join(map(self.cell, "甲乙")), "".join(map(self.cell, "丙丁")))
        assert lines(self.rows(f"<w:tc>{inner}<w:p/></w:tc>")) == ["甲\t乙", "丙\t丁"]
        body = self.rows(f"<w:tc>{inner}<w:p/></w:tc>", "".join(map(self.cell, "戊己")))
        assert lines(body) == ["甲\t乙", "丙\t丁", "戊\t己"]

    def test_a_layout_of_running_text_side_by_side(self) -> None:
        left = paragraph("一、修路") + paragraph("改造道路3公里。") + paragraph("（一）干线")
        right = paragraph("二、建桥") + paragraph("新建桥梁2座。")
        assert lines(self.rows(f"<w:tc>{left}</w:tc><w:tc>{right}</w:tc>")) == [
            *("一、修路", "改造道路3公里。", "（一）干线", "二、建桥", "新建桥梁2座。"),
        ]
        assert lines(self.rows(f"<w:tc>{paragraph('主送')}{paragraph('机关')}</w:tc>{self.cell('各区')}")) == ["主送 机关\t各区"]

    def test_tracked_and_hidden_rows_and_cells(self) -> None:
        new = f"<w:tr><w:trPr><w:ins/></w:trPr>{self.cell('新')}{self.cell('增', '<w:cellIns/>')}{self.cell('旧', '<w:cellDel/>')}</w:tr>"
        hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{self.cell('藏')}{self.cell('着')}</w:tr>"
        shown = f'<w:tr><w:trPr><w:hidden w:val="0"/></w:trPr>{self.cell("甲")}{self.cell("乙")}</w:tr>'
        assert lines(f"<w:tbl>{new}{hidden}{shown}</w:tbl>") == ["新\t增", "甲\t乙"]

    def test_words_hidden_in_all_cells_of_a_row(self) -> None:
        cell = f"<w:tc><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{run('藏', '<w:vanish/>')}</w:p></w:tc>"
        assert lines(self.rows(cell * 2, self.cell("甲") + self.cell("乙"))) == ["甲\t乙"]

    def test_rows_and_cells_in_controls(self) -> None:
        cell = f"<w:sdt><w:sdtContent>{self.cell('甲')}</w:sdtContent></w:sdt>{self.cell('乙')}"
        row = f"<w:sdt><w:sdtContent><w:tr>{self.cell('丙')}{self.cell('丁')}</w:tr></w:sdtContent></w:sdt>"
        assert lines(f"<w:tbl><w:tr>{cell}</w:tr>{row}</w:tbl>") == ["甲\t乙", "丙\t丁"]

    def test_a_deleted_row(self) -> None:
        body = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('旧')}</w:tc></w:tr></w:tbl>{paragraph('甲')}"
        assert lines(body) == ["甲"]

    def test_numbers_run_on_through_cells(self) -> None:
        body = item("甲") + self.table((item("乙"), paragraph("x"))) + item("丙")
        assert lines(body, numbering=CHINESE + num()) == ["一、甲", "二、乙\tx", "三、丙"]


class TestPackages:
    def test_without_styles_and_numbering(self) -> None:
        parts = {"word/document.xml": parts_of(paragraph("甲"))["word/document.xml"]}
        assert read_word(packed(parts), "plan.docx", "0").content == "甲"

    def test_a_document_under_another_name(self) -> None:
        parts = parts_of(paragraph("甲"))
        parts["word/document2.xml"] = parts.pop("word/document.xml")
        parts["_rels/.rels"] = links({"officeDocument": "/word/document2.xml"})
        assert read_word(packed(parts), "plan.docx", "0").content == "甲"

    def test_a_dangling_link_does_not_matter(self) -> None:
        parts = parts_of(paragraph("甲"))
        parts["word/_rels/document.xml.rels"] = links({"image": "NULL", "styles": "no.xml"})
        assert read_word(packed(parts), "plan.docx", "0").content == "甲"

    def test_the_strict_variant_of_the_format(self) -> None:
        strict = str(parts_of(item("甲"))["word/document.xml"]).replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        parts = parts_of("", numbering=CHINESE + num()) | {"word/document.xml": strict}
        assert read_word(packed(parts), "plan.docx", "0").content == "一、甲"

    def test_no_zip(self) -> None:
        assert fault(b"").fault == "the file is empty"
        assert fault(b"PK\x03\x04 and no more").fault == "not a Word file (no zip package)"
        assert fault("没有压缩".encode()).remedy == "open it in Word or WPS and save it again as .docx"

    def test_a_zip_of_something_else(self) -> None:
        assert fault(packed({"xl/workbook.xml": "<x/>"})).fault == "a zip file without a Word document in it"

    def test_protected_and_old_files(self) -> None:
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        assert fault(ole + "EncryptedPackage".encode("utf-16-le")).fault == "protected by a password"
        assert "old Word" in fault(ole).fault

    def test_a_protected_zip(self) -> None:
        data = bytearray(packed(parts_of(paragraph("甲"))))
        for signature, flag in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            at = data.find(signature)
            while at >= 0:
                data[at + flag] |= 1
                at = data.find(signature, at + 1)
        assert "damaged" in fault(bytes(data)).fault

    @pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
    def test_entities(self, codec: str) -> None:
        bomb = (
            f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE w:document [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">'
            f'<!ENTITY c SYSTEM "file:///secret.txt">]><w:document {NAMESPACES}><w:body>{paragraph("&b;&c;")}'
            "</w:body></w:document>"
        )
        error = fault(packed(parts_of("") | {"word/document.xml": bomb.encode(codec)}))
        assert "entities" in error.fault

    @pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
    @pytest.mark.parametrize("xml", [b"", b"<w:", b"<a>&nbsp;</a>", b"\xff\xfe\x00", b"<?xml version='1.0' encoding='no'?><a/>"])
    def test_broken_xml(self, part: str, xml: bytes) -> None:
        error = fault(packed(parts_of(paragraph("甲")) | {part: xml}))
        assert error.fault == f"damaged Word file ({part} cannot be read)"

    def test_no_body_and_no_words(self) -> None:
        assert "no body" in fault(packed(parts_of("") | {"word/document.xml": "<a/>"})).fault
        assert "no words" in fault(packed(parts_of("<w:p/>"))).fault

    def test_damaged_bytes(self) -> None:
        data = bytearray(packed(parts_of(paragraph("甲" * 500))))
        at = data.index(b"word/document.xml") + 40
        data[at : at + 20] = bytes(20)
        assert "damaged" in fault(bytes(data)).fault

    def test_too_deep(self) -> None:
        deep = "<w:tbl><w:tr><w:tc>" * 2000 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 2000
        fault(packed(parts_of(deep)))

    def test_a_zip_bomb_by_ratio(self) -> None:
        error = fault(packed(parts_of(paragraph("甲" + " " * 2 * package.RATIO_COUNTS_FROM))))
        assert error.fault == "a zip bomb? word/document.xml unpacks to more than 250 times its size"

    def test_a_zip_bomb_by_size(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = packed(parts_of(paragraph("甲" * 5000)))
        monkeypatch.setattr(package, "MAX_PART", 10_000)
        assert "word/document.xml unpacks to more" in fault(data).fault
        monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
        assert "its parts unpack" in fault(data).fault

    def test_a_package_that_lies_about_its_size(self) -> None:
        """The size in the directory says 100 bytes; the bytes behind it go on and on."""
        squeezed = zlib.compressobj(wbits=-15)
        bomb = squeezed.compress(b"<" + b" " * 50_000_000) + squeezed.flush()
        stored = io.BytesIO()
        with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("word/document.xml", bomb)
        lying = bytearray(stored.getvalue())
        for signature, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
            at = lying.index(signature)
            lying[at + method] = zipfile.ZIP_DEFLATED
            lying[at + size : at + size + 4] = (100).to_bytes(4, "little")
        assert "damaged" in fault(bytes(lying)).fault

    def test_a_part_with_an_ugly_name(self) -> None:
        parts = {"_rels/.rels": links({"officeDocument": "a\u202e&#10;b.xml"}), "a\u202e\nb.xml": "<"}
        fault(packed(parts))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")


class TestOldFiles:
    """.doc and .wps: what stands behind these endings, and what becomes of it with and without LibreOffice."""

    PLAN = ("一、守住耕地", "建成高标准农田2.4万亩。")

    @staticmethod
    def fault(data: bytes, path: str = "plan.doc") -> SourceError:
        with pytest.raises(SourceError) as caught:
            read_old_word(data, path, "0")
        assert "\n" not in str(caught.value)
        return caught.value

    def new_file(self) -> bytes:
        return packed(parts_of("".join(map(paragraph, self.PLAN))))

    def converted(self, folder: Path, filter_name: str, ending: str) -> bytes:
        """The plan as LibreOffice saves it in an old format."""
        document = docx.Document()
        for words in self.PLAN:
            document.add_paragraph(words)
        document.save(str(folder / "plan.docx"))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            filter_name,
            "--outdir",
            str(folder / "old"),
            str(folder / "plan.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (folder / "old" / f"plan.{ending}").read_bytes()

    @pytest.fixture
    def stand_in(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
        """Puts a program of the name soffice on the PATH, alone."""
        if os.name == "nt":
            pytest.skip("the stand-in is a shell script")

        def put(script: str) -> None:
            folder = tmp_path / "programs"
            folder.mkdir(exist_ok=True)
            (folder / "soffice").write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", "utf-8")
            (folder / "soffice").chmod(0o755)
            monkeypatch.setenv("PATH", str(folder))

        return put

    @needs_libreoffice
    @pytest.mark.parametrize(
        "filter_name, ending, path", [("doc:MS Word 97", "doc", "plan.DOC"), ("doc", "doc", "plan.wps"), ("rtf", "rtf", "plan.doc")]
    )
    def test_with_libreoffice(self, tmp_path: Path, filter_name: str, ending: str, path: str) -> None:
        data = self.converted(tmp_path, filter_name, ending)
        text = read_old_word(data, path, "77")
        assert [text.content[b.start : b.end] for b in text.blocks] == list(self.PLAN)
        assert (text.path, text.sha256) == (path, "77")

    @needs_libreoffice
    def test_a_damaged_file_with_libreoffice(self) -> None:
        error = self.fault(OLE + bytes(3000))
        assert error.fault == "an old Word file that LibreOffice did not convert"

    @pytest.mark.parametrize(
        "data, path, says",
        [
            (OLE + bytes(600), "plan.doc", "an old Word file"),
            (OLE + bytes(600), "plan.WPS", "a WPS file"),
            (rb"{\rtf1\ansi }", "plan.doc", "an RTF file with the ending .doc"),
            (
                b'<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?><w:wordDocument/>',
                "a.doc",
                "a Word file in the XML of 2003",
            ),
        ],
    )
    def test_without_libreoffice(self, data: bytes, path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert str(self.fault(data, path)) == f"{path}: {says}; install LibreOffice, or save it as .docx"

    def test_what_needs_no_libreoffice(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert read_old_word(self.new_file(), "plan.doc", "0").content == "\n".join(self.PLAN)
        plain = "\n".join(self.PLAN)
        for codec in ("utf-8", "gb18030", "utf-16"):
            assert read_old_word(plain.encode(codec), "plan.doc", "0").content == plain
        assert self.fault(b"").fault == "the file is empty"
        assert self.fault(b"\x31\xbe\0\0" * 9).fault == "neither a Word file nor text"
        assert "damaged" not in self.fault(b"PK\x03\x04").fault

    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
    def test_web_pages(self, codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
        read = {"read_web_page": lambda *_: "a page", "read_saved_page": lambda *_: "a saved page"}
        monkeypatch.setitem(sys.modules, "planparse.sources.web", SimpleNamespace(**read))
        html = '<html xmlns:o="urn:x"><head><meta charset="utf-8"></head><body><p>甲</p></body></html>'
        for page in (html, "<!DOCTYPE HTML>\n" + html, '\r\n<?xml version="1.0"?>\n' + html):
            assert read_old_word(page.encode(codec), "plan.doc", "0") == "a page"
        assert read_old_word(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "plan.doc", "0") == "a saved page"

    def test_protected_files(self) -> None:
        assert self.fault(OLE + "EncryptedPackage".encode("utf-16-le")).fault == "protected by a password"
        old = bytearray(OLE + bytes(512 * 4))
        old[30:32] = b"\x09\0"
        old[512:536] = "WordDocument".encode("utf-16-le")
        old[512 + 116] = 1
        old[1024:1026], old[1034:1036] = b"\xec\xa5", b"\0\x01"
        assert self.fault(bytes(old)).fault == "protected by a password"
        assert "old Word" in fault(OLE + bytes(900)).fault

    def test_how_it_is_run(self, stand_in: Callable[[str], None], tmp_path: Path) -> None:
        (tmp_path / "new.docx").write_bytes(self.new_file())
        stand_in(
            f'echo "$@" > {tmp_path}/arguments; for last; do :; done\n'
            f'cat profile/user/registrymodifications.xcu > {tmp_path}/profile; cat "$last" > {tmp_path}/given\n'
            f'cp {tmp_path}/new.docx "${{last%.*}}.docx"'
        )
        assert read_old_word(OLE + b"x", "some where/a b.Doc", "0").content == "\n".join(self.PLAN)
        arguments = (tmp_path / "arguments").read_text("utf-8")
        folder = Path(arguments.split()[-1]).parent
        assert arguments.startswith(f"-env:UserInstallation={(folder / 'profile').as_uri()} --headless ")
        assert "DisableMacrosExecution" in (tmp_path / "profile").read_text("utf-8")
        assert (tmp_path / "given").read_bytes() == OLE + b"x"
        assert not folder.exists()

    @pytest.mark.parametrize("script", ["exit 1", "exit 0", 'for last; do :; done; mkdir "${last%.*}.docx"', "kill -9 $$"])
    def test_a_conversion_that_fails(self, script: str, stand_in: Callable[[str], None]) -> None:
        stand_in(script)
        error = self.fault(OLE)
        assert error.fault == "an old Word file that LibreOffice did not convert"
        assert error.remedy == "open it in Word or WPS and save it again as .docx"

    def test_a_conversion_that_gives_rubbish(self, stand_in: Callable[[str], None]) -> None:
        stand_in('for last; do :; done; echo rubbish > "${last%.*}.docx"')
        assert self.fault(OLE).fault == "not a Word file (no zip package)"

    def test_a_conversion_that_hangs_is_ended_with_all_that_it_started(
        self, stand_in: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(old, "TIMEOUT", 1)
        stand_in(f"(sleep 3; touch {tmp_path}/survived) & sleep 60")
        start = time.monotonic()
        assert "took longer than 1 seconds" in self.fault(OLE).fault
        assert time.monotonic() - start < 20
        time.sleep(3)
        assert not (tmp_path / "survived").exists()

    def test_a_program_that_cannot_be_run(self, stand_in: Callable[[str], None], tmp_path: Path) -> None:
        stand_in("")
        (tmp_path / "programs" / "soffice").write_bytes(b"\x7fELF rubbish")
        assert "did not convert" in self.fault(OLE).fault


GOOD = packed(parts_of(item("就业") + item("岗位", 1) + paragraph("新增4万个"), style("1", "heading 1"), CHINESE + num()))
BITS = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "<w:tbl>",
    "<w:tr>",
    "<w:tc>",
    "</w:tc>",
    "</w:tr>",
    "</w:tbl>",
]
PROPERTIES = [
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
    '<w:pPr><w:pStyle w:val="1"/></w:pPr>',
    '<w:pPr><w:outlineLvl w:val="-1"/></w:pPr>',
    '<w:fldChar w:fldCharType="end"/>',
    "<w:br/>",
    "<w:ins/>",
    "<mc:AlternateContent/>",
    "<?x y?>",
    "<!-- -->",
    "甲",
    "&#xD7FF;",
]


def check(data: bytes) -> None:
    try:
        text = read_word(data, "x", "0")
    except SourceError as error:
        assert "\n" not in str(error)
    else:
        held = [text.content[b.start : b.end] for b in text.blocks]
        assert held == [line for line in text.content.split("\n") if line.strip()]
        text.content.encode()


@given(st.binary(max_size=200))
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4), st.integers(0, 60))
def test_any_damage(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(GOOD)
    for place, byte in changes:
        data[place] = byte
    check(bytes(data[: len(data) - cut]))


@given(st.lists(st.sampled_from(BITS + PROPERTIES), max_size=12))
def test_any_order_of_elements(pieces: list[str]) -> None:
    check(packed(parts_of("".join(pieces), style("1", "heading 1"), CHINESE + num())))


@given(st.text(max_size=10), st.text(max_size=10), st.integers(-5, 10**12))
def test_any_values_in_the_numbering(form: str, text: str, start: int) -> None:
    def quoted(value: str) -> str:
        clean = "".join(c for c in value if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
        return clean.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    check(packed(parts_of(item("甲"), numbering=definition(level(0, quoted(form), quoted(text), start=start)) + num())))
