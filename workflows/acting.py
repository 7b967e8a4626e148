"""What people do with a task: decide it, hand it on, ask others, or say something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dougong import Conflict, FieldProblem, Invalid, NotAllowed, NotFound
from workflows import returning
from workflows.deciding import decide, evaluate
from workflows.events import Acted
from workflows.people import refuse_unfit, stranger_to
from workflows.run import Run
from workflows.state import Task, Token
from workflows.tasks import Seat, activate, give, rearm, refuse_settled

__all__ = ["ACTIONS", "act", "is_repeated"]

#: Where a definition names none, this may be done with a task.
USUAL = ("approve", "reject", "return", "transfer", "delegate", "add_approver", "remove_approver", "comment", "claim", "release")
#: Where a definition doesn't say for what a reason is needed, it is for these.
WITH_REASON = ("reject", "return")
PLACES = ("before", "after", "parallel")


def act(run: Run, event: Acted) -> None:
    """Do it, if the one who asks may, and the task is there to be done (A-SEC-01). Raises what is told to them."""
    if event.action not in ACTIONS:
        raise NotFound("A task knows no {action}; there are {known}", action=event.action, known=", ".join(sorted(ACTIONS)))
    task = run.tasks.get(event.task)
    if task is None:
        raise NotFound()
    step = run.program.steps[task.step]
    if is_repeated(task, event):
        return
    _refuse_late(run, task, event)
    _refuse_strangers(run, task, event)
    if event.action not in step.spec.get("actions", USUAL):
        raise NotAllowed("This step doesn't let anybody {action}", action=event.action)
    if event.action in step.spec.get("comment", WITH_REASON) and not event.comment.strip():
        raise _lacks("comment", "Say why")
    token = run.at_visit(task.visit, "people")
    assert token is not None
    ACTIONS[event.action](run, token, task, event)


def is_repeated(task: Task | None, event: Acted) -> bool:
    """The same decision once more, from another window: nothing happens, and nothing is wrong (A-CONC-09)."""
    return task is not None and task.decided_by == event.by and task.state == _STATES.get(event.action)


def _refuse_late(run: Run, task: Task, event: Acted) -> None:
    """One decision for a task: whoever comes second is told who was first (A-CONC-01)."""
    if run.now.state == "suspended":
        raise Conflict("This is suspended; somebody who administers can resume it")
    refuse_settled(task)
    if event.version is not None and event.version != task.version:
        raise Conflict("This has changed since you saw it; look at it again")
    if task.state == "waiting" and event.action != "remove_approver":  # whom one has asked before oneself
        raise Conflict("It isn't the turn of this task yet")


def _refuse_strangers(run: Run, task: Task, event: Acted) -> None:
    if event.by != task.assignee and event.by not in task.candidates:
        if event.by in task.offered and event.action == "claim":
            raise Conflict("This has been claimed already", by=task.assignee)
        raise NotAllowed("This is somebody else's task")
    if task.assignee is None and event.action not in ("claim", "comment"):
        raise Conflict("Claim it first")
    if not stranger_to(run, run.program.steps[task.step], event.by):
        raise NotAllowed("Nobody decides what they have asked for themselves")


def _lacks(field: str, message: str, **params: object) -> Invalid:
    return Invalid(errors=[FieldProblem(field, "required", message, params)])


# -- decisions ---------------------------------------------------------------------------------------------------


def _decided(action: str) -> Callable[[Run, Token, Task, Acted], None]:
    return lambda run, token, task, event: _decide(run, token, task, event, _STATES[action])


def _decide(run: Run, token: Token, task: Task, event: Acted, state: str) -> None:
    if task.keeper is not None and event.by == task.assignee:
        _give_opinion(run, task, event, state)
        return
    decide(run, task, state, event.by, event.comment)


def _give_opinion(run: Run, task: Task, event: Acted, state: str) -> None:
    """Who was asked to look at it says so; who asked has it back, and decides (A-ACT-05)."""
    run.note("opinion", task.step, task.visit, event.by, task=task.number, state=state, comment=event.comment)
    back = run.change(task, assignee=task.keeper, keeper=None)
    rearm(run, back, task.assignee)
    run.tell("returned", (back.assignee,), task.number)


def _send_back(run: Run, token: Token, task: Task, event: Acted) -> None:
    """No vote: it ends the step at once, in every mode."""
    allowed = returning.targets(run, token)
    target = str(event.more.get("to") or (allowed[0] if allowed else ""))
    if target == "previous" and target not in allowed:
        target = allowed[-1] if allowed else ""
    if target not in allowed:
        raise _lacks("to", "It can go back to {known}", known=", ".join(allowed) or "–")
    run.close(task, "returned", event.comment, event.by)
    returning.send_back(run, token, target)


# -- handing on --------------------------------------------------------------------------------------------------


def _transfer(run: Run, token: Token, task: Task, event: Acted) -> None:
    person = _person(run, task, event)
    run.note("transferred", task.step, task.visit, event.by, task=task.number, to=person, comment=event.comment)
    moved = run.change(task, assignee=person, principal=None, keeper=None, candidates=())
    rearm(run, moved, task.assignee)
    run.tell("transferred", (person,), task.number)


def _delegate(run: Run, token: Token, task: Task, event: Acted) -> None:
    if task.keeper is not None:
        raise Conflict("It was delegated to you; say what you think of it")
    person = _person(run, task, event)
    run.note("delegated", task.step, task.visit, event.by, task=task.number, to=person, comment=event.comment)
    moved = run.change(task, assignee=person, keeper=task.assignee)
    rearm(run, moved, task.assignee)
    run.tell("assigned", (person,), task.number)


def _person(run: Run, task: Task, event: Acted) -> str:
    """The one person whom it is handed to, who may decide it and hasn't got it already."""
    found = _people(event)
    if len(found) != 1:
        raise _lacks("to", "Name one person")
    refuse_unfit(run, run.program.steps[task.step], task.visit, found)
    return found[0]


