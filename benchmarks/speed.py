"""How long extraction takes beside jieba.lcut on the same text, in the same process.

    python benchmarks/speed.py FOLDER [FOLDER …]

Prints one Markdown table: characters, milliseconds of each, and their ratio. Machines are noisy, so each text is measured in turns
and the best of several runs counts; only the ratio is worth comparing between machines.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from planparse.errors import PlanparseError
from planparse.lexicon import load_lexicon
from planparse.pipeline import DocumentSettings, read_document
from planparse.segmentation import boundaries
from planparse.sources import find_sources, read_source
from planparse.sources.text import Text

ROUNDS = 3


def best(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(texts: list[Text]) -> tuple[float, float]:
    """Seconds of extraction and of ``jieba.lcut`` over all texts, the best of each text's rounds."""
    lexicon = load_lexicon()
    read_document(texts[0], lexicon, DocumentSettings(), "warm-up")
    jieba.lcut(texts[0].content)
    ours = theirs = 0.0
    for text in texts:
        extraction, cutting = [], []
        for _ in range(ROUNDS):
            boundaries.cache_clear()
            extraction.append(best(lambda text=text: read_document(text, lexicon, DocumentSettings(), "text")))  # type: ignore[misc]
            cutting.append(best(lambda text=text: jieba.lcut(text.content)))  # type: ignore[misc]
        ours, theirs = ours + min(extraction), theirs + min(cutting)
    return ours, theirs


def read_texts(folders: list[str]) -> list[Text]:
    """Every readable document under the folders."""
    texts = []
    for path in find_sources(folders)[0]:
        try:
            texts.append(read_source(path))
        except PlanparseError as error:
            print(f"skipped: {error}")
    return texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    jieba.setLogLevel("ERROR")
    print("| documents | characters | extraction ms | jieba.lcut ms | ratio | kchar/s |")
    print("| --- | --- | --- | --- | --- | --- |")
    for folder in parser.parse_args().folders:
        texts = read_texts([folder])
        if not texts:
            print(f"| {Path(folder).name}: no documents | | | | | |")
            continue
        ours, theirs = measure(texts)
        size = sum(len(text.content) for text in texts)
        row = f"{len(texts)} in {Path(folder).name} | {size:,} | {ours * 1000:,.0f} | {theirs * 1000:,.0f}"
        print(f"| {row} | {ours / theirs:.2f} | {size / ours / 1000:,.0f} |")
    print(f"\nPython {platform.python_version()}, {platform.machine()}, best of {ROUNDS} rounds for each text.")


if __name__ == "__main__":
    main()
