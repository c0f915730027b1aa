"""Web pages: the main text and nothing of the site around it, tables, encodings, and pages that are broken or hostile.

All pages are written for these tests, in the shapes in which publishing systems of governments write theirs.
"""

from __future__ import annotations

import base64
import contextlib
import quopri
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planparse.errors import MissingExtraError, SourceError
from planparse.sources import Text, read_source
from planparse.sources.web import read_saved_page, read_web_page

HEAD = "<!DOCTYPE html><html><head><meta charset='utf-8'>"
TITLE = "青柳县2026年民生实事实施方案"
GOALS = "到2026年底，新建口袋公园12处，改造老旧管网30公里。"
SCHOOLS = "全年新增普惠学位900个；其中城区600个。"
NAVIGATION = "".join(
    f"<li><a href='/c{n}/'>{word}</a></li>" for n, word in enumerate(("首页", "政务公开", "办事服务", "互动交流", "走进青柳"))
)
NEWS = "".join(
    f"<li><a href='/n{n}.html'>{word}</a><span>2026-02-0{n}</span></li>"
    for n, word in enumerate(("县里召开春耕备耕会议", "青柳大桥合龙通车在即", "全县新增就业4000人", "灯会迎客20万人次"), 1)
)
FOOTER = (
    "<p>主办单位：青柳县人民政府办公室　技术支持：县大数据中心</p>"
    "<p>某ICP备12345678号-1　网站标识码：9900000001</p><p>联系我们 | 网站地图</p>"
)
TOOLS = (
    "<div class='t'>【<a href='javascript:print()'>打印</a>】【<a href='#'>关闭</a>】"
    " 字体：<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a></div>"
)
TEXT = f"<p>{GOALS}</p><p>{SCHOOLS}</p>"
LINES = [GOALS, SCHOOLS]


def read(page: str | bytes) -> Text:
    return read_web_page(page.encode("utf-8") if isinstance(page, str) else page, "plan.html", "0")


def lines_of(page: str | bytes) -> list[str]:
    text = read(page)
    return [text.content[block.start : block.end] for block in text.blocks]


def cells_of(page: str) -> list[list[tuple[int, int, int, int, str]]]:
    text = read(page)
    return [[(c.row, c.column, c.rows, c.columns, text.content[c.start : c.end]) for c in table.cells] for table in text.tables]


def body(inner: str, title: str = "") -> str:
    return f"{HEAD}<title>{title}</title></head><body>{inner}</body></html>"


# --- The main text ---

