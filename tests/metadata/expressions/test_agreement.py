"""Random expressions over random rows have one value: in Python, on SQLite and on PostgreSQL.

The volume comes from a plain generator with a fixed seed, the same on every machine; Hypothesis looks elsewhere each time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Label, select

from metadata.expressions import (
    FUNCTIONS,
    Checked,
    Env,
    ExpressionError,
    Type,
    condition,
    env_parameters,
    to_python,
    to_sql,
)
from metadata.expressions.sql.scaling import to_stored
from tests.metadata.expressions.generator import Generator
from tests.metadata.expressions.samples import (
    ENV,
    ME,
    TABLE,
    Row,
    canonical,
    column,
    filled,
    getter,
    moments,
    numbers,
    rows,
    texts,
)

EXPRESSIONS = 200
ROWS = 50
TOGETHER = 20
ZONES = [
    "UTC",
    "Europe/Warsaw",
    "Asia/Shanghai",
    "America/New_York",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Africa/Cairo",
]


def test_ten_thousand_pairs_agree(engine: Engine) -> None:
    source = random.Random(2026)
    records = rows(source, ROWS)
    generator = Generator(source)
    expressions = [generator.checked() for _ in range(EXPRESSIONS)]
    with filled(engine, records):
        for first in range(0, EXPRESSIONS, TOGETHER):
            agree(expressions[first : first + TOGETHER], records, engine, random_env(source))
    assert EXPRESSIONS * ROWS >= 10_000


def test_ten_thousand_conditions_agree(engine: Engine) -> None:
    source = random.Random(2027)
    records = rows(source, ROWS)
    generator = Generator(source)
    with filled(engine, records):
        for _ in range(EXPRESSIONS):
            selects_what_is_true(generator.checked(Type.BOOLEAN), records, engine, random_env(source))


def test_every_function_is_tried_with_every_kind_of_argument(engine: Engine) -> None:
    """Shallow expressions, so that each function meets plain values, NULLs and its own limits."""
    source = random.Random(2028)
    records = rows(source, 12)
    generator = Generator(source)
    expressions = [generator.using(function, depth=1) for function in FUNCTIONS for _ in range(4)]
    with filled(engine, records):
        for first in range(0, len(expressions), 40):
            agree(expressions[first : first + 40], records, engine, random_env(source))


def test_other_literals_of_the_same_template_agree(engine: Engine) -> None:
    """One compiled statement serves them all."""
    source = random.Random(2029)
    records = rows(source, 20)
    generator = Generator(source)
    rebound = 0
    with filled(engine, records):
        while rebound < 150:
            checked = generator.checked()
            try:
                literals = checked.bind(other_literals(checked, source))
            except ExpressionError:
                continue
            if literals:
                rebound += 1
                env = random_env(source, literals)
                agree([checked], records, engine, env)


def test_a_number_can_come_as_a_column_stores_it(engine: Engine) -> None:
    source = random.Random(2030)
    records = rows(source, 20)
    generator = Generator(source)
    with filled(engine, records), engine.connect() as connection:
        for _ in range(150):
            checked = generator.checked(Type.NUMBER)
            scale = source.randint(0, 6)
            element = to_sql(checked, engine.dialect.name, column, result_scale=scale)
            statement = select(element).select_from(TABLE).order_by(TABLE.c.row)
            found = connection.execute(statement, parameters(checked, ENV)).scalars().all()
            wanted = [stored(value, scale) for value in python_values(checked, records, ENV)]
            assert list(map(canonical, found)) == list(map(canonical, wanted)), (checked.text, scale)


def test_hypothesis_finds_no_disagreement(engine: Engine) -> None:
    records = rows(random.Random(2031), 20)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(source=st.randoms(use_true_random=False))
    def agrees(source: random.Random) -> None:
        checked = Generator(source).checked(depth=2)
        agree([checked], records, engine, random_env(source))
        if checked.type is Type.BOOLEAN:
            selects_what_is_true(checked, records, engine, ENV)

    with filled(engine, records):
        agrees()


def random_env(source: random.Random, literals: dict[str, Any] | None = None) -> Env:
    role = source.choice([None, "sales", "won"])
    return Env(moments(source), source.choice(ZONES), source.choice([None, ME]), role, literals)


def other_literals(checked: Checked, source: random.Random) -> list[str | Decimal]:
    """Literals of the same types; those that must keep a rule stay."""
    return [
        abs(numbers(source, 2)) if isinstance(raw, Decimal) and source.random() < 0.5 else other_text(raw, source)
        for raw in checked.parsed.literals
    ]


def other_text(raw: str | Decimal, source: random.Random) -> str | Decimal:
    return texts(source) if isinstance(raw, str) and source.random() < 0.3 else raw


def stored(value: Decimal | None, scale: int) -> Decimal | None:
    units = None if value is None else to_stored(value, scale)
    return None if units is None else Decimal(units).scaleb(-scale)


def python_values(checked: Checked, records: Sequence[Row], env: Env) -> list[Any]:
    evaluate = to_python(checked)
    return [evaluate(getter(record), env) for record in records]


def parameters(checked: Checked, env: Env, prefix: str = "x") -> dict[str, Any]:
    literals = checked.values if env.literals is None else env.literals
    renamed = {name.replace("x", prefix, 1): value for name, value in literals.items()}
    return {**renamed, **env_parameters(env, checked.environment)}


def agree(expressions: Sequence[Checked], records: Sequence[Row], engine: Engine, env: Env) -> None:
    """All of them in one statement, each with a prefix of its own."""
    columns: list[Label[Any]] = []
    known: dict[str, Any] = {}
    for number, checked in enumerate(expressions):
        prefix = f"p{number}_"
        columns.append(to_sql(checked, engine.dialect.name, column, prefix=prefix).label(f"c{number}"))
        known |= parameters(checked, env, prefix)
    with engine.connect() as connection:
        found = connection.execute(select(*columns).select_from(TABLE).order_by(TABLE.c.row), known).all()
    for number, checked in enumerate(expressions):
        in_sql = [canonical(row[number]) for row in found]
        in_python = [canonical(value) for value in python_values(checked, records, env)]
        assert in_sql == in_python, f"{checked.text}\n{env}"


def selects_what_is_true(checked: Checked, records: Sequence[Row], engine: Engine, env: Env) -> None:
    statement = select(TABLE.c.row).where(condition(checked, engine.dialect.name, column))
    with engine.connect() as connection:
        found = set(connection.execute(statement, parameters(checked, env)).scalars())
    values = python_values(checked, records, env)
    assert found == {record["row"] for record, value in zip(records, values, strict=True) if value is True}, (
        checked.text
    )
