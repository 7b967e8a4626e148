"""Days without a mouse: several journeys in one sitting, each with keys alone, and the focus is seen at every stop."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.journeys import change, create, go, notice, only_refused, read, stop_listening
from tests.support.keyboard import Keys
from tests.support.screens import Screen, named

PHOTO = Path(__file__).parents[2] / "docs" / "pictures" / "home.jpg"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def begun(page: Page) -> Locator:
    """The dialog that has the focus."""
    expect(page.locator("[role=dialog]:focus-within")).to_be_visible()
    return page.get_by_role("dialog")


def turn_to(screen: Screen, keys: Keys, tab: str) -> None:
    """Look at another tab of a record on the phone; on the desk everything is in sight."""
    if screen.phone:
        page = keys.page
        tabs = [screen.say("Overview"), screen.say("Timeline")]
        keys.to(page.get_by_role("tab", selected=True), "Shift+Tab")
        keys.press("ArrowRight" if tabs.index(screen.say(tab)) else "ArrowLeft")
        expect(page.get_by_role("tab", name=screen.say(tab), selected=True)).to_be_visible()


@pytest.mark.journey(
    "agent",
    "finds who is calling by a piece of the number",
    "logs a call with its outcome",
    "makes a task for somebody else",
    "finds an article and notes that it helped",
    on="zh-1440 pl-390",
    keyboard=True,
)
def test_a_caller_is_helped(screen: Screen) -> None:
    page = screen.enter(who="agent")
    keys = Keys(page)
    known = {"filter": "kind = 'customer' AND NOT ISBLANK(phone)", "fields": "name,phone", "limit": "1"}
    customer = page.request.get("/api/v1/records/account", params=known).json()["data"][0]
    asked = {"filter": "status = 'published'", "fields": "name", "limit": "2"}
    article = page.request.get("/api/v1/records/article", params=asked).json()["data"][int(screen.phone)]["name"]
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    keys.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    keys.type(re.sub(r"\D", "", customer["phone"])[-7:])
    expect(page.get_by_role("option").first).to_contain_text(customer["name"])
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(customer["name"])

    keys.press("l")
    dialog = begun(page)
    keys.type(f"Where is the crane {screen.language}?")
    keys.choose(dialog.get_by_role("combobox", name=named(page, "activity.outcome")), named(page, "activity.outcome.reached"))
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    keys.press("t")
    begun(page)
    keys.type(f"Send the papers {screen.language}")
    keys.to(dialog.get_by_role("textbox", name=named(page, "activity.owner_id")).or_(dialog.get_by_role("combobox", name=named(page, "activity.owner_id"))))
    with page.expect_response(re.compile("lookup.*Anna")):  # or the mark goes back to the top when it comes
        keys.type("Anna")
    keys.take("", "Anna Kowalska")
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    turn_to(screen, keys, "Timeline")
    expect(page.get_by_role("listitem").filter(has_text=f"Where is the crane {screen.language}?")).to_contain_text(named(page, "activity.outcome.reached"))
    expect(page.get_by_role("listitem").filter(has_text=f"Send the papers {screen.language}")).to_contain_text("AK")  # her face
    turn_to(screen, keys, "Overview")

    used = page.request.get("/api/v1/ui").json()["objects"]["article_use"]
    helped = page.get_by_role("region", name=used["plural"], exact=True)
    keys.use(button(helped, screen.written("New {object}", object=used["label"])))
    begun(page)
    keys.choose(dialog.locator("[data-field=article] input"), article)
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(helped.get_by_role("row").filter(has_text=article)).to_be_visible()


SIGNATURE = """Kind regards
Joan Whitmore
Head of Purchasing
Gale Winches Ltd
T: +44 20 7946 0{0} | M: +44 7700 9{0}1
joan.{0}@gale.example.com"""


@pytest.mark.journey(
    "salesperson",
    "converts a lead",
    "hears while typing what is here already",
    "logs a call with the next step",
    "adds a contact from a signature",
    "sends files and looks at them",
    on="pl-1440 zh-390",
    keyboard=True,
)
def test_a_lead_becomes_a_customer_who_is_looked_after(screen: Screen) -> None:
    page, say = screen.enter(), screen.say
    keys, dialog = Keys(page), page.get_by_role("dialog")
    firm = f"Gale Winches {screen.language}"
    lead = create(page, "lead", last_name="Lynn", first_name="Carla", company=firm, email=f"carla@{screen.language}.test")
    page.goto(f"/o/lead/{lead}")
    keys.use(button(page, say("Convert", zh="转化", pl="Konwertuj")))
    begun(page)
    keys.press("Control+Enter")
    keys.use(dialog.get_by_role("link", name=firm))
    expect(page.get_by_role("heading", level=1)).to_contain_text(firm)
    expect(dialog).to_have_count(0)

    keys.press("l")
    begun(page)
    keys.type("They want two winches")
    keys.press("Tab")
    keys.type("Send the drawing")
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", SIGNATURE.format({"pl": "311", "zh": "322"}[screen.language]))
    keys.press("Control+v")
    expect(dialog.locator("[data-field=last_name] input")).to_have_value("Whitmore")
    expect(dialog.locator("input:focus")).to_be_visible()
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    contacts = page.get_by_role("region", name=say("Contacts", zh="联系人", pl="Kontakty"), exact=True)
    expect(contacts.get_by_role("link", name="Whitmore")).to_be_visible()

    keys.press("y")
    expect(page.get_by_role("listitem").filter(has_text="Send the drawing").first).to_be_visible()
    with page.expect_file_chooser() as chooser:
        keys.use(button(page, say("File")))
    chooser.value.set_files([{"name": "terms.txt", "mimeType": "text/plain", "buffer": b"Seven winters."}])
    expect(page.get_by_role("link", name="terms.txt")).to_be_visible()
    keys.use(page.get_by_role("link", name="terms.txt"))
    expect(begun(page)).to_contain_text("Seven winters.")
    keys.press("Escape")
    expect(dialog).to_have_count(0)

    go(page, "/o/account")
    expect(page.get_by_role("grid").or_(page.locator("main ul > li")).first).to_be_visible()
    keys.press("c")
    begun(page)
    keys.type(f"{firm} GmbH")
    expect(dialog.get_by_role("region", name=say("Records like this one")).get_by_role("link", name=firm)).to_be_visible()
    expect(dialog.locator("input:focus")).to_have_value(f"{firm} GmbH")


@pytest.mark.journey("salesperson", "carries a card on the board", "moves a bar of the Gantt", "looks at the calendar", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("manager", "looks behind a number of a pivot", on="zh-1440 pl-390", keyboard=True)
def test_deals_and_days_are_seen_in_their_forms(screen: Screen) -> None:
    page, say = screen.enter(), screen.say
    keys, name = Keys(page), f"Formed-{screen.language}"
    deal = create(page, "opportunity", name=name, engage_date="2031-03-03", close_date="2031-03-21", amount={"amount": 77, "currency": "EUR"})
    create(page, "activity", kind="call", subject=f"Ring-{screen.language}", due_at="2032-02-10T09:00:00Z")
    page.goto(f"/o/opportunity?view=pipeline&q={name}")
    keys.to(page.get_by_role("button", name=name))
    keys.press("Space")
    spoken = page.locator("[id^=DndLiveRegion]")
    expect(spoken).to_contain_text(named(page, "opportunity.stage.prospecting"))
    keys.press("ArrowRight")
    expect(spoken).to_contain_text(named(page, "opportunity.stage.qualification"))
    keys.press("Space")
    expect(notice(page)).to_contain_text(named(page, "opportunity.stage.qualification"))
    assert read(page, "opportunity", deal)["stage"] == "qualification"

    go(page, f"/o/opportunity?view=all_opportunities&form=gantt&scale=day&q={name}")
    keys.to(page.get_by_role("button", name=re.compile(f"^{name}: |^{name}：")))
    keys.press("ArrowRight", "ArrowRight")
    with page.expect_response(f"**/api/v1/records/opportunity/{deal}"):
        keys.press("Enter")
    stored = read(page, "opportunity", deal)
    assert (stored["engage_date"], stored["close_date"]) == ("2031-03-05", "2031-03-23")

    page.goto(f'/o/opportunity?view=all_opportunities&form=pivot&group_by=close_date:quarter&split_by=stage&sums=amount&filter=name = "{name}"')
    keys.use(page.get_by_role("region", name=say("Pivot")).get_by_role("button", name=re.compile("77")).first)
    expect(page.get_by_role("listitem" if screen.phone else "row").filter(has_text=name)).to_be_visible()

    go(page, "/o/activity?view=my_activities&form=calendar&month=2032-01")
    keys.use(button(page, say("Next month")))
    keys.use(page.get_by_role("button", name=f"Ring-{screen.language}"))
    expect(page.get_by_role("heading", name=f"Ring-{screen.language}")).to_be_visible()


@pytest.mark.journey("marketer", "puts names in order", "keeps a mapping of an import", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("manager", "chooses between two changes of a field", on="zh-1440 pl-390", keyboard=True)
def test_names_are_put_in_order_and_two_changes_into_one(screen: Screen, tmp_path: Path, complaints: list[str]) -> None:
    page, say = screen.enter(who="manager"), screen.say
    stop_listening(page)
    keys, dialog, name = Keys(page), page.get_by_role("dialog"), f"Crates-{screen.language}"
    id = create(page, "account", name=f"Untidy   {name}", legal_name="before")
    page.goto(f"/o/account?view=my_accounts&q={name}")
    tools = page.get_by_role("toolbar", name=say("Tools of the list"))
    keys.use(button(tools, say("More")))
    keys.use(page.get_by_role("menuitem", name=say("Put in order")), along="ArrowDown")
    keys.to(page.get_by_role("checkbox").first)
    keys.press("Shift+Tab")
    expect(page.locator("input[type=radio]:focus")).to_be_attached()
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name=say("Names"))).to_be_checked()
    keys.use(button(page, say("Show what would change")))
    expect(page.get_by_role("region", name=say("What would change"))).to_contain_text(f"Untidy {name}")
    keys.use(page.get_by_role("button", name=re.compile({"zh": "^整理 1 ", "pl": "^Uporządkuj 1 "}[screen.language])))
    keys.use(button(page, say("Put it all back")))
    expect(button(page, say("Put it all back"))).to_have_count(0)
    assert read(page, "account", id)["name"] == f"Untidy   {name}"

    page.goto(f"/o/account/{id}")
    legal = named(page, "account.legal_name")
    field = page.get_by_role("tabpanel").get_by_role("group", name=legal)
    keys.use(button(field, screen.written("Edit {field}", field=legal)))
    expect(field.get_by_role("textbox")).to_be_focused()
    change(page, "account", id, legal_name="theirs")
    keys.press("Control+a")
    keys.type("mine")
    keys.press("Enter")
    expect(dialog.get_by_role("radio", name=say("Theirs"))).to_be_attached()
    only_refused(complaints, 412)
    keys.use(button(dialog, say("Save the chosen values")))
    expect(dialog).to_have_count(0)
    expect(field).to_contain_text(re.compile("mine|theirs"))

    page.goto("/import/account")
    file = tmp_path / "fair.csv"
    file.write_text("Firm of ours;Dial\nKept Ropes Ltd;call reception\n")
    with page.expect_file_chooser() as chooser:
        keys.use(button(page, say("Choose a file")))
    chooser.value.set_files(file)
    keys.choose(page.get_by_role("combobox", name=screen.written("Field for {column}", column="Firm of ours")), named(page, "account.name"))
    keys.use(button(page, say("Keep this mapping…")))
    begun(page)
    keys.type(f"Fair-{screen.language}")
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    gone = button(page, screen.written("Delete the mapping {name}", name=f"Fair-{screen.language}"))
    keys.use(gone)
    expect(gone).to_have_count(0)


@pytest.mark.journey("manager", "assigns several records", on="pl-390", keyboard=True)
@pytest.mark.journey("marketer", "changes many records at once", on="pl-390", keyboard=True)
def test_cards_are_chosen_changed_and_given_away(screen: Screen) -> None:
    page, say = screen.enter(who="manager"), screen.say
    keys, dialog = Keys(page), page.get_by_role("dialog")
    ids = [create(page, "account", name=f"Wybrane {n}", industry="retail") for n in (1, 2, 3)]
    page.goto("/o/account?view=my_accounts&q=Wybrane&sort=name")
    tools = page.get_by_role("toolbar", name=say("Tools for the selected records"))

    def choose() -> None:
        keys.use(button(page, say("Choose")))
        for name in ("Wybrane 1", "Wybrane 2"):
            keys.use(page.get_by_role("checkbox", name=name), "Space")
            expect(page.get_by_role("checkbox", name=name)).to_be_checked()

    choose()
    keys.use(button(tools, say("Edit a field")), along="Shift+Tab")
    expect(dialog.get_by_role("combobox").first).to_be_focused()
    keys.take("Branża")
    keys.choose(dialog.get_by_role("combobox", name="Branża").last, "Energetyka")
    keys.use(button(dialog, say("Apply to all selected")))
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text="Energetyka")).to_have_count(2)
    expect(button(page, say("Choose"))).to_be_visible()

    choose()
    keys.use(button(tools, say("Assign")), along="Shift+Tab")
    expect(dialog.locator("input:focus")).to_be_visible()
    with page.expect_response(re.compile("lookup.*Anna")):  # or the mark goes back to the top when it comes
        keys.type("Anna")
    keys.take("", "Anna Kowalska")
    keys.use(button(dialog, say("Apply to all selected")))
    expect(page.get_by_role("checkbox", name="Wybrane 1")).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text="Wybrane")).to_have_count(1)  # the others are hers now
    assert [read(page, "account", id)["industry"] for id in ids] == ["energy", "energy", "retail"]


def a_visit(page: Page, customer: str) -> str:
    """A visit of today, planned by whoever the page belongs to."""
    now = datetime.now(UTC).replace(microsecond=0)
    account = create(page, "account", name=customer, location={"lat": 52.2297, "lng": 21.0122})
    outing = create(page, "outing", purpose="Round", planned_from=now.isoformat(), planned_to=(now + timedelta(hours=8)).isoformat())
    return create(page, "visit", outing=outing, account=account)


@pytest.mark.journey("field rep", "looks at the week of visits", on="zh-1440 pl-390", keyboard=True)
def test_a_visit_is_found_in_the_week(screen: Screen) -> None:
    page, name = screen.enter(who="field rep"), f"Weekly-{screen.language}"
    a_visit(page, name)
    page.goto("/o/visit?view=week_plan")
    Keys(page).use(page.get_by_role("button", name=name))
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


@pytest.mark.journey("field rep", "checks in with place and photo", on="pl-390", keyboard=True)
def test_somebody_checks_in_and_out(screen: Screen) -> None:
    page, say = screen.enter(who="field rep"), screen.say
    keys, dialog = Keys(page), page.get_by_role("dialog")
    visit = a_visit(page, "Visited")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 52.2300, "longitude": 21.0125})
    page.goto(f"/o/visit/{visit}")
    keys.use(button(page, say("Check in", zh="签到", pl="Zamelduj przyjazd")))
    begun(page)
    with page.expect_file_chooser() as chooser:
        keys.use(button(dialog, say("Take a photo")))
    chooser.value.set_files(PHOTO)
    expect(dialog.get_by_role("img").first).to_be_visible()
    keys.use(button(dialog, say("Check in", zh="签到", pl="Zamelduj przyjazd")))
    expect(dialog).to_have_count(0)
    keys.use(button(page, say("Check out", zh="签退", pl="Zamelduj wyjazd")))
    expect(dialog.get_by_label(named(page, "visit.result"))).to_be_visible()
    begun(page)
    keys.to(dialog.get_by_label(named(page, "visit.result")))
    keys.type("Two cranes")
    keys.use(button(dialog, say("Check out", zh="签退", pl="Zamelduj wyjazd")))
    expect(dialog).to_have_count(0)
    stored = read(page, "visit", visit)
    assert (stored["status"], stored["result"], bool(stored["arrived_photo"])) == ("done", "Two cranes", True)
    page.context.clear_permissions()


@pytest.mark.journey("implementer", "arranges a layout", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("administrator", "stops a job and tries it again", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("salesperson", "deletes a record and brings it back", on="zh-1440 pl-390", keyboard=True)
@pytest.mark.journey("developer", "makes a token for a program", on="zh-1440 pl-390", keyboard=True)
def test_a_page_is_arranged_a_job_stopped_and_a_token_made(screen: Screen) -> None:
    page, say = screen.enter("/setup/layouts/competitor", who="administrator"), screen.say
    keys, dialog = Keys(page), page.get_by_role("dialog")
    strengths = named(page, "competitor.strengths")

    def save(word: str) -> None:
        keys.use(button(page, say(word)), along="Shift+Tab")
        keys.use(button(dialog, say("Apply")))
        expect(dialog).to_have_count(0)

    if screen.phone:
        keys.use(button(page, screen.written("Move up: {name}", name=strengths)))
    else:
        keys.to(button(page, screen.written("Move {option}", option=strengths)))
        spoken = page.locator("[id^=DndLiveRegion]").first
        keys.press("Space")
        expect(spoken).to_contain_text(strengths)
        before = spoken.inner_text()
        keys.press("ArrowDown")
        expect(spoken).not_to_have_text(before)
        keys.press("Space")
    expect(button(page, say("Save"))).to_be_enabled()
    save("Save")
    save("As delivered")
    expect(button(page, say("As delivered"))).to_be_disabled()

    go(page, "/setup/jobs")
    keys.use(button(page, say("Stop the job")).first)
    keys.choose(page.get_by_role("combobox", name=say("State")), say("Cancelled"))
    expect(button(page, say("Stop the job"))).to_have_count(0)  # the list of all is gone
    again = button(page, say("Try again"))
    expect(again.first).to_be_visible()
    stopped = again.count()
    keys.use(again.first)
    expect(again).to_have_count(stopped - 1)

    go(page, "/setup/tokens")
    keys.use(button(page, say("New API token")))
    expect(dialog.get_by_role("textbox").first).to_be_focused()
    keys.type(f"Till-{screen.language}")
    keys.press("Enter")
    secret = dialog.locator("pre").inner_text()
    done = button(dialog, say("Done"))
    program = page.request.get("/api/v1/records/account?limit=1", headers={"Authorization": f"Bearer {secret}", "Cookie": ""})
    assert len(program.json()["data"]) == 1
    keys.use(done)
    expect(dialog).to_have_count(0)
    keys.use(button(page.get_by_role("row").filter(has_text=f"Till-{screen.language}"), say("Revoke")))
    expect(page.get_by_role("row").filter(has_text=f"Till-{screen.language}")).to_have_count(0)

    name = f"Gone-{screen.language}"
    page.goto(f"/o/account/{create(page, 'account', name=name)}")
    keys.use(button(page, say("More actions")))
    keys.use(page.get_by_role("menuitem", name=say("Delete"), exact=True), along="ArrowDown")
    expect(notice(page)).to_contain_text(name)
    keys.use(button(notice(page), say("Undo")))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
