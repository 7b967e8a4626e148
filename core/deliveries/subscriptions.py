"""Subscriptions: which records somebody wants to hear of at a URL, with that person's rights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.deliveries.signing import new_secret
from core.records.sealing import reveal
from dougong import BadRequest, Conflict, FieldProblem, Invalid, NotAllowed, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["EVENTS", "OBJECT", "change", "find", "keys_of", "remove", "rotate", "subscribe", "subscriptions"]

OBJECT = "webhook_subscription"
EVENTS = ("created", "updated", "deleted", "restored")
FIELDS = ("id", "url", "objects", "events", "filter", "active", "owner_id", "created_at", "changed_at")
#: How long what is signed is signed with the secret of before as well.
BOTH = timedelta(days=1)
MOST = 100


def subscribe(ctx: Ctx, asked: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Make a subscription of the actor's; answers it and its secret, which is told this once."""
    _refuse_who_may_not(ctx)
    if len(_list(ctx, None)) >= MOST:
        raise Conflict("There are {most} webhooks already; delete one that nobody needs", most=MOST)
    values = {"filter": None, **asked}
    _check(ctx, values)
    secret = new_secret()
    made = ctx.as_system().records.create(OBJECT, {**values, "secret": secret, "owner_id": ctx.actor.id})
    return find(ctx, made["id"]), secret


def subscriptions(ctx: Ctx) -> list[dict[str, Any]]:
    """One's own; who administers sees all."""
    return _list(ctx, None if ctx.actor.administers else ctx.actor.id)


def find(ctx: Ctx, id: str) -> dict[str, Any]:
    """One that the actor may see. Raises NotFound."""
    try:
        found = ctx.as_system().records.get(OBJECT, id, fields=FIELDS)
    except NotFound:
        raise NotFound() from None
    if not ctx.actor.administers and found["owner_id"] != ctx.actor.id:
        raise NotFound()
    return {name: found[name] for name in FIELDS}


def change(ctx: Ctx, id: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Change a subscription, or switch it off and on. What it tells stays within its owner's rights."""
    before = find(ctx, id)
    if {*asked} - {"active"}:
        owner = ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, before["owner_id"]))
        _check(owner, {**before, **asked})
    ctx.as_system().records.update(OBJECT, id, asked)
    return find(ctx, id)


def remove(ctx: Ctx, id: str) -> None:
    """Tell it nothing more."""
    find(ctx, id)
    ctx.as_system().records.delete(OBJECT, id)


def rotate(ctx: Ctx, id: str) -> str:
    """A new secret; for a day what is sent is signed with the one of before as well."""
    find(ctx, id)
    own, secret = ctx.as_system(), new_secret()
    before = reveal(own, OBJECT, id, "secret")
    own.records.update(OBJECT, id, {"secret": secret, "secret_before": before, "changed_at": ctx.now})
    return secret


def keys_of(ctx: Ctx, id: str) -> list[str]:
    """The secrets that sign now. Raises NotFound for a subscription that is gone."""
    own = ctx.as_system()
    found = own.records.get(OBJECT, id, fields=["changed_at"])
    names = ["secret"]
    if found["changed_at"] is not None and found["changed_at"] > ctx.now - BOTH:
        names.append("secret_before")
    return [key for name in names if (key := reveal(own, OBJECT, id, name))]


def _list(ctx: Ctx, owner: str | None) -> list[dict[str, Any]]:
    mine = f"owner_id = '{owner}'" if owner else None
    rows = ctx.as_system().records.list(OBJECT, filter=mine, fields=FIELDS, sort="created_at", limit=1000).data
    return [{name: row[name] for name in FIELDS} for row in rows]


def _refuse_who_may_not(ctx: Ctx) -> None:
    if ctx.actor.id is None or not ctx.actor.may("export"):
        raise NotAllowed("A webhook takes records out of here, so it needs the right to export")


def _check(ctx: Ctx, values: Mapping[str, Any]) -> None:
    """Raises Invalid with every problem, BadRequest for a filter that one of the objects can't be asked with."""
    problems = []
    if not _is_address(values["url"]):
        problems.append(FieldProblem("url", "wrong", "This is no address that can be asked"))
    for event in values["events"]:
        if event not in EVENTS:
            problems.append(FieldProblem("events", "option", "{value} is none of {known}", {"value": event[:80], "known": EVENTS}))
    problems += [problem for object in values["objects"] if (problem := _unseen(ctx, object))]
    if problems:
        raise Invalid(errors=problems)
    if values["filter"]:
        for object in values["objects"]:
            _try(ctx, object, values["filter"])


def _unseen(ctx: Ctx, object: str) -> FieldProblem | None:
    try:
        ctx.records.list(object, fields=["id"], limit=1)
    except (NotFound, NotAllowed):
        return FieldProblem("objects", "unknown", "There is no object called {name}", {"name": object[:80]})
    return None


def _try(ctx: Ctx, object: str, filter: str) -> None:
    try:
        ctx.records.list(object, filter=filter, fields=["id"], limit=1)
    except BadRequest as problem:
        raise Invalid(errors=[FieldProblem("filter", "wrong", problem.message, problem.params)]) from None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and url.isprintable() and url.isascii() and " " not in url
    except ValueError:
        return False
