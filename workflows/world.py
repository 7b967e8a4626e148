"""What a process may ask of the world while it decides where to go next. Asking changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dougong import Problem

__all__ = ["Absence", "Scope", "Unanswerable", "World"]


class Unanswerable(Problem):
    """A question has no answer: the field, role or user that it names is gone. The step fails and waits for repair; a
    condition that can't be answered is neither true nor false (A-VER-06)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what a question is asked: the variables of a process, the items that are gone through around it included.

    approved: the steps that were passed in this round, in their order, with who approved each.
    """

    variables: Mapping[str, Any]
    initiator: str | None
    submitter: str | None
    approved: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Who stands in for somebody: instead of them, or beside them where `shared`."""

    agent: str
    shared: bool = False


class World(Protocol):
    """Answers from the record, the organisation and its calendars. Every method may raise Unanswerable."""

    def holds(self, condition: str, scope: Scope) -> bool:
        """Whether a condition is true; what is unknown is not."""

    def value(self, expression: str, scope: Scope) -> Any:
        """What an expression comes to."""

    def people(self, sources: Sequence[Any], scope: Scope) -> Sequence[str]:
        """The active users that some sources name, in their order; one may come twice."""

    def editors(self) -> Collection[str]:
        """Who has changed what is to be approved since it was last approved; they don't decide on it themselves."""

    def superior(self, person: str) -> str | None:
        """Whom an active user reports to, if that user is active."""

    def absence(self, person: str, at: datetime) -> Absence | None:
        """Who stands in for a user at a moment."""

    def later(self, length: Mapping[str, Any], person: str | None, since: datetime) -> datetime:
        """When a length of time has passed: `for` a duration, by `calendar`, the person's own where it isn't named."""

    def seconds(self, length: Mapping[str, Any], person: str | None, since: datetime, until: datetime) -> int:
        """How much of such time passes between two moments, in seconds."""

    def after_seconds(self, length: Mapping[str, Any], person: str | None, since: datetime, seconds: int) -> datetime:
        """When so many seconds of such time have passed."""
