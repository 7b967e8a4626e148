"""The few columns of users that tell who may come in, known without a catalogue."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa

from metadata.storage import Id, Moment, Text

__all__ = ["let_in", "login_name", "user"]

#: A part of the table of the object `user`; the whole is in the catalogue, whose version isn't known yet at this point.
user = sa.Table(
    "user",
    sa.MetaData(),
    sa.Column("id", Id, primary_key=True),
    sa.Column("email", Text),
    sa.Column("active", sa.Boolean),
    sa.Column("deleted_at", Moment),
)


def let_in() -> sa.ColumnElement[bool]:
    """The condition that a user is neither switched off nor deleted."""
    return sa.and_(user.c.active.is_(True), user.c.deleted_at.is_(None))


def login_name(email: str) -> str:
    """One spelling for all those of an e-mail address, under which tries to sign in are counted."""
    return unicodedata.normalize("NFKC", email).strip().casefold()
