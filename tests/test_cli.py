"""The commands as a person meets them: output, error lines, exit statuses."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import planparse
from planparse.cli import main
from planparse.messages import one_line

PLAN = """滨河区2025年工作计划

一、保障民生
新增城镇就业4万人，改造老旧小区20个以上。
二、扩大投资
力争引进企业10家。2024年完成投资30亿元。
"""


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A working directory with two plans."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "binhe.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "plans" / "xihe.txt").write_text("西河县2025年计划\n\n建成公园5座。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    """Runs a command in this process: (exit status, standard output, lines on standard error)."""

    def run(*arguments: str) -> tuple[int, str, list[str]]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err.splitlines()

    return run


def program(*arguments: str, **options) -> subprocess.CompletedProcess:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "planparse", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, **options)


def without_seals(catalog: planparse.Catalog) -> planparse.Catalog:
    assert all(document.seal for document in catalog.documents)
    return catalog.model_copy(update={"documents": tuple(one.model_copy(update={"seal": None}) for one in catalog.documents)})


def amounts(catalog: str) -> list[str]:
    return [target["quantity"]["text"] for target in yaml.safe_load(catalog)["targets"]]


# extract


def test_extract_prints_the_catalog_and_nothing_else(run):
    status, out, err = run("extract", "plans")
    assert status == 0
    assert amounts(out) == ["4万人", "20个", "10家", "5座"]
    assert [document["id"] for document in yaml.safe_load(out)["documents"]] == ["binhe", "xihe"]
    assert err == ["2 documents, 4 targets (planned)"]


def test_extract_statuses(run):
    assert amounts(run("extract", "plans/binhe.txt", "--status", "achieved")[1]) == ["30亿元"]
    _, out, err = run("extract", "plans/binhe.txt", "--status", "all")
    assert amounts(out) == ["4万人", "20个", "10家", "30亿元"]
    assert err == ["1 document, 4 targets (all)"]


@pytest.mark.parametrize(("name", "format"), [("c.json", "json"), ("c.jsonl", "jsonl"), ("c.yaml", "yaml"), ("c", "yaml")])
def test_the_ending_of_the_output_chooses_the_format(run, folder, name, format):
    assert run("extract", "plans", "-o", name)[:2] == (0, "")
    assert (folder / name).read_text(encoding="utf-8") == run("extract", "plans", "--format", format)[1]
    assert without_seals(planparse.load_catalog(name)) == planparse.extract("plans")


def test_extract_goes_on_after_a_source_that_cannot_be_read(run, folder):
    (folder / "plans" / "empty.txt").touch()
    status, out, err = run("extract", "none.txt", "plans")
    assert status == 2
    assert amounts(out) == ["4万人", "20个", "10家", "5座"]
    assert err[0].startswith("planparse: none.txt: no such file or folder; ")
    assert err[1].startswith("planparse: plans/empty.txt: ")
    assert err[2].startswith("2 documents, 4 targets (planned); 2 sources could not be read (1: ")


def test_nothing_is_written_where_nothing_could_be_read(run, folder):
    (folder / "c.yaml").write_text("old")
    status, out, _ = run("extract", "none.txt", "-o", "c.yaml")
    assert (status, out) == (2, "")
    assert (folder / "c.yaml").read_text() == "old"


def test_no_documents(run, folder):
    (folder / "empty").mkdir()
    status, out, err = run("extract", "empty")
    assert (status, out) == (2, "")
    assert err == ["planparse: empty: no documents found; readable are .txt, .md, .docx, .doc, .wps, .html, .htm, .mhtml, .mht, .pdf"]


def test_a_larger_file_than_allowed(run, folder):
    large = folder / "large.txt"
    large.write_bytes("新建公园5座。\n".encode() * 60_000)
    refused = "planparse: large.txt: larger than 1 MB; split it, remove its pictures, or allow more with --max-size"
    assert run("extract", "large.txt", "--max-size", "1")[2][0] == refused
    (folder / "planparse.toml").write_text("max_size = 1\n", "utf-8")
    assert run("explain", "large.txt")[2][0] == refused
    assert run("check", "large.txt", "--max-size", "0")[0] == 2


def test_no_source_and_no_settings(run):
    status, _, err = run("extract")
    assert status == 2
    assert err == [
        "planparse: planparse.toml: no such file here or above, and no SOURCE was given; "
        "name files or folders, or begin a project: planparse init FOLDER"
    ]


def test_sources_of_the_settings(run, folder, monkeypatch):
    (folder / "planparse.toml").write_text('sources = ["plans"]\n[documents."plans/binhe.txt"]\nissuer = "滨河"\n', "utf-8")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    documents = yaml.safe_load(run("extract")[1])["documents"]
    assert [document["path"] for document in documents] == ["plans/binhe.txt", "plans/xihe.txt"]
    assert documents[0]["issuer"] == "滨河"


def test_what_the_options_say_of_one_document(run):
    given = ("--title", "题目", "--issuer", "某区", "--kind", "policy", "--period", "2026-2027")
    document = yaml.safe_load(run("extract", "plans/binhe.txt", *given)[1])["documents"][0]
    assert (document["title"], document["issuer"], document["kind"]) == ("题目", "某区", "policy")
    assert [str(day) for day in document["period"].values()] == ["2026-01-01", "2027-12-31"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["plans", "--title", "题目"], "planparse: --title: meant for one document, but there are 2; "),
        (["plans/binhe.txt", "--kind", "plan"], "planparse: --kind: expected 'work_report', "),
        (["plans/binhe.txt", "--period", "soon"], "planparse: --period: expected a year (2025) or two (2024-2026), "),
        (["plans", "--lexicon", "none.yaml"], "planparse: none.yaml: cannot be read"),
        (["plans", "-o", "none/c.yaml"], "planparse: none/c.yaml: its folder does not exist; make the folder first"),
        (["plans", "-o", "plans"], "planparse: plans: is a folder; name a file in it"),
    ],
)
def test_errors_are_one_line(run, arguments, error):
    status, out, err = run("extract", *arguments)
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith(error)


def test_wrong_usage(run):
    status, out, err = run("extract", "plans", "--format", "xml")
    assert (status, out) == (2, "")
    assert "yaml" in err[-1]


def test_same_input_same_bytes(run):
    assert run("extract", "plans")[1] == run("extract", "plans")[1]


def test_a_lexicon_of_ones_own(run, folder):
    (folder / "own.yaml").write_text("units:\n- {unit: 组串, dimension: count}\n", "utf-8")
    (folder / "plan.txt").write_text("新建光伏电站2000组串。", "utf-8")
    target = yaml.safe_load(run("extract", "plan.txt", "--lexicon", "own.yaml")[1])["targets"][0]
    assert target["quantity"]["unit"] == "组串"


# check


def test_check(run, folder):
    run("extract", "plans", "-o", "plans/catalog.yaml")
    status, out, err = run("check", "plans")
    assert (status, out, err) == (0, "", ["plans/catalog.yaml: in sync, 4 targets"])


def test_check_says_what_changed(run, folder):
    run("extract", "plans", "-o", "plans/catalog.yaml")
    plan = folder / "plans" / "binhe.txt"
    plan.write_text(PLAN.replace("4万人", "4.5万人").replace("，改造老旧小区20个以上", ""), "utf-8")
    (folder / "plans" / "donghe.txt").write_text("东河区2025年计划\n\n建成学校3所。\n", "utf-8")
    status, out, err = run("check", "plans")
    lines = out.splitlines()
    assert status == 1
    assert lines[:2] == [
        "document added    plans/donghe.txt",
        "document changed  plans/binhe.txt: its content",
    ]
    assert lines[2].startswith("added    东河区 · 学校  3 所")
    assert lines[3] == "         建成学校3所。"
    assert lines[4].startswith("removed  滨河区 · 保障民生 · 老旧小区  ≥ 20 个  (plans/binhe.txt:")
    assert lines[6].startswith("changed  滨河区 · 保障民生 · 城镇就业  40000 → 45000 人  (plans/binhe.txt:")
    assert err == ["plans/catalog.yaml: not in sync: 1 added, 1 removed, 1 changed, 1 moved"]


def test_check_names_the_rules_where_they_differ(run, folder):
    run("extract", "plans", "-o", "plans/catalog.yaml")
    catalog = folder / "plans" / "catalog.yaml"
    catalog.write_text(catalog.read_text("utf-8").replace("version: 0.1.0", "version: 0.0.9"), "utf-8")
    status, _, err = run("check", "plans")
    assert status == 0
    assert err[0].startswith("plans/catalog.yaml: in sync, 4 targets; it was made by planparse 0.0.9 with lexicon ")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["plans"], "planparse: plans/catalog.yaml: no such file; check its path, or make it with: planparse extract SOURCE… -o FILE"),
        (["plans/binhe.txt"], "planparse: catalog.yaml: not clear where it is; name the catalog with --catalog FILE"),
    ],
)
def test_check_could_not_tell(run, arguments, error):
    assert run("check", *arguments) == (2, "", [error])


def test_check_could_not_tell_with_a_broken_source(run, folder):
    run("extract", "plans", "-o", "plans/catalog.yaml")
    (folder / "plans" / "empty.txt").touch()
    status, out, err = run("check", "plans")
    assert (status, out) == (2, "")
    assert err[-1] == "plans/catalog.yaml: could not be checked: 1 source could not be read"


# show


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def test_show_a_catalog_or_its_sources(run, narrow):
    run("extract", "plans", "-o", "c.yaml")
    status, out, err = run("show", "c.yaml")
    assert (status, err) == (0, [])
    assert out == run("show", "plans")[1]
    assert "滨河区2025年工作计划 (plans/binhe.txt)" in out
    assert out.index("保障民生") < out.index("城镇就业") < out.index("≥ 20个") < out.index("扩大投资")
    assert out.splitlines()[-1].strip() == "4 targets: 3 firm, 1 strive"


def test_show_fits_its_terminal(run, narrow):
    from rich.cells import cell_len

    assert max(cell_len(line) for line in run("show", "plans")[1].splitlines()) <= 80


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        (["--pillar", "民生"], "2 targets"),
        (["--unit", "家"], "1 target:"),
        (["--indicator", "公园"], "1 target:"),
        (["--status", "achieved"], "1 target: 1 achieved"),
        (["--status", "all"], "5 targets"),
        (["--indicator", "none"], "no targets"),
    ],
)
def test_show_filters(run, narrow, filters, number):
    assert run("show", "plans", *filters)[1].splitlines()[-1].startswith(number)


def test_show_adds_up(run, folder, narrow):
    (folder / "sums.txt").write_text("建成公园3座。\n建成公园4座。\n绿化率达到40%。\n绿地率达到35%。\n", "utf-8")
    rows = [line.split() for line in run("show", "sums.txt")[1].splitlines()]
    assert ["座", "2", "7"] in rows
    assert ["%", "2"] in rows


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("unit", [("人", "1"), ("个", "1"), ("家", "1"), ("座", "1")]),
        ("status", [("planned", "4")]),
        ("deadline", [("2025-12-31", "4")]),
    ],
)
def test_show_counts_groups(run, narrow, by, wanted):
    rows = [line.split()[:2] for line in run("show", "plans", "--by", by)[1].splitlines()]
    assert sorted(rows[2:-1]) == sorted([list(row) for row in wanted])
    assert rows[0] == [by, "targets"]


def test_show_draws_bars_in_proportion(run, folder, narrow):
    (folder / "bars.txt").write_text("建成公园3座。\n建成泵站4座。\n引进企业8家。\n", "utf-8")
    first, second = (line.count("█") for line in run("show", "bars.txt", "--by", "unit")[1].splitlines()[2:4])
    assert first == 2 * second > 0


def test_show_the_largest(run, folder, narrow):
    (folder / "large.txt").write_text("建成公园3座。\n建成泵站40座。\n建成桥梁5座。\n引进企业800家。\n", "utf-8")
    groups = run("show", "large.txt", "--by", "unit", "--top", "1")[1]
    assert "座" in groups and "家" not in groups and "1 group more" in groups
    targets = run("show", "large.txt", "--unit", "座", "--top", "2")[1]
    assert "泵站" in targets and "桥梁" in targets and "公园" not in targets and "企业" not in targets
    assert run("show", "large.txt", "--top", "2") == (
        2, "", ["planparse: --top: nothing says what is large; add --by, or --unit, in which targets can be compared"],
    )  # fmt: skip


def test_show_as_json(run, folder):
    run("extract", "plans", "-o", "c.yaml")
    shown = json.loads(run("show", "c.yaml", "--unit", "人", "--json")[1])
    assert (shown["total"], [target["indicator"] for target in shown["targets"]]) == (1, ["城镇就业"])
    assert shown["targets"][0] in json.loads(run("extract", "plans", "--format", "json")[1])["targets"]
    groups = json.loads(run("show", "c.yaml", "--by", "unit", "--json")[1])
    assert sum(group["targets"] for group in groups["groups"]) == groups["total"] == 4
    (persons,) = (group for group in groups["groups"] if group["unit"] == "人")
    assert (persons["sum"], persons["ids"]) == (40000, [shown["targets"][0]["id"]])


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_show_is_paged_on_a_terminal_that_is_too_low_for_it(run, folder, monkeypatch):
    import pty

    shown = bytearray()

    def keep(descriptor: int) -> bytes:
        some = os.read(descriptor, 4096)
        shown.extend(some)
        return some

    monkeypatch.setenv("PAGER", "head -n 2")
    monkeypatch.setenv("LINES", "10")
    pty.spawn([sys.executable, "-m", "planparse", "show", "plans"], keep)
    assert "滨河区" in shown.decode() and "4 targets" not in shown.decode()


def test_show_what_could_be_read(run, narrow):
    status, out, err = run("show", "none.txt", "plans")
    assert status == 2
    assert "城镇就业" in out
    assert err[0].startswith("planparse: none.txt: ")


# explain


def test_explain(run):
    status, out, err = run("explain", "plans/binhe.txt")
    assert status == 0
    assert "plans/binhe.txt:4  新增城镇就业4万人，改造老旧小区20个以上。" in out
    assert "  + 4万人: " in out
    assert "    = 城镇就业: increase 40000 人" in out
    assert "  - 2025年: " in out
    assert err[0].startswith("plans/binhe.txt: 4 quantities read, ")


def test_explain_reads_standard_input(folder):
    result = program("explain", "-", input="建成公园5座。".encode())
    assert result.returncode == 0
    assert "-:1  建成公园5座。" in result.stdout.decode()
    assert "1 quantity read, 0 turned away" in result.stderr.decode()


# schema, validate


def test_schema(run, folder):
    status, out, _ = run("schema")
    assert status == 0
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert run("schema", "-o", "schema.json")[:2] == (0, "")
    assert (folder / "schema.json").read_text("utf-8") == out


def test_schema_check(run, folder):
    run("schema", "-o", "schema.json")
    assert run("schema", "--check", "schema.json") == (0, "", [])
    (folder / "schema.json").write_text("{}")
    status, _, err = run("schema", "--check", "schema.json")
    assert (status, len(err)) == (1, 1)
    assert err[0].endswith("write it with: planparse schema catalog -o schema.json")
    assert run("schema", "--check", "none.json")[0] == 2


def test_validate(run, folder):
    run("extract", "plans", "-o", "c.yaml")
    assert run("validate", "c.yaml") == (0, "", ["c.yaml: valid"])
    broken = (folder / "c.yaml").read_text("utf-8").replace("unit: 人", "unit: 5").replace("measure: output", "measure: x")
    (folder / "c.yaml").write_text(broken, "utf-8")
    status, out, err = run("validate", "c.yaml")
    assert status == 1
    assert "line 33: targets[0].quantity.unit: expected string, found number" in out.splitlines()
    assert err[0].startswith("c.yaml: ")
    assert run("validate", "plans/binhe.txt")[0] == 2


# the program


def test_version(run):
    assert run("--version") == (0, f"planparse {planparse.__version__}\n", [])


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["--version"]])
def test_help_starts_without_anything_heavy(arguments):
    code = (
        "import sys\nfrom planparse.cli import main\nmain(sys.argv[1:])\n"
        "heavy = {'jieba', 'yaml', 'docx', 'planparse.models', 'planparse.lexicon'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert result.stdout
    assert result.stderr == "\n"


def test_one_short_text_is_read_without_what_many_need(tmp_path):
    (tmp_path / "plan.txt").write_text("2025年工作计划\n今年新建公园3座。\n", encoding="utf-8")
    code = (
        "import sys\nfrom planparse.cli import main\nmain(['extract', 'plan.txt'])\n"
        "idle = {'yaml', 'rjieba', 'docx', 'openpyxl', 'multiprocessing', 'planparse.export.ledger', 'planparse.findings'}\n"
        "print(*sorted(idle & set(sys.modules)), file=sys.stderr)"
    )
    # The first run keeps the lexicon and the words for the second.
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "value: 3" in done.stdout
    assert done.stderr.splitlines()[-1] == ""


def test_every_command_has_help(run):
    out = run("--help")[1]
    for command in ("extract", "check", "show", "explain", "schema", "validate"):
        assert f"\n  {command} " in out
        assert "Exit status: 0" in run(command, "--help")[1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(folder, shell):
    environment = {**os.environ, "_PLANPARSE_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": "planparse ex"}
    environment |= {"COMP_WORDS": "planparse ex", "COMP_CWORD": "1", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    out = program(env=environment).stdout.decode()
    assert "extract" in out
    assert "explain" in out


def test_utf8_whatever_the_locale(folder):
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    result = program("extract", "plans/binhe.txt", env=environment)
    assert result.returncode == 0
    assert "城镇就业" in result.stdout.decode("utf-8")
    assert b"\r" not in result.stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes of a POSIX shell")
@pytest.mark.parametrize("command", ["extract", "explain", "show", "schema"])
def test_no_traceback_when_nobody_reads_on(folder, command):
    (folder / "plans" / "binhe.txt").write_text("建成公园5座。\n" * 2_000, "utf-8")
    shell = f"{sys.executable} -m planparse {command} {'' if command == 'schema' else 'plans/binhe.txt'} | head -1"
    result = subprocess.run(shell, shell=True, capture_output=True, text=True, timeout=120)
    assert result.stdout.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of a POSIX system")
def test_interrupted(folder):
    code = (
        "import signal, planparse.corpus.reading as reading\n"
        "from planparse.cli import run\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell starts its background jobs with the signal ignored
        "reading.read_source = lambda *_: signal.raise_signal(signal.SIGINT)\n"
        "run()"
    )
    result = subprocess.run([sys.executable, "-c", code, "extract", "plans", "--no-cache", "-o", "c.yaml"], capture_output=True)
    assert (result.returncode, result.stdout, result.stderr.strip()) == (130, b"", b"planparse: broken off")
    assert not (folder / "c.yaml").exists()


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[31mb.txt"])
@pytest.mark.skipif(os.name == "nt", reason="such names do not exist there")
def test_a_name_cannot_break_its_line(run, folder, name):
    (folder / name).touch()
    _, _, err = run("extract", name)
    assert err[0].startswith("planparse: a\\")
    assert all(character.isprintable() for character in "".join(err))


def test_one_line():
    assert one_line("a\nb\x1b[0m\u2028") == "a\\nb\\x1b[0m\\u2028"


def test_no_bar_where_nobody_watches(run):
    assert run("extract", "plans")[2] == ["2 documents, 4 targets (planned)"]


def test_a_bar_for_a_person(folder, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["extract", "plans", "-o", "c.yaml"]) == 0
    assert "Reading" in terminal.getvalue()
    assert terminal.getvalue().splitlines()[-1].endswith("2 documents, 4 targets (planned)")
