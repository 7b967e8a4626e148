"""Words to look for in records, as a condition: by the search text, or field by field where rights hide some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from core.database.tables import search
from core.records.paths import Reading
from core.records.words import fold, query_words

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["Match", "matching", "search_condition"]


@dataclass(frozen=True)
class Match:
    """A condition on the records that contain every word asked for.

    by_text: the words are looked up in the search text; else in each visible field, since the search text also holds
    words of fields that the actor may not see.
    """

    kind: ObjectType
    by_text: bool
    values: dict[str, Any]

    @property
    def shape(self) -> tuple[Any, ...]:
        """What the condition's SQL depends on."""
        return (self.by_text, len(self.values))

    def condition(self, reading: Reading) -> sa.ColumnElement[bool]:
        """The condition in one SELECT."""
        if not self.values:
            return sa.false()
        if self.by_text:
            found = sa.select(search.c.record_id).where(search_condition(reading.backend))
            return reading.table.c.id.in_(found)
        return sa.and_(*(_in_some_field(reading, name) for name in self.values))


def matching(ctx: Ctx, kind: ObjectType, q: str) -> Match:
    """How `q` is looked for in an object's records by this actor."""
    access = _access(ctx, kind)
    if {field.name for field in kind.search_fields} <= access.visible_everywhere:
        return Match(kind, True, text_values(ctx.store.backend, q))
    pieces = fold(q).split()[:10]
    return Match(kind, False, {f"q{i}": f"%{_literal(piece)}%" for i, piece in enumerate(pieces)})


def _access(ctx: Ctx, kind: ObjectType) -> Any:
    return ctx.records.rights[kind.name]


def _literal(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _in_some_field(reading: Reading, name: str) -> sa.ColumnElement[bool]:
    visible = [field.name for field in reading.kind.search_fields if field.name in reading.access.visible]
    wanted = sa.bindparam(name, type_=sa.Text)
    columns = [sa.func.lower(sa.cast(reading.column((field,)), sa.Text)) for field in visible]
    return sa.or_(sa.false(), *(column.like(wanted, escape="\\") for column in columns))


def text_values(backend: str, q: str) -> dict[str, Any]:
    """The parameter of `search_condition`; none where there is no word in `q`."""
    words = query_words(q)
    if not words:
        return {}
    if backend == "sqlite":
        return {"words": " ".join(f'"{word}"*' if start else f'"{word}"' for word, start in words)}
    return {"words": " & ".join(f"'{word}':*" if start else f"'{word}'" for word, start in words)}


def search_condition(backend: str) -> sa.ColumnElement[bool]:
    """Which rows of the search table hold the words."""
    words = sa.bindparam("words", type_=sa.Text)
    if backend == "sqlite":
        table = sa.table("dg_search_words", sa.column("rowid"), sa.column("words"))
        match = sa.select(table.c.rowid).where(sa.literal_column("dg_search_words").op("MATCH")(words))
        return search.c.id.in_(match)
    vector = sa.func.array_to_tsvector(sa.func.string_to_array(search.c.words, sa.literal_column("' '")))
    return vector.op("@@")(sa.cast(words, postgresql.TSQUERY))
