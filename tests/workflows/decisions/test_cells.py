"""Cells of decision tables: what they say, and that they say it by laws."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dougong import Invalid
from workflows.decisions.cells import parse
from workflows.world import Unanswerable


def holds(cell: str, value: Any, **known: Any) -> bool:
    return parse(cell).holds(value, known.__getitem__)


@pytest.mark.parametrize(
    ("cell", "yes", "no"),
    [
        ("-", [1, "a", None, True], []),
        ("", [1, None], []),
        ("< 10", [9, Decimal("9.99"), -1], [10, 11, "9", None, True]),
        (">=18", [18, 19.5], [17.9, "18"]),
        ("[1..5]", [1, 3, 5], [0.9, 5.1, None]),
        ("(1..5)", [1.1, 4.9], [1, 5]),
        ("]1..5[", [1.1, 4.9], [1, 5]),
        ("[1..5)", [1], [5]),
        ('"a", "b"', ["a", "b", ["x", "b"]], ["c", None, "", []]),
        ('not("a", "b")', ["c", "", None], ["a", "b"]),
        ("not([1..5])", [0, 6], [1, 3]),
        ("-5, 7, > 100", [-5, 7, 101], [5, 100]),
        ("= 5", [5], [6]),
        ("!= 5", [6, "5", None], [5]),
        ("true", [True], [False, 1, "true", None]),
        ("null", [None], [0, "", False]),
        ("0.1", [0.1, Decimal("0.1")], [Decimal("0.1000001")]),
        ('>= date("2026-02-28")', [date(2026, 3, 1), datetime(2026, 2, 28, 1, tzinfo=UTC)], [date(2026, 2, 27), "2026-03-01"]),
        ('< date and time("2026-02-28T12:00:00Z")', [date(2026, 2, 28), datetime(2026, 2, 28, 11)], [datetime(2026, 2, 28, 12)]),
        (r'"say \"hi\"", "\u00e9"', ['say "hi"', "é"], ["hi"]),
    ],
)  # fmt: skip
def test_a_cell_holds_for_what_it_says(cell: str, yes: list[Any], no: list[Any]) -> None:
    assert [value for value in yes if not holds(cell, value)] == []
    assert [value for value in no if holds(cell, value)] == []


def test_a_path_in_a_cell_is_asked_for() -> None:
    assert holds("> limit", 6, limit=5)
    assert not holds("[account.low..limit)", 5, limit=5, **{"account.low": 1})


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("<", "The cell ends where"), ("1..5", ".. stands where , is expected"), ("[1..5", "The cell ends where ]"), ("a b", "b stands"),
        ('"a', '"a isn\'t understood'), ("5,", "The cell ends"), ("[null..5]", "null is neither"), ("< null", "null is neither"),
        ('date("2026-02-30")', "is no date"), ("not(1", "The cell ends where )"), ("f(1)", "( stands"), ("1" * 3000, "2000 characters"), ("date(1)", "1 stands"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(cell: str, told: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(cell)
    assert told in str(caught.value)


numbers = st.decimals(-1000, 1000, places=2)
texts = st.text("abc \\\"'é", max_size=5)
quoted = texts.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
endpoints = numbers.map(str) | quoted
tests = (
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), endpoints)
    | st.builds("{}{}..{}{}".format, st.sampled_from("[("), numbers, numbers, st.sampled_from("])"))
    | endpoints
    | st.sampled_from(["true", "false", "null"])
)
lists = st.lists(tests, min_size=1, max_size=4)
values = numbers | texts | st.booleans() | st.none()


@given(lists, values)
def test_a_list_holds_where_one_of_it_does_and_not_where_none_does(some: list[str], value: Any) -> None:
    one_by_one = any(holds(test, value) for test in some)
    assert holds(", ".join(some), value) is one_by_one
    assert holds(f"not({','.join(some)})", value) is not one_by_one


@given(numbers, numbers, numbers)
def test_an_interval_is_what_lies_between_its_ends(low: Decimal, high: Decimal, value: Decimal) -> None:
    assert holds(f"[{low}..{high}]", value) is (holds(f">= {low}", value) and holds(f"<= {high}", value))
    assert holds(f"({low}..{high})", value) is (holds(f"> {low}", value) and holds(f"< {high}", value))
    assert holds(f"< {low}", value) is not holds(f">= {low}", value)


@given(texts)
def test_any_text_can_be_written_in_a_cell(text: str) -> None:
    quote = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    assert holds(quote, text)
    assert not holds(quote, text + "!")


@given(st.text("[]().,<>=!-\"\\ 15anotdte", max_size=30))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        cell = parse(text)
    except Invalid:
        return
    try:
        assert cell.holds(5, lambda path: 1) in (True, False)
    except Unanswerable:
        raise AssertionError from None
