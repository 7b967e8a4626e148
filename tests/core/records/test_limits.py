"""What one request may cost is bounded by limits with names, which a tenant may narrow (faults R1, R3)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from core.context import Ctx
from core.exchange.exporter import export_records
from dougong import BadRequest, Definition, Object, Problem, TooLarge, integer, reference, text
from tests.support.worlds import World

FIRMS = [f"firm{number}" for number in range(6)]
NARROW = {
    "sort_fields": 1, "expand": 1, "path_depth": 1, "joins": 2, "filter_parts": 7, "groups": 1,
    "measures": 1, "group_rows": 1000, "export_rows": 3, "bulk_records": 4,
}  # fmt: skip
HUGE = " OR ".join(f"amount = {number}" for number in range(1000))


def define(world: World, values: dict[str, int]) -> None:
    firm = Object("x_firm", fields={"name": text(), "parent": reference("x_firm")})
    deal = Object("x_deal", fields={"name": text(), "amount": integer(), **{name: reference("x_firm") for name in FIRMS}})
    world.define(firm, deal, Definition("settings", {"name": "limits", "extends": True, "values": values}))


def group(*names: str, **more: Any) -> dict[str, Any]:
    return {"object": "x_deal", "group_by": list(names), "measures": [{"count": "*"}], **more}


#: Each limit with what is just allowed when it is narrow, what is one too many, and how many that is.
ASKED: list[tuple[str, Callable[[Ctx], Any], Callable[[Ctx], Any], int]] = [
    ("sort_fields", lambda c: c.records.list("x_deal", sort="name"), lambda c: c.records.list("x_deal", sort="name,amount"), 2),
    ("expand", lambda c: c.records.list("x_deal", expand=["firm0"]), lambda c: c.records.list("x_deal", expand=FIRMS[:2]), 2),
    ("path_depth", lambda c: c.records.list("x_deal", filter="firm0.name = 'a'"), lambda c: c.records.list("x_deal", filter="firm0.parent.name = 'a'"), 2),
    ("path_depth", lambda c: c.records.list("x_deal", fields=["firm0.name"]), lambda c: c.records.list("x_deal", fields=["firm0.parent.name"]), 2),
    ("joins", lambda c: c.records.list("x_deal", fields=["firm0.name", "firm1.name"]), lambda c: c.records.list("x_deal", fields=["firm0.name", "firm1.name"], sort="firm2.name"), 3),
    ("joins", lambda c: c.records.query(group("firm0.name")), lambda c: c.records.query(group("firm0.name", filter="firm1.name = firm2.name")), 3),
    ("filter_parts", lambda c: c.records.list("x_deal", filter="amount = 1 OR amount = 2"), lambda c: c.records.list("x_deal", filter="amount = 1 OR amount = 2 OR amount = 3"), 10),
    ("groups", lambda c: c.records.query(group("name")), lambda c: c.records.query(group("name", "amount")), 2),
    ("measures", lambda c: c.records.query(group()), lambda c: c.records.query({"object": "x_deal", "measures": [{"count": "*"}, {"sum": "amount"}]}), 2),
    ("group_rows", lambda c: c.records.query(group(limit=1000)), lambda c: c.records.query(group(limit=1001)), 1001),
    ("export_rows", lambda c: export_records(c, "x_deal", io.StringIO(), filter="amount < 3"), lambda c: export_records(c, "x_deal", io.StringIO()), 4),
    ("bulk_records", lambda c: c.records.bulk("x_deal", "update", [{}] * 4), lambda c: c.records.bulk("x_deal", "update", [{}] * 5), 5),
]  # fmt: skip


@pytest.fixture(scope="module")
def deals(world: World) -> World:
    define(world, {})
    for number in range(4):
        world.create("x_deal", {"name": f"d{number}", "amount": number})
    return world


@pytest.mark.parametrize(("limit", "allowed", "refused", "value"), ASKED, ids=[f"{n}-{a[0]}" for n, a in enumerate(ASKED)])
def test_a_refusal_names_the_limit_the_value_and_what_is_allowed(
    deals: World, limit: str, allowed: Callable[[Ctx], Any], refused: Callable[[Ctx], Any], value: int
) -> None:
    define(deals, {})
    with deals.system() as ctx:
        if limit != "measures":
            refused(ctx)  # is nothing unusual as long as the limits are those of the platform
    define(deals, NARROW)
    with deals.system() as ctx:
        allowed(ctx)
        with pytest.raises(Problem) as caught:
            refused(ctx)
    assert isinstance(caught.value, TooLarge if limit in ("export_rows", "bulk_records") else BadRequest)
    assert caught.value.params == {"limit": limit, "value": value, "allowed": NARROW[limit]}
    assert all(str(part) in str(caught.value) for part in (limit, value, NARROW[limit]))


def test_without_settings_the_platforms_limits_hold(deals: World) -> None:
    define(deals, {})
    with deals.system() as ctx:
        for ask in (
            lambda: ctx.records.list("x_deal", filter=HUGE),
            lambda: ctx.records.list("x_deal", filter=f"amount IN ({', '.join(map(str, range(1001)))})"),
            lambda: ctx.records.list("x_deal", filter="firm0" + ".parent" * 20 + ".name = 'a'"),
            lambda: ctx.records.list("x_deal", limit=1001),
            lambda: ctx.records.list("x_deal", limit=0),
            lambda: ctx.records.list("x_deal", sort="name,amount,id,version,created_at,updated_at"),
            lambda: ctx.records.list("x_deal", fields=[f"{a}{'.parent' * n}.name" for a in FIRMS for n in range(4)]),
            lambda: ctx.records.query(group(limit=10_001)),
            lambda: ctx.records.query(group(*(["name"] * 6))),
            lambda: ctx.records.query(group(group_by="name")),
        ):
            with pytest.raises(BadRequest):
                ask()
        with pytest.raises(TooLarge):
            ctx.records.bulk("x_deal", "update", [{}] * 10_001)


def test_a_tenant_does_not_widen_a_limit_beyond_the_platforms(deals: World) -> None:
    for name, value in (("group_rows", 10_001), ("joins", 51), ("bulk_records", 10_001), ("path_depth", 5), ("groups", 0)):
        with pytest.raises(Problem):
            define(deals, {name: value})