SITES = {
    "a publishing system with its own box": (
        f"<div class='header'><div class='logo'>青柳县人民政府</div><ul class='nav'>{NAVIGATION}</ul></div>"
        f"<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/g/'>政务公开</a> &gt; 正文</div>"
        f"<h1>{TITLE}</h1>{TOOLS}<div class='TRS_Editor'>{TEXT}</div><div class='fr'><h3>热点新闻</h3><ul>{NEWS}</ul></div>"
        f"<div class='foot'>{FOOTER}</div>",
        [TITLE, *LINES],
    ),
    "#zoom, with a side column before it": (
        f"<div id='top'><ul>{NAVIGATION}</ul></div><div class='left'><h2>信息公开目录</h2><ul>{NEWS}</ul></div>"
        f"<div class='right'><h2>{TITLE}</h2><p>发布时间：2026-01-09 来源：县政府办 字体：大 中 小</p>"
        f"<div id='zoom'>{TEXT}</div>{TOOLS}</div>"
        f"<div>{FOOTER}</div>",
        [TITLE, "发布时间：2026-01-09 来源：县政府办", *LINES],
    ),
    "ucapcontent as an element": (
        f"<nav><ul>{NAVIGATION}</ul></nav><h1>{TITLE}</h1><ucapcontent>{TEXT}</ucapcontent><div>上一篇：<a href='/1'>旧闻一则</a></div>"
        f"<footer>{FOOTER}</footer>",
        [TITLE, *LINES],
    ),
    "no names at all": (
        f"<div><div>{NAVIGATION}</div></div><div><div>{TITLE}</div><div>{TEXT}</div></div><div><ul>{NEWS}</ul></div><div>{FOOTER}</div>",
        [TITLE, *LINES],
    ),
    "tables as layout, three deep": (
        f"<table width='1000'><tr><td><table><tr><td><a href='/'>首页</a></td><td><a href='/a'>政务</a></td><td>"
        f"<a href='/b'>服务</a></td></tr>"
        f"</table></td></tr><tr><td><table><tr><td width='200'><table><tr><td><ul>{NEWS}</ul></td></tr></table></td>"
        f"<td><table><tr><td align='center'><b>{TITLE}</b></td></tr><tr><td>{TEXT}</td></tr></table></td></tr></table></td></tr>"
        f"<tr><td align='center'>{FOOTER}</td></tr></table>",
        [TITLE, *LINES],
    ),
    "a layout of one table, with a short text": (
        f"<table><tr><td><a href='/'>首页</a> <a href='/a'>政务</a> <a href='/b'>服务</a></td></tr><tr><td><ul>{NEWS}</ul></td>"
        f"<td><p>{TITLE}</p><p>{GOALS}</p></td></tr><tr><td>{FOOTER}</td></tr></table>",
        [TITLE, GOALS],
    ),
    "everything in one form": (
        f"<form id='aspnetForm'><input type='hidden' value='x'><ul class='menu'>{NAVIGATION}</ul><div class='main'>"
        f"<h1>{TITLE}</h1>{TEXT}</div>"
        f"<select><option>友情链接</option></select><div class='footer'>{FOOTER}</div></form>",
        [TITLE, *LINES],
    ),
    "one sentence only": (
        f"<ul>{NAVIGATION}</ul><div class='article'><h1>{TITLE}</h1><div><p>{GOALS}</p></div></div><div class='list'>"
        f"<ul>{NEWS}</ul></div>{FOOTER}",
        [TITLE, GOALS],
    ),
    "a long text": (
        f"<ul>{NAVIGATION}</ul><div><h1>{TITLE}</h1>{TEXT * 150}</div><ul>{NEWS}</ul><div>{FOOTER}</div>",
        [TITLE, *LINES * 150],
    ),
    "a text that is full of links": (
        f"<ul>{NAVIGATION}</ul><div class='con'><h1>{TITLE}</h1><p>"
        f"<a href='/x'>各街道</a>、<a href='/y'>县教育局</a>、<a href='/z'>县住建局</a>：</p>"
        f"<p>{GOALS}</p><ul><li><a href='/1'>县城更新计划</a></li><li><a href='/2'>乡村道路计划</a></li><li>"
        f"<a href='/3'>水库加固计划</a></li></ul>"
        f"<p><a href='/s'>{SCHOOLS}</a></p></div><div><ul>{NEWS}</ul></div><div>{FOOTER}</div>",
        [TITLE, "各街道、县教育局、县住建局：", GOALS, "县城更新计划", "乡村道路计划", "水库加固计划", SCHOOLS],
    ),
    "links inside of the named box": (
        f"<ul>{NAVIGATION}</ul><h1>{TITLE}</h1><div class='article-con'><p>{GOALS}</p><p>附件：</p><ul><li>"
        f"<a href='/1'>任务分工表</a></li>"
        f"<li><a href='/2'>资金安排表</a></li><li><a href='/3'>时间安排表</a></li></ul></div><div>{FOOTER}</div>",
        [TITLE, GOALS, "附件：", "任务分工表", "资金安排表", "时间安排表"],
    ),
    "related pages below": (
        f"<div class='nav'>{NAVIGATION}</div><div class='w'><h1>{TITLE}</h1><div>{TEXT}</div>"
        f"<div class='sign'>青柳县人民政府</div><div>2026年1月9日</div>"
        f"<div>（责任编辑：某某）</div><div class='xg'><p>相关阅读：</p><ul>{NEWS}</ul></div></div><div>{FOOTER}</div>",
        [TITLE, *LINES, "青柳县人民政府", "2026年1月9日"],
    ),
    "a flat page": (
        f"<p><a href='/'>首页</a> | <a href='/a'>政务</a> | <a href='/b'>服务</a></p><p>您现在的位置：首页 &gt;&gt; 规划计划</p>"
        f"<h1>{TITLE}</h1>{TEXT}"
        f"<p>【打印】【关闭】</p><p>上一篇：没有了</p><p>下一篇：<a href='/2'>另一份方案</a></p>{FOOTER}",
        [TITLE, *LINES],
    ),
    "an article with its own header": (
        f"<header><h1><a href='/'>青柳县人民政府</a></h1><nav><ul>{NAVIGATION}</ul></nav></header><main><article><header>"
        f"<h1>{TITLE}</h1></header>{TEXT}"
        f"</article><aside><h2>最新信息</h2><p>灯会开幕，游人如织，热闹非凡。<a href='/d'>[详细]</a></p><ul>{NEWS}</ul></aside>"
        f"</main><footer>{FOOTER}</footer>",
        [TITLE, *LINES],
    ),
    "teasers beside the text": (
        f"<ul>{NAVIGATION}</ul><div class='l'><h1>{TITLE}</h1><div>{TEXT}</div></div><div class='r'><ul>{NEWS}</ul>"
        f"<p>桥上灯火通明，河边人来人往，大家都说好。<a href='/d'>[详细]</a></p></div><div>{FOOTER}</div>",
        [TITLE, *LINES],
    ),
    "the plan in parts": (
        f"<ul>{NAVIGATION}</ul><div class='box'><div class='notice'><p>各乡镇：现将方案印发给你们，请认真执行。</p></div>"
        f"<div class='part'><h2>一、目标</h2><p>{GOALS}</p></div>"
        f"<div class='part'><h2>二、任务</h2><p>{SCHOOLS}</p><ul><li>修缮校舍5所</li></ul></div></div><ul>{NEWS}</ul><div>{FOOTER}</div>",
        ["各乡镇：现将方案印发给你们，请认真执行。", "一、目标", GOALS, "二、任务", SCHOOLS, "修缮校舍5所"],
    ),
    "pressed and shared": (
        f"<div><a href='/'>设为首页</a> | <a href='/w'>无障碍阅读</a> | <a href='/e'>English</a></div><ul>{NAVIGATION}</ul><div>"
        f"<h1>{TITLE}</h1>"
        f"<div>浏览次数：318次</div><div>分享到：微信 微博 QQ空间</div><div>{TEXT}</div><div>扫一扫在手机打开当前页</div></div>"
        f"<div>{FOOTER}</div>",
        [TITLE, *LINES],
    ),
    "lists as breadcrumb and as head": (
        f"<div><span>欢迎访问青柳县人民政府网</span><span>今天是2026年3月1日 星期日</span></div><dl>{NAVIGATION}</dl>"
        f"<div class='path'><ul><li>当前位置：</li><li><a href='/'>首页</a></li><li>&gt;</li><li><a href='/g'>规划</a></li></ul></div>"
        f"<h3>{TITLE}</h3><ul><li>索引号：123</li><li>发布机构：县府办</li></ul><p>2026-01-02 10:00 来源：县报 【字体：大 中 小】</p>{TEXT}"
        f"<div><p>地址：青柳县中心路1号</p><p>Copyright © 2026 青柳县</p></div>",
        [TITLE, "索引号：123", "发布机构：县府办", "2026-01-02 10:00 来源：县报", *LINES],
    ),
    "lines ended by br": (
        f"<div>{NAVIGATION}</div><div><b>{TITLE}</b><br><br>　　{GOALS}<br>　　{SCHOOLS}<br></div><div>{FOOTER}</div>",
        [TITLE, *LINES],
    ),
    "words that a site has too": (
        f"<ul>{NAVIGATION}</ul><div><h1>{TITLE}</h1><p>建设版权所有人登记平台1个，办理ICP备案40家。</p><p>主办单位：县文旅局</p>"
        f"<p>位置：城北新区</p>"
        f"<p>推广扫码支付，关注老年人需求，服务2000人。</p></div><div>{FOOTER}</div>",
        [TITLE, "建设版权所有人登记平台1个，办理ICP备案40家。", "主办单位：县文旅局", "位置：城北新区",
         "推广扫码支付，关注老年人需求，服务2000人。"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SITES)
def test_only_the_main_text_is_left_of_a_page(name: str) -> None:
    inner, expected = SITES[name]
    assert lines_of(body(inner, f"{TITLE}_青柳县人民政府网")) == (expected if expected[0] == TITLE else [TITLE, *expected])


@pytest.mark.parametrize("name", SITES)
def test_the_main_text_is_found_without_a_title_in_the_head(name: str) -> None:
    inner, expected = SITES[name]
    assert lines_of(body(inner)) == expected


def test_a_page_without_a_site_is_kept_as_it_is() -> None:
    page = body(f"<p>内部稿</p><p>{TITLE}</p><h2>主要目标</h2>{TEXT}<p>青柳县人民政府</p><p>二〇二六年一月</p>", TITLE)
    assert lines_of(page) == ["内部稿", TITLE, "主要目标", *LINES, "青柳县人民政府", "二〇二六年一月"]


def test_what_a_page_says_of_its_document_is_kept() -> None:
    table = (
        "<table><tr><td>索 引 号：</td><td>000/2026-1</td><td>主题分类：</td><td><a href='/t'>综合政务</a></td></tr>"
        "<tr><td>发文字号：</td><td>青政发〔2026〕1号</td><td>有效性：</td><td>有效</td></tr></table>"
    )
    page = body(
        f"<ul>{NAVIGATION}</ul><div>{table}</div><div class='side'><ul>{NEWS}</ul></div><div><h1>{TITLE}</h1>{TEXT}</div>"
        f"<div>{FOOTER}</div>"
    )
    first = "索 引 号：\t000/2026-1\t主题分类：\t综合政务"
    assert lines_of(page) == [first, "发文字号：\t青政发〔2026〕1号\t有效性：\t有效", TITLE, *LINES]


def test_a_plan_that_is_only_a_table() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>新建某类设施若干</td><td>{n}0处</td></tr>" for n in range(1, 5))
    page = body(f"<ul>{NAVIGATION}</ul><div><h1>{TITLE}</h1><table>{rows}</table></div><ul>{NEWS}</ul><div>{FOOTER}</div>")
    assert lines_of(page) == [TITLE, *(f"{n}\t新建某类设施若干\t{n}0处" for n in range(1, 5))]


def test_a_title_only_in_the_head_of_the_page_is_set_before_the_text() -> None:
    site = f"<ul>{NAVIGATION}</ul><div>{TEXT}</div><div>{FOOTER}</div>"
    assert lines_of(body(site, f"{TITLE} - 青柳县人民政府")) == [TITLE, *LINES]
    named = site.replace("<ul>", f"<meta name='ArticleTitle' content='{TITLE}'><ul>", 1)
    assert lines_of(body(named, "青柳政务网")) == [TITLE, *LINES]


# --- Lines ---

SHOWN = [
    ("<p>新建<b>公<i>园</i></b><span>3处</span></p>", ["新建公园3处"]),
    ("<p>甲<br>乙<br/>丙</p>丁<div>戊</div>己", ["甲", "乙", "丙", "丁", "戊", "己"]),
    ("<p>  新建\n  公园\r\n\t3 处&nbsp;&nbsp;&nbsp;左右\nA B\nC</p>", ["新建公园 3 处 左右 A B C"]),
    ("<p>&#12288;&emsp;甲&#12288;乙&amp;&lt;&hellip;</p>", ["甲\u3000乙&<…"]),
    ("<p>新<span>建</span>\n<span>公</span>园\u200b3<wbr>处</p>", ["新建公园3处"]),
    ("<span style='display:block'>甲</span><span style='display: flex'>乙</span>", ["甲", "乙"]),
    ("<p>甲</p><p hidden>乙</p><p style='color:red; DISPLAY : none'>丙</p><p>丁</p>", ["甲", "丁"]),
    ("<div style='visibility:hidden'><p>甲</p></div><p>乙</p>", ["乙"]),
    ("<script>var a='<p>甲</p>';</script><style>p{}</style><noscript>乙</noscript><p>丙<!-- 丁 --></p>", ["丙"]),
    ("<p>甲<input value='乙'><button>丙</button><textarea>丁</textarea><select><option>戊</select></p>", ["甲"]),
    ("<pre>甲  1\n乙\n\n丙</pre>", ["甲 1", "乙", "丙"]),
    ("<p><ruby>桥<rp>(</rp><rt>qiáo</rt></ruby>3座<del>4座</del></p>", ["桥3座"]),
    ("<p>3m<sup>2</sup>，5公里<sup>[1]</sup>，桥2座<sup><a href='#n1'>1</a></sup><a href='#n2'>[2]</a></p>", ["3m2，5公里，桥2座"]),
    ("<ol><li>甲<li><p>乙</p><p>丙</p><li>丁</ol>", ["1. 甲", "2. 乙", "丙", "3. 丁"]),
    ("<ol start=3><li>甲<ol type=a><li>子</ol><li value=9>乙</ol><ul><li>丙</ul>", ["3. 甲", "a. 子", "9. 乙", "丙"]),
    ("<ol><li>一、甲<li>（二）乙<li>3.丙</ol><ol style='list-style-type:none'><li>丁</ol>", ["一、甲", "（二）乙", "3.丙", "丁"]),
    ("<ol style='list-style: cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
    ("<dl><dt>甲<dd>乙</dl><blockquote>丙</blockquote><center>丁</center>", ["甲", "乙", "丙", "丁"]),
    ("<p>甲<![if !supportLists]>1.<![endif]>乙<o:p>丙</o:p></p>", ["甲1.乙丙"]),
    ("<p><a href='#a'>一、</a></p><p><a href='#b'>二、</a></p><h2 id=a>一、</h2><h2 id=b><a href='#b'>二、</a></h2>", ["一、", "二、"]),
    ("<p>&#0;甲&#xD800;&#1;乙</p>", ["\ufffd甲\ufffd乙"]),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "expected"), SHOWN)
def test_lines_are_those_that_a_browser_shows(inner: str, expected: list[str]) -> None:
    assert lines_of(body(inner)) == expected


def test_headings_have_their_level() -> None:
    text = read(body(f"<h1>{TITLE}</h1><h2>目标<br>第二行</h2><p>{GOALS}</p><h6>末</h6>"))
    assert [block.heading for block in text.blocks] == [1, 2, 2, None, 6]


def test_notes_stand_behind_the_text() -> None:
    note = "<div id='sdfootnote1'><p><a class='sdfootnotesym' href='#sdfootnote1anc'>1</a>按户籍计。</p></div>"
    text = read(body(f"{note}<p>服务3万人<a class='sdfootnoteanc' href='#sdfootnote1sym'><sup>1</sup></a>。</p><p>{GOALS}</p>"))
    assert [(text.content[b.start : b.end], b.note) for b in text.blocks] == [("服务3万人。", False), (GOALS, False), ("按户籍计。", True)]


# --- Tables ---


def test_tables_keep_rows_columns_and_spans() -> None:
    table = (
        "<table border=1><caption>表1</caption><thead><tr><th>领域<th colspan=2>目标</thead>"
        "<tr><td rowspan=2>教育<td>学校<td><p>3所</p><p>（新建）</p><tr><td>学位<td>900个</table>"
    )
    assert lines_of(body(table)) == ["表1", "领域\t目标", "教育\t学校\t3所 （新建）", "\t学位\t900个"]
    assert cells_of(body(table))[0][:4] == [(0, 0, 1, 1, "领域"), (0, 1, 1, 2, "目标"), (1, 0, 2, 1, "教育"), (1, 1, 1, 1, "学校")]


def test_a_row_of_one_cell_with_paragraphs_is_a_frame_in_a_table() -> None:
    table = f"<table border=1><tr><td>甲<td>1处</tr><tr><td colspan=2>{TEXT}</td></tr><tr><td>乙<td>2处</tr></table>"
    assert lines_of(body(table)) == ["甲\t1处", *LINES, "乙\t2处"]
    assert len(cells_of(body(table))) == 2


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>{TEXT}</table>",
        f"<table><tr><td><p>{GOALS}</p><tr><td>{SCHOOLS}</table>",
        f"<table><tr><td><img src='/a.png'><td>{TEXT}</table>",
        f"<table><tr><td><table><tr><td>{TEXT}</table></table>",
    ],
)
def test_frames_are_no_tables(table: str) -> None:
    assert lines_of(body(table)) == LINES
    assert cells_of(body(table)) == []


