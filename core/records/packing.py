"""From rows to records: which columns an answer takes, and how they become its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from core.database.statements import reader_of
from core.records.paths import Reading
from dougong import BadRequest

if TYPE_CHECKING:
    from metadata.fields import Field

__all__ = ["Packer", "Selection"]

Row = Sequence[Any]
Record = dict[str, Any]
class Packer:
    """Makes records of rows. Plain values are read in place; the others are made from several columns."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.plain: list[tuple[int, Callable[[Any], Any]]] = []
        self.made: list[tuple[str, Callable[[Row], Any]]] = []
        self.hidden = 0

    def pack(self, rows: Sequence[Row]) -> list[Record]:
        """The records of some rows."""
        keys, plain, made = self.keys, self.plain, self.made
        records = []
        for row in rows:
            record = dict(zip(keys, row, strict=False))
            for position, read in plain:
                key = keys[position]
                record[key] = read(record[key])
            for key, make in made:
                record[key] = make(row)
            if made:
                for key in self.inner:
                    del record[key]
            records.append(record)
        return records

    @property
    def inner(self) -> list[str]:
        """Keys of columns that stand for nothing by themselves."""
        return [key for key in self.keys if key[0] == "\0"]


class Selection:
    """The columns of a SELECT, gathered while the fields of an answer are named."""

    def __init__(self, reading: Reading, dialect: Dialect) -> None:
        self.reading = reading
        self.dialect = dialect
        self.columns: list[sa.ColumnElement[Any]] = []
        self.packer = Packer()

    def add_all(self) -> None:
        """Every field of the object that the actor may see, but for those that have to be asked for."""
        visible = self.reading.access.visible
        for name, field in self.reading.kind.named().items():
            if name in visible and not field.heavy:
                self.add_field(field)

    def add_path(self, text: str) -> None:
        """A field or a path, under its own name. Raises BadRequest where the actor knows of no such field."""
        path = tuple(text.split("."))
        kind, access = self.reading.kind, self.reading.access
        if text in access.visible:
            self.add_field(kind.field(text))
            self._add_currency(kind.field(text))
            return
        found = kind.scope.locate(path)
        if found is None or not self._visible(found):
            raise unknown(text, kind.label)
        self._plain(text, self.reading.column(path), self._whole(found.field) if found.part.column is None else None)

    def _visible(self, found: Any) -> bool:
        steps = [*found.hops, found.field]
        accesses = self.reading.accesses
        return all(step.name in accesses[step.object].visible for step in steps)

    def _add_currency(self, field: Field) -> None:
        name = f"{field.name}_currency"
        if field.type.name == "money" and name in self.reading.access.visible:
            self.add_field(self.reading.kind.field(name))

    def add_field(self, field: Field) -> None:
        """One field of the object itself."""
        if field.name in self.packer.keys:
            return
        if field.type.name == "many_to_many":
            self._add_links(field)
        elif len(field.column_names) > len(field.value_names):
            self._add_parts(field)
        else:
            then = self._mask(field) or self._whole(field)
            self._plain(field.name, self.reading.field_column(field, self.reading.table, ()), then)

    def _whole(self, field: Field) -> Callable[[Any], Any] | None:
        """PostgreSQL computes with NUMERIC, so a formula's whole number comes as a Decimal."""
        if not field.virtual or field.result.type.name not in ("integer", "duration") or self.dialect.name != "postgresql":
            return None
        return lambda value: None if value is None else int(value)

    def _mask(self, field: Field) -> Callable[[Any], Any] | None:
        if not self.reading.access.masked(field.name):
            return None
        shown = int(field.mask or 0)
        return lambda value: None if value is None else "•" * max(0, len(str(value)) - shown) + str(value)[-shown:]

    def _plain(self, key: str, column: sa.ColumnElement[Any], then: Callable[[Any], Any] | None = None) -> None:
        position = len(self.columns)
        self.columns.append(column.label(f"c{position}"))
        self.packer.keys.append(key)
        read = reader_of(column.type, self.dialect)
        if then is not None:
            first = read
            read = then if first is None else (lambda value: then(first(value)))
        if read is not None:
            self.packer.plain.append((position, read))

    def _inner(self, column: sa.ColumnElement[Any]) -> tuple[int, Callable[[Any], Any]]:
        position = len(self.columns)
        self.columns.append(column.label(f"c{position}"))
        self.packer.keys.append(f"\0{position}")
        return position, reader_of(column.type, self.dialect) or (lambda value: value)

    def _add_parts(self, field: Field) -> None:
        table, access = self.reading.table, self.reading.access
        everywhere = field.name in access.visible_everywhere
        own = None if everywhere else self.reading.own_rows(self.reading.kind, table)
        parts: list[tuple[str, int, Callable[[Any], Any]]] = []
        for name in field.column_names:
            column: sa.ColumnElement[Any] = table.c[name]
            if own is not None:
                column = sa.type_coerce(sa.case((own, column), else_=sa.null()), column.type)
            parts.append((name, *self._inner(column)))

        def make(row: Row) -> Any:
            return field.load({name: read(row[position]) for name, position, read in parts})

        self.packer.made.append((field.name, make))

    def _add_links(self, field: Field) -> None:
        links = self.reading.kind.links[field.name].table
        target = self.reading.accesses.catalogue.object(str(field.to))
        far = target.table.alias()
        rows = self.reading.accesses[target.name].readable(far)
        ids = sa.cast(links.c.target_id, sa.Text)
        gathered: Any = (
            sa.func.json_group_array(ids) if self.reading.backend == "sqlite" else sa.cast(sa.func.json_agg(ids), sa.Text)
        )
        query = (
            sa.select(gathered)
            .select_from(links.join(far, far.c.id == links.c.target_id))
            .where(links.c.source_id == self.reading.table.c.id, far.c.deleted_at.is_(None), rows)
        )
        column: sa.ColumnElement[Any] = sa.type_coerce(query.scalar_subquery(), sa.Text)
        if field.name not in self.reading.access.visible_everywhere:
            column = sa.type_coerce(sa.case((self.reading.own_rows(self.reading.kind, self.reading.table), column), else_=sa.null()), sa.Text)
        position, _ = self._inner(column)
        self.packer.made.append((field.name, lambda row: sorted(orjson.loads(row[position])) if row[position] else []))

    def expand(self, text: str) -> None:
        """A reference as `{"id", "name"}`; the name is empty where the actor may not see that record."""
        kind = self.reading.kind
        name = f"{text}_id" if text not in kind.fields and f"{text}_id" in kind.fields else text
        field = kind.fields.get(name)
        if field is None or not field.references or name not in self.reading.access.visible:
            raise unknown(text, kind.label)
        far = self.reading.hop((field,))
        target = self.reading.accesses.catalogue.object(str(field.references))
        id, read_id = self._inner(self.reading.field_column(field, self.reading.table, ()))
        named = self.reading.field_column(target.fields[target.name_field], far, (field,))
        label, read_label = self._inner(named)

        def make(row: Row) -> Any:
            return None if row[id] is None else {"id": read_id(row[id]), "name": read_label(row[label])}

        self.packer.made.append((text, make))

    def extra(self, column: sa.ColumnElement[Any]) -> tuple[int, Callable[[Any], Any]]:
        """A column that the answer doesn't show: its position, and what reads it."""
        position = len(self.columns)
        self.columns.append(column.label(f"c{position}"))
        return position, reader_of(column.type, self.dialect) or (lambda value: value)


def unknown(name: str, label: str) -> BadRequest:
    """The same answer for a field that isn't there and for one that the actor may not know of."""
    return BadRequest("{object} has no field called {name}", object=label, name=name)


def with_values(values: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Parameters put together."""
    return {**values, **more}
