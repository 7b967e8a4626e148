"""Bulk jobs: begun over HTTP, done in steps of a few hundred records, stopped, gone on with and put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.bulk.operations import check, perform
from core.database.queries import execute, mappings
from core.database.tables import bulk_error, bulk_job, job
from core.ids import new_id
from core.jobs.queue import CANCELLED, FAILED, WAITING, cancel, enqueue, replay
from core.jobs.reverting import start_revert
from core.jobs.stepping import in_steps
from core.kept import kept
from core.records.changes import REVERTED, REVERTING, close_changes, find_changes, noted, open_changes
from core.records.limits import within
from core.records.reading import resolve
from dougong import Conflict, FieldProblem, Invalid, NotFound, Problem

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = [
    "BULK", "cancel_bulk", "errors_of", "find_bulk", "forget_old_bulk", "list_bulk", "resume_bulk", "revert_bulk", "run_bulk",
    "start_bulk",
]  # fmt: skip

BULK = "core.bulk"
RUNNING, DONE = "running", "done"
BATCH = 500
MOST_ERRORS = 1000


def start_bulk(ctx: Ctx, object: str, operation: str, selection: Mapping[str, Any], arguments: Mapping[str, Any]) -> str:
    """Check what can be checked and write the job; answers the id. Raises a Problem.

    selection: `ids`, or what a list takes: `filter`, `q`, `view`.
    """
    check(ctx, object, operation, arguments)
    chosen, total = _counted(ctx, object, selection)
    id = new_id()
    changes = open_changes(ctx, operation, object, resolve(ctx, object).plural)
    row = {
        "id": id, "object": object, "operation": operation, "arguments": orjson.dumps(arguments).decode(),
        "selection": orjson.dumps(chosen).decode(), "reached": "", "last": id, "state": RUNNING, "total": total, "done": 0, "failed": 0,
        "change_set_id": changes, "actor_id": ctx.actor.id, "created_at": ctx.now,
        "job_id": enqueue(ctx, BULK, {"bulk_job": id}),
    }  # fmt: skip
    execute(ctx.unit, sa.insert(bulk_job).values(row))
    return id


def _counted(ctx: Ctx, object: str, selection: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The selection, each record once, and how many records that are."""
    if "ids" in selection:
        within(ctx, "bulk_records", len(selection["ids"]))
        ids = _parsed(ctx, object, selection["ids"])
        return {"ids": ids}, len(ids)
    page = ctx.records.list(object, **selection, fields=["id"], limit=1, count=True)
    return dict(selection), page.count or 0


def _parsed(ctx: Ctx, object: str, ids: Sequence[str]) -> list[str]:
    """Ids in the form we keep, each once. Raises Invalid for what can't be one."""
    parse = resolve(ctx, object).fields["id"].parse
    found: dict[str, None] = {}
    problems = []
    for number, id in enumerate(ids):
        try:
            found[str(parse(id))] = None
        except ValueError:
            problems.append(FieldProblem(f"ids.{number}", "reference", "There is no such record"))
    if problems:
        raise Invalid(errors=problems)
    return list(found)


# -- the job -------------------------------------------------------------------------------------------------


