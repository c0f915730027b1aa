"""People's corrections: laid over, found again where the text moved, never applied to something else, never dropped unsaid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import planparse
from catalog_strategies import text as any_text
from planparse.cli import main
from planparse.curation.file import Entry, add_correction, load_corrections
from planparse.curation.making import fields_said
from planparse.curation.models import Correction, Fields
from planparse.curation.overlay import lay_over
from planparse.errors import CorrectionsError, CorrectionsWarning
from planparse.lexicon import load_lexicon
from planparse.pipeline import DocumentSettings, Reading, read_document
from planparse.sources.text import text_of

PLAN = """青柳县2025年工作要点
一、交通
新建农村公路30公里，加固危桥4座。改造老旧小区20个。
二、教育
新增公办学位1200个。推进东岭片区16个项目前期手续。
"""


def read(content: str) -> Reading:
    return read_document(text_of(content, path="plan.txt"), load_lexicon(), DocumentSettings(), "plan")


def target_of(content: str, number: str):
    return next(target for target in read(content).targets if target.quantity.text == number)


def correction(content: str, number: str, verdict: str = "changed", repeats: int = 1, **fields) -> Correction:
    """A correction of the target with this number, as ``planparse correct`` would write it."""
    reading = read(content)
    target = next(one for one in reading.targets if one.quantity.text == number)
    headings = {pillar.id: pillar.title for pillar in reading.document.pillars}
    was = {name: getattr(target.quantity if hasattr(target.quantity, name) else target, name) for name in fields if name != "deadline"}
    found = {"target": target.id, "quote": target.sentence, "number": number, "heading": headings.get(target.pillar), "repeats": repeats}
    said = {"verdict": verdict, "fields": fields, "was": was, "by": "甲", "when": date(2025, 3, 1), "reason": "核对"}
    return Correction.model_validate(found | said)


def lay(content: str, *corrections: Correction):
    """The targets by their numbers, and what became of each correction."""
    entries = [Entry(line, one) for line, one in enumerate(corrections, start=1)]
    reading, outcomes = lay_over(read(content), entries, load_lexicon())
    return {target.quantity.text: target for target in reading.targets}, [outcome.standing for outcome in outcomes]


# laid over


def test_changed_fields():
    targets, outcomes = lay(PLAN, correction(PLAN, "4座", indicator="病险桥梁", modality="strive", value=5))
    target = targets["4座"]
    assert outcomes == ["applied"]
    assert (target.indicator, target.modality, target.quantity.value, target.confidence) == ("病险桥梁", "strive", 5, 1)
    assert target.reviewed is not None
    assert (target.reviewed.verdict, target.reviewed.by, target.reviewed.reason) == ("changed", "甲", "核对")
    before = target_of(PLAN, "4座")
    assert target.reviewed.before == {"indicator": "危桥", "modality": "firm", "value": 4, "confidence": before.confidence}
    assert targets["30公里"] == target_of(PLAN, "30公里"), "the others stay as they are"


def test_a_changed_unit_brings_its_dimension_and_base_unit():
    target = lay(PLAN, correction(PLAN, "30公里", unit="米"))[0]["30公里"]
    assert (target.quantity.unit, target.quantity.dimension) == ("米", "length")
    assert target.quantity.si is not None
    assert (target.quantity.si.value, target.quantity.si.unit) == (30, "m")


def test_other_words_of_the_source():
    target = lay("改造提升4千米道路。", correction("改造提升4千米道路。", "4千米", text="4千"))[0]["4千"]
    assert (target.span.start, target.span.end) == (4, 6)


def test_status_takes_modality_and_deadline_along():
    past = lay(PLAN, correction(PLAN, "4座", status="achieved"))[0]["4座"]
    assert (past.status, past.modality, past.deadline) == ("achieved", None, None)
    report = "2024年工作回顾\n全年建成公园3座。\n"
    planned = lay(report, correction(report, "3座", status="planned"))[0]["3座"]
    assert (planned.status, planned.modality) == ("planned", "firm")


def test_a_deadline_is_its_last_day():
    target = lay(PLAN, correction(PLAN, "4座", deadline=date(2025, 6, 30)))[0]["4座"]
    assert target.deadline is not None
    assert (target.deadline.start, target.deadline.end, target.deadline.source) == (date(2025, 1, 1), date(2025, 6, 30), "person")


def test_rejected_and_confirmed():
    targets, outcomes = lay(PLAN, correction(PLAN, "16个", "rejected"), correction(PLAN, "4座", "confirmed", indicator="危桥"))
    assert outcomes == ["applied", "applied"]
    assert "16个" not in targets
    assert targets["4座"].reviewed is not None
    assert targets["4座"].reviewed.verdict == "confirmed"


def test_added():
    content = "青柳县2025年工作要点\n一、办实事\n优化街区环境，打造“三廊”景观带。\n"
    added = Correction(
        target="plan.added", verdict="added", quote="打造“三廊”", number="三廊", heading="办实事",
        fields={"indicator": "景观廊道", "value": 3, "unit": "条"},
    )  # fmt: skip
    assert read(content).targets == ()
    targets, outcomes = lay(content, added)
    target = targets["三廊"]
    assert outcomes == ["applied"]
    assert content[target.span.start : target.span.end] == "三廊"
    assert (target.indicator, target.quantity.value, target.status, target.rule) == ("景观廊道", 3, "planned", "added by hand")
    assert target.pillar == read(content).document.pillars[-1].id
    assert target.reviewed is not None
    assert target.reviewed.verdict == "added"
    back = added.model_copy(update={"target": target.id, "verdict": "changed"})
    rejected = back.model_copy(update={"verdict": "rejected"})
    assert "三廊" not in lay(content, added, rejected)[0]
    assert "三廊" in lay(content, added, rejected, back)[0], "taken in again"
    with_more = added.model_copy(update={"target": target.id, "verdict": "changed", "fields": fields_said(["measure=output"])})
    assert lay(content, added, with_more)[0]["三廊"].measure == "output"


def test_later_corrections_win_field_by_field():
    first = correction(PLAN, "4座", indicator="病险桥梁", modality="strive")
    targets, _ = lay(PLAN, first, correction(PLAN, "4座", modality="expect"))
    assert (targets["4座"].indicator, targets["4座"].modality) == ("病险桥梁", "expect")
    assert "4座" not in lay(PLAN, first, correction(PLAN, "4座", "rejected"))[0]
    assert "4座" in lay(PLAN, correction(PLAN, "4座", "rejected"), first)[0], "taken back"


# found again


@pytest.mark.parametrize(
    "edited",
    [
        PLAN.replace("30公里", "45公里"),
        PLAN.replace("新建农村公路30公里，", ""),
        PLAN.replace("改造老旧小区20个。", "改造老旧小区25个。新建公园3座。"),
        PLAN.replace("一、交通", "一、打通断头路"),
        "（征求意见稿）\n" + PLAN,
        PLAN.replace("公里，加固", "公里。加固"),
    ],
)
def test_found_where_the_text_around_it_moved(edited):
    targets, outcomes = lay(edited, correction(PLAN, "4座", indicator="病险桥梁"))
    assert outcomes == ["applied"]
    assert targets["4座"].indicator == "病险桥梁"


LIST = "2025年计划\n一、示范创建\n建设10个民族团结示范县、100个民族团结示范乡镇、1000个民族团结示范村。\n"


@pytest.mark.parametrize(
    "edited",
    [
        LIST.replace("10个", "15个", 1),
        LIST.replace("10个民族团结示范县、", ""),
        LIST.replace("、1000个民族团结示范村", "、9个民族团结示范社区"),
    ],
)
def test_found_where_the_list_around_it_changed(edited):
    targets, outcomes = lay(edited, correction(LIST, "100个", modality="strive"))
    assert outcomes == ["applied"]
    assert targets["100个"].modality == "strive"


def test_the_order_of_rows_does_not_hang_on_corrections():
    plain = [target.id for target in read(LIST + PLAN).targets]
    reading, _ = lay_over(read(LIST + PLAN), [Entry(1, correction(LIST + PLAN, "4座", modality="strive"))], load_lexicon())
    assert [target.id for target in reading.targets] == plain


def test_held_where_the_number_changed():
    edited = PLAN.replace("4座", "6座")
    targets, outcomes = lay(edited, correction(PLAN, "4座", value=5))
    assert outcomes == ["held"]
    assert targets["6座"] == target_of(edited, "6座")


@pytest.mark.parametrize("verdict", ["changed", "confirmed", "rejected"])
def test_gone_where_the_words_are_gone(verdict):
    edited = PLAN.replace("，加固危桥4座", "")
    targets, outcomes = lay(edited, correction(PLAN, "4座", verdict, indicator="病险桥梁"))
    assert outcomes == ["gone"]
    assert set(targets) == {"30公里", "20个", "1200个", "16个"}


TWICE = """青柳县2025年工作要点
一、东片
新建公园3座。绿化道路5公里。
二、西片
新建公园3座。
三、北片
新建公园3座。
"""


def third(content: str, heading: str, **fields) -> Correction:
    """A correction of 新建公园3座 under one of the headings."""
    reading = read(content)
    pillar = next(pillar for pillar in reading.document.pillars if pillar.title == heading)
    target = next(target for target in reading.targets if target.pillar == pillar.id and target.quantity.text == "3座")
    repeats = content.count("新建公园3座")
    said = {"quote": target.sentence, "number": "3座", "heading": heading, "repeats": repeats, "fields": fields or {"indicator": "游园"}}
    return Correction.model_validate({"target": target.id, "verdict": "changed", **said})


def where(content: str, one: Correction) -> list[str]:
    """Headings under which the correction was laid over."""
    reading, _ = lay_over(read(content), [Entry(1, one)], load_lexicon())
    titles = {pillar.id: pillar.title for pillar in reading.document.pillars}
    return [titles[target.pillar] for target in reading.targets if target.reviewed]


@pytest.mark.parametrize("heading", ["东片", "西片", "北片"])
def test_equal_words_are_told_apart_by_their_headings(heading):
    assert where(TWICE, third(TWICE, heading)) == [heading]


def test_equal_words_stay_told_apart_when_one_of_them_goes():
    without = TWICE.replace("二、西片\n新建公园3座。", "二、西片\n新建泵站2座。")
    assert where(without, third(TWICE, "东片")) == ["东片"]
    assert where(without, third(TWICE, "北片")) == ["北片"]
    assert where(without, third(TWICE, "西片")) == []
    last = "青柳县2025年工作要点\n一、东片\n新建公园3座。\n"
    assert where(last, third(TWICE, "西片")) == [], "one that is left need not be the one that was meant"


def test_a_clause_that_says_little_is_not_found_somewhere_else():
    content = "2025年计划\n一、农业\n农业增加值达到90亿元，增长5%。\n二、工业\n工业增加值达到300亿元，增长5%。\n"
    farms = next(target for target in read(content).targets if target.quantity.text == "5%")
    one = Correction(
        target=farms.id, verdict="changed", quote=farms.sentence, number="5%", heading="农业", fields={"indicator": "农业增速"}
    )
    assert where(content, one) == ["农业"]
    assert where(content.replace("农业增加值达到90亿元，增长5%。", "农业保持稳定。"), one) == []


# what the rules read meanwhile


def test_said_where_the_rules_read_something_else_now():
    stale = correction(PLAN, "4座", indicator="病险桥梁").model_copy(update={"was": fields_said(["indicator=桥"])})
    targets, outcomes = lay(PLAN, stale)
    assert outcomes == ["outdated"]
    assert targets["4座"].indicator == "病险桥梁", "the words stand, so the person's word does"


def test_needless_where_the_rules_read_it_so_themselves():
    assert lay(PLAN, correction(PLAN, "4座", indicator="危桥"))[1] == ["needless"]


def test_a_confirmed_reading_stays_when_the_rules_change():
    confirmed = correction(PLAN, "4座", "confirmed", indicator="桥", unit="座").model_copy(update={"was": Fields()})
    targets, outcomes = lay(PLAN, confirmed)
    assert outcomes == ["outdated"]
    assert targets["4座"].indicator == "桥"


def test_what_does_not_fit_is_said_and_changes_nothing():
    targets, outcomes = lay(PLAN, correction(PLAN, "4座", comparator="range"))
    assert outcomes == ["misfit"]
    assert targets["4座"] == target_of(PLAN, "4座")


def test_a_later_correction_covers_what_became_stale():
    edited = PLAN.replace("4座", "6座")
    old = correction(PLAN, "4座", indicator="病险桥梁")
    assert lay(edited, old, correction(edited, "6座", indicator="病险桥梁"))[1] == ["applied"]
    assert lay(edited, old, correction(edited, "6座", "confirmed", indicator="危桥"))[1] == ["applied"]
    assert lay(edited, old, correction(edited, "6座", value=7))[1] == ["held", "applied"], "of another field"


# the file

FILE = """\
# our corrections
schema: planparse/corrections/1
corrections:   # newest last
  # the bridges
  - {target: plan.aa, verdict: rejected, quote: 加固危桥4座。, number: 4座}

  - target: plan.bb
    verdict: changed   # see the minutes
    quote: 新增公办学位1200个。
    number: 1200个
    fields:
      unit: 位
