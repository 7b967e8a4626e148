"""Functions of dates, moments, times of day and durations. A week begins on Monday, as in ISO 8601."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from metadata.expressions.days import (
    add_to_date,
    add_to_moment,
    date_difference,
    elapsed,
    end_of,
    local,
    make_date,
    make_time,
    midnight,
    moment_difference,
    moment_of,
    start_of,
    workdays,
)
from metadata.expressions.exact import EXACT
from metadata.expressions.functions.function import Function
from metadata.expressions.instants import read_date, read_datetime, read_time
from metadata.expressions.sizes import COUNT, Size

__all__ = ["FUNCTIONS"]

IN_CALENDAR = "BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'"
DAYS_SQL = "CASE dg.u WHEN 'day' THEN 1 WHEN 'week' THEN 7 END"
MONTHS_SQL = "CASE dg.u WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'year' THEN 12 END"
SECONDS_SQL = "CASE dg.u WHEN 'second' THEN 1 WHEN 'minute' THEN 60 WHEN 'hour' THEN 3600 WHEN 'day' THEN 86400 WHEN 'week' THEN 604800 END"
MONTH_NUMBER = "extract(year FROM dg.d) * 12 + extract(month FROM dg.d) - 1"
FIRST_OF_MONTH = (
    "CASE WHEN dg.m BETWEEN 12 AND 119999 THEN make_date(div(dg.m, 12)::int, mod(dg.m, 12)::int + 1, 1) END"
)
SAME_DAY = "(dg.f + (least(extract(day FROM dg.d), extract(day FROM dg.f + interval '1 month -1 day')) - 1)::int)"

ADD_TO_DATE = (
    "(SELECT CASE WHEN dg.u IN ('day', 'week')"
    " THEN CASE WHEN dg.s BETWEEN 0 AND 3652058 THEN DATE '0001-01-01' + dg.s::int END"
    f" ELSE {SAME_DAY} END"
    f" FROM (SELECT dg.d, dg.u, dg.s, {FIRST_OF_MONTH} AS f"
    f" FROM (SELECT dg.d, dg.u, dg.d - DATE '0001-01-01' + dg.n * {DAYS_SQL} AS s, {MONTH_NUMBER} + dg.n * {MONTHS_SQL} AS m"
    " FROM (SELECT {0} AS d, trunc({1}) AS n, {2} AS u OFFSET 0) AS dg) AS dg) AS dg)"
)

ADD_TO_MOMENT = (
    "(SELECT (CASE WHEN dg.u IN ('month', 'quarter', 'year')"
    f" THEN {SAME_DAY} + (dg.t - dg.d::timestamp)"
    " WHEN dg.s BETWEEN 0 AND 315537897599999999"
    " THEN TIMESTAMP '0001-01-01' + make_interval(days => div(dg.s, 86400000000)::int)"
    " + mod(dg.s, 86400000000)::bigint * interval '1 microsecond' END) AT TIME ZONE 'UTC'"
    f" FROM (SELECT dg.t, dg.d, dg.u, dg.s, {FIRST_OF_MONTH} AS f"
    " FROM (SELECT dg.t, dg.d, dg.u, extract(epoch FROM dg.t - TIMESTAMP '0001-01-01') * 1000000"
    f" + trunc(dg.n * {SECONDS_SQL} * 1000000) AS s, {MONTH_NUMBER} + trunc(dg.n) * {MONTHS_SQL} AS m"
    " FROM (SELECT dg.t, dg.t::date AS d, dg.n, dg.u"
    " FROM (SELECT {0} AT TIME ZONE 'UTC' AS t, {1} AS n, {2} AS u OFFSET 0) AS dg) AS dg) AS dg) AS dg)"
)

DATE_DIFFERENCE = (
    "(SELECT CASE dg.u WHEN 'day' THEN (dg.b - dg.a)::numeric WHEN 'week' THEN div((dg.b - dg.a)::numeric, 7)"
    f" ELSE div(dg.m - CASE WHEN dg.m > 0 AND dg.e < 0 THEN 1 WHEN dg.m < 0 AND dg.e > 0 THEN -1 ELSE 0 END, {MONTHS_SQL}) END"
    " FROM (SELECT dg.a, dg.b, dg.u, extract(day FROM dg.b) - extract(day FROM dg.a) AS e,"
    " (extract(year FROM dg.b) - extract(year FROM dg.a)) * 12 + extract(month FROM dg.b) - extract(month FROM dg.a) AS m"
    " FROM (SELECT {0} AS a, {1} AS b, {2} AS u OFFSET 0) AS dg) AS dg)"
)

MAKE_DATE = (
    "(CASE WHEN trunc({0}) BETWEEN 1 AND 9999 AND trunc({1}) BETWEEN 1 AND 12 AND trunc({2}) BETWEEN 1 AND 31"
    " AND extract(month FROM make_date({0:1..9999}, {1:1..12}, 1) + ({2:1..31} - 1)) = trunc({1})"
    " THEN make_date({0:1..9999}, {1:1..12}, 1) + ({2:1..31} - 1) END)"
)

MAKE_TIME = (
    "(CASE WHEN trunc({0}) BETWEEN 0 AND 23 AND trunc({1}) BETWEEN 0 AND 59 AND trunc({2}) BETWEEN 0 AND 59"
    " THEN make_time({0:0..23}, {1:0..59}, {2:0..59}) END)"
)

END_OF = (
    "(SELECT CASE WHEN dg.e <= DATE '9999-12-31' THEN dg.e::date END"
    " FROM (SELECT date_trunc({1}, {0}::timestamp) + CASE {1} WHEN 'day' THEN interval '1 day' WHEN 'week' THEN interval '7 days'"
    " WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' WHEN 'year' THEN interval '1 year' END"
    " - interval '1 day' AS e OFFSET 0) AS dg)"
)

WORKDAYS = (
    "(SELECT CASE WHEN dg.b >= dg.a THEN dg.w ELSE -dg.w END FROM (SELECT dg.a, dg.b,"
    " div(dg.h, 7) * 5 + least(mod(dg.h, 7), 5) - div(dg.l, 7) * 5 - least(mod(dg.l, 7), 5) AS w"
    " FROM (SELECT dg.a, dg.b, (greatest(dg.a, dg.b) - DATE '0001-01-01' + 1)::numeric AS h,"
    " (least(dg.a, dg.b) - DATE '0001-01-01')::numeric AS l"
    " FROM (SELECT {0} AS a, {1} AS b OFFSET 0) AS dg WHERE dg.a IS NOT NULL AND dg.b IS NOT NULL) AS dg) AS dg)"
)

CLOCK_SQL = "([01][0-9]|2[0-3]):[0-5][0-9]"
DAY_SQL = "[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
ZONE_SQL = "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"

READ_DATE = f"(CASE WHEN {{0}} ~ '^{DAY_SQL}$' AND pg_input_is_valid({{0}}, 'date') THEN {{0}}::date END)"
READ_TIME = f"(CASE WHEN {{0}} ~ '^{CLOCK_SQL}(:[0-5][0-9])?$' THEN {{0}}::time END)"
READ_MOMENT = (
    "(SELECT CASE WHEN dg.v THEN CASE WHEN dg.t::timestamptz BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 23:59:59.999999+00'"
    " THEN dg.t::timestamptz END END"
    " FROM (SELECT dg.t, dg.ok AND pg_input_is_valid(dg.t, 'timestamptz') AS v FROM"
    f" (SELECT {{0}} || CASE WHEN {{0}} ~ '{ZONE_SQL}$' THEN '' ELSE 'Z' END AS t,"
    f" {{0}} ~ '^{DAY_SQL}[T ]{CLOCK_SQL}(:[0-5][0-9]([.][0-9]{{{{1,6}}}})?)?{ZONE_SQL}?$' AS ok OFFSET 0) AS dg) AS dg)"
)


def part(name: str, doc: str, example: str, python: Callable[[date], Decimal], field: str) -> Function:
    """A part of a date; a moment counts as its day in the person's time zone."""
    return Function(
        name=name,
        signature="date: date -> number",
        doc=doc,
        example=example,
        python=python,
        postgresql=f"extract({field} FROM {{0}})",
        size=COUNT,
    )


