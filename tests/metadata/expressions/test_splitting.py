"""Texts that differ only in their literals share one template."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metadata.expressions import ExpressionError, parse, split
from metadata.expressions.parser import tree_of
from metadata.expressions.quoting import quote


def test_texts_that_differ_in_literals_and_spaces_share_a_key() -> None:
    one = split("stage = 'a' AND amount > 5")
    other = split('stage="b"   AND\namount > 7.50 ')
    assert one.key == other.key == "stage = ?s AND amount > ?n"
    assert one.literals == ("a", Decimal(5))
    assert other.literals == ("b", Decimal("7.50"))


def test_a_text_and_a_number_do_not_share_a_key() -> None:
    assert split('a = "1"').key != split("a = 1").key


def test_items_of_a_list_are_slots_too() -> None:
    assert split("stage IN ('a', 'b')").key == "stage IN ( ?s , ?s )"
    assert split("stage IN ('a', 'b')").literals == ("a", "b")


def test_what_looks_like_a_slot_is_not_one() -> None:
    assert split("a = ?s").key == "a = ? s"
    with pytest.raises(ExpressionError, match="no meaning"):
        parse("a = ?s")


def test_digits_in_names_are_not_literals() -> None:
    assert split("line2 = 2").literals == (Decimal(2),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'it''s'", "it's"),
        ('"say ""hi"""', 'say "hi"'),
        (r'"a\"b"', 'a"b'),
        (r"'a\'b'", "a'b"),
        (r'"a\\b"', "a\\b"),
        (r'"a\nb\tc\rd"', "a\nb\tc\rd"),
        (r'"\u65b7"', "斷"),
        ('"斗拱 żółw"', "斗拱 żółw"),
        ("'\"'", '"'),
        ('""', ""),
        ("''", ""),
    ],
)
def test_a_quoted_text_means_what_it_says(written: str, meant: str) -> None:
    assert split(written).literals == (meant,)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_can_be_quoted(text: str) -> None:
    assert split(f"{quote(text)} = name").literals == (text,)


@given(st.text(max_size=200))
def test_splitting_never_fails_on_short_texts(text: str) -> None:
    template = split(text)
    assert split(text) == template
    assert template.key.count("?s") + template.key.count("?n") == len(template.literals)


def test_a_position_points_into_the_text_as_it_was_written() -> None:
    template = split("  stage   = 'x' AND  foo")
    assert [template.position(index) for index in range(5)] == [2, 10, 12, 16, 21]


def test_one_tree_serves_all_texts_of_a_template() -> None:
    tree_of.cache_clear()
    for number in range(50):
        assert parse(f"amount > {number}").literals == (Decimal(number),)
    assert tree_of.cache_info().misses == 1
