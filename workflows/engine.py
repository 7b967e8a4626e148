"""The engine: what a process does next, as a pure function.

    (program, process, event, answers of the world, moment) -> (process, effects)

It stores nothing, sends nothing, knows no clock and draws no lots, so that the same events make the same process again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dougong import Conflict, Problem
from workflows import acting, administering, asking, returning, waiting
from workflows.events import (
    Acted,
    AskedAnew,
    Cancelled,
    Changed,
    Do,
    Done,
    Effect,
    Event,
    Failed,
    Forced,
    Happened,
    Jumped,
    Reassigned,
    Recalled,
    Resubmitted,
    Resumed,
    Retried,
    Retrieved,
    Skipped,
    Started,
    Suspended,
    Tell,
    TimeCame,
    Urged,
)  # fmt: skip
from workflows.programs import Lane, Program, Step
from workflows.run import OUTCOMES, Run
from workflows.state import Process, Token
from workflows.world import Unanswerable, World

__all__ = ["MOST_AT_ONCE", "MOST_ITEMS", "advance"]

#: Administrators are told that something waits for repair.
HELD = Tell("held", ())
#: So many items are gone through by one step.
MOST_ITEMS = 10_000
#: So many steps are gone through in one transition; loops within loops can be too much for everybody.
MOST_AT_ONCE = 50_000


def advance(program: Program, process: Process, event: Event, world: World, at: datetime) -> tuple[Process, list[Effect]]:
    """The process after an event, and what that brings about. An event that comes too late for a process does nothing.

    Raises what is to be told to whoever acts: Conflict for what is decided already, NotAllowed for what isn't theirs,
    Invalid for what lacks something. Then nothing has happened.
    """
    run = Run(program, process, world, at)
    if process.state == "ended":
        _refuse_late(process, event)
        return process, []
    try:
        _HANDLERS[type(event)](run, event)
    except Unanswerable as error:
        _break_at(run, event, error)
    _settle(run)
    return run.process(), run.effects


def _break_at(run: Run, event: Event, error: Unanswerable) -> None:
    """Who acts is told what can't be answered; where a clock acts, the step is held."""
    timer = run.now.timers.get(event.timer) if isinstance(event, TimeCame) else None
    token = None if timer is None else next((one for one in run.tokens.values() if one.visit == timer.visit), None)
    if token is None:
        raise Conflict("It can't go on: {error}", error=error) from error
    _break(run, token, error)


def _refuse_late(process: Process, event: Event) -> None:
    """People are told that they are too late, but for who says once more what ended it; machines needn't be."""
    if isinstance(event, Acted) and acting.is_repeated(process.tasks.get(event.task), event):
        return
    if not isinstance(event, Started | Done | Failed | TimeCame | Happened | Changed):
        raise Conflict("This has ended already")


def _settle(run: Run) -> None:
    """Let every token go on until all of them wait, or the process has ended. While it is suspended, none goes anywhere."""
    for _ in range(MOST_AT_ONCE):
        if not run.going or run.now.state == "ended":
            return
        token, name = run.going.popleft()
        if run.now.state == "suspended":
            run.wait(token, "resumption", {"to": name})
        elif name is None:
            _end_lane(run, token)
        else:
            _enter(run, token, run.program.steps[name])
    run.note("failed", error=f"more than {MOST_AT_ONCE} steps at once")
    run.finish("failed")


# -- through the steps -------------------------------------------------------------------------------------------


def _enter(run: Run, token: Token, step: Step) -> None:
    token = replace(token, step=step.name, visit=run.number(), waits="", more={})
    run.tokens[token.number] = token
    try:
        if not _wanted(run, token, step):
            run.note("skipped", step.name, token.visit, when=step.spec["when"])
            run.go(token, step.after)
            return
        run.note("entered", step.name, token.visit)
        _STEPS.get(step.do, _work)(run, token, step)
    except Unanswerable as error:
        _break(run, token, error)


def _wanted(run: Run, token: Token, step: Step) -> bool:
    """Whether the condition of a step holds; that of a branch is its own matter."""
    condition = step.spec.get("when")
    return condition is None or step.do == "branch" or run.world.holds(condition, run.scope(token))


