"""The compiled catalogues of this process: one per tenant, of the version that was last asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import sqlalchemy as sa

from core.configuration.compiled import compile_catalogue
from core.configuration.rows import Stored, read
from core.database.tables import state
from core.database.unit import Unit
from metadata.catalogue import Catalogue

__all__ = ["Catalogues", "Held"]


@dataclass(frozen=True)
class Held:
    """A catalogue and the rows it was compiled from."""

    stored: Stored
    catalogue: Catalogue


class Catalogues:
    """Kept for the 200 tenants used last. Building the next one re-uses what hasn't changed since the one before."""

    MOST = 200

    def __init__(self) -> None:
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._building: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, tenant: str, unit: Unit, version: int | None = None) -> Catalogue:
        """A tenant's catalogue of the version that a request learnt with its identity; None asks the database."""
        return self.held(tenant, unit, version).catalogue

    def held(self, tenant: str, unit: Unit, version: int | None = None) -> Held:
        """The same, with the rows it was compiled from."""
        version = current_version(unit) if version is None else version
        found = self._known(tenant, version)
        if found is not None:
            return found
        with self._turn(tenant):
            return self._read(tenant, unit, version)

    def put(self, tenant: str, held: Held) -> None:
        """Keep a catalogue; for the one who has just committed it."""
        with self._lock:
            self._held[tenant] = held
            self._held.move_to_end(tenant)
            while len(self._held) > self.MOST:
                self._held.popitem(last=False)

    def forget(self, tenant: str) -> None:
        """Let go of a tenant that is deleted."""
        with self._lock:
            self._held.pop(tenant, None)
            self._building.pop(tenant, None)

    def _known(self, tenant: str, version: int) -> Held | None:
        with self._lock:
            found = self._held.get(tenant)
            if found is None or found.stored.version != version:
                return None
            self._held.move_to_end(tenant)
            return found

    def _turn(self, tenant: str) -> threading.Lock:
        with self._lock:
            return self._building.setdefault(tenant, threading.Lock())

    def _read(self, tenant: str, unit: Unit, version: int) -> Held:
        before = self._held.get(tenant)
        if before is not None and before.stored.version == version:  # another thread was faster
            return before
        like = before or self._newest()
        stored = read(unit, like.stored if like else None)
        made = Held(stored, compile_catalogue(stored, like.catalogue if like else None))
        if not unit.writing:  # what a transaction sees may never be committed
            self.put(tenant, made)
        return made

    def _newest(self) -> Held | None:
        """Another tenant's: most of what core and plugins declare is the same, and need be compiled and kept only once."""
        with self._lock:
            return next(reversed(self._held.values()), None)


def current_version(unit: Unit) -> int:
    """The version of a tenant's catalogue."""
    rows = unit.rows(unit.store.statement("catalogue.version", lambda: sa.select(state.c.catalogue_version)))
    return int(rows[0][0])
