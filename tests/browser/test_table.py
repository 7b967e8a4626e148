"""The table as a spreadsheet: cells chosen in blocks, copied, pasted and filled; groups, figures, columns that stay."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import (
    Enter,
    change,
    create,
    notice,
    offered,
    only_refused,
    questions,
    read,
    row,
    stop_listening,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def cell(page: Page, name: str, column: str) -> Locator:
    """The cell of a record in a column; the name of the record stands in a part of the row of its own."""
    at = page.locator(".ag-row").filter(has_text=name).first.get_attribute("row-index")
    return page.locator(f'.ag-row[row-index="{at}"] .ag-cell[col-id="{column}"]')


def editor(page: Page) -> Locator:
    """Where a value of a cell is typed."""
    return page.locator(".ag-cell-inline-editing input")


def paste(page: Page, text: str) -> None:
    """Paste as from another program: what Excel and Sheets put on the clipboard is tabs and lines."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def workshops(page: Page, word: str, count: int = 3) -> list[str]:
    """Some accounts of a test, in the order of their names."""
    return [create(page, "account", name=f"{word} {n}", phone=f"+48 22 380 20 0{n}", tier="c") for n in range(1, count + 1)]


@pytest.mark.journey("salesperson", "changes a cell of a list", on="en-1440")
def test_keys_walk_edit_and_leave_cells_as_in_a_spreadsheet(enter: Enter) -> None:
    page = enter("rep4", "/")
    first, second, _ = workshops(page, "Keyworks")
    page.goto("/o/account?view=my_accounts&q=Keyworks&sort=name&columns=name,phone,tier,employees")
    cell(page, "Keyworks 1", "tier").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("+48 22 380 20 77")
    with page.expect_response("**/api/v1/records/account/*"):
        page.keyboard.press("Enter")  # saves, and goes on below
    assert read(page, "account", first)["phone"] == "+48 22 380 20 77"
    page.keyboard.press("F2")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("nothing that stays")
    page.keyboard.press("Escape")
    expect(cell(page, "Keyworks 2", "phone")).to_have_class(re.compile("ag-cell-focus"))
    assert read(page, "account", second)["phone"] == "+48 22 380 20 02"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Keyworks 2", "employees")).to_have_class(re.compile("ag-cell-focus"))
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("1,250")
    with page.expect_response("**/api/v1/records/account/*"):
        page.keyboard.press("Tab")
    assert read(page, "account", second)["employees"] == 1250
    page.keyboard.press("Control+z")
    expect(notice(page)).to_contain_text("Undone: Employees")
    assert read(page, "account", second)["employees"] is None


def test_a_block_from_excel_is_read_in_the_words_of_its_reader_and_written_at_once(enter: Enter) -> None:
    page = enter("rep4", "/")
    ids = workshops(page, "Pastry")
    page.goto("/o/account?view=my_accounts&q=Pastry&sort=name&columns=name,phone,tier,employees")
    cell(page, "Pastry 1", "tier").click()
    with page.expect_response("**/api/v1/records/account/bulk") as answer:
        paste(page, "A – strategic\t120\r\nB – important\t1,300\r\nD – occasional\tmany\r\n")
    sent = answer.value.request.post_data_json
    assert [record["version"] for record in sent["records"]] == [1, 1, 1]
    expect(row(page, "Pastry 1").first).to_be_visible()
    wrong = cell(page, "Pastry 3", "employees")
    expect(wrong).to_have_class(re.compile("dg-cell-wrong"))
    wrong.hover()
    expect(page.get_by_text("“many” is no number")).to_be_visible()
    stored = [(found["tier"], found["employees"]) for found in (read(page, "account", id) for id in ids)]
    assert stored == [("a", 120), ("b", 1300), ("d", None)]
    expect(notice(page).last).to_contain_text("5 cells changed")
    page.keyboard.press("Control+z")
    expect(cell(page, "Pastry 2", "tier")).to_contain_text("C")
    stored = [(found["tier"], found["employees"]) for found in (read(page, "account", id) for id in ids)]
    assert stored == [("c", None)] * 3


def test_cells_that_somebody_else_changed_refuse_a_block_and_say_so(enter: Enter) -> None:
    page, other = enter("rep4", "/"), enter("admin", "/")
    stop_listening(page)
    ids = workshops(page, "Stale", 2)
    page.goto("/o/account?view=my_accounts&q=Stale&sort=name&columns=name,phone,employees")
    cell(page, "Stale 1", "employees").click()
    change(other, "account", ids[0], employees=9)
    paste(page, "100\n200")
    expect(cell(page, "Stale 1", "employees")).to_have_class(re.compile("dg-cell-wrong"))
    expect(cell(page, "Stale 1", "employees")).to_contain_text("9")
    assert [read(page, "account", id)["employees"] for id in ids] == [9, 200]


