"""Numbers of records: none is given twice, and a gapless series gives back what was not used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dougong import Conflict, NumberSeries, Object, auto_number, text
from tests.support.worlds import World


@pytest.fixture(scope="module")
def office(world: World) -> World:
    """Bills in a gapless series, and slips in a plain one; what is saved twice under one code fails after it has its number."""
    for name, gapless in (("x_bill", True), ("x_slip", False)):
        fields = {"name": text(), "code": text(unique=True), "number": auto_number(f"{name}s")}
        world.define(NumberSeries(f"{name}s", "{000}", gapless=gapless), Object(name, fields=fields))
    return world


def number(office: World, object: str, code: str) -> int:
    return int(office.create(object, {"code": code})["number"])


def test_c4_many_at_once_never_get_the_same_number(office: World) -> None:
    for object in ("x_bill", "x_slip"):
        with ThreadPoolExecutor(8) as pool:
            given = list(pool.map(lambda turn, object=object: number(office, object, f"c{turn}"), range(40)))
        assert sorted(given) == list(range(1, 41))


def test_a_gapless_series_gives_the_number_of_a_failed_save_to_the_next(office: World) -> None:
    for object in ("x_bill", "x_slip"):
        first = number(office, object, "twice")
        with pytest.raises(Conflict):
            office.create(object, {"code": "twice"})
        following = number(office, object, "other")
        assert following == first + 1 if object == "x_bill" else following > first
