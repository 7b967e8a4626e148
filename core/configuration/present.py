"""A plan beside the database: what is there already, left by a plugin that was away, is kept and not made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from core.database.inspecting import columns_of, indexes, tables
from metadata.catalogue import Catalogue
from metadata.plan import (
    AddColumn,
    CreateIndex,
    CreateLinkTable,
    CreateTable,
    Plan,
    RecomputeRollup,
    RestoreField,
    RestoreObject,
    Step,
)
from metadata.tables import indexes_of

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["beside_present", "lacking"]


def beside_present(ctx: Ctx, catalogue: Catalogue, plan: Plan) -> Plan:
    """The steps that are left to do on the way to `catalogue`."""
    present = _Present(ctx, catalogue)
    return Plan(tuple(left for step in plan.steps for left in present.left_of(step)))


def lacking(ctx: Ctx, catalogue: Catalogue, objects: Iterable[str]) -> Plan:
    """The columns and indexes of objects that a database from an older platform doesn't have."""
    present = _Present(ctx, catalogue)
    return Plan(tuple(step for name in objects for step in present.lacking(name)))


class _Present:
    """What the database has, asked for when a step is about it."""

    def __init__(self, ctx: Ctx, catalogue: Catalogue) -> None:
        self._ctx = ctx
        self._catalogue = catalogue
        self._known_columns: dict[str, set[str]] = {}

    def left_of(self, step: Step) -> Iterator[Step]:
        """What is left of a step."""
        if isinstance(step, CreateLinkTable):
            yield from () if step.table.name in self._tables else (step,)
        elif isinstance(step, CreateTable):
            yield from self._restored(step) if step.table.name in self._tables else (step,)
        elif isinstance(step, AddColumn):
            yield from self._added(step)
        elif isinstance(step, CreateIndex):
            yield from self._indexed(step)
        elif isinstance(step, (RestoreObject, RestoreField)):
            yield step
            yield from self.lacking(step.target.partition(".")[0])
        else:
            yield step

    def _added(self, step: AddColumn) -> Iterator[Step]:
        columns = self._columns(step.object)
        if step.column.name not in columns:
            columns.add(str(step.column.name))
            yield step

    def _indexed(self, step: CreateIndex) -> Iterator[Step]:
        indexes = self._indexes.setdefault(step.plan.table, set())
        if step.plan.name not in indexes:
            indexes.add(step.plan.name)
            yield step

    def _restored(self, step: CreateTable) -> Iterator[Step]:
        """The object of a plugin that comes back: what it lacks is added, and its figures are computed anew."""
        name = step.table.name
        kind = self._catalogue.object(name)
        yield RestoreObject(target=name, detail="{object} comes back with its records", params={"object": kind.label})
        yield from self.lacking(name)
        for rollup in kind.rollups:
            yield RecomputeRollup(
                target=str(rollup.field),
                detail="{field} is computed for every record",
                params={"field": rollup.field.label},
                rollup=rollup,
            )

    def lacking(self, name: str) -> Iterator[Step]:
        """Columns and indexes that came to be while it was away, or went with a plugin that was purged."""
        table, kind = self._catalogue.tables.tables[name], self._catalogue.object(name)
        for column in table.columns:
            if column.name not in self._columns(name):
                self._columns(name).add(column.name)
                yield AddColumn(
                    target=f"{name}.{column.name}",
                    detail="A column is added to {object}",
                    params={"object": kind.label},
                    object=name,
                    column=column,
                    table=table,
                )
        known = {str(index.name): index for index in table.indexes}
        for wanted in indexes_of(kind.shape):
            if wanted.name not in self._indexes.setdefault(name, set()):
                self._indexes[name].add(wanted.name)
                detail, params = "An index is made on {columns}", {"columns": ", ".join(wanted.columns)}
                index = known[wanted.name]
                yield CreateIndex(
                    target=name, detail=detail, params=params, plan=wanted, index=index, table=table, existing=True
                )

    @cached_property
    def _tables(self) -> set[str]:
        return tables(self._ctx.unit)

    @cached_property
    def _indexes(self) -> dict[str, set[str]]:
        return indexes(self._ctx.unit)

    def _columns(self, table: str) -> set[str]:
        if table not in self._known_columns:
            self._known_columns[table] = set(columns_of(self._ctx.unit, table).get(table, ()))
        return self._known_columns[table]