def _break(run: Run, token: Token, error: Problem | str) -> None:
    """What a step had to do can't be done: it waits for somebody to mend it, unless the definition says otherwise."""
    why = str(error)
    run.leave(token, why)
    for inner in run.inside(token):
        run.drop(inner, why)
    run.note("failed", token.step, token.visit, error=why, **({"said": _said(error)} if isinstance(error, Problem) else {}))
    policy = run.step(token).spec.get("on_error", "hold")
    if policy == "continue":
        run.go(token, run.step(token).after)
    elif policy == "end":
        run.finish("failed")
    else:
        run.wait(token, "repair")
        run.effects.append(HELD)


def _end_lane(run: Run, token: Token) -> None:
    if token.inside is None:
        _end_phase(run)
        return
    outer = run.tokens[token.inside]
    step = run.step(outer)
    if step.do == "each" and not step.spec.get("parallel"):
        assert token.lane is not None
        _next_item(run, outer, step, token.lane.branch + 1)
        return
    beside = list(run.inside(outer))
    on_their_way = [one for one, _ in run.going if one.inside == outer.number]
    if step.spec.get("join") == "first":
        run.drop(outer, "first")
        run.go(outer, step.after)
    elif beside or on_their_way:
        return
    elif not outer.more.get("rejected"):
        run.go(outer, step.after)
    elif not run.reject_lane(outer):
        run.begin("on_rejected")


def _end_phase(run: Run) -> None:
    if run.now.phase in OUTCOMES:
        run.finish(OUTCOMES[run.now.phase])
    elif run.program.kind == "approval":
        run.begin("on_approved")
    else:
        run.finish("done")


# -- what the steps do -------------------------------------------------------------------------------------------


def _work(run: Run, token: Token, step: Step) -> None:
    """A step that is carried out by others, who say when it is done."""
    run.wait(token, "work")
    run.effects.append(Do(token.visit, step.name, step.do, step.spec, run.scope(token)))


def _branch(run: Run, token: Token, step: Step) -> None:
    scope = run.scope(token)
    for number, case in enumerate(step.spec.get("cases") or ({"when": step.spec["when"]},)):
        if run.world.holds(case["when"], scope):
            taken = f"cases/{number}" if "cases" in step.spec else "then"
            break
    else:
        taken = "else"
    run.note("branched", step.name, token.visit, None, to=taken)
    run.go(token, step.lists.get(taken, step.after))


def _parallel(run: Run, token: Token, step: Step) -> None:
    scope = run.scope(token)
    taken = [
        number
        for number, branch in enumerate(step.spec["branches"])
        if "when" not in branch or run.world.holds(branch["when"], scope)
    ]
    if not taken:
        run.note("skipped", step.name, token.visit, None, why="no branch")
        run.go(token, step.after)
        return
    run.wait(token, "lanes")
    for number in taken:
        run.go(Token(run.number(), "", 0, inside=token.number, lane=Lane(step.name, number)), step.lists[f"branches/{number}"])


def _each(run: Run, token: Token, step: Step) -> None:
    """Once for each item; over none it has ended at once (A-WF-27)."""
    items = run.world.value(step.spec["in"], run.scope(token))
    items = [] if items is None else list(items)
    if len(items) > MOST_ITEMS:
        raise Unanswerable("{count} items are more than the {most} that a step goes through", count=len(items), most=MOST_ITEMS)
    outer = run.wait(token, "lanes", {"items": items})
    if not step.spec.get("parallel"):
        _next_item(run, outer, step, 0)
    elif not items:
        run.go(outer, step.after)
    else:
        for number in range(len(items)):
            _begin_item(run, outer, step, number)


def _next_item(run: Run, outer: Token, step: Step, number: int) -> None:
    if number < len(outer.more["items"]):
        _begin_item(run, outer, step, number)
    else:
        run.go(outer, step.after)


def _begin_item(run: Run, outer: Token, step: Step, number: int) -> None:
    run.go(Token(run.number(), "", 0, inside=outer.number, lane=Lane(step.name, number)), step.lists["steps"])


