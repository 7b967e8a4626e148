"""Who works on a job: claimed for a while with a fence, so that one who was given up on can't finish it later."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import job
from core.database.unit import Unit
from core.jobs.queue import DONE, FAILED, RUNNING, WAITING

__all__ = ["LEASE", "MOST_ATTEMPTS", "Claim", "advance", "claim", "extend", "finish", "give_up", "next_due", "put_back"]

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 3600.0
LONGEST_ERROR = 4000


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


def _open(now: datetime) -> sa.ColumnElement[bool]:
    waiting = sa.and_(job.c.state == WAITING, job.c.due <= now)
    left_behind = sa.and_(job.c.state == RUNNING, job.c.lease_until < now)
    return sa.or_(waiting, left_behind)


def claim(unit: Unit, now: datetime) -> Claim | None:
    """Take the job that has been due longest; None where there is none."""
    unit.begin()
    next_one = sa.select(job.c.id).where(_open(now)).order_by(job.c.due, job.c.id).limit(1)
    if unit.store.backend == "postgresql":
        next_one = next_one.with_for_update(skip_locked=True)
    found = fetch(unit, next_one)
    if not found:
        return None
    taken = {"state": RUNNING, "lease_until": now + LEASE, "fence": job.c.fence + 1, "attempts": job.c.attempts + 1}
    execute(unit, sa.update(job).where(job.c.id == found[0].id).values(taken))
    return _claim(unit, found[0].id)


def _claim(unit: Unit, id: str) -> Claim:
    columns = (job.c.id, job.c.name, job.c.payload, job.c.fence, job.c.attempts, job.c.actor_id)
    row = fetch(unit, sa.select(*columns).where(job.c.id == id))[0]
    return Claim(row.id, row.name, orjson.loads(row.payload), row.fence, row.attempts, row.actor_id)


def next_due(unit: Unit) -> datetime | None:
    """When there is work next."""
    waiting = sa.select(sa.func.min(job.c.due)).where(job.c.state == WAITING)
    running = sa.select(sa.func.min(job.c.lease_until)).where(job.c.state == RUNNING)
    found = [row[0] for query in (waiting, running) for row in fetch(unit, query) if row[0] is not None]
    return min(found, default=None)


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
    mine = (job.c.id == claimed.id, job.c.fence == claimed.fence, job.c.state == RUNNING)
    return execute(unit, sa.update(job).where(*mine).values(**values)) == 1
