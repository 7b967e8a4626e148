"""Search over all objects, and look-ups for pickers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.statements import Statement, reader_of
from core.database.tables import search as search_table
from core.records.matching import matching, search_condition, text_values
from core.records.passages import with_passages
from core.records.paths import Reading
from core.records.reading import accesses, list_records, resolve, shape
from core.records.words import fold
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["lookup", "search"]

MOST_HITS = 50
LONGEST = 200

def search(ctx: Ctx, q: str, objects: Sequence[str] | None = None, limit: int = 20) -> list[dict[str, Any]]:
    """Records of any object that hold all the words, best first. Never by words of fields the actor may not see."""
    if len(q) > LONGEST:
        raise BadRequest("Look for at most {most} characters", most=LONGEST)
    if not 1 <= limit <= MOST_HITS:
        raise BadRequest("limit is from 1 to {most}", most=MOST_HITS)
    kinds = _kinds(ctx, objects)
    if not fold(q).strip() or not kinds:
        return []
    found = _ranked(q, _by_text(ctx, kinds, q, limit) + _by_field(ctx, kinds, q, limit))[:limit]
    return with_passages(ctx, q, found)

def _kinds(ctx: Ctx, objects: Sequence[str] | None) -> list[ObjectType]:
    if objects is not None:
        return [resolve(ctx, name) for name in objects]
    rights = accesses(ctx)
    return [kind for kind in ctx.catalogue.objects.values() if kind.search_fields and rights[kind.name].grants.read]

def _by_text(ctx: Ctx, kinds: Sequence[ObjectType], q: str, limit: int) -> list[dict[str, Any]]:
    values = text_values(ctx.store.backend, q)
    some = [kind for kind in kinds if matching(ctx, kind, q).by_text]
    if not values or not some:
        return []
    key = shape(ctx, "search", tuple(kind.name for kind in some))
    statement, readers = ctx.store.kept(key, lambda: _search_plan(ctx, some))
    rows = ctx.unit.rows(statement, ctx.parameters | values | {"limit": limit})
    return [_hit(row[0], row[1], readers[row[0]](row[2])) for row in rows]

def _search_plan(ctx: Ctx, kinds: Sequence[ObjectType]) -> tuple[Statement, dict[str, Any]]:
    parts, readers = [], {}
    for kind in kinds:
        reading = Reading(kind, accesses(ctx))
        name = reading.column((kind.name_field,))
        readers[kind.name] = reader_of(name.type, ctx.store.dialect) or (lambda value: value)
        object = sa.literal_column(f"'{kind.name}'", sa.Text)  # a name of the catalogue
        id = sa.cast(reading.table.c.id, sa.Text)
        source = reading.source.join(search_table, search_table.c.record_id == reading.table.c.id)
        inner = (
            sa.select(object.label("object"), id.label("id"), sa.cast(name, sa.Text).label("name"))
            .select_from(source)
            .where(search_condition(reading.backend), search_table.c.object == object, *reading.visible_rows())
            .limit(sa.bindparam("limit", type_=sa.Integer))
            .subquery()
        )
        parts.append(sa.select(inner))
    query = parts[0] if len(parts) == 1 else sa.union_all(*parts)
    return ctx.store.compile(query), readers

def _by_field(ctx: Ctx, kinds: Sequence[ObjectType], q: str, limit: int) -> list[dict[str, Any]]:
    """Objects of which some search field is hidden from the actor: looked through by what is visible."""
    found = []
    for kind in kinds:
        if not matching(ctx, kind, q).by_text:
            page = list_records(ctx, kind.name, fields=_shown(ctx, kind), limit=limit, q=q)
            found += [_hit(kind.name, record["id"], record.get(kind.name_field)) for record in page.data]
    return found

def _shown(ctx: Ctx, kind: ObjectType) -> list[str]:
    visible = accesses(ctx)[kind.name].visible
    return [name for name in ("id", kind.name_field) if name in visible]

def _hit(object: str, id: str, name: Any) -> dict[str, Any]:
    return {"object": object, "id": id, "name": "" if name is None else str(name)}

def _ranked(q: str, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    wanted = fold(q).strip()

    def rank(hit: dict[str, Any]) -> tuple[int, int]:
        name = fold(hit["name"])
        if name == wanted:
            return 0, len(name)
        if name.startswith(wanted):
            return 1, len(name)
        return (2 if wanted in name else 3), len(name)

    return sorted(hits, key=rank)

def lookup(ctx: Ctx, object: str, q: str = "", limit: int = 10) -> list[dict[str, Any]]:
    """Records of one object to pick from: those that hold the words, or the last changed where nothing is typed."""
    kind = resolve(ctx, object)
    shown = _shown(ctx, kind)
    detail = _detail_field(ctx, kind)
    fields = [*shown, *([detail] if detail else [])]
    page = list_records(ctx, object, fields=fields, sort=None if q else "-updated_at", limit=limit, q=q or None)
    hits = [_hit(object, record["id"], record.get(kind.name_field)) | _detail(record, detail) for record in page.data]
    picked = _ranked(q, hits) if q else hits
    return [{key: value for key, value in hit.items() if key != "object"} for hit in picked]

def _detail_field(ctx: Ctx, kind: ObjectType) -> str | None:
    """A field that tells records of equal names apart, and reads the same in every language."""
    visible = accesses(ctx)[kind.name].visible_everywhere
    usable = ("email", "phone", "auto_number", "date")
    names = (f.name for f in kind.fields.values() if f.type.name in usable and f.name in visible and f.name != kind.name_field)
    return next(names, None)

def _detail(record: dict[str, Any], field: str | None) -> dict[str, Any]:
    value = record.get(field) if field else None
    return {} if value is None else {"detail": str(value)}

