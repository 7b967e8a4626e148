"""Who is told of what other systems send: one record each; a target is `<kind>:<name>`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.processes.starting import run
from dougong import BadRequest, NotAllowed, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["RECEIVERS", "Incoming", "Receiver", "receiver_of"]


@dataclass(frozen=True)
class Incoming:
    """What another system said. id: the sender's; a message comes once. body: JSON, parsed."""

    hook: str
    id: str
    body: Any
    at: datetime


@dataclass(frozen=True)
class Receiver:
    """Who is told.

    kind: what targets begin with. exists: whether there is something of this name, for the actor of the context.
    handle: gets the name and the message, in a job with the rights of the hook's owner; what it raises has the job tried again.
    """

    kind: str
    exists: Callable[[Ctx, str], bool]
    handle: Callable[[Ctx, str, Incoming], None]


def receiver_of(target: str) -> tuple[Receiver, str]:
    """The receiver and the name that a target means. Raises NotFound."""
    kind, _, name = target.partition(":")
    for receiver in RECEIVERS:
        if receiver.kind == kind and name:
            return receiver, name
    raise NotFound("Nobody is told of {target}; a target begins with one of {known}", target=target, known=[f"{one.kind}:" for one in RECEIVERS])


def _may_create(ctx: Ctx, object: str) -> bool:
    try:
        return bool(ctx.records.access(object).create)
    except (NotFound, NotAllowed):
        return False


def _create(ctx: Ctx, object: str, message: Incoming) -> None:
    """A record of the values that were sent."""
    if not isinstance(message.body, dict):
        raise BadRequest("The body must be a JSON object")
    ctx.records.create(object, message.body)


def _waits_for_messages(ctx: Ctx, name: str) -> bool:
    """Only who administers lets others begin an automation, since it may do more than they."""
    document = ctx.catalogue.of_kind("automation").get(name)
    return ctx.actor.administers and document is not None and bool(document["on"].get("webhook"))


def _begin(ctx: Ctx, name: str, message: Incoming) -> None:
    """A process of an automation; `record` in the body is the id of the record that it is about, where it is about one."""
    document = ctx.catalogue.of_kind("automation").get(name)
    if document is None or not document.get("active", True):
        return
    object, record = document["on"].get("object", ""), None
    if object:
        record = str(message.body.get("record", "")) if isinstance(message.body, dict) else ""
        ctx.records.get(object, record, fields=["id"])
    run(ctx, "automation", document, object, record, cause={"by": "webhook", "message": message.id})


#: `record:lead` makes a lead of each message; `automation:greet` begins that automation.
RECEIVERS: tuple[Receiver, ...] = (Receiver("record", _may_create, _create), Receiver("automation", _waits_for_messages, _begin))
