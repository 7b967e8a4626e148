"""What the finder has left: groups, the surest first, as far as the actor sees their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import duplicate
from core.duplicates.dismissing import dismiss
from core.records.reading import accesses, list_records, resolve
from core.records.storing import chunks
from dougong import BadRequest, NotAllowed, NotFound, Page

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["dismiss_found", "found"]

MOST_DISMISSED = 50


def found(ctx: Ctx, object: str, limit: int = 50, after: str | None = None) -> Page:
    """A page of groups that the actor's own runs found; who administers sees those of all."""
    kind = resolve(ctx, object)
    rows = _rows(ctx, object, limit + 1, after)
    documents = [(row, orjson.loads(row.records), orjson.loads(row.reasons)) for row in rows[:limit]]
    names = _names(ctx, kind.name, kind.name_field, [id for _, ids, _ in documents for id in ids])
    groups = [_shown(row, ids, reasons, names) for row, ids, reasons in documents]
    last = rows[limit - 1] if len(rows) > limit else None
    return Page([group for group in groups if len(group["records"]) > 1], next=last and f"{last.score}:{last.id}")


def _rows(ctx: Ctx, object: str, limit: int, after: str | None) -> Sequence[Any]:
    query = sa.select(duplicate).where(duplicate.c.object == object).order_by(duplicate.c.score.desc(), duplicate.c.id)
    if not ctx.actor.administers:
        query = query.where(duplicate.c.found_by == ctx.actor.id)
    if after is not None:
        score, id = _cursor(after)
        later = sa.and_(duplicate.c.score == score, duplicate.c.id > id)
        query = query.where(sa.or_(duplicate.c.score < score, later))
    return fetch(ctx.unit, query.limit(limit))


def _cursor(text: str) -> tuple[int, str]:
    score, _, id = text.partition(":")
    if not score.isdecimal() or len(score) > 4 or len(id) != 36 or set(id) - set("0123456789abcdef-"):
        raise BadRequest("This is not a cursor of this list")
    return int(score), id


def _names(ctx: Ctx, object: str, name_field: str, ids: Sequence[str]) -> dict[str, str | None]:
    """The names of those that are there and that the actor sees."""
    fields = [name for name in ("id", name_field) if name in accesses(ctx)[object].visible]
    known: dict[str, str | None] = {}
    for chunk in chunks(sorted(set(ids))):
        listed = ", ".join(f"'{id}'" for id in dict.fromkeys(chunk))
        for record in list_records(ctx, object, filter=f"id IN ({listed})", fields=fields, limit=len(chunk)).data:
            known[record["id"]] = record.get(name_field)
    return known


def _shown(row: Any, ids: Sequence[str], reasons: Sequence[Mapping[str, Any]], names: Mapping[str, Any]) -> dict[str, Any]:
    there = [id for id in ids if id in names]
    return {
        "id": row.id,
        "score": row.score / 1000,
        "records": [{"id": id, "name": names[id]} for id in there],
        "reasons": [reason for reason in reasons if reason["one"] in names and reason["other"] in names],
        "at": row.at,
    }


def dismiss_found(ctx: Ctx, object: str, ids: Sequence[str]) -> None:
    """Say that no two of these records are the same; they are never found again, nor refused because of each other."""
    kind = resolve(ctx, object)
    if not accesses(ctx)[object].grants.edit:
        raise NotAllowed("You may not {action} records of {object}", action="edit", object=kind.label)
    if not 2 <= len(set(ids)) <= MOST_DISMISSED:
        raise BadRequest("Name from 2 to {most} records that are not the same", most=MOST_DISMISSED)
    ids = sorted({id.lower() for id in ids})
    if set(_names(ctx, object, kind.name_field, ids)) != set(ids):
        raise NotFound("There is no such record: {object}", object=kind.label)
    dismiss(ctx, object, ids)
    group = orjson.dumps(ids).decode()
    execute(ctx.unit, sa.delete(duplicate).where(duplicate.c.object == object, duplicate.c.records == group))
