"""The doorbell of one process: wakes its runner for a tenant whose job was just committed."""

from __future__ import annotations

import threading
from datetime import datetime

__all__ = ["Bell"]


class Bell:
    """Remembers when each tenant has work next. The database is the record; a ring that is lost is only late."""

    def __init__(self) -> None:
        self._next: dict[str, datetime] = {}
        self._changed = threading.Condition()

    def ring(self, tenant: str, due: datetime) -> None:
        """There is work for this tenant, due then."""
        with self._changed:
            known = self._next.get(tenant)
            if known is None or due < known:
                self._next[tenant] = due
                self._changed.notify()

    def due(self, now: datetime) -> list[str]:
        """The tenants whose work is due, which are forgotten with this."""
        with self._changed:
            found = [tenant for tenant, due in self._next.items() if due <= now]
            for tenant in found:
                del self._next[tenant]
        return found

    def wait(self, now: datetime, most: float) -> None:
        """Wait until something is due, somebody rings, or `most` seconds have passed."""
        with self._changed:
            if self._next:
                most = min(most, (min(self._next.values()) - now).total_seconds())
            if most > 0:
                self._changed.wait(most)

    def wake(self) -> None:
        """End a wait."""
        with self._changed:
            self._changed.notify_all()
