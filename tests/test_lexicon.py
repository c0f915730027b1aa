"""The lexicon: what is built in, what a user's file changes, and what each fault in it says."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import cast

import pytest
import yaml

from planparse import caching
from planparse.errors import LexiconError
from planparse.lexicon import Lexicon, load_lexicon, loader, yaml_entries
from planparse.lexicon.entries import Unit
from planparse.lexicon.loader import MAX_BYTES, SECTIONS
from planparse.lexicon.yaml_entries import RawEntry, read_list

SCALE_WORDS = "十百千万亿兆"
# Where a scale word opens a unit, it is a metric prefix or a name that has it inside.
METRIC = r"[千百兆](?:米|克|升|吨|瓦|伏|乏|卡|焦|帕|赫|牛|电子伏|比特|字节|bps|分点)|兆$"


@pytest.fixture(scope="module", autouse=True)
def no_real_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    made = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caching, "cache_folder", lambda: made)
        yield


@pytest.fixture
def lexicon() -> Lexicon:
    return load_lexicon()


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def fault_of(tmp_path: Path, text: str) -> LexiconError:
    with pytest.raises(LexiconError) as caught:
        load_lexicon(written(tmp_path / "my.yaml", text))
    assert str(caught.value).startswith(f"{tmp_path / 'my.yaml'}: ")
    assert "\n" not in str(caught.value)
    return caught.value


def unit(lexicon: Lexicon, name: str) -> Unit | None:
    return next((one for one in lexicon.units if one.unit == name), None)


def forms(one: Unit) -> tuple[str, ...]:
    return (one.unit, *one.spellings)


# --- What is built in ---


def test_every_section_has_a_file_that_is_valid_yaml_and_not_empty() -> None:
    data = files("planparse.lexicon") / "data"
    for name in SECTIONS:
        entries = yaml.safe_load((data / f"{name}.yaml").read_text(encoding="utf-8"))
        assert isinstance(entries, list) and entries, name
    assert {one.name for one in data.iterdir() if one.name.endswith(".yaml")} == {f"{name}.yaml" for name in SECTIONS}


def test_a_plain_yaml_reader_reads_the_same_units(lexicon: Lexicon) -> None:
    """The loader keeps scalars as text; nobody who reads the units with another tool may see something else."""
    plain = yaml.safe_load((files("planparse.lexicon") / "data" / "units.yaml").read_text(encoding="utf-8"))
    assert tuple(Unit.model_validate(one) for one in plain) == lexicon.units


def test_the_built_in_lexicon_is_read_once() -> None:
    assert load_lexicon() is load_lexicon()


def test_there_are_at_least_330_units(lexicon: Lexicon) -> None:
    assert len(lexicon.units) >= 330


def test_no_spelling_belongs_to_two_units(lexicon: Lexicon) -> None:
    written_forms = [form for one in lexicon.units for form in forms(one)]
    assert sorted(written_forms) == sorted(set(written_forms))


def test_no_latin_unit_hides_another_that_differs_in_case(lexicon: Lexicon) -> None:
    """MW is not mW and Mb is not MB, so only units without such a twin may match in any case."""
    for one in lexicon.units:
        others = {form.lower() for other in lexicon.units if other is not one for form in forms(other)}
        if one.latin:
            assert others.isdisjoint(form.lower() for form in forms(one)), one.unit


def test_every_factor_is_positive_and_readable(lexicon: Lexicon) -> None:
    for one in lexicon.units:
        if one.si:
            assert Decimal(one.si.factor) > 0, one.unit


@pytest.mark.parametrize(
    ("name", "base", "factor"),
    [
        ("公里", "m", "1000"),
        ("平方公里", "m2", "1000000"),
        ("公顷", "m2", "10000"),
        ("吨", "kg", "1000"),
        ("担", "kg", "50"),
        ("千瓦时", "J", "3600000"),
        ("吉瓦", "W", "1000000000"),
        ("PFLOPS", "FLOPS", "1e15"),
        ("EB", "B", "1e18"),
        ("元", "CNY", "1"),
        ("兆帕", "Pa", "1000000"),
    ],
)
def test_factors_that_everybody_knows(lexicon: Lexicon, name: str, base: str, factor: str) -> None:
    one = unit(lexicon, name)
    assert one and one.si
    assert (one.si.unit, Decimal(one.si.factor)) == (base, Decimal(factor))


def test_fifteen_mu_are_a_hectare(lexicon: Lexicon) -> None:
    mu = unit(lexicon, "亩")
    assert mu and mu.si
    assert abs(Decimal(mu.si.factor) * 15 - 10000) < Decimal("1e-10")


@pytest.mark.parametrize("name", ["美元", "摄氏度", "度", "桶", "%", "P"])
def test_what_has_no_fixed_factor_has_none(lexicon: Lexicon, name: str) -> None:
    one = unit(lexicon, name)
    assert one and one.si is None


def test_a_dimension_has_one_base_unit(lexicon: Lexicon) -> None:
    bases: dict[str, set[str]] = {}
    for one in lexicon.units:
        if one.si:
            bases.setdefault(one.dimension, set()).add(one.si.unit)
    assert {dimension: units for dimension, units in bases.items() if len(units) > 1} == {}


def test_no_unit_begins_with_a_scale_word(lexicon: Lexicon) -> None:
    for one in lexicon.units:
        for form in forms(one):
            assert form[0] not in SCALE_WORDS or re.match(METRIC, form), form


def test_what_must_not_follow_is_sensible(lexicon: Lexicon) -> None:
    """It is a word's beginning, without repeats, and never takes away a bound that belongs behind the unit."""
    for one in lexicon.units:
        assert len(set(one.not_before)) == len(one.not_before), one.unit
        for word in one.not_before:
            assert word.strip() and len(word) <= 5, one.unit
            assert not any(bound.startswith(word) for bound in ("以上", "以下", "以内", "左右", "多", "余")), one.unit


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("部", ["部分", "部门", "部署"]),
        ("户", ["户籍", "户均"]),
        ("台", ["台阶"]),
        ("场", ["场所", "场景", "场馆"]),
        ("方", ["方面", "方案"]),
        ("人", ["人均", "人口", "人才"]),
        ("种", ["种植", "种子"]),
        ("面", ["面积"]),
        ("处", ["处理"]),
        ("所", ["所有", "所得"]),
    ],
)
def test_classifiers_that_open_other_words(lexicon: Lexicon, name: str, words: list[str]) -> None:
    one = unit(lexicon, name)
    assert one
    for word in words:
        assert any(word.startswith(name + begin) for begin in one.not_before), word


