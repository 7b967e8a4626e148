"""Stored match keys: written with every record in its transaction, so that a check is one look into an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.database.statements import new_row
from core.database.tables import match_key
from core.duplicates.rules import MatchRule, Side, rules_of, sides_for
from core.records.drafts import Draft

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["insertion", "key_rows", "lock_keys", "look_up", "store_keys"]

#: So many records are looked at under one key: what more have in common tells nothing.
MOST_UNDER_ONE = 20
#: A write with more keys than this waits for its turn with whole rules instead of with single keys.
MOST_LOCKED = 40


def store_keys(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], what: str) -> None:
    """Keep the keys of records that were made, changed or restored, and forget those of deleted ones."""
    sides = rules_of(ctx.catalogue).kept.get(kind.name)
    if not sides or not drafts:
        return
    gone: list[dict[str, str]] = []
    rows: list[dict[str, str]] = []
    for draft in drafts:
        mine = sides if what != "updated" else sides_for(sides, draft.changed)
        if what in ("updated", "deleted"):
            gone += [{"i0": draft.id, "rule": side.rule.fingerprint} for side in mine]
        if what != "deleted":
            rows += key_rows(mine, draft.id, draft.values, rules_of(ctx.catalogue).region)
    if gone:
        ctx.unit.run_many(ctx.store.statement(("match.forget",), _forgetting), gone)
    if rows and what == "created":
        ctx.unit.run_many(ctx.store.statement("match.new", lambda: new_row(match_key)), rows)
    elif rows:
        ctx.unit.run_many(ctx.store.statement(("match.store", ctx.store.backend), lambda: insertion(ctx.store.backend)), rows)


def key_rows(sides: Iterable[Side], id: str, values: Mapping[str, Any], region: str | None) -> list[dict[str, str]]:
    """What is stored of one record. The two sides of a rule may give the same key, which is stored once."""
    found = {key: side.rule.fingerprint for side in sides for key in side.keys(side.forms(values, region))}
    return [{"key": key, "record_id": id, "rule": rule} for key, rule in found.items()]


def insertion(backend: str) -> Any:
    """Store keys, some of which may be there."""
    dialect: Any = sqlite if backend == "sqlite" else postgresql
    values = {name: sa.bindparam(name, type_=match_key.c[name].type) for name in ("key", "record_id", "rule")}
    return dialect.insert(match_key).values(values).on_conflict_do_nothing()


def _forgetting() -> sa.Delete:
    mine = match_key.c.record_id == sa.bindparam("i0", type_=match_key.c.record_id.type)
    return sa.delete(match_key).where(mine, match_key.c.rule == sa.bindparam("rule", type_=sa.Text))


# -- looking up ----------------------------------------------------------------------------------------------


def look_up(ctx: Ctx, keys: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the records under each key, in one statement however many keys there are."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    statement = ctx.store.statement(("match.find", ctx.store.backend), lambda: _finding(ctx.store.backend))
    rows = ctx.unit.rows(statement, {"keys": orjson.dumps(wanted).decode()})
    return {key: ids.split(",") for key, ids in rows if ids}


def _finding(backend: str) -> sa.Select[Any]:
    """Under each key a few ids: a key that a hundred thousand records share costs no more than another."""
    given = sa.bindparam("keys", type_=sa.Text)
    if backend == "sqlite":
        wanted = sa.func.json_each(given).table_valued("value", name="wanted")
    else:
        wanted = sa.func.jsonb_array_elements_text(sa.cast(given, postgresql.JSONB)).table_valued("value", name="wanted")
    few = (
        sa.select(sa.cast(match_key.c.record_id, sa.Text).label("id"))
        .where(match_key.c.key == wanted.c.value)
        .limit(sa.literal_column(str(MOST_UNDER_ONE)))
        .correlate(wanted)
        .subquery()
    )
    together = sa.func.group_concat(few.c.id, ",") if backend == "sqlite" else sa.func.string_agg(few.c.id, ",")
    return sa.select(wanted.c.value, sa.select(together).correlate(wanted).scalar_subquery())


# -- one at a time -------------------------------------------------------------------------------------------


def lock_keys(ctx: Ctx, keys: Mapping[MatchRule, Iterable[str]]) -> None:
    """Let two that save the same thing at the same time come one after the other, where a rule forbids it.

    SQLite has one writer anyway. A write with few keys holds just those, and keeps out whoever holds whole rules.
    """
    if ctx.store.backend == "sqlite" or not keys:
        return
    single = {key for some in keys.values() for key in some}
    whole = {rule.fingerprint for rule in keys}
    few = len(single) <= MOST_LOCKED
    wanted = [(name, few) for name in whole] + ([(name, False) for name in single] if few else [])
    document = [{"at": int(name[:15], 16), "shared": shared} for name, shared in sorted(wanted)]
    statement = ctx.store.statement(("match.lock",), _locking)
    ctx.unit.rows(statement, {"locks": orjson.dumps(document).decode()})


def _locking() -> sa.Select[Any]:
    given = sa.cast(sa.bindparam("locks", type_=sa.Text), postgresql.JSONB)
    lock = sa.func.jsonb_to_recordset(given).table_valued(
        sa.column("at", sa.BigInteger), sa.column("shared", sa.Boolean), name="lock"
    ).render_derived(with_types=True)
    taken = sa.case(
        (lock.c.shared, sa.cast(sa.func.pg_advisory_xact_lock_shared(lock.c["at"]), sa.Text)),
        else_=sa.cast(sa.func.pg_advisory_xact_lock(lock.c["at"]), sa.Text),
    )
    return sa.select(taken)
