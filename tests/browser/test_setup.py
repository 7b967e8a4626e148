"""Setup: an object is built by clicks, a module is switched off and on, a language changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, find, offered, pick

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def add_field(page: Page, kind: str, label: str) -> None:
    """Open the form of a new field of that kind, with its label."""
    page.get_by_role("button", name="New field").first.click()
    page.get_by_role("dialog").get_by_role("button").filter(has_text=kind).first.click()
    page.get_by_role("dialog").get_by_role("textbox", name="Label").first.fill(label)


def apply(page: Page) -> None:
    """Look at what would be done, and do it."""
    page.get_by_role("dialog").get_by_role("button", name="Continue").click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.journey("implementer", "builds an object", on="en-1440")
def test_an_object_is_built_by_clicks_and_used_at_once(enter: Enter) -> None:
    page = enter("admin", "/setup")
    page.get_by_role("button", name="New object").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Label").fill("Berth")
    page.get_by_role("dialog").get_by_role("textbox", name="Plural").fill("Berths")
    apply(page)
    expect(page.get_by_role("navigation").get_by_role("link", name="Berths").first).to_be_visible()

    add_field(page, "Text", "Quay")
    apply(page)
    add_field(page, "Choice", "Depth")
    for place, word in enumerate(("Shallow", "Deep")):
        page.get_by_role("button", name="Add option").click()
        page.get_by_role("dialog").get_by_role("listitem").nth(place).get_by_role("textbox").fill(word)
    apply(page)
    add_field(page, "Reference", "Tenant")
    pick(page.get_by_role("dialog"), "Leads to", "Account")
    apply(page)

    page.get_by_role("navigation").get_by_role("link", name="Berths").first.click()
    page.get_by_role("button", name="New: Berth").click()
    form = page.get_by_role("dialog", name="New Berth")
    form.get_by_role("textbox", name="Name").fill("Berth 12")
    form.get_by_role("textbox", name="Quay").fill("North")
    pick(form, "Depth", "Deep")
    find(form, "Tenant", "As", "Ashford")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("row").filter(has_text="Berth 12")).to_contain_text("Deep")


SALES_AND_WHAT_NEEDS_IT = ("Assignment", "Public pool", "Knowledge", "Documents", "Sales")


def switch(page: Page, module: str, to: str) -> None:
    """Switch a module on or off on the page of modules."""
    card = page.get_by_role("article", name=module)
    card.get_by_role("button", name=f"Switch {to}").click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(card.get_by_role("button", name="Switch off" if to == "on" else "Switch on")).to_be_visible()


@pytest.mark.journey("administrator", "switches a module off and on", on="en-1440")
def test_a_module_that_is_switched_off_leaves_the_menu_and_comes_back(enter: Enter) -> None:
    page, reader = enter("admin", "/setup/modules"), enter("rep3")
    menu = reader.get_by_role("navigation")
    expect(menu.get_by_role("link", name="Leady")).to_be_visible()
    reader.wait_for_load_state("networkidle")  # what its home asks for is answered while the module is on
    for module in SALES_AND_WHAT_NEEDS_IT:
        switch(page, module, "off")
    reader.reload()
    expect(menu.get_by_role("link", name="Działania")).to_be_visible()
    expect(menu.get_by_role("link", name="Leady")).to_have_count(0)
    reader.wait_for_load_state("networkidle")

    for module in reversed(SALES_AND_WHAT_NEEDS_IT):
        switch(page, module, "on")
    reader.reload()
    expect(menu.get_by_role("link", name="Leady")).to_be_visible()


def test_a_home_page_asks_for_no_names_of_a_module_that_is_switched_off(enter: Enter) -> None:
    page, reader = enter("admin", "/setup/modules"), enter("rep4")
    mine = reader.get_by_role("region", name="My activities")
    about = create(reader, "opportunity", name="Deal at home", account=create(reader, "account", name="Account at home"))
    subjects = [f"Ask again {n}" for n in range(4)]
    for subject in subjects:
        deal = {"object": "opportunity", "id": about}
        create(reader, "activity", kind="task", subject=subject, due_at="2020-01-01T08:00:00Z", about=deal)
    asked: list[str] = []
    reader.goto("about:blank")  # what it still asks for is not counted
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto("/")
    expect(mine.get_by_role("link", name="Deal at home")).to_have_count(4)
    reader.wait_for_load_state("networkidle")
    assert [url for url in asked if "/records/opportunity/" in url] == []
    assert len([url for url in asked if "/records/opportunity?" in url and "id+IN" in url]) == 1

    for module in SALES_AND_WHAT_NEEDS_IT:
        switch(page, module, "off")
    asked.clear()
    reader.reload()
    expect(mine.get_by_role("link", name="Ask again").first).to_be_visible()
    reader.wait_for_load_state("networkidle")
    expect(mine.get_by_role("link", name="Deal at home")).to_have_count(0)
    assert [url for url in asked if "/records/opportunity" in url] == []

    for module in reversed(SALES_AND_WHAT_NEEDS_IT):
        switch(page, module, "on")


@pytest.mark.journey("salesperson", "changes the language", on="zh-1440")
def test_the_profile_changes_the_language_of_every_page(enter: Enter) -> None:
    page = enter("manager1", "/setup/profile")
    page.get_by_role("combobox", name="语言").click()
    offered(page).filter(has_text="Polski").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Szanse sprzedaży")).to_be_visible()
    expect(page.get_by_role("heading", name="Język i czas")).to_be_visible()
    page.get_by_role("combobox", name="Język").click()
    offered(page).filter(has_text="简体中文").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="商机")).to_be_visible()


def test_objects_are_listed_with_the_titles_of_their_modules(enter: Enter) -> None:
    page = enter("admin", "/setup/objects")
    expect(page.get_by_role("row").filter(has_text="price_book_entry")).to_contain_text("Products")


@pytest.mark.journey("administrator", "reads the log", on="en-1440")
def test_the_log_tells_who_did_what_and_is_narrowed_down(enter: Enter) -> None:
    enter("rep2")
    page = enter("admin", "/setup/log?kind=sign_in")
    name = page.request.get("/api/v1/records/user?filter=email = 'rep2@demo.test'&fields=name").json()["data"][0]["name"]
    log = page.get_by_role("table", name="Log")
    expect(log.get_by_role("row").filter(has_text=name).first).to_contain_text("Signed in")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert "sign_in,begun" in Path(download.value.path()).read_text("utf-8")
    pick(page, "What happened", "Exports")
    expect(log.get_by_role("row").nth(1)).to_contain_text("Exported this log")


def test_what_lists_open_with_is_chosen_by_role(enter: Enter) -> None:
    page = enter("admin", "/setup/objects/document?tab=opening")
    choice = page.get_by_role("combobox", name="Lists of Sales Europe open with")
    choice.click()
    page.get_by_role("option", name="By kind").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(choice).to_have_value("By kind")
    expect(enter("rep4", "/o/document").get_by_role("region", name="Contract", exact=True)).to_be_visible()
    page.get_by_role("row").filter(has=choice).locator("button").last.click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(choice).to_have_value("")
    assert "default_for" not in page.request.get("/api/v1/meta/view/documents_by_kind").json()["definition"]
