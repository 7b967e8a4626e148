"""Lists: what stands in them, how they are narrowed, kept, and changed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.journeys import (
    Enter,
    change,
    create,
    drag,
    find,
    notice,
    offered,
    only_refused,
    own_nothing,
    pick,
    read,
    row,
    stop_listening,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_list_opens_with_the_records_of_its_reader(enter: Enter, phone: bool) -> None:
    page = enter("rep4", "/o/account", phone=phone)
    shown = page.get_by_role("listitem") if phone else page.get_by_role("row")
    expect(shown.nth(3)).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d{3} records"))).to_be_visible()


@pytest.mark.journey("salesperson", "filters a list", on="en-1440")
def test_filters_are_picked_and_written_in_step(enter: Enter) -> None:
    page = enter("rep4", "/o/opportunity?view=all_opportunities")
    page.get_by_role("button", name="Filter", exact=True).click()
    pick(page, "Field", "Account › Industry")
    pick(page, "Industry", "Software")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Condition", exact=True).click()
    pick(page, "Field", "Close date")
    pick(page, "Operator", "is within the past")
    expect(page).to_have_url(re.compile("IN_LAST"))
    page.get_by_role("button", name="Group", exact=True).click()
    pick(page, "Field", "Owner")
    pick(page, "Operator", "is me or reports to me")
    page.get_by_role("button", name="Write as text").click()
    text = page.get_by_role("textbox", name="Filter as an expression")
    expect(text).to_have_value(re.compile(r'account.industry IN \("software"\) AND IN_LAST\(close_date, 7, "day"\) AND .*owner_id = ME\(\) OR owner_id.manager = ME\(\)'))
    text.fill("owner_id = ME() OR owner_id.manager = ME()")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("button", name="Pick conditions").click()
    expect(page.get_by_role("combobox", name="Operator")).to_have_value("is me or reports to me")
    page.get_by_role("button", name="Write as text").click()
    text.fill("amount > probability * 100")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("This filter says more than can be picked")).to_be_visible()


def test_a_filter_begins_in_the_head_of_a_column(enter: Enter) -> None:
    page = enter("rep4", "/o/account?view=all_accounts")
    page.get_by_role("columnheader", name="Kind").hover()
    page.get_by_role("button", name="Menu of Kind").click()
    page.get_by_role("menuitem", name="Filter by this").click()
    pick(page, "Kind", "Competitor")
    expect(page).to_have_url(re.compile("filter=kind"))
    expect(page.get_by_role("gridcell", name="Customer", exact=True)).to_have_count(0)


@pytest.mark.journey("manager", "shares a view with everybody", on="en-1440")
def test_a_view_is_shared_locked_and_what_lists_open_with(enter: Enter) -> None:
    page, other = enter("rep4", "/o/contact?view=all_contacts&group_by=owner_id"), enter("admin", "/")
    page.get_by_role("button", name="Save as…").click()
    page.get_by_role("textbox", name="Name of the view").fill("By owner")
    page.get_by_text("Everybody", exact=True).click()
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("View saved: By owner")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Lock the view").click()
    expect(page.get_by_role("navigation", name="Views").get_by_label("Locked")).to_be_visible()
    page.goto(page.url + "&density=compact")
    expect(page.get_by_role("button", name="Save as…")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Open lists with this view").click()
    expect(notice(page).last).to_contain_text("Lists open with: By owner")
    page.goto("/o/contact")
    current = page.get_by_role("navigation", name="Views").locator("[aria-current=page]")
    expect(current).to_contain_text("By owner")

    other.goto("/o/contact")
    shared = other.get_by_role("navigation", name="Views")
    expect(shared.get_by_text("By owner")).to_be_visible()
    expect(shared.locator("[aria-current=page]")).not_to_contain_text("By owner")
    shared.get_by_text("By owner").click()
    other.get_by_role("button", name="More").click()
    expect(other.get_by_role("menuitem", name="Open lists with this view")).to_be_visible()
    expect(other.get_by_role("menuitem", name="Delete the view")).to_have_count(0)

    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Don't open lists with this view").click()
    expect(notice(page).last).to_contain_text("Lists open as for everybody")
    page.goto("/o/contact")
    expect(current).not_to_contain_text("By owner")


@pytest.mark.parametrize("view", ["my_accounts", "all_accounts", "recent_accounts"])
def test_the_columns_of_accounts_fit_the_screen(enter: Enter, view: str) -> None:
    page = enter("rep4", "/")
    name = f"A {view.removesuffix('_accounts').title()} Broadside"
    create(page, "account", name=name)
    page.goto(f"/o/account?view={view}")
    expect(row(page, name).first).to_be_visible()
    last = page.get_by_role("columnheader").last.bounding_box()
    assert last and last["x"] + last["width"] <= 1440


def test_whoever_owns_nothing_is_led_to_all_records(enter: Enter) -> None:
    page = enter("admin")
    own_nothing(page, "contact")
    page.goto("/o/contact")
    expect(page.get_by_role("heading", name="No records fit")).to_be_visible()
    page.get_by_role("button", name="Show “All contacts”").click()
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    expect(page).to_have_url(re.compile("view=all_contacts$"))


def test_two_changes_of_a_list_in_one_moment_both_hold(enter: Enter) -> None:
    page = enter("rep4", "/o/account?view=all_accounts")
    page.get_by_role("button", name="Columns", exact=True).click()
    hide = page.get_by_role("button", name="Hide Phone").element_handle()
    sort = page.get_by_role("button", name="Kind", exact=True).element_handle()
    page.evaluate("both => both.forEach(button => button.click())", [hide, sort])
    expect(page.get_by_role("columnheader", name="Phone")).to_have_count(0)
    expect(page).to_have_url(re.compile("sort=kind"))


@pytest.mark.journey("salesperson", "changes a cell of a list", on="pl-1440")
def test_a_cell_is_changed_where_it_stands_and_changed_back(enter: Enter) -> None:
    page = enter("rep3", "/")
    id = create(page, "account", name="Warsztat Komórka", phone="+48 22 380 10 99", tier="c")
    page.goto("/o/account?view=my_accounts&q=Komórka")
    cell = row(page, "Warsztat Komórka").get_by_role("gridcell", name="C – zwykły")
    cell.dblclick()
    with page.expect_response("**/api/v1/records/account/*"):
        offered(page).filter(has_text="A – strategiczny").click()
    expect(row(page, "Warsztat Komórka")).to_contain_text("A – strategiczny")
    assert read(page, "account", id)["tier"] == "a"
    page.keyboard.press("Control+z")
    expect(row(page, "Warsztat Komórka")).to_contain_text("C – zwykły")


def test_cells_that_two_people_change_are_not_overwritten_in_silence(enter: Enter, complaints: list[str]) -> None:
    page, other = enter("manager2", "/"), enter("admin", "/")
    stop_listening(page)
    id = create(page, "account", name="Wspólna Lista", phone="+48 22 380 10 99", tier="c")
    page.goto("/o/account?view=all_accounts&q=Wspólna Lista")
    line = row(page, "Wspólna Lista")
    expect(line).to_contain_text("C – zwykły")
    change(other, "account", id, tier="b", phone="+48 22 380 10 11")
    line.get_by_role("gridcell", name="C – zwykły").dblclick()
    offered(page).filter(has_text="A – strategiczny").click()
    asked = page.get_by_role("dialog", name="Zmienione przez dwie osoby")
    expect(asked.get_by_role("radio", name="Moje")).to_contain_text("A – strategiczny")
    expect(asked.get_by_role("radio", name="Drugiej osoby")).to_contain_text("B – ważny")
    only_refused(complaints, 412)
    assert read(page, "account", id)["tier"] == "b"
    asked.get_by_role("radio", name="Drugiej osoby").click()
    asked.get_by_role("button", name="Zapisz wybrane wartości").click()
    expect(line).to_contain_text("B – ważny")
    expect(line).to_contain_text("22 380 10 11")

    change(other, "account", id, phone="+48 22 380 10 22")
    line.get_by_role("gridcell", name="B – ważny").dblclick()
    offered(page).filter(has_text="D – sporadyczny").click()
    expect(line).to_contain_text("22 380 10 22")  # changes of other fields join
    expect(line).to_contain_text("D – sporadyczny")
    only_refused(complaints, 412)
    stored = read(page, "account", id)
    assert (stored["tier"], stored["phone"]) == ("d", "+48 22 380 10 22")
    page.keyboard.press("Control+z")
    expect(line).to_contain_text("B – ważny")


@pytest.mark.journey("manager", "assigns several records", on="pl-1440")
def test_chosen_records_are_changed_and_given_away_together(enter: Enter) -> None:
    page = enter("manager2", "/")
    ids = [create(page, "account", name=f"Zbiorczo {n}", industry="retail") for n in (1, 2, 3)]
    page.goto("/o/account?view=all_accounts&q=Zbiorczo")
    for name in ("Zbiorczo 1", "Zbiorczo 2"):
        row(page, name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Edytuj pole").click()
    pick(page.get_by_role("dialog"), "Pole", "Branża")
    pick(page.get_by_role("dialog"), "Branża", "Energetyka")
    page.get_by_role("button", name="Zastosuj").click()
    expect(notice(page)).to_contain_text("2 rekordy")
    expect(page.get_by_role("gridcell", name="Energetyka")).to_have_count(2)

    for name in ("Zbiorczo 1", "Zbiorczo 3"):
        row(page, name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Przydziel").click()
    find(page.get_by_role("dialog"), "Właściciel", "Anna", "Anna Kowalska")
    page.get_by_role("button", name="Zastosuj").click()
    expect(page.get_by_role("gridcell", name="Anna Kowalska")).to_have_count(2)
    assert [read(page, "account", id)["industry"] for id in ids] == ["energy", "energy", "retail"]


def test_deleted_records_come_back_on_request(enter: Enter) -> None:
    page = enter("admin", "/")
    create(page, "contact", last_name="Undone", first_name="Una")
    page.goto("/o/contact?view=my_contacts&q=Undone")
    row(page, "Undone").get_by_role("checkbox").check()
    page.get_by_role("toolbar", name="Tools for the selected records").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No records fit")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Undone")).to_be_visible()


def test_a_word_in_chinese_finds_in_the_list(enter: Enter) -> None:
    page = enter("rep1", "/")
    create(page, "account", name="星火测试仪器")
    page.goto("/o/account")
    page.get_by_role("textbox", name="在列表中查找").fill("星火测试")
    expect(page.get_by_text("1 条记录")).to_be_visible()
    expect(row(page, "星火测试仪器")).to_be_visible()


def test_a_month_of_activities_is_moved_by_mouse(enter: Enter) -> None:
    page = enter("rep4", "/")
    id = create(page, "activity", kind="task", subject="Tune the crane", due_at="2031-05-14T08:00:00Z")
    page.goto("/o/activity?view=my_activities&form=calendar&month=2031-05")
    expect(page.get_by_role("heading", name="May 2031")).to_be_visible()
    drag(page, page.get_by_role("button", name="Tune the crane"), page.get_by_role("region", name="21 May 2031"))
    expect(page.get_by_role("region", name="21 May 2031")).to_contain_text("Tune the crane")
    expect(notice(page)).to_contain_text("Tune the crane moved to 21 May 2031")
    page.reload()
    expect(page.get_by_role("region", name="21 May 2031")).to_contain_text("Tune the crane")
    assert read(page, "activity", id)["due_at"].startswith("2031-05-21T08:00")
    page.get_by_role("button", name="Next month").click()
    expect(page.get_by_role("heading", name="June 2031")).to_be_visible()


def test_the_filter_of_a_view_can_be_taken_away(enter: Enter) -> None:
    page = enter("rep4", "/o/account?view=strategic_accounts")
    few, many = page.get_by_text(re.compile(r"^\d{1,2} records$")), page.get_by_text(re.compile(r"^\d{3} records$"))
    expect(few).to_be_visible()
    page.get_by_role("button", name="Filter: 1").click()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(many).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(few).to_be_visible()


@pytest.mark.journey("marketer", "changes many records at once", on="pl-1440")
def test_all_that_a_list_finds_is_changed_by_a_job_and_put_back(enter: Enter) -> None:
    page = enter("manager2", "/")
    ids = [create(page, "account", name=f"Hurtowo {n}", industry="retail") for n in (1, 2, 3)]
    page.goto('/o/account?view=all_accounts&filter=STARTS_WITH(name, "Hurtowo")')
    row(page, "Hurtowo 1").get_by_role("checkbox").check()
    page.get_by_role("button", name="Zaznacz wszystkie: 3").click()
    page.get_by_role("button", name="Edytuj pole").click()
    pick(page.get_by_role("dialog"), "Pole", "Branża")
    pick(page.get_by_role("dialog"), "Branża", "Energetyka")
    with page.expect_response("**/api/v1/records/account/bulk-jobs") as begun:
        page.get_by_role("button", name="Zastosuj").click()
    assert begun.value.request.post_data_json["filter"] == 'STARTS_WITH(name, "Hurtowo")'
    expect(notice(page)).to_contain_text("3 rekordy")
    assert [read(page, "account", id)["industry"] for id in ids] == ["energy"] * 3
    page.get_by_role("button", name="Cofnij").click()
    expect(page.get_by_role("gridcell", name="Energetyka")).to_have_count(0)
    assert [read(page, "account", id)["industry"] for id in ids] == ["retail"] * 3
