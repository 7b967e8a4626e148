"""Decimal arithmetic without loss: what PostgreSQL's NUMERIC does, done by Python."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from math import isqrt

__all__ = ["EXACT", "divide", "modulo", "number_text", "power", "read_number", "rounded", "square_root", "whole"]

EXACT = Context(prec=100_000, rounding=ROUND_HALF_UP, Emin=-200_000, Emax=200_000, traps=[InvalidOperation])
"""Wide enough for anything that passed the check of sizes, so nothing is ever rounded in passing."""

DECIMALS = Decimal(12)
LARGEST = Decimal(10) ** 38
POWER_STEP = Decimal(1).scaleb(-30)
ONE = Decimal(1)
UNITS = {places: ONE.scaleb(-places) for places in range(-18, 19)}
is_number = re.compile(r"[+-]?\d{1,26}(?:\.\d{1,12})?", re.ASCII).fullmatch


def divide(a: Decimal, b: Decimal) -> Decimal | None:
    """The quotient cut off after twelve decimals; nothing can be divided by zero."""
    if not b:
        return None
    return EXACT.scaleb(EXACT.divide_int(EXACT.scaleb(a, DECIMALS), b), -DECIMALS)


def modulo(a: Decimal, b: Decimal) -> Decimal | None:
    """What is left of a division, with the sign of the divisor as in a spreadsheet."""
    if not b:
        return None
    rest = EXACT.remainder(a, b)
    return EXACT.add(rest, b) if rest and (rest < 0) != (b < 0) else rest


def rounded(number: Decimal, places: int = 0, how: str = ROUND_HALF_UP) -> Decimal:
    return number.quantize(UNITS[places], rounding=how, context=EXACT)


def truncated(number: Decimal, places: int = 0) -> Decimal:
    return rounded(number, places, ROUND_DOWN)


def floor(number: Decimal) -> Decimal:
    return rounded(number, 0, ROUND_FLOOR)


def ceiling(number: Decimal) -> Decimal:
    return rounded(number, 0, ROUND_CEILING)


def whole(number: Decimal, low: int, high: int) -> int:
    """The number without its decimals, moved between the bounds: `{0:low..high}` of the SQL templates."""
    return max(low, min(high, int(number)))


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """By repeated squaring with thirty decimals, step for step as the SQL of POWER does it."""
    if exponent != exponent.to_integral_value() or abs(exponent) > 100:
        return None
    result, square, bits = ONE, base, abs(int(exponent))
    while bits:
        if bits & 1:
            result = EXACT.multiply(result, square).quantize(POWER_STEP, context=EXACT)
        bits >>= 1
        if bits:
            square = EXACT.multiply(square, square).quantize(POWER_STEP, context=EXACT)
    if abs(result) >= LARGEST:
        return None
    return rounded(result, 12) if exponent >= 0 else divide(ONE, result)


def square_root(number: Decimal) -> Decimal | None:
    """To ten decimals, the last one rounded."""
    if not 0 <= number < LARGEST:
        return None
    eleven_decimals = isqrt(int(EXACT.scaleb(number, Decimal(22))))
    return Decimal((eleven_decimals + 5) // 10).scaleb(-10, context=EXACT)


def read_number(text: str) -> Decimal | None:
    """The number a text is, or None."""
    return Decimal(text) if is_number(text) else None


def number_text(number: Decimal) -> str:
    """The shortest way to write a number, so that equal numbers are equal texts: 1.50 is `1.5`, -0 is `0`."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
