"""Random sentences of plans, from the pieces that the extraction looks for, and random damage to bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

DIGITS = (
    "0", "1", "3", "5", "12", "35", "100", "2025", "1,200", "12,34", "3.5", ".5", "5.", "00", "１２", "三", "十", "两", "二十五", "百",
    "千", "〇", "零", "半", "数", "几", "上", "一百零五", "十余", "廿", "壹", "①", "Ⅲ", "½", "²", "9" * 30,
)  # fmt: skip
SCALES = ("", "", "", "万", "亿", "万亿", "千", "百万", "余", "多", "来", "个")
UNITS = (
    "座", "个", "公里", "平方公里", "亩", "元", "亿元", "%", "％", "‰", "个百分点", "人", "万人", "家", "项", "倍", "成", "吨", "千瓦时",
    "天", "年", "月", "日", "岁", "级", "℃", "/", "元/吨", "m²", "km", "GW", "人次", "台（套）", "层", "批次", "",
)  # fmt: skip
BOUNDS = (
    "不低于", "不超过", "超过", "达到", "控制在", "至少", "约", "近", "突破", "力争", "以上", "以下", "左右", "以内", "以上的", "翻一番",
    "翻番", "倍增", "减半", "全覆盖", "清零", "力争达到", "高于", "低于", "增长", "下降", "提高", "新增", "压减", "降至", "提高到",
)  # fmt: skip
TIMES = (
    "2025年", "到2025年", "2025年底前", "今年", "明年", "上半年", "年内", "“十四五”期间", "2024—2026年", "近五年", "三年内", "6月底前",
    "2025年12月31日", "每年", "过去一年", "一九八六年", "到20年", "从2020年到2025年", "2025年1月1日起", "有效期至2026年12月31日",
    "二〇二五年",
)  # fmt: skip
WORDS = (
    "新建", "改造", "建设", "完成", "实现", "培育", "公园", "广场", "道路", "地区生产总值", "城镇新增就业", "企业", "学位", "床位",
    "项目", "绿色建筑", "全市", "全国", "我省", "其中", "分别", "各", "共", "累计", "平均", "总投资", "占", "比重", "同比", "比上年",
    "责任单位：市教育局", "市发展改革委", "预期性", "约束性", "完成率", "为", "的", "等", "和", "以及", "第一", "前三", "一带一路", "3+6",
    "三个一批", "A级", "5G", "PM2.5", "IPv6", "COVID-19", "第3名",
)  # fmt: skip
MARKS = (
    "，", "。", "；", "、", "：", "！", "？", ",", ";", ":", ".", "（", "）", "(", ")", "“", "”", "‘", "’", "《", "》", "【", "】", "[",
    "]", "—", "——", "-", "～", "~", "至", "到", "从", "·", "…", "|", "\t", " ", "\u3000", "\n", "\n\n", "\r\n", "\x0c", "\u2028", "\xa0",
    "\u200b", "\ufeff", "\u202e", "\u0301", "\\", "*", "**", "#", "`", "<", ">", "&", "\ud800", "\U0001f600", "\U00020000",
)  # fmt: skip
HEADS = (
    "一、", "（一）", "1．", "1.", "(1)", "①", "第一章 ", "第一条 ", "# ", "## ", "### 1.1 ", "● ", "- ", "专栏1 ", "表1 ", "附件",
    "目　录", "标题：", "索引号：", "发文机关：", "成文日期：2025年1月1日", "｜", "| ", "---\n", "```\n", "| --- | --- |\n",
    "指标\t2025年\t单位\n", "| 指标 | 目标 |\n", "┌──┐\n", "单位：万元\n", "二、", "2024年工作回顾\n", "2025年主要目标\n",
)  # fmt: skip

_PIECES: tuple[tuple[Sequence[str], int], ...] = (
    (DIGITS, 8), (SCALES, 2), (UNITS, 7), (BOUNDS, 4), (TIMES, 4), (WORDS, 8), (MARKS, 8), (HEADS, 2),
)  # fmt: skip
_KINDS, _WEIGHTS = zip(*_PIECES, strict=True)


def sentence(source: random.Random) -> str:
    """Pieces in any order, or the order of a sentence with a piece too many or too few; repeated now and then."""
    if source.random() < 0.4:
        words = _in_order(source)
        for _ in range(source.randrange(3)):
            at = source.randrange(len(words) + 1)
            words[at : at + source.randrange(2)] = [piece(source)]
    else:
        words = [piece(source) for _ in range(source.randrange(1, 16))]
    if source.random() < 0.05:
        words *= source.randrange(2, 12)
    return "".join(words)


def piece(source: random.Random) -> str:
    if source.random() < 0.03:
        return chr(source.choice((source.randrange(0x20, 0x300), source.randrange(0x3000, 0xA000), source.randrange(0x110000))))
    return source.choice(source.choices(_KINDS, _WEIGHTS)[0])


def _in_order(source: random.Random) -> list[str]:
    words = [source.choice(TIMES), "，"] if source.random() < 0.5 else []
    for _ in range(source.randrange(1, 4)):
        words += [source.choice(WORDS), source.choice(BOUNDS), source.choice(DIGITS), source.choice(SCALES), source.choice(UNITS)]
        words += [source.choice(("、", "，", "；", "。", "—", "至", "和", "（", "）"))]
    return words


def damaged(data: bytes, source: random.Random, tokens: Sequence[bytes] = ()) -> bytes:
    """Bytes changed, cut, doubled, moved and put in, at a few places."""
    changed = bytearray(data)
    for _ in range(source.choice((1, 1, 2, 3, 8))):
        at, length = source.randrange(len(changed) + 1), min(source.choice((1, 1, 2, 4, 16, 200)), len(changed))
        kind = source.randrange(7)
        if kind == 0:
            changed[at : at + length] = source.randbytes(length)
        elif kind == 1:
            del changed[at : at + length]
        elif kind == 2:
            changed[at:at] = changed[at : at + length] * source.choice((1, 2, 50))
        elif kind == 3 and tokens:
            changed[at:at] = source.choice(tokens)
        elif kind == 4 and tokens:
            changed[at : at + length] = source.choice(tokens)
        elif kind == 5:
            other = source.randrange(len(changed) + 1)
            changed[at : at + length] = changed[other : other + length]
        elif source.random() < 0.2:
            del changed[at:]
    return bytes(changed)


def value(source: random.Random, depth: int = 0) -> object:
    """Any value that YAML, JSON and TOML can hold."""
    kind = source.randrange(9 if depth < 3 else 6)
    if kind < 3:
        return sentence(source)[:20]
    if kind < 6:
        return source.choice(
            (None, True, False, 0, -1, 10**30, 1.5, 1e308, "", "2025-02-30", "2025-12-31", "1e999", ".nan", "null", "planned")
        )
    if kind < 8:
        return [value(source, depth + 1) for _ in range(source.randrange(4))]
    return {str(source.choice(("id", "unit", "a", "", 1))): value(source, depth + 1) for _ in range(source.randrange(4))}


def with_changed_value(tree: object, source: random.Random) -> object:
    """A tree of lists and mappings with something else at one place, a field renamed, taken out, or a row doubled."""
    tree = json.loads(json.dumps(tree, default=str))
    places = list(_places(tree))
    for _ in range(source.choice((1, 1, 2, 5))):
        holder, key = source.choice(places)
        if isinstance(holder, list):
            if key < len(holder):
                holder[key : key + 1] = source.choice(([value(source)], [], [holder[key]] * 2))
        elif key in holder:
            kind = source.randrange(4)
            kept = holder.pop(key)
            if kind < 2:
                holder[key] = value(source)
            elif kind == 2:
                holder[key + "s"] = kept
    return tree


def _places(tree: object) -> list[tuple[list | dict, int | str]]:
    keys = list(range(len(tree))) if isinstance(tree, list) else list(tree) if isinstance(tree, dict) else []
    found = [(tree, key) for key in keys]
    for key in keys:
        found += _places(tree[key])
    return found
