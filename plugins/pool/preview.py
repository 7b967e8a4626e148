"""Who loses what, and when: seen before it happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dougong import BadRequest, Context, Endpoint, Panel, Request
from plugins.pool.recycling import RULES, due

__all__ = ["preview", "preview_panel"]

FURTHEST = 31
MOST_LOOKED_AT = 2000
MOST_NAMED = 20


def look_ahead(ctx: Context, request: Request) -> dict[str, Any]:
    """What the pool would take back in so many days if nobody did anything until then, by owner, and how much lies in it now."""
    days = request.query.get("days", "1")
    if not days.isdigit() or int(days) > FURTHEST:
        raise BadRequest("`days` is a number from 0 to {most}", most=FURTHEST)
    id, system = request.ids["pool"], ctx.unrestricted()
    pool = system.records.get("pool", id)
    taken: dict[str, Any] = {}
    is_all = True
    for rule in system.records.list("pool_rule", filter=f"pool = '{id}' AND active = TRUE", fields=RULES, limit=100).data:
        found, whole = looked_through(system, pool, rule, int(days))
        taken = {one["id"]: {**one, "rule": rule["name"]} for one in found} | taken
        is_all = is_all and whole
    lying = system.records.list(pool["holds"], filter=f"pool = '{id}'", fields=["id"], limit=1, count=True).count
    return {"pool": id, "object": pool["holds"], "lying": lying, "count": len(taken), "all": is_all, "owners": by_owner(ctx, pool["holds"], list(taken.values()))}


def looked_through(ctx: Context, pool: Any, rule: Any, days: int) -> tuple[list[Any], bool]:
    """What a rule takes of the first two thousand records that its condition holds for, and whether these were all."""
    found: list[Any] = []
    seen, after = 0, None
    while seen < MOST_LOOKED_AT:
        page = due(ctx, pool, rule, ctx.now + timedelta(days=days), after)
        found += page.records
        seen += page.seen
        after = page.next
        if after is None:
            return found, True
    return found, False


def by_owner(ctx: Context, object: str, records: list[Any]) -> list[dict[str, Any]]:
    """Those who lose most first, each with the first few of their records; only what the reader sees anyway is named."""
    mine: dict[str, list[Any]] = {}
    for one in sorted(records, key=lambda one: str(one["name"])):
        mine.setdefault(str(one["owner_id"]), []).append(one)
    listed = [one["id"] for some in mine.values() for one in some[:MOST_NAMED]][:MOST_LOOKED_AT]
    seen = known(ctx, object, listed)
    names = known(ctx, "user", list(mine))
    shown = [
        {
            "owner": {"id": owner, "name": names.get(owner)},
            "count": len(some),
            "records": [{"id": one["id"], "name": one["name"], "rule": one["rule"]} for one in some[:MOST_NAMED] if one["id"] in seen],
        }
        for owner, some in mine.items()
    ]
    return sorted(shown, key=lambda one: (-len(mine[one["owner"]["id"]]), str(one["owner"]["name"])))


def known(ctx: Context, object: str, ids: list[str]) -> dict[str, str]:
    """The names of those records that the actor sees."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        listed = ", ".join(repr(id) for id in ids[start : start + 500])
        found |= {one["id"]: one["name"] for one in ctx.records.each(object, filter=f"id IN ({listed})", fields=["name"])}
    return found


preview = Endpoint(
    method="GET", path="pools/<pool:pool>/preview", object="pool", action="read", view=look_ahead, summary="Who loses what to a pool in so many days"
)
preview_panel = Panel(
    name="pool_preview", place="record", object="pool", label="Who loses what", icon="clock", module="preview.js", reads=["lead", "account"]
)
