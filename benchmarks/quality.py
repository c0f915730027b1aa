"""What a change does to the targets of real texts: the thing to read before a rule is merged.

    python benchmarks/quality.py FOLDER OLD NEW > report.md

OLD and NEW are each a git revision of this repository (a tag, a branch, HEAD~3), a dot for its working tree as it is now, or the
path of an installed version: a planparse program, or a Python that has planparse. Both read every document under FOLDER, whatever
the status of its quantities. The Markdown shows each target that was won, lost or changed, with its sentence and its number in
bold. The exit status is 0 whatever has changed, and 2 where the folder or a version cannot be used.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from planparse.errors import PlanparseError
from planparse.sources import find_sources, read_source
from planparse.sources.find import name_in_message

ROOT = Path(__file__).resolve().parents[1]
WORKING_TREE = "."

FIELDS = (
    *("status", "value", "max", "unit", "comparator", "indicator", "subject", "action"),
    *("measure", "modality", "deadline", "per", "pillar", "confidence"),
)
STATUSES = ("planned", "achieved", "context")

NOISE = 0.05
"""Confidences nearer to each other than this say the same."""

BATCH = 100
"""Documents for one run of a version: a command line has an end, and what a crash takes along is read a second time."""

AROUND = 100
"""Characters of a very long sentence that stay on each side of its number."""

OFTEN = 3
"""How many of a field's changes the head names, the most frequent first."""

_SIGNS = {"min": "≥ ", "max": "≤ ", "about": "≈ "}
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$#&]")
_PROBE = "建成公园5座。\n"
_REMEDY = "name a tag, a branch, a commit, or the path of a planparse or python program"


@dataclass(frozen=True, slots=True)
class Version:
    """A planparse that can be run: what the report calls it, and how it is started."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One target as one version read it; ``fields`` holds those of ``FIELDS`` that this version's catalogs have."""

    start: int
    end: int
    line: int
    text: str
    sentence: str
    rule: str
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Reading:
    """What one version made of the folder: the rows of each document, by its path, and why it could not read the others."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def known_fields(self) -> set[str]:
        return {name for rows in self.rows.values() for row in rows for name in row.fields}


@dataclass(frozen=True, slots=True)
class Difference:
    """A target that only one version found, or that both read differently: then ``fields`` says in what."""

    path: str
    old: Row | None
    new: Row | None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The newer of the two rows that there is."""
        row = self.new or self.old
        assert row is not None
        return row


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two readings, in the order of the documents and of their texts."""

    old: Reading
    new: Reading
    texts: Mapping[str, str]
    not_compared: Mapping[str, str]
    differences: Sequence[Difference]

    @property
    def won(self) -> list[Difference]:
        return [one for one in self.differences if one.old is None]

    @property
    def lost(self) -> list[Difference]:
        return [one for one in self.differences if one.new is None]

    @property
    def changed(self) -> list[Difference]:
        return [one for one in self.differences if one.old and one.new]


# The versions


def version_of(name: str, place: Path) -> Version:
    """The version that a user means by a name; a revision's source code is laid out in a folder of its own under ``place``."""
    if name == WORKING_TREE:
        return _from_source("working tree", ROOT / "src")
    if Path(name).is_file():
        return _installed(name)
    commit = _commit(name)
    shown = name if commit.startswith(name) else f"{name} ({commit[:8]})"
    return _from_source(shown, _source_of(commit, name, place))


def _from_source(name: str, source: Path) -> Version:
    """A version run by this Python: what is on the path goes before what is installed."""
    command = (sys.executable, "-c", "from planparse.cli import run; run()")
    return Version(name, command, {**_environment(), "PYTHONPATH": str(source)})


def _installed(name: str) -> Version:
    # Not resolved: the python of an environment is a link, and at the link's end stands a python without planparse.
    program = Path(name).absolute()
    if not os.access(program, os.X_OK):
        raise PlanparseError(name, "a file, but not a program", _REMEDY)
    module = ("-m", "planparse") if re.match("python|pypy", program.name) else ()
    return Version(name, (str(program), *module), _environment())


