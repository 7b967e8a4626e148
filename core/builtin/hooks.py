"""What the core itself does when its records are saved, by the same hooks as every plugin."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dougong import Change, Context, FieldProblem, Invalid, hookimpl

__all__ = ["record_before_save"]


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Keep activities and the tree of managers in order."""
    if change.object == "activity":
        complete_activity(ctx, change)
    elif change.object == "user":
        refuse_unknown_time_zone(change)
        if "manager" in change.changed:
            refuse_circle_of_managers(ctx, change)


def complete_activity(ctx: Context, change: Change) -> None:
    """Fill in what follows from the rest: when it was done, and how long it took."""
    values = change.values
    if change.before is None and values.get("kind") == "note":
        values["done"] = True
    if not values.get("done"):
        values["done_at"] = None
    elif values.get("done_at") is None:
        values["done_at"] = ctx.now
    if change.changed & {"start_at", "end_at"}:
        values["duration"] = lasted(values) or values.get("duration")


def lasted(values: Mapping[str, Any]) -> int | None:
    """Seconds from start to end, where both are known and in order."""
    start, end = values.get("start_at"), values.get("end_at")
    if start is None or end is None or end < start:
        return None
    return int((end - start).total_seconds())


def refuse_unknown_time_zone(change: Change) -> None:
    """Dates and times are told in it, so it must be one."""
    name = change.values.get("time_zone")
    if name is None or "time_zone" not in change.changed:
        return
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        problem = FieldProblem("time_zone", "option", "There is no time zone called {name}; write it like Europe/Warsaw", {"name": name})
        raise Invalid(errors=[problem]) from None


def refuse_circle_of_managers(ctx: Context, change: Change) -> None:
    """A request for approval that climbs the managers must come to an end."""
    above = change.values.get("manager")
    seen = {change.id}
    while above is not None:
        if above in seen:
            problem = FieldProblem("manager", "circle", "This person is below the one you are changing")
            raise Invalid(errors=[problem])
        seen.add(above)
        above = ctx.records.get("user", above, fields=["manager"])["manager"]
