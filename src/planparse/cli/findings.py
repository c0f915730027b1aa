"""Findings on standard output, for a person or for a program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from planparse.cli.console import say
from planparse.messages import one_line

if TYPE_CHECKING:
    from rich.text import Text

    from planparse.findings.models import Finding, Findings

FindingsFormat = Literal["text", "json", "github", "markdown", "sarif"]

_SAID_OTHERWISE = ("source-unreadable", "target-same")
"""Errors were said when they were met; what is the same is only counted."""

_STYLES = {
    "added": "green", "raised": "green", "removed": "red", "dropped": "red", "lowered": "red", "new": "green", "changed": "yellow",
    "otherwise": "yellow", "moved": "dim", "same": "dim", "correction": "magenta", "rules": "cyan", "document": "bold",
}  # fmt: skip


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
    say(f"{findings.old}{f' → {findings.new}' if findings.new else ''}: {findings.summary}")


def _lines(finding: Finding) -> list[Text]:
    """The finding, and below it the sentence in which it stands."""
    from rich.text import Text

    message = one_line(finding.message)
    first = message.split(" ", 1)[0]
    line = Text(message)
    line.stylize(_STYLES.get(first, ""), 0, len(first))
    return [line, Text(f"         {one_line(finding.sentence)}", style="dim")] if finding.sentence else [line]
