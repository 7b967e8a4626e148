"""The way back: to an earlier step or to the initiator, a submission once more, and taking it back altogether."""

from __future__ import annotations

from dataclasses import replace

from dougong import Conflict, NotAllowed, NotFound
from workflows.events import Recalled, Resubmitted, Retrieved, Tell
from workflows.programs import Step
from workflows.run import Run
from workflows.state import Passed, Task, Token
from workflows.tasks import activate
from workflows.world import Unanswerable

__all__ = ["after_passing", "recall", "resubmit", "restart", "retrieve", "send_back", "targets"]

#: So often may a step be asked, and so often may it be submitted, before somebody who administers has to look at it (A-ROUTE-10).
MOST_ROUNDS = 20
#: How a decision ends that counts no more once the process has gone back before it.
COUNTING = frozenset({"approved", "rejected", "abstained", "skipped", "carried"})


def targets(run: Run, token: Token) -> list[str]:
    """Where a step may send the process back to: what its definition names, as far as it was passed in this round, on the
    way that leads here and not in a lane beside it (A-BACK-02, A-BACK-04)."""
    named = run.step(token).spec.get("return_to", ("initiator", "previous"))
    passed = [one.step for one in _on_the_way(run, token)]
    found = [name for name in named if name == "initiator" or name in passed]
    if "previous" in named and passed:
        found.append(passed[-1])
    return list(dict.fromkeys(found))


def _on_the_way(run: Run, token: Token) -> list[Passed]:
    """What a token, and those around it, have passed; the latest last."""
    numbers = {one.number for one in _up(run, token)}
    return [one for one in run.now.passed if one.token in numbers]


def _up(run: Run, token: Token) -> list[Token]:
    """A token, and those around it."""
    found = [token]
    while found[-1].inside is not None:
        found.append(run.tokens[found[-1].inside])
    return found


def send_back(run: Run, token: Token, target: str) -> None:
    """Go back: to a step, to the `previous` that was passed, or to the `initiator`, who also gets what was never there.

    What was decided since stays in the history and counts no more (A-BACK-07); lanes beside the way end (E26).
    """
    step = run.step(token)
    if step.name in run.sent_back:
        raise Unanswerable("{step} sends it back again and again without anybody being asked", step=step.name)
    run.sent_back.add(step.name)
    passed = _on_the_way(run, token)
    goal = next((one for one in reversed(passed) if target in (one.step, "previous")), None)
    if goal is not None and len({task.visit for task in run.tasks.values() if task.step == goal.step}) >= MOST_ROUNDS:
        raise Unanswerable(f"it has been at {goal.step} {MOST_ROUNDS} times; somebody who administers can decide it, or end it")
    run.set(changed=frozenset(), returner=step.name)
    if goal is None:
        _give_back(run, token, step)
        return
    going = next(one for one in _up(run, token) if one.number == goal.token)
    run.drop(going, "returned")
    _void(run, goal.visit)
    run.note("returned", step.name, token.visit, None, to=goal.step)
    run.go(going, goal.step)


def _void(run: Run, since: int) -> None:
    """What was decided at a visit and after it counts no more."""
    for task in list(run.tasks.values()):
        if task.visit >= since and task.round == run.now.round and task.state in COUNTING:
            run.change(task, state="voided")
    run.set(passed=tuple(one for one in run.now.passed if one.visit < since))


def after_passing(run: Run, step: Step) -> str | None:
    """The step after one that was passed: after a return the one that returned it, if nothing watched has changed."""
    returner = run.now.returner
    if not returner:
        return step.after
    if returner == step.name or run.now.changed and _goes_back(run) == "auto":
        run.set(returner="" if returner == step.name else returner)
        return step.after
    if _goes_back(run) == "replay" or run.program.steps[returner].lane != step.lane:
        return step.after
    run.set(returner="")
    return returner


def _goes_back(run: Run) -> str:
    """`replay` every step between, go `direct`, or `auto`: direct as long as nothing that is watched has changed."""
    return str(run.program.spec.get("after_return", "auto"))


# -- who approved ------------------------------------------------------------------------------------------------


