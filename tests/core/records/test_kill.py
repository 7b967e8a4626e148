"""kill -9 under write load: no acknowledged write is lost, and nothing is half there (D1, D2)."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.database.queries import mappings
from core.database.tables import event, search
from dougong import Object, decimal, reference, rollup, text
from tests.core.records.writers import write_until_killed
from tests.support import postgres
from tests.support.worlds import World, make_world

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.core.records.writers"])


def declare(world: World) -> None:
    firm = Object("x_firm", name=text(required=True), total=rollup("x_deal.firm", "sum", field="amount"))
    deal = Object("x_deal", name=text(required=True), firm=reference("x_firm"), amount=decimal())
    world.define(firm, deal)


def kill_a_writer(world: World, url: str, folder: Path, seconds: float) -> set[str]:
    """Let a process write for a while and kill it; answers the ids it was told to be safe."""
    hear, tell = PROCESSES.Pipe(duplex=False)
    plugins = next(folder.glob("plugins-*.toml"))
    writer = PROCESSES.Process(target=write_until_killed, args=(url, str(folder), str(plugins), tell))
    writer.start()
    tell.close()
    acknowledged = {hear.recv()}  # it is running now
    time.sleep(seconds)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    try:
        while True:
            acknowledged.add(hear.recv())
    except EOFError:
        return acknowledged


def assert_whole(world: World, acknowledged: set[str]) -> None:
    """Every acknowledged firm is there with both deals, and every firm is whole."""
    with world.system() as ctx:
        firms = mappings(ctx.unit, sa.select(ctx.catalogue.object("x_firm").table))
        deals = mappings(ctx.unit, sa.select(ctx.catalogue.object("x_deal").table))
        events = mappings(ctx.unit, sa.select(event.c.record_id).where(event.c.object.in_(["x_firm", "x_deal"])))
        words = mappings(ctx.unit, sa.select(search.c.record_id).where(search.c.object == "x_firm"))
    ids = {firm["id"] for firm in firms}
    assert acknowledged <= ids
    assert sorted(deal["firm"] for deal in deals) == sorted([*ids, *ids])
    assert {firm["total"] for firm in firms} == {Decimal(3)}
    assert sorted(row["record_id"] for row in events) == sorted([*ids, *(deal["id"] for deal in deals)])
    assert {row["record_id"] for row in words} == ids


@pytest.mark.slow
def test_a_writer_killed_a_hundred_times_on_sqlite_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    with make_world("", tmp_path) as world:
        declare(world)
        acknowledged: set[str] = set()
        for _ in range(100):
            acknowledged |= kill_a_writer(world, "", tmp_path, chance.uniform(0, 0.05))
        assert_whole(world, acknowledged)


@pytest.mark.slow
def test_a_writer_killed_on_postgresql_loses_nothing(tmp_path: Path, backend_url: str) -> None:
    chance = random.Random(8)
    with make_world(backend_url, tmp_path) as world:
        declare(world)
        acknowledged: set[str] = set()
        for _ in range(25):
            acknowledged |= kill_a_writer(world, backend_url, tmp_path, chance.uniform(0, 0.05))
        assert_whole(world, acknowledged)


@pytest.fixture
def backend_url(postgres_server: postgres.Server) -> object:
    """A PostgreSQL database of this test's own."""
    with postgres_server.database(f"kill_{os.getpid()}") as url:
        yield url
