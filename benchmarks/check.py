"""How long ``planparse check`` takes after one changed sentence, beside the first extraction of the same project.

    python benchmarks/check.py FOLDER

Copies the documents under FOLDER as text, extracts them, appends a sentence to one of them and checks, in turns; the best of several
turns counts. Prints one Markdown table: within one process that has everything loaded, and as commands, each of which starts
Python and loads the dictionary of words anew. Only the ratios are worth comparing between machines.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from planparse.catalog.files import catalog_text, write_text
from planparse.checking import Check
from planparse.cli.reading import Readings
from planparse.findings.models import Finding
from planparse.library import catalog_of
from planparse.project import CATALOG_NAME, project_of
from planparse.segmentation import boundaries
from planparse.sources import find_sources, read_source

TURNS = 3
STATUS = "all"


def extract(folder: Path) -> None:
    """As ``planparse extract FOLDER --status all -o FOLDER/catalog.yaml`` does it."""
    readings = Readings(project_of([str(folder)]))
    catalog = catalog_of(readings, readings.project.lexicon.fingerprint, STATUS)
    write_text(folder / CATALOG_NAME, catalog_text(catalog, "yaml", readings.origins(catalog.generator)))


def check(folder: Path) -> tuple[Finding, ...]:
    """As ``planparse check FOLDER`` does it."""
    project = project_of([str(folder)])
    checked = Check(project)
    return checked.compared(Readings(project, checked.to_read).corrected()).findings().findings


def seconds(work: Callable[[], object]) -> float:
    boundaries.cache_clear()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-m", "planparse", *arguments], capture_output=True)


def by_length(folder: Path) -> list[Path]:
    """The documents, the shortest first."""
    return sorted(folder.glob("*.txt"), key=lambda one: (one.stat().st_size, one.name))


def edited(path: Path, turn: int) -> None:
    """One sentence more."""
    path.write_text(f"{path.read_text('utf-8')}\n新建试验水闸{turn + 2}座。\n", "utf-8")


def turns(document: Path, first: Callable[[], object], again: Callable[[], object]) -> tuple[float, float]:
    """The best time of a first extraction, and of a check after one sentence more in a document."""
    extractions, checks = [], []
    for turn in range(TURNS):
        extractions.append(seconds(first))
        edited(document, turn)
        checks.append(seconds(again))
    return min(extractions), min(checks)


def copied(folder: str, place: Path) -> int:
    """The documents as text files; how many there are."""
    paths = find_sources([folder])[0]
    for number, path in enumerate(paths):
        (place / f"{number:03}-{Path(path).stem}.txt").write_text(read_source(path).content, "utf-8")
    return len(paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER")
    with TemporaryDirectory() as temporary:
        place = Path(temporary) / "plans"
        place.mkdir()
        number = copied(parser.parse_args().folder, place)
        *_, longest = documents = by_length(place)
        middle = documents[len(documents) // 2]
        table: dict[str, tuple[float, float]] = {}
        for name, document in (("a document of middle length", middle), ("the longest document", longest)):
            table[f"in one process, {name}"] = turns(document, lambda: extract(place), lambda: check(place))
        targets = (place / CATALOG_NAME).read_text("utf-8").count("\n  indicator: ")
        extraction = command("extract", str(place), "--status", STATUS, "-o", str(place / CATALOG_NAME))
        table["as commands, the longest document"] = turns(longest, extraction, command("check", str(place)))
        shutil.rmtree(place)
    print(f"{number} documents, {targets} targets; {platform.machine()}, Python {platform.python_version()}\n")
    print("| | first extraction | check after one sentence | ratio |\n| --- | --- | --- | --- |")
    for name, (first, again) in table.items():
        print(f"| {name} | {first:.2f} s | {again:.2f} s | {again / first:.2f} |")


if __name__ == "__main__":
    main()
