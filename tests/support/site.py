"""Runs a server with the demo company, as `python3 run.py` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hatch_build
from tests.support.tree import ROOT

__all__ = ["running_site"]

SECONDS = 240


@contextmanager
def running_site(folder: Path) -> Iterator[str]:
    """The address of the server; what it stores lies in the folder, and it ends with the block."""
    hatch_build.build_ui(ROOT)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {**os.environ, "DOUGONG_DATA": str(folder), "DOUGONG_PLUGINS": str(ROOT / "plugins.toml"), "DOUGONG_EGRESS": "127.0.0.1"}
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "core.cli", "serve", "--demo", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address: str, log: Path) -> None:
    """Until the server answers; its log tells why it doesn't."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(log.read_text())
