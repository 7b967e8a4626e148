"""Expressions that are meant to do harm are refused, quickly and in words."""

from __future__ import annotations

import random
import string
import time
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from metadata.expressions import Env, ExpressionError, FuelExhausted, Name, Path, Type, check, parse, to_python
from metadata.expressions.limits import MAX_DEPTH, MAX_ITEMS, MAX_NODES, MAX_TEXT, MAX_WRITTEN
from tests.metadata.expressions.samples import ENV, NOW, SCOPE

ATTACKS = {
    "dunder attribute": "name.__class__",
    "dunder name": "__import__('os')",
    "subclasses": "().__class__.__bases__[0].__subclasses__()",
    "format": '"{0.__class__}".format(name)',
    "lambda": "lambda: 1",
    "comprehension": "[x for x in name]",
    "subscript": "name[0]",
    "call of a field": "name()",
    "statement": "name = 1; DROP TABLE sample",
    "comment": "1 /* 2 */",
    "braces": "{{ 7 * 7 }}",
    "power of powers": "9^9^9^9",
    "power by function": "POWER(POWER(9, 9), POWER(9, 9))",
    "power of a product": "(amount * amount * amount * amount * amount) ^ 100",
    "many factors": " * ".join(["amount"] * 39),
    "long sum": " + ".join(["1"] * 5_000),
    "long chain of AND": " AND ".join(["skipped"] * 5_000),
    "open brackets": "(" * 3_900,
    "balanced brackets around nothing": "(" * 1_900 + ")" * 1_900,
    "minus signs": "-" * 3_900 + "1",
    "NOTs": "NOT " * 950 + "skipped",
    "deep calls": "ABS(" * 100 + "1" + ")" * 100,
    "deep arithmetic": "".join(["(1+"] * 300) + "1" + ")" * 300,
    "huge text": '"' + "a" * 1_000_000 + '"',
    "huge literal": 'name = "' + "a" * 50_000 + '"',
    "huge number": "9" * 3_900,
    "many decimals": "0." + "1" * 3_900,
    "exponent": "1e999",
    "infinity": "Infinity",
    "nan": "NaN",
    "hex": "0xFFFFFFFF",
    "many quotes": '"' * 3_999,
    "many escapes": '"' + "\\" * 3_999,
    "alternating quotes": "\"'" * 2_000,
    "regular expression": 'REGEX_MATCH(name, "^(a+)+$")',
    "nul": 'name = "\0"',
    "escaped nul": r'name = "\u0000"',
    "half a character": r'name = "\ud800"',
    "raw half a character": 'name = "\ud800"',
    "long list": f"amount IN ({', '.join(['1'] * 1_001)})",
    "long unknown function": "A" * 3_000 + "(1)",
    "long unknown field": "a" * 3_900,
    "control characters": "\x01\x02\x03",
    "bidirectional": "name = \u202e 1",
    "full width": "ｎａｍｅ ＝ １",
    "list that is no list": 'name IN "abc"',
    "secret of the registry": "NEGATE(1)",
    "operator as function": "IN(1, 2)",
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_is_refused_quickly(text: str) -> None:
    started = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        check(parse(text), SCOPE)
    assert time.process_time() - started < 0.5
    assert 10 < len(str(caught.value)) < 1_000
    assert all(0 <= (problem.position or 0) <= len(text) for problem in caught.value.problems)


def test_ten_thousand_strings_of_grammar_end_well() -> None:
    source = random.Random(5)
    words = [
        *"()+-*/%^&=<>,.?'\"",
        "AND",
        "OR",
        "NOT",
        "IN",
        "BETWEEN",
        "NULL",
        "amount",
        "name",
        "1",
        "2.5",
        '"a"',
        "IF",
        "ABS",
        "\\",
        "№",
    ]
    slowest = 0.0
    for _ in range(10_000):
        text = source.choice(["", " "]).join(source.choices(words, k=source.randint(1, 40)))
        started = time.process_time()
        try:
            to_python(check(parse(text), SCOPE))(lambda path: None, ENV)
        except (ExpressionError, FuelExhausted):
            pass
        slowest = max(slowest, time.process_time() - started)
    assert slowest < 0.25


def test_random_characters_end_well() -> None:
    source = random.Random(6)
    for _ in range(5_000):
        text = "".join(source.choices(string.printable + "żó斗\0\u200b", k=source.randint(1, 60)))
        with pytest.raises(ExpressionError):
            check(parse(text + " ??"), SCOPE)


def test_limits_are_exact() -> None:
    fields = " + ".join(["a"] * (MAX_NODES - 1))
    assert parse(fields).tree.size == MAX_NODES
    with pytest.raises(ExpressionError, match="501 parts"):
        parse(fields + " + a")
    nested = "ABS(" * (MAX_DEPTH - 1) + "a" + ")" * (MAX_DEPTH - 1)
    assert parse(nested).tree.depth == MAX_DEPTH
    with pytest.raises(ExpressionError, match="nested more than 40"):
        parse(f"ABS({nested})")
    items = ", ".join(["1"] * MAX_ITEMS)
    assert check(parse(f"amount IN ({items})"), SCOPE).slots[-1].number == MAX_ITEMS - 1
    spaces = " " * (MAX_WRITTEN - 1)
    assert parse(f"a{spaces}")
    with pytest.raises(ExpressionError, match="too long"):
        parse(f"a{spaces} ")


def test_a_thousand_ids_may_be_listed() -> None:
    ids = ", ".join(f'"01890a5d-ac96-774b-bcce-{number:012x}"' for number in range(1_000))
    checked = check(parse(f"owner_id IN ({ids})"), SCOPE)
    evaluate = to_python(checked)
    assert evaluate(lambda path: "01890a5d-ac96-774b-bcce-0000000003e7", ENV) is True
    assert evaluate(lambda path: "01890a5d-ac96-774b-bcce-0000000003e8", ENV) is False


def run(text: str, **values: Any) -> Any:
    return to_python(check(parse(text), SCOPE))(lambda path: values.get(path[-1]), ENV)


def test_texts_can_not_be_doubled_without_end() -> None:
    doubled = 'REPEAT("ab", 50000)'
    assert len(run(doubled)) == MAX_TEXT
    assert run(f"REPEAT({doubled}, 2)") is None
    with pytest.raises(FuelExhausted, match="100,000 characters"):
        run(f"{doubled} & {doubled}")
    assert run(f'LEN(SUBSTITUTE({doubled}, "a", {doubled}))') is None
    assert run('LEN(LPAD("a", 10000, "ab"))') == 10_000


def test_much_work_on_text_runs_out_of_steps() -> None:
    part = 'UPPER(REPEAT("ab", 50000))'
    text = " OR ".join([f'{part} = "x"'] * 70)
    checked = check(parse(text), SCOPE)
    with pytest.raises(FuelExhausted):
        to_python(checked)(lambda path: None, ENV)


def test_the_budget_of_steps_can_be_set() -> None:
    checked = check(parse("ABS(ABS(ABS(amount)))"), SCOPE)
    assert to_python(checked, steps=3)(lambda path: Decimal(-1), ENV) == 1
    with pytest.raises(FuelExhausted, match="more than 2 steps"):
        to_python(checked, steps=2)(lambda path: Decimal(-1), ENV)


@pytest.mark.parametrize(
    "text",
    [
        'DATEADD(close_date, 99999999999999999999999999, "year")',
        'DATEADD(close_date, -99999999999999999999999999, "day")',
        'DATEADD(created_at, 99999999999999999999999999, "hour")',
        "DATE(99999999999999999999999999, 1, 1)",
        "DATE(0, 0, 0)",
        "TIME(-1, 0)",
        "created_at + 99999999999999999999999999",
        "close_date - 99999999999999999999999999",
        "amount / 0",
        "amount % 0",
        "0 ^ -1",
        "SQRT(-1)",
        "MIDNIGHT(DATE(1, 1, 1))",
        'END_OF(DATE(9999, 12, 31), "week")',
        "ITEM(tags, amount * 99999999999999999999999999)",
        "CHOOSE(99999999999999999999999999, name)",
    ],
)
def test_what_has_no_value_is_null_and_no_error(text: str) -> None:
    from_row: dict[str, Any] = {"close_date": NOW.date(), "created_at": NOW, "amount": Decimal(1), "tags": ("vip",)}
    assert run(text, **from_row) is None


def test_memory_stays_small() -> None:
    class Wide:
        def resolve(self, path: Path) -> Name | None:
            return Name(path, Type.NUMBER, 2)

    tracemalloc.start()
    try:
        checked = check(parse(" + ".join(f"f{number} * {number}" for number in range(120))), Wide())
        assert to_python(checked)(lambda path: Decimal("99999999999999.99"), ENV) is not None
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 64 * 1024 * 1024


def test_a_value_of_the_wrong_type_is_refused() -> None:
    evaluate: Callable[..., Any] = to_python(check(parse("amount + 1"), SCOPE))
    assert evaluate(lambda path: 5, ENV) == 6
    for wrong in (5.0, "5", True):
        with pytest.raises(TypeError, match="must be a Decimal"):
            evaluate(lambda path, wrong=wrong: wrong, ENV)


def test_env_needs_a_moment_with_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Env(NOW.replace(tzinfo=None))
