"""Makes notifications of events: set-wise, in the transaction that remembers the events as dealt with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.events.listening import Listener
from core.events.reading import Event
from core.notifications.pushing import push_later
from dougong import NotAllowed, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["NOTICING", "Notice", "Reason", "write_notices"]

#: Whoever brings in or makes up many records at once tells nobody of each.
QUIET_SOURCES = frozenset({"import", "demo", "setup", "upgrade"})
#: Objects of which nobody wants to hear in themselves.
QUIET_OBJECTS = frozenset({"notification", "follow", "saved_view", "file", "user", "team", "webhook_subscription", "incoming_webhook", "channel_settings"})
#: Objects whose records are about others: what their creation is to those who follow the other.
ABOUT = {"comment": "commented", "activity": "activity"}
CHUNK = 200
CROWD = 10

Record = tuple[str, str]
"""Object and id."""


@dataclass(frozen=True)
class Reason:
    """Why somebody is told: what happened to which record."""

    user: str
    kind: str
    about: Record


@dataclass(frozen=True)
class Notice:
    """What somebody is told: how often it happened, by whom last, and in which words where it has any of its own."""

    times: int
    by: str | None
    message: str | None = None


def notice(ctx: Ctx, events: Sequence[Event]) -> None:
    """Tell everybody concerned, but not who did it, who doesn't want to hear of it, or may not see it."""
    loud = [event for event in events if event.source not in QUIET_SOURCES and event.object not in QUIET_OBJECTS]
    loud = [event for event in loud if event.object in ctx.catalogue.objects]
    causes: dict[Reason, list[Event]] = defaultdict(list)
    for reason, event in (*_addressed(loud), *_overheard(ctx, loud)):
        if reason.user != event.actor_id:
            causes[reason].append(event)
    if causes:
        told = _together({reason: causes[reason] for reason in _welcome(ctx, causes)})
        write_notices(ctx, {reason: Notice(len(events), events[-1].actor_id) for reason, events in told.items()})


def _addressed(events: Iterable[Event]) -> Iterator[tuple[Reason, Event]]:
    """What is meant for one person: a record handed over or shared, a mention."""
    for event in events:
        record = (event.object, event.record_id)
        owner = event.changes.get("owner_id", (None, None))[1]
        if owner and event.kind in ("created", "updated") and event.object != "comment":
            yield Reason(owner, "assigned", record), event
        grantee = str(event.changes.get("grantee", (None, None))[1])
        if event.kind == "shared" and grantee.startswith("user:"):
            yield Reason(grantee.removeprefix("user:"), "shared", record), event
        if event.object == "comment" and event.kind == "created" and (about := _about(event)):
            for user in event.changes.get("mentions", (None, None))[1] or ():
                yield Reason(user, "mentioned", about), event


def _overheard(ctx: Ctx, events: Sequence[Event]) -> Iterator[tuple[Reason, Event]]:
    """What those hear who follow a record; its owner hears of comments too."""
    happened: list[tuple[Record, str, Event]] = []
    for event in events:
        if event.object in ABOUT:
            about = _about(event) if event.kind == "created" else None
            if about:
                happened.append((about, ABOUT[event.object], event))
        elif event.kind in ("updated", "deleted", "restored"):
            happened.append(((event.object, event.record_id), "changed", event))
    followers = _followers(ctx, {record for record, _, _ in happened})
    owners = _owners(ctx, {record for record, kind, _ in happened if kind == "commented"})
    for record, kind, event in happened:
        mentioned = event.changes.get("mentions", (None, None))[1] or ()
        hearing = followers.get(record, set()) | ({owners[record]} if kind == "commented" and record in owners else set())
        for user in sorted(hearing - set(mentioned)):
            yield Reason(user, kind, record), event


def _about(event: Event) -> Record | None:
    about = event.changes.get("about", (None, None))[1]
    return (about["object"], about["id"]) if about else None


def _followers(ctx: Ctx, records: set[Record]) -> Mapping[Record, set[str]]:
    found: dict[Record, set[str]] = defaultdict(set)
    for ids in _chunks({id for _, id in records}):
        for row in _all(ctx, "follow", f"about.id IN ({ids})", ["about", "owner_id"]):
            found[row["about"]["object"], row["about"]["id"]].add(row["owner_id"])
    return found


