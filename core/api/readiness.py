"""Whether the control database answers; asked at most once a second, however often it is wanted."""

from __future__ import annotations

import threading
import time

from core.database.control import Control
from dougong import Problem

__all__ = ["Readiness"]

FRESH_SECONDS = 1.0


class Readiness:
    """Remembers the last answer for a moment."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._problem: Problem | None = None

    def check(self) -> None:
        """Raises the Problem that the database has, if any."""
        with self._lock:
            if time.monotonic() - self._asked > FRESH_SECONDS:
                self._problem = self._ask()
                self._asked = time.monotonic()
        if self._problem is not None:
            raise self._problem

    def _ask(self) -> Problem | None:
        try:
            self._control.refresh()
        except Problem as problem:
            return problem
        return None
