"""How a fault of a lexicon file is said."""

from __future__ import annotations

from collections.abc import Sequence

from planparse.errors import LexiconError


def fault_at(path: str, line: int, fault: str, remedy: str) -> LexiconError:
    """The error of one line: every fault of a lexicon file looks like this."""
    return LexiconError(path, "line {line}: {fault2}", remedy, line=line, fault2=fault)


def one_of(names: Sequence[str]) -> str:
    """Names for a remedy: a, b or c."""
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
