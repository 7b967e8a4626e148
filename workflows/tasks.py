"""Tasks given to people, and the clocks that run while they have them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dougong import Conflict
from workflows.durations import Duration
from workflows.programs import Step
from workflows.run import Run
from workflows.state import Task, Timer, Token

__all__ = ["Seat", "activate", "arm", "begin_turns", "give", "offer", "rearm", "refuse_settled", "tops"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at a step: whose it is, who sits on it, and who may act beside them.

    done: the seat needs nothing any more, and why: `skipped` or `carried`.
    """

    person: str
    assignee: str
    beside: tuple[str, ...] = ()
    weight: int = 1
    passes: bool = False
    vetoes: bool = False
    done: str = ""


def refuse_settled(task: Task) -> None:
    """Tell whoever comes too late with a task that it is decided, or needs nobody any more."""
    if task.decided_by is not None:
        raise Conflict("This has been decided already", by=task.decided_by)
    if not task.open:
        raise Conflict("This needs no decision any more")


def give(run: Run, token: Token, step: Step, seat: Seat, *, added_to: Task | None = None, placing: str = "", by: str | None = None) -> Task:
    """A task for one person. It waits for its turn; `activate` begins it."""
    number = run.number()
    task = Task(
        number, token.visit, step.name, run.now.round, seat.done or "waiting", seat.assignee,
        principal=seat.person if seat.person != seat.assignee else None, candidates=seat.beside, weight=seat.weight,
        passes=seat.passes, vetoes=seat.vetoes, added_to=added_to.number if added_to else None, placing=placing, added_by=by,
    )  # fmt: skip
    run.tasks[number] = task
    run.note("asked", step.name, token.visit, by, task=number, person=seat.person, assignee=seat.assignee, **({"done": seat.done} if seat.done else {}))
    return task


def offer(run: Run, token: Token, step: Step, people: tuple[str, ...]) -> Task:
    """One task for several people, of whom one will claim it."""
    number = run.number()
    run.tasks[number] = Task(number, token.visit, step.name, run.now.round, "waiting", None, candidates=people)
    run.note("offered", step.name, token.visit, None, task=number, people=list(people))
    return run.tasks[number]


def activate(run: Run, task: Task, what: str = "assigned") -> Task:
    """Somebody's turn has come: the clock runs from now on (A-TIME-11)."""
    task = run.change(task, state="pending")
    arm(run, task)
    run.tell(what, run.holders(task), task.number)
    return task


def arm(run: Run, task: Task) -> None:
    """Set the clocks of a task: when it is due, and when somebody is reminded before."""
    length = run.program.steps[task.step].spec.get("due")
    run.forget(timer.name for timer in list(run.timers.values()) if timer.task == task.number)
    if length is None:
        return
    due = run.world.later(length, task.assignee, run.at)
    run.time(Timer(f"{task.number}.due", "due", due, task.visit, task.number))
    for number, before in enumerate(length.get("remind_before", ())):
        left = run.world.seconds(length, task.assignee, run.at, due) - Duration.parse(before).seconds
        if left > 0:
            at = run.world.after_seconds(length, task.assignee, run.at, left)
            run.time(Timer(f"{task.number}.before.{number}", "remind", at, task.visit, task.number))


def rearm(run: Run, task: Task, earlier: str | None) -> None:
    """Another person has the task: what is left of its time, by their own clock (E20, A-TIME-10)."""
    length = run.program.steps[task.step].spec.get("due", {})
    for timer in [one for one in run.timers.values() if one.task == task.number and one.due > run.at]:
        left = run.world.seconds(length, earlier, run.at, timer.due)
        run.time(replace(timer, due=run.world.after_seconds(length, task.assignee, run.at, left)))


def tops(run: Run, visit: int) -> list[Task]:
    """The tasks of a stay that have a voice of their own: all but those added before or after another."""
    return [task for task in run.tasks_of(visit) if task.added_to is None]


def begin_turns(run: Run, token: Token, step: Step) -> None:
    """Begin what may begin: all, or in a sequence the first that isn't decided."""
    waiting = [task for task in tops(run, token.visit) if task.state == "waiting"]
    if step.spec.get("mode") == "sequence":
        pending = any(task.state == "pending" for task in run.tasks_of(token.visit))
        waiting = [] if pending else waiting[:1]
    for task in waiting:
        if not any(one.added_to == task.number and one.open and one.placing == "before" for one in run.tasks_of(token.visit)):
            activate(run, task)
