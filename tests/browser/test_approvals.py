"""Approvals as people see them: submitted on the page of a record, decided there and in the list of tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import Enter, create, only_refused, read, row
from tests.support.keyboard import Keys
from tests.support.screens import Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

APPROVAL = {
    "label": "Credit line",
    "object": "account",
    "entry": 'industry = NULL AND name IN ("审批机械公司", "Akcepta Jeden", "Akcepta Dwa", "Akcepta Trzy")',
    "steps": [
        {"id": "manager", "label": "Sales manager", "approvers": [{"manager_of": "owner_id"}], "fields": {"website": "required"}},
        {"id": "director", "label": "Director", "approvers": [{"user": "director@demo.test"}]},
    ],
}


@pytest.fixture
def approval(enter: Enter) -> Iterator[None]:
    """An approval of accounts, while the test runs."""
    admin = enter("admin", "/setup/profile")
    define(admin, "PUT", APPROVAL)
    yield
    define(admin, "DELETE")


def define(page: Page, method: str, document: object = None) -> None:
    """Put the approval in force, or take it away."""
    token = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.fetch("/api/v1/meta/approval/x_credit_line", method=method, data=document, headers={"X-CSRF-Token": token})
    assert answer.ok, answer.text()


@pytest.mark.journey("salesperson", "submits a record for approval", on="zh-390")
@pytest.mark.journey("manager", "approves a record on its page", on="zh-1440")
def test_A_NOTE_05_a_record_is_submitted_on_a_phone_and_approved_on_a_desk(approval: None, enter: Enter, complaints: list[str]) -> None:
    rep = enter("rep1", phone=True)
    account = create(rep, "account", name="审批机械公司")
    rep.goto(f"/o/account/{account}")
    rep.get_by_role("button", name="提交审批").click()
    rep.get_by_role("dialog").get_by_label("评论").fill("老客户，请批准")
    rep.get_by_role("dialog").get_by_role("button", name="提交审批").click()
    bar = rep.get_by_role("region", name="审批：Credit line")
    expect(bar.get_by_text("审批期间已锁定")).to_be_visible()
    expect(bar.get_by_role("listitem").filter(has_text="陈建国")).to_have_attribute("aria-current", "step")
    rep.get_by_role("button", name="编辑", exact=True).click()
    expect(rep.get_by_role("dialog").get_by_text("该记录正在审批")).to_be_visible()

    boss = enter("manager1", f"/o/account/{account}")
    bar = boss.get_by_role("region", name="审批：Credit line")
    bar.get_by_role("button", name="拒绝").click()
    form = boss.get_by_role("dialog")
    form.get_by_role("button", name="拒绝").click()
    expect(form.get_by_text("请说明原因")).to_be_visible()
    form.get_by_role("button", name="取消").click()
    bar.get_by_role("button", name="同意").click()
    form.get_by_role("button", name="同意").click()
    expect(form.get_by_text("此步骤")).to_be_visible()
    only_refused(complaints)
    form.get_by_label("网址").fill("https://example.com")
    form.get_by_role("button", name="同意").click()
    expect(bar.get_by_role("listitem").filter(has_text="Director")).to_have_attribute("aria-current", "step")
    bar.get_by_role("button", name="审批记录").click()
    told = boss.get_by_role("dialog")
    expect(told.get_by_text("老客户，请批准")).to_be_visible()
    expect(told.get_by_text("陈建国同意：Sales manager")).to_be_visible()


@pytest.mark.journey("manager", "decides tasks in their list", on="pl-1440 pl-390")
def test_A_NOTE_01_tasks_are_decided_one_by_one_by_keys_and_together(approval: None, enter: Enter) -> None:
    rep = enter("rep3", phone=True)
    for name in ("Akcepta Jeden", "Akcepta Dwa", "Akcepta Trzy"):
        submit(rep, create(rep, "account", name=name, website="https://example.com"))

    boss = enter("manager2", "/tasks")
    expect(boss.get_by_role("link", name="Moje zadania 3")).to_be_visible()
    tasks = boss.get_by_role("list", name="Do zrobienia").get_by_role("listitem")
    expect(tasks).to_have_count(3)
    boss.keyboard.press("j")
    expect(boss.get_by_role("link", name="Akcepta Trzy")).to_be_focused()
    boss.keyboard.press("r")
    boss.get_by_role("dialog").get_by_label("Komentarz").fill("Za mało danych")
    boss.keyboard.press("Control+Enter")
    expect(tasks).to_have_count(2)
    for choice in tasks.get_by_role("checkbox").all():
        choice.check()
    boss.get_by_role("button", name="Zaakceptuj razem").click()
    boss.get_by_role("dialog").get_by_role("button", name="Zaakceptuj").click()
    expect(boss.get_by_text("Nic nie czeka na Twoją decyzję.")).to_be_visible()
    boss.get_by_role("tab", name="Rozstrzygnięte przeze mnie").click()
    expect(boss.get_by_role("listitem").filter(has_text="Akcepta Trzy").get_by_text("Odrzucono")).to_be_visible()

    rep.goto("/tasks?state=mine")
    expect(rep.get_by_role("list", name="Złożone przeze mnie").get_by_role("listitem").filter(has_text="Ewa Nowicka")).to_have_count(2)
    rep.get_by_role("button", name="Powiadomienia").click()
    expect(rep.get_by_role("link").filter(has_text="Akcepta Trzy – jest decyzja: Credit line")).to_be_visible()


def submit(page: Page, account: str) -> None:
    """Submit an account, as a program would."""
    token = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.post(f"/api/v1/records/account/{account}/submit", data={"approval": "x_credit_line"}, headers={"X-CSRF-Token": token})
    assert answer.status == 201, answer.text()


@pytest.mark.journey("administrator", "helps on a process that doesn't move", on="zh-390")
def test_A_ADM_a_process_is_found_looked_at_and_decided_for_those_who_dont(approval: None, enter: Enter) -> None:
    rep = enter("rep1")
    submit(rep, create(rep, "account", name="审批机械公司", website="https://example.com"))
    admin = enter("admin", "/setup/processes?name=x_credit_line&state=running", language="zh", phone=True)
    admin.get_by_role("link", name="审批机械公司").first.click()
    expect(admin.get_by_role("heading", name="Credit line")).to_be_visible()
    expect(admin.get_by_role("region", name="正在等待").get_by_text("等待人员审批")).to_be_visible()
    admin.get_by_role("button", name="代为审批该步骤").click()
    form = admin.get_by_role("dialog")
    form.get_by_label("请说明原因").fill("经理休假")
    form.get_by_role("button", name="代为审批该步骤").click()
    expect(admin.get_by_role("list", name="审批流程").get_by_role("listitem").filter(has_text="Director")).to_have_attribute("aria-current", "step")
    expect(admin.get_by_role("region", name="审批记录").get_by_text("经理休假")).to_be_visible()


#: Who asks and who decides, by the language of the screen.
PEOPLE = {"zh": ("rep1", "manager1"), "pl": ("rep3", "manager2")}


@pytest.fixture
def defined(enter: Enter) -> Iterator[Callable[[str, str, dict[str, Any]], None]]:
    """`defined("approval", "x_line", document)` puts a definition in force until the test has ended."""
    admin, made = enter("admin", "/setup/profile"), []

    def put(kind: str, name: str, document: dict[str, Any]) -> None:
        write(admin, "PUT", f"/api/v1/meta/{kind}/{name}", document)
        made.append((kind, name))

    yield put
    for kind, name in dict.fromkeys(made):
        write(admin, "DELETE", f"/api/v1/meta/{kind}/{name}")


def write(page: Page, method: str, address: str, data: object = None) -> Any:
    token = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.fetch(address, method=method, data=data, headers={"X-CSRF-Token": token})
    assert answer.ok, answer.text()
    return answer.json()


def more(screen: Screen, keys: Keys, action: str) -> Locator:
    """The dialog of one of the decisions behind the three dots."""
    keys.use(keys.page.get_by_role("button", name=screen.say("More decisions")))
    item = keys.page.get_by_role("menuitem", name=screen.say(action), exact=True)
    keys.to(item, "ArrowDown")
    keys.press("Enter")
    return keys.page.get_by_role("dialog")


def send(screen: Screen, keys: Keys, dialog: Locator) -> None:
    """Send what the dialog asks for."""
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)


@pytest.mark.journey("manager", "asks others and hands a task on", "takes a task on and gives it back", on="", also="zh-1440 pl-390", keyboard=True)
def test_A_ACT_a_task_is_taken_on_shared_handed_on_and_given_back(defined: Callable[[str, str, dict[str, Any]], None], enter: Enter, screen: Screen) -> None:
    seller, decider = PEOPLE[screen.language]
    people = [{"user": f"{decider}@demo.test"}, {"user": "director@demo.test"}]
    steps = [{"id": "look", "label": "Look", "mode": "claim", "approvers": people}]
    defined("approval", "x_handed", {"label": "Handed", "object": "account", "entry": 'STARTS_WITH(name, "Handed")', "steps": steps})
    rep = enter(seller)
    account = create(rep, "account", name=f"Handed {screen.language}")
    process = write(rep, "POST", f"/api/v1/records/account/{account}/submit", {"approval": "x_handed"})["id"]

    page = screen.enter(f"/o/account/{account}", who="manager")
    keys, bar = Keys(page), page.get_by_role("region", name=screen.written("Approval: {label}", label="Handed"))
    keys.use(bar.get_by_role("button", name=screen.say("Take it on")))
    expect(bar.get_by_role("button", name=screen.say("Approve"))).to_be_visible()
    dialog = more(screen, keys, "Ask somebody else too")
    expect(dialog.get_by_label(screen.say("Person")).first).to_be_focused()
    keys.take("Morgan")
    while not dialog.get_by_role("radio", checked=True).evaluate("one => one === document.activeElement"):  # its words are seen, not the radio
        keys.press("Tab")
    keys.press("ArrowLeft")
    keys.to(dialog.get_by_label(screen.say("Comment")))
    keys.type("?")
    send(screen, keys, dialog)
    step = bar.get_by_role("listitem").filter(has_text="Look")
    expect(step).to_contain_text("Alex Morgan")
    expect(bar.get_by_role("button", name=screen.say("Approve"))).to_have_count(0)
    dialog = more(screen, keys, "Ask somebody no longer")
    keys.choose(dialog.get_by_role("combobox", name=screen.say("Person")), "Alex")
    send(screen, keys, dialog)
    expect(bar.get_by_role("button", name=screen.say("Approve"))).to_be_visible()
    dialog = more(screen, keys, "Give back")
    keys.type("Not like this")
    send(screen, keys, dialog)
    assert rep.request.get(f"/api/v1/processes/{process}").json()["state"] == "returned"
    write(rep, "POST", f"/api/v1/processes/{process}/resubmit", {})

    page.goto(f"/o/account/{account}")
    keys.use(bar.get_by_role("button", name=screen.say("Take it on")))
    dialog = more(screen, keys, "Hand over to somebody else")
    expect(dialog.get_by_label(screen.say("Person")).first).to_be_focused()
    keys.take("Morgan")
    keys.to(dialog.get_by_label(screen.say("Comment")))
    send(screen, keys, dialog)
    expect(step).to_contain_text("Alex Morgan")
    write(rep, "POST", f"/api/v1/processes/{process}/recall", {})


@pytest.mark.journey("administrator", "moves a process to another version", "halts a process and gives a task to somebody else", on="", also="en-390 zh-1440", keyboard=True)
def test_A_ADM_a_process_is_halted_reassigned_and_moved_to_another_version(
    defined: Callable[[str, str, dict[str, Any]], None], enter: Enter, screen: Screen, complaints: list[str]
) -> None:
    approval = {"label": "Moved", "object": "account", "entry": 'STARTS_WITH(name, "Moved")'}
    defined("approval", "x_moved", {**approval, "steps": [{"id": "first", "approvers": [{"user": "director@demo.test"}]}]})
    rep = enter("rep1")
    account = create(rep, "account", name=f"Moved {screen.language}")
    process = write(rep, "POST", f"/api/v1/records/account/{account}/submit", {"approval": "x_moved"})["id"]
    defined("approval", "x_moved", {**approval, "steps": [{"id": "chief", "label": "Chief", "approvers": [{"user": "director@demo.test"}]}]})

    page = screen.enter(f"/setup/processes/{process}", who="administrator")
    keys, dialog, way = Keys(page), page.get_by_role("dialog"), page.get_by_role("list", name=screen.say("The way of the approval"))
    keys.use(page.get_by_role("button", name=screen.say("Halt"), exact=True))
    keys.to(dialog.get_by_label(screen.say("Say why")))
    keys.type("Holidays")
    send(screen, keys, dialog)
    expect(page.get_by_role("region", name=screen.say("What has happened"))).to_contain_text("Holidays")
    keys.use(page.get_by_role("button", name=screen.say("Let it go on"), exact=True))
    keys.to(dialog.get_by_label(screen.say("Say why")))
    send(screen, keys, dialog)
    keys.use(page.get_by_role("button", name=screen.say("Give a task to somebody else"), exact=True))
    keys.choose(dialog.get_by_label(screen.say("New person")).first, "Sophie")
    keys.to(dialog.get_by_label(screen.say("Say why")))
    keys.type("Away")
    send(screen, keys, dialog)
    expect(way).to_contain_text("Sophie Turner")
    keys.use(page.get_by_role("button", name=screen.say("Move it to the version of now"), exact=True))
    keys.choose(dialog.get_by_role("combobox"), "Chief")
    expect(dialog.get_by_role("region", name=screen.say("How it would stand"))).to_contain_text("Chief")
    only_refused(complaints)  # the first look found a step without a counterpart
    keys.to(dialog.get_by_label(screen.say("Say why")))
    send(screen, keys, dialog)
    expect(way.get_by_role("listitem")).to_have_count(1)
    expect(way).to_contain_text("Chief")
    write(rep, "POST", f"/api/v1/processes/{process}/recall", {})


@pytest.mark.journey("salesperson", "begins an automation by its button", on="", also="pl-1440 zh-390", keyboard=True)
def test_A_WF_05_an_automation_is_begun_on_a_record_and_for_several(defined: Callable[[str, str, dict[str, Any]], None], screen: Screen) -> None:
    on = {"object": "competitor", "button": {"label": "Hurry", "confirm": "Really?"}, "when": 'STARTS_WITH(name, "Hurry")'}
    defined("automation", "x_hurry", {"label": "Hurry", "on": on, "steps": [{"do": "update", "set": {"website": "https://hurry.example"}}]})
    page = screen.enter()
    names = [f"Hurry {screen.language} {number}" for number in range(2)]
    first, second = (create(page, "competitor", name=name) for name in names)
    page.goto(f"/o/competitor/{first}")
    keys, dialog = Keys(page), page.get_by_role("dialog")
    keys.use(page.get_by_role("button", name="Hurry", exact=True))
    expect(dialog.get_by_role("button", name=screen.say("Continue"))).to_be_focused()
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    assert read(page, "competitor", first)["website"] == "https://hurry.example"
    if screen.phone:
        return
    page.goto(f"/o/competitor?q={names[1]}")
    expect(row(page, names[1])).to_be_visible()
    keys.to(page.locator(".ag-cell:visible"))
    keys.press("x")
    keys.use(page.get_by_role("toolbar", name=screen.say("Tools for the selected records")).get_by_role("button", name="Hurry"))
    expect(dialog.get_by_role("button", name=screen.say("Continue"))).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("toolbar", name=screen.say("Tools for the selected records"))).to_have_count(0)
    assert read(page, "competitor", second)["website"] == "https://hurry.example"
