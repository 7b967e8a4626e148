"""Sessions of browsers: made at sign-in, kept on the server, ended at sign-out or when they lie idle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import session
from core.database.unit import Unit
from core.identity.secrets import fingerprint, new_secret
from core.ids import new_id
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = [
    "IDLE", "LIFETIME", "SEEN_EVERY", "NewSession", "forget_dead_sessions", "list_sessions", "open_session",
    "revoke_session", "saw",
]  # fmt: skip

LIFETIME = timedelta(days=30)
IDLE = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
MOST_PER_USER = 50
LONGEST_AGENT = 300


@dataclass(frozen=True, kw_only=True)
class NewSession:
    """A session just made: `secret` goes into the cookie and is known to nobody else."""

    id: str
    secret: str
    csrf: str


def open_session(ctx: Ctx, user_id: str, *, agent: str = "", address: str = "") -> NewSession:
    """Make a session for a user; the oldest ones end when there are too many."""
    made = NewSession(id=new_id(), secret=new_secret(), csrf=new_secret())
    values = {
        "hash": fingerprint(made.secret),
        "id": made.id,
        "user_id": user_id,
        "csrf": made.csrf,
        "created_at": ctx.now,
        "seen_at": ctx.now,
        "expires_at": ctx.now + LIFETIME,
        "agent": agent[:LONGEST_AGENT],
        "address": address,
    }
    _forget_old(ctx, user_id)
    ctx.unit.run(ctx.store.statement("session.open", lambda: sa.insert(session)), values)
    return made


def list_sessions(ctx: Ctx, user_id: str) -> list[dict[str, Any]]:
    """A user's sessions, the latest used first."""
    shown = (session.c[name] for name in ("id", "created_at", "seen_at", "expires_at", "agent", "address"))
    alive = session.c.expires_at > ctx.now, session.c.seen_at > ctx.now - IDLE
    query = sa.select(*shown).where(session.c.user_id == user_id, *alive).order_by(session.c.seen_at.desc())
    return [{str(name): value for name, value in row._mapping.items()} for row in fetch(ctx.unit, query)]


def revoke_session(ctx: Ctx, user_id: str, session_id: str) -> None:
    """End one session of a user; raises NotFound."""

    def make() -> sa.Delete:
        ids = {name: sa.bindparam(f"the_{name}", type_=session.c[name].type) for name in ("id", "user_id")}
        return sa.delete(session).where(*(session.c[name] == given for name, given in ids.items()))

    values = {"the_id": session_id, "the_user_id": user_id}
    if not ctx.unit.run(ctx.store.statement("session.revoke", make), values):
        raise NotFound()


def forget_dead_sessions(ctx: Ctx) -> int:
    """Delete every session that ran out; answers how many."""
    dead = sa.or_(session.c.expires_at <= ctx.now, session.c.seen_at <= ctx.now - IDLE)
    return execute(ctx.unit, sa.delete(session).where(dead))


def saw(unit: Unit, session_id: str, now: datetime) -> None:
    """Note that a session was used, at most once a minute."""

    def make() -> sa.Update:
        at, before = (sa.bindparam(name, type_=session.c.seen_at.type) for name in ("at", "before"))
        the = session.c.id == sa.bindparam("the_id", type_=session.c.id.type)
        return sa.update(session).where(the, session.c.seen_at < before).values(seen_at=at)

    values = {"the_id": session_id, "at": now, "before": now - SEEN_EVERY}
    unit.run(unit.store.statement("session.saw", make), values)


def _forget_old(ctx: Ctx, user_id: str) -> None:
    """Delete what has run out, and the user's sessions beyond the latest ones."""

    def make() -> sa.Delete:
        mine = session.c.user_id == sa.bindparam("the_user", type_=session.c.user_id.type)
        now, idle = (sa.bindparam(name, type_=session.c.seen_at.type) for name in ("now", "idle"))
        kept = sa.select(session.c.id).where(mine).order_by(session.c.seen_at.desc()).limit(MOST_PER_USER - 1)
        dead = sa.or_(session.c.expires_at <= now, session.c.seen_at <= idle, session.c.id.not_in(kept))
        return sa.delete(session).where(mine, dead)

    values = {"the_user": user_id, "now": ctx.now, "idle": ctx.now - IDLE}
    ctx.unit.run(ctx.store.statement("session.forget", make), values)
