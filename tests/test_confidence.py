"""How sure a reading is: what lowers it, how targets are chosen by it, and what a person is told."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
import yaml

import planparse
from planparse.cli import main
from planparse.lexicon import load_lexicon
from planparse.targets import confidence
from planparse.targets.confidence import SURE

HEADING = "一、2025年工作安排\n"
PLAIN = "新建农村公路桥梁5座。"
DOUBTFUL = "6条县乡支路。"

RAISED = {
    "indicator-from-before": ("规上工业企业达到40家，新增5家。", "规上工业企业达到40家，新增化工企业5家。"),
    "noun-alone": ("城镇调查失业率5.5%左右。", "城镇调查失业率控制在5.5%左右。"),
    "number-before-noun": ("建设12个社区口袋公园。", "建设社区口袋公园12个。"),
    "count-of-metric": ("规上工业企业达到40家。", "规上工业企业数量达到40家。"),
    "share-of-whole": ("轨道客运占公共交通出行量65%。", "轨道客运量提高65%。"),
    "aside": ("建设冷链物流基地5个（其中省级2个）。", PLAIN),
    "no-verb": (DOUBTFUL, "改造6条县乡支路。"),
    "verb-behind": ("3台发电机组全部投产。", "投产3台发电机组。"),
    "short-indicator": ("新建桥梁5座。", PLAIN),
    "brief-indicator": ("居民收入提高8%。", "城镇常住居民收入提高8%。"),
    "long-indicator": ("改造农村危旧房屋和城镇老旧小区配套供水供气管网设施120公里。", "改造供水供气管网120公里。"),
    "list-in-indicator": ("招引机械、纺织和建材项目20个。", "招引重大建材项目20个。"),
    "opens-with-verb": ("培训经费占地区生产总值比重达到2.6%。", "教育经费占地区生产总值比重达到2.6%。"),
    "opens-with-preposition": ("在村的老年食堂达到6个。", "村里的老年食堂达到6个。"),
    "owner-unsaid": ("增速达到6%。", "工业增加值增速达到6%。"),
    "dependent-metric": ("亩均税收提高8%。", "县属企业亩均税收提高8%。"),
    "small-count": ("抓好十项重点民生工程。", "抓好10项重点民生工程。"),
    "size-or-work": ("推广5万亩小麦优良品种。", "推广小麦优良品种5万亩。"),
    "amount": ("推广小麦优良品种5万亩。", "推广小麦优良品种5个。"),
    "no-unit": ("打造6大文旅品牌。", "打造6个文旅品牌。"),
    "only-named": ("对首次获评的旅游民宿给予10万元奖励。", "发放旅游民宿奖励10万元。"),
    "status-by-default": (PLAIN, HEADING + PLAIN),
    "against-section": (HEADING + "截至目前，全县共有乡村民宿146家。", HEADING + "新建乡村民宿146家。"),
    "long-clause": ("改造" + "城镇老旧小区和农村危旧房屋" * 4 + "120处。", "改造城镇老旧小区和农村危旧房屋120处。"),
    "implied": ("数字经济规模翻一番。", "数字经济规模增长100%。"),
}
"""For each doubt a text that raises it, and one that is like it and does not."""


def confidences(text: str, **options) -> list[float]:
    return [target.confidence for target in planparse.extract_text(text, status="all", **options).targets]


def decisive(doubt: str, folder: Path) -> Path:
    """A lexicon in which this doubt weighs so much that nothing is left of a reading that raises it."""
    path = folder / "doubts.yaml"
    path.write_text(f"doubts:\n- {{doubt: {doubt}, weight: -20, says: so}}\n", encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder with one plan: (exit status, standard output, lines on standard error)."""
    (tmp_path / "plan.txt").write_text(HEADING + PLAIN + "\n" + DOUBTFUL + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, list[str]]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err.splitlines()

    return run


# What lowers it


def test_a_plain_row_is_surer_than_a_doubtful_one():
    plain, doubtful = confidences(HEADING + PLAIN + DOUBTFUL)
    assert 1 > plain > 0.9
    assert plain - 0.3 > doubtful > 0


def test_a_reading_without_a_doubt_is_as_sure_as_the_lexicon_says():
    sure = next(one.weight for one in load_lexicon().doubts if one.doubt == SURE)
    assert confidences(HEADING + PLAIN) == [round(1 / (1 + math.exp(-sure)), 2)]


