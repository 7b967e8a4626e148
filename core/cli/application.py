"""The app of one server process, with the job runner beside it."""

from __future__ import annotations

import atexit
import signal
import threading
from pkgutil import resolve_name
from typing import Any

from flask import Flask

from core.api.app import create_app
from core.config import Config
from core.jobs.runner import Runner
from core.platform import Platform

__all__ = ["make"]

RINGS = "core.broker.rings:Rings"
RINGER = "core.broker.ringing:Ringer"


def make() -> Flask:
    """Called by the server in each of its processes.

    Until it serves, a process ends at once when it is told to: nothing is under way. It was forked with the handlers of
    the process that starts it, which would just note the signal, and that one would wait for it in vain.
    """
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_DFL)
    config = Config.from_environment()
    platform = Platform(config)
    atexit.register(platform.close)
    atexit.register(_worked(platform).stop)
    app = create_app(platform)
    app.gate = threading.BoundedSemaphore(config.threads)
    atexit.register(app.services.live.stop)
    return app


def _worked(platform: Platform) -> Any:
    """Who sees to jobs: a runner in this process, or, where there is a broker, who rings there.

    Celery is loaded by those who need it, since it costs memory and a part of the start.
    """
    if not platform.config.broker_url:
        return Runner(platform).start()
    rings = resolve_name(RINGS)(platform.config.broker_url)
    return resolve_name(RINGER)(platform, rings).start()
