"""A record: made, looked at, talked about, changed by two people at once, and brought back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.journeys import Enter, change, create, find, offered, only_refused, read, stop_listening

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.journey("salesperson", "makes a record and is told what it lacks", on="en-1440")
def test_a_record_lacking_what_it_needs_says_so_beside_the_field(enter: Enter, complaints: list[str]) -> None:
    page = enter("rep4", "/o/opportunity")
    create(page, "account", name="Quayside Cranes")
    page.get_by_role("button", name="Opportunity", exact=True).click()
    form = page.get_by_role("dialog", name="New Opportunity")
    form.get_by_role("button", name="Create").click()
    name = form.get_by_role("textbox", name="Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    expect(form.locator("[data-field=name]")).to_contain_text("This is needed")
    only_refused(complaints)
    name.fill("Two quay cranes")
    find(form, "Account", "Qu", "Quayside Cranes")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("row").filter(has_text="Two quay cranes")).to_contain_text("Quayside Cranes")


@pytest.mark.journey("salesperson", "changes a field where it stands", on="pl-1440")
def test_a_field_is_changed_where_it_stands(enter: Enter) -> None:
    page = enter("rep3")
    id = create(page, "account", name="Odlewnia Pole", tier="d")
    page.goto(f"/o/account/{id}")
    phone = page.get_by_role("tabpanel").get_by_role("group", name="Telefon")
    phone.get_by_role("button", name="Edytuj: Telefon").click()
    phone.get_by_role("textbox").fill("22 380 10 55")
    page.keyboard.press("Enter")
    expect(phone).to_contain_text("22 380 10 55")
    tier = page.get_by_role("tabpanel").get_by_role("group", name="Klasa")
    tier.dblclick()
    offered(page).filter(has_text="B – ważny").click()
    expect(tier).to_contain_text("B – ważny")
    expect(tier).to_contain_text("Zapisano")
    assert read(page, "account", id)["tier"] == "b"


@pytest.mark.journey("salesperson", "writes into the timeline", on="zh-1440")
def test_a_call_is_logged_and_stands_in_the_timeline(enter: Enter) -> None:
    page = enter("rep1")
    id = create(page, "account", name="电话记录公司")
    page.goto(f"/o/account/{id}")
    side = page.get_by_role("complementary", name="动态")
    side.get_by_role("button", name="电话", exact=True).click()
    side.get_by_role("textbox", name="主题").fill("询问交货期")
    page.keyboard.press("Control+Enter")
    expect(side.get_by_role("listitem").filter(has_text="询问交货期")).to_be_visible()
    side.get_by_role("button", name="备注", exact=True).click()
    side.get_by_role("textbox", name="主题").fill("客户偏好周三拜访")
    side.get_by_role("button", name="记录").click()
    expect(side.get_by_role("listitem").filter(has_text="客户偏好周三拜访")).to_be_visible()


@pytest.mark.journey("salesperson", "makes a related record", on="en-1440")
def test_a_related_record_is_made_where_it_belongs(enter: Enter) -> None:
    page = enter("rep4")
    id = create(page, "account", name="Related Works")
    page.goto(f"/o/account/{id}")
    contacts = page.get_by_role("region", name="Contacts", exact=True)
    contacts.get_by_role("button", name="New Contact").click()
    form = page.get_by_role("dialog", name="New Contact")
    form.get_by_role("textbox", name="Family name").fill("Relative")
    form.get_by_role("button", name="Create").click()
    expect(contacts.get_by_role("link", name="Relative")).to_be_visible()
    expect(contacts).to_contain_text("1")


def test_two_people_who_change_a_cell_of_a_related_list_are_asked_too(enter: Enter, complaints: list[str]) -> None:
    page, other = enter("rep4"), enter("admin")
    stop_listening(page)
    account = create(page, "account", name="Related Conflict")
    id = create(page, "contact", last_name="Shared", account=account, job_title="Buyer")
    page.goto(f"/o/account/{account}")
    cell = page.get_by_role("region", name="Contacts", exact=True).get_by_role("cell").filter(has_text="Buyer")
    expect(cell).to_be_visible()
    change(other, "contact", id, job_title="Head of purchasing")
    cell.click()
    page.get_by_role("region", name="Contacts", exact=True).get_by_role("textbox").fill("Engineer")
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog", name="Changed by two people")
    expect(asked.get_by_role("radio", name="Theirs")).to_contain_text("Head of purchasing")
    only_refused(complaints, 412)
    asked.get_by_role("button", name="Keep all of theirs").click()
    expect(page.get_by_role("region", name="Contacts", exact=True)).to_contain_text("Head of purchasing")
    assert read(page, "contact", id)["job_title"] == "Head of purchasing"


@pytest.mark.journey("manager", "chooses between two changes of a field", on="pl-1440")
def test_two_people_who_change_the_same_field_are_asked_whose_to_keep(enter: Enter, complaints: list[str]) -> None:
    first, second = enter("manager2"), enter("admin")
    stop_listening(first)
    stop_listening(second)
    id = create(first, "account", name="Wspólna Fabryka", legal_name="before")
    first.goto(f"/o/account/{id}")
    second.goto(f"/o/account/{id}")
    theirs = first.get_by_role("group", name="Pełna nazwa")
    mine = second.get_by_role("group", name="Legal name")
    mine.dblclick()
    mine.get_by_role("textbox").fill("from the administrator")
    theirs.dblclick()
    theirs.get_by_role("textbox").fill("od kierownika")
    first.keyboard.press("Enter")
    expect(theirs).to_contain_text("od kierownika")
    second.keyboard.press("Enter")
    asked = second.get_by_role("dialog", name="Changed by two people")
    expect(asked).to_contain_text("Tomasz Wiśniewski changed this record while you were editing it")
    expect(asked.get_by_role("radio", name="Mine")).to_contain_text("from the administrator")
    only_refused(complaints, 412)
    asked.get_by_role("radio", name="Theirs").click()
    asked.get_by_role("button", name="Save the chosen values").click()
    expect(mine).to_contain_text("od kierownika")
    assert read(second, "account", id)["legal_name"] == "od kierownika"


@pytest.mark.journey("salesperson", "converts a lead", on="en-1440")
def test_a_lead_becomes_an_account_a_contact_and_a_deal(enter: Enter) -> None:
    page = enter("rep4")
    id = create(page, "lead", last_name="Convertible", first_name="Carla", company="Cabrio Ltd", email="carla@cabrio.test")
    page.goto(f"/o/lead/{id}")
    page.get_by_role("button", name="Convert", exact=True).click()
    form = page.get_by_role("dialog", name="Convert")
    form.get_by_role("textbox", name="Name of the opportunity").fill("Roof presses")
    form.get_by_role("button", name="Convert").click()
    expect(form.get_by_role("link", name="Cabrio Ltd")).to_be_visible()
    form.get_by_role("link", name="Roof presses").click()
    expect(page.get_by_role("heading", name="Roof presses")).to_be_visible()
    expect(page.get_by_role("link", name="Cabrio Ltd").first).to_be_visible()


@pytest.mark.journey("salesperson", "finds a customer in the palette", "runs a command of the palette", on="zh-1440")
def test_the_palette_finds_records_and_runs_commands_in_chinese(enter: Enter) -> None:
    page = enter("rep2")
    create(page, "account", name="云帆搜索样机厂")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.keyboard.press("Control+k")
    words = page.get_by_role("combobox", name="搜索与命令")
    words.fill("云帆搜索")
    expect(page.get_by_role("option", name="云帆搜索样机厂")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="云帆搜索样机厂")).to_be_visible()
    page.keyboard.press("Control+k")
    words.fill("> 新建联系人")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="新建联系人")).to_be_visible()
