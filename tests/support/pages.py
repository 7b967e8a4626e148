"""Opens pages in a Chromium and gathers what they complain of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, sync_playwright

import hatch_build
from tests.support.chromium import Chromium

__all__ = ["FAILED", "hear", "open_browser", "open_page", "running_playwright", "writes_of"]

#: Whether a part of the test failed, for its fixtures.
FAILED = pytest.StashKey[bool]()

#: What each page that is heard has sent to be written and has no answer for.
WRITES: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


@contextmanager
def running_playwright() -> Iterator[Playwright]:
    """What drives browsers; a thread can have one at a time."""
    # Its own Node wants a library that a bare Debian lacks.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(hatch_build.NODE))
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def open_browser(playwright: Playwright, chromium: Chromium) -> Iterator[Browser]:
    """A running browser; it ends with the block."""
    browser = playwright.chromium.launch(
        executable_path=chromium.program, args=list(chromium.flags), env={**os.environ, **chromium.environment}
    )
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def open_page(browser: Browser, complaints: list[str], **options: Any) -> Iterator[Page]:
    """A page of a fresh profile. Errors of the console, uncaught exceptions and breaches of the policy are gathered.

    Chromium reports a breach of the content-security policy as an error of the console.
    """
    context = browser.new_context(**options)
    page = context.new_page()
    page.on("filechooser", lambda _: None)  # who listens from the start misses none: asking for them takes a round trip
    hear(page, complaints)
    try:
        yield page
    finally:
        context.close()


def hear(page: Page, complaints: list[str]) -> None:
    """Gather from now on what the page complains of, and know what it is writing."""
    writes = WRITES.setdefault(page, set())

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def begin(request: Request) -> None:
        if request.method not in ("GET", "HEAD"):
            writes.add(request)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on("request", begin)
    page.on("requestfinished", lambda request: writes.discard(request))
    page.on("requestfailed", lambda request: writes.discard(request))


def writes_of(page: Page) -> set[Request]:
    """What the page has sent to be written and has no answer for; nothing of a page that isn't heard."""
    return WRITES.get(page, set())
