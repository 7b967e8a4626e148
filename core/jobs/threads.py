"""Threads beside the requests that do one thing again and again until they are told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["repeating"]

log = logging.getLogger(__name__)
PAUSE = 1.0


def repeating(name: str, run: Callable[[], None], stopping: threading.Event) -> threading.Thread:
    """A thread that does `run` over and over; a turn that fails is logged and hurts no other. It isn't started yet."""

    def again() -> None:
        while not stopping.is_set():
            try:
                run()
            except Exception:
                log.exception("the thread %s stumbled", name)
                stopping.wait(PAUSE)

    return threading.Thread(target=again, name=f"dougong-{name}", daemon=True)
