"""Waiting: for a length of time, for a moment, for something to happen; and what is left of it after a pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dougong import Conflict
from workflows import timing
from workflows.events import Happened, Resumed, Suspended, TimeCame
from workflows.programs import Step
from workflows.run import Run
from workflows.state import Timer, Token
from workflows.world import Unanswerable

__all__ = ["expire", "happened", "resume", "suspend", "time_came", "wait", "wait_for"]

EXPIRE = "expire"


def wait(run: Run, token: Token, step: Step) -> None:
    """`for` a length of time, or `until` a moment; for one that has passed not at all."""
    if "for" in step.spec:
        due = run.world.later(step.spec, None, run.at)
    else:
        due = run.world.value(step.spec["until"], run.scope(token))
        if not isinstance(due, datetime):
            raise Unanswerable("{expression} is no moment to wait for", expression=step.spec["until"])
    if due <= run.at:
        run.go(token, step.after)
        return
    run.wait(token, "time")
    run.time(Timer(f"{token.visit}.wait", "wait", due, token.visit))


def wait_for(run: Run, token: Token, step: Step) -> None:
    """Until something happens, for a length of time at most where one is given."""
    run.wait(token, "event")
    if "for" in step.spec:
        due = run.world.later(step.spec, None, run.at)
        run.time(Timer(f"{token.visit}.wait", "wait", due, token.visit))


def expire(run: Run) -> None:
    """The process as a whole ends by itself after a while, where its definition says so (A-TIME-12)."""
    if "expires" in run.program.spec:
        run.time(Timer(EXPIRE, "expire", run.world.later(run.program.spec["expires"], None, run.at)))


def happened(run: Run, event: Happened) -> None:
    """What a step waits for."""
    token = run.at_visit(event.visit, "event")
    if token is None:
        return
    step = run.step(token)
    if "as" in step.spec:
        run.variables[step.spec["as"]] = event.facts
    run.leave(token, "happened")
    run.note("happened", step.name, token.visit)
    run.go(token, step.after)


def time_came(run: Run, event: TimeCame) -> None:
    """A timer is due. It fires once; one that is gone, because somebody was faster, does nothing (A-TIME-14)."""
    timer = run.timers.get(event.timer)
    if timer is None or timer.left is not None:
        return
    del run.timers[timer.name]
    _USES[timer.use](run, timer)


def _go_on(run: Run, timer: Timer) -> None:
    token = run.at_visit(timer.visit, "time")
    if token is not None:
        run.go(token, run.step(token).after)
        return
    token = run.at_visit(timer.visit, "event")
    if token is not None:
        run.note("timed_out", token.step, token.visit)
        run.go(token, run.step(token).lists.get("timed_out", run.step(token).after))


def _expire(run: Run, timer: Timer) -> None:
    run.begin("on_expired")


_USES = {"wait": _go_on, "expire": _expire, "due": timing.overdue, "remind": timing.remind}


# -- a pause -----------------------------------------------------------------------------------------------------


def suspend(run: Run, event: Suspended) -> None:
    """Stop every clock; what is left of each is kept (A-TIME-03)."""
    if run.now.state != "running":
        raise Conflict("Only what is running can be suspended")
    for timer in list(run.timers.values()):
        length, person = _length(run, timer)
        left = run.world.seconds(length, person, run.at, timer.due) if timer.due > run.at else 0
        run.time(replace(timer, left=left))
    run.set(state="suspended")
    run.note("suspended", "", 0, event.by, why=event.why)


def resume(run: Run, event: Resumed) -> None:
    """Go on with what was left of each clock."""
    if run.now.state != "suspended":
        raise Conflict("This isn't suspended")
    for timer in list(run.timers.values()):
        if timer.left is not None:
            length, person = _length(run, timer)
            run.time(replace(timer, due=run.world.after_seconds(length, person, run.at, timer.left), left=None))
    run.set(state="running")
    for token in [one for one in run.tokens.values() if one.waits == "resumption"]:
        run.go(token, token.more["to"])
    run.note("resumed", "", 0, event.by, why=event.why)


def _length(run: Run, timer: Timer) -> tuple[Mapping[str, Any], str | None]:
    """By which clock a timer goes, and whose."""
    if timer.use == "expire":
        return run.program.spec["expires"], None
    if timer.task is None:
        token = next(one for one in run.tokens.values() if one.visit == timer.visit)
        return run.step(token).spec, None
    task = run.tasks[timer.task]
    return run.program.steps[task.step].spec.get("due", {}), task.assignee
