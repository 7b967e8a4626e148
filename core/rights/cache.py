"""The actors of this process, each kept until anything changes that rights depend on."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.database.tables import state
from core.rights.actor import Actor, load_actor
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx
    from core.database.unit import Unit
    from metadata.catalogue import Catalogue

__all__ = ["Actors"]


Key = tuple[str, str, int, int, bool]


class Actors:
    """Keyed by tenant, user, the versions of catalogue and rights and whether tasks wait, so that a change counts from the next request on."""

    MOST = 10_000

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Actor] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, tenant: str, unit: Unit, catalogue: Catalogue, user_id: str, rights_version: int | None = None, *, has_tasks: bool = True
    ) -> Actor:
        """The actor for a user; the version is asked for where the caller doesn't know it. Raises NotFound."""
        version = _version(unit) if rights_version is None else rights_version
        key = (tenant, user_id, catalogue.version, version, has_tasks)
        found = self._kept.get(key)
        if found is None:
            found = replace(load_actor(unit, catalogue, user_id), has_tasks=has_tasks)
            if not unit.writing:  # what a transaction sees may never be committed
                self._keep(key, found)
        return found

    def by_email(self, ctx: Ctx, email: str) -> Actor:
        """The actor for the user with an e-mail address. Raises NotFound."""
        users = ctx.catalogue.object("user")
        table = users.table
        wanted = users.fields["email"].parse(email)

        def make() -> sa.Select[tuple[str]]:
            alive = table.c.deleted_at.is_(None)
            return sa.select(table.c.id).where(table.c.email == sa.bindparam("email", type_=table.c.email.type), alive)

        rows = ctx.unit.rows(ctx.store.statement(("by email", ctx.catalogue.version), make), {"email": wanted})
        if not rows:
            raise NotFound("There is no user with the e-mail address {email}", email=email)
        return self.get(ctx.tenant, ctx.unit, ctx.catalogue, str(rows[0][0]))

    def _keep(self, key: Key, actor: Actor) -> None:
        with self._lock:
            self._kept[key] = actor
            while len(self._kept) > self.MOST:
                self._kept.popitem(last=False)


def _version(unit: Unit) -> int:
    rows = unit.rows(unit.store.statement("rights.version", lambda: sa.select(state.c.rights_version)))
    return int(rows[0][0])
