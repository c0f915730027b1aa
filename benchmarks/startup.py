"""How long planparse takes to start, beside a Python that imports the two libraries of its command line.

    python benchmarks/startup.py DOCUMENT

Runs commands in turns, the best of several turns counts; only the ratios are worth comparing between machines. Measure an ordinary
install: an editable one may compile its modules at each start.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

TURNS = 7
BASE = ("-c", "import typer, rich")


def seconds(arguments: Sequence[str]) -> float:
    """One run of this Python with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def fast() -> bool:
    """Whether the extra ``fast`` is installed, which loads the dictionary of words from compiled code."""
    try:
        import rjieba  # noqa: F401
    except ImportError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    document = os.fspath(parser.parse_args().document)
    commands = {
        "import typer, rich": BASE,
        "planparse --help": ("-m", "planparse", "--help"),
        "planparse extract DOCUMENT": ("-m", "planparse", "extract", document, "--no-cache"),
    }
    times = {name: [seconds(arguments) for arguments in [command] * TURNS] for name, command in commands.items()}
    base = min(times["import typer, rich"])
    print("| command | ms | ratio |\n| --- | --- | --- |")
    for name, taken in times.items():
        print(f"| {name} | {min(taken) * 1000:,.0f} | {min(taken) / base:.2f} |")
    installed = "with" if fast() else "without"
    print(f"\nPython {platform.python_version()}, {platform.machine()}, {installed} the extra fast, best of {TURNS} turns.")


if __name__ == "__main__":
    main()
