"""Incoming webhooks: a message that its sender has signed becomes a job, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.api.bodies import parse
from core.database.queries import execute
from core.database.tables import received
from core.deliveries.receivers import Incoming, receiver_of
from core.deliveries.signing import is_genuine, new_secret
from core.jobs.queue import enqueue
from core.records.sealing import reveal
from dougong import BadRequest, Conflict, FieldProblem, Invalid, NotAllowed, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["OBJECT", "RECEIVE", "change", "find", "forget_old_receipts", "hooks", "make", "new_key", "receive", "remove", "run_received"]

OBJECT = "incoming_webhook"
#: The job that hands a message to whoever is told.
RECEIVE = "core.receive"
FIELDS = ("id", "name", "target", "active", "owner_id", "created_at", "changed_at")
#: How long the secret of before is good as well, and how long messages are known again.
BOTH, KNOWN = timedelta(days=1), timedelta(days=14)
MOST, LONGEST_ID = 100, 200


def make(ctx: Ctx, name: str, target: str) -> tuple[dict[str, Any], str]:
    """An address for a target, with a secret that is told this once. What comes in has the actor's rights."""
    _refuse_who_may_not(ctx)
    try:
        receiver, what = receiver_of(target)
        known = receiver.exists(ctx, what)
    except NotFound as problem:
        raise Invalid(errors=[FieldProblem("target", "unknown", problem.message, problem.params)]) from None
    if not known:
        raise Invalid(errors=[FieldProblem("target", "unknown", "There is nothing here that {target} could mean", {"target": target})])
    if len(hooks(ctx)) >= MOST:
        raise Conflict("There are {most} webhooks already; delete one that nobody needs", most=MOST)
    secret = new_secret()
    made = ctx.as_system().records.create(OBJECT, {"name": name, "target": target, "secret": secret, "owner_id": ctx.actor.id})
    return find(ctx, made["id"]), secret


def hooks(ctx: Ctx) -> list[dict[str, Any]]:
    """All of them, for those who administer."""
    _refuse_who_may_not(ctx)
    rows = ctx.as_system().records.list(OBJECT, fields=FIELDS, sort="created_at", limit=1000).data
    return [{name: row[name] for name in FIELDS} for row in rows]


def find(ctx: Ctx, id: str) -> dict[str, Any]:
    """One of them. Raises NotFound, also for whoever doesn't administer."""
    if not ctx.actor.administers:
        raise NotFound()
    try:
        found = ctx.as_system().records.get(OBJECT, id, fields=FIELDS)
    except NotFound:
        raise NotFound() from None
    return {name: found[name] for name in FIELDS}


def change(ctx: Ctx, id: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Call it otherwise, or switch it off and on."""
    find(ctx, id)
    ctx.as_system().records.update(OBJECT, id, asked)
    return find(ctx, id)


def remove(ctx: Ctx, id: str) -> None:
    """Let nothing more in there."""
    find(ctx, id)
    ctx.as_system().records.delete(OBJECT, id)


def new_key(ctx: Ctx, id: str) -> str:
    """A new secret; for a day the one of before is good as well."""
    find(ctx, id)
    own, secret = ctx.as_system(), new_secret()
    own.records.update(OBJECT, id, {"secret": secret, "secret_before": reveal(own, OBJECT, id, "secret"), "changed_at": ctx.now})
    return secret


def receive(ctx: Ctx, id: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Take a message in; whether it is new. Raises NotFound alike for an address that isn't there and a message that isn't signed for it."""
    hook = _open_hook(ctx, id)
    keys = _keys(ctx, hook) if hook else [new_secret()]
    if not is_genuine(headers, body, keys, int(ctx.now.timestamp())) or hook is None:
        raise NotFound("There is no such address, or the message isn't signed for it")
    message = headers["webhook-id"]
    if len(message) > LONGEST_ID or not message.isprintable():
        raise BadRequest("{name} has at most {most} signs that can be printed", name="webhook-id", most=LONGEST_ID)
    payload = {"hook": hook["id"], "target": hook["target"], "message": message, "body": parse(body), "at": ctx.now.isoformat()}
    if not _is_new(ctx, hook["id"], message):
        return False
    owner = ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, hook["owner_id"])
    enqueue(ctx.acting(owner), RECEIVE, payload)
    return True


def run_received(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job, with the rights of the hook's owner."""
    receiver, name = receiver_of(payload["target"])
    receiver.handle(ctx, name, Incoming(payload["hook"], payload["message"], payload["body"], datetime.fromisoformat(payload["at"])))


def forget_old_receipts(ctx: Ctx) -> int:
    """Messages that came so long ago that nobody sends them again; answers how many."""
    return execute(ctx.unit, sa.delete(received).where(received.c.at < ctx.now - KNOWN))


def _open_hook(ctx: Ctx, id: str) -> dict[str, Any] | None:
    found = ctx.as_system().records.list(OBJECT, filter=f"id = '{id}' AND active = TRUE AND owner.active = TRUE", fields=FIELDS, limit=1).data
    return found[0] if found else None


def _keys(ctx: Ctx, hook: Mapping[str, Any]) -> list[str]:
    changed, own = hook["changed_at"], ctx.as_system()
    names = ["secret", "secret_before"] if changed is not None and changed > ctx.now - BOTH else ["secret"]
    return [key for name in names if (key := reveal(own, OBJECT, hook["id"], name))]


def _is_new(ctx: Ctx, hook: str, message: str) -> bool:
    dialect = postgresql if ctx.store.backend == "postgresql" else sqlite
    insertion = dialect.insert(received).values(hook_id=hook, message_id=message, at=ctx.now).on_conflict_do_nothing()
    return execute(ctx.unit, insertion.execution_options(preserve_rowcount=True)) == 1


def _refuse_who_may_not(ctx: Ctx) -> None:
    if ctx.actor.id is None or not ctx.actor.administers:
        raise NotAllowed("Only who administers may do this")
