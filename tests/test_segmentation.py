"""Word boundaries: a tokenizer of our own, quiet, and with its dictionary kept in the user's cache folder.

What a fresh process does is seen in a fresh process. No test here reads or writes the real cache folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import planparse
from planparse import __version__, caching, segmentation
from planparse.caching import cache_folder, keep, kept
from planparse.segmentation import boundaries, is_boundary, is_word, words


@pytest.fixture(scope="module", autouse=True)
def no_real_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    made = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caching, "cache_folder", lambda: made)
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that is still to be made."""
    folder = tmp_path / "caches" / "planparse"
    monkeypatch.setattr(caching, "cache_folder", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def by_jieba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As without the extra ``fast``."""
    monkeypatch.setattr(segmentation, "_compiled", lambda: None)
    boundaries.cache_clear()
    yield
    boundaries.cache_clear()


def fresh(code: str, cache: Path, without: Sequence[str] = ("rjieba",)) -> subprocess.CompletedProcess[str]:
    """Runs code in a process of its own; where nothing else is said, without the extra ``fast``."""
    code = f"import sys\nsys.modules.update(dict.fromkeys({[*without]}))\n{code}"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True)


def test_boundaries_enclose_every_word() -> None:
    found = boundaries("新建公共厕所")
    assert {0, 2, 6} <= found
    assert boundaries("") == {0}


def test_words_make_up_the_phrase() -> None:
    phrase = "城市建成区绿地率"
    assert "".join(words(phrase)) == phrase
    assert words("") == []


def test_unknown_words_are_not_guessed() -> None:
    assert 1 in boundaries("囍囍")


LOOK = """
import jieba, logging, sys
from planparse.segmentation import boundaries
before = jieba.default_logger.disabled
assert boundaries("新建公共厕所")
assert not jieba.dt.initialized, "the importing program's tokenizer was loaded"
assert jieba.default_logger.disabled == before, "the importing program's logger was changed"
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is the custom of other platforms")
def test_a_fresh_process_is_quiet_and_keeps_its_cache_to_the_user(tmp_path: Path) -> None:
    done = fresh(LOOK, tmp_path)
    assert (done.stdout, done.stderr) == ("", "")
    assert [path.name for path in (tmp_path / "planparse").iterdir()] == ["jieba-words"]
    assert (tmp_path / "planparse").stat().st_mode & 0o077 == 0, "others could write what is loaded later"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is the custom of other platforms")
def test_a_cache_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert fresh(LOOK, tmp_path / "file").stderr == ""


def test_jieba_sleeps_until_a_quantity_is_found(tmp_path: Path) -> None:
    code = """
import sys, planparse
planparse.extract_text("优化服务，便民利企。")
assert "jieba" not in sys.modules
planparse.extract_text("优化服务，新建公共厕所3座。")
assert "jieba" in sys.modules
"""
    fresh(code, tmp_path)


def test_words_added_by_the_importing_program_change_nothing() -> None:
    import jieba

    phrase = "绿廊驿站示范片"
    before = words(phrase)
    jieba.add_word(phrase)
    boundaries.cache_clear()
    try:
        assert words(phrase) == before
    finally:
        jieba.del_word(phrase)


SIGNS = "新建设城市建成区绿地率公共厕所在人中华人民共和国abc019．%、。 \r\n囍"


@given(st.text(alphabet=SIGNS, max_size=30), st.integers(min_value=-1, max_value=31))
def test_a_boundary_is_found_as_the_cutting_gives_it(clause: str, at: int) -> None:
    assert is_boundary(clause, at) == (at in boundaries(clause))


def test_a_place_that_no_word_reaches_across_is_found_without_cutting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentation, "boundaries", lambda clause: pytest.fail("the clause was cut"))
    assert is_boundary("建成厕所", 2)


def test_a_word_stands_between_two_boundaries() -> None:
    assert is_word("新建公共厕所", 2, 6)
    assert not is_word("新建公共厕所", 3, 6)


# --- The dictionary, and what is kept of it ---


def jieba_with(dictionary: Path | None = None) -> Any:
    import jieba

    return jieba.Tokenizer(dictionary and str(dictionary))


