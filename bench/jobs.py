"""The command: kills workers under load, lets brokers die and forget, floods one tenant, and tells what became of the jobs."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from core.broker.ringing import Ringer
from core.broker.rings import Rings
from core.broker.settings import QUEUE
from core.config import Config
from core.database.queries import execute, fetch
from core.database.tables import job
from core.host.lifecycle import enable
from core.jobs.queue import DONE, WAITING, enqueue, find
from core.platform import Platform
from core.tenants.making import create_tenant
from core.transactions import in_transaction
from tests.support.brokers import RabbitMQ, Valkey
from tests.support.postgres import Server
from tests.support.tree import ROOT

PLUGIN = '''
"""Ticks: jobs that leave one mark each."""
import time

from dougong import Job, Object, hookimpl, text

tick = Object("bj_tick", fields={"name": text()})


def run(ctx, payload):
    ctx.records.create("bj_tick", {"name": payload["name"]})
    time.sleep(payload["seconds"])


@hookimpl
def register_objects():
    return [tick]


@hookimpl
def register_jobs():
    return [Job(name="bj_tick", run=run)]
'''
SECRET = "a key for measuring"
BUSY, QUIET = "busy", "quiet"
JOB_SECONDS = 0.01
SERVERS: dict[str, type[RabbitMQ] | type[Valkey]] = {"rabbitmq": RabbitMQ, "valkey": Valkey}
KINDS = (*SERVERS, "postgresql", "none")


class Site:
    """Two tenants on PostgreSQL, a broker or none, and the processes that work."""

    def __init__(self, kind: str, folder: Path, stack: ExitStack, server: Server) -> None:
        self.kind = kind
        self.broker = SERVERS[kind](folder / kind) if kind in SERVERS else None
        if self.broker is not None:
            stack.callback(self.broker.stop)
            self.broker.start()
        url = stack.enter_context(server.database(f"jobs_{kind}"))
        self.url = {"postgresql": url, "none": ""}.get(kind) if self.broker is None else self.broker.url
        plugins = folder / "plugins.toml"
        plugins.write_text(f'plugins = ["bj"]\nfolders = ["{folder}"]\n')
        self.config = Config(data=folder / f"data-{kind}", database_url=url, secret_key=SECRET, plugins=plugins, broker_url=self.url or "")
        self.platform = Platform(self.config)
        stack.callback(self.platform.close)
        for tenant in (BUSY, QUIET):
            create_tenant(self.platform, tenant, "admin@example.com", "a long password")
            in_transaction(self.platform, tenant, lambda ctx: enable(ctx, ["bj"]))
        self.rings = Rings(self.url) if self.url else None
        if self.rings is not None:
            self.rings.prepare()
            stack.callback(Ringer(self.platform, self.rings).start().stop)
            stack.callback(kill, self.start("scheduler"))

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """`dougong worker` or `dougong scheduler`."""
        environment = {
            **os.environ, "DOUGONG_DATA": str(self.config.data), "DOUGONG_DATABASE_URL": self.config.database_url,
            "DOUGONG_SECRET_KEY": SECRET, "DOUGONG_PLUGINS": str(self.config.plugins), "DOUGONG_BROKER_URL": self.url or "",
        }  # fmt: skip
        with (self.config.data / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "core.cli", *command], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", "--concurrency", "4")

    def write(self, tenant: str, name: str, seconds: float = JOB_SECONDS) -> str:
        return in_transaction(self.platform, tenant, lambda ctx: enqueue(ctx, "bj_tick", {"name": name, "seconds": seconds}))

    def write_many(self, tenant: str, names: Sequence[str]) -> None:
        def all_of_them(ctx: object) -> None:
            for name in names:
                enqueue(ctx, "bj_tick", {"name": name, "seconds": JOB_SECONDS})  # type: ignore[arg-type]

        in_transaction(self.platform, tenant, all_of_them)

    def marks(self, tenant: str) -> Counter[str]:
        """How often each job left its mark."""
        with self.platform.open(tenant) as ctx:
            table = ctx.catalogue.object("bj_tick").table
            return Counter(row.name for row in fetch(ctx.unit, sa.select(table.c.name)))

    def open_jobs(self, tenant: str) -> int:
        with self.platform.open(tenant) as ctx:
            query = sa.select(sa.func.count()).where(job.c.name == "bj_tick", job.c.state != DONE)
            return int(fetch(ctx.unit, query)[0][0])

    def attempts(self, tenant: str) -> int:
        """How many attempts there were beyond the first."""
        with self.platform.open(tenant) as ctx:
            query = sa.select(sa.func.coalesce(sa.func.sum(job.c.attempts - 1), 0)).where(job.c.name == "bj_tick")
            return int(fetch(ctx.unit, query)[0][0])

    def forsake(self, tenant: str) -> None:
        """What waits is done by nobody."""
        with self.platform.open(tenant) as ctx:
            waits = job.c.name == "bj_tick", job.c.state == WAITING
            execute(ctx.unit, sa.delete(job).where(*waits))

    def forget(self) -> None:
        """The broker loses all that it knows; one that keeps nothing on disk dies and comes back."""
        if isinstance(self.broker, Valkey):
            self.broker.kill()
            time.sleep(0.5)
            self.broker.start()
        elif self.rings is not None:
            with self.rings.app.connection_for_write() as connection:
                connection.default_channel.queue_purge(QUEUE)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that what was started is stopped as well
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="dougong-bench-"))
    folder.chmod(0o711)
    (folder / "bj").mkdir()
    (folder / "bj" / "__init__.py").write_text(PLUGIN.lstrip())
    try:
        server = Server(folder / "postgres", durable=True)
        server.create()
        server.start()
        try:
            lost = sum([measure(kind, options.kills, folder, server) for kind in options.brokers.split(",")])
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if lost else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.jobs", description=__doc__)
    parser.add_argument("--brokers", default=",".join(KINDS), help="rabbitmq,valkey,postgresql,none")
    parser.add_argument("--kills", type=int, default=20)
    return parser.parse_args()


def measure(kind: str, kills: int, folder: Path, server: Server) -> int:
    with ExitStack() as stack:
        site = Site(kind, folder, stack, server)
        print(f"{kind}: {fairness(site)}", flush=True)
        lost, text = killing(site, kills)
        print(f"{kind}: {text}", flush=True)
    return lost


def killing(site: Site, kills: int) -> tuple[int, str]:
    """Jobs are written all the time, and workers are killed; at every fifth kill the broker forgets everything too."""
    before = set(site.marks(BUSY))
    with writing(site) as written:
        for number in range(kills):
            worker = site.worker()
            time.sleep(random.uniform(2.0, 4.0))
            kill(worker)
            if number % 5 == 4:
                site.forget()
    began = time.monotonic()
    worker = site.worker()
    try:
        while site.open_jobs(BUSY) and time.monotonic() - began < 180:
            time.sleep(0.2)
    finally:
        seconds = time.monotonic() - began
        kill(worker)
    found = {name: count for name, count in site.marks(BUSY).items() if name not in before}
    lost = len(set(written) - set(found))
    doubled = sum(count - 1 for count in found.values())
    return lost + doubled, (
        f"{kills} kills: {len(written)} jobs, {lost} lost, {doubled} effects twice, {site.attempts(BUSY)} attempts more than jobs;"
        f" all done {seconds:.1f} s after the last kill"
    )


@contextlib.contextmanager
def writing(site: Site) -> Iterator[list[str]]:
    """A job every fiftieth of a second while the block runs."""
    written: list[str] = []
    slowest = [0.0]
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.02):
            name, began = f"k{len(written)}", time.monotonic()
            site.write(BUSY, name)
            written.append(name)
            slowest[0] = max(slowest[0], time.monotonic() - began)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        stop.set()
        thread.join()
        print(f"{site.kind}: the slowest of {len(written)} writes took {slowest[0] * 1000:.0f} ms", flush=True)


def fairness(site: Site) -> str:
    """How long a tenant's single jobs take, alone, and while another tenant has thousands."""
    worker = site.worker()
    try:
        delays(site, 5)
        alone = delays(site, 20)
        began = time.monotonic()
        site.write_many(BUSY, [f"f{number}" for number in range(5000)])
        flooded = delays(site, 20)
        left = site.open_jobs(BUSY)
        rate = (5000 - left) / (time.monotonic() - began)
        site.forsake(BUSY)
    finally:
        kill(worker)
    return (
        f"from commit to done, 50 % / 95 %: alone {middle(alone)} ms, beside 5,000 jobs of another tenant {middle(flooded)} ms"
        f" ({left} of them left then); {rate:.0f} jobs/s"
    )


def delays(site: Site, count: int) -> list[float]:
    found = []
    for number in range(count):
        time.sleep(random.uniform(0.05, 0.3))
        began = time.monotonic()
        id = site.write(QUIET, f"q{number}")
        while not done(site, id):
            time.sleep(0.004)
        found.append((time.monotonic() - began) * 1000)
    return found


def done(site: Site, id: str) -> bool:
    with site.platform.open(QUIET) as ctx:
        return find(ctx, id).state == DONE


def middle(found: list[float]) -> str:
    return f"{statistics.median(found):.0f} / {sorted(found)[int(len(found) * 0.95) - 1]:.0f}"


def kill(running: subprocess.Popen[bytes]) -> None:
    """kill -9, with the processes that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


if __name__ == "__main__":
    sys.exit(main())
