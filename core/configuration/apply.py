"""Does the steps of a plan in the transaction of a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.configuration.building import LARGE, enqueue_index
from core.configuration.numbering import number_records
from core.database.failures import translated
from core.database.inspecting import columns_of, indexes, is_large, tables
from core.records.rollups import recompute
from metadata.catalogue import Catalogue
from metadata.plan import (
    AddColumn,
    CreateIndex,
    CreateLinkTable,
    CreateTable,
    NumberRecords,
    Plan,
    RecomputeRollup,
    Step,
)

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["apply"]


def apply(ctx: Ctx, catalogue: Catalogue, plan: Plan) -> None:
    """Do every step; afterwards the tables are those of `catalogue`, which is that of `ctx` from the first step on."""
    ctx.catalogue = catalogue
    work = _Work(ctx, catalogue)
    for step in plan.steps:
        work.do(step)


class _Work:
    """What a plan finds in the database: things of a plugin that was away are there already, with their data."""

    def __init__(self, ctx: Ctx, catalogue: Catalogue) -> None:
        self._ctx = ctx
        self._catalogue = catalogue
        self._known_columns: dict[str, set[str]] = {}
        self._ways: Mapping[type[Step], Callable[[Any], None]] = {
            CreateTable: self._create_table,
            CreateLinkTable: self._create_table,
            AddColumn: self._add_column,
            CreateIndex: self._create_index,
            NumberRecords: lambda step: number_records(ctx, step.field),
            RecomputeRollup: lambda step: recompute(
                ctx, catalogue.object(step.rollup.parent), [step.rollup.field.name]
            ),
        }

    def do(self, step: Step) -> None:
        """One step."""
        self._ways.get(type(step), self._execute)(step)

    def _execute(self, step: Step) -> None:
        connection, backend = self._ctx.unit.connection, self._ctx.store.backend
        with translated():
            for statement in step.statements(backend):
                connection.execute(statement)

    # -- tables ----------------------------------------------------------------------------------------------

    def _create_table(self, step: CreateTable) -> None:
        name = step.table.name
        if name not in self._tables:
            self._execute(step)
            self._tables.add(name)
            self._known_columns[name] = {column.name for column in step.table.columns}
        elif isinstance(step, CreateLinkTable):
            return
        else:
            self._complete(name, step.table)

    def _complete(self, name: str, table: sa.Table) -> None:
        """The table of a plugin that comes back: whatever it lacks is added, and its figures are computed anew."""
        for column in table.columns:
            self._add_column(AddColumn(target=f"{name}.{column.name}", object=name, column=column, table=table))
        kind = self._catalogue.object(name)
        recompute(self._ctx, kind, [rollup.field.name for rollup in kind.rollups])

    def _add_column(self, step: AddColumn) -> None:
        columns = self._columns(step.object)
        if step.column.name not in columns:
            self._execute(step)
            columns.add(str(step.column.name))

    def _create_index(self, step: CreateIndex) -> None:
        table = step.plan.table
        if step.plan.name in self._indexes.get(table, ()):
            return
        if self._beside_the_work(step):
            enqueue_index(self._ctx, step.plan)
        else:
            self._execute(step)

    def _beside_the_work(self, step: CreateIndex) -> bool:
        """A large table on PostgreSQL is indexed by a job, without keeping writers out; what is unique must be so at once."""
        if self._ctx.store.backend != "postgresql" or step.plan.unique or not step.existing:
            return False
        return is_large(self._ctx.unit, self._catalogue.object(step.plan.table).table, LARGE)

    # -- what is there ---------------------------------------------------------------------------------------

    @cached_property
    def _tables(self) -> set[str]:
        return tables(self._ctx.unit)

    @cached_property
    def _indexes(self) -> Mapping[str, set[str]]:
        return indexes(self._ctx.unit)

    def _columns(self, table: str) -> set[str]:
        if table not in self._known_columns:
            self._known_columns[table] = set(columns_of(self._ctx.unit, table).get(table, ()))
        return self._known_columns[table]
