"""Makes deliveries of events for those who subscribe to them, in the transaction that remembers the events as dealt with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.api.bodies import dump
from core.deliveries.queue import deliver
from core.deliveries.subscriptions import EVENTS, OBJECT
from core.events.listening import Listener
from core.events.reading import Event
from core.records.history import visible_in
from core.records.reading import accesses
from dougong import BadRequest, NotAllowed, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["TELLING", "payload_of"]

#: Whoever makes up records tells nobody.
QUIET_SOURCES = frozenset({"demo", "setup", "upgrade"})
CHUNK = 200


def tell(ctx: Ctx, events: Sequence[Event]) -> None:
    """Write a delivery for each event and each subscription that wants it."""
    loud = [event for event in events if event.kind in EVENTS and event.source not in QUIET_SOURCES and event.object in ctx.catalogue.objects]
    if not loud:
        return
    for subscription in _subscriptions(ctx):
        wanted = [event for event in loud if event.object in subscription["objects"] and event.kind in subscription["events"]]
        if wanted:
            _tell(ctx, subscription, wanted)


def payload_of(ctx: Ctx, event: Event, record: Mapping[str, Any]) -> dict[str, Any]:
    """What a subscriber is told, as far as the actor sees it. `sequence` grows with each event of a record."""
    kind = ctx.catalogue.object(event.object)
    visible, access, named = visible_in(ctx, kind, event.record_id), accesses(ctx)[event.object], kind.named()
    changes = {
        name: {"old": pair[0], "new": pair[1]}
        for name, pair in event.changes.items()
        if name in visible and name in named and named[name].type.readable and not access.masked(name)
    }
    data = {"object": event.object, "id": event.record_id, "sequence": event.position[1], "by": event.actor_id, "changes": changes, "record": record}
    return {"type": f"{event.object}.{event.kind}", "timestamp": event.at, "data": data}


def _subscriptions(ctx: Ctx) -> list[dict[str, Any]]:
    found = ctx.records.list(OBJECT, filter="active = TRUE AND owner.active = TRUE", fields=["id", "url", "objects", "events", "filter", "owner_id"], limit=1000)
    return found.data


def _tell(ctx: Ctx, subscription: Mapping[str, Any], events: Sequence[Event]) -> None:
    own = ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, subscription["owner_id"]))
    asked: dict[str, set[str]] = defaultdict(set)
    for event in events:
        asked[event.object].add(event.record_id)
    seen = {object: _records(own, object, ids, subscription["filter"]) for object, ids in sorted(asked.items())}
    for event in events:
        record = seen[event.object].get(event.record_id)
        if record is not None:
            deliver(
                ctx,
                channel="webhook",
                to=subscription["url"],
                key=f"webhook {subscription['id']} {event.position[0]} {event.position[1]}",
                subject=f"{event.object}.{event.kind}",
                body=dump(payload_of(own, event, record)).decode(),
                about=(event.object, event.record_id),
                subscription=subscription["id"],
            )


def _records(own: Ctx, object: str, ids: set[str], filter: str | None) -> dict[str, dict[str, Any]]:
    """Those that the subscriber may see, and wants; what was deleted since lies in the recycle bin."""
    found: dict[str, dict[str, Any]] = {}
    for deleted in (False, True):
        ordered = sorted(ids - {*found})
        for at in range(0, len(ordered), CHUNK):
            these = f"id IN ({', '.join(repr(id) for id in ordered[at : at + CHUNK])})"
            try:
                page = own.records.list(object, filter=f"({filter}) AND {these}" if filter else these, limit=CHUNK, deleted=deleted)
            except (NotFound, NotAllowed, BadRequest):
                break  # the object is no longer the subscriber's to see, or has changed under the filter
            found |= {record["id"]: record for record in page.data}
    return found


#: Goes through the events of every tenant.
TELLING = Listener("core.webhooks", tell)
