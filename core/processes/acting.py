"""What people do with their tasks and with processes, as the API has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import process_note
from core.database.tables import task as tasks
from core.processes.driving import drive
from core.processes.migrating import migrate
from core.processes.reading import refuse_invisible, refuse_invisible_task
from core.processes.storing import Stored, load, load_of_task, program_of
from dougong import Conflict, FieldProblem, Invalid, NotAllowed, NotFound, Problem
from workflows.acting import ACTIONS
from workflows.events import (
    Acted,
    AskedAnew,
    Cancelled,
    Event,
    Forced,
    Jumped,
    Reassigned,
    Recalled,
    Resubmitted,
    Resumed,
    Retried,
    Retrieved,
    Skipped,
    Suspended,
    Urged,
)

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["MOST_AT_ONCE", "OPERATIONS", "act", "act_on_many", "operate"]

MOST_AT_ONCE = 500
#: So often may somebody be asked to hurry.
URGE_AGAIN = timedelta(hours=1)
MIGRATE = "migrate"
DECISIONS = frozenset({"approve", "reject", "abstain", "return"})

Given = Mapping[str, Any]


def act(ctx: Ctx, id: str, action: str, given: Given) -> Stored:
    """Do something with a task. Raises what the engine raises, NotFound for a task that the actor doesn't know of."""
    stored, number = load_of_task(ctx, id, lock=True)
    refuse_invisible_task(ctx, stored)
    if action == "retrieve":
        return drive(ctx, stored, Retrieved(number, _me(ctx)))
    if action not in ACTIONS:
        raise NotFound("A task knows no {action}; there are {known}", action=action, known=", ".join(sorted([*ACTIONS, "retrieve"])))
    more = _more(ctx, stored, action, given)
    was = stored.process.tasks[number]
    event = Acted(number, action, _me(ctx), given.get("comment", ""), more, given.get("version"))
    if given.get("values") or action == "approve":
        _write_values(ctx, stored, number, given.get("values", {}), action)
    after = drive(ctx, stored, event)
    is_new = was.decided_by is None and after.process.tasks[number].decided_by == ctx.actor.id
    if action in DECISIONS and given.get("comment") and is_new:
        execute(ctx.unit, sa.update(tasks).where(tasks.c.id == stored.ids[number]).values(comment=given["comment"]))
    return after


def act_on_many(ctx: Ctx, ids: list[str], action: str, given: Given) -> list[dict[str, Any]]:
    """The same with many tasks, each apart from the others (A-ACT-18): what can't be done is said of each."""
    if action not in ("approve", "reject", "claim"):
        raise Invalid(errors=[FieldProblem("action", "choice", "Many tasks at once are approved, rejected or claimed")])
    return [_try(ctx, id, action, given) for id in ids]


def _try(ctx: Ctx, id: str, action: str, given: Given) -> dict[str, Any]:
    try:
        with ctx.unit.attempt():
            act(ctx, id, action, given)
    except Problem as problem:
        return {"id": id, "status": "error", "problem": problem}
    return {"id": id, "status": "done", "problem": None}


def _me(ctx: Ctx) -> str:
    if ctx.actor.id is None:
        raise NotAllowed("Only people have tasks")
    return ctx.actor.id


def _more(ctx: Ctx, stored: Stored, action: str, given: Given) -> dict[str, Any]:
    """What belongs to an action, in the engine's words: people by their ids, tasks by their numbers."""
    more = {name: given[name] for name in ("place",) if name in given}
    to = given.get("to")
    if to is not None:
        more["to"] = to if action == "return" else _people(ctx, to)
    if "task" in given:
        more["task"] = next((number for number, id in stored.ids.items() if id == given["task"].lower()), None)
    return more


def _people(ctx: Ctx, to: Any) -> list[str]:
    wanted = list(dict.fromkeys([to] if isinstance(to, str) else to))
    return [_person(ctx, one) for one in wanted]


def _person(ctx: Ctx, one: str) -> str:
    """The id of an active user who is named by id or e-mail address."""
    if "@" in one:
        rows = ctx.as_system().records.list("user", filter=f"email = '{_plain(one)}' AND active = TRUE", fields=["id"]).data
    else:
        rows = ctx.as_system().records.list("user", filter=f"id = '{_plain(one)}' AND active = TRUE", fields=["id"]).data
    if not rows:
        raise Invalid(errors=[FieldProblem("to", "reference", "There is no active user {user}", {"user": one})])
    return str(rows[0]["id"])


def _plain(text: str) -> str:
    if "'" in text or "\\" in text:
        raise Invalid(errors=[FieldProblem("to", "reference", "There is no active user {user}", {"user": text})])
    return text


