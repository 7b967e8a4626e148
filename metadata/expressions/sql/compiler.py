"""Compiles a checked expression to SQL: what both databases have in common, which is the logic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, false, or_, true
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeEngine

from metadata.expressions.checked import Checked
from metadata.expressions.nodes import Call, Const, Field, Lit, Typed, walk
from metadata.expressions.sql.template import Argument, Element, filled, is_atomic
from metadata.expressions.types import Path, Type
from metadata.storage import Day, Id, Moment

__all__ = ["ColumnOf", "Compiler"]

ColumnOf = Callable[[Path], ColumnElement[Any]]
"""Gives the stored column of a field."""

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
SIGNS = {"<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge}


class Compiler:
    """Two ways to compile a part: `value` gives exactly its value; `truth` gives a condition for rows where it is
    true (or is not), in which NULL may stand for false, so that plain comparisons of columns remain and find an index.
    """

    backend: str
    types: dict[Type, TypeEngine[Any]]

    def __init__(self, checked: Checked, column: ColumnOf, prefix: str) -> None:
        self.column = column
        self.prefix = prefix
        self.uses = Counter(node.slot for node in walk(checked.root) if isinstance(node, Lit))
        self.environment: dict[str, Element] = {
            "now": bindparam("env_now", type_=Moment()),
            "today": bindparam("env_today", type_=Day()),
            "me": bindparam("env_me", type_=Id()),
            "role": bindparam("env_role", type_=self.types[Type.TEXT]),
            "time_zone": bindparam("env_time_zone", type_=self.types[Type.TEXT]),
        }

    # What a database must say for itself

    def field(self, node: Field) -> Element:
        """The value of a field, as expressions hold values of its type."""
        raise NotImplementedError

    def constant(self, node: Const) -> Element:
        raise NotImplementedError

    def function(self, node: Call) -> Element:
        """The call of a function by its template or by its name. A boolean function may give NULL here."""
        raise NotImplementedError

    def ordered_pair(self, sign: str, left: Typed, right: Typed) -> tuple[Element, Element]:
        """Both sides, as `sign` can compare them."""
        raise NotImplementedError

    def equal_pair(self, left: Typed, right: Typed) -> tuple[Element, Element]:
        """Both sides, as `=` can compare them."""
        raise NotImplementedError

    def stored(self, node: Typed, scale: int) -> Element:
        """A number as a column with so many decimals would store it."""
        raise NotImplementedError

    def whole(self, node: Typed) -> Element:
        """The value of the whole expression."""
        return self.value(node)

    # Values

    def value(self, node: Typed) -> Element:
        if isinstance(node, Lit):
            return self.parameter(node)
        if isinstance(node, Field):
            return self.field(node)
        if isinstance(node, Const):
            return self.constant(node)
        if node.function.name in TRUTHS:
            return self.two_valued(self.truth(node))
        if node.function.name in VALUES:
            return VALUES[node.function.name](self, node)
        element = self.function(node)
        nullable = any(argument.nullable for argument in node.arguments)
        return self.two_valued(element) if node.function.is_predicate and nullable else element

    def parameter(self, node: Lit, kind: TypeEngine[Any] | None = None) -> Element:
        """A literal: a parameter without a value, so that the statement serves every text of the template."""
        return bindparam(f"{self.prefix}{node.slot}", type_=kind or self.types[node.type])

    def two_valued(self, element: Element) -> Element:
        return element.is_(true())

    def arguments(self, node: Call) -> list[Argument]:
        return [
            Argument(
                self.truth(argument) if parameter.kind == "condition" else self.argument(argument, parameter.kind),
                argument.nullable,
            )
            for argument, parameter in zip(node.arguments, node.parameters, strict=True)
        ]

    def argument(self, node: Typed, kind: str) -> Element:
        return self.value(node)

    def fill(self, template: str, node: Call) -> Element:
        return filled(template, self.arguments(node), self.environment, self.types[node.type])

    def ifs(self, node: Call) -> Element:
        *pairs, otherwise = node.arguments
        branches = [(self.truth(condition), self.value(result)) for condition, result in in_twos(pairs)]
        return self.case(node, branches, otherwise)

    def case_of(self, node: Call) -> Element:
        subject, *pairs, otherwise = node.arguments
        if self.may_repeat(subject):
            branches = [(self.equal(subject, value, True), self.value(result)) for value, result in in_twos(pairs)]
            return self.case(node, branches, otherwise)
        arguments = [Argument(self.value(argument), argument.nullable) for argument in node.arguments]
        template = "".join(
            f" WHEN {{0}} {self.same} {{{at}}} THEN {{{at + 1}}}" for at in range(1, len(arguments) - 1, 2)
        )
        return filled(f"CASE{template} ELSE {{{len(arguments) - 1}}} END", arguments, {}, self.types[node.type])

    same: str

    def case(self, node: Call, branches: Sequence[tuple[Element, Element]], otherwise: Typed) -> Element:
        element = case(*branches, else_=self.value(otherwise))
        element.type = self.types[node.type]
        return element

    # Conditions

    def truth(self, node: Typed, wanted: bool = True) -> Element:
        """A condition for rows where this is true, or with `wanted=False` for all the others."""
        if isinstance(node, Const):
            return true() if bool(node.value) is wanted else false()
        if isinstance(node, Call):
            if node.function.name in TRUTHS:
                return TRUTHS[node.function.name](self, node, wanted)
            element = self.function(node) if node.function.is_predicate else self.value(node)
            return element if wanted else self.not_true(element)
        element = self.value(node)
        return self.is_true(element) if wanted else self.not_true(element)

    def is_true(self, element: Element) -> Element:
        return element

    def not_true(self, element: Element) -> Element:
        return element.is_not(true())

    def all_of(self, node: Call, wanted: bool) -> Element:
        return (and_ if wanted else or_)(*[self.truth(argument, wanted) for argument in node.arguments])

    def any_of(self, node: Call, wanted: bool) -> Element:
        return (or_ if wanted else and_)(*[self.truth(argument, wanted) for argument in node.arguments])

    def negated(self, node: Call, wanted: bool) -> Element:
        return self.truth(node.arguments[0], not wanted)

    def equality(self, node: Call, wanted: bool) -> Element:
        left, right = node.arguments
        return self.equal(left, right, wanted)

    def inequality(self, node: Call, wanted: bool) -> Element:
        left, right = node.arguments
        return self.equal(left, right, not wanted)

    def equal(self, left: Typed, right: Typed, wanted: bool) -> Element:
        """Both NULL counts as equal, but where a side is never NULL a plain comparison says it all."""
        if is_null(left) or is_null(right):
            return self.null(right if is_null(left) else left, wanted)
        a, b = self.equal_pair(left, right)
        nullable = [self.raw(node) for node in (left, right) if node.nullable]
        if not wanted:
            if all(map(is_atomic, nullable)) and len(nullable) < 2:
                return or_(operators.ne(a, b), *[element.is_(None) for element in nullable])
            return a.is_distinct_from(b)
        if len(nullable) < 2:
            return operators.eq(a, b)
        if all(map(is_atomic, nullable)):
            return or_(operators.eq(a, b), and_(*[element.is_(None) for element in nullable]))
        return a.is_not_distinct_from(b)

    def null(self, node: Typed, wanted: bool) -> Element:
        if is_null(node):
            return true() if wanted else false()
        element = self.raw(node)
        return element.is_(None) if wanted else element.is_not(None)

    def order(self, node: Call, wanted: bool) -> Element:
        left, right = node.arguments
        return self.ordered(node.function.name, left, right, wanted)

    def ordered(self, sign: str, left: Typed, right: Typed, wanted: bool = True) -> Element:
        """False where a side is NULL, so its opposite is true there."""
        if is_null(left) or is_null(right):
            return false() if wanted else true()
        nullable = [self.raw(node) for node in (left, right) if node.nullable]
        if wanted or not all(map(is_atomic, nullable)):
            element = SIGNS[sign](*self.ordered_pair(sign, left, right))
            return element if wanted else self.not_true(element)
        opposite = OPPOSITE[sign]
        element = SIGNS[opposite](*self.ordered_pair(opposite, left, right))
        return or_(element, *[side.is_(None) for side in nullable])

    def between(self, node: Call, wanted: bool) -> Element:
        value, low, high = node.arguments
        if not self.may_repeat(value):
            element = self.function(node)
        else:
            element = and_(self.ordered(">=", value, low), self.ordered("<=", value, high))
        return element if wanted else self.not_true(element)

    def membership(self, node: Call, wanted: bool) -> Element:
        subject, *items = node.arguments
        if not all(isinstance(item, (Lit, Const)) for item in items):
            element = self.function(node)
            return element if wanted else self.not_true(element)
        known = [item for item in items if not is_null(item)]
        with_null = len(known) < len(items)
        if not known or is_null(subject):
            return self.null(subject, wanted) if with_null else self.truth(Const(False, Type.BOOLEAN, 0), wanted)
        pairs = [self.equal_pair(subject, item) for item in known]
        left, options = pairs[0][0], [right for _, right in pairs]
        within = operators.eq(left, options[0]) if len(options) == 1 else left.in_(options)
        without = operators.ne(left, options[0]) if len(options) == 1 else left.not_in(options)
        null = self.raw(subject)
        if wanted:
            return or_(within, null.is_(None)) if with_null and subject.nullable else within
        if with_null or not subject.nullable:
            return without
        return or_(without, null.is_(None)) if is_atomic(null) else self.not_true(within)

    def blank(self, node: Call, wanted: bool) -> Element:
        argument = node.arguments[0]
        if argument.type is Type.TEXT:
            return self.blank_text(argument, wanted)
        if argument.type is Type.LIST:
            empty = self.empty_list()
            element = filled(
                f"coalesce({{0}}, {empty})", [Argument(self.value(argument), True)], {}, self.types[Type.LIST]
            )
            other = filled(empty, [], {}, self.types[Type.LIST])
            return operators.eq(element, other) if wanted else operators.ne(element, other)
        return self.null(argument, wanted)

    def blank_text(self, node: Typed, wanted: bool) -> Element:
        element = self.value(node)
        empty = filled("''", [], {}, self.types[Type.TEXT])
        if not wanted:
            return operators.ne(element, empty)
        if is_atomic(element):
            return or_(element.is_(None), operators.eq(element, empty))
        shown = filled("coalesce({0}, '')", [Argument(element, True)], {}, self.types[Type.TEXT])
        return operators.eq(shown, empty)

    def may_repeat(self, node: Typed) -> bool:
        """A literal is sent in one form only, and two columns may want it in two."""
        return is_atomic(self.raw(node)) and not isinstance(node, Lit)

    def empty_list(self) -> str:
        raise NotImplementedError

    def raw(self, node: Typed) -> Element:
        """What can be asked whether it is NULL: the stored column itself, not a value made from it."""
        return self.column(node.name.path) if isinstance(node, Field) else self.value(node)


def is_null(node: Typed) -> bool:
    return isinstance(node, Const) and node.value is None


def in_twos(nodes: Sequence[Typed]) -> list[tuple[Typed, Typed]]:
    return list(zip(nodes[::2], nodes[1::2], strict=True))


TRUTHS: dict[str, Callable[[Any, Call, bool], Element]] = {
    "AND": Compiler.all_of,
    "OR": Compiler.any_of,
    "NOT": Compiler.negated,
    "=": Compiler.equality,
    "<>": Compiler.inequality,
    "<": Compiler.order,
    "<=": Compiler.order,
    ">": Compiler.order,
    ">=": Compiler.order,
    "IN": Compiler.membership,
    "BETWEEN": Compiler.between,
    "ISBLANK": Compiler.blank,
}
"""Conditions that are compiled by hand."""

VALUES: dict[str, Callable[[Any, Call], Element]] = {
    "CASE": Compiler.case_of,
    "IFS": Compiler.ifs,
}
"""The same for values."""
