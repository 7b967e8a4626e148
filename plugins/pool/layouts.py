"""The pages of pools and their rules."""

from dougong import Layout

__all__ = ["layouts"]

pool = Layout(
    "pool",
    "pool",
    header=["holds", "active", "team", "hold_most", "day_most"],
    sections=[
        {"label": "What it takes", "columns": 2, "fields": ["name", "holds", "active", "position", "where", "spared", "spare_open_deals"]},
        {"label": "Who belongs to it", "columns": 2, "fields": ["members", "team", "roles", "owner_id"]},
        {"label": "Fairness", "columns": 2, "fields": ["hold_most", "day_most", "cooling_days", "warn_days"]},
    ],
    related=[
        {"object": "pool_rule", "field": "pool", "label": "Recycle rules", "columns": ["name", "clock", "days", "where", "active"]},
        {"object": "pool_move", "field": "pool", "label": "Comings and goings", "columns": ["record", "kind", "person", "reason", "created_at"]},
    ],
)  # fmt: skip

pool_rule = Layout(
    "pool_rule",
    "pool_rule",
    header=["pool", "clock", "days", "active"],
    sections=[{"label": "Rule", "columns": 2, "fields": ["name", "pool", "clock", "days", "where", "active"]}],
)

layouts = [pool, pool_rule]
