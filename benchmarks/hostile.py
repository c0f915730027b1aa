"""Is the time in linear relation to the size, whatever stands in a file? Each hostile input at one size and at twice that size.

    python benchmarks/hostile.py [--megabytes 1] [--only WORD] [--seconds 60]

Prints one Markdown table, the worst ratio last. A ratio up to 2.5 counts as linear; a case that takes longer than --seconds is stopped,
and measured at a quarter of the size, again and again, until it ends in time. Exit status 1 where a ratio is above the mark.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "hostile"))
from hostile_inputs import MB, READERS, UNITS, text  # a folder of tests, not a package

MARK = 2.5
NOTICED = 0.2
"""Seconds below which a ratio is noise."""


def cases() -> list[str]:
    return [f"text: {name}" for name in UNITS] + [name for makers in READERS.values() for name in makers]


def input_of(case: str, size: int) -> tuple[bytes, str]:
    """The bytes of a case, and the ending of their file."""
    form, _, name = case.partition(": ")
    if form == "text":
        return text(UNITS[name], size), ".txt"
    return READERS[f".{form}"][case](size), f".{form}"


def measure(case: str, size: int) -> None:
    """In a process of its own: prints seconds at the size and at twice the size, and what became of it."""
    import resource

    from planparse.errors import PlanparseError
    from planparse.lexicon import load_lexicon
    from planparse.pipeline import DocumentSettings, read_document
    from planparse.sources import _reader_for, text_of

    lexicon = load_lexicon()
    read_document(text_of("到2025年，新建公园5座。"), lexicon, DocumentSettings(), "warm-up")
    took = []
    for times in (1, 2):
        data, ending = input_of(case, times * size)
        reader = _reader_for(f"hostile{ending}", "hostile")
        start = time.perf_counter()
        try:
            reading = read_document(reader(data, "hostile", "0" * 64), lexicon, DocumentSettings(), "hostile")
            said = f"{len(reading.targets):,} targets"
            del reading  # or the larger one would be read beside it
        except PlanparseError as error:
            said = error.fault[:50]
        took.append(time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{took[0]:.3f}|{took[1]:.3f}|{memory}|{said.replace('|', '¦')}")


def measured(case: str, size: int, seconds: float) -> tuple[float, str]:
    """The ratio of a case, and its row."""
    name = case.replace("|", "\\|")
    command = [sys.executable, __file__, "--measure", case, "--bytes", str(size)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=seconds, encoding="utf-8")
    except subprocess.TimeoutExpired:
        if size < MB // 64:
            return float("inf"), f"| {name} | {size / MB:.3f} | over {seconds:.0f} | | | | |"
        return measured(case, size // 4, seconds)
    if answer.returncode:
        return float("inf"), f"| {name} | {size / MB:.3f} | | | | | {(answer.stderr.strip().splitlines() or ['no message'])[-1][:60]} |"
    one, two, memory, said = answer.stdout.strip().split("|")
    ratio = float(two) / float(one) if float(two) > NOTICED else 0.0
    shown = f"{ratio:.2f}" if ratio else "–"
    return ratio, f"| {name} | {size / MB:.3f} | {one} | {two} | {shown} | {memory} | {said} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--only", default="", help="cases with this word in their name")
    parser.add_argument("--seconds", type=float, default=60, help="for both sizes of a case together")
    parser.add_argument("--processes", type=int, default=1, help="more make it quicker and the figures worse")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--bytes", type=int, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.measure:
        measure(said.measure, said.bytes)
        return 0
    chosen = [case for case in cases() if said.only in case]
    with ThreadPoolExecutor(said.processes) as pool:
        rows = sorted(pool.map(lambda case: measured(case, int(said.megabytes * MB), said.seconds), chosen))
    print("| input | MB | seconds | at twice the size | ratio | MB of memory | gives |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    print("\n".join(row for _, row in rows))
    above = sum(ratio > MARK for ratio, _ in rows)
    print(f"\n{above} of {len(rows)} inputs above {MARK}.")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
