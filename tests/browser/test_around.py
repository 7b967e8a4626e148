"""Around the records: what was deleted comes back, jobs are seen and stopped, duplicates merged."""

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


def create_anyway(page: Page, **values: object) -> str:
    """An account that looks like one that is there."""
    return str(asked(page, "POST", "/records/account?save_anyway=true", **values)["id"])


def deleted(page: Page, *names: str) -> list[str]:
    """Accounts of these names, in the recycle bin."""
    ids = [create(page, "account", name=name) for name in names]
    for id in ids:
        asked(page, "DELETE", f"/records/account/{id}")
    return ids


@pytest.mark.journey("administrator", "restores from the recycle bin", on="en-1440")
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


@pytest.mark.journey("administrator", "restores from the recycle bin", on="pl-390")
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


@pytest.mark.journey("administrator", "stops a job and tries it again", on="en-1440")
def test_a_job_is_stopped_and_tried_again(enter: Enter) -> None:
    page = enter("admin")
    page.goto("/setup/jobs")
    line = page.get_by_role("row").filter(has=page.get_by_role("button", name="Stop the job")).first
    line.get_by_role("button", name="Stop the job").click()
    pick(page, "State", "Cancelled")
    expect(page.get_by_role("row").filter(has_text="Waiting")).to_have_count(0)  # the list of all is gone
    again = page.get_by_role("button", name="Try again")
    expect(again.first).to_be_visible()
    stopped = again.count()
    again.first.click()
    expect(again).to_have_count(stopped - 1)


@pytest.mark.journey("marketer", "merges duplicates", on="en-1440")
def test_duplicates_are_looked_for_merged_and_put_back(enter: Enter) -> None:
    page = enter("admin", "/o/account")
    ids = [create_anyway(page, name="Twinned Sails Ltd", phone="+44 20 7946 0991"), create_anyway(page, name="Twinned Sails Limited", website="https://sails.test")]
    page.get_by_role("toolbar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Duplicates").click()
    page.get_by_role("button", name="Look for duplicates").click()
    group = page.get_by_role("listitem").filter(has_text="Twinned Sails Ltd")
    expect(group).to_contain_text("% alike")
    expect(group).to_contain_text("Name")

    group.get_by_role("button", name="Merge…").click()
    form = page.get_by_role("dialog", name="Merge records")
    form.get_by_role("radiogroup", name="Which one stays?").get_by_role("radio").filter(has_text="Twinned Sails Ltd").click()
    form.get_by_role("radiogroup", name="Name").get_by_role("radio").filter(has_text="Limited").click()
    form.get_by_role("button", name="Merge into one").click()
    expect(notice(page)).to_contain_text("Merged into Twinned Sails Limited")
    expect(group).to_have_count(0)
    kept = page.request.get(f"/api/v1/records/account/{ids[0]}").json()
    assert (kept["name"], kept["phone"], kept["website"]) == ("Twinned Sails Limited", "+44 20 7946 0991", "https://sails.test")

    notice(page).get_by_role("button", name="Undo").click()
    expect(group).to_be_visible()
    assert page.request.get(f"/api/v1/records/account/{ids[1]}").json()["name"] == "Twinned Sails Limited"


def test_what_is_not_the_same_is_said_so_on_a_phone(enter: Enter) -> None:
    page = enter("admin", "/duplicates/account", phone=True)
    for name in ("Lookalike Ropes Ltd", "Lookalike Ropes GmbH"):
        create_anyway(page, name=name)
    page.get_by_role("button", name="Look for duplicates").click()
    group = page.get_by_role("listitem").filter(has_text="Lookalike Ropes GmbH")
    expect(group).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    group.get_by_role("button", name="Not the same").click()
    expect(group).to_have_count(0)
    page.get_by_role("button", name="Look for duplicates").click()
    expect(page.get_by_role("progressbar", name="The search is under way")).to_have_count(0)
    expect(group).to_have_count(0)


@pytest.mark.journey("salesperson", "hears while typing what is here already", on="en-1440")
def test_a_form_says_while_one_types_what_may_be_here_already(enter: Enter) -> None:
    admin = enter("admin")
    someone = admin.request.get("/api/v1/records/user?filter=email = 'rep1@demo.test'&fields=name").json()["data"][0]
    create_anyway(admin, name="Hidden Anchors Ltd", owner_id=someone["id"])
    page = enter("rep4", "/o/account")
    mine = create_anyway(page, name="Known Anchors Ltd")
    page.get_by_role("button", name="Account", exact=True).click()
    form = page.get_by_role("dialog", name="New Account")
    name, said = form.get_by_role("textbox", name="Name", exact=True), form.get_by_role("region", name="Records like this one")
    name.press_sequentially("known anchors gmbh")
    expect(said.get_by_role("link", name="Known Anchors Ltd")).to_have_attribute("href", f"/o/account/{mine}")
    expect(name).to_be_focused()
    expect(name).to_have_value("known anchors gmbh")
    name.fill("hidden anchors")
    expect(said).to_contain_text(f"A record of {someone['name']} that you can't see")
    expect(said).not_to_contain_text("Hidden")
    name.fill("anchors of nobody else")
    expect(said).to_have_count(0)


@pytest.mark.journey("marketer", "puts names in order", on="en-1440")
def test_names_are_put_in_order_after_a_look_and_put_back(enter: Enter) -> None:
    page = enter("rep4")
    id = create(page, "account", name="Untidy   Crates  Ltd")
    page.goto("/o/account?filter=CONTAINS(name, 'Crates')")
    page.get_by_role("toolbar").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Put in order").click()
    page.get_by_text("Names", exact=True).click()
    page.get_by_role("button", name="Show what would change").click()
    changes = page.get_by_role("region", name="What would change")
    expect(changes).to_contain_text("1 record would change")
    expect(changes.get_by_role("row").filter(has_text="Untidy")).to_contain_text("Untidy Crates Ltd")
    assert page.request.get(f"/api/v1/records/account/{id}").json()["name"] == "Untidy   Crates  Ltd"
    page.get_by_role("button", name="Put 1 record in order").click()
    expect(page.get_by_role("status").filter(has_text="1 record is in order now")).to_be_visible()
    assert page.request.get(f"/api/v1/records/account/{id}").json()["name"] == "Untidy Crates Ltd"
    page.get_by_role("button", name="Put it all back").click()
    expect(page.get_by_role("status").filter(has_text="Everything is as it was")).to_be_visible()
    assert page.request.get(f"/api/v1/records/account/{id}").json()["name"] == "Untidy   Crates  Ltd"
