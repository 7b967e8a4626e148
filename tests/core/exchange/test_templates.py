"""Texts made of cells."""

from __future__ import annotations

import pytest

from core.exchange.templates import Template
from dougong import Problem

CELLS = {"product": "GTX", "account": None, "agent": "Anna Żółkiewska", "chinese": "王小明", "code": "a-1 2"}


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ("{product}", "GTX"),
        ("{product}[ – {account}]", "GTX"),
        ("[{account}: ]{product}", "GTX"),
        ("{agent|slug}@example.com", "anna.zolkiewska@example.com"),
        ("{agent|name}", "anna_zolkiewska"),
        ("{agent|family}, {agent|given}", "Żółkiewska, Anna"),
        ("{chinese|family}·{chinese|given}", "王·小明"),
        ("{code|digits}", "12"),
        ("{product|lower|title}", "Gtx"),
        ("{{braces}} [[brackets]] {product}", "{braces} [brackets] GTX"),
        ("{account}", None),
        ("always", "always"),
    ],
)
def test_a_template_is_filled(template: str, made: str | None) -> None:
    assert Template.parse(template).of(CELLS) == made


@pytest.mark.parametrize(
    "template", ["{product", "product}", "[{product}", "{product}]", "[[{product}]", "{product|shout}"]
)
def test_a_template_that_is_none_is_refused(template: str) -> None:
    with pytest.raises(Problem):
        Template.parse(template)


def test_a_template_says_which_columns_it_uses() -> None:
    assert Template.parse("{a}[ {b|lower}]").columns == {"a", "b"}
