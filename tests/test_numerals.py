"""Numerals become exact decimals, however they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planparse.quantities.numerals import (
    MAX_DIGITS,
    arabic_value,
    chinese_scaled,
    chinese_value,
    fraction_percent,
    scale_value,
)


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("0", "0"), ("7", "7"), ("4.6", "4.6"), ("1,860", "1860"), ("12,345,678", "12345678"), ("１２", "12"),
        ("３．５", "3.5"), ("1，860", "1860"), ("1 2 0 0", "1200"), ("0.10", "0.1"), ("9" * MAX_DIGITS, "9" * MAX_DIGITS),
    ],
)  # fmt: skip
def test_arabic(digits: str, value: str) -> None:
    assert arabic_value(digits) == Decimal(value)


def test_arabic_is_exact() -> None:
    assert arabic_value("2.1") * scale_value("万") == 21000
    assert sum(arabic_value("0.1") for _ in range(10)) == 1


def test_too_many_digits_are_no_amount() -> None:
    with pytest.raises(ValueError, match="digits"):
        arabic_value("1" * (MAX_DIGITS + 2))


@pytest.mark.parametrize(
    ("scales", "factor"),
    [("", 1), ("十", 10), ("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8), ("千万", 10**7), ("百亿", 10**10), ("万亿", 10**12),
     ("億", 10**8), ("萬", 10**4)],
)  # fmt: skip
def test_scales_multiply(scales: str, factor: int) -> None:
    assert scale_value(scales) == factor


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", "0"), ("一", "1"), ("两", "2"), ("十", "10"), ("十五", "15"), ("二十", "20"), ("一百零八", "108"),
        ("两百三十", "230"), ("三百四十", "340"), ("一千零一", "1001"), ("两千零二十", "2020"), ("一万", "10000"),
        ("十二万", "120000"), ("三万六千", "36000"), ("一千九百五十万", "19500000"), ("一亿", "100000000"),
        ("一亿零六百万", "106000000"), ("三亿七千零六十二万", "370620000"), ("两万亿", "2000000000000"), ("八点一", "8.1"),
        ("十二點零五", "12.05"), ("三点五", "3.5"), ("百", "100"), ("千", "1000"), ("万", "10000"), ("亿", "100000000"),
    ],
)  # fmt: skip
def test_chinese(numeral: str, value: str) -> None:
    assert chinese_value(numeral) == Decimal(value)


@pytest.mark.parametrize("numeral", ["三五", "一九八六", "二〇二五年"[:4], "五六十"])
def test_digits_side_by_side_are_no_number(numeral: str) -> None:
    with pytest.raises(ValueError, match="side by side"):
        chinese_value(numeral)


def test_too_long_chinese_numeral_is_no_amount() -> None:
    with pytest.raises(ValueError, match="digits"):
        chinese_value("九亿亿亿")


@pytest.mark.parametrize(
    ("numeral", "scales", "value"),
    [("三千", "万", 30_000_000), ("六亿三千", "万", 630_000_000), ("二", "十万", 200_000), ("两亿", "", 200_000_000), ("五", "", 5)],
)
def test_scale_behind_an_inner_word(numeral: str, scales: str, value: int) -> None:
    assert chinese_scaled(numeral, scales) == value


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [(1, 2, "50"), (1, 3, "33.33"), (2, 3, "66.67"), (3, 4, "75"), (1, 8, "12.5"), (1, 6, "16.67")],
)
def test_fractions_in_percent(numerator: int, denominator: int, percent: str) -> None:
    assert fraction_percent(Decimal(numerator), Decimal(denominator)) == Decimal(percent)


def test_fraction_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        fraction_percent(Decimal(1), Decimal(0))
