"""A webhook whose receiver is gone switches itself off, and those who have to know are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import delivery
from core.deliveries.queue import SENT
from core.deliveries.subscriptions import OBJECT
from core.notifications.noticing import Notice, Reason, write_notices
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["switch_off", "was_heard"]

#: What they are told as.
KIND = "gone"
LONGEST = 500


def was_heard(ctx: Ctx, row: Any) -> bool:
    """Whether the receiver has taken anything of a subscription since this delivery was first tried."""
    taken = delivery.c.subscription_id == row.subscription_id, delivery.c.state == SENT, delivery.c.ended_at > row.since
    return bool(fetch(ctx.unit, sa.select(delivery.c.id).where(*taken).limit(1)))


def switch_off(ctx: Ctx, subscription: str, answer: str) -> None:
    """Tell the receiver nothing more, and its owner and the administrators so; once, however many deliveries find out."""
    own = ctx.as_system()
    try:
        found = own.records.get(OBJECT, subscription, fields=["active", "owner_id"])
    except NotFound:
        return
    if not found["active"]:
        return
    own.records.update(OBJECT, subscription, {"active": False})
    people = dict.fromkeys([found["owner_id"], *_administrators(own)])
    write_notices(own, {Reason(person, KIND, (OBJECT, subscription)): Notice(1, None, answer[:LONGEST]) for person in people})


def _administrators(ctx: Ctx) -> list[str]:
    sets = sorted(name for name, one in ctx.catalogue.permission_sets.items() if "administer" in one.get("system", ()))
    if not sets:
        return []
    named = " OR ".join(f'HAS(permission_sets, "{name}")' for name in sets)
    return [row["id"] for row in ctx.records.list("user", filter=f"active = TRUE AND ({named})", fields=["id"], limit=100).data]
