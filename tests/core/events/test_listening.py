"""Who listens hears of every event once, in the order of commits, and remembers it in the transaction of what it does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from core.context import Ctx
from core.database.failures import Again
from core.database.queries import execute, fetch
from core.database.schema import create_system_tables
from core.database.tables import event, listener
from core.database.unit import Unit
from core.events.listening import Listener, behind, catch_up, place
from core.events.reading import Event, events_after
from dougong import Object, text
from tests.support.worlds import World


class Ear:
    """A listener that keeps what it hears, and stumbles over a name."""

    def __init__(self, world: World, name: str, dreads: str = "") -> None:
        self.world = world
        self.heard: list[str] = []
        self.dreads = dreads
        self.listener = Listener(name, self.hear)
        with world.system() as ctx:
            place(ctx.unit, name)

    def hear(self, ctx: Ctx, events: Sequence[Event]) -> None:
        names = [str(event.changes["name"][1]) for event in events if event.object == "x_ev_thing"]
        if self.dreads in names and self.dreads:
            raise ValueError("not this one")
        self.heard += names
        for name in names:
            ctx.records.create("x_ev_echo", {"name": name})

    def catch_up(self) -> list[str]:
        while catch_up(self.world.platform, self.world.tenant, self.listener):
            pass
        return self.heard


@pytest.fixture(scope="module", autouse=True)
def things(world: World) -> None:
    world.define(Object("x_ev_thing", fields={"name": text(required=True)}), Object("x_ev_echo", fields={"name": text(required=True)}))


def make(world: World, *names: str) -> None:
    for name in names:
        world.create("x_ev_thing", {"name": name})


def echoes(world: World) -> int:
    with world.system() as ctx:
        return ctx.records.list("x_ev_echo", limit=1, count=True).count or 0


def test_it_hears_what_happens_after_it_was_placed_each_once(world: World) -> None:
    make(world, "before")
    ear = Ear(world, "once")
    make(world, "a", "b")
    assert ear.catch_up() == ["a", "b"]
    make(world, "c")
    assert ear.catch_up() == ["a", "b", "c"]
    with world.system() as ctx:
        assert not any(name == "before" for name in ear.heard) and not is_behind_of(ctx.unit, ear, "x_ev_thing")


def is_behind_of(unit: Unit, ear: Ear, object: str) -> bool:
    [row] = fetch(unit, sa.select(listener.c.tx, listener.c.seq).where(listener.c.name == ear.listener.name))
    return any(event.object == object for event in events_after(unit, (row.tx, row.seq), 100))


def test_one_that_fails_keeps_nothing_of_it_and_the_others_are_dealt_with(world: World) -> None:
    ear = Ear(world, "dreading", dreads="dread")
    before = echoes(world)
    make(world, "x", "dread", "y")
    assert ear.catch_up() == ["x", "y"]
    assert echoes(world) == before + 2


def test_a_lost_race_leaves_no_event_behind(world: World) -> None:
    ear = Ear(world, "racing")
    lost = iter([Again(), Again()])

    def hear(ctx: Ctx, events: Sequence[Event]) -> None:
        for problem in lost:
            raise problem
        ear.hear(ctx, events)

    ear.listener = Listener("racing", hear)
    make(world, "r1", "r2")
    assert [ear.catch_up(), ear.catch_up()] == [[], []]
    assert ear.catch_up() == ["r1", "r2"]


def test_an_event_that_commits_late_is_not_left_behind(world: World) -> None:
    ear = Ear(world, "late")
    if world.platform.control.store(world.tenant).backend == "sqlite":
        make(world, "the only writer")
        assert ear.catch_up() == ["the only writer"]
        return
    with world.system() as slow:
        slow.records.create("x_ev_thing", {"name": "slow"})
        make(world, "fast")
        assert ear.catch_up() == []  # it took a later number, but what comes before it isn't settled
        with world.system() as ctx:
            assert behind(ctx.unit, [ear.listener])
    assert sorted(ear.catch_up()) == ["fast", "slow"]
    assert ear.catch_up() == ear.heard and len(ear.heard) == 2


def test_tables_of_an_older_version_get_the_columns_and_indexes_that_they_lack(world: World) -> None:
    make(world, "old")
    with world.system() as ctx:
        prefix = f'"{ctx.store.schema}".' if ctx.store.schema else ""
        if ctx.store.backend == "postgresql":
            ctx.unit.connection.exec_driver_sql(f"DROP INDEX {prefix}dg_event_order")
        ctx.unit.connection.exec_driver_sql(f"ALTER TABLE {prefix}dg_event DROP COLUMN tx")
        create_system_tables(ctx.unit.connection, ctx.store)
        assert fetch(ctx.unit, sa.select(sa.func.count()).where(event.c.tx.is_(None)))[0][0] == 0
        execute(ctx.unit, sa.delete(listener).where(listener.c.name == "upgraded"))
    ear = Ear(world, "upgraded")
    make(world, "new")
    assert ear.catch_up() == ["new"]