@pytest.mark.parametrize("span", ["999999999", "9" * 5000, "-3", "0", "x", ""])
def test_any_span_is_bounded(span: str) -> None:
    row = f"<tr><td colspan='{span}' rowspan='{span}'>甲<td>乙</tr>"
    page = body(f"<table border=1>{row * 300}</table>")
    assert len(read(page).content) < 40_000


# --- Encodings ---

CHINESE = body(f"<h1>{TITLE}</h1>{TEXT}").replace("<meta charset='utf-8'>", "")


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", ""), ("utf-8", "utf-8"), ("utf-8", "gb2312"), ("utf-8-sig", "gbk"), ("gb18030", ""), ("gb18030", "gb2312"),
        ("gb18030", "GBK"), ("gb18030", "utf-8"), ("gb18030", "nonsense"), ("utf-16", ""), ("utf-16-le", "utf-16"), ("utf-16-be", ""),
        ("gb18030", "iso-8859-1"),
    ],
)  # fmt: skip
def test_the_encoding_that_reads_as_chinese_wins(codec: str, declared: str) -> None:
    meta = f"<head><meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else "<head>"
    assert lines_of(CHINESE.replace("<head>", meta).encode(codec)) == [TITLE, *LINES]


def test_big5_is_read_where_it_is_declared() -> None:
    page = "<meta charset=big5><p>全縣新建學校三所，改造道路五公里。</p>"
    assert lines_of(page.encode("big5")) == ["全縣新建學校三所，改造道路五公里。"]


