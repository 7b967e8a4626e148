"""Columns and tables as steps carry them: with foreign keys, in a MetaData of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, MetaData, Table

from metadata.fields import Field
from metadata.objects import Link
from metadata.shapes import Shape
from metadata.storage import Id
from metadata.tables import columns_of, link_table

__all__ = ["columns_by_name", "link_table_alone", "storage_table", "table_with"]


def columns_by_name(shape: Shape, known: Iterable[str]) -> dict[str, Column[Any]]:
    """The columns of an object, with foreign keys to the tables that are known."""
    return {str(column.name): column for column in columns_of(shape, known)}


def table_with(name: str, columns: Iterable[Column[Any]]) -> Table:
    """A table of its own, beside bare tables for what its foreign keys lead to."""
    metadata = MetaData()
    made = list(columns)
    for target in sorted({_target(key) for column in made for key in column.foreign_keys} - {name}):
        Table(target, metadata, Column("id", Id(), primary_key=True))
    return Table(name, metadata, *made)


def _target(key: Any) -> str:
    return str(key.target_fullname).partition(".")[0]


def storage_table(shape: Shape, retired: Mapping[str, Field] | None = None) -> Table:
    """A table for statements and indexes, without foreign keys."""
    columns = shape.columns() + [column for field in (retired or {}).values() for column in field.columns()]
    return Table(shape.name, MetaData(), *(Column(c.name, c.type, primary_key=c.primary_key) for c in columns))


def link_table_alone(link: Link) -> Table:
    metadata = MetaData()
    for name in {link.source, link.target}:
        Table(name, metadata, Column("id", Id(), primary_key=True))
    return link_table(link, metadata)
