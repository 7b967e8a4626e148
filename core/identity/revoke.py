"""Ends what a user is signed in with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.database.tables import session, token

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["revoke_all"]


def revoke_all(ctx: Ctx, user_id: str) -> None:
    """End every session and token of a user."""
    ctx.unit.run(ctx.store.statement("revoke.sessions", _sessions), {"user": user_id})
    ctx.unit.run(ctx.store.statement("revoke.tokens", _tokens), {"user": user_id})


def _sessions() -> sa.Delete:
    return sa.delete(session).where(session.c.user_id == sa.bindparam("user", type_=session.c.user_id.type))


def _tokens() -> sa.Delete:
    return sa.delete(token).where(token.c.user_id == sa.bindparam("user", type_=token.c.user_id.type))
