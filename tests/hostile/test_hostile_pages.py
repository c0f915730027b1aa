"""Web pages and saved pages that nest, repeat and claim without end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_commands import MB, refused, run
from hostile_inputs import HTML, MHTML, SENTENCE

from planparse.catalog.files import load_catalog

pytest.importorskip("lxml")

OF_A_MEGABYTE = {**HTML, **MHTML}


@pytest.mark.parametrize("name", OF_A_MEGABYTE)
def test_a_part_of_a_megabyte_of_one_thing(tmp_path: Path, name: str) -> None:
    ending = name.partition(":")[0]
    (tmp_path / f"plan.{ending}").write_bytes(OF_A_MEGABYTE[name](MB // 32))
    answer = run(["extract", f"plan.{ending}", "-o", "catalog.yaml"], tmp_path, "text")
    assert (answer.status == 0 and load_catalog(tmp_path / "catalog.yaml").documents) or refused(answer, f"plan.{ending}")
    assert (tmp_path / "catalog.yaml").exists() == (answer.status == 0)


TEN_MEGABYTES = {
    "one tag": lambda: b"<p title='" + b"a" * (10 * MB) + f"'>{SENTENCE}</p>".encode(),
    "one tag without end": lambda: b"<p " + b"a" * (10 * MB),
    "one text": lambda: f"<p>{SENTENCE}</p><p>{'公园和' * MB}</p>".encode(),
    "one comment": lambda: b"<!--" + b"-" * (10 * MB),
    "one script": lambda: b"<script>" + b"x" * (10 * MB) + f"</script><p>{SENTENCE}</p>".encode(),
    "one entity": lambda: b"<p>&" + b"a" * (10 * MB),
    "a picture in the page": lambda: b"<img src='data:image/png;base64," + b"A" * (10 * MB) + f"'><p>{SENTENCE}</p>".encode(),
}


@pytest.mark.parametrize("name", TEN_MEGABYTES)
def test_ten_megabytes(tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.html").write_bytes(TEN_MEGABYTES[name]())
    answer = run(["extract", "plan.html"], tmp_path, "10 MB of markup")
    assert answer.status == 0 or refused(answer, "plan.html")


@pytest.mark.parametrize("tag", ["div", "span", "b", "table><tr><td", "ul><li", "blockquote", "svg", "a", "h1", "font", "section", "form"])
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_thirty_thousand_deep(tmp_path: Path, tag: str, closed: bool) -> None:
    end = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    page = f"<html><body><p>{SENTENCE}</p>{f'<{tag}>' * 30_000}5座{end * 30_000 if closed else ''}</body></html>"
    (tmp_path / "plan.html").write_bytes(page.encode())
    answer = run(["extract", "plan.html"], tmp_path, "text")
    assert answer.status == 0 or refused(answer, "plan.html")


@pytest.mark.parametrize("span", ["1000000000", "-1", "0", "9" * 5000, "1e9", "٣", "", "NaN"])
def test_a_cell_over_a_billion_rows_and_columns(tmp_path: Path, span: str) -> None:
    cell = f"<td colspan='{span}' rowspan='{span}'>公园</td>"
    page = f"<p>{SENTENCE}</p><table border=1>{f'<tr>{cell}{cell}<td>5座</td></tr>' * 50}</table>"
    (tmp_path / "plan.html").write_bytes(f"<meta charset=utf-8>{page}".encode())
    answer = run(["extract", "plan.html"], tmp_path, "small file")
    assert (answer.status, answer.errors) == (0, [])
    assert "text: 5座" in answer.out


@pytest.mark.parametrize(("rows", "columns"), [(1, 20_000), (20_000, 1), (200, 100)])
def test_a_table_of_many_cells(tmp_path: Path, rows: int, columns: int) -> None:
    """Twenty thousand, not two hundred thousand, for the time of the tests: the benchmark shows that more take no more than their share."""
    row = "<tr>" + "<td>公园</td>" * columns + "</tr>"
    (tmp_path / "plan.html").write_bytes(f"<meta charset=utf-8><p>{SENTENCE}</p><table>{row * rows}</table>".encode())
    answer = run(["extract", "plan.html"], tmp_path, "large table")
    assert answer.status == 0 or refused(answer, "plan.html")
