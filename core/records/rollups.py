"""Roll-ups: figures over the records that refer to one, computed anew from those records on every write path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import Grouping

from core.database.statements import Statement
from core.records.drafts import Draft
from core.records.storing import any_of, chunks, id_parameters
from core.rights.criteria import checked, criteria, field_value, result_scale
from metadata.expressions import Type, env_parameters

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue
    from metadata.objects import ObjectType, Rollup

__all__ = ["recompute", "roll_up"]

DEEPEST = 5


def depends(catalogue: Catalogue, rollup: Rollup) -> frozenset[str]:
    """The fields of the child whose change may change the figure."""
    key = ("depends", rollup.parent, rollup.field.name)
    found = catalogue.kept.get(key)
    if found is None:
        found = catalogue.kept[key] = _depends(catalogue, catalogue.object(rollup.child), rollup)
    return found


def _depends(catalogue: Catalogue, child: ObjectType, rollup: Rollup) -> frozenset[str]:
    names = {rollup.reference.name, "deleted_at"}
    if rollup.measure is not None:
        names |= {rollup.measure.name, f"{rollup.measure.name}_base"}
    if rollup.filter:
        names |= {path[0] for path in checked(catalogue, child, rollup.filter, Type.BOOLEAN).paths}
    computed = any(name in child.fields and child.fields[name].virtual for name in names)
    return frozenset(child.named()) if computed else frozenset(names)


def roll_up(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], *, depth: int = 0) -> None:
    """Bring up to date the roll-ups of the records that these drafts refer to, or referred to before."""
    waiting: dict[str, tuple[list[Rollup], set[str]]] = {}
    for rollup in kind.feeds:
        ids = {id for draft in drafts for id in _parents(ctx, rollup, draft)}
        if ids:
            rollups, known = waiting.setdefault(rollup.parent, ([], set()))
            rollups.append(rollup)
            known |= ids
    for rollups, ids in waiting.values():
        _bring_up_to_date(ctx, rollups, sorted(ids), depth)


def _parents(ctx: Ctx, rollup: Rollup, draft: Draft) -> Iterable[str]:
    if draft.status not in ("deleted", "restored") and draft.changed.isdisjoint(depends(ctx.catalogue, rollup)):
        return
    name = rollup.reference.name
    for values in (draft.before, draft.values):
        if values and values.get(name):
            yield values[name]


def _bring_up_to_date(ctx: Ctx, rollups: Sequence[Rollup], ids: Sequence[str], depth: int) -> None:
    parent = ctx.catalogue.object(rollups[0].parent)
    names = tuple(rollup.field.name for rollup in rollups)
    for chunk in chunks(ids):
        key = ("rollup", ctx.catalogue.version, parent.name, names, len(chunk))
        lock, update = ctx.store.kept(key, partial(_statements, ctx, rollups, len(chunk)))
        values = env_parameters(ctx.env) | id_parameters(chunk)
        if lock is not None:
            ctx.unit.rows(lock, values)
        ctx.unit.run(update, values)
    if depth < DEEPEST:
        _further_up(ctx, parent, names, ids, depth)


def _statements(ctx: Ctx, rollups: Sequence[Rollup], size: int) -> tuple[Statement | None, Statement]:
    """The lock that makes concurrent writers wait for each other's figures, and the update."""
    table = ctx.catalogue.object(rollups[0].parent).table
    values = {rollup.field.name: figure(ctx, rollup, table) for rollup in rollups}
    update = ctx.store.compile(sa.update(table).where(any_of(table.c.id, size)).values(values))
    if ctx.store.backend == "sqlite":
        return None, update
    lock = sa.select(table.c.id).where(any_of(table.c.id, size)).order_by(table.c.id).with_for_update(key_share=False)
    return ctx.store.compile(lock), update