def test_an_xml_declaration_is_no_hindrance() -> None:
    assert lines_of(f"<?xml version='1.0' encoding='utf-8'?>{CHINESE}") == [TITLE, *LINES]


# --- Saved pages ---


def saved(page: bytes, charset: str = "utf-8", coding: str = "quoted-printable") -> bytes:
    encoded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[coding](page)
    return (
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/css\r\n\r\np{}\r\n"
        + f'--b\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {coding}\r\n\r\n'.encode()
        + encoded
        + b"\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>second</p>\r\n--b--\r\n"
    )  # fmt: skip


def lines_of_saved(data: bytes) -> list[str]:
    text = read_saved_page(data, "plan.mht", "0")
    return [text.content[block.start : block.end] for block in text.blocks]


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(("codec", "charset"), [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "x-unknown")])
def test_a_saved_page_is_its_first_page(coding: str, codec: str, charset: str) -> None:
    assert lines_of_saved(saved(CHINESE.encode(codec), charset, coding)) == [TITLE, *LINES]


def test_a_saved_page_in_its_declared_encoding() -> None:
    page = "<p>全縣新建學校三所，改造道路五公里。</p>".encode("big5")
    assert lines_of_saved(saved(page, "big5", "base64")) == ["全縣新建學校三所，改造道路五公里。"]