def _environment() -> dict[str, str]:
    """Neither a path that the user has set nor a module that lies among the texts may stand in for a version."""
    return {**os.environ, "PYTHONPATH": "", "PYTHONSAFEPATH": "1"}


def _commit(name: str) -> str:
    try:
        return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except (OSError, ValueError, subprocess.CalledProcessError):
        raise PlanparseError(name, "neither a program nor a revision of this repository", _REMEDY) from None


def _source_of(commit: str, name: str, place: Path) -> Path:
    try:
        archive = _git("archive", "--format=zip", commit, "src")
    except subprocess.CalledProcessError:
        raise PlanparseError(name, "a revision without src", "name a later one") from None
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(place / commit)
    return place / commit / "src"


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=True).stdout


# What they read


def try_out(version: Version) -> None:
    """A version that reads nothing at all is one error here, and not a fault of each document later."""
    with TemporaryDirectory() as place:
        Path(place, "probe.txt").write_text(_PROBE, encoding="utf-8")
        run = _run(version, Path(place), ["probe.txt"])
    if not (catalog := _catalog(run)):
        raise PlanparseError(version.name, f"does not extract ({_last_words(run)})", "mend it, or name another version")
    try:
        _take(catalog, run.stderr, ["probe.txt"], Reading())
    except (AttributeError, KeyError, TypeError):
        raise PlanparseError(version.name, "its catalogs cannot be compared with those of today", "name a later version") from None


def read_folder(version: Version, folder: Path, paths: Sequence[str]) -> Reading:
    """What a version makes of the documents at ``paths``, which are relative to ``folder``."""
    reading = Reading()
    for first in range(0, len(paths), BATCH):
        _read_batch(version, folder, paths[first : first + BATCH], reading)
    return reading


def _read_batch(version: Version, folder: Path, paths: Sequence[str], reading: Reading) -> None:
    """Reads documents in one process; where that crashes, by halves, so that one document does not hide the others."""
    run = _run(version, folder, paths)
    catalog = _catalog(run)
    if catalog is not None:
        _take(catalog, run.stderr, paths, reading)
    elif len(paths) == 1:
        reading.faults[paths[0]] = f"it crashes ({_last_words(run)})"
    else:
        middle = len(paths) // 2
        _read_batch(version, folder, paths[:middle], reading)
        _read_batch(version, folder, paths[middle:], reading)


