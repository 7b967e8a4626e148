"""The demo company on a running server, and people who sign in to it with a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.journeys import PATIENCE, Enter, sign_in
from tests.support.pages import FAILED, hear
from tests.support.site import running_site

DESKTOP, PHONE = (1440, 900), (390, 844)

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo company."""
    with running_site(tmp_path_factory.mktemp("site")) as address:
        yield address


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
            desks[who] = browser.new_context(base_url=site, locale="en-GB", service_workers="block")
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
