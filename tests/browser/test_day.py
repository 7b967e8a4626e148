"""A salesperson's day: what it takes to find, log, move, follow up and add, counted in clicks and keys.

The numbers stand in the manual (docs/user/few-keys.md), beside those of other systems. Words that are typed are the same
everywhere and are not counted; a key with Ctrl is one.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, read

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNT = """() => {
    const counted = window.counted = {clicks: 0, keys: 0};
    const silent = new Set(["Control", "Shift", "Alt", "Meta"]);
    const types = (target) => target instanceof Element && target.closest("input, textarea, [contenteditable=true]");
    addEventListener("click", (event) => { if (event.isTrusted && event.detail > 0) counted.clicks += 1; }, true);
    addEventListener("keydown", (event) => {
        const word = event.key.length === 1 && !event.ctrlKey && !event.metaKey && types(event.target);
        if (!silent.has(event.key) && !word) counted.keys += 1;
    }, true);
}"""


@dataclass
class Counter:
    """What was pressed on a page since the last time it was asked."""

    page: Page

    def taken(self) -> tuple[int, int]:
        """Clicks and keys, then counted from nothing."""
        found = self.page.evaluate("() => { const {clicks, keys} = window.counted; Object.assign(window.counted, {clicks: 0, keys: 0}); return [clicks, keys]; }")
        return found[0], found[1]


def counter(page: Page) -> Counter:
    page.evaluate(COUNT)
    return Counter(page)


def paste(page: Page, text: str) -> None:
    """Put a text into the clipboard, as copying it elsewhere does, and press Ctrl V."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


SIGNATURE = """Kind regards
Jane Whitfield
Head of Purchasing
Daybreak Cranes Ltd
T: +44 20 7946 0018 | M: +44 7700 900123
jane.whitfield@daybreak.example.com
14 Fleet Street, London EC4Y 1AU"""


@pytest.mark.journey("salesperson", "finds a customer in the palette", "logs a call with the next step", "plans a follow-up", "adds a contact from a signature", "moves a deal along its path", on="en-1440", keyboard=True)
def test_the_five_things_of_a_day_by_keys_alone(enter: Enter) -> None:
    page = enter("rep4")
    account = create(page, "account", name="Daybreak Cranes", phone="+44 20 7946 0731")
    deal = create(page, "opportunity", name="Crane for the morning", account=account)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    count = counter(page)

    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    page.keyboard.type("460731")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Daybreak Cranes")).to_be_visible()
    assert count.taken() == (0, 2)

    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Call: Daybreak Cranes")
    expect(dialog.get_by_role("textbox", name="Subject")).to_be_focused()
    page.keyboard.type("They want two cranes")
    page.keyboard.press("Tab")
    page.keyboard.type("Send the offer")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name="Timeline").get_by_role("listitem").filter(has_text="They want two cranes")).to_be_visible()
    expect(page.get_by_role("region", name="Next steps").get_by_role("listitem").filter(has_text="Send the offer")).to_be_visible()
    assert count.taken() == (0, 3)

    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="Task: Daybreak Cranes").get_by_role("textbox", name="Subject")).to_be_focused()
    page.keyboard.type("Ask for the drawings")
    page.keyboard.press("Enter")
    step = page.get_by_role("region", name="Next steps").get_by_role("listitem").filter(has_text="Ask for the drawings")
    expect(step.locator("time")).to_be_visible()  # it has a day
    assert count.taken() == (0, 2)

    paste(page, SIGNATURE)
    form = page.get_by_role("dialog", name="New Contact")
    expect(form.get_by_role("status").filter(has_text="Read from the signature")).to_be_visible()
    expect(form.get_by_role("textbox", name="Family name")).to_have_value("Whitfield")
    expect(form.locator("input:focus")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Contacts", exact=True).get_by_role("link", name="Jane Whitfield")).to_be_visible()
    assert count.taken() == (0, 2)

    page.goto(f"/o/opportunity/{deal}")
    steps = page.get_by_role("list", name="Stage")
    expect(steps.locator("[aria-current=step]")).to_have_text("Prospecting")
    count = counter(page)
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(steps.locator("[aria-current=step]")).to_have_text("Qualification")
    assert count.taken() == (0, 2)
    assert read(page, "opportunity", deal)["stage"] == "qualification"


def test_the_five_things_of_a_day_by_mouse(enter: Enter) -> None:
    page = enter("rep4")
    account = create(page, "account", name="Sundown Winches", phone="+44 20 7946 0842")
    deal = create(page, "opportunity", name="Winch for the evening", account=account)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    count = counter(page)

    page.get_by_role("button", name="Search or run a command").click()
    expect(page.get_by_role("combobox", name="Search and commands")).to_be_focused()
    page.keyboard.type("460842")
    page.get_by_role("option", name="Sundown Winches").click()
    expect(page.get_by_role("heading", name="Sundown Winches")).to_be_visible()
    assert count.taken() == (2, 0)

    side = page.get_by_role("complementary", name="Timeline")
    side.get_by_role("button", name="Call", exact=True).click()
    page.keyboard.type("They want a winch")
    side.get_by_role("textbox", name="Next step").click()
    page.keyboard.type("Send the drawing")
    side.get_by_role("button", name="Log it, and plan the next").click()
    expect(page.get_by_role("region", name="Next steps").get_by_role("listitem").filter(has_text="Send the drawing")).to_be_visible()
    assert count.taken() == (3, 0)

    side.get_by_role("button", name="Task", exact=True).click()
    page.keyboard.type("Ask for the load")
    side.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("region", name="Next steps").get_by_role("listitem").filter(has_text="Ask for the load")).to_be_visible()
    assert count.taken() == (2, 0)

    paste(page, SIGNATURE.replace("Jane Whitfield", "June Whitby").replace("jane.whitfield", "june.whitby").replace("7946 0018", "7946 0977").replace("900123", "900977"))
    form = page.get_by_role("dialog", name="New Contact")
    expect(form.get_by_role("textbox", name="Family name")).to_have_value("Whitby")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("region", name="Contacts", exact=True).get_by_role("link", name="June Whitby")).to_be_visible()
    assert count.taken() == (1, 1)

    page.goto(f"/o/opportunity/{deal}")
    steps = page.get_by_role("list", name="Stage")
    count = counter(page)
    steps.get_by_role("button", name="Qualification").click()
    expect(steps.locator("[aria-current=step]")).to_have_text("Qualification")
    assert count.taken() == (1, 0)
