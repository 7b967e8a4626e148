"""Statements that are rare enough to leave to SQLAlchemy: their rows come back as Python values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.database.failures import translated
from core.database.unit import Unit

__all__ = ["execute", "fetch", "mappings"]


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
