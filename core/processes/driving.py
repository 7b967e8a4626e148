"""Drives processes: an event, the engine's answer, what it brings about, and all of that stored in one transaction."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.database.failures import Again
from core.jobs.queue import enqueue
from core.processes.standing import state_approval
from core.processes.steps import Work, carry_out
from core.processes.storing import Stored, insert, keep_waiting, load, lock_record, program_of, save, unlock_record
from core.processes.telling import tell
from core.processes.world import TenantWorld
from dougong import Problem
from workflows.engine import advance
from workflows.events import Do, Done, Event, Failed, Note, Started, Tell
from workflows.programs import Program

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ENDED", "LEFT", "TIMER", "drive", "send", "start"]

#: The jobs of processes: a timer is due; a process that another waits for has ended; nobody waits for a process any more.
TIMER, ENDED, LEFT = "process.timer", "process.ended", "process.left"
#: The steps that wait for another process.
WAITING_STEPS = ("approve", "call")
#: So many effects may one event bring about.
MOST = 50_000


def start(ctx: Ctx, stored: Stored) -> Stored:
    """Store a process that has just begun, and let it go as far as it goes by itself."""
    insert(ctx, stored)
    if _locks(program_of(ctx, stored), stored):
        lock_record(ctx, stored)
    return drive(ctx, stored, Started())


def _locks(program: Program, stored: Stored) -> bool:
    """Whether nobody may change the record now: approvals want that unless they say otherwise, but for the time in which the
    initiator has it back to mend it (A-BACK-11)."""
    wanted = program.kind == "approval" and bool(program.spec.get("lock", True)) and stored.record_id is not None
    return wanted and stored.process.state in ("running", "suspended")


def send(ctx: Ctx, id: str, event: Event) -> Stored:
    """Let something happen in a process, which nobody else moves meanwhile. Raises what the engine raises."""
    return drive(ctx, load(ctx, id, lock=True), event)


def drive(ctx: Ctx, stored: Stored, event: Event) -> Stored:
    """One transition of a process that is locked, with all that follows from it. What comes too late changes nothing."""
    program = program_of(ctx, stored)
    world = TenantWorld(ctx, program, stored)
    process, effects = advance(program, stored.process, event, world, ctx.now)
    if not effects and process == stored.process:
        return stored
    todo, notes, tells = deque(effects), list[Note](), list[Tell]()
    for _ in range(MOST):
        if not todo:
            break
        effect = todo.popleft()
        if isinstance(effect, Note):
            notes.append(effect)
        elif isinstance(effect, Tell):
            tells.append(effect)
        else:
            world.process = process
            answer = _do(ctx, replace(stored, process=process), program, effect, world)
            if answer is not None:
                process, more = advance(program, process, answer, world, ctx.now)
                todo.extend(more)
    after = save(ctx, stored, process, notes)
    _lock(ctx, stored, after, program)
    _wait(ctx, stored, after, program)
    _leave(ctx, stored, after, program, event)
    state_approval(ctx, stored, after, world.organisation)
    tell(ctx, after, program, tells, world.organisation)
    if process.state == "ended" and stored.process.state != "ended":
        _end(ctx, after)
    return after


def _do(ctx: Ctx, stored: Stored, program: Program, effect: Do, world: TenantWorld) -> Done | Failed | None:
    """Carry out a step by itself: what it had begun is undone where it fails. None: somebody says later how it ended."""
    try:
        with ctx.unit.attempt():
            answer = carry_out(Work(ctx, stored, program, effect, world))
    except Again:
        raise
    except Problem as problem:
        answer = Failed(effect.visit, problem)
    world.expressions.forget()
    return answer


def _lock(ctx: Ctx, before: Stored, after: Stored, program: Program) -> None:
    was, now = _locks(program, before), _locks(program, after)
    if now and not was:
        lock_record(ctx, after)
    elif was and not now:
        unlock_record(ctx, after)


# -- what it waits for ---------------------------------------------------------------------------------------


def _wait(ctx: Ctx, before: Stored, after: Stored, program: Program) -> None:
    """Timers that are new are jobs; one that is gone, or due later by now, does nothing when its job comes."""
    known = before.process.timers
    for timer in after.process.timers.values():
        if timer.left is None and known.get(timer.name) != timer:
            enqueue(ctx.as_system(), TIMER, {"process": after.id, "timer": timer.name}, due=timer.due)
    was, now = (_events(program, one) for one in (before, after))
    if was != now:
        keep_waiting(ctx, after.id, now)


def _events(program: Program, stored: Stored) -> dict[int, tuple[str, str | None]]:
    """The events that a process waits for: of an object, and of its own record where that is the same object."""
    found = {}
    for token in stored.process.tokens.values():
        if token.waits == "event":
            object = program.steps[token.step].spec["event"]["object"]
            found[token.visit] = (object, stored.record_id if object == stored.object else None)
    return found


def _leave(ctx: Ctx, before: Stored, after: Stored, program: Program, event: Event) -> None:
    """End what the process waited for, where it doesn't any more for another reason than that that has ended (E36)."""
    answered = event.visit if isinstance(event, Done | Failed) else None
    for visit in sorted(_others(program, before) - _others(program, after) - {answered}):
        enqueue(ctx.as_system(), LEFT, {"parent": after.id, "visit": visit})


def _others(program: Program, stored: Stored) -> set[int]:
    """The stays at which a process waits for another one."""
    waiting = (token for token in stored.process.tokens.values() if token.waits == "work")
    return {token.visit for token in waiting if program.steps[token.step].do in WAITING_STEPS}


def _end(ctx: Ctx, stored: Stored) -> None:
    """Tell the process that waits for this one."""
    if stored.parent_id is not None:
        payload: dict[str, Any] = {"process": stored.parent_id, "visit": stored.parent_visit, "outcome": stored.process.outcome}
        enqueue(ctx.as_system(), ENDED, payload)
