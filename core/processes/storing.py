"""Processes as rows: begun, read with a lock, and written as far as they have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch, recurring
from core.database.statements import new_row
from core.database.tables import process as processes
from core.database.tables import process_note, process_wait, program, record_lock, task_holder
from core.database.tables import task as tasks
from core.ids import new_id
from core.processes.packing import packed, packed_task, unpacked, unpacked_task
from dougong import Conflict, NotFound
from workflows.events import Note
from workflows.programs import Program, compiled
from workflows.state import Process, Task

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = [
    "LARGEST", "Stored", "begin", "insert", "keep_program", "keep_waiting", "load", "load_of_task", "lock_record", "program_of", "save", "unlock_record",
]  # fmt: skip

#: Characters that a process may keep: a variable that holds more than that belongs into a record.
LARGEST = 1_000_000
#: Up to so many rows go in with one statement.
FEW = 8


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A process with what the platform knows of it. `ids`: of its tasks, by their numbers."""

    id: str
    kind: str
    name: str
    digest: str
    definition_version: int
    object: str
    record_id: str | None
    cause: Mapping[str, Any]
    depth: int
    parent_id: str | None
    parent_visit: int | None
    started_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    revision: int
    process: Process
    ids: Mapping[int, str] = field(default_factory=dict)

    @property
    def open_key(self) -> str:
        """One approval of a definition is open for a record at a time (A-START-12); automations may be open many times."""
        return f"{self.name}:{self.record_id}" if self.kind == "approval" else self.id


# -- programs ------------------------------------------------------------------------------------------------


def keep_program(ctx: Ctx, kind: str, document: Mapping[str, Any]) -> str:
    """Keep the document that a process will stick to; answers its digest."""
    text = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(kind.encode() + text).hexdigest()
    kept = ctx.store.kept(("programs", kind), dict[str, Program])
    if digest not in kept and not fetch(ctx.unit, sa.select(program.c.digest).where(program.c.digest == digest)):
        row = {"digest": digest, "kind": kind, "name": document["name"], "document": text.decode(), "at": ctx.now}
        try:
            with ctx.unit.attempt():
                execute(ctx.unit, sa.insert(program).values(row))
        except Conflict:
            pass  # another process was faster
    return digest


def program_of(ctx: Ctx, stored: Stored) -> Program:
    """The program that a process sticks to (A-VER-01)."""
    kept = ctx.store.kept(("programs", stored.kind), dict[str, Program])
    found = kept.get(stored.digest)
    if found is None:
        [row] = fetch(ctx.unit, sa.select(program.c.document).where(program.c.digest == stored.digest))
        found = kept[stored.digest] = compiled(stored.kind, orjson.loads(row.document))
    return found


# -- reading -------------------------------------------------------------------------------------------------


def load(ctx: Ctx, id: str, *, lock: bool = False) -> Stored:
    """A process with its tasks; `lock`: nobody else moves it until the transaction ends. Raises NotFound."""
    found = _load(ctx, "id", id, lock)
    if found is None:
        raise NotFound("There is no such process")
    return found


def load_of_task(ctx: Ctx, task: str, *, lock: bool = False) -> tuple[Stored, int]:
    """The process of a task, and the task's number. Raises NotFound."""
    found = _load(ctx, "task", task, lock)
    if found is None:
        raise NotFound("There is no such task")
    own = str(UUID(task))
    return found, next(number for number, id in found.ids.items() if id == own)


def _load(ctx: Ctx, by: str, id: str, lock: bool) -> Stored | None:
    if lock:
        ctx.unit.begin()
    locked = lock and ctx.store.backend == "postgresql"
    rows = recurring(ctx.unit, ("process", by, locked), lambda: _one(by, locked), {"key": id})
    if not rows:
        return None
    row = rows[0]
    found = recurring(ctx.unit, "process tasks", _tasks, {"key": row["id"]})
    own = {each["number"]: unpacked_task(each, each["content"]) for each in found}
    process = unpacked(row["content"], own, row["initiator"], row["submitter"], row["state"], row["outcome"])
    names = (
        "id", "kind", "name", "digest", "definition_version", "object", "record_id", "depth", "parent_id", "parent_visit",
        "started_at", "changed_at", "ended_at", "revision",
    )  # fmt: skip
    return Stored(
        **{name: row[name] for name in names},
        cause=orjson.loads(row["cause"]),
        process=process,
        ids={each["number"]: each["id"] for each in found},
    )


