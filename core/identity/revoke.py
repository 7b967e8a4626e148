"""Ends what a user is signed in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.tables import session, token

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["revoke_all"]


def revoke_all(ctx: Ctx, user_id: str) -> None:
    """End every session and token of a user."""
    for table in (session, token):
        ctx.unit.run(ctx.store.statement(("revoke", table.name), lambda table=table: _ended(table)), {"user": user_id})


def _ended(table: Any) -> sa.Delete:
    return sa.delete(table).where(table.c.user_id == sa.bindparam("user", type_=table.c.user_id.type))
