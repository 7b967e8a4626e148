"""The demo company on a running server, and people who sign in to it with a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import hatch_build

ROOT = Path(__file__).parents[2]
DESKTOP, PHONE = (1440, 900), (390, 844)
SECONDS = 240


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo company, as `python3 run.py` starts it."""
    hatch_build.build_ui(ROOT)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "DOUGONG_DATA": str(folder), "DOUGONG_PLUGINS": str(ROOT / "plugins.toml")}
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


@pytest.fixture
def enter(site: str, page: Page) -> Callable[..., Page]:
    """Sign in: `enter("rep1", phone=True)` answers the page, at the home page."""
    page.set_default_timeout(60_000)

    def sign_in(who: str = "admin", *, phone: bool = False, at: str = "/") -> Page:
        width, height = PHONE if phone else DESKTOP
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/sign-in?next={at}")
        page.fill("input[name=email]", f"{who}@demo.test")
        page.fill("input[name=password]", "demo")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}{at}")
        return page

    return sign_in
