"""The engines that tests share, and what CI does not forgive."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path

import fasteners
import psutil
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, Playwright

from core.identity import passwords
from tests.support import chromium as chromiums
from tests.support import pages, postgres
from tests.support.lacking import lacking
from tests.support.pages import FAILED

#: The folder of this test run: its workers find each other's PostgreSQL there.
RUN = "DOUGONG_TEST_RUN"
PREFIX = "dougong-tests-"


# The run: one folder, one PostgreSQL, however many workers


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        gc.disable()  # until everything is imported
    else:
        _sweep()
        os.environ[RUN] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
        os.chmod(os.environ[RUN], 0o711)  # PostgreSQL runs as another user when we are root


def pytest_collection_finish() -> None:
    """What is imported stays until the end: looking through it for garbage again and again takes long."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _remove(Path(os.environ.pop(RUN)))


def _sweep() -> None:
    """Clear away what killed runs have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if not psutil.pid_exists(int(folder.name.removeprefix(PREFIX).split("-")[0])):
            _remove(folder)


def _remove(folder: Path) -> None:
    for log in folder.glob("*/log"):
        postgres.Server(log.parent).stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Server:
    """A PostgreSQL without fsync, started by the first test of the run that needs it."""
    if postgres.binaries() is None:
        lacking(
            "PostgreSQL is not offered as a package for this system", "run the tests on Linux, macOS or Windows, x86-64"
        )
    server = postgres.Server(Path(os.environ[RUN]) / "shared")
    with fasteners.InterProcessLock(Path(os.environ[RUN]) / "shared.lock"):
        if not server.log.exists():
            server.create()
            server.start()
    return server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A database of this worker's own, as its superuser: `postgresql+psycopg://...`."""
    with postgres_server.database(f"worker_{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture
def durable_postgres() -> Iterator[postgres.Server]:
    """A server of the test's own that keeps what it acknowledged; the test may `kill` and `start` it."""
    if postgres.binaries() is None:
        lacking(
            "PostgreSQL is not offered as a package for this system", "run the tests on Linux, macOS or Windows, x86-64"
        )
    server = postgres.Server(Path(os.environ[RUN]) / f"durable-{uuid.uuid4().hex[:8]}", durable=True)
    server.create()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty control database, on each of the two engines."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'control.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(f"test_{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes of passwords that cost next to nothing; tests about their cost ask for `dear_passwords`."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", cheap)
        patch.setattr(passwords, "NOBODYS", cheap.hash("what nobody knows"))
        yield


# The browser


@pytest.fixture(scope="session")
def chromium() -> chromiums.Chromium:
    """Where a Chromium is, and how to start it."""
    try:
        found = chromiums.find()
    except RuntimeError as error:
        lacking(f"no Chromium is found, and none can be had from npm: {error}", "install one, or set DOUGONG_CHROMIUM")
    if found is None:
        lacking("no Chromium is found, and none is offered as a package here", "install one, or set DOUGONG_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers, one for each worker."""
    with pages.running_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: chromiums.Chromium) -> Iterator[Browser]:
    """A running Chromium, one for each worker."""
    with pages.open_browser(playwright, chromium) as running:
        yield running


@pytest.fixture
def complaints() -> list[str]:
    """What the test's pages wrote to the console as errors. A test that provokes one clears it."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh profile. The test fails when the page complains; where it fails, a picture is kept."""
    with pages.open_page(browser, complaints) as opened:
        yield opened
        if complaints or request.node.stash.get(FAILED, False):
            folder = request.config.rootpath / "test-results"
            opened.screenshot(path=folder / f"{request.node.name}.png", full_page=True)
    assert not complaints, "the page complains:\n" + "\n".join(complaints)


# The reports


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    _forgive_no_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forgive_no_skip(report)
    return report


def _forgive_no_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With CI=true a skip is a failure: a test that nobody runs tests nothing."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nWith CI=true a skip is a failure."
