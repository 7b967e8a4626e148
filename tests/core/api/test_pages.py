"""Pages for people: signing in without JavaScript, and the application as it was built."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest

import hatch_build
from core.api.ask import Answer
from core.api.headers import WORKER_POLICY, headers_of
from core.api.health import alive
from core.api.pages import NONCE, Pages, safe_next
from tests.core.api.clients import ADMIN, PASSWORD, Caller, Web
from tests.support.tree import ROOT


@pytest.fixture
def built(tmp_path: Path) -> Pages:
    """What a build would have made."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(f'<script type="module" nonce="{NONCE}" src="/static/ui/assets/a.js"></script>')
    (tmp_path / "assets" / "a.js").write_text("let a = 1;" * 1000)
    (tmp_path / "assets" / "font.woff2").write_bytes(bytes(range(256)))
    return Pages(tmp_path)


def form(**fields: str) -> dict[str, str]:
    return {"email": ADMIN, "password": PASSWORD, "next": "/", "language": "en", **fields}


def test_the_application_is_for_who_has_a_session(web: Web, nobody: Caller) -> None:
    sent_away = nobody.get("/o/x_boat?view=mine")
    assert (sent_away.status_code, sent_away.headers["Location"]) == (302, "/sign-in?next=/o/x_boat%3Fview%3Dmine")
    assert web.browser().get("/o/x_boat?view=mine").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("language", "word"), [("en", "Sign in"), ("zh", "登录"), ("pl", "Zaloguj")])
def test_the_form_speaks_three_languages(nobody: Caller, language: str, word: str) -> None:
    for page in (nobody.get(f"/sign-in?language={language}"), nobody.get("/sign-in", headers={"Accept-Language": f"{language}-XX, de;q=0.5"})):
        text = page.get_data(as_text=True)
        assert word in text and f'<html lang="{language}">' in text
        assert "<script" not in text


def test_the_form_signs_in_and_goes_on(web: Web) -> None:
    browser = web.nobody()
    answer = browser.post("/sign-in", data=form(next="/o/x_boat?view=mine"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/o/x_boat?view=mine")
    assert browser.get("/api/v1/me").status_code == 200


def test_a_wrong_password_comes_back_to_the_form_with_the_reason(web: Web) -> None:
    page = web.nobody().post("/sign-in", data=form(password="wrong", language="zh", email='"><b>x'))
    text = page.get_data(as_text=True)
    assert page.status_code == 401
    assert 'role="alert"' in text and "<b>" not in text
    assert "Set-Cookie" not in page.headers


def test_X8_another_site_cannot_send_the_form(web: Web) -> None:
    page = web.nobody().post("/sign-in", data=form(), headers={"Origin": "http://evil.example"})
    assert page.status_code == 403
    assert page.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/", "/o/account?filter=a%20%3D%201", "/o/x?next=//evil", "/setup#top", "/duplicates/account"])
def test_one_goes_on_to_addresses_of_ours(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "", "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/\t/evil.example", "javascript:alert(1)",
        "evil.example", "/ /evil", "http:/evil", "/\n/evil", "///evil", "//evil.example/%2f..", "\x00/", "http:evil.example",
    ],
)  # fmt: skip
def test_X3_one_goes_nowhere_else(address: str) -> None:
    assert safe_next(address) == "/"


def test_each_page_has_a_nonce_of_its_own(built: Pages) -> None:
    first, second = built.index("en"), built.index("en")
    nonces = [re.search(r'nonce="([^"]+)"', page.content.decode()) for page in (first, second) if page.content]
    assert nonces[0] and nonces[1] and nonces[0][1] != nonces[1][1]
    assert f"'nonce-{nonces[0][1]}'" in first.policy
    assert "unsafe" not in first.policy


def test_what_is_the_same_for_everybody_is_kept_whoever_signs_in() -> None:
    public = dict(headers_of(Answer(content=b"", cache="public, max-age=86400"), secure=True))
    assert public["Vary"] == "Accept-Encoding"
    assert "Cookie" in dict(headers_of(Answer(content=b""), secure=True))["Vary"]


def test_built_files_are_sent_compressed_where_it_pays(built: Pages) -> None:
    script, font = built.asset("assets/a.js"), built.asset("assets/font.woff2")
    assert script is not None and script.packed is not None and gzip.decompress(script.packed) == script.plain
    assert font is not None and font.packed is None


@pytest.mark.parametrize("name", ["../pages.py", "assets/../../x", "/etc/passwd", "assets", "", "assets\\a.js"])
def test_nothing_but_built_files_can_be_had(built: Pages, name: str) -> None:
    assert built.asset(name) is None


def test_a_new_build_is_seen_without_a_restart(built: Pages, tmp_path: Path) -> None:
    assert built.asset("assets/b.js") is None
    (tmp_path / "assets" / "b.js").write_text("new")
    index = tmp_path / "index.html"
    index.write_text("<p>new</p>")
    os.utime(index, (1, 1))
    assert built.asset("assets/b.js") is not None


def test_a_page_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    page: Answer = Pages(tmp_path / "none").index("pl")
    assert page.status == 503
    assert page.content is not None and b"run.py" in page.content


def test_a_defect_shows_an_id_and_nothing_else(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret cause")

    route = web.app.declared["GET /healthz"]
    object.__setattr__(route, "view", broken)
    try:
        answer = web.app.test_client().get("/healthz")
    finally:
        object.__setattr__(route, "view", alive)
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    mark = re.search(r"[0-9a-f-]{36}", answer.json["detail"])
    assert mark is not None and mark[0] in caplog.text and "the secret cause" in caplog.text


def test_X5_who_looks_at_an_address_that_is_nowhere_gets_a_page(nobody: Caller) -> None:
    looks = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh"}
    page = nobody.get("/serach", headers=looks)
    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html") and 'href="/"' in page.get_data(as_text=True)
    for address, headers in (("/serach", {}), ("/api/v1/serach", looks)):
        answer = nobody.get(address, headers=headers)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_the_application_is_installed_under_the_name_of_the_company(web: Web) -> None:
    answer = web.nobody().get("/manifest.webmanifest", headers={"Accept-Language": "pl"})
    said = json.loads(answer.get_data(as_text=True))
    name = web.nobody().get("/sign-in").get_data(as_text=True)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/manifest+json")
    assert said["name"] in name and (said["lang"], said["start_url"], said["display"]) == ("pl", "/", "standalone")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}


def test_a_device_keeps_the_application_and_nothing_of_anybody(web: Web) -> None:
    hatch_build.build_ui(ROOT)
    caller = web.nobody()
    kept = caller.get("/shell").get_data(as_text=True)
    assert without_nonce(kept) == without_nonce(web.browser().get("/").get_data(as_text=True))
    worker = caller.get("/worker.js")
    assert worker.headers["Content-Security-Policy"] == WORKER_POLICY
    assert worker.headers["Cache-Control"] == "private, no-cache"
    script = worker.get_data(as_text=True)
    named = set(re.findall(r"/static/ui/assets/[\w.-]+", kept))
    assert named and all(name in script for name in named)
    assert "/api/v1" not in script
    for icon in ("icon-192", "icon-512", "maskable-512", "apple-touch-icon", "badge-96"):
        assert caller.get(f"/icons/{icon}.png").get_data().startswith(b"\x89PNG")
    assert caller.get("/icons/other.png").status_code == 404


def without_nonce(page: str) -> str:
    return re.sub(r'nonce="[^"]*"', "", page)
