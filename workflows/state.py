"""The state of a process: where it stands, whom it has asked, and what it waits for. Values only; nothing here acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from workflows.programs import Lane
from workflows.votes import Vote

__all__ = ["OPEN", "Passed", "Process", "Task", "Timer", "Token"]

#: States of a task in which somebody can still do something with it, now or later.
OPEN = frozenset({"waiting", "pending"})


@dataclass(frozen=True, slots=True)
class Token:
    """A place where the process stands. It waits, or the engine moves it on at once.

    number: of this token. visit: counts how often any step was entered, so it names this stay at this step.
    waits: for what: `work` (an effect that is to be done), `time`, `event`, `people`, `lanes` (the tokens inside of it),
    `repair` (what was to be done has failed), `return` (the initiator has it back) or `resumption`.
    inside: the number of the token that waits for it, and its lane there.
    more: what the step keeps: the rest of the items of `each`, where to go on after a return.
    """

    number: int
    step: str
    visit: int
    waits: str = ""
    inside: int | None = None
    lane: Lane | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """What one person is asked (A-CONC-03: one for a person, a stay at a step and a round).

    state: `waiting` for its turn, `pending`, or how it ended: `approved`, `rejected`, `returned`, `abstained`, `cancelled`,
    `skipped`, `expired`, `voided`, `carried`.
    assignee: who is to decide; None while nobody of `candidates` has claimed it, who were `offered` it. With an assignee,
    candidates may decide beside them. principal: for whom the assignee stands
    in. keeper: who gets it back from an assignee to whom it was delegated.
    added_to: the task for which this person was added, `placing`: `before` or `after` it.
    """

    number: int
    visit: int
    step: str
    round: int
    state: str
    assignee: str | None
    principal: str | None = None
    keeper: str | None = None
    candidates: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    weight: int = 1
    passes: bool = False
    vetoes: bool = False
    added_to: int | None = None
    placing: str = ""
    added_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    version: int = 1

    @property
    def open(self) -> bool:
        """Whether it isn't decided, and can be still."""
        return self.state in OPEN

    @property
    def vote(self) -> Vote:
        """What it counts as, whoever was added to it left aside."""
        return VOTES.get(self.state, Vote.pending)

    @property
    def person(self) -> str | None:
        """Whose decision it is, even where another stands in."""
        return self.principal or self.assignee


VOTES = {
    "approved": Vote.approve,
    "skipped": Vote.approve,
    "carried": Vote.approve,
    "rejected": Vote.reject,
    "expired": Vote.reject,
    "abstained": Vote.abstain,
}


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that comes due. `name` is unique in the process, so that each fires once (A-TIME-08).

    use: `wait`, `due`, `remind` or `expire`. visit, task: what it belongs to. left: the seconds of its budget that are left
    while the process is suspended, when `due` says nothing.
    """

    name: str
    use: str
    due: datetime
    visit: int = 0
    task: int | None = None
    times: int = 0
    left: int | None = None


class Passed(NamedTuple):
    """A step that asked somebody and was passed, at which visit, by which token."""

    step: str
    visit: int
    token: int


@dataclass(frozen=True, slots=True)
class Process:
    """One run of a definition. `count` numbers tokens, visits, tasks and timers.

    state: `running`, `returned`, `suspended` or `ended`; outcome: how it ended. phase: which list of the definition runs.
    round: counts submissions. passed: the asking steps that were passed in this round, in their order.
    changed: the watched fields that changed since somebody got it back. earlier: who approved which step in the round before.
    returner: the step that sent it back last, as long as it may have it next.
    """

    initiator: str | None
    submitter: str | None
    state: str = "running"
    outcome: str = ""
    phase: str = "steps"
    round: int = 1
    count: int = 0
    tokens: Mapping[int, Token] = field(default_factory=dict)
    tasks: Mapping[int, Task] = field(default_factory=dict)
    timers: Mapping[str, Timer] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    passed: tuple[Passed, ...] = ()
    changed: frozenset[str] = frozenset()
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    returner: str = ""
