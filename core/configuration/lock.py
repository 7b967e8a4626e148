"""One change of a tenant's configuration at a time, over all processes."""

from __future__ import annotations

import sqlalchemy as sa

from core.database.failures import translated
from core.database.unit import Unit

__all__ = ["lock_configuration"]

#: A back-fill may take longer than a request's statements.
LONGEST = "SET LOCAL statement_timeout = '10min'"


def lock_configuration(unit: Unit) -> None:
    """Take the lock; it is given back with the transaction. Raises Again when another change takes too long.

    A SQLite file has one writer at a time anyhow.
    """
    unit.begin()
    if unit.store.backend != "postgresql":
        return
    key = sa.func.hashtextextended(f"dougong.configuration.{unit.store.schema}", 0)
    with translated():
        unit.connection.exec_driver_sql(LONGEST)
        unit.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
