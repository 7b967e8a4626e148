"""Files in the browser: sent with a record, looked at beside it, found by what they say, and their versions brought back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.journeys import Enter, create

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WORDS = "Delivery terms of the pump station\n" + "And so on. " * 30 + "The gasket lasts seven winters."


def upload(page: Page, name: str, content: bytes) -> str:
    """A file that belongs to nothing yet, as the form of an action sends it."""
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    sent = {"name": name, "mimeType": "text/plain", "buffer": content}
    answer = page.request.post("/api/v1/files", multipart={"file": sent}, headers={"X-CSRF-Token": csrf})
    assert answer.status == 201, answer.text()
    return str(answer.json()["id"])


def act(page: Page, path: str, **values: str) -> dict[str, str]:
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.post(path, data=values, headers={"X-CSRF-Token": csrf})
    assert answer.ok, answer.text()
    found: dict[str, str] = answer.json()
    return found


@pytest.mark.journey("salesperson", "sends files and looks at them", on="en-1440")
def test_S_DOC_01_files_are_sent_with_a_record_and_looked_at_beside_it(enter: Enter) -> None:
    page = enter("rep4")
    id = create(page, "account", name="Pump Station East")
    page.goto(f"/o/account/{id}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="File", exact=True).click()
    chooser.value.set_files([
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "dot.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "terms.txt", "mimeType": "text/plain", "buffer": WORDS.encode()},
    ])  # fmt: skip
    timeline = page.get_by_role("complementary", name="Timeline")
    timeline.get_by_role("link", name="dot.png").click()
    shown = page.get_by_role("dialog")
    expect(shown.get_by_role("img", name="dot.png")).to_have_js_property("naturalWidth", 1)
    page.keyboard.press("Escape")
    timeline.get_by_role("link", name="plan.pdf").click()
    expect(shown.locator("iframe[title='plan.pdf']")).to_be_visible()
    shown.get_by_role("button", name="Close").click()
    timeline.get_by_role("link", name="terms.txt").click()
    expect(shown).to_contain_text("The gasket lasts seven winters.")
    with page.expect_download() as download:
        shown.get_by_role("link", name="Download terms.txt").click()
    assert download.value.suggested_filename == "terms.txt"


def test_S_DOC_01_a_document_shows_its_version_and_an_earlier_one_is_brought_back(enter: Enter) -> None:
    page = enter("rep4")
    made = act(page, "/x/documents/documents", file=upload(page, "winter.txt", b"First winter plan"), name="Winter plan")
    act(page, f"/x/documents/documents/{made['document']}/versions", file=upload(page, "winter 2.txt", b"Second winter plan"))
    page.goto(f"/o/document/{made['document']}")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Second winter plan")
    versions = page.get_by_role("region", name="Versions")
    versions.get_by_role("button", name="Bring back: winter.txt").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    expect(preview).to_contain_text("First winter plan")


def test_S_DOC_01_a_hit_shows_the_passage_that_was_found(enter: Enter) -> None:
    page = enter("rep1", "/")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="搜索与命令").fill("余热回收")
    hit = page.get_by_role("option", name=re.compile("空压机产品手册")).first
    expect(hit).to_contain_text("带余热回收和远程监控")
