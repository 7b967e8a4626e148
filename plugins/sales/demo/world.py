"""What is there before the selling begins: the people who sell, accounts with contacts, products and competitors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dougong import Context
from dougong.demo import Invent, make, people
from plugins.sales.demo.words import COMPETITORS

__all__ = ["World", "look_around"]


@dataclass(frozen=True, kw_only=True)
class World:
    """contacts: by the id of their account. staff: ids by what stands before the @ of an address."""

    ctx: Context
    invent: Invent
    staff: dict[str, str]
    accounts: list[dict[str, Any]]
    contacts: dict[str, list[dict[str, Any]]]
    products: list[dict[str, Any]]
    competitors: list[str]


def look_around(ctx: Context) -> World:
    """Read what customers and products brought, and add the competitors."""
    return World(
        ctx=ctx,
        invent=Invent("sales"),
        staff=people(ctx),
        accounts=accounts(ctx),
        contacts=contacts(ctx),
        products=products(ctx),
        competitors=make(ctx, "competitor", [dict(competitor) for competitor in COMPETITORS]),
    )


def everything(ctx: Context, object: str, fields: Sequence[str], filter: str | None = None) -> list[dict[str, Any]]:
    """All records of an object, in an order that doesn't hang on their ids, which are others each time."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = ctx.records.list(object, filter=filter, sort="id", fields=["id", *fields], limit=1000, after=after)
        found, after = found + page.data, page.next
        if after is None:
            return sorted(found, key=lambda record: [str(record[name]) for name in fields])


def accounts(ctx: Context) -> list[dict[str, Any]]:
    """Those one sells to; former customers and competitors are none."""
    return everything(
        ctx,
        "account",
        ["name", "tier", "kind", "industry", "billing_address", "language", "owner_id"],
        "kind = 'customer' OR kind = 'prospect' OR kind = 'partner'",
    )


def contacts(ctx: Context) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for contact in everything(ctx, "contact", ["first_name", "last_name", "job_title", "email", "account"]):
        found.setdefault(contact["account"], []).append(contact)
    return found


def products(ctx: Context) -> list[dict[str, Any]]:
    return everything(ctx, "product", ["name", "list_price", "cost", "kind"], "active = TRUE")
