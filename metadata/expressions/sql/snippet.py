"""A SQLAlchemy element whose text is a filled template."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine

__all__ = ["LET", "UNICODE", "Part", "Snippet"]

Part = str | int
"""Text, or the number of an element that stands there."""

LET = "dg_let"
UNICODE = "<unicode>"
"""Stands for the collation that knows upper and lower case; which one depends on the server."""


class Snippet(ColumnElement[Any]):
    """SQL with elements in its holes. Its text is fixed by this project; only elements carry anything from outside.

    What is `hoisted` is evaluated once, in a subselect that the text refers to: otherwise functions that use an
    argument twice would double the statement at every level of nesting.
    """

    __visit_name__ = "dougong_snippet"
    _traverse_internals = [
        ("parts", InternalTraversal.dp_plain_obj),
        ("elements", InternalTraversal.dp_clauseelement_tuple),
        ("hoisted", InternalTraversal.dp_clauseelement_tuple),
        ("type", InternalTraversal.dp_type),
    ]

    def __init__(
        self,
        parts: tuple[Part, ...],
        elements: tuple[ColumnElement[Any], ...],
        hoisted: tuple[ColumnElement[Any], ...],
        kind: TypeEngine[Any],
    ) -> None:
        self.parts = parts
        self.elements = elements
        self.hoisted = hoisted
        self.type = kind

    @property
    def _from_objects(self) -> list[FromClause]:
        return [found for element in (*self.elements, *self.hoisted) for found in element._from_objects]


@compiles(Snippet)
def write(snippet: Snippet, compiler: SQLCompiler, **options: Any) -> str:
    inner = {name: value for name, value in options.items() if name not in OUTER_OPTIONS}
    elements = [compiler.process(element, **inner) for element in snippet.elements]
    text = "".join(
        elements[part] if isinstance(part, int) else unicode_collation(compiler) if part == UNICODE else part
        for part in snippet.parts
    )
    if not snippet.hoisted:
        return text
    lets = ", ".join(
        f"{compiler.process(element, **inner)} AS v{number}" for number, element in enumerate(snippet.hoisted)
    )
    fence = "LIMIT -1 OFFSET 0" if compiler.dialect.name == "sqlite" else "OFFSET 0"
    return f"(SELECT {text} FROM (SELECT {lets} {fence}) AS {LET})"


OUTER_OPTIONS = frozenset(
    {"add_to_result_map", "within_columns_clause", "within_label_clause", "render_label_as_label"}
)
"""Options of SQLAlchemy's compiler that speak of the column itself, not of what is in it."""


def unicode_collation(compiler: SQLCompiler) -> str:
    """PostgreSQL 18 knows all of Unicode by itself; before, the ICU library does."""
    version = getattr(compiler.dialect, "server_version_info", None) or (18,)
    return '"pg_unicode_fast"' if version >= (18,) else '"und-x-icu"'
