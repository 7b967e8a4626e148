"""How the processes of a worker share themselves out: one is kept for those of whom nobody works."""

from __future__ import annotations

import ctypes
import zlib
from multiprocessing import Array

__all__ = ["Desks"]


class Desks:
    """For whom each process of a worker works, known to all of them. Made before the fork.

    Long jobs of one tenant take all processes but one, where there is more than one; the last is for other tenants.
    """

    def __init__(self, processes: int) -> None:
        self._most = max(1, processes - 1)
        self._tenants = Array(ctypes.c_uint32, processes)
        self._own = 0

    def open(self, number: int) -> None:
        """This process is the worker's n-th from now on; one before it may have died at work."""
        self._own = number % len(self._tenants)
        self.leave()

    def take(self, tenant: str, *, alone: bool) -> bool:
        """Work for a tenant, unless too many do already; `alone`: there is no other whom they could keep waiting."""
        code = zlib.crc32(tenant.encode()) or 1
        with self._tenants.get_lock():
            if not alone and self._tenants[:].count(code) >= self._most:
                return False
            self._tenants[self._own] = code
        return True

    def leave(self) -> None:
        """Work for nobody."""
        with self._tenants.get_lock():
            self._tenants[self._own] = 0
