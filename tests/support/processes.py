"""Processes without a platform: a small company that answers what the engine asks, and a driver that makes the events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflows.calendars import ALWAYS, Calendar, later
from workflows.durations import Duration
from workflows.engine import advance
from workflows.events import Acted, Do, Effect, Event, Note, Started, Tell, TimeCame
from workflows.programs import Program, compiled, problems_of
from workflows.state import Process, Task
from workflows.world import Absence, Scope, Unanswerable

__all__ = ["MONDAY", "Company", "Play"]

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Company:
    """Who reports to whom, who is away, and what is true. A source of people is a name, or {"role": name}."""

    truths: dict[str, Any] = field(default_factory=dict)
    superiors: dict[str, str] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)
    changed_by: list[str] = field(default_factory=list)
    calendars: dict[str, Calendar] = field(default_factory=dict)

    def holds(self, condition: str, scope: Scope) -> bool:
        return bool(self.value(condition, scope))

    def value(self, expression: str, scope: Scope) -> Any:
        if expression in scope.variables:
            return scope.variables[expression]
        if expression not in self.truths:
            raise Unanswerable(f"{expression} is gone")
        return self.truths[expression]

    def people(self, sources: Sequence[Any], scope: Scope) -> Sequence[str]:
        found: list[str] = []
        for source in sources:
            if isinstance(source, str):
                found.append(source)
            elif "role" in source:
                found += self.roles.get(source["role"], [])
            elif "roles" in source:
                found += [person for role in self.value(source["roles"], scope) for person in self.roles.get(role, [])]
            elif "user" in source or "field" in source:
                found.append(source["user"] if "user" in source else self.value(source["field"], scope))
            elif "initiator" in source:
                found.append(scope.initiator or "")
            elif source.get("manager_of") and (superior := self.superiors.get(scope.initiator or "")):
                found.append(superior)
            elif source.get("administrators"):
                found += self.roles.get("administrators", [])
        return found

    def editors(self) -> Collection[str]:
        return self.changed_by

    def superior(self, person: str) -> str | None:
        return self.superiors.get(person)

    def absence(self, person: str, at: datetime) -> Absence | None:
        return self.absences.get(person)

    def later(self, length: Mapping[str, Any], person: str | None, since: datetime) -> datetime:
        calendar = self._calendar(length, person)
        return later(since, Duration.parse(length["for"]), ZoneInfo("UTC"), calendar)

    def seconds(self, length: Mapping[str, Any], person: str | None, since: datetime, until: datetime) -> int:
        return (self._calendar(length, person) or ALWAYS).between(since, until)

    def after_seconds(self, length: Mapping[str, Any], person: str | None, since: datetime, seconds: int) -> datetime:
        return (self._calendar(length, person) or ALWAYS).add(since, seconds)

    def _calendar(self, length: Mapping[str, Any], person: str | None) -> Calendar | None:
        return self.calendars.get(person or "", self.calendars.get("")) if "calendar" in length else None


class Play:
    """A process as it goes on, an hour passing with each event."""

    def __init__(self, kind: str, company: Company | None = None, *, by: str = "ann", **document: Any) -> None:
        document = {"name": "tried", **document}
        assert problems_of(kind, document) == []
        self.program: Program = compiled(kind, document)
        self.company = company or Company()
        self.process = Process(by, by)
        self.at = MONDAY
        self.effects: list[Effect] = []
        self.history: list[tuple[datetime, Event]] = []
        self.send(Started())

    def send(self, event: Event) -> Play:
        """Let something happen, an hour after what happened last."""
        self.at += timedelta(hours=1)
        self.process, effects = advance(self.program, self.process, event, self.company, self.at)
        self.history.append((self.at, event))
        self.effects += effects
        return self

    def act(self, by: str, action: str, comment: str = "because", *, number: int | None = None, **more: Any) -> Play:
        """Somebody does something with the task that they have."""
        return self.send(Acted(self.task(by).number if number is None else number, action, by, comment, more))

    def wait(self) -> Play:
        """The next timer comes."""
        timer = min(self.process.timers.values(), key=lambda one: one.due)
        self.at = max(self.at, timer.due - timedelta(hours=1))
        return self.send(TimeCame(timer.name))

    def task(self, person: str) -> Task:
        """The pending task of somebody."""
        [found] = [task for task in self.pending() if person == task.assignee or person in task.candidates]
        return found

    def pending(self) -> list[Task]:
        return [task for task in self.process.tasks.values() if task.state == "pending"]

    def asked(self) -> list[str]:
        """Who has something to decide now."""
        return [person for task in self.pending() for person in (*([task.assignee] if task.assignee else ()), *task.candidates)]

    def work(self) -> list[Do]:
        """What is to be carried out, and isn't yet."""
        waiting = {token.visit for token in self.process.tokens.values() if token.waits == "work"}
        return [one for one in self.effects if isinstance(one, Do) and one.visit in waiting]

    def told(self, what: str) -> list[tuple[str, ...]]:
        return [one.people for one in self.effects if isinstance(one, Tell) and one.what == what]

    def notes(self, what: str) -> list[Note]:
        return [one for one in self.effects if isinstance(one, Note) and one.what == what]

    @property
    def end(self) -> str:
        """How it ended, or the state that it is in."""
        return self.process.outcome or self.process.state
