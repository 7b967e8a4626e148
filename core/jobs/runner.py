"""The runner inside a server: a few threads that take due jobs, woken by the doorbell and by looking now and then."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.database.unit import Unit
from core.events.listeners import LISTENERS
from core.events.listening import catch_up, is_behind
from core.jobs.claims import LEASE, Claim, extend, next_due
from core.jobs.running import run_next

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["Runner"]

log = logging.getLogger(__name__)

THREADS = 2
#: How often every tenant is asked for work, in case a ring was lost or another process wrote the job.
SWEEP_SECONDS = 2.0
HEARTBEAT_SECONDS = LEASE.total_seconds() / 4
STOP_SECONDS = 20.0


class Runner:
    """Runs the jobs of every tenant. Tenants take turns: each gets one job before any gets the next."""

    def __init__(self, platform: Platform, threads: int = THREADS, sweep_seconds: float = SWEEP_SECONDS) -> None:
        self._platform = platform
        self._sweep_seconds = sweep_seconds
        self._swept = 0.0
        self._turns: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._queued: set[str] = set()
        self._running: dict[str, tuple[str, Claim]] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        names = [
            ("dispatch", self._dispatch),
            ("heartbeat", self._heartbeat),
            *(("work", self._work) for _ in range(threads)),
        ]
        self._threads = [
            threading.Thread(target=self._guarded(run), name=f"dougong-jobs-{name}", daemon=True) for name, run in names
        ]

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
        with Unit(self._platform.control.store(tenant)) as unit:
            due = next_due(unit)
            behind = any(is_behind(unit, listener) for listener in LISTENERS)
        if behind:
            due = self._platform.now()
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
        me = threading.current_thread().name + str(threading.get_ident())
        try:
            ran = self._listen(tenant) or run_next(self._platform, tenant, started=lambda claim: self._begin(me, tenant, claim))
        finally:
            with self._lock:
                self._running.pop(me, None)
        if ran:
            self._queue(tenant)

    def _listen(self, tenant: str) -> bool:
        """Hand events to those who go through them; whether there may be more."""
        with Unit(self._platform.control.store(tenant)) as unit:
            behind = [listener for listener in LISTENERS if is_behind(unit, listener)]
        return any([catch_up(self._platform, tenant, listener) for listener in behind])

    def _begin(self, me: str, tenant: str, claim: Claim) -> None:
        with self._lock:
            self._running[me] = (tenant, claim)
        self._queue(tenant)  # another thread may take the tenant's next job meanwhile

    def _heartbeat(self) -> None:
        self._stopping.wait(HEARTBEAT_SECONDS)
        with self._lock:
            running = list(self._running.values())
        for tenant, claim in running:
            self._extend(tenant, claim)

    def _extend(self, tenant: str, claim: Claim) -> None:
        try:
            with Unit(self._platform.control.store(tenant)) as unit:
                extend(unit, claim, self._platform.now())
        except Exception:
            log.warning("the lease of the job %s (%s) could not be extended", claim.name, claim.id, exc_info=True)

    def _guarded(self, run: Callable[[], None]) -> Callable[[], None]:
        """Again and again until it is stopped; a turn that fails is logged and hurts no other."""

        def again() -> None:
            while not self._stopping.is_set():
                try:
                    run()
                except Exception:
                    log.exception("the job runner stumbled")
                    self._stopping.wait(1)

        return again
