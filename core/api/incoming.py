"""Addresses at which other systems tell us something, signed as Standard Webhooks says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.routes import NOTHING, Body, Route
from core.api.schemas import ID, MOMENT, TEXT, list_of, shape
from core.audit.noting import note
from core.deliveries.receiving import change, find, hooks, make, new_key, receive, remove
from dougong import TooLarge

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST = 256 * 1024


def list_hooks(ctx: Ctx, ask: Ask) -> Answer:
    """Every address."""
    return Answer({"data": [_shown(ctx, hook) for hook in hooks(ctx)]})


def make_hook(ctx: Ctx, ask: Ask) -> Answer:
    """A new address; this answer is the only one that shows its secret."""
    made, secret = make(ctx, ask.body["name"], ask.body["target"])
    note(ctx, ctx.actor.id, "delivery", "opened", detail={"name": made["name"]}, address=ask.address)
    return Answer({**_shown(ctx, made), "secret": secret}, 201)


def change_hook(ctx: Ctx, ask: Ask) -> Answer:
    """Call it otherwise, or switch it off and on."""
    return Answer(_shown(ctx, change(ctx, ask.path["id"], ask.body)))


def delete_hook(ctx: Ctx, ask: Ask) -> Answer:
    """Let nothing more in."""
    remove(ctx, ask.path["id"])
    return Answer(status=204)


def rotate_key(ctx: Ctx, ask: Ask) -> Answer:
    """A new secret; the one of before is good for a day."""
    secret = new_key(ctx, ask.path["id"])
    note(ctx, ctx.actor.id, "delivery", "rotated", detail={"id": ask.path["id"]}, address=ask.address)
    return Answer({**_shown(ctx, find(ctx, ask.path["id"])), "secret": secret})


def take_in(ctx: Ctx, ask: Ask) -> Answer:
    """A message of another system."""
    ctx.unit.close()  # a slow sender holds up nobody else
    body = ask.request.get_data(cache=False)
    if len(body) > MOST:
        raise TooLarge("The body has more than {most} bytes", most=MOST)
    headers = {name.lower(): value for name, value in ask.request.headers.items()}
    return Answer({"new": receive(ctx, ask.path["id"], headers, body)}, 202)


def _shown(ctx: Ctx, hook: dict[str, Any]) -> dict[str, Any]:
    return {**hook, "address": f"{ctx.platform.config.base_url.rstrip('/')}{ALL}/{hook['id']}/messages"}


NAME = {"type": "string", "minLength": 1, "maxLength": 120}
NEW = Body({"type": "object", "properties": {"name": NAME, "target": NAME}, "required": ["name", "target"], "additionalProperties": False})
CHANGED = Body({"type": "object", "properties": {"name": NAME, "active": {"type": "boolean"}}, "minProperties": 1, "additionalProperties": False})
HOOK = shape(
    id=ID, name=TEXT, target=TEXT, address=TEXT, active={"type": "boolean"}, owner_id={"type": ["string", "null"]}, created_at=MOMENT,
    changed_at={"type": ["string", "null"]},
)  # fmt: skip
WITH_SECRET = {**HOOK, "properties": {**HOOK["properties"], "secret": TEXT}, "required": [*HOOK["required"], "secret"]}
ALL, ONE = "/api/v1/incoming-webhooks", "/api/v1/incoming-webhooks/<id>"

ROUTES = (
    Route(
        method="GET", rule=ALL, view=list_hooks, group="webhooks", summary="Addresses that let messages in", action="administer",
        answers={200: list_of(HOOK)},
    ),
    Route(
        method="POST", rule=ALL, view=make_hook, group="webhooks", summary="Open an address", action="administer", idempotency="never", body=NEW,
        answers={201: WITH_SECRET},
    ),
    Route(
        method="PATCH", rule=ONE, view=change_hook, group="webhooks", summary="Change an address", action="self", ids=("id",), body=CHANGED,
        answers={200: HOOK},
    ),
    Route(
        method="DELETE", rule=ONE, view=delete_hook, group="webhooks", summary="Close an address", action="self", ids=("id",), answers={204: None},
    ),
    Route(
        method="POST", rule=f"{ONE}/rotate", view=rotate_key, group="webhooks", summary="A new secret for an address", action="self", ids=("id",),
        idempotency="never", body=NOTHING, answers={200: WITH_SECRET},
    ),
    Route(
        method="POST", rule=f"{ONE}/messages", view=take_in, group="webhooks", summary="Say something, signed", action="anyone", sign_in=False,
        ids=("id",), body=Body({"type": "string"}, checked=False, media="application/octet-stream", most=MOST), answers={202: shape(new={"type": "boolean"})},
    ),
)  # fmt: skip
