"""Work without a mouse: every journey here is gone with keys alone, and the focus is seen at every stop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import create, notice, only_refused, read
from tests.support.keyboard import Keys, watch_the_mouse
from tests.support.screens import Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


@pytest.mark.journey("salesperson", "changes a cell of a list", on="zh-1440", keyboard=True)
@pytest.mark.journey("manager", "assigns several records", on="zh-1440", keyboard=True)
@pytest.mark.journey("marketer", "changes many records at once", "copies and fills cells", on="zh-1440", keyboard=True)
def test_cells_are_changed_and_records_assigned(screen: Screen) -> None:
    page, say = screen.enter(who="manager"), screen.say
    keys = Keys(page)
    ids = [create(page, "account", name=f"键盘 {n}", employees=n) for n in (1, 2, 3)]
    page.goto("/o/account?view=my_accounts&q=键盘&sort=name&columns=name,employees,industry,owner_id")
    cells = page.locator('.ag-cell[col-id="employees"]')
    expect(cells.first).to_have_text("1")
    keys.to(page.locator(".ag-cell:visible"))
    keys.press("ArrowRight", "ArrowRight", "Enter")
    expect(page.locator(".ag-cell-inline-editing input")).to_be_focused()
    keys.press("Control+a")
    keys.type("77")
    with page.expect_response("**/api/v1/records/account/*"):
        keys.press("Enter")
    assert read(page, "account", ids[0])["employees"] == 77
    keys.press("ArrowUp", "Shift+ArrowDown", "Shift+ArrowDown")
    expect(page.locator(".dg-cell-chosen")).to_have_count(3)
    with page.expect_response("**/api/v1/records/account/bulk"):
        keys.press("Control+d")
    assert [read(page, "account", id)["employees"] for id in ids] == [77, 77, 77]

    keys.press("Escape", "x", "j", "x")
    tools = page.get_by_role("toolbar", name=say("Tools for the selected records"))
    expect(tools).to_be_visible()
    keys.use(button(tools, say("Edit a field")))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox").first).to_be_focused()
    keys.take("行业")
    keys.choose(dialog.get_by_role("combobox", name="行业").last, "能源")
    keys.use(button(dialog, say("Apply to all selected")))
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("gridcell", name="能源", exact=True)).to_have_count(2)

    keys.to(page.locator(".ag-cell:focus, .ag-cell:visible"))
    keys.press("x", "j", "x")
    assign = button(tools, say("Assign"))
    keys.use(assign)
    expect(dialog.locator("input:focus")).to_be_visible()
    keys.press("Escape", "Escape")
    expect(dialog).to_have_count(0)
    expect(assign).to_be_focused()
    keys.press("Enter")
    expect(dialog.locator("input:focus")).to_be_visible()
    keys.take("王强")
    keys.use(button(dialog, say("Apply to all selected")))
    expect(page.get_by_role("gridcell", name="77", exact=True)).to_have_count(1)  # the others are his now


@pytest.mark.journey(
    "salesperson",
    "makes a record and is told what it lacks",
    "edits a record in its form",
    "changes a field where it stands",
    "writes into the timeline",
    "plans a follow-up",
    "completes a follow-up",
    "makes a related record",
    on="pl-1440 en-390",
    keyboard=True,
)
def test_a_record_is_made_changed_and_talked_about(screen: Screen, complaints: list[str]) -> None:
    page, say = screen.enter(), screen.say
    keys, dialog = Keys(page), page.get_by_role("dialog")
    account = create(page, "account", name=f"Keyhole {screen.language}")
    page.goto("/o/opportunity")
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    keys.press("c")
    name = dialog.locator("[data-field=name] input")
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    keys.press("Control+Enter")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    only_refused(complaints)
    keys.type(f"Lock {screen.language}")
    keys.choose(dialog.locator("[data-field=account] input"), f"Keyhole {screen.language}")
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)

    page.goto(f"/o/account/{account}")
    edit = button(page, say("Edit"))
    keys.use(edit)
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    keys.to(dialog.locator("[data-field=legal_name] input"))
    keys.type("Keyhole and daughters")
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(edit).to_be_focused()
    assert read(page, "account", account)["legal_name"] == "Keyhole and daughters"

    phone = say("Phone", pl="Telefon")
    field = page.get_by_role("tabpanel").get_by_role("group", name=phone)
    pencil = button(field, screen.written("Edit {field}", field=phone))
    keys.use(pencil)
    expect(field.get_by_role("textbox")).to_be_focused()
    keys.type("+48 22 380 10 56")
    keys.press("Enter")
    expect(field).to_contain_text("22 380 10 56")
    expect(pencil).to_be_focused()

    keys.press("n")
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    keys.type("They like brass")
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(pencil).to_be_focused()
    keys.press("t")
    expect(dialog.get_by_role("textbox").first).to_be_focused()
    keys.type("Send brass")
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    if screen.phone:
        keys.to(page.get_by_role("tab", name=say("Overview")), "Shift+Tab")
        keys.press("ArrowRight")
    expect(page.get_by_role("listitem").filter(has_text="They like brass")).to_be_visible()
    done = button(page, screen.written("Mark as done: {subject}", subject="Send brass"))
    keys.use(done)
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(done).to_have_count(0)
    if screen.phone:
        keys.to(page.get_by_role("tab", name=say("Timeline")), "Shift+Tab")
        keys.press("ArrowLeft")

    contacts = page.get_by_role("region", name=say("Contacts", pl="Kontakty"), exact=True)
    keys.use(button(contacts, say("New Contact", pl="Dodaj: Kontakt")), along="Tab" if screen.phone else "Shift+Tab")
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    keys.to(dialog.locator("[data-field=last_name] input"))
    keys.type("Brassy")
    keys.press("Control+Enter")
    expect(contacts.get_by_role("link", name="Brassy")).to_be_visible()


@pytest.mark.journey("salesperson", "signs in and out", "changes the language", "runs a command of the palette", "goes where the menu leads", on="zh-1440 pl-390", keyboard=True)
def test_somebody_signs_in_looks_around_and_leaves(screen: Screen, site: str, page: Page, complaints: list[str]) -> None:
    keys, say = Keys(page), screen.say
    watch_the_mouse(page, complaints)
    page.set_viewport_size({"width": 390 if screen.phone else 1440, "height": 900})
    page.goto(f"{site}/sign-in?language={screen.language}")
    keys.to(page.locator("input[name=password]"))
    keys.press("Shift+Tab")
    keys.type({"zh": "rep2@demo.test", "pl": "rep3@demo.test"}[screen.language])
    keys.press("Tab")
    keys.type("demo")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    if screen.phone:
        keys.use(page.get_by_role("navigation", name=say("Main menu")).get_by_role("button", name=say("Menu")), along="Shift+Tab")
        keys.use(page.get_by_role("dialog").get_by_role("link", name="Leady"))
        expect(page.get_by_role("dialog")).to_have_count(0)
    else:
        keys.use(page.get_by_role("navigation").get_by_role("link", name="线索"))
    expect(page).to_have_url(re.compile("/o/lead"))
    keys.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    keys.type("> " + say("Keyboard shortcuts"))
    expect(page.get_by_role("option", name=say("Keyboard shortcuts"))).to_be_visible()
    keys.press("Enter")
    expect(page.get_by_role("dialog", name=say("Keyboard shortcuts"))).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    menu = button(page, say("My menu"))
    keys.use(menu)
    keys.use(page.get_by_role("menuitem", name="English"), along="ArrowDown")
    expect(button(page, "My menu")).to_be_visible()
    keys.use(button(page, "My menu"))
    keys.use(page.get_by_role("menuitem", name={"zh": "简体中文", "pl": "Polski"}[screen.language]), along="ArrowDown")
    expect(menu).to_be_visible()
    keys.use(menu)
    keys.use(page.get_by_role("menuitem", name=say("Sign out")), along="ArrowDown")
    expect(page.locator("input[name=password]")).to_be_visible()


@pytest.mark.journey("marketer", "imports a file and takes it back", on="pl-1440 zh-390", keyboard=True)
def test_a_file_is_imported_and_taken_back(screen: Screen, tmp_path: Path) -> None:
    page, say = screen.enter("/import/account"), screen.say
    keys = Keys(page)
    file = tmp_path / "keys.csv"
    file.write_text(f"{say('Name', zh='客户名称', pl='Nazwa')};Ignored\nKeyboard Imports {screen.language};1\n")
    with page.expect_file_chooser() as chooser:
        keys.use(button(page, say("Choose a file")))
    chooser.value.set_files(file)
    expect(page.get_by_role("region", name=say("The first rows"))).to_contain_text("Keyboard Imports")
    keys.use(button(page, say("Try it; nothing is written yet")))
    keys.use(button(page, say("Import now")))
    keys.use(button(page, say("Take the whole import back")))
    expect(page.get_by_text(re.compile({"zh": "^导入已撤销：1 ", "pl": "^Import cofnięty: 1 "}[screen.language]))).to_be_visible()


@pytest.mark.journey("marketer", "merges duplicates", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("administrator", "restores from the recycle bin", on="zh-1440 pl-390", keyboard=True)
def test_duplicates_are_merged_and_the_bin_gives_back(screen: Screen) -> None:
    page, say = screen.enter(who="administrator"), screen.say
    keys = Keys(page)
    csrf = {"X-CSRF-Token": page.request.get("/api/v1/me").json()["csrf"]}
    names = [f"Keystone {screen.language} Ltd", f"Keystone {screen.language} Limited"]
    for name in names:
        assert page.request.post("/api/v1/records/account?save_anyway=true", data={"name": name}, headers=csrf).ok
    page.goto("/duplicates/account")
    keys.use(button(page, say("Look for duplicates")))
    group = page.get_by_role("listitem").filter(has_text=names[1])
    merge = button(group, say("Merge…"))
    keys.use(merge)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    expect(merge).to_be_focused()
    keys.press("Enter")
    keys.use(dialog.get_by_role("radio").filter(has_text=names[1]).first, "Space")
    keys.use(button(dialog, say("Merge into one")))
    expect(group).to_have_count(0)

    page.goto("/setup/bin?object=account")
    keys.use(page.get_by_role("row").filter(has_text=names[0]).get_by_role("button").last)
    expect(notice(page)).to_contain_text(names[0])
    expect(page.get_by_role("row").filter(has_text=names[0])).to_have_count(0)


@pytest.mark.journey("administrator", "switches a module off and on", "reads the log", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("implementer", "builds an object", on="zh-1440 pl-390", keyboard=True)
def test_an_object_is_built_and_a_module_switched(screen: Screen) -> None:
    page, say = screen.enter("/setup/objects", who="administrator"), screen.say
    keys, dialog = Keys(page), page.get_by_role("dialog")
    keys.use(button(page, say("New object")))
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    keys.type(f"Key {screen.language}")
    keys.use(button(dialog, say("Continue")))
    keys.use(button(dialog, say("Apply")))
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name=f"Key {screen.language}").first).to_be_visible()

    page.goto("/setup/modules")
    card = page.get_by_role("article", name=re.compile("Field visits|外出拜访|Wizyty w terenie"))
    for now, then in (("Switch off", "Switch on"), ("Switch on", "Switch off")):
        keys.use(button(card, say(now)))
        keys.use(button(dialog, say("Apply")))
        expect(button(card, say(then))).to_be_visible()
        expect(dialog).to_have_count(0)

    page.goto("/setup/log")
    kind = page.get_by_role("combobox", name=say("What happened"))
    keys.choose(kind, say("Exports"))
    expect(page).to_have_url(re.compile("kind=export"))


@pytest.mark.journey("salesperson", "filters a list", "sorts a list", "chooses the columns of a list", "keeps a list as a view", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("manager", "shares a view with everybody", on="zh-1440 pl-390", keyboard=True)
def test_a_list_is_narrowed_sorted_and_shared(screen: Screen) -> None:
    page, say = screen.enter("/o/account?view=all_accounts", who="manager"), screen.say
    keys, tools = Keys(page), page.get_by_role("toolbar", name=say("Tools of the list"))
    expect(page.get_by_role("listitem" if screen.phone else "row").nth(3)).to_be_visible()
    panel = page.get_by_role("dialog")

    keys.use(button(tools, say("Filter")))
    picker = panel.get_by_role("combobox", name=say("Field"))
    if screen.phone:
        keys.to(picker)
    else:
        expect(picker).to_be_focused()
    keys.take(say("Tier", zh="客户等级", pl="Klasa"))
    keys.choose(panel.get_by_role("combobox", name=say("Tier", zh="客户等级", pl="Klasa")).last, "A – ")
    keys.press("Escape", "Escape")
    expect(panel).to_have_count(0)
    expect(button(tools, screen.written("Filter: {n}", n=1))).to_be_focused()

    keys.use(button(tools, say("Sort")))
    sort = panel.get_by_role("combobox", name=say("Sort by"))
    keys.choose(sort, say("Industry", zh="行业", pl="Branża"))
    expect(sort).to_be_focused()
    industry = button(panel, screen.written("Don't sort by {name}", name=say("Industry", zh="行业", pl="Branża")))
    expect(industry).to_be_visible()
    keys.use(button(panel, say("Ascending")), along="Shift+Tab")
    expect(button(panel, say("Descending"))).to_be_focused()
    keys.use(industry)
    expect(sort).to_be_focused()
    keys.take(say("Employees", zh="员工人数", pl="Liczba pracowników"))
    keys.press("Escape")
    expect(panel).to_have_count(0)
    expect(page).to_have_url(re.compile("sort=-name(,|%2C)employees"))

    keys.use(button(tools, say("Columns")))
    phone = screen.written("Hide {name}", name=say("Phone", zh="电话", pl="Telefon"))
    keys.use(button(panel, phone))
    expect(button(panel, phone)).to_have_count(0)
    keys.choose(panel.get_by_role("combobox", name=say("Add a field")), say("Employees", zh="员工人数", pl="Liczba pracowników"))
    keys.press("Escape")
    expect(panel).to_have_count(0)

    keys.use(button(page, say("Save as…")))
    expect(panel.get_by_role("textbox", name=say("Name of the view"))).to_be_focused()
    keys.type(f"Keyed {screen.language}")
    keys.press("Tab", "ArrowRight", "ArrowRight")
    expect(panel.get_by_role("radio", name=say("Everybody"))).to_be_checked()
    keys.press("Enter")
    expect(notice(page)).to_contain_text(f"Keyed {screen.language}")
    expect(page.get_by_role("navigation", name=say("Views")).locator("[aria-current=page]")).to_contain_text(f"Keyed {screen.language}")
    shown, employees = page.get_by_role("term" if screen.phone else "columnheader"), say("Employees", zh="员工人数", pl="Liczba pracowników")
    if not screen.phone:  # a card has room for five fields
        expect(shown.filter(has_text=employees).first).to_be_visible()
    expect(shown.filter(has_text=re.compile(say("^Phone$", zh="^电话$", pl="^Telefon$")))).to_have_count(0)
    expect(page.get_by_role("group", name=say("Unsaved changes"))).to_have_count(0)
