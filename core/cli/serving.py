"""`dougong serve`: the server."""

from __future__ import annotations

import ctypes
import gc
import os
import socket
import sys
import tempfile
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from core.cli.application import make
from core.cli.plain import fail, opened, say, say_unprotected
from core.demo import DEMO_TENANT, make_demo
from core.platform import Platform

__all__ = ["serve"]

KIND_OF = "core.broker.settings:kind_of"
#: Threads of a process beside those that work: each open page that listens for changes waits in one.
WAITING = 64
#: mallopt's parameter for the number of arenas (malloc.h of the GNU C library), and how many of them a process has here.
M_ARENA_MAX, ARENAS = -8, 2


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
        if platform.config.broker_url:
            resolve_name(KIND_OF)(platform.config.broker_url)  # one that can't carry rings is refused before anything begins
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
    """Keep what is loaded out of the collector's way: workers are forked, and what nobody touches stays shared.

    The GNU C library gives threads up to eight arenas a core, each of which keeps what it once had: with some seventy threads
    a process that is a tenth of its memory. Other C libraries have no such thing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_ARENA_MAX, ARENAS)
    gc.collect()
    gc.freeze()
