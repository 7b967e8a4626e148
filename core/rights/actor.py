"""Who acts: a user with everything that rights depend on, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.tables import share
from dougong import NotFound

if TYPE_CHECKING:
    from core.database.unit import Unit
    from metadata.catalogue import Catalogue

__all__ = ["SYSTEM", "Actor", "load_actor"]

ADMINISTER = "administer"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts. `shared`: the objects of which some record is shared with this actor by hand. `has_tasks`: whether some
    decision waits for this actor, who sees its record for that; taken for granted where nobody has asked.

    `signature` is equal for actors whose rights have the same shape, so that they share compiled statements.
    """

    id: str | None
    name: str
    email: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    role: str | None = None
    permission_sets: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset()
    has_tasks: bool = True
    signature: tuple[Any, ...] = field(init=False)

    def __post_init__(self) -> None:
        shape: tuple[Any, ...] = (self.role, self.permission_sets, self.teams, self.shared, self.has_tasks)
        object.__setattr__(self, "signature", ("administrator",) if self.administers else shape)

    @property
    def administers(self) -> bool:
        """Whether every right is granted."""
        return ADMINISTER in self.system

    def may(self, grant: str) -> bool:
        """Whether a system grant, such as `export`, is held."""
        return self.administers or grant in self.system

    @property
    def grantees(self) -> tuple[str, ...]:
        """The names under which something can be shared with this actor."""
        role = (f"role:{self.role}",) if self.role else ()
        return (f"user:{self.id}", *(f"team:{team}" for team in self.teams), *role)


SYSTEM = Actor(id=None, name="Dougong", system=frozenset({ADMINISTER}))


def load_actor(unit: Unit, catalogue: Catalogue, user_id: str) -> Actor:
    """The actor for a user: three statements. Raises NotFound for a user who is gone or not active."""
    row = _user(unit, catalogue, user_id)
    sets = tuple(name for name in sorted(orjson.loads(row["permission_sets"])) if name in catalogue.permission_sets)
    teams = _teams(unit, catalogue, user_id)
    system = frozenset(grant for name in sets for grant in catalogue.permission_sets[name].get("system", ()))
    given: dict[str, Any] = dict(
        id=user_id,
        name=row["name"],
        email=row["email"],
        language=row["language"] or "en",
        time_zone=row["time_zone"] or "UTC",
        role=row["role"] if row["role"] in catalogue.roles else None,
        permission_sets=sets,
        teams=teams,
        system=system,
    )
    return Actor(**given, shared=_shared(unit, Actor(**given)))


def _user(unit: Unit, catalogue: Catalogue, user_id: str) -> dict[str, Any]:
    columns = ("name", "email", "language", "time_zone", "role", "permission_sets")
    table = catalogue.object("user").table

    def make() -> sa.Select[Any]:
        given = [sa.cast(table.c[c], sa.Text) if c == "permission_sets" else table.c[c] for c in columns]
        active = table.c.active.is_(True), table.c.deleted_at.is_(None)
        return sa.select(*given).where(table.c.id == sa.bindparam("id", type_=table.c.id.type), *active)

    rows = unit.rows(unit.store.statement(("actor", catalogue.version), make), {"id": user_id})
    if not rows:
        raise NotFound("There is no such user, or the user is not active")
    found = dict(zip(columns, rows[0], strict=True))
    found["permission_sets"] = found["permission_sets"] or "[]"
    return found


def _teams(unit: Unit, catalogue: Catalogue, user_id: str) -> tuple[str, ...]:
    members = catalogue.object("team").links["members"].table

    def make() -> sa.Select[Any]:
        target = members.c.target_id
        return sa.select(members.c.source_id).where(target == sa.bindparam("id", type_=target.type))

    rows = unit.rows(unit.store.statement(("actor.teams", catalogue.version), make), {"id": user_id})
    return tuple(sorted(str(row[0]) for row in rows))


def _shared(unit: Unit, actor: Actor) -> frozenset[str]:
    grantees = actor.grantees

    def make() -> sa.Select[Any]:
        names = [sa.bindparam(f"g{i}", type_=sa.Text) for i in range(len(grantees))]
        return sa.select(share.c.object).distinct().where(share.c.grantee.in_(names))

    values = {f"g{i}": name for i, name in enumerate(grantees)}
    rows = unit.rows(unit.store.statement(("actor.shared", len(grantees)), make), values)
    return frozenset(row[0] for row in rows)
