"""Operators as functions: what `+`, `&`, `=` and IN do with each type."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from typing import Any

from metadata.expressions import sizes
from metadata.expressions.exact import EXACT, divide, modulo, power
from metadata.expressions.functions.function import Function
from metadata.expressions.functions.numbers import MODULO, POWER, power_size
from metadata.expressions.sizes import Size

__all__ = ["OPERATORS"]


def difference(a: Decimal, b: Decimal) -> Decimal:
    return EXACT.subtract(a, b)


def added(*terms: Decimal) -> Decimal:
    return EXACT.add(*terms) if len(terms) == 2 else reduce(EXACT.add, terms)


def joined(*texts: str | None) -> str:
    return "".join([text for text in texts if text])


def quotient_size(arguments: list[Size], *_: Any) -> Size:
    """A number is at least one unit of its last decimal, so dividing by it adds that many digits."""
    dividend, divisor = arguments
    return Size(dividend.digits + divisor.decimals, 12)


def comparison(sign: str, doc: str, example: str, python: Any) -> Function:
    return Function(
        name=sign,
        key={"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}[sign],
        signature="left: ordered, right: ordered -> boolean",
        doc=doc,
        example=example,
        python=python,
        is_operator=True,
    )


def shifting(sign: str, signature: str, means: str, doc: str, example: str) -> Function:
    """A sum or difference of a date or moment, told by DATEADD."""
    key = f"{'add' if sign == '+' else 'subtract'}_{signature.split(':')[1].split(',')[0].strip()}_{signature.split(': ')[2].split(' ')[0]}"
    return Function(name=sign, key=key, signature=signature, means=means, doc=doc, example=example, is_operator=True)


OPERATORS = (
    Function(
        name="=",
        key="equal",
        signature="left: same, right: same -> boolean",
        doc="True if both are equal, or both NULL.",
        example='"a" = "a" AND NULL = NULL AND NOT 1 = NULL',
        python=lambda left, right: left == right,
        strict=False,
        compares=frozenset({"left", "right"}),
        is_operator=True,
    ),
    Function(
        name="<>",
        key="unequal",
        signature="left: same, right: same -> boolean",
        doc="The exact opposite of `=`. Also written `!=`.",
        example='"a" <> "b" AND 1 <> NULL',
        python=lambda left, right: left != right,
        strict=False,
        compares=frozenset({"left", "right"}),
        is_operator=True,
    ),
    comparison(
        "<", "Less; texts are compared by code point. False if a side is NULL.", '"B" < "a"', lambda a, b: a < b
    ),
    comparison("<=", "Less or equal. False if a side is NULL.", "1 <= 1.0", lambda a, b: a <= b),
    comparison(">", "More. False if a side is NULL.", "NOT 1 > NULL", lambda a, b: a > b),
    comparison(">=", "More or equal. False if a side is NULL.", "2 >= 1", lambda a, b: a >= b),
    Function(
        name="IN",
        key="is_in",
        signature="value: same, [item: same]... -> boolean",
        doc="True if the value is equal to one of the list. Also `NOT IN`.",
        example='"won" IN ("won", "lost") AND 3 NOT IN (1, 2)',
        python=lambda value, *items: value in items,
        strict=False,
        compares=frozenset({"value", "item"}),
        is_operator=True,
    ),
    Function(
        name="&",
        key="join_texts",
        signature="[text: shown]... -> text",
        doc="The texts one after the other; anything else is turned into text, and NULL counts as nothing.",
        example='"No. " & 7 & NULL = "No. 7"',
        python=joined,
        postgresql="{&}",
        sqlite="{&}",
        strict=False,
        null_if="never",
        is_operator=True,
    ),
    Function(
        name="+",
        key="add",
        signature="[term: number]... -> number",
        doc="The sum. NULL if a part is NULL; SUM leaves such parts out.",
        example="0.1 + 0.2 = 0.3",
        python=added,
        postgresql="({+})",
        size=lambda arguments, *_: sizes.total(arguments),
        is_operator=True,
    ),
    Function(
        name="+",
        key="add_durations",
        signature="[term: duration]... -> duration",
        doc="The sum of durations.",
        example='DURATION(1, "hour") + DURATION(30, "minute") = DURATION(1.5, "hour")',
        python=added,
        postgresql="({+})",
        size=lambda arguments, *_: sizes.total(arguments),
        is_operator=True,
    ),
    Function(
        name="-",
        key="subtract",
        signature="left: number, right: number -> number",
        doc="The difference.",
        example="5 - 7 = -2",
        python=difference,
        postgresql="({0} - {1})",
        size=lambda arguments, *_: sizes.total(arguments),
        is_operator=True,
    ),
    Function(
        name="-",
        key="subtract_durations",
        signature="left: duration, right: duration -> duration",
        doc="The difference of durations.",
        example='DURATION(1, "hour") - DURATION(15, "minute") = DURATION(45, "minute")',
        python=difference,
        postgresql="({0} - {1})",
        size=lambda arguments, *_: sizes.total(arguments),
        is_operator=True,
    ),
    shifting(
        "+",
        "day: date, count: number -> date",
        'DATEADD(day, count, "day")',
        "So many days later.",
        "DATE(2026, 1, 31) + 1 = DATE(2026, 2, 1)",
    ),
    shifting(
        "+",
        "count: number, day: date -> date",
        'DATEADD(day, count, "day")',
        "So many days later.",
        "1 + DATE(2026, 1, 31) = DATE(2026, 2, 1)",
    ),
    shifting(
        "-",
        "day: date, count: number -> date",
        'DATEADD(day, -count, "day")',
        "So many days earlier.",
        "DATE(2026, 2, 1) - 1 = DATE(2026, 1, 31)",
    ),
    shifting(
        "-",
        "day: date, start: date -> number",
        "DAYS_BETWEEN(start, day)",
        "The days between two dates.",
        "DATE(2026, 2, 1) - DATE(2026, 1, 1) = 31",
    ),
    shifting(
        "+",
        "moment: datetime, length: duration -> datetime",
        'DATEADD(moment, length, "second")',
        "So much later.",
        'DATETIMEVALUE("2026-01-31T23:30") + DURATION(1, "hour") = DATETIMEVALUE("2026-02-01T00:30")',
    ),
    shifting(
        "-",
        "moment: datetime, length: duration -> datetime",
        'DATEADD(moment, -length, "second")',
        "So much earlier.",
        'DATETIMEVALUE("2026-02-01T00:30") - DURATION(1, "hour") = DATETIMEVALUE("2026-01-31T23:30")',
    ),
    shifting(
        "+",
        "moment: datetime, count: number -> datetime",
        'DATEADD(moment, count, "day")',
        "So many days later.",
        'DATETIMEVALUE("2026-01-31T12:00") + 0.5 = DATETIMEVALUE("2026-02-01T00:00")',
    ),
    shifting(
        "-",
        "moment: datetime, count: number -> datetime",
        'DATEADD(moment, -count, "day")',
        "So many days earlier.",
        'DATETIMEVALUE("2026-02-01T00:00") - 0.5 = DATETIMEVALUE("2026-01-31T12:00")',
    ),
    shifting(
        "-",
        "moment: datetime, start: datetime -> duration",
        "ELAPSED(start, moment)",
        "The time between two moments.",
        'DATETIMEVALUE("2026-02-01T00:30") - DATETIMEVALUE("2026-01-31T23:30") = DURATION(1, "hour")',
    ),
    Function(
        name="*",
        key="multiply",
        signature="left: number, right: number -> number",
        doc="The product.",
        example="1.1 * 1.1 = 1.21",
        python=EXACT.multiply,
        postgresql="({0} * {1})",
        size=lambda arguments, *_: sizes.product(arguments),
        is_operator=True,
    ),
    Function(
        name="*",
        key="multiply_duration",
        signature="left: duration, right: number -> duration",
        doc="So many times the duration.",
        example='DURATION(1, "hour") * 2 = DURATION(2, "hour")',
        python=EXACT.multiply,
        postgresql="({0} * {1})",
        size=lambda arguments, *_: sizes.product(arguments),
        is_operator=True,
    ),
    Function(
        name="*",
        key="multiply_by_duration",
        signature="left: number, right: duration -> duration",
        doc="So many times the duration.",
        example='2 * DURATION(1, "hour") = DURATION(2, "hour")',
        python=EXACT.multiply,
        postgresql="({0} * {1})",
        size=lambda arguments, *_: sizes.product(arguments),
        is_operator=True,
    ),
    Function(
        name="/",
        key="divide",
        signature="left: number, right: number -> number",
        doc="The quotient, cut off after twelve decimals. NULL if the divisor is 0.",
        example="1 / 3 = 0.333333333333 AND ISNULL(1 / 0)",
        python=divide,
        postgresql="(div({0} * 1000000000000, nullif({1}, 0)) * 0.000000000001)",
        null_if="always",
        size=quotient_size,
        is_operator=True,
    ),
    Function(
        name="/",
        key="divide_duration",
        signature="left: duration, right: number -> duration",
        doc="A part of the duration.",
        example='DURATION(1, "hour") / 2 = DURATION(30, "minute")',
        python=divide,
        postgresql="(div({0} * 1000000000000, nullif({1}, 0)) * 0.000000000001)",
        null_if="always",
        size=quotient_size,
        is_operator=True,
    ),
    Function(
        name="/",
        key="divide_durations",
        signature="left: duration, right: duration -> number",
        doc="How often one duration fits into the other.",
        example='DURATION(1, "day") / DURATION(1, "hour") = 24',
        python=divide,
        postgresql="(div({0} * 1000000000000, nullif({1}, 0)) * 0.000000000001)",
        null_if="always",
        size=quotient_size,
        is_operator=True,
    ),
    Function(
        name="%",
        key="modulo",
        signature="left: number, right: number -> number",
        doc="What is left of a division: MOD.",
        example="7 % 3 = 1 AND -7 % 3 = 2",
        python=modulo,
        postgresql=MODULO,
        null_if="always",
        size=lambda arguments, *_: sizes.widest(arguments),
        is_operator=True,
    ),
    Function(
        name="^",
        key="raise",
        signature="base: number, exponent: whole(-100..100) -> number",
        doc="The power: POWER.",
        example="2 ^ 10 = 1024 AND -2 ^ 2 = -4",
        python=power,
        postgresql=POWER,
        null_if="always",
        size=power_size,
        is_operator=True,
    ),
    Function(
        name="NEGATE",
        signature="number: number -> number",
        doc="The number with the other sign, written `-a`.",
        example="-(1 + 2) = 0 - 3",
        python=EXACT.minus,
        postgresql="(- {0})",
        size=lambda arguments, *_: arguments[0],
        is_operator=True,
    ),
    Function(
        name="NEGATE",
        key="negate_duration",
        signature="length: duration -> duration",
        doc="The duration with the other sign.",
        example='-DURATION(1, "hour") < DURATION(0, "hour")',
        python=EXACT.minus,
        postgresql="(- {0})",
        size=lambda arguments, *_: arguments[0],
        is_operator=True,
    ),
)
