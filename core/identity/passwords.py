"""Passwords: set and checked; what is kept is an argon2id hash."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.database.tables import credential
from core.identity.revoke import revoke_all
from dougong import FieldProblem, Invalid, Unavailable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["DEMO", "LEAST", "MOST", "check_password", "fits", "hash_of", "password_of", "set_hashed", "set_password"]

LEAST, MOST = 8, 200
#: The one short password there is; good for nothing outside of a demo.
DEMO = "demo"
HASHER = PasswordHasher()
#: Each hash takes 64 MiB for a tenth of a second, so that a flood of sign-ins could exhaust the machine.
TURNS = threading.BoundedSemaphore(2)
WAIT_SECONDS = 5
#: Of a password that nobody knows; makes an unknown user cost as much time as a known one.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$v72ShdnSI/swjhJtisabAg$BqDOXNoWxAAOELl9mC0L+oe2XQWclAngocfuNU71Bnk"


def set_password(ctx: Ctx, user_id: str, password: object) -> None:
    """Give a user a new password; whoever is signed in as this user is signed out, and tokens end.

    Raises Invalid for a password that is too short, too long or no text.
    """
    set_hashed(ctx, user_id, hash_of(password, demo=ctx.platform.config.demo))


def hash_of(password: object, *, demo: bool) -> str:
    """The hash of a new password. Raises Invalid for one that nobody may have."""
    good = check_password(password, demo=demo)
    with _turn():
        return HASHER.hash(good)


def set_hashed(ctx: Ctx, user_id: str, hashed: str) -> None:
    """Give a user a password that is hashed already."""
    _store(ctx, user_id, hashed)
    revoke_all(ctx, user_id)


def check_password(password: object, *, demo: bool) -> str:
    """The password in the form in which it is hashed. Raises Invalid for one that nobody may have."""
    if not isinstance(password, str):
        raise _refusal("type", "A password is a text")
    plain = normal(password)
    if "\x00" in plain or not plain.isprintable() or any("\ud800" <= sign <= "\udfff" for sign in plain):
        raise _refusal("characters", "A password is made of letters, digits, signs and spaces")
    if len(plain) > MOST:
        raise _refusal("too_long", "A password has at most {most} characters", most=MOST)
    if len(plain) < LEAST and not (demo and plain == DEMO):
        raise _refusal("too_short", "A password has at least {least} characters", least=LEAST)
    return plain


def fits(hashed: str | None, password: str, *, demo: bool) -> bool:
    """Whether the password is the one that was set; takes the same time when there is none."""
    plain = normal(password)
    with _turn():
        same = _same(hashed or NOBODYS, plain[:MOST])
    return same and hashed is not None and len(plain) <= MOST and (len(plain) >= LEAST or demo)


def password_of(ctx: Ctx, user_id: str) -> str | None:
    """The hash of a user's password, where one was set."""

    def make() -> sa.Select[tuple[str]]:
        return sa.select(credential.c.password).where(credential.c.user_id == _the_user())

    rows = ctx.unit.rows(ctx.store.statement("password", make), {"user": user_id})
    return str(rows[0][0]) if rows else None


def normal(password: str) -> str:
    """The same password, however the keyboard composed its characters."""
    return unicodedata.normalize("NFKC", password)


def _same(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


def _refusal(code: str, message: str, **params: object) -> Invalid:
    return Invalid(errors=[FieldProblem("password", code, message, params)])


@contextmanager
def _turn() -> Iterator[None]:
    if not TURNS.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("Too many people sign in at this moment; try again shortly", retry_after=WAIT_SECONDS)
    try:
        yield
    finally:
        TURNS.release()


def _store(ctx: Ctx, user_id: str, hashed: str) -> None:
    values = {"user": user_id, "hash": hashed, "at": ctx.now}
    if not ctx.unit.run(ctx.store.statement("password.change", _change), values):
        ctx.unit.run(ctx.store.statement("password.first", _first), values)


def _change() -> sa.Update:
    return sa.update(credential).where(credential.c.user_id == _the_user()).values(_columns())


def _first() -> sa.Insert:
    return sa.insert(credential).values(user_id=_the_user(), **_columns())


def _columns() -> dict[str, sa.BindParameter[object]]:
    return {"password": sa.bindparam("hash"), "changed_at": sa.bindparam("at", type_=credential.c.changed_at.type)}


def _the_user() -> sa.BindParameter[str]:
    return sa.bindparam("user", type_=credential.c.user_id.type)