# the end
"""


def test_adding_keeps_every_byte_that_was_there(tmp_path):
    path = tmp_path / "corrections.yaml"
    path.write_text(FILE, "utf-8")
    new = correction(PLAN, "30公里", unit="米")
    add_correction(path, new)
    written = path.read_text("utf-8")
    assert written.startswith(FILE)
    assert [entry.correction for entry in load_corrections(path).entries][2:] == [new]
    assert [entry.line for entry in load_corrections(path).entries] == [5, 7, 14]


@pytest.mark.parametrize(
    "content", [None, "", "schema: planparse/corrections/1\n", "schema: planparse/corrections/1\ncorrections: []\n", FILE[:-1]]
)
def test_adding_to_whatever_there_is(tmp_path, content):
    path = tmp_path / "corrections.yaml"
    if content is not None:
        path.write_text(content, "utf-8")
    for number in ("4座", "20个"):
        add_correction(path, correction(PLAN, number, "rejected"))
    assert [entry.correction.number for entry in load_corrections(path).entries][-2:] == ["4座", "20个"]
    assert yaml.safe_load(path.read_text("utf-8"))["schema"] == "planparse/corrections/1"


def test_a_list_that_is_not_last_is_refused_and_kept(tmp_path):
    path = tmp_path / "corrections.yaml"
    path.write_text(
        "corrections: [{target: plan.aa, verdict: rejected, quote: 4座, number: 4座}]\nschema: planparse/corrections/1\n", "utf-8"
    )
    before = path.read_text("utf-8")
    with pytest.raises(CorrectionsError, match="does not stand last"):
        add_correction(path, correction(PLAN, "4座", "rejected"))
    assert path.read_text("utf-8") == before


@given(quote=any_text, reason=any_text, indicator=any_text.filter(bool))
def test_any_words_survive_the_file(tmp_path_factory, quote, reason, indicator):
    path = tmp_path_factory.mktemp("corrections") / "corrections.yaml"
    said = {"target": "plan.aa", "verdict": "changed", "quote": f"{quote}4座", "number": "4座", "reason": reason}
    one = Correction.model_validate({**said, "fields": {"indicator": indicator, "max": None}, "was": {"deadline": date(2025, 1, 1)}})
    add_correction(path, one)
    assert [entry.correction for entry in load_corrections(path).entries] == [one]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("a: [", "not YAML: line "),
        ("readings: []\n", "not a planparse corrections file; begin it with: schema: planparse/corrections/1"),
        (FILE.replace("rejected", "refused"), "line 5: corrections[0].verdict: expected 'changed', "),
        (FILE.replace("      unit: 位", "      unti: 位"), 'line 12: corrections[1].fields.unti: unknown field; did you mean "unit"?'),
        (FILE.replace("    number: 1200个\n", ""), "line 7: corrections[1].number: missing"),
        (FILE.replace("verdict: changed", "verdikt: changed"), 'line 8: corrections[1].verdikt: unknown field; did you mean "verdict"?'),
        (FILE.replace("number: 1200个", "number: 12个"), "line 7: corrections[1]: expected a number that stands in its quote"),
        (FILE.replace("    fields:\n      unit: 位\n", ""), "line 7: corrections[1]: expected fields that the target gets instead"),
    ],
)
def test_faults_name_their_line(tmp_path, content, error):
    path = tmp_path / "corrections.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(CorrectionsError) as raised:
        load_corrections(path)
    assert str(raised.value).startswith(f"{path}: {error}")
    assert "\n" not in str(raised.value)


def test_no_file_is_no_corrections(tmp_path):
    assert load_corrections(tmp_path / "none.yaml").entries == ()


# as people type them


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ("unit=户", {"unit": "户"}),
        ("quantity.unit=户", {"unit": "户"}),
        ("subject=null", {"subject": None}),
        ("value=4.5", {"value": planparse.extract_text("增长4.5%。").targets[0].quantity.value}),
        ("responsible=财政局、民政局", {"responsible": ("财政局", "民政局")}),
        ("examples=", {"examples": ()}),
        ("indicator=A=B", {"indicator": "A=B"}),
    ],
)
def test_fields_said(said, fields):
    assert fields_said([said]).given() == fields


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("unti=户", '--set: unti: unknown field; did you mean "unit"?'),
        ("unit", "--set: unit: no =; write it as: --set unit=户"),
        ("span=3", "--set: span: follows from the source"),
        ("value=many", '--set: value: expected number, found "many"'),
        ("deadline=soon", "--set: deadline.end: expected a date"),
        ("modality=must", "--set: modality: expected 'firm', "),
        ("indicator=", "--set: indicator: "),
    ],
)
def test_what_cannot_be_set(said, error):
    with pytest.raises(CorrectionsError) as raised:
        fields_said([said])
    assert str(raised.value).startswith(error)


# the command


@pytest.fixture
def project(tmp_path, monkeypatch, capsys):
    """A project of one plan, begun with init; gives a function that runs a command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740787200")
    Path("plans").mkdir()
    Path("plans/plan.txt").write_text(PLAN, "utf-8")

    def run(*arguments: str) -> tuple[int, str, list[str]]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err.splitlines()

    assert run("init", "plans")[0] == 0
    return run