def clock_part(name: str, doc: str, example: str) -> tuple[Function, Function]:
    """A part of a time of day, or of a moment in the person's time zone."""
    field = name.lower()

    def of_time(value: time) -> Decimal:
        return Decimal(getattr(value, field))

    def of_moment(zone: str, moment: datetime) -> Decimal | None:
        there = local(zone, moment)
        return None if there is None else Decimal(getattr(there, field))

    return (
        Function(
            name=name,
            key=f"{field}_time",
            signature="time: time -> number",
            doc=f"{doc} of a time.",
            example=example.format("TIME(9, 30, 15)"),
            python=of_time,
            postgresql=f"floor(extract({field} FROM {{0}}))",
            size=COUNT,
        ),
        Function(
            name=name,
            key=f"{field}_datetime",
            signature="moment: datetime -> number",
            doc=f"{doc} of a moment, in the person's time zone.",
            example=example.format('DATETIMEVALUE("2026-01-31T09:30:15Z")') if name != "HOUR" else "HOUR(NOW()) < 24",
            python=of_moment,
            postgresql=f"(CASE WHEN {{0}} {IN_CALENDAR} THEN floor(extract({field} FROM {{0}} AT TIME ZONE {{time_zone}})) END)",
            null_if="always",
            env=("time_zone",),
            size=COUNT,
        ),
    )


