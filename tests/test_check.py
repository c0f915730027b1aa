"""check: what differs, why, in which form; and that it reads only what may have changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import planparse
from planparse.cli import main
from planparse.corpus import reading
from planparse.findings.formats import formatted
from planparse.findings.models import Finding, Findings

PLAN = """滨河区2025年工作计划

一、保障民生
新增城镇就业4万人，改造老旧小区20个以上。建成公园5座。
二、扩大投资
力争引进企业10家。2024年完成投资30亿元。
"""
OTHER = "西河县2025年计划\n\n建成公园5座。\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """A project of two plans, begun with init; gives a function that runs a command."""
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    Path("plans/binhe.txt").write_text(PLAN, "utf-8")
    Path("plans/xihe.txt").write_text(OTHER, "utf-8")

    def run(*arguments: str) -> tuple[int, str, list[str]]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err.splitlines()

    assert run("init", "plans")[0] == 0
    return run


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The documents that are read, as they are read."""
    names: list[str] = []
    original = reading.read_document
    monkeypatch.setattr(reading, "read_document", lambda text, *rest: names.append(text.path) or original(text, *rest))
    return names


def found(run, *arguments: str) -> list[dict]:
    return json.loads(run("check", "--format", "json", *arguments)[1])["findings"]


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), "utf-8")


def test_in_sync_without_reading_anything(run, read):
    assert run("check") == (0, "", ["plans/catalog.yaml: in sync, 5 targets"])
    assert read == []


def test_only_the_document_that_changed_is_read(run, read):
    edit("plans/xihe.txt", "5座", "6座")
    (changed,) = [finding for finding in found(run) if finding["kind"] == "target-changed"]
    assert read == ["plans/xihe.txt"]
    assert (changed["indicator"], changed["before"], changed["after"], changed["cause"]) == ("公园", "5 座", "6 座", "source")
    assert (changed["path"], changed["line"], changed["sentence"]) == ("plans/xihe.txt", 3, "建成公园6座。")


def test_the_findings_name_exactly_the_changed_targets(run):
    edit("plans/binhe.txt", "4万人，改造老旧小区20个以上", "4.5万人")
    kinds = {finding["kind"]: finding for finding in found(run) if finding["level"] == "error"}
    assert set(kinds) == {"target-changed", "target-removed"}
    assert (kinds["target-changed"]["before"], kinds["target-changed"]["after"]) == ("40000 人", "45000 人")
    assert (kinds["target-removed"]["indicator"], kinds["target-removed"]["pillar"]) == ("老旧小区", "保障民生")


@pytest.mark.parametrize("name", ["catalog.yaml", "catalog.json", "catalog.jsonl"])
def test_every_format_of_a_catalog_is_checked_and_fixed(run, read, name):
    run("extract", "plans", "-o", name)
    read.clear()
    assert run("check", "plans", "--catalog", name)[0] == 0
    assert read == []
    edit("plans/binhe.txt", "4万人", "5万人")
    assert run("check", "plans", "--catalog", name)[0] == 1
    assert run("check", "plans", "--catalog", name, "--fix")[0] == 0
    assert read == ["plans/binhe.txt"] * 2
    assert run("check", "plans", "--catalog", name)[0] == 0
    run("extract", "plans", "-o", f"fresh-{name}")
    assert Path(name).read_bytes() == Path(f"fresh-{name}").read_bytes()


def test_a_catalog_laid_out_anew_by_hand_says_the_same(run):
    catalog = Path("plans/catalog.yaml")
    fields = yaml.safe_load(catalog.read_text("utf-8"))
    catalog.write_text(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False), "utf-8")
    assert run("check")[0] == 0
    catalog.write_text("# ours\n" + yaml.safe_dump(fields, allow_unicode=True, indent=6), "utf-8")
    assert run("check")[0] == 0


def test_a_row_changed_by_hand_is_found(run, read):
    edit("plans/catalog.yaml", "value: 40000", "value: 41000")
    (changed,) = found(run)
    assert (changed["kind"], changed["cause"], changed["before"], changed["after"]) == ("target-changed", "catalog", "41000 人", "40000 人")
    assert read == ["plans/binhe.txt"]


def test_a_row_deleted_or_doubled_by_hand_is_found(run):
    catalog = Path("plans/catalog.yaml")
    text = catalog.read_text("utf-8")
    start = text.index("- id: xihe.")
    catalog.write_text(text[:start], "utf-8")
    assert [finding["kind"] for finding in found(run)] == ["target-added"]
    catalog.write_text(text + text[start:], "utf-8")
    status, _, err = run("check")
    assert status == 2
    assert "is given twice" in err[0]


