"""A many-to-many field as the table that holds it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, MetaData, Table

from metadata.fields import Field
from metadata.names import link_table_name
from metadata.storage import Id

__all__ = ["Link", "link_of"]


@dataclass(frozen=True, eq=False)
class Link:
    """A many-to-many field: its table has a row per pair of ids, `source_id` of the field's own object first."""

    field: Field
    source: str
    target: str
    table: Table

    @property
    def name(self) -> str:
        return self.table.name


def link_of(field: Field) -> Link:
    """The link of a many-to-many field; its table stands alone, for queries."""
    source, target = field.object, str(field.to)
    table = Table(
        link_table_name(source, field.name),
        MetaData(),
        Column("source_id", Id(), ForeignKey(f"{source}.id", ondelete="CASCADE"), primary_key=True),
        Column("target_id", Id(), ForeignKey(f"{target}.id", ondelete="CASCADE"), primary_key=True),
    )
    return Link(field, source, target, table)
