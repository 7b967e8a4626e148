"""The queue: a job is a row, written in the transaction that needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.statements import new_row
from core.database.tables import job
from core.ids import new_id
from dougong import BadRequest, Conflict, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = [
    "CANCELLED",
    "DONE",
    "FAILED",
    "RUNNING",
    "WAITING",
    "JobRow",
    "cancel",
    "enqueue",
    "find",
    "jobs",
    "overdue",
    "replay",
    "replay_failed",
    "ring",
]

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
LARGEST_PAYLOAD = 1_000_000


@dataclass(frozen=True)
class JobRow:
    """A job as people see it."""

    id: str
    name: str
    payload: Mapping[str, Any]
    state: str
    due: datetime
    attempts: int
    actor_id: str | None
    progress: int
    error: str
    created_at: datetime


_SHOWN = (
    job.c.id, job.c.name, job.c.payload, job.c.state, job.c.due, job.c.attempts, job.c.actor_id, job.c.progress,
    job.c.error, job.c.created_at,
)  # fmt: skip


def enqueue(
    ctx: Ctx, name: str, payload: Mapping[str, Any], due: datetime | None = None, key: str | None = None
) -> str:
    """Write a job; it runs after the commit. With a `key` that is in the queue already, that job is the answer."""
    kept = _same(ctx, key) if key else None
    if kept is not None:
        return kept
    id = new_id()
    values = {
        "id": id,
        "name": name,
        "payload": _text(name, payload),
        "state": WAITING,
        "due": due or ctx.now,
        "actor_id": ctx.actor.id,
        "idempotency_key": key,
        "created_at": ctx.now,
    }
    ctx.unit.run(ctx.store.statement("job.enqueue", _insertion), values)
    ring(ctx, due or ctx.now)
    return id


def jobs(ctx: Ctx, state: str | None = None, limit: int = 100, *, actor_id: str | None = None) -> list[JobRow]:
    """The latest jobs, of one state or of all, started by one user or by anybody."""
    query = sa.select(*_SHOWN).order_by(job.c.id.desc()).limit(limit)
    query = query.where(job.c.state == state) if state else query
    query = query.where(job.c.actor_id == actor_id) if actor_id else query
    return [_row(row) for row in fetch(ctx.unit, query)]


def overdue(ctx: Ctx, since: datetime) -> int:
    """How many jobs wait that were due before a moment: nobody takes them."""
    late = sa.select(sa.func.count()).select_from(job).where(job.c.state == WAITING, job.c.due < since)
    return int(fetch(ctx.unit, late)[0][0])


def find(ctx: Ctx, id: str) -> JobRow:
    """One job; raises NotFound."""
    found = fetch(ctx.unit, sa.select(*_SHOWN).where(job.c.id == id))
    if not found:
        raise NotFound("There is no job {id}", id=id)
    return _row(found[0])


def cancel(ctx: Ctx, id: str) -> None:
    """Let a job that hasn't ended come to nothing: what a running one has written is undone when it ends."""
    if not _move(ctx, id, (WAITING, RUNNING), {"state": CANCELLED}):
        raise Conflict("The job {name} has ended already", name=find(ctx, id).name)


def replay(ctx: Ctx, id: str) -> None:
    """Put a job that failed, or was cancelled, into the queue once more."""
    if not _move(ctx, id, (FAILED, CANCELLED), _fresh(ctx)):
        raise Conflict("The job {name} has neither failed nor been cancelled", name=find(ctx, id).name)
    ring(ctx, ctx.now)


def replay_failed(ctx: Ctx, *, actor_id: str | None = None) -> int:
    """Put every job that failed into the queue once more, those of one user or of all; how many there were."""
    query = sa.update(job).where(job.c.state == FAILED)
    query = query.where(job.c.actor_id == actor_id) if actor_id else query
    count = execute(ctx.unit, query.values(**_fresh(ctx)))
    if count:
        ring(ctx, ctx.now)
    return count


def _fresh(ctx: Ctx) -> dict[str, Any]:
    return {"state": WAITING, "due": ctx.now, "attempts": 0, "progress": 0, "error": ""}


def ring(ctx: Ctx, due: datetime) -> None:
    """Wake this process's runner when the transaction is committed; other processes look for themselves."""
    ctx.unit.after_commit(lambda: ctx.platform.bell.ring(ctx.tenant, due))


def _insertion() -> sa.Insert:
    names = ("id", "name", "payload", "state", "due", "actor_id", "idempotency_key", "created_at")
    return new_row(job, names)


def _move(ctx: Ctx, id: str, states: tuple[str, ...], values: Mapping[str, Any]) -> bool:
    statement = sa.update(job).where(job.c.id == id, job.c.state.in_(states)).values(**values)
    return execute(ctx.unit, statement) == 1


def _same(ctx: Ctx, key: str) -> str | None:
    ctx.unit.begin()
    rows = fetch(ctx.unit, sa.select(job.c.id).where(job.c.idempotency_key == key))
    return str(rows[0][0]) if rows else None


def _text(name: str, payload: Mapping[str, Any]) -> str:
    text = orjson.dumps(payload).decode()
    if len(text) > LARGEST_PAYLOAD:
        raise BadRequest(
            "The payload of the job {name} is larger than {most} characters", name=name, most=LARGEST_PAYLOAD
        )
    return text


def _row(row: Any) -> JobRow:
    values = dict(zip((column.name for column in _SHOWN), row, strict=True))
    return JobRow(**{**values, "payload": orjson.loads(values["payload"])})
