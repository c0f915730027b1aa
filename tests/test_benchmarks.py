"""The scripts in ``benchmarks/``: what they report of versions that are made up here, and the labels laid beside their texts."""

from __future__ import annotations

import doctest
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from documents import module_of

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def load(name: str) -> ModuleType:
    """A script as a module."""
    return module_of(BENCHMARKS / f"{name}.py")


quality, labels = load("quality"), load("labels")

STAND_IN = """
import json, re, sys

def run():
    paths = sys.argv[sys.argv.index("--") + 1:]
    documents, targets = [], []
    for path in paths:
        text = open(path, encoding="utf-8").read()
        if "崩" in text:
            sys.exit("ValueError: a rule fell over")
        if "坏" in text:
            print(f"planparse: {path}: not a plan; leave it out", file=sys.stderr)
            continue
        pillar = {"id": "p-1", "title": text.split("\\n")[0]}
        documents.append({"id": path, "path": path, "pillars": [pillar]})
        for found in re.finditer("([0-9]+)(%(units)s)", text):
            line = text.count("\\n", 0, found.start())
            targets.append({
                "document": path, "pillar": "p-1", "status": %(status)r, "indicator": "对象", "action": None,
                "measure": "output", "modality": "firm", "per": None, "sentence": text.split("\\n")[line], "rule": "stand-in",
                "deadline": {"start": "2025-01-01", "end": "2025-12-31", "text": None, "source": "document"},
                "quantity": {"text": found[0], "value": int(found[1]), "max": None, "unit": found[2], "comparator": "eq"},
                "span": {"start": found.start(), "end": found.end(), "line": line + 1}, **%(more)r,
            })
    if documents:
        print(json.dumps({"documents": documents, "targets": targets}))
    failed = len(documents) < len(paths)
    print("1 source could not be read" if failed else "done", file=sys.stderr)
    sys.exit(2 if failed else 0)
"""


def stand_in(units: str, status: str = "planned", **more: object) -> str:
    """The code of a version that finds numbers before these units, and says of all the same."""
    return STAND_IN % {"units": units, "status": status, "more": more}


@pytest.fixture
def program(tmp_path):
    """Makes an executable stand-in for an installed version."""

    def program(name: str, code: str) -> str:
        (tmp_path / f"{name}.py").write_text(f"{code}\nrun()\n", encoding="utf-8")
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path / name}.py" "$@"\n', encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return program


@pytest.fixture
def texts(tmp_path) -> Path:
    folder = tmp_path / "texts"
    (folder / "east").mkdir(parents=True)
    (folder / "east" / "plan.txt").write_text("东河计划\n修桥3座、修路8条，种树20棵。\n种*红*树40棵。\n", encoding="utf-8")
    (folder / "west.txt").write_text("西河计划\n建馆1座。\n", encoding="utf-8")
    return folder


posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def report(*arguments: object, capsysbinary) -> str:
    assert quality.main([str(argument) for argument in arguments]) == 0
    return capsysbinary.readouterr().out.decode("utf-8")


