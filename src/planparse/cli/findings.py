"""Findings on standard output, for a person or for a program."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Literal

from planparse.cli.console import say
from planparse.messages import one_line
from planparse.translation import in_english, translated

if TYPE_CHECKING:
    from rich.text import Text

    from planparse.findings.models import Finding, Findings

FindingsFormat = Literal["text", "json", "github", "markdown", "sarif"]

_SAID_OTHERWISE = ("source-unreadable", "target-same")
"""Errors were said when they were met; what is the same is only counted."""

_STYLES = {
    "target-added": "green", "target-raised": "green", "target-removed": "red", "target-lowered": "red", "target-changed": "yellow",
    "target-otherwise": "yellow", "target-moved": "dim", "rules-changed": "cyan",
    "document-added": "bold", "document-removed": "bold", "document-changed": "bold",
}  # fmt: skip
"""Of the word that opens a line; those of corrections are all alike."""


def for_reader_of(format: FindingsFormat) -> AbstractContextManager[None]:
    """While it lasts, messages are in the language of who reads that format: programs read English in every locale."""
    return nullcontext() if format == "text" else in_english()


def put(findings: Findings, format: FindingsFormat) -> None:
    """Prints the findings; the outcome of those for people goes to standard error."""
    if format != "text":
        from planparse.findings.formats import formatted

        sys.stdout.write(formatted(findings, format))
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    for finding in findings.findings:
        if finding.kind not in _SAID_OTHERWISE:
            for line in _lines(finding):
                console.print(line)
    path = f"{findings.old} → {findings.new}" if findings.new else findings.old
    say(translated("{path}: {summary}", path=path, summary=findings.summary))


def _lines(finding: Finding) -> list[Text]:
    """The finding, and below it the sentence in which it stands."""
    from rich.text import Text

    message = one_line(finding.message)
    first = message.split(" ", 1)[0]
    line = Text(message)
    line.stylize(_STYLES.get(finding.kind, "magenta"), 0, len(first))
    return [line, Text(f"         {one_line(finding.sentence)}", style="dim")] if finding.sentence else [line]
