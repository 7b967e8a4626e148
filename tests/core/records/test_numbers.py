"""Numbers and ids of records: none is given twice, a gapless series gives back what was not used, and ids lie in order of age."""

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


def test_records_that_were_made_elsewhere_lie_by_their_ids_where_their_moment_says(office: World) -> None:
    moments = ["2024-05-01T08:00:00Z", "1969-07-20T20:17:00Z", "2025-01-01T00:00:00Z", None]
    records = [{"name": "aged", "created_at": moment} if moment else {"name": "aged"} for moment in moments]
    with office.system() as ctx:
        made = ctx.records.bulk("x_slip", "create", records, atomic=True, backdate=True)
        found = ctx.records.list("x_slip", filter="name = 'aged'", sort="id")
    ids = [one["id"] for one in made]
    assert [ids.index(record["id"]) for record in found.data] == [1, 0, 2, 3]