def _one(by: str, locked: bool) -> sa.Select[Any]:
    """By its own id, or by that of a task."""
    key = sa.bindparam("key", type_=processes.c.id.type)
    of_task = sa.select(tasks.c.process_id).where(tasks.c.id == key).scalar_subquery()
    query = sa.select(processes).where(processes.c.id == (key if by == "id" else of_task))
    return query.with_for_update(of=processes) if locked else query


def _tasks() -> sa.Select[Any]:
    key = sa.bindparam("key", type_=tasks.c.process_id.type)
    return sa.select(tasks).where(tasks.c.process_id == key).order_by(tasks.c.number)


# -- writing -------------------------------------------------------------------------------------------------


def begin(ctx: Ctx, *, kind: str, document: Mapping[str, Any], object: str, record_id: str | None, initiator: str | None, submitter: str | None,
          cause: Mapping[str, Any], variables: Mapping[str, Any], parent: tuple[Stored, int] | None = None, depth: int = 0) -> Stored:  # fmt: skip
    """A new process, not stored yet: nothing has happened in it."""
    effective = ctx.catalogue.effective.get((kind, document["name"]))
    return Stored(
        id=new_id(),
        kind=kind,
        name=document["name"],
        digest=keep_program(ctx, kind, document),
        definition_version=effective.revision if effective else 0,
        object=object,
        record_id=record_id,
        cause=cause,
        depth=parent[0].depth + 1 if parent else depth,
        parent_id=parent[0].id if parent else None,
        parent_visit=parent[1] if parent else None,
        started_at=ctx.now,
        changed_at=ctx.now,
        ended_at=None,
        revision=0,
        process=Process(initiator, submitter, variables=variables),
    )


def insert(ctx: Ctx, stored: Stored) -> None:
    """Store a process that has just begun. Raises Conflict where there is an open one for the record already."""
    row = {
        "id": stored.id, "kind": stored.kind, "name": stored.name, "object": stored.object, "record_id": stored.record_id,
        "initiator": stored.process.initiator, "submitter": stored.process.submitter,
        "cause": orjson.dumps(stored.cause).decode(), "depth": stored.depth, "parent_id": stored.parent_id,
        "parent_visit": stored.parent_visit, "open_key": stored.open_key, "started_at": stored.started_at,
        **_moving(ctx, stored),
    }  # fmt: skip
    try:
        with ctx.unit.attempt():
            _insert(ctx, processes, [row])
    except Conflict:
        raise Conflict("{name} is under way for this record already", name=stored.name) from None


def save(ctx: Ctx, before: Stored, after: Process, notes: Iterable[Note]) -> Stored:
    """Store what has changed of a process: itself, its tasks, who has them, what it waits for, its history."""
    moved = replace(
        before, process=after, revision=before.revision + 1, changed_at=ctx.now, ended_at=ctx.now if after.state == "ended" else None
    )
    values = _moving(ctx, moved)
    if after.state == "ended":
        values["open_key"] = None
    _update(ctx, processes, before.id, values)
    moved = replace(moved, ids=_save_tasks(ctx, moved, before.process))
    _save_notes(ctx, before.id, notes)
    return moved


