"""On a phone: the same work with one thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.support.journeys import Enter, create, only_refused, pick, read

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.journey("salesperson", "makes a record and is told what it lacks", on="en-390")
def test_a_contact_is_made_and_opened(enter: Enter, complaints: list[str]) -> None:
    page = enter("rep4", "/o/contact", phone=True)
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New Contact")
    form.get_by_role("button", name="Create").click()
    expect(form.get_by_role("alert")).to_be_visible()
    only_refused(complaints)
    form.get_by_role("textbox", name="Family name").fill("Thumbelina")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Thumbelina")).to_be_visible()


@pytest.mark.journey("salesperson", "moves a deal along its path", "says why a deal was lost", on="pl-390")
def test_a_deal_moves_by_its_steps_and_says_why_it_was_lost(enter: Enter, complaints: list[str]) -> None:
    page = enter("rep3", phone=True)
    id = create(page, "opportunity", name="Dźwig w kieszeni")
    page.goto(f"/o/opportunity/{id}")
    steps = page.get_by_role("list", name="Etap")
    steps.get_by_role("button", name="Przegrana").click()
    asked = page.get_by_role("dialog")
    pick(asked, "Powód przegranej", "Cena")
    asked.get_by_role("button", name="Zapisz").click()
    expect(steps.locator("[aria-current=step]")).to_have_text("Przegrana")
    only_refused(complaints)
    assert read(page, "opportunity", id)["lost_reason"] == "price"


@pytest.mark.journey("salesperson", "writes into the timeline", on="zh-390")
def test_a_visit_is_written_down_on_the_way_out(enter: Enter) -> None:
    page = enter("rep2", phone=True)
    id = create(page, "account", name="外出拜访工厂")
    page.goto(f"/o/account/{id}")
    page.get_by_role("tab", name="动态").click()
    page.get_by_role("button", name="会议", exact=True).click()
    page.get_by_role("textbox", name="主题").fill("参观了二号车间")
    page.get_by_role("button", name="记录").click()
    expect(page.get_by_role("listitem").filter(has_text="参观了二号车间")).to_be_visible()


@pytest.mark.journey("salesperson", "finds a customer in the palette", on="zh-390")
def test_the_search_finds_a_record(enter: Enter) -> None:
    page = enter("rep2", phone=True)
    create(page, "account", name="掌上搜索公司")
    page.get_by_role("navigation", name="主菜单").get_by_role("button", name="搜索").click()
    page.get_by_role("combobox").fill("掌上搜索")
    page.get_by_role("option", name="掌上搜索公司").click()
    expect(page.get_by_role("heading", name="掌上搜索公司")).to_be_visible()


@pytest.mark.journey("salesperson", "looks at the calendar", on="en-390")
def test_the_days_of_a_month_stand_one_below_the_other(enter: Enter) -> None:
    page = enter("rep4", phone=True)
    create(page, "activity", kind="call", subject="Ring the harbour", due_at="2032-02-10T09:00:00Z")
    page.goto("/o/activity?view=my_activities&form=calendar&month=2032-01")
    expect(page.get_by_text("No records fit")).to_be_visible()
    page.get_by_role("button", name="Next month").click()
    expect(page.get_by_role("heading", name="Tuesday 10 February")).to_be_visible()
    page.get_by_role("button", name="Ring the harbour").click()
    expect(page.get_by_role("heading", name="Ring the harbour")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Tuesday 10 February")).to_be_visible()


def test_what_is_noted_before_the_timeline_has_come_stands_in_it(enter: Enter) -> None:
    page = enter("rep2", phone=True)
    id = create(page, "account", name="时间线很慢的客户")
    held: list[Route] = []
    page.route("**/timeline**", lambda route: route.continue_() if held else held.append(route))
    page.goto(f"/o/account/{id}")
    page.get_by_role("tab", name="动态").click()
    page.get_by_role("button", name="会议", exact=True).click()
    page.get_by_role("textbox", name="主题").fill("谈了新的订单")
    page.get_by_role("button", name="记录").click()
    expect(page.get_by_role("listitem").filter(has_text="谈了新的订单")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
