"""How many digits a number can have, worst case: known before anything runs, so that nothing can grow out of bounds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

__all__ = ["COUNT", "FIELD", "Size", "TooLarge", "product", "size_of", "total", "widest"]


class Size(NamedTuple):
    """At most so many digits before the point, and so many after it."""

    digits: int
    decimals: int = 0


COUNT = Size(10)
"""Of a length, a position, a part of a date."""

FIELD = 38
"""Digits before the point that a stored number may have."""


def size_of(number: Decimal) -> Size:
    """The size of a number that is known."""
    _, digits, exponent = number.as_tuple()
    decimals = max(0, -int(exponent))
    return Size(max(1, len(digits) + int(exponent)), decimals)


def widest(sizes: Iterable[Size]) -> Size:
    """Room for any of them."""
    found = list(sizes) or [Size(1)]
    return Size(max(size.digits for size in found), max(size.decimals for size in found))


def total(sizes: Iterable[Size]) -> Size:
    """Room for the sum of up to a thousand of them."""
    digits, decimals = widest(sizes)
    return Size(digits + 3, decimals)


def product(sizes: Iterable[Size]) -> Size:
    found = list(sizes)
    return Size(sum(size.digits for size in found), sum(size.decimals for size in found))


class TooLarge(ValueError):
    """A number that could outgrow all bounds, with the way out in the message."""
