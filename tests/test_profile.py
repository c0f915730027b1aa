"""Title, issuer, kind and period: from settings, title, file name, headings and first lines, in this order."""

from __future__ import annotations

from datetime import date

import pytest

from planparse import extract_text
from planparse.frontmatter import front_matter_of
from planparse.lexicon import load_lexicon
from planparse.models import Period
from planparse.outline import outline_of
from planparse.profile import DocumentSettings, Profile, profile_of
from planparse.sources.text import text_of

NOTHING = DocumentSettings()


def profile(content: str, path: str = "-", settings: DocumentSettings = NOTHING) -> Profile:
    text, lexicon = text_of(content, path), load_lexicon()
    return profile_of(text, outline_of(text, lexicon), lexicon, settings, front_matter_of(text, lexicon))


def years(found: Profile) -> tuple[int, int] | None:
    return (found.period.start.year, found.period.end.year) if found.period else None


# --- Title ---


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("青柳县2025年工作要点\n修路3公里。", "青柳县2025年工作要点"),
        ("\n\n  青柳县2025年工作要点  \n修路3公里。", "青柳县2025年工作要点"),
        ("# 青柳县2025年工作要点\n修路3公里。", "青柳县2025年工作要点"),
        ("青柳县\n2025年工作要点\n修路3公里。", "青柳县2025年工作要点"),
        ("修路3公里。", None),
        ("一、交通\n修路3公里。", None),
        ("各位代表：\n修路3公里。", None),
        ("", None),
    ],
)
def test_title(content: str, title: str | None) -> None:
    assert profile(content).title == title


def test_without_a_title_the_file_name_stands_in() -> None:
    assert profile("修路3公里。", "plans/青柳县计划.txt").title == "青柳县计划"


def test_standard_input_has_no_name() -> None:
    assert profile("修路3公里。").title is None


# --- Issuer ---


@pytest.mark.parametrize(
    ("content", "issuer"),
    [
        ("青柳县2025年工作要点\n修路。", "青柳县"),
        ("石桥市人民政府工作报告\n修路。", "石桥市"),
        ("云岭省“十四五”规划纲要\n修路。", "云岭省"),
        ("国务院关于印发行动方案的通知\n修路。", "国务院"),
        ("展望新的一年\n青柳县修路3公里，青柳县架桥2座。", "青柳县"),
        ("展望新的一年\n修路3公里。", None),
        ("产业园区2025年工作要点\n全市修路，全市架桥。", None),
    ],
)
def test_issuer(content: str, issuer: str | None) -> None:
    assert profile(content).issuer == issuer


# --- Kind ---


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青柳县2025年政府工作报告", "work_report"),
        ("青柳县2025年国民经济和社会发展计划草案", "annual_plan"),
        ("青柳县2025年工作要点", "annual_plan"),
        ("青柳县“十四五”规划纲要", "five_year_plan"),
        ("青柳县物流提升行动计划（2024—2026年）", "action_plan"),
        ("青柳县支持种业振兴若干措施", "policy"),
        ("青柳县风物志", "other"),
    ],
)
def test_kind(title: str, kind: str) -> None:
    assert profile(f"{title}\n修路3公里。").kind == kind


# --- Period ---


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("青柳县2025年工作要点", (2025, 2025)),
        ("青柳县物流提升行动计划（2024—2026年）", (2024, 2026)),
        ("青柳县物流提升三年行动计划（2024-2026）", (2024, 2026)),
        ("青柳县物流提升行动计划（2024年至2026年）", (2024, 2026)),
        ("青柳县“十四五”发展规划", (2021, 2025)),
        ("青柳县第十五个五年规划纲要", (2026, 2030)),
        ("展望2025：再出发", (2025, 2025)),
        ("青柳县二〇二五年工作要点", (2025, 2025)),
        ("青柳县物流提升行动计划", None),
    ],
)
def test_period_from_the_title(title: str, span: tuple[int, int] | None) -> None:
    assert years(profile(f"{title}\n修路3公里。")) == span


def test_period_covers_whole_years() -> None:
    found = profile("青柳县物流提升行动计划（2024—2026年）\n修路3公里。")
    assert found.period == Period(start=date(2024, 1, 1), end=date(2026, 12, 31))


