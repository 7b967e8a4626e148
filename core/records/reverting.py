"""Puts a change set back, batch by batch: what it deleted comes back, what it changed gets its values back, what it made goes.

In that order, so that whatever an old value refers to is there again. What it made goes to the recycle bin like anything
that people delete: putting back may be a mistake too, and the history of a record needs the record. A record that
somebody has changed since is left alone and listed with the reason; so is one that the actor may not change.

Who may not delete may still take back what the own work made: else a mistaken import of somebody who may create and not
delete would need an administrator. See docs/decisions/0038.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, mappings
from core.database.tables import change
from core.database.tables import change_set as sets
from core.kept import kept
from core.records.changes import DONE, REVERTED, REVERTING, find_changes, move_on, noted, values_of
from core.records.drafts import Draft, good
from core.records.reading import accesses, resolve
from core.records.sharing import put_share_back
from core.records.storing import any_of, chunks, fetch_before, id_parameters
from core.records.writing import delete_records, put_back_records, restore_records
from dougong import Conflict, NotFound, Problem, Stale

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["begin_revert", "revert", "revert_next"]

BATCH = 500
SINCE = "This record was changed since"
#: What is put back first, and whether the latest change of a kind comes first.
ORDER = (("deleted", False), ("shared", True), ("updated", True), ("restored", True), ("created", True))


@dataclass
class Undo:
    """The changes of one record that are put back together, the latest first: the oldest values are those of before."""

    id: str
    kind: str
    positions: list[int]
    image: dict[str, Any]
    version: int
    made: bool = False


def begin_revert(ctx: Ctx, id: str) -> dict[str, Any]:
    """Say that a set is being put back; what was refused before is tried again. Raises Conflict where that can't be."""
    found = find_changes(ctx, id)
    started = {"state": REVERTING, "reverted_by": ctx.actor.id, "reverted_at": ctx.now, "refused": 0}
    ready = sa.or_(sets.c.state.in_((DONE, REVERTING)), sa.and_(sets.c.state == REVERTED, sets.c.refused > 0))
    if not execute(ctx.unit, sa.update(sets).where(sets.c.id == id, ready).values(started)):
        raise Conflict(
            "This was put back already" if found["state"] == REVERTED else "This is still at work; cancel it or wait for its end"
        )
    execute(ctx.unit, sa.update(change).where(change.c.set_id == id).values(refusal=None))
    return find_changes(ctx, id)


def revert(ctx: Ctx, id: str) -> dict[str, Any]:
    """Put a small set back, here and now; answers the set with its counts."""
    begin_revert(ctx, id)
    while not revert_next(ctx, id):
        pass
    return find_changes(ctx, id)


def revert_next(ctx: Ctx, id: str) -> bool:
    """Put the next batch back; whether that was all. Whoever calls it commits."""
    for kind, latest_first in ORDER:
        undos = _next(ctx, id, kind, latest_first)
        if undos:
            with noted(ctx, id, reverting=True):
                _put_back(ctx, id, *undos)
            return False
    execute(ctx.unit, sa.update(sets).where(sets.c.id == id).values(state=REVERTED))
    return True


# -- what comes next -----------------------------------------------------------------------------------------


def _next(ctx: Ctx, id: str, kind: str, latest_first: bool) -> tuple[str, list[Undo]] | None:
    """The next changes of a kind, of one object: its name, and what is to be undone."""
    order = change.c.position.desc() if latest_first else change.c.position
    left = (change.c.set_id == id, change.c.kind == kind, change.c.refusal.is_(None))
    rows = mappings(ctx.unit, sa.select(change).where(*left).order_by(order).limit(BATCH))
    if not rows:
        return None
    object = rows[0]["object"]
    some = [row for row in rows if row["object"] == object]
    return object, _folded(some, *_marks(ctx, id, [row["record_id"] for row in some]))


def _folded(rows: Iterable[Mapping[str, Any]], versions: Mapping[str, int], made: set[str]) -> list[Undo]:
    undos: dict[str, Undo] = {}
    for row in rows:
        record = row["record_id"]
        key = record if row["kind"] != "shared" else f"{record} {row['position']}"
        undo = undos.setdefault(key, Undo(record, row["kind"], [], {}, versions[record], record in made))
        undo.positions.append(row["position"])
        undo.image |= orjson.loads(row["before"])
    return list(undos.values())


def _marks(ctx: Ctx, id: str, records: Sequence[str]) -> tuple[dict[str, int], set[str]]:
    """The version in which the set left each record, and which records it made."""
    versions: dict[str, int] = {}
    made: set[str] = set()
    for chunk in chunks(sorted(set(records))):
        was_made = sa.func.max(sa.case((change.c.kind == "created", 1), else_=0)).label("made")
        query = sa.select(change.c.record_id, sa.func.max(change.c.version).label("version"), was_made)
        query = query.where(change.c.set_id == id, any_of(change.c.record_id, len(chunk))).group_by(change.c.record_id)
        for row in mappings(ctx.unit, query, id_parameters(chunk)):
            versions[row["record_id"]] = row["version"]
            made |= {row["record_id"]} if row["made"] else set()
    return versions, made


# -- putting back --------------------------------------------------------------------------------------------


