"""Types whose value is a day, a moment or a time of day: date, datetime, time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from sqlalchemy.types import TypeEngine

from metadata.expressions.types import Type
from metadata.field_types.base import CAPTURE, COMPARED, FieldType, Formatting
from metadata.field_types.texts import half_width
from metadata.storage import Clock, Day, Moment
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["DateType", "DatetimeType", "TimeType"]

# `fromisoformat` alone also takes week dates and forms without separators, which other readers don't.
_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_moment = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_clock = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")

_DAY_EXPECTED = "A day is expected here, written like 2026-01-31"
_MOMENT_EXPECTED = "A date and time with a time zone is expected here, written like 2026-01-31T09:30:00Z"
_CLOCK_EXPECTED = "A time of day is expected here, written like 09:30"


def parse_date(value: Any) -> date | None:
    if type(value) is date:
        return value
    text = value if type(value) is str and _day.fullmatch(value) else _text(value, _DAY_EXPECTED)
    if text is None:
        return None
    if _day.fullmatch(text) is None:
        raise Wrong("type", _DAY_EXPECTED)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong("type", "There is no such day") from None


def parse_datetime(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return _utc(value)
    text = _text(value, _MOMENT_EXPECTED)
    if text is None:
        return None
    if _moment.fullmatch(text) is None:
        raise Wrong("type", _MOMENT_EXPECTED)
    try:
        return _utc(datetime.fromisoformat(text.upper()))
    except ValueError:
        raise Wrong("type", "There is no such date and time") from None


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Wrong("type", "This date and time lacks a time zone")
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        raise Wrong("range", "This date and time is out of range") from None


def parse_time(value: Any) -> time | None:
    if type(value) is time and value.tzinfo is None:
        return value.replace(microsecond=0)
    text = _text(value, _CLOCK_EXPECTED)
    if text is None:
        return None
    if _clock.fullmatch(text) is None:
        raise Wrong("type", _CLOCK_EXPECTED)
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Wrong("type", "There is no such time of day") from None


def _text(value: Any, expected: str) -> str | None:
    if not isinstance(value, str):
        raise Wrong("type", expected)
    return half_width(value)


class DateType(FieldType):
    """A day, without a time."""

    name = "date"
    label = "Date"
    operators = COMPARED
    groupable = True
    widget = "date"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Day()

    def parser(self, field: Field) -> Parser:
        return parse_date

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return format_date(value, locale=formatting.locale)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def expression_type(self, field: Field) -> Type:
        return Type.DATE


class DatetimeType(FieldType):
    """A moment, kept in UTC."""

    name = "datetime"
    label = "Date and time"
    keys = CAPTURE
    operators = COMPARED
    groupable = True
    widget = "datetime"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Moment()

    def parser(self, field: Field) -> Parser:
        return parse_datetime

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return format_datetime(value, tzinfo=ZoneInfo(formatting.time_zone), locale=formatting.locale)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}

    def expression_type(self, field: Field) -> Type:
        return Type.DATETIME


class TimeType(FieldType):
    """A time of day."""

    name = "time"
    label = "Time of day"
    operators = COMPARED
    widget = "time"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Clock()

    def parser(self, field: Field) -> Parser:
        return parse_time

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return format_time(value, format="short", locale=formatting.locale)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}

    def expression_type(self, field: Field) -> Type:
        return Type.TIME
