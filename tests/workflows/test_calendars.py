"""Working time: holidays, Saturdays that are worked, clocks that are changed."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tree import ROOT
from workflows.calendars import Calendar, later
from workflows.durations import Duration

CHINA, WARSAW, SYDNEY = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Warsaw"), ZoneInfo("Australia/Sydney")
NINE_TO_SIX = ((time(9), time(18)),)
WEEK = (NINE_TO_SIX,) * 5 + ((), ())
FOLDER = ROOT.parent / "shared" / "data" / "18b-china-workdays"


@pytest.fixture(scope="module")
def china() -> Calendar:
    """The working days of China, as the State Council has announced them."""
    days = [day for path in sorted(FOLDER.glob("*.json")) for day in json.loads(path.read_text("utf-8"))["days"]]
    exceptions = {date.fromisoformat(day["date"]): () if day["isOffDay"] else NINE_TO_SIX for day in days}
    return Calendar(CHINA, WEEK, exceptions)


def test_A_TIME_02_the_working_days_of_chinese_years_are_those_announced(china: Calendar) -> None:
    counted = re.findall(r"(\d{4}) (\d{3})\b", (FOLDER / "EXPECTED.md").read_text("utf-8").split("SLA")[0])
    assert len(counted) == 8
    for year, count in counted:
        days = [date(int(year), 1, 1) + timedelta(days=number) for number in range(366)]
        assert sum(china.works_on(day) for day in days if day.year == int(year)) == int(count)


def test_A_TIME_01_due_times_are_those_counted_by_hand(china: Calendar) -> None:
    rows = re.findall(r"\| (\d{4}[-\d: ]+) \| (\d+) \| (\d{4}[-\d: ]+) \|", (FOLDER / "EXPECTED.md").read_text("utf-8"))
    assert len(rows) == 6
    for start, hours, due in rows:
        begin = datetime.fromisoformat(start).replace(tzinfo=CHINA)
        assert china.add(begin, int(hours) * 3600) == datetime.fromisoformat(due).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("zone", "start", "hours", "due"),
    [
        (WARSAW, "2026-03-28 20:00", 10, "2026-03-29 07:00"),  # an hour less in that night
        (WARSAW, "2026-10-24 20:00", 10, "2026-10-25 05:00"),  # an hour more
        (SYDNEY, "2026-10-03 20:00", 10, "2026-10-04 07:00"),
        (SYDNEY, "2026-04-04 20:00", 10, "2026-04-05 05:00"),
    ],
)
def test_E19_working_hours_that_pass_while_clocks_are_changed_are_hours(zone: ZoneInfo, start: str, hours: int, due: str) -> None:
    night = Calendar(zone, (((time(0), time(0)),),) * 7)
    begin = datetime.fromisoformat(start).replace(tzinfo=zone)
    assert night.add(begin, hours * 3600) == datetime.fromisoformat(due).replace(tzinfo=zone)
    assert night.between(begin, night.add(begin, hours * 3600)) == hours * 3600


def test_A_TIME_09_an_hour_that_there_isnt_is_the_next_and_one_that_comes_twice_the_first() -> None:
    saturday = datetime(2026, 3, 28, 2, 30, tzinfo=WARSAW)
    assert later(saturday, Duration(days=1), WARSAW) == datetime(2026, 3, 29, 3, 30, tzinfo=WARSAW)
    saturday = datetime(2026, 10, 24, 2, 30, tzinfo=WARSAW)
    assert later(saturday, Duration(days=1), WARSAW) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_working_days_keep_the_hour_and_skip_what_is_free() -> None:
    calendar = Calendar(WARSAW, (*WEEK[:4], ((time(9), time(13)),), (), ()), {date(2026, 11, 11): ()})
    tuesday = datetime(2026, 11, 10, 15, 30, tzinfo=WARSAW)
    assert calendar.add_days(tuesday, 1) == datetime(2026, 11, 12, 15, 30, tzinfo=WARSAW)
    assert calendar.add_days(tuesday, 2) == datetime(2026, 11, 13, 13, 0, tzinfo=WARSAW)  # Fridays end at one
    sunday = datetime(2026, 11, 15, 20, 0, tzinfo=WARSAW)
    assert calendar.add_days(sunday, 0) == datetime(2026, 11, 16, 9, 0, tzinfo=WARSAW)


def test_months_end_where_shorter_ones_end() -> None:
    assert later(datetime(2027, 1, 31, 12, tzinfo=UTC), Duration(months=1), WARSAW) == datetime(2027, 2, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1", "2D", "P1DT", "P-1D", "P1.5D", "PT1H30", "p1d", "P1D ", "P123456D"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        Duration.parse(text)


@given(st.builds(Duration, months=st.integers(0, 999), days=st.integers(0, 99_999), seconds=st.integers(0, 86_400_000)))
def test_a_duration_reads_as_it_was_written(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


def test_hours_out_of_order_and_weeks_without_work_are_refused() -> None:
    for hours in (((time(18), time(9)),), ((time(9), time(13)), (time(13), time(17))), ((time(9), time(0)), (time(10), time(12)))):
        with pytest.raises(ValueError, match="order"):
            Calendar(WARSAW, (hours, (), (), (), (), (), ()))
    with pytest.raises(ValueError, match="some working hours"):
        Calendar(WARSAW, ((),) * 7)
    with pytest.raises(ValueError, match="seven days"):
        Calendar(WARSAW, (NINE_TO_SIX,) * 5)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from([CHINA, WARSAW, SYDNEY, ZoneInfo("America/St_Johns"), ZoneInfo("Africa/Casablanca")])
days = st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=0, max_size=4, unique=True).map(
    lambda found: tuple(zip(*[iter(sorted(found))] * 2, strict=False))
)
calendars = st.builds(
    Calendar,
    zones,
    st.lists(days, min_size=6, max_size=6).map(lambda found: (NINE_TO_SIX, *found)),
    st.dictionaries(st.dates(date(2025, 1, 1), date(2028, 12, 31)), days, max_size=20),
)


@given(calendars, moments, st.integers(0, 400_000))
def test_as_much_working_time_lies_before_what_is_due_as_was_given(calendar: Calendar, moment: datetime, seconds: int) -> None:
    due = calendar.add(moment, seconds)
    assert calendar.between(moment, due) == seconds
    assert due >= moment
    assert calendar.between(due, moment) == 0


@given(calendars, moments, st.integers(0, 200_000), st.integers(0, 200_000))
def test_A_TIME_03_a_budget_that_is_used_in_two_parts_ends_when_it_would_in_one(calendar: Calendar, moment: datetime, first: int, second: int) -> None:
    whole = calendar.add(moment, first + second)
    parts = calendar.add(calendar.add(moment, first), second)
    assert parts == whole or calendar.between(min(parts, whole), max(parts, whole)) == 0


@given(calendars, moments, moments, moments)
def test_working_time_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    whole = calendar.between(first, third)
    assert abs(whole - calendar.between(first, second) - calendar.between(second, third)) <= 1  # parts of a second


@given(calendars, moments, st.integers(0, 30))
def test_working_days_end_within_working_time(calendar: Calendar, moment: datetime, count: int) -> None:
    due = calendar.add_days(moment, count)
    assert due >= moment
    assert calendar.opens(due) == due or calendar.between(due - timedelta(seconds=1), due) == 1
