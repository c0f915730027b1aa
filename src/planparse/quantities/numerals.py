"""Numerals as Chinese plans write them, as exact decimals.

The same plan says 1.3万亿元, 一千九百五十万千瓦, 百分之八点一, 九成 and １２处; ten of each must add up, so everything is read with decimal
arithmetic. ``百分之`` and ``三分之一`` are shares and come out in percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from planparse.errors import Fault

DIGITS = {char: value for value, chars in enumerate(("零〇○", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for char in chars}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
BIG_SCALES = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
SCALES = {**SMALL_SCALES, **BIG_SCALES}

MAX_DIGITS = 15
"""Longer runs of digits are codes, not amounts, and would not survive a round trip through JSON numbers."""

MAX_NUMERAL = 40
"""No Chinese numeral that a text could mean is longer."""

_NARROW = str.maketrans("０１２３４５６７８９．·", "0123456789..", ",，")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number without its unit: ``value`` is the amount written, ``percent`` says that it is a share (九成, 三分之一)."""

    value: Decimal
    percent: bool = False


def arabic_value(digits: str) -> Decimal:
    """``3,400.5`` or ``１２`` as a decimal. Raises Fault for more than ``MAX_DIGITS`` digits."""
    plain = "".join(digits.translate(_NARROW).split())
    if len(plain) > MAX_DIGITS + 1:
        raise Fault("more than {number} digits: {numeral}", number=MAX_DIGITS, numeral=digits)
    return Decimal(plain)


def scale_value(scales: str) -> int:
    """``万亿`` is 10**12: the scale words behind a number multiply. ``余`` and ``多`` between them do not count."""
    product = 1
    for char in scales:
        product *= SCALES.get(char, 1)
    return product


def chinese_value(numeral: str) -> Decimal:
    """``三亿七千零六十二万`` as 370620000, ``八点一`` as 8.1, ``一点三万亿`` as 1.3e12.

    Raises Fault where it is no number (三五, 一九八六).
    """
    if len(numeral) > MAX_NUMERAL:
        raise Fault("more than {number} characters", number=MAX_NUMERAL)
    whole, point, fraction = numeral.replace("點", "点").partition("点")
    value = Decimal(_chinese_integer(whole))
    if not point:
        return value
    decimals = fraction.rstrip("".join(BIG_SCALES))
    digits = "".join(str(DIGITS[char]) for char in decimals)
    return (value + Decimal(f"0.{digits}")) * scale_value(fraction[len(decimals) :])


def chinese_scaled(numeral: str, scales: str) -> Decimal:
    """六亿三千多万: the scale words behind 多 multiply only what stands after the last bigger one."""
    high, mark, low = numeral.replace("億", "亿").rpartition("亿")
    if mark and low and scale_value(scales) < BIG_SCALES["亿"]:
        return chinese_value(high + mark) + chinese_value(low) * scale_value(scales)
    return chinese_value(numeral) * scale_value(scales)


def _chinese_integer(numeral: str) -> int:
    total = section = 0
    digit: int | None = None
    for char in numeral:
        if char in DIGITS:
            if digit:
                raise Fault("two digits side by side: {numeral}", numeral=numeral)
            digit = DIGITS[char]
        elif char in SMALL_SCALES:
            section += (1 if digit is None else digit) * SMALL_SCALES[char]
            digit = None
        else:
            section += digit or 0
            multiplies = char in "亿億" or (total and not section)  # 五万万: the second 万 multiplies what the first one made
            total = (total + section or 1) * BIG_SCALES[char] if multiplies else total + (section or 1) * BIG_SCALES[char]
            section, digit = 0, None
    if len(str(total)) > MAX_DIGITS:
        raise Fault("more than {number} digits: {numeral}", number=MAX_DIGITS, numeral=numeral)
    return total + section + (digit or 0)


def fraction_percent(numerator: Decimal, denominator: Decimal) -> Decimal:
    """``三分之一`` in percent, to two places where it does not come out even: 33.33."""
    if not denominator:
        raise Fault("a fraction of nothing")
    percent = numerator * 100 / denominator
    rounded = percent.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return percent if percent == rounded else rounded