@pytest.mark.parametrize(
    "phrase",
    [
        "家电力企业",
        "家中小企业",
        "家装备制造企业",
        "场面向毕业生的招聘会",
        "场合作对接会",
        "所以上学校",
        "所在建学校",
        "所示范幼儿园",
        "处分布式电站",
        "名城镇职工",
        "名优秀教师",
        "种业态",
        "种粮食作物",
        "批文物",
        "批示范项目",
        "条文化街区",
        "条约束性指标",
        "座位于城区的变电站",
        "座标准化泵站",
        "户外资企业",
        "户改造",
        "支部队",
        "部长篇小说",
        "个体育场馆",
        "个性能指标",
        "人工作专班",
        "元老年津贴",
        "米线路",
        "岁以上",
        "项目标任务",
    ],
)
def test_near_misses_that_are_counted(lexicon: Lexicon, phrase: str) -> None:
    """Behind these numbers the classifier really counts, although it and the next character make a word."""
    one = unit(lexicon, phrase[0])
    assert one
    assert not any(phrase[1:].startswith(begin) for begin in one.not_before), phrase


def test_one_is_an_article_before_ge_and_a_count_before_a_building(lexicon: Lexicon) -> None:
    one, building = unit(lexicon, "个"), unit(lexicon, "座")
    assert one and building
    assert not one.one and building.one


