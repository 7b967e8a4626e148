"""Statements that change tables, which SQLAlchemy has no words for: adding a column, changing its decimals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.types import TypeEngine

__all__ = ["AddColumnTo", "ChangeColumnType"]


class AddColumnTo(ExecutableDDLElement):
    """`ALTER TABLE … ADD COLUMN …`, with its foreign key. Both databases take it without touching the rows."""

    inherit_cache = False

    def __init__(self, table: str, column: Column[Any]) -> None:
        self.table = Table(table, MetaData())
        self.column = column


@compiles(AddColumnTo)
def _add_column(element: AddColumnTo, compiler: Any, **options: Any) -> str:
    name = compiler.preparer.format_table(element.table)
    return (
        f"ALTER TABLE {name} ADD COLUMN {compiler.get_column_specification(element.column)}{_keys(element, compiler)}"
    )


def _keys(element: AddColumnTo, compiler: Any) -> str:
    found = (key.target_fullname.partition(".")[0] for key in element.column.foreign_keys)
    return "".join(f" REFERENCES {compiler.preparer.format_table(Table(name, MetaData()))} (id)" for name in found)


class ChangeColumnType(ExecutableDDLElement):
    """`ALTER TABLE … ALTER COLUMN … TYPE …`; on SQLite, whose columns take anything, nothing."""

    inherit_cache = False

    def __init__(self, table: str, column: str, type: TypeEngine[Any]) -> None:
        self.table = Table(table, MetaData())
        self.column = column
        self.type = type


@compiles(ChangeColumnType, "postgresql")
def _change_type(element: ChangeColumnType, compiler: Any, **options: Any) -> str:
    name = compiler.preparer.format_table(element.table)
    column = compiler.preparer.quote(element.column)
    type = compiler.dialect.type_compiler_instance.process(element.type)
    return f"ALTER TABLE {name} ALTER COLUMN {column} TYPE {type}"


@compiles(ChangeColumnType, "sqlite")
def _change_nothing(element: ChangeColumnType, compiler: Any, **options: Any) -> str:
    return "SELECT 1"