def made_by_jieba(tokenizer: Any) -> tuple[dict[str, int], int]:
    made: tuple[dict[str, int], int] = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return made


def looked_up(content: bytes, words: Iterable[str]) -> tuple[dict[str, int], int]:
    """What a kept dictionary says of words, and of what else begins like two of their characters."""
    dictionary = segmentation._Dictionary(content)
    dictionary.look_up("\n".join(words))
    return dictionary.frequencies, dictionary.total


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    """A small dictionary with what could be lost on the way: a word given twice, one without frequency, signs, rare characters."""
    path = tmp_path / "dict.txt"
    path.write_bytes("路灯 7 n\n路灯杆 0 n\n路 883634\n路灯 9 n\nAT&T 3 nz\n𠮷野家 4294967295\n\ufeff囍\r囍 2\n".encode())
    return path


def remade(tokenizer: Any, version: str = "0.42.1") -> bool:
    """Whether the dictionary had to be made anew. Either way it is the one that jieba makes."""
    expected = made_by_jieba(tokenizer)
    files: list[Any] = []

    def noted(file: Any) -> Any:
        files.append(file)
        return type(tokenizer).gen_pfdict(file)

    tokenizer.gen_pfdict = noted
    assert looked_up(segmentation._dictionary(tokenizer, version), expected[0]) == expected
    return bool(files)


def test_the_dictionary_is_the_one_that_jieba_makes(folder: Path) -> None:
    frequencies, total = made_by_jieba(jieba_with())
    asked = sorted(frequencies)[::40]
    text = "\n".join(asked)
    starts = {*text, *map("".join, pairwise(text))}
    expected = {word: often for word, often in frequencies.items() if word in starts or word[:2] in starts}
    for _ in ("made", "kept"):
        tokenizer, dictionary = segmentation._tokenizer.__wrapped__()
        dictionary.look_up(text)
        assert (tokenizer.FREQ, tokenizer.total) == (expected, total)
    assert [path.name for path in folder.iterdir()] == ["jieba-words"]


def test_only_words_that_may_stand_in_a_clause_are_read(dictionary: Path) -> None:
    frequencies, total = made_by_jieba(jieba_with(dictionary))
    content = segmentation._packed(frequencies, total)
    assert looked_up(content, ["建路灯。"])[0] == {"路": 883634, "路灯": 9, "路灯杆": 0}
    assert looked_up(content, ["建路。", "灯杆"])[0] == {"路": 883634}
    assert looked_up(content, [""])[0] == looked_up(segmentation._packed({}, 0), ["路灯"])[0] == {}


def test_a_dictionary_is_made_once(folder: Path, dictionary: Path) -> None:
    assert [remade(jieba_with(dictionary)) for _ in range(3)] == [True, False, False]
    assert [path.name for path in folder.iterdir()] == ["jieba-words"]


@pytest.mark.usefixtures("folder")
def test_another_dictionary_and_another_jieba_are_noticed(dictionary: Path) -> None:
    before = dictionary.stat()
    assert remade(jieba_with(dictionary))
    dictionary.write_bytes(dictionary.read_bytes().replace(b"883634", b"883635"))
    os.utime(dictionary, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert remade(jieba_with(dictionary)), "of the same size and time, but it says something else"
    assert remade(jieba_with(dictionary), "0.43")
    assert not remade(jieba_with(dictionary), "0.43")


def test_a_damaged_dictionary_is_made_anew(folder: Path, dictionary: Path) -> None:
    assert remade(jieba_with(dictionary))
    path = folder / "jieba-words"
    path.write_bytes(path.read_bytes().replace("路灯杆".encode(), "路灯秆".encode()))
    assert remade(jieba_with(dictionary))
    assert not remade(jieba_with(dictionary))


def test_a_jieba_with_other_parts_loads_its_dictionary_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentation, "_INNER_PARTS", ("FREQ", "a part that is no more"))
    monkeypatch.setattr(segmentation, "cache_folder", lambda: folder)
    folder.mkdir(parents=True)
    tokenizer, dictionary = segmentation._tokenizer.__wrapped__()
    assert dictionary is None
    assert tokenizer.initialized and (tokenizer.FREQ, tokenizer.total) == made_by_jieba(jieba_with())
    assert [path.name for path in folder.iterdir()] == ["jieba.cache"]


