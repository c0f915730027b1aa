"""The page as people use it, in a real browser: Debian's chromium, driven by Playwright.

Whatever a test does, the browser's console stays empty and nothing is requested but the page itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import planparse
from planparse.report import report
from reports import ATTACKS, HOSTILE, LATER, PARAGRAPH, PLAN, UNSEEN, WRAPPED, written_page

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install 'planparse[dev]'")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed: apt-get install chromium")

FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
BARS = "#by-pillar .mark-rect.role-mark path"
LONG = "第三期2025年工作计划\n\n" + "".join(f"新建{number}号片区厂房{number}座。\n" for number in range(1, 401))

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def plans(tmp_path_factory) -> Path:
    return written_page(tmp_path_factory.mktemp("plans"), binhe=PLAN, linjiang=LATER)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    return written_page(tmp_path_factory.mktemp("hostile"), hostile=HOSTILE)


@pytest.fixture(scope="module")
def long(tmp_path_factory) -> Path:
    return written_page(tmp_path_factory.mktemp("long"), long=LONG)


@pytest.fixture
def opened(browser) -> Iterator[Open]:
    """Opens a page; when the test is over, the browser must have had nothing to say and nothing to fetch."""
    said: list[str] = []
    fetched: list[str] = []
    contexts = []

    def open_page(path: Path, **settings: Any) -> Any:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **settings})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: fetched.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
    assert fetched == []


def names(page: Any) -> list[str]:
    """The indicators of the rows, in the order shown."""
    return page.locator(".row .name").all_text_contents()


def quantities(page: Any) -> list[str]:
    return page.locator(".row .quantity").all_text_contents()


def choose(page: Any, **choices: str) -> None:
    """Chooses in filters by the beginning of what is to be chosen."""
    for name, wanted in choices.items():
        options = page.locator(f"#{name} option").all_text_contents()
        page.select_option(f"#{name}", index=next(at for at, text in enumerate(options) if text.strip().startswith(wanted)))


def in_view(page: Any, selector: str) -> bool:
    return page.eval_on_selector(
        selector,
        """element => { const {top, bottom, left, right} = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)) }""",
    )


# filters, search, order


def test_all_targets_are_there_at_first(plans, opened):
    page = opened(plans)
    assert page.title() == "Targets of 2 documents"
    assert page.inner_text("#count") == "11 targets"
    assert len(names(page)) == 11
    assert page.locator("mark.place").all_text_contents() == ["4万人", "5.5%", "20个", "10—15家", "6%", "3处", "30.5亿元"]


def test_each_filter_leaves_what_it_says(plans, opened):
    page = opened(plans)
    for choices, left in CHOICES:
        choose(page, **choices)
        assert [quantity.lstrip("≥≤≈ ") for quantity in quantities(page)] == left, choices
        page.click("#clear")
        assert page.inner_text("#count") == "11 targets"
    assert page.is_hidden("#clear")


CHOICES: list[tuple[dict[str, str], list[str]]] = [
    ({"status": "achieved"}, ["30.5亿元"]),
    ({"modality": "strive"}, ["10—15家", "6%"]),
    ({"unit": "人"}, ["4万人", "4.6万人", "1.2万人"]),
    ({"document": "临江区"}, ["4.6万人", "1.2万人", "7%", "800个"]),
    ({"document": "临江区", "pillar": "投资"}, ["7%", "800个"]),
    ({"deadline": "no deadline"}, ["30.5亿元"]),
    ({"unit": "%", "deadline": "2026"}, ["7%"]),
]


def test_search_and_order(plans, opened):
    page = opened(plans)
    as_written = quantities(page)
    for sought, left in (("敦化路", ["3处"]), ("固定资产 ７", ["7%"]), ("应届毕业生😀", ["1.2万人"]), ("临江 停车位", ["800个"])):
        page.fill("#search", sought)
        assert quantities(page) == left
    page.fill("#search", "nothing says this")
    assert names(page) == []
    assert page.is_visible("#none")
    page.click("#clear")
    choose(page, unit="%")
    page.click("#columns .quantity .sorting")
    assert quantities(page) == ["≤ 5.5%", "≈ 6%", "7%"]
    assert page.get_attribute("#columns .quantity", "aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert quantities(page) == ["7%", "≈ 6%", "≤ 5.5%"]
    page.keyboard.press("Enter")
    page.click("#clear")
    assert quantities(page) == as_written


# from the row to the text and back


def test_a_row_leads_to_its_text_and_the_text_back_to_its_row(plans, opened):
    page = opened(plans)
    page.locator(".name", has_text="停车位").click()
    assert page.inner_text("mark.place.current") == "800个"
    assert in_view(page, "mark.place.current")
    assert page.inner_text(".row.current .quote") == "新建停车位800个。"
    page.locator("mark.place", has_text="7%").click()
    assert page.locator(".row.current").count() == 1
    assert page.inner_text(".row.current .name") == "固定资产投资"
    assert page.evaluate("document.activeElement.closest('.row').matches('.current')")


def test_a_place_whose_row_is_filtered_out_shows_it_again(plans, opened):
    page = opened(plans)
    choose(page, document="滨河区", unit="人")
    faint = page.locator("mark.place.off")
    faint.first.wait_for()
    assert faint.count() == 6
    page.locator("mark.place", has_text="3处").click()
    assert page.inner_text(".row.current .name") == "过街天桥"
    assert page.inner_text("#count") == "11 targets"
    assert "filters" in page.inner_text("#said")


def test_the_keyboard_is_enough(plans, opened):
    page = opened(plans)
    page.keyboard.press("/")
    page.keyboard.type("投资")
    page.locator(".name").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    chosen = page.inner_text(".row.current .quantity")
    assert chosen == quantities(page)[-2]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") in chosen
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.matches('mark.place:not(.current)')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.row.current .name')")
    assert page.locator(".name[tabindex='0']").count() == 1


def test_everything_that_can_be_used_has_a_name_in_the_dark_too(plans, opened):
    page = opened(plans, color_scheme="dark")
    ground, ink = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert max(map(int, ground.strip("rgb()").split(","))) < 60 < 200 < min(map(int, ink.strip("rgb()").split(",")))
    page.locator(".name").first.click()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, [role=button]")].filter((element) =>
        !(element.getAttribute("aria-label") || element.textContent.trim() || element.labels?.[0]?.textContent.trim())
        || (element.matches("select, input") && !element.labels[0].textContent.trim())).map((element) => element.outerHTML)"""
    )
    assert nameless == []


