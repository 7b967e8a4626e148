"""Compares a tenant's real tables with its catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.configuration.everything import all_tables
from core.database.inspecting import columns_of, indexes
from core.database.tables import SYSTEM

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Drift", "reconcile"]

#: What belongs to the search index of SQLite, or to SQLite itself.
COMPANIONS = ("dg_search_words", "sqlite_")


@dataclass(frozen=True)
class Drift:
    """One thing in which tables and catalogue differ. `serious`: something will fail; otherwise it is only in the way."""

    name: str
    what: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"


def reconcile(ctx: Ctx) -> list[Drift]:
    """Everything in which the database differs from what the catalogue says; nothing, when all is well."""
    real, held = columns_of(ctx.unit), ctx.platform.catalogues.held(ctx.tenant, ctx.unit)
    wanted = {**SYSTEM.tables, **ctx.catalogue.tables.tables}
    known = {**wanted, **all_tables(held.stored).tables}
    return [*_missing(ctx, wanted, real), *_missing_indexes(ctx, real), *_strange(known, real)]


def _missing(ctx: Ctx, wanted: Mapping[str, sa.Table], real: Mapping[str, Mapping[str, str]]) -> Iterator[Drift]:
    for table in wanted.values():
        if table.name not in real:
            yield Drift(table.name, "the table is missing")
            continue
        for column in table.columns:
            found = real[table.name].get(column.name)
            expected = _type(ctx, column)
            if found is None:
                yield Drift(f"{table.name}.{column.name}", "the column is missing")
            elif found.lower() != expected:
                yield Drift(f"{table.name}.{column.name}", f"the column is {found.lower()} and should be {expected}")


def _type(ctx: Ctx, column: sa.Column[object]) -> str:
    """The type as the database names it."""
    name = ctx.store.dialect.type_compiler_instance.process(column.type).lower()
    return _POSTGRESQL.get(_plain(name), _plain(name)) if ctx.store.backend == "postgresql" else name


def _plain(name: str) -> str:
    return name.partition(" collate")[0].replace(", ", ",")


_POSTGRESQL = {
    "int": "integer",
    "varchar": "character varying",
    "timestamp": "timestamp without time zone",
    "time": "time without time zone",
    "bigserial": "bigint",
}


def _missing_indexes(ctx: Ctx, real: Mapping[str, object]) -> Iterator[Drift]:
    found = indexes(ctx.unit)
    for table in ctx.catalogue.tables.tables.values():
        for index in table.indexes if table.name in real else ():
            if index.name not in found.get(table.name, ()):
                yield Drift(f"{table.name}.{index.name}", "the index is missing, or a job is still building it", False)


def _strange(known: Mapping[str, sa.Table], real: Mapping[str, Mapping[str, str]]) -> Iterator[Drift]:
    for name, columns in real.items():
        if name.startswith(COMPANIONS):
            continue
        if name not in known:
            yield Drift(name, "nothing is known of this table", False)
            continue
        for column in columns:
            if column not in known[name].columns:
                yield Drift(f"{name}.{column}", "nothing is known of this column", False)
