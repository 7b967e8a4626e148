"""The Python function of an expression: exact numbers, only what is needed, the person's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from metadata.expressions import NOBODY, Env, Path, check, parse, split, to_python
from tests.metadata.expressions.samples import ENV, ME, SCOPE


def run(text: str, env: Env = ENV, **values: Any) -> Any:
    return to_python(check(parse(text), SCOPE))(lambda path: values.get("_".join(path)), env)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 3", Decimal("0.333333333333")),
        ("-1 / 3", Decimal("-0.333333333333")),
        ("2 / 3", Decimal("0.666666666666")),
        (
            "99999999999999999999999999 * 99999999999999999999999999",
            Decimal("9999999999999999999999999800000000000000000000000001"),
        ),
        ("1.1 ^ 2", Decimal("1.21")),
        ("2 ^ 100", Decimal(2**100)),
        ("10 ^ 50", None),
        ("SQRT(2)", Decimal("1.4142135624")),
        ("SQRT(16)", Decimal(4)),
        ("ROUND(2.5)", Decimal(3)),
        ("ROUND(-2.5)", Decimal(-3)),
        ("ROUND(1250, -2)", Decimal(1300)),
        ("-7 % 3", Decimal(2)),
        ("7 % -3", Decimal(-2)),
        ("-7.5 % 2", Decimal("0.5")),
        ("TEXT(1000)", "1000"),
        ("TEXT(0.00000001)", "0.00000001"),
        ("TEXT(-0.0)", "0"),
        ("TEXT(10 ^ 20)", "100000000000000000000"),
        ('"a" < "B"', False),
        ('"ż" > "z"', True),
        ("DATE(2024, 2, 29) + 366", date(2025, 3, 1)),
        ('DATEADD("2024-02-29", 1, "year") = "2025-02-28"', True),
        ('DATEADD("2026-03-31", -1, "month") = "2026-02-28"', True),
        ('DATEADD("2026-03-31", 1.9, "month") = "2026-04-30"', True),
        ('DATEDIFF("2026-03-31", "2026-02-28", "month")', Decimal(-1)),
        ('DATEDIFF("2024-02-29", "2025-02-28", "year")', Decimal(0)),
        ('WORKDAYS("2026-05-18", "2026-05-24")', Decimal(5)),
        ('WORKDAYS("2026-05-24", "2026-05-18")', Decimal(-5)),
        ("TODAY()", date(2026, 5, 21)),
        ("DATEVALUE(NOW())", date(2026, 5, 21)),
        ("HOUR(NOW())", Decimal(0)),
        ("TIMEVALUE(NOW())", time(0, 30, 15)),
        ("MIDNIGHT(TODAY())", datetime(2026, 5, 20, 22, tzinfo=UTC)),
        ("ME()", ME),
        ("MY_ROLE()", "sales"),
        ('IN_ROLE("admin", "sales")', True),
        ('INITIALS("  anna  nowak ")', "AN"),
        ('SPLIT("a,b")', ("a", "b")),
    ],
)
def test_it_gives(text: str, value: Any) -> None:
    found = run(text)
    assert found == value
    assert type(found) is type(value)


def test_nobody_has_an_id_that_owns_nothing() -> None:
    env = Env(ENV.now)
    assert run("ME()", env) == NOBODY
    assert run("owner_id = ME()", env) is False
    assert run("MY_ROLE() = NULL", env) is False


def test_only_the_fields_that_are_needed_are_asked_for() -> None:
    asked: list[Path] = []

    def get(path: Path) -> Any:
        asked.append(path)
        return {"paid": True}.get(path[-1])

    assert to_python(check(parse("IF(paid, 1, amount / cost)"), SCOPE))(get, ENV) == 1
    assert to_python(check(parse('paid OR name = "x"'), SCOPE))(get, ENV) is True
    assert to_python(check(parse('NOT paid AND name = "x"'), SCOPE))(get, ENV) is False
    assert to_python(check(parse("COALESCE(paid, skipped)"), SCOPE))(get, ENV) is True
    assert set(asked) == {("paid",)}


def test_other_literals_can_be_given_with_the_surroundings() -> None:
    checked = check(parse('stage IN ("won", "lost") AND amount > 5'), SCOPE)
    evaluate = to_python(checked)
    values = {("stage",): "new", ("amount",): Decimal(7)}
    assert evaluate(values.get, ENV) is False
    for text, found in (
        ("stage IN ('won', 'new') AND amount > 6", True),
        ("stage IN ('won', 'new') AND amount > 7", False),
    ):
        env = Env(ENV.now, literals=checked.bind(split(text)))
        assert evaluate(values.get, env) is found
    assert evaluate(values.get, ENV) is False


def test_the_day_begins_once_where_clocks_change_at_midnight() -> None:
    """Cairo skips the first hour of 24 April 2026; the Azores repeat the first hour of 25 October 2026."""
    cairo = Env(ENV.now, "Africa/Cairo")
    assert run("MIDNIGHT(close_date)", cairo, close_date=date(2026, 4, 24)) == datetime(2026, 4, 23, 22, tzinfo=UTC)
    azores = Env(ENV.now, "Atlantic/Azores")
    assert run("MIDNIGHT(close_date)", azores, close_date=date(2026, 10, 25)) == datetime(2026, 10, 25, 1, tzinfo=UTC)


def test_a_period_of_moments_is_one_of_days_where_the_person_is() -> None:
    for moment, found in (
        (datetime(2026, 5, 20, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 5, 20, 21, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 5, 21, 21, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 5, 21, 22, 0, tzinfo=UTC), False),
    ):
        assert run('IS_THIS(created_at, "day")', created_at=moment) is found
