"""A store is where one tenant's data lies: a schema of a PostgreSQL server, or a SQLite file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, PoolProxiedConnection
from sqlalchemy.sql import ClauseElement

from core.database.engines import backend_of, reading_engine, writing_engine
from core.database.growth import Growth
from core.database.locks import WriterLock
from core.database.roles import begin, forget, reach
from core.database.statements import Statement

__all__ = ["Server", "Servers", "Store"]

T = TypeVar("T")


class Server:
    """A PostgreSQL server or a SQLite file, with an engine for reading and one for writing.

    Nobody gets a connection without saying the role that it is to work in: a tenant's, or none (`""`) for what belongs
    to the installation.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.backend = backend_of(url)
        self._reading = reading_engine(url)
        self._writing = writing_engine(url)
        self.dialect = self._writing.dialect
        path = make_url(url).database
        self.lock = WriterLock(Path(path)) if self.backend == "sqlite" and path else None

    def reader(self, role: str) -> PoolProxiedConnection:
        """A pooled connection outside a transaction, for the driver's cursors; its user closes it."""
        pooled = self._reading.raw_connection()
        if self.backend == "postgresql":
            try:
                self._put(pooled, role)
            except BaseException:
                self.doubt(pooled)
                pooled.close()
                raise
        return pooled

    @contextmanager
    def read(self, role: str) -> Iterator[sa.Connection]:
        """A SQLAlchemy connection outside a transaction."""
        with self._reading.connect() as connection:
            try:
                if self.backend == "postgresql":
                    self._put(connection.connection, role)
                yield connection
            except BaseException:
                if not connection.invalidated:
                    forget(connection.connection)
                raise

    def write(self, role: str, isolation: str = "READ COMMITTED") -> sa.Connection:
        """A SQLAlchemy connection with a transaction begun; closing it rolls back."""
        connection = self._writing.connect()
        try:
            connection.begin()
            if self.backend == "postgresql":
                begin(connection.connection.driver_connection, role, isolation)
        except BaseException:
            if not connection.invalidated and self._is_dead(connection.connection):
                connection.invalidate()
                self._writing.dispose()
            connection.close()
            raise
        return connection

    @contextmanager
    def change(self, role: str) -> Iterator[sa.Connection]:
        """A transaction that is committed when the block ends well."""
        with self.write(role) as connection:
            yield connection
            connection.commit()

    @contextmanager
    def alone(self, role: str) -> Iterator[sa.Connection]:
        """A new connection outside a transaction and without time limits, for what takes long."""
        engine = sa.create_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                if self.backend == "postgresql":
                    self._put(connection.connection, role)
                yield connection
        finally:
            engine.dispose()

    def doubt(self, pooled: PoolProxiedConnection) -> None:
        """A connection of `reader` has failed: it says its role anew next time. Where it is dead, so are the others."""
        forget(pooled)
        if self._is_dead(pooled):
            pooled.invalidate()
            self._reading.dispose()

    def _is_dead(self, pooled: PoolProxiedConnection) -> bool:
        return bool(getattr(pooled.driver_connection, "closed", False))

    def _put(self, pooled: PoolProxiedConnection, role: str) -> None:
        driver: Any = pooled.driver_connection
        if not driver.autocommit:
            driver.autocommit = True
        reach(pooled, role)

    def close(self) -> None:
        """Close every connection."""
        self._reading.dispose()
        self._writing.dispose()
        if self.lock is not None:
            self.lock.close()


class Servers:
    """The servers in use by this process, one of each; the least recently used SQLite files are closed."""

    MOST = 200

    def __init__(self) -> None:
        self._servers: dict[str, Server] = {}
        self._lock = threading.Lock()

    def at(self, url: str) -> Server:
        """The server at a URL."""
        with self._lock:
            server = self._servers.pop(url, None) or Server(url)
            self._servers[url] = server  # newest last
            old = next(iter(self._servers)) if len(self._servers) > self.MOST else None
            gone = self._servers.pop(old) if old else None
        if gone is not None:
            gone.close()
        return server

    def forget(self, url: str) -> None:
        """Close the server at a URL."""
        with self._lock:
            server = self._servers.pop(url, None)
        if server is not None:
            server.close()

    def close(self) -> None:
        """Close them all."""
        with self._lock:
            servers, self._servers = list(self._servers.values()), {}
        for server in servers:
            server.close()


class Store:
    """One tenant's place. Statements are compiled for its dialect and schema, once per shape, and kept."""

    MOST_KEPT = 2000

    def __init__(self, server: Server, schema: str | None, role: str = "") -> None:
        """`role`: the one that owns the schema, empty where the login itself does."""
        self.server = server
        self.schema = schema
        self.role = role
        self.backend = server.backend
        self.dialect = server.dialect
        #: The database has refused what was asked: it may be another role's by now.
        self.stale = False
        self.growth = Growth(server.backend)
        self._kept: dict[Any, Any] = {}

    @property
    def lock(self) -> WriterLock | None:
        """The writer lock of a SQLite file."""
        return self.server.lock

    def reader(self) -> PoolProxiedConnection:
        """A connection of the driver outside a transaction; its user closes it."""
        return self.server.reader(self.role)

    @contextmanager
    def aside(self) -> Iterator[Any]:
        """A connection of the driver whose every statement is committed at once, beside a transaction."""
        pooled = self.server.reader(self.role)
        try:
            yield pooled.driver_connection
        except BaseException:
            self.server.doubt(pooled)
            raise
        finally:
            pooled.close()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection of SQLAlchemy outside a transaction."""
        with self.server.read(self.role) as connection:
            yield self.translate(connection)

    def write(self, isolation: str = "READ COMMITTED") -> sa.Connection:
        """A connection of SQLAlchemy with a transaction begun; closing it rolls back."""
        return self.translate(self.server.write(self.role, isolation))

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """A new connection outside a transaction and without time limits, for what takes long."""
        with self.server.alone(self.role) as connection:
            yield self.translate(connection)

    def kept(self, key: Any, make: Callable[[], T]) -> T:
        """What was made for a shape, such as a plan with its compiled statement; `make` makes it the first time."""
        found = self._kept.get(key)
        if found is None:
            made = make()
            if len(self._kept) >= self.MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = made
        return cast(T, found)

    def statement(self, key: Any, make: Callable[[], ClauseElement]) -> Statement:
        """The compiled statement of a shape; `make` builds it the first time."""
        return self.kept(key, lambda: self.compile(make()))

    def compile(self, element: ClauseElement) -> Statement:
        """Compile a statement that is not kept."""
        return Statement(element, self.dialect, self.schema)

    def translate(self, connection: sa.Connection) -> sa.Connection:
        """A SQLAlchemy connection that puts tables without a schema into the tenant's."""
        if self.schema is None:
            return connection
        return connection.execution_options(schema_translate_map={None: self.schema})
