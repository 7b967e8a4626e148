"""JSON bodies: read strictly, so that what we understood is what was meant; and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import orjson

from dougong import BadRequest

__all__ = ["dump", "parse"]

DEEPEST = 64
STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def dump(data: Any) -> bytes:
    """The JSON of an answer: decimals are texts, moments RFC 3339 in UTC."""
    return orjson.dumps(data, _plain, OPTIONS)


def parse(body: bytes) -> Any:
    """The value of a JSON text. Raises BadRequest for bad JSON, a key given twice, or nesting beyond all reason."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest("The body is not valid JSON: {reason}", reason=error.msg.split(": line")[0]) from None
    _refuse_deep_and_double(body, value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _refuse_deep_and_double(body: bytes, value: Any) -> None:
    """The parser takes the last of two equal keys; who sends both means something that can't be told."""
    keys = _count_keys(value)
    if body.count(b":") > keys and STRINGS.sub(b"", body).count(b":") > keys:
        raise BadRequest("The body gives a key twice in the same place")


def _count_keys(value: Any) -> int:
    keys, level, containers = 0, 0, [value]
    while containers:
        level += 1
        if level > DEEPEST:
            raise BadRequest("The body is nested more than {most} levels deep", most=DEEPEST)
        inner: list[Any] = []
        for container in containers:
            if isinstance(container, dict):
                keys += len(container)
                inner += [part for part in container.values() if isinstance(part, (dict, list))]
            elif isinstance(container, list):
                inner += [part for part in container if isinstance(part, (dict, list))]
        containers = inner
    return keys
