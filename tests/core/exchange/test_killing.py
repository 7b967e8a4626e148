"""kill -9 at any row: the import goes on, each row comes in exactly once, and putting it back leaves what was before (F9)."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.database.queries import mappings
from core.exchange.journal import find_import
from core.exchange.mapping import read_mapping
from core.exchange.working import revert_import, start_import
from core.files.records import store_of
from core.jobs.running import run_due
from core.records.changes import find_changes, refusals_of
from dougong import Object, integer, reference, text
from tests.core.exchange.workers import work_until_killed
from tests.support import postgres
from tests.support.worlds import World, make_world

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.core.exchange.workers"])
ROWS, OLD = 8_000, 500
LEASE = 61
KILLS, PATIENCE = 6, 60


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[World, str, Path]]:
    """A tenant that other processes reach too, with some records."""
    if request.param == "sqlite":
        with make_world("", tmp_path) as world:
            yield furnished(world), "", tmp_path
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(f"killing_{uuid.uuid4().hex}") as url, make_world(url, tmp_path) as world:
        yield furnished(world), url, tmp_path


def furnished(world: World) -> World:
    firm = Object("x_firm", fields={"name": text(required=True), "code": text(unique=True), "size": integer(), "above": reference("x_firm")})
    world.define(firm)
    with world.system() as ctx:
        ctx.records.bulk("x_firm", "create", [{"name": f"Old {n}", "code": f"c{n}", "size": n} for n in range(OLD)])
    return world


def digest(world: World) -> str:
    """Of every living record, without its stamps."""
    with world.system() as ctx:
        table = ctx.catalogue.object("x_firm").table
        kept = [column for column in table.c if column.name not in ("version", "updated_at", "updated_by")]
        rows = mappings(ctx.unit, sa.select(*kept).where(table.c.deleted_at.is_(None)).order_by(table.c.id))
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def begin(world: World) -> str:
    """An import that changes what is there, makes the rest, refuses a few rows and refers within the file."""
    lines = [f"c{n},Firm {n},{'x' if n % 997 == 5 else n + 1},c{n + 1 if n % 50 == 0 else ''}" for n in range(ROWS)]
    mapping = {
        "object": "x_firm", "key": "code",
        "file": {"empty": ["c"]},
        "fields": {"code": "code", "name": "name", "size": "size", "above": {"column": "above", "lookup": "code", "later": True}},
    }  # fmt: skip
    with world.system() as ctx:
        place = store_of(ctx).incoming()
        place.write_text("\n".join(["code,name,size,above", *lines, "c7,Twice,1,c"]) + "\n")
        key = store_of(ctx).keep(place)
        values = {"name": "firms.csv", "type": "text/csv", "size": 1, "digest": "", "key": key}
        (made,) = ctx.records.bulk("file", "create", [values])
        return start_import(ctx, "x_firm", made["id"], read_mapping(mapping))


def kill_a_worker(url: str, folder: Path, later: float, seconds: float, reached: Callable[[], int] | None = None) -> None:
    """Start a worker and kill it after a while; with `reached`, that while begins when a step of its own is committed."""
    before = reached() if reached else 0
    hear, tell = PROCESSES.Pipe(duplex=False)
    plugins = next(folder.glob("plugins-*.toml"))
    worker = PROCESSES.Process(target=work_until_killed, args=(url, str(folder), str(plugins), later, tell))
    worker.start()
    hear.recv()
    patient_until = time.monotonic() + PATIENCE
    while reached and reached() == before and time.monotonic() < patient_until and not hear.poll(0.02):
        pass  # on a busy machine a step takes as long as it takes; a worker that says more has nothing left to do
    time.sleep(seconds)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()


def position(world: World, id: str) -> int:
    with world.system() as ctx:
        return int(find_import(ctx, id)["position"])


def reverted(world: World, id: str) -> int:
    with world.system() as ctx:
        return int(find_changes(ctx, str(find_import(ctx, id)["change_set_id"]))["reverted"])


@pytest.mark.slow
def test_F9_rows_come_in_exactly_once_however_often_the_worker_is_killed(place: tuple[World, str, Path]) -> None:
    world, url, folder = place
    chance = random.Random(9)
    before = digest(world)
    id = begin(world)
    reached = []
    for turn in range(KILLS):  # every other kill after the first commits, the rest at any time, before the first as well
        committed = partial(position, world, id) if turn % 2 == 0 else None
        kill_a_worker(url, folder, turn * LEASE, chance.uniform(0, 0.2 if committed else 0.4), committed)
        reached.append(position(world, id))
    assert reached == sorted(reached)
    assert len(set(reached)) > 2, "the kills fell into the work"
    world.platform.now = later((KILLS + 1) * LEASE)
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        done = find_import(ctx, id)
        codes = [row["code"] for row in mappings(ctx.unit, sa.select(ctx.catalogue.object("x_firm").table.c.code))]
        referring = ctx.records.list("x_firm", filter="above <> NULL", count=True, limit=1).count
    report = done["report"]
    refused = len([n for n in range(ROWS) if n % 997 == 5]) + 1
    assert (done["state"], report["rows"], report["refused_count"]) == ("done", ROWS + 1, refused)
    assert (report["created"], report["updated"]) == (ROWS - OLD - refused + 2, OLD - 1)
    assert len(codes) == len(set(codes)) == ROWS - refused + 2
    assert referring == report["later"]["above"]
    put_back(world, url, folder, id, chance)
    with world.system() as ctx:
        changes = find_changes(ctx, str(done["change_set_id"]))
        assert (changes["state"], changes["refused"]) == ("reverted", 0), refusals_of(ctx, changes["id"], 5)
    assert digest(world) == before


def put_back(world: World, url: str, folder: Path, id: str, chance: random.Random) -> None:
    """Put it back by workers that are killed as well."""
    with world.system() as ctx:
        revert_import(ctx, id)
    for turn in range(10, 14):
        kill_a_worker(url, folder, turn * LEASE, chance.uniform(0, 0.5), partial(reverted, world, id) if turn % 2 == 0 else None)
    world.platform.now = later(20 * LEASE)
    run_due(world.platform, world.tenant)


def later(seconds: float) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)