# --- Keeping ---


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is the custom of other platforms")
def test_the_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "planparse"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home" / ".cache" / "planparse"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("content", [b"", b"\n", b"a\nb\n\0\xff", bytes(range(256)) * 999], ids=len)
def test_what_is_kept_comes_back(content: bytes) -> None:
    assert kept("name", "here") is None
    keep("name", "here", content)
    assert kept("name", "here") == content
    assert kept("name", "there") is None and kept("other name", "here") is None


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole + b"\n",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole.replace(b"lamp", b"limp"),
        lambda whole: whole.replace(b"here", b"Here"),
        lambda whole: whole.partition(b"\n")[2],
        lambda whole: b"\0" * len(whole),
        lambda whole: whole.replace(f"planparse {__version__}".encode(), b"planparse 0.0.1"),
    ],
    ids=["empty", "short of its end", "too long", "half", "changed", "from elsewhere", "headless", "nulls", "old"],
)
def test_what_is_spoilt_is_not_trusted(folder: Path, spoilt: Callable[[bytes], bytes]) -> None:
    keep("name", "here", b"a lamp\na lantern\n")
    path = folder / "name"
    path.write_bytes(spoilt(path.read_bytes()))
    assert kept("name", "here") is None
    keep("name", "here", b"anew")
    assert kept("name", "here") == b"anew"


def test_where_nothing_can_be_kept_nothing_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "name").mkdir(parents=True)
    keep("name", "here", b"a folder stands in its place")
    assert kept("name", "here") is None
    assert [path.name for path in folder.iterdir()] == ["name"], "what could not be moved was left behind"
    (folder / "file").write_bytes(b"no folder")
    monkeypatch.setattr(caching, "cache_folder", lambda: folder / "file" / "below")
    keep("name", "here", b"no folder can be made")
    assert kept("name", "here") is None


def test_who_has_no_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(caching, "cache_folder", homeless)
    keep("name", "here", b"nowhere")
    assert kept("name", "here") is None


def test_many_may_keep_at_once_and_none_sees_a_part(folder: Path) -> None:
    def kept_by(number: int) -> bytes | None:
        keep("name", "here", bytes([number]) * 100_000)
        return kept("name", "here")

    with ThreadPoolExecutor(8) as writers:
        seen = list(writers.map(kept_by, range(80)))
    assert all(one and one == one[:1] * 100_000 for one in seen)
    assert [path.name for path in folder.iterdir()] == ["name"]


# --- The extra fast ---


@given(
    st.lists(
        st.sampled_from(["新建", "公共", "厕所", "3座", "GDP", "5.5%", "，", " ", "“", "囍", "😀", "\u3000", "ａ", "治理", "化率"]),
        max_size=8,
    )
)
def test_compiled_code_cuts_where_jieba_does(parts: list[str]) -> None:
    rjieba = pytest.importorskip("rjieba")
    clause = "".join(parts)
    ends = [0]
    for word in rjieba.cut(clause, False):
        ends.append(ends[-1] + len(word))
    assert frozenset(ends) == boundaries(clause)


def test_compiled_code_is_loaded_where_there_is_much_to_cut(tmp_path: Path) -> None:
    pytest.importorskip("rjieba")
    code = """
import sys
from planparse import segmentation
segmentation.FEW = 3
clauses = [f"新建{kind}厕所" for kind in ("公共", "移动", "生态", "无障碍")]
for clause in clauses[:3]:
    segmentation.boundaries(clause)
assert "rjieba" not in sys.modules
assert segmentation.boundaries(clauses[3])
assert "rjieba" in sys.modules
"""
    fresh(code, tmp_path, without=())


def test_a_catalog_is_the_same_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rjieba = pytest.importorskip("rjieba")
    plan = "力争引进总部类重点企业10家以上，整治河道12公里、沟渠30条，城市建成区绿地率达到43.5%。\n" * 2
    slow = planparse.extract_text(plan)
    monkeypatch.setattr(segmentation, "_compiled", lambda: rjieba)
    monkeypatch.setattr(segmentation, "_tokenizer", lambda: pytest.fail("jieba is not needed"))
    boundaries.cache_clear()
    assert planparse.extract_text(plan) == slow
