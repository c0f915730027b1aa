"""Whether a plan gives the same targets in whatever form it comes: form invariance.

    python benchmarks/forms.py FOLDER [--keep DIR] [--differences N]

Converts each .docx under FOLDER with LibreOffice to PDF, HTML and text, and the text to other encodings, extracts from every form, and
prints one Markdown table: how many of the targets of the .docx come out of each form with the same indicator, value, unit and deadline,
and the document that keeps fewest of them. Below it are some of the targets that differ. --keep keeps the converted files in DIR, and
takes those that are there already and are newer than their .docx.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from planparse.errors import PlanparseError
from planparse.lexicon import load_lexicon
from planparse.models import Target
from planparse.pipeline import DocumentSettings, read_document
from planparse.sources import find_sources, read_source

CONVERTED = {"pdf": ("pdf", "pdf"), "html": ("html", "html:HTML"), "text": ("txt", "txt:Text (encoded):UTF8")}
"""The forms that LibreOffice makes: their ending, and the filter."""

ENCODINGS = {"text in GB18030": "gb18030", "text in UTF-16": "utf-16"}
"""The forms that are made of the text."""

TIMEOUT = 1800
DIFFERENCES = 5

Key = tuple[str, str, str, str]
"""What is to stay the same of a target: its indicator, value, unit and deadline."""


@dataclass(slots=True)
class Form:
    """How the documents fared in one form; ``lost`` and ``won`` are what only the .docx or only this form gave, by document."""

    share: dict[str, float] = field(default_factory=dict)
    same: int = 0
    lost: dict[str, Counter[Key]] = field(default_factory=dict)
    won: dict[str, Counter[Key]] = field(default_factory=dict)

    def add(self, name: str, expected: Counter[Key], found: Counter[Key]) -> None:
        common = (expected & found).total()
        self.same += common
        self.share[name] = common / expected.total() if expected else 1.0
        self.lost[name], self.won[name] = expected - found, found - expected

    def row(self, name: str, targets: int) -> str:
        worst = min(self.share, key=lambda document: self.share[document])
        share = self.same / targets if targets else 1.0
        won = sum(counter.total() for counter in self.won.values())
        return f"| {name} | {len(self.share)} | {targets} | {share:.2%} | {won} | {worst} ({self.share[worst]:.2%}) |"

    def differences(self, number: int) -> Iterator[str]:
        """Those of the documents that differ most, first."""
        worst = sorted(self.share, key=lambda name: -(self.lost[name].total() + self.won[name].total()))
        pairs = [(name, sign, key) for name in worst for sign, of in (("−", self.lost), ("+", self.won)) for key in of[name].elements()]
        for name, sign, key in pairs[:number]:
            yield f"- {name}: {sign} {' · '.join(key)}"


def converted(documents: Sequence[Path], place: Path) -> dict[str, dict[str, Path]]:
    """Each form's files, by the name of the document."""
    forms: dict[str, dict[str, Path]] = {}
    for form, (ending, output) in CONVERTED.items():
        folder = place / form
        forms[form] = {one.stem: folder / f"{one.stem}.{ending}" for one in documents}
        convert([one for one in documents if is_stale(forms[form][one.stem], one)], folder, output)
    for form, codec in ENCODINGS.items():
        (place / codec).mkdir(parents=True, exist_ok=True)
        forms[form] = {name: encoded(text, place / codec / text.name, codec) for name, text in forms["text"].items() if text.exists()}
    return forms


def is_stale(made: Path, document: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < document.stat().st_mtime


def convert(documents: Sequence[Path], folder: Path, output: str) -> None:
    """All documents in one run of LibreOffice, with a profile of its own."""
    if not documents:
        return
    with TemporaryDirectory() as profile:
        user = f"-env:UserInstallation={Path(profile).as_uri()}"
        command = ["soffice", user, "--headless", "--convert-to", output, "--outdir", str(folder), *map(str, documents)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)


def encoded(text: Path, path: Path, codec: str) -> Path:
    path.write_bytes(text.read_text("utf-8-sig").encode(codec))
    return path


def reader() -> Callable[[Path], Counter[Key]]:
    """What gives the planned targets of a file: none of one that cannot be read, which is said."""
    lexicon = load_lexicon()

    def targets(path: Path) -> Counter[Key]:
        try:
            reading = read_document(read_source(path), lexicon, DocumentSettings(), path.stem)
        except PlanparseError as error:
            print(f"not read: {error}")
            return Counter()
        return Counter(key_of(target) for target in reading.targets if target.status == "planned")

    return targets


def key_of(target: Target) -> Key:
    by = target.deadline
    until = f"{by.start} to {by.end}" if by else "no deadline"
    return target.indicator or "", str(target.quantity.value), target.quantity.unit or "", until


def compare(documents: Mapping[str, Counter[Key]], forms: Mapping[str, Mapping[str, Path]], differences: int) -> None:
    """Prints the table, and below it what differs."""
    targets = reader()
    found = {form: Form() for form in forms}
    for form, paths in forms.items():
        for name, expected in documents.items():
            found[form].add(name, expected, targets(paths[name]) if name in paths else Counter())
    total = sum(expected.total() for expected in documents.values())
    print("| form | documents | targets in .docx | the same | only in the form | worst document |\n| --- | --- | --- | --- | --- | --- |")
    for form, result in found.items():
        print(result.row(form, total))
    for form, result in found.items():
        lines = list(result.differences(differences))
        if lines:
            print(f"\n{form} (− only in the .docx, + only in the form):\n", *lines, sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="where the converted files stay")
    parser.add_argument("--differences", metavar="N", type=int, default=DIFFERENCES, help="how many to name of each form (5)")
    arguments = parser.parse_args()
    documents = [Path(path) for path in find_sources([arguments.folder])[0] if path.lower().endswith(".docx")]
    if not documents:
        parser.error(f"no .docx under {arguments.folder}")
    if shutil.which("soffice") is None:
        parser.error("needs LibreOffice: there is no soffice on the PATH")
    with TemporaryDirectory() as temporary:
        forms = converted(documents, arguments.keep or Path(temporary))
        targets = reader()
        compare({path.stem: targets(path) for path in documents}, forms, arguments.differences)


if __name__ == "__main__":
    main()
