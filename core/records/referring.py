"""References of records being written: what they point to must exist and be visible to whoever writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.records.drafts import Draft, good
from core.records.storing import SIZES
from core.rights.access import EVERY_ROW, Accesses
from dougong import FieldProblem

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["check_references"]

MISSING = "There is no such record"


def check_references(ctx: Ctx, kind: ObjectType, accesses: Accesses, drafts: Sequence[Draft]) -> None:
    """Refuse drafts that newly point to something the actor can't see."""
    wanted: dict[str, set[str]] = defaultdict(set)
    mentions: list[tuple[Draft, str, str, str]] = []
    for draft in good(drafts):
        for field, target, id in _new_references(ctx, kind, draft):
            mentions.append((draft, field, target, id))
            wanted[target].add(id)
    seen = _seen(ctx, accesses, wanted)
    for draft, field, target, id in mentions:
        if id not in seen[target]:
            draft.problems.append(FieldProblem(field, "reference", MISSING))
    for draft in drafts:
        draft.refuse_if_problems()


def _new_references(ctx: Ctx, kind: ObjectType, draft: Draft) -> Iterable[tuple[str, str, str]]:
    """The references that this write sets: (field, object, id). A record may always be one's own."""
    before = draft.before or {}
    for name, field in _reference_fields(ctx, kind):
        value = draft.values.get(name)
        if value is None or value == before.get(name):
            continue
        if field.type.name == "many_to_many":
            yield from ((name, str(field.to), id) for id in value if name in draft.given)
        elif field.references and value != ctx.actor.id and name not in ("id", "created_by", "updated_by"):
            yield name, field.references, value
        elif field.type.name == "any_reference":
            yield name, value["object"], value["id"]


def _reference_fields(ctx: Ctx, kind: ObjectType) -> Sequence[tuple[str, Field]]:
    def find() -> Sequence[tuple[str, Field]]:
        leading = ("any_reference", "many_to_many")
        fields = kind.fields.items()
        return [(name, field) for name, field in fields if field.references or field.type.name in leading]

    return ctx.store.kept(("references", ctx.catalogue.version, kind.name), find)


def _seen(ctx: Ctx, accesses: Accesses, wanted: dict[str, set[str]]) -> dict[str, set[str]]:
    """The wanted ids that the actor sees: one statement, or one per chunk for many."""
    seen: dict[str, set[str]] = defaultdict(set)
    waiting = {target: sorted(ids) for target, ids in wanted.items() if target in ctx.catalogue.objects}
    while waiting:
        batch = {target: ids[: SIZES[-1]] for target, ids in waiting.items()}
        waiting = {target: ids[SIZES[-1] :] for target, ids in waiting.items() if len(ids) > SIZES[-1]}
        for target, id in _look(ctx, accesses, batch):
            seen[target].add(id)
    return seen


def _look(ctx: Ctx, accesses: Accesses, batch: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    targets = sorted(batch)
    sizes = [next(size for size in SIZES if size >= len(batch[target])) for target in targets]
    key = ("seen", ctx.catalogue.version, ctx.actor.signature, tuple(targets), tuple(sizes))
    statement = ctx.store.statement(key, lambda: _seen_query(accesses, targets, sizes))
    values: dict[str, Any] = dict(ctx.parameters)
    for number, (target, size) in enumerate(zip(targets, sizes, strict=True)):
        ids = batch[target] + batch[target][-1:] * (size - len(batch[target]))
        values |= {f"r{number}_{i}": id for i, id in enumerate(ids)}
    return [(target, str(id)) for target, id in ctx.unit.rows(statement, values)]


def _seen_query(accesses: Accesses, targets: Sequence[str], sizes: Sequence[int]) -> Any:
    parts = []
    for number, (target, size) in enumerate(zip(targets, sizes, strict=True)):
        access = accesses[target]
        table = access.kind.shape.alias(f"r{number}")
        rows = access.readable(table)
        ids = [sa.bindparam(f"r{number}_{i}", type_=table.c.id.type) for i in range(size)]
        where = [table.c.id.in_(ids), table.c.deleted_at.is_(None), *([] if rows is EVERY_ROW else [rows])]
        name = sa.literal_column(f"'{target}'", sa.Text)  # a name of the catalogue
        parts.append(sa.select(name.label("target"), sa.cast(table.c.id, sa.Text).label("id")).where(*where))
    return parts[0] if len(parts) == 1 else sa.union_all(*parts)