def _insert(ctx: Ctx, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows, all with the same columns."""
    if not rows:
        return
    columns, count = tuple(rows[0]), len(rows)
    if count > FEW:
        ctx.unit.run_many(ctx.store.statement(("processes", "insert", table.name, columns), lambda: new_row(table, columns)), rows)
        return
    statement = ctx.store.statement(("processes", "insert", table.name, columns, count), lambda: _inserting(table, columns, count))
    ctx.unit.run(statement, {f"{name}_{number}": value for number, row in enumerate(rows) for name, value in row.items()})


def _inserting(table: sa.Table, columns: Sequence[str], count: int) -> sa.Insert:
    rows = [{name: sa.bindparam(f"{name}_{number}", type_=table.c[name].type) for name in columns} for number in range(count)]
    return sa.insert(table).inline().values(rows)


def _update(ctx: Ctx, table: sa.Table, id: str, values: Mapping[str, Any]) -> None:
    """Change some columns of a row."""
    statement = ctx.store.statement(("processes", "update", table.name, tuple(values)), lambda: _updating(table, values))
    ctx.unit.run(statement, {"key": id, **{f"to_{name}": value for name, value in values.items()}})


def _updating(table: sa.Table, columns: Iterable[str]) -> sa.Update:
    values = {name: sa.bindparam(f"to_{name}", type_=table.c[name].type) for name in columns}
    return sa.update(table).where(table.c.id == sa.bindparam("key", type_=table.c.id.type)).values(values)


def _moving(ctx: Ctx, stored: Stored) -> dict[str, Any]:
    """The columns that change as a process goes on."""
    process = stored.process
    content = packed(process)
    if len(content) > LARGEST:
        raise Conflict("This process would keep more than {most} characters", most=LARGEST)
    return {
        "digest": stored.digest, "definition_version": stored.definition_version,
        "state": process.state, "outcome": process.outcome, "content": content, "revision": stored.revision,
        "stuck": any(token.waits == "repair" for token in process.tokens.values()),
        "changed_at": stored.changed_at, "ended_at": stored.ended_at,
    }  # fmt: skip


def _save_tasks(ctx: Ctx, stored: Stored, before: Process) -> dict[int, str]:
    ids = dict(stored.ids)
    changed = [task for number, task in stored.process.tasks.items() if before.tasks.get(number) is not task]
    due = {timer.task: timer.due for timer in stored.process.timers.values() if timer.use == "due"}
    new = []
    for task in changed:
        was = before.tasks.get(task.number)
        values = _task_row(ctx, task, was, due.get(task.number))
        if was is None:
            ids[task.number] = new_id()
            new.append({"id": ids[task.number], "process_id": stored.id, "comment": "", **values})
        else:
            _update(ctx, tasks, ids[task.number], values)
    _insert(ctx, tasks, [{"asked_at": None, **row} for row in new])
    _save_holders(ctx, stored, [(ids[task.number], before.tasks.get(task.number), task) for task in changed])
    return ids


def _task_row(ctx: Ctx, task: Task, was: Task | None, due: datetime | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "number": task.number, "step": task.step, "state": task.state, "assignee": task.assignee, "version": task.version,
        "content": packed_task(task), "decided_by": task.decided_by, "decided_at": task.decided_at,
    }  # fmt: skip
    if task.open or was is None:
        row["due_at"] = due
    if task.state == "pending" and (was is None or was.state != "pending"):
        row["asked_at"] = ctx.now
    return row


def _save_holders(ctx: Ctx, stored: Stored, changed: Iterable[tuple[str, Task | None, Task]]) -> None:
    """Who has a task in the list of what is to be done."""
    place = {"object": stored.object, "record_id": stored.record_id}
    new = []
    for id, was, task in changed:
        before, after = set(_holders(was)), set(_holders(task))
        for user in sorted(before - after):
            ctx.unit.run(ctx.store.statement("process holder gone", _holder_gone), {"task": id, "user": user})
        new += [{"user_id": user, "task_id": id, **place} for user in sorted(after - before)]
    _insert(ctx, task_holder, new)


def _holder_gone() -> sa.Delete:
    task, user = sa.bindparam("task", type_=task_holder.c.task_id.type), sa.bindparam("user", type_=task_holder.c.user_id.type)
    return sa.delete(task_holder).where(task_holder.c.task_id == task, task_holder.c.user_id == user)


def _holders(task: Task | None) -> tuple[str, ...]:
    if task is None or task.state != "pending":
        return ()
    return (*(() if task.assignee is None else (task.assignee,)), *task.candidates)


def _save_notes(ctx: Ctx, id: str, notes: Iterable[Note]) -> None:
    rows = [
        {"process_id": id, "at": ctx.now, "what": note.what, "step": note.step, "visit": note.visit, "by": note.by,
         "facts": orjson.dumps(note.facts, default=str).decode()}
        for note in notes
    ]  # fmt: skip
    _insert(ctx, process_note, rows)


def keep_waiting(ctx: Ctx, id: str, wanted: Mapping[int, tuple[str, str | None]]) -> None:
    """Note which events a process waits for, by visit: those of an object, and of which record."""
    execute(ctx.unit, sa.delete(process_wait).where(process_wait.c.process_id == id))
    rows = [{"process_id": id, "visit": visit, "object": object, "record_id": record} for visit, (object, record) in wanted.items()]
    _insert(ctx, process_wait, rows)


def lock_record(ctx: Ctx, stored: Stored) -> None:
    """Let nobody change the record but administrators, and the process itself (A-REC-01)."""
    _insert(ctx, record_lock, [{"record_id": stored.record_id, "process_id": stored.id, "object": stored.object}])


def unlock_record(ctx: Ctx, stored: Stored) -> None:
    """Let people change the record again."""
    execute(ctx.unit, sa.delete(record_lock).where(record_lock.c.process_id == stored.id))
