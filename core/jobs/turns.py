"""Whose turn it is at a broker: however often somebody rang for a tenant, one message at a time works through its jobs.

Who takes a job, and finds that there are more, sends the turn on to the end of the queue: there other tenants come first.
Rings that meet a turn on its way have nothing to do. A turn that nobody has heard of for a while is lost, and the next
ring takes it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import turn
from core.database.unit import Unit

__all__ = ["LOST_AFTER", "end_turn", "is_turn", "pass_on"]

LOST_AFTER = timedelta(seconds=5)


def is_turn(unit: Unit, ring: str, now: datetime) -> bool:
    """Whether who heard this ring may take a job; until the end of the transaction nobody else may say so."""
    unit.begin()
    query = sa.select(turn.c.ring, turn.c.at)
    [known] = fetch(unit, query.with_for_update() if unit.store.backend == "postgresql" else query)
    return known.ring in ("", ring) or known.at < now - LOST_AFTER


def pass_on(unit: Unit, now: datetime) -> str:
    """Note that the turn goes on, and say by which ring."""
    ring = secrets.token_hex(8)
    execute(unit, sa.update(turn).values(ring=ring, at=now))
    return ring


def end_turn(unit: Unit) -> None:
    """Note that no turn is on its way: the next ring begins one."""
    execute(unit, sa.update(turn).values(ring=""))
