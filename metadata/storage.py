"""How typed values are stored: one SQLAlchemy type for each, with its form in SQLite and in PostgreSQL.

| type       | Python              | PostgreSQL       | SQLite                               |
| ---------- | ------------------- | ---------------- | ------------------------------------ |
| `Exact`    | Decimal             | NUMERIC(p, s)    | INTEGER, the number times 10^scale   |
| `Text`     | str                 | TEXT COLLATE "C" | TEXT                                 |
| `Day`      | date                | DATE             | TEXT, 2026-01-31                     |
| `Moment`   | datetime, aware     | TIMESTAMPTZ      | TEXT, 2026-01-31T09:30:00.000000Z    |
| `Clock`    | time                | TIME             | TEXT, 09:30:00                       |
| `TextList` | tuple of str        | JSONB            | TEXT, a JSON array                   |
| `Id`       | str                 | UUID             | TEXT                                 |

Booleans need no type of their own: SQLAlchemy's `Boolean` is BOOLEAN in one and 0 or 1 in the other. All of these texts
sort as what they stand for, so that an index serves comparisons in both.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Numeric, Time, Uuid
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["Clock", "Day", "Exact", "Id", "Moment", "Text", "TextList"]

SQLITE_DIGITS = 18
EXACT = Context(prec=1_000)


class Exact(TypeDecorator[Decimal]):
    """A number with a fixed number of decimals, never a float. What doesn't fit is refused, not rounded."""

    impl = Numeric
    cache_ok = True

    def __init__(self, scale: int = 0, digits: int = SQLITE_DIGITS) -> None:
        if not 0 <= scale <= digits:
            raise ValueError(f"A number of {digits} digits can't have {scale} decimals")
        super().__init__()
        self.scale = scale
        self.digits = digits

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(self.digits, self.scale))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        units = self.units(value, SQLITE_DIGITS if dialect.name == "sqlite" else self.digits)
        return units if dialect.name == "sqlite" else Decimal(units).scaleb(-self.scale, EXACT)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(value).scaleb(-self.scale, EXACT)

    def units(self, value: Any, digits: int) -> int:
        """The number in units of its last decimal."""
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise ValueError(f"{value!r} is not an exact number: pass a Decimal")
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(f"{value!r} can't be stored")
        if number.adjusted() + 1 + self.scale > digits and number:
            raise ValueError(f"{number:f} is too large: {digits - self.scale} digits are kept before the point")
        numerator, denominator = number.as_integer_ratio()
        units, rest = divmod(numerator * int(10**self.scale), denominator)
        if rest:
            raise ValueError(f"{number:f} has more than {self.scale} decimals")
        return units


class _PostgresText(SqlText):
    """TEXT, where SQLAlchemy's psycopg dialect would make VARCHAR of it, and typed as such in parameters."""

    __visit_name__ = "TEXT"
    render_bind_cast = True


class Text(TypeDecorator[str]):
    """A text that is compared by code point, in every database alike."""

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _PostgresText(collation="C") if dialect.name == "postgresql" else dialect.type_descriptor(SqlText())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{value!r} is not a text")
        if value is not None and "\0" in value:
            raise ValueError("A text can't contain the character NUL")
        return value


class Day(TypeDecorator[date]):
    """A day of the calendar."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(SqlText() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise ValueError(f"{value!r} is not a date")
        return value.isoformat() if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class Moment(TypeDecorator[datetime]):
    """A point in time, kept and given in UTC."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(SqlText() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise ValueError(f"{value!r} is not a moment: pass a datetime with a time zone")
        moment = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return moment
        return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return None if value is None else value.astimezone(UTC)


class Clock(TypeDecorator[time]):
    """A time of day, to the second."""

    impl = Time
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(SqlText() if dialect.name == "sqlite" else Time())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not isinstance(value, time) or value.tzinfo is not None or value.microsecond:
            raise ValueError(f"{value!r} is not a time of day to the second")
        return value.isoformat() if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        return time.fromisoformat(value) if isinstance(value, str) else value


class TextList(TypeDecorator[tuple[str, ...]]):
    """Several texts in their order, such as the choices of a field."""

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSONB(none_as_null=True) if dialect.name == "postgresql" else SqlText())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        items = list(value) if isinstance(value, (list, tuple)) else None
        if items is None or not all(isinstance(item, str) for item in items):
            raise ValueError(f"{value!r} is not a list of texts")
        if dialect.name == "postgresql":
            return items
        return json.dumps(items, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        if isinstance(value, str):
            return tuple(json.loads(value))
        return None if value is None else tuple(value)


IS_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
"""An id as we write it; anything else is read more patiently."""


class Id(TypeDecorator[str]):
    """The id of a record, a UUID written in small letters."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Uuid(as_uuid=False) if dialect.name == "postgresql" else SqlText())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or (type(value) is str and IS_ID(value)):
            return value
        return str(UUID(str(value)))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)