def test_the_rules_changed_and_the_sources_did_not(run):
    Path("own.yaml").write_text("units:\n- {unit: 座, remove: true}\n", "utf-8")
    first, *others = found(run, "--lexicon", "own.yaml")
    assert first["kind"] == "rules-changed"
    assert first["message"].startswith("rules    the sources did not change, the rules did: planparse 0.1.0 with lexicon ")
    assert others
    assert {finding["cause"] for finding in others} == {"rules"}


def test_corrections_are_named_as_the_cause(run):
    name = planparse.load_catalog("plans/catalog.yaml").targets[0].id
    run("correct", name, "--set", "value=41000")
    (changed,) = found(run)
    assert (changed["kind"], changed["cause"]) == ("target-changed", "corrections")


def test_a_correction_that_is_stale_is_found_again_each_time(run):
    name = planparse.load_catalog("plans/catalog.yaml").targets[0].id
    run("correct", name, "--set", "value=41000", "--by", "甲")
    edit("plans/binhe.txt", "4万人", "5万人")
    status, out, err = run("check", "--fix")
    assert status == 1
    assert f"correction  {name} changed: the number was 4万人 and is 5万人 now; not applied; " in out
    assert err == ["plans/catalog.yaml: brought up to date, 5 targets; 1 correction to look at"]
    (left,) = found(run)
    assert (left["kind"], left["path"], left["line"]) == ("correction-held", "plans/corrections.yaml", 5)
    run("correct", name, "--set", "value=51000", "--by", "甲")
    run("check", "--fix")
    assert run("check")[0] == 0


def test_a_correction_of_a_document_that_is_gone(run):
    name = planparse.load_catalog("plans/catalog.yaml").targets[-1].id
    run("correct", name, "--reject")
    Path("plans/xihe.txt").rename("plans/xi.txt")
    kinds = [finding["kind"] for finding in found(run)]
    assert sorted(kinds) == ["correction-gone", "document-added", "document-removed", "target-added", "target-removed"]


def test_settings_that_changed_are_a_reason_to_read_again(run, read):
    with open("planparse.toml", "a", encoding="utf-8") as file:
        file.write('[documents."plans/xihe.txt"]\nissuer = "西河"\n')
    (changed,) = found(run)
    assert changed["kind"] == "document-changed"
    assert "issuer 西河县 → 西河" in changed["message"]
    assert read == ["plans/xihe.txt"]


def test_a_catalog_is_checked_as_it_was_made(run):
    run("extract", "plans", "--status", "all", "-o", "all.yaml")
    assert run("check", "plans", "--catalog", "all.yaml")[0] == 0
    run("extract", "plans", "--min-confidence", "0.5", "-o", "sure.yaml")
    assert run("check", "plans", "--catalog", "sure.yaml")[0] == 0
    assert run("check", "plans", "--catalog", "sure.yaml", "--min-confidence", "0")[0] in (0, 1)


def test_fix_writes_what_extract_would(run):
    edit("plans/binhe.txt", "建成公园5座。", "建成公园5座、泵站2座。")
    Path("plans/donghe.txt").write_text("东河县2025年计划\n建成学校3所。\n", "utf-8")
    Path("plans/xihe.txt").unlink()
    assert run("check", "--fix")[0] == 0
    fixed = Path("plans/catalog.yaml").read_bytes()
    run("extract", "-o", "plans/catalog.yaml")
    assert Path("plans/catalog.yaml").read_bytes() == fixed


def test_fix_writes_nothing_where_a_source_cannot_be_read(run):
    before = Path("plans/catalog.yaml").read_bytes()
    edit("plans/binhe.txt", "4万人", "5万人")
    Path("plans/xihe.txt").write_bytes(b"")
    assert run("check", "--fix")[0] == 2
    assert Path("plans/catalog.yaml").read_bytes() == before


def test_fix_takes_new_rules_in_even_where_no_target_changed(run, read):
    Path("own.yaml").write_text("units:\n- {unit: 组串, dimension: count}\n", "utf-8")
    status, out, _ = run("check", "--lexicon", "own.yaml")
    assert (status, len(out.splitlines())) == (0, 1)
    assert run("check", "--lexicon", "own.yaml", "--fix")[0] == 0
    read.clear()
    assert run("check", "--lexicon", "own.yaml") == (0, "", ["plans/catalog.yaml: in sync, 5 targets"])
    assert read == []


def test_a_source_that_cannot_be_read_is_a_finding_for_programs(run):
    Path("plans/empty.txt").touch()
    (only,) = found(run)
    assert (only["kind"], only["path"]) == ("source-unreadable", "plans/empty.txt")
    assert run("check")[:2] == (2, "")


