"""The tables of a catalogue as a database has them: columns, foreign keys, tables of links, indexes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ForeignKey, Index, MetaData, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from metadata.names import fitted
from metadata.storage import Id

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue
    from metadata.links import Link
    from metadata.shapes import Shape

__all__ = [
    "IndexPlan",
    "Nulls",
    "columns_of",
    "indexes_of",
    "link_table",
    "make_index",
    "make_table",
    "tables_of",
    "without_strange_keys",
]


class Nulls(ColumnElement[Any]):
    """A column of an index, ordered as our lists are: empty values before all others, on every database."""

    inherit_cache = False

    def __init__(self, column: Column[Any]) -> None:
        self.column = column
        self.type = column.type


@compiles(Nulls)
def _plain(element: Nulls, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.column, **options))


@compiles(Nulls, "postgresql")
def _nulls_first(element: Nulls, compiler: Any, **options: Any) -> str:
    return f"{compiler.process(element.column, **options)} NULLS FIRST"


@dataclass(frozen=True)
class IndexPlan:
    """An index, described so that two can be compared. Each covers only records that are not in the recycle bin."""

    table: str
    columns: tuple[str, ...]
    unique: bool = False
    living: bool = True

    @property
    def name(self) -> str:
        return fitted(f"{'uq' if self.unique else 'ix'}_{self.table}__{'__'.join(self.columns)}")


def indexes_of(shape: Shape) -> list[IndexPlan]:
    """What is indexed: what is unique, what refers to another record, what lists sort by, and the groups that the object asks for.

    Every index is paid for by each write, so a sort has none of its own where a group begins with the same field.
    """
    groups = [IndexPlan(shape.name, (*_group_columns(shape, group), "id")) for group in shape.indexes]
    begun = {plan.columns[0] for plan in groups}
    wanted = [
        *_unique_indexes(shape),
        *_reference_indexes(shape),
        *(plan for plan in _sort_indexes(shape) if plan.columns[0] not in begun),
        *groups,
    ]
    return list(dict.fromkeys(wanted))


def _unique_indexes(shape: Shape) -> Iterator[IndexPlan]:
    for field in shape.fields.values():
        column = field.type.index_column(field)
        if field.unique and column is not None:
            yield IndexPlan(shape.name, (column,), unique=True)


def _reference_indexes(shape: Shape) -> Iterator[IndexPlan]:
    """Deleting a record looks for what refers to it, in the recycle bin too."""
    for field in shape.fields.values():
        column = field.type.index_column(field)
        if column is None or field.system:
            continue
        if field.type.name == "any_reference":
            yield IndexPlan(shape.name, (column,), living=False)
        elif field.references is not None and not field.unique:
            yield IndexPlan(shape.name, (column,), living=False)


def _sort_indexes(shape: Shape) -> Iterator[IndexPlan]:
    """Lists are sorted by a field and then by id."""
    for field in shape.fields.values():
        column = field.type.index_column(field)
        if field.index and column is not None and (field.references is None or field.name == "owner_id"):
            yield IndexPlan(shape.name, (column, "id"))


def _group_columns(shape: Shape, group: Iterable[str]) -> tuple[str, ...]:
    found = (shape.fields.get(name) or shape.companions.get(name) for name in group)
    columns = (field.type.index_column(field) if field else None for field in found)
    return tuple(column for column in columns if column is not None)


def make_index(plan: IndexPlan, table: Table) -> Index:
    columns = [
        table.c[name] if table.c[name].primary_key or plan.unique else Nulls(table.c[name]) for name in plan.columns
    ]
    living = table.c.deleted_at.is_(None) if plan.living else None
    more: dict[str, Any] = {} if living is None else {"sqlite_where": living, "postgresql_where": living}
    return Index(plan.name, *columns, unique=plan.unique, _table=table, **more)


def columns_of(shape: Shape, present: Iterable[str]) -> list[Column[Any]]:
    """The columns of an object, with foreign keys only to tables that are there."""
    known = set(present)
    return [without_strange_keys(column, known) for column in shape.columns()]


def without_strange_keys(column: Column[Any], known: Container[str]) -> Column[Any]:
    """The column itself, or one without its foreign key where that would lead to a table that isn't there."""
    if all(key.target_fullname.partition(".")[0] in known for key in column.foreign_keys):
        return column
    return Column(column.name, column.type, nullable=column.nullable)


def make_table(shape: Shape, metadata: MetaData, present: Iterable[str]) -> Table:
    return Table(shape.name, metadata, *columns_of(shape, present))


def link_table(link: Link, metadata: MetaData) -> Table:
    """The table of a many-to-many field, with an index for the way back."""
    table = Table(
        link.name,
        metadata,
        Column("source_id", Id(), ForeignKey(f"{link.source}.id", ondelete="CASCADE"), primary_key=True),
        Column("target_id", Id(), ForeignKey(f"{link.target}.id", ondelete="CASCADE"), primary_key=True),
    )
    Index(fitted(f"ix_{link.name}__target_id"), table.c.target_id)
    return table


def tables_of(catalogue: Catalogue) -> MetaData:
    metadata = MetaData()
    for shape in catalogue.objects.values():
        table = make_table(shape, metadata, catalogue.objects)
        for plan in indexes_of(shape):
            make_index(plan, table)
    for object in catalogue.objects.values():
        for link in object.links.values():
            link_table(link, metadata)
    return metadata
