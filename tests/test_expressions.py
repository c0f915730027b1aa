"""Expressions of the lexicon: compiled at first use, and in a form that says the same."""

from __future__ import annotations

import re

import pytest

from planparse import expressions
from planparse.expressions import HAN, cheap, expression

IN_PLANS = "新建公园3座，绿地率达43.5％、ＧＤＰ增长5%：①PM₂.₅（㈠）〇々 Ⅱ类²³½μΩ—·“”《》～℃㎡ぁア_\n"


def test_a_chinese_character_is_one_in_either_form() -> None:
    assert [one for one in IN_PLANS if re.match(HAN, one)] == [one for one in IN_PLANS if re.match("[一-龥]", one)]
    assert [re.match(HAN, end) is not None for end in "㐀一龥"] == [True] * 3


def test_the_cheap_form_finds_the_same() -> None:
    for source in ("[一-龥]{2,4}(?=[，、])", "(?<![一-龥])[一-龥]+", "[^一-龥]+", "[一-龥A-Z]+"):
        assert re.findall(cheap(source), IN_PLANS) == re.findall(source, IN_PLANS), source


def test_an_expression_is_compiled_when_it_is_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = expression("公园([0-9])座")
    compiled: list[str] = []

    class Noted:
        @staticmethod
        def compile(source: str) -> re.Pattern[str]:
            compiled.append(source)
            return re.compile(source)

    monkeypatch.setattr(expressions, "re", Noted)
    assert waiting.pattern == "公园([0-9])座" and not compiled
    assert waiting.search("新建公园3座")[1] == "3"  # type: ignore[index]
    assert waiting.search("新建公园4座") and waiting.pattern == "公园([0-9])座"
    assert compiled == ["公园([0-9])座"]


def test_what_a_compiled_expression_has_not_this_has_not_either() -> None:
    with pytest.raises(AttributeError):
        _ = expression("公园").no_such_method  # type: ignore[attr-defined]
