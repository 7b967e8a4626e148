"""Functions that decide: IF, CASE, AND, OR and their kin."""

from __future__ import annotations

from typing import Any

from metadata.expressions.functions.function import Evaluator, Function

__all__ = ["FUNCTIONS"]

Arguments = tuple[Evaluator, ...]


def lazy_if(arguments: Arguments) -> Evaluator:
    condition, then, otherwise = arguments
    return lambda run: then(run) if condition(run) else otherwise(run)


def lazy_ifs(arguments: Arguments) -> Evaluator:
    pairs = list(zip(arguments[:-1:2], arguments[1:-1:2], strict=True))
    otherwise = arguments[-1]

    def choose(run: Any) -> Any:
        for condition, value in pairs:
            if condition(run):
                return value(run)
        return otherwise(run)

    return choose


def lazy_case(arguments: Arguments) -> Evaluator:
    subject, *rest = arguments
    pairs = list(zip(rest[:-1:2], rest[1:-1:2], strict=True))
    otherwise = rest[-1]

    def choose(run: Any) -> Any:
        wanted = subject(run)
        for value, result in pairs:
            if value(run) == wanted:
                return result(run)
        return otherwise(run)

    return choose


def lazy_and(arguments: Arguments) -> Evaluator:
    if len(arguments) == 2:
        first, second = arguments
        return lambda run: True if first(run) and second(run) else False

    def every(run: Any) -> bool:
        for condition in arguments:
            if not condition(run):
                return False
        return True

    return every


def lazy_or(arguments: Arguments) -> Evaluator:
    if len(arguments) == 2:
        first, second = arguments
        return lambda run: True if first(run) or second(run) else False

    def some(run: Any) -> bool:
        for condition in arguments:
            if condition(run):
                return True
        return False

    return some


def lazy_coalesce(arguments: Arguments) -> Evaluator:
    def first_known(run: Any) -> Any:
        for argument in arguments:
            value = argument(run)
            if value is not None:
                return value
        return None

    return first_known


def is_blank(value: Any) -> bool:
    return value is None or value == "" or value == ()


