"""The steps of a plan: what happens, in words for people and as statements for the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Executable,
    Index,
    MetaData,
    Select,
    Table,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.schema import CreateIndex as CreateIndexStatement
from sqlalchemy.schema import CreateTable as CreateTableStatement
from sqlalchemy.schema import DropIndex as DropIndexStatement
from sqlalchemy.types import TypeEngine

from metadata.ddl import AddColumnTo, ChangeColumnType
from metadata.field_types.numbers import DIGITS
from metadata.fields import Field
from metadata.objects import Rollup
from metadata.tables import IndexPlan

__all__ = [
    "AddColumn", "ChangeScale", "CreateIndex", "CreateLinkTable", "CreateTable", "DefinitionChanged", "DropIndex",
    "FillRequired", "NumberRecords", "Plan", "RecomputeRollup", "RestoreField", "RestoreObject", "RetireField",
    "RetireObject", "Step", "WidenText",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. target: the object, `object.field`, or `kind/name` that it is about. detail: a template in English,
    filled in with `params`. destructive: whether people lose sight of something.
    """

    action: ClassVar[str]
    destructive: ClassVar[bool] = False
    target: str
    detail: str = ""
    params: Mapping[str, Any] = attribute(default_factory=dict)

    def statements(self, backend: str) -> tuple[Executable, ...]:
        """What the database does, in order; the tables are named without a schema."""
        return ()

    def __str__(self) -> str:
        return f"{self.action} {self.target}: {self.detail.format(**self.params)}"


@dataclass(frozen=True, kw_only=True)
class CreateTable(Step):
    """A new object's table. Foreign keys to tables that come later are added by later steps."""

    action = "create_table"
    table: Table = attribute(repr=False, compare=False)

    def statements(self, backend: str) -> tuple[Executable, ...]:
        return (CreateTableStatement(self.table),)


@dataclass(frozen=True, kw_only=True)
class CreateLinkTable(CreateTable):
    """The table of a many-to-many field, with the index for the way back."""

    action = "create_link_table"

    def statements(self, backend: str) -> tuple[Executable, ...]:
        return (CreateTableStatement(self.table), *map(CreateIndexStatement, self.table.indexes))


@dataclass(frozen=True, kw_only=True)
class AddColumn(Step):
    """A new column; `fill` is the default that existing records get."""

    action = "add_column"
    object: str
    column: Column[Any] = attribute(repr=False, compare=False)
    table: Table = attribute(repr=False, compare=False)
    fill: Any = None

    def statements(self, backend: str) -> tuple[Executable, ...]:
        added = AddColumnTo(self.object, self.column)
        if self.fill is None:
            return (added,)
        name = str(self.column.name)
        return added, update(self.table).values({name: bindparam(None, self.fill, type_=self.column.type)})


@dataclass(frozen=True, kw_only=True)
class CreateIndex(Step):
    """An index. `existing`: the table has records already; a large one gets its index beside the work, as a job."""

    action = "create_index"
    plan: IndexPlan
    index: Index = attribute(repr=False, compare=False)
    table: Table = attribute(repr=False, compare=False)
    existing: bool = False

    def statements(self, backend: str) -> tuple[Executable, ...]:
        return (CreateIndexStatement(self.index),)

    def duplicates(self) -> Select[Any] | None:
        """For a unique index over existing records: how many values stand in several of them."""
        if not (self.plan.unique and self.existing):
            return None
        table = self.table
        column = table.c[self.plan.columns[0]]
        several = (
            select(column)
            .where(column.is_not(None), table.c.deleted_at.is_(None))
            .group_by(column)
            .having(func.count() > 1)
        )
        return select(func.count()).select_from(several.subquery())


@dataclass(frozen=True, kw_only=True)
class DropIndex(Step):
    """An index that nothing needs any more."""

    action = "drop_index"
    plan: IndexPlan
    index: Index = attribute(repr=False, compare=False)

    def statements(self, backend: str) -> tuple[Executable, ...]:
        return (DropIndexStatement(self.index, if_exists=True),)


@dataclass(frozen=True, kw_only=True)
class ChangeScale(Step):
    """More decimals for the columns of a number. SQLite keeps scaled whole numbers, which are multiplied."""

    action = "change_scale"
    table: Table = attribute(repr=False, compare=False)
    columns: Mapping[str, TypeEngine[Any]] = attribute(repr=False, compare=False)
    scale: int
    more: int

    def statements(self, backend: str) -> tuple[Executable, ...]:
        if backend == "postgresql":
            return tuple(ChangeColumnType(self.table.name, name, type) for name, type in self.columns.items())
        return tuple(map(self._multiplied, self.columns))

    def _multiplied(self, name: str) -> Executable:
        raw = Table(
            self.table.name, MetaData(), Column(name, BigInteger)
        )  # the column's own type would scale the factor
        return update(raw).values({name: raw.c[name] * 10**self.more})

    def too_large(self) -> Select[Any]:
        """How many values would not fit with so many decimals."""
        before = [self.table.c[name] for name in self.columns]
        limits = [Decimal(10) ** (DIGITS - self.scale) for _ in before]
        beyond = [or_(column >= limit, column <= -limit) for column, limit in zip(before, limits, strict=True)]
        return select(func.count()).select_from(self.table).where(or_(*beyond))


@dataclass(frozen=True, kw_only=True)
class WidenText(Step):
    """Longer texts in a field; the column takes them already."""

    action = "widen_text"


@dataclass(frozen=True, kw_only=True)
class RetireField(Step):
    """A field that goes out of sight; its column and its values stay."""

    action = "retire_field"
    destructive = True


@dataclass(frozen=True, kw_only=True)
class RestoreField(Step):
    """A field that comes back, with its values."""

    action = "restore_field"


@dataclass(frozen=True, kw_only=True)
class RetireObject(Step):
    """An object that goes out of sight; its table and its records stay."""

    action = "retire_object"
    destructive = True


@dataclass(frozen=True, kw_only=True)
class RestoreObject(Step):
    """An object that comes back, with its records."""

    action = "restore_object"


@dataclass(frozen=True, kw_only=True)
class RecomputeRollup(Step):
    """A figure that is new, or is counted in another way: it is computed for every record."""

    action = "recompute_rollup"
    rollup: Rollup


@dataclass(frozen=True, kw_only=True)
class NumberRecords(Step):
    """Existing records get their numbers in a new automatic number field, oldest first."""

    action = "number_records"
    field: Field


@dataclass(frozen=True, kw_only=True)
class FillRequired(Step):
    """A field that becomes required where records exist. They stay as they are, but can't be saved without it."""

    action = "fill_required"
    table: Table = attribute(repr=False, compare=False)
    condition: ColumnElement[bool] = attribute(repr=False, compare=False)

    def missing(self) -> Select[Any]:
        """How many records lack a value."""
        return select(func.count()).select_from(self.table).where(self.condition)


@dataclass(frozen=True, kw_only=True)
class DefinitionChanged(Step):
    """A definition that is added, changed, retired or restored, and needs nothing of the database."""

    action = "change_definition"


@dataclass(frozen=True)
class Plan:
    """The steps from one catalogue to another, in the order in which they can be done."""

    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def destructive(self) -> bool:
        return any(step.destructive for step in self.steps)
