"""Arithmetic of dates and moments within the years 1 to 9999; what falls outside is None, never an error."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = [
    "add_to_date",
    "add_to_moment",
    "date_difference",
    "elapsed",
    "end_of",
    "local",
    "make_date",
    "make_time",
    "midnight",
    "moment_difference",
    "moment_of",
    "start_of",
    "workdays",
]

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}

MICROSECONDS = Decimal(1_000_000)
MICROSECOND = timedelta(microseconds=1)

FIRST_LOCAL = datetime(1, 1, 2, tzinfo=UTC)
LAST_LOCAL = datetime(9999, 12, 30, tzinfo=UTC)
"""Between these a moment has a local time in every time zone."""

zone_of = lru_cache(maxsize=1024)(ZoneInfo)


def make_date(year: Decimal, month: Decimal, day: Decimal) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def make_time(hour: Decimal, minute: Decimal, second: Decimal) -> time | None:
    try:
        return time(int(hour), int(minute), int(second))
    except (ValueError, OverflowError):
        return None


def moment_of(day: date) -> datetime:
    """Midnight in UTC, which is what a date counts as beside a moment."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def add_to_date(day: date, count: Decimal, unit: str) -> date | None:
    """So many whole units later; the 31st becomes the last day of a shorter month."""
    if unit in MONTHS:
        return add_months(day, int(count) * MONTHS[unit])
    try:
        return day + timedelta(days=int(count) * DAYS[unit])
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_to_moment(moment: datetime, count: Decimal, unit: str) -> datetime | None:
    """So many units later, parts of a second, minute, hour, day and week included."""
    if unit in MONTHS:
        moment = moment.astimezone(UTC)
        day = add_months(moment.date(), int(count) * MONTHS[unit])
        return None if day is None else datetime.combine(day, moment.timetz())
    try:
        return moment + int(count * SECONDS[unit] * MICROSECONDS) * MICROSECOND
    except OverflowError:
        return None


def date_difference(start: date, end: date, unit: str) -> Decimal:
    """Whole units from one date to the other, negative if the end comes first."""
    if unit in DAYS:
        return Decimal(toward_zero((end - start).days, DAYS[unit]))
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return Decimal(toward_zero(months, MONTHS[unit]))


def moment_difference(start: datetime, end: datetime, unit: str) -> Decimal:
    """Whole units of time that passed."""
    return Decimal(toward_zero((end - start) // MICROSECOND, SECONDS[unit] * 1_000_000))


def toward_zero(number: int, divisor: int) -> int:
    return number // divisor if number >= 0 else -(-number // divisor)


def elapsed(start: datetime, end: datetime) -> Decimal:
    """Seconds, to the microsecond."""
    return Decimal((end - start) // MICROSECOND) / MICROSECONDS


def start_of(day: date, unit: str) -> date:
    """The first day of the week (Monday), month, quarter or year."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day if unit == "day" else day.replace(month=1, day=1)


def end_of(day: date, unit: str) -> date | None:
    """The last day of the same, or None after the year 9999."""
    first = start_of(day, unit)
    if unit in MONTHS:
        last_month = first.month + MONTHS[unit] - 1
        return date(first.year, last_month, monthrange(first.year, last_month)[1])
    try:
        return first + timedelta(days=DAYS[unit] - 1)
    except OverflowError:
        return None


def local(zone: str, moment: datetime) -> datetime | None:
    """The moment on the clock of a time zone; the first and the last days of the calendar have none."""
    return moment.astimezone(zone_of(zone)) if FIRST_LOCAL <= moment <= LAST_LOCAL else None


def midnight(zone: str, day: date) -> datetime | None:
    """The moment a day begins in a time zone. Where clocks change at midnight, PostgreSQL's choice is ours:

    the later of two midnights, and for one that is skipped the moment of the change.
    """
    if not FIRST_LOCAL.date() <= day <= LAST_LOCAL.date():
        return None
    first = datetime(day.year, day.month, day.day, tzinfo=zone_of(zone))
    second = first.replace(fold=1)
    return max(first.astimezone(UTC), second.astimezone(UTC))


def workdays(start: date, end: date) -> Decimal:
    """Days from Monday to Friday from the start to the end, both included; negative if the end comes first."""
    if end < start:
        return -workdays(end, start)
    return Decimal(workdays_until(end.toordinal()) - workdays_until(start.toordinal() - 1))


def workdays_until(ordinal: int) -> int:
    """Weekdays among the first so many days of the calendar, which began on a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)