def _run(version: Version, folder: Path, paths: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs in the folder, so that its planparse.toml holds and not one that lies where the user stands."""
    command = [*version.command, "extract", "--format", "json", "--status", "all", "--", *paths]
    try:
        return subprocess.run(command, cwd=folder, env=version.environment, capture_output=True, encoding="utf-8", errors="replace")
    except OSError as error:
        raise PlanparseError(version.name, f"does not start ({error.strerror})", _REMEDY) from None


def _catalog(run: subprocess.CompletedProcess[str]) -> dict[str, Any] | None:
    """The catalog that was printed, an empty one where no source could be read; None after a crash."""
    if run.returncode not in (0, 2):
        return None
    if not run.stdout:
        return {} if "could not be read" in run.stderr else None
    try:
        catalog = json.loads(run.stdout)
    except ValueError:
        return None
    return catalog if isinstance(catalog, dict) else None


def _last_words(run: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in run.stderr.splitlines() if re.search(r"\w", line)]
    return lines[-1] if lines else f"status {run.returncode} and no message"


def _take(catalog: Mapping[str, Any], messages: str, paths: Sequence[str], reading: Reading) -> None:
    """Puts a run's catalog into the reading; a document that is not in it could not be read."""
    targets: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for target in catalog.get("targets", ()):
        targets[target["document"]].append(target)
    for document in catalog.get("documents", ()):
        titles = {pillar["id"]: pillar["title"] for pillar in document.get("pillars", ())}
        reading.rows[document["path"]] = [row_of(target, titles) for target in targets[document["id"]]]
    for path in paths:
        if path not in reading.rows:
            reading.faults[path] = _message_about(path, messages)


def _message_about(path: str, messages: str) -> str:
    name = f": {name_in_message(path)}: "
    return next((line.partition(name)[2] for line in messages.splitlines() if name in line), "not in the catalog, and no message")


def row_of(target: Mapping[str, Any], titles: Mapping[str, str]) -> Row:
    """One target of a catalog of any version; ``titles`` are those of its document's pillars, whose ids say nothing to a reader."""
    quantity, span = target["quantity"], target["span"]
    said: dict[str, Any] = {**quantity, **target}
    said["pillar"] = titles.get(said.get("pillar", ""), said.get("pillar"))
    said["deadline"] = _deadline(said.get("deadline"))
    fields = {name: said[name] for name in FIELDS if name in quantity or name in target}
    return Row(span["start"], span["end"], span["line"], quantity["text"], target["sentence"], target.get("rule", "unknown"), fields)


def _deadline(deadline: Mapping[str, Any] | None) -> str | None:
    """
    >>> _deadline({"start": "2025-01-01", "end": "2025-06-30", "text": "上半年", "source": "sentence"})
    '2025-01-01 to 2025-06-30 (上半年, sentence)'
    """
    if deadline is None:
        return None
    reasons = ", ".join(filter(None, (deadline.get("text"), deadline.get("source"))))
    return f"{deadline.get('start')} to {deadline.get('end')} ({reasons})"


# What differs


def compare(old: Reading, new: Reading, folder: Path, paths: Sequence[str]) -> Comparison:
    """Everything that differs in the documents that both versions could read."""
    known = old.known_fields() & new.known_fields()
    fields = [name for name in FIELDS if name in known]
    texts: dict[str, str] = {}
    not_compared: dict[str, str] = {}
    for path in paths:
        fault = _fault_of_either(path, old, new)
        if not fault:
            texts[path], fault = _text_of_both(folder, path, old, new)
        if fault:
            texts.pop(path, None)
            not_compared[path] = fault
    differences = [one for path in texts for one in differences_in(path, old.rows[path], new.rows[path], fields)]
    return Comparison(old, new, texts, not_compared, differences)


def _fault_of_either(path: str, old: Reading, new: Reading) -> str:
    faults = {name: reading.faults[path] for name, reading in (("old", old), ("new", new)) if path in reading.faults}
    if len(faults) == 2 and faults["old"] == faults["new"]:
        return faults["old"]
    return " · ".join(f"{name}: {fault}" for name, fault in faults.items())


def _text_of_both(folder: Path, path: str, old: Reading, new: Reading) -> tuple[str, str]:
    """The text, and what is wrong with it: a version that has read another one from the file counts its offsets otherwise."""
    try:
        text = read_source(folder / path, path)
        content = text.written or text.content
    except PlanparseError as error:
        return "", error.fault
    for name, reading in (("old", old), ("new", new)):
        if any(content[row.start : row.end] != row.text for row in reading.rows[path]):
            return content, f"{name}: it reads another text from this file, so that offsets cannot be compared"
    return content, ""


def differences_in(path: str, old: Sequence[Row], new: Sequence[Row], fields: Sequence[str]) -> list[Difference]:
    """What differs in one document, in the order of its text."""
    pairs = matched(old, new)
    partners = set(pairs.values())
    found = [Difference(path, row, None) for index, row in enumerate(old) if index not in pairs]
    found += [Difference(path, None, row) for index, row in enumerate(new) if index not in partners]
    for left, right in pairs.items():
        if changed := tuple(name for name in fields if differs(name, old[left], new[right])):
            found.append(Difference(path, old[left], new[right], changed))
    return sorted(found, key=lambda one: (one.row.start, one.row.end, one.new is not None))


def matched(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Which old row is which new one: one to one, those first that share most characters of the text."""
    at: defaultdict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(new):
        for character in range(row.start, row.end):
            at[character].append(index)
    shared = Counter((left, right) for left, row in enumerate(old) for place in range(row.start, row.end) for right in at[place])
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for left, right in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs


def differs(name: str, old: Row, new: Row) -> bool:
    """Whether a field says something else now."""
    before, after = old.fields.get(name), new.fields.get(name)
    if name == "confidence" and before is not None and after is not None:
        return bool(round(abs(before - after), 9) >= NOISE)  # rounded, because 0.9 - 0.85 is a little more than 0.05
    return bool(before != after)


# What the reader sees


def markdown(comparison: Comparison, title: str) -> str:
    """The whole report."""
    parts = [
        [f"# {escaped(title)}"],
        _totals(comparison),
        _changes_of_fields(comparison.changed),
        _fields_of_one_version(comparison),
        _not_compared(comparison.not_compared),
        _section("Won", comparison.won, comparison.texts),
        _section("Lost", comparison.lost, comparison.texts),
        _section("Changed", comparison.changed, comparison.texts),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _totals(comparison: Comparison) -> list[str]:
    old, new = (
        Counter(row.fields.get("status") for path in comparison.texts for row in reading.rows[path])
        for reading in (comparison.old, comparison.new)
    )
    return [
        "| | old | new |",
        "| --- | ---: | ---: |",
        f"| documents | {len(comparison.texts)} | {len(comparison.texts)} |",
        f"| targets | {old.total()} | {new.total()} |",
        *(f"| · {status} | {old[status]} | {new[status]} |" for status in STATUSES),
        f"| won | | {_of_them_planned(comparison.won)} |",
        f"| lost | {_of_them_planned(comparison.lost)} | |",
        f"| changed | {len(comparison.changed)} | {len(comparison.changed)} |",
    ]


def _of_them_planned(differences: Sequence[Difference]) -> str:
    planned = sum(one.row.fields.get("status") == "planned" for one in differences)
    return f"{len(differences)} ({planned} planned)"


def _changes_of_fields(changed: Sequence[Difference]) -> list[str]:
    """How often each field changed, and what it often changed from and to: a rule that does one thing shows at once."""
    changes = {name: Counter(_change(name, one) for one in changed if name in one.fields) for name in FIELDS}
    rows = [f"| {name} | {counts.total()} | {_most_frequent(counts)} |" for name, counts in changes.items() if counts]
    return ["| field | changed | often |", "| --- | ---: | --- |", *rows] if rows else []


def _most_frequent(counts: Counter[str]) -> str:
    ordered = sorted(counts, key=lambda change: (-counts[change], change))
    return "; ".join(f"{change} ({counts[change]})" for change in ordered[:OFTEN] if counts[change] > 1)


def _fields_of_one_version(comparison: Comparison) -> list[str]:
    """A field that only one version's catalogs have would differ in every target."""
    either = comparison.old.known_fields() ^ comparison.new.known_fields()
    names = ", ".join(name for name in FIELDS if name in either)
    return [f"Only one version has, so that it is not compared: {names}."] if names else []


def _not_compared(faults: Mapping[str, str]) -> list[str]:
    lines = [f"- {code(path)} {escaped(fault)}" for path, fault in faults.items()]
    return [f"## Not compared: {len(faults)}", "", *lines] if lines else []


def _section(title: str, differences: Sequence[Difference], texts: Mapping[str, str]) -> list[str]:
    """A block for each sentence, with a line for each of its numbers."""
    lines = [f"## {title}: {len(differences)}", ""]
    for (path, line, _, _), group in groupby(differences, key=lambda one: _sentence_of(one, texts[one.path])):
        block = list(group)
        lines.append(f"- {code(f'{path}:{line}')} {quoted([one.row for one in block], texts[path])}")
        lines += (f"  - {escaped(one.row.text)}: {_said_of(one)}" for one in block)
    return lines if differences else []


def _sentence_of(one: Difference, text: str) -> tuple[str, int, int, str]:
    """What the numbers of one block share; the place, because a text can say the same sentence twice."""
    return one.path, one.row.line, sentence_start(one.row, text), one.row.sentence


def _said_of(one: Difference) -> str:
    if one.old is None or one.new is None:
        return summary(one.row)
    rule = [f"rule: {shown(one.old.rule)} → {shown(one.new.rule)}"] if one.old.rule != one.new.rule else []
    return "; ".join([*(f"{name}: {_change(name, one)}" for name in one.fields), *rule])


def _change(name: str, one: Difference) -> str:
    old, new = (shown(row.fields.get(name)) if row else "" for row in (one.old, one.new))
    return f"{old} → {new}"


def summary(row: Row) -> str:
    """A row in one line: what it says, and which rule said it."""
    fields = row.fields
    amount = _SIGNS.get(fields.get("comparator", ""), "") + shown(fields.get("value"))
    amount += f"–{shown(fields['max'])}" if fields.get("max") is not None else ""
    amount += f" {shown(fields['unit'])}" if fields.get("unit") else ""
    rest = [name for name in FIELDS[FIELDS.index("subject") :] if fields.get(name) is not None]
    parts = [shown(fields.get("status")), amount, shown(fields.get("indicator"))]
    return " · ".join([*parts, *(f"{name} {shown(fields[name])}" for name in rest), f"rule {shown(row.rule)}"])


def shown(value: object) -> str:
    return "none" if value is None else escaped(str(value))


def quoted(rows: Sequence[Row], text: str) -> str:
    """The sentence of some rows with their quantities in bold; of a very long one, what stands around them.

    The bold is HTML, because asterisks between a sign like % and a Chinese character are not read as bold.
    """
    sentence = rows[0].sentence
    parts, end = [], 0
    for start, stop in sorted(_place_in_sentence(row, text) for row in rows):
        if end <= start < stop:
            parts += [_shortened(sentence[end:start], behind=end > 0, before=True), f"<b>{escaped(sentence[start:stop])}</b>"]
            end = stop
    return "".join([*parts, _shortened(sentence[end:], behind=True, before=False)]) if parts else escaped(sentence)


def sentence_start(row: Row, text: str) -> int:
    """Where the row's sentence begins in the text; -1 where it is not written there word for word, as in a table."""
    size = len(row.sentence)
    return text.find(row.sentence, max(0, row.end - size), row.start + size)


def _place_in_sentence(row: Row, text: str) -> tuple[int, int]:
    """Nothing long where the quantity cannot be found in its sentence."""
    start = sentence_start(row, text)
    place = row.start - start if start >= 0 else row.sentence.find(row.text)
    return (place, place + row.end - row.start) if place >= 0 else (0, 0)


def _shortened(words: str, *, behind: bool, before: bool) -> str:
    """Words that stand behind a quantity, before one, or between two."""
    left = words[:AROUND] if behind else ""
    right = words[-AROUND:] if before else ""
    return escaped(words if len(words) <= len(left) + len(right) else f"{left}…{right}")


def escaped(text: str) -> str:
    """Words of a document as Markdown that shows just them, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def code(text: str) -> str:
    """A path as code, whatever characters are in it."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{name_in_message(text)}{fence}"


# The program


def report(folder: Path, old: str, new: str) -> str:
    """The Markdown for what changed from one version to the other on the documents under a folder."""
    paths = documents_under(folder)
    with TemporaryDirectory() as place, ThreadPoolExecutor() as both:
        versions = [version_of(name, Path(place)) for name in (old, new)]
        for version in versions:
            try_out(version)
        before, after = both.map(lambda version: read_folder(version, folder, paths), versions)
    title = f"{versions[0].name} → {versions[1].name}, on {folder.absolute().name}"
    return markdown(compare(before, after, folder, paths), title)


def documents_under(folder: Path) -> list[str]:
    """The paths of all documents, relative to the folder."""
    if not folder.is_dir():
        raise PlanparseError(str(folder), "not a folder", "name the folder that your texts are in")
    found, faults = find_sources([str(folder)])
    if not found:
        raise PlanparseError(str(folder), "no documents found", "name the folder that your texts are in") from next(iter(faults), None)
    return [Path(path).relative_to(folder).as_posix() for path in found]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    given = parser.parse_args(arguments)
    try:
        text = report(given.folder, given.old, given.new)
    except PlanparseError as error:
        print(f"quality: {error}", file=sys.stderr)
        return 2
    sys.stdout.buffer.write(text.encode("utf-8"))  # the same bytes whatever the locale
    return 0


if __name__ == "__main__":
    sys.exit(main())