def test_every_expression_compiles(lexicon: Lexicon) -> None:
    expressions = [one.pattern for one in lexicon.headings]
    expressions += [one.implied for one in lexicon.implied]
    expressions += [one.exclusion.replace("«n»", "") for one in lexicon.exclusions]
    for expression in expressions:
        re.compile(expression)


# --- A user's file over it ---


def test_a_user_adds_changes_and_removes(tmp_path: Path, lexicon: Lexicon) -> None:
    mine = load_lexicon(
        written(
            tmp_path / "my.yaml",
            "units:\n"
            "- {unit: 撮, dimension: mass, role: measure}\n"
            "- {unit: 盏, dimension: light}\n"
            "- {unit: 马力, remove: true}\n"
            "words:\n"
            "- {set: mine, words: [no, 12, 甲]}\n",
        )
    )
    added, changed = unit(mine, "撮"), unit(mine, "盏")
    assert added and added.role == "measure" and mine.units[-1] is added
    assert changed and changed.dimension == "light" and not changed.one
    assert unit(mine, "马力") is None and unit(lexicon, "马力") is not None
    assert mine.sets["mine"] == ("no", "12", "甲")
    assert [one.unit for one in mine.units[:-1]] == [one.unit for one in lexicon.units if one.unit != "马力"]


def test_a_word_in_two_places_is_changed_in_one_and_removed_from_both(tmp_path: Path, lexicon: Lexicon) -> None:
    def places(one: Lexicon) -> dict[str, str]:
        return {bound.place: bound.means for bound in one.bounds if bound.bound == "余"}

    assert len(places(lexicon)) > 1
    changed = load_lexicon(written(tmp_path / "a.yaml", "bounds:\n- {bound: 余, means: about, place: inside}\n"))
    assert places(changed) == {**places(lexicon), "inside": "about"}
    one_less = load_lexicon(written(tmp_path / "b.yaml", "bounds:\n- {bound: 余, place: inside, remove: true}\n"))
    assert "inside" not in places(one_less) and places(one_less)
    assert places(load_lexicon(written(tmp_path / "c.yaml", "bounds:\n- {bound: 余, remove: true}\n"))) == {}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "units:\n", "units: []\nwords: ~\n", "\ufeffunits: []\n"])
def test_a_file_without_entries_changes_nothing(tmp_path: Path, lexicon: Lexicon, text: str) -> None:
    assert load_lexicon(written(tmp_path / "my.yaml", text)).fingerprint == lexicon.fingerprint


def test_the_fingerprint_stays_and_changes_with_what_a_rule_can_notice(tmp_path: Path, lexicon: Lexicon) -> None:
    def fingerprint(text: str) -> str:
        return load_lexicon(written(tmp_path / "my.yaml", text)).fingerprint

    plain = fingerprint("units: [{unit: 撮, dimension: mass}]")
    assert re.fullmatch("[0-9a-f]{12}", plain)
    assert plain == fingerprint("units:\r\n- unit: 撮\r\n  dimension: 'mass'\r\n  one: false\r\n  note: a pinch\r\n")
    others = {fingerprint(f"units: [{{unit: 撮, dimension: {rest}}}]") for rest in ("volume", "mass, one: true")}
    assert len({plain, lexicon.fingerprint, *others}) == 4


# --- Faults: file, line, what is wrong, what to do ---


