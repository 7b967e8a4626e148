"""A process that does the jobs of a tenant until it is killed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from core.config import Config
from core.jobs.running import run_next
from core.platform import Platform

__all__ = ["work_until_killed"]


def work_until_killed(url: str, folder: str, plugins: str, later: float, tell: Connection) -> None:
    """Take job after job; `later`: how many seconds after now it is, so that leases of the dead have run out."""
    config = Config(data=Path(folder), database_url=url, secret_key="a key for tests", plugins=Path(plugins))
    platform = Platform(config, now=lambda: datetime.now(UTC) + timedelta(seconds=later))
    tell.send("ready")
    while True:
        if not run_next(platform, "acme"):
            tell.send("idle")
            time.sleep(0.05)
