"""`dougong serve`: the server; `worker` and `scheduler`: what runs beside it in production."""

from __future__ import annotations

import gc
import os
import signal
import socket
import tempfile
from pathlib import Path
from types import FrameType
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from core.cli.application import make
from core.cli.plain import fail, opened, say, say_unprotected
from core.demo import DEMO_TENANT, make_demo
from core.jobs.runner import Runner
from core.platform import Platform

__all__ = ["scheduler", "serve", "worker"]

#: Threads of a process beside those that work: each open page that listens for changes waits in one.
WAITING = 64


@click.command()
@click.option("--demo", is_flag=True, help="Make a demo company first, and let the password demo in.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 256), help="Per process.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def serve(demo: bool, host: str, port: int, threads: int, workers: int) -> None:
    """Serve pages and the API; jobs run in the same processes."""
    _refuse_taken_port(host, port)
    if demo:
        os.environ["DOUGONG_DEMO"] = "1"
    with opened(demo=demo) as platform:
        if demo:
            _prepare_demo(platform)
        welcome = _welcome(platform, host, port, demo)
        say_unprotected(platform)
    say(welcome)
    os.environ["DOUGONG_THREADS"] = str(threads)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DOUGONG_STOPPING"] = str(Path(folder, "stopping"))
        _serve(host, port, threads, workers)


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(f"can't listen on {host} port {port}: {error.strerror}; choose another with --port")


def _prepare_demo(platform: Platform) -> None:
    if any(tenant.slug == DEMO_TENANT for tenant in platform.control.tenants()):
        return
    say("Making the demo company ...")
    make_demo(platform)


def _welcome(platform: Platform, host: str, port: int, demo: bool) -> str:
    address = f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}"
    if demo:
        return f"\n  Dougong is at {address}\n  Sign in as admin@demo.test with the password demo (or rep1@demo.test, manager1@demo.test ...)\n"
    if not platform.control.tenants():
        return (
            f"\n  Dougong is at {address}, and there is no tenant yet. Make one with\n"
            "  dougong tenant create SLUG --admin-email YOU@EXAMPLE.COM --admin-password …\n"
        )
    return f"\n  Dougong is at {address}\n"


def _serve(host: str, port: int, threads: int, workers: int) -> None:
    server = Granian(
        f"{make.__module__}:{make.__name__}",  # loaded here already, so that the processes share it
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads + WAITING,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        factory=True,
    )
    _tell_of_the_end(server)
    _share_memory()
    server.serve()


def _tell_of_the_end(server: Any) -> None:
    """Let the processes know by a file that the server stops, so that they end the connections of pages that listen."""
    stop = server.signal_handler_interrupt

    def tell(*args: Any, **kwargs: Any) -> None:
        Path(os.environ["DOUGONG_STOPPING"]).touch()
        stop(*args, **kwargs)

    server.signal_handler_interrupt = tell


def _share_memory() -> None:
    """Keep what is loaded out of the collector's way: workers are forked, and what nobody touches stays shared."""
    gc.collect()
    gc.freeze()


@click.command()
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def worker(threads: int) -> None:
    """Run jobs outside of the server, in the foreground.

    This worker takes jobs from the database itself, by looking every two seconds; it needs no broker.
    """
    with opened() as platform:
        say_unprotected(platform)
        say(f"Running jobs of {len(platform.control.tenants())} tenants in {threads} threads; stop with Ctrl-C.")
        _run_until_stopped(Runner(platform, threads=threads))


@click.command()
def scheduler() -> None:
    """Run what is due by the clock, in the foreground.

    Jobs with a due time are rows that any worker takes when their time has come; this process is one such worker.
    """
    with opened() as platform:
        say_unprotected(platform)
        say("Waiting for what falls due; stop with Ctrl-C.")
        _run_until_stopped(Runner(platform, threads=1))


def _run_until_stopped(runner: Runner) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    runner.start()
    try:
        runner.wait()
    except KeyboardInterrupt:
        say("Finishing what runs ...")
        runner.stop()
