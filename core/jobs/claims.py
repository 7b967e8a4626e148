"""Who works on a job: claimed for a while with a fence, so that one who was given up on can't finish it later."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from core.database.queries import recurring
from core.database.tables import job
from core.database.unit import Unit
from core.jobs.queue import DONE, FAILED, RUNNING, WAITING

__all__ = ["LEASE", "MOST_ATTEMPTS", "Claim", "advance", "claim", "extend", "finish", "give_up", "next_due", "put_back"]

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 3600.0
LONGEST_ERROR = 4000
CLAIMED = ("id", "name", "payload", "fence", "attempts", "actor_id")


@dataclass(frozen=True)
class Claim:
    """One attempt at a job."""

    id: str
    name: str
    payload: Mapping[str, Any]
    fence: int
    attempts: int
    actor_id: str | None

    @property
    def spent(self) -> bool:
        """Whether every attempt before this one ended without a word: what ran it died."""
        return self.attempts > MOST_ATTEMPTS


def claim(unit: Unit, now: datetime) -> Claim | None:
    """Take a job that was left behind, or else the one that has been due longest; None where there is none."""
    unit.begin()
    found = recurring(unit, "claim a job", lambda: _claiming(unit.store.backend), {"now": now, "until": now + LEASE})
    return Claim(**{**found[0], "payload": orjson.loads(found[0]["payload"])}) if found else None


def _claiming(backend: str) -> ReturningUpdate[Any]:
    """Each kind is looked for by itself, so that an index leads to the first of it, however many there are."""
    now, until = (sa.bindparam(name, type_=job.c.due.type) for name in ("now", "until"))
    left_behind = sa.select(job.c.id).where(job.c.state == RUNNING, job.c.lease_until < now).order_by(job.c.lease_until, job.c.id)
    waiting = sa.select(job.c.id).where(job.c.state == WAITING, job.c.due <= now).order_by(job.c.due, job.c.id)
    first = [query.limit(1) for query in (left_behind, waiting)]
    if backend == "postgresql":
        first = [query.with_for_update(skip_locked=True) for query in first]
    next_one = sa.func.coalesce(*(query.scalar_subquery() for query in first))
    taken = {"state": RUNNING, "lease_until": until, "fence": job.c.fence + 1, "attempts": job.c.attempts + 1}
    return sa.update(job).where(job.c.id == next_one).values(taken).returning(*(job.c[name] for name in CLAIMED))


def next_due(unit: Unit) -> datetime | None:
    """When there is work next."""
    [found] = recurring(unit, "next job", _next, {})
    return min((due for due in found.values() if due is not None), default=None)


def _next() -> sa.Select[Any]:
    waiting = sa.select(sa.func.min(job.c.due)).where(job.c.state == WAITING)
    running = sa.select(sa.func.min(job.c.lease_until)).where(job.c.state == RUNNING)
    return sa.select(waiting.scalar_subquery().label("waiting"), running.scalar_subquery().label("running"))


def extend(unit: Unit, claimed: Claim, now: datetime) -> bool:
    """Hold a claim for longer; False when it was lost."""
    return _update(unit, claimed, {"lease_until": now + LEASE})


def advance(unit: Unit, claimed: Claim, now: datetime, percent: int) -> bool:
    """Note how far a job is, in the transaction of a part of it; False when the claim was lost, or the job cancelled."""
    progress = max(0, min(99, percent))
    return _update(unit, claimed, {"lease_until": now + LEASE, "progress": progress, "attempts": 1})


def finish(unit: Unit, claimed: Claim) -> bool:
    """Mark a job as done, in the transaction of what it did; False when the claim was lost, or the job cancelled."""
    return _update(unit, claimed, {"state": DONE, "progress": 100, "lease_until": None, "error": ""})


def put_back(unit: Unit, claimed: Claim, now: datetime, error: str) -> datetime | None:
    """Let a job that failed wait for its next attempt, and say when; after the last one it has failed for good."""
    if claimed.attempts >= MOST_ATTEMPTS:
        give_up(unit, claimed, error)
        return None
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 4 ** (claimed.attempts - 1)) * random.uniform(0.8, 1.2)
    due = now + timedelta(seconds=pause)
    _update(unit, claimed, {"state": WAITING, "due": due, "lease_until": None, "error": error[:LONGEST_ERROR]})
    return due


def give_up(unit: Unit, claimed: Claim, error: str) -> None:
    """Mark a job as failed, for a person to see and to replay."""
    _update(unit, claimed, {"state": FAILED, "lease_until": None, "error": error[:LONGEST_ERROR]})


def _update(unit: Unit, claimed: Claim, values: Mapping[str, Any]) -> bool:
    statement = unit.store.statement(("change a job", *values), lambda: _change(values))
    given = {f"to_{name}": value for name, value in values.items()}
    return unit.run(statement, {"key": claimed.id, "claimed": claimed.fence, **given}) == 1


def _change(names: Iterable[str]) -> sa.Update:
    key, fence = sa.bindparam("key", type_=job.c.id.type), sa.bindparam("claimed", type_=job.c.fence.type)
    values = {name: sa.bindparam(f"to_{name}", type_=job.c[name].type) for name in names}
    return sa.update(job).where(job.c.id == key, job.c.fence == fence, job.c.state == RUNNING).values(values)