def _put_back(ctx: Ctx, id: str, object: str, undos: Sequence[Undo]) -> None:
    """Put changes of one object back, together where that goes, else each by itself; and note what became of them."""
    kind = undos[0].kind
    settled = [undo for undo in undos if undo.made and kind != "created"]
    move_on(ctx, id, {undo.id: undo.version for undo in settled})
    rest = [undo for undo in undos if undo not in settled]  # what the set made goes as a whole
    try:
        refusals = _apart(ctx, lambda: _undo(ctx, object, kind, rest))
    except Problem:
        refusals = {}
        for undo in rest:
            refusals |= _one(ctx, object, kind, undo)
    _settle(ctx, id, undos, refusals)


def _one(ctx: Ctx, object: str, kind: str, undo: Undo) -> dict[int, Problem]:
    try:
        return _apart(ctx, lambda: _undo(ctx, object, kind, [undo]))
    except Problem as problem:
        return {undo.positions[0]: problem}


def _apart(ctx: Ctx, work: Callable[[], dict[int, Problem]]) -> dict[int, Problem]:
    """Do something that may fail, and undo just that if it does."""
    with ctx.unit.attempt():
        return work()


def _undo(ctx: Ctx, object: str, kind: str, undos: Sequence[Undo]) -> dict[int, Problem]:
    """By the first position of each that could not be put back, the reason."""
    if not undos:
        return {}
    if kind == "shared":
        return {undo.positions[0]: problem for undo in undos if (problem := _unshared(ctx, object, undo))}
    type = resolve(ctx, object)
    deleted = kind == "deleted"
    drafts = [Draft(position=undo.positions[0], id=undo.id, given=values_of(type, undo.image)) for undo in undos]
    fetch_before(ctx, type, accesses(ctx)[object], drafts, deleted=deleted)
    for draft, undo in zip(drafts, undos, strict=True):
        if draft.before is not None and draft.before["version"] != undo.version:
            draft.failure = Stale(SINCE, current={})
    if good(drafts):
        _written_back(ctx, type, kind, drafts)
    return _real(ctx, type, kind, drafts)


def _written_back(ctx: Ctx, type: ObjectType, kind: str, drafts: Sequence[Draft]) -> None:
    if kind == "deleted":
        restore_records(ctx, type.name, drafts, apart=True)
    elif kind == "updated":
        put_back_records(ctx, type.name, drafts)
    else:
        unmade, deleted = _made_by_actor(ctx, type, drafts)
        if unmade:
            delete_records(ctx, type.name, unmade, apart=True, unmake=True)
        if deleted:
            delete_records(ctx, type.name, deleted, apart=True)


def _made_by_actor(ctx: Ctx, type: ObjectType, drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
    """What the actor may take back for having made it, and what takes the right to delete, which whoever has it uses."""
    grants = accesses(ctx)[type.name].grants
    unmade: list[Draft] = []
    deleted: list[Draft] = []
    for draft in good(drafts):
        may_delete = grants.delete and (draft.own_full or grants.delete_any)
        own = ctx.actor.id is not None and (draft.before or {}).get("created_by") == ctx.actor.id
        (unmade if own and grants.create and not may_delete else deleted).append(draft)
    return unmade, deleted


def _unshared(ctx: Ctx, object: str, undo: Undo) -> Problem | None:
    try:
        put_share_back(ctx, object, undo.id, undo.image)
    except Problem as problem:
        return problem
    return None


def _real(ctx: Ctx, kind: ObjectType, what: str, drafts: Sequence[Draft]) -> dict[int, Problem]:
    """The failures, without those of records that are as they should be already, because they went along with others."""
    failed = {draft.id: draft for draft in drafts if draft.failure is not None}
    missing = sorted(id for id, draft in failed.items() if isinstance(draft.failure, NotFound))
    if missing and what != "updated":
        table = kind.table
        as_wanted = table.c.deleted_at.is_(None) if what == "deleted" else table.c.deleted_at.is_not(None)
        for chunk in chunks(missing):
            query = sa.select(table.c.id).where(any_of(table.c.id, len(chunk)), as_wanted)
            for row in mappings(ctx.unit, query, id_parameters(chunk)):
                failed.pop(row["id"], None)
    return {draft.position: draft.failure for draft in failed.values() if draft.failure is not None}


def _settle(ctx: Ctx, id: str, undos: Sequence[Undo], refusals: Mapping[int, Problem]) -> None:
    """Forget what was put back, and keep the reason of what was not."""
    done = [position for undo in undos if undo.positions[0] not in refusals for position in undo.positions]
    refused = {position: refusals[undo.positions[0]] for undo in undos if undo.positions[0] in refusals for position in undo.positions}
    mine = change.c.set_id == sa.bindparam("set", type_=change.c.set_id.type)
    here = change.c.position == sa.bindparam("at", type_=sa.Integer)
    if done:
        gone = ctx.store.statement("changes.settled", lambda: sa.delete(change).where(mine, here))
        ctx.unit.run_many(gone, [{"set": id, "at": position} for position in done])
    if refused:
        told = sa.bindparam("why", type_=sa.Text)
        note = ctx.store.statement("changes.refused", lambda: sa.update(change).where(mine, here).values(refusal=told))
        rows = [{"set": id, "at": at, "why": kept(problem)} for at, problem in refused.items()]
        ctx.unit.run_many(note, rows)
    counts = {"reverted": sets.c.reverted + len(done), "refused": sets.c.refused + len(refused)}
    execute(ctx.unit, sa.update(sets).where(sets.c.id == id).values(counts))


