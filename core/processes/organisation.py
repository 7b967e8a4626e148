"""The people of a tenant as processes ask for them: who holds a role, who reports to whom, who is away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.processes.clocks import Clock
from core.processes.expressions import Expressions
from core.processes.sources import people_by
from core.records.reading import list_records
from metadata.expressions.quoting import quote
from workflows.world import Absence, Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Organisation"]

HIGHEST = 50
#: So many people may one source name.
MOST = 1000
#: What is read of a user.
KNOWN = ["manager", "time_zone", "active", "role", "language", "muted", "name", "email", "task_mail"]


class Organisation:
    """Answers from the users of now: who they are is never pinned to a version (A-VER-02)."""

    def __init__(self, ctx: Ctx, expressions: Expressions) -> None:
        self._ctx = ctx.as_system()
        self._expressions = expressions
        self._known: dict[str, Mapping[str, Any] | None] = {}
        self._clocks: dict[str, Clock] = {}

    def people(self, sources: Sequence[Mapping[str, Any]], scope: Scope) -> list[str]:
        """The active users that sources name, in their order."""
        found = [person for source in sources for person in self._named(source, scope)]
        return [person for person in found if self._is_active(person)]

    def active(self, people: Iterable[str]) -> list[Mapping[str, Any]]:
        """Users with their language and what they don't want to hear of, but those who have left."""
        wanted = list(dict.fromkeys(people))
        unknown = [person for person in wanted if person not in self._known]
        if unknown:
            rows = self._list("user", f"id IN ({', '.join(map(quote, unknown))})", KNOWN)
            self._known |= dict.fromkeys(unknown) | {row["id"]: row for row in rows}
        return [user for person in wanted if (user := self._known[person]) is not None and user["active"]]

    def unknown(self, people: Iterable[str]) -> list[str]:
        """Those of some ids that no active user has."""
        return [person for person in people if not self._is_active(person)]

    def superior(self, person: str) -> str | None:
        """Whom somebody reports to, if that user is active."""
        user = self._user(person)
        above = None if user is None else user["manager"]
        return above if above is not None and self._is_active(above) else None

    def absence(self, person: str, at: datetime, object: str) -> Absence | None:
        """Who stands in for somebody at a moment."""
        filter = f"person = '{person}' AND begins_at <= {quote(at.isoformat())} AND ends_at > {quote(at.isoformat())}"
        for row in self._list("absence", filter, ["agent", "mode", "objects"]):
            if row["agent"] is not None and (not row["objects"] or object in row["objects"]) and self._is_active(row["agent"]):
                return Absence(row["agent"], shared=row["mode"] == "share") if row["mode"] != "notify" else None
        return None

    def clock(self, person: str | None) -> Clock:
        """By which clock somebody's time goes; without a person the organisation's."""
        user = None if person is None else self._user(person)
        zone = (user and user["time_zone"]) or self._ctx.settings("organisation").get("time_zone") or "UTC"
        if zone not in self._clocks:
            self._clocks[zone] = Clock(self._ctx.catalogue.of_kind("calendar"), zone)
        return self._clocks[zone]

    # -- sources ---------------------------------------------------------------------------------------------

    def _named(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        for key in _SOURCES:
            if key in source:
                yield from _SOURCES[key](self, source, scope)
                return

    def _by_user(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from self._ids(f"email = {quote(source['user'])}", source["user"])

    def _by_role(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from self._ids(f"role = {quote(source['role'])}")

    def _by_roles(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        """Those in the roles that a value names, such as what a decision table has collected."""
        found = self._expressions.at(source["roles"], scope)
        for role in found if isinstance(found, (list, tuple)) else [found] if found else []:
            if role not in self._ctx.catalogue.of_kind("role"):
                raise Unanswerable("There is no role called {name}", name=role)
            yield from self._ids(f"role = {quote(role)}")

    def _by_team(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        teams = self._list("team", f"name = {quote(source['team'])}", ["members", "lead"])
        if not teams:
            raise Unanswerable("There is no team called {name}", name=source["team"])
        for team in teams:
            yield from _filled([team["lead"]]) if source.get("lead") else team["members"] or ()

    def _by_lead(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        """Who leads the teams of a user; of a lead that is the lead, too (A-WHO-03, A-SELF says what follows)."""
        found = scope.initiator if source["lead_of"] == "initiator" else self._expressions.at(source["lead_of"], scope)
        for person in found if isinstance(found, tuple) else _filled([found]):
            teams = self._list("team", "lead != NULL", ["lead", "members"])
            yield from (team["lead"] for team in teams if person in (team["lead"], *(team["members"] or ())))

    def _by_field(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        found = self._expressions.at(source["field"], scope)
        yield from (found if isinstance(found, tuple) else [found] if found else [])

    def _by_manager(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        """`level` managers up, or all up to `up_to`; where the line ends before, the last of it (A-WHO-04, A-WHO-05).

        `with_role`: the first of them who has it; where nobody has, there is nobody (A-WHO-06).
        """
        start = source["manager_of"]
        person = scope.initiator if start == "initiator" else self._expressions.at(start, scope)
        line = list(self._line(person, source.get("up_to") or (HIGHEST if "with_role" in source else source.get("level", 1))))
        if "with_role" in source:
            number = next((number for number, one in enumerate(line) if self._role(one) == source["with_role"]), None)
            line = line if number is None and "up_to" in source else [] if number is None else line[: number + 1]
        yield from line if "up_to" in source else line[-1:]

    def _role(self, person: str) -> str | None:
        user = self._user(person)
        return None if user is None else user["role"]

    def _line(self, person: str | None, most: int) -> Iterator[str]:
        for _ in range(min(most, HIGHEST)):
            person = None if person is None else self.superior(person)
            if person is None:
                return
            yield person

    def _by_initiator(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from [scope.initiator] if scope.initiator else []

    def _by_previous(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        if scope.approved:
            yield from scope.approved[-1][1]

    def _by_step(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from (person for step, people in scope.approved if step == source["step"] for person in people)

    def _by_choice(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from scope.variables.get("chosen") or ()

    def _administrators(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        sets = [name for name, one in self._ctx.catalogue.permission_sets.items() if "administer" in one.get("system", ())]
        if sets:
            yield from self._ids(" OR ".join(f"HAS(permission_sets, {quote(name)})" for name in sorted(sets)))

    def _by_condition(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from self._ids(self._expressions.written(source["where"], scope))

    def _by_plugin(self, source: Mapping[str, Any], scope: Scope) -> Iterator[str]:
        yield from people_by(self._ctx, source, self._expressions.record)

    def _ids(self, filter: str, named: str = "") -> list[str]:
        rows = self._list("user", f"active = TRUE AND ({filter})", KNOWN)
        if not rows and named:
            raise Unanswerable("There is no active user {user}", user=named)
        for row in rows:
            self._known[row["id"]] = row
        return [row["id"] for row in rows]

    # -- users -----------------------------------------------------------------------------------------------

    def _user(self, id: str) -> Mapping[str, Any] | None:
        if id not in self._known:
            rows = self._list("user", f"id = '{id}'", KNOWN)
            self._known[id] = rows[0] if rows else None
        return self._known[id]

    def _is_active(self, id: str) -> bool:
        user = self._user(id)
        return user is not None and bool(user["active"])

    def _list(self, object: str, filter: str, fields: list[str]) -> list[dict[str, Any]]:
        return list_records(self._ctx, object, filter=filter, fields=["id", *fields], sort="id", limit=MOST).data


def _filled(found: Iterable[str | None]) -> Iterator[str]:
    return (one for one in found if one)


Source = Callable[[Organisation, Mapping[str, Any], Scope], Iterator[str]]

_SOURCES: Mapping[str, Source] = {
    "user": Organisation._by_user,
    "role": Organisation._by_role,
    "roles": Organisation._by_roles,
    "team": Organisation._by_team,
    "lead_of": Organisation._by_lead,
    "field": Organisation._by_field,
    "manager_of": Organisation._by_manager,
    "initiator": Organisation._by_initiator,
    "previous": Organisation._by_previous,
    "step": Organisation._by_step,
    "chosen": Organisation._by_choice,
    "administrators": Organisation._administrators,
    "where": Organisation._by_condition,
    "source": Organisation._by_plugin,
}
