"""Ids: UUIDv7, so that records lie in the order in which they were made."""

from __future__ import annotations

import os
import time
from datetime import datetime

__all__ = ["new_id"]

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM = (1 << 76) - 1 ^ (0b11 << 62)


def new_id(at: datetime | None = None) -> str:
    """A new id, as text in lower case; of something that was made at another moment than now, if one is given."""
    milliseconds = time.time_ns() // 1_000_000 if at is None else max(int(at.timestamp() * 1000), 0)
    number = milliseconds << 80 | _VERSION | _VARIANT | (int.from_bytes(os.urandom(10), "big") & _RANDOM)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
