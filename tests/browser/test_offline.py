"""On the road without a connection: the application starts, and what was seen can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.support.between import between
from tests.support.journeys import PATIENCE, create, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Phone = Callable[..., Page]
KEPT = """new Promise((done) => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener("controllerchange", () => done()))"""


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Phone]:
    """`phone("rep4")` answers the page of somebody who has just signed in on a phone that keeps the application."""
    contexts = []

    def opened(who: str, site: str = site) -> Page:
        context = browser.new_context(base_url=site, locale="en-GB", viewport={"width": PHONE[0], "height": PHONE[1]})
        contexts.append(context)
        page = context.new_page()
        sign_in(page, site, who)
        page.set_default_timeout(PATIENCE)
        page.evaluate(KEPT)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_newer_application_waits_until_it_is_wanted_and_breaks_no_open_page(site: str, phone: Phone) -> None:
    with between(site) as server:
        page = phone("rep4", server.address)
        [kept] = page.evaluate("caches.keys()")
        addresses = page.evaluate(f"caches.open('{kept}').then((one) => one.keys()).then((all) => all.map(({{ url }}) => new URL(url).pathname))")
        assert {address.rpartition("/")[0] for address in addresses} == {"/static/ui/assets", ""}  # nothing of what anybody saw
        build = kept.rpartition("-")[2].encode()
        server.change = lambda path, body: body.replace(build, b"f" * len(build)) if path == "/worker.js" else body
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)")
        expect(page.get_by_text("A newer version is here")).to_be_visible()
        page.get_by_role("button", name="Menu", exact=True).click()
        page.get_by_role("dialog").get_by_role("link", name="Leads").click()  # a part that this page had not loaded yet
        expect(page.get_by_role("heading", name="Leads")).to_be_visible()
        page.get_by_role("button", name="Use it now").click()
        expect(page.get_by_text("A newer version is here")).to_have_count(0)
        expect(page.get_by_role("heading", name="Leads")).to_be_visible()
        assert len(page.evaluate("caches.keys()")) == 2  # other pages may still need the files of before


KEPT_NAMES = "indexedDB.databases().then((all) => all.map((one) => one.name))"
NAMES = "JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('dougong:')))"


def test_what_was_seen_is_read_without_a_connection_until_its_reader_signs_out(phone: Phone) -> None:
    page = phone("rep4")
    account = create(page, "account", name="Offline Mills")
    page.goto(f"/o/account/{account}")
    expect(page.get_by_role("heading", name="Offline Mills")).to_be_visible()
    page.get_by_role("button", name="Add to favourites").click()
    page.goto("/")
    expect(page.get_by_role("heading", name="My activities")).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"/o/account/{account}")
    expect(page.get_by_role("heading", name="Offline Mills")).to_be_visible()
    expect(page.get_by_text("No connection. As of")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="My activities")).to_be_visible()
    page.goto("/o/price_book")
    expect(page.get_by_text("this wasn’t seen on this device before")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("No connection.")).to_have_count(0)
    assert "Offline Mills" in page.evaluate(NAMES)
    page.get_by_role("button", name="My menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    assert page.evaluate(KEPT_NAMES) == [] and "Offline Mills" not in page.evaluate(NAMES)
    page.context.set_offline(True)
    page.goto(f"/o/account/{account}")
    expect(page.get_by_text("this wasn’t seen on this device before")).to_be_visible()


def test_nobody_reads_what_another_person_saw_on_the_same_phone(site: str, phone: Phone) -> None:
    page = phone("rep4")
    account = create(page, "account", name="Unseen Mills")
    page.goto(f"/o/account/{account}")
    expect(page.get_by_role("heading", name="Unseen Mills")).to_be_visible()
    [mine] = page.evaluate(KEPT_NAMES)
    page.context.clear_cookies()  # the session has ended; nobody has signed out
    sign_in(page, site, "admin")
    expect(page.get_by_role("heading", name="My activities")).to_be_visible()
    [theirs] = page.evaluate(KEPT_NAMES)
    assert theirs != mine
    page.context.set_offline(True)
    page.goto(f"/o/account/{account}")
    expect(page.get_by_text("this wasn’t seen on this device before")).to_be_visible()
    page.get_by_role("button", name="My menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_text("You have signed out on this device")).to_be_visible()
    assert page.evaluate(KEPT_NAMES) == []
    page.context.set_offline(False)
    page.goto("/")
    page.wait_for_url("**/sign-in**")
    page.goto("/o/account")
    page.wait_for_url("**/sign-in**")  # the session has ended on the server too
