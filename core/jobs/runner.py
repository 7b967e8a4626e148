"""The runner inside a server: a few threads that take due jobs, woken by the doorbell and by looking now and then."""

from __future__ import annotations

import queue
import threading
import time
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
#: How often every tenant is asked for work, in case a ring was lost or another process wrote the job.
SWEEP_SECONDS = 2.0
STOP_SECONDS = 20.0


class Runner:
    """Runs the jobs of every tenant. Tenants take turns: each gets one job before any gets the next."""

    def __init__(self, platform: Platform, threads: int = THREADS, sweep_seconds: float = SWEEP_SECONDS) -> None:
        self._platform = platform
        self._sweep_seconds = sweep_seconds
        self._swept = 0.0
        self._turns: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._queued: set[str] = set()
        self._leases = Leases(platform)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        names = [
            ("dispatch", self._dispatch),
            ("heartbeat", self._heartbeat),
            *(("work", self._work) for _ in range(threads)),
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
        for _ in self._threads:
            self._turns.put("")
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
        with self._lock:
            if tenant in self._queued:
                return
            self._queued.add(tenant)
        self._turns.put(tenant)

    # -- work ------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        tenant = self._turns.get()
        if not tenant:
            return
        with self._lock:
            self._queued.discard(tenant)
        try:
            ran = listen(self._platform, tenant) or run_next(self._platform, tenant, started=lambda claim: self._begin(tenant, claim))
        finally:
            self._leases.release()
        if ran:
            self._queue(tenant)

    def _begin(self, tenant: str, claim: Claim) -> None:
        self._leases.hold(tenant, claim)
        self._queue(tenant)  # another thread may take the tenant's next job meanwhile

    def _heartbeat(self) -> None:
        self._stopping.wait(HEARTBEAT_SECONDS)
        self._leases.extend()
