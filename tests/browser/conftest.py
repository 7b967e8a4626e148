"""The demo company on a running server, and people who sign in to it with a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.journeys import PATIENCE, Enter, sign_in
from tests.support.keyboard import watch_the_mouse
from tests.support.pages import FAILED, hear
from tests.support.screens import LANGUAGE_OF, Screen, place
from tests.support.site import running_site
from tests.support.table import places_of

DESKTOP, PHONE = (1440, 900), (390, 844)
#: Whether journeys go to every place of their marks.
EVERY_JOURNEY = os.environ.get("DOUGONG_JOURNEYS") == "all"

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
    marks = list(request.node.iter_markers("journey"))
    seen: set[str] = set()
    spoken: list[BrowserContext] = []

    def opened(who: str = "admin", at: str = "/", *, phone: bool = False, language: str = "") -> Page:
        if who not in desks:
            desks[who] = browser.new_context(base_url=site, locale="en-GB", service_workers="block")
            sign_in(desks[who].new_page(), site, who)
        if language not in ("", LANGUAGE_OF[who]):
            speak(desks[who], language)
            spoken.append(desks[who])
        page = desks[who].new_page()
        hear(page, complaints)
        if any(mark.kwargs.get("keyboard") for mark in marks):
            watch_the_mouse(page, complaints)
        seen.add(place(language or LANGUAGE_OF[who], phone=phone))
        page.set_default_timeout(PATIENCE)
        width, height = PHONE if phone else DESKTOP
        page.set_viewport_size({"width": width, "height": height})
        page.goto(at)
        pages.append(page)
        return page

    yield opened
    failed = complaints or request.node.stash.get(FAILED, False)
    for number, page in enumerate(pages):
        if failed:
            page.screenshot(path=request.config.rootpath / "test-results" / f"{request.node.name}-{number}.png")
        page.evaluate("localStorage.clear()")
        page.close()
    for who, desk in desks.items():
        if desk in spoken:
            speak(desk, LANGUAGE_OF[who])
    assert not complaints, "the pages complain:\n" + "\n".join(complaints)
    promised = set() if "screen" in request.fixturenames else {one for mark in marks for one in mark.kwargs["on"].split()}
    assert promised <= seen, f"the mark of the journey promises what wasn't entered: {promised - seen}"


def speak(desk: BrowserContext, language: str) -> None:
    """From the next page on, everything stands in that language for the person who has signed in there."""
    token = desk.request.get("/api/v1/me").json()["csrf"]
    assert desk.request.patch("/api/v1/me", data={"language": language}, headers={"X-CSRF-Token": token}).ok


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey with a `screen` runs once for each language and width that its marks name."""
    if "screen" in metafunc.fixturenames:
        on = [one for mark in metafunc.definition.iter_markers("journey") for one in places_of(mark)]
        metafunc.parametrize("screen", list(dict.fromkeys(on)), indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Places that a mark names as `also` are left out, unless all journeys are wanted."""
    left_out = [] if EVERY_JOURNEY else [item for item in items if _goes_further(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _goes_further(item: pytest.Item) -> bool:
    screen = getattr(item, "callspec", None) and item.callspec.params.get("screen")  # type: ignore[attr-defined]
    return screen is not None and not any(screen in mark.kwargs["on"].split() for mark in item.iter_markers("journey"))


@pytest.fixture
def screen(enter: Enter, request: pytest.FixtureRequest) -> Screen:
    """The language and the width of this run."""
    language, width = request.param.split("-")
    return Screen(enter, language, phone=width == "390")
