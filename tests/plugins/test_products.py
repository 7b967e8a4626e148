"""What happens when products and prices are saved."""

from __future__ import annotations

import pytest

from dougong import Invalid
from tests.plugins.conftest import Shop


def refused_fields(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.errors]


def zloty(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "PLN"}


def with_rate(shop: Shop) -> Shop:
    """Amounts in złoty need to know what a złoty is worth."""
    shop.create("currency_rate", currency="PLN", rate="0.23", valid_from="2020-01-01")
    return shop


def test_a_family_is_never_part_of_itself(shop: Shop) -> None:
    tools = shop.create("product_family", name="Tools")
    drills = shop.create("product_family", name="Drills", parent=tools)
    with pytest.raises(Invalid) as refused:
        shop.update("product_family", tools, parent=drills)
    assert refused_fields(refused) == [("parent", "circle")]


def test_prices_of_a_book_are_in_its_currency(shop: Shop) -> None:
    book = with_rate(shop).create("price_book", name="Poland", currency="PLN")
    product = shop.create("product", name="Drill")
    price = shop.create("price_book_entry", price_book=book, product=product, price=zloty("99.50"))
    assert shop.get("price_book_entry", price)["price_currency"] == "PLN"
    assert shop.get("price_book_entry", price)["name"] == "Drill – Poland"
    with pytest.raises(Invalid) as refused:
        shop.update("price_book_entry", price, price={"amount": "20", "currency": "EUR"})
    assert [field for field, _ in refused_fields(refused)] == ["price"]


def test_a_product_has_one_price_for_a_quantity_in_a_book(shop: Shop) -> None:
    book = with_rate(shop).create("price_book", name="Poland", currency="PLN")
    product = shop.create("product", name="Drill")
    shop.create("price_book_entry", price_book=book, product=product, price=zloty("99.50"))
    shop.create("price_book_entry", price_book=book, product=product, price=zloty("89.50"), min_quantity="10")
    with pytest.raises(Invalid) as refused:
        shop.create("price_book_entry", price_book=book, product=product, price=zloty("79.50"), min_quantity="10")
    assert refused_fields(refused) == [("min_quantity", "taken")]


def test_the_margin_follows_price_and_cost(shop: Shop) -> None:
    product = shop.create("product", name="Drill", list_price="200", cost="150")
    assert shop.get("product", product)["margin_percent"] == 25


def test_costs_are_hidden_from_those_who_just_look_up(shop: Shop) -> None:
    shop.create("product", name="Drill", list_price="200", cost="150")
    shop.user("rep", "sales_rep", "products_read")
    (seen,) = shop.all("product", by="rep@shop.test")
    assert "cost" not in seen and "margin_percent" not in seen
    assert seen["list_price"] == 200
