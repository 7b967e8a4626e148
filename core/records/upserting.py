"""Finding records by a key field, for upserts and updates of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.statements import reader_of
from core.ids import new_id
from core.records.drafts import Draft, good
from core.records.paths import Reading, VisibleScope
from core.records.reading import accesses
from core.records.storing import SIZES
from dougong import BadRequest, Conflict, FieldProblem, Invalid
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["find_existing"]


def find_existing(ctx: Ctx, kind: ObjectType, key: str, drafts: Sequence[Draft], *, new: bool) -> None:
    """Give each draft the id of the visible record with its key; without one it is new, or refused."""
    field = kind.fields.get(key)
    if field is None or not VisibleScope(kind, accesses(ctx)).sees((key,)):
        raise BadRequest("{object} has no field called {name}", object=kind.label, name=key)
    if key == "id":
        return
    if not (field.unique or field.type.name in ("text", "email", "auto_number", "integer", "reference", "phone", "url")):
        raise BadRequest("Records can't be found by {name}", name=key)
    values = {id(draft): _value(draft, field) for draft in good(drafts)}
    found = _existing(ctx, kind, key, sorted({v for v in values.values() if v is not None}, key=str))
    for draft in good(drafts):
        _decide(draft, field.name, found.get(values[id(draft)], []), new)


def _value(draft: Draft, field: Any) -> Any:
    try:
        value = field.parse(draft.given.get(field.name))
    except Wrong as wrong:
        draft.failure = Invalid(errors=[wrong.problem(field.name)])
        return None
    if value is None:
        draft.failure = Invalid(errors=[FieldProblem(field.name, "required", "This is the key and can't be empty")])
    return value


def _decide(draft: Draft, key: str, ids: list[str], new: bool) -> None:
    if len(ids) > 1:
        draft.failure = Conflict("Several records have this {key}; it can't be the key", key=key)
    elif ids:
        draft.id = ids[0]
    elif new:
        draft.id, draft.status = new_id(), "created"
    else:
        draft.failure = Invalid(errors=[FieldProblem(key, "reference", "There is no such record")])


def _existing(ctx: Ctx, kind: ObjectType, key: str, values: Sequence[Any]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for start in range(0, len(values), SIZES[-1]):
        chunk = list(values[start : start + SIZES[-1]])
        size = next(size for size in SIZES if size >= len(chunk))
        chunk += chunk[-1:] * (size - len(chunk))
        for value, record in _look(ctx, kind, key, chunk):
            found.setdefault(value, []).append(record)
    return found


def _look(ctx: Ctx, kind: ObjectType, key: str, chunk: Sequence[Any]) -> list[tuple[Any, str]]:
    column = kind.table.c[key]

    def make() -> sa.Select[Any]:
        reading = Reading(kind, accesses(ctx))
        wanted = column.in_([sa.bindparam(f"i{n}", type_=column.type) for n in range(len(chunk))])
        return sa.select(column, kind.table.c.id).where(wanted, *reading.visible_rows())

    shape = ("existing", ctx.catalogue.version, ctx.actor.signature, kind.name, key, len(chunk))
    statement = ctx.store.statement(shape, make)
    read = reader_of(column.type, ctx.store.dialect) or (lambda value: value)
    rows = ctx.unit.rows(statement, ctx.parameters | {f"i{n}": value for n, value in enumerate(chunk)})
    return [(read(value), str(id)) for value, id in rows]
