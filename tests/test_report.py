"""The page as a file: what it holds, what it lets run, and which words it has. What it does is tested in a browser."""

from __future__ import annotations

import base64
import doctest
import hashlib
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import planparse
from documents import blocks, copy_of_seeds, pair, with_real_output
from planparse.cli import main
from planparse.errors import CatalogError
from planparse.report import page as page_module
from planparse.report import report
from planparse.report.page import SCRIPTS, part, words
from reports import ATTACKS, HOSTILE, LATER, PLAN, UNSEEN, WRAPPED, Page, page_in, written_page

SCRIPT = "".join(map(part, SCRIPTS))


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    hidden = PLAN.replace("5.5%", "5\u200b.5%").replace("\n", "\r\n")
    written_page(folder, binhe=f"\ufeff{hidden}", linjiang=LATER, hostile=HOSTILE)
    return folder


@pytest.fixture(scope="module")
def page(place: Path) -> Page:
    return page_in(place / "page.html")


def rows(page: Page) -> list[dict[str, Any]]:
    return [dict(zip(page.content["columns"], row, strict=True)) for row in page.content["targets"]]


def cut(text: str, extent: list[int]) -> str:
    """A stretch of a text as JavaScript cuts it out."""
    units = text.encode("utf-16-le")
    return units[2 * extent[0] : 2 * extent[1]].decode("utf-16-le")


# what the page holds


def test_every_target_stands_at_its_place_in_the_text(page: Page, place: Path):
    catalog = planparse.load_catalog(place / "plans" / "catalog.yaml")
    assert [row["id"] for row in rows(page)] == [target.id for target in catalog.targets]
    for row, target in zip(rows(page), catalog.targets, strict=True):
        text = page.content["documents"][row["document"]]["text"]
        assert cut(text, row["place"]) == target.quantity.text
        said = row["sentence"] if isinstance(row["sentence"], str) else cut(text, row["sentence"])
        assert said == target.sentence
    assert "5\u200b.5%" in page.content["documents"][0]["text"], "the text is shown as it was written"


def test_most_sentences_are_not_held_twice(page: Page):
    assert sum(isinstance(row["sentence"], list) for row in rows(page)) > len(rows(page)) / 2


def test_lines_that_were_cut_at_one_width_go_on(tmp_path):
    (document,) = page_in(written_page(tmp_path, wrapped=WRAPPED)).content["documents"]
    lines = document["text"].split("\n")
    begun = [document["text"][:at].count("\n") for at in document["joined"]]
    assert begun == list(range(3, len(lines) - 2))


def test_headings_are_where_they_stand(page: Page):
    for document in page.content["documents"]:
        for pillar in document["pillars"]:
            assert cut(document["text"], [pillar["start"], pillar["end"]]).translate(UNSEEN) == pillar["title"]


def test_what_several_documents_measure_is_known_as_the_same(page: Page):
    same: dict[int, list[tuple[int, float]]] = {}
    for row in rows(page):
        if row["same"] is not None:
            same.setdefault(row["same"], []).append((row["document"], row["value"]))
    documents = [document["id"] for document in page.content["documents"]]
    binhe, linjiang = documents.index("binhe"), documents.index("linjiang")
    assert sorted(same.values()) == sorted([[(binhe, 40000), (linjiang, 46000)], [(binhe, 6), (linjiang, 7)]])


def test_the_same_catalog_gives_the_same_bytes(place: Path, monkeypatch):
    monkeypatch.chdir(place)
    assert main(["report", "plans/catalog.yaml", "-o", "again.html"]) == 0
    assert (place / "again.html").read_bytes() == (place / "page.html").read_bytes()


# texts that are not there


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["extract", "plan.txt", "-o", "catalog.yaml"]) == 0
    return tmp_path


def reported(capsys, catalog: str = "catalog.yaml") -> tuple[Any, str]:
    capsys.readouterr()
    assert main(["report", catalog, "-o", "page.html"]) == 0
    return page_in(Path("page.html")), capsys.readouterr().err


def test_a_text_is_found_from_other_folders(project: Path, capsys, monkeypatch):
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    page, err = reported(capsys, "../catalog.yaml")
    assert page.content["documents"][0]["text"] == PLAN
    assert err == "page.html: 6 targets of 1 document\n"


@pytest.mark.parametrize(
    ("happened", "why", "said"),
    [
        (lambda path: path.unlink(), "gone", "is not where the catalog says"),
        (lambda path: path.write_text(PLAN + "。", encoding="utf-8"), "changed", "is not what the catalog was made from"),
        (lambda path: (path.unlink(), path.mkdir()), "unreadable", "a folder"),
    ],
)
def test_of_a_text_that_cannot_be_shown_the_quotes_are(project: Path, capsys, happened, why, said):
    happened(project / "plan.txt")
    page, err = reported(capsys)
    (document,) = page.content["documents"]
    assert (document["missing"], document["text"]) == (why, None)
    assert err.startswith(f"planparse: plan.txt: {said}")
    assert err.count("\n") == 2
    assert [row["sentence"] for row in rows(page)] == [target.sentence for target in planparse.load_catalog("catalog.yaml").targets]
    assert all(row["place"] is None for row in rows(page))


def test_standard_input_has_no_file(project: Path, capsys):
    catalog = planparse.extract_text(PLAN, name="-")
    document = catalog.documents[0].model_copy(update={"path": "-"})
    written = report(catalog.model_copy(update={"documents": (document,)}), "page.html")
    assert [fault.path for fault in written.faults] == ["-"]