def _end(run: Run, token: Token, step: Step) -> None:
    """The process ends here; an approval with the steps of its outcome."""
    outcome = step.spec.get("outcome")
    if run.program.kind != "approval":
        run.finish(outcome or "done")
    elif step.phase == "steps":
        run.begin("on_rejected" if outcome == "rejected" else "on_approved")
    else:
        run.finish(OUTCOMES[step.phase])


_STEPS: Mapping[str, Callable[[Run, Token, Step], None]] = {
    "branch": _branch,
    "parallel": _parallel,
    "each": _each,
    "end": _end,
    "wait": waiting.wait,
    "wait_for": waiting.wait_for,
    "ask": asking.ask,
}


# -- what happens ------------------------------------------------------------------------------------------------


def _started(run: Run, event: Started) -> None:
    run.begin("steps")
    waiting.expire(run)


def _done(run: Run, event: Done) -> None:
    token = run.at_visit(event.visit, "work")
    if token is None:
        return
    step = run.step(token)
    if "as" in step.spec:
        run.variables[step.spec["as"]] = event.result
    run.note("done", step.name, token.visit, None, **({"way": event.way} if event.way else {}))
    if event.way and event.way not in step.lists:
        run.finish(event.way)  # nobody has said how to go on
    else:
        run.go(token, step.lists[event.way] if event.way else step.after)


def _failed(run: Run, event: Failed) -> None:
    token = run.at_visit(event.visit, "work")
    if token is not None:
        _break(run, token, event.error)


def _said(problem: Problem) -> dict[str, Any]:
    """A problem as a note keeps it, to be told in any language."""
    params = {name: value if isinstance(value, (int, str)) else str(value) for name, value in problem.params.items()}
    errors = [{"field": each.field, "template": each.message, "params": {name: str(value) for name, value in each.params.items()}} for each in problem.errors]
    return {"template": problem.message, "params": params, **({"errors": errors} if errors else {})}


def _retried(run: Run, event: Retried) -> None:
    """The step is entered anew; an effect keeps its name, so that what has happened happens once."""
    token = _broken(run, event.visit)
    step = run.step(token)
    run.note("retried", step.name, token.visit, event.by)
    if step.do in _STEPS:
        run.go(token, step.name)
    else:
        _work(run, token, step)


def _skipped(run: Run, event: Skipped) -> None:
    token = _broken(run, event.visit)
    run.note("skipped", token.step, token.visit, event.by, why=event.reason)
    run.go(token, run.step(token).after)


def _broken(run: Run, visit: int) -> Token:
    token = run.at_visit(visit, "repair")
    if token is None:
        raise Conflict("That step isn't waiting for repair any more")
    return token


def _cancelled(run: Run, event: Cancelled) -> None:
    run.note("terminated", by=event.by, why=event.reason)
    run.finish("terminated")


def _changed(run: Run, event: Changed) -> None:
    """What is watched has changed: go on, tell those who decide, begin anew, or end (A-REC-05)."""
    run.set(changed=run.now.changed | event.fields)
    policy = run.program.spec.get("on_change", "tell")
    if run.now.state != "running" or run.now.phase != "steps" or policy == "ignore":
        return
    run.note("changed", facts=sorted(event.fields))
    if policy == "end":
        run.finish("terminated")
    elif policy == "restart":
        returning.restart(run)
    else:
        run.tell("changed", [one for task in run.tasks.values() for one in run.holders(task)])


_HANDLERS: Mapping[type, Callable[[Run, Any], None]] = {
    Started: _started,
    Done: _done,
    Failed: _failed,
    Retried: _retried,
    Skipped: _skipped,
    Cancelled: _cancelled,
    Changed: _changed,
    Happened: waiting.happened,
    TimeCame: waiting.time_came,
    Suspended: waiting.suspend,
    Resumed: waiting.resume,
    Acted: acting.act,
    Retrieved: returning.retrieve,
    Urged: administering.urge,
    Reassigned: administering.reassign,
    Forced: administering.force,
    Jumped: administering.jump,
    AskedAnew: administering.ask_anew,
    Recalled: returning.recall,
    Resubmitted: returning.resubmit,
}
