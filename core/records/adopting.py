"""A file that a record names, and that is about nothing yet, becomes about that record: whoever reads it reads the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.records.drafts import Draft

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["adopt_files"]


def adopt_files(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> None:
    """Give the files that these drafts newly name to their records."""
    names = ctx.store.kept(("files", ctx.catalogue.version, kind.name), lambda: _file_fields(kind))
    rows = [
        {"object": kind.name, "record": draft.id, "file": draft.values[name], "now": ctx.now}
        for name in names
        for draft in drafts
        if draft.values.get(name) and draft.values[name] != (draft.before or {}).get(name)
    ]
    if rows:
        table = ctx.catalogue.object("file").table
        ctx.unit.run_many(ctx.store.statement(("adopt", ctx.catalogue.version), lambda: _adoption(table)), rows)


def _file_fields(kind: ObjectType) -> Sequence[str]:
    return [field.name for field in kind.fields.values() if field.type.name in ("file", "image")]


def _adoption(table: sa.Table) -> sa.Update:
    def given(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
        return sa.bindparam(name, type_=column.type)

    free = table.c.id == given("file", table.c.id), table.c.about_id.is_(None)
    return sa.update(table).where(*free).values(
        about_object=given("object", table.c.about_object), about_id=given("record", table.c.about_id),
        updated_at=given("now", table.c.updated_at), version=table.c.version + 1,
    )  # fmt: skip
