"""Processes and tasks as people see them: lists, one of them with its path and history, and who may look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import fetch, mappings
from core.database.tables import process as processes
from core.database.tables import process_note, record_lock, task_holder
from core.database.tables import task as tasks
from core.i18n import translated
from core.processes.storing import Stored, load, load_of_task, program_of
from core.processes.texts import labelled
from core.records.reading import list_records
from dougong import NotFound, Problem
from workflows import returning
from workflows.programs import Program, Step, steps_in
from workflows.run import Run
from workflows.state import Task

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["LISTS", "count_tasks", "is_locked_for", "one", "one_task", "open_tasks_of", "processes_of", "refuse_invisible", "refuse_invisible_task", "shown", "shown_of_record", "shown_task", "tasks_of_actor"]

#: The lists of tasks that somebody has (A-NOTE-01).
LISTS = ("open", "done", "mine")
CHUNK = 200
#: So many processes of a record are shown whole.
MOST_SHOWN = 5
#: So long an approval that has ended stands beside its record.
LATELY = timedelta(days=14)
#: What is known of an event in the history about people, by what happened.
WHOM: Mapping[str, str] = {
    "asked": "assignee", "offered": "people", "added": "people", "transferred": "to", "delegated": "to", "escalated": "to", "reassigned": "to",
}  # fmt: skip
#: Where a step doesn't say for what a reason is needed, it is for these.
WITH_REASON = ("reject", "return")


# -- who may look --------------------------------------------------------------------------------------------


def refuse_invisible(ctx: Ctx, stored: Stored) -> None:
    """A process is seen by whoever takes part, administers, or sees its record; for others there is none."""
    if ctx.actor.administers or ctx.actor.id in _participants(stored):
        return
    if stored.record_id is not None and _sees(ctx, stored.object, stored.record_id):
        return
    raise NotFound("There is no such process")


def refuse_invisible_task(ctx: Ctx, stored: Stored) -> None:
    """The same of a task of it."""
    try:
        refuse_invisible(ctx, stored)
    except NotFound:
        raise NotFound("There is no such task") from None


def _participants(stored: Stored) -> set[str | None]:
    people = {stored.process.initiator, stored.process.submitter}
    for task in stored.process.tasks.values():
        people |= {task.assignee, task.principal, task.keeper, task.decided_by, *task.candidates, *task.offered}
    return people - {None}


def _sees(ctx: Ctx, object: str, id: str) -> bool:
    try:
        return bool(ctx.records.list(object, filter=f"id = '{id}'", fields=["id"]).data)
    except Problem:
        return False


# -- tasks ---------------------------------------------------------------------------------------------------


def tasks_of_actor(ctx: Ctx, which: str, *, object: str | None = None, limit: int = 50, before: str | None = None, task: str | None = None) -> list[dict[str, Any]]:
    """The actor's tasks, latest first: `open` (to be done), `done` (decided by them), or `mine` (in what they submitted)."""
    query = sa.select(tasks, processes.c.object, processes.c.record_id, processes.c.name, processes.c.kind, processes.c.initiator, processes.c.digest, processes.c.started_at)
    query = query.join(processes, processes.c.id == tasks.c.process_id)
    if which == "open":
        query = query.join(task_holder, task_holder.c.task_id == tasks.c.id).where(task_holder.c.user_id == ctx.actor.id)
    elif which == "done":
        query = query.where(tasks.c.decided_by == ctx.actor.id)
    else:
        query = query.where(processes.c.submitter == ctx.actor.id, tasks.c.state.in_(("pending", "waiting")))
    if object is not None:
        query = query.where(processes.c.object == object)
    if task is not None:
        query = query.where(tasks.c.id == task)
    if before is not None:
        query = query.where(tasks.c.id < before)
    return _told(ctx, mappings(ctx.unit, query.order_by(tasks.c.id.desc()).limit(limit)))


def open_tasks_of(ctx: Ctx, user: str, limit: int) -> list[dict[str, Any]]:
    """The open tasks of somebody, for who administers."""
    columns = tasks, processes.c.object, processes.c.record_id, processes.c.name, processes.c.kind, processes.c.initiator
    query = sa.select(*columns).join(processes, processes.c.id == tasks.c.process_id).join(task_holder, task_holder.c.task_id == tasks.c.id)
    return _told(ctx, mappings(ctx.unit, query.where(task_holder.c.user_id == user).order_by(tasks.c.id).limit(limit)))


