"""Whose time counts how: the calendars that a tenant has defined, on the clock of the person whose time it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from workflows.calendars import ALWAYS, Calendar, Hours, later
from workflows.durations import Duration

__all__ = ["Clock", "calendar_of"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def calendar_of(document: Mapping[str, Any], zone: str) -> Calendar:
    """The calendar of a definition, on the clock of `zone` unless it names its own. Raises ValueError."""
    exceptions = {date.fromisoformat(day): _hours(hours) for day, hours in document.get("exceptions", {}).items()}
    week = tuple(_hours(document["week"].get(day, ())) for day in WEEKDAYS)
    return Calendar(_zone(document.get("time_zone") or zone), week, exceptions)


def _hours(written: Any) -> Hours:
    return tuple((_time(begin), _time(end)) for begin, end in (span.split("-") for span in written))


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, KeyError, ValueError):
        raise ValueError(f"there is no time zone called {name}") from None


class Clock:
    """The time of one person, or of the organisation."""

    def __init__(self, calendars: Mapping[str, Mapping[str, Any]], zone: str) -> None:
        self._calendars = calendars
        self._zone = zone

    def later(self, length: Mapping[str, Any], since: datetime) -> datetime:
        """When a length of time has passed."""
        return later(since, Duration.parse(length["for"]), ZoneInfo(self._zone), self._calendar(length))

    def seconds(self, length: Mapping[str, Any], since: datetime, until: datetime) -> int:
        """How much of it passes between two moments."""
        return (self._calendar(length) or ALWAYS).between(since, until)

    def after_seconds(self, length: Mapping[str, Any], since: datetime, seconds: int) -> datetime:
        """When so many seconds of it have passed."""
        return (self._calendar(length) or ALWAYS).add(since, seconds)

    def _calendar(self, length: Mapping[str, Any]) -> Calendar | None:
        name = length.get("calendar")
        if name is None:
            return None
        if name not in self._calendars:
            raise KeyError(name)
        return calendar_of(self._calendars[name], self._zone)
