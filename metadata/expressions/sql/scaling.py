"""Between numbers and the scaled integers that SQLite stores."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from metadata.expressions.exact import EXACT
from metadata.storage import SQLITE_DIGITS

__all__ = ["CEILING", "EXACTLY", "FLOOR", "from_units", "to_stored", "to_units"]

FLOOR, CEILING, EXACTLY = "floor", "ceiling", "exactly"
BEYOND = 2**63 - 1
"""More than any stored number, which has at most eighteen digits; so it is also equal to none."""

LARGEST = 10**SQLITE_DIGITS


def from_units(units: int, scale: int) -> Decimal:
    return Decimal(units).scaleb(-scale, EXACT)


def to_units(number: Decimal, scale: int, direction: str) -> int:
    """The number in units of the last decimal; one that lies between two is moved, or equal to none."""
    scaled = EXACT.scaleb(number, Decimal(scale))
    units = int(scaled.to_integral_value(ROUND_CEILING if direction == CEILING else ROUND_FLOOR))
    if direction == EXACTLY and units != scaled:
        return BEYOND
    return max(-BEYOND, min(BEYOND, units))


def to_stored(number: Decimal, scale: int) -> int | None:
    """The number as it is stored, rounded half away from zero; None if it has too many digits for that."""
    units = int(EXACT.scaleb(number, Decimal(scale)).to_integral_value(ROUND_HALF_UP))
    return units if -LARGEST < units < LARGEST else None
