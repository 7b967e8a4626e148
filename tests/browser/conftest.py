"""The demo company on a running server, and people who sign in to it with a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import hatch_build
from tests.support.journeys import PATIENCE, Enter, sign_in
from tests.support.pages import FAILED, hear

ROOT = Path(__file__).parents[2]
DESKTOP, PHONE = (1440, 900), (390, 844)
SECONDS = 240

expect.set_options(timeout=PATIENCE)


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


@pytest.fixture(scope="session")
def desks(site: str, browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """The browsers of the people who have signed in: each signs in once, and keeps what was loaded."""
    opened: dict[str, BrowserContext] = {}
    yield opened
    for desk in opened.values():
        desk.close()


@pytest.fixture
def enter(
    site: str, browser: Browser, desks: dict[str, BrowserContext], complaints: list[str], request: pytest.FixtureRequest
) -> Iterator[Enter]:
    """`enter("rep1", "/o/account", phone=True)` answers a page of somebody who has signed in.

    The test fails when one of its pages complains; where it fails, pictures are kept.
    """
    pages: list[Page] = []

    def opened(who: str = "admin", at: str = "/", *, phone: bool = False) -> Page:
        if who not in desks:
            desks[who] = browser.new_context(base_url=site, locale="en-GB")
            sign_in(desks[who].new_page(), site, who)
        page = desks[who].new_page()
        hear(page, complaints)
        page.set_default_timeout(PATIENCE)
        width, height = PHONE if phone else DESKTOP
        page.set_viewport_size({"width": width, "height": height})
        page.goto(at)
        pages.append(page)
        return page

    yield opened
    failed = complaints or request.node.stash.get(FAILED, False)
    for place, page in enumerate(pages):
        if failed:
            page.screenshot(path=request.config.rootpath / "test-results" / f"{request.node.name}-{place}.png")
        page.evaluate("localStorage.clear()")
        page.close()
    assert not complaints, "the pages complain:\n" + "\n".join(complaints)
