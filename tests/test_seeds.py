"""The seeds: their catalog is the one that stands beside them, and facts that a reader finds in them are in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import planparse
from planparse.models import Catalog, Document, Target

ROOT = Path(__file__).parent.parent
SHIBEI, QINGHE, CANGLAN, FIVE_YEARS = "shibei-2025", "qinghe-2025", "canglan-logistics-2024-2026", "canglan-2021-2025"


@pytest.fixture(scope="module")
def everything() -> Catalog:
    """The targets of all seeds, whatever their status."""
    return planparse.extract(ROOT / "seeds", status="all")


def document(catalog: Catalog, name: str) -> Document:
    return next(document for document in catalog.documents if document.id == name)


def target(catalog: Catalog, name: str, quantity: str, sign: str) -> Target:
    """The only target of a document with this quantity and with ``sign`` in what it measures."""
    (found,) = [
        target
        for target in catalog.targets
        if target.document == name and target.quantity.text == quantity and sign in f"{target.subject}{target.indicator}"
    ]
    return found


# --- The golden catalog ---


def test_catalog_is_what_the_seeds_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    read, golden = planparse.extract("seeds"), planparse.load_catalog("seeds/catalog.yaml")
    assert all(document.seal for document in golden.documents)
    golden = golden.model_copy(update={"documents": tuple(one.model_copy(update={"seal": None}) for one in golden.documents)})
    assert read.documents == golden.documents
    assert [target.id for target in read.targets] == [target.id for target in golden.targets]
    for here, there in zip(read.targets, golden.targets, strict=True):
        assert here == there
    assert read == golden


def test_spans_point_into_the_files(everything: Catalog) -> None:
    for document in everything.documents:
        text = Path(document.path).read_text(encoding="utf-8")
        for pillar in document.pillars:
            assert text[pillar.span.start : pillar.span.end] == pillar.title
        for target in everything.targets:
            if target.document == document.id:
                assert text[target.span.start : target.span.end] == target.quantity.text


# --- What the documents say of themselves ---


@pytest.mark.parametrize(
    ("name", "issuer", "kind", "first", "last", "pillars"),
    [
        (SHIBEI, "市北区", "annual_plan", 2025, 2025, 6),
        (QINGHE, "清禾县", "work_report", 2025, 2025, 11),
        (CANGLAN, "沧澜市", "action_plan", 2024, 2026, 27),
    ],
)
def test_profile(everything: Catalog, name: str, issuer: str, kind: str, first: int, last: int, pillars: int) -> None:
    found = document(everything, name)
    assert (found.issuer, found.kind, len(found.pillars)) == (issuer, kind, pillars)
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(first, 1, 1), date(last, 12, 31))


def test_pillars_of_shibei_are_its_six_headings(everything: Catalog) -> None:
    found = document(everything, SHIBEI).pillars
    assert {(pillar.level, pillar.marker, pillar.parent) for pillar in found} == {(1, "●", None)}
    assert all(pillar.title.startswith("坚持") for pillar in found)


# --- Facts, found by reading ---

FACTS = [
    (SHIBEI, "10万张", "消费券", 100000, "张", "eq", "planned", "firm"),
    (SHIBEI, "40个", "邮轮航次", 40, "个", "min", "planned", "expect"),
    (SHIBEI, "21个", "邮轮航次", 21, "个", "eq", "achieved", None),
    (SHIBEI, "10家", "总部类重点企业", 10, "家", "min", "planned", "strive"),
    (SHIBEI, "90%", "数字化转型率", 90, "%", "min", "planned", "strive"),
    (SHIBEI, "70家", "高新技术企业", 70, "家", "eq", "planned", "strive"),
    (SHIBEI, "2.1万人", "青年人才", 21000, "人", "min", "planned", "firm"),
    (SHIBEI, "4万人", "就业", 40000, "人", "eq", "planned", "firm"),
    (SHIBEI, "4.6个", "每千人口托位数", "4.6", "个", "eq", "planned", "firm"),
    (SHIBEI, "7000批次", "检测", 7000, "批次", "min", "planned", "firm"),
    (QINGHE, "268.4亿元", "地区生产总值", 26840000000, "元", "eq", "achieved", None),
    (QINGHE, "三百四十眼", "机井", 340, "眼", "eq", "achieved", None),
    (QINGHE, "3000人", "城镇新增就业", 3000, "人", "min", "planned", "expect"),
    (QINGHE, "2%", "居民消费价格涨幅", 2, "%", "max", "planned", "expect"),
    (QINGHE, "14亿千瓦时", "发电量", 1400000000, "千瓦时", "min", "planned", "strive"),
    (QINGHE, "12万元/亩", "亩均税收", 120000, "元/亩", "eq", "planned", "firm"),
    (QINGHE, "三分之一", "村", "33.33", "%", "eq", "planned", "strive"),
    (QINGHE, "35微克/立方米", "PM2.5平均浓度", 35, "微克/立方米", "max", "planned", "firm"),
    (CANGLAN, "1.8亿吨", "港口货物吞吐量", 180000000, "吨", "eq", "planned", "firm"),
    (CANGLAN, "9万标箱", "集装箱铁水联运量", 90000, "标箱", "eq", "achieved", None),
    (CANGLAN, "20万标箱", "集装箱铁水联运量", 200000, "标箱", "eq", "planned", "firm"),
    (CANGLAN, "18小时", "在港停时", 18, "小时", "max", "planned", "firm"),
    (CANGLAN, "六成", "出口整体通关时间", 60, "%", "eq", "planned", "strive"),
    (CANGLAN, "300万元", "补助", 3000000, "元", "max", "context", None),
]


@pytest.mark.parametrize(("name", "quantity", "sign", "value", "unit", "comparator", "status", "modality"), FACTS)
def test_fact(
    everything: Catalog, name: str, quantity: str, sign: str, value: int | str, unit: str, comparator: str, status: str,
    modality: str | None,
) -> None:  # fmt: skip
    found = target(everything, name, quantity, sign)
    assert (found.quantity.value, found.quantity.unit, found.quantity.comparator) == (Decimal(value), unit, comparator)
    assert (found.status, found.modality) == (status, modality)


@pytest.mark.parametrize(
    ("name", "quantity", "sign", "end", "source"),
    [
        (SHIBEI, "10万平方米", "违法建设", date(2025, 12, 31), "sentence"),
        (SHIBEI, "1000场次", "文旅活动", date(2025, 12, 31), "document"),
        (QINGHE, "6条", "镇村公交线路", date(2025, 6, 30), "sentence"),
        (QINGHE, "25个", "项目", date(2025, 6, 30), "sentence"),
        (CANGLAN, "23公里", "航道疏浚", date(2024, 12, 31), "sentence"),
        (CANGLAN, "14.6公里", "铁路支线", date(2025, 6, 30), "sentence"),
        (CANGLAN, "12座", "智慧仓库", date(2026, 12, 31), "lead"),
        (CANGLAN, "全覆盖", "智能快件箱", date(2025, 12, 31), "sentence"),
        (CANGLAN, "3000亩", "物流项目用地", date(2026, 12, 31), "document"),
    ],
)
def test_deadline(everything: Catalog, name: str, quantity: str, sign: str, end: date, source: str) -> None:
    found = target(everything, name, quantity, sign).deadline
    assert found is not None
    assert (found.end, found.source) == (end, source)


def test_ranges_and_yearly_values(everything: Catalog) -> None:
    growth = target(everything, QINGHE, "6%—7%", "固定资产投资").quantity
    assert (growth.value, growth.max, growth.comparator) == (Decimal(6), Decimal(7), "range")
    assert target(everything, CANGLAN, "5—8家", "多式联运经营主体").quantity.max == 8
    assert target(everything, CANGLAN, "100辆", "冷藏车").per == "year"
    assert target(everything, QINGHE, "2000万元", "专项资金").per == "year"


def test_responsible_departments(everything: Catalog) -> None:
    assert target(everything, CANGLAN, "80名", "高层次物流人才").responsible == ("市教育局", "市人力资源社会保障局")
    assert target(everything, CANGLAN, "30家", "重点企业").responsible == ("市统计局", "市发展改革委")
    assert not any(found.responsible for found in everything.targets if found.document != CANGLAN)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (SHIBEI, ["4+4+2", "五筛两检", "597", "1919", "十字街坊", "三年行动"]),
        (QINGHE, ["5号线", "1+3+N", "12345", "千村美居", "60岁", "三年行动"]),
        (CANGLAN, ["一港两园", "8号泊位", "千亿级", "5A级", "一单制"]),
    ],
)
def test_names_and_slogans_are_no_targets(everything: Catalog, name: str, words: list[str]) -> None:
    text = (ROOT / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
    spans = [found.span for found in everything.targets if found.document == name]
    for word in words:
        at = text.index(word)
        assert not any(span.start < at + len(word) and at < span.end for span in spans), word


# --- The five-year plan, whose targets stand in a table ---


def test_a_table_states_targets(everything: Catalog) -> None:
    product = [one for one in everything.targets if one.document == FIVE_YEARS and one.indicator == "地区生产总值" and not one.subject]
    assert [(one.status, one.quantity.text, one.quantity.value) for one in product] == [
        ("achieved", "1180", Decimal(118_000_000_000)),
        ("planned", "1650", Decimal(165_000_000_000)),
        ("planned", "7", Decimal(7)),
    ]
    energy = target(everything, FIVE_YEARS, "14", "能源消耗降低")
    assert (energy.binding, energy.modality, energy.measure) == ("binding", "firm", "decline")
    assert energy.deadline and energy.deadline.end == date(2025, 12, 31)
