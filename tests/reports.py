"""Documents for the tests of the page, and what a page holds."""

from __future__ import annotations

import json
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from planparse.cli import main

PLAN = """滨河区2025年工作计划

一、保障民生
新增城镇就业4万人，城镇调查失业率控制在5.5%以内。改造老旧小区20个以上。
二、扩大投资
力争引进企业10—15家，固定资产投资增长6%左右。6月底前建成敦化路等3处过街天桥。
2024年完成投资30.5亿元。
"""
LATER = """临江区2026年工作计划

一、就业
全区新增城镇就业4.6万人，
其中应届毕业生😀𠮷1.2万人。
二、投资
固定资产投资增长7%。新建停车位800个。
"""
ATTACKS = (
    "</script><script>window.attacked = 1</script>",
    "<img src=x onerror='window.attacked = 1'>",
    "<!--<script>",
    "\u2028window.attacked = 1\u2029",
    "\u202e反向\u202c\u2066孤立",
    "{{ 7 * 7 }}{% raw %}",
    "<svg onload=window.attacked=1><style>*{display:none}</style>",
    "javascript:window.attacked=1",
    "&lt;b&gt;\\u003cb\\u003e",
)
PARAGRAPH = "".join(f"第{number}街道新建口袋公园{number}处，翻修篮球场和乒乓球台，添置长椅与路灯，" for number in range(2, 30))
WRAPPED_LINES = [PARAGRAPH[at : at + 30] for at in range(0, len(PARAGRAPH), 30)]
WRAPPED = "\n".join(["滨河区2025年公园建设计划", "", *WRAPPED_LINES, "", "新建厕所8座。"])
UNSEEN = dict.fromkeys(map(ord, "\u202c\u202e\u2066"))
"""Takes out of an attack what nobody sees."""
HOSTILE = "".join(f"{number}、{attack}\n新建{attack}的道路{number}0公里。\n" for number, attack in enumerate(ATTACKS, start=1))


class Page(NamedTuple):
    """A page as a program reads it."""

    html: str
    policy: str
    tags: list[str]
    scripts: list[str]
    style: str
    content: Any


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.parts: dict[str, list[str]] = {"script": [], "style": []}
        self.policy = ""
        self._json = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        if tag in self.parts:
            self.parts[tag].append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] in self.parts and self.cdata_elem:
            self.parts[self.tags[-1]][-1] += data


def page_in(path: Path) -> Page:
    html = path.read_text("utf-8")
    reader = _Reader()
    reader.feed(html)
    content, *scripts = reader.parts["script"]
    return Page(html, reader.policy, reader.tags, scripts, reader.parts["style"][0], json.loads(content))


def written_page(folder: Path, **texts: str) -> Path:
    """A page of documents with these names and texts, written by the commands."""
    plans = folder / "plans"
    plans.mkdir()
    for name, text in texts.items():
        (plans / f"{name}.txt").write_bytes(text.encode("utf-8"))
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["extract", "plans", "--status", "all", "-o", "plans/catalog.yaml"]) == 0
        assert main(["report", "plans/catalog.yaml", "-o", "page.html"]) == 0
    finally:
        os.chdir(before)
    return folder / "page.html"
