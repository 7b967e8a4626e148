"""A table with a field of every type, rows full of awkward values, and both engines to ask about them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pysqlite3.dbapi2 as pysqlite
from sqlalchemy import Boolean, Column, Engine, MetaData, StaticPool, Table, create_engine, event

from metadata.expressions import Env, Name, Path, Type, register_sqlite
from metadata.storage import Clock, Day, Exact, Id, Moment, Text, TextList

CHOICES = ("new", "won", "lost")
TAGS = ("vip", "new", "żółw")

FIELDS = {
    name.path: name
    for name in (
        Name(("stage",), Type.TEXT, choices=CHOICES),
        Name(("name",), Type.TEXT),
        Name(("note",), Type.TEXT),
        Name(("account", "industry"), Type.TEXT),
        Name(("amount",), Type.NUMBER, scale=2),
        Name(("cost",), Type.NUMBER, scale=2),
        Name(("km",), Type.NUMBER, scale=1),
        Name(("count_of",), Type.NUMBER),
        Name(("rate",), Type.NUMBER, scale=8),
        Name(("skipped",), Type.BOOLEAN),
        Name(("paid",), Type.BOOLEAN),
        Name(("close_date",), Type.DATE),
        Name(("due",), Type.DATE),
        Name(("created_at",), Type.DATETIME),
        Name(("closed_at",), Type.DATETIME),
        Name(("starts",), Type.TIME),
        Name(("ends",), Type.TIME),
        Name(("took",), Type.DURATION, scale=0),
        Name(("pause",), Type.DURATION, scale=3),
        Name(("tags",), Type.LIST, choices=TAGS),
        Name(("words",), Type.LIST),
        Name(("owner_id",), Type.ID),
        Name(("team_id",), Type.ID),
    )
}

NOW = datetime(2026, 5, 20, 22, 30, 15, 123456, tzinfo=UTC)
ME = "01890a5d-ac96-774b-bcce-b302099a8057"
ENV = Env(NOW, "Europe/Warsaw", ME, "sales")


class Fields:
    """A scope that knows the table."""

    def resolve(self, path: Path) -> Name | None:
        return FIELDS.get(path)


SCOPE = Fields()

STORED: dict[Type, Callable[[Name], Any]] = {
    Type.TEXT: lambda name: Text(),
    Type.NUMBER: lambda name: Exact(name.scale),
    Type.DURATION: lambda name: Exact(name.scale),
    Type.BOOLEAN: lambda name: Boolean(),
    Type.DATE: lambda name: Day(),
    Type.DATETIME: lambda name: Moment(),
    Type.TIME: lambda name: Clock(),
    Type.LIST: lambda name: TextList(),
    Type.ID: lambda name: Id(),
}


def column_name(path: Path) -> str:
    return "_".join(path)


TABLE = Table(
    "sample",
    MetaData(),
    Column("row", Exact(), primary_key=True),
    *[Column(column_name(name.path), STORED[name.type](name)) for name in FIELDS.values()],
)

Row = Mapping[str, Any]


def column(path: Path) -> Any:
    return TABLE.c[column_name(path)]


def getter(row: Row) -> Callable[[Path], Any]:
    return lambda path: row[column_name(path)]


# Values

TEXTS = (
    *(
        "won",
        "lost",
        "new",
        "a",
        "B",
        "b",
        " a b ",
        "żółw",
        "ŻÓŁW",
        "斗拱",
        "ß",
        "İ",
        "ΑΣ",
        "e\u0301",
        "a,b,,c",
        "12.50",
        "-3",
    ),
    *(
        "2026-01-31",
        "2026-02-30",
        "2026-01-31T09:30+02:00",
        "09:30",
        "x" * 120,
        "😀x",
        "100%",
        "a_b",
        "'",
        '"',
        "\\",
        "\u3000a\n",
    ),
)
NUMBERS = (
    "0",
    "1",
    "-1",
    "2",
    "5",
    "10",
    "0.5",
    "-0.5",
    "1.25",
    "99.99",
    "-1234.5",
    "1000000",
    "0.00000001",
    "9999999999.99",
)


def texts(source: random.Random) -> str:
    if source.random() < 0.7:
        return source.choice(TEXTS)
    return "".join(source.choices("abcABC ąęłŁŻ中文,;.-0123456789", k=source.randint(1, 12)))


def numbers(source: random.Random, scale: int) -> Decimal:
    if source.random() < 0.5:
        number = Decimal(source.choice(NUMBERS))
    else:
        number = Decimal(source.randint(-(10**9), 10**9)).scaleb(-source.randint(0, scale))
    unit = Decimal(1).scaleb(-scale)
    limit = Decimal(10) ** (18 - scale) - unit
    return max(-limit, min(limit, number.quantize(unit)))


def dates(source: random.Random) -> date:
    if source.random() < 0.2:
        return source.choice(
            [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), date(2026, 5, 20), date(2026, 5, 21)]
        )
    return date(2026, 5, 20) + timedelta(days=source.randint(-800, 800))


def moments(source: random.Random) -> datetime:
    if source.random() < 0.2:
        return source.choice(
            [NOW, NOW.replace(hour=0, minute=0, second=0, microsecond=0), datetime(1970, 1, 1, tzinfo=UTC)]
        )
    return NOW + timedelta(seconds=source.randint(-(10**8), 10**8), microseconds=source.choice([0, 1, 500000]))


def times(source: random.Random) -> time:
    return time(source.randint(0, 23), source.choice([0, 30, 59]), source.choice([0, 59]))


def ids(source: random.Random) -> str:
    return source.choice([ME, str(UUID(int=source.getrandbits(128)))])


def lists(source: random.Random) -> tuple[str, ...]:
    return tuple(source.choice([*TAGS, "a b", "x"]) for _ in range(source.randint(0, 3)))


def value(source: random.Random, name: Name) -> Any:
    """A value of a field; one in five is NULL. A text is never empty, as in a record."""
    if source.random() < 0.2:
        return None
    if name.type in (Type.NUMBER, Type.DURATION):
        return numbers(source, name.scale)
    if name.choices and name.type is Type.TEXT:
        return source.choice(CHOICES)
    return VALUES[name.type](source)


VALUES: dict[Type, Callable[[random.Random], Any]] = {
    Type.TEXT: texts,
    Type.BOOLEAN: lambda source: source.random() < 0.5,
    Type.DATE: dates,
    Type.DATETIME: moments,
    Type.TIME: times,
    Type.LIST: lists,
    Type.ID: ids,
}


def rows(source: random.Random, count: int) -> list[Row]:
    return [
        {"row": Decimal(number), **{column_name(path): value(source, name) for path, name in FIELDS.items()}}
        for number in range(count)
    ]


# Engines


def sqlite_engine() -> Engine:
    engine = create_engine("sqlite://", module=pysqlite, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        register_sqlite(connection)

    return engine


@contextmanager
def filled(engine: Engine, records: Sequence[Row]) -> Iterator[Engine]:
    """The table with these rows in it."""
    TABLE.metadata.drop_all(engine)
    TABLE.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(TABLE.insert(), [dict(record) for record in records])
    yield engine
    TABLE.metadata.drop_all(engine)


def canonical(value: Any) -> Any:
    """For comparing: equal values of different looks look alike."""
    if isinstance(value, Decimal):
        return ("number", value.normalize() if value else Decimal(0))
    return json.dumps(value) if isinstance(value, (list, tuple)) else value
