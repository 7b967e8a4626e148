"""A quarter of outings of the demo company's salespeople: what was planned, who was where, and next week's plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dougong import Context, hookimpl
from dougong.demo import Invent, make, moment, people

__all__ = ["register_demo"]

WEEKS_BACK, WEEKS_AHEAD = 12, 2
SELLERS = ("rep1", "rep2", "rep3", "rep4")
WORDS = {
    "zh": ("客户走访 {day}", "客户有意向，下周报价", "客户临时外出"),
    "pl": ("Objazd klientów {day}", "Zainteresowani, oferta w przyszłym tygodniu", "Klient wyjechał"),
    "en": ("Customer round {day}", "Interested, offer next week", "Customer was away"),
}
TYPES: dict[str, tuple[bool, list[tuple[str, str, bool]]]] = {
    "Follow-up 回访 Wizyta": (False, [("Needs 需求 Potrzeby", "note", False)]),
    "Stock check 盘点 Przegląd zapasów": (True, [("Shelf 货架 Regał", "photo", False), ("Filters 滤芯 Filtry", "count", True)]),
    "Demonstration 演示 Pokaz": (False, [("Agreement 同意书 Zgoda", "check", True), ("Order 订单 Zamówienie", "order", False)]),
}


@hookimpl
def register_demo(ctx: Context) -> None:
    """Types of visits, two outings a week of each seller with two to four customers, and records of most visits."""
    invent, staff = Invent("field_visits"), people(ctx)
    types = make(ctx, "visit_type", [{"name": name, "photo_required": photo} for name, (photo, _) in TYPES.items()])
    listed = [(type, position, *action) for type, (_, actions) in zip(types, TYPES.values(), strict=True) for position, action in enumerate(actions, 1)]
    make(ctx, "visit_type_action", [dict(zip(("visit_type", "position", "name", "kind", "required"), one, strict=True)) for one in listed])
    fields = ["name", "language", "location", "owner_id"]
    accounts = sorted(ctx.records.each("account", filter="kind = 'customer'", fields=fields), key=lambda one: str(one["name"]))
    for seller in SELLERS:
        mine = [account for account in accounts if account["owner_id"] == staff[seller]]
        trips = [trip(ctx, invent, week, day, staff[seller], mine[0]["language"]) for week in range(-WEEKS_BACK, WEEKS_AHEAD + 1) for day in (1, 3)]
        outings = make(ctx, "outing", trips)
        chosen = [invent.random.sample(mine, min(len(mine), invent.between(2, 4))) for _ in trips]
        stops = [(id, trip, position, account) for id, trip, some in zip(outings, trips, chosen, strict=True) for position, account in enumerate(some, 1)]
        visits = [stop(invent, id, trip, invent.one_of(types), position, account) for id, trip, position, account in stops]
        ids = make(ctx, "visit", visits)
        done = [(id, one) for id, one in zip(ids, visits, strict=True) if one["status"] == "done" and invent.chance(0.85)]
        make(ctx, "activity", [record(id, one) for id, one in done])


def trip(ctx: Context, invent: Invent, week: int, day: int, owner: str, language: str) -> dict[str, Any]:
    start = moment(ctx, 7 * week + day - ctx.now.weekday(), 7)
    past = start < ctx.now - timedelta(days=1)
    status = invent.weighted({"returned": 92, "cancelled": 8}) if past else "planned"
    went = {"out_at": start, "back_at": start + timedelta(hours=8)} if status == "returned" else {}
    why = {"cancel_reason": WORDS[language][2]} if status == "cancelled" else {}
    hours = {"planned_from": start, "planned_to": start + timedelta(hours=8), "created_at": min(start, ctx.now) - timedelta(days=4)}
    return {"purpose": WORDS[language][0].format(day=start.date().isoformat()), "status": status, "owner_id": owner, **hours, **went, **why}


def stop(invent: Invent, outing: str, trip: dict[str, Any], type: str, position: int, account: dict[str, Any]) -> dict[str, Any]:
    """A visit: mostly done near the customer, sometimes skipped, now and then from elsewhere."""
    at, words = trip["planned_from"] + timedelta(hours=2 * position - 1), WORDS[account["language"]]
    plan = {"outing": outing, "account": account["id"], "name": account["name"], "visit_type": type, "position": position, "planned_at": at, "place": account["location"], "owner_id": trip["owner_id"], "created_at": trip["created_at"], "status": "planned"}
    if trip["status"] != "returned":
        return plan
    if invent.chance(0.08):
        return plan | {"status": "skipped", "skip_reason": words[2]}
    metres = invent.between(900, 4000) if invent.chance(0.07) else invent.between(5, 180)
    place = {"lat": round(float(account["location"]["lat"]) + metres / 111_195, 6), "lng": float(account["location"]["lng"])}
    arrived = at + timedelta(minutes=invent.between(-10, 25))
    there = {"arrived_at": arrived, "arrived_phone_at": arrived, "arrived_place": place, "arrived_distance": metres, "arrived_accuracy": invent.between(4, 30), "off_place": metres > 300}
    return plan | there | {"status": "done", "left_at": arrived + timedelta(minutes=invent.between(20, 80)), "result": words[1]}


def record(visit: str, values: dict[str, Any]) -> dict[str, Any]:
    """The contact record of a visit."""
    about = {"object": "account", "id": values["account"]}
    times = {"start_at": values["arrived_at"], "end_at": values["left_at"], "done_at": values["left_at"], "created_at": values["left_at"]}
    words = {"subject": values["name"], "body": values["result"]}
    return {"kind": "meeting", "done": True, "outcome": "held", "visit": visit, "outing": values["outing"], "about": about, "owner_id": values["owner_id"], **times, **words}
