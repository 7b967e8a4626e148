"""What tables, columns and indexes a tenant's store really has."""

from __future__ import annotations

import sqlalchemy as sa

from core.database.unit import Unit

__all__ = ["columns_of", "indexes", "is_large", "tables"]

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = :schema AND c.relkind = 'r'",
}
_COLUMNS = {
    "sqlite": "SELECT m.name, i.name, i.type FROM sqlite_master m, pragma_table_info(m.name) i"
    " WHERE m.type = 'table' AND (:table = '' OR m.name = :table)",
    "postgresql": "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE n.nspname = :schema AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
    " AND (:table = '' OR c.relname = :table)",
}
_INDEXES = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT c.relname, i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
    " JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = :schema AND x.indisvalid",
}


def tables(unit: Unit) -> set[str]:
    """The names of the tables."""
    return {row[0] for row in _rows(unit, _TABLES[unit.store.backend])}


def columns_of(unit: Unit, table: str = "") -> dict[str, dict[str, str]]:
    """By table, or for one table, the columns with their types in the database's words."""
    found: dict[str, dict[str, str]] = {}
    for name, column, type in _rows(unit, _COLUMNS[unit.store.backend], table=table):
        found.setdefault(name, {})[column] = type
    return found


def indexes(unit: Unit) -> dict[str, set[str]]:
    """By table, the names of the indexes that are ready to be used."""
    found: dict[str, set[str]] = {}
    for table, name in _rows(unit, _INDEXES[unit.store.backend]):
        found.setdefault(table, set()).add(name)
    return found


def is_large(unit: Unit, table: sa.Table, rows: int) -> bool:
    """Whether a table has more than so many rows; looks at no more of them than that."""
    some = sa.select(sa.literal(1)).select_from(table).limit(rows + 1).subquery()
    found = unit.connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    return bool(found > rows)


def _rows(unit: Unit, text: str, **values: str) -> list[tuple[str, ...]]:
    statement = sa.text(text)
    given = {"schema": unit.store.schema, **values}
    used = {name: value for name, value in given.items() if f":{name}" in text}
    with unit.reading() as connection:
        return [tuple(row) for row in connection.execute(statement, used)]
