"""What an implementer would have set up for the demo company: its settings, its hierarchy, who sees whose records."""

from dougong import Definition, Role, SharingRule, Translation
from metadata.catalogue import Catalogue

__all__ = ["definitions"]

ORGANISATION = {
    "name": "斗拱示例 Dougong",
    "base_currency": "EUR",
    "time_zone": "Europe/Warsaw",
    "language": "en",
    "phone_region": "PL",
}


def definitions(catalogue: Catalogue) -> list[Definition]:
    """The tenant's own definitions, as far as the enabled plugins bring what they are about."""
    return [settings(), *roles(catalogue), *sharing(catalogue), *titles()]


def settings() -> Definition:
    return Definition("settings", {"name": "organisation", "values": ORGANISATION})


def roles(catalogue: Catalogue) -> list[Definition]:
    """Below the roles that plugins bring: two regions; and the departments."""
    head = "sales_director" if "sales_director" in catalogue.roles else "ceo"
    return [
        Role("sales_manager_a", label="Sales manager China", parent=head),
        Role("sales_rep_a", label="Sales China", parent="sales_manager_a"),
        Role("sales_manager_b", label="Sales manager Europe", parent=head),
        Role("sales_rep_b", label="Sales Europe", parent="sales_manager_b"),
        Role("finance", label="Finance", parent="ceo"),
        Role("service", label="Service", parent="ceo"),
        Role("marketing", label="Marketing", parent="ceo"),
        Role("purchasing", label="Purchasing", parent="ceo"),
    ]


#: What the company's own roles are called in the languages of its people.
TITLES = {
    "sales_manager_a": ("中国区销售经理", "Kierownik sprzedaży, Chiny"),
    "sales_rep_a": ("中国区销售", "Sprzedaż, Chiny"),
    "sales_manager_b": ("欧洲区销售经理", "Kierownik sprzedaży, Europa"),
    "sales_rep_b": ("欧洲区销售", "Sprzedaż, Europa"),
    "finance": ("财务", "Finanse"),
    "service": ("客户服务", "Obsługa klienta"),
    "marketing": ("市场", "Marketing"),
    "purchasing": ("采购", "Zakupy"),
}


def titles() -> list[Definition]:
    spoken = {language: {f"role.{name}.label": said[at] for name, said in TITLES.items()} for at, language in enumerate(("zh", "pl"))}
    return [Translation(f"company_{language}", language, texts) for language, texts in spoken.items()]


def sharing(catalogue: Catalogue) -> list[Definition]:
    """What departments need of each other."""
    rules = [
        SharingRule("won_deals_to_finance", "opportunity", where="stage = 'won'", share_with={"role": "finance"}),
        SharingRule("customers_to_service", "account", where="kind = 'customer'", share_with={"role": "service"}),
        SharingRule("leads_to_marketing", "lead", owner_role="sales_manager_b", share_with={"role": "marketing"}),
        SharingRule(
            "suppliers_to_purchasing",
            "account",
            where="kind = 'supplier'",
            share_with={"role": "purchasing"},
            level="edit",
        ),
    ]
    return [rule for rule in rules if rule.document["object"] in catalogue.objects]
