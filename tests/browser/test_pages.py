"""The way in and out, and the page that a day begins with, at both widths in three languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Who speaks what, and how they are greeted.
PEOPLE = {
    "admin": ("en-GB", re.compile("Good .*, Alex")),
    "rep1": ("zh-CN", re.compile("好，李娜")),
    "rep3": ("pl-PL", re.compile("Dzień dobry, Anna|Dobry wieczór, Anna")),
}


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


def test_whoever_signs_out_is_out(site: str, page: Page) -> None:
    sign_in(page, site, "rep4")
    page.wait_for_load_state("networkidle")  # what is asked after the session has ended is refused
    page.get_by_role("button", name="My menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.locator("input[name=password]")).to_be_visible()
    page.goto(f"{site}/o/account")
    expect(page).to_have_url(f"{site}/sign-in?next=/o/account")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("who", list(PEOPLE))
def test_home_greets_everyone_in_the_own_language(enter: Enter, who: str, phone: bool) -> None:
    page = enter(who, phone=phone)
    language, greeting = PEOPLE[who]
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)
    expect(page.locator("html")).to_have_attribute("lang", language)
