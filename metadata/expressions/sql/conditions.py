"""Comparisons and logic as WHERE wants them: NOT pushed inward, NULL accounted for, columns left plain for an index.

Each function gives a condition for the rows where a call is true, or with `wanted=False` for all the others. No part is
written twice unless it is a name, so that nesting never doubles the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import and_, false, or_, true
from sqlalchemy.sql import operators

from metadata.expressions.nodes import Call, Const, Lit, Typed
from metadata.expressions.sql.template import Argument, Element, filled, is_atomic
from metadata.expressions.types import Type

if TYPE_CHECKING:
    from metadata.expressions.sql.compiler import Compiler

__all__ = ["CONDITIONS", "equal", "in_twos"]

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
SIGNS = {"<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge}

IN_OR_NULL = "(({0} IN ({1*})) IS TRUE OR {0} IS NULL)"


def all_of(compiler: Compiler, node: Call, wanted: bool) -> Element:
    return (and_ if wanted else or_)(*[compiler.truth(argument, wanted) for argument in node.arguments])


def any_of(compiler: Compiler, node: Call, wanted: bool) -> Element:
    return (or_ if wanted else and_)(*[compiler.truth(argument, wanted) for argument in node.arguments])


def negation(compiler: Compiler, node: Call, wanted: bool) -> Element:
    return compiler.truth(node.arguments[0], not wanted)


def equality(compiler: Compiler, node: Call, wanted: bool) -> Element:
    left, right = node.arguments
    return equal(compiler, left, right, wanted)


def inequality(compiler: Compiler, node: Call, wanted: bool) -> Element:
    left, right = node.arguments
    return equal(compiler, left, right, not wanted)


def equal(compiler: Compiler, left: Typed, right: Typed, wanted: bool = True) -> Element:
    """Both NULL counts as equal; where a side is never NULL, a plain comparison says it all."""
    if is_null(left) or is_null(right):
        return null(compiler, right if is_null(left) else left, wanted)
    a, b = compiler.equal_pair(left, right)
    nullable = [compiler.raw(node) for node in (left, right) if node.nullable]
    if not wanted:
        if len(nullable) < 2 and all(map(is_atomic, nullable)):
            return or_(operators.ne(a, b), *[element.is_(None) for element in nullable])
        return a.is_distinct_from(b)
    if len(nullable) < 2:
        return operators.eq(a, b)
    if all(map(is_atomic, nullable)):
        return or_(operators.eq(a, b), and_(*[element.is_(None) for element in nullable]))
    return a.is_not_distinct_from(b)


def null(compiler: Compiler, node: Typed, wanted: bool) -> Element:
    if is_null(node):
        return constant(wanted)
    element = compiler.raw(node)
    return element.is_(None) if wanted else element.is_not(None)


def order(compiler: Compiler, node: Call, wanted: bool) -> Element:
    left, right = node.arguments
    return ordered(compiler, node.function.name, left, right, wanted)


def ordered(compiler: Compiler, sign: str, left: Typed, right: Typed, wanted: bool = True) -> Element:
    """False where a side is NULL, so its opposite is true there."""
    if is_null(left) or is_null(right):
        return constant(not wanted)
    nullable = [compiler.raw(node) for node in (left, right) if node.nullable]
    if wanted or not all(map(is_atomic, nullable)):
        element = SIGNS[sign](*compiler.ordered_pair(sign, left, right))
        return element if wanted else compiler.not_true(element)
    opposite = OPPOSITE[sign]
    element = SIGNS[opposite](*compiler.ordered_pair(opposite, left, right))
    return or_(element, *[side.is_(None) for side in nullable])


def between(compiler: Compiler, node: Call, wanted: bool) -> Element:
    value, low, high = node.arguments
    if compiler.may_repeat(value):
        element = and_(ordered(compiler, ">=", value, low), ordered(compiler, "<=", value, high))
    else:
        element = compiler.function(node)
    return element if wanted else compiler.not_true(element)


def membership(compiler: Compiler, node: Call, wanted: bool) -> Element:
    subject, *items = node.arguments
    if not all(isinstance(item, (Lit, Const)) for item in items):
        element = compiler.function(node)
        return element if wanted else compiler.not_true(element)
    values = [item for item in items if not is_null(item)]
    with_null = len(values) < len(items)
    if not values or is_null(subject):
        return null(compiler, subject, wanted) if with_null else constant(not wanted)
    if with_null and subject.nullable:
        return among_or_null(compiler, subject, values, wanted)
    return among(compiler, subject, values, wanted)


def among(compiler: Compiler, subject: Typed, values: Sequence[Typed], wanted: bool) -> Element:
    within, without = both_ways(compiler, subject, values)
    if wanted:
        return within
    if not subject.nullable:
        return without
    element = compiler.raw(subject)
    return or_(without, element.is_(None)) if is_atomic(element) else compiler.not_true(within)


def among_or_null(compiler: Compiler, subject: Typed, values: Sequence[Typed], wanted: bool) -> Element:
    """The list has NULL in it, and the subject may be."""
    element = compiler.raw(subject)
    if is_atomic(element):
        within, without = both_ways(compiler, subject, values)
        return or_(within, element.is_(None)) if wanted else without
    arguments = [Argument(compiler.value(part), part.nullable) for part in (subject, *values)]
    found = filled(IN_OR_NULL, arguments, {}, compiler.types[Type.BOOLEAN])
    return found if wanted else compiler.not_true(found)


def both_ways(compiler: Compiler, subject: Typed, values: Sequence[Typed]) -> tuple[Element, Element]:
    """IN and NOT IN; for a single value `=` and `<>`."""
    pairs = [compiler.equal_pair(subject, value) for value in values]
    left, options = pairs[0][0], [right for _, right in pairs]
    if len(options) == 1:
        return operators.eq(left, options[0]), operators.ne(left, options[0])
    return left.in_(options), left.not_in(options)


def blank(compiler: Compiler, node: Call, wanted: bool) -> Element:
    argument = node.arguments[0]
    if argument.type is Type.TEXT:
        return blank_or_null(compiler, argument, "''", wanted)
    if argument.type is Type.LIST:
        return blank_or_null(compiler, argument, compiler.empty_list, wanted)
    return null(compiler, argument, wanted)


def blank_or_null(compiler: Compiler, node: Typed, empty: str, wanted: bool) -> Element:
    element, kind = compiler.value(node), compiler.types[node.type]
    nothing = filled(empty, [], {}, kind)
    if not wanted:
        return operators.ne(element, nothing)
    if is_atomic(element):
        return or_(element.is_(None), operators.eq(element, nothing))
    return operators.eq(filled(f"coalesce({{0}}, {empty})", [Argument(element, True)], {}, kind), nothing)


def constant(value: bool) -> Element:
    return true() if value else false()


def is_null(node: Typed) -> bool:
    return isinstance(node, Const) and node.value is None


def in_twos(nodes: Sequence[Typed]) -> list[tuple[Typed, Typed]]:
    return list(zip(nodes[::2], nodes[1::2], strict=True))


CONDITIONS: dict[str, Callable[[Compiler, Call, bool], Element]] = {
    "AND": all_of,
    "OR": any_of,
    "NOT": negation,
    "=": equality,
    "<>": inequality,
    "<": order,
    "<=": order,
    ">": order,
    ">=": order,
    "IN": membership,
    "BETWEEN": between,
    "ISBLANK": blank,
}
"""How the functions are compiled that are conditions by nature."""
