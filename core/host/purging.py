"""The end of a plugin in a tenant: its data is written to a file, and then it is gone. The one place that drops tables."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
import sqlalchemy as sa
from sqlalchemy.schema import DropTable

from core.configuration.change import Report, change
from core.configuration.everything import all_tables
from core.configuration.lock import lock_configuration
from core.configuration.rows import DETACHED, DISABLED, ENABLED, INSTALLED, PURGED, PluginRow, Stored
from core.database.failures import translated
from core.database.inspecting import columns_of
from core.database.queries import execute, fetch
from core.database.tables import event, search, share
from core.database.values import written
from core.host.order import needed_by
from dougong import Conflict, Definition, NotFound
from metadata.definitions import DefinitionRow
from metadata.package import write_zip
from metadata.plan import Plan, Step

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Purge", "purge"]


@dataclass(frozen=True, kw_only=True)
class DropObject(Step):
    """An object whose table and records go for good."""

    action: ClassVar[str] = "drop_object"
    destructive: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DropField(Step):
    """A field on an object of somebody else whose values go for good."""

    action: ClassVar[str] = "drop_field"
    destructive: ClassVar[bool] = True


@dataclass(frozen=True)
class Purge:
    """What a purge did, or would do. `file`: where the data of the plugin was written; None in a dry run."""

    report: Report
    file: Path | None


@dataclass(frozen=True)
class _Estate:
    """What a plugin leaves: tables of its own, and columns in tables of others."""

    objects: Mapping[str, str]
    tables: tuple[sa.Table, ...]
    columns: Mapping[str, tuple[str, ...]]


def purge(ctx: Ctx, name: str, *, dry_run: bool = False) -> Purge:
    """Export a plugin's data and remove it from the tenant. Refused while it is enabled, or anything depends on it."""
    if not dry_run:
        lock_configuration(ctx.unit)
    stored = ctx.platform.catalogues.held(ctx.tenant, ctx.unit).stored
    row = _purgeable(ctx, stored, name)
    estate = _estate(ctx, stored, name)
    steps = Plan(tuple(_steps(ctx, estate)))
    if dry_run:
        return Purge(Report(steps, applied=False, version=stored.version), None)
    file = _export(ctx, stored, name, estate)
    gone = replace(row, state=PURGED, at=ctx.now, notice=f"Its data was written to {file}")
    report = change(ctx, plugins=[gone], remove=name, note=f"purge {name}")
    _drop(ctx, stored.without_rows(name), estate)
    return Purge(replace(report, plan=steps), file)


# -- whether -------------------------------------------------------------------------------------------------


def _purgeable(ctx: Ctx, stored: Stored, name: str) -> PluginRow:
    row = stored.plugins.get(name)
    if row is None or row.state == PURGED:
        raise NotFound("The plugin {name} has left nothing here", name=name)
    if row.state == ENABLED:
        raise Conflict("The plugin {name} is enabled; disable and detach it first", name=name)
    others = [*_dependents(ctx, stored, name), *_references(stored, name)]
    if others:
        raise Conflict(
            "The plugin {name} is needed by {others}; see to those first", name=name, others=", ".join(others)
        )
    return row


def _dependents(ctx: Ctx, stored: Stored, name: str) -> list[str]:
    plugins = ctx.platform.host.plugins
    left = {INSTALLED, DISABLED, DETACHED, ENABLED}
    needing = needed_by(plugins, name) if name in plugins else []
    return [other for other in needing if other in stored.plugins and stored.plugins[other].state in left]


def _references(stored: Stored, name: str) -> list[str]:
    """The fields of others that lead to the plugin's objects."""
    objects = {row.name for row in stored.of(name) if row.kind == "object" and not row.document.get("extends")}
    others = (row for row in stored.rows.values() if row.owner != name and row.kind == "object" and not row.retired)
    return [f"{row.name}.{field}" for row in others for field in _leading_to(row, objects)]


def _leading_to(row: DefinitionRow, objects: Iterable[str]) -> Iterator[str]:
    for name, field in row.document.get("fields", {}).items():
        target = field.get("to")
        if isinstance(target, str) and target in objects and not field.get("retired"):
            yield name


# -- what ----------------------------------------------------------------------------------------------------


