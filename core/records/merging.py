"""Duplicates become one record: everything that refers to the others moves, and the others go to the recycle bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, mappings
from core.database.tables import event
from core.duplicates.keys import store_keys
from core.records.changes import change_set, note_changes
from core.records.drafts import Draft, raise_first
from core.records.locking import refuse_locked
from core.records.merged import remember_merged
from core.records.reading import accesses, get, resolve
from core.records.recording import record_events
from core.records.removing import Referrer, referrers
from core.records.rollups import roll_up
from core.records.sharing import move_shares
from core.records.storing import check_version, fetch_before, stored_fields
from core.records.writing import delete_records, update_records
from dougong import BadRequest, Conflict, FieldProblem, Invalid, NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.links import Link
    from metadata.objects import ObjectType

__all__ = ["merge"]

MOST = 10
Values = Mapping[str, Any]


def merge(
    ctx: Ctx,
    object: str,
    keep: str,
    others: Sequence[str],
    values: Values,
    take: Mapping[str, str] | None = None,
    versions: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Merge `others` into `keep`, as one change set, whose id is answered with the record as `change_set`.

    The actor must be allowed to change `keep` and to delete the others. values: what `keep` is given. take: fields whose
    value comes from one of the others, by its id. versions: those that the actor has seen; Stale where one has changed.
    """
    kind = resolve(ctx, object)
    _refuse_wrong(kind, keep, others, take or {})
    kept, gone = _fetched(ctx, kind, keep, others, versions or {})
    given = {**_taken(ctx, kind, take or {}), **values}
    with change_set(ctx, "merge", object, title=_title(kind, [kept, *gone])) as changes:
        _move(ctx, kind, gone, keep)
        _free_unique(ctx, kind, gone, given)
        delete_records(ctx, object, gone)
        raise_first(gone)
        remember_merged(ctx, object, others, keep)
        _tell(ctx, kind, keep, others)
        stays = Draft(position=0, id=keep, given={**_inward(kind, kept, gone), **given})
        update_records(ctx, object, [stays], save_anyway=True)
        raise_first([stays])
    return {**get(ctx, object, keep), "change_set": changes}


# -- who may, and what is there ------------------------------------------------------------------------------


def _refuse_wrong(kind: ObjectType, keep: str, others: Sequence[str], take: Mapping[str, str]) -> None:
    if kind.name == "user":
        raise BadRequest("People who sign in can't be merged; switch one of them off")
    if not others or len(set(others)) != len(others) or keep in others or len(others) > MOST:
        raise BadRequest("Merge from 1 to {most} other records, each named once", most=MOST)
    strange = [name for name, id in take.items() if id not in others]
    if strange:
        raise Invalid(errors=[FieldProblem(f"take.{name}", "option", "This is none of the merged records") for name in strange])


def _fetched(
    ctx: Ctx, kind: ObjectType, keep: str, others: Sequence[str], versions: Mapping[str, int]
) -> tuple[Draft, list[Draft]]:
    """All of them, locked together, as far as the actor may do this with each."""
    access = accesses(ctx)[kind.name]
    drafts = [Draft(position=n, id=id, expected=versions.get(id)) for n, id in enumerate([keep, *others])]
    fetch_before(ctx, kind, access, drafts)
    refuse_locked(ctx, drafts)
    raise_first(drafts)
    kept, *gone = drafts
    if not all(draft.own_full or access.grants.delete_any for draft in gone):
        raise NotAllowed("You may see these records, but not delete them, so they can't be merged")
    for draft in drafts:
        if draft.expected is not None and draft.before is not None and draft.before["version"] != draft.expected:
            check_version(draft, get(ctx, kind.name, draft.id))
    raise_first(drafts)
    return kept, gone


def _taken(ctx: Ctx, kind: ObjectType, take: Mapping[str, str]) -> dict[str, Any]:
    """The values that come from others, as far as the actor sees them."""
    records = {id: get(ctx, kind.name, id) for id in set(take.values())}
    unknown = [name for name, id in take.items() if name not in kind.fields or name not in records[id]]
    if unknown:
        raise Invalid(errors=[FieldProblem(f"take.{name}", "unknown", "There is no field of this name") for name in unknown])
    return {name: _value(kind, name, records[id]) for name, id in take.items()}


