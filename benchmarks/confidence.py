"""Fits the weights of the doubts (``lexicon/data/doubts.yaml``) on labelled texts, and shows how well the confidence is calibrated.

    python benchmarks/confidence.py FOLDER [FOLDER …]

Each folder holds STEM.txt with STEM.jsonl beside it, as the gold labels do. A reading is right where quantity, status and
indicator are (the scorer's measure: longest common subsequence, F1 of 0.7 or more); one that nobody labelled is wrong.
Prints the entries for doubts.yaml, then the calibration of the lexicon as it stands. The weights are those of a logistic regression
that lets no doubt raise the odds; ``sure`` is lowered until, of the readings at 0.9 and above, at least 97 % and a margin are right
in documents that were left out of the fit.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planparse.lexicon import Lexicon, load_lexicon
from planparse.models import Target
from planparse.pipeline import DocumentSettings, read_document
from planparse.sources.text import text_of
from planparse.targets.confidence import SURE

STEPS, DAMPING, RIDGE = 60, 0.3, 2.0
FLOOR, WANTED = 0.9, 0.975
IGNORED = str.maketrans("", "", "“”\"'‘’《》（）() 　的、")


@dataclass(frozen=True)
class Row:
    """One reading: its document, the names of its doubts, whether it is right, and the confidence it has now."""

    document: str
    doubts: tuple[str, ...]
    right: bool
    confidence: float


def common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for index, b in enumerate(other, 1):
            before, row[index] = row[index], before + 1 if a == b else max(row[index], row[index - 1])
    return row[-1]


def agrees(target: Target, label: dict[str, Any]) -> bool:
    """Whether a reading says what the label says: quantity, status, indicator."""
    quantity = target.quantity
    same = all(
        (mine is None) == (theirs is None) and (mine is None or math.isclose(float(mine), float(theirs), rel_tol=2e-4))
        for mine, theirs in ((quantity.value, label["value"]), (quantity.max, label["max"]))
    )
    if (
        not same
        or (quantity.unit or "") != (label["unit"] or "")
        or quantity.comparator != label["cmp"]
        or target.status != label["status"]
    ):
        return False
    want = (label["indicator"] or "").translate(IGNORED)
    wordings = (target.indicator.translate(IGNORED), ((target.subject or "") + target.indicator).translate(IGNORED))
    return any(want and words and 2 * common(words, want) / (len(words) + len(want)) >= 0.7 for words in wordings)


def labels_of(path: Path, text: str) -> dict[int, dict[str, Any]]:
    """The labels of a text, by the offset at which their quotes begin."""
    lines, starts, at = text.split("\n"), [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    found = {}
    for raw in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(raw)
        place = -1
        for _ in range(label["n"]):
            place = lines[label["para"]].index(label["quote"], place + 1)
        found[starts[label["para"]] + place] = label
    return found


def rows_of(folder: Path, lexicon: Lexicon) -> Iterator[Row]:
    """Every reading of every labelled text of a folder."""
    for path in sorted(folder.glob("*.txt")):
        beside = path.with_suffix(".jsonl")
        if not beside.exists():
            continue
        text = path.read_text(encoding="utf-8")
        labels = labels_of(beside, text)
        reading = read_document(text_of(text, path.name), lexicon, DocumentSettings(), path.stem)
        for sentence in reading.sentences:
            for frame, target in zip(sentence.frames, sentence.targets, strict=True):
                label = labels.get(reading.text.place(target.span.start))
                right = label is not None and agrees(target, label)
                yield Row(path.stem, tuple(doubt.doubt for doubt in frame.doubts), right, target.confidence)


def odds(weights: dict[str, float], row: Row) -> float:
    """The log-odds that a row is right."""
    return weights[SURE] + sum(weights[name] for name in row.doubts)


def fit(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Weights by damped Newton steps of each alone, none but that of ``sure`` above nought."""
    weights = dict.fromkeys((SURE, *names), 0.0)
    for _ in range(STEPS):
        slope, bend = dict.fromkeys(weights, 0.0), dict.fromkeys(weights, RIDGE)
        for row in rows:
            likely = 1 / (1 + math.exp(-odds(weights, row)))
            for name in (SURE, *row.doubts):
                slope[name] += row.right - likely
                bend[name] += likely * (1 - likely)
        for name in weights:
            moved = weights[name] + DAMPING * (slope[name] - RIDGE * weights[name]) / bend[name]
            weights[name] = moved if name == SURE else min(0.0, moved)
    return weights


def left_out(rows: Sequence[Row], names: Sequence[str], parts: int = 8) -> list[tuple[float, bool]]:
    """The log-odds of each row by weights fitted without its document, and whether it is right."""
    documents = sorted({row.document for row in rows})
    found = []
    for part in range(parts):
        held = set(documents[part::parts])
        weights = fit([row for row in rows if row.document not in held], names)
        found += [(odds(weights, row), row.right) for row in rows if row.document in held]
    return found


def lowering(held: Sequence[tuple[float, bool]]) -> float:
    """How much ``sure`` has to come down for the readings at FLOOR to be right as often as WANTED."""
    floor = math.log(FLOOR / (1 - FLOOR))
    for step in range(60):
        above = [right for value, right in held if value - step / 20 >= floor]
        if above and sum(above) / len(above) >= WANTED:
            return step / 20
    return 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    lexicon = load_lexicon()
    rows = [row for folder in parser.parse_args().folders for row in rows_of(folder, lexicon)]
    names = [entry.doubt for entry in lexicon.doubts if entry.doubt != SURE]
    weights = fit(rows, names)
    weights[SURE] -= lowering(left_out(rows, names))
    for entry in lexicon.doubts:
        print(f'- {{doubt: {entry.doubt}, weight: {round(weights[entry.doubt], 2)}, says: "{entry.says}"}}')
    print(f"\n{len(rows)} readings, {sum(row.right for row in rows)} right\n\n| confidence now | readings | right |\n| --- | --- | --- |")
    for low, high in ((0.95, 1.01), (0.9, 0.95), (0.8, 0.9), (0.6, 0.8), (0.0, 0.6)):
        part = [row.right for row in rows if low <= row.confidence < high]
        print(f"| {low} to {min(high, 1)} | {len(part)} | {sum(part) / len(part):.3f} |" if part else f"| {low} to {min(high, 1)} | 0 | |")


if __name__ == "__main__":
    main()