def name_of(number: str) -> str:
    return target_of(PLAN, number).id


def test_correct_then_fix_then_in_sync(project):
    status, out, err = project("correct", name_of("4座"), "--set", "indicator=病险桥梁", "--by", "甲", "--reason", "口径")
    assert (status, out) == (0, "")
    said = f"plans/corrections.yaml: {name_of('4座')} changed: indicator 危桥 → 病险桥梁; "
    assert err == [f"{said}bring the catalog up to date with: planparse check --fix"]
    (written,) = yaml.safe_load(Path("plans/corrections.yaml").read_text("utf-8"))["corrections"]
    assert list(written.items()) == [
        ("target", name_of("4座")),
        ("verdict", "changed"),
        ("quote", "新建农村公路30公里，加固危桥4座。"),
        ("number", "4座"),
        ("source", "plan.txt"),
        ("heading", "交通"),
        ("fields", {"indicator": "病险桥梁"}),
        ("was", {"indicator": "危桥"}),
        ("by", "甲"),
        ("when", date(2025, 3, 1)),
        ("reason", "口径"),
    ]
    status, out, _ = project("check")
    assert status == 1
    assert "indicator: 危桥 → 病险桥梁; reviewed: none → changed, by 甲, 口径  (plans/plan.txt:3; by corrections)" in out
    assert project("check", "--fix")[0] == 0
    assert project("check")[2] == ["plans/catalog.yaml: in sync, 5 targets"]
    catalog = planparse.load_catalog("plans/catalog.yaml")
    assert next(target for target in catalog.targets if target.id == name_of("4座")).indicator == "病险桥梁"


