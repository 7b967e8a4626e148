"""The jobs of processes: begin them, tell them that time has come, that something has happened, that another has ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import process
from core.processes.driving import ENDED, LEFT, TIMER, send
from core.processes.expressions import Expressions
from core.processes.mailing import DIGEST, mail_daily
from core.processes.queueing import RUN
from core.processes.scheduling import DATES, SCHEDULE, begin_for_dates, begin_on_schedule
from core.processes.starting import run
from core.processes.steps import BEGIN, DELIVERED
from core.processes.storing import Stored, keep_program, load, program_of
from core.processes.triggers import CHANGED, GONE, HAPPENED
from core.processes.world import TenantWorld
from core.rights.actor import SYSTEM, Actor
from dougong import Conflict, NotFound, Problem
from workflows.events import Cancelled, Changed, Done, Event, Failed, Happened, TimeCame
from workflows.programs import compiled
from workflows.world import Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["JOBS"]

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]


def begin_for_records(ctx: Ctx, payload: Payload) -> None:
    """Begin a definition for some records, each apart from the others."""
    document = ctx.catalogue.of_kind(payload["kind"]).get(payload["name"])
    if document is None or not document.get("active", True):
        return
    for record in payload["records"]:
        try:
            with ctx.unit.attempt():
                _begin_one(ctx, payload["kind"], document, payload["object"], record)
        except Problem as problem:
            log.warning("%s %s could not begin for %s %s: %s", payload["kind"], payload["name"], payload["object"], record["id"], problem)


def _begin_one(ctx: Ctx, kind: str, document: Payload, object: str, record: Payload) -> None:
    own = ctx.acting(_actor(ctx, record["actor"]))
    cause = {"by": "event", "event": record["kind"], "changes": record["changes"], "source": record["source"]}
    condition = _begins(own, kind, document, object, record["id"], cause)
    if condition is not None:
        run(own, kind, document, object, record["id"], cause={**cause, **condition}, depth=record["depth"])


def _begins(ctx: Ctx, kind: str, document: Payload, object: str, id: str | None, cause: Payload) -> Payload | None:
    """What is kept of the condition where it holds, and where that matters hasn't held before (A-WF-02); None where not."""
    condition = document["on"].get("when") if kind == "automation" else document.get("entry")
    if condition is None or id is None or cause["event"] == "deleted":
        return {}
    expressions = Expressions(ctx, compiled(kind, document), keep_program(ctx, kind, document), object, id, cause)
    scope = Scope({}, ctx.actor.id, ctx.actor.id)
    try:
        if not expressions.holds(condition, scope):
            return None
        if document.get("when_it_becomes_true") and cause["event"] == "updated" and expressions.held_before(condition, scope):
            return None
        return {"condition": {"text": condition, "values": _as_kept(expressions.explained(condition, scope)["values"])}}
    except Unanswerable as error:
        raise Conflict("The condition of {name} has no answer: {reason}", name=document["name"], reason=str(error)) from error