def _owners(ctx: Ctx, records: set[Record]) -> Mapping[Record, str]:
    found: dict[Record, str] = {}
    for object in sorted({object for object, _ in records}):
        for ids in _chunks({id for other, id in records if other == object}):
            for row in _all(ctx, object, f"id IN ({ids})", ["owner_id"]):
                if row["owner_id"]:
                    found[object, row["id"]] = row["owner_id"]
    return found


def _welcome(ctx: Ctx, reasons: Iterable[Reason]) -> list[Reason]:
    """Those that their receiver wants to hear of, and may see the record of."""
    reasons = list(reasons)
    muted = _muted(ctx, {reason.user for reason in reasons})
    wanted = [reason for reason in reasons if reason.user in muted and reason.kind not in muted[reason.user]]
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reason in wanted:
        asked[reason.user, reason.about[0]].add(reason.about[1])
    seen = {(user, object): _visible(ctx, user, object, ids) for (user, object), ids in sorted(asked.items())}
    return [reason for reason in wanted if reason.about[1] in seen[reason.user, reason.about[0]]]


def _muted(ctx: Ctx, users: set[str]) -> Mapping[str, frozenset[str]]:
    """What each active user doesn't want to hear of."""
    rows = [row for ids in _chunks(users) for row in _all(ctx, "user", f"active = TRUE AND id IN ({ids})", ["muted"])]
    return {row["id"]: frozenset(row["muted"] or ()) for row in rows}


def _visible(ctx: Ctx, user: str, object: str, ids: set[str]) -> set[str]:
    try:
        own = ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, user))
        return {row["id"] for some in _chunks(ids) for row in _all(own, object, f"id IN ({some})", ["id"])}
    except (NotFound, NotAllowed):
        return set()


def _together(causes: Mapping[Reason, Sequence[Event]]) -> Mapping[Reason, Sequence[Event]]:
    """Who gets hundreds of records at once is told once, at the last of them, how many they were."""
    crowds: dict[tuple[str, str, str], list[Reason]] = defaultdict(list)
    for reason in causes:
        crowds[reason.user, reason.kind, reason.about[0]].append(reason)
    found: dict[Reason, Sequence[Event]] = {}
    for crowd in crowds.values():
        if len(crowd) <= CROWD:
            found |= {reason: causes[reason] for reason in crowd}
        else:
            found[crowd[-1]] = [event for reason in crowd for event in causes[reason]]
    return found


def write_notices(ctx: Ctx, notices: Mapping[Reason, Notice]) -> None:
    """One notification for each person, record and kind that isn't read yet."""
    if not notices:
        return
    unread = _unread(ctx, notices)
    new, more = [], []
    for reason, notice in notices.items():
        known = unread.get(reason)
        if known is None:
            about = {"object": reason.about[0], "id": reason.about[1]}
            row = {"kind": reason.kind, "about": about, "owner_id": reason.user, "caused_by": notice.by, "times": notice.times}
            new.append(row if notice.message is None else row | {"message": notice.message})
        else:
            row = {"id": known["id"], "times": known["times"] + notice.times, "caused_by": notice.by}
            more.append(row if notice.message is None else row | {"message": notice.message})
    if new:
        made = ctx.records.bulk("notification", "create", new)
        push_later(ctx, [{**row, "id": one["id"]} for row, one in zip(new, made, strict=True) if one["status"] == "created"])
    if more:
        ctx.records.bulk("notification", "update", more)


def _unread(ctx: Ctx, reasons: Iterable[Reason]) -> Mapping[Reason, Mapping[str, Any]]:
    found = {}
    fields = ["kind", "about", "owner_id", "times"]
    for ids in _chunks({reason.about[1] for reason in reasons}):
        for row in _all(ctx, "notification", f"read_at = NULL AND about.id IN ({ids})", fields):
            about = (row["about"]["object"], row["about"]["id"])
            found[Reason(row["owner_id"], row["kind"], about)] = row
    return found


def _chunks(ids: set[str]) -> Iterator[str]:
    """Lists for an `IN`, none too long for a filter."""
    ordered = sorted(ids)
    for at in range(0, len(ordered), CHUNK):
        yield ", ".join(f"'{id}'" for id in ordered[at : at + CHUNK])


def _all(ctx: Ctx, object: str, filter: str, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        page = ctx.records.list(object, filter=filter, fields=["id", *fields], limit=1000, after=after)
        yield from page.data
        after = page.next
        if after is None:
            return


#: Goes through the events of every tenant.
NOTICING = Listener("core.notifications", notice)
