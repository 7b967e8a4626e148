"""Whose turn it is at a broker: however often somebody rang for a tenant, one message at a time works through its jobs.

Who takes a job, and finds that there are more, sends the turn on to the end of the queue: there other tenants come first.
Rings that meet a turn on its way have nothing to do. A turn that nobody has heard of for a while is lost, and the next
ring takes it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from core.database.queries import execute, recurring
from core.database.tables import turn
from core.database.unit import Unit

__all__ = ["LOST_AFTER", "end_turn", "is_turn", "pass_on"]

LOST_AFTER = timedelta(seconds=5)


def is_turn(unit: Unit, ring: str, now: datetime) -> bool:
    """Whether who heard this ring may take a job; until the end of the transaction nobody else may say so."""
    unit.begin()
    [known] = recurring(unit, "turn", lambda: _turn(unit.store.backend), {})
    return known["ring"] in ("", ring) or known["at"] < now - LOST_AFTER


def _turn(backend: str) -> sa.Select[Any]:
    query = sa.select(turn.c.ring, turn.c.at)
    return query.with_for_update() if backend == "postgresql" else query


def pass_on(unit: Unit, now: datetime) -> str:
    """Note that the turn goes on, and say by which ring."""
    ring = secrets.token_hex(8)
    at = {name: sa.bindparam(f"to_{name}", type_=turn.c[name].type) for name in ("ring", "at")}
    unit.run(unit.store.statement("pass the turn on", lambda: sa.update(turn).values(at)), {"to_ring": ring, "to_at": now})
    return ring


def end_turn(unit: Unit) -> None:
    """Note that no turn is on its way: the next ring begins one."""
    execute(unit, sa.update(turn).values(ring=""))
