"""The accounts of the demo company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dougong import Context
from dougong.demo import Company, Invent, moment
from plugins.customers.demo.words import NEEDS, RISKS

__all__ = ["as_account", "invented_company", "switchboards", "with_parents"]

DAYS = 730  # of history
KINDS = {"customer": 44, "prospect": 34, "supplier": 8, "partner": 6, "former_customer": 6, "competitor": 2}
TIERS = {"a": 6, "b": 18, "c": 46, "d": 30}
SIZES = {"a": 900, "b": 260, "c": 70, "d": 18}
SOURCES = {
    "referral": 22, "website": 20, "trade_fair": 16, "cold_call": 14, "partner": 8, "inbound_call": 8, "campaign": 7,
    "social_media": 5,
}  # fmt: skip
CURRENCIES = {"CN": ("CNY", 7.8), "PL": ("PLN", 4.3), "GB": ("GBP", 0.85), "US": ("USD", 1.08)}


def invented_company(invent: Invent) -> Company:
    return invent.company(invent.country())


def as_account(ctx: Context, invent: Invent, company: Company, staff: dict[str, str]) -> dict[str, Any]:
    kind, tier = invent.weighted(KINDS), invent.weighted(TIERS)
    size = max(2, round(invent.around(SIZES[tier], 0.7)))
    currency, rate = CURRENCIES[company.country.code]
    since = invent.between(30, DAYS)
    risky = kind == "customer" and invent.chance(0.06)
    return {
        "name": company.name, "legal_name": company.legal_name, "kind": kind, "industry": company.industry,
        "tier": tier, "rating": invent.weighted({"hot": 15, "warm": 45, "cold": 40}), "source": invent.weighted(SOURCES),
        "phone": company.phone, "email": company.email, "website": company.website,
        "billing_address": company.address, "location": {"lat": company.latitude, "lng": company.longitude},
        "employees": size,
        "annual_revenue": {"amount": invent.amount(size * 95_000 * rate, 0.4, 10_000), "currency": currency},
        "founded": invent.between(1958, 2021), "tax_id": company.tax_id, "registration_number": company.register_number,
        "language": company.country.language, "needs": invent.one_of(NEEDS[company.country.language]),
        "risk": "high" if risky else invent.weighted({"low": 70, "medium": 30}),
        "risk_reason": invent.one_of(RISKS[company.country.language]) if risky else None,
        "owner_id": staff[owner_of(invent, company.country.code, kind)], "created_at": moment(ctx, -since, invent.between(7, 16)),
    }  # fmt: skip


def owner_of(invent: Invent, country: str, kind: str) -> str:
    """Who looks after whom: by country, and the buyer after suppliers."""
    if kind == "supplier":
        return "buyer"
    if country == "CN":
        return invent.weighted({"rep1": 50, "rep2": 44, "manager1": 6})
    return invent.weighted({"rep3": 80, "rep4": 14, "manager2": 6} if country == "PL" else {"rep4": 92, "manager2": 8})


def with_parents(
    invent: Invent, subsidiaries: Sequence[dict[str, Any]], accounts: Sequence[dict[str, Any]], ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Each belongs to an account of the same country, and is looked after by the same person."""
    made = []
    for one in subsidiaries:
        country = one["billing_address"]["country"]
        heads = [index for index in range(len(ids)) if accounts[index]["billing_address"]["country"] == country]
        head = invent.one_of(heads)
        one.update(parent=ids[head], owner_id=accounts[head]["owner_id"], kind=accounts[head]["kind"])
        made.append(one)
    return made


def switchboards(companies: Sequence[Company], ids: Sequence[str]) -> list[dict[str, Any]]:
    """A second address of every third company: its accounts department."""
    return [
        {
            "about": {"object": "account", "id": id},
            "kind": "email",
            "use": "billing",
            "value": company.email.replace("office", "invoices"),
        }
        for company, id in list(zip(companies, ids, strict=True))[::3]
    ]
