"""Cleaning says first what it would do, does it as a change set, and can be put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from core.cleaning.jobs import start_cleaning
from core.jobs.queue import find
from core.jobs.results import result_of
from core.jobs.running import run_due
from core.records.reverting import revert
from dougong import Invalid, NotAllowed, Object, PermissionSet, address, phone, text
from tests.support.worlds import World

COUNT = 1203


@pytest.fixture(scope="module")
def people(world: World) -> Mapping[str, str]:
    world.define(
        Object("x_firm", fields={"name": text(required=True), "note": text()}, phone=phone(), place=address()),
        PermissionSet("x_all", objects={"x_firm": {"create": True, "read": True, "edit": True, "delete": True}}),
        PermissionSet("x_half", objects={"x_firm": {"read": True, "edit": True, "fields": {"note": "none", "name": "read"}}, "user": {"read": True}}),
    )
    made = {
        "anna": world.create_user("Anna", permission_sets=["x_all"]),
        "half": world.create_user("Half", permission_sets=["x_half"]),
    }
    with world.as_user(made["anna"]) as ctx:
        ctx.records.bulk("x_firm", "create", [{"name": f"Ａｃｍｅ　{n}", "phone": "+48221234567"} for n in range(COUNT)])
        ctx.records.bulk("x_firm", "create", [{"name": "Tidy", "place": {"street": "杭州市西湖区文三路1号"}}])
    return made


def run(world: World, user: str, *args: Any, **more: Any) -> dict[str, Any]:
    with world.as_user(user) as ctx:
        job = start_cleaning(ctx, "x_firm", *args, **more)
    run_due(world.platform, world.tenant)
    with world.as_user(user) as ctx:
        assert find(ctx, job).state == "done", find(ctx, job).error
        return result_of(ctx, job) or {}


def names(world: World, user: str) -> list[str]:
    with world.as_user(user) as ctx:
        pages = [ctx.records.list("x_firm", limit=1000, sort="id")]
        pages.append(ctx.records.list("x_firm", limit=1000, sort="id", after=pages[0].next))
        return [record["name"] for page in pages for record in page.data]


def test_cleaning_is_shown_done_and_put_back(world: World, people: Mapping[str, str]) -> None:
    anna = people["anna"]
    before = names(world, anna)
    told = run(world, anna, "names", ["name", "note"])
    assert (told["looked_at"], told["would_change"], told["by_field"]) == (COUNT + 1, COUNT, {"name": COUNT})
    assert len(told["first"]) == 100
    first = told["first"][0]
    assert (first["field"], first["old"].startswith("Ａｃｍｅ　"), first["new"].startswith("Acme ")) == ("name", True, True)
    assert names(world, anna) == before
    told = run(world, anna, "names", ["name", "note"], dry_run=False)
    assert (told["changed"], told["refused"], told["looked_at"]) == (COUNT, 0, COUNT + 1)
    assert sorted(names(world, anna)) == sorted([*(f"Acme {n}" for n in range(COUNT)), "Tidy"])
    with world.as_user(anna) as ctx:
        assert revert(ctx, told["change_set"])["refused"] == 0
    assert names(world, anna) == before


def test_phones_and_addresses_are_put_in_order(world: World, people: Mapping[str, str]) -> None:
    anna = people["anna"]
    assert run(world, anna, "phones", ["phone"], dry_run=False)["changed"] == COUNT
    assert run(world, anna, "phones", ["phone"])["would_change"] == 0
    assert run(world, anna, "addresses", ["place"], filter="name = 'Tidy'", dry_run=False)["changed"] == 1
    with world.as_user(anna) as ctx:
        found = ctx.records.list("x_firm", filter="name = 'Tidy'").data[0]["place"]
        assert (found["state"], found["city"], found["district"], found["street"]) == ("浙江省", "杭州市", "西湖区", "文三路1号")
        assert ctx.records.list("x_firm", limit=1, sort="id").data[0]["phone"] == "+48 22 123 45 67"


def test_only_what_the_actor_may_write_is_cleaned(world: World, people: Mapping[str, str]) -> None:
    for fields, code in ((["note"], "unknown"), (["name"], "read_only"), (["place"], "type"), (["nothing"], "unknown")):
        with world.as_user(people["half"]) as ctx, pytest.raises(Invalid) as caught:
            start_cleaning(ctx, "x_firm", "names", fields)
        assert [problem.code for problem in caught.value.errors] == [code]
    with world.as_user(people["half"]) as ctx, pytest.raises(NotAllowed):
        start_cleaning(ctx, "user", "names", ["name"])
