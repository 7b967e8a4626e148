"""How far something has come: whose turn it is, until when dates were looked at. One row each, locked until the commit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.database.queries import execute, fetch
from core.database.tables import mark

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["count_up", "moved_on"]

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def count_up(ctx: Ctx, name: str) -> int:
    """The next number under a name, from 1."""
    _make(ctx, name, 0)
    execute(ctx.unit, sa.update(mark).where(mark.c.name == name).values(value=mark.c.value + 1))
    return _value(ctx, name)


def moved_on(ctx: Ctx, name: str, to: datetime) -> datetime:
    """Move a mark on to a moment; answers where it stood. One that isn't there yet stood there already."""
    _make(ctx, name, (to - EPOCH) // MICROSECOND)
    execute(ctx.unit, sa.update(mark).where(mark.c.name == name).values(value=mark.c.value))  # whoever moves it waits here
    before = EPOCH + _value(ctx, name) * MICROSECOND
    execute(ctx.unit, sa.update(mark).where(mark.c.name == name).values(value=(max(to, before) - EPOCH) // MICROSECOND))
    return before


def _make(ctx: Ctx, name: str, value: int) -> None:
    insert = (sqlite.insert if ctx.store.backend == "sqlite" else postgresql.insert)(mark)
    ctx.unit.connection.execute(insert.values(name=name, value=value).on_conflict_do_nothing())


def _value(ctx: Ctx, name: str) -> int:
    [row] = fetch(ctx.unit, sa.select(mark.c.value).where(mark.c.name == name))
    return int(row.value)
