"""API tokens: `dg_…`, shown once, good for everything their user may do."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import token
from core.identity.secrets import fingerprint, new_secret
from core.ids import new_id
from dougong import Conflict, FieldProblem, Invalid, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["MARK", "create_token", "list_tokens", "new_token", "revoke_token"]

#: Begins every token, so that scanners of leaked secrets know one when they see it.
MARK = "dg_"
MOST_PER_USER = 100
LONGEST_NAME = 120


def create_token(ctx: Ctx, user_id: str, name: str, *, expires_at: datetime | None = None) -> str:
    """Make a token for a user; the answer is the only place where it is ever to be seen."""
    return new_token(ctx, user_id, name, expires_at=expires_at)[1]


def new_token(ctx: Ctx, user_id: str, name: str, *, expires_at: datetime | None = None) -> tuple[str, str]:
    """Make a token: its id and its secret."""
    problems = [*_wrong_name(name), *_wrong_expiry(ctx, expires_at)]
    if problems:
        raise Invalid(errors=problems)
    if len(list_tokens(ctx, user_id)) >= MOST_PER_USER:
        raise Conflict("There are {most} tokens already; revoke one that is not used", most=MOST_PER_USER)
    id, secret = new_id(), MARK + new_secret()
    values = {"hash": fingerprint(secret), "id": id, "user_id": user_id, "name": name, "created_at": ctx.now}
    ctx.unit.run(ctx.store.statement("token.create", lambda: sa.insert(token)), values | {"expires_at": expires_at})
    return id, secret


def list_tokens(ctx: Ctx, user_id: str) -> list[dict[str, Any]]:
    """A user's tokens without their secrets, the newest first."""
    shown = (token.c[name] for name in ("id", "name", "created_at", "expires_at"))
    query = sa.select(*shown).where(token.c.user_id == user_id).order_by(token.c.id.desc())
    return [{str(name): value for name, value in row._mapping.items()} for row in fetch(ctx.unit, query)]


def revoke_token(ctx: Ctx, user_id: str, token_id: str) -> None:
    """End a token of a user; raises NotFound."""

    def make() -> sa.Delete:
        ids = {name: sa.bindparam(f"the_{name}", type_=token.c[name].type) for name in ("id", "user_id")}
        return sa.delete(token).where(*(token.c[name] == given for name, given in ids.items()))

    values = {"the_id": token_id, "the_user_id": user_id}
    if not ctx.unit.run(ctx.store.statement("token.revoke", make), values):
        raise NotFound()


def _wrong_name(name: str) -> list[FieldProblem]:
    if not name.strip():
        return [FieldProblem("name", "required", "Say what the token is for")]
    if len(name) > LONGEST_NAME:
        return [FieldProblem("name", "too_long", "At most {most} characters", {"most": LONGEST_NAME})]
    return []


def _wrong_expiry(ctx: Ctx, expires_at: datetime | None) -> list[FieldProblem]:
    if expires_at is not None and expires_at <= ctx.now:
        return [FieldProblem("expires_at", "range", "The day on which it ends must lie ahead")]
    return []
