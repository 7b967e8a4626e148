"""What happens when leads, deals and their lines are saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.configuration.change import change
from dougong import Conflict, Definition, Invalid, NotFound, Request
from plugins.sales.conversion import convert_lead
from tests.plugins.conftest import Shop


def refused_fields(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refused.value.errors]


def convert(shop: Shop, lead: str, *, by: str | None = None, **form: Any) -> dict[str, Any]:
    request = Request(ids={"id": lead}, query={}, body=form)
    return dict(shop.do(lambda ctx: convert_lead.view(ctx, request), by=by))


# Stages


def test_probability_and_forecast_follow_the_stage(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal", amount="1000", close_date="2026-12-01")
    assert shop.get("opportunity", deal)["probability"] == 10
    moved = shop.update("opportunity", deal, stage="negotiation")
    assert (moved["probability"], moved["forecast_category"]) == (80, "commit")


def test_a_probability_of_ones_own_stays_until_the_next_stage(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal", stage="proposal", amount="1000", probability="35")
    assert shop.get("opportunity", deal)["probability"] == 35
    assert shop.update("opportunity", deal, next_step="Call")["probability"] == 35
    assert shop.update("opportunity", deal, stage="qualification")["probability"] == 20


def test_expected_revenue_is_amount_times_probability(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal", stage="proposal", amount="1000")
    assert shop.get("opportunity", deal)["expected_revenue"] == Decimal("600.00")


def test_a_won_deal_has_an_amount_and_a_close_date(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal")
    with pytest.raises(Invalid) as refused:
        shop.update("opportunity", deal, stage="won")
    assert refused_fields(refused) == ["stage"]
    assert shop.update("opportunity", deal, stage="won", amount="5", close_date="2026-03-01")["probability"] == 100


def test_a_lost_deal_says_why(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal")
    with pytest.raises(Invalid):
        shop.update("opportunity", deal, stage="lost")
    assert shop.update("opportunity", deal, stage="lost", lost_reason="price")["probability"] == 0


def test_deals_lost_in_another_system_come_in_without_a_reason(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Old deal", stage="lost")
    assert shop.get("opportunity", deal)["lost_reason"] == "not_recorded"


def test_a_renewal_has_its_own_stages(shop: Shop) -> None:
    with pytest.raises(Invalid) as refused:
        shop.create("opportunity", name="Renewal", pipeline="renewal", stage="prospecting")
    assert refused_fields(refused) == ["stage"]
    shop.create("opportunity", name="Renewal", pipeline="renewal", stage="qualification")


def test_deals_are_numbered(shop: Shop) -> None:
    numbers = [shop.get("opportunity", shop.create("opportunity", name="Deal"))["number"] for _ in range(2)]
    assert [number[-5:] for number in numbers] == ["00001", "00002"]
    assert all(number.startswith("OPP-20") for number in numbers)


# Lines


def test_a_line_takes_name_and_price_from_its_product(shop: Shop) -> None:
    product = shop.create("product", name="Drill", list_price="200")
    deal = shop.create("opportunity", name="Deal")
    line = shop.get(
        "opportunity_line",
        shop.create("opportunity_line", opportunity=deal, product=product, quantity="3", discount="10"),
    )
    assert (line["name"], line["price"], line["total"]) == ("Drill", 200, Decimal("540.00"))


def test_record_saved_lets_the_amount_follow_the_lines(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal", amount="1")
    shop.create("opportunity_line", opportunity=deal, name="Work", quantity="2", price="50")
    shop.create("opportunity_line", opportunity=deal, name="Travel", quantity="1", price="20")
    found = shop.get("opportunity", deal)
    assert (found["line_total"], found["amount"], found["line_count"]) == (120, 120, 2)


def test_an_amount_that_does_not_follow_stays(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal", amount="1", amount_follows_lines=False)
    shop.create("opportunity_line", opportunity=deal, name="Work", quantity="2", price="50")
    assert shop.get("opportunity", deal)["amount"] == 1


def test_a_line_in_another_currency_costs_what_the_price_book_says(shop: Shop) -> None:
    shop.create("currency_rate", currency="PLN", rate="0.23", valid_from="2020-01-01")
    product, book = (
        shop.create("product", name="Drill", list_price="200"),
        shop.create("price_book", name="PL", currency="PLN"),
    )
    for quantity, amount in (("1", "860"), ("10", "800")):
        price = {"amount": amount, "currency": "PLN"}
        shop.create("price_book_entry", price_book=book, product=product, price=price, min_quantity=quantity)
    deal = shop.create("opportunity", name="Deal", amount={"amount": "1", "currency": "PLN"})
    lines = [
        shop.create("opportunity_line", opportunity=deal, product=product, quantity=quantity)
        for quantity in ("2", "20")
    ]
    assert [shop.get("opportunity_line", line)["price"] for line in lines] == [860, 800]


def test_lines_are_in_the_deals_currency(shop: Shop) -> None:
    deal = shop.create("opportunity", name="Deal", amount={"amount": "1", "currency": "EUR"})
    with pytest.raises(Invalid) as refused:
        shop.create("opportunity_line", opportunity=deal, name="Work", price={"amount": "5", "currency": "USD"})
    assert refused_fields(refused) == ["price"]


# Leads


def test_a_qualified_lead_can_be_reached(shop: Shop) -> None:
    lead = shop.create("lead", last_name="Nowak", company="Acme")
    with pytest.raises(Invalid) as refused:
        shop.update("lead", lead, status="qualified")
    assert refused_fields(refused) == ["status"]
    assert shop.update("lead", lead, status="qualified", email="nowak@example.com")["status"] == "qualified"


def test_nobody_marks_a_lead_as_converted_by_hand(shop: Shop) -> None:
    lead = shop.create("lead", company="Acme")
    with pytest.raises(Invalid):
        shop.update("lead", lead, status="converted")


def test_conversion_makes_an_account_a_contact_and_a_deal(shop: Shop) -> None:
    lead = shop.create(
        "lead", first_name="Anna", last_name="Nowak", company="Acme", email="anna@acme.example.com", industry="food",
        source="trade_fair", need="A lathe", budget="5000",
    )  # fmt: skip
    made = convert(shop, lead, amount="4500", close_date="2026-12-24")
    account, contact = shop.get("account", made["account"]), shop.get("contact", made["contact"])
    deal, after = shop.get("opportunity", made["opportunity"]), shop.get("lead", lead)
    assert (account["name"], account["industry"], account["source"]) == ("Acme", "food", "trade_fair")
    assert (contact["name"], contact["email"], contact["account"]) == (
        "Anna Nowak",
        "anna@acme.example.com",
        account["id"],
    )
    assert (deal["name"], deal["amount"], deal["need"], deal["lead"]) == ("Acme", 4500, "A lathe", lead)
    assert (after["status"], after["converted_opportunity"]) == ("converted", deal["id"])


def test_conversion_joins_the_account_and_contact_that_are_there(shop: Shop) -> None:
    account = shop.create("account", name="Acme")
    contact = shop.create("contact", last_name="Nowak", email="anna@acme.example.com", account=account)
    lead = shop.create("lead", last_name="Nowak", company="Acme", email="anna@acme.example.com")
    made = convert(shop, lead)
    assert (made["account"], made["contact"]) == (account, contact)
    assert len(shop.all("account")) == len(shop.all("contact")) == 1


def test_conversion_joins_what_is_chosen(shop: Shop) -> None:
    other = shop.create("account", name="Acme Holding")
    made = convert(
        shop, shop.create("lead", company="Acme", last_name="Nowak"), account=other, create_opportunity=False
    )
    assert made["account"] == other
    assert made["opportunity"] is None


def test_activities_comments_and_history_move_to_the_deal(shop: Shop) -> None:
    lead = shop.create("lead", company="Acme")
    about = {"object": "lead", "id": lead}
    call = shop.create("activity", kind="call", subject="First call", about=about)
    said = shop.create("comment", body="Promising", about=about)
    made = convert(shop, lead)
    moved = {"object": "opportunity", "id": made["opportunity"]}
    assert shop.get("activity", call)["about"] == moved
    assert shop.get("comment", said)["about"] == moved


def test_a_lead_is_not_converted_twice(shop: Shop) -> None:
    lead = shop.create("lead", company="Acme")
    convert(shop, lead)
    with pytest.raises(Conflict):
        convert(shop, lead)
    assert len(shop.all("opportunity")) == 1
    with pytest.raises(Invalid):
        shop.update("lead", lead, status="new")


def test_a_conversion_that_fails_leaves_nothing_behind(shop: Shop) -> None:
    lead = shop.create("lead", company="Acme")
    with pytest.raises(Invalid):
        convert(shop, lead, amount="a lot")
    assert shop.all("account") == shop.all("opportunity") == []
    assert shop.get("lead", lead)["status"] == "new"


def test_conversion_takes_the_tenants_own_fields_along(shop: Shop) -> None:
    from_lead = {"name": "lead", "extends": True, "fields": {"x_colour": {"type": "text", "label": "Colour"}}}
    shop.do(lambda ctx: define(ctx, from_lead, {**from_lead, "name": "opportunity"}))
    lead = shop.create("lead", company="Acme", x_colour="red")
    assert shop.get("opportunity", convert(shop, lead)["opportunity"])["x_colour"] == "red"


def define(ctx: Any, *documents: dict[str, Any]) -> None:
    change(ctx, [(Definition("object", document), "tenant", "tenant") for document in documents], [], note="test")


def test_a_form_with_an_unknown_field_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid) as refused:
        convert(shop, shop.create("lead", company="Acme"), acount="x")
    assert refused_fields(refused) == ["acount"]


# Rights


def test_a_representative_converts_with_no_more_than_the_own_rights(shop: Shop) -> None:
    rep, other = shop.user("rep", "sales_rep", "sales_rep"), shop.user("other", "sales_rep", "sales_rep")
    lead = shop.create("lead", by=rep, company="Acme", last_name="Nowak")
    made = convert(shop, lead, by=rep)
    assert shop.get("opportunity", made["opportunity"], by=rep)["name"] == "Acme"
    with pytest.raises(NotFound):
        shop.get("opportunity", made["opportunity"], by=other)


def test_the_own_deals_are_seen_by_oneself_and_those_above(shop: Shop) -> None:
    rep, manager = shop.user("rep", "sales_rep", "sales_rep"), shop.user("boss", "sales_manager", "sales_manager")
    deal = shop.create("opportunity", by=rep, name="Deal")
    assert shop.get("opportunity", deal, by=manager)["name"] == "Deal"
