"""What of the values in a message its reader may see: messages of automations open no record and no field to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.processes.expressions import Expressions
from core.records.paths import VisibleScope
from core.records.reading import accesses, list_records
from dougong import NotFound, Problem
from workflows.world import Scope

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["HIDDEN", "Sight"]

#: What stands where a value is that the reader may not see.
HIDDEN = "–"


class Sight:
    """The eyes of one user, in one step."""

    def __init__(self, ctx: Ctx, expressions: Expressions, scope: Scope, user: str) -> None:
        self._expressions = expressions
        self._scope = scope
        try:
            self._own: Ctx | None = ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, user))
        except NotFound:
            self._own = None

    def at(self, path: str) -> Any:
        """The value at a path written with dots, or a sign that it isn't for this reader."""
        parts = tuple(path.split("."))
        root, kind, rest = self._expressions.names.root(parts)
        record = self._expressions.record_at(root, self._scope)
        if kind is None or record is None:  # what a table has said, and nothing
            return self._expressions.at(path, self._scope)
        if self._own is None or not self._sees(kind.name, record[1], rest):
            return HIDDEN
        return self._expressions.at(path, self._scope)

    def _sees(self, object: str, id: str, path: tuple[str, ...]) -> bool:
        """Whether the reader finds such a value in that record: the field, in this row, and the rows that lead to it."""
        own = self._own
        assert own is not None
        if not accesses(own)[object].grants.read or not VisibleScope(own.catalogue.object(object), accesses(own)).sees(path):
            return False
        name = ".".join(path)
        try:
            mine = list_records(own, object, filter=f"id = '{id}'", fields=[name], limit=1).data
            all = list_records(own.as_system(), object, filter=f"id = '{id}'", fields=[name], limit=1).data
        except Problem:
            return False
        return bool(mine) and mine == all
