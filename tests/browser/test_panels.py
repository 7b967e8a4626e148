"""Panels: what a plugin draws itself with one file, as its developer and whoever looks at it live with it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

import hatch_build
from core.api.app import create_app
from core.host.checking import check_plugin
from core.host.lifecycle import disable
from core.testkit.workbench import ADMIN, PASSWORD, Tenant, open_tenant
from tests.support.accessibility import barriers
from tests.support.journeys import PATIENCE, row, stop_listening
from tests.support.pages import hear
from tests.support.tree import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MANUAL = ROOT / "docs" / "developer" / "panels.md"
BLOCK = re.compile(r"^`plugins/(log_book/[^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROGUE = Path(__file__).parent / "plugins"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def log_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plugin of the manual, as its page writes it."""
    folder = tmp_path_factory.mktemp("written")
    for file, content in BLOCK.findall(MANUAL.read_text(encoding="utf-8")):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(content, encoding="utf-8")
    return folder / "log_book"


@pytest.fixture(scope="module")
def tenant(log_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A tenant with the plugin of the manual and one that does what none should."""
    home = tmp_path_factory.mktemp("panels")
    with open_tenant(home / "tenant", home, "", ("log_book", "rogue"), [log_book.parent, ROGUE]) as made:
        yield made


@contextmanager
def served(tenant: Tenant) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(tenant.platform), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address(tenant: Tenant) -> Iterator[str]:
    hatch_build.build_ui(ROOT)
    with served(tenant) as made:
        yield made


@pytest.fixture(scope="module")
def signed_in(address: str, browser: Browser) -> Any:
    """What the browser of the administrator keeps."""
    desk = browser.new_context(base_url=address, service_workers="block")
    page = desk.new_page()
    page.goto("/sign-in")
    page.fill("input[name=email]", ADMIN)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    kept = desk.storage_state()
    desk.close()
    return kept


@pytest.fixture
def open_page(address: str, browser: Browser, signed_in: Any, complaints: list[str]) -> Iterator[Open]:
    """Opens a page of the administrator; the test fails when it complains."""
    desk = browser.new_context(base_url=address, service_workers="block", storage_state=signed_in)

    def opened(at: str, width: int = 1440, height: int = 900) -> Page:
        page = desk.new_page()
        hear(page, complaints)
        page.set_default_timeout(PATIENCE)
        page.set_viewport_size({"width": width, "height": height})
        stop_listening(page)
        page.goto(at)
        return page

    yield opened
    desk.close()
    assert not complaints, "the pages complain:\n" + "\n".join(complaints)


def speak(tenant: Tenant, language: str) -> None:
    with tenant.open() as ctx:
        (administrator,) = ctx.records.list("user", filter=f"email = '{ADMIN}'").data
        ctx.records.update("user", administrator["id"], {"language": language})


def test_a_panel_is_one_file_that_reads_and_changes_the_record(tenant: Tenant, open_page: Open) -> None:
    vehicle = tenant.create("vehicle", {"plate": "WX 1", "kilometres": 100})["id"]
    page = open_page(f"/o/vehicle/{vehicle}")
    panel = page.get_by_role("region", name="Log book", exact=True)
    inside = panel.frame_locator("iframe[title='Log book']")
    inside.get_by_label("To where").fill("Gdańsk <img src=x onerror=ran()>")
    inside.get_by_label("Kilometres").fill("340")
    inside.get_by_role("button", name="Add a trip").click()
    expect(inside.get_by_role("cell", name="Gdańsk <img src=x onerror=ran()>")).to_be_visible()
    expect(page.get_by_text("Trip to Gdańsk")).to_be_visible()
    expect(page.get_by_text("440", exact=True).first).to_be_visible()  # the page around it shows what the panel wrote
    with tenant.open() as ctx:
        assert ctx.records.get("vehicle", vehicle)["kilometres"] == 440
    assert panel.locator("iframe").evaluate("frame => frame.offsetHeight") > 80  # as high as what stands in it


def test_a_panel_speaks_the_language_of_the_reader_and_fits_a_phone(tenant: Tenant, open_page: Open) -> None:
    vehicle = tenant.create("vehicle", {"plate": "WX 2"})["id"]
    speak(tenant, "zh")
    try:
        page = open_page(f"/o/vehicle/{vehicle}", 390, 844)
        panel = page.get_by_role("region", name="行车日志")
        inside = panel.frame_locator("iframe")
        button = inside.get_by_role("button", name="添加行程")
        expect(button).to_be_visible()
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
        assert inside.locator("html").get_attribute("lang") == "zh-CN"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        frame = panel.locator("iframe").element_handle().content_frame()
        assert frame is not None
        assert barriers(page) + barriers(frame) == []
    finally:
        speak(tenant, "en")


def test_X6_a_panel_reads_nothing_that_it_does_not_declare_and_has_no_other_way_out(tenant: Tenant, open_page: Open, complaints: list[str]) -> None:
    tenant.create("rogue_crate", {"name": "One"})
    page = open_page("/")
    heard: list[str] = []
    page.on("response", lambda answer: heard.append(answer.url) if answer.frame != page.main_frame else None)
    policy = page.request.get("/p/rogue_spy").headers["content-security-policy"]
    assert "script-src 'self' 'nonce-" in policy and "unsafe" not in policy and "connect-src 'self'" in policy
    page.get_by_role("link", name="Spy").click()
    came = json.loads(page.frame_locator("iframe[title=Spy]").locator("#came").text_content() or "")
    assert came.pop("crates") >= 1
    assert {name: said for name, said in came.items() if not said.startswith("refused")} == {}
    assert page.url.endswith("/p/rogue_spy")
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts allow-forms"
    with tenant.open() as ctx:
        assert ctx.records.list("rogue_crate", filter="name = 'Smuggled'").data == []
    assert all(re.search("Content Security Policy|sandboxed|permission|rogue|Unsafe attempt", said) for said in complaints), complaints
    assert [url for url in heard if url.startswith("http")] == []  # from the frame nothing went anywhere
    complaints.clear()  # the browser says of each attempt that it was stopped


def test_the_file_of_a_panel_is_no_script_of_our_origin(open_page: Open) -> None:
    answer = open_page("/o/vehicle").request.get("/x/rogue/panels/rogue_spy")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_panel_that_fails_or_hangs_hurts_nothing_else(tenant: Tenant, open_page: Open, complaints: list[str]) -> None:
    crate = tenant.create("rogue_crate", {"name": "Two"})["id"]
    page = open_page(f"/o/rogue_crate/{crate}")
    failed = page.get_by_role("region", name="Fails")
    expect(failed.get_by_role("alert")).to_contain_text("It failed: no luck with Two")
    hung = page.get_by_role("region", name="Hangs")
    expect(hung.get_by_role("alert")).to_contain_text("doesn’t answer any more")
    expect(hung.locator("iframe")).to_have_count(0)
    page.get_by_role("tab", name="Overview").click()
    expect(page.get_by_role("heading", name="Two")).to_be_visible()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("region", name="Leaves").get_by_role("alert")).to_contain_text("went to another address")
    assert all("frame-src 'self'" in said or "example.com" in said for said in complaints), complaints
    complaints.clear()  # it was stopped before anything went there


def test_an_object_of_a_plugin_has_list_board_record_and_form_without_code(tenant: Tenant, open_page: Open) -> None:
    page = open_page("/o/vehicle")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Rogue crates").click()
    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_role("menuitem", name="Rogue crate").click()
    form = page.get_by_role("dialog", name="New Rogue crate")
    form.get_by_role("textbox", name="Name").fill("Of a form")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Of a form")).to_be_visible()
    page.goto("/o/rogue_crate")
    expect(row(page, "Of a form")).to_be_visible()
    page.goto("/o/rogue_crate?form=board&group_by=state")
    expect(page.get_by_text("Of a form")).to_be_visible()
    page.get_by_text("Of a form").click()
    expect(page.get_by_role("heading", name="Of a form")).to_be_visible()


def test_a_layout_says_which_panels_stand_on_its_page(tenant: Tenant, open_page: Open) -> None:
    vehicle = tenant.create("vehicle", {"plate": "WX 3"})["id"]
    page = open_page("/o/vehicle")
    csrf = page.request.get("/api/v1/me").json()["csrf"]
    document = {"name": "x_vehicle", "object": "vehicle", "sections": [{"fields": ["plate"]}], "panels": []}
    put = page.request.put("/api/v1/meta/layout/x_vehicle", data=document, headers={"X-CSRF-Token": csrf})
    assert put.ok, put.text()
    try:
        page.goto(f"/o/vehicle/{vehicle}")
        expect(page.get_by_role("heading", name="WX 3")).to_be_visible()
        expect(page.get_by_role("tab", name="Overview")).to_be_visible()
        assert page.get_by_role("region", name="Log book").count() == 0
        page.goto("/setup/layouts/x_vehicle")
        page.locator("input[aria-label='Panels of plugins']").press("ArrowDown")
        page.get_by_role("option", name="Log book").click()
        expect(page.get_by_role("button", name="Save")).to_be_enabled()
    finally:
        page.request.delete("/api/v1/meta/layout/x_vehicle", headers={"X-CSRF-Token": csrf})


def test_plugin_check_finds_nothing_wrong_with_the_example(log_book: Path) -> None:
    assert [finding for finding in check_plugin(log_book) if finding.wrong] == []


def test_the_panel_of_a_disabled_plugin_is_gone(tenant: Tenant, open_page: Open, complaints: list[str]) -> None:
    page = open_page("/p/rogue_spy")
    expect(page.get_by_role("region", name="Spy")).to_be_visible()
    with tenant.open() as ctx:
        disable(ctx, "rogue")
    page.goto("/")
    expect(page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Vehicles")).to_be_visible()
    assert page.get_by_role("link", name="Spy").count() == page.get_by_role("region", name="Leaves").count() == 0
    assert page.request.get("/x/rogue/panels/rogue_spy").status == 404
    assert page.request.get("/api/v1/ui").json()["panels"].keys() == {"log_book"}
    complaints.clear()  # what the spy was refused before
