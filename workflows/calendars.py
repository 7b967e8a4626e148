"""Working time: when people are at work, and when so much of it has passed.

Days and hours are those of a wall clock in the calendar's time zone. Where clocks are put forward, an hour that doesn't
exist counts as the one after it; where they are put back, an hour that comes twice means its first coming (A-TIME-09).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.durations import Duration

__all__ = ["ALWAYS", "Calendar", "Hours", "later"]

#: The hours of a day: from and to, in order, none touching the next.
Hours = tuple[tuple[time, time], ...]

#: The end of a day, which `time` can't say.
DAY = timedelta(days=1)
#: Nobody looks farther for working time.
FARTHEST = 3660


@dataclass(frozen=True)
class Calendar:
    """Who keeps to it works at these hours, on these days.

    week: the hours of each weekday, Monday first. exceptions: the hours of single days, none for a holiday.
    An hour that ends at midnight ends at `time(0)`. Raises ValueError where nobody ever works, or hours are out of order.
    """

    zone: ZoneInfo
    week: tuple[Hours, ...]
    exceptions: Mapping[date, Hours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        if not any(self.week):
            raise ValueError("a week needs some working hours")
        for hours in (*self.week, *self.exceptions.values()):
            _refuse_disorder(hours)

    def works_on(self, day: date) -> bool:
        """Whether anybody works on that day at all."""
        return bool(self._hours(day))

    def opens(self, moment: datetime) -> datetime:
        """The first working moment from a moment on. Raises ValueError where none comes within ten years."""
        begin, _ = next(self._spans(moment))
        return begin

    def add(self, moment: datetime, seconds: int) -> datetime:
        """When so much working time has passed since a moment; at the end of a day rather than the beginning of the next.

        Raises ValueError where there isn't so much within ten years.
        """
        left = timedelta(seconds=seconds)
        for begin, end in self._spans(moment):
            if begin + left <= end:
                return begin + left
            left -= end - begin
        raise AssertionError("the spans end with an error")

    def add_days(self, moment: datetime, days: int) -> datetime:
        """The same hour so many working days later, or the nearest hour then at which people still work.

        What begins outside working time counts from the next opening.
        """
        begin = self.opens(moment).astimezone(self.zone)
        day = begin.date()
        for _ in range(days):
            day = self._next_working_day(day)
        wanted = _moment(day, begin.time(), self.zone)
        spans = list(self._spans_of(day))
        for first, last in spans:
            if wanted <= last:
                return max(first, wanted)
        return spans[-1][1]

    def between(self, begin: datetime, end: datetime) -> int:
        """The seconds of working time from one moment to another; none where the second is the earlier."""
        total = timedelta()
        day, last = begin.astimezone(self.zone).date() - DAY, end.astimezone(self.zone).date()
        while day <= last:
            for first, until in self._spans_of(day):
                total += max(timedelta(), min(until, end) - max(first, begin))
            day += DAY
        return int(total.total_seconds())

    def _hours(self, day: date) -> Hours:
        found = self.exceptions.get(day)
        return self.week[day.weekday()] if found is None else found

    def _next_working_day(self, day: date) -> date:
        for _ in range(FARTHEST):
            day += DAY
            if self._hours(day):
                return day
        raise ValueError("nobody works within ten years of that day")

    def _spans_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for begin, end in self._hours(day):
            first = _moment(day, begin, self.zone)
            last = _moment(day, end, self.zone) if end != time(0) else _moment(day + DAY, time(0), self.zone)
            if first < last:
                yield first, last

    def _spans(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working time from a moment on, a span at a time."""
        day = moment.astimezone(self.zone).date()
        for _ in range(FARTHEST):
            for begin, end in self._spans_of(day):
                if end > moment:
                    yield max(begin, moment), end
            day += DAY
        raise ValueError("there isn't so much working time within ten years")


def _refuse_disorder(hours: Hours) -> None:
    ends = [moment for begin, end in hours for moment in (begin, end)]
    last = ends[:-1] if ends and ends[-1] == time(0) else ends
    if any(later <= earlier for earlier, later in zip(last, last[1:], strict=False)):
        raise ValueError("the hours of a day stand in order and don't touch")


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


#: Around the clock, where nobody has said when people work.
ALWAYS = Calendar(ZoneInfo("UTC"), (((time(0), time(0)),),) * 7)


def later(moment: datetime, by: Duration, zone: ZoneInfo, calendar: Calendar | None = None) -> datetime:
    """The moment a length of time after another: months and days by the wall clock of a zone, then hours as they pass.

    With a calendar, its days and hours alone count. Months are always those of the calendar on the wall; the 31st
    becomes the last day of a shorter month. Raises ValueError for what lies beyond the year 9999.
    """
    if by.months:
        moment = _months_later(moment, by.months, zone)
    if calendar is not None:
        if by.days:
            moment = calendar.add_days(moment, by.days)
        return calendar.add(moment, by.seconds) if by.seconds or not by.days else moment
    local = moment.astimezone(zone)
    try:
        if by.days:
            moment = _moment(local.date() + timedelta(days=by.days), local.time(), zone)
        return moment.astimezone(UTC) + timedelta(seconds=by.seconds)
    except OverflowError:
        raise ValueError(f"{by} after {moment:%Y-%m-%d} lies beyond the year 9999") from None


def _months_later(moment: datetime, months: int, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    if year > 9999:
        raise ValueError(f"{months} months after {moment:%Y-%m-%d} lies beyond the year 9999")
    day = min(local.day, monthrange(year, month + 1)[1])
    return _moment(date(year, month + 1, day), local.time(), zone)
