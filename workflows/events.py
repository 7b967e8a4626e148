"""What happens to a process, and what it brings about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong import Problem
from workflows.world import Scope

__all__ = [
    "Acted", "AskedAnew", "Cancelled", "Changed", "Do", "Done", "Effect", "Event", "Failed", "Forced", "Happened", "Jumped", "Note", "Reassigned", "Recalled",
    "Resubmitted", "Resumed", "Retried", "Retrieved", "Skipped", "Started", "Suspended", "Tell", "TimeCame", "Urged",
]  # fmt: skip


# -- what happens ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The process begins; its state is that of a new `Process`."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the step of a visit had to do is done. `way`: the list of the step with which the process goes on, where it
    didn't come out as hoped."""

    visit: int
    result: Any = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """What the step of a visit had to do can't be done. error: why; of a Problem it is told in the language of whoever reads it."""

    visit: int
    error: Problem | str


@dataclass(frozen=True, slots=True)
class Retried:
    """Somebody wants the failed step of a visit tried once more."""

    visit: int
    by: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Somebody wants to go on without the failed step of a visit."""

    visit: int
    by: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class TimeCame:
    """The timer of that name is due."""

    timer: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What the step of a visit waits for has happened."""

    visit: int
    facts: Any = None


@dataclass(frozen=True, slots=True)
class Acted:
    """Somebody does something with a task. `version`: of the task that was seen, where it is known."""

    task: int
    action: str
    by: str
    comment: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """Watched fields of the record have other values now."""

    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Resubmitted:
    """The initiator, who had got it back, submits again."""

    by: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """The initiator takes it back."""

    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Somebody who may ends it without any further step."""

    by: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Who approved a task last takes that back, before anybody else has done anything."""

    task: int
    by: str


@dataclass(frozen=True, slots=True)
class Urged:
    """The initiator asks those who have it to hurry."""

    by: str


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Somebody who administers gives an open task to another person."""

    task: int
    to: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Forced:
    """Somebody who administers decides the step of a visit, whatever those who were asked say: `approve` or `reject`."""

    visit: int
    decision: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Jumped:
    """Somebody who administers sends a token to another step of its way."""

    visit: int
    to: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AskedAnew:
    """Somebody who administers wants the people of a step found once more: roles or superiors have changed."""

    visit: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suspended:
    """Nothing goes on for a while: no decision, no timer."""

    by: str | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """It goes on; timers have what was left of their time."""

    by: str | None
    why: str = ""


Event = (
    Started | Done | Failed | Retried | Skipped | TimeCame | Happened | Acted | Changed | Resubmitted | Recalled | Cancelled
    | Suspended | Resumed | Retrieved | Urged | Reassigned | Forced | Jumped | AskedAnew
)  # fmt: skip


# -- what it brings about ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Do:
    """A step is to be carried out; `Done` or `Failed` with its visit is the answer. The visit names the effect, so that it
    happens once however often it is tried."""

    visit: int
    step: str
    do: str
    spec: Mapping[str, Any]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Tell:
    """People are to hear of something: `assigned`, `due`, `overdue`, `returned`, `transferred`, `added`, `closed`, `held`."""

    what: str
    people: tuple[str, ...]
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the history: what happened at which step, and by whom; None for nobody."""

    what: str
    step: str = ""
    visit: int = 0
    by: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


Effect = Do | Tell | Note
