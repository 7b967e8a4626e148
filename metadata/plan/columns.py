"""Columns and tables as steps carry them: just what a statement needs, in a MetaData of their own."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from sqlalchemy import Column, MetaData, Table

from metadata.fields import Field
from metadata.links import Link
from metadata.storage import Id
from metadata.tables import IndexPlan, link_table, without_strange_keys

__all__ = ["bare_table", "columns_of_field", "index_table", "link_table_alone", "table_with", "targets"]


def columns_of_field(field: Field, known: Container[str]) -> list[Column[Any]]:
    """The columns of a field, with foreign keys to the tables that are known."""
    return [without_strange_keys(column, known) for column in field.columns()]


def targets(column: Column[Any]) -> set[str]:
    """The tables that a column's foreign keys lead to."""
    return {str(key.target_fullname).partition(".")[0] for key in column.foreign_keys}


def table_with(name: str, columns: Iterable[Column[Any]]) -> Table:
    """A table of its own, beside bare tables for what its foreign keys lead to."""
    metadata = MetaData()
    made = list(columns)
    for target in sorted({target for column in made for target in targets(column)} - {name}):
        Table(target, metadata, Column("id", Id(), primary_key=True))
    return Table(name, metadata, *made)


def bare_table(name: str, columns: Iterable[Column[Any]]) -> Table:
    """A table with a few of its columns, without their keys, for a statement about them."""
    return Table(name, MetaData(), *(Column(column.name, column.type) for column in columns))


def index_table(plan: IndexPlan) -> Table:
    """A table with what an index is about."""
    names = dict.fromkeys((*plan.columns, "deleted_at"))
    return Table(plan.table, MetaData(), *(Column(name, primary_key=name == "id") for name in names))


def link_table_alone(link: Link) -> Table:
    metadata = MetaData()
    for name in {link.source, link.target}:
        Table(name, metadata, Column("id", Id(), primary_key=True))
    return link_table(link, metadata)
