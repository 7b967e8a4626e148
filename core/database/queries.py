"""Rows as Python values: of statements that are rare enough to leave to SQLAlchemy, and of those that come again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from core.database.failures import translated
from core.database.statements import Statement, reader_of
from core.database.unit import Unit

__all__ = ["execute", "fetch", "mappings", "recurring"]


def fetch(unit: Unit, query: sa.Select[Any], values: Mapping[str, Any] | None = None) -> list[sa.Row[Any]]:
    """The rows of a query: inside the transaction where one is open, else on a connection for reading."""
    with translated(), unit.reading() as connection:
        return list(connection.execute(query, values or {}))


def mappings(unit: Unit, query: sa.Select[Any], values: Mapping[str, Any] | None = None) -> list[Mapping[str, Any]]:
    """The same, each row by the names of its columns."""
    return [{str(name): value for name, value in row._mapping.items()} for row in fetch(unit, query, values)]


def execute(unit: Unit, statement: sa.Insert | sa.Update | sa.Delete, values: Any = None) -> int:
    """Run a writing statement in the transaction; answers how many rows it touched."""
    with translated():
        return unit.connection.execute(statement, values).rowcount


def recurring(
    unit: Unit, key: Hashable, make: Callable[[], sa.Select[Any] | ReturningUpdate[Any]], values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows of a query that comes again and again, by the names of its columns: `make` builds it once for a `key`, and its
    values are `bindparam`s. Without SQLAlchemy's share it takes a third of the time."""
    store = unit.store

    def prepared() -> tuple[Statement, list[str], list[tuple[str, Callable[[Any], Any]]]]:
        query = make()
        columns = [(str(column.key), reader_of(column.type, store.dialect)) for column in query.exported_columns]
        return store.compile(query), [name for name, _ in columns], [(name, read) for name, read in columns if read]

    statement, names, readers = store.kept(("recurring", key), prepared)
    found = [dict(zip(names, row, strict=True)) for row in unit.rows(statement, values)]
    for row in found:
        for name, read in readers:
            row[name] = read(row[name])
    return found
