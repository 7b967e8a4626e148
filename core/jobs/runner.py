"""The runner inside a server: a few threads that take due jobs, woken by the doorbell and by looking now and then."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from core.jobs.claims import Claim
from core.jobs.leases import HEARTBEAT_SECONDS, Leases
from core.jobs.looking import listen, work_from
from core.jobs.running import run_next
from core.jobs.threads import repeating

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["Runner"]

THREADS = 2
#: So many more threads stand by for tenants of whom nobody works: long jobs of one tenant don't keep others waiting.
RESERVE = 2
#: How often events of a tenant are handed to those who follow them, at most, while it has jobs too.
LISTEN_SECONDS = 0.5
#: How often every tenant is asked for work, in case a ring was lost or another process wrote the job.
SWEEP_SECONDS = 2.0
STOP_SECONDS = 20.0


class Runner:
    """Runs the jobs of every tenant. Tenants take turns: each gets one job before any gets the next.

    A tenant has up to `threads` jobs running, and one that has none doesn't wait for those: a few threads are kept for it.
    """

    def __init__(self, platform: Platform, threads: int = THREADS, sweep_seconds: float = SWEEP_SECONDS) -> None:
        self._platform = platform
        self._sweep_seconds = sweep_seconds
        self._swept = 0.0
        self._most = threads
        self._turns: dict[str, None] = {}  # in their order, each tenant once
        self._working: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._listened: dict[str, float] = {}
        self._leases = Leases(platform)
        self._stopping = threading.Event()
        names = [
            ("dispatch", self._dispatch),
            ("heartbeat", self._heartbeat),
            *(("work", self._work) for _ in range(threads + RESERVE)),
        ]
        self._threads = [repeating(f"jobs-{name}", run, self._stopping) for name, run in names]

    def start(self) -> Runner:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """Take no more jobs, and wait a while for those that run; what is cut off is tried again by somebody."""
        self._stopping.set()
        self._platform.bell.wake()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def wait(self) -> None:
        """Wait until it is stopped."""
        self._stopping.wait()

    # -- who is next -----------------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        if time.monotonic() - self._swept >= self._sweep_seconds:
            self._swept = time.monotonic()
            self._sweep()
        self._platform.bell.wait(self._platform.now(), self._sweep_seconds)
        for tenant in self._platform.bell.due(self._platform.now()):
            self._queue(tenant)

    def _sweep(self) -> None:
        for tenant in self._platform.control.tenants():
            if tenant.status == "active" and not self._stopping.is_set():
                self._look(tenant.slug)

    def _look(self, tenant: str) -> None:
        due = work_from(self._platform, tenant)
        if due is not None:
            self._platform.bell.ring(tenant, due)

    def _queue(self, tenant: str) -> None:
        with self._changed:
            self._turns.setdefault(tenant)
            self._changed.notify_all()

    def _next(self) -> str | None:
        """Wait for a turn that this thread may take; None where it is to stop."""
        with self._changed:
            while not self._stopping.is_set():
                found = next((tenant for tenant in self._turns if self._may_work(tenant)), None)
                if found is not None:
                    del self._turns[found]
                    self._working[found] += 1
                    return found
                self._changed.wait()
        return None

    def _may_work(self, tenant: str) -> bool:
        return not self._working[tenant] or self._working.total() < self._most

    def _rest(self, tenant: str) -> None:
        with self._changed:
            self._working[tenant] -= 1
            self._working += Counter()  # forgets those of whom nobody works
            self._changed.notify_all()

    # -- work ------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        tenant = self._next()
        if tenant is None:
            return
        ran = False
        try:
            ran = self._listen(tenant) or run_next(self._platform, tenant, started=lambda claim: self._begin(tenant, claim))
        finally:
            self._leases.release()
            self._rest(tenant)
        if ran:
            self._queue(tenant)

    def _listen(self, tenant: str) -> bool:
        """Events come before jobs, but not before each of them: what is written meanwhile is dealt with together."""
        early = self._listened.get(tenant, 0.0) + LISTEN_SECONDS - time.monotonic()
        if early > 0:
            self._platform.bell.ring(tenant, self._platform.now() + timedelta(seconds=early))
            return False
        more = listen(self._platform, tenant)
        self._listened[tenant] = 0.0 if more else time.monotonic()
        return more

    def _begin(self, tenant: str, claim: Claim) -> None:
        self._leases.hold(tenant, claim)
        self._queue(tenant)  # another thread may take the tenant's next job meanwhile

    def _heartbeat(self) -> None:
        self._stopping.wait(HEARTBEAT_SECONDS)
        self._leases.extend()
