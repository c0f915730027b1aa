"""Word boundaries: a tokenizer of our own, quiet, and with its cache in the user's cache folder.

What a fresh process does is seen in a fresh process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planparse import segmentation
from planparse.segmentation import boundaries, is_boundary, is_word, words


def fresh(code: str, cache: Path) -> subprocess.CompletedProcess[str]:
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


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is the custom of other platforms")
def test_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert segmentation.cache_folder() == tmp_path / "planparse"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert segmentation.cache_folder() == tmp_path / "home" / ".cache" / "planparse"


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
    assert [path.name for path in (tmp_path / "planparse").iterdir()] == ["jieba.cache"]
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
