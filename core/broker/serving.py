"""A worker: Celery's, with processes of which each does one job at a time."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from functools import partial
from typing import Any

from billiard.process import current_process
from celery import signals

from core.broker.ringing import Ringer
from core.broker.rings import RUN_JOB, Rings
from core.broker.sharing import Desks
from core.config import Config
from core.jobs.leases import HEARTBEAT_SECONDS, Leases
from core.jobs.looking import listen
from core.jobs.running import drop_turn, run_next, run_rung
from core.jobs.threads import repeating
from core.platform import Platform
from dougong import NotFound

__all__ = ["serve_rings"]

log = logging.getLogger(__name__)

#: No further job is begun after so much work for one ring.
SLICE_SECONDS = 0.5
DECLINED = timedelta(seconds=0.25)


class Process:
    """What one process of a worker has open. It is made before the fork, and opened after it."""

    platform: Platform
    leases: Leases
    ringer: Ringer

    def __init__(self, config: Config, rings: Rings, processes: int = 1) -> None:
        self._config = config
        self._rings = rings
        self._desks = Desks(processes)
        self._stopping = threading.Event()

    def open(self, **_: Any) -> None:
        """Begin, in the process that works."""
        self._desks.open(getattr(current_process(), "index", 0))
        self.platform = Platform(self._config)
        self.leases = Leases(self.platform)
        self.ringer = Ringer(self.platform, self._rings).start()
        repeating("heartbeat", self._beat, self._stopping).start()

    def close(self, **_: Any) -> None:
        """End; what is cut off is tried again by somebody."""
        self._stopping.set()
        self.ringer.stop()
        self.platform.close()

    def run_job(self, tenant: str, turn: str = "") -> None:
        """Do what is due in a tenant, since somebody rang. What the ring doesn't know is in the database."""
        if not self._desks.take(tenant, alone=self._is_alone()):
            self._decline(tenant, turn)
            return
        try:
            self._listen(tenant)
            self._serve(tenant, turn)
        except NotFound:
            log.warning("somebody rang for the tenant %s, which is not there", tenant)
        finally:
            self.leases.release()
            self._desks.leave()

    def _is_alone(self) -> bool:
        """Whether there is one tenant alone."""
        return sum(tenant.status == "active" for tenant in self.platform.control.tenants()) < 2

    def _decline(self, tenant: str, turn: str) -> None:
        """Enough processes work for this tenant: ring again in a while, here or where there is more room."""
        drop_turn(self.platform, tenant, turn)
        self.platform.bell.ring(tenant, self.platform.now() + DECLINED)

    def _listen(self, tenant: str) -> None:
        """Events first; where there are many, other tenants come before the rest of them."""
        end = time.monotonic() + SLICE_SECONDS
        while listen(self.platform, tenant):
            if time.monotonic() > end:
                self.platform.bell.ring(tenant, self.platform.now())
                return

    def _serve(self, tenant: str, turn: str) -> None:
        """One job, and short ones after it; then other tenants come first."""
        begin = partial(self.leases.hold, tenant)
        end = time.monotonic() + SLICE_SECONDS
        more = run_rung(self.platform, tenant, turn, partial(self._again, tenant), begin)
        while more and time.monotonic() < end:
            more = run_next(self.platform, tenant, begin)
        if more:
            self.platform.bell.ring(tenant, self.platform.now())

    def _again(self, tenant: str, turn: str) -> None:
        """Ring for the tenant's next job, behind those of others. Where that fails, the bell rings until somebody has heard it."""
        try:
            self._rings.send(tenant, turn)
        except Exception:
            self.platform.bell.ring(tenant, self.platform.now() + timedelta(seconds=1))

    def _beat(self) -> None:
        self._stopping.wait(HEARTBEAT_SECONDS)
        self.leases.extend()


def serve_rings(config: Config, processes: int) -> int:
    """Answer rings until told to stop; the exit status."""
    rings = Rings(config.broker_url)
    process = Process(config, rings, processes)
    rings.app.task(process.run_job, name=RUN_JOB)
    signals.worker_process_init.connect(process.open, weak=False)
    signals.worker_process_shutdown.connect(process.close, weak=False)
    worker = rings.app.Worker(
        pool="prefork", concurrency=processes, optimization="fair", without_gossip=True, without_mingle=True,
        without_heartbeat=True, quiet=True, loglevel="WARNING",
    )  # fmt: skip
    worker.start()
    return int(worker.exitcode or 0)
