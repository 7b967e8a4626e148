"""Around the records: what was deleted comes back, and what the server does by itself is seen and stopped."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, notice, pick

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def asked(page: Page, method: str, path: str, **data: object) -> dict[str, object]:
    """Do something by the API, as the person whose page it is."""
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.fetch(f"/api/v1{path}", method=method, data=data or None, headers={"X-CSRF-Token": csrf})
    assert answer.ok, answer.text()
    found: dict[str, object] = answer.json() if answer.status != 204 else {}
    return found


def deleted(page: Page, *names: str) -> list[str]:
    """Accounts of these names, in the recycle bin."""
    ids = [create(page, "account", name=name) for name in names]
    for id in ids:
        asked(page, "DELETE", f"/records/account/{id}")
    return ids


def test_what_was_deleted_is_listed_and_comes_back(enter: Enter) -> None:
    page = enter("admin")
    one, *more = deleted(page, "Bygone One", "Bygone Two", "Bygone Three")
    page.goto("/setup/bin?object=account")
    row = page.get_by_role("row").filter(has_text="Bygone One")
    expect(row).to_contain_text("Alex Morgan")
    row.get_by_role("button", name="Restore Bygone One").click()
    expect(notice(page)).to_contain_text("Bygone One is back")
    expect(row).to_have_count(0)
    assert page.request.get(f"/api/v1/records/account/{one}").status == 200

    page.get_by_role("checkbox", name="Choose Bygone Two").check()
    page.get_by_role("checkbox", name="Choose Bygone Three").check()
    page.get_by_role("button", name="Restore 2 chosen").click()
    expect(notice(page)).to_contain_text("2 records are back")
    expect(page.get_by_role("row").filter(has_text="Bygone")).to_have_count(0)
    assert {page.request.get(f"/api/v1/records/account/{id}").status for id in more} == {200}

    pick(page, "Deleted of", "Price books")
    expect(page.get_by_text("Nothing of this kind has been deleted.")).to_be_visible()


def test_the_bin_opens_on_a_phone_in_the_reader_s_language(enter: Enter) -> None:
    page = enter("rep3", "/setup", phone=True)
    asked(page, "DELETE", f"/records/activity/{create(page, 'activity', kind='task', subject='Minione')}")
    page.get_by_role("link", name="Kosz").click()
    pick(page, "Usunięte z", "Działania")
    expect(page.get_by_role("button", name="Przywróć Minione")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Przywróć Minione").click()
    expect(notice(page)).to_contain_text("Przywrócono: Minione")


def test_jobs_are_seen_with_their_state_by_who_started_them(enter: Enter) -> None:
    page, reader = enter("admin"), enter("rep3")
    asked(page, "POST", "/records/account/duplicates/find")
    page.goto("/setup/jobs")
    mine = page.get_by_role("row").filter(has_text="Looking for duplicates").first
    expect(mine).to_contain_text("Alex Morgan")
    expect(mine).to_contain_text("Done")
    pick(page, "State", "Failed")
    expect(mine).to_have_count(0)

    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto("/setup/jobs")
    expect(reader.get_by_role("heading", name="Zadania serwera")).to_be_visible()
    expect(reader.get_by_text("Szukanie duplikatów", exact=True)).to_have_count(0)  # that of somebody else
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_job_is_stopped_and_tried_again(enter: Enter) -> None:
    page = enter("admin")
    page.goto("/setup/jobs")
    line = page.get_by_role("row").filter(has=page.get_by_role("button", name="Stop the job")).first
    line.get_by_role("button", name="Stop the job").click()
    pick(page, "State", "Cancelled")
    again = page.get_by_role("button", name="Try again")
    expect(again.first).to_be_visible()
    stopped = again.count()
    again.first.click()
    expect(again).to_have_count(stopped - 1)
