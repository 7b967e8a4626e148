"""Signing in and out over HTTP, and what is one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.core.api.clients import ADMIN, PASSWORD, Caller, Web

SESSION, ME = "/api/v1/session", "/api/v1/me"


def test_signing_in_gives_a_cookie_that_scripts_cannot_read(nobody: Caller) -> None:
    answer = nobody.post(SESSION, {"email": "  ADMIN@example.com", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 201
    assert answer.json["user"]["email"] == ADMIN
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert cookie.startswith("dougong=") and "Secure" not in cookie


def test_over_https_the_cookie_belongs_to_this_host_alone(web: Web) -> None:
    answer = web.nobody().post(SESSION, {"email": ADMIN, "password": PASSWORD}, base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-dougong=")
    assert answer.headers["Set-Cookie"].endswith("; Secure")
    assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize(
    ("email", "password"), [(ADMIN, "wrong password"), ("nobody@example.com", PASSWORD), (ADMIN, "demo"), ("a\x00b", "x" * 1000)]
)
def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(nobody: Caller, email: str, password: str) -> None:
    refused = nobody.post(SESSION, {"email": email, "password": password})
    assert refused.status_code == 401
    assert refused.json["detail"] == "The e-mail address or the password is not right"
    assert "Set-Cookie" not in refused.headers


@pytest.mark.parametrize("password", [{"$ne": ""}, ["a"], 7, None, True, "", "x" * 1001])
def test_a_password_is_a_text(nobody: Caller, password: object) -> None:
    refused = nobody.post(SESSION, {"email": ADMIN, "password": password})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "password")


def test_guessing_ends_after_ten_tries_and_the_user_still_comes_in_from_elsewhere(web: Web) -> None:
    web.world.create_user("Victim", password="the right one")
    guess = {"email": "victim@example.com", "password": "a guess"}
    thief, victim = ({"REMOTE_ADDR": address} for address in ("192.0.2.66", "192.0.2.1"))
    statuses = [web.nobody().post(SESSION, guess, environ_overrides=thief).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    right = {**guess, "password": "the right one"}
    refused = web.nobody().post(SESSION, right, environ_overrides=thief)
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert web.nobody().post(SESSION, right, environ_overrides=victim).status_code == 201


def test_a_cookie_writes_only_with_the_word_against_forgery(web: Web) -> None:
    browser = web.browser()
    assert browser.get(ME).json["csrf"] == browser.headers["X-CSRF-Token"]
    assert browser.patch(ME, {"language": "pl"}).status_code == 200
    for word in ("", "another", "ł"):
        refused = browser.patch(ME, {"language": "en"}, headers={"X-CSRF-Token": word.encode().decode("latin-1")})
        assert refused.status_code == 403
    assert browser.patch(ME, {"language": "en"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.patch(ME, {"language": "en"}, headers={"Origin": "http://evil.example"}).status_code == 403
    assert browser.patch(ME, {"language": "en"}, headers={"Origin": "null"}).status_code == 403
    assert browser.patch(ME, {"language": "en"}, headers={"Origin": "http://localhost"}).status_code == 200


def test_another_site_cannot_sign_a_browser_in(nobody: Caller) -> None:
    credentials = {"email": ADMIN, "password": PASSWORD}
    assert nobody.post(SESSION, credentials, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert nobody.post(SESSION, credentials, headers={"Origin": "http://evil.example"}).status_code == 403


def test_signing_in_changes_the_session(web: Web) -> None:
    browser = web.nobody()
    browser.client.set_cookie("dougong", "chosen-by-a-thief", domain="localhost")
    browser.post(SESSION, {"email": ADMIN, "password": PASSWORD})
    first = browser.client.get_cookie("dougong")
    browser.post(SESSION, {"email": ADMIN, "password": PASSWORD})
    second = browser.client.get_cookie("dougong")
    assert first is not None and second is not None
    assert len({"chosen-by-a-thief", first.value, second.value}) == 3


def test_signing_out_ends_the_session_and_takes_the_cookie(web: Web) -> None:
    browser = web.browser()
    cookie = browser.client.get_cookie("dougong")
    assert cookie is not None
    assert browser.delete(SESSION).status_code == 204
    assert browser.client.get_cookie("dougong") is None
    browser.client.set_cookie("dougong", cookie.value, domain="localhost")
    assert browser.get(ME).status_code == 401


def test_sessions_are_listed_and_ended(web: Web) -> None:
    here, there = web.browser(), web.browser()
    listed = here.get("/api/v1/sessions").json["data"]
    assert [session["current"] for session in listed].count(True) == 1
    current = next(s["id"] for s in there.get("/api/v1/sessions").json["data"] if s["current"])
    assert here.delete(f"/api/v1/sessions/{current}").status_code == 204
    assert there.get(ME).status_code == 401
    assert here.delete(f"/api/v1/sessions/{current}").status_code == 404


def test_a_session_ends_after_a_week_of_idleness_and_after_a_month_at_all(web: Web) -> None:
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as clock:
        browser = web.browser()
        clock.shift(timedelta(days=6))
        assert browser.get(ME).status_code == 200
        clock.shift(timedelta(days=6))
        assert browser.get(ME).status_code == 200
        clock.shift(timedelta(days=8))
        assert browser.get(ME).status_code == 401
        browser = web.browser()
        for _ in range(5):
            clock.shift(timedelta(days=6))
            last = browser.get(ME).status_code
        assert last == 401


def last_seen(browser: Caller) -> str:
    return next(str(s["seen_at"]) for s in browser.get("/api/v1/sessions").json["data"] if s["current"])


def test_the_use_of_a_session_is_noted_once_a_minute(web: Web) -> None:
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as clock:
        browser = web.browser()
        seen = [last_seen(browser)]
        for seconds in (30, 40, 1):
            clock.shift(timedelta(seconds=seconds))
            seen.append(last_seen(browser))
    assert seen[0] == seen[1] == seen[2] == "2026-11-01T12:00:00Z"  # noted after the answer
    assert seen[3] == "2026-11-01T12:01:10Z"


def test_a_token_is_shown_once_and_ends_when_it_is_revoked(web: Web) -> None:
    browser = web.browser()
    made = browser.post("/api/v1/tokens", {"name": "Script", "expires_at": "2099-01-01T00:00:00+02:00"})
    assert made.status_code == 201 and made.json["token"].startswith("dg_")
    assert made.json["token"] not in browser.get("/api/v1/tokens").get_data(as_text=True)
    script = web.nobody(Authorization=f"Bearer {made.json['token']}")
    assert script.get(ME).json["csrf"] == ""
    assert browser.delete(f"/api/v1/tokens/{made.json['id']}").status_code == 204
    assert script.get(ME).status_code == 401


@pytest.mark.parametrize("body", [{"name": ""}, {"name": " "}, {}, {"name": "a", "expires_at": "soon"}, {"name": "a", "expires_at": "2020-01-01T00:00:00Z"}, {"name": "a", "expires_at": "2099-01-01T00:00:00"}])
def test_a_token_needs_a_name_and_an_end_that_lies_ahead(admin: Caller, body: dict[str, str]) -> None:
    assert admin.post("/api/v1/tokens", body).status_code == 422


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "Bearer dg_made-up", "dg_x", "Bearer \x00", "Bearer " + "x" * 5000])
def test_credentials_that_are_no_good_are_refused(web: Web, header: str) -> None:
    refused = web.nobody(Authorization=header).get(ME)
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_new_password_ends_everything_but_the_session_that_set_it(web: Web) -> None:
    user, script = web.create_user("Penelope", password="the old password")
    here, there = (web.browser("penelope@example.com", "the old password") for _ in range(2))
    assert here.post("/api/v1/me/password", {"current": "a guess", "password": "the new password"}).status_code == 422
    changed = here.post("/api/v1/me/password", {"current": "the old password", "password": "the new password"})
    assert changed.status_code == 200
    here.headers["X-CSRF-Token"] = changed.json["csrf"]
    assert here.get(ME).status_code == 200
    assert here.patch(ME, {"language": "zh"}).status_code == 200
    assert there.get(ME).status_code == 401
    assert script.get(ME).status_code == 401
    assert web.nobody().post(SESSION, {"email": "penelope@example.com", "password": "the old password"}).status_code == 401
    assert web.browser("penelope@example.com", "the new password").get(ME).json["user"]["language"] == "zh"


def test_who_is_switched_off_is_out_at_once_and_not_in_again_by_old_means(web: Web, admin: Caller) -> None:
    user, script = web.create_user("Judas", password="thirty pieces")
    browser = web.browser("judas@example.com", "thirty pieces")
    place = f"/api/v1/records/user/{user}"
    assert admin.patch(place, {"active": False}).status_code == 200
    assert browser.get(ME).status_code == script.get(ME).status_code == 401
    assert web.nobody().post(SESSION, {"email": "judas@example.com", "password": "thirty pieces"}).status_code == 401
    assert admin.patch(place, {"active": True}).status_code == 200
    assert browser.get(ME).status_code == script.get(ME).status_code == 401
    assert web.browser("judas@example.com", "thirty pieces").get(ME).status_code == 200


def test_a_deleted_user_is_out_at_once(web: Web, admin: Caller) -> None:
    user, script = web.create_user("Elvis")
    assert script.get(ME).status_code == 200
    assert admin.delete(f"/api/v1/records/user/{user}").status_code == 204
    assert script.get(ME).status_code == 401


def test_new_rights_hold_from_the_next_request_on(web: Web, admin: Caller) -> None:
    user, script = web.create_user("Climber")
    assert script.get("/api/v1/records/x_boat").status_code == 404
    admin.patch(f"/api/v1/records/user/{user}", {"permission_sets": ["x_sailor"]})
    assert script.get("/api/v1/records/x_boat").status_code == 200
    admin.patch(f"/api/v1/records/user/{user}", {"permission_sets": []})
    assert script.get("/api/v1/records/x_boat").status_code == 404


def test_passwords_are_set_with_the_user_and_never_shown(web: Web, admin: Caller) -> None:
    body = {"name": "Eve", "email": "eve@example.com", "password": "an apple a day"}
    made = admin.post("/api/v1/records/user", body)
    assert made.status_code == 201 and "apple" not in made.get_data(as_text=True)
    eve = web.browser("eve@example.com", "an apple a day")
    assert eve.get(ME).json["user"]["name"] == "Eve"
    place = f"/api/v1/records/user/{made.json['id']}"
    assert admin.patch(place, {"password": "two apples a day"}).status_code == 200
    assert eve.get(ME).status_code == 401
    assert web.browser("eve@example.com", "two apples a day").get(ME).status_code == 200
    for shown in (admin.get(place), admin.get(f"{place}/history"), admin.get("/api/v1/records/user")):
        assert "apple" not in shown.get_data(as_text=True)
    with web.world.system() as ctx:
        table = ctx.catalogue.object("user").table
        assert ctx.unit.connection.execute(table.select().with_only_columns(table.c.password).distinct()).all() == [(None,)]


@pytest.mark.parametrize("password", ["short", "x" * 201, "with\x00nul", "demo"])
def test_a_bad_password_refuses_the_whole_user(admin: Caller, password: str) -> None:
    refused = admin.post("/api/v1/records/user", {"name": "Bad", "email": "bad@example.com", "password": password})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "password")


def test_people_change_their_own_language_and_nothing_else(sailor: Caller) -> None:
    assert sailor.patch(ME, {"language": "pl", "time_zone": "Europe/Warsaw"}).json["user"]["language"] == "pl"
    assert sailor.get(ME).json["user"]["time_zone"] == "Europe/Warsaw"
    for body in ({"permission_sets": ["administrator"]}, {"role": "ceo"}, {"active": True}, {"language": "xx"}, {}):
        assert sailor.patch(ME, body).status_code == 422
    sailor.patch(ME, {"language": "en"})
