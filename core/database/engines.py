"""Engines for SQLite files and PostgreSQL servers, made the way this platform needs them."""

from __future__ import annotations

import importlib
import os
import sqlite3
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import QueuePool

from metadata.expressions import register_sqlite

__all__ = ["backend_of", "reading_engine", "sqlite_module", "writing_engine"]

SQLITE_OK, SQLITE_DENY, SQLITE_ATTACH = 0, 1, 24
POOL_SIZE = 16
POOL_WAIT = 3
SQLITE_BUSY_MS = 5000
#: The WAL-reset bug (two connections, checkpoint against commit) corrupts files before this version.
SQLITE_SAFE = (3, 51, 3)
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={SQLITE_BUSY_MS}",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
)
#: KiB of pages that a connection keeps. A process has up to sixteen readers, and the system keeps the file in memory anyway;
#: the one writer keeps every page that its transaction touches.
READER_CACHE, WRITER_CACHE = 6144, 32768
TIMEOUTS = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"
#: What a reader writes aside, such as the last number given out, need not reach the disk before the transaction that uses it
#: does, and the log is written in order.
ASIDE = f"{TIMEOUTS} -c synchronous_commit=off"


def sqlite_module() -> ModuleType:
    """The SQLite driver: the wheel's own SQLite where there is one, else the system's if it is a safe version.

    Raises RuntimeError when only an affected SQLite can be had.
    """
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ModuleNotFoundError:
        if sqlite3.sqlite_version_info < SQLITE_SAFE:
            raise RuntimeError(
                f"SQLite {sqlite3.sqlite_version} can corrupt files in WAL mode; install the package pysqlite3 (>= 0.6.1)"
            ) from None
        return sqlite3


def backend_of(url: str | URL) -> str:
    """`sqlite` or `postgresql`; raises ValueError for anything else."""
    name = make_url(url).get_backend_name()
    if name not in ("sqlite", "postgresql"):
        raise ValueError(f"{name} is not a database we work with; use sqlite:///file or postgresql+psycopg://…")
    return name


def reading_engine(url: str | URL) -> Engine:
    """An engine whose connections are outside a transaction: one statement, one snapshot."""
    return _engine(make_url(url), autocommit=True)


def writing_engine(url: str | URL) -> Engine:
    """An engine for transactions that write; on SQLite they begin with BEGIN IMMEDIATE."""
    return _engine(make_url(url), autocommit=False)


def _engine(url: URL, *, autocommit: bool) -> Engine:
    if backend_of(url) == "sqlite":
        return _sqlite(url, autocommit)
    os.environ["PGTZ"] = "UTC"  # libpq sends it when it connects: times come back in UTC without a SET
    return sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        pool_reset_on_return=None if autocommit else "rollback",
        isolation_level="AUTOCOMMIT",  # who writes says BEGIN himself, together with the role (core.database.roles)
        connect_args={"options": ASIDE if autocommit else TIMEOUTS, "connect_timeout": 5},
    )


def _sqlite(url: URL, autocommit: bool) -> Engine:
    engine = sa.create_engine(
        url,
        module=sqlite_module(),
        poolclass=QueuePool,
        pool_size=POOL_SIZE if autocommit else 1,
        max_overflow=0,
        pool_timeout=POOL_WAIT if autocommit else SQLITE_BUSY_MS / 1000,
        pool_reset_on_return=None if autocommit else "rollback",
        connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_MS / 1000, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_reader if autocommit else _prepare_writer)
    if not autocommit:
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_reader(connection: Any, _record: Any) -> None:
    _prepare_sqlite(connection, READER_CACHE)


def _prepare_writer(connection: Any, _record: Any) -> None:
    _prepare_sqlite(connection, WRITER_CACHE)


def _prepare_sqlite(connection: Any, cache: int) -> None:
    connection.isolation_level = None
    for pragma in (*PRAGMAS, f"cache_size=-{cache}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_authorizer(_attach_nothing)
    register_sqlite(connection)


def _attach_nothing(action: int, *_: Any) -> int:
    """No statement reaches another tenant's file. Asked when a statement is prepared, not when it runs.

    A limit would do (SQLITE_LIMIT_ATTACHED), but pysqlite3 can't set it.
    """
    return SQLITE_DENY if action == SQLITE_ATTACH else SQLITE_OK


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
