"""What a record says of its approval: how it stands, who is asked at which step, and what was decided last (A-REC-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import process as processes
from core.processes.organisation import Organisation
from core.processes.storing import Stored, load
from core.records.drafts import Draft
from core.records.writing import state_records
from workflows.state import Process, Task

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["state_approval"]

DECISIONS = frozenset({"approved", "rejected", "returned", "abstained"})
#: The state of an open process, or how one has ended, as the options of the field know it.
OTHER = "terminated"

Values = Mapping[str, Any]


def state_approval(ctx: Ctx, before: Stored, after: Stored, organisation: Organisation) -> None:
    """Write it into the record in the transaction that moves the process, where it has changed. Of several approvals of a
    record the one that moved last is told of; one that has ended gives way to those that are open."""
    if after.kind != "approval" or after.record_id is None or after.object not in ctx.catalogue.objects:
        return
    if after.revision > 1 and _standing(before.process) == _standing(after.process):
        return
    told = after
    if after.process.state == "ended":
        open = _other_open(ctx, after)
        told = after if open is None else load(ctx, open)
    values = _values(told.process, ctx.catalogue.object(after.object), organisation)
    state_records(_writing(ctx, after), after.object, [Draft(position=0, id=after.record_id, given=values)])


def _writing(ctx: Ctx, stored: Stored) -> Ctx:
    made = ctx.acting(ctx.actor)
    made.source = f"{stored.kind}/{stored.id}"
    made.process = stored.id
    return made


def _other_open(ctx: Ctx, stored: Stored) -> str | None:
    mine = processes.c.record_id == stored.record_id, processes.c.kind == "approval", processes.c.state != "ended", processes.c.id != stored.id
    rows = fetch(ctx.unit, sa.select(processes.c.id).where(*mine).order_by(processes.c.changed_at.desc(), processes.c.id.desc()).limit(1))
    return rows[0].id if rows else None


def _pending(process: Process) -> list[Task]:
    return [task for task in process.tasks.values() if task.state == "pending"]


def _last(process: Process) -> Task | None:
    """The decision that somebody made last."""
    made = [task for task in process.tasks.values() if task.state in DECISIONS and task.decided_at is not None]
    return max(made, key=lambda task: (task.decided_at, task.number), default=None)


def _standing(process: Process) -> tuple[Any, ...]:
    """What of a process the record tells of; where it is the same, nothing is written."""
    return process.state, process.outcome, *(replace(task, version=0) for task in _pending(process)), _last(process)


def _values(process: Process, kind: Any, organisation: Organisation) -> Values:
    pending, last = _pending(process), _last(process)
    known = {option.value for option in kind.fields["approval_status"].options}
    status = process.outcome if process.state == "ended" else process.state
    people = [person for task in pending for person in ([task.assignee] if task.assignee else task.candidates)]
    return {
        "approval_status": status if status in known else OTHER,
        "approval_step": tuple(dict.fromkeys(task.step for task in pending)) or None,
        "approval_people": tuple(user["name"] for user in organisation.active(people)) or None,
        "approval_decision": last.state if last else None,
        "approval_decided_by": last.decided_by if last else None,
        "approval_decided_at": last.decided_at if last else None,
    }
