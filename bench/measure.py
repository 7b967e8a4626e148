"""Takes one contender through all workloads and notes what came of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench import machine
from bench.contender import Contender, Process
from bench.load import Outcome, once, send

__all__ = ["WORKLOADS", "Figures", "Result", "measure"]

#: In the order in which they run: what adds rows comes last.
WORKLOADS = {
    "W1p": "one record by id, as a user who sees what he owns",
    "W2": "list of 50: stage = X and amount > Y, newest close date first, with the account's name; as an administrator",
    "W2p": "the same list as the restricted user",
    "W2cp": "the same with the total count",
    "W5p": "sum of amounts and count by stage, over the rows of the restricted user",
    "W4": "update of one field",
    "W3": "create of one record with 15 fields",
    "W6": "create of 1,000 records in one request",
}
WARM_UP = 1
#: Custom fields that are added, one after the other.
FIELDS = 5
MANY = 2000
#: Other programs' share of a core above which a rate says little; the CPU milliseconds still do.
QUIET = 0.3


@dataclass(frozen=True)
class Result:
    """One workload: what the client saw, the CPU milliseconds that a request took, and other programs' share of a core."""

    outcome: Outcome
    server: float
    database: float
    others: float

    @property
    def disturbed(self) -> bool:
        return self.others > QUIET

    @property
    def milliseconds(self) -> float:
        return self.server + self.database


@dataclass
class Figures:
    """All that is known of one contender."""

    name: str
    results: dict[str, Result] = field(default_factory=dict)
    fill: float = 0.0
    cold: float = 0.0
    memory_fresh: int = 0
    memory_used: int = 0
    #: Seconds for each of some custom fields, one after the other.
    new_fields: tuple[float, ...] = ()


def measure(
    contender: Contender,
    database: Iterable[int],
    seconds: int,
    clients: int,
    only: Iterable[str],
    settle: Callable[[], None],
) -> Figures:
    """Fill it, start it, and run every workload; the database is told by the processes it lies in.

    settle: lets the database come to rest after the rows are in.
    """
    figures, roots = Figures(contender.name), list(database)
    began = time.perf_counter()
    print(f"{contender.name}: loading ...", end=" ", flush=True)
    contender.fill()
    settle()
    figures.fill = time.perf_counter() - began
    print(f"{figures.fill:.0f} s", flush=True)
    first = contender.requests("W1p", 1)[0]
    server = contender.start()
    try:
        figures.cold = server.wait_for(contender.base, first)
        figures.memory_fresh = machine.memory([server.pid])
        for workload in only:
            figures.results[workload] = run(contender, server, roots, workload, seconds, clients)
            if workload != "W6":
                figures.memory_used = machine.memory([server.pid])
        figures.new_fields = tuple(timed(contender.add_field) for _ in range(FIELDS))
    finally:
        server.stop()
    return figures


def timed(work: Callable[[], None]) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(
    contender: Contender, server: Process, database: list[int], workload: str, seconds: int, clients: int
) -> Result:
    """One workload: its answer is checked, then it is warmed up, then measured."""
    requests = contender.requests(workload, 40 if workload == "W6" else MANY)
    status, body = once(contender.base, requests[0])
    assert status in (200, 201), f"{workload} answers {status}: {body[:2000].decode()}"
    contender.check(workload, json.loads(body))
    whole = workload == "W6"
    if whole:
        clients, seconds = 2, max(seconds, 10)
    else:
        send(contender.base, requests, clients, WARM_UP)
    before, began, load = machine.now([server.pid], database), time.perf_counter(), sum(os.times()[:4])
    outcome = send(contender.base, requests, clients, seconds, whole=whole)
    used, passed = machine.now([server.pid], database).since(before), time.perf_counter() - began
    others = used.machine - used.server - used.database - (sum(os.times()[:4]) - load)
    share = 1000 / max(outcome.count, 1)
    result = Result(outcome, used.server * share, used.database * share, others / passed)
    print(told(workload, result), flush=True)
    return result


def told(workload: str, result: Result) -> str:
    outcome = result.outcome
    said = f"  {workload:5} {outcome.rate:9.1f}/s  p50 {outcome.p50:7.2f} ms  p99 {outcome.p99:7.2f} ms"
    said += f"  CPU {result.server:.3f} + {result.database:.3f} ms"
    said += f"  {outcome.errors} errors" if outcome.errors else ""
    return said + (f"  disturbed: other programs took {result.others:.0%} of a core" if result.disturbed else "")
