"""``planparse explain``"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from planparse.cli.console import say
from planparse.cli.options import Lexicon, MaxSize
from planparse.messages import counted, in_turn, one_line
from planparse.translation import translated

if TYPE_CHECKING:
    from planparse.models import Target
    from planparse.pipeline import Rejection, SentenceReading


def explain(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="One document; - reads standard input.")],
    lexicon: Lexicon = None,
    max_size: MaxSize = None,
) -> None:
    """Say, sentence by sentence, what was read and why, and what was turned away and why.

    Exit status: 0; 2 if the source could not be read.
    """
    from planparse.cli.reading import Readings, found_project
    from planparse.settings import find_settings

    readings = Readings(found_project([source], find_settings(), lexicon, max_size=max_size))
    for reading in readings:
        for sentence in reading.sentences:
            for line in _lines(sentence, reading.document.path):
                print(one_line(line))
            print()
        turned_away = sum(len(sentence.rejections) for sentence in reading.sentences)
        read = counted(sum(len(sentence.targets) for sentence in reading.sentences), "quantity")
        say(translated("{path}: {read} read, {number} turned away", path=reading.document.path, read=read, number=turned_away))
    raise typer.Exit(2 if readings.failed else 0)


def _lines(sentence: SentenceReading, path: str) -> Iterator[str]:
    """The sentence, then its numerals in the order of the text."""
    yield f"{path}:{sentence.line}  {sentence.text}"
    read = [(target.span.start, list(_target(target, why))) for target, why in _argued(sentence)]
    turned_away = [(rejection.start, [_rejection(rejection)]) for rejection in sentence.rejections]
    for _, lines in sorted(read + turned_away, key=lambda part: part[0]):
        yield from lines


def _argued(sentence: SentenceReading) -> Iterator[tuple[Target, tuple[str, ...]]]:
    return zip(sentence.targets, sentence.arguments, strict=True)


def _target(target: Target, why: tuple[str, ...]) -> Iterator[str]:
    from planparse.findings.wording import measured, named

    yield f"  + {in_turn(why)}"
    read = f"{translated(target.measure)} {measured(target.quantity)}"
    yield f"    = {translated('{name}: {read}', name=named(target), read=read)}"


def _rejection(rejection: Rejection) -> str:
    return f"  - {translated('{text}: {reason}', text=rejection.text, reason=rejection.reason)} [{rejection.rule}]"
