"""The script that measures whether a plan gives the same targets in every form."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from test_benchmarks import load

forms = load("forms")


def test_what_is_counted() -> None:
    form = forms.Form()
    road, bridge = ("公路", "3", "公里", "no deadline"), ("桥梁", "2", "座", "no deadline")
    form.add("甲", Counter([road, road, bridge]), Counter([road, bridge, bridge]))
    form.add("乙", Counter(), Counter())
    assert form.row("pdf", 3) == "| pdf | 2 | 3 | 66.67% | 1 | 甲 (66.67%) |"
    assert list(form.differences(9)) == ["- 甲: − 公路 · 3 · 公里 · no deadline", "- 甲: + 桥梁 · 2 · 座 · no deadline"]
    assert list(form.differences(0)) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for words in ("东湖区2031年工作安排", "一、修好路", "改造农村公路18公里，新建桥梁3座。", "二、稳住就业", "新增城镇就业2.4万人。"):
        document.add_paragraph(words)
    document.save(str(tmp_path / "plan.docx"))
    keep = tmp_path / "kept"
    monkeypatch.setattr(sys, "argv", ["forms.py", str(tmp_path), "--keep", str(keep)])
    forms.main()
    table = capsys.readouterr().out
    for form in ("text", "text in GB18030", "text in UTF-16"):
        assert f"| {form} | 1 | 3 | 100.00% | 0 | plan (100.00%) |" in table
    assert "| pdf | 1 | 3 |" in table
    assert "| html | 1 | 3 |" in table
    assert (keep / "gb18030" / "plan.txt").read_bytes().decode("gb18030").startswith("东湖区")
