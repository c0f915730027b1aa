"""How time and memory grow with a corpus: 1, 4, 16 and 64 times the documents of a folder.

    python benchmarks/growth.py FOLDER [--times 1,4,16,64] [--jobs N]

The documents are copied as text, each copy under a name of its own and with its paragraphs mixed anew, so that no copy is the same as
another. Each corpus is extracted in a process of its own, without the cache, into Parquet by year. Prints one Markdown table, the
exponent of time over size between the smallest and the largest corpus, and how much more memory the largest takes than the second.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from planparse.errors import PlanparseError
from planparse.sources import find_sources, read_source


def texts_of(folder: str) -> list[str]:
    """The text of every readable document under the folder."""
    texts = []
    for path in find_sources([folder])[0]:
        try:
            texts.append(read_source(path).content)
        except PlanparseError as error:
            print(f"skipped: {error}", file=sys.stderr)
    return texts


def write_corpus(texts: Sequence[str], place: Path, times: int) -> int:
    """Writes so many mixed copies, and gives their size in characters."""
    place.mkdir()
    chance = random.Random(times)
    size = 0
    for number in range(times):
        for index, text in enumerate(texts):
            first, *paragraphs = text.split("\n")
            chance.shuffle(paragraphs)
            mixed = "\n".join([first, *paragraphs])
            (place / f"{number:03}-{index:03}.txt").write_text(mixed, encoding="utf-8")
            size += len(mixed)
    return size


def extract(corpus: Path, jobs: int) -> tuple[float, int]:
    """Seconds, and the most memory that any process of the run had at once, in bytes."""
    command = [
        sys.executable, "-m", "planparse", "extract", os.fspath(corpus), "--format", "parquet",
        "-o", os.fspath(corpus.with_name(f"{corpus.name}-out")), "--jobs", str(jobs), "--no-cache",
    ]  # fmt: skip
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"extraction ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--times", default="1,4,16,64")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    texts = texts_of(given.folder)
    print("| times | documents | characters | s | kchar/s | peak MB |\n| --- | --- | --- | --- | --- | --- |")
    sizes, taken, peaks = [], [], []
    for times in map(int, given.times.split(",")):
        with TemporaryDirectory() as folder:
            size = write_corpus(texts, Path(folder, "corpus"), times)
            spent, peak = extract(Path(folder, "corpus"), given.jobs)
        sizes.append(size), taken.append(spent), peaks.append(peak)
        print(f"| {times} | {len(texts) * times:,} | {size:,} | {spent:.1f} | {size / spent / 1000:,.0f} | {peak / 1e6:,.0f} |", flush=True)
    exponent = math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])
    print(f"\nExponent {exponent:.2f}; memory of the largest beside the second: {peaks[-1] / peaks[1]:.2f}.")
    print(f"Python {platform.python_version()}, {platform.machine()}, {given.jobs} job(s), {resource.getpagesize()} bytes a page.")


if __name__ == "__main__":
    main()
