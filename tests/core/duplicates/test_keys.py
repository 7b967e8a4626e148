"""Stored match keys: exact under concurrency, whole after a kill, and no dearer for a value that everybody has."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.database.queries import execute, fetch
from core.database.tables import match_key, match_rule
from core.duplicates import building
from core.jobs.claims import LEASE
from core.jobs.running import run_due
from core.rights.actor import SYSTEM
from core.transactions import in_transaction
from dougong import DuplicateRule, Duplicates, Object, compare, text
from tests.support.worlds import World

FIRM = Object("x_firm", fields={"name": text(required=True), "code": text()})


@pytest.fixture
def ruled(world: World) -> Iterator[World]:
    world.define(FIRM, DuplicateRule("x_code", "x_firm", match=[compare("code")], action="block", on=["create", "update"]))
    run_due(world.platform, world.tenant)
    yield world
    world.retire(("duplicate_rule", "x_code"))
    run_due(world.platform, world.tenant)


def test_of_many_who_save_the_same_at_once_one_succeeds(ruled: World) -> None:
    def save(number: int) -> str:
        def work(ctx: Any) -> str:
            return str(ctx.records.create("x_firm", {"name": f"n{number}", "code": "ONE CODE"})["id"])

        try:
            return in_transaction(ruled.platform, ruled.tenant, work, actor=SYSTEM)
        except Duplicates:
            return ""

    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(save, range(32)))
    assert len([id for id in made if id]) == 1


def test_a_value_that_everybody_has_costs_no_more(ruled: World) -> None:
    world = ruled
    world.define(DuplicateRule("x_code", "x_firm", match=[compare("code")], on=["create"]))
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        ctx.records.bulk("x_firm", "create", [{"name": f"c{n}", "code": "common"} for n in range(3000)])
    with world.system() as ctx:
        assert len(ctx.records.duplicates("x_firm", {"code": "COMMON"})) <= 10


def test_a_build_that_is_killed_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.define(FIRM)
    with world.system() as ctx:
        ctx.records.bulk("x_firm", "create", [{"name": f"k{n}", "code": f"k{n}"} for n in range(50)])
    monkeypatch.setattr(building, "BATCH", 10)
    batches: list[str] = []
    batch = building._batch

    def dying(ctx: Any, name: str) -> int | None:
        batches.append(name)
        if len(batches) == 3:
            raise RuntimeError("killed")
        return batch(ctx, name)

    monkeypatch.setattr(building, "_batch", dying)
    world.define(DuplicateRule("x_late", "x_firm", match=[compare("code"), compare("name")]))
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        state = fetch(ctx.unit, match_rule.select().where(match_rule.c.name == "x_late"))[0]
        assert not state.built and state.reached
        first = len(fetch(ctx.unit, match_key.select().where(match_key.c.rule == state.fingerprint)))
        assert 0 < first <= 20
    clock = world.platform.now
    monkeypatch.setattr(world.platform, "now", lambda: clock() + 20 * LEASE)
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        state = fetch(ctx.unit, match_rule.select().where(match_rule.c.name == "x_late"))[0]
        assert state.built
        keys = fetch(ctx.unit, match_key.select().where(match_key.c.rule == state.fingerprint))
        there = ctx.records.list("x_firm", filter="code <> NULL", limit=1, count=True).count
        assert len({key.record_id for key in keys}) == there
    monkeypatch.undo()
    world.retire(("duplicate_rule", "x_late"))
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        assert not fetch(ctx.unit, match_key.select().where(match_key.c.rule == state.fingerprint))


def test_a_key_alone_proves_nothing(ruled: World) -> None:
    """What is stored wrongly, for whatever reason, leads to a comparison and not to a refusal."""
    with ruled.system() as ctx:
        one = ctx.records.create("x_firm", {"name": "s", "code": "stale"})["id"]
        two = ctx.records.create("x_firm", {"name": "t", "code": "true"})["id"]
        execute(ctx.unit, match_key.update().where(match_key.c.record_id == one).values(record_id=two))
    with ruled.system() as ctx:
        ctx.records.create("x_firm", {"name": "u", "code": "stale"})