def test_period_from_the_file_name() -> None:
    assert years(profile("修路3公里。", "qingliu-2025.txt")) == (2025, 2025)
    assert years(profile("修路3公里。", "qingliu-2024-2026.txt")) == (2024, 2026)


def test_title_goes_before_the_file_name() -> None:
    assert years(profile("青柳县2025年工作要点\n修路。", "old-2019.txt")) == (2025, 2025)


def test_period_from_the_headings_is_the_later_year() -> None:
    content = "政府工作报告\n一、2024年工作回顾\n修路3公里。\n二、2025年工作安排\n再修2公里。"
    assert years(profile(content)) == (2025, 2025)


def test_period_of_an_action_plan_from_its_goals() -> None:
    content = "青柳县种业振兴行动方案（2024年）\n一、总体目标\n到2027年，育种基地达到6个。"
    assert years(profile(content)) == (2024, 2027)


def test_year_within_a_longer_number_is_no_period() -> None:
    assert years(profile("编号120258\n修路。")) is None


# --- Settings ---


def test_settings_go_before_everything() -> None:
    period = Period(start=date(2030, 1, 1), end=date(2030, 12, 31))
    settings = DocumentSettings(title="甲", issuer="乙", kind="policy", period=period)
    found = profile("青柳县2025年政府工作报告\n修路。", "old-2019.txt", settings)
    assert (found.title, found.issuer, found.kind, found.period) == ("甲", "乙", "policy", period)


def test_a_title_from_settings_says_issuer_kind_and_period() -> None:
    found = profile("修路3公里。", settings=DocumentSettings(title="青柳县2025年政府工作报告"))
    assert (found.issuer, found.kind, years(found)) == ("青柳县", "work_report", (2025, 2025))


FILED = """索 引 号：003-2025-00012    主题分类：城乡建设
发文机关：青溪县人民政府\t成文日期：2025年2月18日
标　　题：青溪县城市更新三年行动方案
有 效 期：3年
青溪县城市更新三年行动方案
到2027年，改造老旧小区12个。来源于财政资金20万元。
"""


class TestFrontMatter:
    def test_it_says_who_issued_it_and_when(self) -> None:
        found = profile(FILED)
        assert (found.title, found.issuer, found.issued) == ("青溪县城市更新三年行动方案", "青溪县人民政府", 2025)
        assert found.period == Period(start=date(2025, 1, 1), end=date(2027, 12, 31))

    def test_it_holds_no_targets(self) -> None:
        catalog = extract_text(FILED, status="all")
        assert [target.quantity.text for target in catalog.targets] == ["12个", "20万元"]

    @pytest.mark.parametrize("line", ["主题：新建公园5座", "类别\t新建公园5座", "【发布日期】2025年2月18日 新建公园5座"])
    def test_a_label_at_the_top(self, line: str) -> None:
        assert extract_text(f"{line}\n").targets == ()

    @pytest.mark.parametrize("line", ["主题活动：新建公园5座", "来源不明，新建公园5座", "重点：来源：新建公园5座"])
    def test_what_only_looks_like_a_label(self, line: str) -> None:
        assert len(extract_text(f"{line}\n").targets) == 1


def test_a_plan_that_says_its_years_in_its_text() -> None:
    assert years(profile("智能工厂培育实施方案\n一、任务\n本方案实施年度为2021年—2023年。\n培育工厂12家。\n")) == (2021, 2023)


def test_a_part_of_a_report_is_of_the_year_that_its_heading_names() -> None:
    part = "三、2031年的工作\n2031年是“十六五”开局之年。今年新建公园5座。\n到2035年，建成公园40座。\n"
    assert profile(part).kind == "work_report"
    assert years(profile(part)) == (2031, 2031)
    both = part.replace("三、2031年的工作", "三、2030年工作回顾和2031年工作安排")
    assert profile(both).kind != "work_report"


def test_a_misprinted_year_gives_no_period() -> None:
    assert years(profile("园区管理规范\n第三十八条 本规范自1913年4月3日起施行。\n")) is None
