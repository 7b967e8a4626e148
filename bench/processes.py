"""What processes cost on one core: transitions stored, a save where no automation fits, a look at what is due.

    .venv/bin/python -m bench.processes --database pg
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.machine import now as used
from core.config import Config
from core.configuration.change import change
from core.context import Ctx
from core.database.queries import execute, fetch, mappings
from core.database.tables import job, process
from core.events.listeners import LISTENERS
from core.events.listening import catch_up
from core.ids import new_id
from core.jobs.running import run_due
from core.platform import Platform
from core.processes.acting import act
from core.processes.starting import submit
from core.tenants.making import create_tenant
from core.transactions import in_transaction
from dougong import Definition, Object, PermissionSet, decimal, text
from tests.support.postgres import Server

TENANT = "bench"
SECRET = "a key for measuring"
OWN = {"create": True, "read": True, "edit": True, "delete": True}
WAITING = 100_000
ROUNDS, SAVES = 9, 60


class Site:
    """A tenant with a seller and two who approve."""

    def __init__(self, platform: Platform, server: int | None) -> None:
        self.platform = platform
        self.server = server
        create_tenant(platform, TENANT, "admin@example.com", "a long password")
        quote = Object("x_quote", fields={"name": text(required=True)}, discount=decimal(), note=text())
        self.define(quote, PermissionSet("x_staff", objects={"x_quote": OWN}))
        self.seller = [self.person(name) for name in ("Ann", "Bob", "Sid")][-1]
        asked = [{"id": f"s{number}", "approvers": [{"user": f"{'ann' if number % 2 else 'bob'}@example.com"}]} for number in range(8)]
        ends = [{"do": "update", "set": {"note": "approved"}}]
        self.define(_definition("approval", "x_eight", object="x_quote", repeat="keep", steps=asked, on_approved=ends))

    def person(self, name: str) -> str:
        values = {"name": name, "email": f"{name.lower()}@example.com", "permission_sets": ["standard", "x_staff"]}
        return str(self.write(lambda ctx: ctx.records.create("user", values))["id"])

    def define(self, *definitions: Definition) -> None:
        in_transaction(self.platform, TENANT, lambda ctx: change(ctx, [(one, "tenant", "tenant") for one in definitions], note="bench"))

    def write(self, work: Callable[[Ctx], Any], user: str | None = None) -> Any:
        """In a transaction of its own, as a user or the system."""
        with self.platform.open(TENANT) as ctx:
            return work(ctx if user is None else ctx.acting(self.platform.actors.get(TENANT, ctx.unit, ctx.catalogue, user)))

    def work(self) -> None:
        """Let everything happen that happens by itself."""
        for listener in LISTENERS:
            while catch_up(self.platform, TENANT, listener):
                pass
        run_due(self.platform, TENANT)


def _definition(kind: str, name: str, **document: Any) -> Definition:
    return Definition(kind=kind, document={"name": name, **document})


# -- what is measured ----------------------------------------------------------------------------------------------


def transitions(site: Site, count: int) -> str:
    """Records are submitted and go through eight steps; each submission and each decision is a transaction."""
    quotes = [site.write(lambda ctx: ctx.records.create("x_quote", {"name": "Q"})["id"], site.seller) for _ in range(count // 9 + 3)]
    for quote in quotes[:3]:
        approve(site, quote)
    before, began = used([os.getpid()], [site.server] if site.server else []), time.perf_counter()
    done = sum(approve(site, quote) for quote in quotes[3:])
    took = time.perf_counter() - began
    spent = used([os.getpid()], [site.server] if site.server else []).since(before)
    cpu = spent.server + spent.database
    return f"{done} transitions: {done / took:.0f} a second, {1000 * cpu / done:.2f} ms of CPU each ({done / cpu:.0f} for a second of a core)"


def approve(site: Site, quote: str) -> int:
    """Let a record go all its way; how many transitions that is."""
    stored = site.write(lambda ctx: submit(ctx, "x_quote", quote, "x_eight", "", []), site.seller)
    count = 1
    while stored.process.state == "running":
        number, found = next((number, one) for number, one in stored.process.tasks.items() if one.state == "pending")
        id = stored.ids[number]
        stored = site.write(partial(act, id=id, action="approve", given={}), found.assignee)
        count += 1
    assert stored.process.outcome == "approved", stored.process
    return count


def saves(site: Site) -> str:
    """A save without automations, and with 50 of its object whose condition doesn't hold; and what looking at them costs later."""
    idle = [
        _definition("automation", f"x_idle_{number}", on={"object": "x_quote", "events": ["created"], "when": f"discount > {900 + number}"}, steps=[{"do": "update", "set": {"note": "no"}}])
        for number in range(50)
    ]  # fmt: skip
    none, later_none = save_often(site)
    site.define(*idle)
    fifty, later_fifty = save_often(site)
    in_transaction(site.platform, TENANT, lambda ctx: change(ctx, retire=[("automation", one.name, "tenant") for one in idle]))
    again, _ = save_often(site)
    base = min(none, again)
    return (
        f"a save: {base:.2f} ms without automations, {fifty:.2f} ms with 50 that don't fit ({100 * (fifty / base - 1):+.1f} %); "
        f"looking at it later: {later_none:.2f} and {later_fifty:.2f} ms a record"
    )


