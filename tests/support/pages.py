"""Opens pages in a Chromium and gathers what they complain of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.support.chromium import Chromium

__all__ = ["open_browser", "open_page"]


@contextmanager
def open_browser(chromium: Chromium) -> Iterator[Browser]:
    """A running browser; it ends with the block."""
    with sync_playwright() as playwright:
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

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    try:
        yield page
    finally:
        context.close()
