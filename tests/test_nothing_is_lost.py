"""Whatever happens while planparse writes (kill -9, a second run, a full disk), or before (a hand in the file): nothing is lost."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from planparse.catalog import locking
from planparse.catalog.files import catalog_in, load_catalog, write_text
from planparse.cli import main
from planparse.curation.file import add_correction, load_corrections
from planparse.curation.models import Correction

PLAN = """滨河区2025年工作计划

一、保障民生
新增城镇就业4万人，改造老旧小区20个以上。建成公园5座。
二、扩大投资
力争引进企业10家。加固危桥3座。
"""
WORKS = ("泵站", "公厕", "学校", "养老院", "图书馆", "体育馆", "变电站", "停车场", "幼儿园", "驿站", "水库", "码头")
OTHER = "西河县2025年计划\n\n" + "".join(f"建成{work}{number}座。\n" for number, work in enumerate(WORKS, start=2))
CATALOG, CORRECTIONS, PLANS = Path("plans/catalog.yaml"), Path("plans/corrections.yaml"), Path("plans")

# A child must have the dictionary in its memory when it begins, or nearly all that is killed would be its loading.
forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and the signals of a POSIX system")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> dict[Path, bytes]:
    """The files of a project of two plans, with its catalog and one correction."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("project"))
        patch.setenv("SOURCE_DATE_EPOCH", "1750000000")
        PLANS.mkdir()
        (PLANS / "binhe.txt").write_text(PLAN, "utf-8")
        (PLANS / "xihe.txt").write_text(OTHER, "utf-8")
        assert main(["extract", "plans", "-o", str(CATALOG)]) == 0
        assert main(correcting(names()[-1], "水运码头")) == 0
        assert main(["check", "plans", "--fix"]) == 0
        return files()


@pytest.fixture
def run(project, tmp_path, monkeypatch, capsys):
    """The project in the working directory; gives a function that runs a command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    PLANS.mkdir()
    put(project)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str, list[str]]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err.splitlines()

    return run


def names(document: str = "xihe") -> list[str]:
    """The ids of a document's targets."""
    return [target.id for target in load_catalog(CATALOG).targets if target.document == document]


def correcting(name: str, indicator: str) -> list[str]:
    return ["correct", name, "plans", "--set", f"indicator={indicator}", "--by", "甲"]


