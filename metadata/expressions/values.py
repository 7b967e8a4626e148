"""What a literal is worth where it stands: a text may be a date, an id, a choice or a unit there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from metadata.expressions.instants import read_date, read_datetime, read_time
from metadata.expressions.types import Type

__all__ = ["ANY_VALUE", "AnyValue", "BadLiteral", "OneOf", "Rule", "Unit", "Whole", "literal_value"]

LONGEST_NUMBER = 26
MOST_DECIMALS = 12
LONGEST_TEXT = 10_000
unstorable = re.compile(r"[\0\ud800-\udfff]").search


class BadLiteral(ValueError):
    """A literal that can't stand where it stands; the message says what could."""


@dataclass(frozen=True, slots=True)
class AnyValue:
    """Every value of the type will do."""

    def check(self, value: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """Only a choice of the field it is compared with."""

    choices: tuple[str, ...]
    label: str | None = None

    def check(self, value: Any) -> Any:
        if value not in self.choices:
            whose = f" of {self.label}" if self.label else ""
            raise BadLiteral(f"“{value[:60]}” is not one of the choices{whose}: {listed(self.choices)}")
        return value


@dataclass(frozen=True, slots=True)
class Unit:
    """Only one of these units of time, in singular or plural."""

    units: tuple[str, ...]

    def check(self, value: Any) -> Any:
        unit = value.strip().lower().removesuffix("s")
        if unit not in self.units:
            raise BadLiteral(f"“{value[:60]}” is not a unit that can be used here: {listed(self.units)}")
        return unit


@dataclass(frozen=True, slots=True)
class Whole:
    """Only a whole number between two bounds."""

    low: int
    high: int

    def check(self, value: Any) -> Any:
        if value != value.to_integral_value() or not self.low <= value <= self.high:
            raise BadLiteral(f"{value:f} is not a whole number between {self.low:,} and {self.high:,}")
        return value


ANY_VALUE = AnyValue()
Rule = AnyValue | OneOf | Unit | Whole


def literal_value(raw: str | Decimal, kind: Type, rule: Rule, negative: bool = False) -> Any:
    """The typed value of a literal. Raises BadLiteral."""
    if isinstance(raw, Decimal):
        return rule.check(bounded(-raw if negative else raw))
    if kind is Type.TEXT:
        return rule.check(storable(raw))
    return READERS[kind](storable(raw))


def bounded(number: Decimal) -> Decimal:
    _, digits, exponent = number.as_tuple()
    decimals = -int(exponent)
    if decimals > MOST_DECIMALS or len(digits) - decimals > LONGEST_NUMBER:
        raise BadLiteral(
            f"This number has too many digits: {LONGEST_NUMBER} before the point and {MOST_DECIMALS} after it are allowed"
        )
    return number


def storable(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadLiteral(f"This text has {len(text):,} characters, and {LONGEST_TEXT:,} are allowed")
    if unstorable(text):
        raise BadLiteral("This text contains a character that can't be stored")
    return text


def date_of(text: str) -> date:
    if (value := read_date(text)) is None:
        raise BadLiteral(f"“{text[:60]}” is not a date: write it as 2026-01-31")
    return value


def datetime_of(text: str) -> datetime:
    day = read_date(text)
    value = read_datetime(text) if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    if value is None:
        raise BadLiteral(
            f"“{text[:60]}” is not a date and time: write it as 2026-01-31T09:30 or 2026-01-31T09:30+01:00"
        )
    return value


def time_of(text: str) -> time:
    if (value := read_time(text)) is None:
        raise BadLiteral(f"“{text[:60]}” is not a time of day: write it as 09:30 or 09:30:15")
    return value


def id_of(text: str) -> str:
    try:
        value = str(UUID(text))
    except ValueError:
        value = ""
    if value != text.lower():
        raise BadLiteral(f"“{text[:60]}” is not an id: an id looks like 01890a5d-ac96-774b-bcce-b302099a8057")
    return value


READERS = {Type.DATE: date_of, Type.DATETIME: datetime_of, Type.TIME: time_of, Type.ID: id_of}
"""The types that a text literal turns into where they are wanted."""


def listed(words: tuple[str, ...], most: int = 20) -> str:
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"
