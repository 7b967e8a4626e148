"""Gives the functions of the language to a SQLite connection, as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from metadata.expressions.exact import number_text
from metadata.expressions.functions.function import Function
from metadata.expressions.functions.registry import FUNCTIONS, Registry
from metadata.expressions.functions.signature import KINDS, VARIABLES, Parameter
from metadata.expressions.instants import write_datetime
from metadata.expressions.sql.scaling import from_units, to_stored, to_units
from metadata.expressions.sql.sqlite import function_name
from metadata.expressions.types import Type

__all__ = ["register_sqlite"]

Codec = Callable[[Any], Any]


class Connection(Protocol):
    """A connection of sqlite3 or pysqlite3."""

    def create_function(self, name: str, narg: int, func: Any, /, *, deterministic: bool = False) -> None: ...


def register_sqlite(connection: Connection, functions: Registry = FUNCTIONS) -> None:
    """Makes compiled expressions work on a new connection; call it from the `connect` event of the engine."""
    for name, implementation in sqlite_functions(functions).items():
        connection.create_function(name, -1, implementation, deterministic=True)


def sqlite_functions(functions: Registry) -> dict[str, Callable[..., Any]]:
    """Every function that SQL on SQLite may call, by its name there."""
    found: dict[str, Callable[..., Any]] = {
        "dg_decimal": decimal,
        "dg_units": units,
        "dg_stored": stored,
        "dg_compare": compare,
    }
    for function in functions:
        if function.python is None or function.sqlite:
            continue
        signature = function.parsed_signature
        for variable in VARIABLES[signature.variable] if signature.variable else [None]:
            found[function_name(function.identity, variable)] = wrapped(function, variable)
    return found


def decimal(number: int | None, scale: int) -> str | None:
    return None if number is None else number_text(from_units(number, scale))


def units(number: str | None, scale: int, direction: str) -> int | None:
    return None if number is None else to_units(Decimal(number), scale, direction)


def stored(number: str | None, scale: int) -> int | None:
    return None if number is None else to_stored(Decimal(number), scale)


def compare(left: str | None, right: str | None) -> int | None:
    if left is None or right is None:
        return None
    a, b = Decimal(left), Decimal(right)
    return (a > b) - (a < b)


def wrapped(function: Function, variable: Type | None) -> Callable[..., Any]:
    """The Python function, with values read from and written for SQLite."""
    implementation = function.python
    assert implementation is not None
    env = [READ[ENV_TYPES[name]] for name in function.env]
    write = WRITE[KINDS.get(function.parsed_signature.gives) or variable or Type.NULL]
    readers: dict[int, Sequence[Codec]] = {}
    null = 0 if function.is_predicate else None

    def call(*raw: Any) -> Any:
        given = raw[len(env) :]
        if function.strict and None in given:
            return null
        if (known := readers.get(len(given))) is None:
            known = readers[len(given)] = [*env, *readers_of(function, len(given), variable)]
        result = implementation(
            *[None if value is None else read(value) for read, value in zip(known, raw, strict=True)]
        )
        return None if result is None else write(result)

    return call


def readers_of(function: Function, count: int, variable: Type | None) -> list[Codec]:
    parameters = function.parsed_signature.expand(count) or ()
    return [READ[type_of(parameter, variable)] for parameter in parameters]


def type_of(parameter: Parameter, variable: Type | None) -> Type:
    return parameter.type or variable or Type.NULL


def itself(value: Any) -> Any:
    return value


def read_list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def write_list(items: Sequence[str]) -> str:
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def write_time(value: time) -> str:
    return value.isoformat(timespec="seconds")


READ: dict[Type, Codec] = {
    Type.TEXT: itself,
    Type.NUMBER: Decimal,
    Type.DURATION: Decimal,
    Type.BOOLEAN: bool,
    Type.DATE: date.fromisoformat,
    Type.DATETIME: datetime.fromisoformat,
    Type.TIME: time.fromisoformat,
    Type.LIST: read_list,
    Type.ID: itself,
    Type.NULL: itself,
}

WRITE: dict[Type, Codec] = {
    Type.TEXT: itself,
    Type.NUMBER: number_text,
    Type.DURATION: number_text,
    Type.BOOLEAN: int,
    Type.DATE: date.isoformat,
    Type.DATETIME: write_datetime,
    Type.TIME: write_time,
    Type.LIST: write_list,
    Type.ID: itself,
    Type.NULL: itself,
}

ENV_TYPES = {"now": Type.DATETIME, "today": Type.DATE, "me": Type.ID, "role": Type.TEXT, "time_zone": Type.TEXT}
