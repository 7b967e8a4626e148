"""A store is where one tenant's data lies: a schema of a PostgreSQL server, or a SQLite file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.sql import ClauseElement

from core.database.engines import backend_of, reading_engine, writing_engine
from core.database.locks import WriterLock
from core.database.statements import Statement

__all__ = ["Server", "Servers", "Store"]

T = TypeVar("T")


class Server:
    """A PostgreSQL server or a SQLite file, with an engine for reading and one for writing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.backend = backend_of(url)
        self.reading = reading_engine(url)
        self.writing = writing_engine(url)
        path = make_url(url).database
        self.lock = WriterLock(Path(path)) if self.backend == "sqlite" and path else None

    def close(self) -> None:
        """Close every connection."""
        self.reading.dispose()
        self.writing.dispose()
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

    def __init__(self, server: Server, schema: str | None) -> None:
        self.server = server
        self.schema = schema
        self.backend = server.backend
        self.dialect = server.writing.dialect
        self._kept: dict[Any, Any] = {}

    @property
    def lock(self) -> WriterLock | None:
        """The writer lock of a SQLite file."""
        return self.server.lock

    @property
    def reading(self) -> Engine:
        """Connections outside a transaction."""
        return self.server.reading

    @property
    def writing(self) -> Engine:
        """Connections for transactions."""
        return self.server.writing

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
