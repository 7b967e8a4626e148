"""Whether the actor may do something to one record, without doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.database.statements import Statement
from core.records.reading import accesses, resolve, shape
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["may"]

ACTIONS = ("read", "edit", "delete")


def may(ctx: Ctx, action: str, object: str, id: str) -> bool:
    """Whether the actor may read, edit or delete a record that is there."""
    if action not in ACTIONS:
        raise BadRequest("What may be done to a record is one of {actions}", actions=", ".join(ACTIONS))
    resolve(ctx, object)
    statement = ctx.store.kept(shape(ctx, "may", action, object), lambda: _plan(ctx, action, object))
    return bool(ctx.unit.rows(statement, ctx.parameters | {"id": id}))


def _plan(ctx: Ctx, action: str, object: str) -> Statement:
    access = accesses(ctx)[object]
    table = access.kind.table
    allowed = {"read": access.readable, "edit": access.editable, "delete": access.deletable}[action](table)
    where = table.c.id == sa.bindparam("id", type_=table.c.id.type), table.c.deleted_at.is_(None), access.readable(table), allowed
    return ctx.store.compile(sa.select(sa.literal_column("1")).select_from(table).where(*where))