def count_tasks(ctx: Ctx) -> int:
    """How many tasks wait for the actor."""
    return int(fetch(ctx.unit, sa.select(sa.func.count()).select_from(task_holder).where(task_holder.c.user_id == ctx.actor.id))[0][0])


def _told(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = _names(ctx, [(row["object"], row["record_id"]) for row in rows])
    people = people_of(ctx, [person for row in rows for person in (row["assignee"], row["initiator"], row["decided_by"])])
    labels = _step_labels(ctx, rows)
    return [
        {
            "id": row["id"], "process": row["process_id"], "kind": row["kind"], "definition": row["name"],
            "label": _label(ctx, row["kind"], row["name"]), "step": row["step"], "step_label": _told_label(ctx, f"{row['kind']}.{row['name']}", row["step"], labels[row["kind"], row["name"]].get(row["step"])),
            "record": _record(names, row["object"], row["record_id"]), "state": row["state"], "version": row["version"],
            "assignee": _person(people, row["assignee"]), "initiator": _person(people, row["initiator"]),
            "asked_at": row["asked_at"], "due_at": row["due_at"], "decided_at": row["decided_at"],
            "decided_by": _person(people, row["decided_by"]), "comment": row["comment"],
        }
        for row in rows
    ]  # fmt: skip


def _step_labels(ctx: Ctx, rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, str | None]]:
    """What the steps of definitions that are in force are called: a list reads no programs."""
    keys = {(row["kind"], row["name"]) for row in rows}
    return {key: {step: spec.get("label") for step, spec in steps_in(key[0], ctx.catalogue.of_kind(key[0]).get(key[1], {}))} for key in keys}


def _told_label(ctx: Ctx, definition: str, step: str, label: str | None) -> str:
    place = f"{definition}.steps.{step}.label"
    return ctx.catalogue.translations.get(ctx.actor.language, {}).get(place) or label or step.replace("_", " ").capitalize()


def _label(ctx: Ctx, kind: str, name: str) -> str:
    return labelled(ctx, kind, name, ctx.actor.language, ctx.catalogue.of_kind(kind).get(name, {}).get("label"))


def _record(names: Mapping[str, str], object: str, id: str | None) -> dict[str, Any] | None:
    return None if id is None else {"object": object, "id": id, "name": names.get(id)}


