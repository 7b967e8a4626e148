"""The board of deals: cards are carried from stage to stage, and a stage asks for what it needs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.journeys import Enter, change, create, drag, notice, only_refused, pick, read, stop_listening
from tests.support.keyboard import Keys

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.journey("salesperson", "carries a card on the board", on="en-1440")
def test_a_card_is_carried_to_another_stage_and_the_sums_follow(enter: Enter) -> None:
    page = enter("rep4")
    id = create(page, "opportunity", name="Gantry for Leeds", amount={"amount": 40_000, "currency": "EUR"}, probability=10)
    page.goto(f"/o/opportunity?view=pipeline&filter=id = '{id}'")
    begin, end = (page.get_by_role("region", name=name, exact=True) for name in ("Prospecting", "Qualification"))
    expect(begin.locator("header")).to_contain_text("€40k · €4,000")
    drag(page, begin.get_by_role("button", name="Gantry for Leeds"), end)
    expect(end.get_by_role("button", name="Gantry for Leeds")).to_be_visible()
    expect(end.locator("header")).to_contain_text("€40k")
    expect(begin.locator("header")).not_to_contain_text("€40k")
    expect(notice(page)).to_contain_text("Gantry for Leeds moved to Qualification")
    assert read(page, "opportunity", id)["stage"] == "qualification"
    page.get_by_role("button", name="Undo").click()
    expect(begin.get_by_role("button", name="Gantry for Leeds")).to_be_visible()


def test_a_move_shows_at_once_and_says_which_version_it_saw(enter: Enter, complaints: list[str]) -> None:
    page, other = enter("rep4"), enter("admin")
    stop_listening(page)
    id = create(page, "opportunity", name="Swift crane", next_step="Call")
    page.goto(f"/o/opportunity?view=pipeline&filter=id = '{id}'")
    begin, end = (page.get_by_role("region", name=name, exact=True) for name in ("Prospecting", "Qualification"))
    expect(begin.get_by_role("button", name="Swift crane")).to_be_visible()
    change(other, "opportunity", id, next_step="Write")
    asked = []
    page.route("**/records/opportunity/*", lambda route: asked.append(route) if route.request.method == "PATCH" and not asked else route.continue_())
    drag(page, begin.get_by_role("button", name="Swift crane"), end)
    expect(end.get_by_role("button", name="Swift crane")).to_be_visible()  # while the server has not answered
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.status == 200) as answer:
        asked[0].continue_()
    assert answer.value.request.headers["if-match"]
    expect(end.get_by_role("button", name="Swift crane")).to_be_visible()
    only_refused(complaints, 412)  # somebody else had changed another field: both changes stand
    stored = read(page, "opportunity", id)
    assert (stored["stage"], stored["next_step"]) == ("qualification", "Write")


def test_a_card_is_carried_by_finger(enter: Enter) -> None:
    page = enter("rep4")
    id = create(page, "opportunity", name="Finger crane")
    page.goto(f"/o/opportunity?view=pipeline&filter=id = '{id}'")
    begin, end = (page.get_by_role("region", name=name, exact=True) for name in ("Prospecting", "Qualification"))
    card = begin.get_by_role("button", name="Finger crane")
    expect(card).to_be_visible()
    box, column = card.bounding_box(), end.bounding_box()
    assert box and column
    hand = page.context.new_cdp_session(page)
    x, y, goal = box["x"] + 60, box["y"] + 20, column["x"] + 80
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(350)  # pressed for a moment, so that it is no scrolling
    for step in range(1, 9):
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + (goal - x) * step / 8, "y": y + 30}]})
    expect(end).to_have_attribute("data-over", "true")
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(notice(page)).to_contain_text("Finger crane moved to Qualification")
    assert read(page, "opportunity", id)["stage"] == "qualification"


@pytest.mark.journey("salesperson", "says why a deal was lost", on="zh-1440", keyboard=True)
def test_a_lost_deal_says_why(enter: Enter, complaints: list[str]) -> None:
    page = enter("rep1")
    id = create(page, "opportunity", name="丢单测试项目")
    page.goto("/o/opportunity?view=pipeline&filter=&q=丢单测试项目")
    lost = page.get_by_role("region", name="输单", exact=True)
    lost.scroll_into_view_if_needed()
    Keys(page).to(page.get_by_role("button", name="丢单测试项目"))
    page.keyboard.press("Space")
    spoken = page.locator("[id^=DndLiveRegion]")
    expect(spoken).to_contain_text("初步接洽")  # the card is up and over its own column: now the keys move it
    for stage in ("需求确认", "需求分析", "方案报价", "商务谈判", "赢单", "输单"):
        page.keyboard.press("ArrowRight")
        expect(spoken).to_contain_text(stage)
    page.keyboard.press("Space")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("输单")
    Keys(page).choose(asked.get_by_role("combobox", name="输单原因"), "价格")
    Keys(page).use(asked.get_by_role("button", name="保存并移动"))
    expect(lost.get_by_role("button", name="丢单测试项目")).to_be_visible()
    only_refused(complaints)
    stored = read(page, "opportunity", id)
    assert (stored["stage"], stored["lost_reason"]) == ("lost", "price")


def test_lanes_and_limits_of_a_board(enter: Enter) -> None:
    page = enter("rep4")
    one, two = (create(page, "opportunity", name=f"Lane crane {letter}", priority="normal") for letter in "AB")
    page.goto(f"/o/opportunity?view=pipeline&filter=id IN ('{one}', '{two}')&limits=qualification~1")
    page.get_by_role("button", name="Display").click()
    pick(page, "Lanes by", "Priority")
    page.keyboard.press("Escape")
    low, normal, high = ({stage: page.get_by_role("region", name=f"{lane}: {stage}", exact=True) for stage in ("Prospecting", "Qualification")} for lane in ("Low", "Normal", "High"))
    expect(page.get_by_role("button", name="Normal 2")).to_be_visible()

    drag(page, normal["Prospecting"].get_by_role("button", name="Lane crane A"), high["Qualification"])
    expect(notice(page)).to_contain_text("Lane crane A moved to Qualification")
    expect(high["Qualification"].get_by_role("button", name="Lane crane A")).to_be_visible()
    expect(page.get_by_role("img", name="Cards: 1 of at most 1")).to_be_visible()
    stored = read(page, "opportunity", one)
    assert (stored["stage"], stored["priority"]) == ("qualification", "high")

    normal["Prospecting"].get_by_role("button", name="Lane crane B").focus()
    page.keyboard.press("Space")
    spoken = page.locator("[id^=DndLiveRegion]")
    expect(spoken).to_contain_text("is over Normal: Prospecting")
    page.keyboard.press("ArrowRight")
    expect(spoken).to_contain_text("is over Normal: Qualification")
    page.keyboard.press("ArrowUp")
    expect(spoken).to_contain_text("is over Low: Qualification")
    page.keyboard.press("Space")
    expect(notice(page).last).to_contain_text("Qualification has 2 cards now, and should have at most 1")
    expect(low["Qualification"].get_by_role("button", name="Lane crane B")).to_be_visible()
    expect(page.get_by_role("img", name="Cards: 2, more than the 1 that there should be")).to_be_visible()
    assert read(page, "opportunity", two)["priority"] == "low"

    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Low 1").click()
    expect(low["Qualification"]).to_be_hidden()
