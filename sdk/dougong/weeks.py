"""Weeks as people live them: from Monday's midnight on, where they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dougong.errors import FieldProblem, Invalid

__all__ = ["during", "later", "monday_of", "week_of"]


def monday_of(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def week_of(given: Mapping[str, Any], name: str) -> date:
    """The Monday of the week of the day that a request gives under a name; raises Invalid for what is no day."""
    try:
        return monday_of(date.fromisoformat(str(given[name])))
    except (KeyError, ValueError):
        problem = FieldProblem(name, "type", "A day of the week is expected here, such as 2026-11-23")
        raise Invalid(errors=[problem]) from None


def during(field: str, monday: date, time_zone: str) -> str:
    """The expression for records whose moment lies in the week that begins on a Monday in that time zone."""
    ends = [datetime.combine(monday + timedelta(days=days), time(), ZoneInfo(time_zone)).astimezone(UTC) for days in (0, 7)]
    first, last = (end.strftime("%Y-%m-%dT%H:%M+00:00") for end in ends)
    return f"{field} >= '{first}' AND {field} < '{last}'"


def later(moment: datetime, shift: timedelta, time_zone: str) -> datetime:
    """The same hour of another day in that time zone, whether clocks were changed in between or not."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return datetime.combine(local.date() + shift, local.time(), ZoneInfo(time_zone)).astimezone(UTC)
