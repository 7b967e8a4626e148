"""Does the steps of a plan in the transaction of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.configuration.building import LARGE, enqueue_index
from core.configuration.numbering import number_records
from core.database.failures import translated
from core.database.inspecting import is_large
from core.records.rollups import recompute
from metadata.catalogue import Catalogue
from metadata.plan import CreateIndex, NumberRecords, Plan, RecomputeRollup, Step

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["apply"]


def apply(ctx: Ctx, catalogue: Catalogue, plan: Plan) -> None:
    """Do every step; afterwards the tables are those of `catalogue`, which is that of `ctx` from the first step on."""
    ctx.catalogue = catalogue
    for step in plan.steps:
        _do(ctx, step)


def _do(ctx: Ctx, step: Step) -> None:
    if isinstance(step, NumberRecords):
        number_records(ctx, step.field)
    elif isinstance(step, RecomputeRollup):
        recompute(ctx, ctx.catalogue.object(step.rollup.parent), [step.rollup.field.name])
    elif isinstance(step, CreateIndex) and _beside_the_work(ctx, step):
        enqueue_index(ctx, step.plan)
    else:
        _execute(ctx, step)


def _execute(ctx: Ctx, step: Step) -> None:
    with translated():
        for statement in step.statements(ctx.store.backend):
            ctx.unit.connection.execute(statement)


def _beside_the_work(ctx: Ctx, step: CreateIndex) -> bool:
    """A large table on PostgreSQL is indexed by a job, without keeping writers out; what is unique must be so at once."""
    if ctx.store.backend != "postgresql" or step.plan.unique or not step.existing:
        return False
    return is_large(ctx.unit, ctx.catalogue.object(step.plan.table).table, LARGE)
