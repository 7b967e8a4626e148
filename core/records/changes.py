"""Change sets: what one piece of work did to many records, kept so that it can be put back.

    with change_set(ctx, "merge", "account", title="Acme, Acme Ltd") as id:
        ctx.records.update(...)

Whatever is written through the door inside the block, by whichever actor, belongs to the set, and so does what plugins
write in reaction to it. Work of many transactions opens a set once (`open_changes`), writes under `noted` in each of
them, and closes it at the end (`close_changes`). `core.records.reverting` puts a set back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, mappings
from core.database.statements import new_row
from core.database.tables import change
from core.database.tables import change_set as sets
from core.database.values import read_back, written
from core.ids import new_id
from core.records.drafts import Draft
from core.records.storing import any_of, chunks, id_parameters, is_plain
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = [
    "Noting", "change_set", "close_changes", "find_changes", "forget_old_changes", "image_of", "links_before", "list_changes", "move_on",
    "note_changes", "note_rows", "noted", "open_changes", "refusals_of", "values_of",
]  # fmt: skip

OPEN, DONE, REVERTING, REVERTED = "open", "done", "reverting", "reverted"
#: Counted by every write, and put back by counting on.
STAMPS = frozenset({"version", "updated_at", "updated_by"})
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Noting:
    """The change set that writes of a context belong to. `reverting`: they put it back, and are no part of it."""

    id: str
    reverting: bool = False


# -- a set ---------------------------------------------------------------------------------------------------


@contextmanager
def change_set(ctx: Ctx, kind: str, object: str, title: str = "") -> Iterator[str]:
    """A set of what is written inside the block, in this transaction; answers its id."""
    id = open_changes(ctx, kind, object, title)
    with noted(ctx, id):
        yield id
    close_changes(ctx, id)


def open_changes(ctx: Ctx, kind: str, object: str, title: str = "") -> str:
    """Begin a set that several transactions will write; answers its id."""
    id = new_id()
    row = {"id": id, "kind": kind, "object": object, "title": title, "state": OPEN, "actor_id": ctx.actor.id, "at": ctx.now}
    execute(ctx.unit, sa.insert(sets).values(row))
    return id


@contextmanager
def noted(ctx: Ctx, id: str, *, reverting: bool = False) -> Iterator[None]:
    """Let everything that `ctx` writes inside the block belong to a set."""
    before, ctx.noting = ctx.noting, Noting(id, reverting)
    try:
        yield
    finally:
        ctx.noting = before


def close_changes(ctx: Ctx, id: str) -> None:
    """Nothing more will come: the set can be put back."""
    execute(ctx.unit, sa.update(sets).where(sets.c.id == id, sets.c.state == OPEN).values(state=DONE))


def find_changes(ctx: Ctx, id: str) -> dict[str, Any]:
    """A set that the actor may know of: the own ones, and all for who administers. Raises NotFound."""
    found = mappings(ctx.unit, sa.select(sets).where(sets.c.id == id, *_visible(ctx)))
    if not found:
        raise NotFound("There is no such change set")
    return dict(found[0])


def list_changes(ctx: Ctx, limit: int = 50, *, object: str | None = None, before: str | None = None) -> list[dict[str, Any]]:
    """The latest sets; `before`: those older than the one with this id."""
    query = sa.select(sets).where(*_visible(ctx)).order_by(sets.c.id.desc()).limit(limit)
    query = query.where(sets.c.object == object) if object else query
    query = query.where(sets.c.id < before) if before else query
    return [dict(row) for row in mappings(ctx.unit, query)]


def _visible(ctx: Ctx) -> list[sa.ColumnElement[bool]]:
    return [] if ctx.actor.administers else [sets.c.actor_id == ctx.actor.id]


def refusals_of(ctx: Ctx, id: str, limit: int = 1000) -> list[dict[str, Any]]:
    """The records that could not be put back, and why."""
    columns = change.c.object, change.c.record_id, change.c.kind, change.c.refusal
    query = sa.select(*columns).where(change.c.set_id == id, change.c.refusal.is_not(None))
    return [dict(row) for row in mappings(ctx.unit, query.order_by(change.c.position).limit(limit))]


def forget_old_changes(ctx: Ctx) -> int:
    """Delete sets that are older than the tenant keeps them, but for those at work; answers how many."""
    days = int(ctx.settings("retention")["change_sets"])
    old = (sets.c.at < ctx.now - timedelta(days=days), sets.c.state.in_((DONE, REVERTED)))
    execute(ctx.unit, sa.delete(change).where(change.c.set_id.in_(sa.select(sets.c.id).where(*old))))
    return execute(ctx.unit, sa.delete(sets).where(*old))


# -- what is noted -------------------------------------------------------------------------------------------


def note_changes(
    ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], what: str, links: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """Keep how to put these drafts back, if the context belongs to a set. The write door calls it for every write.

    what: created, updated, deleted or restored. links: by field and record, the links that there were before.
    """
    if ctx.noting is None or not drafts:
        return
    if ctx.noting.reverting:
        move_on(ctx, ctx.noting.id, {draft.id: draft.values.get("version", 1) for draft in drafts})
        return
    rows = []
    for draft in drafts:
        before = image_of(kind, draft, links or {}) if what == "updated" else {}
        if before or what != "updated":
            rows.append((draft.id, before, draft.values.get("version", 1)))
    note_rows(ctx, kind.name, what, rows)


def note_rows(ctx: Ctx, object: str, what: str, rows: Sequence[tuple[str, Mapping[str, Any], int]]) -> None:
    """Write rows of the set: record, what is needed to put it back, version."""
    assert ctx.noting is not None
    if not rows:
        return
    id = ctx.noting.id
    (last,) = ctx.unit.rows(_count(ctx, what), {"set": id, "count": len(rows)})[0]
    first = last - len(rows)
    found = [
        {"set_id": id, "position": first + at, "kind": what, "object": object, "record_id": record, "before": _text(before),
         "version": version}
        for at, (record, before, version) in enumerate(rows)
    ]  # fmt: skip
    ctx.unit.run_many(ctx.store.statement("changes.note", _insertion), found)


def _text(before: Mapping[str, Any]) -> str:
    return orjson.dumps(before).decode() if before else "{}"


def _count(ctx: Ctx, what: str) -> Any:
    """Counts rows of a set and answers how many there are now; this makes its writers wait for each other."""

    def make() -> Any:
        more = sa.bindparam("count", type_=sa.Integer)
        counted = {"changes": sets.c.changes + more, what: sets.c[what] + more}
        mine = sets.c.id == sa.bindparam("set", type_=sets.c.id.type)
        return sa.update(sets).where(mine).values(counted).returning(sets.c.changes)

    return ctx.store.statement(("changes.count", what), make)


def _insertion() -> sa.Insert:
    names = ("set_id", "position", "kind", "object", "record_id", "before", "version")
    return new_row(change, names)


def move_on(ctx: Ctx, id: str, versions: Mapping[str, int]) -> None:
    """The versions of records as the set knows them: what its own reversal writes doesn't count as a change since."""
    rows = [{"set": id, "record": record, "now": version} for record, version in versions.items()]
    if not rows:
        return

    def make() -> sa.Update:
        mine = [change.c.set_id == sa.bindparam("set", type_=change.c.set_id.type)]
        mine.append(change.c.record_id == sa.bindparam("record", type_=change.c.record_id.type))
        return sa.update(change).where(*mine).values(version=sa.bindparam("now", type_=sa.Integer))

    ctx.unit.run_many(ctx.store.statement("changes.move_on", make), rows)


