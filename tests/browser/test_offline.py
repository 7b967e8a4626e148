"""On the road without a connection: the application starts, what was seen can be read, and changes wait."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.support.between import between
from tests.support.journeys import PATIENCE, Enter, change, create, read, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Phone = Callable[..., Page]
KEPT = "navigator.serviceWorker.controller !== null"


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
        until(page, KEPT)
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


KEPT_ANSWERS = """(name) => new Promise((done) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => {
        const all = opening.result.transaction("answers").objectStore("answers").getAll();
        all.onsuccess = () => { opening.result.close(); done(JSON.stringify(all.result)); };
    };
})"""


def lose_the_connection(page: Page, *seen: str) -> None:
    """The connection goes away as soon as the page has kept what was seen: it keeps things after it has shown them."""
    [name] = page.evaluate(KEPT_NAMES)
    for _ in range(PATIENCE // 50):
        kept = page.evaluate(KEPT_ANSWERS, name)
        if all(text in kept for text in seen):
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError(f"Not all of {seen} was kept")
    page.context.set_offline(True)


def test_what_was_seen_is_read_without_a_connection_until_its_reader_signs_out(phone: Phone) -> None:
    page = phone("rep4")
    account = create(page, "account", name="Offline Mills")
    page.goto(f"/o/account/{account}")
    expect(page.get_by_role("heading", name="Offline Mills")).to_be_visible()
    page.get_by_role("button", name="Add to favourites").click()
    page.goto("/")
    expect(page.get_by_role("heading", name="My activities")).to_be_visible()
    lose_the_connection(page, "Offline Mills")
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
    for number in range(6):  # so that it isn't among those that changed last, which the other person's page shows
        create(page, "account", name=f"Later Mills {number}")
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


def edit(page: Page, **values: str) -> None:
    """Change text fields of the record that is open, in its form."""
    page.get_by_role("button", name="Edit", exact=True).click()
    form = page.get_by_role("dialog")
    for label, value in values.items():
        form.get_by_role("textbox", name=re.compile(rf"^{label}\b")).fill(value)
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)


def count(page: Page, name: str) -> int:
    found = page.request.get("/api/v1/records/account", params={"filter": f"name = '{name}'", "fields": "id"}).json()["data"]
    return len(found)


def test_S_PLAT_16_changes_wait_for_the_connection_and_are_sent_once_in_their_order(site: str, phone: Phone) -> None:
    with between(site) as server:
        page = phone("rep4", server.address)
        account = create(page, "account", name="Queue Mills")
        call = create(page, "activity", kind="call", subject="Ring the mill", due_at="2026-01-05T09:00:00Z")
        page.goto(f"/o/account/{account}")
        expect(page.get_by_role("heading", name="Queue Mills")).to_be_visible()
        page.goto("/")
        expect(page.get_by_role("checkbox", name="Complete: Ring the mill")).to_be_visible()
        lose_the_connection(page, "Queue Mills", "Ring the mill")
        page.goto(f"/o/account/{account}")
        edit(page, Name="Queue Mills Ltd")
        expect(page.get_by_role("heading", name="Queue Mills Ltd")).to_be_visible()
        page.get_by_role("button", name="New", exact=True).click()
        page.get_by_role("dialog").get_by_role("textbox", name="Name").first.fill("Born Offline")
        page.get_by_role("dialog").get_by_role("button", name="Create").click()
        expect(page.get_by_role("heading", name="Born Offline")).to_be_visible()
        page.goto("/")
        page.get_by_role("checkbox", name="Complete: Ring the mill").click()
        expect(page.get_by_text("3 changes wait to be sent")).to_be_visible()
        page.reload()
        expect(page.get_by_text("3 changes wait to be sent")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Complete: Ring the mill")).to_have_count(0)
        server.lost = {"POST /api/v1/records/account"}  # what is made arrives, and the answer doesn't
        page.context.set_offline(False)
        expect(page.get_by_text("2 changes wait to be sent")).to_be_visible()
        assert (read(page, "account", account)["name"], read(page, "activity", call)["done"]) == ("Queue Mills Ltd", False)
        server.lost = set()
        expect(page.get_by_text("to be sent")).to_have_count(0)
        assert (read(page, "activity", call)["done"], count(page, "Born Offline")) == (True, 1)


def test_S_PLAT_16_what_cannot_be_sent_is_compared_mended_or_thrown_away(phone: Phone, enter: Enter) -> None:
    admin, page = enter("admin"), phone("rep4")
    both, wrong = create(page, "account", name="Both Changed"), create(page, "account", name="Bad Address")
    for account in (both, wrong):
        page.goto(f"/o/account/{account}")
        expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    lose_the_connection(page, "Both Changed", "Bad Address")
    edit(page, Website="no address")
    page.goto(f"/o/account/{both}")
    edit(page, Name="Mine Ltd")
    change(admin, "account", both, name="Theirs Ltd", phone="+48221234567")
    page.context.set_offline(False)
    expect(page.get_by_text("2 changes need you")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    waiting = page.get_by_role("dialog", name="Changes that wait")
    waiting.get_by_role("button", name="Compare").click()
    question = page.get_by_role("dialog", name="Changed by two people")
    expect(question.get_by_text("Theirs Ltd")).to_be_visible()
    question.get_by_role("button", name="Save the chosen values").click()
    expect(waiting.get_by_role("listitem")).to_have_count(1)
    merged = read(admin, "account", both)
    assert (merged["name"], merged["phone"]) == ("Mine Ltd", "+48221234567")
    waiting.get_by_role("button", name="Mend").click()
    page.get_by_role("dialog", name="Bad Address").get_by_role("textbox", name="Website").fill("https://mill.example")
    page.get_by_role("dialog", name="Bad Address").get_by_role("button", name="Send").click()
    expect(waiting.get_by_text("Everything has been sent.")).to_be_visible()
    assert read(admin, "account", wrong)["website"] == "https://mill.example"


def test_S_PLAT_10_a_device_shows_what_it_is_told_while_nobody_looks(site: str, phone: Phone) -> None:
    """The browser's own push service can't be had here: what it would deliver is handed to the worker by the browser's tools."""
    page = phone("rep4")
    page.context.grant_permissions(["notifications"])
    until(page, "Notification.permission === 'granted'")
    tools = page.context.new_cdp_session(page)
    known: list[str] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(one["registrationId"] for one in event["registrations"]))
    tools.send("ServiceWorker.enable")
    until(page, KEPT)
    told = {"title": "Acme", "body": "Ann handed Mill over to you", "url": "/o/account", "tag": "7"}
    tools.send("ServiceWorker.deliverPushMessage", {"origin": site, "registrationId": known[-1], "data": json.dumps(told)})
    shown = """async () => {
        const all = await (await navigator.serviceWorker.ready).getNotifications();
        return all.length ? all.map((one) => [one.title, one.body, one.data.url]) : null;
    }"""
    assert until(page, shown) == [["Acme", "Ann handed Mill over to you", "/o/account"]]
