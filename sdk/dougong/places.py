"""How far places are from each other, and a short way through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

__all__ = ["apart", "length", "metres", "short_way"]

EARTH = 6_371_000
Place = Mapping[str, Any]


def metres(one: Place, other: Place) -> int:
    """The distance between two points as the crow flies."""
    lat, lng = (radians(float(other[name]) - float(one[name])) for name in ("lat", "lng"))
    across = cos(radians(float(one["lat"]))) * cos(radians(float(other["lat"])))
    return round(2 * EARTH * asin(min(1.0, sqrt(sin(lat / 2) ** 2 + across * sin(lng / 2) ** 2))))


def apart(one: Place | None, other: Place | None) -> int | None:
    """The distance in metres; None where one of the two isn't known."""
    return None if one is None or other is None else metres(one, other)


def length(way: Sequence[Place]) -> int:
    """The metres of a way from place to place."""
    return sum(metres(one, other) for one, other in pairwise(way))


def short_way(start: Sequence[Place], places: Sequence[Place]) -> list[int]:
    """An order of the places, from the start (one place, or none) on: always the nearest next, then with parts turned
    round where that makes it shorter.
    """
    left, order, here = list(range(len(places))), [], list(start)
    while left:
        nearest = min(left, key=lambda index: length([*here, places[index]]))
        left.remove(nearest)
        order.append(nearest)
        here = [places[nearest]]
    for first in range(len(order)):
        for last in range(first + 1, len(order)):
            turned = order[:first] + order[first : last + 1][::-1] + order[last + 1 :]
            if length([*start, *(places[i] for i in turned)]) < length([*start, *(places[i] for i in order)]):
                order = turned
    return order
