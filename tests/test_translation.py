"""Under a Chinese locale planparse speaks Chinese; what programs read is the same everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from babel.messages import mofile

from messages import MO, messages, translations
from planparse import check, diff, load_catalog
from planparse.cli import main
from planparse.errors import SourceError
from planparse.findings.formats import ProgramFormat
from planparse.translation import speaks_chinese, translated

_PLACE = re.compile(r"\{(\w+)(![rsa])?(:[^}]*)?\}")
PROGRAM_FORMATS = get_args(ProgramFormat)
SAME = {"planparse correct {id2} --set …", "{with_line}{more}"}
"""What is the same in both languages: a command, or nothing but places."""


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("plan.txt").write_text("2025年工作计划\n力争引进企业10家，建成公园5座。\n", encoding="utf-8")
    return Path("plan.txt")


def test_every_message_has_a_translation_with_the_same_places():
    catalog = translations()
    assert {message.id for message in catalog if message.id} == messages(), "python tests/messages.py brings it up to date"
    for message in catalog:
        if message.id:
            assert sorted(_PLACE.findall(message.string)) == sorted(_PLACE.findall(message.id)), message.id
            assert message.string and (message.string != message.id or message.id in SAME), message.id


def test_the_compiled_catalog_is_that_of_the_translations():
    with open(MO, "rb") as file:
        compiled = {message.id: message.string for message in mofile.read_mo(file) if message.id}
    assert compiled == {message.id: message.string for message in translations() if message.id}, "python tests/messages.py compiles it"


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_SG"}, True),
        ({"LANGUAGE": "zh:en", "LANG": "en_US.UTF-8"}, True),
        ({"LANGUAGE": "en:zh", "LANG": "zh_CN.UTF-8"}, False),
        ({}, False),
    ],
)
def test_the_first_variable_that_is_set_decides(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], wanted: bool):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert speaks_chinese() is wanted
    assert translated("targets") == ("目标数" if wanted else "targets")


def test_help_is_chinese(chinese, plan, capsys):
    assert main(["show", "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：planparse show")
    assert "选项:" in shown and "只看这个单位。" in shown and "显示本说明后退出。" in shown
    assert not re.search(r"\b(Usage|Options|Only|Show)\b", shown)
    assert main(["--help"]) == 0
    assert "读取计划文件，打印其目标清单。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["extract", "none.txt"], "planparse: none.txt：没有这个文件或文件夹；请检查路径"),
        (["show", "--nope"], "planparse: planparse show：没有 --nope 这个选项；planparse show --help 列出可用的参数和选项"),
        (["export"], "planparse: planparse export：缺少 CATALOG；planparse export --help 列出可用的参数和选项"),
        (["nope"], "planparse: planparse：没有 'nope' 这个命令；planparse --help 列出可用的参数和选项"),
        (["show", "plan.txt", "--top", "3"], "planparse: --top：没有说按什么比大小；加上 --by，或加上 --unit 以便比较"),
    ],
)
def test_errors_are_chinese(chinese, plan, capsys, arguments: list[str], said: str):
    assert main(arguments) == 2
    assert capsys.readouterr().err.splitlines()[0] == said


def test_tables_and_summaries_are_chinese(chinese, plan, capsys):
    assert main(["show", "plan.txt"]) == 0
    shown = capsys.readouterr().out
    assert "指标" in shown and "力争" in shown and shown.rstrip().endswith("2 条目标：2 力争")
    assert main(["show", "plan.txt", "--by", "status"]) == 0
    assert "计划" in capsys.readouterr().out
    assert main(["extract", "plan.txt", "-o", "c.yaml"]) == 0
    assert capsys.readouterr().err == "1 份文件，2 条目标（计划）\n"


def changed(plan: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Makes old.yaml of the plan, raises a target, rejects another, and makes new.yaml; gives what ``check`` is asked."""
    assert main(["extract", "plan.txt", "-o", "old.yaml"]) == 0
    park = next(target for target in load_catalog("old.yaml") if target.indicator == "公园")
    assert main(["correct", park.id, "plan.txt", "--set", "unit=处", "--catalog", "old.yaml"]) == 0
    plan.write_text(plan.read_text(encoding="utf-8").replace("10家", "20家").replace("5座", "6座"), encoding="utf-8")
    assert main(["extract", "plan.txt", "-o", "new.yaml"]) == 0
    capsys.readouterr()
    return ["check", "plan.txt", "--catalog", "old.yaml"]


def test_findings_are_chinese(chinese, plan, capsys):
    assert main(changed(plan, capsys)) == 1
    said = capsys.readouterr()
    assert "文件变更  plan.txt：内容" in said.out
    assert "变更     plan · 企业  10 → 20 家  (plan.txt:2)" in said.out
    assert "更正     plan." in said.out and "变更：数字原为 5座，现为 6座；未采用；请再看一遍" in said.out
    assert said.err.splitlines()[-1] == "old.yaml：不一致：新增 0，删去 0，变更 2，移动 0；1 条更正需要查看"
    assert main(["diff", "old.yaml", "new.yaml"]) == 1
    said = capsys.readouterr()
    assert "上调       plan · 企业  10 → 20 家 (+10, +100 %)  (plan.txt:2；原在 plan.txt:2；把握 " in said.out
    assert "上调 2，下调 0" in said.err
    for line in said.out.splitlines():
        assert not re.search(r"\b(raised|was|sure|planned|firm|strive|none)\b", line)


def test_explanations_are_chinese(chinese, plan, capsys):
    assert main(["explain", "plan.txt"]) == 0
    said = capsys.readouterr()
    assert "  - 2025年：日期、年份或时刻 [date]" in said.out
    assert "；单位 家（量词）；动词 引进；" in said.out and "；计划，力争；句中没有时间，按文件本身的期限；可信度 " in said.out
    assert "    = 企业：工作量 10 家" in said.out
    assert said.err == "plan.txt：读出 2 个数量，舍弃 1 个\n"


def test_what_programs_read_is_the_same_in_both_languages(plan, monkeypatch, capsys):
    outputs = []
    command = changed(plan, capsys)
    for language in ("en", "zh_CN"):
        monkeypatch.setenv("LANGUAGE", language)
        said = []
        for arguments in (
            ["extract", "plan.txt"],
            ["extract", "plan.txt", "--format", "json"],
            ["show", "plan.txt", "--by", "unit", "--json"],
            *([*findings, "--format", form] for findings in (command, ["diff", "old.yaml", "new.yaml"]) for form in PROGRAM_FORMATS),
        ):
            assert main(arguments) == (1 if arguments[0] in ("check", "diff") else 0)
            said.append(capsys.readouterr().out)
        found = diff(load_catalog("old.yaml"), load_catalog("new.yaml")), check("plan.txt", catalog="old.yaml")
        said += [findings.model_dump_json() for findings in found]
        assert main(["extract", "none.txt", "plan.txt", "-o", "c.jsonl"]) == 2
        outputs.append([*said, Path("c.jsonl").read_bytes(), Path("c.failures.jsonl").read_bytes()])
    assert outputs[0] == outputs[1]


def test_an_error_tells_programs_in_english(chinese):
    error = SourceError("plan.pdf", "damaged PDF (page {number} cannot be read)", "split it", number=3)
    assert str(error) == "plan.pdf：PDF 已损坏（第 3 页读不了）；请拆分"
    assert (error.fault, error.remedy) == ("damaged PDF (page 3 cannot be read)", "split it")
    assert error.in_english == "plan.pdf: damaged PDF (page 3 cannot be read); split it"