NESTED_MAIL = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))


@pytest.mark.parametrize("data", [b"", b"no mail", b"Content-Type: text/plain\n\nhello", CHINESE.encode(), NESTED_MAIL])
def test_a_saved_page_without_a_page_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^plan\.mht: .*web archive.*; open it in a browser"):
        read_saved_page(data, "plan.mht", "0")


# --- Faults ---


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (body("<div id='app'></div><script>load('/plan.json')</script>"), "no words in it .*scripts"),
        (body("<img src='scan.png'>"), "no words in it"),
        (
            "<html><frameset cols='20%,*'><frame src='a.htm'><frame src='b.htm'><noframes>旧浏览器</noframes></frameset></html>",
            "a page of frames",
        ),
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ("<!-- -->", "no words|damaged"),
        (b"%PDF-1.4", "not plain text but a PDF"),
        (b"\x00\x01\x02" * 50, "not a text file"),
        ("<p>发展</p>".encode() + b"\xff\xfe\xfd", "broken|neither"),
        ("<div>" * 100_000 + "甲", "its elements are nested too deeply"),
    ],
)
def test_faults_are_named(page: str | bytes, fault: str) -> None:
    with pytest.raises(SourceError, match=rf"^plan\.html: (?:{fault})[^\n]*; [^\n]+$"):
        read(page)


