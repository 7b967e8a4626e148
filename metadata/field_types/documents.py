"""The type whose value is any JSON: json."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from metadata.field_types.base import FieldType, Formatting
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["JSON_COLUMN", "JsonType", "check_json"]

JSON_COLUMN: TypeEngine[Any] = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

_DEEPEST = 20
_MOST_ITEMS = 10_000
_LONGEST_TEXT = 200_000
_BIGGEST = 2**53 - 1


class JsonType(FieldType):
    """Any JSON value, within bounds of depth and size."""

    name = "json"
    label = "JSON"
    refused_keys = frozenset({"unique", "index", "mask", "search"})
    operators = ()
    sortable = False
    widget = "json"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return JSON_COLUMN

    def parser(self, field: Field) -> Parser:
        return check_json

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return str(value)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {}


def check_json(value: Any) -> Any:
    """The value itself, if it is JSON that both databases keep."""
    waiting = [(value, 1)]
    seen = 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if depth > _DEEPEST or seen > _MOST_ITEMS:
            raise Wrong("length", "This JSON is too deep or too large")
        waiting.extend((inner, depth + 1) for inner in _inside(item))
    return value


def _inside(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [*map(_key, item), *item.values()]
    if isinstance(item, (list, tuple)):
        return list(item)
    _scalar(item)
    return []


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise Wrong("type", "This is not JSON")
    return key


def _scalar(item: Any) -> None:
    if isinstance(item, str):
        _text(item)
    elif isinstance(item, int):
        if abs(item) > _BIGGEST:
            raise Wrong("range", "This JSON has a number that is too large")
    elif isinstance(item, float):
        if not math.isfinite(item):
            raise Wrong("type", "This is not JSON")
    elif item is not None:
        raise Wrong("type", "This is not JSON")


def _text(item: str) -> None:
    if len(item) > _LONGEST_TEXT:
        raise Wrong("length", "This JSON is too deep or too large")
    if "\x00" in item or any("\ud800" <= character <= "\udfff" for character in item):
        raise Wrong("format", "This JSON has a text that can't be kept")
