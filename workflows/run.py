"""One transition while it is made: the state as it changes, and what has been brought about so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from workflows.events import Effect, Note, Tell
from workflows.programs import Program, Step
from workflows.state import Process, Task, Timer, Token
from workflows.world import Scope, World

__all__ = ["Run"]

#: The list of a definition that runs when a process ends so, and what it is called when that has run, too.
OUTCOMES = {"on_approved": "approved", "on_rejected": "rejected", "on_recalled": "withdrawn", "on_expired": "expired"}


class Run:
    """Makes one transition. Thrown away after it; only `process()` and `effects` are taken along."""

    def __init__(self, program: Program, process: Process, world: World, at: datetime) -> None:
        self.program = program
        self.world = world
        self.at = at
        self.effects: list[Effect] = []
        self.tokens = dict(process.tokens)
        self.tasks = dict(process.tasks)
        self.timers = dict(process.timers)
        self.variables = dict(process.variables)
        self.now = process
        self.count = process.count
        #: Steps that have sent the process back in this transition.
        self.sent_back: set[str] = set()
        #: Tokens that are to go to a step; None: to the end of their lane.
        self.going: deque[tuple[Token, str | None]] = deque()

    def process(self) -> Process:
        """The state after the transition."""
        return replace(
            self.now, count=self.count, tokens=self.tokens, tasks=self.tasks, timers=self.timers, variables=self.variables
        )

    def number(self) -> int:
        """A number that this process hasn't given to anything."""
        self.count += 1
        return self.count

    def set(self, **values: Any) -> None:
        """Change the process itself."""
        self.now = replace(self.now, **values)

    # -- tokens ----------------------------------------------------------------------------------------------

    def step(self, token: Token) -> Step:
        return self.program.steps[token.step]

    def at_visit(self, visit: int, waits: str) -> Token | None:
        """The token that made a visit and still waits for something of that kind."""
        return next((one for one in self.tokens.values() if one.visit == visit and one.waits == waits), None)

    def go(self, token: Token, step: str | None) -> None:
        """Send a token to a step; None: its lane has ended."""
        self.tokens.pop(token.number, None)
        self.going.append((token, step))

    def wait(self, token: Token, waits: str, more: Mapping[str, Any] | None = None) -> Token:
        """Let a token stay where it is."""
        kept = replace(token, waits=waits, more=token.more if more is None else more)
        self.tokens[token.number] = kept
        return kept

    def inside(self, token: Token) -> Iterator[Token]:
        """The tokens in the lanes of a token."""
        return (one for one in list(self.tokens.values()) if one.inside == token.number)

    def drop(self, token: Token, why: str) -> None:
        """Take a token away with all that waits at it."""
        for inner in self.inside(token):
            self.drop(inner, why)
        self.tokens.pop(token.number, None)
        self.going = deque((one, step) for one, step in self.going if token.number not in (one.number, one.inside))
        self.leave(token, why)

    def leave(self, token: Token, why: str) -> None:
        """End what waits at a visit: its timers, and its open tasks."""
        for task in self.tasks_of(token.visit):
            if task.open:
                self.close(task, "cancelled", why)
        self.forget(timer.name for timer in list(self.timers.values()) if timer.visit == token.visit)

    def scope(self, token: Token | None) -> Scope:
        """What questions are asked of: the variables, and the items of the loops around a token."""
        found = dict(self.variables)
        around = []
        while token is not None and token.inside is not None and token.lane is not None:
            outer = self.tokens[token.inside]
            spec = self.step(outer)
            if spec.do == "each":
                around.append((spec.spec.get("as", "item"), outer.more["items"][token.lane.branch]))
            token = outer
        found.update(reversed(around))
        approved = tuple((one.step, self.approvers(one.visit)) for one in self.now.passed)
        return Scope(found, self.now.initiator, self.now.submitter, approved)

    def approvers(self, visit: int) -> tuple[str, ...]:
        """Who approved at a visit, now or before."""
        return tuple(task.person for task in self.tasks_of(visit) if task.state in ("approved", "carried", "skipped") and task.person)

    def reject_lane(self, token: Token) -> bool:
        """End the lane in which somebody has rejected, if one around the token says that those beside it are heard first."""
        while token.inside is not None:
            outer = self.tokens[token.inside]
            if self.step(outer).spec.get("rejection") == "collect":
                self.drop(token, "rejected")
                self.wait(outer, "lanes", {**outer.more, "rejected": True})
                self.go(token, None)
                return True
            token = outer
        return False

    # -- tasks -----------------------------------------------------------------------------------------------

    def tasks_of(self, visit: int) -> list[Task]:
        return [task for task in self.tasks.values() if task.visit == visit]

    def change(self, task: Task, **values: Any) -> Task:
        """Change a task, which then is another version of it."""
        self.tasks[task.number] = changed = replace(self.tasks[task.number], version=task.version + 1, **values)
        return changed

    def close(self, task: Task, state: str, why: str = "", by: str | None = None) -> Task:
        """End a task; whoever else had it in their list is told."""
        people = self.holders(task)
        closed = self.change(task, state=state, decided_by=by, decided_at=self.at)
        self.forget(timer.name for timer in list(self.timers.values()) if timer.task == task.number)
        self.note(f"task_{state}", task.step, task.visit, by, task=task.number, **({"why": why} if why else {}))
        others = tuple(person for person in people if person != by)
        if others:
            self.effects.append(Tell("closed", others, task.number))
        return closed

    def holders(self, task: Task) -> tuple[str, ...]:
        """Who has a pending task in their list."""
        if task.state != "pending":
            return ()
        return (*(() if task.assignee is None else (task.assignee,)), *task.candidates)

    # -- timers and history ----------------------------------------------------------------------------------

    def time(self, timer: Timer) -> None:
        self.timers[timer.name] = timer

    def forget(self, names: Iterable[str]) -> None:
        for name in list(names):
            self.timers.pop(name, None)

    def tell(self, what: str, people: Iterable[str | None], task: int | None = None) -> None:
        known = tuple(dict.fromkeys(person for person in people if person))
        if known:
            self.effects.append(Tell(what, known, task))

    def note(self, what: str, step: str = "", visit: int = 0, by: str | None = None, /, **facts: Any) -> None:
        self.effects.append(Note(what, step, visit, by, facts))

    # -- the end ---------------------------------------------------------------------------------------------

    def clear(self, why: str) -> None:
        """Take every token away."""
        for token in [one for one in self.tokens.values() if one.inside is None]:
            self.drop(token, why)
        self.going.clear()

    def begin(self, phase: str, why: str = "") -> None:
        """Begin a list of the definition; what runs of another ends."""
        self.clear(why or phase)
        self.set(phase=phase, state="running")
        if phase != "steps":
            self.timers.clear()
            self.note("began", phase=phase)
        self.go(Token(self.number(), "", 0), self.program.begin[phase])

    def finish(self, outcome: str) -> None:
        """The process is over."""
        self.clear(outcome)
        self.timers.clear()
        self.set(state="ended", outcome=outcome)
        self.note("ended", outcome=outcome)
