"""On SQLite, sums of computed amounts add whole numbers, and are to the cent what Python and PostgreSQL say."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.dialects import sqlite

from metadata.expressions import Type, check, env_parameters, parse, to_python, to_sql
from metadata.expressions.sql.scaling import to_stored
from tests.metadata.expressions.samples import ENV, SCOPE, TABLE, column, filled, getter

#: The largest that is stored, what meets the edges of 64 bits when it is multiplied, halves of a cent, and nothing.
AMOUNTS = [
    None,
    *map(
        Decimal, ("0", "0.01", "-0.01", "0.05", "-12.35", "30370004999.76", "92233720368547.58", "-9999999999999999.99")
    ),
]
RATES = [
    None,
    *map(Decimal, ("0", "0.00000001", "-0.5", "33.33333333", "100", "3037000499.97604969", "-9999999999.99999999")),
]

WHOLE = [
    "amount * rate / 100",
    "amount * km",
    "amount + cost",
    "amount - rate",
    "amount * 0.5",
    "amount * -1.005 + 7",
    "(amount + cost) * 3 / 10",
]
BY_PYTHON = ["amount / 3", "amount / rate", "ROUND(amount, 1)", "amount * rate * rate", "amount / 10000000000000"]


def on_sqlite(text: str) -> str:
    return str(to_sql(check(parse(text), SCOPE), "sqlite", column, result_scale=2).compile(dialect=sqlite.dialect()))


@pytest.mark.parametrize("text", WHOLE)
def test_products_and_sums_of_stored_numbers_are_whole_numbers(text: str) -> None:
    sql = on_sqlite(text)
    assert "typeof" in sql
    assert "dg_decimal" not in sql.split("ELSE")[0]


@pytest.mark.parametrize("text", BY_PYTHON)
def test_what_may_have_no_end_of_decimals_is_left_to_python(text: str) -> None:
    assert "typeof" not in on_sqlite(text)


@pytest.mark.parametrize("scale", [0, 2, 6])
def test_they_are_exact_up_to_the_largest_number_and_beyond(engine: Engine, scale: int) -> None:
    given = [
        {"row": at, "amount": amount, "cost": cost, "km": Decimal("-0.5"), "rate": rate}
        for at, (amount, cost, rate) in enumerate(product(AMOUNTS, AMOUNTS[:5], RATES))
    ]
    records = [{**dict.fromkeys(TABLE.c.keys()), **record} for record in given]
    with filled(engine, records), engine.connect() as connection:
        for text in (*WHOLE, *BY_PYTHON):
            expression = check(parse(text), SCOPE, Type.NUMBER)
            statement = select(to_sql(expression, engine.dialect.name, column, result_scale=scale)).order_by(
                TABLE.c.row
            )
            found = (
                connection.execute(
                    statement, {**expression.bind(expression.parsed.template, "x"), **env_parameters(ENV)}
                )
                .scalars()
                .all()
            )
            evaluate = to_python(expression)
            assert found == [stored(evaluate(getter(record), ENV), scale) for record in records], text


def stored(value: Decimal | None, scale: int) -> Decimal | None:
    units = None if value is None else to_stored(value, scale)
    return None if units is None else Decimal(units).scaleb(-scale)
