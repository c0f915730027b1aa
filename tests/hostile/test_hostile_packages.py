"""Word files that are bombs, that nest or claim without end, that name files of the machine, or that are no Word files at all."""

from __future__ import annotations

import socket
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hostile_commands import MB, refused, run
from hostile_inputs import PARAGRAPH, SENTENCE, WORD, cell, docx, docx_of, word_table, zipped

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def claiming(data: bytes, size: int) -> bytes:
    """The same package, but with another size claimed for its main part, in the directory at its end and before the part."""
    changed = bytearray(data)
    (part,) = (part for part in zipfile.ZipFile(BytesIO(data)).infolist() if part.filename == "word/document.xml")
    entry = data.rindex(b"word/document.xml") - 46
    for at in (part.header_offset + 22, entry + 24):
        changed[at : at + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def overlapping() -> bytes:
    """Ten thousand names in the directory for one and the same part."""
    data = docx(PARAGRAPH * 1000)
    end = data.rindex(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    directory = data[start:end] * 10_000
    tail = data[end : end + 8] + b"\xff\xff\xff\xff" + len(directory).to_bytes(4, "little") + data[end + 16 :]
    return data[:start] + directory + tail


REFUSED: dict[str, Callable[[], bytes]] = {
    "flat bomb": lambda: docx_of(f"<w:document {WORD}>".encode() + b" " * 300 * MB),
    "bomb of paragraphs": lambda: docx("<w:p/>" * (20 * MB)),
    "bomb in a zip": lambda: zipped([("word/document.xml", zipped([("0", b"\0" * 50 * MB)]))]),
    "claims one byte": lambda: claiming(docx(" " * 100 * MB), 1),
    "claims four gigabytes": lambda: claiming(docx(PARAGRAPH), 0xFFFFFFFE),
    "billion laughs": lambda: docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", f'<!DOCTYPE d [<!ENTITY l0 "5座">{LAUGHS}]>'),
    "laughs in attributes": lambda: docx('<w:p w:x="&l9;"/>' + PARAGRAPH, f'<!DOCTYPE d [<!ENTITY l0 "5座">{LAUGHS}]>'),
    "laughs in UTF-16": lambda: docx_of(f'<!DOCTYPE d [<!ENTITY l0 "5座">{LAUGHS}]><w:document {WORD}>&l9;</w:document>'.encode("utf-16")),
    "elements 100,000 deep": lambda: docx("<w:sdt><w:sdtContent>" * 100_000),
    "elements 100,000 deep, closed": lambda: docx("<w:smartTag>" * 100_000 + PARAGRAPH + "</w:smartTag>" * 100_000),
    "tables 5,000 deep": lambda: docx("<w:tbl><w:tr><w:tc>" * 5_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 5_000),
    "a PDF": lambda: b"%PDF-1.7\n%%EOF",
    "a text": lambda: SENTENCE.encode(),
    "a web page": lambda: b"<html><body><p>5</body></html>",
    "NUL bytes": lambda: b"\0" * 100_000,
    "an empty zip": lambda: zipped([]),
    "another zip": lambda: zipped([("plan.txt", SENTENCE.encode())]),
    "cut short": lambda: docx(PARAGRAPH)[:-30],
    "no end": lambda: docx(PARAGRAPH)[:200],
    "another root": lambda: docx_of(b"<html><body/></html>"),
    "no XML": lambda: docx_of(SENTENCE.encode()),
    "empty part": lambda: docx_of(b""),
    "NUL in the XML": lambda: docx(PARAGRAPH.replace("公", "\0")),
    "lone surrogates in the XML": lambda: docx(PARAGRAPH.replace("公", "&#xD800;")),
    "no known encoding": lambda: docx(PARAGRAPH, '<?xml version="1.0" encoding="planparse-1"?>'),
    "UTF-7": lambda: docx_of(b'<?xml version="1.0" encoding="utf-7"?>+ADw-w+ADo-document/+AD4-'),
    "itself for a folder": lambda: zipped([("word/document.xml/", b"")]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_package_that_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.docx").write_bytes(REFUSED[name]())
    assert refused(run(["extract", "plan.docx", "-o", "catalog.yaml"], tmp_path, "small file"), "plan.docx")
    assert not (tmp_path / "catalog.yaml").exists()


NINES = "9" * 1000


def in_a_row(cells: str) -> str:
    return f"<w:tbl><w:tr>{cells}{cell('5座')}</w:tr></w:tbl>{PARAGRAPH}"


READ: dict[str, Callable[[], bytes]] = {
    "tables 30 deep": lambda: docx("<w:tbl><w:tr><w:tc>" * 30 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 30),
    "elements 200 deep": lambda: docx("<w:smartTag>" * 200 + PARAGRAPH + "</w:smartTag>" * 200),
    "a thousand parts of one name": lambda: docx(PARAGRAPH, parts=[("word/styles.xml", b"")] * 1000),
    "a picture that is a bomb": lambda: docx(PARAGRAPH, parts=[("word/media/1.png", b"\0" * 200 * MB)]),
    "names that leave the folder": lambda: docx(PARAGRAPH, parts=[("../../../../tmp/evil", b"x"), ("/etc/evil", b"x")]),
    "ten thousand entries": lambda: overlapping(),
    "a cell over a billion columns": lambda: docx(in_a_row(cell("公园", "<w:gridSpan w:val='1000000000'/>"))),
    "a cell over minus one columns": lambda: docx(in_a_row(cell("公园", "<w:gridSpan w:val='-1'/>"))),
    "a column of ten to the thousand": lambda: docx(in_a_row(f"<w:trPr><w:gridBefore w:val='{NINES}'/></w:trPr>{cell('公园')}")),
}


@pytest.mark.parametrize("name", READ)
def test_a_package_that_is_read(tmp_path: Path, name: str) -> None:
    """What Word would open is opened, whatever lies beside the text."""
    (tmp_path / "plan.docx").write_bytes(READ[name]())
    answer = run(["extract", "plan.docx"], tmp_path, "small file")
    assert (answer.status, answer.errors) == (0, [])
    assert "text: 5座" in answer.out
    assert {path.name for path in tmp_path.iterdir()} == {"plan.docx", ".out", ".err"}


@pytest.mark.parametrize(("rows", "columns"), [(1, 200_000), (100_000, 1), (250, 200)])
def test_a_table_of_many_cells(tmp_path: Path, rows: int, columns: int) -> None:
    (tmp_path / "plan.docx").write_bytes(docx(word_table(rows, columns, "公园") + PARAGRAPH))
    answer = run(["extract", "plan.docx"], tmp_path, "large table")
    assert (answer.status == 0 and "text: 5座" in answer.out) or refused(answer, "plan.docx", "a zip bomb?")


# what a file names is never fetched


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_asked(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def naming(address: str) -> dict[str, bytes]:
    """Files that name an address wherever their format has a place for one."""
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{address}"><!ENTITY % p SYSTEM "{address}"> %p;]>'
    link = (
        '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="{}"/>'
    )
    links = "".join(
        link.format(kind, address, mode)
        for kind in ("styles", "numbering", "footnotes", "attachedTemplate")
        for mode in ("External", "Internal")
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    page = (
        f'<html manifest="{address}"><head><base href="{address}"><link rel=stylesheet href="{address}"><script src="{address}"></script>'
        f'<meta http-equiv=refresh content="0;url={address}"></head><body background="{address}"><img src="{address}">'
        f'<iframe src="{address}"></iframe><object data="{address}"></object><embed src="{address}">'
        f'<p style="background:url({address})">{SENTENCE}</p></body></html>'
    )
    saved = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Location: {address}\n\n{page}"
    outside = f'MIME-Version: 1.0\nContent-Type: message/external-body; access-type=URL; URL="{address}"\n\n'
    return {
        "entity.docx": docx(f"<w:p><w:r><w:t>{SENTENCE}&x;</w:t></w:r></w:p>", entity),
        "doctype.docx": docx(PARAGRAPH, f'<!DOCTYPE d SYSTEM "{address}">'),
        "links.docx": docx(PARAGRAPH, parts=[("word/_rels/document.xml.rels", rels.encode())]),
        "stylesheet.docx": docx(PARAGRAPH, f'<?xml version="1.0"?><?xml-stylesheet href="{address}"?>'),
        "include.docx": docx(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}" parse="text"/>{PARAGRAPH}'),
        "page.html": page.encode(),
        "entity.html": f'<?xml version="1.0"?>{entity}<html><body><p>{SENTENCE}&x;</p></body></html>'.encode(),
        "saved.mhtml": saved.encode(),
        "outside.mhtml": outside.encode(),
        "image.md": f"![公园]({address})\n{SENTENCE}\n".encode(),
    }


@pytest.mark.parametrize("name", naming(""))
def test_nothing_is_fetched_from_the_network(tmp_path: Path, listening: socket.socket, name: str) -> None:
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
    (tmp_path / name).write_bytes(naming(address)[name])
    answer = run(["extract", name], tmp_path, "small file")
    assert answer.status == 0 or refused(answer, name)
    assert not was_asked(listening)


@pytest.mark.parametrize("name", naming(""))
def test_nothing_is_read_from_other_files(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("到2025年，新建密室9间。", "utf-8")
    (tmp_path / name).write_bytes(naming(secret.as_uri())[name])
    answer = run(["extract", name, "--status", "all"], tmp_path, "small file")
    assert answer.status == 0 or refused(answer, name)
    assert "密室" not in answer.out + answer.err and "9间" not in answer.out + answer.err