def local_date(zone: str, moment: datetime) -> date | None:
    there = local(zone, moment)
    return None if there is None else there.date()


def local_time(zone: str, moment: datetime) -> time | None:
    there = local(zone, moment)
    return None if there is None else there.time().replace(microsecond=0)


SECONDS_PER_UNIT = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}


def duration(number: Decimal, unit: str) -> Decimal:
    return EXACT.multiply(number, Decimal(SECONDS_PER_UNIT[unit]))


FUNCTIONS = (
    Function(
        name="TODAY",
        signature="-> date",
        doc="The day it is for the person asking.",
        example="TODAY() > DATE(2020, 1, 1)",
        python=lambda today: today,
        postgresql="{today}",
        sqlite="{today}",
        env=("today",),
    ),
    Function(
        name="NOW",
        signature="-> datetime",
        doc="The present moment.",
        example="NOW() > DATE(2020, 1, 1)",
        python=lambda now: now,
        postgresql="{now}",
        sqlite="{now}",
        env=("now",),
    ),
    Function(
        name="DATE",
        signature="year: number, month: number, day: number -> date",
        doc="The date; NULL if there is no such day.",
        example='DATE(2026, 2, 28) = "2026-02-28" AND ISNULL(DATE(2026, 2, 30))',
        python=make_date,
        postgresql=MAKE_DATE,
        null_if="always",
    ),
    Function(
        name="TIME",
        signature="hour: number, minute: number, second: number = 0 -> time",
        doc="The time of day; NULL if there is none such.",
        example='TIME(9, 30) = "09:30" AND ISNULL(TIME(24, 0))',
        python=make_time,
        postgresql=MAKE_TIME,
        null_if="always",
    ),
    part("YEAR", "The year.", "YEAR(DATE(2026, 1, 31)) = 2026", lambda day: Decimal(day.year), "year"),
    part(
        "QUARTER",
        "The quarter, 1 to 4.",
        "QUARTER(DATE(2026, 5, 1)) = 2",
        lambda day: Decimal((day.month + 2) // 3),
        "quarter",
    ),
    part("MONTH", "The month, 1 to 12.", "MONTH(DATE(2026, 5, 1)) = 5", lambda day: Decimal(day.month), "month"),
    part(
        "WEEK",
        "The week of ISO 8601, 1 to 53.",
        "WEEK(DATE(2026, 1, 5)) = 2",
        lambda day: Decimal(day.isocalendar()[1]),
        "week",
    ),
    part(
        "ISO_YEAR",
        "The year that the week belongs to.",
        "ISO_YEAR(DATE(2027, 1, 1)) = 2026",
        lambda day: Decimal(day.isocalendar()[0]),
        "isoyear",
    ),
    part("DAY", "The day of the month.", "DAY(DATE(2026, 1, 31)) = 31", lambda day: Decimal(day.day), "day"),
    part(
        "WEEKDAY",
        "The day of the week, Monday being 1.",
        "WEEKDAY(DATE(2026, 1, 31)) = 6",
        lambda day: Decimal(day.isoweekday()),
        "isodow",
    ),
    part(
        "DAY_OF_YEAR",
        "The day of the year, 1 to 366.",
        "DAY_OF_YEAR(DATE(2026, 2, 1)) = 32",
        lambda day: Decimal(day.timetuple().tm_yday),
        "doy",
    ),
    Function(
        name="DAYS_IN_MONTH",
        signature="date: date -> number",
        doc="How many days the month has.",
        example="DAYS_IN_MONTH(DATE(2028, 2, 1)) = 29",
        python=lambda day: Decimal(monthrange(day.year, day.month)[1]),
        postgresql="extract(day FROM date_trunc('month', {0}::timestamp) + interval '1 month -1 day')",
        size=COUNT,
    ),
    *clock_part("HOUR", "The hour", "HOUR({}) = 9"),
    *clock_part("MINUTE", "The minute", "MINUTE({}) = 30"),
    *clock_part("SECOND", "The second", "SECOND({}) = 15"),
    Function(
        name="DATEADD",
        signature="date: date, count: number, unit: unit(day week month quarter year) -> date",
        doc="So many whole units later, or earlier with a negative count. The 31st becomes the last day of a shorter month.",
        example='DATEADD(DATE(2026, 1, 31), 1, "month") = "2026-02-28"',
        python=add_to_date,
        postgresql=ADD_TO_DATE,
        null_if="always",
    ),
    Function(
        name="DATEADD",
        key="dateadd_datetime",
        signature="moment: datetime, count: number, unit: unit(second minute hour day week month quarter year) -> datetime",
        doc="The same for a moment, in UTC; hours, days and weeks may have decimals.",
        example='DATEADD(DATETIMEVALUE("2026-01-31T23:00"), 1.5, "hours") = "2026-02-01T00:30"',
        python=add_to_moment,
        postgresql=ADD_TO_MOMENT,
        null_if="always",
    ),
    Function(
        name="DATEDIFF",
        signature="start: date, end: date, unit: unit(day week month quarter year) -> number",
        doc="The whole units from the start to the end.",
        example='DATEDIFF(DATE(2026, 1, 31), DATE(2026, 3, 1), "month") = 1',
        python=date_difference,
        postgresql=DATE_DIFFERENCE,
        size=COUNT,
    ),
    Function(
        name="DATEDIFF",
        key="datediff_datetime",
        signature="start: datetime, end: datetime, unit: unit(second minute hour day week) -> number",
        doc="The whole units that passed between two moments.",
        example='DATEDIFF(DATETIMEVALUE("2026-01-31T23:00"), DATETIMEVALUE("2026-02-01T01:30"), "hour") = 2',
        python=moment_difference,
        postgresql=(
            "(SELECT div(dg.e, CASE dg.u WHEN 'second' THEN 1 WHEN 'minute' THEN 60 WHEN 'hour' THEN 3600"
            " WHEN 'day' THEN 86400 WHEN 'week' THEN 604800 END)"
            " FROM (SELECT extract(epoch FROM {1} - {0}) AS e, {2} AS u OFFSET 0) AS dg)"
        ),
        size=Size(12),
    ),
    Function(
        name="DAYS_BETWEEN",
        signature="start: date, end: date -> number",
        doc="The days from the start to the end; negative if the end comes first.",
        example="DAYS_BETWEEN(DATE(2026, 1, 1), DATE(2026, 2, 1)) = 31",
        python=lambda start, end: Decimal((end - start).days),
        postgresql="({1} - {0})::numeric",
        size=COUNT,
    ),
    Function(
        name="WORKDAYS",
        signature="start: date, end: date -> number",
        doc="The days from Monday to Friday from the start to the end, both included.",
        example="WORKDAYS(DATE(2026, 1, 30), DATE(2026, 2, 2)) = 2",
        python=workdays,
        postgresql=WORKDAYS,
        size=COUNT,
    ),
    Function(
        name="ELAPSED",
        signature="start: datetime, end: datetime -> duration",
        doc="The time from the start to the end. Also written `end - start`.",
        example='ELAPSED(DATETIMEVALUE("2026-01-31T23:00"), DATETIMEVALUE("2026-02-01T00:00")) = DURATION(1, "hour")',
        python=elapsed,
        postgresql="extract(epoch FROM {1} - {0})",
        size=Size(12, 6),
    ),
    Function(
        name="DURATION",
        signature="number: number, unit: unit(second minute hour day week) -> duration",
        doc="A duration of so many units.",
        example='DURATION(1.5, "hour") = DURATION(90, "minutes")',
        python=duration,
        postgresql=(
            "({0} * CASE {1} WHEN 'second' THEN 1 WHEN 'minute' THEN 60 WHEN 'hour' THEN 3600"
            " WHEN 'day' THEN 86400 WHEN 'week' THEN 604800 END)"
        ),
        size=lambda arguments, *_: Size(arguments[0].digits + 6, arguments[0].decimals),
    ),
    Function(
        name="START_OF",
        signature="date: date, unit: unit(day week month quarter year) -> date",
        doc="The first day of the week, month, quarter or year.",
        example='START_OF(DATE(2026, 5, 20), "quarter") = "2026-04-01"',
        python=start_of,
        postgresql="date_trunc({1}, {0}::timestamp)::date",
    ),
    Function(
        name="END_OF",
        signature="date: date, unit: unit(day week month quarter year) -> date",
        doc="The last day of the week, month, quarter or year.",
        example='END_OF(DATE(2026, 2, 20), "month") = "2026-02-28"',
        python=end_of,
        postgresql=END_OF,
        null_if="always",
    ),
    Function(
        name="MIDNIGHT",
        signature="date: date -> datetime",
        doc="The moment the day begins in the person's time zone.",
        example="MIDNIGHT(TODAY()) <= NOW()",
        python=midnight,
        postgresql="(CASE WHEN {0} BETWEEN DATE '0001-01-02' AND DATE '9999-12-30' THEN {0}::timestamp AT TIME ZONE {time_zone} END)",
        null_if="always",
        env=("time_zone",),
    ),
    Function(
        name="DATEVALUE",
        key="datevalue_datetime",
        signature="moment: datetime -> date",
        doc="The day of a moment, in the person's time zone.",
        example="DATEVALUE(NOW()) = TODAY()",
        python=local_date,
        postgresql=f"(CASE WHEN {{0}} {IN_CALENDAR} THEN ({{0}} AT TIME ZONE {{time_zone}})::date END)",
        null_if="always",
        env=("time_zone",),
    ),
    Function(
        name="DATEVALUE",
        key="datevalue_text",
        signature="text: text -> date",
        doc="The date that a text such as 2026-01-31 is; NULL for any other text.",
        example='DATEVALUE("2026-01-31") = DATE(2026, 1, 31) AND ISNULL(DATEVALUE("soon"))',
        python=read_date,
        postgresql=READ_DATE,
        null_if="always",
    ),
    Function(
        name="DATETIMEVALUE",
        key="datetimevalue_date",
        signature="date: date -> datetime",
        doc="Midnight in UTC of that day, which is what a date counts as beside a moment.",
        example='DATETIMEVALUE(DATE(2026, 1, 31)) = "2026-01-31T00:00Z"',
        python=moment_of,
        postgresql="({0}::timestamp AT TIME ZONE 'UTC')",
        sqlite="({0} || 'T00:00:00.000000Z')",
    ),
    Function(
        name="DATETIMEVALUE",
        key="datetimevalue_text",
        signature="text: text -> datetime",
        doc="The moment that a text such as 2026-01-31T09:30+01:00 is, UTC without an offset; NULL for any other text.",
        example='DATETIMEVALUE("2026-01-31T09:30+01:00") = "2026-01-31T08:30Z"',
        python=read_datetime,
        postgresql=READ_MOMENT,
        null_if="always",
    ),
    Function(
        name="TIMEVALUE",
        key="timevalue_datetime",
        signature="moment: datetime -> time",
        doc="The time of day of a moment, in the person's time zone.",
        example='TIMEVALUE(MIDNIGHT(TODAY())) = "00:00"',
        python=local_time,
        postgresql=f"(CASE WHEN {{0}} {IN_CALENDAR} THEN date_trunc('second', {{0}} AT TIME ZONE {{time_zone}})::time END)",
        null_if="always",
        env=("time_zone",),
    ),
    Function(
        name="TIMEVALUE",
        key="timevalue_text",
        signature="text: text -> time",
        doc="The time of day that a text such as 09:30 is; NULL for any other text.",
        example='TIMEVALUE("09:30") = TIME(9, 30)',
        python=read_time,
        postgresql=READ_TIME,
        null_if="always",
    ),
)
