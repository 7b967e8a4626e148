"""Change sets over HTTP: what imports, bulk work and merges did, and putting it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.parts import id_of
from core.api.routes import NOTHING, Param, Route
from core.api.schemas import ID, MOMENT, TEXT, list_of, shape
from core.jobs.reverting import start_revert
from core.kept import told
from core.records.changes import find_changes, list_changes, refusals_of

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["CHANGE_SET", "ROUTES", "shown_changes"]

MOST = 200


def list_sets(ctx: Ctx, ask: Ask) -> Answer:
    """The latest change sets."""
    found = list_changes(ctx, ask.query.get("limit", 50), object=ask.query.get("object"), before=id_of(ask, "before"))
    return Answer({"data": found})


def get_set(ctx: Ctx, ask: Ask) -> Answer:
    """One, with the records that could not be put back."""
    return Answer(shown_changes(ctx, ask, ask.path["id"]))


def revert_set(ctx: Ctx, ask: Ask) -> Answer:
    """Put it back: a small one at once, a large one by a job."""
    job = start_revert(ctx, ask.path["id"])
    return Answer({**shown_changes(ctx, ask, ask.path["id"]), "job_id": job}, 200 if job is None else 202)


def shown_changes(ctx: Ctx, ask: Ask, id: str) -> dict[str, Any]:
    """A change set with the records that could not be put back."""
    found = find_changes(ctx, id)
    refusals = refusals_of(ctx, id) if found["refused"] else []
    shown = [{**row, "refusal": told(row["refusal"], ctx.catalogue, row["object"], ask.language)} for row in refusals]
    return {**found, "refusals": shown}


COUNT = {"type": "integer"}
NULLABLE_ID = {"type": ["string", "null"]}
CHANGE_SET = shape(
    optional=("refusals", "job_id"), id=ID, kind=TEXT, object=TEXT, title=TEXT,
    state={"enum": ["open", "done", "reverting", "reverted"]}, actor_id=NULLABLE_ID, at=MOMENT, changes=COUNT, created=COUNT,
    updated=COUNT, deleted=COUNT, restored=COUNT, shared=COUNT, reverted=COUNT, refused=COUNT, reverted_by=NULLABLE_ID,
    reverted_at={"type": ["string", "null"]}, job_id=NULLABLE_ID,
    refusals={"type": "array", "items": shape(object=TEXT, record_id=ID, kind=TEXT, refusal=TEXT)},
)  # fmt: skip
ONE = "/api/v1/change-sets/<id>"

ROUTES = (
    Route(
        method="GET", rule="/api/v1/change-sets", view=list_sets, group="changes", summary="What was done to many records",
        action="self", answers={200: list_of(CHANGE_SET)},
        query=(
            Param("object", about="Those of one object"),
            Param("before", about="Those older than the one with this id"),
            Param("limit", "integer", least=1, most=MOST),
        ),
    ),
    Route(
        method="GET", rule=ONE, view=get_set, group="changes", summary="One change set", action="self", ids=("id",),
        answers={200: CHANGE_SET},
    ),
    Route(
        method="POST", rule=f"{ONE}/revert", view=revert_set, group="changes", summary="Put a change set back",
        action="self", ids=("id",), body=NOTHING, idempotency="stored", rate="heavy",
        answers={200: CHANGE_SET, 202: CHANGE_SET},
    ),
)  # fmt: skip
