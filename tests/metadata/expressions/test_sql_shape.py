"""The SQL is what a person would have written where an index can help, and one statement serves many values."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import ClauseElement, Engine, Executable, Select, bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from metadata.expressions import Checked, Type, check, condition, env_parameters, parse, split, to_sql
from tests.metadata.expressions.samples import ENV, SCOPE, TABLE, Row, column, filled, rows

DIALECTS = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": psycopg.dialect()}
CAST = re.compile(r"::(VARCHAR|DATE|UUID|TIMESTAMP WITH TIME ZONE|TIME WITHOUT TIME ZONE)")


def checked(written: str) -> Checked:
    return check(parse(written), SCOPE)


def where(written: str, backend: str) -> str:
    """The condition in SQL, with parameters as `:x0`, and without the names of the table and of types."""
    element = condition(checked(written), backend, column)
    sql = str(element.compile(dialect=DIALECTS[backend])).replace("sample.", "")
    return CAST.sub("", re.sub(r"%\((\w+)\)s", r":\1", sql)).replace("\n", "")


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("written", "sql"),
    [
        ('stage = "won"', "stage = :x0"),
        ('"won" = stage', ":x0 = stage"),
        ('stage <> "won"', "stage != :x0 OR stage IS NULL"),
        ('NOT stage <> "won"', "stage = :x0"),
        ("amount > 1000", "amount > :x0"),
        ("amount > -5.555", "amount > :x0"),
        ("km <= 1.25", "km <= :x0"),
        ("NOT amount > 1000", "amount <= :x0 OR amount IS NULL"),
        ("amount = NULL", "amount IS NULL"),
        ("NOT amount = NULL", "amount IS NOT NULL"),
        ("ISNULL(amount)", "amount IS NULL"),
        ("ISBLANK(amount)", "amount IS NULL"),
        ('stage IN ("won", "lost")', "stage IN (:x0, :x1)"),
        ('stage IN ("won")', "stage = :x0"),
        ('stage NOT IN ("won", "lost")', "(stage NOT IN (:x0, :x1)) OR stage IS NULL"),
        ('stage IN ("won", NULL)', "stage = :x0 OR stage IS NULL"),
        ("amount IN (1, 2.5)", "amount IN (:x0, :x1)"),
        ("amount BETWEEN 1 AND 5", "amount >= :x0 AND amount <= :x1"),
        ("amount = cost", "amount = cost OR amount IS NULL AND cost IS NULL"),
        ("amount > cost", "amount > cost"),
        ("close_date < due", "close_date < due"),
        ("name < note", "name < note"),
        ('close_date >= "2026-01-31"', "close_date >= :x0"),
        ('created_at < "2026-01-31"', "created_at < :x0"),
        ("close_date = TODAY()", "close_date = :env_today"),
        ("created_at <= NOW()", "created_at <= :env_now"),
        ("owner_id = ME()", "owner_id = :env_me"),
        ("NOT owner_id = ME()", "owner_id != :env_me OR owner_id IS NULL"),
        ('starts > "09:30"', "starts > :x0"),
        ("took > 60", "took > :x0"),
        ("IS_PAST(close_date)", "close_date < :env_today"),
        ("NOT (amount > 1 OR km > 2)", "(amount <= :x0 OR amount IS NULL) AND (km <= :x1 OR km IS NULL)"),
        ('amount > 1 AND stage = "won"', "amount > :x0 AND stage = :x1"),
        ('AND(amount > 1, OR(stage = "won", km < 2))', "amount > :x0 AND (stage = :x1 OR km < :x2)"),
    ],
)
def test_columns_meet_literals_plainly(written: str, sql: str, backend: str) -> None:
    assert where(written, backend) == sql


def test_booleans_are_plain_too() -> None:
    assert where("paid", "postgresql") == "paid"
    assert where("paid", "sqlite") == "paid = 1"
    assert where("paid = FALSE", "postgresql") == "paid = false"
    assert where("paid = FALSE", "sqlite") == "paid = 0"
    assert where("NOT paid", "postgresql") == "paid IS NOT true"
    assert where("NOT paid", "sqlite") == "paid IS NOT 1"


def test_a_list_is_asked_as_an_index_on_it_can_answer() -> None:
    assert where('HAS(tags, "vip")', "postgresql") == "(tags ? :x0)"
    assert where('HAS_ANY(tags, "vip", "new")', "postgresql") == "(tags ?| ARRAY[:x0, :x1]::text[])"


def test_texts_are_put_in_order_by_code_point_whatever_the_collation_of_the_database() -> None:
    assert where("name < note", "postgresql") == "name < note"
    assert where("TEXT(amount) < note", "postgresql") == "trim_scale(amount)::text < note"
    assert where('TEXT(amount) < "9"', "postgresql") == '(trim_scale(amount)::text COLLATE "C") < :x0'
    assert where('MAX(name, "a") = "a"', "postgresql") == 'greatest((name COLLATE "C"), (:x0 COLLATE "C")) = :x1'
    shown = str(to_sql(checked("name & note"), "postgresql", column).compile(dialect=DIALECTS["postgresql"]))
    assert shown.endswith('COLLATE "C"')


def test_numbers_are_calculated_as_texts_on_sqlite_and_never_as_floats() -> None:
    assert where("amount + cost > 5", "sqlite") == (
        "dg_compare(dg_add(dg_decimal(amount, 2), dg_decimal(cost, 2)), :x0) > 0"
    )
    assert (
        where("amount > cost * 2", "sqlite") == "amount > dg_units(dg_multiply(dg_decimal(cost, 2), :x0), 2, 'floor')"
    )


def test_a_literal_used_by_two_columns_is_sent_in_one_form() -> None:
    assert where("1.25 BETWEEN km AND amount", "sqlite").startswith("dg_between_number(:x0, ")


@pytest.fixture
def indexed(engine: Engine) -> Iterator[Engine]:
    """Many rows, and an index on each field that is asked for."""
    records: list[Row] = rows(random.Random(1), 400)
    with filled(engine, records):
        with engine.begin() as connection:
            for name in ("stage", "amount", "close_date", "created_at", "owner_id", "name", "paid"):
                connection.execute(text(f"CREATE INDEX by_{name} ON sample ({name})"))
            connection.execute(text("ANALYZE"))
        yield engine


@pytest.mark.parametrize(
    ("written", "index"),
    [
        ('stage = "won"', "by_stage"),
        ('stage IN ("won", "lost")', "by_stage"),
        ("amount > 1000.005", "by_amount"),
        ("amount = 5", "by_amount"),
        ("amount BETWEEN 1 AND 5", "by_amount"),
        ("amount > 2 * 500", "by_amount"),
        ("amount = NULL", "by_amount"),
        ('name = "won"', "by_name"),
        ('name >= "a" AND name < "b"', "by_name"),
        ("close_date = TODAY()", "by_close_date"),
        ('close_date >= DATEADD(TODAY(), -30, "day")', "by_close_date"),
        ('IS_THIS(close_date, "month")', "by_close_date"),
        ('IN_LAST(created_at, 7, "days")', "by_created_at"),
        ("created_at >= TODAY()", "by_created_at"),
        ("owner_id = ME()", "by_owner_id"),
        ("paid", "by_paid"),
    ],
)
def test_an_index_is_used(written: str, index: str, indexed: Engine) -> None:
    expression = checked(written)
    statement = select(TABLE.c.note).where(condition(expression, indexed.dialect.name, column))
    with indexed.connect() as connection:
        if indexed.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(map(str, connection.execute(Explain(statement), {**expression.values, **env_parameters(ENV)})))
    assert index in plan
    assert "SCAN sample" not in plan


class Explain(Executable, ClauseElement):
    """EXPLAIN in front of a statement."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(Explain)
