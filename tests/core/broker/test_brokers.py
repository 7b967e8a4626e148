"""Workers at real brokers, killed in the middle of jobs; brokers that lose what they had, hang, or aren't there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.broker.ringing import Ringer
from core.broker.rings import RUN_JOB, Rings
from core.broker.settings import QUEUE
from core.broker.sweeping import Sweeper
from core.database.queries import execute
from core.database.tables import job, turn
from core.host.lifecycle import enable
from core.jobs.queue import DONE, RUNNING, enqueue, find, jobs
from core.tenants.making import create_tenant
from core.transactions import in_transaction
from tests.core.host.plugins import item, offered
from tests.support.brokers import RabbitMQ, Valkey
from tests.support.tree import ROOT
from tests.support.worlds import SECRET, World, make_world

#: The transport asks for the queues and keeps their warning to itself, which two threads at once undo for each other.
pytestmark = pytest.mark.filterwarnings("ignore:list_queues:UserWarning")

WORK = """

def make(ctx, payload):
    ctx.records.create("br_item", {"name": payload["name"]})


def hang(ctx, payload):
    import os, pathlib, time
    if not pathlib.Path(payload["began"]).exists():
        pathlib.Path(payload["began"]).write_text(str(os.getpid()))
        time.sleep(60)
    ctx.records.create("br_item", {"name": payload["name"]})


def slow(ctx, payload):
    import pathlib, time
    pathlib.Path(payload["began"]).touch()
    time.sleep(0.7)


def wait(ctx, payload):
    import pathlib, time
    go, end = pathlib.Path(payload["go"]), time.monotonic() + 30
    while not go.exists() and time.monotonic() < end:
        time.sleep(0.02)


@hookimpl
def register_jobs():
    return [Job(name="br_wait", run=wait), Job(name="br_slow", run=slow), Job(name="br_make", run=make), Job(name="br_hang", run=hang)]
"""

NAMES = [f"{number:02}" for number in range(12)]


class Place:
    """A tenant, a broker, and a worker that is a process of its own."""

    def __init__(self, world: World, url: str, broker: RabbitMQ | Valkey | None) -> None:
        self.world = world
        self.broker = broker
        self.rings = Rings(url)
        self.url = url

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """`dougong worker` while the block runs; it may be killed."""
        config = self.world.platform.config
        environment = {
            **os.environ, "DOUGONG_DATA": str(config.data), "DOUGONG_DATABASE_URL": config.database_url, "DOUGONG_SECRET_KEY": SECRET,
            "DOUGONG_PLUGINS": str(config.plugins), "DOUGONG_BROKER_URL": self.url,
        }  # fmt: skip
        command = [sys.executable, "-m", "core.cli", "worker", "--concurrency", "2"]
        running = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        try:
            yield running
        finally:
            if self.broker is not None and running.poll() is None:
                running.terminate()
                running.wait(30)
            kill(running)

    def write(self, name: str, /, **payload: Any) -> None:
        in_transaction(self.world.platform, self.world.tenant, lambda ctx: enqueue(ctx, name, payload))

    def states(self) -> set[str]:
        with self.world.system() as ctx:
            return {each.state for each in jobs(ctx) if each.name.startswith("br_")}

    def names(self) -> list[str]:
        with self.world.system() as ctx:
            return sorted(record["name"] for record in ctx.records.list("br_item", limit=1000).data)

    def expire(self) -> None:
        """Let the minute pass after which a job belongs to nobody."""
        past = self.world.platform.now() - timedelta(hours=1)
        with self.world.system() as ctx:
            execute(ctx.unit, sa.update(job).where(job.c.state == RUNNING).values(lease_until=past))
            execute(ctx.unit, sa.update(turn).values(at=past))


def kill(running: subprocess.Popen[bytes]) -> None:
    """kill -9: the worker and the processes that it has started."""
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    running.wait(10)


def eventually(check: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A tenant and a broker: `valkey`, with tenants on SQLite, `rabbitmq`, or `postgresql` for both."""
    folder = Path(os.environ["DOUGONG_TEST_RUN"]) / f"broker-{uuid.uuid4().hex[:8]}"
    broker = {"valkey": Valkey, "rabbitmq": RabbitMQ}.get(request.param, lambda folder: None)(folder)
    worlds = tmp_path_factory.mktemp("brokers")
    item(worlds, "br", more=WORK)
    with ExitStack() as stack:
        url = ""
        if request.param != "valkey":
            url = stack.enter_context(request.getfixturevalue("postgres_server").database(f"brokers_{uuid.uuid4().hex}"))
        if broker is not None:
            stack.callback(broker.stop)
            broker.start()
        world = stack.enter_context(make_world(url, worlds, offered(worlds, "br")))
        in_transaction(world.platform, world.tenant, lambda ctx: enable(ctx, ["br"]))
        made = Place(world, broker.url if broker else url, broker)
        made.rings.prepare()
        yield made


