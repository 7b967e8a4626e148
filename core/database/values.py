"""Values of records as JSON that says what they were, for files that are read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

__all__ = ["read_back", "written"]


def written(value: Any) -> Any:
    """A value as JSON that says what it was."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, (list, tuple)):
        return {"list": [written(item) for item in value]}
    return {"json": value}


_READ: Mapping[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "float": float,
    "bytes": bytes.fromhex,
    "list": lambda items: tuple(map(read_back, items)),
    "json": lambda value: value,
}


def read_back(value: Any) -> Any:
    """The value that was written."""
    if not isinstance(value, dict):
        return value
    (kind, text), *_ = value.items()
    return _READ[kind](text)
