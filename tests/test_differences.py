"""What diff says of two plans."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import planparse
from planparse.findings.differences import diff
from planparse.findings.models import Finding, Findings
from planparse.models import Catalog

pytest.importorskip("rapidfuzz")
pytest.importorskip("scipy")


def plan(text: str, year: int = 2025) -> Catalog:
    return planparse.extract_text(text, name=f"plan-{year}.txt", period=str(year), issuer="某市")


def differences(old: str, new: str, years: tuple[int, int] = (2024, 2025)) -> Findings:
    return diff(plan(old, years[0]), plan(new, years[1]), "old.yaml", "new.yaml")


def only(old: str, new: str, years: tuple[int, int] = (2024, 2025)) -> Finding:
    (finding,) = differences(old, new, years).findings
    return finding


def apart(finding: Finding) -> tuple[Decimal | None, Decimal | None, str | None]:
    assert finding.pairing
    return finding.pairing.absolute, finding.pairing.relative, finding.pairing.unit


def test_a_raised_target():
    finding = only("城镇新增就业4万人。", "全市新增城镇就业4.5万人。")
    assert (finding.kind, finding.level, finding.cause) == ("target-raised", "warning", None)
    assert apart(finding) == (5000, Decimal("0.125"), "人")
    assert (finding.before, finding.after, finding.path, finding.line) == ("40000 人", "45000 人", "plan-2025.txt", 1)
    assert finding.message.startswith("raised     某市 · ")
    assert "40000 → 45000 人 (+5000, +12.5 %)  (plan-2025.txt:1; was plan-2024.txt:1; sure 0.9" in finding.message
    assert finding.pairing and finding.pairing.path == "plan-2024.txt" and finding.pairing.sentence == "城镇新增就业4万人。"


def test_a_lowered_target():
    finding = only("建设高标准农田5万亩。", "建设高标准农田4万亩。")
    assert finding.kind == "target-lowered"
    assert apart(finding) == (-10000, Decimal("-0.2"), "亩")
    assert "(-10000, -20 %)" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "absolute"),
    [("地区生产总值增长6%。", "GDP增长5.5%。", Decimal("-0.5")), ("森林覆盖率达到35%。", "森林覆盖率达到36%。", 1)],
)
def test_shares_are_points_apart(old, new, absolute):
    finding = only(old, new)
    assert apart(finding) == (absolute, None, "个百分点")
    assert "个百分点)" in finding.message


def test_another_unit_of_the_same_scale_is_subtracted_in_the_base_unit():
    finding = only("造林1500亩。", "造林120公顷。")
    assert finding.kind == "target-raised"
    assert apart(finding) == (200000, Decimal("0.2"), "m2")
    assert "1500 亩 → 120 公顷 (+200000 m2, +20 %)" in finding.message
    assert only("造林1500亩。", "造林100公顷。").kind == "target-same"


@given(st.integers(1, 10**7))
@settings(max_examples=20, deadline=None)
def test_rounding_of_base_units_is_no_difference(hectares):
    finding = only(f"造林{hectares}公顷。", f"造林{hectares * 15}亩。")
    assert finding.kind == "target-same"
    assert finding.pairing and finding.pairing.absolute == 0


def test_classifiers_cannot_be_subtracted():
    finding = only("培育高新技术企业100家。", "培育高新技术企业120个。")
    assert finding.kind == "target-otherwise"
    assert apart(finding) == (None, None, None)
    assert [(field.name, field.before, field.after) for field in finding.fields] == [("unit", "家", "个")]
    assert only("培训教师100人。", "培训教师120名。").kind == "target-raised"


def test_another_comparator_is_otherwise_and_beside_another_value_a_field():
    alone = only("新建充电桩500个。", "新建充电桩500个以上。")
    assert alone.kind == "target-otherwise"
    assert [field.name for field in alone.fields] == ["comparator"]
    assert "comparator eq → min" in alone.message
    assert only("新建充电桩500个。", "新建充电桩600个以上。").kind == "target-raised"


@pytest.mark.parametrize(
    ("old", "new", "kind", "absolute"),
    [
        ("地区生产总值增长5%—6%。", "地区生产总值增长6%—7%。", "target-raised", 1),
        ("地区生产总值增长6%—6.5%。", "地区生产总值增长5.5%。", "target-lowered", None),
        ("地区生产总值增长5%—6%。", "地区生产总值增长5%—7%。", "target-raised", None),
        ("地区生产总值增长5%—6%。", "地区生产总值增长4%—7%。", "target-otherwise", None),
        ("地区生产总值增长5%—6%。", "地区生产总值增长5.5%。", "target-otherwise", None),
    ],
)
def test_ranges_count_with_both_ends(old, new, kind, absolute):
    finding = only(old, new)
    assert (finding.kind, apart(finding)[0]) == (kind, absolute)


def test_nothing_can_be_said_relative_to_nothing():
    catalog = plan("新建充电桩500个。", 2024)
    (target,) = catalog.targets
    none = target.model_copy(update={"quantity": target.quantity.model_copy(update={"value": Decimal(0)}), "sentence": "不新建充电桩。"})
    before = catalog.model_copy(update={"targets": (none,)})
    (finding,) = diff(before, plan("新建充电桩600个。"), "old", "new").findings
    assert apart(finding) == (600, None, "个")


def test_a_deadline_counts_only_between_plans_of_one_period():
    assert only("到2026年底，新建充电桩500个。", "到2027年底，新建充电桩500个。", (2024, 2025)).kind == "target-same"
    finding = only("到2026年底，新建充电桩500个。", "到2027年底，新建充电桩500个。", (2026, 2026))
    assert finding.kind != "target-same"


def test_same_order_and_summary():
    found = differences(
        "城镇新增就业4万人。新建公厕30座。造林1500亩。森林覆盖率达到35%。新建充电桩500个。",
        "新增养老床位800张。森林覆盖率达到35%。新建充电桩500个以上。造林1000亩。城镇新增就业5万人。",
    )
    assert [finding.kind.removeprefix("target-") for finding in found.findings] == [
        "raised", "lowered", "otherwise", "removed", "added", "same",
    ]  # fmt: skip
    assert [finding.level for finding in found.findings] == ["warning"] * 5 + ["note"]
    assert found.summary == "1 raised, 1 lowered, 1 otherwise changed, 1 dropped, 1 new, 1 the same"
    assert (found.command, found.old, found.new, found.same, found.targets) == ("diff", "old.yaml", "new.yaml", False, 5)
    dropped, new = found.findings[3:5]
    assert (dropped.path, dropped.before, dropped.after, dropped.pairing) == ("plan-2024.txt", "30 座", None, None)
    assert (new.path, new.before, new.after, new.pairing) == ("plan-2025.txt", None, "800 张", None)
    assert dropped.message == "dropped    某市 · 公厕  30 座  (plan-2024.txt:1)"


def test_a_catalog_against_itself_is_the_same():
    text = "城镇新增就业4万人。新建公厕30座。造林1500亩。地区生产总值增长5%—6%。"
    found = diff(plan(text), plan(text), "a", "b")
    assert found.same and found.summary == "the same, 4 targets"
    assert all(finding.kind == "target-same" and finding.pairing and finding.pairing.sure == 1 for finding in found.findings)
    assert all(finding.pairing and finding.pairing.absolute == 0 for finding in found.findings)


def test_empty_catalogs():
    assert differences("", "").same
    assert not differences("", "造林1500亩。").same


@given(st.integers(1, 10**9), st.integers(1, 10**9))
@settings(max_examples=30, deadline=None)
def test_values_are_exact_and_both_directions_agree(old, new):
    before, after = plan(f"造林{old}亩。", 2024), plan(f"造林{new}亩。", 2025)
    if not 0.2 < old / new < 5:
        return
    (forth,), (back,) = diff(before, after, "a", "b").findings, diff(after, before, "b", "a").findings
    assert forth.pairing and back.pairing
    assert forth.pairing.absolute == new - old == -back.pairing.absolute
    opposite = {"target-raised": "target-lowered", "target-lowered": "target-raised", "target-same": "target-same"}
    assert back.kind == opposite[forth.kind]
