"""A process that writes until it is killed, telling of each write that was acknowledged."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from core.config import Config
from core.platform import Platform

__all__ = ["write_until_killed"]


def write_until_killed(url: str, folder: str, plugins: str, tell: Connection) -> None:
    """Make a firm with a deal in one transaction, over and over; send the firm's id after each commit."""
    config = Config(data=Path(folder), database_url=url, secret_key="a key for tests", plugins=Path(plugins))
    platform = Platform(config)
    number = 0
    while True:
        number += 1
        with platform.open("acme") as ctx:
            firm = ctx.records.create("x_firm", {"name": f"Firm {number}"})
            for amount in (1, 2):
                ctx.records.create("x_deal", {"name": f"Deal {number}", "firm": firm["id"], "amount": amount})
            id = firm["id"]
        tell.send(id)
