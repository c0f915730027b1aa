"""What the characters of a PDF stand for: its fonts put look-alikes, private codes and control characters where text should be."""

from __future__ import annotations

import re
import unicodedata

_SIMPLIFIED_RADICALS = (
    "⺀丶⺁厂⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺"
    "⺣灬⺤爫⺥爫⺦丬⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱网⺲罒⺳网⺴网⺵网⺷羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨"
    "⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Radicals of U+2E80, each before the character that it looks like; unlike those of U+2F00 they have no mapping in Unicode."""

_ORDINARY = {ord(radical): same for radical, same in zip(_SIMPLIFIED_RADICALS[::2], _SIMPLIFIED_RADICALS[1::2], strict=True)}
_ORDINARY |= {
    code: same
    for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D))
    for code in range(first, last + 1)
    if (same := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_HYPHENS = (0x02, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""

_SPACES = re.compile("[\t\n-\r\x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f]")
_NOTHING = re.compile("[\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
PRIVATE = "\ue000"
"""Stands for each character of a private code: a bullet where it begins a line, else nothing."""


def shows_nothing(code: int) -> bool:
    """Whether a code rightly shows nothing: a control character, a soft hyphen, a mark of direction."""
    return code <= 0xFFFF and bool(_NOTHING.match(chr(code)))


def character(code: int) -> str:
    """The ordinary character for a code of a PDF, ``PRIVATE`` for a private one, "" where it stands for none."""
    if code in _HYPHENS:
        return "-"
    if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE or code == 0xFFFD:
        return ""
    one = _ORDINARY.get(code) or chr(code)
    if _SPACES.match(one):
        return " "
    return PRIVATE if _PRIVATE.match(one) else one


def is_wide(one: str) -> bool:
    """Whether a character is one of those that are set without spaces between them: Chinese ones and their punctuation."""
    return one >= "\u2e80" or one in _WIDE_SIGNS


_WIDE_SIGNS = frozenset("“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●◆★▲■□○◎•→←↑↓")
