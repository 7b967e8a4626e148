"""Goes through the events for whoever listens: each once, in order, with what follows in the same transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.failures import Again
from core.database.queries import execute, fetch, recurring
from core.database.tables import event
from core.database.tables import listener as kept
from core.database.unit import Unit
from core.events.reading import Event, Position, end, events_after
from dougong import Unavailable

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["Listener", "behind", "catch_up", "place"]

log = logging.getLogger(__name__)

BATCH = 500
#: What says nothing of the event.
PASSING = (Again, Unavailable, sa.exc.OperationalError)


@dataclass(frozen=True)
class Listener:
    """Who listens. handle: gets events in order, with every right, in the transaction that remembers them as dealt with."""

    name: str
    handle: Callable[[Ctx, Sequence[Event]], None]


def place(unit: Unit, name: str) -> None:
    """Put a listener behind the last event: what was before it is not for it."""
    tx, seq = end(unit)
    execute(unit, sa.delete(kept).where(kept.c.name == name))
    execute(unit, sa.insert(kept).values(name=name, tx=tx, seq=seq))


def behind(unit: Unit, listeners: Iterable[Listener]) -> list[Listener]:
    """Those for whom there may be something to do."""
    names = {row["name"] for row in recurring(unit, "listeners behind", lambda: _behind(unit.store.backend), {})}
    return [listener for listener in listeners if listener.name in names]


def _behind(backend: str) -> sa.Select[Any]:
    """Whose place isn't the last event's; one look into an index for each."""
    last = [event.c.seq] if backend == "sqlite" else [event.c.tx, event.c.seq]
    newest = [sa.select(column).order_by(*(each.desc() for each in last)).limit(1).scalar_subquery() for column in last]
    places = [kept.c[column.name] for column in last]
    return sa.select(kept.c.name).where(sa.tuple_(*newest) > sa.tuple_(*places) if len(last) > 1 else newest[0] > places[0])


def catch_up(platform: Platform, tenant: str, listener: Listener) -> bool:
    """Hand it the next events; whether there may be more. An event that it can't deal with is logged and left behind.

    Where the transaction lost a race, or the database can't be had, nothing is left behind: it is tried again later.
    """
    try:
        return _advance(platform, tenant, listener, BATCH) == BATCH
    except PASSING:
        return False
    except Exception:
        log.warning("%s stumbled over events of %s, and takes them one by one", listener.name, tenant, exc_info=True)
    for _ in range(BATCH):
        try:
            if not _advance(platform, tenant, listener, 1):
                return False
        except PASSING:
            return False
        except Exception:
            log.exception("%s can't deal with an event of %s", listener.name, tenant)
            _advance(platform, tenant, Listener(listener.name, lambda ctx, events: None), 1)
    return True


def _advance(platform: Platform, tenant: str, listener: Listener, most: int) -> int:
    with platform.open(tenant, source=listener.name) as ctx:
        ctx.unit.begin()
        position = _position(ctx.unit, listener, lock=True)
        events = events_after(ctx.unit, position, most) if position is not None else []
        if events:
            listener.handle(ctx, events)
            tx, seq = events[-1].position
            execute(ctx.unit, sa.update(kept).where(kept.c.name == listener.name).values(tx=tx, seq=seq))
    return len(events)


def _position(unit: Unit, listener: Listener, *, lock: bool = False) -> Position | None:
    """Where it stands; None where another process is at it, or it was never placed."""
    query = sa.select(kept.c.tx, kept.c.seq).where(kept.c.name == listener.name)
    found = fetch(unit, query.with_for_update(skip_locked=True) if lock and unit.store.backend == "postgresql" else query)
    return (found[0].tx, found[0].seq) if found else None