FUNCTIONS = (
    Function(
        name="IF",
        signature="condition: condition, then: result, otherwise: result = NULL -> result",
        doc="The second value if the condition is true, else the third.",
        example='IF(1 > 2, "more", "less") = "less"',
        postgresql="CASE WHEN {0} THEN {1} ELSE {2} END",
        sqlite="CASE WHEN {0} THEN {1} ELSE {2} END",
        lazy=lazy_if,
        strict=False,
    ),
    Function(
        name="IFS",
        signature="[condition: condition, value: result]..., otherwise: result = NULL -> result",
        doc="The value after the first condition that is true, else the last one.",
        example='IFS(1 > 2, "a", 2 > 1, "b", "c") = "b"',
        lazy=lazy_ifs,
        strict=False,
    ),
    Function(
        name="CASE",
        signature="subject: same, [value: same, result: result]..., otherwise: result = NULL -> result",
        doc="The result after the first value that is equal to the subject, else the last one.",
        example='CASE("won", "won", 1, "lost", 0, NULL) = 1',
        lazy=lazy_case,
        strict=False,
        compares=frozenset({"subject", "value"}),
    ),
    Function(
        name="CHOOSE",
        signature="number: number, [value: same]... -> same",
        doc="The value with that number, counted from 1; NULL if there is none.",
        example='CHOOSE(2, "low", "middle", "high") = "middle"',
        python=lambda number, *values: (
            values[int(number) - 1] if number is not None and 1 <= number < len(values) + 1 else None
        ),
        postgresql="(ARRAY[{1*}])[{0:0..1000}]",
        strict=False,
        null_if="always",
    ),
    Function(
        name="AND",
        signature="[condition: condition]... -> boolean",
        doc="True if all conditions are. Also written between them: `a AND b`.",
        example="AND(1 < 2, 2 < 3)",
        lazy=lazy_and,
        strict=False,
    ),
    Function(
        name="OR",
        signature="[condition: condition]... -> boolean",
        doc="True if one of the conditions is. Also written between them: `a OR b`.",
        example="OR(1 > 2, 2 < 3)",
        lazy=lazy_or,
        strict=False,
    ),
    Function(
        name="NOT",
        signature="condition: condition -> boolean",
        doc="True if the condition is not, which includes a condition that is NULL.",
        example="NOT(1 > 2)",
        python=lambda condition: not condition,
        strict=False,
    ),
    Function(
        name="XOR",
        signature="first: condition, second: condition -> boolean",
        doc="True if exactly one of the two is.",
        example="XOR(1 > 2, 2 > 1)",
        python=lambda first, second: bool(first) is not bool(second),
        postgresql="((({0}) IS TRUE) <> (({1}) IS TRUE))",
        sqlite="((({0}) IS TRUE) <> (({1}) IS TRUE))",
        strict=False,
    ),
    Function(
        name="ISBLANK",
        signature="value: any -> boolean",
        doc='True for NULL, for the text "" and for an empty list.',
        example='ISBLANK("") AND NOT ISBLANK(0)',
        python=is_blank,
        strict=False,
    ),
    Function(
        name="ISNULL",
        signature="value: any -> boolean",
        doc="True for NULL only. `value = NULL` says the same.",
        example='ISNULL(1 / 0) AND NOT ISNULL("")',
        means="value = NULL",
    ),
    Function(
        name="COALESCE",
        signature="value: same, [other: same]... -> same",
        doc="The first value that is not NULL.",
        example="COALESCE(NULL, 2, 3) = 2",
        postgresql="coalesce({*})",
        sqlite="coalesce({*})",
        lazy=lazy_coalesce,
        strict=False,
        null_if="all",
    ),
    Function(
        name="BLANKVALUE",
        key="blankvalue_text",
        signature="value: text, other: text -> text",
        doc='The value, or the other one if the value is NULL or "".',
        example='BLANKVALUE("", "none") = "none"',
        python=lambda value, other: value or other,
        postgresql="coalesce(nullif({0}, ''), {1})",
        sqlite="coalesce(nullif({0}, ''), {1})",
        strict=False,
        null_if="always",
    ),
    Function(
        name="BLANKVALUE",
        key="blankvalue_list",
        signature="value: list, other: list -> list",
        doc="The list, or the other one if it is NULL or empty.",
        example='JOIN(BLANKVALUE(SPLIT("", ","), SPLIT("a", ",")), "") = "a"',
        python=lambda value, other: value or other,
        postgresql="coalesce(nullif({0}, '[]'::jsonb), {1})",
        strict=False,
        null_if="always",
    ),
    Function(
        name="BLANKVALUE",
        signature="value: same, other: same -> same",
        doc="The value, or the other one if the value is NULL.",
        example="BLANKVALUE(1 / 0, 5) = 5",
        postgresql="coalesce({*})",
        sqlite="coalesce({*})",
        lazy=lazy_coalesce,
        strict=False,
        null_if="all",
    ),
    Function(
        name="NULLIF",
        signature="value: same, unwanted: same -> same",
        doc="The value, or NULL if it is equal to the unwanted one.",
        example='NULLIF("-", "-") = NULL',
        python=lambda value, unwanted: None if value == unwanted else value,
        postgresql="nullif({0}, {1})",
        sqlite="nullif({0}, {1})",
        strict=False,
        null_if="always",
        compares=frozenset({"value", "unwanted"}),
    ),
    Function(
        name="BETWEEN",
        signature="value: ordered, low: ordered, high: ordered -> boolean",
        doc="True if the value lies between the bounds or on one. Also written `a BETWEEN 1 AND 5`.",
        example="BETWEEN(3, 1, 3)",
        python=lambda value, low, high: low <= value <= high,
    ),
)
