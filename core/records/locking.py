"""Records that a process keeps as they are, an approval most often: whose change is refused, and by which process it isn't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import record_lock
from core.records.drafts import Draft, good
from dougong import Conflict

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["is_locked", "refuse_locked", "refuse_locked_masters"]

CHUNK = 500


def is_locked(ctx: Ctx, kind: ObjectType) -> sa.ColumnElement[Any]:
    """Whether a process other than the one that writes keeps a row as it is. Objects on which nobody decides have no locks."""
    if kind.name not in ctx.catalogue.decided_objects:
        return sa.literal_column("0")
    writer = sa.bindparam("process", type_=record_lock.c.process_id.type)
    locks = sa.select(record_lock.c.record_id).where(
        record_lock.c.record_id == kind.table.c.id, sa.or_(writer.is_(None), record_lock.c.process_id != writer)
    )
    return sa.case((locks.exists(), sa.literal_column("1")), else_=sa.literal_column("0"))


def passes(ctx: Ctx) -> bool:
    """Whether locks don't hold for whoever writes: administrators, and the platform itself, but no process of another."""
    return ctx.process is None and ctx.actor.administers


def refuse_locked(ctx: Ctx, drafts: Sequence[Draft]) -> None:
    """Drafts of locked records fail."""
    for draft in good(drafts):
        if draft.locked and not passes(ctx):
            draft.failure = Conflict("This record is locked while it is being approved")


def refuse_locked_masters(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> None:
    """Parts of a locked record are locked with it, and it gets no new ones (A-REC-02)."""
    parent = None if kind.parent is None else kind.fields[kind.parent]
    if parent is None or parent.type.name != "master_detail" or parent.to not in ctx.catalogue.decided_objects or passes(ctx):
        return
    masters = {draft.id: _masters(draft, parent.name) for draft in good(drafts)}
    locked = _locked(ctx, sorted({id for ids in masters.values() for id in ids}))
    for draft in good(drafts):
        if masters[draft.id] & locked:
            draft.failure = Conflict("What this belongs to is locked while it is being approved")


def _masters(draft: Draft, parent: str) -> set[str]:
    """What a part belongs to, and belonged to before."""
    return {str(values[parent]) for values in (draft.values, draft.before or {}) if values.get(parent)}


def _locked(ctx: Ctx, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        mine: list[sa.ColumnElement[bool]] = [record_lock.c.record_id.in_(ids[start : start + CHUNK])]
        if ctx.process is not None:
            mine.append(record_lock.c.process_id != ctx.process)
        found |= {row.record_id for row in fetch(ctx.unit, sa.select(record_lock.c.record_id).where(*mine))}
    return found
