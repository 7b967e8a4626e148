"""`dougong worker` and `dougong scheduler`: what runs beside the servers in production."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType
from typing import Protocol

import click

from core.broker.rings import Rings
from core.broker.serving import serve_rings
from core.broker.settings import kind_of
from core.broker.sweeping import Sweeper
from core.cli.plain import opened, say, say_unprotected
from core.jobs.runner import Runner
from core.platform import Platform

__all__ = ["scheduler", "worker"]


class Running(Protocol):
    """What works until it is stopped."""

    def start(self) -> Running: ...
    def wait(self) -> None: ...
    def stop(self) -> None: ...


@click.command()
@click.option("--concurrency", default=4, show_default=True, type=click.IntRange(1, 64), help="Jobs at the same time.")
def worker(concurrency: int) -> None:
    """Do jobs outside of the server, in the foreground.

    With DOUGONG_BROKER_URL it answers rings at the broker, in as many processes. Without it looks into the database
    every two seconds, in as many threads.
    """
    with opened() as platform:
        config = platform.config
        say_unprotected(platform)
        how = f"rings at {kind_of(config.broker_url)}" if config.broker_url else "looking every two seconds"
        say(f"Doing jobs of {len(platform.control.tenants())} tenants, {concurrency} at a time, by {how}; stop with Ctrl-C.")
        if not config.broker_url:
            _run_until_stopped(Runner(platform, threads=concurrency))
            return
        _prepared(platform)
    gc.collect()
    gc.freeze()  # its processes are forked, and share what nobody touches
    sys.exit(serve_rings(config, concurrency))


@click.command()
def scheduler() -> None:
    """Ring for what is due by the clock, and again for what was lost, in the foreground.

    Jobs with a due time are rows; two schedulers at the same time do no harm. Without a broker it does due jobs itself.
    """
    with opened() as platform:
        say_unprotected(platform)
        say("Waiting for what falls due; stop with Ctrl-C.")
        if platform.config.broker_url:
            _run_until_stopped(Sweeper(platform, _prepared(platform)))
        else:
            _run_until_stopped(Runner(platform, threads=1))


def _prepared(platform: Platform) -> Rings:
    """The broker, with what rings need there. One that can't be had yet is asked again when it is needed."""
    rings = Rings(platform.config.broker_url)
    try:
        rings.prepare()
    except Exception as error:
        say(f"The broker can't be had yet ({error}); what was written meanwhile waits.")
    return rings


def _run_until_stopped(running: Running) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    running.start()
    try:
        running.wait()
    except KeyboardInterrupt:
        say("Finishing what runs ...")
        running.stop()
