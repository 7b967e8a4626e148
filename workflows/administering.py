"""What is done to a process from above: hurrying, and what only somebody who administers may do, with a reason (A-ACT-22)."""

from __future__ import annotations

from dougong import Conflict, FieldProblem, Invalid, NotAllowed, NotFound
from workflows.deciding import fail_step, pass_step
from workflows.events import AskedAnew, Forced, Jumped, Reassigned, Urged
from workflows.people import refuse_unfit
from workflows.run import Run
from workflows.state import Token
from workflows.tasks import rearm, refuse_settled

__all__ = ["ask_anew", "force", "jump", "reassign", "urge"]


def urge(run: Run, event: Urged) -> None:
    """Those who have it are told once more; how often is for whoever lets it happen (A-ACT-13)."""
    if event.by not in (run.now.initiator, run.now.submitter):
        raise NotAllowed("Only who submitted it may do this")
    people = [person for task in run.tasks.values() for person in run.holders(task)]
    if not people or run.now.state != "running":
        raise Conflict("Nobody has it at the moment")
    run.note("urged", "", 0, event.by)
    run.tell("urged", people)


def reassign(run: Run, event: Reassigned) -> None:
    """An open task gets another assignee; what is left of its time stays."""
    task = run.tasks.get(event.task)
    if task is None:
        raise NotFound()
    _refuse_without_reason(event.reason)
    refuse_settled(task)
    refuse_unfit(run, run.program.steps[task.step], task.visit, [event.to])
    before = run.holders(task)
    moved = run.change(task, assignee=event.to, principal=None, keeper=None, candidates=(), offered=())
    rearm(run, moved, task.assignee)
    run.note("reassigned", task.step, task.visit, event.by, task=task.number, to=event.to, why=event.reason)
    run.tell("closed", before, task.number)
    if moved.state == "pending":
        run.tell("assigned", (event.to,), task.number)


def force(run: Run, event: Forced) -> None:
    """The step is passed or fails, by the word of one who administers."""
    token = _asking(run, event.visit)
    _refuse_without_reason(event.reason)
    if event.decision not in ("approve", "reject"):
        raise Invalid(errors=[FieldProblem("decision", "choice", "It is approved or rejected: approve, reject")])
    run.note("forced", token.step, token.visit, event.by, decision=event.decision, why=event.reason)
    if event.decision == "approve":
        pass_step(run, token, "forced")
    else:
        fail_step(run, token, "forced")


def jump(run: Run, event: Jumped) -> None:
    """A token goes to another step of the same list or of one around or within it, but into no lane and out of none."""
    token = next((one for one in run.tokens.values() if one.visit == event.visit), None)
    if token is None or run.now.state not in ("running", "returned"):
        raise Conflict("It doesn't stand there any more")
    _refuse_without_reason(event.reason)
    here, goal = run.step(token), run.program.steps.get(event.to)
    lane = None if token.inside is None else here.lane  # what the initiator has back stands in no lane any more
    if goal is None or goal.phase != here.phase or goal.lane != lane:
        known = [step.name for step in run.program.steps.values() if step.phase == here.phase and step.lane == lane]
        raise Invalid(errors=[FieldProblem("to", "reference", "It can go to {known}", {"known": ", ".join(known)})])
    run.note("jumped", token.step, token.visit, event.by, to=event.to, why=event.reason)
    run.drop(token, "jumped")
    run.set(state="running", returner="")
    run.go(token, event.to)


def ask_anew(run: Run, event: AskedAnew) -> None:
    """The step begins once more with whoever its sources name now; what was decided at it counts no more (A-ABS-08)."""
    token = _asking(run, event.visit)
    _refuse_without_reason(event.reason)
    run.note("asked_anew", token.step, token.visit, event.by, why=event.reason)
    run.drop(token, "asked anew")
    run.go(token, token.step)


def _asking(run: Run, visit: int) -> Token:
    token = run.at_visit(visit, "people")
    if token is None or run.now.state != "running":
        raise Conflict("Nobody is asked there any more")
    return token


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(errors=[FieldProblem("reason", "required", "Say why")])
