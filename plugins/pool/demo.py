"""The demo company's pools: one for leads, one for prospects, with rules, and something in them to take."""

from __future__ import annotations

from typing import Any

from dougong import Context, hookimpl
from dougong.demo import Invent, make, moment, people

__all__ = ["register_demo"]

SELLERS = ["rep1", "rep2", "rep3", "rep4"]
LEADS, ACCOUNTS = 24, 8
OPEN_LEADS = "converted_at = NULL AND status <> 'unqualified'"


@hookimpl
def register_demo(ctx: Context) -> None:
    """Two pools with their rules, and what lies in them: old leads and prospects, with the note of who lost them."""
    invent, staff = Invent("pool"), people(ctx)
    everybody = [staff[name] for name in ("director", "manager1", "manager2", *SELLERS)]
    shared = {"members": everybody, "owner_id": staff["director"]}
    leads, accounts = make(
        ctx,
        "pool",
        [
            {"name": "Leads 线索公海 Pula leadów", "holds": "lead", "where": OPEN_LEADS, "spared": "rating = 'hot'", "hold_most": 80, "day_most": 5, "cooling_days": 30, **shared},
            {"name": "Prospects 客户公海 Pula klientów", "holds": "account", "where": "kind = 'prospect'", "spared": "tier = 'a'", "day_most": 3, "cooling_days": 60, "position": 20, **shared},
        ],
    )  # fmt: skip
    make(
        ctx,
        "pool_rule",
        [
            {"name": "No contact 未跟进 Bez kontaktu", "pool": leads, "clock": "contact", "days": 120},
            {"name": "Not converted 未转化 Bez konwersji", "pool": leads, "clock": "owner", "days": 185},
            {"name": "No contact 未跟进 Bez kontaktu", "pool": accounts, "clock": "contact", "days": 700},
        ],
    )
    old = sorted(ctx.records.each("lead", filter="status = 'new' OR status = 'contacted'", fields=["name", "company", "created_at", "owner_id", "rating"]), key=lambda one: (one["created_at"], str(one["name"])))
    prospects = sorted(ctx.records.each("account", filter="kind = 'prospect'", fields=["name", "created_at", "owner_id", "tier"]), key=lambda one: (one["created_at"], str(one["name"])))
    lose(ctx, invent, leads, "lead", [one for one in old if one["rating"] != "hot"][:LEADS])
    lose(ctx, invent, accounts, "account", [one for one in prospects if one["tier"] != "a"][:ACCOUNTS])


def lose(ctx: Context, invent: Invent, pool: str, object: str, records: list[Any]) -> None:
    notes = []
    for one in records:
        ctx.records.update(object, one["id"], {"owner_id": None, "pool": pool})
        kind = invent.weighted({"recycled": 80, "released": 20})
        at = moment(ctx, -invent.between(40, 70), 2 if kind == "recycled" else 10)
        lost = {"person": one["owner_id"], "owner_id": one["owner_id"], "created_at": max(at, one["created_at"])}
        notes.append({"pool": pool, "record": {"object": object, "id": one["id"]}, "kind": kind, **lost})
    make(ctx, "pool_move", notes)
