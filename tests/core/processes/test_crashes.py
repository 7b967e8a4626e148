"""Death at any durable step leaves the old state or the new one, and in the end all is as if nobody had died (D2, W6, A-CONC-10).

The suite dies at a few steps of a few flows; `DOUGONG_CRASHES=1` dies at every step of all.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core.database.queries import mappings
from core.database.tables import delivery, event, job, mark, process, process_note, record_lock, task, task_holder
from tests.core.api.clients import Caller
from tests.core.processes.conftest import Firm
from tests.core.processes.crashing import DIED, FINISHED, Request, die_on_demand, work

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.core.processes.crashing"])
ALL = bool(os.environ.get("DOUGONG_CRASHES"))
#: The suite dies at each so-manieth step.
STRIDE = 1 if ALL else 29
LEASE = 61
DAY = 86_400

BOSS = [{"manager_of": "owner_id"}]
APPROVED = [{"do": "update", "set": {"status": "approved"}}]
APPROVALS: dict[str, dict[str, Any]] = {
    "x_pr_die": {"steps": [{"id": "boss", "approvers": BOSS}], "on_approved": APPROVED},
    "x_pr_die_late": {"steps": [{"id": "boss", "approvers": BOSS, "due": {"for": "P3D"}, "on_timeout": "approve"}], "on_approved": APPROVED},
}
AUTOMATIONS: dict[str, list[dict[str, Any]]] = {
    "Works": [
        {"do": "update", "set": {"note": "seen"}},
        {"do": "create", "object": "x_pr_line", "set": {"name": "made", "quote": {"formula": "id"}}},
        {"do": "email", "to": [{"user": "fay@example.com"}], "subject": "Big: {name}", "body": "Look."},
        {"do": "notify", "to": BOSS, "message": "Look at {name}"},
        {"do": "wait", "for": "P1D"},
        {"do": "update", "set": {"status": "lost"}},
    ],
    "Turns": [{"do": "assign", "among": [{"role": "x_pr_boss"}, {"role": "x_pr_finance"}], "by": "turn"}],
    "Asks": [{"do": "approve", "approval": "x_pr_die"}, {"do": "update", "set": {"note": "agreed"}}],
}


class Mortal:
    """A firm, and what dies on demand in it."""

    def __init__(self, firm: Firm, order: Any, told: Any) -> None:
        self.firm = firm
        self.later = 0.0
        self._order = order
        self._told = told

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.later += seconds
        self.firm.world.platform.now = lambda: datetime.now(UTC) + timedelta(seconds=self.later)

    def work(self) -> None:
        work(self.firm.world.platform)

    def run(self, request: Request | None, nth: int) -> int:
        """Do it in a process that dies after its n-th durable step; how that ended."""
        self._order.send((request, nth, self.later))
        return int(self._told.recv())

    def begin(self, name: str = "Q", approval: str = "", quiet: bool = True) -> str:
        quote = self.firm.quote(name=name, note="", total={"amount": "5", "currency": "EUR"})
        if quiet:
            self.work()
        if approval:
            self.firm.submit(quote, approval)
        return quote

    def request(self, by: Caller, path: str, **body: Any) -> Request:
        return "POST", f"/api/v1/{path}", body, by.headers

    def process(self, quote: str) -> str:
        return str(self.firm.processes(quote)[0]["id"])

    def state(self, quotes: list[str], *, ended: bool = False) -> list[Any]:
        """All that is stored about some records, but what no two runs have alike; `ended`: but what waits for its turn, too."""
        with self.firm.world.system() as ctx:
            ask = lambda query: mappings(ctx.unit, query)  # noqa: E731
            found: list[Any] = []
            for quote in quotes:
                rows = ask(sa.select(process).where(process.c.record_id == quote).order_by(process.c.id))
                ids = [row["id"] for row in rows]
                own = task.c.process_id.in_(ids)
                tasks = ask(sa.select(task).where(own).order_by(task.c.process_id, task.c.number))
                record = ctx.records.get("x_pr_quote", quote, fields=["status", "note", "version"])
                jobs = [row for row in ask(sa.select(job)) if any(id in row["payload"] for id in (*ids, quote))]
                found.append({
                    "record": (record["status"], record["note"], record["version"]),
                    "processes": sorted((row["name"], row["state"], row["outcome"], row["stuck"], row["revision"]) for row in rows),
                    "tasks": sorted((row["step"], row["state"], row["version"], row["decided_by"]) for row in tasks),
                    "holders": sorted(row["user_id"] for row in ask(sa.select(task_holder).where(task_holder.c.record_id == quote))),
                    "locks": len(ask(sa.select(record_lock).where(record_lock.c.record_id == quote))),
                    "history": Counter(row["what"] for row in ask(sa.select(process_note).where(process_note.c.process_id.in_(ids)))),
                    "events": Counter((row["kind"], row["source"].partition("/")[0]) for row in ask(sa.select(event).where(event.c.record_id == quote))),
                    "mails": [row["receiver"] for row in ask(sa.select(delivery).where(delivery.c.record_id == quote))],
                    "lines": ctx.records.list("x_pr_line", filter=f"quote = '{quote}'", fields=["id"], count=True).count,
                    "told": sum(quote in row.values() for row in ask(sa.select(ctx.catalogue.object("notification").table))),
                    "jobs": Counter((row["name"],) if ended else (row["name"], row["state"]) for row in jobs),
                })  # fmt: skip
            return found

    def assert_consistent(self, quotes: list[str]) -> None:
        """Lists, locks and clocks are those of the processes."""
        with self.firm.world.system() as ctx:
            for quote in quotes:
                rows = mappings(ctx.unit, sa.select(process).where(process.c.record_id == quote))
                ids = [row["id"] for row in rows]
                pending = mappings(ctx.unit, sa.select(task.c.id).where(task.c.process_id.in_(ids), task.c.state == "pending"))
                held = mappings(ctx.unit, sa.select(task_holder.c.task_id).where(task_holder.c.record_id == quote))
                assert {row["id"] for row in pending} == {row["task_id"] for row in held}
                locks = mappings(ctx.unit, sa.select(record_lock.c.process_id).where(record_lock.c.record_id == quote))
                locking = {row["id"] for row in rows if row["kind"] == "approval" and row["state"] in ("running", "suspended")}
                assert {row["process_id"] for row in locks} == locking
                for row in rows:
                    notes = mappings(ctx.unit, sa.select(process_note.c.what).where(process_note.c.process_id == row["id"]))
                    assert [note["what"] for note in notes].count("ended") == (row["state"] == "ended")
                    if row["state"] == "running" and '"use":' in row["content"]:
                        waiting = mappings(ctx.unit, sa.select(job.c.payload).where(job.c.name == "process.timer", job.c.state.in_(["waiting", "running"])))
                        assert any(row["id"] in one["payload"] for one in waiting), "a timer has its job"

    def turns(self) -> int:
        with self.firm.world.system() as ctx:
            return sum(row["value"] for row in mappings(ctx.unit, sa.select(mark.c.value).where(mark.c.name.like("assign:automation:x_pr_turns:%"))))


@pytest.fixture(scope="module")
def mortal(firm: Firm) -> Iterator[Mortal]:
    for name, definition in APPROVALS.items():
        firm.define("approval", name, object="x_pr_quote", **definition)
    for name, steps in AUTOMATIONS.items():
        on = {"object": "x_pr_quote", "events": ["created"], "when": f"name = '{name}'"}
        firm.define("automation", f"x_pr_{name.lower()}", on=on, steps=steps)
    config = firm.world.platform.config
    hear, order = PROCESSES.Pipe(duplex=False)
    told, tell = PROCESSES.Pipe(duplex=False)
    given = (config.database_url, str(config.data), str(config.plugins), hear, tell)
    child = PROCESSES.Process(target=die_on_demand, args=given, daemon=True)
    child.start()
    yield Mortal(firm, order, told)
    child.kill()
    child.join()


# -- flows -------------------------------------------------------------------------------------------------------


def nothing(mortal: Mortal, quotes: list[str]) -> None:
    """It has ended already."""


def wait_days(mortal: Mortal, quotes: list[str]) -> None:
    mortal.wait(4 * DAY)
    mortal.work()


def approve(mortal: Mortal, quotes: list[str]) -> None:
    assert mortal.firm.act(mortal.firm.boss, quotes[0], "approve").status_code == 200


@dataclass(frozen=True)
class Flow:
    """What is prepared, what somebody dies of (None: of what happens by itself), and how it ends if nobody does."""

    prepare: Callable[[Mortal], list[str]]
    request: Callable[[Mortal, list[str]], Request] | None
    finish: Callable[[Mortal, list[str]], None] = nothing


def submitted(mortal: Mortal) -> list[str]:
    return [mortal.begin(approval="x_pr_die")]


def returned(mortal: Mortal) -> list[str]:
    [quote] = submitted(mortal)
    assert mortal.firm.act(mortal.firm.boss, quote, "return", comment="why", to="initiator").status_code == 200
    return [quote]


def suspended(mortal: Mortal) -> list[str]:
    [quote] = overdue = [mortal.begin(approval="x_pr_die_late")]
    mortal.firm.admin.post(f"/api/v1/processes/{mortal.process(quote)}/suspend", {"reason": "so"})
    return overdue


def overdue(mortal: Mortal) -> list[str]:
    quotes = [mortal.begin(approval="x_pr_die_late")]
    mortal.work()
    mortal.wait(4 * DAY)
    return quotes


def agreed(mortal: Mortal) -> list[str]:
    quotes = [mortal.begin("Asks")]
    approve(mortal, quotes)
    return quotes


def operated(operation: str, by: str, **body: str) -> Callable[[Mortal, list[str]], Request]:
    return lambda mortal, quotes: mortal.request(getattr(mortal.firm, by), f"processes/{mortal.process(quotes[0])}/{operation}", **body)


def decided(mortal: Mortal, quotes: list[str]) -> Request:
    return mortal.request(mortal.firm.boss, f"tasks/{mortal.firm.task(mortal.firm.boss, quotes[0])['id']}/approve", comment="fine")


def many(mortal: Mortal, quotes: list[str]) -> Request:
    tasks = [mortal.firm.task(mortal.firm.boss, quote)["id"] for quote in quotes]
    return mortal.request(mortal.firm.boss, "tasks/bulk", tasks=tasks, action="approve")


FLOWS = {
    "submit": Flow(
        lambda mortal: [mortal.begin()], lambda mortal, quotes: mortal.request(mortal.firm.seller, f"records/x_pr_quote/{quotes[0]}/submit", approval="x_pr_die"), approve
    ),
    "approve": Flow(submitted, decided),
    "recall": Flow(submitted, operated("recall", "seller", comment="mine")),
    "resubmit": Flow(returned, operated("resubmit", "seller"), approve),
    "suspend": Flow(lambda mortal: [mortal.begin(approval="x_pr_die_late")], operated("suspend", "admin", reason="so")),
    "resume": Flow(suspended, operated("resume", "admin", reason="so"), wait_days),
    "bulk": Flow(lambda mortal: [*submitted(mortal), *submitted(mortal)], many),
    "automation": Flow(lambda mortal: [mortal.begin("Works", quiet=False)], None, wait_days),
    "assign": Flow(lambda mortal: [mortal.begin("Turns", quiet=False)], None),
    "timer": Flow(overdue, None),
    "approval in an automation": Flow(lambda mortal: [mortal.begin("Asks", quiet=False)], None, lambda mortal, quotes: (approve(mortal, quotes), mortal.work())[0]),
    "end of an approval in an automation": Flow(agreed, None),
}  # fmt: skip


@pytest.mark.parametrize("name", FLOWS if ALL else ("approve", "automation"))
def test_W6_A_CONC_04_death_at_any_step_leaves_the_old_state_or_the_new_one(mortal: Mortal, name: str, record_property: Callable[[str, object], None]) -> None:
    flow = FLOWS[name]
    new, end = undisturbed(mortal, flow)
    died = old_ones = 0
    for nth in range(1 + list(FLOWS).index(name) % STRIDE, 100_000, STRIDE):
        quotes = flow.prepare(mortal)
        old, turns = mortal.state(quotes), mortal.turns()
        request = flow.request(mortal, quotes) if flow.request else None
        code = mortal.run(request, nth)
        assert code in (DIED, FINISHED), f"died of something else at step {nth}"
        mortal.assert_consistent(quotes)
        now = mortal.state(quotes)
        if request is not None:
            assert now in (old, new), f"something between after step {nth}"
            if now == old:
                assert code == DIED
                assert mortal.run(request, 0) == FINISHED, "who heard nothing asks once more"
        died, old_ones = died + (code == DIED), old_ones + (now == old)
        settle(mortal, flow, quotes)
        assert mortal.state(quotes, ended=True) == end, f"after death at step {nth} it ends otherwise"
        assert mortal.turns() - turns == (name == "assign")
        if code == FINISHED:
            break
    record_property("deaths", f"{died}, of which {old_ones} left the old state")
    print(f"{name}: {died} deaths, of which {old_ones} left the old state")


def undisturbed(mortal: Mortal, flow: Flow) -> tuple[list[Any], list[Any]]:
    """What is there afterwards, and in the end, where nobody dies."""
    quotes = flow.prepare(mortal)
    request = flow.request(mortal, quotes) if flow.request else None
    assert mortal.run(request, 0) == FINISHED
    new = mortal.state(quotes)
    settle(mortal, flow, quotes)
    return new, mortal.state(quotes, ended=True)


def settle(mortal: Mortal, flow: Flow, quotes: list[str]) -> None:
    """Others take over what the dead had begun, and all goes on to its end."""
    mortal.wait(LEASE)
    mortal.work()
    flow.finish(mortal, quotes)
    mortal.work()
