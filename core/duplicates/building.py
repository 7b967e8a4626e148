"""Gives the records that are there already their match keys, when a rule is new or another: a job that can be cut off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute, fetch, mappings
from core.database.tables import match_key, match_rule
from core.duplicates.keys import insertion, key_rows
from core.duplicates.rules import MatchRule, rules_of
from core.jobs.stepping import in_steps
from core.records.storing import stored_fields

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue

__all__ = ["BUILD_KEYS", "build_keys", "follow_rules", "unbuilt"]

BUILD_KEYS = "core.build_match_keys"
BATCH = 1000


def follow_rules(ctx: Ctx, before: Catalogue | None = None) -> None:
    """Let the stored keys follow the rules of the catalogue: what is new is built by a job, what is gone is dropped.

    before: the catalogue until now. An object that it lacks and that is empty has nothing to be built of.
    """
    wanted = {side.rule.name: side.rule.fingerprint for sides in rules_of(ctx.catalogue).kept.values() for side in sides}
    known = {row.name: row.fingerprint for row in fetch(ctx.unit, sa.select(match_rule.c.name, match_rule.c.fingerprint))}
    for name in sorted(known.keys() | wanted.keys()):
        if known.get(name) != wanted.get(name):
            _replace(ctx, name, known.get(name), wanted.get(name), before)


def _replace(ctx: Ctx, name: str, old: str | None, new: str | None, before: Catalogue | None) -> None:
    execute(ctx.unit, sa.delete(match_rule).where(match_rule.c.name == name))
    nothing_there = old is None and new is not None and before is not None and _is_new(ctx, name, before)
    if new is not None:
        execute(ctx.unit, sa.insert(match_rule), {"name": name, "fingerprint": new, "reached": "", "built": nothing_there})
    if nothing_there:
        return
    ctx.as_system().enqueue(BUILD_KEYS, {"rule": name, "drop": old})


def _is_new(ctx: Ctx, name: str, before: Catalogue) -> bool:
    """Whether the object of a rule has just come: it has no records, and nobody could be making one meanwhile."""
    object = rules_of(ctx.catalogue).all[name].against
    table = ctx.catalogue.object(object).table
    return object not in before.objects and not fetch(ctx.unit, sa.select(table.c.id).limit(1))


def unbuilt(ctx: Ctx, object: str) -> bool:
    """Whether some records still lack their keys for a rule that is asked when records of this object are saved."""
    asked = {rule.name for rule in rules_of(ctx.catalogue).saving.get(object, ())}
    names = fetch(ctx.unit, sa.select(match_rule.c.name).where(match_rule.c.built == sa.false()))
    return any(row.name in asked for row in names)


def build_keys(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """Drop the keys of the rule as it was, then make those of the rule as it is, a batch of records at a time."""
    in_steps(ctx, lambda step: _drop(step, payload.get("drop")))
    in_steps(ctx, lambda step: _batch(step, payload["rule"]))


def _drop(ctx: Ctx, fingerprint: str | None) -> None:
    if fingerprint is not None:
        execute(ctx.unit, sa.delete(match_key).where(match_key.c.rule == fingerprint))


def _batch(ctx: Ctx, name: str) -> int | None:
    """Give the next records their keys, and remember how far that is; answers the percentage, None at the end."""
    rule = rules_of(ctx.catalogue).all.get(name)
    state = fetch(ctx.unit, sa.select(match_rule).where(match_rule.c.name == name))
    if rule is None or not state or state[0].built or state[0].fingerprint != rule.fingerprint:
        return None
    kind = ctx.catalogue.object(rule.against)
    rows = _next(ctx, rule, state[0].reached)
    sides, region = [rule.there], rules_of(ctx.catalogue).region
    fields = [field for field in stored_fields(kind) if field.name in rule.there.fields]
    made = [
        made
        for row in rows
        for made in key_rows(sides, row["id"], {field.name: field.load(row) for field in fields}, region)
    ]
    if made:
        execute(ctx.unit, insertion(ctx.store.backend), made)
    done = len(rows) < BATCH
    reached = rows[-1]["id"] if rows else state[0].reached
    values = {"reached": reached, "built": done}
    execute(ctx.unit, sa.update(match_rule).where(match_rule.c.name == name).values(**values))
    return None if done else _percent(ctx, kind.table, reached)


def _next(ctx: Ctx, rule: MatchRule, reached: str) -> list[Mapping[str, Any]]:
    """The next records, locked, so that nobody changes one between the reading and the storing of its keys."""
    ctx.unit.begin()
    table = ctx.catalogue.object(rule.against).table
    query = sa.select(*table.c).where(table.c.deleted_at.is_(None)).order_by(table.c.id).limit(BATCH)
    query = query.where(table.c.id > reached) if reached else query
    return mappings(ctx.unit, query.with_for_update() if ctx.store.backend == "postgresql" else query)


def _percent(ctx: Ctx, table: sa.Table, reached: str) -> int:
    before, every = (_count(ctx, table, *where) for where in ([table.c.id <= reached], []))
    return min(99, 100 * before // max(1, every))


def _count(ctx: Ctx, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return int(fetch(ctx.unit, sa.select(sa.func.count()).select_from(table).where(*where))[0][0])
