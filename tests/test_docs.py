"""What ``docs/`` shows is what happens, and the files with which other projects run planparse do what they say.

The documents are run as the READMEs are; ``python tests/test_readme.py`` writes the real output into them. The script of the GitHub
action is run in bash as GitHub would run it; what only GitHub can do, like putting inputs into the environment, is done here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
import typer
import yaml

import planparse
from documents import DOCS, ROOT, Pair, blocks, copy_of_seeds, environment, module_of, pair, with_real_output
from planparse import __version__
from planparse.cli import main
from planparse.cli.app import app
from planparse.cli.findings import FindingsFormat

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
CI = pair("docs/ci")

_RUN = re.compile(r"\bplanparse (?P<command>[a-z]+)\b(?P<options>[^|&>\n]*)")
_OPTION = re.compile(r"(?<!\S|\w)\(?(?P<name>--[a-z][a-z-]*)(?:[ =](?P<value>[a-z]+))?")
_RAISED = ("新增就业4万人", "新增就业4.5万人")

in_bash = pytest.mark.skipif(os.name == "nt", reason="the commands are written for a POSIX shell")
documents = pytest.mark.parametrize("document", DOCS, ids=lambda document: document.english.stem)


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# the documents


@in_bash
@documents
def test_every_command_prints_what_the_document_says(document: Pair, tmp_path, monkeypatch):
    text = document.english.read_text(encoding="utf-8")
    monkeypatch.chdir(copy_of_seeds(tmp_path))
    assert with_real_output(text) == text


@documents
def test_both_languages_show_the_same(document: Pair):
    assert blocks(document.english) == blocks(document.chinese)


@documents
def test_no_command_in_a_document_is_mistyped(document: Pair):
    shown = "".join(body for language, body in blocks(document.english) if language == "console")
    assert not re.search(r"^(Usage|Error|Traceback|bash): ?", shown, re.MULTILINE)


@documents
def test_links_in_a_document_lead_somewhere(document: Pair):
    for path in document:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).is_file(), f"{path.name}: {link}"


# what is made from the program

make = module_of(ROOT / "docs" / "make.py")


def test_what_is_made_from_the_program_is_not_stale():
    for path, text in make.made().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: python docs/make.py"


def test_every_field_of_a_catalog_has_an_example():
    rows = [line for line in (ROOT / "docs/catalog.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(rows) > 60
    assert [row for row in rows if "](#" not in row and not row.endswith("` |")] == []


def test_every_public_name_is_in_the_reference():
    reference = (ROOT / "docs/api.md").read_text("utf-8").partition(make.REFERENCE)[2]
    assert [name for name in planparse.__all__ if f"`{name}`" not in reference and f"`planparse.{name}`" not in reference] == [
        "Catalog", "__version__",
    ]  # fmt: skip


def test_every_option_is_in_the_list_of_commands():
    text = (ROOT / "docs/cli.md").read_text("utf-8")
    for name, command in typer.main.get_command(app).commands.items():
        section = re.search(rf"^## planparse {name}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]
        assert [option for given in command.params for option in given.opts if option.startswith("-") and option not in section] == []


def test_a_text_needs_a_translation_and_a_translation_a_text():
    language = make.Language(".zh-CN.md", {}, {"Why.": "理由。", "Gone.": "没了。"})
    assert language.say("Why.") == "理由。" and language.say("New.") == "New."
    with pytest.raises(make.Untranslated, match=r"nobody says: Gone\.\nno translation of: New\."):
        language.refuse_gaps()


# the pre-commit hook


def test_the_hook_checks_the_whole_catalog_with_all_formats_of_plans():
    (hook,) = read(HOOKS)
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("planparse-check", "python", False)
    assert hook["entry"] == "planparse check"
    (installed,) = hook["additional_dependencies"]
    assert set(installed.removeprefix(".[").removesuffix("]").split(",")) <= extras()


@pytest.mark.parametrize(
    ("path", "of_interest"),
    [
        ("plans/2025年计划.docx", True),
        ("plan.txt", True),
        ("notes/plan.md", True),
        ("planparse.toml", True),
        ("north/planparse.toml", True),
        ("seeds/catalog.yaml", True),
        ("seeds/corrections.yaml", True),
        ("ledger.jsonl", True),
        ("pyproject.toml", False),
        ("tool.py", False),
        ("old-planparse.toml", False),
        ("plan.txt.bak", False),
    ],
)
def test_the_hook_runs_when_something_of_interest_changes(path: str, of_interest: bool):
    (hook,) = read(HOOKS)
    assert bool(re.search(hook["files"], path)) is of_interest


# what the files say of planparse is true


def extras() -> set[str]:
    return set(metadata("planparse").get_all("Provides-Extra") or ())


def scripts() -> Iterator[tuple[str, str]]:
    """Everything in which planparse is run from a file for another program, by where it stands."""
    yield HOOKS.name, read(HOOKS)[0]["entry"]
    for step in read(ACTION)["runs"]["steps"]:
        if "run" in step:
            yield f"{ACTION.name}: {step['name']}", step["run"]
    for number, (language, body) in enumerate(blocks(CI.english)):
        if language in ("yaml", "sh"):
            yield f"docs/ci.md, block {number}", body


def wrong_options(command: str, words: str) -> list[str]:
    """Options in a piece of shell that a command does not have, and values that an option does not take."""
    known = {name for option in typer.main.get_command(app).commands[command].params for name in option.opts}
    found = [(option["name"], option["value"]) for option in _OPTION.finditer(words)]
    unknown = [name for name, _ in found if name not in known]
    return unknown + [f"{name} {value}" for name, value in found if name == "--format" and value not in get_args(FindingsFormat)]


def test_every_command_and_option_exists():
    seen = []
    for place, script in scripts():
        for run in _RUN.finditer(script):
            assert not wrong_options(run["command"], run["options"]), f"{place}: {run[0]}"
            seen.append(place.split(":")[0].split(",")[0])
        for added in re.findall(r"arguments\+=\((.*)\)", script):
            assert not wrong_options("check", added), f"{place}: {added}"
    assert set(seen) == {".pre-commit-hooks.yaml", "action.yml", "docs/ci.md"}


def test_a_wrong_option_would_be_found():
    assert wrong_options("check", ' --format githup "${arguments[@]}" --catalogue x') == ["--catalogue", "--format githup"]


# the files that the documents show for other projects


def configuration(first_line: str) -> Any:
    """The YAML file that begins with this comment, as docs/ci.md shows it."""
    (body,) = (body for language, body in blocks(CI.english) if language == "yaml" and body.startswith(f"# {first_line}\n"))
    return yaml.safe_load(body)


def test_the_shown_pre_commit_configuration_names_the_hook():
    (repository,) = configuration(".pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in read(HOOKS)]
    assert repository["rev"] == f"v{__version__}"


def test_the_shown_workflow_uses_what_the_action_gives():
    workflow = configuration(".github/workflows/planparse.yml")
    (job,) = workflow["jobs"].values()
    (ours,) = (step for step in job["steps"] if step.get("id") == "planparse")
    assert ours["uses"] == f"OWNER/planparse@v{__version__}"
    assert set(ours.get("with", ())) <= set(read(ACTION)["inputs"])
    used = set(re.findall(r"steps\.planparse\.outputs\.(\w+)", str(job)))
    assert used and used <= set(read(ACTION)["outputs"])
    assert not any("${{" in step.get("run", "") for step in job["steps"])


def test_the_shown_gitlab_job_keeps_the_table():
    (job,) = configuration(".gitlab-ci.yml").values()
    installing, *_, checking = job["script"]
    assert f"@v{__version__}" in installing and checking == "planparse check"
    (kept,) = job["artifacts"]["paths"]
    assert any(line.startswith("planparse check") and f"> {kept}" in line for line in job["script"])


@pytest.mark.parametrize("path", CI, ids=lambda path: path.name)
def test_the_documents_name_every_input_and_output_of_the_action(path: Path):
    text, action = path.read_text(encoding="utf-8"), read(ACTION)
    assert all(f"| `{name}` |" in text for name in (*action["inputs"], *action["outputs"]))


# the action


def test_the_action_is_whole():
    action = read(ACTION)
    assert {"name", "description", "inputs", "outputs", "runs"} <= set(action)
    assert {name: entry["default"] for name, entry in action["inputs"].items()} == {
        "sources": "", "catalog": "", "python-version": "3.12", "extras": "docs", "fail": "true",
    }  # fmt: skip
    assert set(action["inputs"]["extras"]["default"].split(",")) <= extras()
    assert all("description" in entry for entry in (*action["inputs"].values(), *action["outputs"].values()))
    assert action["runs"]["using"] == "composite"


def test_no_input_becomes_part_of_a_script():
    for step in read(ACTION)["runs"]["steps"]:
        if "run" in step:
            assert step["shell"] == "bash" and "${{" not in step["run"], step["name"]


class Ran(NamedTuple):
    """What a run of the action's check left behind."""

    exit: int
    log: str
    summary: str
    outputs: dict[str, str]


