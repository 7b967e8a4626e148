"""Builds an index on a large table beside the work that goes on with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from core.database.failures import translated
from core.database.inspecting import indexes
from metadata.tables import IndexPlan, indexes_of, make_index

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["BUILD_INDEX", "LARGE", "build_index", "enqueue_index"]

#: Tables with more rows than this are indexed by a job.
LARGE = 50_000
BUILD_INDEX = "core.build_index"


def enqueue_index(ctx: Ctx, plan: IndexPlan) -> None:
    """Write the job that builds an index."""
    ctx.as_system().enqueue(BUILD_INDEX, asdict(plan))


def build_index(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """Build an index unless it is there, or nothing wants it any more."""
    plan = IndexPlan(**{**payload, "columns": tuple(payload["columns"])})
    kind = ctx.catalogue.objects.get(plan.table)
    if kind is None or plan not in indexes_of(kind.shape) or plan.name in indexes(ctx.unit).get(plan.table, ()):
        return
    index = make_index(plan, sa.Table(kind.name, sa.MetaData(), *kind.columns()))
    index.dialect_options["postgresql"]["concurrently"] = True
    _build(ctx, index)


def _build(ctx: Ctx, index: sa.Index) -> None:
    """On a connection of its own: building concurrently can't be in a transaction, and takes long."""
    with translated(), ctx.store.alone() as connection:
        connection.execute(DropIndex(index, if_exists=True))  # what an attempt that was cut off has left behind
        connection.execute(CreateIndex(index))
