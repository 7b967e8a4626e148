"""Who asks, and which versions of catalogue and rights hold: one statement per request, in the tenant's own store."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.database.tables import session, state, task_holder, token
from core.database.unit import Unit
from core.identity.people import let_in, user
from core.identity.secrets import fingerprint
from core.identity.sessions import IDLE, SEEN_EVERY

__all__ = ["Credentials", "Identity", "identify"]


class Credentials(NamedTuple):
    """What a request shows to be let in: the secret of a session or a token, or neither."""

    session: str | None = None
    token: str | None = None


class Identity(NamedTuple):
    """The answer. `user_id` is None for nobody; `seen_long_ago` asks for a note that the session was used. has_tasks: whether
    some decision waits for the user, so that a record may be seen for its sake alone."""

    status: str
    catalogue_version: int
    rights_version: int
    user_id: str | None = None
    session_id: str | None = None
    csrf: str | None = None
    seen_long_ago: bool = False
    has_tasks: bool = False


def identify(unit: Unit, credentials: Credentials, now: datetime) -> Identity:
    """Ask the tenant's store. A session or token that ran out, or whose user may not come in, is nobody's."""
    if credentials.token is not None:
        return _by_token(unit, credentials.token, now)
    if credentials.session is not None:
        return _by_session(unit, credentials.session, now)
    row = unit.rows(unit.store.statement("identify.nobody", _nobody))[0]
    return Identity(row[0], row[1], row[2])


def _by_token(unit: Unit, secret: str, now: datetime) -> Identity:
    values = {"hash": fingerprint(secret), "now": now}
    row = unit.rows(unit.store.statement("identify.token", _token), values)[0]
    return Identity(row[0], row[1], row[2], None if row[3] is None else str(row[3]), has_tasks=bool(row[4]))


def _by_session(unit: Unit, secret: str, now: datetime) -> Identity:
    values = {"hash": fingerprint(secret), "now": now, "idle": now - IDLE, "a_while_ago": now - SEEN_EVERY}
    row = unit.rows(unit.store.statement("identify.session", _session), values)[0]
    if row[3] is None:
        return Identity(row[0], row[1], row[2])
    return Identity(row[0], row[1], row[2], str(row[3]), str(row[4]), row[5], bool(row[6]), bool(row[7]))


VERSIONS = (state.c.status, state.c.catalogue_version, state.c.rights_version)


def _nobody() -> sa.Select[Any]:
    return sa.select(*VERSIONS)


def _token() -> sa.Select[Any]:
    good = sa.or_(token.c.expires_at.is_(None), token.c.expires_at > _moment("now"))
    found = state.outerjoin(token, sa.and_(token.c.hash == sa.bindparam("hash"), good))
    people = found.outerjoin(user, sa.and_(user.c.id == token.c.user_id, let_in()))
    return sa.select(*VERSIONS, user.c.id, _has_tasks()).select_from(people)


def _session() -> sa.Select[Any]:
    good = sa.and_(session.c.expires_at > _moment("now"), session.c.seen_at > _moment("idle"))
    found = state.outerjoin(session, sa.and_(session.c.hash == sa.bindparam("hash"), good))
    people = found.outerjoin(user, sa.and_(user.c.id == session.c.user_id, let_in()))
    long_ago = session.c.seen_at < _moment("a_while_ago")
    return sa.select(*VERSIONS, user.c.id, session.c.id, session.c.csrf, long_ago, _has_tasks()).select_from(people)


def _has_tasks() -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(task_holder.c.task_id).where(task_holder.c.user_id == user.c.id))


def _moment(name: str) -> sa.BindParameter[datetime]:
    return sa.bindparam(name, type_=session.c.seen_at.type)
