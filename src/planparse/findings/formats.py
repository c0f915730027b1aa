"""Findings in the forms that programs take: JSON, annotations of a GitHub workflow, a Markdown table, SARIF."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

from planparse import __version__
from planparse.findings.models import Finding, Findings
from planparse.findings.wording import apart_by
from planparse.messages import one_line

ProgramFormat = Literal["json", "github", "markdown", "sarif"]

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&])")
_SHOWN: Final = 200
"""More rows than anybody reads in a comment on a change."""
_LONGEST: Final = 60_000
"""Characters of a table: a comment may have 65,536 on GitHub."""

_RULES: Final[Mapping[str, str]] = {
    "source-unreadable": "A source cannot be read",
    "rules-changed": "Another version or lexicon made the catalog",
    "document-added": "A document is not in the catalog",
    "document-removed": "A document of the catalog is gone",
    "document-changed": "A document changed",
    "target-added": "A target is new",
    "target-removed": "A target is gone",
    "target-changed": "A target says something else",
    "target-moved": "Targets stand at other places",
    "target-raised": "A target was raised",
    "target-lowered": "A target was lowered",
    "target-otherwise": "A target says something else",
    "target-same": "A target is the same",
    "correction-gone": "The words of a correction are gone",
    "correction-held": "The words of a correction say something else",
    "correction-ambiguous": "The words of a correction stand in several places",
    "correction-misfit": "The fields of a correction do not fit",
    "correction-outdated": "The rules read something else than when a correction was made",
    "correction-needless": "The rules read what a correction says",
}


def formatted(findings: Findings, format: ProgramFormat) -> str:
    """The findings as the text of a file or of a stream."""
    forms: Mapping[str, Callable[[Findings], str]] = {"json": _json, "github": _github, "markdown": _markdown, "sarif": _sarif}
    return forms[format](findings)


def _json(findings: Findings) -> str:
    return _dumped(findings.model_dump(mode="json", by_alias=True))


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _github(findings: Findings) -> str:
    """Workflow commands, https://docs.github.com/actions/reference/workflow-commands: a line each, on the line of the source."""
    commands = [_command(finding) for finding in findings.findings]
    level = "notice" if findings.same else "error"
    return "".join(f"{command}\n" for command in [*commands, f"::{level} title=planparse {findings.command}::{_data(findings.summary)}"])


def _command(finding: Finding) -> str:
    level = {"error": "error", "warning": "warning", "note": "notice"}[finding.level]
    places = {"file": finding.path, "line": finding.line, "title": f"planparse: {_RULES[finding.kind]}"}
    parts = ",".join(f"{name}={_property(str(value))}" for name, value in places.items() if value is not None)
    said = "\n".join(filter(None, [finding.message, finding.sentence]))
    return f"::{level} {parts}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _markdown(findings: Findings) -> str:
    """A comment for a change: the outcome, then a table of what differs."""
    mark = "✅" if findings.same else "❌" if findings.command == "check" else "🔀"
    versus = f"`{findings.old}`" + (f" → `{findings.new}`" if findings.new else "")
    head = f"### {mark} planparse {findings.command}: {escaped(findings.summary)}\n\n{versus}\n"
    rows = [row for finding in findings.findings if (row := _row(finding))]
    if not rows:
        return head
    lengths = itertools.accumulate(map(len, rows))
    shown = sum(length <= _LONGEST for length in itertools.islice(lengths, _SHOWN))
    more = f"\n{len(rows) - shown} more are not shown.\n" if len(rows) > shown else ""
    table = "| | what | old | new | heading | where | sentence |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    return f"{head}\n{table}{''.join(rows[:shown])}{more}"


def _row(finding: Finding) -> str:
    if finding.kind == "target-same":
        return ""
    what = finding.indicator or finding.message.split("  ", 1)[-1].strip()
    old = [finding.before] if finding.before else []
    new = [finding.after] if finding.after else []
    old += [f"{field.name}: {field.before or 'none'}" for field in finding.fields]
    new += [f"{field.name}: {field.after or 'none'}" for field in finding.fields]
    if (pairing := finding.pairing) is not None:
        what += f" (sure {pairing.sure:.2f})" if pairing.indicator == what else f" (was {pairing.indicator}, sure {pairing.sure:.2f})"
        new += [apart] if (apart := apart_by(pairing.absolute, pairing.relative, pairing.unit)) else []
    where = f"{finding.path}:{finding.line}" if finding.line else finding.path or ""
    kind = finding.message.split(" ", 1)[0] if finding.kind.startswith("target-") else finding.kind
    cells = [kind, what, "; ".join(old), "; ".join(new), finding.pillar or "", where, finding.sentence or ""]
    return f"| {' | '.join(map(escaped, cells))} |\n"


def escaped(text: str) -> str:
    """Text that can become neither markup nor the end of its cell."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _sarif(findings: Findings) -> str:
    """SARIF 2.1.0 (OASIS): one run, a result for each finding."""
    kinds = sorted({finding.kind for finding in findings.findings})
    driver: dict[str, Any] = {
        "name": "planparse",
        "semanticVersion": __version__,
        "rules": [{"id": kind, "shortDescription": {"text": _RULES[kind]}} for kind in kinds],
    }
    results = [_result(finding, kinds.index(finding.kind)) for finding in findings.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dumped({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    said = "\n".join(filter(None, [finding.message, finding.sentence]))
    result = {"ruleId": finding.kind, "ruleIndex": rule, "level": finding.level, "message": {"text": said}}
    if finding.target:
        result["partialFingerprints"] = {"planparseTarget/v1": f"{finding.kind}:{finding.target}"}
    return {**result, "locations": list(_locations(finding))}


def _locations(finding: Finding) -> Iterator[dict[str, Any]]:
    if finding.path is not None:
        place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
        if finding.line:
            place["region"] = {"startLine": finding.line}
        yield {"physicalLocation": place}


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
