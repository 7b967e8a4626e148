"""What hostile people write stays text wherever it is shown: nothing of it runs, and no page asks another to act for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.journeys import Enter, create, row

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: `ran()` is what each of them tries to call; the pages note it.
SCRIPTS = [
    "<script>ran()</script>", "<img src=x onerror=ran()>", '"><svg onload=ran()>', "javascript:ran()", "data:text/html,<script>ran()</script>",
    '<iframe srcdoc="<script>parent.ran()</script>"></iframe>', "<details open ontoggle=ran()>", "<style>@import 'javascript:ran()'</style>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=ran()&gt;">', "<a href=javascript:ran()>x</a>",
    "<form action=javascript:ran()><button>x</button></form>", "<input autofocus onfocus=ran()>", "{{constructor.constructor('ran()')()}}", "${ran()}",
    "';ran();//", "</title><script>ran()</script>", "<base href=//evil.test/>", "<meta http-equiv=refresh content='0;url=javascript:ran()'>",
    "<object data='data:text/html,<script>ran()</script>'></object>", "<template><script>ran()</script></template>", "%3Cscript%3Eran()%3C/script%3E",
    "<x onclick=ran() style=position:fixed;inset:0>", "<svg><animate onbegin=ran() attributeName=x dur=1s>", "\\u003cscript\\u003eran()\\u003c/script\\u003e",
]  # fmt: skip
LINKS = ["javascript:ran()", "JaVaScRiPt:ran()", "java\tscript:ran()", " javascript:ran()", "data:text/html,<script>ran()</script>", "vbscript:ran()", "file:///etc/passwd"]
NAME = "<img src=x onerror=ran()>"
WATCH = "window.ran = () => { window.hasRun = true }; for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => { window.hasRun = true };"


def ask(page: Page, method: str, path: str, body: Any = None) -> Any:
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    answer = page.request.fetch(f"/api/v1{path}", method=method, data=body if body is not None else {}, headers={"X-CSRF-Token": csrf})
    assert answer.ok, answer.text()
    return answer.json() if answer.body() else None


def at_rest(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hasRun") is None


def test_X1_X3_what_is_written_into_fields_never_runs(enter: Enter) -> None:
    page = enter("admin")
    page.add_init_script(WATCH)
    values = [{"name": f"Hostile {text}", "legal_name": text, "needs": text, "tags": [text[:30].replace(",", " ")]} for text in SCRIPTS]
    made = ask(page, "POST", "/records/account/bulk", {"op": "create", "records": values})["results"]
    assert {one["status"] for one in made} == {"created"}
    page.goto("/o/account?view=all_accounts&filter=STARTS_WITH(name, 'Hostile')")
    expect(row(page, "Hostile <script>ran()</script>").first).to_be_visible()
    at_rest(page)
    page.goto("/o/account?view=all_accounts&form=board&group_by=kind&filter=STARTS_WITH(name, 'Hostile')")
    expect(page.get_by_text("Hostile <script>ran()</script>").first).to_be_visible()
    at_rest(page)
    page.goto(f"/o/account/{made[1]['id']}")
    expect(page.get_by_role("heading", name="Hostile <img src=x onerror=ran()>")).to_be_visible()
    at_rest(page)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search and commands").fill("Hostile")
    expect(page.get_by_role("option").filter(has_text="Hostile").first).to_be_visible()
    at_rest(page)


def test_X1_formatted_text_keeps_its_form_and_loses_what_runs(enter: Enter) -> None:
    page = enter("admin")
    page.add_init_script(WATCH)
    id = create(page, "article", name="Formatted and hostile", body="<p><b>Bold</b></p>" + "".join(SCRIPTS))
    page.goto(f"/o/article/{id}")
    expect(page.locator("b", has_text="Bold").first).to_be_visible()
    at_rest(page)
    assert page.locator("main a[href^='javascript' i], main iframe, main object, main form[action], main base").count() == 0


def test_X3_links_lead_to_the_web_alone(enter: Enter) -> None:
    page = enter("admin")
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    for link in LINKS:
        answer = page.request.post("/api/v1/records/account", data={"name": "Linked", "website": link}, headers={"X-CSRF-Token": csrf})
        assert answer.status == 422, link
        assert answer.json()["errors"][0]["field"] == "website"


@contextmanager
def hostile_object(page: Page) -> Iterator[str]:
    """An object that is called hostile things all over, until the test is over."""
    options = [{"value": "one", "label": NAME}]
    fields = {"name": {"type": "text", "label": NAME, "help": NAME}, "x_kind": {"type": "choice", "label": NAME, "options": options}}
    ask(page, "PUT", "/meta/object/x_hostile", {"name": "x_hostile", "label": NAME, "plural": NAME, "name_field": "name", "fields": fields})
    ask(page, "PUT", "/meta/view/x_hostile_view", {"name": "x_hostile_view", "object": "x_hostile", "label": NAME, "columns": ["name", "x_kind"]})
    try:
        yield "x_hostile"
    finally:
        ask(page, "DELETE", "/meta/view/x_hostile_view")
        ask(page, "DELETE", "/meta/object/x_hostile")


def test_X2_names_of_everything_are_text(enter: Enter) -> None:
    page = enter("admin")
    page.add_init_script(WATCH)
    with hostile_object(page) as object:
        id = create(page, object, name=NAME, x_kind="one")
        page.goto(f"/o/{object}")
        expect(page.get_by_role("navigation", name="Views").get_by_text(NAME)).to_be_visible()
        expect(row(page, NAME).first).to_be_visible()
        at_rest(page)
        page.goto(f"/o/{object}/{id}")
        expect(page.get_by_role("heading", name=NAME).first).to_be_visible()
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="File", exact=True).click()
        chooser.value.set_files([{"name": f"{NAME}.txt", "mimeType": "text/plain", "buffer": b"words <script>parent.ran()</script>"}])
        page.get_by_role("link", name=f"{NAME}.txt").click()
        expect(page.get_by_role("dialog")).to_contain_text("words <script>parent.ran()</script>")
        at_rest(page)
        page.goto(f"/setup/objects/{object}")
        expect(page.get_by_text(NAME).first).to_be_visible()
        at_rest(page)


def test_X1_signs_that_nobody_sees_do_not_make_a_name_look_like_another(enter: Enter) -> None:
    page = enter("admin")
    id = create(page, "account", name="Trusted \u202eLtd\u202c\u2066\x07 Bank")
    assert page.request.get(f"/api/v1/records/account/{id}").json()["name"] == "Trusted Ltd Bank"


def test_X4_a_file_opened_by_its_address_is_saved_and_not_shown(enter: Enter) -> None:
    page = enter("admin")
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    headers = {"X-CSRF-Token": csrf}
    for name, content in (("evil.svg", b"<svg onload=ran()>"), ("evil.html", b"<script>ran()</script>"), ("evil.png", b"<svg onload=ran()>"), ("evil.txt", b"<html><script>ran()")):
        sent = {"name": name, "mimeType": "image/svg+xml", "buffer": content}
        assert page.request.post("/api/v1/files", multipart={"file": sent}, headers=headers).status == 422, name
    sent = {"name": "words.txt", "mimeType": "text/html", "buffer": b"words <script>ran()</script>"}
    id = page.request.post("/api/v1/files", multipart={"file": sent}, headers=headers).json()["id"]
    with page.expect_download() as download:
        page.evaluate("address => { location.href = address }", f"/api/v1/files/{id}")
    assert download.value.suggested_filename == "words.txt"
    page.goto(f"/api/v1/files/{id}/preview")
    expect(page.locator("body")).to_have_text("words <script>ran()</script>")
    page.goto("/")


def test_X5_an_address_that_is_nowhere_says_so_in_plain_words(enter: Enter, complaints: list[str]) -> None:
    page = enter("admin")
    page.add_init_script(WATCH)
    for address in (f"/{NAME}", f"/o/{NAME}", f"/o/account/{NAME}", f"/o/account?view={NAME}&filter={NAME}&q={NAME}&sort={NAME}", f"/setup/{NAME}", f"/sign-in?next={NAME}"):
        page.goto(address)
        at_rest(page)
        assert page.locator("img[src='x']").count() == 0, address
    refusals = [one for one in complaints if not re.search(r"status of (404|400|422)", one)]
    complaints.clear()
    assert refusals == []


def test_X8_another_site_makes_nobodys_browser_act(enter: Enter, site: str, browser: Browser, complaints: list[str]) -> None:
    page = enter("rep4")
    before = page.request.get("/api/v1/records/account?limit=1&count=true").json()["count"]
    other = page.context.new_page()  # the same browser, with the cookie
    other.route("http://evil.test/**", lambda route: route.fulfill(content_type="text/html", body="<title>evil</title>"))
    other.goto("http://evil.test/")
    tried = other.evaluate(
        """async ([site, body]) => {
            const found = [];
            for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json"])
                found.push(await fetch(site + "/api/v1/records/account", { method: "POST", credentials: "include", mode: type === "application/json" ? "cors" : "no-cors", headers: { "Content-Type": type }, body }).then((answer) => answer.type, () => "refused"));
            const frame = document.createElement("iframe");
            frame.name = "hidden";
            document.body.append(frame);
            const form = Object.assign(document.createElement("form"), { method: "post", action: site + "/api/v1/records/account", enctype: "text/plain", target: "hidden" });
            form.append(Object.assign(document.createElement("input"), { name: body.slice(0, -1) + ', "x": "', value: '"}' }));
            document.body.append(form);
            form.submit();
            return found;
        }""",
        [site, json.dumps({"name": "Made by evil"})],
    )
    assert set(tried) <= {"opaque", "refused"}
    other.wait_for_load_state("networkidle")
    other.close()
    assert page.request.get("/api/v1/records/account?limit=1&count=true").json()["count"] == before