def fault(*arguments: object, script: ModuleType, capsys) -> str:
    """The one line that a script ends with."""
    assert script.main([str(argument) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


# quality: the report

REPORT = """
| | old | new |
| --- | ---: | ---: |
| documents | 2 | 2 |
| targets | 3 | 4 |
| · planned | 3 | 0 |
| · achieved | 0 | 4 |
| · context | 0 | 0 |
| won | | 2 (0 planned) |
| lost | 1 (1 planned) | |
| changed | 2 | 2 |

| field | changed | often |
| --- | ---: | --- |
| status | 2 | planned → achieved (2) |

## Won: 2

- `east/plan.txt:2` 修桥3座、修路8条，种树<b>20棵</b>。
  - 20棵: achieved · 20 棵 · 对象 · {rest}
- `east/plan.txt:3` 种\\*红\\*树<b>40棵</b>。
  - 40棵: achieved · 40 棵 · 对象 · {rest}

## Lost: 1

- `east/plan.txt:2` 修桥3座、修路<b>8条</b>，种树20棵。
  - 8条: planned · 8 条 · 对象 · {rest}

## Changed: 2

- `east/plan.txt:2` 修桥<b>3座</b>、修路8条，种树20棵。
  - 3座: status: planned → achieved
- `west.txt:2` 建馆<b>1座</b>。
  - 1座: status: planned → achieved
""".replace("{rest}", "measure output · modality firm · deadline 2025-01-01 to 2025-12-31 (document) · pillar 东河计划 · rule stand-in")


@posix
def test_the_report_on_two_programs(texts, program, capsysbinary):
    old, new = program("old", stand_in("座|条")), program("new", stand_in("座|棵", "achieved"))
    written = report(texts, old, new, capsysbinary=capsysbinary)
    title, rest = written.split("\n", 1)
    assert "/old → " in title and title.endswith("/new, on texts")
    assert rest == REPORT
    assert report(texts, old, new, capsysbinary=capsysbinary) == written


@posix
def test_documents_that_a_version_cannot_read_are_named_and_the_others_compared(texts, program, capsysbinary):
    (texts / "bad.txt").write_text("坏了\n", encoding="utf-8")
    (texts / "crash.txt").write_text("崩了\n", encoding="utf-8")
    new = program("new", stand_in("座").replace('"崩"', '"没有"').replace('"坏"', '"没有"'))
    written = report(texts, program("old", stand_in("座")), new, capsysbinary=capsysbinary)
    assert "| documents | 2 | 2 |\n" in written
    assert written.endswith(
        "## Not compared: 2\n\n- `bad.txt` old: not a plan; leave it out\n- `crash.txt` old: it crashes (ValueError: a rule fell over)\n"
    )


@posix
def test_a_version_that_reads_another_text_from_the_file_is_not_compared(texts, program, capsysbinary):
    shifted = stand_in("座").replace('"span": {"start": found.start()', '"span": {"start": found.start() - 1')
    written = report(texts, program("old", stand_in("座")), program("new", shifted), capsysbinary=capsysbinary)
    assert "- `west.txt` new: it reads another text from this file" in written
    assert "## Changed" not in written


@posix
def test_a_field_that_only_one_version_has_is_not_compared(texts, program, capsysbinary):
    new = program("new", stand_in("座", confidence=0.9))
    written = report(texts, program("old", stand_in("座")), new, capsysbinary=capsysbinary)
    assert written.endswith("Only one version has, so that it is not compared: confidence.\n")


def test_the_working_tree_against_itself(texts, capsysbinary):
    written = report(texts, ".", ".", capsysbinary=capsysbinary)
    assert written.startswith("# working tree → working tree, on texts\n")
    assert "| targets | 5 | 5 |" in written
    assert "##" not in written


@needs_git
def test_revisions(texts, tmp_path, monkeypatch, capsysbinary):
    package = tmp_path / "repository" / "src" / "planparse"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setattr(quality, "ROOT", tmp_path / "repository")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):  # as a hook sets them: this must never reach another repository
        monkeypatch.delenv(name, raising=False)
    git = ["git", "-C", str(tmp_path / "repository"), "-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "-q"], check=True)
    for units in ("座", "座|棵"):
        (package / "cli.py").write_text(stand_in(units), encoding="utf-8")
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", units], check=True)
    written = report(texts, "HEAD~1", ".", capsysbinary=capsysbinary)
    assert written.startswith("# HEAD\\~1 (")
    assert "| targets | 2 | 4 |" in written


# quality: what a user can get wrong


@pytest.mark.parametrize(
    ("folder", "old", "line"),
    [
        ("none", ".", "quality: {place}/none: not a folder; name the folder that your texts are in"),
        ("empty", ".", "quality: {place}/empty: no documents found; name the folder that your texts are in"),
        ("texts", "no-such", "quality: no-such: neither a program nor a revision of this repository; name a tag, "),
        ("texts", "{place}/file", "quality: {place}/file: a file, but not a program; name a tag, "),
        ("texts", "{place}/broken", "quality: {place}/broken: does not extract (SyntaxError: "),
        ("texts", "{place}/other", "quality: {place}/other: its catalogs cannot be compared with those of today; name a later version"),
    ],
)
@posix
def test_one_line_for_each_mistake(tmp_path, texts, program, capsys, folder, old, line):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    program("broken", "def run(:")
    program("other", 'def run(): print(\'{"documents": [], "targets": [{"document": "d"}], "x": 1}\')'.replace("[],", '[{"id": "d"}],'))
    given = [text.format(place=tmp_path) for text in (f"{{place}}/{folder}", old)]
    assert fault(*given, old.format(place=tmp_path), script=quality, capsys=capsys).startswith(line.format(place=tmp_path))


# quality: the parts


def row(start: int, end: int, text: str = "", sentence: str = "", **fields: object):
    return quality.Row(start, end, 1, text, sentence, "stand-in", fields)


def test_targets_are_matched_one_to_one_by_what_they_share_of_the_text():
    old = [row(0, 4), row(10, 12), row(20, 24)]
    new = [row(2, 3), row(0, 3), row(12, 14), row(23, 26)]
    assert quality.matched(old, new) == {0: 1, 2: 3}


def test_small_differences_of_confidence_say_the_same():
    def differs(old: float | None, new: float | None) -> bool:
        return quality.differs("confidence", row(0, 1, confidence=old), row(0, 1, confidence=new))

    assert [differs(0.9, 0.86), differs(0.85, 0.8), differs(0.9, 0.85), differs(0.9, None), differs(None, None)] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_what_is_told_of_a_target():
    fields = {"status": "planned", "value": 3, "max": 5, "unit": "座", "comparator": "range", "indicator": "桥", "subject": "东河"}
    assert quality.summary(row(0, 3, **fields)) == "planned · 3–5 座 · 桥 · subject 东河 · rule stand-in"
    fields = {"status": "context", "value": 3, "max": None, "unit": None, "comparator": "min", "indicator": "桥", "confidence": 0.7}
    assert quality.summary(row(0, 3, **fields)) == "context · ≥ 3 · 桥 · confidence 0.7 · rule stand-in"


def test_a_pillar_is_named_by_its_title_and_a_deadline_in_one_line():
    deadline = {"start": "2025-01-01", "end": "2025-06-30", "text": "上半年", "source": "sentence"}
    target = {
        "quantity": {"text": "3座", "value": 3},
        "span": {"start": 0, "end": 2, "line": 1},
        "sentence": "修桥3座。",
        "pillar": "p-1",
        "deadline": deadline,
    }
    assert quality.row_of(target, {"p-1": "修桥"}).fields == {
        "value": 3,
        "pillar": "修桥",
        "deadline": "2025-01-01 to 2025-06-30 (上半年, sentence)",
    }


def test_the_right_one_of_equal_sentences_and_of_equal_numbers_is_marked():
    text = "植树5棵，又植树5棵。植树5棵，又植树5棵。"
    sentence = text[:11]
    assert quality.quoted([row(8, 10, "5棵", sentence)], text) == "植树5棵，又植树<b>5棵</b>。"
    assert quality.quoted([row(13, 15, "5棵", sentence)], text) == "植树<b>5棵</b>，又植树5棵。"
    assert quality.quoted([row(2, 4, "5棵", sentence), row(8, 10, "5棵", sentence)], text) == "植树<b>5棵</b>，又植树<b>5棵</b>。"


def test_a_sentence_that_does_not_stand_in_the_text_word_for_word():
    assert quality.quoted([row(90, 92, "5棵", "植树 | 5棵")], "植树\t5棵") == r"植树 \| <b>5棵</b>"
    assert quality.quoted([row(90, 92, "5棵", "植树 | 五棵")], "植树\t5棵") == r"植树 \| 五棵"


def test_a_very_long_sentence_is_shortened_around_its_number():
    before, after = "甲" * 300, "乙" * 300
    sentence = f"{before}5棵{after}"
    kept = quality.AROUND
    assert quality.quoted([row(300, 302, "5棵", sentence)], sentence) == f"…{'甲' * kept}<b>5棵</b>{'乙' * kept}…"


def test_nothing_in_a_text_or_a_path_is_read_as_markdown():
    assert quality.escaped("a*b_c`d|<e>\n[f]") == r"a\*b\_c\`d\|\<e\> \[f\]"
    assert quality.code("a`b\n.txt") == "``a`b\\n.txt``"


@pytest.mark.parametrize("script", [quality, labels])
def test_examples_in_the_scripts(script):
    assert doctest.testmod(script).failed == 0


# labels

LABELLED = "东河计划\n\n修桥3座。\n\n种树20棵。\n修路8条。\n"


@pytest.fixture
def corpus(tmp_path, monkeypatch) -> Path:
    """A corpus of one text, with its labels in a folder that stands in for that of the project."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "east.txt").write_bytes(LABELLED.encode("utf-8"))
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "east-part.jsonl").write_text('{"para": 1}\n', encoding="utf-8")
    digest = hashlib.sha256(LABELLED.encode("utf-8")).hexdigest()
    index = f"east-part:\n  source: east.txt\n  sha256: {digest}\n  lines: 0-2,5\n  year: 2025\n  round: 1\n"
    (tmp_path / "labels" / "index.yaml").write_text(index, encoding="utf-8")
    monkeypatch.setattr(labels, "LABELS", tmp_path / "labels")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "corpus"


def test_labels_are_laid_beside_the_lines_that_they_were_made_on(corpus, capsys):
    assert labels.main(["corpus", "out"]) == 0
    assert capsys.readouterr().out == "1 text with labels in out\n"
    out = corpus.parent / "out" / "round-1"
    assert sorted(path.name for path in out.iterdir()) == ["east-part.jsonl", "east-part.txt", "years.json"]
    assert (out / "east-part.txt").read_text(encoding="utf-8") == "东河计划\n修桥3座。\n修路8条。\n"
    assert (out / "east-part.jsonl").read_text(encoding="utf-8") == '{"para": 1}\n'
    assert json.loads((out / "years.json").read_text(encoding="utf-8")) == {"east-part": 2025}


@pytest.mark.parametrize(
    ("path", "before", "after", "line"),
    [
        (
            "corpus/east.txt",
            "20",
            "21",
            "labels: corpus/east.txt: not the file that was labelled (its SHA-256 is another); ",
        ),
        ("corpus/east.txt", None, None, "labels: corpus/east.txt: no such file; lay the file there that index.yaml names"),
        ("labels/east-part.jsonl", None, None, "labels: labels/east-part.jsonl: no such file; add it, or remove east-part from index.yaml"),
        ("labels/index.yaml", None, None, "labels: labels/index.yaml: no such file; restore it from the repository"),
        (
            "labels/index.yaml",
            "0-2,5",
            "0-2,7",
            "labels: corpus/east.txt: has 7 lines, and line 7 (from 0) was labelled; ",
        ),
        ("labels/index.yaml", "0-2,5", "0 to 5", "labels: labels/index.yaml: east-part: lines: "),
        ("labels/index.yaml", "  year: 2025", "", "labels: labels/index.yaml: east-part: year: missing; correct that entry"),
        ("labels/index.yaml", "year: 2025", "year: [", "labels: labels/index.yaml: not YAML ("),
        ("labels/index.yaml", "east-part:", "- east-part:", "labels: labels/index.yaml: "),
    ],
)
def test_labels_of_another_text_are_refused_and_nothing_is_written(corpus, capsys, path, before, after, line):
    file = corpus.parent / path
    if before is None:
        file.unlink()
    else:
        file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    assert fault("corpus", "out", script=labels, capsys=capsys).startswith(line)
    assert not (corpus.parent / "out").exists()


def test_every_label_file_of_the_project_is_in_the_index():
    entries = labels.read_index(BENCHMARKS / "labels" / "index.yaml")
    assert {path.stem for path in (BENCHMARKS / "labels").glob("*.jsonl")} <= set(entries)


def test_how_long_a_check_takes_is_a_table(tmp_path, capsys, monkeypatch):
    check = load("check")
    for number in range(3):
        (tmp_path / f"plan-{number}.txt").write_text(f"2025年计划\n\n建成公园{number + 2}座。\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["check.py", str(tmp_path)])
    monkeypatch.setattr(check, "TURNS", 1)
    check.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("3 documents, 4 targets; ")
    assert [line.split(" | ")[0] for line in lines[4:]] == [
        "| in one process, a document of middle length",
        "| in one process, the longest document",
        "| as commands, the longest document",
    ]
