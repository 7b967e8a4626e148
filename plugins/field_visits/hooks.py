"""What happens when outings, visits, their actions and contact records are saved."""

from __future__ import annotations

from typing import Any

from dougong import Change, Context, FieldProblem, Invalid, NotAllowed, hookimpl
from dougong.places import apart
from dougong.states import refuse_leap

__all__ = ["record_before_save", "record_saved"]

#: Which state follows which; what the system brings from elsewhere may begin in any.
NEXT = {
    "outing": {None: {"planned", "out"}, "planned": {"out", "cancelled"}, "out": {"returned", "planned"}, "cancelled": {"planned"}},
    "visit": {None: {"planned"}, "planned": {"there", "skipped"}, "there": {"done", "skipped"}, "skipped": {"planned"}},
}
MOST_VISITS = 50
GIVEN_ON_ARRIVING = frozenset({"arrived_phone_at", "arrived_place", "arrived_accuracy", "arrived_photo"})


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Fill in what follows from the rest, refuse what can't be."""
    if change.object in NEXT and ctx.actor.id is not None:
        refuse_leap(change, NEXT[change.object])
    match change.object:
        case "outing":
            go_out_and_come_back(ctx, change)
        case "visit":
            complete_visit(ctx, change)
            arrive_and_leave(ctx, change)
        case "visit_action" if "done" in change.changed:
            change.values["done_at"] = ctx.now if change.values["done"] else None
        case "activity" if "visit" in change.changed and change.values.get("visit"):
            belong_to_the_outing(ctx, change)


@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    """A visit gets the actions of its type; whoever arrives has gone out."""
    if change.object != "visit" or change.values.get("deleted_at") is not None:
        return
    if "visit_type" in change.changed and change.values["status"] == "planned":
        list_the_actions(ctx, change.id, change.values.get("visit_type"))
    if "status" in change.changed and change.values["status"] == "there":
        outing = ctx.records.get("outing", change.values["outing"], fields=["status"])
        if outing["status"] == "planned":
            ctx.records.update("outing", outing["id"], {"status": "out"})


def go_out_and_come_back(ctx: Context, change: Change) -> None:
    """Stamp the hours; nobody comes back with visits left open, or without a record where one is wanted."""
    values = change.values
    if "status" not in change.changed or ctx.actor.id is None:
        return
    if values["status"] == "returned":
        if values.get("open_count"):
            raise Invalid(errors=[FieldProblem("status", "open", "Visits are open: say of each whether it is done or skipped")])
        if ctx.settings("field_visits")["record_required"] and not values.get("record_count"):
            raise Invalid(errors=[FieldProblem("status", "record", "Write a contact record of this outing first")])
        values["back_at"] = ctx.now
    elif values["status"] == "out":
        values["out_at"] = values.get("out_at") or ctx.now
    else:
        values["out_at"] = values["back_at"] = None


def complete_visit(ctx: Context, change: Change) -> None:
    """A new visit belongs to whoever goes out, comes after the others, and is where the customer is."""
    values = change.values
    if change.before is None:
        outing = ctx.records.get("outing", values["outing"], fields=["owner_id", "planned_from", "visit_count"])
        if (outing["visit_count"] or 0) >= MOST_VISITS:
            raise Invalid(errors=[FieldProblem("outing", "many", "An outing has at most {most} visits", {"most": MOST_VISITS})])
        values["owner_id"] = outing["owner_id"]
        values["planned_at"] = values.get("planned_at") or outing["planned_from"]
        values["position"] = values.get("position") or (outing["visit_count"] or 0) + 1
    if change.changed & {"account", "status"} and values["status"] in ("planned", "there"):
        account = ctx.records.get("account", values["account"], fields=["name", "location"])
        values["name"], values["place"] = account["name"], account["location"]


def arrive_and_leave(ctx: Context, change: Change) -> None:
    """By the server's clock, by whoever goes out, and near the customer; the phone's clock is kept beside it."""
    values, settings = change.values, ctx.settings("field_visits")
    if change.before is not None and change.before["status"] != "planned" and change.changed & GIVEN_ON_ARRIVING:
        raise Invalid(errors=[FieldProblem("arrived_place", "kept", "Where and when somebody arrived stays as it was")])
    if "status" not in change.changed or ctx.actor.id is None:
        return
    if values["status"] in ("there", "done") and ctx.actor.id != values["owner_id"]:
        raise NotAllowed("Nobody arrives or leaves for somebody else")
    match values["status"]:
        case "there":
            values["arrived_at"] = ctx.now
            values["arrived_distance"] = apart(values.get("arrived_place"), values.get("place"))
            far = (values["arrived_distance"] or 0) > settings["tolerance"]
            refuse_elsewhere(ctx, values, settings, far)
            values["off_place"] = values.get("arrived_place") is None or far
        case "done":
            if values.get("open_actions"):
                raise Invalid(errors=[FieldProblem("status", "open", "Something has to be done here before you leave")])
            values["left_at"], values["left_distance"] = ctx.now, apart(values.get("left_place"), values.get("place"))


def refuse_elsewhere(ctx: Context, values: Any, settings: Any, far: bool) -> None:
    """What the settings and the type of visit ask for on arriving."""
    if settings["place_required"] and values.get("arrived_place") is None:
        raise Invalid(errors=[FieldProblem("arrived_place", "required", "Let the phone say where you are")])
    if settings["outside"] == "refuse" and far:
        raise Invalid(errors=[FieldProblem("arrived_place", "far", "You are {metres} m from the customer", {"metres": values["arrived_distance"]})])
    if values.get("visit_type") and values.get("arrived_photo") is None:
        if ctx.records.get("visit_type", values["visit_type"], fields=["photo_required"])["photo_required"]:
            raise Invalid(errors=[FieldProblem("arrived_photo", "required", "Visits of this type begin with a photo")])


def list_the_actions(ctx: Context, visit: str, visit_type: Any) -> None:
    """What has to be done is what the type says; what was listed before and isn't done goes."""
    old = ctx.records.list("visit_action", filter=f"visit = '{visit}' AND done = FALSE", fields=["id"], limit=100).data
    for action in old:
        ctx.records.delete("visit_action", action["id"])
    if visit_type:
        fields = ["name", "kind", "required", "position"]
        wanted = ctx.records.list("visit_type_action", filter=f"visit_type = '{visit_type}'", fields=fields, sort="position", limit=100)
        for action in wanted.data:
            ctx.records.create("visit_action", {"visit": visit, **{name: action[name] for name in fields}})


def belong_to_the_outing(ctx: Context, change: Change) -> None:
    """The record of a visit is one of its outing, and about its customer."""
    visit = ctx.records.get("visit", change.values["visit"], fields=["outing", "account"])
    change.values["outing"] = visit["outing"]
    change.values["about"] = change.values.get("about") or {"object": "account", "id": visit["account"]}
