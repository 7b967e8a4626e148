"""What concerns a person rings the bell while they work, and leads to the record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, notice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def hand_over(page: Page, object: str, id: str, email: str) -> None:
    """Give a record to somebody else, as a program would."""
    [user] = page.request.get("/api/v1/records/user", params={"filter": f"email = '{email}'", "fields": "id"}).json()["data"]
    token = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.post(f"/api/v1/records/{object}/{id}/transfer", data={"owner_id": user["id"]}, headers={"X-CSRF-Token": token})
    assert answer.ok, answer.text()


@pytest.mark.parametrize(
    ("who", "bell", "name", "sentence"),
    [("rep1", re.compile("^通知"), "钟声公司", "把钟声公司转交给了你"), ("rep3", re.compile("^Powiadomienia"), "Dzwonnica", "przekazuje Ci: Dzwonnica")],
)
def test_S_SALES_11_a_record_handed_over_rings_the_bell_at_once(enter: Enter, who: str, bell: re.Pattern[str], name: str, sentence: str) -> None:
    admin = enter("admin")
    page = enter(who)
    with page.expect_response("**/api/v1/live"):
        page.reload()  # from here on it listens
    account = create(admin, "account", name=name)
    hand_over(admin, "account", account, f"{who}@demo.test")
    told = notice(page).filter(has_text=sentence)
    expect(told).to_be_visible(timeout=15_000)
    page.get_by_role("button", name=bell).click()
    page.get_by_role("link").filter(has_text=sentence).first.click()
    expect(page).to_have_url(re.compile(f"/o/account/{account}"))
    page.get_by_role("button", name=bell).click()
    expect(page.get_by_role("listitem").filter(has_text=sentence).first).to_be_visible()


def test_a_list_shows_what_a_colleague_changes_meanwhile(enter: Enter) -> None:
    admin = enter("admin")
    page = enter("manager1", "/o/competitor")
    expect(page.get_by_role("main")).to_be_visible()
    create(admin, "competitor", name="Newcomer Live Ltd")
    expect(page.get_by_text("Newcomer Live Ltd").first).to_be_visible(timeout=15_000)


def test_one_says_what_one_wants_to_hear_of(enter: Enter) -> None:
    page = enter("rep4", "/setup/profile")
    comments = page.get_by_role("checkbox", name="Comments")
    expect(comments).to_be_checked()
    comments.uncheck()
    page.reload()
    expect(page.get_by_role("checkbox", name="Comments")).not_to_be_checked()
    page.get_by_role("checkbox", name="Comments").check()
    page.get_by_label("Quiet from").fill("22:00")
    page.reload()
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")
    page.get_by_label("Quiet from").fill("")
