"""Makes the platform's own tables in a tenant's store."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import sqlalchemy as sa

from core.database.stores import Store
from core.database.tables import SYSTEM, sealing, turn
from metadata.ddl import AddColumnTo

__all__ = ["create_system_tables"]

SALT = 32
#: Words are already folded and cut, so each backend only has to keep them apart.
SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS dg_search_words USING fts5(words, content='dg_search', content_rowid='id')",
    "CREATE TRIGGER IF NOT EXISTS dg_search_added AFTER INSERT ON dg_search BEGIN"
    " INSERT INTO dg_search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS dg_search_gone AFTER DELETE ON dg_search BEGIN"
    " INSERT INTO dg_search_words(dg_search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER IF NOT EXISTS dg_search_changed AFTER UPDATE ON dg_search BEGIN"
    " INSERT INTO dg_search_words(dg_search_words, rowid, words) VALUES ('delete', old.id, old.words);"
    " INSERT INTO dg_search_words(rowid, words) VALUES (new.id, new.words); END",
)
POSTGRESQL_SEARCH = (
    'CREATE INDEX IF NOT EXISTS dg_search_words ON "{schema}".dg_search'
    " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
)


def create_system_tables(connection: sa.Connection, store: Store) -> None:
    """Make what is missing: tables, columns and indexes; safe to run again."""
    SYSTEM.create_all(connection)
    _complete(connection, store)
    if store.backend == "sqlite":
        for command in SQLITE_SEARCH:
            connection.exec_driver_sql(command)
    else:
        connection.exec_driver_sql(POSTGRESQL_SEARCH.format(schema=store.schema))
    if connection.execute(sa.select(sealing.c.id)).first() is None:
        connection.execute(sa.insert(sealing).values(id=1, salt=os.urandom(SALT)))
    if connection.execute(sa.select(turn.c.id)).first() is None:
        connection.execute(sa.insert(turn).values(id=1, ring="", at=datetime.now(UTC)))


def _complete(connection: sa.Connection, store: Store) -> None:
    """Add the columns and indexes that tables of an older version lack."""
    there = sa.inspect(connection)
    for table in SYSTEM.tables.values():
        known = {column["name"] for column in there.get_columns(table.name, schema=store.schema or None)}
        for column in table.columns:
            if column.name not in known:
                connection.execute(AddColumnTo(table.name, column))
    for table in SYSTEM.tables.values():
        for index in table.indexes:
            index.create(connection, checkfirst=True)
