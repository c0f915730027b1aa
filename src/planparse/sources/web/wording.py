"""What the words of a line tell of its part in a page: running text, or something of the site around it."""

from __future__ import annotations

import re

from planparse.sources.web.lines import PageLine, letters_in

MAX_SIGN = 120
"""A longer line is no label, tool or breadcrumb."""

_TEASER = re.compile(r"(?:详细|详情|更多|全文|全部)[\]】］)）>»…\s]{0,9}$")
_FOOTER = re.compile(
    r"ICP(?:备\s?\d|备案(?:编?号|序号)|证)|公网安备\s?\d|公安备案(?:编?号)|网站标识码|版权所有(?=[:：\s©（(]|$|归)|copyright|©",
    re.IGNORECASE,
)
_FOOTER_PART = re.compile(
    r"(?:网站)?(?:主办|承办|协办|运维|管理|维护|建设)(?:单位|方)?\s?[:：]|技术支持|网站地图|联系我们|网站声明|隐私(?:声明|保护)|建议(?:使用|您使用|分辨率)|网站访问量|政府网站找错"
)
_BREADCRUMB = re.compile(r"(?:[您你]?(?:的|现在的?|当前的?|目前的?|所在的?)?(?:所在)?位置(?:是|为|在)?\s?[:：]?|首页)\s?(?P<path>.*)")
_STEP = re.compile(r"[>＞»›→]|首页")
_SIDE = re.compile(
    r"[【\[]?(?:相关|热点|热门|推荐|最新|图片|延伸|栏目|站内|友情|网站|点击|排行|更多|本站|今日)(?:的)?"
    r"(?:链接|文章|阅读|新闻|稿件|解读|文件|报道|信息|政策|推荐|资讯|动态|公告|内容|排行|导航|列表|文档|附件下载|专题|关注|搜索)(?:榜|榜单)?"
    r"[】\]]?\s?[:：]?(?:\s?更多\s?[>＞»+]{0,4})?"
)
_NEXT = re.compile(r"[【\[<＜]?\s?[上下前后]一?[篇条页]\s?(?:[:：】\]>＞]|$|文章|新闻|信息)")
_TOOL = re.compile(
    r"打\s?印(?:本页|此页|页面|文章|正文|本文|预览)?|关\s?闭(?:窗口|本页|页面|此页)?|字\s?[体号](?:大小)?|特大|[大中小](?=[\s\W大中小]|$)|默认"
    r"|(?:我要)?(?:收藏|分享|纠错|转发)(?:本页|本站|此页|页面|到|至|按钮)?|微信(?:好友|扫一扫)?|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|朋友圈|复制(?:链接|网址)|人人网"
    r"|(?:返回|回到)?(?:顶部|首页|列表|上一页|上级)|返回|(?:下载|保存)(?:本页|此页|文档|正文)|(?:全文)?(?:朗读|播报)|(?:语音)?播报|听全文|手机(?:版|看)|扫一扫"
    r"|设为(?:首页|主页)|加入收藏|收藏本站|(?:进入)?(?:无障碍|关怀|适老|长者|老年|大字)(?:浏览|阅读|模式|版|化)*|简体(?:版|中文)?|繁[体體](?:版|中文)?|English|EN|登录|注册|个人中心"
    r"|(?:本)?网站支持IPv6|搜\s?索|站内搜索|高级搜索|网站导航|我的主页|A[+-]",
    re.IGNORECASE,
)
_SCAN = re.compile(r"扫(?:一扫|描|码).{0,12}(?:手机|二维码|微信|打开|关注|分享|查看)|(?:手机|微信)扫(?:一扫|码)")
_VISITS = re.compile(r"(?:浏览|阅读|点击|访问)(?:次数|数|量|率|人次)?\s?[:：]?\s?[\[(（]?\s?\d*\s?[\])）]?次?")
_WELCOME = re.compile(
    r"(?:今天是|现在是|欢迎(?:您|访问|光临|来到)).{0,60}|\d{4}年\d{1,2}月\d{1,2}日\s?(?:星期|周)[一二三四五六日天].{0,12}"
)
_EDITOR = re.compile(r"[【\[(（]?\s?(?:责任编辑|责编|编辑|校对|初审|复审|终审|审核(?:人)?|审签|监制|录入(?:员)?)\s?[:：].{0,40}")
_DATA = re.compile(
    r"[【\[]?\s?(?:信息)?(?:索\s?引\s?号|发文字号|发布字号|文\s?号|主题分类|信息分类|主\s?题\s?词|体裁分类|组配分类|公文种类|服务对象|有\s?效\s?性|时\s?效|发布(?:机构|单位|日期|时间)|发文(?:机关|机构|单位|日期|时间)"
    r"|成文日期|印发日期|生成日期|公开(?:日期|时间|方式|范围|形式|类别)|名\s{0,3}称|标\s{0,3}题|来\s{0,3}源|信息来源|生效日期|废止日期|实施日期|失效日期|文件编号|登记号|统一编号|公文时效)\s?[】\]]?"
    r"(?P<said>\s?[:：])?"
)
_TOOLS_BEHIND = re.compile(
    r"[\s|｜【\[(（]*(?:(?<![文布])字\s?[体号]\s?[:：]|视力保护色|打印(?:本页)?|分享到|(?:浏览|阅读|点击|访问)(?:次数|数|量|率)\s?[:：]|扫一扫|收藏本页).*$"
)
_DATED = re.compile(r"[\[【(（]?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
_SIGNS = re.compile(r"[\s\W_]+")


def is_running(line: PageLine) -> bool:
    """Whether a line is part of a text, with stops in it.

    What invites to read on elsewhere is none, and a headline that is a link has no full stop.
    """
    words = line.words
    if not _has_stops(words, line.linked == line.letters) or (line.links and _TEASER.search(words[-20:])):
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
    return len(words) <= 4 * MAX_SIGN and _FOOTER.search(words) is not None


def is_footer_part(words: str) -> bool:
    """What may stand beside a footer, and elsewhere too."""
    return len(words) <= MAX_SIGN and _FOOTER_PART.match(words) is not None


def is_breadcrumb(words: str) -> bool:
    """当前位置：首页 > 政务公开"""
    found = _BREADCRUMB.match(words) if len(words) <= MAX_SIGN else None
    return found is not None and (_STEP.search(found["path"]) is not None or found.end("path") == found.start("path") > 3)


def is_side_label(words: str) -> bool:
    """相关阅读, over links to other pages."""
    return len(words) <= 20 and _SIDE.fullmatch(words) is not None


def is_neighbour(words: str) -> bool:
    """上一篇：…"""
    return len(words) <= MAX_SIGN and _NEXT.match(words) is not None


def is_tool(words: str) -> bool:
    """Only what one can press, or counts who came: 【打印】 【关闭】 字体：大 中 小."""
    if len(words) > MAX_SIGN or "。" in words or not letters_in(words):
        return False
    left = _WELCOME.sub("", _VISITS.sub("", _TOOL.sub("", words)))
    return not _SIGNS.sub("", left) or (len(words) <= 40 and _SCAN.search(words) is not None)


def ends_article(words: str) -> bool:
    """What a page shows behind its article."""
    return is_tool(words) or is_neighbour(words) or is_side_label(words) or _EDITOR.fullmatch(words) is not None


def is_about_document(words: str) -> bool:
    """发文字号：…, said of the document in the head of a page."""
    found = _DATA.match(words)
    return found is not None and (found["said"] is not None or found.end() == len(words))


def without_tools(words: str) -> str:
    """来源：… 字体：大 中 小: the second half is no part of the first."""
    tells = len(words) <= 2 * MAX_SIGN and (is_about_document(words) or _DATED.match(words))
    return _TOOLS_BEHIND.sub("", words) if tells else words
