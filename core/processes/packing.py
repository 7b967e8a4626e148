"""A process as JSON: all of it but its tasks, which are rows of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from workflows.programs import Lane
from workflows.state import Passed, Process, Task, Timer, Token

__all__ = ["packed", "packed_task", "unpacked", "unpacked_task"]

#: What of a task stands in columns.
COLUMNS = ("number", "step", "state", "assignee", "version", "decided_by", "decided_at")
USUAL_TOKEN: Mapping[str, Any] = {"waits": "", "inside": None, "lane": None, "more": {}}
USUAL_TIMER: Mapping[str, Any] = {"visit": 0, "task": None, "times": 0, "left": None}
USUAL_TASK: Mapping[str, Any] = {
    "principal": None, "keeper": None, "candidates": (), "offered": (), "weight": 1, "passes": False, "vetoes": False,
    "added_to": None, "placing": "", "added_by": None,
}  # fmt: skip


def packed(process: Process) -> str:
    """The content of a process; `unpacked` makes the same of it."""
    document = {
        "phase": process.phase,
        "round": process.round,
        "count": process.count,
        "tokens": [_slim(token, ("number", "step", "visit"), USUAL_TOKEN) for token in process.tokens.values()],
        "timers": [_slim(timer, ("name", "use", "due"), USUAL_TIMER) for timer in process.timers.values()],
        "variables": process.variables,
        "passed": [list(one) for one in process.passed],
        "changed": sorted(process.changed),
        "earlier": process.earlier,
        "returner": process.returner,
    }
    return orjson.dumps(document, option=orjson.OPT_UTC_Z).decode()


def _slim(one: Any, always: tuple[str, ...], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the usual."""
    found = {name: getattr(one, name) for name in always}
    return found | {name: value for name, was in usual.items() if (value := getattr(one, name)) != was}


def unpacked(text: str, tasks: Mapping[int, Task], initiator: str | None, submitter: str | None, state: str, outcome: str) -> Process:
    """The process of a content, with its tasks."""
    document = orjson.loads(text)
    tokens = [_token(one) for one in document["tokens"]]
    timers = [Timer(**{**one, "due": datetime.fromisoformat(one["due"])}) for one in document["timers"]]
    return Process(
        initiator,
        submitter,
        state=state,
        outcome=outcome,
        phase=document["phase"],
        round=document["round"],
        count=document["count"],
        tokens={token.number: token for token in tokens},
        tasks=tasks,
        timers={timer.name: timer for timer in timers},
        variables=document["variables"],
        passed=tuple(Passed(*one) for one in document["passed"]),
        changed=frozenset(document["changed"]),
        earlier={step: tuple(people) for step, people in document["earlier"].items()},
        returner=document["returner"],
    )


def _token(one: dict[str, Any]) -> Token:
    lane = one.pop("lane", None)
    return Token(**one, lane=None if lane is None else Lane(lane["step"], lane["branch"]))


def packed_task(task: Task) -> str:
    """What of a task stands in no column."""
    return orjson.dumps(_slim(task, ("visit", "round"), USUAL_TASK)).decode()


def unpacked_task(columns: Mapping[str, Any], text: str) -> Task:
    """The task of a row."""
    rest = orjson.loads(text)
    for name in ("candidates", "offered"):
        if name in rest:
            rest[name] = tuple(rest[name])
    return Task(**{name: columns[name] for name in COLUMNS}, **rest)
