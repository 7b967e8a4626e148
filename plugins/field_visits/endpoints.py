"""Planning a week again, the shortest way, arriving and leaving, and writing down a visit."""

from __future__ import annotations

from typing import Any

from dougong import Context, Endpoint, Request, Slot, date, datetime, long_text, text
from dougong.places import length, short_way
from dougong.weeks import during, later, week_of

__all__ = ["endpoints", "slots"]

MINE = " AND owner_id = ME()"
ARRIVING = ["arrived_place", "arrived_photo", "arrived_accuracy", "arrived_phone_at"]
LEAVING = ["left_place", "result", "left_phone_at"]
WEEKS = {"from": date(label="A day of the week to copy", required=True), "to": date(label="A day of the week to plan", required=True)}
PLAN = ["account", "contact", "visit_type", "position"]
RECORD = {
    "subject": text(label="Subject", help="The name of the customer, where you leave it out"),
    "body": long_text(label="What was said and agreed", required=True),
    "next_step": text(label="Next step"),
    "next_step_at": datetime(label="Next step on"),
}


def copy_week(ctx: Context, request: Request) -> dict[str, Any]:
    """Plan one's own outings of one week again in another; those that are planned there already are left alone."""
    source, target = week_of(request.body, "from"), week_of(request.body, "to")
    shift, zone = target - source, ctx.actor.time_zone or "UTC"
    fields = ["purpose", "planned_from", "planned_to", "start_place", "note"]
    planned = ctx.records.each("outing", filter=during("planned_from", target, zone) + MINE, fields=fields)
    there = {(one["purpose"], one["planned_from"]) for one in planned}
    copied = []
    wanted = during("planned_from", source, zone) + MINE + " AND status <> 'cancelled'"
    for outing in ctx.records.each("outing", filter=wanted, fields=fields):
        moved = {name: later(outing[name], shift, zone) for name in ("planned_from", "planned_to")}
        if (outing["purpose"], moved["planned_from"]) not in there:
            copied.append(ctx.records.create("outing", {**{name: outing[name] for name in fields}, **moved})["id"])
            for visit in ctx.records.each("visit", filter=f"outing = '{outing['id']}'", fields=[*PLAN, "planned_at"]):
                at = later(visit["planned_at"], shift, zone)
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


def arriving(ctx: Context, request: Request) -> dict[str, Any]:
    """What the form of arriving begins with: where the customer is, how near is near, and what it takes."""
    visit = ctx.records.get("visit", request.ids["visit"], fields=["account", "visit_type"])
    place = ctx.records.get("account", visit["account"], fields=["location"])["location"]
    settings = ctx.settings("field_visits")
    photo = visit["visit_type"] and ctx.records.get("visit_type", visit["visit_type"], fields=["photo_required"])["photo_required"]
    needed = {"arrived_place": settings["place_required"], "arrived_photo": photo}
    near = place and {**place, "within": settings["tolerance"], "strict": settings["outside"] == "refuse"}
    return {"required": [name for name, needs in needed.items() if needs], "near": {"arrived_place": near} if near else {}}


def posted(path: str, object: str, action: str, view: Any, summary: str) -> Endpoint:
    return Endpoint(method="POST", path=path, object=object, action=action, view=view, summary=summary)


endpoints = [
    Endpoint(method="GET", path="visits/<visit:visit>/arriving", object="visit", action="edit", view=arriving, summary="What it takes to arrive at a visit"),
    posted("week/copy", "outing", "create", copy_week, "Plan the outings of one week again in another"),
    posted("outings/<outing:outing>/route", "visit", "edit", order_stops, "Put the stops of an outing in a short order"),
    posted("visits/<visit:visit>/record", "activity", "create", write_down, "Write the contact record of a visit"),
]
slots = [
    Slot(name="copy_week", place="list.toolbar", label="Plan a week again", object="outing", icon="repeat", endpoint="week/copy", fields={name: field.document for name, field in WEEKS.items()}),
    Slot(name="arrive", place="record.header.action", label="Check in", object="visit", icon="map-pin", visible_when="status = 'planned'", opens="visits/{id}/arriving", sets={"status": "there"}, saves=ARRIVING),
    Slot(name="leave", place="record.header.action", label="Check out", object="visit", icon="checkbox", visible_when="status = 'there'", sets={"status": "done"}, saves=LEAVING),
    Slot(name="order_stops", place="record.header.action", label="Shortest way", object="outing", icon="route", endpoint="outings/{id}/route", visible_when="status = 'planned' OR status = 'out'"),
    Slot(name="write_down_visit", place="record.header.action", label="Contact record", object="visit", icon="pencil", endpoint="visits/{id}/record", fields={name: field.document for name, field in RECORD.items()}),
]  # fmt: skip