def test_a_citation_is_copied(plans, opened):
    page = opened(plans, permissions=["clipboard-read", "clipboard-write"], locale="zh-CN")
    page.locator(".name", has_text="过街天桥").click()
    page.click(".cite")
    page.wait_for_selector("#said.shown")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited == "“6月底前建成敦化路等3处过街天桥。”（《滨河区2025年工作计划》，plans/binhe.txt:6，第 6 行）".replace("，第 6 行", "")


def test_a_paragraph_that_was_cut_into_lines_is_one_again(tmp_path, opened):
    page = opened(written_page(tmp_path, wrapped=WRAPPED))
    assert page.locator("p.line").all_text_contents() == [PARAGRAPH, "新建厕所8座。"]
    page.locator(".name").nth(9).click()
    assert page.locator(".row.current .quote mark").text_content() == "11处"


# pictures


def test_pictures_show_what_the_filters_leave(plans, opened):
    page = opened(plans)
    page.click(".views [data-view=pictures]")
    page.wait_for_selector("#across-picture svg")
    assert page.locator("#pictures svg").count() == 4
    assert page.locator("#same option").all_text_contents() == SAME
    assert bars(page) == 11
    choose(page, document="临江区")
    sync_api.expect(page.locator(BARS)).to_have_count(2)
    assert bars(page) == 4
    assert page.is_hidden("#across")


