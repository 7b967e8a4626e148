"""Writes a whole tenant into a file: configuration, records, history, credentials and uploaded files."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from core.configuration.everything import all_tables
from core.configuration.rows import Stored, read
from core.database.inspecting import columns_of
from core.database.stores import Store
from core.database.tables import SYSTEM
from core.database.unit import Unit
from core.database.values import written
from dougong import __version__

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["FORMAT", "Told", "export_tenant"]

FORMAT = 1
#: What is good for this installation only, or for the moment.
LEFT_OUT = ("dg_session", "dg_idempotency", "dg_state", "dg_listener", "dg_turn")
#: Work that waits; a copy of a tenant must not do it a second time.
WORK = ("dg_job", "dg_delivery")
BATCH = 1000
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Told:
    """What was carried."""

    slug: str
    objects: int
    records: int
    files: int


def export_tenant(
    platform: Platform, slug: str, path: Path, *, whole: bool = False, progress: Progress = lambda what: None
) -> Told:
    """Write a tenant as it is at one moment, while it is used. `whole`: with the work that waits, for a backup."""
    store = platform.control.store(slug)
    partial = path.with_name(path.name + ".part")
    partial.touch(mode=0o600)  # it holds everything, passwords' hashes too
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=3, allowZip64=True) as archive:
            told = _pack(platform, slug, store, archive, whole, progress)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return told


def _pack(
    platform: Platform, slug: str, store: Store, archive: zipfile.ZipFile, whole: bool, progress: Progress
) -> Told:
    with snapshot(store) as connection, Unit(store) as unit:
        stored = read(unit)
        counts = {str(t.name): _pack_table(archive, connection, t, progress) for t in _tables(unit, stored, whole)}
    files = _pack_files(archive, platform.config.data / "files" / slug)
    objects = {name: count for name, count in counts.items() if not name.startswith("dg_") and "__" not in name}
    told = Told(slug, len(objects), sum(objects.values()), files)
    manifest = {
        "format": FORMAT, "dougong": __version__, "slug": slug, "whole": whole, "tables": counts, "files": files,
        "catalogue_version": stored.version, "rights_version": stored.rights_version,
    }  # fmt: skip
    archive.writestr("manifest.json", orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return told


@contextmanager
def snapshot(store: Store) -> Iterator[sa.Connection]:
    """A connection on which everything is as it is now, whatever others write meanwhile."""
    if store.backend == "sqlite":
        with store.read() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")
        return
    with store.write("REPEATABLE READ") as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection


def _tables(unit: Unit, stored: Stored, whole: bool) -> list[sa.Table]:
    """The platform's tables and those of all objects, as far as they are there, with the columns that are there."""
    there = columns_of(unit)
    left_out = LEFT_OUT if whole else (*LEFT_OUT, *WORK)
    own = [table for name, table in SYSTEM.tables.items() if name not in left_out]
    found = [table for table in all_tables(stored).tables.values() if table.name in there]
    return [*own, *(_present(table, set(there[table.name])) for table in found)]


def _present(table: sa.Table, columns: set[str]) -> sa.Table:
    return sa.Table(table.name, sa.MetaData(), *(sa.Column(c.name, c.type) for c in table.columns if c.name in columns))


def _pack_table(archive: zipfile.ZipFile, connection: sa.Connection, table: sa.Table, progress: Progress) -> int:
    progress(table.name)
    count = 0
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
        out.write(orjson.dumps([column.name for column in table.columns]) + b"\n")
        rows = connection.execute(sa.select(table).execution_options(yield_per=BATCH))
        for some in rows.partitions(BATCH):
            out.write(b"".join(orjson.dumps([written(value) for value in row]) + b"\n" for row in some))
            count += len(some)
    return count


def _pack_files(archive: zipfile.ZipFile, folder: Path) -> int:
    count = 0
    for path in sorted(folder.glob("??/*")):
        archive.write(path, f"files/{path.relative_to(folder).as_posix()}", zipfile.ZIP_STORED)
        count += 1
    return count