def test_no_doubt_makes_a_reading_surer():
    weights = {one.doubt: one.weight for one in load_lexicon().doubts}
    assert weights.pop(SURE) > 0
    assert [name for name, weight in weights.items() if weight > 0] == []


def test_every_doubt_of_the_lexicon_has_a_text_here_and_says_something():
    entries = {one.doubt: one for one in load_lexicon().doubts}
    assert set(RAISED) == set(entries) - {SURE}
    assert all(one.says for one in entries.values())


def test_the_code_raises_no_doubt_that_the_lexicon_lacks():
    written = Path(confidence.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', written))
    assert len(named) > 10
    assert named <= {one.doubt for one in load_lexicon().doubts}


@pytest.mark.parametrize("doubt", RAISED)
def test_a_doubt_is_raised_where_it_belongs(doubt, tmp_path):
    lexicon = decisive(doubt, tmp_path)
    raising, near_miss = RAISED[doubt]
    assert min(confidences(raising, lexicon=lexicon)) == 0
    assert min(confidences(near_miss, lexicon=lexicon)) > 0


def test_a_lexicon_can_take_a_doubt_away(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("doubts:\n- {doubt: short-indicator, remove: true}\n", encoding="utf-8")
    assert confidences("新建桥梁5座。", lexicon=path) > confidences("新建桥梁5座。")


# Choosing by it


def test_extract_text_leaves_out_what_is_less_sure():
    text = HEADING + PLAIN + DOUBTFUL
    plain, doubtful = planparse.extract_text(text).targets
    assert planparse.extract_text(text, min_confidence=plain.confidence).targets == (plain,)
    assert planparse.extract_text(text, min_confidence=doubtful.confidence).targets == (plain, doubtful)
    assert planparse.extract_text(text, min_confidence=1).targets == ()


def test_extract_leaves_out_what_is_less_sure(tmp_path):
    (tmp_path / "plan.txt").write_text(HEADING + PLAIN + DOUBTFUL, encoding="utf-8")
    assert [one.indicator for one in planparse.extract(tmp_path, min_confidence=0.9).targets] == ["农村公路桥梁"]


def test_the_command_extract_leaves_out_what_is_less_sure(run):
    status, out, err = run("extract", "plan.txt", "--min-confidence", "0.9")
    assert status == 0
    assert [target["quantity"]["text"] for target in yaml.safe_load(out)["targets"]] == ["5座"]
    assert err == ["1 document, 1 target (planned)"]


def test_the_command_show_leaves_out_what_is_less_sure(run):
    _, everything, _ = run("show", "plan.txt")
    assert "农村公路桥梁" in everything and "县乡支路" in everything
    status, out, _ = run("show", "plan.txt", "--min-confidence", "0.9")
    assert status == 0
    assert "农村公路桥梁" in out and "县乡支路" not in out


def test_show_says_how_sure_each_row_is(run):
    _, out, _ = run("show", "plan.txt")
    plain, doubtful = confidences(HEADING + PLAIN + DOUBTFUL)
    rows = {name: line for line in out.splitlines() for name in ("农村公路桥梁", "县乡支路") if line.startswith(name)}
    assert f"{plain:.2f}" in rows["农村公路桥梁"]
    assert f"{doubtful:.2f}" in rows["县乡支路"]


@pytest.mark.parametrize("command", ["extract", "show"])
@pytest.mark.parametrize("value", ["1.1", "-0.1", "high"])
def test_what_is_no_confidence_is_refused(run, command, value):
    status, out, err = run(command, "plan.txt", "--min-confidence", value)
    assert (status, out) == (2, "")
    assert len([line for line in err if "--min-confidence" in line]) == 1


# Saying why


def test_explain_names_why_a_reading_is_doubtful(run):
    _, out, _ = run("explain", "plan.txt")
    plain, doubtful = (line for line in out.splitlines() if line.startswith("  + "))
    assert "confidence" not in plain
    assert f"confidence {confidences(HEADING + PLAIN + DOUBTFUL)[1]}, since " in doubtful
    assert "no verb governs what is counted" in doubtful


def test_explain_names_the_weightiest_doubts_first(run):
    says = {one.says: one.weight for one in load_lexicon().doubts}
    _, out, _ = run("explain", "plan.txt")
    doubtful = next(line for line in out.splitlines() if "confidence" in line)
    named = doubtful.partition("since ")[2].split(", and ")
    assert 1 < len(named) <= 3
    assert [says[one] for one in named] == sorted(says[one] for one in named)