@pytest.mark.parametrize(
    ("text", "line", "fault", "remedy"),
    [
        ("units:\n- {unit: 撮, dimension: mass\n", 3, "not valid YAML", "check"),
        ("units:\n\t- unit: 撮\n", 2, "not valid YAML", "check"),
        ("- {unit: 撮}\n", 1, "not a mapping", "units:"),
        ("hello\n", 1, "not a mapping", "units:"),
        ("\nunit:\n- {unit: 撮}\n", 2, "unknown section 'unit'", "'units'"),
        ("zzzz: []\n", 1, "unknown section 'zzzz'", "use"),
        ("units: []\nunits: []\n", 2, "section 'units' is given twice", "keep one"),
        ("units: {unit: 撮}\n", 1, "not a list", "dash"),
        ("units:\n- 撮\n", 2, "the entry is not a mapping", "name: value"),
        ("units:\n- unit: 撮\n  dimenson: mass\n", 3, "unknown field 'dimenson'", "'dimension'"),
        ("units:\n- unit: 撮\n  dimension: mass\n  zzzzzz: 1\n", 4, "unknown field 'zzzzzz'", "use note"),
        ("units:\n\n- unit: 撮\n", 3, "the entry has no 'dimension'", "add dimension"),
        ("units:\n- unit: 撮\n  dimension: mass\n  role: verb\n", 4, "role is 'verb'", "'measure'"),
        ("units:\n- unit: 撮\n  dimension: mass\n  one: maybe\n", 4, "one is 'maybe'", "boolean"),
        ("units:\n- unit: 撮\n  dimension: mass\n  not_before: 合\n", 4, "not_before is not a list", "[合]"),
        ("units:\n- unit: 撮\n  dimension: [a]\n", 3, "dimension is ['a']", "string"),
        ("units:\n- unit: ''\n  dimension: mass\n", 2, "unit is ''", "at least 1"),
        ("units:\n- unit: 撮\n  dimension: mass\n  si: {unit: kg, factor: -1}\n", 4, "si.factor is '-1'", "should"),
        ("units:\n- unit: 撮\n  dimension: mass\n  spellings: [a, '']\n", 4, "empty item", "remove it"),
        ("units:\n- unit: 撮\n  unit: 合\n  dimension: mass\n", 3, "field 'unit' is given twice", "keep one"),
        (
            "units:\n- {unit: 撮, dimension: mass}\n- {unit: 撮, dimension: volume}\n",
            3,
            "'撮' is given twice",
            "keep one",
        ),
        ("units:\n- {unit: 盏, remove: true}\n- {unit: 盏, dimension: light}\n", 3, "'盏' is given twice", "keep one"),
        ("units:\n- {unit: 平方公理, remove: true}\n", 2, "no unit '平方公理' to remove", "'平方公里'"),
        ("units:\n- {unit: 撮, remove: false}\n", 2, "remove is not true", "remove: true"),
        ("units:\n- {unit: 盏, dimension: light, remove: true}\n", 2, "a removal with dimension", "write only unit"),
        ("units:\n- {remove: true}\n", 2, "a removal with no key", "write only unit"),
        ("exclusions:\n- exclusion: '(第'\n  reason: x\n", 2, "exclusion is not a regular expression", "correct it"),
        ("headings:\n- {form: x, rank: 1, pattern: '[一'}\n", 2, "pattern is not a regular expression", "correct it"),
        ("headings:\n- {form: x, rank: 1, pattern: '\\p{Han}、'}\n", 2, "pattern is not a regular expression", "correct it"),
        ("headings:\n- {form: x, rank: high, pattern: 一}\n", 2, "rank is 'high'", "integer"),
        ("words:\n- set: x\n  words: [a, {b: c}]\n", 3, "words.1 is", "string"),
        ("units: &a\n- {unit: 撮, dimension: mass}\nwords: *a\n", 3, "alias *a", "write the value"),
        ("a: " + "[" * 40 + "]" * 40 + "\n", 1, "nested too deeply", "flat"),
        ("? [a]\n: b\n", 1, "has no plain name", "check"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML", "check"),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(tmp_path: Path, text: str, line: int, fault: str, remedy: str) -> None:
    error = fault_of(tmp_path, text)
    assert error.fault.startswith(f"line {line}: "), error.fault
    assert fault in error.fault
    assert remedy in error.remedy


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "alias" in fault_of(tmp_path, "\n".join(levels)).fault


def test_a_tower_of_brackets_is_refused(tmp_path: Path) -> None:
    assert fault_of(tmp_path, "[" * 400_000).fault.startswith("line 1: ")


def test_nothing_is_made_from_a_tag(tmp_path: Path) -> None:
    mine = load_lexicon(written(tmp_path / "my.yaml", "words: [{set: x, words: [!!python/name:os.system a]}]"))
    assert mine.sets["x"] == ("a",)


def test_a_control_character_is_a_fault(tmp_path: Path) -> None:
    assert "not valid YAML" in fault_of(tmp_path, "units: \x00\n").fault


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    assert "larger than 1 MB" in fault_of(tmp_path, "#" * (MAX_BYTES + 1)).fault


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "my.yaml"
    path.write_bytes("units:\n- {unit: 撮}\n".encode("gb18030"))
    with pytest.raises(LexiconError, match="line 2: not UTF-8; save the file as UTF-8"):
        load_lexicon(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon(tmp_path / "none.yaml")
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon(tmp_path)


def test_a_lexicon_travels_to_another_process(lexicon: Lexicon) -> None:
    copy = cast(Lexicon, pickle.loads(pickle.dumps(lexicon)))
    assert copy.fingerprint == lexicon.fingerprint and copy.units == lexicon.units
    assert copy != lexicon and hash(lexicon) == hash(lexicon)


# --- What is kept of the built-in files ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "planparse"
    monkeypatch.setattr(caching, "cache_folder", lambda: folder)
    return folder


def built_in() -> Lexicon:
    """The built-in lexicon as a new process loads it."""
    return loader._lexicon_of(*loader._builtin_sections.__wrapped__())


def said_by(one: Lexicon) -> dict[str, object]:
    return {field: getattr(one, field) for field in Lexicon.__slots__}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The built-in files that were parsed since."""
    paths: list[str] = []

    def noted(text: str, path: str) -> list[RawEntry]:
        paths.append(path)
        return read_list(text, path)

    monkeypatch.setattr(yaml_entries, "read_list", noted)
    return paths


def test_the_next_process_parses_nothing_and_has_the_same_lexicon(folder: Path, parsed: list[str]) -> None:
    first = built_in()
    assert len(parsed) == len(SECTIONS)
    second = built_in()
    assert len(parsed) == len(SECTIONS)
    assert said_by(second) == said_by(first)
    assert [path.name for path in folder.iterdir()] == ["lexicon-entries"]


def test_a_changed_file_is_parsed_again(folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = built_in()
    text_of = loader._builtin_text
    monkeypatch.setattr(loader, "_builtin_text", lambda name: text_of(name).replace("盏", "琖"))
    after = built_in()
    assert len(parsed) == 2 * len(SECTIONS)
    assert unit(before, "盏") and not unit(after, "盏") and unit(after, "琖")


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"\0" * 1000])
def test_what_is_spoilt_is_parsed_again(folder: Path, parsed: list[str], spoilt: bytes, lexicon: Lexicon) -> None:
    folder.mkdir()
    (folder / "lexicon-entries").write_bytes(spoilt)
    assert built_in().fingerprint == lexicon.fingerprint
    assert built_in().fingerprint == lexicon.fingerprint
    assert len(parsed) == len(SECTIONS)


def test_entries_that_fit_no_more_are_parsed_again(folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """They were kept before somebody changed a model; the YAML tells the line that no longer fits."""
    built_in()
    monkeypatch.setitem(cast("dict[str, object]", SECTIONS), "units", loader.SECTIONS["actions"])
    with pytest.raises(LexiconError, match=r"data/units\.yaml: line \d+: "):
        built_in()


def test_an_invalid_file_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "_builtin_text", lambda name: "- {unit: 盏}")
    for _ in range(2):
        with pytest.raises(LexiconError, match="line 1: the entry has no 'dimension'"):
            built_in()
    assert not folder.exists()


def test_a_cache_that_cannot_be_made_is_no_fault(folder: Path, lexicon: Lexicon) -> None:
    folder.write_bytes(b"no folder")
    assert said_by(built_in()) == said_by(lexicon)
