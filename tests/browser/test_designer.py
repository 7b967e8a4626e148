"""The designer: an approval is drawn by mouse and keys, tried, published and taken back; on a phone it is read and changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import Enter, create, pick
from tests.support.keyboard import Keys

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAWN = {
    "label": "网上线索",
    "object": "competitor",
    "steps": [{"id": "manager", "label": "Manager", "approvers": [{"manager_of": "owner_id"}], "due": {"for": "P2D", "calendar": "business"}}],
}


@pytest.fixture
def clean(enter: Enter) -> Iterator[Page]:
    """A page of the administrator; what is drawn in it is taken away."""
    page = enter("admin", "/setup/profile")
    yield page
    for name in ("x_rivals", "x_read"):
        define(page, name, "DELETE")


def define(page: Page, name: str, method: str, document: object = None) -> None:
    token = page.request.get("/api/v1/me").json()["csrf"]
    page.request.fetch(f"/api/v1/meta/approval/{name}", method=method, data=document, headers={"X-CSRF-Token": token})


def refused(complaints: list[str]) -> None:
    """While something is drawn the server is asked what is wrong with it; nothing but its refusals may have been complained of."""
    assert all("422" in one for one in complaints), complaints
    complaints.clear()


def node(page: Page, place: str) -> Locator:
    """The card at a place of the definition."""
    return page.locator(f"[data-node='{place}']")


@pytest.mark.journey("implementer", "draws an approval", on="en-1440")
def test_an_approval_is_drawn_tried_published_and_taken_back(clean: Page, complaints: list[str]) -> None:
    page = clean
    [rep] = page.request.get("/api/v1/records/user", params={"filter": 'email = "rep1@demo.test"', "fields": "id"}).json()["data"]
    rival = create(page, "competitor", name="Drawn Rival", threat="high", owner_id=rep["id"])
    page.goto("/setup/designer?new=")
    form = page.get_by_role("dialog")
    form.get_by_label("Title").fill("Rivals")
    pick(form, "Records of", "Competitor")
    form.get_by_role("radio", name="One step").click()
    form.get_by_role("button", name="Draw it").click()
    expect(node(page, "/steps/0")).to_contain_text("Manager of Owner")

    node(page, "/steps/0").click()
    page.keyboard.press("+")  # a branch after it, found by typing
    page.get_by_role("dialog").get_by_role("combobox").or_(page.get_by_role("dialog").get_by_role("textbox")).first.press_sequentially("several ways, by")
    page.keyboard.press("Enter")
    expect(node(page, "/steps/1/cases/0")).to_contain_text("Still to be filled in: Condition")
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    refused(complaints)
    panel = page.get_by_role("complementary", name="Form of what is chosen")
    panel.get_by_role("button", name="Write as text").click()
    panel.get_by_role("textbox", name="Condition").fill("threat = 'high'")
    expect(node(page, "/steps/1/cases/0")).to_contain_text("Threat is High")
    page.get_by_role("button", name="Add a step at the beginning").nth(1).click()
    page.get_by_role("option", name="Write into the timeline").click()
    panel.get_by_role("textbox", name="Message").fill("{name} is dangerous")
    expect(page.get_by_role("button", name="Publish")).to_be_enabled()
    refused(complaints)

    node(page, "/steps/1/cases/0/then/0").focus()
    page.keyboard.press("Delete")
    expect(node(page, "/steps/1/cases/0/then/0")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(node(page, "/steps/1/cases/0/then/0")).to_contain_text("{name} is dangerous")
    node(page, "/steps/1/cases/0").focus()
    page.keyboard.press("ArrowUp")
    expect(node(page, "/steps/1")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(node(page, "/steps/0")).to_contain_text("Branch")
    page.keyboard.press("Control+z")
    page.reload()  # what isn't published yet is kept
    expect(node(page, "/steps/1/cases/0/then/0")).to_contain_text("{name} is dangerous")

    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("complementary").get_by_role("textbox", name="Competitor").fill("Drawn")
    page.get_by_role("option", name="Drawn Rival").click()
    expect(node(page, "/steps/1/cases/0/then/0").get_by_role("img", name="passed")).to_be_visible()
    expect(page.get_by_text("The end: Approved")).to_be_visible()
    assert page.request.get(f"/api/v1/records/competitor/{rival}/processes").json()["data"] == []

    publish(page)
    expect(page.get_by_text("Version 1")).to_be_visible()
    node(page, "/steps/0").click()
    page.get_by_role("complementary").get_by_role("textbox", name="Title").fill("Sales manager")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog").get_by_text("Sales manager").first).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2")).to_be_visible()
    page.get_by_role("button", name="Versions").click()
    page.get_by_role("complementary").get_by_role("button", name="Bring back").click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(node(page, "/steps/0")).to_contain_text("Manager")
    expect(page.get_by_text("Version 3")).to_be_visible()
    page.get_by_role("link", name="Automations and approvals").click()
    expect(page.get_by_role("row").filter(has_text="Rivals")).to_contain_text("0 runs")


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.journey("implementer", "draws an approval", on="zh-390")
def test_a_phone_reads_a_drawing_and_changes_it_in_a_sheet(clean: Page, enter: Enter) -> None:
    define(clean, "x_read", "PUT", DRAWN)
    page = enter("admin", "/setup/designer/approval/x_read", language="zh", phone=True)
    expect(node(page, "/steps/0")).to_contain_text("负责人的上级 · 2 天（工作日）")
    node(page, "/steps/0").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="标题").fill("销售经理")
    sheet.get_by_role("button", name="关闭").click()
    expect(node(page, "/steps/0")).to_contain_text("销售经理")
    page.get_by_role("button", name="发布").click()
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(page.get_by_text("版本 2")).to_be_visible()


@pytest.mark.journey("implementer", "draws an automation", on="pl-1440", keyboard=True)
def test_an_automation_is_drawn_by_keys_alone(enter: Enter, complaints: list[str]) -> None:
    page = enter("admin", "/setup/designer/automation/standing_deals", language="pl")
    Keys(page).to(node(page, ""))
    page.keyboard.press("Insert")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("osi czasu")
    page.keyboard.press("Enter")
    expect(node(page, "/steps/0")).to_be_focused()
    expect(node(page, "/steps/0")).to_contain_text("Jeszcze do wypełnienia: Wiadomość")
    page.keyboard.press("Enter")  # into its form, and back
    expect(page.get_by_role("textbox", name="Wiadomość")).to_be_focused()
    page.keyboard.type("Stoi")
    page.keyboard.press("Escape")
    expect(node(page, "/steps/0")).to_be_focused()
    expect(node(page, "/steps/0")).to_contain_text("„Stoi”")
    page.keyboard.press("Alt+ArrowDown")
    expect(node(page, "/steps/1")).to_contain_text("„Stoi”")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    expect(node(page, "/steps/1")).to_contain_text("„Stoi”")
    page.keyboard.press("Control+z")
    expect(node(page, "/steps/0")).to_contain_text("„Stoi”")
    Keys(page).to(page.get_by_role("button", name="Opublikuj"))
    refused(complaints)
