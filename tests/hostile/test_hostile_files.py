"""Paths that are no plain files: loops, pipes, devices, names that no terminal can show, too much, nothing."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_commands import MB, refused, run
from hostile_inputs import SENTENCE, docx, zipped

from planparse.catalog.files import load_catalog

PLAN = SENTENCE.encode()


def test_links_in_a_circle(tmp_path: Path) -> None:
    """A folder is entered once, a link to itself gives no document, and the one document that there is is read once."""
    plans = tmp_path / "plans"
    (plans / "inner").mkdir(parents=True)
    (plans / "plan.txt").write_bytes(PLAN)
    (plans / "inner" / "up").symlink_to(plans)
    (plans / "inner" / "again.txt").symlink_to(plans / "plan.txt")
    (plans / "a").symlink_to(plans / "b")
    (plans / "b").symlink_to(plans / "a")
    answer = run(["extract", "plans", "-o", "catalog.yaml"], tmp_path, "small file")
    assert (answer.status, answer.errors) == (0, [])
    assert len(load_catalog(tmp_path / "catalog.yaml").documents) == 1


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").symlink_to("plan.txt")
    assert refused(run(["extract", "plan.txt"], tmp_path, "refused at sight"), "plan.txt")


def test_a_link_to_itself_in_a_folder(tmp_path: Path) -> None:
    """It is said, and what stands beside it is read."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").symlink_to("a.txt")
    (tmp_path / "plans" / "b.txt").write_bytes(PLAN)
    answer = run(["extract", "plans", "-o", "catalog.yaml"], tmp_path, "small file")
    assert answer.status == 2 and len(answer.errors) == 1 and "plans/a.txt: " in answer.err
    assert len(load_catalog(tmp_path / "catalog.yaml").targets) == 1


@pytest.mark.parametrize("ending", [".txt", ".md", ".docx", ".html", ".mhtml", ".pdf", ".doc"])
def test_a_pipe_that_nobody_writes_to(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / f"plan{ending}")
    assert refused(run(["extract", f"plan{ending}"], tmp_path, "refused at sight"), f"plan{ending}", "a pipe or a device")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/tty"])
def test_a_device(tmp_path: Path, device: str) -> None:
    if not os.path.exists(device):
        pytest.skip("no such device")
    (tmp_path / "plan.txt").symlink_to(device)
    for name in (device, "plan.txt"):
        assert refused(run(["extract", name], tmp_path, "refused at sight"), name)


OPENED = [
    ("catalog.yaml", "pipe"),
    ("catalog.yaml", "endless"),
    ("corrections.yaml", "pipe"),
    ("corrections.yaml", "endless"),
    ("lexicon.yaml", "pipe"),
]


@pytest.mark.parametrize("kind", ["pipe", "endless"])
@pytest.mark.parametrize("name", ["catalog.yaml", "planparse.toml", "corrections.yaml", "lexicon.yaml"])
def test_a_file_of_the_project_that_never_ends(tmp_path: Path, request: pytest.FixtureRequest, name: str, kind: str) -> None:
    """A planparse.toml that is no file is none; the others are refused."""
    if (name, kind) in OPENED and kind == "pipe":
        pytest.xfail("it is opened whatever it is, and what never comes is waited for")
    if (name, kind) in OPENED:
        request.applymarker(pytest.mark.xfail(reason="it is opened whatever it is", strict=True))
    (tmp_path / "plan.txt").write_bytes(PLAN)
    assert run(["extract", "plan.txt", "-o", "catalog.yaml"], tmp_path, "small file").status == 0
    (tmp_path / name).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    else:
        (tmp_path / name).symlink_to("/dev/zero")
    lexicon = ["--lexicon", name] if name == "lexicon.yaml" else []
    answer = run(["check", "plan.txt", "--catalog", "catalog.yaml", *lexicon], tmp_path, "refused at sight")
    assert (answer.status, len(answer.errors)) == ((0, 0) if name == "planparse.toml" else (2, 1))


def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(PLAN)
    (tmp_path / "plan.txt").chmod(0)
    if os.access(tmp_path / "plan.txt", os.R_OK):
        pytest.skip("nothing is forbidden to root")
    assert refused(run(["extract", "plan.txt"], tmp_path, "refused at sight"), "plan.txt", "no permission")


@pytest.mark.parametrize("ending", [".txt", ".docx", ".html", ".pdf"])
def test_two_hundred_megabytes(tmp_path: Path, ending: str) -> None:
    """They are not even read."""
    with open(tmp_path / f"plan{ending}", "wb") as file:
        file.write(PLAN)
        file.truncate(200 * MB)
    assert refused(run(["extract", f"plan{ending}"], tmp_path, "refused at sight"), f"plan{ending}", "larger than 64 MB")


