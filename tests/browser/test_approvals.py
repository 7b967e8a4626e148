"""Approvals as people see them: submitted on the page of a record, decided there and in the list of tasks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, only_refused

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
