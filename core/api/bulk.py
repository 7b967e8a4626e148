"""Bulk jobs over HTTP: one operation on these records, or on everything that a list finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.parts import id_of
from core.api.routes import MEGA, NOTHING, Body, Param, Route
from core.api.schemas import ANY_OBJECT, ID, MOMENT, TEXT, list_of, shape
from core.bulk.operations import OPERATIONS
from core.bulk.working import cancel_bulk, errors_of, find_bulk, list_bulk, resume_bulk, revert_bulk, start_bulk
from core.kept import told
from core.records.changes import find_changes
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST, MOST_IDS, MOST_TAGS = 200, 10_000, 50
LIST = ("filter", "q", "view")
ARGUMENTS = ("values", "owner_id", "carry", "tags", "field", "share")


def begin(ctx: Ctx, ask: Ask) -> Answer:
    """Check what can be checked, and write the job."""
    body = ask.body
    arguments = {name: body[name] for name in ARGUMENTS if body.get(name) is not None}
    id = start_bulk(ctx, ask.path["object"], body["operation"], _selection(body), arguments)
    return Answer(_shown(ctx, ask, id), 202, [("Location", f"/api/v1/bulk-jobs/{id}")])


def _selection(body: dict[str, Any]) -> dict[str, Any]:
    """Which records; everything has to be said, by an empty filter."""
    listed = {name: body[name] for name in LIST if body.get(name) is not None}
    if ("ids" in body) == bool(listed):
        raise BadRequest("Say which records: by ids, or by filter, q or view")
    if "ids" in body:
        return {"ids": body["ids"]}
    return {name: value for name, value in listed.items() if value != ""}


def list_all(ctx: Ctx, ask: Ask) -> Answer:
    """The latest bulk jobs."""
    found = list_bulk(ctx, ask.query.get("limit", 50), object=ask.query.get("object"), before=id_of(ask, "before"))
    return Answer({"data": [_plain(row) for row in found]})


def get(ctx: Ctx, ask: Ask) -> Answer:
    """How far one is, and which records were refused."""
    return Answer(_shown(ctx, ask, ask.path["id"]))


def cancel(ctx: Ctx, ask: Ask) -> Answer:
    """Stop before the next records."""
    cancel_bulk(ctx, ask.path["id"])
    return Answer(_shown(ctx, ask, ask.path["id"]))


def resume(ctx: Ctx, ask: Ask) -> Answer:
    """Go on where it was stopped."""
    resume_bulk(ctx, ask.path["id"])
    return Answer(_shown(ctx, ask, ask.path["id"]), 202)


def revert(ctx: Ctx, ask: Ask) -> Answer:
    """Put it all back: a small one at once, a large one by a job."""
    job = revert_bulk(ctx, ask.path["id"])
    return Answer({**_shown(ctx, ask, ask.path["id"]), "revert_job_id": job}, 200 if job is None else 202)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("reached", "last", "selection")}


def _shown(ctx: Ctx, ask: Ask, id: str) -> dict[str, Any]:
    found = find_bulk(ctx, id)
    changes = find_changes(ctx, found["change_set_id"])
    errors = errors_of(ctx, id) if found["failed"] else []
    shown = [{"record_id": row["record_id"], "problem": told(row["problem"], ctx.catalogue, found["object"], ask.language)} for row in errors]
    names = ("state", "changes", "reverted", "refused")
    return {**_plain(found), "changes": {name: changes[name] for name in names}, "errors": shown}


COUNT = {"type": "integer"}
NULLABLE_ID = {"type": ["string", "null"]}
NAME = {"type": "string", "minLength": 1, "maxLength": 100}
FILTER = {"type": ["string", "null"], "maxLength": 20_000}
CARRIED = {
    "type": "object",
    "properties": {"object": NAME, "filter": FILTER},
    "required": ["object"],
    "additionalProperties": False,
}
BEGUN = Body(
    {
        "type": "object",
        "properties": {
            "operation": {"enum": list(OPERATIONS)},
            "ids": {"type": "array", "items": ID, "minItems": 1, "maxItems": MOST_IDS},
            "filter": FILTER,
            "q": {"type": ["string", "null"], "maxLength": 1000},
            "view": {"type": ["string", "null"], "maxLength": 100},
            "values": {"type": "object"},
            "owner_id": {"type": ["string", "null"], "maxLength": 100},
            "carry": {"type": "array", "items": CARRIED, "maxItems": 20},
            "tags": {"type": "array", "items": NAME, "maxItems": MOST_TAGS},
            "field": {"type": ["string", "null"], "maxLength": 100},
            "share": {"type": "object"},
        },
        "required": ["operation"],
        "additionalProperties": False,
    },
    most=2 * MEGA,
)
BULK_JOB = shape(
    optional=("changes", "errors", "revert_job_id"), id=ID, object=TEXT, operation=TEXT, arguments=ANY_OBJECT,
    state={"enum": ["waiting", "running", "done", "failed", "cancelled"]}, total=COUNT, done=COUNT, failed=COUNT, job_id=NULLABLE_ID,
    change_set_id=NULLABLE_ID, actor_id=NULLABLE_ID, created_at=MOMENT, ended_at={"type": ["string", "null"]}, error=TEXT,
    changes=ANY_OBJECT, revert_job_id=NULLABLE_ID,
    errors={"type": "array", "items": shape(record_id=ID, problem=TEXT)},
)  # fmt: skip
ALL, ONE = "/api/v1/bulk-jobs", "/api/v1/bulk-jobs/<id>"

ROUTES = (
    Route(
        method="POST", rule="/api/v1/records/<object>/bulk-jobs", view=begin, group="bulk", summary="Do something to many records",
        action="edit", body=BEGUN, idempotency="stored", rate="heavy", answers={202: BULK_JOB},
    ),
    Route(
        method="GET", rule=ALL, view=list_all, group="bulk", summary="The latest bulk jobs", action="self",
        answers={200: list_of(BULK_JOB)},
        query=(
            Param("object", about="Those of one object"),
            Param("before", about="Those older than the one with this id"),
            Param("limit", "integer", least=1, most=MOST),
        ),
    ),
    Route(
        method="GET", rule=ONE, view=get, group="bulk", summary="How far a bulk job is", action="self", ids=("id",),
        answers={200: BULK_JOB},
    ),
    Route(
        method="POST", rule=f"{ONE}/cancel", view=cancel, group="bulk", summary="Stop a bulk job", action="self", ids=("id",),
        body=NOTHING, idempotency="stored", answers={200: BULK_JOB},
    ),
    Route(
        method="POST", rule=f"{ONE}/resume", view=resume, group="bulk", summary="Go on with a bulk job", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", answers={202: BULK_JOB},
    ),
    Route(
        method="POST", rule=f"{ONE}/revert", view=revert, group="bulk", summary="Put a bulk job back", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", rate="heavy", answers={200: BULK_JOB, 202: BULK_JOB},
    ),
)  # fmt: skip