def edit(path: str | Path, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def corrected() -> list[str | None]:
    """What the corrections of the project say instead, in order."""
    return [entry.correction.fields.indicator for entry in load_corrections(CORRECTIONS).entries]


def files() -> dict[Path, bytes]:
    """All there is, hidden files as well."""
    return {path: path.read_bytes() for path in PLANS.iterdir()}


def put(known: dict[Path, bytes]) -> None:
    """Files as they were, whatever else lies there."""
    for path, content in known.items():
        path.write_bytes(content)


def leftovers() -> list[Path]:
    return [path for path in PLANS.iterdir() if path.name.startswith(".")]


def process(work: Callable[..., None], *arguments: object) -> multiprocessing.Process:
    """A child that starts as a copy of this process, says nothing, and does not outlive it should a test fail."""
    child = multiprocessing.get_context("fork").Process(target=_silent, args=(work, *arguments), daemon=True)
    child.start()
    return child


def _silent(work: Callable[..., None], *arguments: object) -> None:
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    work(*arguments)


def all_at_once(commands: Sequence[Sequence[str]]) -> list[int]:
    """Exit statuses of commands that begin at the same time, each in a process of its own."""
    barrier = multiprocessing.get_context("fork").Barrier(len(commands))

    def command(arguments: Sequence[str]) -> None:
        barrier.wait()
        os._exit(main(arguments))

    children = [process(command, arguments) for arguments in commands]
    for child in children:
        child.join(60)
    return [child.exitcode for child in children]


# kill -9

RUNS = 102


def step(number: int) -> None:
    """One of the writes that people's days are made of."""
    kind = number % 4
    if kind == 0:
        write_text(PLANS / "binhe.txt", PLAN.replace("4万人", f"{number + 5}万人"))
        status = main(["check", "plans", "--fix"])
    elif kind == 1:
        status = main(correcting(names()[number % 3], f"名{number}"))
    elif kind == 2:
        status = main(["extract", "plans", "-o", str(CATALOG)])
    else:
        status = main(["check", "plans", "--fix"])
    assert status == 0


def only_catalogs(versions: Sequence[str]) -> None:
    for number in count():
        write_text(CATALOG, versions[number % len(versions)])


def only_corrections(correction: Correction) -> None:
    for number in count():
        fields = correction.fields.model_copy(update={"indicator": f"名{number}"})
        add_correction(CORRECTIONS, correction.model_copy(update={"fields": fields}))


def all_steps(steps: int) -> None:
    for number in range(steps):
        step(number)
    time.sleep(60)


def whole_writes(steps: int) -> tuple[set[bytes], list[str | None], float]:
    """What a run that nobody kills writes: each catalog, all the corrections, and how many seconds that takes."""
    catalogs, started = {CATALOG.read_bytes()}, time.perf_counter()
    for number in range(steps):
        step(number)
        catalogs.add(CATALOG.read_bytes())
    return catalogs, corrected(), time.perf_counter() - started


def kill(child: multiprocessing.Process, after: float) -> None:
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    child.join(10)
    assert child.exitcode == -signal.SIGKILL, "it has to be alive until then"


@forked
def test_kill_at_any_moment(run, project):
    """Files are old or new, never in between, and the next run goes on from them, with what the killed one left lying beside."""
    steps, delays = 5, random.Random(20250301)
    catalogs, said, seconds = whole_writes(steps)
    put(project)
    versions = [catalog.decode("utf-8") for catalog in sorted(catalogs)]
    assert len(versions) > steps // 2
    assert all(catalog_in(text, "catalog.yaml").targets for text in versions)
    first = load_corrections(CORRECTIONS).entries[0].correction
    before = CORRECTIONS.read_bytes()
    for number in range(RUNS):
        work, arguments, life = [
            (all_steps, (steps,), seconds * 1.1), (only_catalogs, (versions,), 0.02), (only_corrections, (first,), 0.05),
        ][number % 3]  # fmt: skip
        kill(process(work, *arguments), delays.uniform(0.002, life))
        assert CATALOG.read_bytes() in catalogs
        assert CORRECTIONS.read_bytes().startswith(before)
        now = corrected()
        assert now == (said[: len(now)] if work is all_steps else ["水运码头", *(f"名{one}" for one in range(len(now) - 1))])
        assert run("check", "plans", "--fix")[0] == 0
        assert run("check", "plans")[0] == 0
        put(project)
    assert leftovers(), "some kills have to hit a write, or nothing was tested"
    assert run("extract", "plans", "-o", str(CATALOG))[0] == 0
    assert [document.id for document in load_catalog(CATALOG).documents] == ["binhe", "xihe"], "what lies there is no source"
    assert files().items() >= project.items()


# two at once


@forked
def test_corrections_made_at_once_are_all_kept(run):
    chosen = names()[:8]
    for turn in range(3):
        assert all_at_once([correcting(name, f"{name}-{turn}") for name in chosen]) == [0] * len(chosen)
    assert sorted(corrected()) == sorted(["水运码头", *(f"{name}-{turn}" for name in chosen for turn in range(3))])
    assert run("check", "plans", "--fix")[0] == 0
    indicators = {target.id: target.indicator for target in load_catalog(CATALOG).targets}
    assert [indicators[name] for name in chosen] == [f"{name}-2" for name in chosen]


def test_corrections_of_several_programs_at_once(run):
    """As the shell starts them, on every system."""
    commands = [[sys.executable, "-m", "planparse", *correcting(name, f"新{name}")] for name in names()[:6]]
    programs = [subprocess.Popen(command, stderr=subprocess.PIPE) for command in commands]
    assert [(program.communicate(timeout=60)[1].count(b"\n"), program.returncode) for program in programs] == [(1, 0)] * 6
    assert sorted(corrected()) == sorted(["水运码头", *(f"新{name}" for name in names()[:6])])


@forked
def test_several_fixes_at_once_are_as_one(run):
    edit(PLANS / "binhe.txt", "4万人", "5万人")
    before = CATALOG.read_bytes()
    assert run("check", "plans", "--fix")[0] == 0
    once = CATALOG.read_bytes()
    assert once != before
    for _ in range(5):
        CATALOG.write_bytes(before)
        assert all_at_once([["check", "plans", "--fix"]] * 6) == [0] * 6
        assert CATALOG.read_bytes() == once
    assert not leftovers()


@forked
def test_corrections_and_fixes_at_once_end_in_sync(run):
    """Whoever comes last, one more fix brings all of it together, and no correction is missing."""
    chosen = names()[:4]
    commands = [command for name in chosen for command in (correcting(name, f"新{name}"), ["check", "plans", "--fix"])]
    assert set(all_at_once(commands)) == {0}
    assert run("check", "plans", "--fix")[0] == 0
    assert {f"新{name}" for name in chosen} <= {target.indicator for target in load_catalog(CATALOG).targets}


def test_a_fix_that_had_to_wait_sees_what_was_corrected_meanwhile(run, monkeypatch):
    """Else it would write the rows that it had in mind over those of the run for which it waited."""
    original, name = locking.one_at_a_time, names()[0]

    @contextmanager
    def after_another_run(path):
        monkeypatch.setattr(locking, "one_at_a_time", original)
        assert main(correcting(name, "提升泵站")) == 0
        with original(path):
            yield

    edit(PLANS / "binhe.txt", "4万人", "5万人")
    monkeypatch.setattr(locking, "one_at_a_time", after_another_run)
    assert run("check", "plans", "--fix")[0] == 0
    assert "提升泵站" in CATALOG.read_text("utf-8")


@forked
def test_who_reads_meanwhile_reads_a_whole_catalog(run):
    def extract_again() -> None:
        for number in count():
            write_text(PLANS / "binhe.txt", PLAN.replace("公园5座", f"公园{5 + number % 2}座"))
            main(["extract", "plans", "-o", str(CATALOG)])

    child, seen, end = process(extract_again), [], time.monotonic() + 20
    try:
        while len(seen) < 60 or all(catalog == seen[0] for catalog in seen):
            seen.append(load_catalog(CATALOG))
            assert len(seen[-1].targets) == 17
            assert time.monotonic() < end
    finally:
        kill(child, 0)


# a hand in the file

ROW = re.compile(r"(?m)^- id: xihe\.(?:.*\n)(?:  .*\n)+")
NAMES = ("catalog.yaml", "catalog.json", "catalog.jsonl")


def a_wrong_type(text: str) -> str:
    return re.sub(r'("?value"?): 4\b', r'\1: "four"', text, count=1)


def a_field_removed(text: str) -> str:
    return re.sub(r'(?m)^ +"?measure"?: .*\n|"measure": "[a-z]+", ', "", text, count=1)


def an_unknown_field(text: str) -> str:
    return re.sub(r'("?)indicator\1:', r"\1note\1:", text, count=1)


def bad_syntax(text: str) -> str:
    return re.sub(r'("?)indicator\1: .*', r"\1indicator\1: [", text, count=1)


def a_duplicated_id(text: str) -> str:
    first, second = re.findall(r'"?id"?: "?(xihe\.[0-9a-f]+)', text)[:2]
    return text.replace(second, first, 1)


def a_duplicated_row(text: str) -> str:
    """As it comes of two branches that were merged."""
    row = ROW.search(text)
    return text[: row.end()] + text[row.start() :]


def a_document_gone(text: str) -> str:
    """Its rows refer to nothing any more."""
    return re.sub(r"(?m)^- id: xihe\n(?:  .*\n)+", "", text, count=1)


def a_broken_pillar(text: str) -> str:
    return text.replace("level: 1", "level: top", 1)


def a_broken_head(text: str) -> str:
    return text.replace("status: planned", "status: wished", 1)


def a_conflict(text: str) -> str:
    row = ROW.search(text)
    return f"{text[: row.start()]}<<<<<<< ours\n{row[0]}=======\n{row[0]}>>>>>>> theirs\n{text[row.end() :]}"


EVERYWHERE = [a_wrong_type, a_field_removed, an_unknown_field, bad_syntax, a_duplicated_id]
IN_YAML = [a_duplicated_row, a_document_gone, a_broken_pillar, a_broken_head, a_conflict]
BROKEN = [("catalog.yaml", breaking) for breaking in (*EVERYWHERE, *IN_YAML)]
BROKEN += [(name, breaking) for name in NAMES[1:] for breaking in EVERYWHERE]

COMMANDS = (
    ["check", "plans", "--catalog"], ["check", "plans", "--fix", "--catalog"], ["extract", "plans", "-o"],
)  # fmt: skip


def refused(result: tuple[int, str, list[str]], path: Path | str) -> bool:
    """Status 2, and one line that names the file and the line in it."""
    status, out, err = result
    assert (status, out, len(err)) == (2, "", 1)
    assert re.match(rf"planparse: {re.escape(str(path))}: .*\bline [0-9]+", err[0])
    return True


@pytest.mark.parametrize("command", COMMANDS, ids=["check", "fix", "extract"])
@pytest.mark.parametrize(("name", "breaking"), BROKEN)
def test_a_catalog_that_a_hand_broke_is_refused_and_kept(run, command, name, breaking):
    """What somebody did there would be gone with the next write, and they would not know."""
    path = PLANS / name
    run("extract", "plans", "-o", str(path))
    whole = path.read_text("utf-8")
    path.write_text(breaking(whole), "utf-8")
    broken = path.read_bytes()
    assert broken != whole.encode("utf-8")
    assert refused(run(*command, str(path)), path)
    assert path.read_bytes() == broken
    assert not leftovers()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("verdict: changed", "verdict: better"),
        ("verdict: changed", "verdict: [changed"),
        ("quote:", "words:"),
        ("  quote:", "\tquote:"),
        ("when: 2025-06-15", "when: soon"),
        ("schema: planparse/corrections/1", "schema: planparse/corrections/1\nnote: ours"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [["check", "plans"], ["check", "plans", "--fix"], ["extract", "plans", "-o", str(CATALOG)], ["correct"]],
    ids=["check", "fix", "extract", "correct"],
)
def test_corrections_that_a_hand_broke_are_refused_and_kept(run, command, old, new):
    command = correcting(names()[0], "提升泵站") if command == ["correct"] else command
    edit(CORRECTIONS, old, new)
    before = (CORRECTIONS.read_bytes(), CATALOG.read_bytes())
    assert refused(run(*command), CORRECTIONS)
    assert (CORRECTIONS.read_bytes(), CATALOG.read_bytes()) == before


def test_what_stands_between_corrections_stays(run):
    """Comments and an order of one's own are the file's, and a new correction is only put behind them."""
    edit(CORRECTIONS, "corrections:\n", "corrections:\n# von Hand\n\n")
    before = CORRECTIONS.read_bytes()
    assert run(*correcting(names()[0], "提升泵站"))[0] == 0
    assert CORRECTIONS.read_bytes().startswith(before)


# a disk that is full, a folder that may not be written


def writes(run) -> list[Callable[[], tuple[int, str, list[str]]]]:
    """The three commands that write, each with something to write."""
    edit(PLANS / "binhe.txt", "4万人", "5万人")
    correction = correcting(names()[0], "提升泵站")
    return [
        lambda: run("extract", "plans", "-o", str(CATALOG)),
        lambda: run("check", "plans", "--fix"),
        lambda: run(*correction),
    ]


def assert_refuses(result: tuple[int, str, list[str]], reason: str) -> None:
    status, out, err = result
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith("planparse: plans/c")
    assert reason in err[0]


@pytest.mark.parametrize("call", ["replace", "fsync", "chmod"])
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("command", [0, 1, 2], ids=["extract", "fix", "correct"])
def test_where_the_system_refuses_all_stays_as_it_was(run, monkeypatch, call, fault, command):
    write = writes(run)[command]
    before = files()

    def refuse(*_, **__):
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, refuse)
        assert_refuses(write(), os.strerror(fault))
    assert files() == before
    assert write()[0] == 0, "and when there is room again, it works"


@forked
@pytest.mark.parametrize("command", [0, 1, 2], ids=["extract", "fix", "correct"])
def test_where_the_disk_ends_in_the_middle_of_a_file_all_stays_as_it_was(run, command):
    """Here the system itself says so, after it has taken a part."""
    import resource

    write = writes(run)[command]
    before = files()

    def write_with_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os._exit(write()[0])

    child = process(write_with_little_room)
    child.join(30)
    assert child.exitcode == 2
    assert files() == before


@pytest.mark.parametrize("command", [0, 1, 2], ids=["extract", "fix", "correct"])
def test_in_a_folder_that_may_not_be_written_all_stays_as_it_was(run, command):
    write = writes(run)[command]
    before = files()
    PLANS.chmod(0o555)
    try:
        if os.access(PLANS, os.W_OK):
            pytest.skip("nothing is forbidden to root, nor in a folder on Windows")
        assert_refuses(write(), "ermission denied")
    finally:
        PLANS.chmod(0o755)
    assert files() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_that_is_full(run):
    status, out, err = run("extract", "plans", "-o", "/dev/full")
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith("planparse: /dev/full: cannot be written (No space left on device)")