def test_a_limit_that_is_no_limit(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(PLAN)
    assert run(["extract", "plan.txt", "--max-size", str(10**30)], tmp_path, "refused at sight").status in (0, 2)


def test_a_file_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    """The folder is listed first; what is gone by then is said, and the others are read."""
    (tmp_path / "plans").mkdir()
    for name in "abc":
        (tmp_path / "plans" / f"{name}.txt").write_bytes(PLAN)
    vanish = "import os, planparse.sources as s; real = s._bytes_of\n"
    vanish += "def read(place, *rest):\n    if place.endswith('b.txt'): os.remove(place)\n    return real(place, *rest)\n"
    vanish += "s._bytes_of = read\nfrom planparse.cli import run; run()"
    command = [sys.executable, "-c", vanish, "extract", "plans", "-o", "catalog.yaml", "--no-cache"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30)
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[0] == "planparse: plans/b.txt: no such file or folder; check the path"
    assert len(load_catalog(tmp_path / "catalog.yaml").documents) == 2


def test_five_thousand_empty_files(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for number in range(5000):
        (tmp_path / "plans" / f"{number}.txt").touch()
    answer = run(["extract", "plans", "-o", "catalog.yaml"], tmp_path, "5,000 files")
    assert (answer.status, len(answer.errors)) == (2, 5000)
    assert not (tmp_path / "catalog.yaml").exists()


CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")
NAMES = {
    "a line end": b"a\nplanparse: b.txt: fine",
    "a carriage return": b"a\rb",
    "a terminal's commands": b"\x1b[2J\x1b]0;x\x07",
    "all control characters": bytes(range(1, 32)) + b"\x7f",
    "no UTF-8": b"\xff\xfe\x80",
    "half a character": "公园".encode()[:-1],
    "GB18030": "公园".encode("gb18030"),
    "as long as may be": b"a" * 251,
    "Chinese, as long as may be": "园".encode() * 83,
    "right to left": "\u202etxt.exe".encode(),
    "line separators": "a\u2028b\x85c".encode(),
    "an option": b"--help",
    "quotes": b"'\";$(x)`y`",
    "YAML": b"- a: &b [*b",
    "a blank": b" ",
    "dots": b"...",
    "a lone surrogate": b"\xed\xa0\x80",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_nobody_would_give(tmp_path: Path, name: str) -> None:
    """It is read, the catalog can be written and read again, and messages stay on their lines."""
    plans = tmp_path / "plans"
    plans.mkdir()
    try:
        (plans / os.fsdecode(NAMES[name] + b".txt")).write_bytes(PLAN)
    except OSError:
        pytest.skip("the file system takes no such name")
    answer = run(["extract", "plans", "-o", "catalog.yaml"], tmp_path, "small file")
    hidden = NAMES[name].startswith(b".")
    assert (answer.status, len(answer.err.splitlines())) == (2 if hidden else 0, 1)
    if not hidden:
        assert len(load_catalog(tmp_path / "catalog.yaml").targets) == 1
        assert run(["check", "plans", "--catalog", "catalog.yaml"], tmp_path, "small file").status == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_in_a_file_of_such_a_name(tmp_path: Path, name: str) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    try:
        (plans / os.fsdecode(NAMES[name] + b".txt")).write_bytes(b"\0")
    except OSError:
        pytest.skip("the file system takes no such name")
    answer = run(["extract", "plans"], tmp_path, "small file")
    assert answer.status == 2 and answer.out == ""
    assert len(answer.err.splitlines()) <= 2
    assert not CONTROL.search(answer.err.replace("\n", ""))


def test_a_name_that_is_none(tmp_path: Path) -> None:
    for name in ("", "plan.txt/plan.txt", "a" * 5000 + ".txt", "nowhere.txt"):
        assert run(["extract", name], tmp_path, "refused at sight").status == 2


# what is not what its ending says

DISGUISED = {
    "plan.docx": b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n",
    "plan.pdf": PLAN,
    "plan.txt": docx(""),
    "plan.md": zipped([("a", b"b")]),
    "plan.html": bytes(range(256)) * 64,
    "plan.mhtml": bytes(range(256)) * 64,
    "other.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
    "other.pdf": docx(""),
    "other.html": b"\x89PNG\r\n\x1a\n" + b"\0" * 1000,
    "zeros.doc": b"\0" * 100_000,
    "zeros.mhtml": b"\0" * 100_000,
    "zeros.html": b"\0" * 100_000,
    "zeros.pdf": b"\0" * 100_000,
    "none.pdf": b"",
    "none.html": b"",
    "none.mhtml": b"",
    "none.doc": b"",
    "none.docx": b"",
}


@pytest.mark.parametrize("name", DISGUISED)
def test_a_file_that_is_not_what_its_ending_says(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(DISGUISED[name])
    assert refused(run(["extract", name, "-o", "catalog.yaml"], tmp_path, "refused at sight"), name)
    assert not (tmp_path / "catalog.yaml").exists()


def test_a_catalog_for_a_source(tmp_path: Path) -> None:
    """By its ending it is no document; as .txt it is a text like any other, and gives no target twice."""
    (tmp_path / "plan.txt").write_bytes(PLAN)
    assert run(["extract", "plan.txt", "-o", "catalog.yaml"], tmp_path, "small file").status == 0
    assert refused(run(["extract", "catalog.yaml"], tmp_path, "refused at sight"), "catalog.yaml")
    (tmp_path / "catalog.yaml").rename(tmp_path / "catalog.txt")
    assert run(["extract", "catalog.txt"], tmp_path, "small file").status == 0


def test_the_output_is_the_source(tmp_path: Path) -> None:
    """A plan is not written over with its catalog."""
    for name in ("plan.txt", "plan.docx"):
        data = PLAN if name.endswith(".txt") else docx("<w:p><w:r><w:t>5座</w:t></w:r></w:p>")
        (tmp_path / name).write_bytes(data)
        assert run(["extract", name, "-o", name], tmp_path, "small file").status == 2
        assert (tmp_path / name).read_bytes() == data


def test_a_pipe_for_the_output(tmp_path: Path) -> None:
    """Nobody reads from it: the command may refuse, but it may not destroy what it is."""
    (tmp_path / "plan.txt").write_bytes(PLAN)
    (tmp_path / "catalog.yaml").symlink_to("/dev/null")
    assert run(["extract", "plan.txt", "-o", "catalog.yaml"], tmp_path, "small file").status == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
