"""What begins at a time: schedules by cron, and dates in records with an offset. Each is a job that writes the next one.

A schedule that was missed, because nothing ran, is made up for once, late; dates that were passed meanwhile all count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.events.reading import Event
from core.jobs.queue import enqueue
from core.processes.clocks import calendar_of
from core.processes.marks import moved_on
from core.processes.queueing import enqueue_run
from core.processes.schedules import next_due
from core.records.reading import list_records
from dougong import BadRequest, Problem
from metadata.expressions.quoting import quote
from workflows.calendars import later
from workflows.durations import Duration

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue

__all__ = ["DATES", "SCHEDULE", "begin_for_dates", "begin_on_schedule", "follow_dates", "follow_schedules"]

SCHEDULE, DATES = "process.schedule", "process.dates"
#: Dates in records are looked at so often at least; and when one comes that was written since.
TICK = timedelta(hours=1)
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
        if "date" in document["on"] and document["on"]["object"] in ctx.catalogue.objects:
            moved_on(ctx, _mark(name, revision), ctx.now)
            _plan_dates(ctx, name, revision, _next_date(ctx, document))


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
    if on.get("object", "user") not in ctx.catalogue.objects:
        return  # its plugin is switched off
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


def _mark(name: str, revision: int) -> str:
    return f"dates:{name}:{revision}"


def _plan_dates(ctx: Ctx, name: str, revision: int, due: datetime) -> None:
    enqueue(ctx.as_system(), DATES, {"name": name, "revision": revision}, due=due, key=f"{DATES}:{name}:{revision}:{due.isoformat()}")


def _next_date(ctx: Ctx, document: Payload) -> datetime:
    """When the next date of a record that is there comes, or the next look is due anyway."""
    on, tick = document["on"], ctx.now + TICK
    try:
        page = list_records(ctx.as_system(), on["object"], filter=_between(ctx, on, ctx.now, tick), sort=on["date"]["field"], fields=[on["date"]["field"]], limit=1)
    except Problem:
        return tick
    return min([tick, *(_comes(ctx, on, row[on["date"]["field"]]) for row in page.data)])


def _comes(ctx: Ctx, on: Mapping[str, Any], value: Any) -> datetime:
    """When the date of a record comes, with the offset; a day comes at its midnight."""
    zone = _zone(ctx)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time(0), zone)
    offset = on["date"].get("offset", "PT0S")
    length = Duration.parse(offset.removeprefix("-"))
    return later(moment, Duration(-length.months, -length.days, -length.seconds) if offset.startswith("-") else length, zone, None)


def follow_dates(ctx: Ctx, events: Sequence[Event]) -> None:
    """Plan a look at dates that were written, where they come before the next look that is planned anyway."""
    for name, document in ctx.catalogue.of_kind("automation").items():
        on = document["on"]
        if "date" not in on or not document.get("active", True) or on["object"] not in ctx.catalogue.objects:
            continue
        field = on["date"]["field"]
        for event in events:
            if event.object == on["object"] and event.changes.get(field, (None, None))[1]:
                due = _comes(ctx, on, _read(event.changes[field][1]))
                if ctx.now < due <= ctx.now + TICK:
                    _plan_dates(ctx, name, ctx.catalogue.effective["automation", name].revision, due)


def _read(text: str) -> date | datetime:
    """A date or a moment of an event."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def begin_for_dates(ctx: Ctx, payload: Payload) -> None:
    """The job of a date: begin a process for each record whose date, with the offset, has come since it looked last."""
    document = _current(ctx, payload)
    if document is None:
        return
    on = document["on"]
    if on["object"] not in ctx.catalogue.objects:  # its plugin is switched off
        _plan_dates(ctx, payload["name"], payload["revision"], ctx.now + TICK)
        return
    since = moved_on(ctx, _mark(payload["name"], payload["revision"]), ctx.now)
    between = _between(ctx, on, since, ctx.now)
    filter = between if "when" not in on else f"{between} AND ({on['when']})"
    try:
        for ids in _pages(ctx, on["object"], filter):
            if ids:
                enqueue_run(ctx, document, on["object"], [_record(id, "date") for id in ids])
    except BadRequest:
        pass  # a field that it names is gone; the definition has to be mended
    _plan_dates(ctx, payload["name"], payload["revision"], _next_date(ctx, document))


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
