"""Catalogs, corrections, settings and lexicons that were written to do harm."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hostile_commands import MB, run
from hostile_inputs import SENTENCE

ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
YAML = {
    "aliases": ALIASES,
    "an alias to itself": "&a [*a]",
    "merged keys": "a: &a {b: c}\nd: {<<: *a}",
    "objects of Python": "!!python/object/apply:os.system ['touch evil']",
    "objects of Python, new": "!!python/object/new:os.system ['touch evil']",
    "a megabyte of [": "[" * MB,
    "a megabyte of {": "{" * MB,
    "a megabyte of - ": "- " * (MB // 2),
    "a megabyte of ? ": "? " * (MB // 2),
    "a megabyte of a: ": "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 1400)),
    "a megabyte of {a: ": "{a: " * (MB // 4),
    "a megabyte of [, closed": "[" * (MB // 2) + "]" * (MB // 2),
    "a megabyte of quotes": "'" * MB,
    "a megabyte of digits": "a: " + "9" * MB,
    "a megabyte of anchors": "&a " * (MB // 3),
    "a megabyte of tags": "!a " * (MB // 3),
    "a megabyte of line ends": "\n" * MB,
    "a megabyte of documents": "---\n" * (MB // 4),
    "a megabyte of comments": "#\n" * (MB // 2),
    "a key of a megabyte": "a" * MB + ": b",
    "a list as key": "? [a, b]\n: c",
    "NUL": "a: \0",
    "control characters": "a: \x1b[2J",
    "lone surrogates": 'a: "\\ud800"',
    "words": "新建公园5座",
    "a number": "5",
    "a list": "- a\n- b",
    "nothing": "",
    "a null": "~",
    "another schema": "schema: planparse/catalog/99",
    "schema as list": "schema: [planparse/catalog/1]",
    "twenty thousand keys": "".join(f"k{n}: v\n" for n in range(20_000)),
    "a directive": "%YAML 9.9\n---\na: b",
    "a date that is none": "a: 9999999-99-99",
}
BYTES = {
    "no UTF-8": b"a: \xff\xfe",
    "UTF-16": "schema: planparse/catalog/1".encode("utf-16"),
    "GB18030": "schema: 公园".encode("gb18030"),
    "binary": bytes(range(256)) * 100,
    "a zip": b"PK\x03\x04" + b"\0" * 1000,
    **{name: text.encode() for name, text in YAML.items()},
}
COMMANDS = {
    "catalog.yaml": ["check", "plan.txt", "--catalog", "catalog.yaml"],
    "corrections.yaml": ["check", "plan.txt", "--catalog", "sound.yaml"],
    "lexicon.yaml": ["extract", "plan.txt", "--lexicon", "lexicon.yaml"],
    "planparse.toml": ["extract", "plan.txt"],
}
HARMLESS = {"nothing", "a null", "a megabyte of line ends", "a megabyte of comments", "a megabyte of documents"}
"""Where there is nothing but blanks, some files are as good as not there."""


CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A catalog of the one document."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / "plan.txt").write_text(SENTENCE, "utf-8")
    assert run(["extract", "plan.txt", "-o", "sound.yaml"], folder, "small file").status == 0
    return (folder / "sound.yaml").read_bytes()


def answered(tmp_path: Path, sound: bytes, name: str, data: bytes, harmless: bool) -> None:
    (tmp_path / "plan.txt").write_text(SENTENCE, "utf-8")
    (tmp_path / "sound.yaml").write_bytes(sound)
    (tmp_path / name).write_bytes(data)
    answer = run(COMMANDS[name], tmp_path, "small file")
    assert (tmp_path / "sound.yaml").read_bytes() == sound
    assert (tmp_path / name).read_bytes() == data
    assert {path.name for path in tmp_path.iterdir()} <= {"plan.txt", "sound.yaml", name, ".out", ".err"}
    assert answer.status == 2 or (harmless and answer.status == 0), answer.err[-500:]
    if answer.status:
        (line,) = answer.err.splitlines()
        assert line.startswith(f"planparse: {name}: ") and "; " in line
        assert len(line) < 1000 and not CONTROL.search(line)


@pytest.mark.parametrize("said", BYTES)
@pytest.mark.parametrize("name", ["catalog.yaml", "corrections.yaml", "lexicon.yaml"])
def test_yaml_that_does_harm(tmp_path: Path, sound: bytes, name: str, said: str) -> None:
    answered(tmp_path, sound, name, BYTES[said], harmless=said in HARMLESS and name != "catalog.yaml")


TOML = {
    "a megabyte of [": "[" * MB,
    "a megabyte of a = [": "a = " + "[" * MB,
    "nested, closed": "a = " + "[" * 100_000 + "]" * 100_000,
    "inline tables": "a = " + "{a = " * 100_000,
    "a megabyte of a.": "a." * (MB // 2) + "a = 1",
    "tables 2,000 deep": "[" + ".".join(["a"] * 2000) + "]",
    "a million digits": "max_size = " + "9" * 1_000_000,
    "ten to the million": "max_size = 1e1000000",
    "nan": "max_size = nan",
    "zero": "max_size = 0",
    "less than nothing": "max_size = -1",
    "a megabyte of quotes": 'a = "' + '"' * MB,
    "never closed": 'a = """' + "x" * MB,
    "NUL": "sources = ['\\u0000']\na = 1",
    "a path with NUL": 'catalog = "a\\u0000b"',
    "documents with NUL": '[documents."a\\u0000b.txt"]\nkind = "other"',
    "surrogates": 'catalog = "\\ud800"',
    "a document that is far away": '[documents."' + "../" * 10_000 + 'x.txt"]\nkind = "other"',
    "words": "新建公园5座",
    "unknown": "evil = true",
    "100,000 tables": "".join(f'[documents."{n}.txt"]\n' for n in range(100_000)),
}
TOML_BYTES = {
    "no UTF-8": b"a = '\xff'",
    "UTF-16": "a = 1".encode("utf-16"),
    "binary": bytes(range(256)),
    **{k: v.encode() for k, v in TOML.items()},
}


