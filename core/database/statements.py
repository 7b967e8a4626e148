"""Statements compiled once and run on the driver's cursor: what the hot paths spend their time in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement

__all__ = ["Statement"]

Rows = list[tuple[Any, ...]]


class Statement:
    """A Core statement as SQL text for one dialect and one schema, with what its parameters need.

    Values given in the statement stay as they are; every named `bindparam` takes its value at each run. An `IN` must be
    a list of bindparams, since nothing is expanded later.
    """

    __slots__ = ("_names", "_prepare", "_standing", "text")

    def __init__(self, element: ClauseElement, dialect: Dialect, schema: str | None) -> None:
        compiled: Any = element.compile(
            dialect=dialect, schema_translate_map={None: schema} if schema else None, render_schema_translate=bool(schema)
        )
        self.text: str = str(compiled)
        self._standing: dict[str, Any] = dict(compiled.construct_params(_check=False))
        self._prepare: list[tuple[str, Callable[[Any], Any]]] = list(compiled._bind_processors.items())
        self._names: list[str] | None = list(compiled.positiontup) if compiled.positional else None

    def bind(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver takes them."""
        bound = {**self._standing, **values}
        for name, prepare in self._prepare:
            bound[name] = prepare(bound[name])
        return bound if self._names is None else [bound[name] for name in self._names]

    def rows(self, connection: Any, values: Mapping[str, Any]) -> Rows:
        """Run it on a driver connection and fetch every row."""
        cursor = connection.cursor()
        try:
            cursor.execute(self.text, self.bind(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def run(self, connection: Any, values: Mapping[str, Any]) -> int:
        """Run it and answer how many rows it touched."""
        cursor = connection.cursor()
        try:
            cursor.execute(self.text, self.bind(values))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def run_many(self, connection: Any, many: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each set of values."""
        cursor = connection.cursor()
        try:
            cursor.executemany(self.text, [self.bind(values) for values in many])
        finally:
            cursor.close()