def _value(kind: ObjectType, name: str, record: Values) -> Any:
    value = record[name]
    if kind.fields[name].type.name == "money" and value is not None:
        return {"amount": value, "currency": record.get(f"{name}_currency")}
    return value


def _title(kind: ObjectType, drafts: Sequence[Draft]) -> str:
    names = [str((draft.before or {}).get(kind.name_field) or "") for draft in drafts]
    return ", ".join(filter(None, names))[:250]


# -- what moves ----------------------------------------------------------------------------------------------


def _move(ctx: Ctx, kind: ObjectType, gone: Sequence[Draft], keep: str) -> None:
    """Everything that refers to the others refers to `keep`; nobody's rights on it are asked."""
    others = [draft.id for draft in gone]
    for referrer in referrers(ctx.catalogue, kind.name):
        _move_referrer(ctx, kind, referrer, others, keep)
    for link in kind.linked_by:
        _move_link(ctx, link, others, keep)
    _join_links(ctx, kind, others, keep)
    move_shares(ctx, kind.name, others, keep)


def _move_referrer(ctx: Ctx, kind: ObjectType, referrer: Referrer, others: Sequence[str], keep: str) -> None:
    table, field = referrer.kind.table, referrer.field
    column = table.c[field.name] if field.references else table.c[f"{field.name}_id"]
    mine = [column.in_(others)] if field.references else [column.in_(others), table.c[f"{field.name}_object"] == kind.name]
    rows = mappings(ctx.unit, sa.select(*table.c).where(*mine))
    rows = [row for row in rows if row["id"] not in (keep, *others)]
    if not rows:
        return
    _refuse_second(ctx, referrer, column, keep, len(rows))
    elsewhere = table.c.id.not_in([keep, *others])
    execute(ctx.unit, sa.update(table).where(*mine, elsewhere).values({column.name: keep, "version": table.c.version + 1}))
    drafts = [_moved(referrer, row, kind.name, keep) for row in rows]
    living = [draft for draft in drafts if draft.values.get("deleted_at") is None]
    note_changes(ctx, referrer.kind, living, "updated")
    record_events(ctx, referrer.kind, drafts, "updated")
    roll_up(ctx, referrer.kind, drafts)
    store_keys(ctx, referrer.kind, living, "updated")


def _refuse_second(ctx: Ctx, referrer: Referrer, column: sa.ColumnElement[Any], keep: str, coming: int) -> None:
    """A field whose values are unique can't refer to one record from two places."""
    if not referrer.field.unique:
        return
    there = mappings(ctx.unit, sa.select(column).where(column == keep, referrer.kind.table.c.deleted_at.is_(None)))
    if len(there) + coming > 1:
        raise Conflict(
            "{things} belong to several of these records, and only one may belong to one: {field}; decide on one first",
            things=referrer.kind.plural,
            field=referrer.field.label,
        )


def _moved(referrer: Referrer, row: Values, object: str, new: str) -> Draft:
    before = {field.name: field.load(row) for field in stored_fields(referrer.kind)}
    target: Any = new if referrer.field.references else {"object": object, "id": new}
    values = {**before, referrer.field.name: target, "version": before["version"] + 1}
    return Draft(position=0, id=before["id"], before=before, values=values)


