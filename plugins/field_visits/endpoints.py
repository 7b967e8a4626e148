"""The week of everybody whose outings one sees, copying one's own, the shortest way, and writing down a visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dougong import Context, Endpoint, FieldProblem, Invalid, Request, Slot, long_text, text
from dougong import datetime as moment_field
from dougong.places import length, short_way

__all__ = ["endpoints", "slots"]

SHOWN = ["name", "account", "outing", "status", "position", "planned_at", "arrived_at", "left_at", "off_place", "record_count", "owner_id", "owner.name"]
MINE = " AND owner_id = ME()"
COUNTED = ("planned", "done", "skipped", "elsewhere", "without_record")
PLAN = ["account", "contact", "visit_type", "position"]
RECORD = {
    "subject": text(label="Subject", help="The name of the customer, where you leave it out"),
    "body": long_text(label="What was said and agreed", required=True),
    "next_step": text(label="Next step"),
    "next_step_at": moment_field(label="Next step on"),
}


def week(ctx: Context, request: Request) -> dict[str, Any]:
    """Per person and day the visits of a week, with how many were done, skipped, elsewhere, or left no record."""
    monday = monday_of(request.query, "from", ctx.now.date())
    mine = ""
    if request.query.get("user"):
        mine = f" AND owner_id = '{ctx.records.get('user', request.query['user'], fields=['id'])['id']}'"
    people: dict[str, dict[str, Any]] = {}
    for visit in ctx.records.each("visit", filter=between(ctx, "planned_at", monday) + mine, fields=SHOWN):
        someone = {"id": visit["owner_id"], "name": visit["owner.name"], "days": {}, **dict.fromkeys(COUNTED, 0)}
        person = people.setdefault(visit["owner_id"], someone)
        person["days"].setdefault(visit["planned_at"].astimezone(zone(ctx)).date().isoformat(), []).append(visit)
        done = visit["status"] == "done"
        counted = (True, done, visit["status"] == "skipped", visit["off_place"], done and not visit["record_count"])
        for name, counts in zip(COUNTED, counted, strict=True):
            person[name] += bool(counts)
    days = [(monday + timedelta(days=number)).isoformat() for number in range(7)]
    return {"days": days, "people": sorted(people.values(), key=lambda person: str(person["name"]))}


def copy_week(ctx: Context, request: Request) -> dict[str, Any]:
    """Plan one's own outings of one week again in another; those that are planned there already are left alone."""
    source, target = monday_of(request.body, "from"), monday_of(request.body, "to")
    shift = target - source
    fields = ["purpose", "planned_from", "planned_to", "start_place", "note"]
    planned = ctx.records.each("outing", filter=between(ctx, "planned_from", target) + MINE, fields=fields)
    there = {(one["purpose"], one["planned_from"]) for one in planned}
    copied = []
    wanted = between(ctx, "planned_from", source) + MINE + " AND status <> 'cancelled'"
    for outing in ctx.records.each("outing", filter=wanted, fields=fields):
        moved = {name: later(ctx, outing[name], shift) for name in ("planned_from", "planned_to")}
        if (outing["purpose"], moved["planned_from"]) not in there:
            copied.append(ctx.records.create("outing", {**{name: outing[name] for name in fields}, **moved})["id"])
            for visit in ctx.records.each("visit", filter=f"outing = '{outing['id']}'", fields=[*PLAN, "planned_at"]):
                at = later(ctx, visit["planned_at"], shift)
                ctx.records.create("visit", {**{name: visit[name] for name in PLAN}, "outing": copied[-1], "planned_at": at})
    return {"copied": copied}


def order_stops(ctx: Context, request: Request) -> dict[str, Any]:
    """Put the visits that are still to come in a short order from where the way begins; those without a place come last."""
    outing = ctx.records.get("outing", request.ids["outing"], fields=["start_place", "visit_count"])
    still = f"outing = '{outing['id']}' AND status = 'planned'"
    waiting = list(ctx.records.each("visit", filter=still, fields=["place", "position"]))
    located = [visit for visit in waiting if visit["place"] is not None]
    start = [place for place in (outing["start_place"], *(visit["place"] for visit in located)) if place is not None][:1]
    ordered = [located[index] for index in short_way(start, [visit["place"] for visit in located])]
    for position, visit in enumerate([*ordered, *(visit for visit in waiting if visit["place"] is None)], outing["visit_count"] - len(waiting) + 1):
        if visit["position"] != position:
            ctx.records.update("visit", visit["id"], {"position": position})
    return {"order": [visit["id"] for visit in ordered], "metres": length([*start, *(visit["place"] for visit in ordered)])}


def write_down(ctx: Context, request: Request) -> dict[str, Any]:
    """A visit becomes a contact record: a meeting with the customer, at the hours of the visit."""
    visit = ctx.records.get("visit", request.ids["visit"], fields=["name", "contact", "arrived_at", "left_at"])
    start = visit["arrived_at"] or ctx.now
    values = {"kind": "meeting", "done": True, "outcome": "held", "visit": visit["id"], "start_at": start, "end_at": visit["left_at"], "due_at": start}
    record = {**values, **request.body, "subject": request.body.get("subject") or visit["name"]}
    if visit["contact"]:
        record["contacts"] = [visit["contact"]]
    return {"activity": ctx.records.create("activity", record)["id"]}


def zone(ctx: Context) -> ZoneInfo:
    return ZoneInfo(ctx.actor.time_zone or "UTC")


def monday_of(given: Mapping[str, Any], name: str, otherwise: date | None = None) -> date:
    """The Monday of the week of a given day."""
    try:
        day = otherwise if otherwise is not None and not given.get(name) else date.fromisoformat(str(given[name]))
    except (KeyError, ValueError):
        raise Invalid(errors=[FieldProblem(name, "type", "A day of the week is expected here, such as 2026-11-23")]) from None
    return day - timedelta(days=day.weekday())


def between(ctx: Context, field: str, monday: date) -> str:
    """The expression for a week that begins at midnight where the person is."""
    ends = [datetime.combine(monday + timedelta(days=days), time(), zone(ctx)).astimezone(UTC) for days in (0, 7)]
    first, last = (end.strftime("%Y-%m-%dT%H:%M+00:00") for end in ends)
    return f"{field} >= '{first}' AND {field} < '{last}'"


def later(ctx: Context, moment: datetime, shift: timedelta) -> datetime:
    """The same hour of another day where the person is, whether clocks were changed in between or not."""
    local = moment.astimezone(zone(ctx))
    return datetime.combine(local.date() + shift, local.time(), zone(ctx)).astimezone(UTC)


def posted(path: str, object: str, action: str, view: Any, summary: str) -> Endpoint:
    return Endpoint(method="POST", path=path, object=object, action=action, view=view, summary=summary)


endpoints = [
    Endpoint(method="GET", path="week", object="visit", action="read", view=week, summary="Visits of a week by person and day"),
    posted("week/copy", "outing", "create", copy_week, "Plan the outings of one week again in another"),
    posted("outings/<outing:outing>/route", "visit", "edit", order_stops, "Put the stops of an outing in a short order"),
    posted("visits/<visit:visit>/record", "activity", "create", write_down, "Write the contact record of a visit"),
]
slots = [
    Slot(name="order_stops", place="record.header.action", label="Shortest way", object="outing", icon="route", endpoint="outings/{id}/route", visible_when="status = 'planned' OR status = 'out'"),
    Slot(name="write_down_visit", place="record.header.action", label="Contact record", object="visit", icon="pencil", endpoint="visits/{id}/record", fields={name: field.document for name, field in RECORD.items()}),
]  # fmt: skip
