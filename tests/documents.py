"""Documents that keep their word: the commands that they show are run, in order, and print what they say they print.

The READMEs and everything in ``docs/`` are such documents, each in English and in Chinese with the same blocks.
"""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (?P<name>[\w.-]+)\n")
_COMMAND = re.compile(r"^\$ (?P<command>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)

DAY = "1764547200"
"""1 December 2025, the day on which everything in the documents happens."""


class Pair(NamedTuple):
    """A document in both languages."""

    english: Path
    chinese: Path


def pair(name: str) -> Pair:
    """``docs/ci``: the document of this name."""
    return Pair(ROOT / f"{name}.md", ROOT / f"{name}.zh-CN.md")


README = pair("README")
DOCS = tuple(pair(f"docs/{name}") for name in ("api", "catalog", "ci", "corpus", "corrections", "forms", "interop", "report", "tables"))


def module_of(path: Path) -> ModuleType:
    """A script of the project as a module, from a folder that is no package."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def blocks(document: Path) -> list[tuple[str, str]]:
    """Language and body of each block of a document."""
    return [(block["language"], block["body"]) for block in _BLOCK.finditer(document.read_text(encoding="utf-8"))]


def copy_of_seeds(place: Path) -> Path:
    """A folder as a reader has it: the seeds, and nothing that another run left there."""
    shutil.copytree(ROOT / "seeds", place / "seeds")
    return place


def with_real_output(text: str) -> str:
    """The document with what its commands really print; files that it shows are written where it says so."""
    return _BLOCK.sub(_real_block, text)


def rewrite(documents: Pair) -> None:
    """Writes the real output into a document, and its blocks into the Chinese one."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(copy_of_seeds(Path(folder)))
        real = with_real_output(documents.english.read_text(encoding="utf-8"))
        os.chdir(ROOT)
    documents.english.write_text(real, encoding="utf-8")
    shown = _BLOCK.finditer(real)
    chinese = documents.chinese.read_text(encoding="utf-8")
    documents.chinese.write_text(_BLOCK.sub(lambda _: next(shown)[0], chinese), encoding="utf-8")


def _real_block(block: re.Match[str]) -> str:
    body = block["body"]
    if block["language"] == "console":
        body = _COMMAND.sub(lambda shown: f"$ {shown['command']}\n{_output(shown['command'])}", body)
    elif block["language"] == "pycon":
        body = "".join(_session(body))
    elif name := _FILE.match(body):
        Path(name["name"]).write_text(body, encoding="utf-8")
    return f"```{block['language']}\n{body}```"


def environment(programs: Path) -> dict[str, str]:
    """An environment in which ``planparse`` is the one that is tested, the day is fixed, and the terminal has 80 columns."""
    program = programs / "planparse"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m planparse "$@"\n')
    program.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "COLUMNS": "80", "SOURCE_DATE_EPOCH": DAY}


def _output(command: str) -> str:
    with tempfile.TemporaryDirectory() as programs:
        run = ["bash", "-c", command]
        result = subprocess.run(run, env=environment(Path(programs)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
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