def test_every_extraction_lays_them_over(project):
    project("correct", name_of("16个"), "--reject")
    assert project("extract")[2] == ["1 document, 4 targets (planned); 1 correction laid over"]
    assert project("extract", "plans")[2][-1].endswith("1 correction laid over")
    assert project("extract", "plans", "-o", "elsewhere.yaml")[2][-1].endswith("1 correction laid over")
    assert "16个" not in project("show")[1]
    assert len(planparse.extract("plans").targets) == 4


def test_confirm_takes_what_is_shown(project):
    project("correct", name_of("4座"), "--set", "indicator=病险桥梁")
    assert project("correct", name_of("4座"), "--confirm")[0] == 0
    project("check", "--fix")
    target = next(one for one in planparse.load_catalog("plans/catalog.yaml").targets if one.id == name_of("4座"))
    assert target.indicator == "病险桥梁"
    assert target.reviewed is not None
    assert (target.reviewed.verdict, target.reviewed.before["indicator"]) == ("confirmed", "危桥")


def test_add_what_was_missed(project):
    Path("plans/plan.txt").write_text(PLAN + "打造“三廊”景观带。\n", "utf-8")
    quote = ("--quote", "打造“三廊”景观带", "--number", "三廊")
    assert len(planparse.extract("plans", status="all").targets) == 5, "the rules take it for a slogan"
    status, _, err = project("correct", "plan", "--add", *quote, "--set", "indicator=景观廊道", "--set", "value=3", "--set", "unit=条")
    assert (status, len(err)) == (0, 1)
    assert project("check", "--fix")[0] == 0
    added = planparse.load_catalog("plans/catalog.yaml").targets[-1]
    assert (added.indicator, added.quantity.text, added.quantity.value, added.span.line) == ("景观廊道", "三廊", 3, 6)
    assert project("correct", added.id, "--set", "action=设")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["plan.none", "--reject"], "planparse: plan.none: no such target in plans/plan.txt; "),
        (["plam.aa", "--reject"], 'planparse: plam: no such document among the sources; did you mean "plan"?'),
        (["plan", "--reject"], "planparse: plan: not the id of a target; "),
        (["{4座}", "--reject", "--quote", "4座"], "planparse: planparse correct: --quote and --number go with --add; "),
        (["{4座}"], "planparse: planparse correct: nothing to say of it; "),
        (["{4座}", "--reject", "--confirm"], "planparse: planparse correct: several things to say of it; "),
        (["{4座}", "--set", "indicator=危桥"], "planparse: {4座}: the rules read it so themselves now; "),
        (["{4座}", "--set", "pillar=p-1"], "planparse: {4座}: the document has no heading p-1; "),
        (["plan", "--add", "--set", "indicator=桥"], "planparse: --quote: "),
        (["plan", "--add", "--quote", "加固危桥4座", "--set", "indicator=桥"], "planparse: --quote: the rules read it already: {4座}"),
        (["plan", "--add", "--quote", "没有这句9座", "--set", "indicator=桥"], "planparse: --quote: 没有这句9座 stands 0 times there"),
    ],
)
def test_what_cannot_be_corrected_is_one_line_and_writes_nothing(project, arguments, error):
    arguments = [argument.replace("{4座}", name_of("4座")) for argument in arguments]
    status, out, err = project("correct", *arguments)
    assert (status, out, len(err)) == (2, "", 1)
    assert err[0].startswith(error.replace("{4座}", name_of("4座")))
    assert not Path("plans/corrections.yaml").exists()


def test_the_library_warns(project):
    project("correct", name_of("4座"), "--set", "value=5")
    Path("plans/plan.txt").write_text(PLAN.replace("4座", "6座"), "utf-8")
    with pytest.warns(
        CorrectionsWarning, match=r"plans/corrections\.yaml:5: plan\.\w+ changed: the number was 4座 and is 6座 now; not applied"
    ):
        planparse.extract("plans")


@given(st.lists(st.sampled_from(["4座", "20个", "1200个", "30公里"]), max_size=4), st.booleans())
def test_corrections_touch_only_their_targets(numbers, reject):
    made = [correction(PLAN, number, "rejected" if reject else "changed", indicator="另一") for number in numbers]
    targets, _ = lay(PLAN, *made)
    for number in {"4座", "20个", "1200个", "30公里", "16个"} - set(numbers):
        assert targets[number] == target_of(PLAN, number)