def figure(ctx: Ctx, rollup: Rollup, table: sa.FromClause) -> sa.ColumnElement[Any]:
    """The figure of one parent row, as a subquery."""
    kind = ctx.catalogue.object(rollup.child)
    child = kind.table.alias()
    where = [child.c[rollup.reference.name] == table.c.id, child.c.deleted_at.is_(None)]
    if rollup.filter:
        prefix = f"{rollup.field.name}_"
        where.append(criteria(ctx.catalogue, kind, ctx.store.backend, child, rollup.filter, prefix=prefix))
    value = _aggregate(ctx, rollup, child)
    return sa.type_coerce(sa.select(value).where(*where).scalar_subquery(), table.c[rollup.field.name].type)


def _aggregate(ctx: Ctx, rollup: Rollup, child: sa.FromClause) -> sa.ColumnElement[Any]:
    if rollup.function == "count":
        return sa.func.count()
    column = _measured(ctx, rollup, child)
    if rollup.function == "sum":
        return sa.func.coalesce(sa.func.sum(column), sa.literal_column("0"))
    if rollup.function == "avg":
        return _average(ctx, column, (result_scale(rollup.field) or 0) - _scale(rollup))
    return sa.func.min(column) if rollup.function == "min" else sa.func.max(column)


def _measured(ctx: Ctx, rollup: Rollup, child: sa.FromClause) -> sa.ColumnElement[Any]:
    if rollup.measure_column is not None:
        return child.c[rollup.measure_column]
    assert rollup.measure is not None
    kind = ctx.catalogue.object(rollup.child)
    return field_value(ctx.catalogue, kind, ctx.store.backend, child, (rollup.measure.name,))


def _scale(rollup: Rollup) -> int:
    return 0 if rollup.measure is None else result_scale(rollup.measure) or 0


def _average(ctx: Ctx, column: sa.ColumnElement[Any], decimals: int) -> sa.ColumnElement[Any]:
    """The mean, rounded half away from zero; on SQLite, where numbers are whole, with `decimals` more of them."""
    if ctx.store.backend == "postgresql":
        return sa.func.avg(column)
    total = sa.func.sum(column) * sa.literal_column(str(2 * 10**decimals))
    count = sa.func.count(column)
    half = sa.case((total < sa.literal_column("0"), -count), else_=count)
    return Grouping(total + half).op("/")(Grouping(count * sa.literal_column("2")))


def _further_up(ctx: Ctx, kind: ObjectType, names: Iterable[str], ids: Sequence[str], depth: int) -> None:
    """Roll-ups over roll-ups."""
    above = [rollup for rollup in kind.feeds if not depends(ctx.catalogue, rollup).isdisjoint(names)]
    by_parent: dict[str, list[Rollup]] = defaultdict(list)
    for rollup in above:
        by_parent[rollup.parent].append(rollup)
    for rollups in by_parent.values():
        parents = sorted({id for rollup in rollups for id in _referred(ctx, kind, rollup.reference.name, ids)})
        if parents:
            _bring_up_to_date(ctx, rollups, parents, depth + 1)


def _referred(ctx: Ctx, kind: ObjectType, reference: str, ids: Sequence[str]) -> Iterable[str]:
    table = kind.table
    for chunk in chunks(ids):
        key = ("referred", ctx.catalogue.version, kind.name, reference, len(chunk))
        statement = ctx.store.statement(key, partial(_referred_query, table, reference, len(chunk)))
        yield from (str(row[0]) for row in ctx.unit.rows(statement, id_parameters(chunk)))


def _referred_query(table: sa.Table, reference: str, size: int) -> sa.Select[Any]:
    column = table.c[reference]
    return sa.select(column).where(any_of(table.c.id, size), column.is_not(None))


def recompute(ctx: Ctx, kind: ObjectType, names: Iterable[str]) -> None:
    """Compute roll-ups of every record of an object, as when they are new."""
    wanted = set(names)
    rollups = [rollup for rollup in kind.rollups if rollup.field.name in wanted]
    if rollups:
        values = {rollup.field.name: figure(ctx, rollup, kind.table) for rollup in rollups}
        statement = ctx.store.compile(sa.update(kind.table).values(values))
        ctx.unit.run(statement, env_parameters(ctx.env))