def run_bulk(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job: from where the last step that was committed left it."""
    in_steps(ctx, lambda step: _step(step, payload["bulk_job"]), source="bulk")


def _step(ctx: Ctx, id: str) -> int | None:
    """Do the next records; answers how far it is in percent, None at the end."""
    row = find_bulk(ctx, id)
    if row["state"] == DONE:
        return None
    ids, reached = _next(ctx, row)
    if ids:
        with noted(ctx, row["change_set_id"]):
            failures = perform(ctx, row["object"], row["operation"], ids, row["arguments"])
        _write_errors(ctx, id, failures)
        counts = {"done": bulk_job.c.done + len(ids) - len(failures), "failed": bulk_job.c.failed + len(failures)}
        execute(ctx.unit, sa.update(bulk_job).where(bulk_job.c.id == id).values(**counts, reached=reached or ""))
    if reached is None or not ids:
        execute(ctx.unit, sa.update(bulk_job).where(bulk_job.c.id == id).values(state=DONE, ended_at=ctx.now, reached=""))
        close_changes(ctx, row["change_set_id"])
        return None
    return int(99 * (row["done"] + row["failed"] + len(ids)) // max(1, row["total"]))


def _next(ctx: Ctx, row: Mapping[str, Any]) -> tuple[list[str], str | None]:
    """The next records, and how to go on after them; None where nothing follows.

    A list is gone through by id, so that a record which leaves the list or enters it by what is done here comes once.
    """
    selection = row["selection"]
    if "ids" in selection:
        start = int(row["reached"] or 0)
        ids = selection["ids"][start : start + BATCH]
        ended = start + BATCH >= len(selection["ids"])
        return ids, None if ended else str(start + BATCH)
    page = ctx.records.list(
        row["object"], **selection, sort="id", fields=["id"], limit=BATCH, after=row["reached"] or None
    )
    ids = [record["id"] for record in page.data if record["id"] < row["last"]]
    return ids, page.next if len(ids) == len(page.data) else None


def _write_errors(ctx: Ctx, id: str, failures: Mapping[str, Problem]) -> None:
    rows = [{"bulk_job_id": id, "record_id": record, "problem": kept(problem)} for record, problem in failures.items()]
    if rows:
        execute(ctx.unit, sa.insert(bulk_error), rows)


# -- what people see and do ----------------------------------------------------------------------------------


def find_bulk(ctx: Ctx, id: str) -> dict[str, Any]:
    """A bulk job that the actor may know of: the own ones, and all for who administers. Raises NotFound."""
    found = mappings(ctx.unit, _query(ctx).where(bulk_job.c.id == id))
    if not found:
        raise NotFound("There is no such bulk job")
    return _read(found[0])


def list_bulk(ctx: Ctx, limit: int = 50, *, object: str | None = None, before: str | None = None) -> list[dict[str, Any]]:
    """The latest bulk jobs; `before`: those older than the one with this id."""
    query = _query(ctx).order_by(bulk_job.c.id.desc()).limit(limit)
    query = query.where(bulk_job.c.object == object) if object else query
    query = query.where(bulk_job.c.id < before) if before else query
    return [_read(row) for row in mappings(ctx.unit, query)]


def errors_of(ctx: Ctx, id: str) -> Sequence[Mapping[str, Any]]:
    """The records that were refused, and why; the first thousand."""
    query = sa.select(bulk_error.c.record_id, bulk_error.c.problem).where(bulk_error.c.bulk_job_id == id)
    return mappings(ctx.unit, query.order_by(bulk_error.c.record_id).limit(MOST_ERRORS))


def _query(ctx: Ctx) -> sa.Select[Any]:
    state, error = job.c.state.label("job_state"), job.c.error.label("job_error")
    query = sa.select(bulk_job, state, error).select_from(bulk_job.outerjoin(job, job.c.id == bulk_job.c.job_id))
    return query if ctx.actor.administers else query.where(bulk_job.c.actor_id == ctx.actor.id)


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in row.items() if name not in ("job_state", "job_error")}
    if row["state"] != DONE and row["job_state"] in (CANCELLED, FAILED, WAITING):
        found["state"] = row["job_state"]
    found |= {name: orjson.loads(row[name]) for name in ("arguments", "selection")}
    return {**found, "error": row["job_error"] or ""}


def cancel_bulk(ctx: Ctx, id: str) -> None:
    """Stop before the next records; what is done stays done. Raises Conflict."""
    row = find_bulk(ctx, id)
    if row["state"] == DONE:
        raise Conflict("This has ended already")
    cancel(ctx, row["job_id"])


def resume_bulk(ctx: Ctx, id: str) -> None:
    """Go on where it was stopped. Raises Conflict."""
    row = find_bulk(ctx, id)
    if row["state"] not in (CANCELLED, FAILED):
        raise Conflict("Only what was cancelled or has failed can go on")
    if find_changes(ctx, row["change_set_id"])["state"] in (REVERTING, REVERTED):
        raise Conflict("This was put back; begin anew")
    replay(ctx, row["job_id"])


def revert_bulk(ctx: Ctx, id: str) -> str | None:
    """Put it all back: at once, or by a job, whose id is the answer. Raises Conflict."""
    row = find_bulk(ctx, id)
    if row["state"] in (CANCELLED, FAILED):
        close_changes(ctx, row["change_set_id"])
    return start_revert(ctx, row["change_set_id"])


def forget_old_bulk(ctx: Ctx) -> int:
    """Delete bulk jobs that are older than change sets are kept; answers how many."""
    days = int(ctx.settings("retention")["change_sets"])
    old = bulk_job.c.created_at < ctx.now - timedelta(days=days)
    execute(ctx.unit, sa.delete(bulk_error).where(bulk_error.c.bulk_job_id.in_(sa.select(bulk_job.c.id).where(old))))
    return execute(ctx.unit, sa.delete(bulk_job).where(old))
