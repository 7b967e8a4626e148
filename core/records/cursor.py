"""Cursors of keyset pages: the last row's place in the order, signed, so that nobody can ask with values of his own."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson

from dougong import BadRequest

__all__ = ["Cursors"]

DIGEST = 16


class Cursors:
    """Makes and reads cursors of one list shape."""

    def __init__(self, secret: str, shape: Sequence[Any]) -> None:
        self._key = hashlib.blake2b(secret.encode(), person=b"dougong-cursor").digest()
        self._shape = repr(tuple(shape)).encode()

    def make(self, values: Sequence[Any]) -> str:
        """The cursor after the row with these sort values (its id last)."""
        body = orjson.dumps([_plain(value) for value in values])
        return base64.urlsafe_b64encode(self._sign(body) + body).decode().rstrip("=")

    def read(self, cursor: str) -> list[Any]:
        """The sort values of a cursor. Raises BadRequest for one that isn't ours or belongs to another list."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            raise _wrong() from None
        signature, body = raw[:DIGEST], raw[DIGEST:]
        if not hmac.compare_digest(signature, self._sign(body)):
            raise _wrong()
        return [_typed(value) for value in orjson.loads(body)]

    def _sign(self, body: bytes) -> bytes:
        return hashlib.blake2b(self._shape + b"\0" + body, key=self._key, digest_size=DIGEST).digest()


def _wrong() -> BadRequest:
    return BadRequest("The cursor in `after` does not belong to this list; begin again without it")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return ["n", str(value)]
    if isinstance(value, datetime):
        return ["m", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["t", value.isoformat()]
    return value


def _typed(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, text = value
    readers: dict[str, Any] = {"n": Decimal, "m": datetime.fromisoformat, "d": date.fromisoformat, "t": time.fromisoformat}
    return readers[kind](text)
