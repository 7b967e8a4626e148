"""Names in a read become columns here: every mention of a field, and every hop to another record, meets its rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.records.limits import within
from core.rights.access import EVERY_ROW, READ, Access, Accesses
from core.rights.criteria import checked, result_scale, with_literals
from metadata.expressions import Name, Path, to_sql

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["Reading", "VisibleScope"]


class VisibleScope:
    """What an actor may name in a filter: what is not visible resolves to nothing, as if it weren't there."""

    def __init__(self, kind: ObjectType, accesses: Accesses) -> None:
        self.kind = kind
        self.accesses = accesses

    def resolve(self, path: Path) -> Name | None:
        """The name at a path, if the actor may know of it."""
        return self.kind.scope.resolve(path) if self.sees(path) else None

    def sees(self, path: Path) -> bool:
        """Whether every step of the path is visible to the actor in some row."""
        found = self.kind.scope.locate(path)
        if found is None:
            return False
        if any(hop.name not in self.accesses[hop.object].visible for hop in found.hops):
            return False
        access = self.accesses[found.object.name]
        if found.hops and not access.grants.read:
            return False
        return found.field.name in access.visible and not access.masked(found.field.name)


class Reading:
    """One SELECT being built: the object's table, the joins that paths need, and the rights on each."""

    def __init__(self, kind: ObjectType, accesses: Accesses, table: sa.FromClause | None = None) -> None:
        self.kind = kind
        self.accesses = accesses
        self.backend = accesses.backend
        self.table: sa.FromClause = kind.table if table is None else table
        self._hops: dict[tuple[str, ...], sa.FromClause] = {}
        self.source: sa.FromClause = self.table
        self._formulas = 0
        self._deepest = 0

    @property
    def access(self) -> Access:
        """The actor's rights on the object itself."""
        return self.accesses[self.kind.name]

    def visible_rows(self, deleted: bool = False) -> list[sa.ColumnElement[bool]]:
        """The condition every read of the object carries."""
        gone = self.table.c.deleted_at
        rows = self.access.readable(self.table)
        return [gone.is_not(None) if deleted else gone.is_(None), *([] if rows is EVERY_ROW else [rows])]

    def column(self, path: Path) -> sa.ColumnElement[Any]:
        """The column at a path, empty in rows where the actor may not see it."""
        found = self.kind.scope.locate(path)
        assert found is not None, path  # paths are checked against VisibleScope first
        self._deepest = max(self._deepest, len(found.hops))
        return self._shown(found.hops, found.field, found.part.column, self._join(found.hops))

    def field_column(self, field: Field, table: sa.FromClause, hops: tuple[Field, ...]) -> sa.ColumnElement[Any]:
        """The one column of a field, as it is selected for answers."""
        return self._shown(hops, field, None if field.virtual else field.name, table)

    def own_rows(self, kind: ObjectType, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """Which rows are the actor's own to read."""
        return self.accesses[kind.name].own(table, READ)

    def hop(self, hops: tuple[Field, ...]) -> sa.FromClause:
        """The joined table at the end of some references."""
        return self._join(hops)

    def _shown(
        self, hops: tuple[Field, ...], field: Field, column: str | None, table: sa.FromClause
    ) -> sa.ColumnElement[Any]:
        value = self._formula(hops, field, table) if column is None else table.c[column]
        return self._masked(value, field, table)

    def _formula(self, hops: tuple[Field, ...], field: Field, table: sa.FromClause) -> sa.ColumnElement[Any]:
        self._formulas += 1
        prefix = f"v{self._formulas}_"
        kind = self.accesses.catalogue.object(field.object)
        expression = checked(self.accesses.catalogue, kind, str(field.expression))
        result = field.result

        def column(path: Path) -> sa.ColumnElement[Any]:
            inner = kind.scope.locate(path)
            assert inner is not None, path
            joined = self._join((*hops, *inner.hops)) if inner.hops else table
            return self._shown((*hops, *inner.hops), inner.field, inner.part.column, joined)

        made = to_sql(expression, self.backend, column, prefix=prefix, result_scale=result_scale(field))
        return sa.type_coerce(with_literals(made, expression, prefix), result.type.storage(result))

    def _masked(self, column: sa.ColumnElement[Any], field: Field, table: sa.FromClause) -> sa.ColumnElement[Any]:
        access = self.accesses[field.object]
        if field.name in access.visible_everywhere:
            return column
        if field.name not in access.visible:
            return sa.type_coerce(sa.null(), column.type)
        return sa.type_coerce(sa.case((access.own(table, READ), column), else_=sa.null()), column.type)

    def _join(self, hops: tuple[Field, ...]) -> sa.FromClause:
        table = self.table
        for length in range(1, len(hops) + 1):
            table = self._joined(hops[:length], table)
        return table

    def _joined(self, hops: tuple[Field, ...], left: sa.FromClause) -> sa.FromClause:
        key = tuple(hop.name for hop in hops)
        found = self._hops.get(key)
        if found is not None:
            return found
        hop = hops[-1]
        target = self.accesses.catalogue.object(str(hop.references))
        right = target.shape.alias(f"j{len(self._hops) + 1}")
        reference = self._masked(left.c[hop.name], hop, left)
        rows = self.accesses[target.name].readable(right)
        on = [right.c.id == reference, right.c.deleted_at.is_(None), *([] if rows is EVERY_ROW else [rows])]
        self.source = self.source.outerjoin(right, sa.and_(*on))
        self._hops[key] = right
        return right

    def check_cost(self, ctx: Ctx) -> None:
        """Refuse paths that are too deep, and a row that reaches into too many other records."""
        within(ctx, "path_depth", self._deepest)
        within(ctx, "joins", len(self._hops))
