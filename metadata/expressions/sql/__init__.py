"""From a checked expression to SQL, for SQLite and for PostgreSQL."""

from metadata.expressions.sql.compile import condition, to_sql
from metadata.expressions.sql.functions import register_sqlite

__all__ = ["condition", "register_sqlite", "to_sql"]