def _move_link(ctx: Ctx, link: Link, others: Sequence[str], keep: str) -> None:
    """The many-to-many fields that lead to the others lead to `keep`, once."""
    source, name, table = ctx.catalogue.object(link.source), link.field.name, link.table
    leading = sa.select(table.c.source_id).where(table.c.target_id.in_(others), table.c.source_id.not_in(others))
    had: dict[str, list[str]] = {}
    for row in mappings(ctx.unit, sa.select(*table.c).where(table.c.source_id.in_(leading))):
        had.setdefault(row["source_id"], []).append(row["target_id"])
    if not had:
        return
    execute(ctx.unit, sa.delete(table).where(table.c.target_id.in_(others), table.c.source_id.in_(list(had))))
    new = [{"source_id": id, "target_id": keep} for id, some in had.items() if keep not in some and id != keep]
    if new:
        execute(ctx.unit, sa.insert(table), new)
    after = {id: [keep if target in others else target for target in some] for id, some in had.items()}
    after = {id: [target for target in dict.fromkeys(some) if target != id] for id, some in after.items()}
    drafts = [_relinked(ctx, source, id, name, some) for id, some in after.items()]
    note_changes(ctx, source, [draft for draft in drafts if draft is not None], "updated", {name: had})


def _relinked(ctx: Ctx, source: ObjectType, id: str, name: str, targets: Sequence[str]) -> Draft | None:
    """A record whose links were changed, counted up; None for one in the recycle bin."""
    table = source.table
    execute(ctx.unit, sa.update(table).where(table.c.id == id).values(version=table.c.version + 1))
    rows = mappings(ctx.unit, sa.select(*table.c).where(table.c.id == id, table.c.deleted_at.is_(None)))
    if not rows:
        return None
    now = {field.name: field.load(rows[0]) for field in stored_fields(source)}
    return Draft(position=0, id=id, given={name: tuple(targets)}, before={**now, "version": now["version"] - 1}, values=now)


def _join_links(ctx: Ctx, kind: ObjectType, others: Sequence[str], keep: str) -> None:
    """What the others were linked with, `keep` is linked with too; their own links stay for the day they come back."""
    for name, link in kind.links.items():
        table = link.table
        rows = mappings(ctx.unit, sa.select(*table.c).where(table.c.source_id.in_([keep, *others])))
        had = [row["target_id"] for row in rows if row["source_id"] == keep]
        wanted = dict.fromkeys(row["target_id"] for row in rows)
        new = [id for id in wanted if id not in (*had, keep, *others)]
        if new:
            execute(ctx.unit, sa.insert(table), [{"source_id": keep, "target_id": id} for id in new])
            draft = _relinked(ctx, kind, keep, name, [*had, *new])
            note_changes(ctx, kind, [draft] if draft else [], "updated", {name: {keep: had}})


def _inward(kind: ObjectType, kept: Draft, gone: Sequence[Draft]) -> dict[str, Any]:
    """What would make `keep` refer to itself is emptied."""
    others = {draft.id for draft in gone}
    values = kept.before or {}
    found = {name: values.get(name) for name, field in kind.fields.items() if field.editable and field.column_names}
    ids = {name: value.get("id") if isinstance(value, Mapping) else value for name, value in found.items()}
    return {name: None for name, id in ids.items() if isinstance(id, str) and id in others}


def _free_unique(ctx: Ctx, kind: ObjectType, gone: Sequence[Draft], given: Values) -> None:
    """A unique value that `keep` takes is taken from the one that has it, so that both can be put back one after the other."""
    for name in given:
        field = kind.fields.get(name)
        if field is None or not field.unique or not field.column_names:
            continue
        for draft in gone:
            before = draft.before or {}
            if before.get(name) is not None and str(before[name]) == str(given[name]):
                columns = {column: None for column in field.column_names}
                execute(ctx.unit, sa.update(kind.table).where(kind.table.c.id == draft.id).values(columns))
                values = {**before, name: None}
                note_changes(ctx, kind, [Draft(position=0, id=draft.id, before=before, values=values)], "updated")
                draft.before = values


def _tell(ctx: Ctx, kind: ObjectType, keep: str, others: Sequence[str]) -> None:
    """The history of each says what was merged into what."""
    about = [(keep, list(others)), *((id, id) for id in others)]
    rows = [
        {
            "object": kind.name,
            "record_id": id,
            "kind": "merged",
            "changes": orjson.dumps({"id": [was, keep]}).decode(),
            "actor_id": ctx.actor.id,
            "at": ctx.now,
            "source": ctx.source,
        }
        for id, was in about
    ]
    execute(ctx.unit, sa.insert(event), rows)
