"""What happens when pools, what lies in them, teams and users are saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dougong import BadRequest, Change, Context, FieldProblem, Invalid, hookimpl
from plugins.pool.objects import HELD

__all__ = ["pool_for", "record_before_save", "record_saved"]

#: A change of these is a change of who belongs to some pool.
BELONGING = {"team": {"members"}, "user": {"role", "active"}}


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Pools know their members and have good conditions; what has an owner lies in no pool, what has none in one that takes it."""
    if change.object in HELD:
        follow_the_owner(ctx, change)
    elif change.object == "pool":
        refuse_bad_conditions(ctx, change, ("where", "spared"), str(change.values["holds"]))
        change.values["readers"] = " ".join(sorted(belonging(ctx, with_members(ctx, change)))) or None
    elif change.object == "pool_rule" and change.values.get("where"):
        holds = ctx.unrestricted().records.get("pool", change.values["pool"], fields=["holds"])["holds"]
        refuse_bad_conditions(ctx, change, ("where",), str(holds))


@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    """Whoever comes into a team or a role, or leaves it, sees or no longer sees its pools."""
    if change.before is not None and change.changed & BELONGING.get(change.object, set()):
        records = ctx.unrestricted().records
        for one in records.each("pool", fields=["name", "members", "team", "roles", "readers"]):
            if " ".join(sorted(belonging(ctx, one))) != (one["readers"] or ""):
                records.update("pool", one["id"], {"roles": one["roles"], "name": one["name"]})


def follow_the_owner(ctx: Context, change: Change) -> None:
    before, values = change.before or {}, change.values
    if values["owner_id"] is not None and values.get("pool") is not None:
        if "pool" in change.changed and "owner_id" not in change.changed:
            raise Invalid(errors=[FieldProblem("pool", "owned", "Only what nobody owns lies in a pool: take its owner away")])
        values["pool"] = None
    if before.get("owner_id") != values["owner_id"]:
        values["owned_since"] = None if change.before is None else ctx.now
        if values["owner_id"] is None and values.get("pool") is None:
            values["pool"] = pool_for(ctx, change)
    if "pool" in change.changed:
        values["pooled_at"] = None if values["pool"] is None else ctx.now


def pool_for(ctx: Context, change: Change) -> str | None:
    """The first pool that takes a record which nobody owns any more, by its condition."""
    records = ctx.unrestricted().records
    pools = records.list("pool", filter=f"active = TRUE AND holds = '{change.object}'", sort="position,name", fields=["where"]).data
    for pool in pools:
        taken = f"id = '{change.id}'" + (f" AND ({pool['where']})" if pool["where"] else "")
        if records.list(change.object, filter=taken, fields=["id"], limit=1).data:
            return str(pool["id"])
    return None


def with_members(ctx: Context, change: Change) -> dict[str, Any]:
    """The pool as it will be; links that a change doesn't give stay as they are."""
    if change.before is None or "members" in change.values:
        return dict(change.values)
    return {**change.values, **ctx.unrestricted().records.get("pool", change.id, fields=["members"])}


def belonging(ctx: Context, pool: Mapping[str, Any]) -> set[str]:
    """The ids of all who belong to a pool: its members, those of its team, and the holders of its roles."""
    records, found = ctx.unrestricted().records, set(pool.get("members") or ())
    if pool.get("team"):
        found |= set(records.get("team", pool["team"], fields=["members"])["members"] or ())
    if pool.get("roles"):
        listed = ", ".join("'{}'".format(role.replace("'", "''")) for role in pool["roles"])
        found |= {one["id"] for one in records.each("user", filter=f"role IN ({listed}) AND active = TRUE", fields=["id"])}
    return {str(id) for id in found}


def refuse_bad_conditions(ctx: Context, change: Change, fields: Iterable[str], object: str) -> None:
    """A condition that can't be understood is told to who writes it, not at night to nobody."""
    problems = []
    for field in fields:
        text = change.values.get(field)
        if text and (change.before is None or change.changed & {field, "holds"}):
            try:
                ctx.unrestricted().records.list(object, filter=text, fields=["id"], limit=1)
            except BadRequest as problem:
                problems.append(FieldProblem(field, "condition", problem.message, problem.params))
    if problems:
        raise Invalid(errors=problems)