def explain(element: Explain, compiler: SQLCompiler, **options: Any) -> str:
    words = "EXPLAIN QUERY PLAN" if compiler.dialect.name == "sqlite" else "EXPLAIN"
    return f"{words} {compiler.process(element.statement, **options)}"


def test_one_compiled_statement_serves_all_literals(engine: Engine) -> None:
    cache: dict[object, object] = {}
    with filled(engine, rows(random.Random(1), 5)), engine.connect() as connection:
        connection = connection.execution_options(compiled_cache=cache)
        for number in range(20):
            expression = checked(f'amount > {number} AND UPPER(name) = "A{number}" AND SQRT(amount) > {number}')
            statement = select(TABLE.c.row).where(condition(expression, engine.dialect.name, column))
            connection.execute(statement, expression.values)
    assert len(cache) == 1


def test_a_statement_can_be_kept_and_bound_again(engine: Engine) -> None:
    expression = checked('stage = "won" AND amount > 5')
    statement = select(TABLE.c.row).where(condition(expression, engine.dialect.name, column, prefix="filter_"))
    record = dict(rows(random.Random(1), 1)[0]) | {"stage": "lost", "amount": Decimal("7.00")}
    with filled(engine, [record]), engine.connect() as connection:
        for written, found in (("stage = 'lost' AND amount > 6.99", 1), ("stage = 'lost' AND amount > 7", 0)):
            values = expression.bind(split(written), prefix="filter_")
            assert len(connection.execute(statement, values).all()) == found


def test_two_expressions_live_in_one_statement_under_two_prefixes(engine: Engine) -> None:
    one, other = checked("amount > 5"), checked("amount < 9")
    backend = engine.dialect.name
    statement = select(TABLE.c.row).where(
        condition(one, backend, column, prefix="a"), condition(other, backend, column, prefix="b")
    )
    values = one.bind(one.parsed.template, "a") | other.bind(other.parsed.template, "b")
    record = dict(rows(random.Random(1), 1)[0]) | {"amount": Decimal("7.00")}
    with filled(engine, [record]), engine.connect() as connection:
        assert len(connection.execute(statement, values).all()) == 1


def test_the_table_of_the_fields_is_selected_from(engine: Engine) -> None:
    """Nothing else names it: what is wrapped by functions still tells where it comes from."""
    expression = checked("SQRT(amount + cost * cost) & name")
    element = to_sql(expression, engine.dialect.name, column)
    assert TABLE in select(element).get_final_froms()


