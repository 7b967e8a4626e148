"""Open pages hear of changes as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.api.ask import Answer, Ask
from core.api.routes import Route
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]


def live(ctx: Ctx, ask: Ask) -> Answer:
    """Server-sent events: `changed` with the names of the objects of which records have changed."""
    if "text/event-stream" not in ask.request.headers.get("Accept", ""):
        raise BadRequest("This address speaks server-sent events; ask with the header Accept: text/event-stream")
    rights = ctx.records.rights
    readable = [name for name in ctx.catalogue.objects if rights[name].grants.read]
    assert ctx.actor.id is not None  # the route is for who is signed in
    subscription = ask.services.live.subscribe(ctx.tenant, ctx.actor.id, readable)
    ctx.unit.close()  # a page stays open for minutes; others need the connection
    return Answer(stream=subscription, type="text/event-stream", headers=[("X-Accel-Buffering", "no")])


ROUTES = (
    Route(
        method="GET", rule="/api/v1/live", view=live, group="pages", action="self", rate="free",
        summary="Hear of changes as they happen, as server-sent events",
    ),
)  # fmt: skip
