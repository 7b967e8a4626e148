"""Incoming webhooks: what another system has signed is taken in once, with the rights of whoever opened the address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest

from core.deliveries.receiving import forget_old_receipts
from core.deliveries.signing import new_secret, signed_headers
from core.jobs.queue import jobs
from core.jobs.running import run_due
from tests.core.api.clients import Caller, Web

HOOKS = "/api/v1/incoming-webhooks"


@pytest.fixture
def hook(admin: Caller) -> dict[str, Any]:
    """An address that makes a boat of each message."""
    made = admin.post(HOOKS, {"name": "The wharf", "target": "record:x_boat"})
    assert made.status_code == 201, made.get_data(as_text=True)
    found: dict[str, Any] = made.json
    assert found["address"].endswith(f"{HOOKS}/{found['id']}/messages") and found["secret"].startswith("whsec_")
    return found


def say(web: Web, hook: dict[str, Any], body: bytes, *, id: str = "msg_1", late: int = 0, secret: str = "", **more: Any) -> Any:
    now = int(web.world.platform.now().timestamp()) - late
    headers = signed_headers(id, now, body, [secret or hook["secret"]]) | more.pop("headers", {})
    return web.nobody().send("POST", f"{HOOKS}/{hook['id']}/messages", data=body, headers={"Content-Type": "application/json", **headers}, **more)


def boats(web: Web, name: str) -> list[dict[str, Any]]:
    run_due(web.world.platform, web.world.tenant)
    with web.world.system() as ctx:
        return ctx.records.list("x_boat", filter=f"name = '{name}'", fields=["name", "owner_id", "x_length"]).data


def test_a_signed_message_makes_a_record_once(web: Web, admin: Caller, hook: dict[str, Any]) -> None:
    body = orjson.dumps({"name": "Nautilus", "x_length": "70.0"})
    first = say(web, hook, body)
    assert (first.status_code, first.json) == (202, {"new": True})
    again = say(web, hook, body)
    assert (again.status_code, again.json) == (202, {"new": False})
    [boat] = boats(web, "Nautilus")
    assert boat["owner_id"] == hook["owner_id"]
    assert say(web, hook, body, id="msg_2").json == {"new": True}
    assert len(boats(web, "Nautilus")) == 2


def test_N8_what_is_not_signed_by_the_sender_is_as_unknown_as_an_address_that_is_not_there(web: Web, admin: Caller, hook: dict[str, Any]) -> None:
    body = orjson.dumps({"name": "Forged"})
    refused = [
        say(web, hook, body, secret=new_secret()),
        say(web, hook, body, late=301),
        say(web, hook, body, late=-301),
        say(web, hook, body, headers={"webhook-id": "msg_other"}),
        say(web, hook, body, headers={"webhook-signature": "v1,"}),
        say(web, {**hook, "id": "01a20000-0000-7000-8000-000000000000"}, body),
        web.nobody().post(f"{HOOKS}/{hook['id']}/messages", {"name": "Forged"}),
    ]
    assert admin.patch(f"{HOOKS}/{hook['id']}", {"active": False}).json["active"] is False
    refused.append(say(web, hook, body))
    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.get_data() for answer in refused}) == 1
    assert boats(web, "Forged") == []


def test_messages_that_can_not_be_are_refused_and_those_that_fail_wait_as_jobs(web: Web, admin: Caller, hook: dict[str, Any]) -> None:
    assert say(web, hook, b"{").status_code == 400
    assert say(web, hook, b'"' + b"x" * 262_144 + b'"').status_code == 413
    assert say(web, hook, b"[1]", id="msg_list").status_code == 202
    run_due(web.world.platform, web.world.tenant)
    with web.world.system() as ctx:
        [failed] = [job for job in jobs(ctx) if job.name == "core.receive" and job.payload["message"] == "msg_list"]
    assert failed.error == "The body must be a JSON object"
    assert failed.actor_id == hook["owner_id"]


def test_a_new_secret_is_good_beside_the_one_of_before_for_a_day(web: Web, admin: Caller, hook: dict[str, Any]) -> None:
    secret = admin.post(f"{HOOKS}/{hook['id']}/rotate").json["secret"]
    body = orjson.dumps({"name": "Turned"})
    assert [say(web, hook, body, id=f"turn {key}", secret=key).status_code for key in (secret, hook["secret"])] == [202, 202]
    before = web.world.platform.now
    web.world.platform.now = lambda: before() + timedelta(days=2)
    assert [say(web, hook, body, id=f"late {key}", secret=key).status_code for key in (secret, hook["secret"])] == [202, 404]
    web.world.platform.now = lambda: before() + timedelta(days=20)
    with web.world.system() as ctx:
        assert forget_old_receipts(ctx) >= 3
    web.world.platform.now = before
    run_due(web.world.platform, web.world.tenant)


def test_addresses_are_opened_by_administrators_for_what_there_is(web: Web, admin: Caller, sailor: Caller, hook: dict[str, Any]) -> None:
    for target in ("record:x_submarine", "pigeon:home", "record", ":"):
        answer = admin.post(HOOKS, {"name": "No", "target": target})
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "target")
    assert sailor.post(HOOKS, {"name": "No", "target": "record:x_boat"}).status_code == 403
    assert sailor.get(HOOKS).status_code == 403
    assert hook["secret"] not in admin.get(HOOKS).get_data(as_text=True)
    assert admin.delete(f"{HOOKS}/{hook['id']}").status_code == 204
    assert say(web, hook, b"{}", id="msg_closed").status_code == 404
