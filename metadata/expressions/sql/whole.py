"""Arithmetic of stored numbers in whole numbers, for SQLite: exact, and a hundred times as fast as calls of Python.

A sum, difference or product of scaled integers is a scaled integer, and so is a quotient by a power of ten. SQLite turns
what is beyond 64 bits into a REAL by itself, and a REAL stays one: `typeof` knows of every result that isn't exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from sqlalchemy import Integer

from metadata.expressions.exact import number_text
from metadata.expressions.nodes import Call, Const, Field, Lit, Typed
from metadata.expressions.sql.template import Argument, Element, filled, is_atomic, raw_sql
from metadata.expressions.types import NUMERIC, Path
from metadata.storage import SQLITE_DIGITS, Exact

__all__ = ["stored_as_whole"]

ColumnOf = Callable[[Path], Element]

#: Decimals that a quotient is cut off after; what has more would have to be cut.
QUOTIENT_DECIMALS = 12
#: More decimals than this leave too few digits before the point.
MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Whole:
    """A number as a whole number of units of its last decimal."""

    element: Element
    scale: int

    def at(self, scale: int) -> Element:
        """The same number in smaller units."""
        return self.element if scale == self.scale else _joined("*", self.element, _number(10 ** (scale - self.scale)))


def stored_as_whole(node: Typed, scale: int, column: ColumnOf, otherwise: Element) -> Element | None:
    """The number as a column of that scale stores it, rounded half away from zero; None where whole numbers don't do.

    `otherwise` is what it is in rows where 64 bits don't hold it.
    """
    found = _whole(node, column) if isinstance(node, Call) else None
    if found is None:
        return None
    step, most = 10 ** max(found.scale - scale, 0), 10**SQLITE_DIGITS - 1
    shown = "{0}" if step == 1 else f"{{0}} / {step} + {{0}} % {step} * 2 / {step}"
    text = f"CASE WHEN typeof({{0}}) = 'integer' AND {{0}} BETWEEN -{most} AND {most} THEN {shown} ELSE {{1}} END"
    arguments = [Argument(found.at(max(found.scale, scale)), True), Argument(otherwise, True)]
    return filled(f"({text})", arguments, {}, Exact(scale))


def _whole(node: Typed, column: ColumnOf) -> Whole | None:
    if isinstance(node, Lit | Const):
        return _constant(node)
    if isinstance(node, Field):
        element = column(node.name.path)
        return Whole(element, node.name.scale) if node.type in NUMERIC and is_atomic(element) else None
    if node.function.identity == "divide":
        return _quotient(node, column)
    combine = COMBINED.get(node.function.identity)
    parts = [_whole(argument, column) for argument in node.arguments] if combine else []
    known = [part for part in parts if part is not None]
    if combine is None or len(known) < len(parts):
        return None
    made = combine(known)
    return made if made.scale <= MOST_DECIMALS else None


def _constant(node: Lit | Const) -> Whole | None:
    if not isinstance(node.value, Decimal):
        return None
    whole, _, decimals = number_text(node.value).partition(".")
    number = int(whole + decimals)
    return Whole(_number(number), len(decimals)) if abs(number) < 10**SQLITE_DIGITS else None


def _quotient(node: Call, column: ColumnOf) -> Whole | None:
    """By a power of ten the point moves; by anything else there may be no end of decimals."""
    dividend, divisor = node.arguments
    left = _whole(dividend, column)
    if left is None or not isinstance(divisor, Lit | Const) or not isinstance(divisor.value, Decimal):
        return None
    _, digits, exponent = divisor.value.normalize().as_tuple()
    if digits != (1,) or divisor.value < 0 or not isinstance(exponent, int):
        return None
    scale = left.scale + exponent
    return Whole(left.element, scale) if 0 <= scale <= QUOTIENT_DECIMALS else None


def _added(parts: list[Whole]) -> Whole:
    return _levelled("+", parts)


def _subtracted(parts: list[Whole]) -> Whole:
    return _levelled("-", parts)


def _levelled(sign: str, parts: list[Whole]) -> Whole:
    scale = max(part.scale for part in parts)
    return Whole(_joined(sign, *(part.at(scale) for part in parts)), scale)


def _multiplied(parts: list[Whole]) -> Whole:
    return Whole(_joined("*", *(part.element for part in parts)), sum(part.scale for part in parts))


COMBINED: dict[str, Callable[[list[Whole]], Whole]] = {"add": _added, "subtract": _subtracted, "multiply": _multiplied}


def _joined(sign: str, *elements: Element) -> Element:
    def pair(left: Element, right: Element) -> Element:
        return filled(f"({{0}} {sign} {{1}})", [Argument(left, True), Argument(right, True)], {}, Integer())

    return reduce(pair, elements)


def _number(number: int) -> Element:
    return raw_sql(f"({number})" if number < 0 else str(number), Integer())
