"""Typed values are stored exactly, come back as they were, and sort as what they stand for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, Table, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.schema import CreateTable

from metadata.storage import Clock, Day, Exact, Id, Moment, Text, TextList
from tests.metadata.expressions.samples import FIELDS, TABLE, column_name, filled, rows

KINDS = {
    "money": Exact(2),
    "whole": Exact(),
    "fine": Exact(8),
    "text": Text(),
    "day": Day(),
    "moment": Moment(),
    "clock": Clock(),
    "list": TextList(),
    "id": Id(),
}
STORED = Table(
    "stored",
    MetaData(),
    Column("row", Integer, primary_key=True),
    *[Column(name, kind) for name, kind in KINDS.items()],
)


@pytest.fixture
def table(engine: Engine) -> Iterator[Engine]:
    STORED.metadata.create_all(engine)
    yield engine
    STORED.metadata.drop_all(engine)


def through(engine: Engine, name: str, value: Any) -> Any:
    """The value after it was stored and read."""
    with engine.begin() as connection:
        connection.execute(STORED.delete())
        connection.execute(STORED.insert(), {"row": 1, name: value})
        return connection.execute(select(STORED.c[name])).scalar()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("money", Decimal("12.50"), Decimal("12.50")),
        ("money", Decimal("-0.01"), Decimal("-0.01")),
        ("money", 7, Decimal(7)),
        ("money", Decimal("9999999999999999.99"), Decimal("9999999999999999.99")),
        ("money", Decimal("1E+3"), Decimal(1000)),
        ("money", Decimal("1.5000"), Decimal("1.5")),
        ("whole", Decimal("-999999999999999999"), Decimal("-999999999999999999")),
        ("fine", Decimal("0.00000001"), Decimal("0.00000001")),
        ("text", "żółw 斗拱 😀", "żółw 斗拱 😀"),
        ("day", date(2026, 1, 31), date(2026, 1, 31)),
        ("day", date(1, 1, 1), date(1, 1, 1)),
        ("day", date(9999, 12, 31), date(9999, 12, 31)),
        ("moment", datetime(2026, 1, 31, 9, 30, 15, 1, UTC), datetime(2026, 1, 31, 9, 30, 15, 1, UTC)),
        ("moment", datetime(2026, 1, 31, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 1, 30, 22, tzinfo=UTC)),
        ("clock", time(9, 30), time(9, 30)),
        ("clock", time(23, 59, 59), time(23, 59, 59)),
        ("list", ["b", "a", "ż"], ("b", "a", "ż")),
        ("list", (), ()),
        ("id", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5d-ac96-774b-bcce-b302099a8057"),
    ],
)
def test_a_value_comes_back_as_it_was(table: Engine, name: str, value: Any, read: Any) -> None:
    found = through(table, name, value)
    assert found == read
    assert type(found) is type(read)
    if isinstance(found, datetime):
        assert found.tzinfo is UTC


@pytest.mark.parametrize("name", KINDS)
def test_null_comes_back_as_none(table: Engine, name: str) -> None:
    assert through(table, name, None) is None
    with table.connect() as connection:
        assert connection.execute(text(f'SELECT "{name}" IS NULL FROM stored')).scalar() in (True, 1)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("money", Decimal("0.001"), "more than 2 decimals"),
        ("money", Decimal("99999999999999999.99"), "too large: 16 digits"),
        ("whole", Decimal(10) ** 18, "too large: 18 digits"),
        ("whole", Decimal("NaN"), "can't be stored"),
        ("whole", Decimal("Infinity"), "can't be stored"),
        ("money", 1.5, "pass a Decimal"),
        ("money", True, "pass a Decimal"),
        ("money", "1.50", "pass a Decimal"),
        ("text", "a\0b", "NUL"),
        ("text", 5, "not a text"),
        ("day", datetime(2026, 1, 31), "not a date"),
        ("day", "2026-01-31", "not a date"),
        ("moment", datetime(2026, 1, 31), "time zone"),
        ("moment", date(2026, 1, 31), "time zone"),
        ("clock", time(9, 30, 0, 5), "to the second"),
        ("clock", time(9, 30, tzinfo=UTC), "to the second"),
        ("list", "abc", "not a list of texts"),
        ("list", [1], "not a list of texts"),
        ("id", "me", "badly formed"),
    ],
)
def test_what_does_not_fit_is_refused(table: Engine, name: str, value: Any, message: str) -> None:
    with pytest.raises(StatementError, match=message):
        through(table, name, value)


def test_more_digits_can_be_kept_on_postgresql_alone(lite: Engine, postgres: Engine) -> None:
    wide = Exact(4, digits=30)
    number = Decimal("12345678901234567890.1234")
    assert wide.process_bind_param(number, postgres.dialect) == number
    with pytest.raises(ValueError, match="14 digits"):
        wide.process_bind_param(number, lite.dialect)
    with pytest.raises(ValueError, match="can't have 19 decimals"):
        Exact(19)


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**13), max_value=10**13))
def test_a_number_is_stored_without_loss(number: Decimal) -> None:
    kind = Exact(4)
    units = kind.units(number, 18)
    assert isinstance(units, int)
    assert Decimal(units).scaleb(-4) == number


def test_columns_sort_as_what_they_stand_for(engine: Engine) -> None:
    records = rows(random.Random(4), 60)
    with filled(engine, records), engine.connect() as connection:
        for path, name in FIELDS.items():
            column = TABLE.c[column_name(path)]
            if name.type in ("list", "boolean"):
                continue
            found = connection.execute(select(column).where(column.is_not(None)).order_by(column)).scalars().all()
            assert found == sorted(found), name


def test_the_columns_are_what_reports_and_tools_expect(lite: Engine, postgres: Engine) -> None:
    on_postgresql = str(CreateTable(STORED).compile(postgres))
    on_sqlite = str(CreateTable(STORED).compile(lite))
    for part in (
        "money NUMERIC(18, 2)",
        'text TEXT COLLATE "C"',
        "day DATE",
        "moment TIMESTAMP WITH TIME ZONE",
        "clock TIME",
        "list JSONB",
        "id UUID",
    ):
        assert part in on_postgresql
    for part in ("money BIGINT", "text TEXT", "day TEXT", "moment TEXT", "clock TEXT", "list TEXT", "id TEXT"):
        assert part in on_sqlite
