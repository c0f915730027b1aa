"""Which targets of two plans are the same."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import planparse
from catalog_strategies import catalogs
from planparse.errors import MissingExtraError
from planparse.models import Catalog, Status
from planparse.pairing import Pairs, pairs_of
from planparse.pairing.assignment import LEAST_SURE
from planparse.pairing.words import Words, same_unit

pytest.importorskip("rapidfuzz")
pytest.importorskip("scipy")

SENTENCES = [
    "全市地区生产总值增长6%左右。", "规上工业增加值增长7%。", "固定资产投资增长8%以上。", "城镇新增就业4万人。",
    "城镇登记失业率控制在4.5%以内。",
    "城镇居民人均可支配收入增长6%。", "农村居民人均可支配收入增长7%。", "改造老旧小区50个。", "新建口袋公园12个。", "新建公厕30座。",
    "新改建农村公路120公里。", "建设高标准农田5万亩。", "新增养老床位800张。", "粮食产量稳定在50亿斤以上。", "森林覆盖率达到35%。",
]  # fmt: skip
sentences = st.lists(st.sampled_from(SENTENCES), unique=True, max_size=8)


def plan(text: str, year: int = 2025, status: Status | None = None, issuer: str = "某市") -> Catalog:
    return planparse.extract_text(text, name=f"plan-{year}", period=str(year), issuer=issuer, status=status or "planned")


def paired(old: str, new: str) -> Pairs:
    return pairs_of(plan(old, 2024), plan(new, 2025))


def shown(pairs: Pairs) -> list[tuple[str, str, float]]:
    return [(pair.before.id, pair.after.id, pair.sure) for pair in pairs.pairs]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("城镇新增就业4万人。", "新增城镇就业人数4.5万人。"),
        ("全市城镇新增就业4万人。", "城镇新增就业5万人。"),
        ("地区生产总值增速6%左右。", "GDP增长5%以上。"),
        ("地区生产总值增长6%。", "经济增长5.5%左右。"),
        ("规上工业增加值增长6%。", "规模以上工业增加值增长7%。"),
        ("社会消费品零售总额增长6%。", "社零总额增长7%。"),
        ("一产增加值增长3%。", "第一产业增加值增长4%。"),
        ("单位GDP能耗下降3%。", "单位地区生产总值能耗降低2.5%。"),
        ("造林1500亩。", "造林120公顷。"),
        ("整治河道30公里。", "河道整治4.5万米。"),
        ("培育高新技术企业100家。", "培育高新技术企业120个。"),
        ("全市粮食产量稳定在50亿斤以上。", "粮食总产量达到52亿斤。"),
        ("新建充电桩500个。", "新增充电桩800个。"),
        ("建设高标准农田5万亩。", "新建高标准农田6万亩。"),
    ],
)
def test_the_same_in_other_words(old, new):
    found = paired(old, new)
    assert [(pair.before.document, pair.after.document) for pair in found.pairs] == [("plan-2024", "plan-2025")]
    assert 0.8 <= found.pairs[0].sure < 1
    assert not found.dropped and not found.new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("城镇居民人均可支配收入增长6%。", "农村居民人均可支配收入增长6%。"),
        ("城镇居民人均可支配收入增长6%。", "全体居民人均可支配收入增长6%。"),
        ("第一产业增加值增长3%。", "第二产业增加值增长3%。"),
        ("新建公园10个。", "新建公厕10个。"),
        ("创建省级园区2个。", "创建国家级园区2个。"),
        ("出口总额增长5%。", "进口总额增长5%。"),
        ("新建小学5所。", "新建中学5所。"),
        ("地区生产总值增长6%。", "人均地区生产总值增长6%。"),
        ("地区生产总值增长6%。", "地区生产总值达到6%。"),
        ("地区生产总值增长6%。", "地区生产总值达到2万亿元。"),
        ("固定资产投资增长6%。", "工业投资增长6%。"),
        ("新改建农村公路100公里。", "新建高速公路100公里。"),
        ("新增养老床位2000张。", "新增医院床位2000张。"),
        ("引进人才500名。", "培训人才500名。"),
        ("百亿企业达到3家。", "千亿企业达到3家。"),
        ("改造老旧小区50个。", "新建住宅小区20个。"),
        ("每月补助200元。", "每年补助200元。"),
        ("能耗下降3%。", "能耗增长3%。"),
    ],
)
def test_near_misses_stay_alone(old, new):
    found = paired(old, new)
    assert not found.pairs
    assert len(found.dropped) == len(found.new) == 1


def test_only_the_same_status_is_matched():
    old, new = plan("去年完成造林1500亩。", 2024, "all"), plan("今年完成造林1600亩。", 2025, "all")
    assert [target.status for catalog in (old, new) for target in catalog.targets] == ["achieved", "planned"]
    assert not pairs_of(old, new).pairs


def test_each_target_has_one_partner_and_the_better_one():
    found = paired("新建公园10个。新建口袋公园12个。", "新建口袋公园15个。")
    assert [(pair.before.indicator, pair.after.indicator) for pair in found.pairs] == [("口袋公园", "口袋公园")]
    assert [target.indicator for target in found.dropped] == ["公园"]


def test_a_rival_nearly_as_good_lowers_how_sure_a_pair_is():
    alone = paired("城乡低保标准提高到每人每月740元。", "城乡低保标准提高到每人每月780元。")
    rivals = paired(
        "城乡低保标准提高到每人每月740元。低保标准每人每月485元。", "城乡低保标准提高到每人每月780元。城乡低保标准提高到每人每月515元。"
    )
    assert rivals.pairs[0].sure < alone.pairs[0].sure


def test_a_repeat_of_the_same_target_is_no_rival():
    once = paired("地区生产总值增长6%。", "地区生产总值增长5%。")
    twice = paired("地区生产总值增长6%。经济增长6%。", "地区生产总值增长5%。")
    assert [pair.sure for pair in twice.pairs] == pytest.approx([pair.sure for pair in once.pairs], abs=0.02)
    assert len(twice.dropped) == 1


def test_a_target_of_five_years_is_less_surely_one_of_this_year():
    this_year = paired("单位GDP能耗下降3%。", "单位GDP能耗下降2.5%。")
    by_2030 = paired("单位GDP能耗下降3%。", "到2030年，单位GDP能耗下降13%。")
    assert not by_2030.pairs or by_2030.pairs[0].sure < this_year.pairs[0].sure


def test_only_targets_of_one_issuer_where_both_catalogs_have_it():
    def both(year: int, *cities: str) -> Catalog:
        parts = [planparse.extract_text("地区生产总值增长6%。", name=f"{city}-{year}", period=str(year), issuer=city) for city in cities]
        return parts[0].model_copy(
            update={
                "documents": tuple(document for part in parts for document in part.documents),
                "targets": tuple(target for part in parts for target in part.targets),
            }
        )

    found = pairs_of(both(2024, "甲市", "乙市"), both(2025, "乙市", "丙市", "甲市"))
    assert [(pair.before.document, pair.after.document) for pair in found.pairs] == [("乙市-2024", "乙市-2025"), ("甲市-2024", "甲市-2025")]
    assert [target.document for target in found.new] == ["丙市-2025"]
    across = pairs_of(both(2025, "甲市"), both(2025, "乙市"))
    assert len(across.pairs) == 1, "two cities, one plan each, are compared"


def test_the_order_is_that_of_the_newer_plan_and_of_the_older_for_what_was_dropped():
    old, new = plan("".join(SENTENCES), 2024), plan("".join(reversed(SENTENCES[:9])), 2025)
    found = pairs_of(old, new)
    places = [new.targets.index(pair.after) for pair in found.pairs]
    assert len(places) == 9 and places == sorted(places)
    gone = [old.targets.index(target) for target in found.dropped]
    assert len(gone) == 6 and gone == sorted(gone)


def test_many_of_one_name_keep_their_order():
    old = plan("".join(f"第{i}街区新建农村公路{i + 10}公里。" for i in range(40)), 2024)
    one = old.targets[0]
    targets = tuple(one.model_copy(update={"id": f"{one.document}.{i:08x}", "sentence": f"甲{i}"}) for i in range(40))
    found = pairs_of(
        old.model_copy(update={"targets": targets}),
        old.model_copy(update={"targets": tuple(target.model_copy(update={"sentence": f"乙{i}"}) for i, target in enumerate(targets))}),
    )
    assert [pair.before.id for pair in found.pairs] == [pair.after.id for pair in found.pairs] == [target.id for target in targets]


@given(catalogs())
@settings(max_examples=60, deadline=None)
def test_a_catalog_is_the_same_as_itself(catalog):
    found = pairs_of(catalog, catalog)
    assert [pair.after for pair in found.pairs] == list(catalog.targets)
    assert all(pair.before == pair.after and pair.sure == 1 for pair in found.pairs)
    assert not found.dropped and not found.new


@given(catalogs(), catalogs())
@settings(max_examples=60, deadline=None)
def test_any_two_catalogs_can_be_compared(old, new):
    found = pairs_of(old, new)
    assert sorted([*(pair.before.id for pair in found.pairs), *(one.id for one in found.dropped)]) == sorted(one.id for one in old.targets)
    assert sorted([*(pair.after.id for pair in found.pairs), *(one.id for one in found.new)]) == sorted(one.id for one in new.targets)
    assert all(LEAST_SURE <= pair.sure <= 1 for pair in found.pairs)


@given(sentences, sentences, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_pairs_do_not_depend_on_which_plan_is_older_nor_on_the_order(first, second, rnd: random.Random):
    old, new = plan("".join(first), 2024), plan("".join(second), 2025)
    forth, back = pairs_of(old, new), pairs_of(new, old)
    expected = {(before, after, sure) for before, after, sure in shown(forth)}
    assert {(before, after, sure) for after, before, sure in shown(back)} == expected
    mixed = new.model_copy(update={"targets": tuple(rnd.sample(new.targets, len(new.targets)))})
    assert set(shown(pairs_of(old, mixed))) == expected


@given(st.integers(1, 10**6))
@settings(max_examples=20, deadline=None)
def test_the_same_in_another_scale(hectares):
    (pair,) = paired(f"完成造林{hectares}公顷。", f"完成造林{hectares * 15}亩。").pairs
    assert pair.sure >= 0.8
    assert pair.before.quantity.si and pair.after.quantity.si
    assert pair.before.quantity.si.value == pytest.approx(pair.after.quantity.si.value, rel=Decimal("1e-9"))


def test_the_result_does_not_depend_on_hash_seeds():
    code = (
        "import planparse\n"
        "from planparse.pairing import pairs_of\n"
        f"old = planparse.extract_text({''.join(SENTENCES)!r}, name='a', period='2024')\n"
        f"new = planparse.extract_text({''.join(reversed(SENTENCES)).replace('5', '6')!r}, name='b', period='2025')\n"
        "print([(pair.before.id, pair.after.id, pair.sure) for pair in pairs_of(old, new).pairs])"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and len(runs[0]) > 500


@pytest.mark.parametrize("package", ["rapidfuzz", "scipy.optimize"])
def test_without_the_extra(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"planparse\[diff\]"):
        paired(SENTENCES[0], SENTENCES[0])


def test_the_packages_are_loaded_only_when_they_are_needed():
    code = "import sys, planparse.pairing; assert not {'rapidfuzz', 'scipy', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_units_that_count_the_same():
    assert same_unit("人", "名") and same_unit(None, None) and same_unit("百分点", "个百分点")
    assert not same_unit("个", "家") and not same_unit("人", None) and not same_unit("%", "个百分点")


def test_every_name_of_the_word_list_becomes_its_first():
    words = Words.load()
    for name, first in words.same.items():
        assert words.same.get(first, first) == first, f"{name} becomes {first}, which becomes something else"
