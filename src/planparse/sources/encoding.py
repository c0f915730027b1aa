"""Bytes of a text file become characters, in the one encoding that fits all of them, or an error.

Chinese plans come as UTF-8, as GB18030 (GB2312 and GBK are parts of it) from older office machines, and as UTF-16 from
Windows. A wrong guess would put wrong characters into a catalog without anyone noticing, so every guess has to read
as Chinese, and a file that is only nearly in an encoding is refused with the place where it breaks.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from planparse.errors import SourceError

CHINESE_SHARE = 0.8
"""Share of common characters among all that are not ASCII, from which a decoding reads as Chinese.

Real plans reach 0.97 and more; UTF-8 read as GB18030, or GB18030 as UTF-16, stays far below.
"""
BROKEN_SHARE = 0.5
"""The same share, from which a decoding with holes is the right encoding with broken bytes, and not another one."""

SAVE_AS_UTF8 = "open it in an editor and save it as UTF-8"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", "save it as .txt or .docx"),
    (b"PK\x03\x04", "a zip or Word file", "give it its own ending (.docx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or WPS file", "save it as .docx"),
    (b"{\\rtf", "an RTF file", "save it as .docx"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")  # tab, line ends and form feed are text


def decode(data: bytes, path: str) -> str:
    """The characters of a plain text file.

    A byte order mark decides; without one it is UTF-8 where that fits, else UTF-16 or GB18030 where the result reads as
    Chinese: the bytes ``B7 A2 D5 B9`` are 发展. ``path`` is for messages. Raises ``SourceError`` for a file that is
    empty, binary, broken, in two encodings at once or in none of these.
    """
    _refuse_other_formats(data, path)
    text = _marked(data, path)
    if text is None:
        text = _unmarked(data, path)
    _refuse_control_characters(text, path)
    if not text or text.isspace() or not text.strip("\ufeff \t\r\n\f\u3000"):
        raise SourceError(path, "the file is empty", "leave it out, or put the text of the plan into it")
    return text


def _refuse_other_formats(data: bytes, path: str) -> None:
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(path, "not plain text but {what}", remedy, what=what)


def _marked(data: bytes, path: str) -> str | None:
    """The text of a file that begins with a byte order mark; None without one."""
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(codec)
            except UnicodeDecodeError as error:
                raise _broken(data, path, name, len(mark) + error.start) from None
    return None


def _unmarked(data: bytes, path: str) -> str:
    """The text of a file without byte order mark, by trial, the encoding that is hardest to hit by chance first."""
    utf8 = _decoded(data, "utf-8")
    if utf8 is not None and not _CONTROL.search(utf8):
        return utf8
    utf16 = _utf16(data)
    if utf16 is not None:
        return utf16
    if b"\0" in data:
        raise _binary(path, f"NUL at byte {data.index(0)}")
    if utf8 is not None:
        return utf8  # its control characters are refused by whoever asked
    chinese = _decoded(data, "gb18030")
    if chinese is None or _share_of_common(chinese) < CHINESE_SHARE:
        raise _diagnosis(data, path)
    pasted = _first_line(data, _reads_as_utf8)
    if pasted:
        raise _mixed(path, "GB18030", "UTF-8", pasted)
    return chinese


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """The text of UTF-16 without a mark, in the byte order that reads as Chinese or ASCII; None where neither does.

    A wrong byte order scatters the characters over all scripts, so there is never a doubt between the two.
    """
    readings = [text for codec in ("utf-16-le", "utf-16-be") if (text := _decoded(data, codec))]
    sound = [text for text in readings if not _CONTROL.search(text) and _share_of_common(text) >= CHINESE_SHARE]
    return max(sound, key=_share_of_common, default=None)


@lru_cache(maxsize=1)
def _common_characters() -> frozenset[str]:
    """The everyday characters, simplified and traditional, with the Chinese punctuation, signs and full-width forms.

    GB 2312 and Big5 both begin with the characters that are in use (3,755 and 5,401) and put the rare ones behind, so
    that they need no list of our own.
    """
    simplified = ((row, cell) for row in (*range(0xA1, 0xA4), 0xA9, *range(0xB0, 0xD8)) for cell in range(0xA1, 0xFF))
    traditional = ((row, cell) for row in range(0xA4, 0xC7) for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    decoded = [bytes(pair).decode("gbk", "ignore") for pair in simplified]
    decoded += [bytes(pair).decode("big5", "ignore") for pair in traditional]
    return frozenset("".join(decoded))


def _share_of_common(text: str) -> float:
    """How much of the text, ASCII and spaces aside, consists of common Chinese characters: 1 where nothing is left."""
    common = _common_characters()
    counts = [(n, c in common) for c, n in Counter(text).items() if c > "\x7f" and not c.isspace()]
    return sum(n for n, known in counts if known) / sum(n for n, _ in counts) if counts else 1.0


def _diagnosis(data: bytes, path: str) -> SourceError:
    """Why no encoding fits: two of them in one file, or the place where one breaks that nearly does."""
    if _first_line(data, _reads_as_utf8):
        other = _first_line(data, _reads_as_gb18030)
        if other:
            return _mixed(path, "UTF-8", "GB18030", other)
    shares = {codec: _share_of_common(data.decode(codec, "replace")) for codec in ("utf-8", "gb18030")}
    nearest = max(shares, key=lambda codec: shares[codec])
    if shares[nearest] >= BROKEN_SHARE:
        try:
            data.decode(nearest)
        except UnicodeDecodeError as error:
            return _broken(data, path, nearest.upper(), error.start)
    if _CONTROL.search(data.decode("latin-1")):
        return _binary(path, "control characters")
    return SourceError(path, "neither UTF-8, UTF-16 nor GB18030 text", SAVE_AS_UTF8)


def _first_line(data: bytes, wanted: Callable[[bytes], bool]) -> int:
    """The number of the first line that holds more than ASCII and is as ``wanted``; 0 if none is."""
    lines = enumerate(data.split(b"\n"), 1)
    return next((number for number, line in lines if not line.isascii() and wanted(line)), 0)


def _reads_as_utf8(line: bytes) -> bool:
    """UTF-8 may decode as GB18030 too, but then to nonsense such as 鍙戝睍 for 发展."""
    text = _decoded(line, "utf-8")
    as_utf8 = 0.0 if text is None else _share_of_common(text)
    return as_utf8 >= CHINESE_SHARE and as_utf8 > _share_of_common(line.decode("gb18030", "replace"))


def _reads_as_gb18030(line: bytes) -> bool:
    text = _decoded(line, "gb18030")
    return text is not None and _share_of_common(text) >= CHINESE_SHARE and _decoded(line, "utf-8") is None


def _mixed(path: str, first: str, second: str, line: int) -> SourceError:
    return SourceError(
        path, "two encodings in one file ({first}, but {second} in line {line})", SAVE_AS_UTF8, first=first, second=second, line=line
    )


def _broken(data: bytes, path: str, name: str, offset: int) -> SourceError:
    line = data.count(b"\n", 0, offset) + 1
    return SourceError(
        path,
        "broken {name} at byte {offset} (line {line})",
        "repair that place, or {SAVE_AS_UTF8}",
        name=name,
        offset=offset,
        line=line,
        SAVE_AS_UTF8=SAVE_AS_UTF8,
    )


def _binary(path: str, sign: str) -> SourceError:
    return SourceError(path, "not a text file ({sign})", "give a .txt, .md or .docx file with the text of the plan", sign=sign)


def _refuse_control_characters(text: str, path: str) -> None:
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise _binary(path, f"control character U+{ord(found[0]):04X} in line {line}")
