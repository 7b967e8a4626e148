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
    """All records of an object in the order they were made."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = ctx.records.list(object, filter=filter, sort="id", fields=fields, limit=1000, after=after)
        found, after = found + page.data, page.next
        if after is None:
            return found


def accounts(ctx: Context) -> list[dict[str, Any]]:
    """Those one sells to; former customers and competitors are none."""
    return everything(
        ctx,
        "account",
        ["id", "name", "tier", "kind", "industry", "owner_id", "billing_address", "language"],
        "kind = 'customer' OR kind = 'prospect' OR kind = 'partner'",
    )


def contacts(ctx: Context) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for contact in everything(ctx, "contact", ["id", "account", "first_name", "last_name", "job_title", "email"]):
        found.setdefault(contact["account"], []).append(contact)
    return found


def products(ctx: Context) -> list[dict[str, Any]]:
    return everything(ctx, "product", ["id", "name", "list_price", "cost", "kind"], "active = TRUE")
