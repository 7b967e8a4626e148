"""Statements compiled once and run on the driver's cursor: what the hot paths spend their time in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Insert, Table, bindparam, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

__all__ = ["Statement", "new_row", "reader_of"]

Rows = list[tuple[Any, ...]]

#: The execution option of a statement that `new_row` has made: its parameters.
OPTION = "new_row"
#: From so many rows on, PostgreSQL takes them as a stream.
STREAMED = 10
#: A cursor that has fetched more than so many rows isn't kept, since it would keep them too.
FEW = 100
#: Where a connection has its cursor.
CURSOR = "dougong_cursor"
#: How PostgreSQL's protocol calls NUMERIC; its values come from the driver as Decimal.
NUMERIC_CODE = 1700


def reader_of(type: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What turns a driver's value into the Python value; None where it is that already."""
    code = NUMERIC_CODE if dialect.name == "postgresql" else None
    return type.dialect_impl(dialect).result_processor(dialect, code)


def new_row(table: Table, columns: Mapping[str, str] | Iterable[str] | None = None) -> Insert:
    """The INSERT of one row whose every value is a parameter; many of them go to PostgreSQL as a stream (COPY).

    columns: {column: parameter}, or the columns whose parameters are called like them; without, all are.
    """
    names = table.c.keys() if columns is None else columns
    given = dict(names) if isinstance(names, Mapping) else {name: name for name in names}
    values = {column: bindparam(name, type_=table.c[column].type) for column, name in given.items()}
    return insert(table).inline().values(values).execution_options(**{OPTION: given})


class Statement:
    """A Core statement as SQL text for one dialect and one schema, with what its parameters need.

    Values given in the statement stay as they are; every named `bindparam` takes its value at each run. An `IN` must be
    a list of bindparams, since nothing is expanded later. PostgreSQL gets its own form of parameters, `$1`, so that the
    driver need not take the text apart at each run.
    """

    __slots__ = ("_names", "_prepare", "_raw", "_standing", "_stream", "table", "text")

    def __init__(self, element: ClauseElement, dialect: Dialect, schema: str | None) -> None:
        compiled: Any = element.compile(
            dialect=dialect, schema_translate_map={None: schema} if schema else None, render_schema_translate=bool(schema)
        )
        self._raw = not compiled.positional
        numbers = _Numbers()
        self.text: str = str(compiled) % numbers if self._raw else str(compiled)
        self._names: tuple[str, ...] = tuple(numbers if self._raw else compiled.positiontup)
        self._standing: dict[str, Any] = dict(compiled.construct_params(_check=False))
        processors: Mapping[str, Callable[[Any], Any]] = compiled._bind_processors
        self._prepare = [(at, processors[name]) for at, name in enumerate(self._names) if name in processors]
        assert all(prepare(None) is None for _, prepare in self._prepare), "a type must store nothing as nothing"
        #: The table that takes new rows, as SQL names it, where the statement is one of `new_row`.
        self.table = ""
        self._stream: str | None = None
        if isinstance(element, Insert) and (columns := element.get_execution_options().get(OPTION)):
            self._take_rows(element, columns, dialect, schema)

    def bind(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters as the driver takes them."""
        standing = self._standing
        bound = [values[name] if name in values else standing[name] for name in self._names]
        for at, prepare in self._prepare:
            value = bound[at]
            if value is not None:
                bound[at] = prepare(value)
        return bound

    def rows(self, connection: Any, values: Mapping[str, Any]) -> Rows:
        """Run it on a driver connection and fetch every row."""
        cursor = self._kept(connection) if self._raw else connection.cursor()
        found: Rows = []
        try:
            cursor.execute(self.text, self.bind(values))
            found = cursor.fetchall()
            return found
        finally:
            if not self._raw or len(found) > FEW:
                cursor.close()

    def run(self, connection: Any, values: Mapping[str, Any]) -> int:
        """Run it and answer how many rows it touched."""
        cursor = self._kept(connection) if self._raw else connection.cursor()
        try:
            cursor.execute(self.text, self.bind(values))
            return int(cursor.rowcount)
        finally:
            if not self._raw:
                cursor.close()

    def run_many(self, connection: Any, many: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each set of values."""
        bound = [self.bind(values) for values in many]
        cursor = RawCursor(connection) if self._raw else connection.cursor()
        try:
            if self._stream is None or len(bound) < STREAMED:
                cursor.executemany(self.text, bound)
                return
            with cursor.copy(self._stream) as stream:
                for row in bound:
                    stream.write_row(row)
        finally:
            cursor.close()

    def _take_rows(self, element: Insert, parameters: Mapping[str, str], dialect: Dialect, schema: str | None) -> None:
        """PostgreSQL takes many rows by a COPY with the same parameters."""
        quote = dialect.identifier_preparer.quote
        self.table = ".".join(quote(part) for part in (schema, element.table.name) if part)
        if self._raw:
            column = {parameter: quote(column) for column, parameter in parameters.items()}
            self._stream = f"COPY {self.table} ({', '.join(column[name] for name in self._names)}) FROM STDIN"

    def _kept(self, connection: Any) -> Any:
        """The cursor of a PostgreSQL connection, kept with it: to make one takes as long as to run a small statement."""
        cursor = getattr(connection, CURSOR, None)
        if cursor is None or cursor.closed:
            cursor = RawCursor(connection)
            setattr(connection, CURSOR, cursor)
        return cursor


class _Numbers(dict[str, str]):
    """Makes `%(name)s` into `$1`, numbering the names as they come."""

    def __missing__(self, name: str) -> str:
        number = self[name] = f"${len(self) + 1}"
        return number