TOML_FAULTS = {
    "a document that is far away": "a message of 30,000 characters",
}


@pytest.mark.parametrize("said", TOML_BYTES)
def test_toml_that_does_harm(tmp_path: Path, sound: bytes, request: pytest.FixtureRequest, said: str) -> None:
    if said in TOML_FAULTS:
        request.applymarker(pytest.mark.xfail(reason=TOML_FAULTS[said], strict=True))
    answered(tmp_path, sound, "planparse.toml", TOML_BYTES[said], harmless=said == "a path with NUL")


JSON = {
    "a megabyte of [": "[" * MB,
    "a megabyte of {": '{"a":' * (MB // 5),
    "nested, closed": "[" * 100_000 + "]" * 100_000,
    "a million digits": '{"schema": ' + "9" * 1_000_000 + "}",
    "ten to the million": '{"schema": "planparse/catalog/1", "generator": 1e1000000}',
    "nan": '{"schema": "planparse/catalog/1", "generator": NaN}',
    "surrogates": '{"schema": "planparse/catalog/1", "generator": "\\ud800"}',
    "another version": json.dumps({"schema": "planparse/catalog/" + "9" * 100_000}),
    "another version over lines": json.dumps({"schema": "planparse/catalog/\n\x1b[2J"}),
    "keys twice": '{"schema": "planparse/catalog/1", "schema": 5}',
    "a list": "[1]",
    "nothing": "",
}


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
@pytest.mark.parametrize("said", JSON)
@pytest.mark.parametrize("command", [["validate"], ["show"], ["diff"]], ids=lambda command: command[0])
def test_json_that_does_harm(tmp_path: Path, request: pytest.FixtureRequest, said: str, ending: str, command: list[str]) -> None:
    name = f"catalog{ending}"
    if said == "another version":
        request.applymarker(pytest.mark.xfail(reason="a message of 100,000 characters", strict=True))
    (tmp_path / name).write_text(JSON[said], "utf-8")
    answer = run([*command, name, *([name] if command == ["diff"] else [])], tmp_path, "small file")
    assert answer.status in (1, 2) if command == ["validate"] else answer.status == 2
    if answer.status == 2:
        (line,) = answer.err.splitlines()
        assert line.startswith(f"planparse: {name}: ") and "; " in line
    assert all(len(line) < 1000 and not CONTROL.search(line) for line in (answer.out + answer.err).splitlines())