def retrieve(run: Run, event: Retrieved) -> None:
    """The last approval is taken back, and the step begins again as it was, if nobody has done anything since (A-ACT-12)."""
    task = run.tasks.get(event.task)
    if task is None:
        raise NotFound()
    if task.decided_by != event.by:
        raise NotAllowed("This is somebody else's task")
    if not run.program.steps[task.step].spec.get("retrieve"):
        raise NotAllowed("This step doesn't let anybody take an approval back")
    token = _untouched(run, task)
    if token is None:
        raise Conflict("It is too late to take this back")
    run.leave(token, "retrieved")
    run.set(passed=tuple(one for one in run.now.passed if one.visit != task.visit))
    run.wait(replace(token, step=task.step, visit=task.visit), "people", {})
    run.note("retrieved", task.step, task.visit, event.by, task=task.number)
    for one in run.tasks_of(task.visit):
        if one.state in ("approved", "cancelled"):
            activate(run, run.change(one, decided_by=None, decided_at=None))


def _untouched(run: Run, task: Task) -> Token | None:
    """The token that passed the step of a task and stands where nobody has decided yet. Only one alone decides: those who
    decide together, or were asked by another, can't take back what they didn't decide alone."""
    mode = run.program.steps[task.step].spec.get("mode", "any")
    passed = next((one for one in run.now.passed if one.visit == task.visit), None)
    token = None if passed is None else run.tokens.get(passed.token)
    is_added = task.added_to is not None or any(one.added_to == task.number for one in run.tasks_of(task.visit))
    if task.state != "approved" or mode not in ("any", "claim") or is_added or run.now.state != "running":
        return None
    if token is None or token.waits != "people" or any(one.state in COUNTING for one in run.tasks_of(token.visit)):
        return None
    return token if passed == _on_the_way(run, token)[-1] else None


# -- the initiator -----------------------------------------------------------------------------------------------


def _give_back(run: Run, token: Token, step: Step) -> None:
    """The initiator has it, and may change and submit it again, or take it back."""
    outermost = _up(run, token)[-1]
    run.clear("returned")
    run.set(state="returned")
    run.wait(replace(outermost, inside=None, lane=None), "return", {})
    run.note("returned", step.name, token.visit, None, to="initiator")
    run.tell("returned", (run.now.initiator, run.now.submitter))


def resubmit(run: Run, event: Resubmitted) -> None:
    """The next round: from the first step, or straight to who returned it where nothing that is watched has changed.

    Steps whose watched fields are as they were take what was approved before (A-BACK-10).
    """
    if run.now.state != "returned":
        raise Conflict("This hasn't been returned to anybody")
    _refuse_strangers(run, event.by)
    if run.now.round >= MOST_ROUNDS:
        raise Conflict("This has been submitted {most} times; take it back and begin anew", most=MOST_ROUNDS)
    token = next(one for one in run.tokens.values() if one.waits == "return")
    returner = run.now.returner
    how = _goes_back(run)
    direct = (how == "direct" or (how == "auto" and not run.now.changed)) and run.program.steps[returner].lane is None
    run.note("resubmitted", "", 0, event.by, round=run.now.round + 1, changed=sorted(run.now.changed))
    run.set(
        state="running", round=run.now.round + 1, returner="", earlier={one.step: run.approvers(one.visit) for one in run.now.passed},
        passed=run.now.passed if direct else (),
    )  # fmt: skip
    run.go(token, returner if direct else run.program.begin["steps"])


def restart(run: Run) -> None:
    """The same from the first step on, as another round; what was decided so far counts only for steps that watch nothing
    of what has changed."""
    if run.now.round >= MOST_ROUNDS:
        run.effects.append(Tell("held", ()))
        return
    earlier = {one.step: run.approvers(one.visit) for one in run.now.passed}
    run.clear("changed")
    run.set(round=run.now.round + 1, returner="", earlier=earlier, passed=())
    run.go(Token(run.number(), "", 0), run.program.begin["steps"])


def recall(run: Run, event: Recalled) -> None:
    """Take it back, as long as the definition lets one: `any_time` before the end, `undecided`, or `never` (A-ACT-11)."""
    _refuse_strangers(run, event.by)
    policy = run.program.spec.get("recall", "any_time")
    is_decided = any(task.state in COUNTING for task in run.tasks.values())
    if policy == "never" or (policy == "undecided" and is_decided) or run.now.phase != "steps":
        raise Conflict("This can't be taken back any more")
    if run.now.state == "suspended":
        raise Conflict("This is suspended; somebody who administers can resume it")
    run.note("recalled", "", 0, event.by, why=event.reason)
    run.begin("on_recalled", "recalled")


def _refuse_strangers(run: Run, by: str) -> None:
    if by not in (run.now.initiator, run.now.submitter):
        raise NotAllowed("Only who submitted it may do this")