def act(project: Path, inputs: Mapping[str, str] | None = None, planparse: str | None = None) -> Ran:
    """Runs the check of the action in a project, with a temporary folder and files for outputs as GitHub gives them."""
    runner = project.parent / "runner with a space"
    shutil.rmtree(runner, ignore_errors=True)
    runner.mkdir()
    (step,) = (step for step in read(ACTION)["runs"]["steps"] if step.get("id") == "check")
    script, output, summary = runner / "script.sh", runner / "output", runner / "summary"
    script.write_text(step["run"], encoding="utf-8")
    given = {**environment(runner), **_inputs(step["env"], inputs or {})}
    given |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(runner)}
    if planparse is not None:
        (runner / "planparse").write_text(planparse)
    run = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
    ran = subprocess.run(run, cwd=project, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return Ran(ran.returncode, ran.stdout.decode("utf-8"), summary.read_text("utf-8"), _outputs(output.read_text("utf-8")))


def _inputs(wanted: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What GitHub puts into the environment of a step: each input, or its default."""
    defaults = {name: entry["default"] for name, entry in read(ACTION)["inputs"].items()}
    names = {variable: value.removeprefix("${{ inputs.").removesuffix(" }}") for variable, value in wanted.items()}
    return {variable: {**defaults, **given}[name] for variable, name in names.items()}


def _outputs(text: str) -> dict[str, str]:
    """Outputs as GitHub reads them: ``name=value``, or ``name<<delimiter`` and the lines before the delimiter."""
    outputs: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, long, delimiter = line.partition("<<")
        if long:
            outputs[name] = "\n".join(iter(lines.__next__, delimiter))
        else:
            name, _, value = line.partition("=")
            outputs[name] = value
    return outputs


@pytest.fixture(scope="session")
def in_sync(tmp_path_factory) -> Path:
    """The seeds with a catalog of these rules, made once for all tests."""
    folder = copy_of_seeds(tmp_path_factory.mktemp("made"))
    (folder / "planparse.toml").write_text('sources = ["seeds"]\n')
    (folder / "seeds/catalog.yaml").unlink()
    run = [sys.executable, "-m", "planparse", "extract", "-o", "seeds/catalog.yaml"]
    subprocess.run(run, cwd=folder, check=True, stderr=subprocess.DEVNULL, timeout=60)
    return folder


@pytest.fixture
def project(tmp_path, in_sync, monkeypatch) -> Path:
    """A project of its own that is in sync."""
    folder = tmp_path / "project"
    shutil.copytree(in_sync, folder)
    monkeypatch.chdir(folder)
    return folder


def raise_a_target(plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    assert _RAISED[0] in text
    plan.write_text(text.replace(*_RAISED), encoding="utf-8")


@in_bash
def test_the_action_in_sync(project: Path):
    ran = act(project)
    assert ran.exit == 0 and ran.outputs["status"] == "0"
    assert "::notice title=planparse check::in sync" in ran.log
    assert "### ✅ planparse check: in sync" in ran.outputs["markdown"]
    assert ran.summary.rstrip("\n") == ran.outputs["markdown"]
    assert Path(ran.outputs["report"]).read_text("utf-8") == ran.summary


@in_bash
def test_the_action_out_of_sync(project: Path):
    raise_a_target(project / "seeds/shibei-2025.txt")
    ran = act(project)
    assert ran.exit == 1 and ran.outputs["status"] == "1"
    assert re.search(r"^::error file=seeds/shibei-2025.txt,line=\d+,title=", ran.log, re.MULTILINE)
    assert "40000 人 | 45000 人" in ran.outputs["markdown"] and "40000 人 | 45000 人" in ran.summary


@in_bash
def test_the_action_says_what_could_not_be_read(project: Path):
    (project / "seeds/100%.txt").touch()
    ran = act(project)
    assert ran.exit == 2 and ran.outputs["status"] == "2"
    assert re.search(r"^::error file=seeds/100%25\.txt,title=.*::unreadable  seeds/100%25\.txt: ", ran.log, re.MULTILINE)
    assert "could not be checked" in ran.summary and "seeds/100%.txt: the file is empty" in ran.summary
    assert ran.summary.rstrip("\n") == ran.outputs["markdown"]


@in_bash
def test_the_action_says_why_nothing_could_be_told(project: Path):
    (project / "seeds/catalog.yaml").write_text("no: catalog\n", encoding="utf-8")
    ran = act(project)
    assert ran.exit == 2 and ran.outputs["status"] == "2"
    assert "::error title=planparse check::planparse: seeds/catalog.yaml: " in ran.log
    assert "could not tell" in ran.summary and "    planparse: seeds/catalog.yaml: " in ran.summary


@in_bash
@pytest.mark.parametrize("status", [0, 1, 2])
@pytest.mark.parametrize("fail", ["true", "false"])
def test_the_action_fails_unless_it_is_told_not_to(project: Path, status: int, fail: str):
    ran = act(project, {"fail": fail}, planparse=f"#!/bin/sh\necho table\nexit {status}\n")
    assert ran.exit == (status if fail == "true" else 0)
    assert ran.outputs["status"] == str(status)


@in_bash
def test_the_action_takes_sources_and_a_catalog_with_spaces(project: Path):
    plans = project / "north plans"
    plans.mkdir()
    for name in ("qinghe-2025", "shibei-2025"):
        shutil.copy(project / f"seeds/{name}.txt", plans / f"{name} final.txt")
    sources = [f"north plans/{name} final.txt" for name in ("qinghe-2025", "shibei-2025")]
    assert main(["extract", *sources, "-o", "north plans/the ledger.yaml"]) == 0
    given = {"sources": f"{sources[0]}\r\n   \n{sources[1]}\n", "catalog": "north plans/the ledger.yaml"}
    assert act(project, given).outputs["status"] == "0"
    raise_a_target(plans / "shibei-2025 final.txt")
    assert act(project, given).outputs["status"] == "1"


@in_bash
def test_inputs_of_the_action_are_no_commands_and_no_options(project: Path):
    ran = act(project, {"sources": "$(touch done)\n`touch done`\n--fix", "catalog": "seeds/catalog.yaml; touch done"})
    assert ran.outputs["status"] == "2" and not (project / "done").exists()


@in_bash
def test_a_program_that_breaks_is_not_a_catalog_out_of_sync(project: Path):
    ran = act(project, planparse="#!/bin/sh\necho 'Traceback (most recent call last):' >&2\nexit 1\n")
    assert ran.exit == 2 and ran.outputs["status"] == "2" and "Traceback" in ran.summary


@in_bash
def test_nothing_in_a_report_ends_the_output_of_the_action(project: Path):
    ran = act(project, planparse="#!/bin/sh\nprintf 'EOF\\nplanparse-0\\nstatus=0\\nmarkdown<<EOF'\nexit 1\n")
    assert ran.outputs["status"] == "1"
    assert ran.outputs["markdown"].splitlines() == ["EOF", "planparse-0", "status=0", "markdown<<EOF"]
