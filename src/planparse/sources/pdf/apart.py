"""A PDF is read in a process of its own, because pdfium cannot be stopped: a hostile file may keep it busy for ever or bring it down.

The bytes go in, and the pieces of the text come back as JSON. The process ends itself when its time is up, and gets only so much
memory.
"""

from __future__ import annotations

import faulthandler
import json
import subprocess
import sys
from contextlib import suppress
from typing import Any

from planparse.errors import SourceError
from planparse.sources.text import Grid, GridCell, Line

SECONDS = 20.0
SECONDS_OF_PAGE = 0.5
MOST_SECONDS = 900.0
"""How long a document may take: many times what a slow machine needs for it."""

MEMORY = 3 * 512 * 1024 * 1024
"""Bytes of address space, where the system can limit it."""

_PROGRAM = "import sys; sys.path[:] = {path!r}; from planparse.sources.pdf.apart import run; run({seconds})"
_ENDED = "damaged, or it takes too much time or memory"
_REPAIR = "open it in a PDF viewer and print it to a new PDF"


def pieces_apart(data: bytes, path: str) -> list[Line | Grid]:
    """The paragraphs and tables of a PDF, footnotes last. Raises ``SourceError`` for whatever cannot be read."""
    program = [sys.executable, "-c", _PROGRAM.format(path=sys.path, seconds=SECONDS)]
    try:
        ended = subprocess.run(program, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS + MOST_SECONDS)
        answer = json.loads(ended.stdout)
    except OSError as error:
        raise SourceError(
            path, "no process can be started to read it ({strerror})", "free some memory and try again", strerror=error.strerror
        ) from None
    except (subprocess.TimeoutExpired, ValueError):  # ValueError: it said nothing, or broke off
        raise SourceError(path, _ENDED, _REPAIR) from None
    if "fault" in answer:
        raise SourceError(path, answer["fault"], answer["remedy"])
    return [_piece(*said) for said in answer["pieces"]]


def run(seconds: float) -> None:
    """What the process does: reads a PDF from standard input, and writes its pieces or what is wrong with it to standard output.

    ``seconds`` is how long it may take, apart from what each page adds.
    """
    _limit_memory()
    _limit_time(seconds, 0)
    from planparse.sources.pdf.opening import opened
    from planparse.sources.pdf.story import pieces_of

    try:
        document = opened(sys.stdin.buffer.read(), "")
        _limit_time(seconds, len(document))
        answer: dict[str, object] = {"pieces": [_said(piece) for piece in pieces_of(document, "")]}
    except SourceError as error:
        answer = {"fault": error.fault, "remedy": error.remedy}
    sys.stdout.write(json.dumps(answer))


def _limit_time(seconds: float, pages: int) -> None:
    """Ends this process some time from now, whatever it does then; a later limit replaces the one before."""
    faulthandler.dump_traceback_later(min(seconds + SECONDS_OF_PAGE * pages, MOST_SECONDS), exit=True)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit; one that is lower already stays
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _said(piece: Line | Grid) -> tuple[object, ...]:
    return ("line", piece.words, piece.page, piece.note) if isinstance(piece, Line) else ("grid", piece.rows, piece.page, False)


def _piece(kind: str, holds: Any, page: int, note: bool) -> Line | Grid:
    if kind == "line":
        return Line(holds, page=page, note=note)
    return Grid([[GridCell(*cell) for cell in row] for row in holds], page)
