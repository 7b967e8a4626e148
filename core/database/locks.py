"""One writer at a time for a SQLite file: queued by the kernel over processes, and by a lock within one."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dougong import Unavailable

if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


__all__ = ["WriterLock"]

WAIT_SECONDS = 10


class WriterLock:
    """The right to write to one file. Waiting writers are woken in turn instead of polling the database.

    The lock file is a companion of the database; a process that dies gives its lock up.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._thread = threading.Lock()
        self._handle: int | None = None

    def acquire(self) -> None:
        """Wait for the turn. Raises Unavailable after ten seconds."""
        if not self._thread.acquire(timeout=WAIT_SECONDS):
            raise Unavailable("Too many changes are waiting; try again in a moment", retry_after=2)
        try:
            if self._handle is None:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            _acquire(self._handle)
        except BaseException:
            self._thread.release()
            raise

    def release(self) -> None:
        """Give the turn to the next."""
        assert self._handle is not None
        _release(self._handle)
        self._thread.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for a block."""
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def close(self) -> None:
        """Close the lock file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