@pytest.mark.journey("marketer", "copies and fills cells", on="en-1440")
def test_a_block_is_chosen_copied_filled_and_emptied(enter: Enter) -> None:
    page = enter("rep4", "/")
    ids = workshops(page, "Filler")
    change(page, "account", ids[0], employees=42)
    page.goto("/o/account?view=my_accounts&q=Filler&sort=name&columns=name,tier,employees")
    cell(page, "Filler 1", "employees").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".dg-cell-chosen")).to_have_count(3)
    page.keyboard.press("Control+c")
    expect(notice(page)).to_contain_text("3 cells copied")
    page.keyboard.press("Control+d")
    expect(cell(page, "Filler 3", "employees")).to_contain_text("42")
    assert [read(page, "account", id)["employees"] for id in ids] == [42, 42, 42]
    with page.expect_response("**/api/v1/records/account/bulk"):
        page.keyboard.press("Delete")
    expect(cell(page, "Filler 3", "employees")).not_to_contain_text("42")
    page.keyboard.press("Escape")
    expect(page.locator(".dg-cell-chosen")).to_have_count(0)


def test_the_handle_of_a_cell_fills_the_cells_below(enter: Enter) -> None:
    page = enter("rep4", "/")
    ids = workshops(page, "Handle")
    change(page, "account", ids[0], tier="a")
    page.goto("/o/account?view=my_accounts&q=Handle&sort=name&columns=name,tier,employees")
    begin, end = cell(page, "Handle 1", "tier"), cell(page, "Handle 3", "tier")
    begin.click()
    box, below = begin.bounding_box(), end.bounding_box()
    assert box and below
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.mouse.move(below["x"] + 30, below["y"] + 12, steps=6)
    with page.expect_response("**/api/v1/records/account/bulk"):
        page.mouse.up()
    expect(end).to_contain_text("A – strategic")
    assert [read(page, "account", id)["tier"] for id in ids] == ["a", "a", "a"]


def test_what_can_not_be_written_looks_so_and_stays(enter: Enter) -> None:
    page = enter("rep4", "/")
    workshops(page, "Closed", 1)
    page.goto("/o/account?view=my_accounts&q=Closed&columns=name,created_at,employees")
    closed = cell(page, "Closed 1", "created_at")
    expect(closed).to_have_class(re.compile("dg-cell-closed"))
    closed.click()
    page.keyboard.press("F2")
    expect(page.locator(".ag-cell-inline-editing")).to_have_count(0)


def test_a_refused_value_is_said_in_its_cell(enter: Enter, complaints: list[str]) -> None:
    page = enter("rep4", "/")
    id = create(page, "account", name="Refuser", website="https://refuser.test")
    page.goto("/o/account?view=my_accounts&q=Refuser&columns=name,website,employees")
    cell(page, "Refuser", "employees").dblclick()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("-5")
    page.keyboard.press("Enter")
    expect(cell(page, "Refuser", "employees")).to_have_class(re.compile("dg-cell-wrong"))
    only_refused(complaints)
    assert read(page, "account", id)["employees"] is None


def test_groups_have_counts_and_figures_and_fold(enter: Enter) -> None:
    page = enter("rep4", "/o/opportunity?view=all_opportunities&group_by=stage&sums=amount,avg:amount,count:owner_id")
    heads = page.locator(".ag-full-width-row")
    first = heads.filter(has_text="Prospecting")
    expect(first).to_contain_text(re.compile(r"Prospecting\s*\d+.*€.*Mean: Amount.*€"))
    expect(page.locator(".ag-row:not(.ag-full-width-row) .ag-cell").first).to_be_visible()
    first.get_by_role("button").click()
    expect(first.get_by_role("button")).to_have_attribute("aria-expanded", "false")
    expect(heads.filter(has_text="Qualification")).to_be_visible()
    foot = page.locator(".ag-grid-pinned-bottom-rows")
    expect(foot).to_contain_text(re.compile(r"\d+ records"))
    expect(foot).to_contain_text("Mean")
    page.get_by_role("button", name="Display").click()
    page.get_by_role("combobox", name="Group by").click()
    offered(page).filter(has_text=re.compile("^Close date$")).click()
    page.get_by_role("combobox", name="Period").click()
    offered(page).filter(has_text="Quarter").click()
    page.keyboard.press("Escape")
    expect(heads.filter(has_text=re.compile(r"Quarter \d, 20\d\d")).first).to_be_visible()
    expect(page).to_have_url(re.compile("group_by=close_date%3Aquarter"))


