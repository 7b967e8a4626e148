"""Reads calendar files, iCalendar 2.0 (RFC 5545): each event, task and journal entry becomes a row under headings that mappings know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from core.exchange.vcards import LINE, unescaped, unfolded
from dougong import Problem

__all__ = ["HEADINGS", "Entry", "entry_cells", "read_entries"]

MOST_ENTRIES = 100_000
#: What each component is here: an event is a meeting.
KINDS = {"VEVENT": "meeting", "VTODO": "task", "VJOURNAL": "note"}
HEADINGS = (
    "Kind", "Subject", "Starts", "Ends", "Due", "Done", "Done at", "Priority", "Place", "Content", "Tags", "Organizer", "Attendees", "Repeats", "Link",
    "Source key",
)  # fmt: skip
TEXTS = {"SUMMARY": "Subject", "LOCATION": "Place", "DESCRIPTION": "Content", "CATEGORIES": "Tags", "RRULE": "Repeats", "URL": "Link"}
MOMENTS = {"DTSTART": "Starts", "DTEND": "Ends", "DUE": "Due", "COMPLETED": "Done at"}
PEOPLE = {"ORGANIZER": "Organizer", "ATTENDEE": "Attendees"}
MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
DURATION = re.compile(r"\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
ZONE = re.compile(r"TZID=\"?([^;\":]+)", re.IGNORECASE)


@dataclass
class Entry:
    """What one component says under each heading. whole: whether its end was there."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    begins: datetime | None = None
    whole: bool = False


def read_entries(path: Path, encoding: str) -> Iterator[Entry]:
    """Every entry of a file; what stands within one, such as an alarm, is passed over. Raises a Problem for a file without any,
    or with too many.
    """
    entry: Entry | None = None
    within: list[str] = []
    count = 0
    for number, line in unfolded(path.read_bytes(), encoding):
        found = LINE.fullmatch(line)
        if found is None:
            continue
        name, params, value = found[1].upper(), found[2], found[3].strip()
        if name == "BEGIN":
            within.append(value.upper())
            if entry is None and within[-1] in KINDS:
                entry, count = Entry(number, {"Kind": KINDS[within[-1]]}), count + 1
                within = within[-1:]
                if count > MOST_ENTRIES:
                    raise Problem("{file} has more than {most} entries", file=path.name, most=MOST_ENTRIES)
        elif name == "END":
            if entry is not None and len(within) == 1:
                entry.whole = True
                entry.values.setdefault("Done", "yes" if _is_over(entry) else "no")
                yield entry
                entry = None
            within = within[:-1]
        elif entry is not None and len(within) == 1:
            _take(entry, name, params, value)
    if entry is not None:
        yield entry
    if not count:
        raise Problem("{file} holds no entry of a calendar", file=path.name)


def entry_cells(entry: Entry, headings: Sequence[str]) -> list[str]:
    """An entry under the headings of its file."""
    return [entry.values.get(heading, "") for heading in headings]


def _is_over(entry: Entry) -> bool:
    """Whether nobody waits for it any more: what was written down, and a meeting that has begun."""
    if entry.values["Kind"] == "task" or entry.begins is None:
        return entry.values["Kind"] == "note"
    begins = entry.begins if entry.begins.tzinfo else entry.begins.replace(tzinfo=UTC)
    return begins < datetime.now(UTC)


# -- properties ----------------------------------------------------------------------------------------------


def _take(entry: Entry, name: str, params: str, value: str) -> None:
    values = entry.values
    if name in TEXTS:
        values[TEXTS[name]] = unescaped(value)
    elif name in MOMENTS:
        moment = _moment(value, params)
        values[MOMENTS[name]] = value if moment is None else moment.isoformat()
        if name == "DTSTART":
            entry.begins = moment
    elif name == "DURATION" and entry.begins is not None and (end := _after(entry.begins, value)) is not None:
        values["Ends" if values["Kind"] == "meeting" else "Due"] = end.isoformat()
    elif name in PEOPLE:
        values[PEOPLE[name]] = "; ".join(filter(None, (values.get(PEOPLE[name], ""), _person(value))))
    elif name == "STATUS" and values["Kind"] == "task":
        values["Done"] = "yes" if value.upper() == "COMPLETED" else "no"
    elif name == "PRIORITY" and len(value) == 1 and value in "123456789":
        values["Priority"] = "high" if int(value) < 5 else "normal" if int(value) == 5 else "low"
    elif name == "UID":
        values["Source key"] = f"{unescaped(value)} {values.get('Source key', '')}".strip()
    elif name == "RECURRENCE-ID":  # one date of a series that was moved: its own entry under the same name
        values["Source key"] = f"{values.get('Source key', '')} {value}".strip()


def _person(value: str) -> str:
    return re.sub(r"(?i)^mailto:", "", value)


def _moment(value: str, params: str) -> datetime | None:
    """The moment; without a zone where the file names none. A whole day begins at midnight."""
    found = MOMENT.fullmatch(value)
    if found is None:
        return None
    year, month, day, hour, minute, second, utc = found.groups(default="0")
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second), 59))
    except ValueError:
        return None
    named = ZONE.search(params)
    return moment.replace(tzinfo=ZoneInfo("UTC") if utc == "Z" else _zone(named[1]) if named else None)


def _zone(name: str) -> ZoneInfo | None:
    """A zone by its name of IANA, or by that of Windows as Outlook writes it."""
    try:
        return ZoneInfo(get_global("windows_zone_mapping").get(name, name).lstrip("/"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _after(begins: datetime, duration: str) -> datetime | None:
    """When a duration is over; None where it is none, or leads beyond all calendars."""
    found = DURATION.fullmatch(duration.upper())
    if found is None:
        return None
    try:
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return begins + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except (OverflowError, ValueError):
        return None
