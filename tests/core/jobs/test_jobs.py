"""Jobs: rows that are done at least once, whose effects are there once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.database.queries import execute
from core.database.tables import job
from core.database.unit import Unit
from core.host.lifecycle import enable
from core.jobs import claims, running
from core.jobs.claims import claim, finish, put_back
from core.jobs.progress import report_progress
from core.jobs.queue import (
    CANCELLED,
    DONE,
    FAILED,
    RUNNING,
    WAITING,
    JobRow,
    cancel,
    enqueue,
    find,
    jobs,
    replay,
    replay_failed,
)
from core.jobs.runner import Runner
from core.jobs.running import run_due, run_next
from core.platform import Platform
from core.tenants.making import create_tenant, delete_tenant
from core.transactions import in_transaction
from dougong import BadRequest, Conflict, Job
from tests.core.host.plugins import item, offered
from tests.support.worlds import World, make_world

WORK = """

def make(ctx, payload):
    ctx.records.create("jo_item", {"name": payload["name"], "note": ctx.actor.name})


def fail(ctx, payload):
    ctx.records.create("jo_item", {"name": "half"})
    raise ValueError("no luck")


def chain(ctx, payload):
    ctx.enqueue("jo_make", {"name": "second"})


def slow(ctx, payload):
    import pathlib, time
    ctx.records.create("jo_item", {"name": "slow"})
    pathlib.Path(payload["started"]).touch()
    time.sleep(payload["seconds"])


def wait(ctx, payload):
    import pathlib, time
    go, end = pathlib.Path(payload["folder"], "go"), time.monotonic() + 20
    while not go.exists() and time.monotonic() < end:
        time.sleep(0.01)


def several(payload):
    for number in range(3):
        def step(ctx, number=number):
            if ctx.records.list("jo_item", filter=f"name = 'step {payload['key']} {number}'").data:
                return None
            if number == 2 and not ctx.records.list("jo_item", filter=f"name = 'allowed {payload['key']}'").data:
                raise ValueError("not yet")
            ctx.unrestricted().records.create("jo_item", {"name": f"step {payload['key']} {number}", "note": ctx.actor.name})
            return 30 * number
        yield step