def save_often(site: Site) -> tuple[float, float]:
    """Milliseconds of a save, and of what happens by itself after it: the medians of rounds."""
    site.work()
    took, after = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(SAVES):
            site.write(lambda ctx: ctx.records.create("x_quote", {"name": "Q", "discount": "5"}), site.seller)
        took.append(1000 * (time.perf_counter() - began) / SAVES)
        began = time.perf_counter()
        site.work()
        after.append(1000 * (time.perf_counter() - began) / SAVES)
    return statistics.median(took), statistics.median(after)


def waiting(site: Site) -> str:
    """Looking for what is due where nothing waits, and where many processes wait for tomorrow."""
    site.work()
    empty = look(site)
    wait = [{"do": "wait", "for": "P1D"}]
    site.define(_definition("automation", "x_wait", on={"object": "x_quote", "events": ["created"]}, steps=wait))
    site.write(lambda ctx: ctx.records.create("x_quote", {"name": "Q"}), site.seller)
    site.work()
    site.write(multiply)
    full = look(site)
    site.platform.now, usual = (lambda: usual() + timedelta(days=2)), site.platform.now
    began = time.perf_counter()
    with site.platform.open(TENANT) as ctx:
        [row] = fetch(ctx.unit, sa.select(sa.func.count()).select_from(job).where(job.c.state == "waiting", job.c.due <= ctx.now))
    counted = 1000 * (time.perf_counter() - began)
    return f"a look at what is due: {empty:.2f} ms where nothing waits, {full:.2f} ms where {WAITING} processes wait ({row[0]} due two days later, counted in {counted:.0f} ms)"


def look(site: Site) -> float:
    took = []
    for _ in range(200):
        began = time.perf_counter()
        assert run_due(site.platform, TENANT) == 0
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def multiply(ctx: Ctx) -> None:
    """Many more of the process that waits, each with its job."""
    [one] = mappings(ctx.unit, sa.select(process).where(process.c.name == "x_wait"))
    [timer] = mappings(ctx.unit, sa.select(job).where(job.c.name == "process.timer", job.c.payload.contains(one["id"])))
    for at in range(0, WAITING, 1000):
        ids = [new_id() for _ in range(min(1000, WAITING - at))]
        execute(ctx.unit, sa.insert(process), [{**one, "id": id, "open_key": id} for id in ids])
        jobs = [{**timer, "id": new_id(), "payload": timer["payload"].replace(one["id"], id), "due": timer["due"] + timedelta(seconds=at)} for id in ids]
        execute(ctx.unit, sa.insert(job), jobs)
    ctx.unit.connection.execute(sa.text("ANALYZE"))


# -- the command ---------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.processes", description=__doc__)
    parser.add_argument("--database", choices=["pg", "sqlite", "both"], default="both")
    parser.add_argument("--transitions", type=int, default=1800)
    given = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # what it starts stays there, too
    for kind in ("pg", "sqlite") if given.database == "both" else (given.database,):
        with opened(kind) as site:
            for measure in (lambda site: transitions(site, given.transitions), saves, waiting):
                print(f"{kind}: {measure(site)}", flush=True)


@contextmanager
def opened(kind: str) -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="dougong-bench-"))
    folder.chmod(0o711)  # PostgreSQL runs as another user when we are root
    (folder / "plugins.toml").write_text("plugins = []\n")
    server = Server(folder / "postgres", durable=True)
    try:
        if kind == "sqlite":
            yield from _site(folder, "", None)
            return
        server.create()
        server.start()
        try:
            with server.database("bench") as url:
                yield from _site(folder, url, int((server.data / "postmaster.pid").read_text().split()[0]))
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _site(folder: Path, url: str, server: int | None) -> Iterator[Site]:
    platform = Platform(Config(data=folder / "data", database_url=url, secret_key=SECRET, plugins=folder / "plugins.toml"))
    try:
        yield Site(platform, server)
    finally:
        platform.close()


if __name__ == "__main__":
    main()