# a file that can be sent and opened anywhere


def test_nothing_runs_but_what_the_policy_names(page: Page):
    digests = [base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() for text in (*page.scripts, page.style)]
    allowed = dict(rule.split(" ", 1) for rule in page.policy.split("; "))
    assert allowed["default-src"] == "'none'"
    assert allowed["script-src"].split() == [f"'sha256-{digest}'" for digest in digests[:-1]]
    assert allowed["style-src"] == f"'sha256-{digests[-1]}'"
    assert "unsafe" not in page.policy


def test_nothing_is_fetched(page: Page):
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page.html, flags=re.DOTALL)
    assert re.findall(r"\b(?:src|href|action|srcset|url)\s*=\s*[\"']?([^\"'>]*)", markup) == ["#list"]
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_what_documents_say_is_no_markup(page: Page):
    plain = page_in_other_words(page)
    assert page.tags == plain.tags
    said = [document["text"] for document in page.content["documents"] if document["id"] == "hostile"]
    assert said == [HOSTILE]
    titles = [pillar["title"] for document in page.content["documents"] for pillar in document["pillars"]]
    assert any(attack in title for attack in ATTACKS for title in titles), "a heading holds an attack"
    before, _, after = page.html.partition('id="content">')
    assert not re.search("[<>&\u2028\u2029]", after.partition("</script>")[0])
    assert "attacked" not in before


def page_in_other_words(page: Page) -> Page:
    """The page of a catalog that holds nothing."""
    empty = planparse.extract_text(PLAN).model_copy(update={"documents": (), "targets": ()})
    report(empty, "empty.html")
    return page_in(Path("empty.html"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_half_a_character_is_no_obstacle():
    catalog = planparse.extract_text(PLAN)
    broken = catalog.documents[0].model_copy(update={"title": "半\ud800个"})
    report(catalog.model_copy(update={"documents": (broken,)}), "page.html")
    assert page_in(Path("page.html")).content["documents"][0]["title"] == "半\ud800个"


# words and colours


def test_both_languages_say_the_same_things():
    chinese, english = words()["zh"], words()["en"]
    assert chinese.keys() == english.keys()
    for name in chinese:
        assert sorted(re.findall(r"\{\w+\}", chinese[name])) == sorted(re.findall(r"\{\w+\}", english[name])), name


def test_every_word_is_known_and_used():
    markup = part("page.html.j2")
    fixed = set(re.findall(r'data-(?:word|label|hint)="(\w+)"', markup))
    said = set(re.findall(r'\bsay\("(\w+)"', SCRIPT))
    assert fixed | said <= words()["en"].keys()
    spoken = fixed | set(re.findall(r'"(\w+)"', SCRIPT)) | set(re.findall(r"(\w+):", SCRIPT))
    catalog_words = {"increase", "decrease", "growth", "decline", "level", "output", "year", "month", "day", "binding", "expected"}
    reviews = {"changed", "confirmed", "added", "unreadable", "gone"}
    orders = {"byDueUp", "byDueDown", "bySureUp", "bySureDown"}
    assert words()["en"].keys() - spoken - catalog_words - reviews - orders == set()


def palettes(style: str) -> list[dict[str, str]]:
    """The colours of the light page, and of the dark one."""
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks)
    return [light, {**light, **dark}]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
def test_colours_are_told_apart_as_wcag_asks(page: Page, number: int):
    colours = palettes(page.style)[number]
    grounds = ("ground", "surface", "raised", "accent-soft")
    written = [(ink, ground) for ink in ("ink", "muted", "accent", "planned", "achieved", "context", "low") for ground in grounds]
    written += [("ink", f"{status}-soft") for status in ("planned", "achieved", "context")] + [("chosen-ink", "chosen"), ("ink", "line")]
    for ink, ground in written:
        assert contrast(colours[ink], colours[ground]) >= 4.5, f"{ink} on {ground}"
    for line in ("strong-line", "planned", "achieved", "context"):
        assert contrast(colours[line], colours["surface"]) >= 3, line


# what is refused


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("page.xlsx", "no page has the ending .xlsx; use .html"),
        ("page", "has no ending; use .html"),
        ("none/page.html", "its folder does not exist; make the folder first"),
        ("plans/plan.html", "is a document of the catalog; name another file"),
    ],
)
def test_what_cannot_be_written_is_refused(output: str, said: str):
    catalog = planparse.extract_text(PLAN, name="plan")
    Path("plans").mkdir()
    Path("plans/plan.html").write_text("<p>新建道路3公里。</p>", encoding="utf-8")
    document = catalog.documents[0].model_copy(update={"path": "plans/plan.html"})
    with pytest.raises(CatalogError) as error:
        report(catalog.model_copy(update={"documents": (document,)}), output)
    assert str(error.value) == f"{output}: {said}"


def test_a_missing_package_is_named(project: Path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert main(["report", "catalog.yaml", "-o", "page.html"]) == 2
    assert 'pip install "planparse[report]"' in capsys.readouterr().err
    assert not Path("page.html").exists()


@pytest.mark.skipif(os.name == "nt", reason="the command is written for a POSIX shell")
def test_the_document_says_what_is(tmp_path):
    document = pair("docs/report")
    text = document.english.read_text(encoding="utf-8")
    copy_of_seeds(tmp_path)
    assert with_real_output(text) == text
    assert blocks(document.english) == blocks(document.chinese)
    for path in document:
        assert all((path.parent / link).is_file() for link in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")))


def test_doctests():
    assert doctest.testmod(page_module).failed == 0
