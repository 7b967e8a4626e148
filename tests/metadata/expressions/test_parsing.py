"""What is written becomes the tree that a reader of spreadsheets expects, and can be written out again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metadata.expressions import ExpressionError, parse, pretty
from metadata.expressions.quoting import quote
from tests.metadata.expressions.generator import TYPES, Generator


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a / b / c", "(a / b) / c"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("-a ^ 2", "-(a ^ 2)"),
        ("-a * b", "(-a) * b"),
        ("a ^ -b", "a ^ (-b)"),
        ("a & b + c", "a & (b + c)"),
        ("a & b = c", "(a & b) = c"),
        ("a = b AND c = d OR e", "((a = b) AND (c = d)) OR e"),
        ("NOT a AND b", "(NOT a) AND b"),
        ("NOT a = b", "NOT (a = b)"),
        ("NOT NOT a", "NOT (NOT a)"),
        ("a NOT IN (1, 2)", "NOT (a IN (1, 2))"),
        ("a NOT BETWEEN 1 AND 2", "NOT (a BETWEEN 1 AND 2)"),
        ("a BETWEEN 1 AND 2 AND b", "(a BETWEEN 1 AND 2) AND b"),
        ("a != b", "a <> b"),
        ("if(a, b, c) = d", "(IF(a, b, c)) = d"),
        ("and(a, b)", "AND(a, b)"),
        ("a and b or not c", "(a AND b) OR (NOT c)"),
        ("x in (null, TRUE)", "x IN (NULL, true)"),
    ],
)
def test_operators_bind_as_they_should(text: str, same: str) -> None:
    def shown(written: str) -> str:
        return pretty(parse(written))

    assert shown(text) == shown(same)


def test_a_chain_of_one_operator_is_one_level_deep() -> None:
    text = " + ".join(["a"] * 200)
    assert parse(text).tree.depth == 2
    assert parse(" AND ".join(["a"] * 200)).tree.depth == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("stage='won'and amount>1000", 'stage = "won" AND amount > 1000'),
        ("AND(stage = 'won', NOT(ISBLANK(account.industry)))", 'AND(stage = "won", NOT ISBLANK(account.industry))'),
        ("if(km>0,cost/km,null)", "IF(km > 0, cost / km, NULL)"),
        ("(a+b)*-c", "(a + b) * -c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(-5)^2", "(-5) ^ 2"),
        ("a not in(1,2)", "a NOT IN (1, 2)"),
        ('name = "say ""hi"""', 'name = "say ""hi"""'),
        ("(a or b) and c", "(a OR b) AND c"),
        ("today( )", "TODAY()"),
    ],
)
def test_an_expression_is_written_out_in_one_way(text: str, shown: str) -> None:
    assert pretty(parse(text)) == shown


def test_what_is_written_out_parses_to_the_same_tree() -> None:
    generator = Generator(random.Random(7))
    for number in range(1_000):
        parsed = parse(generator.text(TYPES[number % len(TYPES)], 4))
        again = parse(pretty(parsed))
        assert again.tree == parsed.tree
        assert again.literals == parsed.literals
        assert pretty(again) == pretty(parsed)


atoms = st.one_of(
    st.sampled_from(["a", "b.c", "NULL", "TRUE", "1", "2.50", "f()"]),
    st.text(st.characters(codec="utf-8"), max_size=8).map(quote),
)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = ["+", "-", "*", "/", "%", "^", "&", "=", "<>", "<", "<=", ">", ">=", "AND", "OR"]
    return st.one_of(
        st.tuples(inner, st.sampled_from(signs), inner).map(lambda parts: "({}) {} ({})".format(*parts)),
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "&"]), inner).map(
            lambda parts: "{} {} {}".format(*parts)
        ),
        inner.map(lambda part: f"NOT ({part})"),
        inner.map(lambda part: f"-({part})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"g({', '.join(parts)})"),
        st.tuples(inner, inner, inner).map(lambda parts: "({}) NOT IN ({}, {})".format(*parts)),
        st.tuples(inner, inner, inner).map(lambda parts: "({}) BETWEEN ({}) AND ({})".format(*parts)),
    )


@settings(deadline=None)
@given(st.recursive(atoms, larger, max_leaves=20))
def test_any_expression_survives_being_written_out(text: str) -> None:
    try:
        parsed = parse(text)
    except ExpressionError:
        return  # two comparisons in a row, or too deep
    again = parse(pretty(parsed))
    assert (again.tree, again.literals) == (parsed.tree, parsed.literals)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("a < b < c", 6, "join them with AND"),
        ("a =", 3, "a field, a value or a function is missing"),
        ("f(1", 3, "closing bracket is missing"),
        ("a b", 2, "operator such as AND or = is missing"),
        ("a == b", 2, "single ="),
        ("a && b", 2, "AND instead of &&"),
        ("a || b", 2, "OR instead of ||"),
        ("!a", 0, "NOT instead of !"),
        ("[a]", 0, "round brackets"),
        ("{a}", 0, "without braces"),
        ("IF(a; b)", 4, "commas"),
        ('name = "abc', 7, "not closed"),
        ("name = “abc”", 7, "straight quotes"),
        ("name ＝ 1", 5, "Compare with ="),
        ("AND（a, b）", 3, "plain brackets"),
        ("amount > 1e3", 9, "“1e3” is not a number"),
        ("amount > 1.2.3", 9, "is not a number"),
        ("Stage = 1", 0, "lower case, like stage"),
        ('name LIKE "a%"', 5, "STARTS_WITH"),
        ('name CONTAINS "a"', 5, "CONTAINS(field"),
        ("name IS NULL", 5, "ISBLANK"),
        ("a = NOT b", 4, "brackets"),
        ("a IN ()", 6, "is missing"),
        ("f(1,)", 4, "is missing"),
        ("a, b", 1, "operator"),
        ("(a", 2, "closing bracket"),
        ("a)", 1, "operator"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_the_way_out(text: str, position: int, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert message in caught.value.message
    assert caught.value.problems == (caught.value,)


def test_an_error_shows_the_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse('stage = "won" AND\namount => 5')
    assert caught.value.excerpt == "amount => 5\n        ^"
    assert str(caught.value).endswith("(at character 27)")