SAME = ["城镇就业 · 人 (2 documents)", "固定资产投资 · growth rate · % (2 documents)"]


def bars(page: Any) -> int:
    """How many targets the bars of the first picture stand for."""
    labels = page.eval_on_selector_all(BARS, "paths => paths.map((path) => path.getAttribute('aria-label'))")
    return sum(int(label.rsplit(": ", 1)[1]) for label in labels)


# hostile documents


def test_what_documents_say_stays_text(hostile, opened):
    page = opened(hostile)
    rows = page.locator(".row").count()
    assert rows >= len(ATTACKS)
    for number in range(rows):
        page.locator(".name").nth(number).click()
    page.click(".views [data-view=pictures]")
    page.wait_for_selector("#by-pillar svg")
    page.click("#language")
    page.click(".views [data-view=text]")
    assert page.evaluate("window.attacked") is None
    drawn = "main :is(img, script, style, iframe, object, embed, link, a, svg [onload], [onerror], [style*=expression])"
    assert page.locator(f"{drawn}:not(svg *)").count() == 0
    shown = page.locator("#original").text_content()
    assert all(attack.translate(UNSEEN) in shown for attack in ATTACKS)
    assert not UNSEEN.keys() & set(map(ord, page.evaluate("document.title + document.querySelector('main').textContent")))


# languages, phones, paper


def test_the_page_speaks_the_language_of_the_browser_and_the_other(plans, opened):
    page = opened(plans, locale="zh-CN")
    assert page.title() == "2 份文件的目标"
    assert page.get_attribute("html", "lang") == "zh-CN"
    choose(page, unit="人")
    page.click("#language")
    assert page.inner_text("#count") == "3 of 11 targets"
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator(".nature").all_text_contents()[1:] == ["firm", "firm", "firm"]


def test_a_phone_never_scrolls_sideways(plans, opened):
    page = opened(plans, viewport=PHONE, has_touch=True)
    page.locator(".name").nth(5).tap()
    for view in ("list", "text", "pictures"):
        page.tap(f".views [data-view={view}]")
        if view == "pictures":
            page.wait_for_selector("#across-picture svg")
        for _ in range(2):
            page.tap("#language")
            wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert wide[0] <= wide[1] == PHONE["width"], view


def test_on_a_phone_a_row_and_its_text_take_turns(plans, opened):
    page = opened(plans, viewport=PHONE, has_touch=True)
    page.locator(".name", has_text="停车位").tap()
    page.tap(".to-text")
    assert page.is_hidden("#list")
    assert in_view(page, "mark.place.current")
    page.locator("mark.place", has_text="7%").tap()
    assert page.is_hidden("#text")
    assert in_view(page, ".row.current .name")


def test_rows_far_down_are_drawn_when_they_are_wanted_and_all_of_them_on_paper(long, opened):
    page = opened(long)
    page.locator("mark.place", has_text="400座").click()
    assert page.inner_text(".row.current .quantity") == "400座"
    assert in_view(page, ".row.current .name")
    page.fill("#search", "厂房")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".row").count() == 400
    page.emulate_media(media="print")
    for hidden in ("#search", "#language", "#text"):
        assert page.is_hidden(hidden)
    assert page.evaluate("document.querySelector('#list').scrollHeight === document.querySelector('#list').clientHeight")


def test_without_its_text_a_document_shows_its_quotes(tmp_path_factory, opened):
    folder = tmp_path_factory.mktemp("gone")
    written_page(folder, binhe=PLAN)
    (folder / "plans" / "binhe.txt").unlink()
    report(planparse.load_catalog(folder / "plans" / "catalog.yaml"), folder / "page.html", folder / "plans" / "catalog.yaml")
    page = opened(folder / "page.html")
    assert "not found" in page.inner_text(".notice")
    page.locator("mark.place", has_text="30.5亿元").click()
    assert page.inner_text(".row.current .quote") == "2024年完成投资30.5亿元。"
