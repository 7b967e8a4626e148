"""Every kind of page, at both widths, light and dark: axe-core finds nothing serious or critical."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.support.accessibility import ALL, COLOURS, barriers
from tests.support.journeys import Enter, create, go

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Open = Callable[[Page], None]


def press(keys: str) -> Open:
    def opened(page: Page) -> None:
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog").first).to_be_visible()

    return opened


def click(name: str) -> Open:
    def opened(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("dialog").or_(page.get_by_role("menu")).first).to_be_visible()

    return opened


#: By what they are: where they stand, and what is opened there.
PAGES: dict[str, tuple[str, Open | None]] = {
    "home": ("/", None),
    "table": ("/o/account?view=all_accounts&q=stone", None),
    "groups": ("/o/opportunity?view=all_opportunities&group_by=stage&q=annual", None),
    "board": ("/o/opportunity?view=pipeline&filter=&q=annual", None),
    "calendar": ("/o/activity?view=my_activities&form=calendar", None),
    "week": ("/o/activity?view=my_activities&form=calendar&scale=week", None),
    "gantt": ("/o/opportunity?view=all_opportunities&form=gantt&q=annual", None),
    "map": ("/o/account?view=account_map", None),
    "gallery": ("/o/product?form=gallery&filter=&q=a", None),
    "pivot": ("/o/opportunity?view=all_opportunities&form=pivot&group_by=stage&split_by=owner_id&sums=amount", None),
    "filter": ("/o/account?view=all_accounts&q=stone", click("Filter")),
    "form of a new record": ("/o/contact", press("c")),
    "palette": ("/", press("Control+k")),
    "shortcuts": ("/", press("?")),
    "bell": ("/", click("Notifications")),
    "import": ("/import/account", None),
    "duplicates": ("/duplicates/account", None),
    "setup": ("/setup", None),
    "object builder": ("/setup/objects/account", None),
    "new field": ("/setup/objects/account", click("New field")),
    "layouts": ("/setup/layouts", None),
    "layout": ("/setup/layouts/opportunity", None),
    "translations": ("/setup/translations", None),
    "drawings": ("/setup/designer", None),
    "drawing": ("/setup/designer/approval/large_discount", None),
    "users": ("/setup/users", None),
    "roles": ("/setup/roles", None),
    "permission sets": ("/setup/permission-sets", None),
    "permission set": ("/setup/permission-sets/sales_rep", None),
    "sharing rules": ("/setup/sharing", None),
    "modules": ("/setup/modules", None),
    "versions": ("/setup/versions", None),
    "transfer": ("/setup/transfer", None),
    "recycle bin": ("/setup/bin", None),
    "jobs": ("/setup/jobs", None),
    "log": ("/setup/log", None),
    "profile": ("/setup/profile", None),
    "sessions": ("/setup/sessions", None),
    "tokens": ("/setup/tokens", None),
    "nothing there": ("/o/nothing", None),
}
#: Made of the parts of others: their colours are seen there.
ALIKE = {
    "groups", "week", "object builder", "layouts", "translations", "users", "roles", "permission sets", "sharing rules", "modules", "versions",
    "transfer", "recycle bin", "drawings", "jobs", "sessions", "tokens",
}  # fmt: skip


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_way_in_is_open_to_everybody(site: str, page: Page, size: tuple[int, int]) -> None:
    page.goto(f"{site}/sign-in?language=zh")
    resize(page, size)
    assert not barriers(page)


@pytest.mark.parametrize("size, scheme", [(DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark")], ids=["desktop", "phone", "dark"])
def test_nothing_stands_in_the_way(enter: Enter, size: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
    page, rules = enter("admin", phone=size == PHONE), COLOURS if scheme == "dark" else ALL
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # what is still fading in has no colours yet
    found = []
    for name, (address, opened) in PAGES.items():
        if scheme == "dark" and name in ALIKE:
            continue
        go(page, address)
        if opened:
            opened(page)
        found += [f"{name}: {one}" for one in barriers(page, rules)]
        if opened:
            page.keyboard.press("Escape")  # what is dropped down first, then what it hangs on
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog"), name).to_have_count(0)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size, scheme", [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "dark-phone"])
def test_nothing_stands_in_the_way_on_a_record(enter: Enter, size: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
    page = enter("admin", phone=size == PHONE)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    account = create(page, "account", name=f"Accessible Works {size[0]}", phone="+44 20 7946 0555")
    create(page, "activity", kind="call", subject="Ring them", about={"object": "account", "id": account})
    create(page, "contact", last_name="Reachable", account=account)
    page.goto(f"/o/account/{account}")
    expect(page.get_by_role("link", name="Reachable")).to_be_visible()
    found = barriers(page)
    for keys in ("l", "e"):
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_visible()
        found += barriers(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert not found, "\n".join(found)
