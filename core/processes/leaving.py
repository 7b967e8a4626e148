"""What somebody who leaves has to do with processes: their open tasks, handed over at once, and what names them (A-ABS-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import process as processes
from core.database.tables import task as tasks
from core.database.tables import task_holder
from core.processes.driving import drive
from core.processes.reading import open_tasks_of, people_of
from core.processes.storing import load
from core.processes.texts import labelled
from dougong import Conflict, FieldProblem, Invalid, NotFound, Problem
from workflows.events import Reassigned

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["MOST_AT_ONCE", "duties", "hand_over"]

#: So many tasks are handed over by one request; what is left says how many more there are.
MOST_AT_ONCE = 200

Document = Mapping[str, Any]


def duties(ctx: Ctx, user: str) -> dict[str, Any]:
    """The open tasks that somebody has, how many processes they have submitted run, and the definitions and absences that
    name them. Raises NotFound."""
    person = _user(ctx, user)
    mine = processes.c.submitter == user, processes.c.state != "ended"
    [running] = fetch(ctx.unit, sa.select(sa.func.count()).select_from(processes).where(*mine))
    stands_in = ctx.as_system().records.list("absence", filter=f"agent = '{user}' AND ends_at > NOW()", fields=["person"], limit=1000).data
    people = people_of(ctx, [row["person"] for row in stands_in])
    return {
        "user": {"id": user, "name": person["name"]},
        "tasks": open_tasks_of(ctx, user, MOST_AT_ONCE),
        "count": _count(ctx, user),
        "submitted": running[0],
        "definitions": [
            {"kind": kind, "name": document["name"], "label": labelled(ctx, kind, document["name"], ctx.actor.language, document.get("label"))}
            for kind, document in _naming(ctx, person["email"])
        ],
        "stands_in_for": [{"id": row["person"], "name": people.get(row["person"], "")} for row in stands_in],
    }  # fmt: skip


def hand_over(ctx: Ctx, user: str, to: str, reason: str) -> dict[str, Any]:
    """Give the open tasks of somebody to somebody else, each apart: what can't be handed over is said of each.

    Tasks that several may claim stay with the others, unless nobody else is there. Raises NotFound, and Invalid for a receiver
    who can't be one and where no reason is given.
    """
    _user(ctx, user)
    if to == user or not _user(ctx, to)["active"]:
        raise Invalid(errors=[FieldProblem("to", "reference", "Somebody else who is active gets the tasks")])
    query = sa.select(tasks.c.id).join(task_holder, task_holder.c.task_id == tasks.c.id).where(task_holder.c.user_id == user)
    ids = [row.id for row in fetch(ctx.unit, query.order_by(tasks.c.id).limit(MOST_AT_ONCE))]
    results = [_move(ctx, id, user, to, reason) for id in ids]
    return {"results": results, "left": _count(ctx, user)}


def _move(ctx: Ctx, id: str, user: str, to: str, reason: str) -> dict[str, Any]:
    try:
        with ctx.unit.attempt():
            [row] = fetch(ctx.unit, sa.select(tasks.c.process_id, tasks.c.number).where(tasks.c.id == id))
            stored = load(ctx, row.process_id, lock=True)
            task = stored.process.tasks[row.number]
            if task.assignee != user:
                raise Conflict("Others may take this task on as well; it stays with them")
            drive(ctx, stored, Reassigned(row.number, to, str(ctx.actor.id), reason))
    except Problem as problem:
        return {"task": id, "status": "error", "problem": problem}
    return {"task": id, "status": "moved", "problem": None}


def _user(ctx: Ctx, id: str) -> dict[str, Any]:
    rows = ctx.as_system().records.list("user", filter=f"id = '{id}'", fields=["name", "email", "active"]).data
    if not rows:
        raise NotFound("There is no such user")
    return rows[0]


def _count(ctx: Ctx, user: str) -> int:
    return int(fetch(ctx.unit, sa.select(sa.func.count()).select_from(task_holder).where(task_holder.c.user_id == user))[0][0])


def _naming(ctx: Ctx, email: str) -> Iterator[tuple[str, Document]]:
    """The definitions that ask, tell or choose somebody by their address."""
    for kind in ("approval", "automation"):
        for document in ctx.catalogue.of_kind(kind).values():
            if _names(document, email):
                yield kind, document


def _names(part: Any, email: str) -> bool:
    if isinstance(part, Mapping):
        return part.get("user") == email or any(_names(each, email) for each in part.values())
    return isinstance(part, (list, tuple)) and any(_names(each, email) for each in part)
