"""The forms of a list beside table and board: calendar, Gantt, map, gallery and pivot, for any object that has what they need."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, notice, offered, questions, read, row

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: A place that the demo company doesn't know, for finding one's own.
LONELY = {"lat": -45.5, "lng": 170.3}


def choose_form(page: Page, now: str, then: str) -> None:
    """Draw the list in another form, as people do."""
    page.get_by_role("button", name=f"Form of the list: {now}").click()
    page.get_by_role("menuitem", name=then).click()


@pytest.mark.parametrize("form", ["table", "board", "calendar", "gantt", "pivot"])
@pytest.mark.parametrize("who", ["rep4", "rep1", "rep3"], ids=["en", "zh", "pl"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_every_form_is_drawn_in_every_language_at_both_widths(enter: Enter, who: str, phone: bool, form: str) -> None:
    page = enter(who, f"/o/opportunity?view=pipeline&form={form}", phone=phone)
    expect(page.get_by_role("region").or_(page.get_by_role("listitem")).or_(page.get_by_role("row")).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1440)


def test_a_form_is_chosen_and_kept_as_a_view(enter: Enter) -> None:
    page = enter("rep4", "/o/opportunity?view=all_opportunities")
    choose_form(page, "Table", "Gantt")
    expect(page.get_by_role("radio", name="Weeks")).to_be_checked()
    page.get_by_text("Months", exact=True).click()
    expect(page).to_have_url(re.compile("form=gantt.*scale=month|scale=month.*form=gantt"))
    page.get_by_role("button", name="Save as…").click()
    page.get_by_role("textbox", name="Name of the view").fill("Deals in time")
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("View saved")
    page.goto("/o/opportunity")
    page.get_by_role("navigation", name="Views").get_by_text("Deals in time").click()
    expect(page.get_by_role("radio", name="Months")).to_be_checked()


@pytest.mark.journey("salesperson", "moves a bar of the Gantt", on="en-1440")
def test_a_bar_is_pulled_by_mouse_stretched_and_moved_by_keys(enter: Enter) -> None:
    page = enter("rep4", "/")
    id = create(page, "opportunity", name="Barred deal", engage_date="2031-03-03", close_date="2031-03-21")
    page.goto(f"/o/opportunity?view=all_opportunities&form=gantt&scale=day&filter=id = '{id}'")
    bar = page.get_by_role("button", name=re.compile("Barred deal: "))
    expect(bar).to_have_accessible_name("Barred deal: 3 Mar 2031 – 21 Mar 2031")
    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + 120, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 120 + 3 * 38, box["y"] + 12, steps=6)
    expect(bar).to_have_accessible_name("Barred deal: 6 Mar 2031 – 24 Mar 2031")
    page.mouse.up()
    expect(notice(page)).to_contain_text("Barred deal has new dates")
    stored = read(page, "opportunity", id)
    assert (stored["engage_date"], stored["close_date"]) == ("2031-03-06", "2031-03-24")

    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3 - 2 * 38, box["y"] + 10, steps=6)
    with page.expect_response(f"**/api/v1/records/opportunity/{id}") as answer:
        page.mouse.up()
    assert answer.value.request.headers["if-match"]
    assert read(page, "opportunity", id)["close_date"] == "2031-03-22"

    bar.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    with page.expect_response(f"**/api/v1/records/opportunity/{id}"):
        page.keyboard.press("Enter")
    stored = read(page, "opportunity", id)
    assert (stored["engage_date"], stored["close_date"]) == ("2031-03-08", "2031-03-24")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Barred deal")


def test_an_entry_is_carried_to_another_hour_of_the_week(enter: Enter) -> None:
    page = enter("rep4", "/")
    id = create(page, "activity", kind="task", subject="Grease the gears", due_at="2031-05-14T08:30:00Z")
    page.goto("/o/activity?view=my_activities&form=calendar&scale=week&week=2031-05-12")
    expect(page.get_by_role("heading", name="12 May 2031 – 18 May 2031")).to_be_visible()
    entry = page.get_by_role("button", name="Grease the gears")
    expect(entry).to_be_visible()
    hour = page.get_by_role("region", name="16 May 2031, 13:00 o’clock")
    begin, end = entry.bounding_box(), hour.bounding_box()
    assert begin and end
    page.mouse.move(begin["x"] + 40, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(begin["x"] + 60, begin["y"] + 20, steps=3)
    page.mouse.move(end["x"] + 60, end["y"] + 20, steps=8)
    expect(hour).to_have_attribute("data-over", "true")
    page.mouse.up()
    expect(hour.get_by_role("button", name="Grease the gears")).to_be_visible()
    expect(notice(page)).to_contain_text("Grease the gears moved to 16 May 2031 13:00")
    page.get_by_text("Month", exact=True).click()
    expect(page).not_to_have_url(re.compile("scale=week"))
    assert read(page, "activity", id)["due_at"].startswith("2031-05-16T11:00")  # in the reader's summer


def test_records_stand_on_the_map_near_ones_as_one(enter: Enter) -> None:
    page = enter("rep4", "/")
    create(page, "account", name="Antipode Alpha", location=LONELY)
    create(page, "account", name="Antipode Beta", location=LONELY | {"lng": 174.8, "lat": -36.8})
    page.goto('/o/account?view=account_map&filter=STARTS_WITH(name, "Antipode")')
    map = page.get_by_role("region", name="Map")
    expect(map.get_by_role("button", name="Antipode Alpha")).to_be_visible()
    expect(map.locator("svg path").first).to_be_attached()
    for _ in range(4):
        map.get_by_role("button", name="Farther").click()
    both = map.get_by_role("button", name="2 records")
    expect(both).to_be_visible()
    both.click()
    expect(map.get_by_role("button", name="Antipode Beta")).to_be_visible()
    map.get_by_role("button", name="Antipode Beta").click()
    expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Antipode Beta")


def test_those_at_the_very_same_place_are_listed(enter: Enter) -> None:
    page = enter("rep4", "/")
    for name in ("Twin One", "Twin Two"):
        create(page, "account", name=name, location={"lat": -10.25, "lng": -60.5})
    page.goto('/o/account?view=account_map&filter=STARTS_WITH(name, "Twin")')
    page.get_by_role("button", name="2 records").click()
    page.get_by_role("dialog").get_by_role("button", name="Twin Two").click()
    expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Twin Two")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_products_are_a_gallery(enter: Enter, phone: bool) -> None:
    page = enter("rep4", "/o/product?form=gallery&filter=", phone=phone)
    tile = page.get_by_role("listitem").filter(has_text="Acoustic panel")
    expect(tile).to_be_visible()
    tile.get_by_role("button").click()
    if phone:
        expect(page).to_have_url(re.compile(r"/o/product/[0-9a-f-]{36}"))
    else:
        expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Acoustic panel")


@pytest.mark.journey("manager", "looks behind a number of a pivot", on="en-1440")
def test_a_number_of_a_pivot_leads_to_the_list_behind_it(enter: Enter) -> None:
    page = enter("rep4", "/")
    for stage in ("prospecting", "prospecting", "qualification"):
        create(page, "opportunity", name="Pivoted", stage=stage, close_date="2032-02-10", amount={"amount": 50, "currency": "EUR"})
    page.goto('/o/opportunity?view=all_opportunities&form=pivot&group_by=close_date:quarter&split_by=stage&sums=amount&filter=name = "Pivoted"')
    pivot = page.get_by_role("region", name="Pivot")
    expect(pivot.get_by_role("row", name=re.compile("Quarter 1, 2032"))).to_contain_text(re.compile("€100.*€50.*€150"))
    pivot.get_by_role("button", name="€100: Quarter 1, 2032, Prospecting").click()
    expect(row(page, "Pivoted")).to_have_count(2)
    expect(page.get_by_text("2 records")).to_be_visible()
    page.go_back()
    expect(pivot.get_by_role("button", name="€150: Total")).to_be_visible()


def test_figures_of_a_pivot_are_chosen_in_the_page(enter: Enter) -> None:
    page = enter("rep4", "/o/opportunity?view=all_opportunities&form=pivot")
    pivot = page.get_by_role("region", name="Pivot")
    expect(pivot).to_contain_text("How many")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("button", name="Add a figure").click()
    page.get_by_role("combobox", name="Figure", exact=True).click()
    offered(page).filter(has_text="Mean").click()
    expect(pivot.get_by_role("columnheader", name=re.compile("Mean: "))).to_be_visible()
    expect(page).to_have_url(re.compile("sums=avg"))


def test_a_pivot_asks_four_questions_whatever_its_size(enter: Enter) -> None:
    page = enter("rep4", "/")
    with questions(page) as asked:
        page.goto("/o/opportunity?view=all_opportunities&form=pivot&group_by=account&split_by=stage&sums=amount")
        expect(page.get_by_role("row", name=re.compile("^Total"))).to_be_visible()
        page.wait_for_load_state("networkidle")
    asked = [one for one in asked if one != "GET tasks"]  # which only people ask who have something to decide
    assert sorted(asked) == ["GET live", "GET me", "GET records/notification", "GET ui", "POST query", "POST query", "POST query", "POST query"]
