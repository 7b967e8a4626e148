"""Ids: UUIDv7, so that records lie in the order in which they were made."""

from __future__ import annotations

import os
import time

__all__ = ["new_id"]

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM = (1 << 76) - 1 ^ (0b11 << 62)


def new_id() -> str:
    """A new id, as text in lower case."""
    moment = (time.time_ns() // 1_000_000) << 80
    number = moment | _VERSION | _VARIANT | (int.from_bytes(os.urandom(10), "big") & _RANDOM)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
