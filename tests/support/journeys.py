"""What people do in the browser, in the steps that many journeys share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.support.pages import writes_of

__all__ = ["PATIENCE", "Enter", "change", "create", "drag", "find", "go", "notice", "offered", "only_refused", "own_nothing", "pick", "questions", "read", "row", "sign_in", "stop_listening", "until"]

#: Milliseconds that a page may take on a busy machine; nobody waits longer than it takes.
PATIENCE = 30_000

#: Whether the page of an address is there, whole, or the one that it leads on to, as `/setup` does on a desk; that of a
#: record is another than its list. Asked of the page itself: each time that an expectation isn't met
#: yet, Playwright writes down all that it holds, which takes 0.3 s for a long list.
ARRIVED = """(address) => {
    const page = document.querySelector("main"), at = page?.dataset.address ?? "";
    const next = at.charAt(address.length);
    return at.startsWith(address) && (["", "?", "&"].includes(next) || next === "/" && !address.startsWith("/o/"))
        && !!page.querySelector("h1, h2") && !page.querySelector(".mantine-Skeleton-root");
}"""

Enter = Callable[..., Page]


def sign_in(page: Page, site: str, who: str) -> None:
    """Sign in as a person does; the page is then the home page."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{site}/sign-in")
    page.fill("input[name=email]", f"{who}@demo.test")
    page.fill("input[name=password]", "demo")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")


def create(page: Page, object: str, **values: Any) -> str:
    """Make a record for a test by the API, as the person whose page it is; answers its id."""
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.post(f"/api/v1/records/{object}", data=values, headers={"X-CSRF-Token": csrf})
    assert answer.status == 201, answer.text()
    return str(answer.json()["id"])


def change(page: Page, object: str, id: str, **values: Any) -> None:
    """Change a record for a test by the API, as the person whose page it is."""
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.patch(f"/api/v1/records/{object}/{id}", data=values, headers={"X-CSRF-Token": csrf})
    assert answer.status == 200, answer.text()


def own_nothing(page: Page, object: str) -> None:
    """Delete what the person whose page it is owns of an object: other journeys may have made it."""
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    own = page.request.get(f"/api/v1/records/{object}", params={"filter": "owner_id = ME()", "fields": "id"}).json()["data"]
    for record in own:
        assert page.request.delete(f"/api/v1/records/{object}/{record['id']}", headers={"X-CSRF-Token": csrf}).status == 204


def read(page: Page, object: str, id: str) -> dict[str, Any]:
    """A record as it is stored as soon as the page has written what it shows: pages show a change before it is answered."""
    for _ in range(PATIENCE // 20):
        if not writes_of(page):
            break
        page.wait_for_timeout(20)
    found: dict[str, Any] = page.request.get(f"/api/v1/records/{object}/{id}").json()
    return found


def pick(place: Page | Locator, label: str, option: str) -> None:
    """Choose in a picker, by mouse: the last one of that label, where there are several."""
    place.get_by_role("combobox", name=label, exact=True).last.click()
    offered(place).filter(has_text=option).first.click()


def find(place: Page | Locator, label: str, letters: str, name: str) -> None:
    """Type a few letters into a lookup and choose what it finds."""
    place.get_by_role("textbox", name=label, exact=True).or_(place.get_by_role("combobox", name=label, exact=True)).fill(letters)
    offered(place).filter(has_text=name).first.click()


def offered(place: Page | Locator) -> Locator:
    """The options that are dropped down now, wherever on the page they hang."""
    page = place if isinstance(place, Page) else place.page
    return page.locator("[role=option]:visible")


def go(page: Page, address: str) -> None:
    """Follow a link within the application, without loading it anew, and wait until everything is there."""
    page.evaluate("(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }", address)
    until(page, f"({ARRIVED})({json.dumps(address)})")


def until(page: Page, expression: str) -> Any:
    """What a page answers as soon as it is anything. Never waits for ever, as a promise that nothing keeps would.

    Raises:
        AssertionError: nothing came within `PATIENCE`.
    """
    for _ in range(PATIENCE // 50):
        found = page.evaluate(expression)
        if found:
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"Nothing came of {expression}")


def row(page: Page, name: str) -> Locator:
    """The row of a table with that name in it."""
    return page.get_by_role("row").filter(has_text=name)


def stop_listening(page: Page) -> None:
    """From the next page on, nothing is heard of what others change meanwhile."""
    page.route("**/api/v1/live", lambda route: route.fulfill(content_type="text/event-stream", body="retry: 600000\n\n"))


def notice(page: Page) -> Locator:
    """What the page says at its foot."""
    return page.locator("[role=status][aria-live=polite]").filter(has=page.locator("[data-kind]"))


def only_refused(complaints: list[str], status: int = 422) -> None:
    """The browser notes each refusal by the server as an error; there was one, as wanted, and nothing else."""
    assert [complaint for complaint in complaints if f"status of {status}" not in complaint] == []
    assert len(complaints) == 1
    complaints.clear()


def drag(page: Page, what: Locator, where: Locator) -> None:
    """Carry something by mouse, in steps, as a hand does."""
    begin, end = what.bounding_box(), where.bounding_box()
    assert begin and end
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(begin["x"] + begin["width"] / 2 + 10, begin["y"] + 16, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + min(90, end["height"] / 2), steps=8)
    expect(where).to_have_attribute("data-over", "true")  # the place shows that it would take it
    page.mouse.up()


@contextmanager
def questions(page: Page) -> Iterator[list[str]]:
    """The requests to the API that `page` sends from here on, as "GET records/account".

    Only a page at rest is asked: what an earlier address still had under way is not counted.
    """
    page.goto("about:blank")
    asked: list[str] = []

    def hear(request: Request) -> None:
        if "/api/v1/" in request.url:
            asked.append(f"{request.method} {request.url.split('/api/v1/')[1].split('?')[0]}")

    page.on("request", hear)
    try:
        yield asked
    finally:
        page.remove_listener("request", hear)
