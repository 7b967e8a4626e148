"""The public pool on the pages: somebody takes a lead on the road, gives it back, and sees who loses what."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.journeys import Enter, read

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.journey("salesperson", "takes a lead from the public pool and gives it back", on="zh-390")
def test_S_SALES_02_a_lead_is_taken_from_the_pool_and_given_back(enter: Enter) -> None:
    page = enter("rep1", phone=True)
    found = page.request.get("/api/v1/records/lead?view=pooled_leads&limit=1&sort=name").json()["data"][0]
    page.goto(f"/o/lead/{found['id']}")
    page.get_by_role("button", name="领取").click()
    page.get_by_role("dialog").get_by_role("button", name="领取").click()
    give = page.get_by_role("button", name="退回公海")
    expect(give).to_be_visible()
    mine = read(page, "lead", found["id"])
    assert mine["pool"] is None and mine["owner_id"] is not None
    give.click()
    form = page.get_by_role("dialog")
    form.get_by_label("原因").fill("距离太远")
    form.get_by_role("button", name="退回公海").click()
    expect(page.get_by_role("button", name="领取")).to_be_visible()
    page.goto(f"/o/pool/{read(page, 'lead', found['id'])['pool']}")
    panel = page.frame_locator("iframe").first
    expect(panel.get_by_text("条记录将退回公海")).to_be_visible()
    panel.get_by_role("button", name="一周内").click()
    expect(panel.get_by_role("button", name="一周内")).to_have_attribute("aria-pressed", "true")
