"""Takes the pictures of the manual from the demo company: `.venv/bin/python -m docs.pictures.make [name...]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, expect

from tests.support.chromium import find
from tests.support.journeys import sign_in
from tests.support.pages import open_browser, running_playwright
from tests.support.site import running_site

FOLDER = Path(__file__).parent
DESKTOP, PHONE = (1440, 900), (390, 844)
#: Bytes that a picture may have, so that the manual opens at once.
MOST = 150_000
#: Tried in this order until a picture is small enough.
QUALITIES = (85, 75, 65, 55, 45)
NEARLY_SIGNED = "owner_id = ME() AND stage = 'negotiation' AND amount_currency = '{currency}'"


def at(address: str) -> Callable[[Page], None]:
    """Opens the page at that address."""
    return lambda page: open_page(page, address)


def large_deal(currency: str) -> Callable[[Page], None]:
    """Opens the person's largest deal in that currency that is nearly signed."""

    def show(page: Page) -> None:
        wanted = {"filter": NEARLY_SIGNED.format(currency=currency), "sort": "-amount_base", "limit": 1}
        [deal] = page.request.get("/api/v1/records/opportunity", params=wanted).json()["data"]
        open_page(page, f"/o/opportunity/{deal['id']}")

    return show


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)


@dataclass(frozen=True)
class Picture:
    """Who looks, at what, on how large a screen."""

    name: str
    who: str
    show: Callable[[Page], None]
    size: tuple[int, int] = DESKTOP


PICTURES = (
    Picture("home", "rep4", at("/")),
    Picture("list", "rep4", at("/o/account?view=all_accounts")),
    Picture("board", "rep4", at("/o/opportunity?view=pipeline")),
    Picture("record", "rep4", large_deal("GBP")),
    Picture("designer", "admin", at("/setup/designer/approval/large_discount")),
    Picture("board-zh", "rep1", at("/o/opportunity?view=pipeline")),
    Picture("phone-pl", "rep3", large_deal("PLN"), PHONE),
)


def take(browser: Browser, site: str, picture: Picture) -> None:
    """Signs in as that person, goes there and keeps what is seen."""
    width, height = picture.size
    context = browser.new_context(base_url=site, locale="en-GB", viewport={"width": width, "height": height})
    page = context.new_page()
    page.on("response", refuse_failures)
    sign_in(page, site, picture.who)
    picture.show(page)
    (FOLDER / f"{picture.name}.jpg").write_bytes(small(page))
    context.close()


def small(page: Page) -> bytes:
    """What the page looks like, as good as is small enough."""
    for quality in QUALITIES:
        picture = page.screenshot(type="jpeg", quality=quality, scale="css", animations="disabled")
        if len(picture) <= MOST:
            return picture
    raise SystemExit(f"{page.url} takes {len(picture)} bytes at the lowest quality, and may take {MOST}.")


def refuse_failures(response: Response) -> None:
    if response.status >= 500:
        raise SystemExit(f"{response.url} answers {response.status}.")


def main(names: list[str]) -> None:
    """Takes the pictures of these names, or all of them."""
    chromium = find()
    if chromium is None:
        raise SystemExit("No Chromium is found: install one, or set DOUGONG_CHROMIUM.")
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site, running_playwright() as playwright:
        with open_browser(playwright, chromium) as browser:
            for picture in chosen:
                take(browser, site, picture)


if __name__ == "__main__":
    main(sys.argv[1:])
