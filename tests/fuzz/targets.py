"""What is fuzzed: for each target, how an input is made, and what must hold of it. A target raises AssertionError where it does not."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import traceback
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import yaml
from grammar import damaged, sentence, with_changed_value

sys.path.append(str(Path(__file__).parents[1] / "hostile"))
from hostile_inputs import docx, pages, pdf, word_table, written, zipped

from planparse.catalog.files import catalog_in, catalog_text
from planparse.curation.file import load_corrections
from planparse.errors import PlanparseError
from planparse.lexicon import load_lexicon
from planparse.library import catalog_of
from planparse.models import Catalog
from planparse.pipeline import DocumentSettings, read_document
from planparse.settings import load_settings
from planparse.sources import _reader_for
from planparse.sources.text import Text, text_of, text_of_pieces

FORMATS = ("yaml", "json", "jsonl")


@dataclass(frozen=True)
class FuzzTarget:
    """``make`` gives an input, ``hold`` raises where something is wrong with what becomes of it."""

    make: Callable[[random.Random], str | bytes]
    hold: Callable[[str | bytes], None]


def read(text: Text) -> Catalog:
    reading = read_document(text, load_lexicon(), DocumentSettings(), "fuzz")
    return catalog_of([reading], load_lexicon().fingerprint, "all")


def hold_of_text(text: Text) -> None:
    """Blocks and spans lie in the text, quantities are its words, and (of one text in ten) the catalog survives being written and read."""
    content = text.content
    assert all(0 <= block.start < block.end <= len(content) and "\n" not in content[block.start : block.end] for block in text.blocks)
    assert all(0 <= cell.start <= cell.end <= len(content) for table in text.tables for cell in table.cells)
    catalog, file = read(text), text.written or content
    for target in catalog.targets:
        span = target.span
        assert 0 <= span.start < span.end <= len(file), f"a span outside: {span}"
        assert target.quantity.text == file[span.start : span.end], f"{target.quantity.text!r} is not in the text"
        assert span.line == file.count("\n", 0, span.start) + 1, f"line {span.line}"
        assert target.indicator, f"no indicator for {target.quantity.text!r}"
    assert len({target.id for target in catalog.targets}) == len(catalog.targets), "an id twice"
    number = zlib.crc32(content.encode())
    if number % 10:
        return  # the rest takes most of the time, and hangs less on the words
    format = FORMATS[number // 10 % 3]
    written = catalog_text(catalog, format)
    assert catalog_in(written, f"catalog.{format}") == catalog, f"{format} gives another catalog"
    assert catalog_text(read(text), format) == written, "another catalog the second time"


def reader(ending: str) -> Callable[[str | bytes], None]:
    """Reads bytes as a file of this ending: a refusal is one line, and everything else a text."""

    def hold(data: str | bytes) -> None:
        assert isinstance(data, bytes)
        read_as = _reader_for(f"fuzz{ending}", f"fuzz{ending}")
        try:
            text = read_as(data, f"fuzz{ending}", "0" * 64)
        except PlanparseError as error:
            assert "\n" not in str(error) and len(str(error)) < 1000
            return
        assert text == read_as(data, f"fuzz{ending}", "0" * 64), "another text the second time"
        text.content.encode()
        hold_of_text(text)

    return hold


def hold_of_pdf(data: str | bytes) -> None:
    """As ``reader`` does, but without the process that planparse would start, whose tracebacks nobody would see.

    What brings pdfium itself down is what that process is for, and no finding.
    """
    from planparse.sources.pdf.opening import opened
    from planparse.sources.pdf.story import pieces_of

    assert isinstance(data, bytes)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        said = b""
        try:
            signal.alarm(0)
            hold_of_text(text_of_pieces(pieces_of(opened(data, "fuzz.pdf"), "fuzz.pdf"), "fuzz.pdf", "0" * 64))
        except PlanparseError:
            pass
        except Exception:
            said = traceback.format_exc().encode("utf-8", "replace")[-4000:]
        finally:
            os.write(writing, said)
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    assert not said, "".join(said.decode().splitlines()[-1:]) + "\n" + said.decode()


def plan(source: random.Random, most: int = 6) -> str:
    return "\n".join(sentence(source) for _ in range(source.randrange(1, most))).encode("utf-8", "replace").decode()


# text


def encoded(source: random.Random) -> bytes:
    data = plan(source).encode(source.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")))
    return damaged(data, source, (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x1a", b"\xa1\xa1")) if source.random() < 0.5 else data


def table(source: random.Random) -> bytes:
    """A table of pipes, tabs or boxes, most rows of the same length, often with a head that says what is in it."""
    between = source.choice(("|", "|", "\t", "│"))
    columns = source.randrange(1, 7)
    heads = ("指标", "2025年", "目标", "单位", "责任单位", "完成时限", "属性", "序号", "任务", "2020年完成", "年均增长", "累计")
    rows = [[source.choice(heads) for _ in range(columns)]]
    for _ in range(source.randrange(1, 7)):
        rows.append([sentence(source)[: source.choice((2, 5, 30))] for _ in range(columns + (source.random() < 0.1))])
    if between == "|":
        rows.insert(1, [source.choice(("---", ":--", "-:", ":-:"))] * columns)
    lines = [between.join(row).replace("\n", " ") for row in rows]
    if between != "\t" and source.random() < 0.8:
        lines = [f"{between}{line}{between}" for line in lines]
    return f"{sentence(source)}\n\n{chr(10).join(lines)}\n\n{sentence(source)}".encode("utf-8", "replace")


# files of formats


def word(source: random.Random) -> bytes:
    """A Word file whose XML is put together at random, or damaged; or a sound one that is damaged as a zip."""
    body = "".join(word_piece(source) for _ in range(source.randrange(1, 8)))
    kind = source.randrange(4)
    if kind == 0:
        return docx(body)
    whole = docx(body, parts=[(f"word/{name}", part) for name, part in word_parts(source)])
    if kind == 1:
        return damaged(whole, source, (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff"))
    with zipfile.ZipFile(BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = source.choice(list(parts))
    parts[name] = damaged(parts[name], source, [f"<{sign}w:{tag}>".encode() for sign in ("", "/") for tag in WORD_TAGS])
    return zipped(parts.items())


WORD_TAGS = (
    "p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "sdt", "sdtContent", "ins", "del", "hyperlink", "br", "tab", "fldChar", "instrText",
    "footnoteReference", "gridSpan", "vMerge", "numPr", "ilvl", "numId", "pStyle", "vanish", "txbxContent", "pict", "ruby", "rubyBase",
    "sym",
)  # fmt: skip


def word_piece(source: random.Random, depth: int = 0) -> str:
    kind = source.randrange(10)
    words = sentence(source).encode("utf-8", "ignore").decode()
    plain = "".join(sign for sign in words if sign.isprintable() and sign not in "<>&\ufffe\uffff")
    if kind < 4 or depth > 4:
        return f"<w:p><w:r><w:t>{plain}</w:t></w:r></w:p>"
    if kind == 4:
        return word_table(source.randrange(4), source.randrange(4))
    tag = source.choice(WORD_TAGS)
    number = source.choice(("", "0", "1", "2", "-1", "99999999999", "x", "restart", "begin", "separate", "end", "3.5"))
    attribute = source.choice(("val", "id", "fldCharType", "char", "type", "customMarkFollows"))
    said = f' w:{attribute}="{number}"'
    return f"<w:{tag}{said}>{''.join(word_piece(source, depth + 1) for _ in range(source.randrange(3)))}</w:{tag}>"


def word_parts(source: random.Random) -> list[tuple[str, bytes]]:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = "".join(f'<Relationship Id="{name}" Type="{kind}{name}" Target="{name}.xml"/>' for name in ("styles", "numbering", "footnotes"))
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    made = [(name, "".join(word_piece(source) for _ in range(4))) for name in ("styles", "numbering", "footnotes")]
    return [
        ("_rels/document.xml.rels", rels.encode()),
        *((f"{name}.xml", f"<w:{name} {space}>{inside}</w:{name}>".encode()) for name, inside in made),
    ]


HTML_TAGS = (
    "p", "div", "span", "table", "tr", "td", "th", "ul", "ol", "li", "h1", "h2", "h6", "br", "b", "a", "script", "style", "article", "main",
    "nav", "footer", "section", "title", "head", "body", "html", "form", "iframe", "frameset", "pre", "sup", "svg", "math", "template",
    "select", "option", "textarea", "caption", "thead", "tbody", "dl", "dt", "dd", "noscript", "o:p", "img", "hr", "base", "meta", "center",
)  # fmt: skip


PAGE_TOKENS = (
    "&nbsp;", "&#0;", "&#xD800;", "&#99999999999;", "&bogus;", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "</", "<", "&",
    "<!DOCTYPE html>", "<meta charset='gb2312'>", "<meta charset='utf-16'>", "<meta charset='rot13'>", "<meta charset='\0'>",
)  # fmt: skip


def page(source: random.Random) -> bytes:
    words = "".join(_page_piece(source) for _ in range(source.randrange(1, 30)))
    data = words.encode(source.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace")
    return damaged(data, source, [f"<{tag}>".encode() for tag in HTML_TAGS]) if source.random() < 0.4 else data


def _page_piece(source: random.Random) -> str:
    kind = source.randrange(6)
    if kind < 2:
        return sentence(source)
    if kind == 2:
        return source.choice(PAGE_TOKENS)
    tag = source.choice(HTML_TAGS)
    number = source.choice(("2", "0", "-1", "99999999999", "x", "", "1e9", "٣"))
    name = source.choice(("colspan", "rowspan", "start", "value", "type", "class", "style", "hidden", "id", "href", "border"))
    inside = source.choice((number, "display:none", "TRS_Editor", "content", "list-style-type:cjk-ideographic", "a", "#x"))
    return f"<{source.choice(('', '', '/'))}{tag}{source.choice(('', f' {name}={inside}', f' {name}={chr(34)}{inside}'))}>"


def saved_page(source: random.Random) -> bytes:
    body = page(source)
    boundary = source.choice(("x", "----=_Part", "", "x y", "甲"))
    part = (
        f"Content-Type: {source.choice(('text/html', 'text/html; charset=utf-8', 'text/plain', 'image/png', 'multipart/x', ''))}\n".encode()
    )
    part += f"Content-Transfer-Encoding: {source.choice(('8bit', 'base64', 'quoted-printable', '7bit', 'uuencode', 'x'))}\n\n".encode()
    head = f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="{boundary}"\n\n'.encode()
    whole = head + b"".join(b"--" + boundary.encode() + b"\n" + part + body + b"\n" for _ in range(source.randrange(1, 3)))
    return damaged(whole, source, (b"--x", b"\n\n", b"=", b"Content-Type: ", b"charset=", b";")) if source.random() < 0.7 else whole


PDF_TOKENS = (
    b"obj", b"endobj", b"stream", b"endstream", b"<<", b">>", b"[", b"]", b"/Kids", b"/Count", b"/Parent", b"/Length", b"/MediaBox",
    b"/Rotate 90", b"2 0 R", b"1 0 R", b"-1", b"99999999999", b"1e30", b"BT", b"ET", b"Tj", b"q", b"Q", b"cm", b"re", b"f", b"S", b"null",
    b"xref", b"trailer", b"/Prev 0", b"/Encrypt 2 0 R", b"/Filter /FlateDecode", b"<FEFF>", b"(", b")", b"startxref", b"%%EOF",
)  # fmt: skip


def printed(source: random.Random) -> bytes:
    """A small PDF of random drawings, damaged most of the time."""

    def number() -> float:
        return source.choice((0, 50, 100, 12, 12.5, -10, 500, 1e6, source.randrange(600)))

    drawings = []
    for _ in range(source.randrange(1, 4)):
        drawing = b""
        for line in range(source.randrange(1, 12)):
            kind = source.randrange(6)
            if kind < 4:
                words = "".join(sign for sign in sentence(source) if sign < "\ud800")[:40]
                drawing += written(
                    words, number() if kind == 0 else 60, number() if kind == 1 else 780 - 18 * line, number() or 1 if kind == 2 else 12
                )
            elif kind == 4:
                drawing += b"%f %f %f %f re %b\n" % (number(), number(), number(), number(), source.choice((b"S", b"f", b"n")))
            else:
                drawing += b"%f %f m %f %f l S\n" % (number(), number(), number(), number())
        drawings.append(drawing)
    box = "0 0 595 842" if source.random() < 0.8 else f"{number()} {number()} {number()} {number()}"
    data = pdf(pages(drawings, box))
    return damaged(data, source, PDF_TOKENS) if source.random() < 0.7 else data


# files of people


@cache
def _sound() -> Mapping[str, object]:
    """A catalog and corrections as trees."""
    catalog = read(text_of("一、民生\n到2025年，新建公园5座、广场3—5处，地区生产总值增长5%左右。\n"))
    correction = {
        "document": "fuzz", "target": catalog.targets[0].id, "quote": "新建公园5座", "verdict": "changed", "fields": {"indicator": "公园"},
        "by": "li", "when": "2025-06-15", "reason": "x", "source": "fuzz.txt",
    }  # fmt: skip
    return {
        "catalog": yaml.safe_load(catalog_text(catalog)),
        "corrections": {"schema": "planparse/corrections/1", "corrections": [correction]},
        "settings": {"sources": ["a"], "catalog": "c.yaml", "max_size": 3, "documents": {"a.txt": {"period": "2025", "kind": "other"}}},
        "lexicon": {
            "units": [{"unit": "盏", "dimension": "count"}], "actions": [{"action": "点亮", "measure": "output"}],
            "exclusions": [{"exclusion": "甲[0-9]", "reason": "x"}],
            "bounds": [{"bound": "起码", "place": "before", "comparator": "min"}], "words": [{"set": "heads", "add": ["甲"]}],
        },
    }  # fmt: skip


YAML_TOKENS = (
    b"&a ",
    b"*a",
    b"!!python/object ",
    b"? ",
    b": ",
    b"- ",
    b"[",
    b"{",
    b"|\n",
    b">\n",
    b"'",
    b'"',
    b"\t",
    b"---\n",
    b"\n",
    b"%YAML 9\n",
    b"\0",
    b"<<: ",
    b"#",
)


def as_yaml(name: str) -> Callable[[random.Random], bytes]:
    def make(source: random.Random) -> bytes:
        tree = with_changed_value(_sound()[name], source)
        text = yaml.safe_dump(tree, allow_unicode=source.random() < 0.5) if source.random() < 0.7 else json.dumps(tree)
        data = text.encode("utf-8", "replace")
        return damaged(data, source, YAML_TOKENS) if source.random() < 0.5 else data

    return make


def as_toml(source: random.Random) -> bytes:
    def written_value(tree: object) -> str:
        if isinstance(tree, dict):
            return "{" + ", ".join(f"{json.dumps(str(key))} = {written_value(one)}" for key, one in tree.items()) + "}"
        if isinstance(tree, list):
            return "[" + ", ".join(map(written_value, tree)) + "]"
        return "1" if tree is None else json.dumps(tree)

    tree = with_changed_value(_sound()["settings"], source)
    lines = [f"{json.dumps(str(key))} = {written_value(one)}\n" for key, one in tree.items()] if isinstance(tree, dict) else [str(tree)]
    data = "".join(lines).encode("utf-8", "replace")
    return (
        damaged(
            data, source, (b"[", b"]", b"[[", b"=", b'"""', b"'", b"{", b"}", b"1979-05-27T07:32:00Z", b"0x", b"nan", b"\n", b"#", b".")
        )
        if source.random() < 0.6
        else data
    )


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp())
    (folder / "a.txt").write_text("5", "utf-8")
    return folder


