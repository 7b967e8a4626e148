"""A running process moved to another version of its definition, as somebody has planned it (A-VER-03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dougong import FieldProblem
from workflows.programs import Lane, Program
from workflows.state import Process, Task, Timer, Token

__all__ = ["Migration", "migrated", "obstacles"]


@dataclass(frozen=True, slots=True)
class Migration:
    """From one program to another: the steps of the first that are called otherwise in the second."""

    old: Program
    new: Program
    names: Mapping[str, str]

    def name(self, step: str) -> str:
        return self.names.get(step, step)

    def lane(self, lane: Lane | None) -> Lane | None:
        return None if lane is None else Lane(self.name(lane.step), lane.branch)


def obstacles(migration: Migration, process: Process) -> list[FieldProblem]:
    """Why a process can't be moved: each token must stand at a step that the new version has, does the same, and lies in
    the same lanes."""
    return [problem for token in process.tokens.values() if (problem := _obstacle(migration, token)) is not None]


def _obstacle(migration: Migration, token: Token) -> FieldProblem | None:
    old, new = migration.old.steps[token.step], migration.new.steps.get(migration.name(token.step))
    facts = {"step": old.name, "to": migration.name(old.name)}
    if new is None:
        return FieldProblem(old.name, "reference", "It stands at {step}, and the new version has no step {to}", facts)
    if new.do != old.do or new.phase != old.phase:
        return FieldProblem(old.name, "type", "It stands at {step}, and {to} does something else", facts)
    if new.lane != migration.lane(old.lane):
        return FieldProblem(old.name, "place", "It stands at {step}, and {to} lies beside the way that it takes", facts)
    if old.do == "parallel" and len(new.spec["branches"]) < len(old.spec["branches"]):
        return FieldProblem(old.name, "size", "It stands at {step}, and {to} has fewer branches", facts)
    return None


def migrated(migration: Migration, process: Process) -> Process:
    """The process in the new version: where it stood, with what was decided, asked and waited for. `obstacles` is empty."""
    known = migration.new.steps
    return replace(
        process,
        tokens={number: _token(migration, token) for number, token in process.tokens.items()},
        tasks={number: _task(migration, task) for number, task in process.tasks.items()},
        timers={name: timer for name, timer in process.timers.items() if _is_kept(migration, process, timer)},
        passed=tuple(one._replace(step=migration.name(one.step)) for one in process.passed if migration.name(one.step) in known),
        earlier={migration.name(step): people for step, people in process.earlier.items()},
        returner=migration.name(process.returner) if migration.name(process.returner) in known else "",
    )


def _token(migration: Migration, token: Token) -> Token:
    return replace(token, step=migration.name(token.step), lane=migration.lane(token.lane))


def _task(migration: Migration, task: Task) -> Task:
    return replace(task, step=migration.name(task.step))


def _is_kept(migration: Migration, process: Process, timer: Timer) -> bool:
    """Clocks that the new version doesn't have stop; those that it has differently go on as they were set."""
    if timer.use == "expire":
        return "expires" in migration.new.spec
    if timer.task is None:
        return True
    return "due" in migration.new.steps[migration.name(process.tasks[timer.task].step)].spec
