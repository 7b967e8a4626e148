"""A device asks to be told of notifications while its window is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.api.ask import Answer, Ask
from core.api.routes import NOTHING, Body, Route
from core.api.schemas import TEXT, shape
from core.notifications.encrypting import encrypted
from core.notifications.pushing import forget_device, keep_device, public_key
from dougong import BadRequest, FieldProblem, Invalid

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

LONGEST_NAME = 120


def key(ctx: Ctx, ask: Ask) -> Answer:
    """The key that the browser asks its push service with."""
    return Answer({"key": public_key(ctx)})


def subscribe(ctx: Ctx, ask: Ask) -> Answer:
    """Tell this device, as long as its session lasts."""
    user, session = _whose(ctx, ask)
    endpoint, keys = ask.body["endpoint"], ask.body["keys"]
    try:
        good = urlsplit(endpoint).scheme in ("http", "https") and encrypted(b"", keys["p256dh"], keys["auth"])
    except ValueError:
        good = False
    if not good or not endpoint.isprintable() or "'" in endpoint or "\\" in endpoint:
        raise Invalid(errors=[FieldProblem("keys", "wrong", "The keys of this device can't be used")])
    agent = str(ask.request.headers.get("User-Agent", "")) or "Browser"
    device = {"name": agent[:LONGEST_NAME], "endpoint": endpoint, "public_key": keys["p256dh"], "auth": keys["auth"]}
    keep_device(ctx, user, session, device)
    return Answer(status=204)


def unsubscribe(ctx: Ctx, ask: Ask) -> Answer:
    """Tell this device nothing more."""
    _, session = _whose(ctx, ask)
    forget_device(ctx, session)
    return Answer(status=204)


def _whose(ctx: Ctx, ask: Ask) -> tuple[str, str]:
    if ask.identity.session_id is None or ctx.actor.id is None:
        raise BadRequest("A device is told of notifications as long as somebody is signed in on it; sign in with a browser")
    return ctx.actor.id, ask.identity.session_id


KEYS = {
    "type": "object",
    "properties": {name: {"type": "string", "minLength": 1, "maxLength": 120} for name in ("p256dh", "auth")},
    "required": ["p256dh", "auth"],
    "additionalProperties": False,
}
DEVICE = Body(
    {
        "type": "object",
        "properties": {"endpoint": {"type": "string", "minLength": 1, "maxLength": 1000}, "keys": KEYS, "expirationTime": {"type": ["number", "null"]}},
        "required": ["endpoint", "keys"],
        "additionalProperties": False,
    }
)

ROUTES = (
    Route(
        method="POST", rule="/api/v1/push/key", view=key, group="session", summary="The key that browsers ask their push service with",
        action="self", body=NOTHING, answers={200: shape(key=TEXT)},
    ),
    Route(
        method="PUT", rule="/api/v1/push/subscription", view=subscribe, group="session", summary="Tell this device of notifications",
        action="self", body=DEVICE, answers={204: None},
    ),
    Route(
        method="DELETE", rule="/api/v1/push/subscription", view=unsubscribe, group="session", summary="Tell this device nothing more",
        action="self", answers={204: None},
    ),
)  # fmt: skip