def test_columns_of_an_alias_can_be_used(engine: Engine) -> None:
    alias = TABLE.alias("t")
    expression = checked(
        'DATEADD(close_date, 1, "month") > due AND POWER(amount, 2) > 1 AND WORKDAYS(due, close_date) > 1'
    )
    element = condition(expression, engine.dialect.name, lambda path: alias.c["_".join(path)])
    with filled(engine, rows(random.Random(1), 5)), engine.connect() as connection:
        assert connection.execute(select(alias.c.row).where(element), expression.values).all() is not None


def test_a_long_sum_and_a_long_text_compile(engine: Engine) -> None:
    """As long as an expression may be: not deep in any way that SQLAlchemy or a database would mind."""
    texts = [
        " + ".join(["amount"] * 240) + " > 0",
        " & ".join(["name"] * 240) + ' <> ""',
        " AND ".join(["amount > 1"] * 120),
        "amount IN (" + ", ".join(map(str, range(1_000))) + ")",
        "MAX(" + ", ".join(["amount"] * 240) + ") > 0",
        "amount + (" * 38 + "1" + ")" * 38 + " > 0",
        "CASE(name, " + ", ".join(f'"{number}", {number}' for number in range(100)) + ") = 1",
        "MOD(" * 30 + "amount" + ", 7)" * 30 + " = 1",
        "BLANKVALUE(" * 30 + "name" + ', "a")' * 30 + ' = "b"',
    ]
    with filled(engine, rows(random.Random(1), 3)), engine.connect() as connection:
        for written in texts:
            expression = checked(written)
            statement = select(TABLE.c.row).where(condition(expression, engine.dialect.name, column))
            connection.execute(statement, expression.values).all()


def test_nested_functions_do_not_double_the_statement() -> None:
    sizes = []
    for depth in (5, 10, 20):
        expression = checked("MOD(" * depth + "amount + 1" + ", 7)" * depth)
        sizes.append(len(str(to_sql(expression, "postgresql", column).compile(dialect=DIALECTS["postgresql"]))))
    assert sizes[2] < 5 * sizes[0]


@pytest.mark.parametrize(
    ("levels", "inner", "wrapper"),
    [
        (19, "name", "IF({} = note, name, note)"),
        (19, "name", "IF({} <> note, name, note)"),
        (19, "name", 'IF({} IN ("a", NULL), name, note)'),
        (19, "name", "IF({} IN (note, NULL), name, note)"),
        (13, "name", 'IF(NOT ({} IN ("a", NULL)), name, note)'),
        (13, "name", "IF(NOT ({} < note), name, note)"),
        (19, "name", "IF(ISBLANK({}), name, note)"),
        (19, "name", "IF(BETWEEN({}, name, note), name, note)"),
        (38, "name", 'CASE({}, note, name, "a", note)'),
        (38, "paid", "(({}) = skipped)"),
        (38, "paid", "XOR({}, skipped)"),
        (38, "amount", "ROUND({}, amount)"),
        (19, "name", "FIND(note, {}, amount) & name"),
        (19, "name", "ENDS_WITH(note, {}) & name"),
        (38, "name", 'SUBSTITUTE({}, "a", "b")'),
        (38, "close_date", 'DATEADD({}, 1, "month")'),
        (19, "name", "STARTS_WITH(note, {}) & name"),
        (37, "NULL", 'COALESCE({}, NULL, "2026-01-31")'),
    ],
)
def test_nesting_costs_no_more_than_it_must(levels: int, inner: str, wrapper: str) -> None:
    text = inner
    for _ in range(levels):
        text = wrapper.format(text)
    started = time.process_time()
    expression = checked(text)
    for backend, dialect in DIALECTS.items():
        element = to_sql(expression, backend, column)
        assert len(str(element.compile(dialect=dialect))) < 50_000
        if expression.type is Type.BOOLEAN:
            assert len(str(condition(expression, backend, column).compile(dialect=dialect))) < 50_000
    assert time.process_time() - started < 2


def test_parameters_carry_no_values() -> None:
    element = condition(checked('stage = "won"'), "postgresql", column)
    (parameter,) = element.compile(dialect=DIALECTS["postgresql"]).binds.values()
    assert parameter.value is None and parameter.required
    assert bindparam("x0").key == parameter.key


def test_before_postgresql_18_another_collation_knows_upper_case() -> None:
    element = to_sql(checked("UPPER(name)"), "postgresql", column)
    old = postgresql.dialect()
    old.server_version_info = (16, 4)
    assert '"und-x-icu"' in str(element.compile(dialect=old))
    assert '"pg_unicode_fast"' in str(element.compile(dialect=postgresql.dialect()))


def test_only_two_databases_are_known() -> None:
    with pytest.raises(ValueError, match="sqlite and postgresql, not for 'mysql'"):
        condition(checked("paid"), "mysql", column)


def test_a_value_is_no_condition() -> None:
    assert checked("amount").type is Type.NUMBER
    with pytest.raises(ValueError, match="not a condition"):
        condition(checked("amount"), "sqlite", column)
