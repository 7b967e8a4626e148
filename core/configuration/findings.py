"""Looks at the records that a plan is about: what would break is refused or counted before anything happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.inspecting import columns_of
from core.database.queries import fetch
from dougong import FieldProblem, Invalid
from metadata.plan import ChangeScale, CreateIndex, FillRequired, Plan, Step

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["looked_at"]


def looked_at(ctx: Ctx, plan: Plan) -> Plan:
    """The plan with the numbers of records that it concerns. Raises Invalid for steps that the records don't allow."""
    refused = [problem for step in plan.steps for problem in _refusals(ctx, step)]
    if refused:
        raise Invalid("The records that are there don't allow this", errors=refused)
    return Plan(tuple(_counted(ctx, step) for step in plan.steps))


def _refusals(ctx: Ctx, step: Step) -> Iterator[FieldProblem]:
    if isinstance(step, CreateIndex):
        several = step.duplicates()
        count = _count(ctx, several) if several is not None and _there(ctx, step.plan.table, step.plan.columns) else 0
        if count:
            params = {"count": count, "columns": ", ".join(step.plan.columns)}
            yield FieldProblem(step.target, "unique", "{count} values of {columns} stand in several records", params)
    elif isinstance(step, ChangeScale) and _there(ctx, step.table.name, tuple(step.columns)):
        count = _count(ctx, step.too_large())
        if count:
            yield FieldProblem(
                step.target, "range", "{count} numbers are too large for so many decimals", {"count": count}
            )


def _counted(ctx: Ctx, step: Step) -> Step:
    if not isinstance(step, FillRequired):
        return step
    column = step.target.rpartition(".")[2]
    query = step.missing() if _there(ctx, step.table.name, (column,)) else _all(step)
    detail = "{field} becomes required; {count} records without it stay as they are until they are changed"
    return replace(step, detail=detail, params={**step.params, "count": _count(ctx, query)})


def _all(step: FillRequired) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(step.table).where(step.table.c.deleted_at.is_(None))


def _there(ctx: Ctx, table: str, columns: tuple[str, ...]) -> bool:
    return set(columns) <= set(columns_of(ctx.unit, table).get(table, ()))


def _count(ctx: Ctx, query: sa.Select[Any]) -> int:
    return int(fetch(ctx.unit, query)[0][0])
