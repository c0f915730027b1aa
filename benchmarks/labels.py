"""The label files in ``labels/`` laid beside the texts that they were made on, so that they can be scored.

    python benchmarks/labels.py CORPUS OUT

The texts are not in the project: ``labels/index.yaml`` says of each label file which file under CORPUS it was made on, and on which
of its lines. OUT/round-N gets these lines as STEM.txt, the labels as STEM.jsonl beside it, and years.json, as the scorer that comes
with the gold labels wants them: ``score.py --gold OUT/round-1``. Nothing is written unless every file is the one that was labelled.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planparse.errors import PlanparseError
from planparse.faults import fault_lines
from planparse.messages import counted
from planparse.settings import shown_path
from planparse.sources import read_source

LABELS = Path(__file__).resolve().parent / "labels"
INDEX = "index.yaml"


class Entry(BaseModel):
    """What ``index.yaml`` says of one label file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    lines: Annotated[str, Field(pattern="^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$")]
    year: int
    round: Annotated[int, Field(ge=1)]


def lay_out(corpus: Path, out: Path) -> int:
    """Writes all that the scorer needs into a folder, and gives the number of label files."""
    entries = read_index(LABELS / INDEX)
    texts = {stem: labelled_text(corpus / entry.source, entry) for stem, entry in entries.items()}
    labels = {stem: _bytes_of(LABELS / f"{stem}.jsonl", f"add it, or remove {stem} from {INDEX}") for stem in entries}
    try:
        for number in sorted({entry.round for entry in entries.values()}):
            stems = [stem for stem, entry in entries.items() if entry.round == number]
            folder = out / f"round-{number}"
            folder.mkdir(parents=True, exist_ok=True)
            for stem in stems:
                (folder / f"{stem}.txt").write_bytes(texts[stem].encode("utf-8"))
                (folder / f"{stem}.jsonl").write_bytes(labels[stem])
            years = {stem: entries[stem].year for stem in stems}
            (folder / "years.json").write_text(json.dumps(years, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise PlanparseError(_name(out), f"cannot be written to ({error.strerror})", "name a folder for the output") from None
    return len(entries)


def read_index(path: Path) -> Mapping[str, Entry]:
    """The entries by the stem of their label file, in the order of the index."""
    try:
        written = yaml.safe_load(_bytes_of(path, "restore it from the repository"))
    except yaml.YAMLError as error:
        raise PlanparseError(_name(path), f"not YAML ({' '.join(str(error).split())})", "correct that place") from None
    if not isinstance(written, dict):
        raise PlanparseError(_name(path), "not a mapping from stems to their entries", "begin each entry with STEM:")
    return {str(stem): _entry(path, str(stem), entry) for stem, entry in written.items()}


def _entry(path: Path, stem: str, written: object) -> Entry:
    try:
        return Entry.model_validate(written)
    except ValidationError as error:
        raise PlanparseError(_name(path), f"{stem}: {fault_lines(error, Entry)[0]}", "correct that entry") from None


def labelled_text(source: Path, entry: Entry) -> str:
    """The lines of a source that were labelled, blank ones left out: labels count only lines that say something."""
    data = _bytes_of(source, f"lay the file there that {INDEX} names")
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        fault = "not the file that was labelled (its SHA-256 is another)"
        raise PlanparseError(_name(source), fault, f"get the version that {INDEX} names; the labels hold for no other")
    text = read_source(source, _name(source))
    lines = (text.written or text.content).split("\n")
    numbers = list(line_numbers(entry.lines))
    if beyond := [number for number in numbers if number >= len(lines)]:
        fault = f"has {len(lines)} lines, and line {beyond[0]} (from 0) was labelled"
        raise PlanparseError(_name(source), fault, f"correct its lines in {INDEX}")
    return "".join(f"{lines[number]}\n" for number in numbers if lines[number].strip())


def line_numbers(ranges: str) -> Iterator[int]:
    """
    >>> list(line_numbers("0-2,7"))
    [0, 1, 2, 7]
    """
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _name(path: Path) -> str:
    """A path as the user gave it; one of the project as seen from where the user stands."""
    return shown_path(path) if path.is_relative_to(LABELS) else path.as_posix()


def _bytes_of(path: Path, remedy: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PlanparseError(_name(path), "no such file", remedy) from None
    except OSError as error:
        raise PlanparseError(_name(path), f"cannot be read ({error.strerror})", remedy) from None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("out", type=Path, metavar="OUT")
    given = parser.parse_args(arguments)
    try:
        number = lay_out(given.corpus, given.out)
    except PlanparseError as error:
        print(f"labels: {error}", file=sys.stderr)
        return 2
    print(f"{counted(number, 'text')} with labels in {_name(given.out)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
