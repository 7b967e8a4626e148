"""Visits on the road: checked in with the place and a photo, checked out, and the week of everybody at a glance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, read

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CUSTOMER = {"latitude": 52.2297, "longitude": 21.0122}
NEAR = {"latitude": 52.2300, "longitude": 21.0125}
FAR = {"latitude": 52.2400, "longitude": 21.0122}
PHOTO = Path(__file__).parents[2] / "docs" / "pictures" / "home.jpg"


def a_visit(page: Page, customer: str) -> str:
    """A visit of today, planned by whoever the page belongs to."""
    now = datetime.now(UTC).replace(microsecond=0)
    place = {"lat": CUSTOMER["latitude"], "lng": CUSTOMER["longitude"]}
    account = create(page, "account", name=customer, location=place)
    outing = create(page, "outing", purpose="Round", planned_from=now.isoformat(), planned_to=(now + timedelta(hours=8)).isoformat())
    return create(page, "visit", outing=outing, account=account)


@pytest.mark.journey("field rep", "checks in with place and photo", on="en-390")
def test_S_FIELD_04_somebody_checks_in_on_the_road_with_place_and_photo(enter: Enter) -> None:
    page = enter("rep4", phone=True)
    visit = a_visit(page, "Harbour Cranes Ltd")
    page.goto(f"/o/visit/{visit}")
    page.get_by_role("button", name="Check in").click()
    form = page.get_by_role("dialog", name="Check in")
    expect(form.get_by_text("Your place isn’t known")).to_be_visible()
    expect(form.get_by_text("it will be marked as elsewhere")).to_be_visible()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(FAR)
    form.get_by_role("button", name="Look again").click()
    expect(form.get_by_text("You are 1.1 km away")).to_be_visible()
    page.context.set_geolocation(NEAR)
    form.get_by_role("button", name="Look again").click()
    expect(form.get_by_text("You are there: 39 m away")).to_be_visible()
    form.get_by_label("Photo on arriving").set_input_files(PHOTO)
    expect(form.get_by_role("img", name="Photo on arriving")).to_be_visible()
    form.get_by_role("button", name="Check in").click()
    page.get_by_role("button", name="Check out").click()
    expect(form).to_have_count(0)
    form = page.get_by_role("dialog", name="Check out")
    form.get_by_label("Result").fill("They want two cranes")
    form.get_by_role("button", name="Check out").click()
    expect(page.get_by_role("button", name="Check out")).to_have_count(0)
    stored = read(page, "visit", visit)
    assert (stored["status"], stored["off_place"], stored["result"]) == ("done", False, "They want two cranes")
    assert stored["arrived_distance"] == 39 and stored["arrived_photo"] and stored["arrived_phone_at"]
    page.context.clear_permissions()


@pytest.mark.journey("field rep", "looks at the week of visits", on="en-1440")
def test_S_FIELD_02_the_week_shows_who_visits_whom_and_what_is_done(enter: Enter) -> None:
    page = enter("rep4")
    a_visit(page, "Roster Boats Ltd")
    page.goto("/o/visit?view=week_plan")
    me = page.request.get("/api/v1/me").json()["user"]["name"]
    expect(page.get_by_role("heading", name=me)).to_be_visible()
    expect(page.get_by_text("Planned", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Roster Boats Ltd").click()
    expect(page.get_by_role("heading", name="Roster Boats Ltd")).to_be_visible()
