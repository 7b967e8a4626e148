"""Keeps the leases of the jobs that run in this process from running out."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from core.database.unit import Unit
from core.jobs.claims import LEASE, Claim, extend

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["HEARTBEAT_SECONDS", "Leases"]

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = LEASE.total_seconds() / 4


class Leases:
    """The claims of a process, one for each thread that works."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._held: dict[int, tuple[str, Claim]] = {}
        self._lock = threading.Lock()

    def hold(self, tenant: str, claim: Claim) -> None:
        """This thread works on it from now on."""
        with self._lock:
            self._held[threading.get_ident()] = (tenant, claim)

    def release(self) -> None:
        """This thread works on nothing."""
        with self._lock:
            self._held.pop(threading.get_ident(), None)

    def extend(self) -> None:
        """Hold all of them for longer."""
        with self._lock:
            held = list(self._held.values())
        for tenant, claim in held:
            self._extend(tenant, claim)

    def _extend(self, tenant: str, claim: Claim) -> None:
        try:
            with Unit(self._platform.control.store(tenant)) as unit:
                extend(unit, claim, self._platform.now())
        except Exception:
            log.warning("the lease of the job %s (%s) could not be extended", claim.name, claim.id, exc_info=True)
