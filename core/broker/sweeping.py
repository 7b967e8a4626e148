"""The timer: looks into every tenant for what is due, and rings again for what was lost."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core.broker.ringing import Ringer
from core.broker.rings import Rings
from core.jobs.looking import work_from
from core.jobs.threads import repeating

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["Sweeper"]

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0
#: Where nobody answers the bell, it is rung after longer and longer pauses, so that rings don't pile up.
LONGEST_PAUSE = 60.0
#: The share of its time that looking may take, with many tenants.
BUSY = 0.25


@dataclass
class _Rung:
    """For which work a tenant was rung for last, and when that may be done again."""

    due: datetime
    pause: float
    next: float


class Sweeper:
    """Two of them at the same time do no harm: jobs are done once, and keys keep what comes again from being written twice."""

    def __init__(self, platform: Platform, rings: Rings, sweep_seconds: float = SWEEP_SECONDS) -> None:
        self._platform = platform
        self._sweep_seconds = sweep_seconds
        self._known: dict[str, _Rung] = {}
        self._ringer = Ringer(platform, rings)
        self._stopping = threading.Event()
        self._thread = repeating("sweeper", self._sweep, self._stopping)

    def start(self) -> Sweeper:
        """Begin."""
        self._ringer.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._ringer.stop()
        self._thread.join(self._sweep_seconds)

    def wait(self) -> None:
        """Wait until it is stopped."""
        self._stopping.wait()

    def _sweep(self) -> None:
        began = time.monotonic()
        for tenant in self._platform.control.tenants():
            if tenant.status == "active" and not self._stopping.is_set():
                self._look(tenant.slug)
        self._stopping.wait(max(self._sweep_seconds, (time.monotonic() - began) * (1 / BUSY - 1)))

    def _look(self, tenant: str) -> None:
        try:
            due = work_from(self._platform, tenant)
        except Exception:
            log.warning("the tenant %s could not be looked into; the next sweep tries again", tenant, exc_info=True)
            return
        if due is not None and self._may_ring(tenant, due):
            self._platform.bell.ring(tenant, due)

    def _may_ring(self, tenant: str, due: datetime) -> bool:
        known, now = self._known.get(tenant), time.monotonic()
        if known is None or known.due != due:
            self._known[tenant] = _Rung(due, self._sweep_seconds, now + self._sweep_seconds)
            return True
        if now < known.next or due > self._platform.now():
            return False
        known.pause = min(LONGEST_PAUSE, known.pause * 2)
        known.next = now + known.pause
        return True
