"""Duplicates become one record: everything that refers to the others moves, and the others go to the recycle bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute, mappings
from core.database.tables import share
from core.records.drafts import Draft, raise_first
from core.records.reading import accesses, get, resolve
from core.records.recording import bump_rights, record_events
from core.records.removing import Referrer, referrers
from core.records.rollups import roll_up
from core.records.storing import fetch_before, stored_fields
from core.records.writing import delete_records, update_records
from dougong import BadRequest, NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["merge"]

MOST = 10


def merge(ctx: Ctx, object: str, keep: str, others: Sequence[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Merge `others` into `keep`, which takes `values`. The actor must be allowed to delete the others."""
    kind = resolve(ctx, object)
    if not others or len(set(others)) != len(others) or keep in others or len(others) > MOST:
        raise BadRequest("Merge from 1 to {most} other records, each named once", most=MOST)
    gone = [Draft(position=n, id=id) for n, id in enumerate(others)]
    fetch_before(ctx, kind, accesses(ctx)[object], gone)
    raise_first(gone)
    if not all(draft.own_full or accesses(ctx)[object].grants.delete_any for draft in gone):
        raise NotAllowed("You may see these records, but not delete them, so they can't be merged")
    kept = Draft(position=0, id=keep, given=dict(values))
    update_records(ctx, object, [kept])
    raise_first([kept])
    for referrer in referrers(ctx.catalogue, object):
        for id in others:
            _move(ctx, kind, referrer, id, keep)
    _move_links_and_shares(ctx, kind, others, keep)
    delete_records(ctx, object, gone)
    raise_first(gone)
    return get(ctx, object, keep)


def _move(ctx: Ctx, kind: ObjectType, referrer: Referrer, old: str, new: str) -> None:
    """Point records that refer to `old` to `new`, with an event each; nobody's rights on them are asked."""
    table, field = referrer.kind.table, referrer.field
    column = table.c[field.name] if field.references else table.c[f"{field.name}_id"]
    mine = [column == old] if field.references else [column == old, table.c[f"{field.name}_object"] == kind.name]
    rows = mappings(ctx.unit, sa.select(*table.c).where(*mine))
    if not rows:
        return
    execute(ctx.unit, sa.update(table).where(*mine).values({column.name: new}))
    drafts = [_moved(referrer, row, kind.name, new) for row in rows]
    record_events(ctx, referrer.kind, drafts, "updated")
    roll_up(ctx, referrer.kind, drafts)


def _moved(referrer: Referrer, row: Mapping[str, Any], object: str, new: str) -> Draft:
    before = {field.name: field.load(row) for field in stored_fields(referrer.kind)}
    target: Any = new if referrer.field.references else {"object": object, "id": new}
    return Draft(position=0, id=before["id"], before=before, values={**before, referrer.field.name: target})


def _move_links_and_shares(ctx: Ctx, kind: ObjectType, others: Sequence[str], keep: str) -> None:
    links = [(link.table, link.table.c.target_id, link.table.c.source_id) for link in kind.linked_by]
    links += [(link.table, link.table.c.source_id, link.table.c.target_id) for link in kind.links.values()]
    for table, mine, far in links:
        have = sa.select(far).where(mine == keep)
        execute(ctx.unit, sa.delete(table).where(mine.in_(others), far.in_(have)))
        rows = mappings(ctx.unit, sa.select(mine, far).where(mine.in_(others)))
        execute(ctx.unit, sa.delete(table).where(mine.in_(others)))
        for target in {row[far.name] for row in rows}:
            execute(ctx.unit, sa.insert(table).values({mine.name: keep, far.name: target}))
    for row in mappings(ctx.unit, sa.select(share).where(share.c.object == kind.name, share.c.record_id.in_(others))):
        has = sa.select(share.c.id).where(share.c.object == kind.name, share.c.record_id == keep, share.c.grantee == row["grantee"])
        if not mappings(ctx.unit, has):
            execute(ctx.unit, sa.update(share).where(share.c.id == row["id"]).values(record_id=keep))
    bump_rights(ctx)
