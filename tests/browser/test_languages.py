"""On a Chinese and on a Polish page stands no text of the pages in English."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create, go
from tests.support.screens import CATALOGUES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Every form of a list, and the pages around it.
PAGES = (
    "/", "/o/account?view=all_accounts", "/o/opportunity?view=pipeline", "/o/opportunity?view=all_opportunities&group_by=stage",
    "/o/opportunity?view=all_opportunities&form=gantt", "/o/opportunity?view=all_opportunities&form=pivot&group_by=stage",
    "/o/activity?view=my_activities&form=calendar", "/o/activity?view=my_activities&form=calendar&scale=week", "/o/account?view=account_map",
    "/o/product?form=gallery&filter=", "/setup/profile", "/setup/sessions", "/setup/tokens", "/setup/bin", "/setup/jobs", "/o/nothing",
)  # fmt: skip
#: What an administrator and an implementer see.
SETUP = (
    "/setup", "/setup/objects", "/setup/objects/account", "/setup/layouts", "/setup/layouts/account", "/setup/translations", "/setup/designer", "/setup/designer/automation/standing_deals", "/setup/users", "/setup/roles",
    "/setup/permission-sets", "/setup/permission-sets/sales_rep", "/setup/sharing", "/setup/modules", "/setup/transfer", "/setup/versions", "/setup/log",
    "/duplicates/account", "/cleaning/account", "/import/account",
)  # fmt: skip
#: What shows a text that may be changed, as the label of a section.
TYPED = """() => [...document.querySelectorAll("main input, main textarea")].map((one) => one.value).filter(Boolean)"""
#: What a page shows and says: its words, and the names of what has no words.
SAID = """() => [
    ...document.body.innerText.split("\\n"),
    ...[...document.querySelectorAll("[aria-label]")].map((one) => one.getAttribute("aria-label")),
    ...[...document.querySelectorAll("[placeholder]")].map((one) => one.getAttribute("placeholder")),
    ...[...document.querySelectorAll("[title]")].map((one) => one.getAttribute("title")),
].map((text) => text.trim()).filter(Boolean)"""


#: Files that other journeys have brought have names of their own.
FILES = (".csv", ".xlsx", ".vcf", ".ics")


def english(language: str) -> set[str]:
    """Texts of the pages that read otherwise in that language. Words of one letter and names stay as they are."""
    found: set[str] = set()
    for path in CATALOGUES.glob(f"{language}*.json"):
        texts = json.loads(path.read_text("utf-8"))
        found |= {text for text, said in texts.items() if isinstance(said, str) and said != text and "{" not in text and len(text) > 2}
    return found


def untranslated(page: Page, texts: set[str]) -> list[str]:
    return sorted({text for text in page.evaluate(SAID) if text in texts or (re.fullmatch(r"[a-z_]+\.[a-z_.]+", text) and not text.endswith(FILES))})


@pytest.mark.parametrize(
    "who, language, named, phone", [("rep1", "zh", "语言测试公司", False), ("rep3", "pl", "Firma językowa", True)], ids=["zh-desktop", "pl-phone"]
)
def test_no_word_is_left_in_english(enter: Enter, who: str, language: str, named: str, phone: bool) -> None:
    page, texts = enter(who, phone=phone), english(language)
    account = create(page, "account", name=named)
    found = {}
    for address in (*PAGES, f"/o/account/{account}"):
        go(page, address)
        found[address] = untranslated(page, texts)
    expect(page.get_by_role("heading", name=named)).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()
    found["form"] = untranslated(page, texts)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for keys in ("l", "Control+k", "?"):
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog")).to_be_visible()
        found[keys] = untranslated(page, texts)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert not {place: words for place, words in found.items() if words}


def declared(page: Page) -> set[str]:
    """What definitions are called in English, as far as they are called otherwise in the reader's language."""
    kinds = [page.request.get(f"/api/v1/meta/{kind}").json()["data"] for kind in ("role", "permission_set", "layout")]
    labels = {one["definition"].get("label") for kind in kinds for one in kind if one["label"] != one["definition"].get("label")}
    parts = {part.get("label") for layout in kinds[-1] for name in ("sections", "related") for part in layout["definition"].get(name, ())}
    return {label for label in labels | parts if label} | {"Duplicate rule", "Number series", "Articles", "Accounts"}


def test_no_word_is_left_in_english_for_the_administrator(enter: Enter) -> None:
    page = enter("admin", language="zh")
    texts = english("zh") | declared(page)
    found = {}
    for address in SETUP:
        go(page, address)
        typed = set(page.evaluate(TYPED)) & texts
        adds = {text for line in page.locator("article").all_inner_texts() for text in texts if re.search(rf"(^| |, ){re.escape(text)}(,|$)", line, re.M)}
        found[address] = sorted({*untranslated(page, texts), *typed, *adds})
    assert not {place: words for place, words in found.items() if words}
