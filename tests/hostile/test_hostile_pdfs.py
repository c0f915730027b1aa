"""PDFs with broken and circular structure, gigantic claims, bombs and locks."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_commands import MB, refused, run
from hostile_inputs import PDF, SENTENCE, pages, pdf, stream, written

pytest.importorskip("pypdfium2")
pytest.importorskip("pdfplumber")

PAGE = written(SENTENCE)
SOUND = pdf(pages([PAGE]))


def tree(kids: str, count: int = 1) -> list[tuple[int, bytes]]:
    """The objects of a sound document with other pages."""
    changed = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
    return [(number, changed if number == 2 else content) for number, content in pages([PAGE])]


def encrypted() -> bytes:
    """The entry of encryption is enough: nobody has the password."""
    lock = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <" + b"28" * 32 + b"> /U <" + b"4e" * 32 + b"> >>"
    return pdf([*pages([PAGE]), (9, lock)], "/Root 1 0 R /Encrypt 9 0 R /ID [<00><00>]")


FORM = (9, stream(b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 9 0 R >> >>"))
MADE: dict[str, Callable[[], bytes]] = {
    "broken cross-references": lambda: pdf(pages([PAGE]), table=b"xref\n0 3\n" + b"9999999999 00000 n \n" * 3),
    "no cross-references": lambda: pdf(pages([PAGE]), table=b""),
    "cross-references without end": lambda: pdf(pages([PAGE]), table=b"xref\n0 2000000000\n0000000000 65535 f \n"),
    "cross-references that lead back": lambda: pdf(pages([PAGE]), "/Root 1 0 R /Prev START"),
    "cross-references that lead to each other": lambda: (
        SOUND + b"xref\n0 0\ntrailer\n<< /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (len(SOUND), len(SOUND))
    ),
    "pages that lead back": lambda: pdf(tree("4 0 R 2 0 R", 2)),
    "pages only of themselves": lambda: pdf(tree("2 0 R", 1)),
    "one page ten thousand times": lambda: pdf(tree("4 0 R " * 10_000, 10_000)),
    "two billion pages claimed": lambda: pdf(pages([PAGE], claimed=2_147_483_647)),
    "less than no pages claimed": lambda: pdf(pages([PAGE], claimed=-5)),
    "no pages": lambda: pdf(pages([])),
    "a root that is not there": lambda: pdf(pages([PAGE]), "/Root 99 0 R"),
    "a root that is itself": lambda: pdf([(1, b"1 0 R")]),
    "a gigantic page": lambda: pdf(pages([PAGE], "0 0 1e30 1e30")),
    "an endless page": lambda: pdf(pages([PAGE], f"0 0 {'9' * 400} {'9' * 400}")),
    "a page of nothing": lambda: pdf(pages([PAGE], "0 0 0 0")),
    "a page inside out": lambda: pdf(pages([PAGE], "595 842 0 0")),
    "a page of words": lambda: pdf(pages([PAGE], "(a) (b) /c null")),
    "words far away": lambda: pdf(pages([PAGE + written("公园", 1e30, -1e30)])),
    "gigantic words": lambda: pdf(pages([PAGE + written("公园", size=1e30)])),
    "words of no size": lambda: pdf(pages([PAGE + written("公园", size=0)])),
    "arrays 100,000 deep": lambda: pdf([*pages([PAGE]), (6, b"[" * 100_000)]),
    "dictionaries 100,000 deep": lambda: pdf([*pages([PAGE]), (6, b"<< /A " * 100_000)]),
    "arrays in the page": lambda: pdf(pages([PAGE + b"[" * 100_000])),
    "a bomb": lambda: pdf(pages([PAGE + b" " * (200 * MB)], compressed=True)),
    "a bomb in a bomb": lambda: pdf(
        [*pages([PAGE])[:-1], (5, stream(zlib.compress(zlib.compress(b" " * (100 * MB), 9), 9), b"/Filter [/FlateDecode /FlateDecode]"))]
    ),
    "a form that draws itself": lambda: pdf(
        [*((number, said.replace(b"/Font <<", b"/XObject << /X 9 0 R >> /Font <<")) for number, said in pages([PAGE + b"/X Do "])), FORM]
    ),
    "NUL bytes behind": lambda: SOUND + b"\0" * MB,
    "rubbish before": lambda: b"x" * 900 + SOUND,
    "a script": lambda: pdf(
        [(1, b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"), *pages([PAGE])[1:]]
    ),
    "a file to open": lambda: pdf(
        [(1, b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>"), *pages([PAGE])[1:]]
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_a_pdf_that_claims_and_loops(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.pdf").write_bytes(MADE[name]())
    answer = run(["extract", "plan.pdf", "-o", "catalog.yaml"], tmp_path, "PDF")
    assert (answer.status, answer.errors) == (0, []) or refused(answer, "plan.pdf")
    assert (tmp_path / "catalog.yaml").exists() == (answer.status == 0)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995])
def test_a_pdf_that_is_cut_short(tmp_path: Path, share: float) -> None:
    (tmp_path / "plan.pdf").write_bytes(SOUND[: int(len(SOUND) * share)])
    answer = run(["extract", "plan.pdf"], tmp_path, "small file")
    assert answer.status == 0 or refused(answer, "plan.pdf")


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(encrypted())
    assert refused(run(["extract", "plan.pdf"], tmp_path, "small file"), "plan.pdf", "password")


def test_the_sound_one_is_read(tmp_path: Path) -> None:
    """Else all of the above would be refused for another reason."""
    (tmp_path / "plan.pdf").write_bytes(SOUND)
    answer = run(["extract", "plan.pdf"], tmp_path, "small file")
    assert (answer.status, answer.errors) == (0, []) and "text: 5座" in answer.out


@pytest.mark.parametrize("name", PDF)
def test_a_quarter_of_a_megabyte_of_one_thing(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.pdf").write_bytes(PDF[name](MB // 4))
    answer = run(["extract", "plan.pdf"], tmp_path, "PDF")
    assert answer.status == 0 or refused(answer, "plan.pdf")