def test_without_lxml_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    with pytest.raises(MissingExtraError, match=r"planparse\[docs\]"):
        read(CHINESE)


@pytest.mark.parametrize("ending", [".htm", ".html", ".mht", ".mhtml"])
def test_pages_are_read_by_their_ending(tmp_path_factory: pytest.TempPathFactory, ending: str) -> None:
    path = tmp_path_factory.mktemp("pages") / f"plan{ending}"
    path.write_bytes(saved(CHINESE.encode()) if "m" in ending[1:3] and ending.startswith(".mh") else CHINESE.encode())
    text = read_source(path)
    assert text.content.split("\n") == [TITLE, *LINES]
    assert text.path == path.as_posix()


# --- Hostile pages ---

HOSTILE = {
    "one attribute": lambda n: f"<p title='{'x' * n}'>甲",
    "one tag": lambda n: "<" + "x" * n,
    "line ends": lambda n: "甲<br>" * (n // 7),
    "text": lambda n: "字" * (n // 3),
    "rows": lambda n: "<table border=1>" + "<tr><td>甲<td>乙" * (n // 18) + "</table>",
    "unclosed paragraphs": lambda n: "<p>甲" * (n // 6),
    "end tags only": lambda n: "甲" + "</div>" * (n // 6),
    "end tags in the depth": lambda n: "<div>" * 2900 + "甲" + "</p>" * (n // 4),
    "boxes in the depth": lambda n: "<div>" * 2900 + "<p>甲" * (n // 6),
    "attributes": lambda n: "<p " + " ".join(f"a{k}" for k in range(n // 8)) + ">甲",
    "hidden": lambda n: f"<p style='{'display ' * (n // 8)}'>甲",
    "spans": lambda n: "<table border=1>" + "<tr><td rowspan=65000>甲<td>乙" * (n // 30) + "</table>",
    "wide cells": lambda n: "<table border=1>" + "<td colspan=999>甲" * (n // 20) + "</table>",
    "blanks": lambda n: "<p>甲" + " " * n + "乙",
    "links": lambda n: "<a href=/x>甲</a>" * (n // 19),
    "footers": lambda n: "<p>某ICP备1号</p>" * (n // 22),
    "comments": lambda n: "甲<!--" + "-" * n,
    "lists": lambda n: "<ol><li>甲</ol>" * (n // 17),
    "labels": lambda n: "<div>" * 900 + "<p>相关阅读<p><a href=/x>甲乙</a>" * (n // 40),
    "colons": lambda n: "<p>，" + "：甲" * (n // 6),
    "crumbs": lambda n: "<p>首页 " + "> " * (n // 2),
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_page_is_read_or_refused_in_good_time(shape: str) -> None:
    data = HOSTILE[shape](100_000)
    start = time.perf_counter()
    with contextlib.suppress(SourceError):
        read(data)
    assert time.perf_counter() - start < 30, "a tenth of a second, and not minutes, however busy the machine"


@pytest.mark.parametrize("tag", ["div", "b", "a href=/x", "ul", "table", "li", "sup", "span", "font", "form", "p"])
def test_depth_is_read_or_refused(tag: str) -> None:
    try:
        assert "甲" in read(f"<{tag}>" * 30_000 + "甲。").content
    except SourceError as error:
        assert "nested too deeply" in error.fault


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            (
                "<p>", "</p>", "<div>", "</div>", "<br>", "<table border=1>", "</table>", "<tr>", "<td rowspan=3>", "</td>",
                "<td colspan=7>",
                "<th>", "<ol>", "<li>", "</ol>", "<ul class=nav>", "<a href=/x>", "<a href=#n>", "</a>", "<sup>", "</sup>", "[1]", "<h1>",
                "</h1>", "<pre>", "\n", "<div id=zoom>", "<div hidden>", "<div id=ftn1>", "<script>", "</script>", "<title>", "</title>",
                "<body>", "</html>", "<!--", "-->", "<![CDATA[", "]]>", "&nbsp;", "&#0;", "&#xD800;", "&", "<", "\0", "\x85", "\u2028",
                "首页 > ", "当前位置：", "相关阅读", "某ICP备1号", "索引号：", "打印", "新建桥3座。", "，", "<frameset>", "<svg>",
                "<template>",
                "<caption>", "<select>", "<o:p>", "<ucapcontent>", "<q a='", "'>",
            )
        ),
        st.text(max_size=8),
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=150)
@given(SOUP)
def test_any_tag_soup_gives_a_text_or_a_source_error(soup: str) -> None:
    try:
        text = read(soup.encode("utf-8", "replace"))
    except SourceError as error:
        assert "\n" not in str(error)
        return
    assert text.blocks
    assert text == read(soup.encode("utf-8", "replace"))
    for cell in (cell for table in text.tables for cell in table.cells):
        assert 0 <= cell.start <= cell.end <= len(text.content)


@settings(max_examples=100)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(saved)))
def test_any_bytes_give_a_text_or_a_source_error(data: bytes) -> None:
    for reader in (read_web_page, read_saved_page):
        try:
            assert reader(data, "plan.html", "0").blocks
        except SourceError as error:
            assert "\n" not in str(error)


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.characters(categories=["Lo"], min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30),
        min_size=1,
        max_size=8,
    )
)
def test_no_paragraph_of_a_site_less_page_is_lost(paragraphs: list[str]) -> None:
    said = [f"{words}3处。" for words in paragraphs]
    assert lines_of(body("".join(f"<p>{words}</p>" for words in said))) == said