def test_a_fault_of_ours_is_no_answer(run, monkeypatch):
    monkeypatch.setattr("planparse.checking.compare", lambda *_, **__: 1 / 0)
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert err[-1] == "ZeroDivisionError: division by zero"


def test_fix_leaves_a_catalog_in_sync_alone(run):
    before = Path("plans/catalog.yaml").stat().st_mtime_ns
    assert run("check", "--fix")[0] == 0
    assert Path("plans/catalog.yaml").stat().st_mtime_ns == before


def test_a_section_that_is_gone_takes_its_heading_along(run):
    edit("plans/binhe.txt", "二、扩大投资\n力争引进企业10家。2024年完成投资30亿元。\n", "")
    kinds = {finding["kind"]: finding for finding in found(run) if finding["level"] == "error"}
    assert kinds["target-removed"]["pillar"] == "扩大投资"


def test_a_list_set_by_hand_is_the_same_the_next_time(run):
    name = planparse.load_catalog("plans/catalog.yaml").targets[0].id
    run("correct", name, "--set", "responsible=人社局", "--by", "甲")
    run("check", "--fix")
    edit("plans/binhe.txt", "企业10家", "企业12家")
    (changed,) = [finding for finding in found(run) if finding["kind"] == "target-changed"]
    assert changed["indicator"] == "企业"


def test_a_document_that_was_moved_is_found_at_its_new_path(run):
    Path("plans/sub").mkdir()
    Path("plans/xihe.txt").rename("plans/sub/xihe.txt")
    (moved,) = found(run)
    assert "path plans/xihe.txt → plans/sub/xihe.txt" in moved["message"]
    assert run("check", "--fix")[0] == 0
    assert run("check")[0] == 0


def test_a_correction_is_not_laid_over_another_document_of_the_same_name(run):
    name = next(target.id for target in planparse.load_catalog("plans/catalog.yaml").targets if target.document == "xihe")
    run("correct", name, "--set", "indicator=湿地公园", "--by", "甲")
    run("check", "--fix")
    Path("plans/other").mkdir()
    Path("plans/xihe.txt").rename("plans/other/xihe.txt")
    (held,) = [finding for finding in found(run) if finding["kind"] == "correction-held"]
    assert "made of xihe.txt, and xihe is other/xihe.txt now" in held["message"]
    run("check", "--fix")
    assert [one.indicator for one in planparse.load_catalog("plans/catalog.yaml").targets if one.document == "xihe"] == ["公园"]
    assert run("check")[0] == 1, "as long as nobody has looked"
    edit("plans/corrections.yaml", "source: xihe.txt", "source: other/xihe.txt")
    run("check", "--fix")
    assert run("check")[0] == 0
    assert [one.indicator for one in planparse.load_catalog("plans/catalog.yaml").targets if one.document == "xihe"] == ["湿地公园"]


def test_a_correction_that_names_no_source_is_found_by_the_name_of_its_document(run):
    name = next(target.id for target in planparse.load_catalog("plans/catalog.yaml").targets if target.document == "xihe")
    run("correct", name, "--reject", "--by", "甲")
    edit("plans/corrections.yaml", "  source: xihe.txt\n", "")
    Path("plans/other").mkdir()
    Path("plans/xihe.txt").rename("plans/other/xihe.txt")
    run("check", "--fix")
    assert run("check")[0] == 0
    assert all(one.document != "xihe" for one in planparse.load_catalog("plans/catalog.yaml").targets)


def test_comments_in_a_catalog_stay_where_nothing_else_differs(run):
    edit("plans/catalog.yaml", "documents:", "# ours\ndocuments:")
    before = Path("plans/catalog.yaml").read_bytes()
    assert run("check", "--fix")[0] == 0
    assert Path("plans/catalog.yaml").read_bytes() == before


