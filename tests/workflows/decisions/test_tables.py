"""Decision tables: what they say by each policy, what is wrong with them, and what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from workflows.decisions.examining import odd_about, problems_of
from workflows.decisions.shape import TABLE
from workflows.decisions.tables import compiled, decide
from workflows.world import Unanswerable


def table(*rules: tuple[list[str], list[Any]], inputs: str = "amount", **more: Any) -> dict[str, Any]:
    made = {
        "name": "tried",
        "inputs": [{"value": one} for one in inputs.split()],
        "outputs": [{"name": "result"}],
        "rules": [{"if": cells, "then": says} for cells, says in rules],
        **more,
    }
    Draft202012Validator(TABLE).validate(made)
    return made


def say(document: Mapping[str, Any], **known: Any) -> Any:
    return decide("tried", {"tried": compiled(document)}, lambda expression, _: known[expression])


def told(found: list[Any]) -> list[str]:
    return [str(one) for one in found]


DISCOUNTS = [(["> 10"], ["small"]), (["> 100"], ["big"]), (["> 1000"], ["huge"])]


def test_the_shape_is_a_schema() -> None:
    Draft202012Validator.check_schema(TABLE)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"hit": "first"}, "small"),
        ({"hit": "priority", "outputs": [{"name": "result", "values": ["huge", "big", "small"]}]}, "big"),
        ({"hit": "rule_order"}, ["small", "big"]),
        ({"hit": "output_order", "outputs": [{"name": "result", "values": ["huge", "big", "small"]}]}, ["big", "small"]),
        ({"hit": "collect"}, ["small", "big"]),
        ({"hit": "collect", "gather": "count"}, 2),
    ],
)
def test_each_policy_says_what_counts_of_several_rules(more: dict[str, Any], said: Any) -> None:
    assert say(table(*DISCOUNTS, **more), amount=500) == said


@pytest.mark.parametrize(("gather", "said", "none"), [("sum", Decimal("0.3"), None), ("min", Decimal("0.1"), None), ("max", Decimal("0.2"), None), ("count", 2, 0), ("list", [0.1, 0.2], [])])
def test_what_is_collected_is_made_one_value_exactly(gather: str, said: Any, none: Any) -> None:
    document = table((["> 1"], [0.1]), (["> 2"], [0.2]), hit="collect", gather=gather)
    assert say(document, amount=3) == said
    assert say(document, amount=0) == none


def test_two_rules_that_hold_where_one_may_are_no_answer() -> None:
    with pytest.raises(Unanswerable, match="Rules 1 and 2 of tried both hold"):
        say(table(*DISCOUNTS), amount=500)
    with pytest.raises(Unanswerable, match="different things"):
        say(table(*DISCOUNTS, hit="any"), amount=500)
    assert say(table((["> 1"], ["a"]), (["> 2"], ["a"]), hit="any"), amount=500) == "a"


def test_where_no_rule_holds_the_default_counts_or_nothing() -> None:
    assert say(table(*DISCOUNTS, hit="first"), amount=1) is None
    assert say(table(*DISCOUNTS, hit="first", outputs=[{"name": "result", "default": "none"}]), amount=1) == "none"


def test_several_outputs_are_named_and_formulas_asked_for() -> None:
    document = table((["-"], ["a", {"formula": "owner"}]), outputs=[{"name": "one"}, {"name": "two"}])
    assert say(document, amount=1, owner="ann") == {"one": "a", "two": "ann"}


def test_a_table_reads_the_results_of_those_that_it_requires() -> None:
    first = {**table((["> 5"], ["big"]), (["<= 5"], ["small"])), "name": "size"}
    second = table((['"big"'], [1]), (['"small"'], [2]), inputs="size", requires=["size"])
    tables = {"size": compiled(first), "tried": compiled(second)}
    assert decide("tried", tables, lambda expression, known: {"amount": 6}[expression]) == 1
    with pytest.raises(Unanswerable, match="no decision table size"):
        decide("tried", {"tried": compiled(second)}, lambda expression, known: 6)
    circle = {"size": compiled({**first, "requires": ["tried"]}), "tried": tables["tried"]}
    with pytest.raises(Unanswerable, match="require each other"):
        decide("tried", circle, lambda expression, known: 6)


def test_results_that_cannot_be_ranked_or_added_are_no_answer() -> None:
    with pytest.raises(Unanswerable, match="isn't among the values"):
        say(table((["-"], ["c"]), hit="priority", outputs=[{"name": "result", "values": ["a"]}]), amount=1)
    with pytest.raises(Unanswerable, match="no numbers"):
        say(table((["-"], ["c"]), hit="collect", gather="sum"), amount=1)


# -- examining ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        (table(*DISCOUNTS), ["/rules/1: Rules 1 and 2 both hold for amount = 550", "/rules/2: Rules 1 and 3 both hold for amount = 1001", "/rules/2: Rules 2 and 3 both hold for amount = 1001"]),
        (table((["[1..5]", '"a"'], [1]), (["[5..9]", 'not("b")'], [2]), inputs="amount kind"), ['/rules/1: Rules 1 and 2 both hold for amount = 5, kind = "a"']),
        (table((["[1..5]"], [1]), (["(5..9]"], [2])), []),
        (table((["< 5"], [1]), (["< 9"], [1]), hit="any"), []),
        (table((["< 5"], [1]), (["< 9"], [2]), hit="any"), ["/rules/1: Rules 1 and 2 both hold for amount = 4"]),
        (table((["<"], [1])), ["/rules/0/if/0: The cell < can't be read: The cell ends where 10, \"a\", true is expected"]),
        (table((["1", "2"], [1])), ["/rules/0/if: There are 2 cells for 1 columns"]),
        (table((["1"], [1]), hit="priority"), ["/outputs: Say in the values of a column what comes before what"]),
        (table((["1"], [1]), gather="sum"), ["/gather: Only tables that collect make one value of all"]),
        (table((["1"], [1, 2]), outputs=[{"name": "a"}, {"name": "a"}]), ["/outputs: Another column is called a too"]),
        (table((["1"], [1]), requires=["tried"]), ["/requires: A table can't require itself"]),
        (table((["< limit"], [1]), (["> low"], [1])), []),
        (table((['>= date("2026-01-01")'], [1]), (['< date("2026-01-02")'], [2])), ["/rules/1: Rules 1 and 2 both hold for amount = 2026-01-01 00:00:00+00:00"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told(document: dict[str, Any], problems: list[str]) -> None:
    assert told(problems_of(document)) == problems


def test_gaps_and_rules_that_never_count_are_told() -> None:
    assert told(odd_about(table((["< 5"], [1]), (["> 5"], [2])))) == ["/rules: No rule holds for amount = 5"]
    assert told(odd_about(table((["< 5"], [1]), ([">= 5"], [2])))) == []
    assert told(odd_about(table((["true"], [1])))) == ["/rules: No rule holds for amount = FALSE"]
    first = table((["< 5"], [1]), (["< 3"], [2]), (["-"], [3]), hit="first")
    assert told(odd_about(first)) == ["/rules/1: Rule 2 never counts: rule 1 holds wherever it does"]
    closed = table((['"a"'], [1]), (['"b"'], [2]), inputs="kind")
    assert told(odd_about(closed)) == ['/rules: No rule holds for kind = "…"']
    assert told(odd_about({**closed, "inputs": [{"value": "kind", "values": '"a", "b"'}]})) == []


cells = st.sampled_from(["-", "< 2", "[1..3]", "(2..4]", "> 3", "2, 4", "not(3)", "3"])
rules = st.lists(st.tuples(st.tuples(cells, cells), st.integers(0, 2)), min_size=1, max_size=5)
HALVES = [Decimal(number) / 2 for number in range(2, 10)]


@settings(max_examples=25, deadline=None)
@given(rules)
def test_overlaps_and_gaps_are_those_that_trying_all_values_finds(made: list[tuple[tuple[str, str], int]]) -> None:
    document = table(*((list(pair), [says]) for pair, says in made), inputs="amount price")
    counts = [len(say({**document, "hit": "collect"}, amount=one, price=other)) for one, other in product(HALVES, HALVES)]
    assert bool(problems_of(document)) is (max(counts) > 1)
    if max(counts) == 1:
        assert bool(odd_about(document)) is (min(counts) == 0)


def test_a_large_table_is_examined_in_a_moment() -> None:
    made = [([f"[{number}..{number + 1})", f'"{number % 7}"'], [number]) for number in range(70)]
    document = table(*made, inputs="amount kind")
    assert problems_of(document) == []
    assert [one.code for one in odd_about(document)] == ["gap"] * 5


def test_what_is_not_looked_through_is_told() -> None:
    assert [one.code for one in odd_about(table((["< limit"], [1])))] == ["size"]
    assert [one.code for one in odd_about(table(*(([f"[{number}..{number + 1})"], [1]) for number in range(1000))))] == ["size"]
