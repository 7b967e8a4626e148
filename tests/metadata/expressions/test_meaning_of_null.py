"""NULL has one meaning everywhere: the same table of truths in Python, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select

from metadata.expressions import check, condition, env_parameters, parse, to_python, to_sql
from tests.metadata.expressions.samples import ENV, FIELDS, SCOPE, TABLE, Row, column, column_name, filled, getter

EMPTY: Row = {"row": Decimal(0), **{column_name(path): None for path in FIELDS}}
FULL: Row = {
    **EMPTY,
    "row": Decimal(1),
    "amount": Decimal("5.00"),
    "km": Decimal("1.2"),
    "name": "won",
    "note": "won",
    "paid": True,
}

TRUE_OF_NULL = [
    "amount = NULL",
    "amount = cost",
    "NOT amount <> cost",
    "NOT amount = 5",
    "amount <> 5",
    "NOT amount < 5",
    "NOT amount > 5",
    "NOT amount < cost",
    "NOT amount < NULL",
    "NOT amount BETWEEN 1 AND 9",
    "amount NOT IN (1, 2)",
    "amount IN (1, NULL)",
    "amount IN (cost, 1)",
    "NOT paid",
    "NOT paid = FALSE",
    "paid <> FALSE",
    "NOT (paid AND TRUE)",
    "NOT (paid OR FALSE)",
    "paid OR TRUE",
    "NOT XOR(paid, FALSE)",
    "XOR(paid, TRUE)",
    "ISBLANK(name)",
    'ISBLANK("")',
    "ISBLANK(tags)",
    'NOT ISNULL("")',
    'NOT name = ""',
    'name & "" = ""',
    'name & "a" & amount = "a"',
    "amount + 1 = NULL",
    "-amount = NULL",
    "1 / 0 = NULL",
    'NOT CONTAINS(name, "a")',
    'NOT HAS(tags, "vip")',
    "COUNT_OF(tags) = 0",
    "SUM(amount, 1) = 1",
    "MIN(amount, 3) = 3",
    "MAX(amount, NULL) = NULL",
    "AVERAGE(amount, 4) = 4",
    'IF(paid, "yes", "no") = "no"',
    'CASE(name, "a", 1, NULL, 2, 3) = 2',
    'CASE(name, "a", 1, 3) = 3',
    "COALESCE(amount, cost, 7) = 7",
    "LEN(name) = NULL",
    "UPPER(name) = NULL",
    "(amount = cost) = TRUE",
    "(amount < cost) = FALSE",
    "NOT (amount < cost) = NULL",
    "ISNULL(paid)",
    "NULLIF(amount, NULL) = NULL",
]

TRUE_OF_VALUES = [
    "amount = 5",
    "amount <> NULL",
    "amount <> cost",
    "NOT amount = cost",
    "name = note",
    'name IN ("won", NULL)',
    'name NOT IN ("lost", NULL)',
    "amount BETWEEN 5 AND 5",
    "amount NOT BETWEEN 6 AND 9",
    "paid",
    "paid = TRUE",
    "NOT ISBLANK(name)",
    "NOT amount < 5",
    "NOT amount >= 5.01",
    "km > 1.15",
    "km < 1.25",
    "km >= 1.15",
    "km <= 1.25",
    "km <> 1.25",
    "NOT km = 1.25",
    "NOT km IN (1.25, 1.15)",
    "km IN (1.25, 1.20)",
    "km > -99999999999999999999",
    "km < 99999999999999999999",
    "NOT km = 99999999999999999999",
    "km BETWEEN 1.15 AND 1.25",
    "1.15 < km",
    "1.2 = km",
    "amount > km",
    "km < amount",
    "1.25 BETWEEN km AND amount",
    "-km = -1.2",
    "km > 1.1 + 0.05",
    "NOT IF(paid, FALSE, TRUE)",
]


@pytest.mark.parametrize(
    ("text", "row"),
    [*[(text, EMPTY) for text in TRUE_OF_NULL], *[(text, FULL) for text in TRUE_OF_VALUES]],
    ids=[*TRUE_OF_NULL, *TRUE_OF_VALUES],
)
def test_it_is_true_everywhere(text: str, row: Row, both: Engine) -> None:
    assert values_of(text, row, both) == (True, True, True)
    assert values_of(f"NOT ({text})", row, both) == (False, False, False)
    assert values_of(f"IF({text}, 1, 2) = 1", row, both) == (True, True, True)


@pytest.fixture(scope="module", params=["lite", "postgres"])
def both(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Both rows, in each of the two databases in turn."""
    with filled(request.getfixturevalue(request.param), [EMPTY, FULL]) as engine:
        yield engine


def values_of(text: str, row: Row, engine: Engine) -> tuple[Any, Any, bool]:
    """What it is in Python, what it is in SQL, and whether WHERE finds the row."""
    checked = check(parse(text), SCOPE)
    backend = engine.dialect.name
    parameters = {**checked.values, **env_parameters(ENV)}
    in_row = TABLE.c.row == row["row"]
    with engine.connect() as connection:
        value = connection.execute(select(to_sql(checked, backend, column)).where(in_row), parameters).scalar()
        found = connection.execute(select(TABLE.c.row).where(in_row, condition(checked, backend, column)), parameters)
        return to_python(checked)(getter(row), ENV), value, len(found.all()) == 1
