"""Tells people: that a decision waits for them, what became of their request, that something needs repair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.notifications.noticing import Notice, Reason, write_notices
from core.processes.mailing import mail_task
from core.processes.organisation import Organisation
from core.processes.storing import Stored
from core.processes.texts import labelled
from workflows.events import Tell
from workflows.programs import Program

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["notify", "tell"]

LONGEST = 500
#: What the engine tells, and as what people may mute it; what isn't here is seen in their lists.
KINDS: Mapping[str, str] = {
    "assigned": "task", "transferred": "task", "added": "task", "due": "task", "overdue": "task", "urged": "task",
    "changed": "task", "returned": "task",
}  # fmt: skip


def tell(ctx: Ctx, stored: Stored, program: Program, tells: Iterable[Tell], organisation: Organisation) -> None:
    """Tell everybody whom the engine wants to hear, and the initiator how it ended."""
    for one in tells:
        kind = KINDS.get(one.what)
        if kind is not None:
            users = _notify(ctx, stored, program, one.people, kind, organisation)
            task = stored.process.tasks.get(one.task or 0)
            if kind == "task" and task is not None and task.state == "pending":
                mail_task(ctx, users, stored.ids[task.number], task.version, one.what)
        elif one.what == "held":
            _notify(ctx, stored, program, _administrators(ctx), "held", organisation)
    if program.kind == "approval" and stored.process.state == "ended" and stored.process.outcome != "withdrawn":
        people = [person for person in (stored.process.initiator, stored.process.submitter) if person]
        _notify(ctx, stored, program, people, "decided", organisation)


def _notify(ctx: Ctx, stored: Stored, program: Program, people: Sequence[str], kind: str, organisation: Organisation) -> list[Mapping[str, Any]]:
    """The name of the definition is the message, each in their language; answers who was told."""
    if stored.record_id is None:
        return []

    def message(user: Mapping[str, Any]) -> str:
        return labelled(ctx, program.kind, program.name, user["language"] or "en", program.spec.get("label"))

    return notify(ctx, people, kind, (stored.object, stored.record_id), organisation, by=ctx.actor.id, message=message)


def notify(
    ctx: Ctx, people: Iterable[str], kind: str, about: tuple[str, str], organisation: Organisation, *, by: str | None, message: Callable[[Mapping[str, Any]], str]
) -> list[Mapping[str, Any]]:
    """Notify people of a record, each in their language, unless they don't want to hear of such things; not of what they did
    themselves; answers who was told. message: what is said to a user."""
    wanted = organisation.active(person for person in people if person != by)
    told = [row for row in wanted if kind not in (row["muted"] or ())]
    write_notices(ctx.as_system(), {Reason(row["id"], kind, about): Notice(1, by, message(row)[:LONGEST]) for row in told})
    return told


def _administrators(ctx: Ctx) -> list[str]:
    sets = [name for name, one in ctx.catalogue.permission_sets.items() if "administer" in one.get("system", ())]
    if not sets:
        return []
    filter = " OR ".join(f'HAS(permission_sets, "{name}")' for name in sorted(sets))
    rows = ctx.as_system().records.list("user", filter=f"active = TRUE AND ({filter})", fields=["id"], limit=100).data
    return [row["id"] for row in rows]
