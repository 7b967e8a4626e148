"""Where merged records went, so that old ids and links lead to the record that stayed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import merged
from core.records.reading import get
from dougong import Merged, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["forget_merged", "refuse_merged", "remember_merged"]

#: A record may be merged into one that is merged itself, and so on.
LONGEST_WAY = 20


def remember_merged(ctx: Ctx, object: str, others: Sequence[str], keep: str) -> None:
    """Note that these records are `keep` from now on."""
    forget_merged(ctx, others)
    execute(ctx.unit, sa.insert(merged), [{"record_id": id, "object": object, "into_id": keep, "at": ctx.now} for id in others])


def forget_merged(ctx: Ctx, ids: Iterable[str]) -> None:
    """These records are themselves again: they came back out of the recycle bin."""
    execute(ctx.unit, sa.delete(merged).where(merged.c.record_id.in_(list(ids))))


def refuse_merged(ctx: Ctx, object: str, id: str) -> None:
    """Raises Merged where a record that isn't there went into one that the actor sees."""
    into = _followed(ctx, object, id)
    if into is None:
        return
    try:
        get(ctx, object, into, ["id"])
    except NotFound:
        return
    raise Merged("This record was merged into another one: {id}", object=object, into=into)


def _followed(ctx: Ctx, object: str, id: str) -> str | None:
    at = id
    for _ in range(LONGEST_WAY):
        rows = fetch(ctx.unit, sa.select(merged.c.into_id).where(merged.c.record_id == at, merged.c.object == object))
        if not rows:
            break
        at = rows[0].into_id
    return None if at == id else at
