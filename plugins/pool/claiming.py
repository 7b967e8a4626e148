"""Taking records out of a pool and handing them out: once, within the quota, and not by who lost them just now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from dougong import BadRequest, Conflict, Context, Endpoint, Invalid, NotFound, Request, Slot, Stale, text, user
from plugins.pool.objects import HELD

__all__ = ["endpoints", "log", "slots"]

Record = Mapping[str, Any]
RULES = ["name", "where", "hold_most", "day_most", "cooling_days"]
GIVING = {"reason": text(label="Why", max_length=200, required=True)}
HANDING = {"person": user(label="To whom", required=True)}
MOST = 50
STAYS = {"lead": "pool = NULL AND converted_at = NULL AND owner_id <> NULL", "account": "pool = NULL AND owner_id <> NULL"}


def claim(object: str, ctx: Context, request: Request) -> dict[str, Any]:
    """Take records that lie in pools of the actor's: all that are named, or none."""
    ids = [request.query["id"]] if "id" in request.query else list(request.body.get("ids") or ())
    if not 0 < len(ids) <= MOST:
        raise BadRequest("Name one to {most} records to take, as `id` or `ids`", most=MOST)
    for id in ids:
        pool, record = lying(ctx, object, str(id))
        number = next_number(ctx, pool)  # before the quota is looked at, or one who takes two at once could pass both times
        refuse_beyond_quota(ctx, object, pool)
        refuse_while_cooling(ctx, pool, record)
        hand_over(ctx, object, record, str(ctx.actor.id))
        log(ctx, pool["id"], object, record["id"], "claimed", str(ctx.actor.id), number=number, key=f"{pool['id']} {ctx.actor.id} {number}")
    return {"taken": len(ids)}


def assign(object: str, ctx: Context, request: Request) -> dict[str, Any]:
    """Hand out a record of a pool; who sets pools up is bound by no quota."""
    pool, record = lying(ctx, object, request.ids["id"])
    person = request.body.get("person")
    if not isinstance(person, str):
        raise BadRequest("Say in `person` whom it goes to")
    hand_over(ctx, object, record, person)
    log(ctx, pool["id"], object, record["id"], "assigned", person)
    return {}


def release(object: str, ctx: Context, request: Request) -> dict[str, Any]:
    """Give a record of one's own back to the pool that takes it."""
    id, reason = request.ids["id"], request.body.get("reason")
    owner = ctx.records.get(object, id, fields=["owner_id"])["owner_id"]
    if owner is None:
        raise Conflict("This has no owner who could give it back")
    ctx.records.update(object, id, {"owner_id": None})
    pool = ctx.unrestricted().records.get(object, id, fields=["pool"])["pool"]
    if pool is None:
        raise Invalid("No pool takes this record: look at which ones the pools are for")
    log(ctx, pool, object, id, "released", owner, reason=reason)
    return {}


def lying(ctx: Context, object: str, id: str) -> tuple[Record, Record]:
    """A record that lies in a pool which the actor sees, and that pool. One that is hidden is not told from one that is gone."""
    try:
        record = ctx.unrestricted().records.get(object, id, fields=["name", "owner_id", "pool", "version"])
        if record["pool"] is not None and record["owner_id"] is None:
            return ctx.records.get("pool", record["pool"], fields=RULES), record
    except NotFound:
        pass
    raise Conflict("This is no longer in the pool: somebody else has taken it")


def refuse_beyond_quota(ctx: Context, object: str, pool: Record) -> None:
    """So many at the same time, and so many on one day of the person's."""
    most, holds = pool["hold_most"], "owner_id = ME()" + (f" AND ({pool['where']})" if pool["where"] else "")
    if most is not None and counted(ctx, object, holds) >= most:
        raise Conflict("You have {most} of these already, which is as many as the pool {pool} lets anybody have", most=most, pool=pool["name"])
    most, today = pool["day_most"], f"pool = '{pool['id']}' AND kind = 'claimed' AND person = ME() AND IS_THIS(created_at, 'day')"
    if most is not None and counted(ctx, "pool_move", today) >= most:
        raise Conflict("You have taken {most} today, which is as many as the pool {pool} gives anybody on a day", most=most, pool=pool["name"])


def refuse_while_cooling(ctx: Context, pool: Record, record: Record) -> None:
    """Who let it go stays away for a while, so that others come to it."""
    since = (ctx.now - timedelta(days=pool["cooling_days"] or 0)).isoformat()
    lost = f"record.id = '{record['id']}' AND person = ME() AND kind IN ('recycled', 'released') AND created_at > '{since}'"
    found = ctx.unrestricted().records.list("pool_move", filter=lost, sort="-created_at", fields=["created_at"], limit=1).data
    if found:
        day = (found[0]["created_at"] + timedelta(days=pool["cooling_days"])).date().isoformat()
        raise Conflict("You had {name} until lately; from {day} on you may take it again", name=record["name"], day=day)


def counted(ctx: Context, object: str, filter: str) -> int:
    return ctx.unrestricted().records.list(object, filter=filter, fields=["id"], limit=1, count=True).count or 0


def next_number(ctx: Context, pool: Record) -> int:
    """Two takings of one person at the same time would have the same one, so that only one of them counts."""
    mine = f"pool = '{pool['id']}' AND person = ME() AND number <> NULL"
    last = ctx.unrestricted().records.list("pool_move", filter=mine, sort="-number", fields=["number"], limit=1).data
    return 1 + (last[0]["number"] if last else 0)


def hand_over(ctx: Context, object: str, record: Record, person: str) -> None:
    try:
        ctx.unrestricted().records.update(object, record["id"], {"owner_id": person}, version=record["version"])
    except Stale:
        raise Conflict("This is no longer in the pool: somebody else has taken it") from None


def log(ctx: Context, pool: str, object: str, id: str, kind: str, person: str, **more: Any) -> None:
    """Note who got, lost or gave back a record."""
    by = None if ctx.actor.id == person else ctx.actor.id
    values = {"pool": pool, "record": {"object": object, "id": id}, "kind": kind, "person": person, "owner_id": person, "by": by}
    ctx.unrestricted().records.create("pool_move", {**values, **more})


def posted(path: str, object: str, action: str, view: Any, summary: str) -> Endpoint:
    return Endpoint(method="POST", path=path, object=object, action=action, view=view, summary=summary)


endpoints = [
    one
    for object in HELD
    for one in (
        posted(f"claim/{object}", "pool", "read", partial(claim, object), f"Take records of {object} out of a pool"),
        posted(f"assign/{object}/<{object}:id>", "pool", "edit", partial(assign, object), f"Hand out a record of {object}"),
        posted(f"release/{object}/<{object}:id>", "pool", "read", partial(release, object), f"Give a record of {object} back to the pool"),
    )
]


def button(name: str, object: str, label: str, icon: str, endpoint: str, when: str, fields: Mapping[str, Any]) -> Slot:
    documents = {field: one.document for field, one in fields.items()}
    return Slot(name=f"{name}_{object}", place="record.header.action", label=label, object=object, icon=icon, endpoint=endpoint, visible_when=when, fields=documents)


slots = [
    one
    for object in HELD
    for one in (
        button("claim", object, "Take it", "hand-click", f"claim/{object}?id={{id}}", "pool <> NULL", {}),
        button("hand_out", object, "Hand out", "user-plus", f"assign/{object}/{{id}}", "pool <> NULL", HANDING),
        button("release", object, "Give back", "pool", f"release/{object}/{{id}}", STAYS[object], GIVING),
    )
]
