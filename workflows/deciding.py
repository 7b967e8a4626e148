"""What the decisions at a step come to, and where the process goes from there."""

from __future__ import annotations

from fractions import Fraction

from workflows import returning
from workflows.programs import Step
from workflows.run import Run
from workflows.state import Passed, Task, Token
from workflows.tasks import begin_turns, tops
from workflows.votes import Ballot, Rule, Verdict, Vote, verdict

__all__ = ["decide", "evaluate", "fail_step", "pass_step", "rule_of"]

#: Tasks that have no voice: taken away, or begun anew.
VOICELESS = frozenset({"cancelled", "voided"})


def decide(run: Run, task: Task, state: str, by: str | None, why: str = "") -> None:
    """A task has ended so; see what that means for those it was added to, and for the step."""
    token = run.at_visit(task.visit, "people")
    assert token is not None
    run.close(task, state, why, by)
    if task.added_to is not None:
        _tell_parent(run, run.tasks[task.added_to])
    evaluate(run, token)


def _tell_parent(run: Run, parent: Task) -> None:
    """Those added before a person have decided: one rejection is that person's, else it is their turn (A-ACT-09)."""
    added = [task for task in run.tasks.values() if task.added_to == parent.number and task.placing == "before"]
    rejected = next((task for task in added if task.vote is Vote.reject), None)
    if rejected is not None and parent.open:
        for task in added:
            if task.open:
                run.close(task, "cancelled", "rejected")
        run.close(parent, "rejected", "an added person rejected", rejected.decided_by)


def evaluate(run: Run, token: Token) -> None:
    """See whether the step is passed, has failed, or goes on waiting; then begin the next turn."""
    step = run.step(token)
    ballots = [_ballot(run, task) for task in tops(run, token.visit) if task.state not in VOICELESS]
    found = verdict(rule_of(step), ballots)
    if found is Verdict.passed:
        pass_step(run, token)
    elif found is Verdict.failed or (ballots and all(one.vote is not Vote.pending for one in ballots)):
        fail_step(run, token)
    else:
        begin_turns(run, token, step)


def rule_of(step: Step) -> Rule:
    """The rule of a step; a task that one of many claims is decided by that one."""
    mode = step.spec.get("mode", "any")
    least = step.spec.get("least")
    return Rule(
        "any" if mode == "claim" else mode,
        None if least is None else Fraction(str(least)),
        first=step.spec.get("first", False),
        early=step.spec.get("early", True),
        abstentions=step.spec.get("abstentions", "count") == "count",
    )


def _ballot(run: Run, task: Task) -> Ballot:
    """The voice of a person, with those added to them: one of these who rejects does it for them."""
    added = [one for one in run.tasks.values() if one.added_to == task.number and one.state not in VOICELESS]
    vote = task.vote
    if any(one.vote is Vote.reject for one in added):
        vote = Vote.reject
    elif vote is Vote.approve and any(one.open for one in added):
        vote = Vote.pending
    return Ballot(vote, task.weight, task.passes, task.vetoes)


def pass_step(run: Run, token: Token, why: str = "") -> None:
    """The step is passed: whoever hasn't decided needn't any more, and the process goes on, or back to who returned it."""
    step = run.step(token)
    run.leave(token, "passed")
    run.note("passed", step.name, token.visit, None, **({"why": why} if why else {}))
    run.set(passed=(*run.now.passed, Passed(step.name, token.visit, token.number)))
    run.go(token, returning.after_passing(run, step))


def fail_step(run: Run, token: Token, why: str = "") -> None:
    """The step has failed: its own way for that (A-ROUTE-06), or back to where it says (A-BACK-01), or the process ends as
    rejected, where branches beside it that are to be heard first have ended (A-ROUTE-03)."""
    step = run.step(token)
    run.leave(token, "failed")
    run.note("rejected", step.name, token.visit, None, **({"why": why} if why else {}))
    target = step.spec.get("reject_to", "end")
    if "rejected" in step.lists:
        run.go(token, step.lists["rejected"])
    elif target != "end":
        returning.send_back(run, token, target)
    elif not run.reject_lane(token):
        run.begin("on_rejected")
