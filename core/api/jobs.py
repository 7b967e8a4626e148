"""Durable work over HTTP: who administers sees all of it, everybody else what they started."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.routes import NOTHING, Param, Route
from core.api.schemas import ANY_OBJECT, ID, MOMENT, TEXT, list_of, shape
from core.jobs.queue import JobRow, cancel, find, jobs, replay, replay_failed
from core.jobs.results import result_of
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST = 500


def list_jobs(ctx: Ctx, ask: Ask) -> Answer:
    """The latest jobs."""
    mine = None if ctx.actor.administers else ctx.actor.id
    found = jobs(ctx, ask.query.get("state"), ask.query.get("limit", 100), actor_id=mine)
    return Answer({"data": [_shown(ctx, job) for job in found]})


def get_job(ctx: Ctx, ask: Ask) -> Answer:
    """One job."""
    return Answer(_shown(ctx, _found(ctx, ask)))


def cancel_job(ctx: Ctx, ask: Ask) -> Answer:
    """Let a job come to nothing."""
    job = _found(ctx, ask)
    cancel(ctx, job.id)
    return Answer(_shown(ctx, find(ctx, job.id)))


def replay_job(ctx: Ctx, ask: Ask) -> Answer:
    """Try a job that failed once more."""
    job = _found(ctx, ask)
    replay(ctx, job.id)
    return Answer(_shown(ctx, find(ctx, job.id)))


def replay_failed_jobs(ctx: Ctx, ask: Ask) -> Answer:
    """Try all jobs that failed once more."""
    mine = None if ctx.actor.administers else ctx.actor.id
    return Answer({"replayed": replay_failed(ctx, actor_id=mine)})


def job_result(ctx: Ctx, ask: Ask) -> Answer:
    """What a job found."""
    document = result_of(ctx, _found(ctx, ask).id)
    if document is None:
        raise NotFound("This job has left no result, or not yet")
    return Answer(document)


def _found(ctx: Ctx, ask: Ask) -> JobRow:
    try:
        job = find(ctx, ask.path["id"])
    except NotFound:
        raise NotFound() from None
    if not ctx.actor.administers and job.actor_id != ctx.actor.id:
        raise NotFound()
    return job


def _shown(ctx: Ctx, job: JobRow) -> dict[str, Any]:
    """What a job works on is for those who administer: its payload may hold what its starter doesn't see any more."""
    shown = asdict(job)
    if not ctx.actor.administers:
        del shown["payload"]
    return shown


JOB = shape(
    optional=("payload",), id=ID, name=TEXT, payload={"type": "object"}, state=TEXT, due=MOMENT,
    attempts={"type": "integer"}, actor_id={"type": ["string", "null"]}, progress={"type": "integer"}, error=TEXT,
    created_at=MOMENT,
)  # fmt: skip
ONE = "/api/v1/jobs/<id>"

ROUTES = (
    Route(
        method="GET", rule="/api/v1/jobs", view=list_jobs, group="jobs", summary="The latest jobs", action="self",
        query=(
            Param("state", about="waiting, running, done, failed or cancelled"),
            Param("limit", "integer", least=1, most=MOST),
        ),
        answers={200: list_of(JOB)},
    ),
    Route(
        method="POST", rule="/api/v1/jobs/replay", view=replay_failed_jobs, group="jobs", summary="Try all that failed again",
        action="self", body=NOTHING, idempotency="stored", answers={200: shape(replayed={"type": "integer"})},
    ),
    Route(
        method="GET", rule=ONE, view=get_job, group="jobs", summary="One job", action="self", ids=("id",),
        answers={200: JOB},
    ),
    Route(
        method="GET", rule=f"{ONE}/result", view=job_result, group="jobs", summary="What a job found", action="self",
        ids=("id",), answers={200: ANY_OBJECT},
    ),
    Route(
        method="POST", rule=f"{ONE}/cancel", view=cancel_job, group="jobs", summary="Cancel a job", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", answers={200: JOB},
    ),
    Route(
        method="POST", rule=f"{ONE}/replay", view=replay_job, group="jobs", summary="Try a job again", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", answers={200: JOB},
    ),
)  # fmt: skip
