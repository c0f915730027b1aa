"""Throws random input at a part of planparse until something gives that must not. See README.md.

    python tests/fuzz/fuzz.py TARGET … [--inputs N] [--seconds S] [--seed SEED] [--only NUMBER]

Input NUMBER of a SEED is always the same, so that a finding can be looked at again with --only.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator

from targets import TARGETS, FuzzTarget

HANG = 10
"""Seconds after which a short input counts as one that hangs."""


class Hung(BaseException):
    """Not an Exception, so that no handler takes it for a fault of the input."""


def fault_of(target: FuzzTarget, made: str | bytes) -> tuple[str, str]:
    """What went wrong, in one line that is the same for the same fault, and the traceback; both empty where nothing did."""
    signal.alarm(HANG)
    try:
        target.hold(made)
    except Hung:
        return "hangs", traceback.format_exc()
    except Exception as error:
        *_, last = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if "planparse" in frame.filename]
        place = own[-1] if own else last
        what = str(error)[:60] if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__} in {place.filename.rpartition('/')[2]}, {place.name} {what}".rstrip(), traceback.format_exc()
    finally:
        signal.alarm(0)
    return "", ""


def smaller(target: FuzzTarget, made: str | bytes, fault: str) -> str | bytes:
    """The input with everything taken out that the fault, up to its details, does not need."""
    kind = fault.split(" in ")[0]
    end = time.monotonic() + 60
    length = len(made) // 2
    while length and time.monotonic() < end:
        for start in range(0, len(made), length):
            less = made[:start] + made[start + length :]
            if fault_of(target, less)[0].split(" in ")[0] == kind:
                made = less
                break
            if time.monotonic() > end:
                break
        else:
            length //= 2
    return made


def findings(name: str, seed: str, numbers: Iterator[int], seconds: float) -> Iterator[tuple[int, str, str, str | bytes]]:
    """Each kind of fault once, with the number of its input."""
    target, seen, end = TARGETS[name], set[str](), time.monotonic() + seconds
    for number in numbers:
        if time.monotonic() > end:
            return
        done[name] = done.get(name, 0) + 1
        made = target.make(random.Random(f"{name} {seed} {number}"))
        fault, trace = fault_of(target, made)
        if fault and fault not in seen:
            seen.add(fault)
            yield number, fault, trace, smaller(target, made, fault)


done: dict[str, int] = {}


def hung(*_: object) -> None:
    raise Hung


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--inputs", type=int, default=sys.maxsize)
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--only", type=int)
    said = parser.parse_args()
    signal.signal(signal.SIGALRM, hung)
    found = 0
    for name in said.targets or TARGETS:
        numbers = iter(range(said.inputs) if said.only is None else [said.only])
        for number, fault, trace, made in findings(name, said.seed, numbers, said.seconds):
            found += 1
            print(f"{name} {number}: {fault}\n{made!r}\n{trace}", flush=True)
        print(f"{name}: {done.get(name, 0):,} inputs", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
