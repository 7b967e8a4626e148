"""What happens when customers are saved."""

from __future__ import annotations

import pytest

from dougong import Invalid
from tests.plugins.conftest import Shop


def problems(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.errors]


def test_record_before_save_puts_names_together_as_each_language_does(shop: Shop) -> None:
    polish = shop.create("contact", first_name="Anna", last_name="Kowalska")
    chinese = shop.create("contact", first_name="小明", last_name="王")
    assert shop.get("contact", polish)["name"] == "Anna Kowalska"
    assert shop.get("contact", chinese)["name"] == "王小明"


def test_a_name_given_as_a_whole_is_kept(shop: Shop) -> None:
    contact = shop.create("contact", name="Dr. Anna K.", last_name="Kowalska")
    assert shop.get("contact", contact)["name"] == "Dr. Anna K."


def test_a_person_without_any_name_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid) as refused:
        shop.create("contact", email="nobody@example.com")
    assert [field for field, _ in problems(refused)] == ["last_name"]


def test_a_company_is_never_above_itself(shop: Shop) -> None:
    top = shop.create("account", name="Top")
    middle = shop.create("account", name="Middle", parent=top)
    bottom = shop.create("account", name="Bottom", parent=middle)
    with pytest.raises(Invalid) as refused:
        shop.update("account", top, parent=bottom)
    assert problems(refused) == [("parent", "circle")]
    with pytest.raises(Invalid):
        shop.update("account", top, parent=top)


def test_a_high_risk_needs_a_reason_and_gets_its_day(shop: Shop) -> None:
    account = shop.create("account", name="Shaky")
    with pytest.raises(Invalid) as refused:
        shop.update("account", account, risk="high")
    assert [field for field, _ in problems(refused)] == ["risk_reason"]
    assert shop.update("account", account, risk="high", risk_reason="Two invoices overdue")["risk_since"] is not None


def test_one_part_is_played_once_at_a_time(shop: Shop) -> None:
    account, contact = shop.create("account", name="Acme"), shop.create("contact", last_name="Nowak")
    first = shop.create("account_contact", account=account, contact=contact, role="finance")
    with pytest.raises(Invalid) as refused:
        shop.create("account_contact", account=account, contact=contact, role="finance")
    assert problems(refused) == [("role", "taken")]
    shop.update("account_contact", first, until="2026-01-31")
    shop.create("account_contact", account=account, contact=contact, role="finance")
    assert shop.get("account_contact", first)["name"] == "Nowak – Acme"


def test_record_saved_leaves_each_company_one_primary_contact(shop: Shop) -> None:
    account = shop.create("account", name="Acme")
    people = [shop.create("contact", last_name=name) for name in ("Nowak", "Mazur")]
    first = shop.create("account_contact", account=account, contact=people[0], role="user", primary=True)
    second = shop.create("account_contact", account=account, contact=people[1], role="user", primary=True)
    assert shop.get("account_contact", first)["primary"] is False
    assert shop.get("account_contact", second)["primary"] is True


def test_contacts_are_counted_on_their_account(shop: Shop) -> None:
    account = shop.create("account", name="Acme")
    for name in ("Nowak", "Mazur"):
        shop.create("contact", last_name=name, account=account)
    assert shop.get("account", account)["contact_count"] == 2


def test_a_consent_needs_its_wording_and_is_not_withdrawn_before_it_was_given(shop: Shop) -> None:
    contact = shop.create("contact", last_name="Nowak")
    given = {
        "contact": contact,
        "channel": "email",
        "purpose": "offers",
        "source": "Web form",
        "given_at": "2026-03-01T09:00:00Z",
    }
    with pytest.raises(Invalid) as refused:
        shop.create("consent", **given)
    assert [field for field, _ in problems(refused)] == ["wording"]
    with pytest.raises(Invalid) as refused:
        shop.create("consent", **given, wording="I agree", state="withdrawn", withdrawn_at="2026-02-01T09:00:00Z")
    assert [field for field, _ in problems(refused)] == ["withdrawn_at"]