@pytest.mark.parametrize("place", ["valkey", "postgresql"], indirect=True)
def test_q1_q5_a_process_that_dies_and_messages_that_are_none_cost_no_job(place: Place, tmp_path: Path) -> None:
    with rung_by(Sweeper(place.world.platform, place.rings, sweep_seconds=0.2)), place.worker() as worker:
        spoil(place)
        began = hanging(place, tmp_path)
        os.kill(int(began.read_text()), signal.SIGKILL)
        place.expire()
        eventually(lambda: place.states() == {DONE})
        assert place.names() == NAMES
        if place.broker is not None:
            lose_acknowledgements(place, tmp_path)
    assert worker.returncode == (0 if place.broker else -signal.SIGKILL)


@pytest.mark.parametrize("place", ["rabbitmq"], indirect=True)
def test_q1_q3_q5_a_worker_and_what_its_broker_knew_may_be_lost_and_every_job_is_done_once(place: Place, tmp_path: Path) -> None:
    with rung_by(Ringer(place.world.platform, place.rings)), place.worker() as first:
        spoil(place)
        hanging(place, tmp_path)
        kill(first)
    with place.rings.app.connection_for_write() as connection:
        connection.default_channel.queue_purge(QUEUE)
    place.expire()
    with rung_by(Sweeper(place.world.platform, place.rings, sweep_seconds=0.2)), place.worker():
        eventually(lambda: place.states() == {DONE})
    assert place.names() == NAMES


@pytest.mark.parametrize("place", ["rabbitmq"], indirect=True)
def test_q8_long_jobs_of_a_tenant_leave_a_process_for_others(place: Place, tmp_path: Path) -> None:
    platform, go = place.world.platform, tmp_path / "go"
    create_tenant(platform, "neighbour", "admin@example.com", "a long password")
    with rung_by(Ringer(platform, place.rings)), place.worker():
        for _ in range(3):
            place.write("br_wait", go=str(go))
        eventually(lambda: RUNNING in place.states())
        short = in_transaction(platform, "neighbour", lambda ctx: enqueue(ctx, "core.tidy", {}))
        eventually(lambda: in_transaction(platform, "neighbour", lambda ctx: find(ctx, short)).state == DONE, 20)
        with place.world.system() as ctx:
            assert [each.state for each in jobs(ctx) if each.name == "br_wait"].count(RUNNING) == 1
        go.touch()
        eventually(lambda: place.states() == {DONE})


def lose_acknowledgements(place: Place, folder: Path) -> None:
    """The broker dies while every process is at work, and comes back: the worker hears it again."""
    files = [folder / "one", folder / "two"]
    for file in files:
        place.write("br_slow", began=str(file))
    eventually(lambda: all(file.exists() for file in files))
    assert place.broker is not None
    place.broker.kill()
    eventually(lambda: place.states() == {DONE})
    place.broker.start()
    place.write("br_make", name="heard again")
    eventually(lambda: place.states() == {DONE})


@contextmanager
def rung_by(ringing: Ringer | Sweeper) -> Iterator[None]:
    ringing.start()
    try:
        yield
    finally:
        ringing.stop()


def spoil(place: Place) -> None:
    """Messages that are no JSON, that are pickled, of an unknown task, for an unknown tenant, with wrong arguments."""
    with place.rings.app.connection_for_write() as connection:
        producer = connection.Producer()
        for body, kind in (("no JSON {", "application/json"), (b"\x80\x04N.", "application/x-python-serialize")):
            producer.publish(body, routing_key=QUEUE, exchange="", content_type=kind, content_encoding="utf-8")
    place.rings.app.send_task("dougong.no_such_task", args=[])
    place.rings.app.send_task(RUN_JOB, args=["nobody"])
    place.rings.app.send_task(RUN_JOB, args=[{"a": 1}, 2, 3])


def hanging(place: Place, folder: Path) -> Path:
    """Write jobs of which the first hangs; the file where it says which process does it."""
    began = folder / "began"
    place.write("br_hang", name=NAMES[0], began=str(began))
    eventually(lambda: began.exists() and began.read_text() != "")
    for name in NAMES[1:]:
        place.write("br_make", name=name)
    return began


@pytest.mark.parametrize("place", ["valkey"], indirect=True)
def test_q3_a_broker_that_is_down_or_hangs_keeps_nobody_waiting(place: Place) -> None:
    broker = place.broker
    assert broker is not None
    ringer = Ringer(place.world.platform, place.rings).start()
    try:
        broker.kill()
        assert written_within_a_second(place)
        broker.start()
        eventually(lambda: rung(place) > 0)
        broker.freeze(True)
        assert written_within_a_second(place)
        broker.freeze(False)
        known = rung(place)
        time.sleep(0.3)
        place.write("br_make", name="after")
        eventually(lambda: rung(place) > known)
    finally:
        ringer.stop()


def written_within_a_second(place: Place) -> bool:
    began = time.monotonic()
    for number in range(3):
        place.write("br_make", name=f"{number}")
        time.sleep(0.05)
    return time.monotonic() - began < 1


def rung(place: Place) -> int:
    """How many messages wait."""
    with place.rings.app.connection_for_write() as connection:
        return int(connection.default_channel.client.llen(QUEUE))
