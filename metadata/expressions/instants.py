"""How dates and times are written: one strict reader and one writer for literals, functions and stored texts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

__all__ = ["read_date", "read_datetime", "read_time", "write_datetime"]

DATE = r"\d{4}-\d\d-\d\d"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
TIME = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?"
ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"

is_date = re.compile(DATE, re.ASCII).fullmatch
is_time = re.compile(CLOCK, re.ASCII).fullmatch
is_datetime = re.compile(f"{DATE}[T ]{TIME}({ZONE})?", re.ASCII).fullmatch


def read_date(text: str) -> date | None:
    """The day of `2026-01-31`, or None for anything else."""
    if not is_date(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """The time of `09:30` or `09:30:15`, or None."""
    return time.fromisoformat(text) if is_time(text) else None


def read_datetime(text: str) -> datetime | None:
    """The moment of `2026-01-31T09:30:00+01:00`, or None; without an offset it is UTC."""
    if not is_datetime(text):
        return None
    try:
        moment = datetime.fromisoformat(padded(text))
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return (moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta())).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def padded(text: str) -> str:
    """Python reads three or six decimals of a second, and we any number up to six."""
    found = re.search(r"\.(\d{1,6})", text)
    return text if found is None else text[: found.start(1)] + found[1].ljust(6, "0") + text[found.end(1) :]


def write_datetime(moment: datetime) -> str:
    """`2026-01-31T08:30:00.000000Z`: texts of one length, so that they sort as the moments do."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