@hookimpl
def register_jobs():
    return [Job(name="jo_wait", run=wait), Job(name="jo_several", steps=several), Job(name="jo_make", run=make), Job(name="jo_fail", run=fail), Job(name="jo_chain", run=chain), Job(name="jo_slow", run=slow)]
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A tenant with a plugin whose jobs make records."""
    folder = tmp_path_factory.mktemp("jobs")
    item(folder, "jo", more=WORK)
    with ExitStack() as stack:
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres_server").database(f"jobs_{uuid.uuid4().hex}"))
        made = stack.enter_context(make_world(url, folder, offered(folder, "jo")))
        in_transaction(made.platform, made.tenant, lambda ctx: enable(ctx, ["jo"]))
        yield made


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    """The tenant with an empty queue, no records of the plugin, and a clock that is right."""
    with shared.system() as ctx:
        execute(ctx.unit, sa.delete(job))
        execute(ctx.unit, sa.delete(ctx.catalogue.object("jo_item").table))
    now = shared.platform.now
    yield shared
    shared.platform.now = now


@pytest.fixture
def neighbour(world: World) -> Iterator[str]:
    """Another tenant of the same platform."""
    create_tenant(world.platform, "neighbour", "admin@example.com", "a long password")
    yield "neighbour"
    delete_tenant(world.platform, "neighbour")


def write(world: World, name: str, payload: dict[str, Any] | None = None, **more: Any) -> str:
    return in_transaction(world.platform, world.tenant, lambda ctx: enqueue(ctx, name, payload or {}, **more))


def row(world: World, id: str) -> JobRow:
    with world.system() as ctx:
        return find(ctx, id)


def names(world: World) -> list[str]:
    with world.system() as ctx:
        return sorted(record["name"] for record in ctx.records.list("jo_item", limit=1000).data)


def later(world: World, **more: int) -> None:
    """Let the clock of the platform run ahead."""
    moment = world.platform.now() + timedelta(**more)
    world.platform.now = lambda: moment


def test_a_job_is_done_after_the_commit(world: World) -> None:
    id = write(world, "jo_make", {"name": "one"})
    assert row(world, id).state == WAITING
    assert run_due(world.platform, world.tenant) == 1
    assert (row(world, id).state, row(world, id).progress) == (DONE, 100)
    assert names(world) == ["one"]


def test_what_is_rolled_back_is_never_done(world: World) -> None:
    with pytest.raises(KeyError), world.system() as ctx:
        ctx.enqueue("jo_make", {"name": "never"})
        raise KeyError
    assert run_due(world.platform, world.tenant) == 0


def test_a_job_acts_for_who_wrote_it(world: World) -> None:
    user = world.create_user("Anna", permission_sets=["administrator"])
    with world.as_user(user) as ctx:
        ctx.enqueue("jo_make", {"name": "hers"})
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        assert ctx.records.list("jo_item").data[0]["note"] == "Anna"


def test_a_job_waits_until_it_is_due(world: World) -> None:
    write(world, "jo_make", {"name": "later"}, due=datetime.now(UTC) + timedelta(hours=1))
    assert run_due(world.platform, world.tenant) == 0
    later(world, hours=2)
    assert run_due(world.platform, world.tenant) == 1


def test_the_same_key_makes_one_job(world: World) -> None:
    assert write(world, "jo_make", {"name": "a"}, key="k") == write(world, "jo_make", {"name": "b"}, key="k")
    assert run_due(world.platform, world.tenant) == 1
    assert write(world, "jo_make", {"name": "c"}, key="k") == jobs_of(world)[0].id
    assert names(world) == ["a"]


def jobs_of(world: World) -> list[JobRow]:
    with world.system() as ctx:
        return jobs(ctx)


def test_a_job_may_write_another(world: World) -> None:
    write(world, "jo_chain")
    assert run_due(world.platform, world.tenant) == 2
    assert names(world) == ["second"]


def test_q5_one_that_always_fails_is_tried_five_times_and_parked(world: World) -> None:
    poison = write(world, "jo_fail")
    write(world, "jo_make", {"name": "good"})
    for _ in range(claims.MOST_ATTEMPTS):
        run_due(world.platform, world.tenant)
        later(world, hours=2)
    found = row(world, poison)
    assert (found.state, found.attempts) == (FAILED, 5)
    assert "no luck" in found.error
    assert names(world) == ["good"]


def test_pauses_between_attempts_grow(world: World) -> None:
    id = write(world, "jo_fail")
    waits = []
    for _ in range(3):
        run_due(world.platform, world.tenant)
        waits.append((row(world, id).due - world.platform.now()).total_seconds())
        later(world, hours=2)
    assert waits == sorted(waits)
    assert waits[0] > 1


def test_what_has_failed_can_be_replayed(world: World) -> None:
    id = write(world, "jo_fail")
    for _ in range(claims.MOST_ATTEMPTS):
        run_due(world.platform, world.tenant)
        later(world, hours=2)
    with world.system() as ctx:
        replay(ctx, id)
    assert (row(world, id).state, row(world, id).attempts) == (WAITING, 0)
    with world.system() as ctx, pytest.raises(Conflict):
        replay(ctx, id)


def test_all_that_has_failed_is_replayed_by_whom_it_belongs_to(world: World) -> None:
    user = world.create_user("Berta")
    with world.as_user(user) as ctx:
        hers = ctx.enqueue("jo_fail", {})
    others = write(world, "jo_fail")
    cancelled = write(world, "jo_make", {"name": "not wanted"})
    with world.system() as ctx:
        cancel(ctx, cancelled)
        execute(ctx.unit, sa.update(job).where(job.c.state == WAITING).values(state=FAILED, attempts=5))
        assert replay_failed(ctx, actor_id=user) == 1
    assert [row(world, id).state for id in (hers, others, cancelled)] == [WAITING, FAILED, CANCELLED]
    with world.system() as ctx:
        assert (replay_failed(ctx), replay_failed(ctx)) == (1, 0)
    assert (row(world, others).state, row(world, others).attempts) == (WAITING, 0)


def test_a_waiting_job_can_be_cancelled(world: World) -> None:
    id = write(world, "jo_make", {"name": "no"})
    with world.system() as ctx:
        cancel(ctx, id)
    assert run_due(world.platform, world.tenant) == 0
    assert row(world, id).state == CANCELLED
    with world.system() as ctx, pytest.raises(Conflict, match="has ended already"):
        cancel(ctx, id)


def test_a_job_that_nobody_does_says_so(world: World) -> None:
    id = write(world, "jo_unknown")
    run_due(world.platform, world.tenant)
    assert row(world, id).error == "No job called jo_unknown is done here"


def test_a_payload_has_a_limit(world: World) -> None:
    with pytest.raises(BadRequest, match="larger than"):
        write(world, "jo_make", {"name": "x" * 2_000_000})


# -- leases and fences ---------------------------------------------------------------------------------------


def take(world: World) -> claims.Claim:
    with Unit(world.platform.control.store(world.tenant)) as unit:
        found = claim(unit, world.platform.now())
    assert found is not None
    return found


def test_a_claimed_job_is_nobody_elses(world: World) -> None:
    write(world, "jo_make", {"name": "one"})
    take(world)
    assert not run_next(world.platform, world.tenant)


def test_q6_a_job_left_behind_is_taken_over_and_the_first_worker_can_not_finish_it(world: World) -> None:
    id = write(world, "jo_make", {"name": "one"})
    first = take(world)
    later(world, minutes=5)
    assert run_next(world.platform, world.tenant)
    assert row(world, id).state == DONE
    with Unit(world.platform.control.store(world.tenant)) as unit:
        assert not finish(unit, first)
        put_back(unit, first, world.platform.now(), "too late")
    assert row(world, id).state == DONE
    assert names(world) == ["one"]


def test_one_that_is_cancelled_while_it_runs_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    id = write(world, "jo_make", {"name": "undone"})
    monkeypatch.setattr(running, "finish", lambda unit, claimed: False)
    run_next(world.platform, world.tenant)
    monkeypatch.undo()
    assert names(world) == []
    assert row(world, id).state == RUNNING


def test_one_that_kills_its_worker_every_time_is_parked(world: World) -> None:
    id = write(world, "jo_make", {"name": "deadly"})
    for _ in range(claims.MOST_ATTEMPTS):
        take(world)
        later(world, minutes=5)
    run_due(world.platform, world.tenant)
    assert row(world, id).state == FAILED
    assert "died" in row(world, id).error
    assert names(world) == []


def test_progress_is_told_only_within_a_job(world: World) -> None:
    with world.system() as ctx:
        report_progress(ctx, 50)
    assert jobs_of(world) == []


# -- the runner ----------------------------------------------------------------------------------------------


def eventually(check: Any, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_register_jobs_a_job_in_steps_keeps_what_is_done_and_goes_on_when_it_is_tried_again(world: World) -> None:
    key = uuid.uuid4().hex
    written = {"filter": f"STARTS_WITH(name, 'step {key}')", "sort": "name", "fields": ["name"]}
    id = in_transaction(world.platform, world.tenant, lambda ctx: enqueue(ctx, "jo_several", {"key": key}))
    run_next(world.platform, world.tenant)
    with world.system() as ctx:
        assert [one["name"] for one in ctx.records.list("jo_item", **written).data] == [f"step {key} 0", f"step {key} 1"]
        assert find(ctx, id).progress == 30
        ctx.records.create("jo_item", {"name": f"allowed {key}"})
    later(world, seconds=60)
    run_next(world.platform, world.tenant)
    with world.system() as ctx:
        assert len(ctx.records.list("jo_item", **written).data) == 3
        assert find(ctx, id).state == DONE


def test_a_job_has_either_run_or_steps() -> None:
    with pytest.raises(ValueError, match="jo_none"):
        Job(name="jo_none")


def test_the_runner_is_woken_by_a_commit(world: World) -> None:
    runner = Runner(world.platform, threads=2, sweep_seconds=3600).start()
    try:
        time.sleep(0.3)
        id = write(world, "jo_make", {"name": "rung"})
        eventually(lambda: row(world, id).state == DONE)
    finally:
        runner.stop()


def test_q2_a_ring_that_was_lost_is_made_up_for(world: World) -> None:
    other = Platform(world.platform.config)
    runner = Runner(world.platform, threads=1, sweep_seconds=0.2).start()
    try:
        id = in_transaction(other, world.tenant, lambda ctx: enqueue(ctx, "jo_make", {"name": "unheard"}))
        eventually(lambda: row(world, id).state == DONE)
    finally:
        runner.stop()
        other.close()


def test_two_runners_do_every_job_once(world: World) -> None:
    other = Platform(world.platform.config)
    for number in range(30):
        write(world, "jo_make", {"name": f"{number:02}"})
    runners = [Runner(platform, threads=2, sweep_seconds=0.1).start() for platform in (world.platform, other)]
    try:
        eventually(lambda: all(job.state == DONE for job in jobs_of(world)), 60)
    finally:
        for runner in runners:
            runner.stop()
        other.close()
    assert names(world) == [f"{number:02}" for number in range(30)]


def test_q8_long_jobs_of_a_tenant_keep_no_other_waiting(world: World, neighbour: str, tmp_path: Path) -> None:
    long = [write(world, "jo_wait", {"folder": str(tmp_path)}) for _ in range(4)]
    runner = Runner(world.platform, threads=2, sweep_seconds=0.1).start()
    try:
        eventually(lambda: [row(world, id).state for id in long].count(RUNNING) == 2)
        short = in_transaction(world.platform, neighbour, lambda ctx: enqueue(ctx, "core.tidy", {}))
        eventually(lambda: in_transaction(world.platform, neighbour, lambda ctx: find(ctx, short)).state == DONE)
        assert [row(world, id).state for id in long].count(RUNNING) == 2, "more of a tenant's jobs than it may have at once"
        (tmp_path / "go").touch()
        eventually(lambda: {row(world, id).state for id in long} == {DONE})
    finally:
        (tmp_path / "go").touch()
        runner.stop()


def test_stopping_waits_for_what_runs(world: World, tmp_path: Path) -> None:
    id = write(world, "jo_slow", {"started": str(tmp_path / "started"), "seconds": 0.5})
    runner = Runner(world.platform, threads=1, sweep_seconds=0.1).start()
    eventually((tmp_path / "started").exists)
    stopping = threading.Thread(target=runner.stop)
    stopping.start()
    stopping.join(20)
    assert row(world, id).state == DONE


# -- kill -9 -------------------------------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from core.config import Config
from core.jobs.runner import Runner
from core.platform import Platform
from core.tenants.making import create_tenant, delete_tenant

data, url, plugins = sys.argv[1:]
Runner(Platform(Config(data=Path(data), database_url=url, plugins=Path(plugins))), threads=1, sweep_seconds=0.1).start().wait()
"""


def test_q1_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(world: World, tmp_path: Path) -> None:
    slow = write(world, "jo_slow", {"started": str(tmp_path / "started"), "seconds": 60})
    config = world.platform.config
    arguments = [str(config.data), config.database_url, str(config.plugins)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", CHILD, *arguments], env=environment)
    try:
        eventually((tmp_path / "started").exists, 60)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert names(world) == []
    assert row(world, slow).state == RUNNING
    with world.system() as ctx:
        cancel(ctx, slow)
    write(world, "jo_make", {"name": "after"})
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        replay(ctx, slow)
    assert names(world) == ["after"]


def test_q1_what_a_killed_worker_left_is_done_by_the_next(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = write(world, "jo_make", {"name": "one"})
    take(world)  # and never heard of again
    later(world, minutes=2)
    run_due(world.platform, world.tenant)
    assert row(world, id).state == DONE
    assert row(world, id).attempts == 2
    assert names(world) == ["one"]
