"""A day's pages in a real Chromium, at the width of a desk and of a phone, in three languages, without a complaint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Enter = Callable[..., Page]
#: Who speaks what, and what they call opportunities.
PEOPLE = {"admin": "Opportunities", "rep1": "商机", "rep3": "Szanse sprzedaży"}
BOTH = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.mark.parametrize("language, word", [("en", "Sign in"), ("zh", "登录"), ("pl", "Zaloguj")])
def test_the_sign_in_page_speaks_three_languages_without_a_script(site: str, page: Page, language: str, word: str) -> None:
    page.goto(f"{site}/sign-in?language={language}")
    expect(page.get_by_role("button")).to_contain_text(word)
    assert page.locator("script").count() == 0


def test_a_wrong_password_is_refused_in_words(site: str, page: Page, complaints: list[str]) -> None:
    page.goto(f"{site}/sign-in")
    page.fill("input[name=email]", "admin@demo.test")
    page.fill("input[name=password]", "not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_be_empty()
    complaints.clear()  # the browser notes the refusal


@BOTH
@pytest.mark.parametrize("who", list(PEOPLE))
def test_home_greets_everyone_in_the_own_language(enter: Enter, who: str, phone: bool) -> None:
    page = enter(who, phone=phone)
    expect(page.get_by_role("heading").first).to_be_visible()
    language = page.evaluate("fetch('/api/v1/me').then(r => r.json()).then(me => me.user.language)")
    page.wait_for_function("language => document.documentElement.lang.startsWith(language)", arg=language)


@pytest.mark.parametrize("who", list(PEOPLE))
def test_the_menu_is_the_tenants_and_in_the_readers_language(enter: Enter, who: str) -> None:
    page = enter(who)
    expect(page.get_by_role("navigation").get_by_text(PEOPLE[who], exact=True).first).to_be_visible()


@BOTH
def test_a_record_page_shows_its_fields_and_what_happened(enter: Enter, phone: bool) -> None:
    page = enter("admin", phone=phone)
    record = page.evaluate("fetch('/api/v1/records/opportunity?limit=1&fields=name,number').then(r => r.json()).then(p => p.data[0])")
    page.goto(page.url.rstrip("/") + f"/o/opportunity/{record['id']}")
    expect(page.get_by_text(record["name"]).first).to_be_visible()
    expect(page.get_by_text(record["number"]).first).to_be_visible()


def test_the_palette_finds_a_record_by_a_word(enter: Enter) -> None:
    page = enter("admin")
    record = page.evaluate("fetch('/api/v1/records/account?limit=1&fields=name').then(r => r.json()).then(p => p.data[0])")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.keyboard.press("Control+k")
    box = page.get_by_role("dialog").locator("input")
    box.fill(record["name"])
    expect(page.get_by_role("dialog").get_by_text(record["name"]).first).to_be_visible()


@BOTH
def test_the_board_has_a_column_for_each_stage(enter: Enter, phone: bool) -> None:
    page = enter("manager1", phone=phone)
    view = page.evaluate("fetch('/api/v1/ui').then(r => r.json()).then(ui => ui.views.opportunity.find(v => v.form === 'board').name)")
    stages = page.evaluate("fetch('/api/v1/ui').then(r => r.json()).then(ui => ui.objects.opportunity.fields.stage.options.map(o => o.label))")
    page.goto(page.url.rstrip("/") + f"/o/opportunity?view={view}")
    expect(page.get_by_text(stages[0]).first).to_be_visible()


def test_a_new_object_stands_in_the_menu_at_once(enter: Enter) -> None:
    page = enter("admin")
    status = page.evaluate(
        """async () => {
            const me = await (await fetch('/api/v1/me')).json();
            const body = {name: 'x_boat', label: 'Boat', plural: 'Boats', fields: {name: {type: 'text', required: true}}};
            const answer = await fetch('/api/v1/meta/object/x_boat', {method: 'PUT', body: JSON.stringify(body),
                headers: {'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf}});
            return answer.status;
        }"""
    )
    assert status == 200
    page.reload()
    expect(page.get_by_role("navigation").get_by_text("Boats", exact=True).first).to_be_visible()


def test_modules_say_what_they_add(enter: Enter) -> None:
    page = enter("admin", at="/setup")
    page.goto(page.url.split("/setup")[0] + "/setup/modules")
    for title in ("Customers", "Products", "Sales"):
        expect(page.get_by_text(title).first).to_be_visible()
