"""PostgreSQL's side of the compiler: values are its own types, functions are its own functions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Numeric, cast, false, null, true
from sqlalchemy import Text as SqlText
from sqlalchemy.types import NullType, TypeEngine

from metadata.expressions.exact import number_text
from metadata.expressions.functions.function import Function
from metadata.expressions.nodes import Call, Const, Field, Typed
from metadata.expressions.sql.compiler import Compiler
from metadata.expressions.sql.template import Argument, Element, filled, is_atomic, raw_sql
from metadata.expressions.types import NUMERIC, Type
from metadata.storage import SQLITE_DIGITS, Clock, Day, Exact, Id, Moment, TextList

__all__ = ["PostgresqlCompiler"]

IS_IN = "(coalesce({0} IN ({1*}), FALSE) OR ({0} IS NULL AND array_position(ARRAY[{1*}], NULL) IS NOT NULL))"
BETWEEN = "({0} BETWEEN {1} AND {2})"


class PostgresqlCompiler(Compiler):
    same = "IS NOT DISTINCT FROM"
    empty_list = "'[]'::jsonb"
    types: dict[Type, TypeEngine[Any]] = {
        Type.TEXT: SqlText(),
        Type.NUMBER: Numeric(),
        Type.DURATION: Numeric(),
        Type.BOOLEAN: Boolean(),
        Type.DATE: Day(),
        Type.DATETIME: Moment(),
        Type.TIME: Clock(),
        Type.LIST: TextList(),
        Type.ID: Id(),
        Type.NULL: NullType(),
    }

    def field(self, node: Field) -> Element:
        return self.column(node.name.path)

    def constant(self, node: Const) -> Element:
        kind = self.types[node.type]
        if node.value is None:
            return null() if node.type is Type.NULL else cast(null(), kind)
        if node.type is Type.BOOLEAN:
            return true() if node.value else false()
        if node.type in NUMERIC:
            return raw_sql(f"({number_text(node.value)})::numeric", kind)
        return raw_sql(f"{quoted(node.value)}::text", kind)

    def function(self, node: Call) -> Element:
        return self.fill(template_of(node.function), node)

    def argument(self, node: Typed, kind: str) -> Element:
        """Texts that are put in order need the collation that goes by code point."""
        element = self.value(node)
        return element.collate("C") if kind == "ordered" and node.type is Type.TEXT else element

    def ordered_pair(self, sign: str, left: Typed, right: Typed) -> tuple[Element, Element]:
        a, b = self.value(left), self.value(right)
        if left.type is not Type.TEXT or is_stored(left, a) or is_stored(right, b):
            return a, b
        return a.collate("C"), b

    def equal_pair(self, left: Typed, right: Typed) -> tuple[Element, Element]:
        return self.value(left), self.value(right)

    def stored(self, node: Typed, scale: int) -> Element:
        if isinstance(node, Field) and node.name.scale == scale:
            return self.column(node.name.path)
        rounded = filled(f"round({{0}}, {int(scale)})", [Argument(self.value(node), node.nullable)], {}, Numeric())
        bound = 10 ** (SQLITE_DIGITS - scale)
        return filled(f"(CASE WHEN abs({{0}}) < {bound} THEN {{0}} END)", [Argument(rounded, True)], {}, Exact(scale))

    def whole(self, node: Typed) -> Element:
        """Texts are in the order of their code points, also where rows are sorted by them."""
        element = self.value(node)
        return element.collate("C") if node.type is Type.TEXT and not is_stored(node, element) else element


def is_stored(node: Typed, element: Element) -> bool:
    """A column that has its collation. One that is computed has the database's, whatever that is."""
    return isinstance(node, Field) and is_atomic(element)


def template_of(function: Function) -> str:
    return {"IN": IS_IN, "BETWEEN": BETWEEN}.get(function.name, function.postgresql)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
