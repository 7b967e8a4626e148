"""The few columns of users that tell who may come in, known without a catalogue."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa

from metadata.storage import Id, Moment

__all__ = ["let_in", "login_name", "user"]

#: A part of the table of the object `user`; the whole is in the catalogue, whose version isn't known yet at this point.
user = sa.table(
    "user",
    sa.column("id", Id),
    sa.column("email", sa.Text),
    sa.column("active", sa.Boolean),
    sa.column("deleted_at", Moment),
)


def let_in() -> sa.ColumnElement[bool]:
    """The condition that a user is neither switched off nor deleted."""
    return sa.and_(user.c.active.is_(True), user.c.deleted_at.is_(None))


def login_name(email: str) -> str:
    """The one spelling of an e-mail address under which its user is found."""
    return unicodedata.normalize("NFKC", email).strip().casefold()
