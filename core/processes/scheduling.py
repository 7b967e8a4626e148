"""What begins at a time: schedules by cron, and dates in records with an offset. Each is a job that writes the next one.

A schedule that was missed, because nothing ran, is made up for once, late; dates that were passed meanwhile all count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.jobs.queue import enqueue
from core.processes.clocks import calendar_of
from core.processes.schedules import next_due
from core.processes.triggers import enqueue_run
from core.records.reading import list_records
from dougong import BadRequest
from metadata.expressions.quoting import quote
from workflows.calendars import later
from workflows.durations import Duration

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue

__all__ = ["DATES", "SCHEDULE", "begin_for_dates", "begin_on_schedule", "follow_schedules"]

SCHEDULE, DATES = "process.schedule", "process.dates"
#: How often dates in records are looked at.
TICK = timedelta(minutes=1)
PAGE = 1000

Payload = Mapping[str, Any]


def follow_schedules(ctx: Ctx, before: Catalogue) -> None:
    """Plan what is new or was changed; what was planned for another version does nothing when it comes."""
    for name, document in ctx.catalogue.of_kind("automation").items():
        revision = ctx.catalogue.effective["automation", name].revision
        was = before.effective.get(("automation", name))
        if not document.get("active", True) or (was is not None and was.stands and was.revision == revision):
            continue
        if "schedule" in document["on"]:
            _plan(ctx, name, revision, document["on"]["schedule"])
        if "date" in document["on"]:
            _plan_dates(ctx, name, revision, ctx.now)


def _zone(ctx: Ctx) -> ZoneInfo:
    return ZoneInfo(str(ctx.settings("organisation").get("time_zone") or "UTC"))


def _current(ctx: Ctx, payload: Payload) -> Mapping[str, Any] | None:
    """The automation, if it still is the one that the job was written for."""
    document = ctx.catalogue.of_kind("automation").get(payload["name"])
    if document is None or not document.get("active", True):
        return None
    return document if ctx.catalogue.effective["automation", payload["name"]].revision == payload["revision"] else None


# -- schedules -----------------------------------------------------------------------------------------------


def _plan(ctx: Ctx, name: str, revision: int, schedule: str) -> None:
    due = next_due(schedule, ctx.now, _zone(ctx))
    key = f"{SCHEDULE}:{name}:{revision}:{due.isoformat()}"  # each time once, however many processes plan it
    enqueue(ctx.as_system(), SCHEDULE, {"name": name, "revision": revision}, due=due, key=key)


def begin_on_schedule(ctx: Ctx, payload: Payload) -> None:
    """The job of a schedule: begin a process, or one for each record for which the condition holds, and plan the next time."""
    document = _current(ctx, payload)
    if document is None:
        return
    on = document["on"]
    _plan(ctx, payload["name"], payload["revision"], on["schedule"])
    if "calendar" in on and not _works(ctx, on["calendar"]):
        return
    if "object" not in on:
        enqueue_run(ctx, document, "", [_record(None, "schedule")])
        return
    for ids in _pages(ctx, on["object"], on.get("when")):
        enqueue_run(ctx, document, on["object"], [_record(id, "schedule") for id in ids])


def _works(ctx: Ctx, name: str) -> bool:
    """Whether anybody works on this day by a calendar."""
    document = ctx.catalogue.of_kind("calendar").get(name)
    return document is None or calendar_of(document, str(_zone(ctx))).works_on(ctx.now.astimezone(_zone(ctx)).date())


def _record(id: str | None, kind: str) -> dict[str, Any]:
    return {"id": id, "kind": kind, "changes": {}, "actor": None, "source": kind, "depth": 0}


def _pages(ctx: Ctx, object: str, filter: str | None) -> Iterator[list[str]]:
    after = None
    while True:
        page = list_records(ctx.as_system(), object, filter=filter, fields=["id"], sort="id", limit=PAGE, after=after)
        yield [row["id"] for row in page.data]
        after = page.next
        if after is None:
            return


# -- dates ---------------------------------------------------------------------------------------------------


def _plan_dates(ctx: Ctx, name: str, revision: int, since: datetime) -> None:
    payload = {"name": name, "revision": revision, "since": since.isoformat()}
    enqueue(ctx.as_system(), DATES, payload, due=ctx.now + TICK, key=f"{DATES}:{name}:{revision}:{since.isoformat()}")


def begin_for_dates(ctx: Ctx, payload: Payload) -> None:
    """The job of a date: begin a process for each record whose date, with the offset, has come since it looked last."""
    document = _current(ctx, payload)
    if document is None:
        return
    _plan_dates(ctx, payload["name"], payload["revision"], ctx.now)
    on = document["on"]
    between = _between(ctx, on, datetime.fromisoformat(payload["since"]), ctx.now)
    filter = between if "when" not in on else f"{between} AND ({on['when']})"
    try:
        for ids in _pages(ctx, on["object"], filter):
            enqueue_run(ctx, document, on["object"], [_record(id, "date") for id in ids])
    except BadRequest:
        return  # a field that it names is gone, and its definition can't be changed before that is mended


def _between(ctx: Ctx, on: Mapping[str, Any], since: datetime, until: datetime) -> str:
    """The condition for records whose date has come between two moments."""
    field, zone = on["date"]["field"], _zone(ctx)
    first, last = (_before(moment, on["date"].get("offset", "PT0S"), zone) for moment in (since, until))
    kind = ctx.catalogue.object(on["object"])
    if kind.fields[field].result.type.name == "date":  # a day comes at its midnight
        return f"{field} > {quote(first.astimezone(zone).date().isoformat())} AND {field} <= {quote(last.astimezone(zone).date().isoformat())}"
    return f"{field} > {quote(first.isoformat())} AND {field} <= {quote(last.isoformat())}"


def _before(moment: datetime, offset: str, zone: ZoneInfo) -> datetime:
    """The moment from which it is so long to another one: `P1D` is a day after the date, `-P7D` a week before it."""
    length = Duration.parse(offset.removeprefix("-"))
    if offset.startswith("-"):
        return later(moment, length, zone, None)
    back = Duration(-length.months, -length.days, -length.seconds)
    return later(moment, back, zone, None)
