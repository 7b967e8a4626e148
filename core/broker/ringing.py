"""Rings at the broker for what this process has committed, aside from its requests."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from core.broker.rings import Rings
from core.jobs.threads import repeating

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["Ringer"]

log = logging.getLogger(__name__)

#: A tenant that was just rung for is rung for again after this, however many jobs it has written meanwhile.
AGAIN_SECONDS = 0.25
#: A broker that can't be had is tried again after this, and then after twice as long.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
WAIT_SECONDS = 5.0
STOP_SECONDS = 2.0


class Ringer:
    """One thread that passes on what the process's bell says. Requests don't wait for it, and nothing is lost with it."""

    def __init__(self, platform: Platform, rings: Rings) -> None:
        self._platform = platform
        self._rings = rings
        self._rung: dict[str, float] = {}
        self._pause = 0.0
        self._stopping = threading.Event()
        self._thread = repeating("ringer", self._pass_on, self._stopping)

    def start(self) -> Ringer:
        """Begin."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ring no more; who looks for due jobs finds what is left."""
        self._stopping.set()
        self._platform.bell.wake()
        self._thread.join(STOP_SECONDS)

    def _pass_on(self) -> None:
        bell, now = self._platform.bell, self._platform.now
        bell.wait(now(), WAIT_SECONDS)
        for tenant in bell.due(now()):
            early = self._rung.get(tenant, 0.0) + AGAIN_SECONDS - time.monotonic()
            if early > 0:
                bell.ring(tenant, now() + timedelta(seconds=early))
            elif not self._send(tenant):
                bell.ring(tenant, now())  # and everybody else with it, after a pause
                self._stopping.wait(self._pause)
                return

    def _send(self, tenant: str) -> bool:
        try:
            self._rings.send(tenant)
        except Exception as error:
            if not self._pause:
                log.warning("the broker can't be had (%s); jobs wait, and are rung for when it is back", error)
            self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, self._pause * 2))
            return False
        self._rung[tenant] = time.monotonic()
        self._pause = 0.0
        return True