def _as_kept(values: Payload) -> dict[str, Any]:
    """Values as JSON keeps them."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(values, default=str, option=orjson.OPT_UTC_Z))
    return found


def _actor(ctx: Ctx, id: str | None) -> Actor:
    """Who did it; the system for somebody who has left."""
    try:
        return SYSTEM if id is None else ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, id)
    except NotFound:
        return SYSTEM


def begin_for_process(ctx: Ctx, payload: Payload) -> None:
    """Begin a process for one that waits for it."""
    parent = load(ctx, payload["parent"], lock=True)
    if not _waits(parent, payload["visit"]):
        return
    document = ctx.catalogue.of_kind(payload["kind"]).get(payload["name"])
    try:
        if document is None:
            raise NotFound("There is no {kind} called {name}", kind=payload["kind"], name=payload["name"])
        own = ctx.acting(_actor(ctx, parent.process.submitter))
        with ctx.unit.attempt():
            run(own, payload["kind"], document, payload["object"], payload["record"],
                cause={"by": "process", "process": parent.id, "comment": payload["comment"]}, parent=(parent, payload["visit"]))  # fmt: skip
    except Problem as problem:
        send(ctx, parent.id, Failed(payload["visit"], problem))


def _waits(stored: Stored, visit: int) -> bool:
    return any(token.visit == visit and token.waits == "work" for token in stored.process.tokens.values())


def other_has_ended(ctx: Ctx, payload: Payload) -> None:
    """The process that one waits for has ended: it goes on, or another way where that was not approved."""
    outcome = payload["outcome"]
    way = "" if outcome in ("approved", "done") else "rejected"
    _send(ctx, payload["process"], Done(payload["visit"], {"outcome": outcome}, way))


def nobody_waits(ctx: Ctx, payload: Payload) -> None:
    """Who waited for a process has ended or gone another way: it ends, too."""
    mine = process.c.parent_id == payload["parent"], process.c.parent_visit == payload["visit"], process.c.ended_at.is_(None)
    for row in fetch(ctx.unit, sa.select(process.c.id).where(*mine)):
        send(ctx, str(row.id), Cancelled(None, "The process that waited for it has ended"))


def was_delivered(ctx: Ctx, payload: Payload) -> None:
    """What a step has sent has arrived, or is tried no more."""
    if payload["state"] == "sent":
        _send(ctx, payload["process"], Done(payload["visit"], None))
    else:
        _send(ctx, payload["process"], Failed(payload["visit"], Problem("The receiver couldn't be reached")))


def time_came(ctx: Ctx, payload: Payload) -> None:
    """A timer is due, unless it was set anew since (A-TIME-08)."""
    stored = load(ctx, payload["process"], lock=True)
    timer = stored.process.timers.get(payload["timer"])
    if timer is not None and timer.due <= ctx.now and stored.process.state != "ended":
        send(ctx, stored.id, TimeCame(timer.name))


def something_happened(ctx: Ctx, payload: Payload) -> None:
    """An event of an object that a process waits for: whether it is the one is asked here."""
    stored = load(ctx, payload["process"], lock=True)
    token = next((one for one in stored.process.tokens.values() if one.visit == payload["visit"] and one.waits == "event"), None)
    if token is None:
        return
    program = program_of(ctx, stored)
    event = program.steps[token.step].spec["event"]
    if payload["kind"] not in event.get("events", ("created", "updated")):
        return
    if event.get("changed") and not set(event["changed"]) & set(payload["changes"]):
        return
    if "when" in event and not _holds(ctx, stored, event["when"], payload):
        return
    send(ctx, stored.id, Happened(payload["visit"], {"object": payload["object"], "id": payload["record"]}))


def _holds(ctx: Ctx, stored: Stored, condition: str, payload: Payload) -> bool:
    scope = Scope(stored.process.variables, stored.process.initiator, stored.process.submitter)
    filter = TenantWorld(ctx, program_of(ctx, stored), stored).expressions.written(condition, scope)
    page = ctx.as_system().records.list(payload["object"], filter=f"id = '{payload['record']}' AND ({filter})", fields=["id"])
    return bool(page.data)


def fields_changed(ctx: Ctx, payload: Payload) -> None:
    """Watched fields of a record under approval have changed."""
    stored = load(ctx, payload["process"], lock=True)
    program = program_of(ctx, stored)
    watched = {*program.spec.get("watch", ()), *(name for step in program.steps.values() for name in step.spec.get("watch", ()))}
    changed = frozenset(payload["fields"]) & watched
    if changed and stored.process.state != "ended":
        send(ctx, stored.id, Changed(changed))


def record_gone(ctx: Ctx, payload: Payload) -> None:
    """The record of a process was deleted: the process ends, unless the deletion has begun it."""
    stored = load(ctx, payload["process"], lock=True)
    if stored.process.state != "ended" and stored.cause.get("event") != "deleted":
        send(ctx, stored.id, Cancelled(None, "The record was deleted"))


def _send(ctx: Ctx, id: str, event: Event) -> None:
    """Let something happen in a process, if that is there still."""
    try:
        send(ctx, id, event)
    except NotFound:
        return


JOBS: Mapping[str, Callable[[Any, Payload], None]] = {
    RUN: begin_for_records,
    BEGIN: begin_for_process,
    ENDED: other_has_ended,
    LEFT: nobody_waits,
    SCHEDULE: begin_on_schedule,
    DATES: begin_for_dates,
    DELIVERED: was_delivered,
    TIMER: time_came,
    DIGEST: mail_daily,
    HAPPENED: something_happened,
    CHANGED: fields_changed,
    GONE: record_gone,
}
