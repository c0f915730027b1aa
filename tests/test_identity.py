"""Identities hold while numbers change and the rest of the document is edited."""

from __future__ import annotations

import pytest

import planparse
from planparse.targets.identity import Numbering, digest, masked_clause

PLAN = """青柳县2025年工作要点
一、交通
新建农村公路30公里，加固危桥4座。
二、教育
新增公办学位1200个。
"""


def ids(content: str) -> list[str]:
    return [target.id for target in planparse.extract_text(content, name="plan", status="all").targets]


def pillars(content: str) -> list[str]:
    return [pillar.id for document in planparse.extract_text(content).documents for pillar in document.pillars]


def test_an_id_is_the_document_and_a_hash() -> None:
    assert all(
        name.startswith("plan.") and len(name) == len("plan.") + 8 and int(name.removeprefix("plan."), 16) >= 0 for name in ids(PLAN)
    )
    assert len(set(ids(PLAN))) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30公里", "45公里"),
        ("30公里", "三十公里"),
        ("1200个", "1,500个"),
        ("1200个", "1.5万个"),
        ("4座", "4—6座"),
        ("4座", "10余座"),
    ],
)
def test_a_changed_number_keeps_the_id(old: str, new: str) -> None:
    assert ids(PLAN.replace(old, new)) == ids(PLAN)


@pytest.mark.parametrize(
    "edited",
    [
        PLAN.replace("一、交通", "一、打通断头路"),
        PLAN.replace("二、教育", "二、水利\n新建泵站2座。\n三、教育"),
        PLAN.replace("加固危桥4座", "拆除危桥6座"),
        PLAN.replace("30公里，", "30公里。"),
        PLAN.replace("新增公办", "新增 公办"),
        "（征求意见稿）\n" + PLAN,
    ],
)
def test_an_edit_elsewhere_keeps_the_id(edited: str) -> None:
    road, _, school = ids(PLAN)
    assert {road, school} <= set(ids(edited))


def test_another_noun_or_unit_is_another_target() -> None:
    assert ids(PLAN.replace("公办学位", "公办园位"))[2] != ids(PLAN)[2]
    assert ids(PLAN.replace("30公里", "30千米"))[0] != ids(PLAN)[0]


def test_a_repeat_gets_a_number() -> None:
    twice = ids("新建公厕3座。\n新建公厕5座。\n新建公厕8座。")
    assert twice == [twice[0], f"{twice[0]}-2", f"{twice[0]}-3"]


def test_two_numbers_of_one_clause_in_one_unit() -> None:
    first, second = ids("新建公厕3座、泵站5座。")
    assert second == f"{first}-2"


def test_the_document_is_part_of_the_id() -> None:
    other = planparse.extract_text(PLAN, name="other", status="all").targets
    assert [target.id.removeprefix("other.") for target in other] == [name.removeprefix("plan.") for name in ids(PLAN)]


def test_pillar_ids_come_from_titles_and_not_from_places() -> None:
    traffic, school = pillars(PLAN)
    swapped = pillars("青柳县2025年工作要点\n一、教育\n新增学位5个。\n二、水利\n三、交通\n")
    assert (swapped[0], swapped[2]) == (school, traffic)


def test_repeated_pillar_titles_are_numbered() -> None:
    first, second = pillars("要点\n一、保障\n修路。\n二、保障\n架桥。")
    assert first.startswith("p-")
    assert second == f"{first}-2"


def test_masked_clause_leaves_out_numbers_and_spaces() -> None:
    text = "新建 公厕3,000座、泵站十二座，其他不计。"
    at = text.index("3,000")
    assert masked_clause(text, at, at + 6) == "新建公厕#座、泵站#座"


def test_digest_is_stable_and_short() -> None:
    assert digest("公厕", 8) == digest("公厕", 8)
    assert len(digest("公厕", 6)) == 6
    assert digest("\ud800", 8), "a lone surrogate is no fault"


def test_numbering_counts_each_name_for_itself() -> None:
    numbering = Numbering()
    assert [numbering.unique(name) for name in ("a", "b", "a", "a")] == ["a", "b", "a-2", "a-3"]