def _estate(ctx: Ctx, stored: Stored, name: str) -> _Estate:
    """What is in the database with the plugin and would not be there without it."""
    there = columns_of(ctx.unit)
    with_it, without = all_tables(stored), all_tables(stored.without_rows(name))
    tables = [table for key, table in with_it.tables.items() if key not in without.tables and key in there]
    columns = {
        key: tuple(c.name for c in table.columns if c.name not in without.tables[key].columns and c.name in there[key])
        for key, table in with_it.tables.items()
        if key in without.tables and key in there
    }
    own = {row.name: row.document.get("label", row.name) for row in stored.of(name) if row.kind == "object"}
    objects = {key: label for key, label in own.items() if key in {table.name for table in tables}}
    return _Estate(objects, tuple(tables), {key: names for key, names in columns.items() if names})


def _steps(ctx: Ctx, estate: _Estate) -> Iterator[Step]:
    for table in estate.tables:
        if table.name in estate.objects:
            count = fetch(ctx.unit, sa.select(sa.func.count()).select_from(table))[0][0]
            params = {"object": estate.objects[table.name], "count": count}
            yield DropObject(target=table.name, detail="{object} goes for good, with {count} records", params=params)
    for table_name, names in estate.columns.items():
        for name in names:
            params = {"field": name, "object": table_name}
            yield DropField(target=f"{table_name}.{name}", detail="{field} of {object} goes for good", params=params)


# -- the file ------------------------------------------------------------------------------------------------


def _export(ctx: Ctx, stored: Stored, name: str, estate: _Estate) -> Path:
    folder = ctx.platform.config.data / "exports" / ctx.tenant
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{ctx.now:%Y%m%dT%H%M%S%f}.zip"
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        definitions = [Definition(row.kind, row.document) for row in stored.of(name)]
        archive.writestr("definitions.zip", write_zip(definitions))
        for table in estate.tables:
            _write(ctx, archive, table.name, table, list(table.columns))
        with_it = all_tables(stored)
        for table_name, names in estate.columns.items():
            table = with_it.tables[table_name]
            _write(ctx, archive, f"{table_name}.fields", table, [table.c.id, *(table.c[name] for name in names)])
    return path


def _write(ctx: Ctx, archive: zipfile.ZipFile, name: str, table: sa.Table, columns: list[sa.Column[Any]]) -> None:
    rows = fetch(ctx.unit, sa.select(*columns).select_from(table))
    lines = [orjson.dumps([str(column.name) for column in columns])]
    lines += [orjson.dumps([written(value) for value in row]) for row in rows]
    archive.writestr(f"tables/{name}.jsonl", b"\n".join(lines) + b"\n")


# -- the end -------------------------------------------------------------------------------------------------


def _drop(ctx: Ctx, left: Stored, estate: _Estate) -> None:
    for table in (event, search, share):
        execute(ctx.unit, sa.delete(table).where(table.c.object.in_(estate.objects)))
    for table_name, names in estate.columns.items():
        _drop_columns(ctx, table_name, names)
    links = [table for table in estate.tables if table.name not in estate.objects]
    objects = [table for table in estate.tables if table.name in estate.objects]
    _empty(ctx, objects)
    referred = _referred(left)
    for table in (*links, *objects):
        if ctx.store.backend == "postgresql" or table.name not in referred:
            _drop_table(ctx, table)


def _empty(ctx: Ctx, tables: Iterable[sa.Table]) -> None:
    """Undo references among the tables first, so that their order doesn't matter."""
    for table in tables:
        own = {c.name: None for c in table.columns if c.foreign_keys}
        if own:
            execute(ctx.unit, sa.update(table).values(own))
    for table in tables:
        execute(ctx.unit, sa.delete(table))


def _referred(left: Stored) -> set[str]:
    """Tables that a column still refers to: on SQLite, which can't take such a column away, they stay, empty."""
    keys = (key for table in all_tables(left).tables.values() for key in table.foreign_keys)
    return {key.target_fullname.partition(".")[0] for key in keys}


def _drop_table(ctx: Ctx, table: sa.Table) -> None:
    statement = DropTable(table)
    with translated():
        if ctx.store.backend == "postgresql":
            schema = ctx.store.schema
            ctx.unit.connection.exec_driver_sql(f'DROP TABLE "{schema}"."{table.name}" CASCADE')
        else:
            ctx.unit.connection.execute(statement)


def _drop_columns(ctx: Ctx, table_name: str, names: Iterable[str]) -> None:
    """PostgreSQL drops the columns; SQLite, which would have to write the whole table anew, empties them."""
    for name in names:
        if ctx.store.backend == "postgresql":
            with translated():
                statement = f'ALTER TABLE "{ctx.store.schema}"."{table_name}" DROP COLUMN "{name}" CASCADE'
                ctx.unit.connection.exec_driver_sql(statement)
        else:
            table = sa.table(table_name, sa.column(name))
            execute(ctx.unit, sa.update(table).values({name: None}))
