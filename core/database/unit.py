"""The unit of work: what one request or job reads and writes, committed once at the rim."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa

from core.database.failures import translated
from core.database.growth import MANY
from core.database.roles import refuses
from core.database.statements import Rows, Statement
from core.database.stores import Store

__all__ = ["Unit"]

log = logging.getLogger(__name__)


class Unit:
    """Reads run outside a transaction until the first write opens one; from then on everything runs in it.

    Not for use by two threads. Must be closed; closing without a commit rolls back.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._reader: Any = None
        self._transaction: sa.Connection | None = None
        self._effects: list[Callable[[], None]] = []
        self._grown: dict[str, int] = {}
        self._parts = 0
        self.statements = 0

    # -- reading and writing ---------------------------------------------------------------------------------

    def rows(self, statement: Statement, values: Mapping[str, Any] | None = None) -> Rows:
        """Run a statement and fetch its rows."""
        self.statements += 1
        with translated(self._doubt):
            return statement.rows(self._driver(), values or {})

    def run(self, statement: Statement, values: Mapping[str, Any]) -> int:
        """Run a writing statement; answers how many rows it touched."""
        self.statements += 1
        self.begin()
        with translated(self._doubt):
            return statement.run(self._driver(), values)

    def run_many(self, statement: Statement, many: Iterable[Mapping[str, Any]]) -> None:
        """Run a writing statement for many sets of values."""
        self.statements += 1
        self.begin()
        rows = list(many)
        if len(rows) >= MANY:
            self._grown[statement.table] = self._grown.get(statement.table, 0) + len(rows)
        with translated(self._doubt):
            statement.run_many(self._driver(), rows)

    def rows_aside(self, statement: Statement, values: Mapping[str, Any]) -> Rows:
        """Run a writing statement and fetch its rows; it is committed at once, whatever becomes of the transaction.

        SQLite has one writer, the transaction, so there the statement is part of it.
        """
        if self.store.backend == "sqlite":
            self.begin()
        if self.store.backend == "sqlite" or not self.writing:
            return self.rows(statement, values)  # outside a transaction each statement is committed by itself
        self.statements += 1
        with translated(), self.store.aside() as connection:
            return statement.rows(connection, values)

    @property
    def connection(self) -> sa.Connection:
        """The SQLAlchemy connection of the transaction, which it opens."""
        self.begin()
        assert self._transaction is not None
        return self._transaction

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A SQLAlchemy connection to read with: the transaction's, or one outside of any.

        A unit holds one connection at a time: who waited for a second with one in hand would wait for others who do the same.
        """
        if self._transaction is not None:
            yield self._transaction
            return
        self._give_reader_back()
        with self.store.read() as connection:
            yield connection

    @property
    def writing(self) -> bool:
        """Whether a transaction is open."""
        return self._transaction is not None

    # -- the transaction -------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the transaction, if it isn't open."""
        if self._transaction is not None:
            return
        self._give_reader_back()
        lock = self.store.lock
        if lock is not None:
            lock.acquire()
        try:
            with translated(self._doubt):
                connection = self.store.write()
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        self._transaction = connection

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the transaction that may fail by itself: what raises within it is undone, with its effects."""
        effects = len(self._effects)
        self.begin()
        self._parts += 1
        name = f"part_{self._parts}"
        self._say(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            with suppress(Exception):  # of a connection that is lost, the error tells that brought it here
                self._say(f"ROLLBACK TO SAVEPOINT {name}")
                self._say(f"RELEASE SAVEPOINT {name}")
            del self._effects[effects:]
            raise
        else:
            self._say(f"RELEASE SAVEPOINT {name}")
        finally:
            self._parts -= 1

    def after_commit(self, effect: Callable[[], None]) -> None:
        """Run `effect` when the transaction is committed; not at all if it isn't."""
        self._effects.append(effect)

    def commit(self) -> None:
        """Commit, then run the effects one by one; an effect that raises is logged and hurts nobody."""
        if self._transaction is not None:
            with translated():
                if self._grown:
                    self.store.growth.settle(self._driver(), self._grown)
                self._transaction.commit()
            self._end()
        effects, self._effects = self._effects, []
        for effect in effects:
            try:
                effect()
            except Exception:
                log.exception("an effect after the commit failed")

    def rollback(self) -> None:
        """Undo everything since the transaction was opened, and forget its effects."""
        self._effects.clear()
        self._grown.clear()
        if self._transaction is not None:
            try:
                self._transaction.rollback()
            except Exception:
                self._transaction.invalidate()
            self._end()

    def close(self) -> None:
        """Roll back what wasn't committed and give the connections back."""
        self.rollback()
        self._give_reader_back()

    def __enter__(self) -> Unit:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.commit()
        self.close()

    # -- connections -----------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        """Say something to the database that has no parameters and no answer."""
        with translated(self._doubt):
            self._driver().execute(text).close()

    def _driver(self) -> Any:
        if self._transaction is not None:
            return self._transaction.connection.driver_connection
        if self._reader is None:
            self._reader = self.store.reader()
        return self._reader.driver_connection

    def _doubt(self, error: Any) -> None:
        """The database has refused something."""
        if refuses(error):
            self.store.stale = True
        if self._reader is not None:
            self.store.server.doubt(self._reader)
            self._give_reader_back()

    def _give_reader_back(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _end(self) -> None:
        assert self._transaction is not None
        self._grown.clear()
        self._transaction.close()
        self._transaction = None
        if self.store.lock is not None:
            self.store.lock.release()
