"""The lists of pools, of what lies in them, and of comings and goings."""

from dougong import View

__all__ = ["views"]

LIES = "pool <> NULL"
MOVES = ["record", "kind", "person", "by", "reason", "pool", "created_at"]

views = [
    View("all_pools", "pool", label="All pools", columns=["name", "holds", "active", "team", "hold_most", "day_most", "cooling_days", "warn_days"], sort="position", default=True, order=10),
    View("pooled_leads", "lead", label="Public pool", filter=LIES, columns=["name", "company", "status", "rating", "source", "pool", "pooled_at"], sort="-pooled_at", order=45),
    View("pooled_accounts", "account", label="Public pool", filter=LIES, columns=["name", "kind", "industry", "tier", "billing_address.city", "pool", "pooled_at"], sort="-pooled_at", order=45),
    View("all_pool_moves", "pool_move", label="All comings and goings", columns=MOVES, sort="-created_at", default=True, order=10),
    View("my_pool_moves", "pool_move", label="Mine", filter="person = ME()", columns=["record", "kind", "reason", "pool", "created_at"], sort="-created_at", order=20),
    View("all_pool_rules", "pool_rule", label="All recycle rules", columns=["name", "pool", "clock", "days", "where", "active"], sort="name", default=True, order=10),
]  # fmt: skip