def loaded(name: str, load: Callable[[Path], object]) -> Callable[[str | bytes], None]:
    def hold(data: str | bytes) -> None:
        assert isinstance(data, bytes)
        path = _folder() / name
        path.write_bytes(data)
        try:
            load(path)
        except PlanparseError as error:
            assert "\n" not in str(error), str(error)
            assert len(str(error)) < 2000, f"an error of {len(str(error))} characters"

    return hold


def read_catalog(data: str | bytes) -> None:
    """What is read is the same after it was written."""
    assert isinstance(data, bytes)
    try:
        catalog = catalog_in(data.decode("utf-8", "replace"), "catalog.yaml")
    except PlanparseError as error:
        assert "\n" not in str(error), str(error)
        return
    assert catalog_in(catalog_text(catalog), "catalog.yaml") == catalog


TARGETS: Mapping[str, FuzzTarget] = {
    "text": FuzzTarget(sentence, lambda text: hold_of_text(text_of(str(text)))),
    "plan": FuzzTarget(plan, lambda text: hold_of_text(text_of(str(text)))),
    "txt": FuzzTarget(encoded, reader(".txt")),
    "md": FuzzTarget(table, reader(".md")),
    "docx": FuzzTarget(word, reader(".docx")),
    "html": FuzzTarget(page, reader(".html")),
    "mhtml": FuzzTarget(saved_page, reader(".mhtml")),
    "pdf": FuzzTarget(printed, hold_of_pdf),
    "catalog": FuzzTarget(as_yaml("catalog"), read_catalog),
    "corrections": FuzzTarget(as_yaml("corrections"), loaded("corrections.yaml", lambda path: load_corrections(str(path)))),
    "lexicon": FuzzTarget(as_yaml("lexicon"), loaded("lexicon.yaml", load_lexicon)),
    "settings": FuzzTarget(as_toml, loaded("planparse.toml", load_settings)),
}
