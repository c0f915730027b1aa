"""planparse.toml: found, read, and refused in words that help."""

from __future__ import annotations

from datetime import date

import pytest

from planparse.errors import SettingsError
from planparse.models import Period
from planparse.pipeline import DocumentSettings
from planparse.settings import document_settings, find_settings, load_settings, parse_period

YEAR = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings_of(folder, text: str):
    (folder / "planparse.toml").write_text(text, encoding="utf-8")
    return load_settings("planparse.toml")


def test_everything_that_can_be_said(folder):
    settings = settings_of(
        folder,
        """
        sources = ["plans", "more/b.docx"]
        catalog = "plans/catalog.json"
        lexicon = "own.yaml"

        [documents."plans/a.txt"]
        title = "某区计划"
        issuer = "某区"
        kind = "annual_plan"
        period = 2025
        """,
    )
    assert settings.sources == (folder / "plans", folder / "more" / "b.docx")
    assert (settings.catalog, settings.lexicon) == (folder / "plans" / "catalog.json", folder / "own.yaml")
    said = DocumentSettings(title="某区计划", issuer="某区", kind="annual_plan", period=YEAR)
    assert settings.for_document("plans/a.txt") == settings.for_document(folder / "plans" / "a.txt") == said
    assert settings.for_document("plans/b.txt") == DocumentSettings()


def test_nothing_need_be_said(folder):
    settings = settings_of(folder, "")
    assert (settings.sources, settings.catalog, settings.lexicon, settings.documents) == ((), None, None, {})


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025", YEAR),
        ('"2025"', YEAR),
        ('"2024-2026"', Period(start=date(2024, 1, 1), end=date(2026, 12, 31))),
        ('"2024—2026"', Period(start=date(2024, 1, 1), end=date(2026, 12, 31))),
        ("{start = 2025-03-01, end = 2025-05-31}", Period(start=date(2025, 3, 1), end=date(2025, 5, 31))),
    ],
)
def test_periods(folder, written, period):
    settings = settings_of(folder, f'[documents."plans/a.txt"]\nperiod = {written}')
    assert settings.for_document("plans/a.txt").period == period


@pytest.mark.parametrize("period", ["", "25", "2025年", "2026-2024", "2025-01-01", "soon", "0000", "２０２５"])
def test_what_is_no_period(period):
    with pytest.raises(ValueError, match="year"):
        parse_period(period)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("souces = []", 'souces: unknown field; did you mean "sources"?'),
        (
            '[documents."plans/a.txt"]\ntitel = "x"',
            'documents."plans/a.txt".titel: unknown field; did you mean "title"?',
        ),
        ('sources = "plans"', "sources: expected list, found string; correct it, or leave it out"),
        ('catalog = ""', "catalog: expected "),
        ('[documents."plans/a.txt"]\nkind = "plan"', "documents.\"plans/a.txt\".kind: expected 'work_report', "),
        (
            '[documents."plans/a.txt"]\nperiod = "soon"',
            'documents."plans/a.txt".period: expected a year (2025) or two (2024-2026), found "soon"; ',
        ),
        ('[documents."plans/a.txt"]\nperiod = true', 'documents."plans/a.txt".period: expected mapping, found boolean'),
        ('[documents."plans/b.txt"]\ntitle = "x"', 'documents."plans/b.txt": there is no such file; correct the path'),
        (
            '[documents."plans/a.txt"]\ntitle = "x"\n[documents."./plans/a.txt"]\ntitle = "y"',
            'documents."./plans/a.txt": another table is for the same file; put both into one',
        ),
        ("sources = [", "not TOML ("),
    ],
)
def test_faults_are_one_line_with_a_remedy(folder, text, error):
    with pytest.raises(SettingsError) as raised:
        settings_of(folder, text)
    assert str(raised.value).startswith(f"planparse.toml: {error}")
    assert "\n" not in str(raised.value)


def test_not_utf8(folder):
    (folder / "planparse.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        find_settings()


def test_found_from_below(folder, monkeypatch):
    settings_of(folder, 'sources = ["plans"]')
    monkeypatch.chdir(folder / "plans")
    settings = find_settings()
    assert settings is not None
    assert settings.sources == (folder / "plans",)


def test_the_nearest_is_found(folder):
    settings_of(folder, 'sources = ["plans"]')
    (folder / "plans" / "planparse.toml").write_text("", "utf-8")
    nearest = find_settings(folder / "plans")
    assert nearest is not None
    assert nearest.folder == folder / "plans"


def test_none_to_be_found(folder):
    assert find_settings(folder) is None


def test_a_callers_words_keep_to_the_same_rules():
    said = document_settings(title=None, issuer="某区", kind="policy", period="2025")
    assert said == DocumentSettings(issuer="某区", kind="policy", period=YEAR)
    with pytest.raises(SettingsError, match=r"^kind: expected "):
        document_settings(title=None, issuer=None, kind="plan", period=None)
