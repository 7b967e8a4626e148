"""Functions of numbers. Only such as can be exact everywhere: no logarithms, which no two engines compute alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from metadata.expressions import sizes
from metadata.expressions.exact import (
    EXACT,
    ceiling,
    divide,
    floor,
    modulo,
    power,
    read_number,
    rounded,
    square_root,
    truncated,
    whole,
)
from metadata.expressions.functions.function import Function
from metadata.expressions.functions.texts import BLANKS, SQL_BLANKS
from metadata.expressions.limits import MAX_DIGITS
from metadata.expressions.sizes import FIELD, Size, TooLarge

__all__ = ["FUNCTIONS", "MODULO", "POWER", "power_size"]

MODULO = "mod(mod({0}, nullif({1}, 0)) + {1}, nullif({1}, 0))"

STEPS = 7
"""Squarings in POWER: enough for exponents up to 127."""


def power_sql() -> str:
    """Squaring unrolled; OFFSET 0 keeps PostgreSQL from writing every step out again in the next."""
    query = (
        "SELECT square, exponent, least(abs(trunc(exponent)), 100)::int AS bits,"
        " CASE WHEN square IS NOT NULL THEN 1::numeric END AS result"
        " FROM (SELECT {0} AS square, {1} AS exponent OFFSET 0) AS dg_base OFFSET 0"
    )
    for step in range(STEPS):
        result = f"CASE WHEN bits & {1 << step} > 0 THEN round(result * square, 30) ELSE result END AS result"
        query = (
            f"SELECT round(square * square, 30) AS square, exponent, bits, {result} FROM ({query}) AS dg_step OFFSET 0"
        )
    value = (
        "CASE WHEN exponent >= 0 THEN round(result, 12) ELSE div(1000000000000, nullif(result, 0)) * 0.000000000001 END"
    )
    bounded = f"abs(exponent) <= 100 AND exponent = trunc(exponent) AND abs(result) < 1{'0' * FIELD}"
    return f"(SELECT CASE WHEN {bounded} THEN {value} END FROM ({query}) AS dg_power)"


POWER = power_sql()


def power_size(arguments: list[Size], literals: Sequence[Any]) -> Size:
    base, exponent = arguments
    if base.digits > 2 * FIELD or exponent.digits > FIELD:
        raise TooLarge(
            "This power could get too large: raise a field or a plain number, to a plain number between -100 and 100"
        )
    return Size(FIELD + 1, 12)


def rounded_size(arguments: list[Size], literals: Sequence[Any]) -> Size:
    number, _ = arguments
    places = 18 if literals[1] is None else max(0, int(literals[1]))
    return Size(max(number.digits + 1, 19), min(number.decimals, places))


def whole_size(arguments: list[Size], *_: Any) -> Size:
    return Size(arguments[0].digits + 1)


def known(values: Sequence[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def smallest(*values: Any) -> Any:
    return min(known(values), default=None)


def largest(*values: Any) -> Any:
    return max(known(values), default=None)


def summed(*values: Decimal | None) -> Decimal:
    return reduce(EXACT.add, known(values), Decimal(0))


def average(*values: Decimal | None) -> Decimal | None:
    return divide(summed(*values), Decimal(len(known(values))))


def sign(number: Decimal) -> Decimal:
    return Decimal((number > 0) - (number < 0))


FUNCTIONS = (
    Function(
        name="ABS",
        signature="number: number -> number",
        doc="The number without its sign.",
        example="ABS(-2) = 2",
        python=EXACT.abs,
        postgresql="abs({0})",
        size=lambda arguments, *_: arguments[0],
    ),
    Function(
        name="ROUND",
        signature="number: number, places: whole(-18..18) = 0 -> number",
        doc="Rounded to so many decimals, halves away from zero.",
        example="ROUND(2.345, 2) = 2.35 AND ROUND(-0.5) = -1 AND ROUND(1234, -2) = 1200",
        python=lambda number, places: rounded(number, whole(places, -18, 18)),
        postgresql="round({0}, {1:-18..18})",
        size=rounded_size,
    ),
    Function(
        name="TRUNC",
        signature="number: number, places: whole(-18..18) = 0 -> number",
        doc="Cut off after so many decimals.",
        example="TRUNC(-1.79, 1) = -1.7",
        python=lambda number, places: truncated(number, whole(places, -18, 18)),
        postgresql="trunc({0}, {1:-18..18})",
        size=rounded_size,
    ),
    Function(
        name="FLOOR",
        signature="number: number -> number",
        doc="The next whole number below.",
        example="FLOOR(-1.5) = -2",
        python=floor,
        postgresql="floor({0})",
        size=whole_size,
    ),
    Function(
        name="CEILING",
        signature="number: number -> number",
        doc="The next whole number above.",
        example="CEILING(1.2) = 2",
        python=ceiling,
        postgresql="ceil({0})",
        size=whole_size,
    ),
    Function(
        name="MOD",
        signature="number: number, divisor: number -> number",
        doc="What is left of a division, with the sign of the divisor; NULL if that is 0. Also written `a % b`.",
        example="MOD(7, 3) = 1 AND MOD(-7, 3) = 2",
        python=modulo,
        postgresql=MODULO,
        null_if="always",
        size=lambda arguments, *_: sizes.widest(arguments),
    ),
    Function(
        name="MIN",
        signature="[value: ordered]... -> ordered",
        doc="The smallest of the values that are not NULL.",
        example="MIN(3, NULL, 1) = 1",
        python=smallest,
        postgresql="least({*})",
        strict=False,
        null_if="all",
    ),
    Function(
        name="MAX",
        signature="[value: ordered]... -> ordered",
        doc="The largest of the values that are not NULL.",
        example="MAX(DATE(2026, 1, 1), DATE(2026, 2, 1)) = DATE(2026, 2, 1)",
        python=largest,
        postgresql="greatest({*})",
        strict=False,
        null_if="all",
    ),
    Function(
        name="CLAMP",
        signature="number: number, low: number, high: number -> number",
        doc="The number, or the bound that it is beyond.",
        example="CLAMP(12, 0, 10) = 10",
        python=lambda number, low, high: min(max(number, low), high),
        postgresql="(CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL AND {2} IS NOT NULL THEN least(greatest({0}, {1}), {2}) END)",
        size=lambda arguments, *_: sizes.widest(arguments),
    ),
    Function(
        name="SUM",
        signature="[number: number]... -> number",
        doc="The sum of the numbers that are not NULL; 0 if none is.",
        example="SUM(1, NULL, 2.5) = 3.5",
        python=summed,
        postgresql="(SELECT coalesce(sum(dg_list.v), 0) FROM unnest(ARRAY[{*}]) AS dg_list(v))",
        strict=False,
        null_if="never",
        size=lambda arguments, *_: sizes.total(arguments),
    ),
    Function(
        name="AVERAGE",
        signature="[number: number]... -> number",
        doc="The average of the numbers that are not NULL, cut off after twelve decimals.",
        example="AVERAGE(1, NULL, 2) = 1.5",
        python=average,
        postgresql=(
            "(SELECT div(sum(dg_list.v) * 1000000000000, nullif(count(dg_list.v), 0)) * 0.000000000001"
            " FROM unnest(ARRAY[{*}]) AS dg_list(v))"
        ),
        strict=False,
        null_if="all",
        size=lambda arguments, *_: Size(sizes.total(arguments).digits, 12),
    ),
    Function(
        name="SIGN",
        signature="number: number -> number",
        doc="1, 0 or -1.",
        example="SIGN(-7) = -1",
        python=sign,
        postgresql="sign({0})",
        size=Size(1),
    ),
    Function(
        name="POWER",
        signature="base: number, exponent: whole(-100..100) -> number",
        doc=(
            "The base multiplied by itself so many times, to twelve decimals. NULL if the exponent is not a whole number "
            "between -100 and 100, or the result has more than 38 digits. Also written `a ^ b`."
        ),
        example="POWER(1.5, 2) = 2.25 AND POWER(2, -1) = 0.5",
        python=power,
        postgresql=POWER,
        null_if="always",
        size=power_size,
    ),
    Function(
        name="SQRT",
        signature="number: number -> number",
        doc="The square root, rounded to ten decimals; NULL below 0 and from 10^38 on.",
        example="SQRT(2) = 1.4142135624",
        python=square_root,
        postgresql=(
            f"(CASE WHEN {{0}} >= 0 AND {{0}} < 1{'0' * FIELD}"
            " THEN round(trunc(sqrt(round(trunc({0}, 22), 80)), 11), 10) END)"
        ),
        null_if="always",
        size=Size(20, 10),
    ),
    Function(
        name="NUMBER",
        signature="text: text -> number",
        doc="The number that a text is, such as `-12.50`; NULL for any other text.",
        example='NUMBER(" 12.50 ") = 12.5 AND NUMBER("12 km") = NULL',
        python=lambda text: read_number(text.strip(BLANKS)),
        postgresql=(
            f"(CASE WHEN btrim({{0}}, {SQL_BLANKS}) ~ '^[+-]?[0-9]{{{{1,26}}}}([.][0-9]{{{{1,12}}}})?$'"
            f" THEN btrim({{0}}, {SQL_BLANKS})::numeric END)"
        ),
        null_if="always",
        size=Size(26, 12),
    ),
    Function(
        name="VALUE",
        signature="text: text -> number",
        doc="The same as NUMBER, by its spreadsheet name.",
        example='VALUE("7") = 7',
        means="NUMBER(text)",
    ),
    Function(
        name="ISNUMBER",
        signature="text: text -> boolean",
        doc="True if the text is a number.",
        example='ISNUMBER("12.5") AND NOT ISNUMBER("abc")',
        means="NUMBER(text) <> NULL",
    ),
    Function(
        name="PERCENT",
        signature="part: number, of: number -> number",
        doc="How many percent the part is; NULL if the whole is 0.",
        example="PERCENT(1, 8) = 12.5",
        means="part * 100 / of",
    ),
)

assert MAX_DIGITS > 2 * FIELD
