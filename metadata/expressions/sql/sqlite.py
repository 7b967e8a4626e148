"""SQLite's side of the compiler: plain comparisons of stored values; all else is done by the Python functions themselves.

A number is an INTEGER where it is stored, scaled by its decimals, and a decimal text in its shortest form where it is
calculated with, so that equal numbers are equal texts. Everything else is in an expression what it is in a column.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Integer, String, false, func, null, true
from sqlalchemy import Text as SqlText
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from metadata.expressions.exact import number_text
from metadata.expressions.nodes import Call, Const, Field, Lit, Typed
from metadata.expressions.sql.compiler import Compiler
from metadata.expressions.sql.scaling import CEILING, EXACTLY, FLOOR, to_units
from metadata.expressions.sql.template import Element, raw_sql
from metadata.expressions.sql.whole import stored_as_whole
from metadata.expressions.types import NUMERIC, Type
from metadata.storage import Clock, Day, Exact, Id, Moment, TextList

__all__ = ["SqliteCompiler", "function_name"]

DIRECTION = {"<": CEILING, ">=": CEILING, "<=": FLOOR, ">": FLOOR}
"""How a number with too many decimals is moved, so that `km > 1.25` and `km > 1.2` select the same of 1.1, 1.2, 1.3."""

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class DecimalText(TypeDecorator[Decimal]):
    """A number within an expression: a decimal text in its shortest form."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else number_text(Decimal(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Units(TypeDecorator[Decimal]):
    """A number that is compared with a stored one, in units of its last decimal."""

    impl = Integer
    cache_ok = True

    def __init__(self, scale: int, direction: str) -> None:
        super().__init__()
        self.scale = scale
        self.direction = direction

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else to_units(Decimal(value), self.scale, self.direction)


class SqliteCompiler(Compiler):
    same = "IS"
    empty_list = "'[]'"
    types: dict[Type, TypeEngine[Any]] = {
        Type.TEXT: SqlText(),
        Type.NUMBER: DecimalText(),
        Type.DURATION: DecimalText(),
        Type.BOOLEAN: Boolean(),
        Type.DATE: Day(),
        Type.DATETIME: Moment(),
        Type.TIME: Clock(),
        Type.LIST: TextList(),
        Type.ID: Id(),
        Type.NULL: NullType(),
    }

    def field(self, node: Field) -> Element:
        column = self.column(node.name.path)
        if node.type not in NUMERIC:
            return column
        return func.dg_decimal(column, integer(node.name.scale), type_=self.types[node.type])

    def constant(self, node: Const) -> Element:
        if node.value is None:
            return null()
        if node.type is Type.BOOLEAN:
            return true() if node.value else false()
        text = number_text(node.value) if node.type in NUMERIC else node.value.replace("'", "''")
        return raw_sql(f"'{text}'", self.types[node.type])

    def function(self, node: Call) -> Element:
        function = node.function
        if function.sqlite:
            return self.fill(function.sqlite, node)
        known = [self.environment[name] for name in function.env]
        arguments = [argument.element for argument in self.arguments(node)]
        name = function_name(function.identity, node.variable)
        element: Element = getattr(func, name)(*known, *arguments, type_=self.types[node.type])
        return element

    def is_true(self, element: Element) -> Element:
        return operators.eq(element, true())

    def ordered_pair(self, sign: str, left: Typed, right: Typed) -> tuple[Element, Element]:
        if left.type not in NUMERIC:
            return self.value(left), self.value(right)
        if isinstance(left, Field):
            return self.column(left.name.path), self.units(right, left.name.scale, DIRECTION[sign])
        if isinstance(right, Field):
            return self.units(left, right.name.scale, DIRECTION[MIRRORED[sign]]), self.column(right.name.path)
        return func.dg_compare(self.value(left), self.value(right), type_=Integer()), integer(0)

    def equal_pair(self, left: Typed, right: Typed) -> tuple[Element, Element]:
        if left.type in NUMERIC:
            if isinstance(left, Field):
                return self.column(left.name.path), self.units(right, left.name.scale, EXACTLY)
            if isinstance(right, Field):
                return self.units(left, right.name.scale, EXACTLY), self.column(right.name.path)
        return self.value(left), self.value(right)

    def units(self, node: Typed, scale: int, direction: str) -> Element:
        """A number in the units of the column it is compared with."""
        if isinstance(node, Field) and node.name.scale == scale:
            return self.column(node.name.path)
        if isinstance(node, Lit) and self.uses[node.slot] == 1:
            return self.parameter(node, Units(scale, direction))
        return func.dg_units(self.value(node), integer(scale), raw_sql(f"'{direction}'", SqlText()), type_=Integer())

    def stored(self, node: Typed, scale: int) -> Element:
        if isinstance(node, Field) and node.name.scale == scale:
            return self.column(node.name.path)
        by_python: Element = func.dg_stored(self.value(node), integer(scale), type_=Exact(scale))
        as_whole = stored_as_whole(node, scale, self.column, by_python)
        return by_python if as_whole is None else as_whole


def function_name(identity: str, variable: Type | None) -> str:
    """What a function is called in SQLite; one that takes several types has a name for each."""
    return f"dg_{identity}" if variable is None else f"dg_{identity}_{variable.value}"


def integer(number: int) -> Element:
    return raw_sql(str(int(number)), Integer())
