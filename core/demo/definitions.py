"""What an implementer would have set up for the demo company: its settings, its hierarchy, who sees whose records."""

from dougong import Definition, Role, SharingRule

__all__ = ["definitions"]

ORGANISATION = {
    "name": "斗拱示例 Dougong Demo",
    "base_currency": "EUR",
    "time_zone": "Europe/Warsaw",
    "language": "en",
    "phone_region": "PL",
}


def definitions() -> list[Definition]:
    """The tenant's own definitions, to be applied once its plugins are enabled."""
    return [settings(), *roles(), *sharing()]


def settings() -> Definition:
    return Definition("settings", {"name": "organisation", "values": ORGANISATION})


def roles() -> list[Definition]:
    """Below the roles that the plugins bring: two regions, and the departments."""
    return [
        Role("sales_manager_a", label="Sales manager China", parent="sales_director"),
        Role("sales_rep_a", label="Sales China", parent="sales_manager_a"),
        Role("sales_manager_b", label="Sales manager Europe", parent="sales_director"),
        Role("sales_rep_b", label="Sales Europe", parent="sales_manager_b"),
        Role("finance", label="Finance", parent="ceo"),
        Role("service", label="Service", parent="ceo"),
        Role("marketing", label="Marketing", parent="ceo"),
        Role("purchasing", label="Purchasing", parent="ceo"),
    ]


def sharing() -> list[Definition]:
    """What departments need of each other."""
    return [
        SharingRule("won_deals_to_finance", "opportunity", where="stage = 'won'", share_with={"role": "finance"}),
        SharingRule("customers_to_service", "account", where="kind = 'customer'", share_with={"role": "service"}),
        SharingRule("leads_to_marketing", "lead", owner_role="sales_director", share_with={"role": "marketing"}),
        SharingRule(
            "suppliers_to_purchasing",
            "account",
            where="kind = 'supplier'",
            share_with={"role": "purchasing"},
            level="edit",
        ),
    ]
