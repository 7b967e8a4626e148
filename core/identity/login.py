"""Signing in with e-mail address and password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.audit.noting import note
from core.database.tables import credential
from core.identity.passwords import fits
from core.identity.people import let_in, user
from core.identity.sessions import NewSession, open_session
from dougong import NotSignedIn

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["sign_in"]


def sign_in(ctx: Ctx, email: str, password: str, *, agent: str = "", address: str = "") -> tuple[str, NewSession]:
    """Let a user in: answers the user's id and a new session. Raises NotSignedIn, the same for every reason."""
    user_id, hashed = _who(ctx, _as_stored(ctx, email))
    ctx.unit.close()  # hashing takes long; others need the connection
    if not fits(hashed, password, demo=ctx.platform.config.demo) or user_id is None:
        note(ctx, user_id, "sign_in", "refused", address=address)
        ctx.unit.commit()  # what was refused is told all the same, whether the address is known or not
        raise NotSignedIn("The e-mail address or the password is not right")
    note(ctx, user_id, "sign_in", "begun", address=address)
    return user_id, open_session(ctx, user_id, agent=agent, address=address)


def _as_stored(ctx: Ctx, email: str) -> str | None:
    """The address as user records have it; None for what can't be one."""
    try:
        return str(ctx.catalogue.object("user").fields["email"].parse(email))
    except ValueError:
        return None


def _who(ctx: Ctx, email: str | None) -> tuple[str | None, str | None]:
    if email is None:
        return None, None
    rows = ctx.unit.rows(ctx.store.statement("login", _select), {"email": email})
    return (str(rows[0][0]), rows[0][1]) if rows else (None, None)


def _select() -> sa.Select[Any]:
    known = user.outerjoin(credential, credential.c.user_id == user.c.id)
    return sa.select(user.c.id, credential.c.password).select_from(known).where(user.c.email == sa.bindparam("email"), let_in())