@pytest.mark.parametrize("path", ["plans/xihe.txt", "planparse.toml", "plans/corrections.yaml"])
def test_extract_overwrites_nothing_but_catalogs(run, path):
    run("correct", planparse.load_catalog("plans/catalog.yaml").targets[0].id, "--reject")
    before = Path(path).read_bytes()
    status, _, err = run("extract", "plans", "-o", path)
    assert status == 2
    assert err[-1] == f"planparse: {path}: is there already, and is no catalog; name another file, or remove it; nothing was written"
    assert Path(path).read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_an_output_that_cannot_be_written_is_one_line(run):
    command = [sys.executable, "-m", "planparse", "extract"]
    with open("/dev/full", "wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1] == ("planparse: standard output: cannot be written (No space left on device); make room for it")


# forms

HOSTILE = Finding(
    kind="target-changed",
    level="error",
    cause="source",
    message="changed  某区 · 公园  5 → 6 座  (a,b:c%.txt:3)",
    path="a,b:c%.txt",
    line=3,
    target="plan.aa",
    pillar="一、`民生` | <b>",
    indicator="公园\n[x](javascript:1)",
    before="5 座",
    after="6 座",
    sentence="建成\x1b[31m公园|6座。\n",
)


def findings(*some: Finding) -> Findings:
    return Findings(command="check", old="c.yaml", same=not some, targets=1, summary="not in sync: 1%", findings=some)


def test_github_commands_cannot_be_broken_out_of():
    lines = formatted(findings(HOSTILE), "github").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=a%2Cb%3Ac%25.txt,line=3,title=planparse%3A A target says something else::changed  某区")
    assert lines[0].endswith("(a,b:c%25.txt:3)%0A建成\x1b[31m公园|6座。%0A")
    assert lines[1] == "::error title=planparse check::not in sync: 1%25"


def test_markdown_is_one_row_a_finding_whatever_it_holds():
    text = formatted(findings(HOSTILE), "markdown")
    (row,) = [line for line in text.splitlines() if line.startswith("| changed")]
    assert row.replace("\\|", "").count("|") == 8
    assert "<b>" not in row.replace("\\<b\\>", "")
    assert "\\[x\\](javascript:1)" in row
    assert "\x1b" not in text


def test_markdown_stays_below_what_a_comment_may_hold():
    text = formatted(findings(*[HOSTILE.model_copy(update={"sentence": "长" * 1000})] * 190), "markdown")
    assert 50_000 < len(text) < 65_000
    assert text.endswith(" more are not shown.\n")


def test_sarif_has_a_result_with_its_place():
    (run,) = json.loads(formatted(findings(HOSTILE), "sarif"))["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "target-changed"
    assert (result["level"], result["message"]["text"].splitlines()[0]) == ("error", HOSTILE.message)
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%2Cb%3Ac%25.txt"}, "region": {"startLine": 3}}


@pytest.mark.parametrize("format", ["json", "github", "markdown", "sarif"])
def test_a_form_for_programs_is_all_there_is_on_standard_output(run, format):
    status, out, err = run("check", "--format", format)
    assert (status, err) == (0, [])
    assert out
    edit("plans/binhe.txt", "4万人", "5万人")
    status, out, err = run("check", "--format", format)
    assert (status, err) == (1, [])
    assert "5万人" in out


def test_text_has_colours_on_a_terminal_only(run, monkeypatch):
    edit("plans/binhe.txt", "4万人", "5万人")
    assert "\x1b" not in run("check")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[33mchanged" in run("check")[1]


def test_text_stands_over_its_sentence(run):
    edit("plans/xihe.txt", "5座", "6座")
    assert run("check")[1].splitlines() == [
        "document changed  plans/xihe.txt: its content",
        "changed  西河县 · 公园  5 → 6 座  (plans/xihe.txt:3)",
        "         建成公园6座。",
    ]


# init


def test_init_then_check(run):
    text = Path("planparse.toml").read_text("utf-8")
    assert 'sources = ["plans"]' in text
    assert '# [documents."plans/binhe.txt"]\n# title = "滨河区2025年工作计划"\n# issuer = "滨河区"\n' in text
    uncommented = re.sub(r"(?m)^# (\[|title|issuer|kind|period)", r"\1", text)
    Path("planparse.toml").write_text(uncommented, "utf-8")
    assert run("check")[0] == 0, "what it says of the documents is what was read"


def test_init_does_not_overwrite(run):
    assert run("init", "plans")[2] == ["planparse: planparse.toml: is there already; change it, or begin in another folder"]
    Path("planparse.toml").unlink()
    edit("plans/catalog.yaml", "value: 40000", "value: 41000")
    before = Path("plans/catalog.yaml").read_bytes()
    status, _, err = run("init", "plans")
    assert (status, err[0]) == (0, "plans/catalog.yaml: is there already, and was left as it is")
    assert Path("plans/catalog.yaml").read_bytes() == before


@pytest.mark.parametrize("folder", ["none", "empty"])
def test_init_needs_documents(run, folder):
    Path("planparse.toml").unlink()
    Path("empty").mkdir()
    status, _, err = run("init", folder)
    assert (status, len(err)) == (2, 1)
    assert not Path("planparse.toml").exists()


def test_init_with_names_that_need_quotes(run, monkeypatch):
    folder = Path('a "b"\\')
    (folder / "in").mkdir(parents=True)
    (folder / "in" / 'x"y.txt').write_text(OTHER, "utf-8")
    monkeypatch.chdir(folder)
    assert run("init", "in")[0] == 0
    assert run("check")[0] == 0
