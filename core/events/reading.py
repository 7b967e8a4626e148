"""Reads events in an order in which none can come in before one that was read.

On PostgreSQL transactions commit in another order than they took their numbers, so an event may appear behind one that
was read already. Events are therefore read by (transaction, number), and just those of transactions older than every one
that is still writing events of this tenant: it holds a lock on their table, see
https://www.postgresql.org/docs/current/view-pg-locks.html. Who begins later has a number from `pg_snapshot_xmax` on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from core.database.queries import fetch
from core.database.tables import event
from core.database.unit import Unit

__all__ = ["START", "Event", "Position", "end", "events_after", "has_news"]

Position = tuple[int, int]
"""The transaction and the number of an event."""
LOW_BITS = 2**32 - 1
START: Position = (0, 0)
#: The number that the next transaction gets, and those of the transactions that write events now.
_HORIZON = (
    sa.text(
        """
        SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS newest,
               array_agg(own.transactionid::text::bigint) AS running
        FROM pg_locks AS writes
        JOIN pg_locks AS own ON own.virtualtransaction = writes.virtualtransaction AND own.pid = writes.pid
        WHERE writes.locktype = 'relation' AND writes.mode = 'RowExclusiveLock' AND writes.relation = to_regclass(:events)
          AND writes.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock'
        """
    )
    .columns(newest=sa.BigInteger, running=ARRAY(sa.BigInteger))
    .subquery()
)


@dataclass(frozen=True)
class Event:
    """What happened to one record. changes: field by field `[old, new]`, as JSON has it."""

    position: Position
    object: str
    record_id: str
    kind: str
    changes: Mapping[str, Any]
    actor_id: str | None
    at: datetime
    source: str


def events_after(unit: Unit, position: Position, most: int) -> list[Event]:
    """The next events whose place in the order is settled."""
    names = ("tx", "seq", "object", "record_id", "kind", "changes", "actor_id", "at", "source")
    wanted = [*_later(unit, position), *_settled(unit)]
    query = sa.select(*(event.c[name] for name in names)).where(*wanted).order_by(*_order(unit)).limit(most)
    return [
        Event((row.tx, row.seq), row.object, row.record_id, row.kind, orjson.loads(row.changes), row.actor_id, row.at, row.source)
        for row in fetch(unit, query)
    ]


def has_news(unit: Unit, position: Position) -> bool:
    """Whether there are events after that place, settled or not; one look into an index."""
    return bool(fetch(unit, sa.select(event.c.seq).where(*_later(unit, position)).order_by(*_order(unit)).limit(1)))


def end(unit: Unit) -> Position:
    """The place of the last event that there is."""
    last = sa.select(event.c.tx, event.c.seq).order_by(*(column.desc() for column in _order(unit))).limit(1)
    found = fetch(unit, last)
    return (found[0].tx, found[0].seq) if found else START


def _order(unit: Unit) -> list[sa.Column[int]]:
    return [event.c.seq] if unit.store.backend == "sqlite" else [event.c.tx, event.c.seq]


def _later(unit: Unit, position: Position) -> list[sa.ColumnElement[bool]]:
    if unit.store.backend == "sqlite":
        return [event.c.seq > position[1]]
    return [sa.tuple_(event.c.tx, event.c.seq) > sa.tuple_(*(sa.literal(part, sa.BigInteger) for part in position))]


def _settled(unit: Unit) -> list[sa.ColumnElement[bool]]:
    if unit.store.backend == "sqlite":
        return []
    [found] = fetch(unit, sa.select(_HORIZON), {"events": f'"{unit.store.schema}".dg_event'})
    newest, running = int(found.newest), [int(number) for number in found.running or ()]
    return [event.c.tx < min([newest, *(_whole(number, newest) for number in running)])]


def _whole(number: int, newest: int) -> int:
    """Locks know the low 32 bits of a transaction's number; all that run began less than 2**31 numbers ago."""
    whole = newest & ~LOW_BITS | number
    return whole if whole <= newest else whole - LOW_BITS - 1
