"""How large the page of many targets is, and how long it takes to answer a filter, measured in chromium.

    python benchmarks/page.py FOLDER [--targets N] [--page FILE]

Extracts every target under FOLDER, repeats the documents until there are N targets, writes the page of them, opens it in a headless
chromium, and prints one Markdown table. A filter has answered when the frame that shows the first rows has been drawn: the time from
the choice to the second animation frame after it. The first answer is that to the first filter after the page was opened, the
slowest that of ``ROUNDS`` rounds over ``FILTERS``. --page keeps the page.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

import planparse
from planparse.models import Catalog, Document, Target
from planparse.report import report

ROUNDS = 5
FILTERS = (
    ("search", "增长"), ("status", "planned"), ("search", "万"), ("status", "*"), ("search", ""), ("order", "byDueUp"),
    ("order", "textOrder"),
)  # fmt: skip
"""What is chosen, one after the other; all targets match the fifth, and the last."""

ANSWER = """([id, value]) => new Promise((answered) => {
  const begun = performance.now();
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const done = performance.now() - begun;
  requestAnimationFrame(() => requestAnimationFrame(() => answered([done, performance.now() - begun])));
})"""

LOADED = "() => performance.timing.loadEventEnd - performance.timing.navigationStart"


def repeated(catalog: Catalog, number: int) -> Catalog:
    """The documents of a catalog again and again, under other ids, until they have so many targets."""
    own: dict[str, list[Target]] = defaultdict(list)
    for target in catalog.targets:
        own[target.document].append(target)
    documents: list[Document] = []
    targets: list[Target] = []
    for document, renamed in copies(catalog):
        documents.append(renamed)
        said = {"document": renamed.id}
        targets += (one.model_copy(update={**said, "id": one.id.replace(document.id, renamed.id, 1)}) for one in own[document.id])
        if len(targets) >= number:
            break
    return catalog.model_copy(update={"documents": tuple(documents), "targets": tuple(targets[:number])})


def copies(catalog: Catalog) -> Iterator[tuple[Document, Document]]:
    for round in itertools.count():
        for document in catalog.documents:
            yield document, document.model_copy(update={"id": f"{document.id}-r{round}"})


def answer(page: Page, id: str, value: str) -> tuple[float, float]:
    """How long a choice took in milliseconds: until the rows were changed, and until the frame with them was drawn."""
    page.wait_for_timeout(300)
    changed, drawn = page.evaluate(ANSWER, [id, value])
    return changed, drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--targets", type=int, default=6000)
    parser.add_argument("--page", type=Path)
    given = parser.parse_args()
    catalog = repeated(planparse.extract(given.folder, status="all"), given.targets)
    with TemporaryDirectory() as folder:
        path = (given.page or Path(folder) / "page.html").absolute()
        begun = perf_counter()
        report(catalog, path)
        written = perf_counter() - begun
        print(f"{len(catalog.targets)} targets of {len(catalog.documents)} documents of {given.folder.name}\n")
        print("| what | measured |\n| --- | ---: |")
        print(f"| size of the page | {path.stat().st_size / 1e6:.2f} MB |\n| written in | {written:.1f} s |")
        measure(path)


def measure(path: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(path.as_uri())
        print(f"| opened in | {page.evaluate(LOADED):.0f} ms |")
        times = [answer(page, *choice) for _ in range(ROUNDS) for choice in FILTERS]
        for name, at in (("rows changed", 0), ("rows drawn", 1)):
            print(f"| first filter, {name} | {times[0][at]:.0f} ms |")
            print(f"| slowest filter, {name} | {max(time[at] for time in times):.0f} ms |")
        print(f"\nchromium {browser.version}, 1280 × 800; {len(times)} filters.")
        browser.close()


if __name__ == "__main__":
    main()
