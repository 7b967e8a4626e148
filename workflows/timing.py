"""What happens when a task is due, and before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflows import returning
from workflows.deciding import decide
from workflows.people import stranger_to
from workflows.run import Run
from workflows.state import Task, Timer
from workflows.tasks import arm

__all__ = ["overdue", "remind"]

REMINDERS = "remind_every"


def remind(run: Run, timer: Timer) -> None:
    """It will be due soon, or still waits after it was."""
    task = _pending(run, timer)
    if task is None:
        return
    run.tell("overdue" if timer.times else "due", run.holders(task), task.number)
    if timer.times:
        _remind_again(run, task, timer.times + 1)


def overdue(run: Run, timer: Timer) -> None:
    """The time of a task is over: what the step says of that happens (A-TIME-05); without a word it is noted, and goes on."""
    task = _pending(run, timer)
    if task is None:
        return
    spec = run.program.steps[task.step].spec
    policy = spec.get("on_timeout", "remind")
    run.note("overdue", task.step, task.visit, None, task=task.number, policy=policy if isinstance(policy, str) else "to")
    _remind_again(run, task, 1)
    if isinstance(policy, str):
        _POLICIES[policy](run, task, timer)
    else:
        _hand_over(run, task, policy)


def _pending(run: Run, timer: Timer) -> Task | None:
    task = run.tasks.get(timer.task or 0)
    return task if task is not None and task.state == "pending" else None


def _remind_again(run: Run, task: Task, times: int) -> None:
    """After it was due, again and again, for as many times as the step says."""
    every = run.program.steps[task.step].spec.get("due", {}).get(REMINDERS)
    if every is not None and times <= every["most"]:
        due = run.world.later(every, task.assignee, run.at)
        run.time(Timer(f"{task.number}.again.{times}", "remind", due, task.visit, task.number, times))


def _tell(run: Run, task: Task, timer: Timer) -> None:
    run.tell("overdue", run.holders(task), task.number)


def _decide(state: str) -> Callable[[Run, Task, Timer], None]:
    return lambda run, task, timer: decide(run, task, state, None, "time is over")


def _send_back(run: Run, task: Task, timer: Timer) -> None:
    token = run.at_visit(task.visit, "people")
    assert token is not None
    run.close(task, "returned", "time is over")
    returning.send_back(run, token, returning.targets(run, token)[0] if returning.targets(run, token) else "initiator")


def _escalate(run: Run, task: Task, timer: Timer) -> None:
    """The next superior may decide too, and so on up; at the top the administrators hear of it (A-TIME-06)."""
    person = task.candidates[-1] if task.candidates else task.assignee
    superior = None if person is None else run.world.superior(person)
    while superior is not None and not stranger_to(run, run.program.steps[task.step], superior):
        superior = run.world.superior(superior)
    if superior is None or superior in task.candidates:
        run.tell("overdue", run.holders(task), task.number)
        run.note("escalated", task.step, task.visit, None, task=task.number, to=None)
        return
    task = run.change(task, candidates=(*task.candidates, superior))
    run.note("escalated", task.step, task.visit, None, task=task.number, to=superior)
    run.tell("overdue", run.holders(task), task.number)
    arm(run, task)


def _hand_over(run: Run, task: Task, policy: Mapping[str, Any]) -> None:
    token = run.at_visit(task.visit, "people")
    people = run.world.people(policy["to"], run.scope(token))
    other = next((one for one in people if one != task.assignee and stranger_to(run, run.program.steps[task.step], one)), None)
    if other is None:
        run.tell("overdue", run.holders(task), task.number)
        return
    task = run.change(task, assignee=other, principal=None)
    run.note("transferred", task.step, task.visit, None, task=task.number, to=other)
    run.tell("transferred", (other,), task.number)
    arm(run, task)


def _end(run: Run, task: Task, timer: Timer) -> None:
    run.begin("on_expired")


_POLICIES: Mapping[str, Callable[[Run, Task, Timer], None]] = {
    "remind": _tell,
    "approve": _decide("approved"),
    "reject": _decide("expired"),
    "return": _send_back,
    "escalate": _escalate,
    "end": _end,
}
