"""Webhooks over HTTP: each event that a subscription wants is told to its URL, signed as Standard Webhooks says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.deliveries import DELIVERY, shown_delivery
from core.api.routes import NOTHING, Body, Route
from core.api.schemas import ID, MOMENT, TEXT, list_of, shape
from core.audit.noting import note
from core.deliveries.queue import deliver
from core.deliveries.queue import find as find_delivery
from core.deliveries.subscriptions import EVENTS, change, find, remove, rotate, subscribe, subscriptions
from core.ids import new_id

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]


def list_webhooks(ctx: Ctx, ask: Ask) -> Answer:
    """My webhooks; who administers sees all."""
    return Answer({"data": subscriptions(ctx)})


def make_webhook(ctx: Ctx, ask: Ask) -> Answer:
    """A new webhook; this answer is the only one that shows its secret."""
    made, secret = subscribe(ctx, ask.body)
    note(ctx, ctx.actor.id, "delivery", "subscribed", detail={"url": made["url"]}, address=ask.address)
    return Answer({**made, "secret": secret}, 201)


def get_webhook(ctx: Ctx, ask: Ask) -> Answer:
    """One webhook."""
    return Answer(find(ctx, ask.path["id"]))


def change_webhook(ctx: Ctx, ask: Ask) -> Answer:
    """Change a webhook, or switch it off and on."""
    return Answer(change(ctx, ask.path["id"], ask.body))


def delete_webhook(ctx: Ctx, ask: Ask) -> Answer:
    """Tell it nothing more."""
    remove(ctx, ask.path["id"])
    return Answer(status=204)


def rotate_secret(ctx: Ctx, ask: Ask) -> Answer:
    """A new secret; the one of before signs for a day as well."""
    secret = rotate(ctx, ask.path["id"])
    note(ctx, ctx.actor.id, "delivery", "rotated", detail={"id": ask.path["id"]}, address=ask.address)
    return Answer({**find(ctx, ask.path["id"]), "secret": secret})


def test_webhook(ctx: Ctx, ask: Ask) -> Answer:
    """Send an event that tells of nothing."""
    found = find(ctx, ask.path["id"])
    body = {"type": "test", "timestamp": ctx.now, "data": {}}
    id = deliver(ctx, channel="webhook", to=found["url"], subject="test", body=body, key=f"test {new_id()}", subscription=found["id"])
    return Answer(shown_delivery(ask, find_delivery(ctx, id)), 201)


STRINGS = {"type": "array", "minItems": 1, "maxItems": 100, "uniqueItems": True, "items": {"type": "string", "minLength": 1, "maxLength": 100}}
PROPERTIES: dict[str, Any] = {
    "url": {"type": "string", "minLength": 1, "maxLength": 2000},
    "objects": STRINGS,
    "events": {**STRINGS, "items": {"type": "string", "maxLength": 100}, "description": ", ".join(EVENTS)},
    "filter": {"type": ["string", "null"], "maxLength": 2000},
}
NEW = Body({"type": "object", "properties": PROPERTIES, "required": ["url", "objects", "events"], "additionalProperties": False})
CHANGED = Body(
    {"type": "object", "properties": {**PROPERTIES, "active": {"type": "boolean"}}, "minProperties": 1, "additionalProperties": False}
)
WEBHOOK = shape(
    id=ID, url=TEXT, objects={"type": "array", "items": TEXT}, events={"type": "array", "items": TEXT}, filter={"type": ["string", "null"]},
    active={"type": "boolean"}, owner_id={"type": ["string", "null"]}, created_at=MOMENT, changed_at={"type": ["string", "null"]},
)  # fmt: skip
WITH_SECRET = {**WEBHOOK, "properties": {**WEBHOOK["properties"], "secret": TEXT}, "required": [*WEBHOOK["required"], "secret"]}
ALL, ONE = "/api/v1/webhooks", "/api/v1/webhooks/<id>"

ROUTES = (
    Route(
        method="GET", rule=ALL, view=list_webhooks, group="webhooks", summary="My webhooks", action="self", answers={200: list_of(WEBHOOK)},
    ),
    Route(
        method="POST", rule=ALL, view=make_webhook, group="webhooks", summary="Hear of records at a URL", action="self", idempotency="never",
        body=NEW, answers={201: WITH_SECRET},
    ),
    Route(
        method="GET", rule=ONE, view=get_webhook, group="webhooks", summary="One webhook", action="self", ids=("id",), answers={200: WEBHOOK},
    ),
    Route(
        method="PATCH", rule=ONE, view=change_webhook, group="webhooks", summary="Change a webhook", action="self", ids=("id",), body=CHANGED,
        answers={200: WEBHOOK},
    ),
    Route(
        method="DELETE", rule=ONE, view=delete_webhook, group="webhooks", summary="Hear nothing more", action="self", ids=("id",),
        answers={204: None},
    ),
    Route(
        method="POST", rule=f"{ONE}/rotate", view=rotate_secret, group="webhooks", summary="A new secret", action="self", ids=("id",),
        idempotency="never", body=NOTHING, answers={200: WITH_SECRET},
    ),
    Route(
        method="POST", rule=f"{ONE}/test", view=test_webhook, group="webhooks", summary="Send an event that tells of nothing", action="self",
        ids=("id",), idempotency="stored", body=NOTHING, answers={201: DELIVERY},
    ),
)  # fmt: skip