def test_figures_below_follow_the_filter(enter: Enter) -> None:
    page = enter("rep4", "/")
    create(page, "opportunity", name="Figure one", amount={"amount": 100, "currency": "EUR"})
    create(page, "opportunity", name="Figure two", amount={"amount": 300, "currency": "EUR"})
    page.goto('/o/opportunity?view=all_opportunities&sums=amount,avg:amount,max:amount&filter=STARTS_WITH(name, "Figure ")')
    foot = page.locator(".ag-grid-pinned-bottom-rows")
    expect(foot).to_contain_text("€400")
    expect(foot).to_contain_text("€200")
    expect(foot).to_contain_text("€300")
    page.goto('/o/opportunity?view=all_opportunities&sums=amount&filter=name = "Figure one"')
    expect(foot).to_contain_text("€100")


def test_widths_order_and_frozen_columns_belong_to_the_view(enter: Enter) -> None:
    page = enter("rep4", "/o/account?view=all_accounts")
    head = page.get_by_role("columnheader", name="Kind").first
    expect(head).to_be_visible()
    box = head.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 89, box["y"] + 12, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"widths=kind(~|%7E)\d+"))
    head.hover()
    page.get_by_role("button", name="Menu of Kind").click()
    page.get_by_role("menuitem", name="Freeze up to here").click()
    expect(page).to_have_url(re.compile(r"frozen=\d"))
    expect(page.locator('.ag-header .ag-grid-pinned-left-cells [col-id="kind"]')).to_be_visible()
    page.get_by_role("button", name="Display").click()
    page.get_by_text("Compact", exact=True).click()
    expect(page).to_have_url(re.compile("density=compact"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save as…").click()
    page.get_by_role("textbox", name="Name of the view").fill("Wide kinds")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Unsaved changes")).to_have_count(0)
    page.reload()
    expect(page.locator('.ag-header .ag-grid-pinned-left-cells [col-id="kind"]')).to_be_visible()
    box = page.get_by_role("columnheader", name="Kind").first.bounding_box()
    assert box and box["width"] > 200
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete the view").click()
    expect(notice(page)).to_contain_text("View deleted")


def test_a_wide_table_scrolls_in_its_own_frame_and_the_name_stays(enter: Enter) -> None:
    page = enter("rep4", "/o/contact?view=all_contacts")
    name = page.locator('.ag-row .ag-grid-pinned-left-cells .ag-cell[col-id="name"]').first
    expect(name).to_be_visible()
    before = name.bounding_box()
    page.locator(".ag-grid-viewport").hover()
    page.mouse.wheel(600, 0)
    expect(page.get_by_role("columnheader", name=re.compile("Last changed|Changed")).first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert name.bounding_box() == before


def test_the_list_is_where_it_was_when_one_returns(enter: Enter) -> None:
    page = enter("rep4", "/o/contact?view=all_contacts")
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    body = page.locator(".ag-grid-viewport")
    body.evaluate("body => body.scrollTo(0, 3000)")
    expect(page.locator('.ag-row[row-index="88"]').first).to_be_visible()
    page.locator('.ag-row[row-index="88"] a').first.hover()
    page.locator('.ag-row[row-index="88"]').get_by_role("button", name="Open the page").click()
    expect(page).to_have_url(re.compile(r"/o/contact/[0-9a-f-]{36}"))
    page.go_back()
    expect(page.locator('.ag-row[row-index="88"]').first).to_be_visible()


def set_aside(asked: list[str]) -> list[str]:
    """Without the one question that only people ask who have something to decide."""
    return [one for one in asked if one != "GET tasks"]


def test_a_list_asks_a_fixed_number_of_questions(enter: Enter) -> None:
    page = enter("rep4", "/")
    stop_listening(page)
    page.evaluate("localStorage.removeItem('dougong:first')")  # what another test has left
    with questions(page) as asked:
        page.goto("/o/opportunity?view=my_open_opportunities")
        expect(page.locator(".ag-grid-pinned-bottom-rows")).to_contain_text("€")
        page.wait_for_load_state("networkidle")
    questions_of_list = ["GET live", "GET me", "GET records/notification", "GET records/opportunity", "GET records/opportunity", "GET ui", "POST query"]
    assert sorted(set_aside(asked)) == questions_of_list
    with questions(page) as asked:
        page.goto("/o/opportunity?view=my_open_opportunities")
        expect(page.locator(".ag-grid-pinned-bottom-rows")).to_contain_text("€")
        page.wait_for_load_state("networkidle")
    assert asked[:3] == ["GET me", "GET ui", "GET records/opportunity"]  # what it began with before, and nothing twice
    assert sorted(set_aside(asked)) == questions_of_list
