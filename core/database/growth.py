"""Tables that grow in bulk are counted anew: a database chooses its indexes by what it believes a table to hold."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

__all__ = ["MANY", "Growth"]

#: So many rows at once may change which index is best.
MANY = 500
#: A table is counted again when it holds so many times the rows that it held the last time.
TIMES = 10


class Growth:
    """What is known in this process of how large the tables of one tenant were when the database last counted them.

    SQLite counts when it is told to, and sees for itself which tables have grown. PostgreSQL counts by itself, but a
    minute later at best; by then an import has looked through a whole table a thousand times.
    """

    def __init__(self, backend: str) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._counted: dict[str, int] = {}
        self._added: dict[str, int] = {}

    def settle(self, connection: Any, grown: Mapping[str, int]) -> None:
        """Have the driver's connection count those of the tables that have outgrown what is known of them.

        grown: {table: rows that were written}, names as SQL has them; under "" those of statements that aren't of `new_row`,
        which SQLite alone looks after. Part of the transaction that wrote the rows.
        """
        if self._backend == "sqlite":
            connection.execute("PRAGMA optimize=0x10012")
            return
        for table, rows in grown.items():
            if table and self._outgrown(connection, table, rows):
                connection.execute(f"ANALYZE {table}")

    def _outgrown(self, connection: Any, table: str, rows: int) -> bool:
        if table not in self._counted:
            [[known]] = connection.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table]).fetchall()
            self._counted.setdefault(table, max(known, 0))
        with self._lock:
            known, added = self._counted[table], self._added.get(table, 0) + rows
            if added < max(MANY, (TIMES - 1) * known):
                self._added[table] = added
                return False
            self._counted[table], self._added[table] = known + added, 0
            return True
