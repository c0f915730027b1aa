"""Both READMEs keep their word: each command in them is run, in order, and prints what they say it prints.

Run as a program (``python tests/test_readme.py``), this writes the real output into them instead. Not run here are the
two commands that install planparse: ``.ci/run`` takes those out of README.md and runs them in a copy of the project.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"

_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (?P<name>[\w.-]+)\n")
_COMMAND = re.compile(r"^\$ (?P<command>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_INSTALLING = re.compile(r"^.*\bpip install\b.*$", re.MULTILINE)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are written for a POSIX shell")


def test_every_command_prints_what_the_readme_says(tmp_path, monkeypatch):
    text = ENGLISH.read_text(encoding="utf-8")
    monkeypatch.chdir(_copy_of_seeds(tmp_path))
    assert _with_real_output(text) == text


def test_both_readmes_show_the_same():
    english, chinese = (_BLOCK.findall(readme.read_text(encoding="utf-8")) for readme in (ENGLISH, CHINESE))
    assert english == chinese


def test_the_commands_to_install_are_two_and_complete():
    installing = _INSTALLING.findall(ENGLISH.read_text(encoding="utf-8"))
    assert len(installing) == 2
    assert all(command.startswith("python3 -m venv .venv && ") for command in installing), "as .ci/run looks for them"


def test_every_command_is_documented():
    from planparse.cli.app import app

    text = ENGLISH.read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert re.search(rf"`planparse {command.callback.__name__}[ `]", text)


def _copy_of_seeds(place: Path) -> Path:
    """A folder as a reader has it: the seeds, and nothing that another run left there."""
    shutil.copytree(ROOT / "seeds", place / "seeds")
    return place


def _with_real_output(text: str) -> str:
    """The README with what its commands really print; files that it shows are written where it says so."""
    return _BLOCK.sub(_real_block, text)


def _real_block(block: re.Match[str]) -> str:
    body = block["body"]
    if block["language"] == "console":
        body = _COMMAND.sub(lambda shown: f"$ {shown['command']}\n{_output(shown['command'])}", body)
    elif block["language"] == "pycon":
        body = "".join(_session(body))
    elif name := _FILE.match(body):
        Path(name["name"]).write_text(body, encoding="utf-8")
    return f"```{block['language']}\n{body}```"


def _output(command: str) -> str:
    with tempfile.TemporaryDirectory() as programs:
        program = Path(programs) / "planparse"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planparse "$@"\n')
        program.chmod(0o755)
        environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
        result = subprocess.run(["bash", "-c", command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    lines = result.stdout.decode("utf-8").splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _session(body: str) -> Iterator[str]:
    """A Python session with what it really prints."""
    names: dict[str, object] = {}
    for example in doctest.DocTestParser().get_examples(body):
        lines = example.source.splitlines(keepends=True)
        yield ">>> " + "... ".join(lines)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
            stdout, sys.stdout = sys.stdout, printed
            try:
                exec(compile(example.source, "README", "single"), names)
            finally:
                sys.stdout = stdout
            printed.seek(0)
            yield printed.read()


def _rewrite() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(_copy_of_seeds(Path(folder)))
        ENGLISH.write_text(_with_real_output(ENGLISH.read_text(encoding="utf-8")), encoding="utf-8")
        os.chdir(ROOT)
    blocks = _BLOCK.finditer(ENGLISH.read_text(encoding="utf-8"))
    CHINESE.write_text(_BLOCK.sub(lambda _: next(blocks)[0], CHINESE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    _rewrite()
