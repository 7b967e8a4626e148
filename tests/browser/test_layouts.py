"""The editor of layouts: by mouse, by keyboard, on a phone; with conditions, a preview, and the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import Enter, create, only_refused

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def field(place: Page | Locator, label: str) -> Locator:
    return place.get_by_role("button", name=f"Move {label}", exact=True)


def carry(page: Page, what: Locator, to: Locator) -> None:
    """Carry a field by mouse onto another, in steps, as a hand does."""
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin and end
    page.mouse.move(begin["x"] + 30, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(begin["x"] + 40, begin["y"] + begin["height"] / 2 + 6, steps=3)
    page.mouse.move(end["x"] + 30, end["y"] + end["height"] / 2, steps=10)
    page.mouse.move(end["x"] + 32, end["y"] + end["height"] / 2, steps=2)
    page.mouse.up()


def save(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.journey("implementer", "arranges a layout", on="en-1440")
def test_a_layout_is_arranged_by_mouse_and_by_keys_and_taken_back(enter: Enter, complaints: list[str]) -> None:
    page = enter("admin")
    rival = create(page, "competitor", name="Arranged Rival", threat="high")
    page.goto(f"/o/competitor/{rival}")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Arrange this page").click()
    head, how, waiting = section(page, "Competitor"), section(page, "How we win"), page.get_by_role("complementary", name="Fields that aren't on the page")

    carry(page, field(how, "Weaknesses"), field(head, "Website"))  # to another section
    expect(field(head, "Weaknesses")).to_be_visible()
    carry(page, waiting.get_by_role("button", name="Place Created", exact=True), field(how, "Strengths"))  # onto the page
    expect(field(how, "Created")).to_be_visible()

    field(page, "Created").focus()  # off it again, by keys alone
    page.keyboard.press("Space")
    expect(page.get_by_text("Created stands in How we win, place")).to_have_count(1)  # as a screen reader is told
    page.keyboard.press("ArrowRight")
    expect(waiting.get_by_role("button", name="Place Created", exact=True)).to_be_visible()
    page.keyboard.press("Escape")  # leaves it where it was
    expect(field(how, "Created")).to_be_visible()
    field(how, "Strengths").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Strengths stands in How we win, place")).to_have_count(1)  # as a screen reader is told
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Strengths stands in How we win, place 3")).to_have_count(1)
    page.keyboard.press("Space")
    expect(how.get_by_role("listitem").last).to_contain_text("Strengths")

    how.get_by_text("3 columns").click()
    how.get_by_role("button", name="Show it only under a condition").click()
    condition = how.get_by_role("textbox", name="The section is shown when")
    condition.fill("threatt = 'low'")
    expect(how.get_by_text("threatt")).to_have_count(2)  # what is typed, and what is wrong with it, beside it
    only_refused(complaints)
    condition.fill("OR(threat = 'low', ISBLANK(name))")
    expect(how.get_by_text("threatt")).to_have_count(0)

    page.get_by_text("Preview", exact=True).click()
    expect(page.get_by_text("Not shown for this record: How we win")).to_be_visible()
    expect(page.get_by_role("textbox", name="Drawn with the record")).to_have_value("Arranged Rival")
    page.get_by_text("Arrange", exact=True).click()
    save(page, "Save")

    page.goto(f"/o/competitor/{rival}")
    expect(page.get_by_role("group", name="Weaknesses")).to_be_visible()
    expect(page.get_by_role("heading", name="How we win")).to_have_count(0)
    page.goto("/setup/layouts/competitor")
    save(page, "As delivered")
    expect(field(section(page, "How we win"), "Weaknesses")).to_be_visible()
    expect(page.get_by_role("button", name="As delivered")).to_be_disabled()


@pytest.mark.journey("implementer", "arranges a layout", on="en-390")
def test_a_phone_moves_fields_with_buttons(enter: Enter) -> None:
    page = enter("admin", "/setup/layouts/competitor", phone=True)
    how = section(page, "How we win")
    how.get_by_role("button", name="Move up: Strengths").click()  # over the edge, into the section above
    expect(section(page, "Competitor").get_by_role("listitem").last).to_contain_text("Strengths")
    page.get_by_role("button", name="Discard").click()
    expect(how.get_by_role("listitem").first).to_contain_text("Strengths")
