"""The manual tells the truth: its table is the registry, and its examples are expressions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from metadata.expressions import FUNCTIONS, check, parse, usage
from metadata.expressions.manual import functions_table
from tests.metadata.expressions.samples import SCOPE

PAGE = Path(__file__).parents[3] / "docs" / "implementer" / "expressions.md"
START, END = "<!-- functions: python -m metadata.expressions.manual -->", "<!-- end of functions -->"
BLOCK = re.compile(r"^```expression\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = [line for block in BLOCK.findall(PAGE.read_text("utf-8")) for line in block.splitlines() if line]


def test_the_table_of_functions_is_the_registry() -> None:
    table = PAGE.read_text("utf-8").partition(START)[2].partition(END)[0]
    assert table.strip() == functions_table().strip(), "write it anew with python -m metadata.expressions.manual"


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_of_the_manual_is_a_good_expression(text: str) -> None:
    assert check(parse(text), SCOPE).type


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 15


@pytest.mark.parametrize(
    ("identity", "written"),
    [
        ("left", "LEFT(text, count = 1)"),
        ("mid", "MID(text, start, [count])"),
        ("if", "IF(condition, then, [otherwise])"),
        ("case", "CASE(subject, value, result, …, [otherwise])"),
        ("join", 'JOIN(list, separator = ", ")'),
        ("today", "TODAY()"),
        ("add_date_number", "date + number"),
        ("is_in", "value IN (value)"),
        ("negate", "-number"),
    ],
)
def test_a_function_shows_how_it_is_written(identity: str, written: str) -> None:
    assert usage(FUNCTIONS[identity]) == written