# -- images --------------------------------------------------------------------------------------------------


def image_of(kind: ObjectType, draft: Draft, links: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """The values that a write replaces, by field and column. Secrets aren't kept, computed figures follow by themselves."""
    assert draft.before is not None
    image: dict[str, Any] = {}
    for name in draft.changed - STAMPS:
        field = kind.field(name)
        if field.column_names and field.type.readable and field.type.name != "rollup":
            value = draft.before.get(name)
            columns = {name: value} if is_plain(field) else field.store(value)
            image[name] = {column: written(value) for column, value in columns.items()}
    for name, by_record in (links or {}).items():
        if name in draft.given:
            image[name] = sorted(by_record.get(draft.id, ()))
    return image


def values_of(kind: ObjectType, image: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an image, as far as their fields are still there."""
    found: dict[str, Any] = {}
    for name, kept in image.items():
        field = kind.named().get(name)
        if field is None:
            continue
        if isinstance(kept, list):
            found[name] = tuple(kept)
        else:
            found[name] = field.load({column: read_back(value) for column, value in kept.items()})
    return found


def links_before(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> dict[str, dict[str, list[str]]]:
    """By many-to-many field and record, the links of those that are about to be replaced; nothing where nothing is noted."""
    if ctx.noting is None or ctx.noting.reverting:
        return {}
    found: dict[str, dict[str, list[str]]] = {}
    for name, link in kind.links.items():
        ids = [draft.id for draft in drafts if draft.before is not None and name in draft.given]
        table = link.table
        for chunk in chunks(ids) if ids else ():
            query = sa.select(table.c.source_id, table.c.target_id).where(any_of(table.c.source_id, len(chunk)))
            for row in mappings(ctx.unit, query, id_parameters(chunk)):
                found.setdefault(name, {}).setdefault(row["source_id"], []).append(row["target_id"])
        if ids:
            found.setdefault(name, {})
    return found
