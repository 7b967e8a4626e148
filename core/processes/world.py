"""What the engine asks while a process goes on, answered from the tenant's records, people and calendars."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import event
from core.processes.expressions import Expressions
from core.processes.organisation import Organisation
from core.processes.proposals import proposal_of
from core.processes.storing import Stored
from workflows.programs import Program
from workflows.state import Process
from workflows.world import Absence, Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["TenantWorld"]


class TenantWorld:
    """The world of one process in one transition."""

    def __init__(self, ctx: Ctx, program: Program, stored: Stored) -> None:
        self._ctx = ctx
        self._program = program
        self._stored = stored
        self.process: Process = stored.process
        self.expressions = Expressions(ctx, program, stored.digest, stored.object, stored.record_id, stored.cause, proposal_of(ctx, stored))
        self.organisation = Organisation(ctx, self.expressions)

    def holds(self, condition: str, scope: Scope) -> bool:
        """Whether a condition is true."""
        return self.expressions.holds(condition, scope)

    def value(self, expression: str, scope: Scope) -> Any:
        """What an expression comes to; the name of a variable stands for what is in it."""
        if expression in scope.variables:
            return scope.variables[expression]
        return self.expressions.value(expression, scope)

    def people(self, sources: Sequence[Any], scope: Scope) -> Sequence[str]:
        """The active users that some sources name."""
        return self.organisation.people(sources, scope)

    def editors(self) -> Collection[str]:
        """Who has changed watched fields of the record since the process began."""
        watched = set(self._program.spec.get("watch", ()))
        if not watched or self._stored.record_id is None:
            return ()
        mine = event.c.record_id == self._stored.record_id, event.c.kind == "updated", event.c.at >= self._stored.started_at
        rows = fetch(self._ctx.unit, sa.select(event.c.actor_id, event.c.changes).where(*mine))
        return {row.actor_id for row in rows if row.actor_id and watched & orjson.loads(row.changes).keys()}

    def superior(self, person: str) -> str | None:
        """Whom an active user reports to."""
        return self.organisation.superior(person)

    def absence(self, person: str, at: datetime) -> Absence | None:
        """Who stands in for a user."""
        return self.organisation.absence(person, at, self._stored.object)

    def later(self, length: Mapping[str, Any], person: str | None, since: datetime) -> datetime:
        """When a length of time has passed."""
        try:
            return self.organisation.clock(person).later(length, since)
        except (KeyError, ValueError) as error:
            raise _without_calendar(length, error) from error

    def seconds(self, length: Mapping[str, Any], person: str | None, since: datetime, until: datetime) -> int:
        """How much of such time passes."""
        try:
            return self.organisation.clock(person).seconds(length, since, until)
        except (KeyError, ValueError) as error:
            raise _without_calendar(length, error) from error

    def after_seconds(self, length: Mapping[str, Any], person: str | None, since: datetime, seconds: int) -> datetime:
        """When so many seconds of it have passed."""
        try:
            return self.organisation.clock(person).after_seconds(length, since, seconds)
        except (KeyError, ValueError) as error:
            raise _without_calendar(length, error) from error


def _without_calendar(length: Mapping[str, Any], error: Exception) -> Unanswerable:
    if isinstance(error, KeyError):
        return Unanswerable("There is no calendar called {name}", name=length.get("calendar"))
    return Unanswerable("{reason}", reason=str(error))
