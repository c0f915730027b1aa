"""Whole commands on hostile input, each in a process of its own with bounds on its time and memory.

The process is forked from the test's, where planparse is loaded already, so that a command costs milliseconds and not a second.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from planparse import extract_text
from planparse.cli import main

resource = pytest.importorskip("resource", reason="needs fork and the limits of a POSIX system")

MB = 1024 * 1024
ADDRESSES = 2048 * MB
"""Address space of any command: what asks for more gets a MemoryError, which is a traceback, which is a failure."""


class Bound(NamedTuple):
    """Seconds that a command may take, and megabytes that it may have in use at once beyond what it has when it starts."""

    seconds: float
    megabytes: int


# A machine under load is slower: the seconds are several times what the command takes on an idle one.
BOUNDS = {
    "refused at sight": Bound(5, 150),  # larger than --max-size, no regular file, not there, not what its ending says
    "small file": Bound(10, 300),  # some kilobytes that claim, nest or link
    "text": Bound(20, 400),  # an eighth of a megabyte without sense in it; benchmarks/hostile.py reads whole ones
    "10 MB of markup": Bound(40, 1500),
    "large table": Bound(40, 1500),  # 200,000 cells
    "PDF": Bound(60, 2048),  # planparse itself ends it after 20 s and half a second for each page, at 4 GB of addresses
    "5,000 files": Bound(20, 300),
}


class Answer(NamedTuple):
    """What a command left behind: its exit status (negative: the signal that ended it), what it printed, what it took."""

    status: int
    out: str
    err: str
    seconds: float
    megabytes: int

    @property
    def errors(self) -> list[str]:
        """The errors among the lines on stderr."""
        return [line for line in self.err.splitlines() if line.startswith("planparse: ")]


def run(arguments: Sequence[str | os.PathLike[str]], folder: Path, bound: str) -> Answer:
    """Runs one command in a folder. Fails the test where it takes longer or more memory than it may, or prints a traceback."""
    limits = BOUNDS[bound]
    _warm_up()
    start = time.monotonic()
    child = os.fork()
    if not child:
        _become(list(map(os.fspath, arguments)), folder)
    before = _in_use().resident
    status, usage = _ended(child, start + limits.seconds)
    seconds = time.monotonic() - start
    out, err = ((folder / name).read_bytes().decode("utf-8") for name in (".out", ".err"))
    answer = Answer(os.waitstatus_to_exitcode(status), out, err, seconds, usage.ru_maxrss // 1024 - before // MB)
    assert seconds < limits.seconds, f"stopped after {seconds:.0f} s"
    assert "Traceback" not in err, err[-2000:]
    assert answer.status >= 0, f"killed by signal {-answer.status}: {err[-2000:]}"
    assert answer.megabytes < limits.megabytes, f"{answer.megabytes} MB"
    return answer


@cache
def _warm_up() -> None:
    """What every command would first do for itself: rules compiled and words loaded by a sentence that needs them."""
    extract_text("到2025年，新建公园5座。")


def refused(answer: Answer, name: str, fault: str = "") -> bool:
    """Exit status 2, nothing on stdout, and one line of file, fault and remedy for the one source that there was."""
    assert (answer.status, answer.out) == (2, ""), answer
    (line,) = answer.errors
    assert line.startswith(f"planparse: {name}: ") and "; " in line and fault in line, line
    assert len(line) < 1000
    assert len(answer.err.splitlines()) <= 2  # the line, and the count of documents
    return True


def _become(arguments: list[str], folder: Path) -> None:
    """The forked process: never returns into the test."""
    status = 99
    try:
        os.chdir(folder)
        addresses = ADDRESSES + _in_use().addresses
        resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for name, number in ((".out", 1), (".err", 2)):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
        status = main(arguments)
        sys.stderr.flush()
    finally:
        os._exit(status)


def _ended(child: int, deadline: float) -> tuple[int, resource.struct_rusage]:
    while True:
        gone, status, usage = os.wait4(child, os.WNOHANG)
        if gone:
            return status, usage
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


class _Memory(NamedTuple):
    addresses: int
    resident: int


def _in_use() -> _Memory:
    """Bytes that the tests themselves have taken by now: of addresses, and of memory. A forked process begins with both."""
    statm = Path("/proc/self/statm")
    pages = statm.read_text().split()[:2] if statm.exists() else (0, 0)
    return _Memory(*(int(count) * resource.getpagesize() for count in pages))
