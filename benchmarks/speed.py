"""How long extraction takes beside tools that do a part of the job, on the same texts, in the same process.

    python benchmarks/speed.py FOLDER [FOLDER …]

The others are jieba.lcut (words), Recognizers-Text (its Chinese models of numbers, percentages, currencies and dimensions), JioNLP
(money and times), and a plain regular expression (numerals with what follows them: the floor). Those that are not installed are left out:

    pip install rjieba jionlp recognizers-text-number-with-unit "emoji<2"

Machines are noisy, so the tools take turns at each text and the best of several rounds counts; only the ratios are worth comparing
between machines. Peak memory is that of a process that has loaded this tool and no other, and read all texts with it.
Prints one Markdown table a folder.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import multiprocessing
import platform
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

Work = Callable[[str], object]
"""Reads one text."""

ROUNDS = 3
SLOW = 1.0
"""Seconds from which one round of a text is enough: the noise is small beside them."""

JIEBA = "jieba.lcut"
RECOGNIZERS = "Recognizers-Text, four models"


def planparse_with(compiled: bool) -> Work:
    """Extraction, with rjieba or without."""
    from planparse import segmentation
    from planparse.lexicon import load_lexicon
    from planparse.pipeline import DocumentSettings, read_document
    from planparse.sources.text import text_of

    if compiled:
        import rjieba
    lexicon = load_lexicon()

    def read(text: str) -> object:
        segmentation._compiled = lambda: rjieba if compiled else None  # type: ignore[assignment]
        segmentation.boundaries.cache_clear()
        return read_document(text_of(text), lexicon, DocumentSettings(), "text")

    return read


def jieba_lcut() -> Work:
    import jieba

    cut: Work = jieba.lcut
    return cut


def recognizers() -> Work:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    models = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    return lambda text: [model(line, "zh-cn") for line in text.split("\n") if line.strip() for model in models]


def jionlp() -> Work:
    with contextlib.redirect_stdout(io.StringIO()):
        from jionlp import ner
    return lambda text: [extract(line) for line in text.split("\n") if line.strip() for extract in (ner.extract_money, ner.extract_time)]


def expression() -> Work:
    numeral = re.compile("(?:[0-9]+(?:\\.[0-9]+)?|[一二三四五六七八九十百千]+)[余多]?[十百千万亿]*(?:%|‰|[\u4e00-\u9fff]{1,2})")
    return numeral.findall


TOOLS: Mapping[str, Callable[[], Work]] = {
    "planparse": lambda: planparse_with(compiled=False),
    "planparse[fast]": lambda: planparse_with(compiled=True),
    JIEBA: jieba_lcut,
    RECOGNIZERS: recognizers,
    "JioNLP, money and times": jionlp,
    "a regular expression": expression,
}


class Measured(NamedTuple):
    """What one tool takes for all texts."""

    seconds: float
    peak: int
    """Bytes."""


def loaded() -> dict[str, Work]:
    """The tools that are installed, each having read a line."""
    tools = {}
    for name, load in TOOLS.items():
        try:
            tools[name] = load()
        except ImportError as error:
            print(f"left out: {name} ({error})", file=sys.stderr)
            continue
        tools[name]("新建学校10所，投资2亿元，增长5%。")
    return tools


def seconds_of(work: Work, text: str) -> float:
    start = time.perf_counter()
    work(text)
    return time.perf_counter() - start


def timed(tools: Mapping[str, Work], texts: Sequence[str]) -> dict[str, float]:
    """Seconds of each tool: the sum over the texts of the best round of each."""
    total = dict.fromkeys(tools, 0.0)
    for text in texts:
        best = {name: seconds_of(work, text) for name, work in tools.items()}
        for _ in range(ROUNDS - 1):
            for name, work in tools.items():
                if best[name] < SLOW:
                    best[name] = min(best[name], seconds_of(work, text))
        total = {name: spent + best[name] for name, spent in total.items()}
    return total


def silence() -> None:
    """The others warn of old regular expressions, and log each text that they cannot make a time of."""
    warnings.simplefilter("ignore")
    logging.disable()


def peak_of(name: str, texts: Sequence[str]) -> int:
    """The most memory that this process has had, in bytes, after the tool has read all texts."""
    silence()
    work = TOOLS[name]()
    for text in texts:
        work(text)
    status = Path("/proc/self/status")
    if status.exists():  # the usage of resources may still count the process that started this one
        return int(re.findall("VmHWM:\\s*([0-9]+) kB", status.read_text())[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(texts: Sequence[str]) -> dict[str, Measured]:
    seconds = timed(loaded(), texts)
    spawning = multiprocessing.get_context("spawn")
    measured = {}
    for name, spent in seconds.items():
        with ProcessPoolExecutor(1, mp_context=spawning) as pool:
            measured[name] = Measured(spent, pool.submit(peak_of, name, texts).result())
    return measured


def read_texts(folder: str) -> list[str]:
    """Every readable document under the folder."""
    from planparse.errors import PlanparseError
    from planparse.sources import find_sources, read_source

    texts = []
    for path in find_sources([folder])[0]:
        try:
            texts.append(read_source(path).content)
        except PlanparseError as error:
            print(f"skipped: {error}", file=sys.stderr)
    return texts


def table(measured: Mapping[str, Measured], size: int) -> str:
    """One row a tool: its time beside jieba's, the characters it reads a second, these beside Recognizers-Text's, its memory."""
    lines = ["| tool | time beside jieba.lcut | kchar/s | beside Recognizers-Text | peak MB |", "| --- | --- | --- | --- | --- |"]
    slowest = measured.get(RECOGNIZERS)
    for name, (seconds, peak) in measured.items():
        beside = f"{slowest.seconds / seconds:,.1f}" if slowest else ""
        row = f"{name} | {seconds / measured[JIEBA].seconds:.3f} | {size / seconds / 1000:,.0f} | {beside} | {peak / 1e6:,.0f}"
        lines.append(f"| {row} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    silence()
    for folder in parser.parse_args().folders:
        texts = read_texts(folder)
        if not texts:
            print(f"{Path(folder).name}: no documents")
            continue
        size = sum(map(len, texts))
        print(f"{len(texts)} documents in {Path(folder).name}, {size:,} characters:\n")
        print(f"{table(measure(texts), size)}\n", flush=True)
    print(f"Python {platform.python_version()}, {platform.machine()}, best of {ROUNDS} rounds for each text.")


if __name__ == "__main__":
    main()