def _write_values(ctx: Ctx, stored: Stored, number: int, values: Given, action: str) -> None:
    """What an approver fills in at a step that lets them (A-REC-03, A-ACT-25); what a step requires must be there."""
    step = program_of(ctx, stored).steps[stored.process.tasks[number].step]
    open_fields: Mapping[str, str] = step.spec.get("fields", {})
    closed = [name for name in values if open_fields.get(name) not in ("edit", "required")]
    if closed:
        raise Invalid(errors=[FieldProblem(f"values.{name}", "read_only", "This step doesn't let anybody change it") for name in closed])
    if stored.process.tasks[number].state != "pending" or stored.record_id is None:
        return
    required = [name for name, how in open_fields.items() if how == "required"] if action == "approve" else []
    if required:
        there = ctx.as_system().records.get(stored.object, stored.record_id, fields=required)
        missing = [name for name in required if values.get(name, there.get(name)) in (None, "")]
        if missing:
            raise Invalid(errors=[FieldProblem(f"values.{name}", "required", "This step needs a value here") for name in missing])
    if values:
        own = ctx.as_system()
        own.process = stored.id
        own.source = f"{stored.kind}/{stored.id}"
        own.records.update(stored.object, stored.record_id, values)


# -- processes -----------------------------------------------------------------------------------------------


def operate(ctx: Ctx, id: str, operation: str, given: Given) -> Stored:
    """Do something with a process: as who submitted it, or as an administrator, who says why."""
    if operation not in (*OPERATIONS, MIGRATE):
        raise NotFound("A process knows no {operation}; there are {known}", operation=operation, known=", ".join(sorted([*OPERATIONS, MIGRATE])))
    stored = load(ctx, id, lock=True)
    refuse_invisible(ctx, stored)
    if operation == MIGRATE:
        return migrate(ctx, stored, given.get("steps", {}), _reason(given), dry_run=given.get("dry_run", False))
    return drive(ctx, stored, OPERATIONS[operation](ctx, stored, given))


def _as_submitter(make: Callable[[str, Given], Event]) -> Callable[[Ctx, Stored, Given], Event]:
    return lambda ctx, stored, given: make(_me(ctx), given)


def _as_administrator(make: Callable[[Ctx, Stored, Given], Event]) -> Callable[[Ctx, Stored, Given], Event]:
    def made(ctx: Ctx, stored: Stored, given: Given) -> Event:
        if not ctx.actor.administers:
            raise NotAllowed("Only somebody who administers may do this")
        return make(ctx, stored, given)

    return made


def _recall(ctx: Ctx, stored: Stored, given: Given) -> Event:
    """Who submitted it takes it back; as an administrator for them."""
    by = _me(ctx)
    if ctx.actor.administers and by not in (stored.process.initiator, stored.process.submitter):
        by = stored.process.submitter or stored.process.initiator or by
    return Recalled(by, given.get("reason") or given.get("comment", ""))


def _urge(ctx: Ctx, stored: Stored, given: Given) -> Event:
    since = ctx.now - URGE_AGAIN
    mine = process_note.c.process_id == stored.id, process_note.c.what == "urged", process_note.c.at > since
    if fetch(ctx.unit, sa.select(process_note.c.seq).where(*mine).limit(1)):
        raise Conflict("They were asked to hurry less than an hour ago")
    return Urged(_me(ctx))


def _visit(stored: Stored, given: Given, waits: str) -> int:
    """The stay that is meant: the one that is named, or the only one that waits so."""
    if "visit" in given:
        return int(given["visit"])
    found = [token.visit for token in stored.process.tokens.values() if token.waits == waits]
    if len(found) != 1:
        raise Invalid(errors=[FieldProblem("visit", "required", "Say which step is meant: {count} wait", {"count": len(found)})])
    return found[0]


def _task(stored: Stored, given: Given) -> int:
    found = next((number for number, id in stored.ids.items() if id == given.get("task", "").lower()), None)
    if found is None:
        raise Invalid(errors=[FieldProblem("task", "reference", "Name a task of this process")])
    return found


def _reason(given: Given) -> str:
    return str(given.get("reason") or given.get("comment") or "")


OPERATIONS: Mapping[str, Callable[[Any, Stored, Given], Event]] = {
    "recall": _recall,
    "remind": _urge,
    "resubmit": _as_submitter(lambda me, given: Resubmitted(me)),
    "cancel": _as_administrator(lambda ctx, stored, given: Cancelled(ctx.actor.id, _reason(given))),
    "retry": _as_administrator(lambda ctx, stored, given: Retried(_visit(stored, given, "repair"), ctx.actor.id)),
    "skip": _as_administrator(lambda ctx, stored, given: Skipped(_visit(stored, given, "repair"), ctx.actor.id, _reason(given))),
    "suspend": _as_administrator(lambda ctx, stored, given: Suspended(ctx.actor.id, _reason(given))),
    "resume": _as_administrator(lambda ctx, stored, given: Resumed(ctx.actor.id, _reason(given))),
    "reassign": _as_administrator(
        lambda ctx, stored, given: Reassigned(_task(stored, given), _people(ctx, given.get("to", ""))[0], _me(ctx), _reason(given))
    ),
    "force": _as_administrator(
        lambda ctx, stored, given: Forced(_visit(stored, given, "people"), str(given.get("decision", "")), _me(ctx), _reason(given))
    ),
    "jump": _as_administrator(
        lambda ctx, stored, given: Jumped(_visit(stored, given, "people"), str(given.get("to", "")), _me(ctx), _reason(given))
    ),
    "ask_again": _as_administrator(lambda ctx, stored, given: AskedAnew(_visit(stored, given, "people"), _me(ctx), _reason(given))),
}
