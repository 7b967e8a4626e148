"""Deleting and restoring with everything that goes along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.statements import reader_of
from core.records.drafts import Draft
from core.records.storing import any_of, chunks, id_parameters, stored_fields
from dougong import Conflict

if TYPE_CHECKING:
    from datetime import datetime

    from core.context import Ctx
    from metadata.catalogue import Catalogue
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["Referrer", "followers", "referrers", "with_parts"]

DEEPEST = 8


@dataclass(frozen=True)
class Referrer:
    """A field of another object (or of the same) that can point to records of this one, and what deletion does to it."""

    kind: ObjectType
    field: Field
    on_delete: str

    def points_to(self, target: str, size: int) -> sa.ColumnElement[bool]:
        """Which rows point to one of `size` records."""
        table = self.kind.table
        if self.field.references:
            return any_of(table.c[self.field.name], size)
        return sa.and_(
            table.c[f"{self.field.name}_object"] == sa.literal(target, sa.Text), any_of(table.c[f"{self.field.name}_id"], size)
        )


def referrers(catalogue: Catalogue, target: str) -> tuple[Referrer, ...]:
    """The fields that can point to records of an object."""
    key = ("referrers", target)
    found = catalogue.kept.get(key)
    if found is None:
        every = (Referrer(kind, field, _on_delete(field)) for kind in catalogue.objects.values() for field in kind.fields.values())
        found = tuple(r for r in every if _leads_to(r.field, target))
        catalogue.kept[key] = found
    return found


def _leads_to(field: Field, target: str) -> bool:
    if field.system or not field.column_names:
        return False
    if field.references:
        return field.references == target
    return field.type.name == "any_reference" and (field.to == "*" or target in (field.to or ()))


def _on_delete(field: Field) -> str:
    if field.type.name == "master_detail":
        return "cascade"
    return field.on_delete or "clear"


def followers(
    ctx: Ctx, kind: ObjectType, ids: Sequence[str], deleted_at: datetime | None, depth: int = 0
) -> Iterable[tuple[ObjectType, list[Draft]]]:
    """The records that are deleted along with these, or were (`deleted_at`), level by level.

    Raises Conflict when a record that restricts the deletion still refers to one of them.
    """
    if depth > DEEPEST or not ids:
        return
    for referrer in referrers(ctx.catalogue, kind.name):
        if referrer.on_delete == "restrict" and deleted_at is None:
            _refuse_while_referred(ctx, referrer, kind, ids)
    for referrer in referrers(ctx.catalogue, kind.name):
        if referrer.on_delete == "cascade":
            drafts = _pointing(ctx, referrer, kind, ids, deleted_at)
            if drafts:
                yield referrer.kind, drafts
                yield from followers(ctx, referrer.kind, [d.id for d in drafts], deleted_at, depth + 1)


def with_parts(ctx: Ctx, kind: ObjectType, ids: Sequence[str]) -> set[str]:
    """Those of these records that have parts which aren't among them: a line, a comment, a file."""
    found = set()
    for referrer in referrers(ctx.catalogue, kind.name) if ids else ():
        if referrer.on_delete == "cascade":
            for part in _pointing(ctx, referrer, kind, ids, None):
                value = part.values[referrer.field.name]
                found |= set() if part.id in ids else {value["id"] if isinstance(value, dict) else value}
    return found


def _refuse_while_referred(ctx: Ctx, referrer: Referrer, kind: ObjectType, ids: Sequence[str]) -> None:
    for chunk in chunks(ids):
        key = ("refers", ctx.catalogue.version, kind.name, referrer.kind.name, referrer.field.name, len(chunk))
        statement = ctx.store.statement(key, partial(_any_pointing, referrer, kind.name, len(chunk)))
        if ctx.unit.rows(statement, id_parameters(chunk)):
            raise Conflict("{things} refer to this; move or delete them first", things=referrer.kind.plural)


def _any_pointing(referrer: Referrer, target: str, size: int) -> sa.Select[Any]:
    table = referrer.kind.table
    return sa.select(table.c.id).where(referrer.points_to(target, size), table.c.deleted_at.is_(None)).limit(sa.literal_column("1"))


def _pointing_query(referrer: Referrer, target: str, size: int, living: bool) -> sa.Select[Any]:
    table = referrer.kind.table
    gone = table.c.deleted_at
    alive = gone.is_(None) if living else gone == sa.bindparam("deleted_at", type_=gone.type)
    return sa.select(*table.c).where(referrer.points_to(target, size), alive)


def _pointing(
    ctx: Ctx, referrer: Referrer, kind: ObjectType, ids: Sequence[str], deleted_at: datetime | None
) -> list[Draft]:
    table, fields = referrer.kind.table, stored_fields(referrer.kind)
    readers = [(column.name, reader_of(column.type, ctx.store.dialect)) for column in table.c]
    found = []
    for chunk in chunks(ids):
        key = ("pointing", ctx.catalogue.version, kind.name, referrer.kind.name, referrer.field.name, len(chunk), deleted_at is None)
        make = partial(_pointing_query, referrer, kind.name, len(chunk), deleted_at is None)
        values: dict[str, Any] = {**id_parameters(chunk), "deleted_at": deleted_at}
        for row in ctx.unit.rows(ctx.store.statement(key, make), values):
            record = {name: read(value) if read else value for (name, read), value in zip(readers, row, strict=True)}
            before = {field.name: field.load(record) for field in fields}
            found.append(Draft(position=-1, id=before["id"], before=before, values=dict(before)))
    return found
