"""The app of one server process, with the job runner beside it."""

from __future__ import annotations

import atexit
import signal
import threading

from flask import Flask

from core.api.app import create_app
from core.config import Config
from core.jobs.runner import Runner
from core.platform import Platform

__all__ = ["make"]


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
    if not config.broker_url:
        atexit.register(Runner(platform).start().stop)
    app = create_app(platform)
    app.gate = threading.BoundedSemaphore(config.threads)
    atexit.register(app.services.live.stop)
    return app
