"""Both READMEs keep their word: each command in them is run, in order, and prints what they say it prints.

Run as a program (``python tests/test_readme.py``), this writes the real output into them and into the documents in ``docs/``
instead. Not run here are the two commands that install planparse: ``.ci/run`` takes those out of README.md and runs them in a
copy of the project.
"""

from __future__ import annotations

import os
import re

import pytest

from documents import DOCS, README, blocks, copy_of_seeds, rewrite, with_real_output

_INSTALLING = re.compile(r"^.*\bpip install\b.*$", re.MULTILINE)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are written for a POSIX shell")


def test_every_command_prints_what_the_readme_says(tmp_path, monkeypatch):
    text = README.english.read_text(encoding="utf-8")
    monkeypatch.chdir(copy_of_seeds(tmp_path))
    assert with_real_output(text) == text


def test_both_readmes_show_the_same():
    assert blocks(README.english) == blocks(README.chinese)


def test_the_commands_to_install_are_two_and_complete():
    installing = _INSTALLING.findall(README.english.read_text(encoding="utf-8"))
    assert len(installing) == 2
    assert all(command.startswith("python3 -m venv .venv && ") for command in installing), "as .ci/run looks for them"


def test_every_command_is_documented():
    from planparse.cli.app import app

    text = README.english.read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert re.search(rf"`planparse {command.callback.__name__}[ `]", text)


if __name__ == "__main__":
    for document in (README, *DOCS):
        rewrite(document)
