"""Makes a tenant from a file that holds a whole one."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from core.configuration.change import next_version
from core.configuration.everything import all_tables
from core.configuration.rows import PluginRow, Stored
from core.database.queries import execute
from core.database.schema import create_system_tables
from core.database.tables import SYSTEM, event, sealing, state
from core.database.unit import Unit
from core.database.values import read_back
from core.events.listeners import place_listeners
from core.processes.copying import settle_copy
from core.records.sealing import reseal
from core.tenants.making import delete_tenant
from core.tenants.packing import FORMAT, Told
from core.transactions import in_transaction
from dougong import Invalid, Problem
from metadata.definitions import DefinitionRow

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["import_tenant"]

BATCH = 1000
A_FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{32}")


def import_tenant(platform: Platform, path: Path, slug: str = "", url: str = "") -> Told:
    """Make a tenant with everything that the file holds, all or nothing. Raises Conflict for a name in use."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(path, archive)
            name = slug or manifest["slug"]
            platform.control.create(name, url)
            try:
                told = _unpack(platform, name, archive, manifest)
                in_transaction(platform, name, reseal, source="setup")
                if not manifest.get("whole"):
                    in_transaction(platform, name, settle_copy, source="setup")
                return told
            except BaseException:
                delete_tenant(platform, name)
                raise
    except (zipfile.BadZipFile, KeyError, orjson.JSONDecodeError, EOFError) as error:
        raise Invalid("{file} is not the export of a tenant: {cause}", file=path.name, cause=str(error)) from None


def _manifest(path: Path, archive: zipfile.ZipFile) -> Mapping[str, Any]:
    manifest: dict[str, Any] = orjson.loads(archive.read("manifest.json"))
    if manifest.get("format") != FORMAT:
        raise Problem(
            "{file} is of the format {format}; this version reads {known}",
            file=path.name,
            format=manifest.get("format"),
            known=FORMAT,
        )
    return manifest


def _unpack(platform: Platform, slug: str, archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Told:
    store = platform.control.store(slug)
    tables = all_tables(_stored(archive, manifest))
    present = [table for table in tables.tables.values() if f"tables/{table.name}.jsonl" in archive.namelist()]
    with Unit(store) as unit:
        _relax(unit)
        create_system_tables(unit.connection, store)
        _create(unit, present)
        if "tables/dg_sealing.jsonl" in archive.namelist():  # what is sealed opens with the salt that it was sealed with
            execute(unit, sa.delete(sealing))
        for table in (*SYSTEM.tables.values(), *present):
            _fill(unit, archive, table)
        execute(unit, sa.update(event).values(tx=0))  # numbers of transactions are those of the server they come from
        place_listeners(unit, anew=True)
        _complete(unit, present)
        execute(unit, sa.update(state).values(catalogue_version=next_version(0), rights_version=1))
    files = _unpack_files(archive, platform.config.data / "files" / slug)
    counts = manifest["tables"]
    objects = [name for name in counts if not name.startswith("dg_") and "__" not in name]
    return Told(slug, len(objects), sum(counts[name] for name in objects), files)


# -- tables --------------------------------------------------------------------------------------------------


def _stored(archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Stored:
    """What the file says of definitions and plugins, before any of it is in a database."""
    rows = [
        DefinitionRow(**{**row, "document": orjson.loads(row["document"])})
        for row in _records(archive, "dg_definition")
    ]
    plugins = [PluginRow(**row) for row in _records(archive, "dg_plugin")]
    empty = Stored(version=manifest["catalogue_version"], rights_version=0, plugins={}, rows={}, texts={})
    return empty.with_plugins(plugins).with_rows(rows)


def _relax(unit: Unit) -> None:
    if unit.store.backend == "sqlite":
        unit.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        unit.connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def _create(unit: Unit, tables: Iterable[sa.Table]) -> None:
    """On PostgreSQL without foreign keys and indexes at first: rows refer to each other in circles."""
    later = unit.store.backend == "postgresql"
    for table in tables:
        unit.connection.execute(CreateTable(table, include_foreign_key_constraints=[] if later else None))


def _complete(unit: Unit, tables: Iterable[sa.Table]) -> None:
    for table in tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            unit.connection.execute(CreateIndex(index))
        for constraint in table.foreign_key_constraints if unit.store.backend == "postgresql" else ():
            unit.connection.execute(AddConstraint(constraint))
    if unit.store.backend == "postgresql":
        _continue_counting(unit)


def _continue_counting(unit: Unit) -> None:
    """Let sequences go on after the numbers that were brought along."""
    for table in SYSTEM.tables.values():
        column = table.autoincrement_column
        if column is not None and column.server_default is None and isinstance(column.type, sa.BigInteger):
            sequence = sa.func.pg_get_serial_sequence(f'"{unit.store.schema}"."{table.name}"', column.name)
            last = sa.select(sa.func.max(column)).scalar_subquery()
            unit.connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1), last.is_not(None))))


def _fill(unit: Unit, archive: zipfile.ZipFile, table: sa.Table) -> None:
    if f"tables/{table.name}.jsonl" not in archive.namelist():
        return
    names = {column.name for column in table.columns}
    rows = ({name: value for name, value in row.items() if name in names} for row in _records(archive, table.name))
    while some := list(islice(rows, BATCH)):
        execute(unit, sa.insert(table), some)


def _records(archive: zipfile.ZipFile, table: str) -> Iterator[dict[str, Any]]:
    with archive.open(f"tables/{table}.jsonl") as lines:
        columns = orjson.loads(next(lines))
        for line in lines:
            yield dict(zip(columns, map(read_back, orjson.loads(line)), strict=True))


# -- files ---------------------------------------------------------------------------------------------------


def _unpack_files(archive: zipfile.ZipFile, folder: Path) -> int:
    names = [name for name in archive.namelist() if A_FILE.fullmatch(name)]
    for name in names:
        place = folder / name.removeprefix("files/")
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, place.open("xb") as target:
            shutil.copyfileobj(source, target)
    return len(names)
