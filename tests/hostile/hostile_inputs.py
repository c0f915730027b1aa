"""Hostile input of any size, made here so that no such file lies about. The benchmark ``hostile.py`` makes its files with it too.

A text is given by its unit, which is repeated until the file has the size; the rest are makers ``(size in bytes) -> bytes``.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable

MB = 1024 * 1024

UNITS = {
    "digits": "7",
    "letters": "a",
    "opening brackets": "（",
    "brackets": "（一）",
    "numeral 一": "一",
    "numeral 亿": "亿",
    "、": "、",
    "。": "。",
    "，": "，",
    "：": "：",
    "1，": "1，",
    "1.": "1.",
    "1-": "1-",
    "10余": "10余",
    "1～2家": "1～2家",
    "tabs": "\t",
    "spaces": " ",
    "ideographic spaces": "\u3000",
    "line ends": "\n",
    "到2025年": "到2025年",
    "2025年": "2025年",
    "一九八六年": "一九八六年",
    "从1%到2%": "从1%到2%",
    "lines 1、": "1、\n",
    "lines 一、": "一、\n",
    "lines of headings": "一、新建\n",
    "lines #": "# 新建\n",
    "lines 新建公园5座。": "新建公园5座。\n",
    "|": "|",
    "“": "“",
    "“1”": "“1”",
    "《": "《",
    "[1]": "[1]",
    "的": "的",
    "建设": "建设",
    "甲的": "甲的",
    "建设、": "建设、",
    "其中": "其中",
    "分别": "分别",
    "不超过": "不超过",
    "百分之": "百分之",
    "一分之": "一分之",
    "全覆盖": "实现全覆盖，",
    "责任单位": "（责任单位：",
    "3座、": "3座、",
    "（3座": "（3座",
    "1万": "1万",
    "到2025年、2026年，1座、2座、": "到2025年、2026年，1座、2座、",
    "新建公园5座，": "新建公园5座，",
    "新建公园5座、": "新建公园5座、",
    "新建公园5座；": "新建公园5座；",
    "其中3座，": "其中3座，",
    "总数3座，": "总数3座，",
    "到2027年3座，": "到2027年3座，",
    "增长5%、": "分别增长5%、",
    "甲、乙等3座桥、": "甲、乙等3座桥、",
    "高于3%": "高于全国3%",
    "zero-width": "3\u200b5座",
    "combining": "e\u0301",
    "right to left": "\u202e3座",
    "code fences": "```\n",
    "list marks": "- ",
    "emphasis": "**新建**",
    "table rows": "| 1 | 2座 |\n",
    "tables": "| 指标 | 目标 |\n| --- | --- |\n| 公园 | 5座 |\n\n",
    "cells of a tab": "公园\t5座\n",
    "| and blanks": "| ",
    "【": "【",
    "[": "[",
    "公园 and |": "公园|",
    "以下": "以下",
    "主要目标": "主要目标",
    "标题：": "标题：",
    "2025—": "2025—",
    "两3座，": "两3座，",
    "（责任单位：市教育局）": "（责任单位：市教育局）",
    "“十四五”": "“十四五”",
}


def text(unit: str, size: int = MB) -> bytes:
    """The unit again and again, as UTF-8 of at most this size."""
    one = unit.encode()
    return one * (size // len(one))


# Word

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SENTENCE = "到2025年，新建公园5座。"
PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"


def docx(body: str, head: str = '<?xml version="1.0"?>', parts: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A Word file with this XML in its body; ``head`` stands before the root element."""
    return docx_of(f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>".encode(), parts)


def docx_of(document: bytes, parts: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A Word file with this for its main part, and other parts beside it."""
    return zipped([("[Content_Types].xml", _TYPES.encode()), ("_rels/.rels", _LINKS.encode()), ("word/document.xml", document), *parts])


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


def word_table(rows: int, columns: int, words: str = "公园5座") -> str:
    row = f"<w:tr>{cell(words) * columns}</w:tr>"
    return f"<w:tbl>{row * rows}</w:tbl>"


# PDF


def pdf(objects: Iterable[tuple[int, bytes]], trailer: str = "/Root 1 0 R", table: bytes | None = None) -> bytes:
    """A PDF of numbered objects with a sound cross-reference table, or with ``table`` in its place."""
    file = io.BytesIO()
    file.write(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, content in objects:
        places[number] = file.tell()
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = file.tell()
    size = max(places, default=0) + 1
    entries = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    file.write(table if table is not None else b"xref\n0 %d\n%b" % (size, entries))
    said = trailer.replace("START", str(start))
    file.write(f"trailer\n<< /Size {size} {said} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return file.getvalue()


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0"
    b" /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>] >>"
)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def written(words: str, x: float = 50, y: float = 700, size: float = 12) -> bytes:
    """The drawing of a line of words."""
    return f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n".encode()


def pages(
    contents: Iterable[bytes], box: str = "0 0 595 842", claimed: int | None = None, compressed: bool = False
) -> list[tuple[int, bytes]]:
    """The objects of a document with these drawings on its pages. Objects 1 to 3 are its catalog, its pages and its font."""
    found: list[tuple[int, bytes]] = []
    kids = []
    for drawing in contents:
        page = 4 + 2 * len(kids)
        kids.append(f"{page} 0 R")
        entry = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {page + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        found += [(page, entry.encode())]
        found += [(page + 1, stream(zlib.compress(drawing), b"/Filter /FlateDecode") if compressed else stream(drawing))]
    tree = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids) if claimed is None else claimed} >>"
    return [(1, b"<< /Type /Catalog /Pages 2 0 R >>"), (2, tree.encode()), (3, _FONT), *found]


# readers, by size: what the benchmark measures

Maker = Callable[[int], bytes]


def _page(body: Callable[[int], str]) -> Maker:
    return lambda size: f"<html><head><meta charset='utf-8'></head><body>{body(size)}</body></html>".encode()


def _lines_on_pages(size: int) -> bytes:
    lines = [written(SENTENCE, y=800 - 16 * n) for n in range(45)]
    drawing = b"".join(lines)
    return pdf(pages([drawing] * max(1, size // len(drawing))))


def _again(objects: list[tuple[int, bytes]], times: int) -> list[tuple[int, bytes]]:
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b"4 0 R " * times, times)
    return [(number, tree if number == 2 else content) for number, content in objects]


HTML: dict[str, Maker] = {
    "html: paragraphs": _page(lambda size: f"<p>{SENTENCE}</p>" * (size // 37)),
    "html: one tag": lambda size: b"<p title='" + b"a" * size,
    "html: attributes": _page(lambda size: "<p " + "a=1 " * (size // 4) + f">{SENTENCE}</p>"),
    "html: nested div": _page(lambda size: "<div>" * (size // 11) + SENTENCE + "</div>" * (size // 11)),
    "html: nested, never closed": _page(lambda size: "<b>" * (size // 3) + SENTENCE),
    "html: nested lists": _page(lambda size: "<ul><li>" * (size // 8) + SENTENCE),
    "html: nested tables": _page(lambda size: "<table><tr><td>" * (size // 15) + SENTENCE),
    "html: ends without begins": _page(lambda size: "</div>" * (size // 6) + SENTENCE),
    "html: line breaks": _page(lambda size: "<br>" * (size // 4) + SENTENCE),
    "html: blanks": _page(lambda size: " " * size + SENTENCE),
    "html: one paragraph": _page(lambda size: f"<p>{'公园和' * (size // 9)}</p>"),
    "html: entities": _page(lambda size: "&nbsp;" * (size // 6) + SENTENCE),
    "html: comments": _page(lambda size: "<!-- -->" * (size // 8) + SENTENCE),
    "html: <": _page(lambda size: "<" * size),
    "html: links": _page(lambda size: "<a href='x.html'>公园</a>" * (size // 29)),
    "html: headings": _page(lambda size: "<h2>公园</h2>" * (size // 15) + SENTENCE),
    "html: cells in a row": _page(lambda size: f"<table><tr>{'<td>5座' * (size // 8)}</tr></table>"),
    "html: rows": _page(lambda size: f"<table>{'<tr><td>5座' * (size // 12)}</table>"),
    "html: merged cells": _page(lambda size: "<table>" + "<tr><td colspan=99 rowspan=99>5座" * (size // 34) + "</table>"),
    "html: footnotes": _page(lambda size: "<sup>[1]</sup>公园" * (size // 20)),
    "html: styles": _page(lambda size: f"<p style='{'display:block;' * (size // 14)}'>{SENTENCE}</p>"),
}
_SPANNING = "<w:tr>" + cell("5座", "<w:gridSpan w:val='99'/>") + "</w:tr>"
_FIELD = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
MHTML: dict[str, Maker] = {
    "mhtml: paragraphs": lambda size: b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + HTML["html: paragraphs"](size),
    "mhtml: headers": lambda size: b"MIME-Version: 1.0\nContent-Type: text/html\n" + b"X: y\n" * (size // 5) + b"\n<p>5",
    "mhtml: one header": lambda size: b"MIME-Version: 1.0\nContent-Type: text/html;" + b" a=b;" * (size // 5) + b"\n\n<p>5",
    "mhtml: parts": lambda size: b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n' + b"--x\n\n" * (size // 5),
    "mhtml: nested": lambda size: b"MIME-Version: 1.0\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * (size // 48),
}
DOCX: dict[str, Maker] = {
    "docx: paragraphs": lambda size: docx(PARAGRAPH * (size // 70)),
    "docx: runs": lambda size: docx(f"<w:p>{'<w:r><w:t>公园</w:t></w:r>' * (size // 32)}</w:p>"),
    "docx: cells in a row": lambda size: docx(word_table(1, size // 79)),
    "docx: rows": lambda size: docx(word_table(size // 93, 1)),
    "docx: rows of two": lambda size: docx(word_table(size // 172, 2)),
    "docx: spans": lambda size: docx(f"<w:tbl>{_SPANNING * (size // 115)}</w:tbl>"),
    "docx: bold runs": lambda size: docx(f"<w:p>{'<w:r><w:rPr><w:b/></w:rPr><w:t>公园</w:t></w:r>' * (size // 55)}</w:p>"),
    "docx: fields": lambda size: docx(f"<w:p>{_FIELD * (size // 48)}</w:p>"),
    "docx: joined paragraphs": lambda size: docx(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>公</w:t></w:r></w:p>" * (size // 84)
    ),
}
PDF: dict[str, Maker] = {
    "pdf: pages": _lines_on_pages,
    "pdf: empty pages": lambda size: pdf(pages([b""] * (size // 200))),
    "pdf: one page of lines": lambda size: pdf(pages([b"".join(written("公园", y=n / 100) for n in range(size // 45))])),
    "pdf: one line": lambda size: pdf(pages([b"".join(written("公", x=n) for n in range(size // 40))])),
    "pdf: all in one place": lambda size: pdf(pages([written("公园") * (size // 42)])),
    "pdf: ruled lines": lambda size: pdf(pages([written(SENTENCE) + b"0 0 m 500 500 l S\n" * (size // 18)])),
    "pdf: rectangles": lambda size: pdf(pages([written(SENTENCE) + b"10 10 50 50 re S\n" * (size // 17)])),
    "pdf: saved states": lambda size: pdf(pages([b"q " * (size // 2) + written(SENTENCE)])),
    "pdf: one page again and again": lambda size: pdf(_again(pages([written(SENTENCE)]), size // 400)),
    "pdf: annotations": lambda size: pdf([*pages([written(SENTENCE)]), (99, b"[" + b"<< /Type /Annot >> " * (size // 19) + b"]")]),
}
READERS: dict[str, dict[str, Maker]] = {".html": HTML, ".mhtml": MHTML, ".docx": DOCX, ".pdf": PDF}