def _names(ctx: Ctx, records: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """What records are called, as far as the actor sees them."""
    by_object: dict[str, set[str]] = {}
    for object, id in records:
        if id is not None and object in ctx.catalogue.objects:
            by_object.setdefault(object, set()).add(id)
    found: dict[str, str] = {}
    for object, ids in by_object.items():
        name_field = ctx.catalogue.objects[object].name_field
        ordered = sorted(ids)
        for at in range(0, len(ordered), CHUNK):
            listed = ", ".join(f"'{id}'" for id in ordered[at : at + CHUNK])
            try:
                page = list_records(ctx, object, filter=f"id IN ({listed})", fields=[name_field] if name_field else ["id"], limit=CHUNK)
            except Problem:
                continue
            found |= {row["id"]: str(row.get(name_field or "id") or "") for row in page.data}
    return found


def people_of(ctx: Ctx, ids: Iterable[str | None]) -> dict[str, str]:
    """The names of users."""
    wanted = sorted({id for id in ids if id})
    found: dict[str, str] = {}
    for at in range(0, len(wanted), CHUNK):
        listed = ", ".join(f"'{id}'" for id in wanted[at : at + CHUNK])
        found |= {row["id"]: row["name"] for row in list_records(ctx.as_system(), "user", filter=f"id IN ({listed})", fields=["name"], limit=CHUNK).data}
    return found


def _person(people: Mapping[str, str], id: str | None) -> dict[str, str] | None:
    return None if id is None else {"id": id, "name": people.get(id, "")}


# -- processes -----------------------------------------------------------------------------------------------


def processes_of(
    ctx: Ctx, *, object: str | None = None, record: str | None = None, state: str | None = None, stuck: bool | None = None,
    name: str | None = None, limit: int = 50, before: str | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Processes, latest first: of a record that the actor sees, those they submitted, or for administrators all."""
    query = sa.select(processes)
    if record is not None:
        assert object is not None
        ctx.records.get(object, record, fields=["id"])
        query = query.where(processes.c.record_id == record)
    elif not ctx.actor.administers:
        query = query.where(processes.c.submitter == ctx.actor.id)
    for column, value in ((processes.c.object, object), (processes.c.state, state), (processes.c.stuck, stuck), (processes.c.name, name)):
        query = query if value is None else query.where(column == value)
    if before is not None:
        query = query.where(processes.c.id < before)
    rows = mappings(ctx.unit, query.order_by(processes.c.id.desc()).limit(limit))
    names = _names(ctx, [(row["object"], row["record_id"]) for row in rows])
    people = people_of(ctx, [person for row in rows for person in (row["initiator"], row["submitter"])])
    return [_head(ctx, row, names, people) for row in rows]


def shown_of_record(ctx: Ctx, record: str) -> list[dict[str, Any]]:
    """The approvals that run about a record, whole; where there are none, the one that has ended lately."""
    query = sa.select(processes.c.id, processes.c.ended_at).where(processes.c.record_id == record, processes.c.kind == "approval")
    rows = fetch(ctx.unit, query.order_by(processes.c.id.desc()).limit(MOST_SHOWN))
    open = [row.id for row in rows if row.ended_at is None]
    late = [row.id for row in rows[:1] if row.ended_at is not None and row.ended_at > ctx.now - LATELY]
    return [shown(ctx, load(ctx, id)) for id in open or late]


def is_locked_for(ctx: Ctx, record: str) -> bool:
    """Whether an approval keeps a record as it is for the actor."""
    return not ctx.actor.administers and bool(fetch(ctx.unit, sa.select(record_lock.c.record_id).where(record_lock.c.record_id == record).limit(1)))


def _head(ctx: Ctx, row: Mapping[str, Any], names: Mapping[str, str], people: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"], "kind": row["kind"], "definition": row["name"], "definition_version": row["definition_version"],
        "label": _label(ctx, row["kind"], row["name"]), "record": _record(names, row["object"], row["record_id"]),
        "state": _state(row["state"], row["outcome"]), "outcome": row["outcome"], "stuck": row["stuck"],
        "initiator": _person(people, row["initiator"]), "submitter": _person(people, row["submitter"]),
        "started_at": row["started_at"], "changed_at": row["changed_at"], "ended_at": row["ended_at"],
    }  # fmt: skip


def _state(state: str, outcome: str) -> str:
    """One word for where it stands: how it ended, once it has."""
    return (outcome or "done") if state == "ended" else state


def shown(ctx: Ctx, stored: Stored) -> dict[str, Any]:
    """A process with its path, its tasks, what it waits for, and its history."""
    program = program_of(ctx, stored)
    notes = fetch(ctx.unit, sa.select(process_note).where(process_note.c.process_id == stored.id).order_by(process_note.c.seq))
    process = stored.process
    told = [(note, orjson.loads(note.facts)) for note in notes]
    ids = [process.initiator, process.submitter, *(note.by for note in notes), *(id for note, facts in told for id in _whom(note.what, facts))]
    ids += [person for task in process.tasks.values() for person in (task.assignee, task.principal, task.decided_by, *task.candidates)]
    people = people_of(ctx, ids)
    names = _names(ctx, [(stored.object, stored.record_id)])
    row = {
        "id": stored.id, "kind": stored.kind, "name": stored.name, "definition_version": stored.definition_version,
        "object": stored.object, "record_id": stored.record_id, "state": process.state, "outcome": process.outcome,
        "stuck": any(token.waits == "repair" for token in process.tokens.values()), "initiator": process.initiator,
        "submitter": process.submitter, "started_at": stored.started_at, "changed_at": stored.changed_at, "ended_at": stored.ended_at,
    }  # fmt: skip
    mine = [task for task in process.tasks.values() if task.state == "pending" and ctx.actor.id in (task.assignee, *task.candidates)]
    mine += [task for task in process.tasks.values() if task.state == "waiting" and ctx.actor.id == task.assignee and _actions(program, stored, task)]
    return {
        **_head(ctx, row, names, people),
        "round": process.round,
        "comment": stored.cause.get("comment", ""),
        "path": [_step(ctx, program, stored, step) for step in _asking(program)],
        "tasks": [shown_task(stored, program, task, people) for task in process.tasks.values()],
        "waits": [_wait(program, stored, token) for token in process.tokens.values()],
        "history": [_note(note, facts, people, ctx.actor.language) for note, facts in told],
        "proposal": _proposal(ctx, stored),
        "my_task": stored.ids[mine[0].number] if mine else None,
        "may": _may(ctx, stored, program),
    }


def _proposal(ctx: Ctx, stored: Stored) -> dict[str, Any] | None:
    """The change that waits for its approval, as far as the actor sees such fields."""
    proposal = stored.cause.get("proposal")
    if proposal is None or stored.object not in ctx.catalogue.objects or not ctx.records.rights[stored.object].grants.read:
        return None
    seen = ctx.records.access(stored.object).visible
    fields = [
        {"field": name, "label": ctx.catalogue.field_label(stored.object, name, ctx.actor.language), "was": proposal["was"].get(name), "to": value}
        for name, value in proposal["given"].items() if name in seen
    ]  # fmt: skip
    return {"action": proposal["action"], "fields": fields}


def _asking(program: Program) -> list[Step]:
    """The steps of the way that people see: those that ask somebody, in the order of the definition."""
    found: list[Step] = []

    def walk(name: str | None, seen: set[str]) -> None:
        while name is not None and name not in seen:
            seen.add(name)
            step = program.steps[name]
            if step.do == "ask":
                found.append(step)
            for inner in step.lists.values():
                walk(inner, seen)
            name = step.after

    walk(program.begin["steps"], set())
    return found


def _step(ctx: Ctx, program: Program, stored: Stored, step: Step) -> dict[str, Any]:
    own = [task for task in stored.process.tasks.values() if task.step == step.name and task.round == stored.process.round]
    return {
        "step": step.name, "label": _told_label(ctx, f"{program.kind}.{program.name}", step.name, step.spec.get("label")),
        "state": _step_state(stored, step, own), "mode": step.spec.get("mode", "any"),
        "tasks": [stored.ids[task.number] for task in own if task.state != "voided"],
    }  # fmt: skip


def _step_state(stored: Stored, step: Step, own: Sequence[Task]) -> str:
    if any(passed.step == step.name for passed in stored.process.passed):
        return "passed"
    if any(token.step == step.name for token in stored.process.tokens.values()):
        return "current"
    if any(task.state in ("rejected", "expired") for task in own):
        return "rejected"
    if any(task.state == "returned" for task in own):
        return "returned"
    return "skipped" if stored.process.state == "ended" else "planned"


def shown_task(stored: Stored, program: Program, task: Task, people: Mapping[str, str]) -> dict[str, Any]:
    """A task of a process."""
    spec = program.steps[task.step].spec if task.step in program.steps else {}
    due = next((timer.due for timer in stored.process.timers.values() if timer.use == "due" and timer.task == task.number), None)
    return {
        "id": stored.ids[task.number], "step": task.step, "round": task.round, "state": task.state, "version": task.version,
        "assignee": _person(people, task.assignee), "principal": _person(people, task.principal),
        "candidates": [_person(people, one) for one in task.candidates], "due_at": due,
        "decided_by": _person(people, task.decided_by), "decided_at": task.decided_at,
        "added_by": None if task.added_by is None else task.added_by,
        "actions": _actions(program, stored, task), "fields": dict(spec.get("fields", {})),
        "reasons": list(spec.get("comment", WITH_REASON)),
        "return_to": _targets(program, stored, task),
    }  # fmt: skip


USUAL = ("approve", "reject", "return", "transfer", "delegate", "add_approver", "remove_approver", "comment", "claim", "release")


def _actions(program: Program, stored: Stored, task: Task) -> list[str]:
    """What may be done with it now by who has it."""
    if task.state not in ("pending", "waiting") or stored.process.state != "running":
        return []
    allowed = list(program.steps[task.step].spec.get("actions", USUAL))
    if task.assignee is None:
        return [one for one in allowed if one in ("claim", "comment")]
    hidden = {"claim"} | (set() if task.offered else {"release"})
    hidden |= set() if any(other.added_by == task.assignee and other.visit == task.visit and other.open for other in stored.process.tasks.values()) else {"remove_approver"}
    hidden |= {"delegate"} if task.keeper is not None else set()
    hidden |= {"add_approver"} if task.added_to is not None else set()
    return [one for one in allowed if one not in hidden and (task.state == "pending" or one == "remove_approver")]


def _targets(program: Program, stored: Stored, task: Task) -> list[str]:
    """Where it may be sent back to."""
    token = next((one for one in stored.process.tokens.values() if one.visit == task.visit and one.waits == "people"), None)
    if token is None or task.state != "pending":
        return []
    return returning.targets(Run(program, stored.process, None, stored.changed_at), token)  # type: ignore[arg-type]


def _wait(program: Program, stored: Stored, token: Any) -> dict[str, Any]:
    due = [timer.due for timer in stored.process.timers.values() if timer.visit == token.visit and timer.use in ("wait", "due")]
    return {"step": token.step, "visit": token.visit, "for": token.waits, "until": min(due) if due else None}


def _note(note: Any, facts: Mapping[str, Any], people: Mapping[str, str], language: str) -> dict[str, Any]:
    facts = in_language(facts, language)
    whom = [_person(people, id) for id in _whom(note.what, facts)]
    return {"at": note.at, "what": note.what, "step": note.step, "by": _person(people, note.by), "whom": whom, "facts": facts}


def in_language(facts: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """What is known of an event, with why something failed in a language."""
    said = facts.get("said")
    if said is None:
        return facts
    errors = [f"{each['field']}: {translated(each['template'], each['params'], language)}" for each in said.get("errors", ())]
    error = "; ".join([translated(said["template"], said["params"], language), *errors])
    return {**{name: value for name, value in facts.items() if name != "said"}, "error": error}


def _whom(what: str, facts: Mapping[str, Any]) -> list[str]:
    """Those to whom it happened."""
    found = facts.get(WHOM.get(what, "")) or []
    return [found] if isinstance(found, str) else list(found)


def _may(ctx: Ctx, stored: Stored, program: Program) -> list[str]:
    """What the actor may do with the process as a whole."""
    process = stored.process
    if process.state == "ended":
        return []
    mine = ctx.actor.id in (process.initiator, process.submitter)
    found = []
    recall = program.spec.get("recall", "any_time")
    if mine and program.kind == "approval" and recall != "never":
        found.append("recall")
    if mine and process.state == "running" and any(task.state == "pending" for task in process.tasks.values()):
        found.append("remind")
    if mine and process.state == "returned":
        found.append("resubmit")
    if ctx.actor.administers:
        found.append("cancel")
        found += ["migrate"] if _is_outdated(ctx, stored) else []
        found.append("resume" if process.state == "suspended" else "suspend")
        if any(token.waits == "repair" for token in process.tokens.values()):
            found += ["retry", "skip"]
        if any(token.waits == "people" for token in process.tokens.values()):
            found += ["reassign", "force", "jump", "ask_again"]
    return found


def _is_outdated(ctx: Ctx, stored: Stored) -> bool:
    """Whether its definition has been changed since it began, and is in force."""
    now = ctx.catalogue.effective.get((stored.kind, stored.name))
    return now is not None and not now.retired and now.revision != stored.definition_version


def one(ctx: Ctx, id: str) -> dict[str, Any]:
    """A process that the actor may see. Raises NotFound."""
    stored = load(ctx, id)
    refuse_invisible(ctx, stored)
    return shown(ctx, stored)


def one_task(ctx: Ctx, id: str) -> dict[str, Any]:
    """A task that the actor may see, with its process. Raises NotFound."""
    stored, number = load_of_task(ctx, id)
    refuse_invisible_task(ctx, stored)
    process = shown(ctx, stored)
    return {**next(each for each in process["tasks"] if each["id"] == stored.ids[number]), "process": process}