def _people(event: Acted) -> list[str]:
    to = event.more.get("to")
    named = [to] if isinstance(to, str) else to
    if not isinstance(named, Sequence) or not named or not all(isinstance(one, str) for one in named):
        raise _lacks("to", "Name somebody")
    return list(dict.fromkeys(named))


# -- more people -------------------------------------------------------------------------------------------------


def _add(run: Run, token: Token, task: Task, event: Acted) -> None:
    """Ask others too: `before` it is this person's turn again, `after` their approval, or in `parallel` with a voice of
    their own."""
    placing = event.more.get("place", "parallel")
    if placing not in PLACES:
        raise _lacks("place", "They are asked {known}", known=", ".join(PLACES))
    if task.added_to is not None:
        raise NotAllowed("Who was added can't add others")
    people = _people(event)
    step = run.step(token)
    refuse_unfit(run, step, task.visit, people)
    seats = [Seat(person, person) for person in people]
    if placing == "parallel":
        added = [give(run, token, step, seat, by=event.by) for seat in seats]
    else:
        added = [give(run, token, step, seat, added_to=task, placing=placing, by=event.by) for seat in seats]
    run.note("added", task.step, task.visit, event.by, task=task.number, people=people, place=placing, comment=event.comment)
    if placing == "before":
        run.change(task, state="waiting")
        run.forget(timer.name for timer in list(run.timers.values()) if timer.task == task.number)
    if placing != "parallel" or step.spec.get("mode") != "sequence":
        for one in added:
            activate(run, one, "added")
    if placing == "after":
        decide(run, run.tasks[task.number], "approved", event.by, event.comment)
    else:
        evaluate(run, token)


def _remove(run: Run, token: Token, task: Task, event: Acted) -> None:
    """Take back somebody whom one has added and who hasn't decided (A-ACT-10)."""
    number = event.more.get("task")
    removed = run.tasks.get(number) if isinstance(number, int) else None
    if removed is None or removed.visit != task.visit or removed.added_by != event.by:
        raise _lacks("task", "Name the task of somebody whom you have added")
    refuse_settled(removed)
    run.close(removed, "cancelled", event.comment, event.by)
    evaluate(run, token)


# -- and else ----------------------------------------------------------------------------------------------------


def _comment(run: Run, token: Token, task: Task, event: Acted) -> None:
    if not event.comment.strip():
        raise _lacks("comment", "Say something")
    run.note("commented", task.step, task.visit, event.by, task=task.number, comment=event.comment)


def _claim(run: Run, token: Token, task: Task, event: Acted) -> None:
    if task.assignee is not None:
        raise Conflict("This has been claimed already", by=task.assignee)
    others = [one for one in task.candidates if one != event.by]
    run.change(task, assignee=event.by, candidates=(), principal=None, offered=task.candidates)
    run.note("claimed", task.step, task.visit, event.by, task=task.number)
    run.tell("closed", others, task.number)


def _release(run: Run, token: Token, task: Task, event: Acted) -> None:
    if not task.offered:
        raise Conflict("This wasn't claimed by anybody")
    run.change(task, assignee=None, candidates=task.offered, offered=())
    run.note("released", task.step, task.visit, event.by, task=task.number)
    run.tell("assigned", [one for one in task.offered if one != event.by], task.number)


_STATES = {"approve": "approved", "reject": "rejected", "abstain": "abstained"}

ACTIONS: Mapping[str, Callable[[Run, Token, Task, Acted], None]] = {
    "approve": _decided("approve"),
    "reject": _decided("reject"),
    "abstain": _decided("abstain"),
    "return": _send_back,
    "transfer": _transfer,
    "delegate": _delegate,
    "add_approver": _add,
    "remove_approver": _remove,
    "comment": _comment,
    "claim": _claim,
    "release": _release,
}
