"""What happened to a record: field by field, and together with activities, comments and files as one timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.statements import reader_of
from core.database.tables import event
from core.records.reading import accesses, get, list_records, resolve
from dougong import BadRequest, Page

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["history", "timeline"]

MOST = 200
#: What a timeline shows beside changes: objects whose records are about others, by the field that says so.
ABOUT = {"activity": "activities", "comment": "comments", "file": "files"}


def history(ctx: Ctx, object: str, id: str, limit: int = MOST, before: int | None = None) -> list[dict[str, Any]]:
    """The changes of a record, newest first, as far as the actor may see its fields now."""
    kind = resolve(ctx, object)
    get(ctx, object, id, ["id"])
    return _events(ctx, kind, id, limit, before)


def _events(ctx: Ctx, kind: ObjectType, id: str, limit: int, before: int | None) -> list[dict[str, Any]]:
    def make() -> sa.Select[Any]:
        users = ctx.catalogue.object("user").shape.alias("u")
        return (
            sa.select(event.c.seq, event.c.kind, event.c.changes, event.c.at, event.c.actor_id, users.c.name)
            .select_from(event.outerjoin(users, users.c.id == event.c.actor_id))
            .where(
                event.c.record_id == sa.bindparam("id", type_=event.c.record_id.type),
                event.c.object == sa.bindparam("object", type_=sa.Text),
                event.c.seq < sa.bindparam("before", type_=event.c.seq.type),
            )
            .order_by(event.c.seq.desc())
            .limit(sa.bindparam("limit", type_=sa.Integer))
        )

    statement = ctx.store.statement(("events", ctx.catalogue.version), make)
    values = {"id": id, "object": kind.name, "before": before or 2**62, "limit": limit}
    read_at = reader_of(event.c.at.type, ctx.store.dialect) or (lambda value: value)
    read_id = reader_of(event.c.actor_id.type, ctx.store.dialect) or (lambda value: value)
    visible = visible_in(ctx, kind, id)
    found = []
    for seq, what, changes, at, actor, name in ctx.unit.rows(statement, values):
        shown = _shown(ctx, kind, orjson.loads(changes), visible)
        if shown or what != "updated":
            by = None if actor is None else {"id": read_id(actor), "name": name}
            found.append({"id": str(seq), "at": read_at(at), "by": by, "event": what, "changes": shown})
    return found


def visible_in(ctx: Ctx, kind: ObjectType, id: str) -> frozenset[str]:
    """The fields that the actor sees in one record."""
    access = accesses(ctx)[kind.name]
    if access.visible == access.visible_everywhere:
        return access.visible
    table = kind.table

    def make() -> sa.Select[Any]:
        return sa.select(table.c.id).where(table.c.id == sa.bindparam("id", type_=table.c.id.type), access.own(table, 1))

    key = ("own", ctx.catalogue.version, ctx.actor.signature, kind.name)
    from_actor = {"me": ctx.actor.id, "me_as_grantee": f"user:{ctx.actor.id}", "env_now": ctx.now, "id": id}
    mine = ctx.unit.rows(ctx.store.statement(key, make), from_actor)
    return access.visible if mine else access.visible_everywhere


def _shown(ctx: Ctx, kind: ObjectType, changes: Mapping[str, Sequence[Any]], visible: frozenset[str]) -> list[dict[str, Any]]:
    language = ctx.actor.language
    access = accesses(ctx)[kind.name]
    named = kind.named()
    return [
        {"field": name, "label": _label(ctx, kind, name, language), "old": pair[0], "new": pair[1]}
        for name, pair in changes.items()
        if name in named and not access.masked(name) and (name in visible or not named[name].type.readable)
    ]


def _label(ctx: Ctx, kind: ObjectType, name: str, language: str) -> str:
    return ctx.catalogue.label(f"object.{kind.name}.fields.{name}.label", language) or name


# -- the timeline --------------------------------------------------------------------------------------------


def timeline(ctx: Ctx, object: str, id: str, limit: int = 50, after: str | None = None) -> Page:
    """Activities, comments, files and changes of a record in one order, newest first."""
    if not 1 <= limit <= MOST:
        raise BadRequest("limit is from 1 to {most}", most=MOST)
    kind = resolve(ctx, object)
    get(ctx, object, id, ["id"])
    before = _moment(after)
    items = list(_changes(ctx, kind, id, before, limit))
    for about, feature in ABOUT.items():
        if feature in kind.features and about in ctx.catalogue.objects and accesses(ctx)[about].grants.read:
            items += _about(ctx, about, id, before, limit)
    items.sort(key=lambda item: (item["at"], item["id"]), reverse=True)
    more = len(items) > limit
    items = items[:limit]
    return Page(data=items, next=items[-1]["at"].isoformat() if more and items else None)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadRequest("`after` is what `next` of the page before said")
    return found


def _changes(ctx: Ctx, kind: ObjectType, id: str, before: datetime | None, limit: int) -> Iterable[dict[str, Any]]:
    for item in _events(ctx, kind, id, MOST, None):
        if before is None or item["at"] < before:
            yield {"kind": "change", **item}


def _about(ctx: Ctx, about: str, id: str, before: datetime | None, limit: int) -> Iterable[dict[str, Any]]:
    older = f" AND created_at < DATETIMEVALUE('{before.isoformat()}')" if before else ""
    page = list_records(
        ctx, about, filter=f"about.id = '{id}'{older}", sort="-created_at", limit=limit, expand=["owner", "created_by"]
    )
    for record in page.data:
        by = record.get("created_by")
        yield {"kind": about, "id": record["id"], "at": record["created_at"], "by": by, about: record}
