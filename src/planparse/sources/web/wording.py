"""What the words of a line tell of its part in a page: running text, or something of the site around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

from planparse.sources.web.lines import PageLine, letters_in

MAX_SIGN = 120
"""A longer line is no label, tool or breadcrumb."""

_SIGNS = re.compile(r"[\s\W_]+")


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """The expressions of ``site_words.yaml``, by their names."""
    entries = yaml.safe_load((files("planparse.sources.web") / "data" / "site_words.yaml").read_text("utf-8"))
    return {entry["name"]: re.compile(entry["expression"], re.IGNORECASE) for entry in entries}


def _pattern(name: str) -> re.Pattern[str]:
    return _patterns()[name]


def is_running(line: PageLine) -> bool:
    """Whether a line is part of a text, with stops in it.

    What invites to read on elsewhere is none, and a headline that is a link has no full stop.
    """
    words = line.words
    if not _has_stops(words, line.linked == line.letters) or (line.links and _pattern("teaser").search(words[-20:])):
        return False
    return not (is_footer(words) or is_breadcrumb(words) or is_tool(words) or is_neighbour(words))


def _has_stops(words: str, is_link: bool) -> bool:
    """Full stops, or a clause between commas, or a lead-in: 县教育局、县住建局："""
    if "。" in words or "；" in words or (words.endswith("：") and ("、" in words or "，" in words)):
        return True
    colon = words.find("：")
    return not is_link and (words.count("，") > 1 or -1 < colon < words.rfind("，"))


def is_footer(words: str) -> bool:
    """The site's owner and its registrations."""
    return len(words) <= 4 * MAX_SIGN and _pattern("footer").search(words) is not None


def is_footer_part(words: str) -> bool:
    """What may stand beside a footer, and elsewhere too."""
    return len(words) <= MAX_SIGN and _pattern("footer_part").match(words) is not None


def is_breadcrumb(words: str) -> bool:
    """当前位置：首页 > 政务公开"""
    found = _pattern("breadcrumb").match(words) if len(words) <= MAX_SIGN else None
    return found is not None and (_pattern("step").search(found["path"]) is not None or found.end("path") == found.start("path") > 3)


def is_side_label(words: str) -> bool:
    """相关阅读, over links to other pages."""
    return len(words) <= 20 and _pattern("side").fullmatch(words) is not None


def is_neighbour(words: str) -> bool:
    """上一篇：…"""
    return len(words) <= MAX_SIGN and _pattern("next").match(words) is not None


def is_tool(words: str) -> bool:
    """Only what one can press, or counts who came: 【打印】 【关闭】 字体：大 中 小."""
    if len(words) > MAX_SIGN or "。" in words or not letters_in(words):
        return False
    left = _pattern("welcome").sub("", _pattern("visits").sub("", _pattern("tool").sub("", words)))
    return not _SIGNS.sub("", left) or (len(words) <= 40 and _pattern("scan").search(words) is not None)


def ends_article(words: str) -> bool:
    """What a page shows behind its article."""
    return is_tool(words) or is_neighbour(words) or is_side_label(words) or _pattern("editor").fullmatch(words) is not None


def is_about_document(words: str) -> bool:
    """发文字号：…, said of the document in the head of a page."""
    found = _pattern("data").match(words)
    return found is not None and (found["said"] is not None or found.end() == len(words))


def without_tools(words: str) -> str:
    """来源：… 字体：大 中 小: the second half is no part of the first."""
    tells = len(words) <= 2 * MAX_SIGN and (is_about_document(words) or _pattern("dated").match(words))
    return _pattern("tools_behind").sub("", words) if tells else words


def names_site(words: str) -> bool:
    """…人民政府网, behind the title of a page."""
    return _pattern("site_name").search(words) is not None


def leads_nowhere(words: str) -> bool:
    """上一篇：没有了"""
    return _pattern("nothing_next").search(words) is not None
