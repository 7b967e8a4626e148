"""Types whose value is a number: integer, decimal, percent, money, duration."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.numbers import format_currency, format_decimal
from sqlalchemy import BigInteger, Column
from sqlalchemy.types import TypeEngine

from dougong import FieldProblem
from metadata.expressions.types import Type
from metadata.field_types.base import CAPTURE, COMPARED, FieldType, Formatting, Part
from metadata.field_types.texts import CurrencyType, half_width, parse_currency
from metadata.storage import Day, Exact
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["DIGITS", "DecimalType", "DurationType", "IntegerType", "Money", "MoneyType", "PercentType", "exact"]

_WHOLE_LIMIT = 2**53 - 1  # beyond it, browsers round without a word
DIGITS = 18  # an exact number is a scaled 64-bit integer on SQLite
_written = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})")


def exact(value: Any) -> Decimal | None:
    """A number from what JSON, CSV or Python gives for it: text, a whole number, or a float by its written digits."""
    kind = type(value)
    if kind is str:
        return _from_text(value)
    if kind is Decimal:
        return _finite(value)
    if kind is int:
        return Decimal(value)
    if kind is float:
        return _finite(Decimal(repr(value)))
    raise Wrong("type", "A number is expected here")


def _from_text(value: str) -> Decimal | None:
    text = value if value.isascii() else half_width(value) or ""
    text = text.strip()
    if not text:
        return None
    if _written.fullmatch(text) is None:
        raise Wrong("type", "A number is expected here")
    return Decimal(text)


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise Wrong("type", "A number is expected here")
    return number


def _limit(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _in_range(number: Any, low: Any, high: Any) -> None:
    if low is not None and number < low:
        raise Wrong("range", "At least {min} is expected here", min=str(low))
    if high is not None and number > high:
        raise Wrong("range", "At most {max} is expected here", max=str(high))


def _limit_problems(field: Field) -> Iterable[FieldProblem]:
    if field.min is not None and field.max is not None and _limit(field.min) > _limit(field.max):  # type: ignore[operator]
        yield FieldProblem("/min", "range", "The smallest value allowed is above the largest")


_NUMBER_OR_TEXT = {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,10})?$"}


_WHOLE = {"type": "integer", "minimum": -_WHOLE_LIMIT, "maximum": _WHOLE_LIMIT}


class IntegerType(FieldType):
    """A whole number."""

    name = "integer"
    label = "Whole number"
    keys = {"min": _WHOLE, "max": _WHOLE, **CAPTURE}
    operators = COMPARED
    groupable = True
    summable = True
    widget = "number"
    safe_changes = frozenset({"duration"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return BigInteger()

    def parser(self, field: Field) -> Parser:
        low = -_WHOLE_LIMIT if field.min is None else field.min
        high = _WHOLE_LIMIT if field.max is None else field.max

        def parse(value: Any) -> int | None:
            if type(value) is not int:
                value = _whole(value)
                if value is None:
                    return None
            if not low <= value <= high:
                _in_range(value, low, high)
            return value  # type: ignore[no-any-return]

        return parse

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return format_decimal(value, locale=formatting.locale)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        low = -_WHOLE_LIMIT if field.min is None else field.min
        high = _WHOLE_LIMIT if field.max is None else field.max
        return {"type": "integer", "minimum": low, "maximum": high}

    def expression_type(self, field: Field) -> Type:
        return Type.NUMBER

    def problems(self, field: Field) -> Iterable[FieldProblem]:
        return _limit_problems(field)


def _whole(value: Any) -> int | None:
    if type(value) is bool or not isinstance(value, (str, float, Decimal)):
        raise Wrong("type", "A whole number is expected here")
    if isinstance(value, float) and not math.isfinite(value):
        raise Wrong("type", "A whole number is expected here")
    number = exact(value)
    if number is None:
        return None
    if abs(number) > _WHOLE_LIMIT:
        raise Wrong("range", "At most {max} is expected here", max=str(_WHOLE_LIMIT))
    if number != number.to_integral_value():
        raise Wrong("type", "A whole number is expected here")
    return int(number)


class DecimalType(FieldType):
    """An exact number with a fixed number of decimals."""

    name = "decimal"
    label = "Number"
    keys = {
        "scale": {"type": "integer", "minimum": 0, "maximum": 10},
        "min": {"$ref": "#/$defs/number"},
        "max": {"$ref": "#/$defs/number"},
    }
    defaults = {"scale": 2}
    operators = COMPARED
    groupable = True
    summable = True
    widget = "number"
    safe_changes = frozenset({"percent"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Exact(_scale(field))

    def parser(self, field: Field) -> Parser:
        scale, low, high = _scale(field), _limit(field.min), _limit(field.max)
        step = Decimal(1).scaleb(-scale)
        biggest = Decimal(10) ** (DIGITS - scale)

        def parse(value: Any) -> Decimal | None:
            number = exact(value)
            if number is None:
                return None
            if not -biggest < number < biggest:
                raise Wrong("range", "At most {digits} digits before the point fit here", digits=DIGITS - scale)
            rounded = number.quantize(step)
            if rounded != number:
                raise Wrong("scale", "At most {scale} decimals fit here", scale=scale)
            if low is not None or high is not None:
                _in_range(rounded, low, high)
            return rounded

        return parse

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return format_decimal(value, format=_pattern(_scale(field)), locale=formatting.locale)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return dict(_NUMBER_OR_TEXT) if writing else {"type": "string", "format": "decimal"}

    def expression_type(self, field: Field) -> Type:
        return Type.NUMBER

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {field.name: Part(field.name, Type.NUMBER, scale=_scale(field))}

    def problems(self, field: Field) -> Iterable[FieldProblem]:
        return _limit_problems(field)


def _scale(field: Field) -> int:
    return 2 if field.scale is None else field.scale


def _pattern(scale: int) -> str:
    return "#,##0" + ("." + "0" * scale if scale else "")


class PercentType(DecimalType):
    """A percentage: 12.5 means 12.5 %."""

    name = "percent"
    label = "Percentage"
    widget = "percent"
    safe_changes = frozenset({"decimal"})

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return f"{super().text(field, value, formatting)} %"


@dataclass(frozen=True)
class Money:
    """An amount with what it came with; what is None was not given."""

    amount: Decimal | None
    currency: str | None = None
    rate: Decimal | None = None
    rate_date: date | None = None
    base: Decimal | None = None


_PARTS = ("currency", "rate", "rate_date", "base")
_RATE_SCALE = 10


class MoneyType(DecimalType):
    """An exact amount, its currency, the rate and its date, and the amount in the tenant's own currency.

    In a record the amount stands under the field's name, as a number; the rest under the names of its companions:
    `amount_currency`, `amount_rate`, `amount_rate_date`, `amount_base`. The core fills the last three.
    """

    name = "money"
    label = "Money"
    keys = {
        "scale": {"type": "integer", "minimum": 0, "maximum": 6},
        "min": {"$ref": "#/$defs/number"},
        "max": {"$ref": "#/$defs/number"},
    }
    refused_keys = frozenset({"unique"})
    groupable = False
    widget = "money"
    safe_changes = frozenset()

    def columns(self, field: Field) -> list[Column[Any]]:
        amount = Exact(_scale(field))
        types = (CurrencyType().storage(field), Exact(_RATE_SCALE), Day(), Exact(_scale(field)))
        return [Column(field.name, amount), *map(Column, self.column_names(field)[1:], types)]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return (field.name, *(f"{field.name}_{part}" for part in _PARTS))

    def companions(self, field: Field) -> Mapping[str, Mapping[str, Any]]:
        given = {"read_only": True, "track": False}
        return {
            f"{field.name}_currency": {"type": "currency"},
            f"{field.name}_rate": {"type": "decimal", "scale": _RATE_SCALE, **given},
            f"{field.name}_rate_date": {"type": "date", **given},
            f"{field.name}_base": {"type": "decimal", "scale": _scale(field), **given},
        }

    def parser(self, field: Field) -> Parser:
        parse_amount = super().parser(field)

        def parse(value: Any) -> Decimal | Money | None:
            if type(value) is dict:
                return _money(value, parse_amount)
            if type(value) is Money:
                return value
            return parse_amount(value)  # type: ignore[no-any-return]

        return parse

    def spread(self, field: Field, value: Any) -> dict[str, Any]:
        if not isinstance(value, Money):
            return {field.name: value}
        companions = {f"{field.name}_{part}": getattr(value, part) for part in _PARTS}
        return {field.name: value.amount, **{name: part for name, part in companions.items() if part is not None}}

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        return self.spread(field, value)

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        if not isinstance(value, Money):
            return super().text(field, value, formatting)
        if value.amount is None:
            return ""
        if value.currency is None:
            return super().text(field, value.amount, formatting)
        return format_currency(value.amount, value.currency, locale=formatting.locale)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        if not writing:
            return super().json_schema(field)
        both = {
            "type": "object",
            "properties": {"amount": dict(_NUMBER_OR_TEXT), "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
            "required": ["amount"],
            "additionalProperties": False,
        }
        return {"anyOf": [dict(_NUMBER_OR_TEXT), both]}

    def parts(self, field: Field) -> Mapping[str, Part]:
        amount, currency, rate, rate_date, base = self.column_names(field)
        return {
            amount: Part(amount, Type.NUMBER, scale=_scale(field)),
            currency: Part(currency, Type.TEXT),
            rate: Part(rate, Type.NUMBER, scale=_RATE_SCALE),
            rate_date: Part(rate_date, Type.DATE),
            base: Part(base, Type.NUMBER, scale=_scale(field)),
        }


def _money(value: dict[str, Any], parse_amount: Parser) -> Money:
    unknown = set(value) - {"amount", "currency"}
    if unknown or "amount" not in value:
        raise Wrong("type", "Money is a number, or an amount with its currency")
    amount, currency = value["amount"], value.get("currency")
    return Money(
        None if amount is None else parse_amount(amount), None if currency is None else parse_currency(currency)
    )


_period = re.compile(r"P(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,9})S)?)?", re.IGNORECASE)


class DurationType(IntegerType):
    """A length of time in whole seconds; `PT1H30M` is understood too."""

    name = "duration"
    label = "Duration"
    keys = {"min": _WHOLE, "max": _WHOLE}
    groupable = False
    widget = "duration"
    safe_changes = frozenset({"integer"})

    def expression_type(self, field: Field) -> Type:
        return Type.DURATION

    def parser(self, field: Field) -> Parser:
        parse_seconds = super().parser(field)

        def parse(value: Any) -> int | None:
            if type(value) is str and value[:1] in ("P", "p"):
                value = _seconds(value)
            return parse_seconds(value)  # type: ignore[no-any-return]

        return parse

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        minutes, seconds = divmod(abs(value), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{'-' if value < 0 else ''}{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _seconds(text: str) -> int:
    found = _period.fullmatch(text)
    if found is None or not any(found.groups()):
        raise Wrong("type", "A duration is a number of seconds, or written like PT1H30M")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
