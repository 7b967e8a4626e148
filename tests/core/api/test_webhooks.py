"""Webhooks: what a subscriber is told, by whose rights, and signed; and what administrators see of all that left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from core.database.queries import execute
from core.database.tables import delivery
from core.deliveries.signing import is_genuine
from core.deliveries.telling import TELLING
from core.events.listening import catch_up
from core.jobs.running import run_due
from dougong import PermissionSet
from tests.core.api.clients import Caller, Web
from tests.support.receivers import Receiver, receiving

HOOKS, DELIVERIES = "/api/v1/webhooks", "/api/v1/deliveries"
numbers = iter(range(1000))


@pytest.fixture
def receiver(web: Web) -> Iterator[Receiver]:
    """A receiver that the operator lets the server ask."""
    platform = web.world.platform
    before, now = platform.config, platform.now
    platform.config = replace(before, egress=("127.0.0.1",))
    with receiving() as made:
        yield made
    platform.config, platform.now = before, now
    for hook in web.administrator().get(HOOKS).json["data"]:
        web.administrator().delete(f"{HOOKS}/{hook['id']}")


@pytest.fixture
def captain(web: Web) -> tuple[str, Caller]:
    """A sailor who may take records out."""
    web.world.define(PermissionSet("x_exporter", system=["export"]))
    return web.create_user(f"Captain{next(numbers)}", permission_sets=["x_sailor", "x_exporter"])


def work(web: Web) -> None:
    while catch_up(web.world.platform, web.world.tenant, TELLING):
        pass
    run_due(web.world.platform, web.world.tenant)


def subscribe(caller: Caller, receiver: Receiver, **more: Any) -> dict[str, Any]:
    asked = {"url": f"{receiver.address}/hook", "objects": ["x_boat"], "events": ["created", "updated", "deleted", "restored"], **more}
    answer = caller.post(HOOKS, asked)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.json
    return made


def told(web: Web, receiver: Receiver) -> list[dict[str, Any]]:
    work(web)
    found = [orjson.loads(body) for _, _, _, body in receiver.got]
    receiver.got.clear()
    return found


def test_S_PLAT_31_a_webhook_tells_what_its_owner_may_see_and_signs_it(web: Web, admin: Caller, captain: tuple[str, Caller], receiver: Receiver) -> None:
    owner, caller = captain
    hook = subscribe(caller, receiver)
    mine = admin.post("/api/v1/records/x_boat", {"name": "Pequod", "x_price": "99.50", "x_length": "31.5", "owner_id": owner}).json["id"]
    admin.post("/api/v1/records/x_boat", {"name": "Somebody else's"})
    work(web)
    [(method, path, headers, body)] = receiver.got
    assert (method, path, headers["content-type"]) == ("POST", "/hook", "application/json")
    assert is_genuine(headers, body, [hook["secret"]], int(web.world.platform.now().timestamp()))
    assert b"99.5" not in body and b"Somebody" not in body
    document = orjson.loads(body)
    assert (document["type"], document["data"]["id"], document["data"]["record"]["name"]) == ("x_boat.created", mine, "Pequod")
    assert document["data"]["record"]["x_length"] == "31.5" and "x_price" not in document["data"]["record"]
    receiver.got.clear()
    admin.patch(f"/api/v1/records/x_boat/{mine}", {"x_price": "100.00", "name": "Rachel"})
    caller.delete(f"/api/v1/records/x_boat/{mine}")
    caller.post(f"/api/v1/records/x_boat/{mine}/restore")
    events = sorted(told(web, receiver), key=lambda event: event["data"]["sequence"])
    assert [event["type"] for event in events] == ["x_boat.updated", "x_boat.deleted", "x_boat.restored"]
    assert events[0]["data"]["changes"] == {"name": {"old": "Pequod", "new": "Rachel"}}
    assert events[0]["data"]["sequence"] > document["data"]["sequence"]


def test_a_webhook_hears_of_what_it_asked_for_alone(web: Web, admin: Caller, receiver: Receiver) -> None:
    hook = subscribe(admin, receiver, events=["created"], filter="x_length > 10")
    long, short = ({"name": name, "x_length": length} for name, length in (("Long", "20"), ("Short", "5")))
    admin.post("/api/v1/records/x_boat", short)
    id = admin.post("/api/v1/records/x_boat", long).json["id"]
    admin.patch(f"/api/v1/records/x_boat/{id}", {"name": "Longer"})
    assert [event["data"]["record"]["name"] for event in told(web, receiver)] == ["Longer"]
    assert admin.patch(f"{HOOKS}/{hook['id']}", {"active": False}).json["active"] is False
    admin.post("/api/v1/records/x_boat", long)
    assert told(web, receiver) == []
    assert admin.patch(f"{HOOKS}/{hook['id']}", {"active": True, "filter": None}).status_code == 200
    admin.post("/api/v1/records/x_boat", short)
    assert [event["type"] for event in told(web, receiver)] == ["x_boat.created"]


@pytest.mark.parametrize("status", [410, 500])
def test_a_webhook_whose_receiver_is_gone_is_switched_off_and_people_are_told(
    web: Web, admin: Caller, receiver: Receiver, status: int
) -> None:
    web.world.define(PermissionSet("x_exporter", system=["export"]))
    owner, caller = web.create_user(f"Owner{next(numbers)}", permission_sets=["standard", "x_sailor", "x_exporter"])
    hook = subscribe(caller, receiver)
    receiver.status = status
    for name in ("One", "Two"):
        admin.post("/api/v1/records/x_boat", {"name": name, "owner_id": owner})
    work(web)
    if status == 500:
        assert caller.get(f"{HOOKS}/{hook['id']}").json["active"] is True, "it is tried again first"
        now = web.world.platform.now
        later = now() + timedelta(days=6)
        web.world.platform.now = lambda: later
        work(web)
        web.world.platform.now = now
    assert caller.get(f"{HOOKS}/{hook['id']}").json["active"] is False
    for person in (admin, caller):
        found = person.get("/api/v1/records/notification", query_string={"filter": f"owner_id = ME() AND kind = 'gone' AND about.id = '{hook['id']}'"}).json["data"]
        assert [(one["about"]["id"], one["times"], str(status) in one["message"]) for one in found] == [(hook["id"], 1, True)]


def test_a_webhook_that_takes_other_messages_goes_on(web: Web, admin: Caller, receiver: Receiver) -> None:
    hook = subscribe(admin, receiver)
    receiver.status = 500
    admin.post("/api/v1/records/x_boat", {"name": "Too much for it"})
    work(web)
    receiver.status = 200
    admin.post("/api/v1/records/x_boat", {"name": "Taken"})
    now = web.world.platform.now
    later = now() + timedelta(hours=1)
    with web.world.system() as ctx:
        execute(ctx.unit, sa.update(delivery).where(delivery.c.state == "failed").values(due=later + timedelta(days=6)))
    web.world.platform.now = lambda: later
    work(web)
    receiver.status = 500
    web.world.platform.now = lambda: later + timedelta(days=7)
    work(web)
    web.world.platform.now = now
    found = admin.get(DELIVERIES, query_string={"webhook": hook["id"]}).json["data"]
    assert sorted(one["state"] for one in found) == ["dead", "sent"]
    assert admin.get(f"{HOOKS}/{hook['id']}").json["active"] is True


def test_who_left_hears_nothing_more_and_a_deleted_webhook_gets_nothing_that_waits(
    web: Web, admin: Caller, captain: tuple[str, Caller], receiver: Receiver
) -> None:
    owner, caller = captain
    hook = subscribe(caller, receiver)
    admin.post("/api/v1/records/x_boat", {"name": "Waits", "owner_id": owner})
    while catch_up(web.world.platform, web.world.tenant, TELLING):
        pass
    assert caller.delete(f"{HOOKS}/{hook['id']}").status_code == 204
    assert told(web, receiver) == []
    [waited] = admin.get(f"{DELIVERIES}?webhook={hook['id']}").json["data"]
    assert (waited["state"], waited["answer"]) == ("dead", "The webhook was deleted")
    subscribe(caller, receiver)
    assert admin.patch(f"/api/v1/records/user/{owner}", {"active": False}).status_code == 200
    admin.post("/api/v1/records/x_boat", {"name": "Later", "owner_id": owner})
    assert told(web, receiver) == []


def test_a_new_secret_signs_together_with_the_one_of_before_for_a_day(web: Web, admin: Caller, receiver: Receiver) -> None:
    hook = subscribe(admin, receiver)
    secret = admin.post(f"{HOOKS}/{hook['id']}/rotate").json["secret"]
    assert secret != hook["secret"]
    for ahead, old in ((timedelta(), True), (timedelta(days=2), False)):
        before = web.world.platform.now
        web.world.platform.now = lambda before=before, ahead=ahead: before() + ahead  # type: ignore[misc]
        assert admin.post(f"{HOOKS}/{hook['id']}/test").status_code == 201
        work(web)
        _, _, headers, body = receiver.got.pop()
        now = int(web.world.platform.now().timestamp())
        assert is_genuine(headers, body, [secret], now)
        assert is_genuine(headers, body, [hook["secret"]], now) is old
        web.world.platform.now = before


def test_webhooks_are_their_owners_and_secrets_are_told_once(
    web: Web, admin: Caller, sailor: Caller, captain: tuple[str, Caller], receiver: Receiver
) -> None:
    _, caller = captain
    hook = subscribe(caller, receiver)
    assert hook["secret"].startswith("whsec_")
    for answer in (caller.get(HOOKS), caller.get(f"{HOOKS}/{hook['id']}"), admin.get(HOOKS), admin.get("/api/v1/records/webhook_subscription")):
        assert answer.status_code == 200
        assert hook["secret"] not in answer.get_data(as_text=True)
    assert sailor.post(HOOKS, {"url": "https://a.example/", "objects": ["x_boat"], "events": ["created"]}).status_code == 403
    assert sailor.get(HOOKS).json["data"] == []
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/rotate"), ("POST", "/test")):
        assert sailor.send(method, f"{HOOKS}/{hook['id']}{path}", **({"json": {}} if method == "POST" else {})).status_code == 404
    for path in (DELIVERIES, "/api/v1/channels"):
        assert caller.get(path).status_code == 403
    assert [one["id"] for one in admin.get(HOOKS).json["data"]] == [hook["id"]]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"url": "gopher://a.example"}, "url"), ({"url": "https://user@a.example"}, "url"), ({"url": "https://a.example/ x"}, "url"),
        ({"events": ["exploded"]}, "events"), ({"objects": ["x_submarine"]}, "objects"), ({"filter": "x_price > 5"}, "filter"),
        ({"filter": "name = "}, "filter"),
    ],
)  # fmt: skip
def test_a_webhook_that_can_not_be_is_refused_by_name(captain: tuple[str, Caller], receiver: Receiver, asked: dict[str, Any], field: str) -> None:
    answer = captain[1].post(HOOKS, {"url": "https://a.example/", "objects": ["x_boat"], "events": ["created"], **asked})
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert [problem["field"] for problem in answer.json["errors"]] == [field]


# -- what administrators see


def test_administrators_see_what_left_in_their_language_and_send_it_again(web: Web, admin: Caller, receiver: Receiver) -> None:
    hook = subscribe(admin, receiver)
    receiver.status, receiver.said = 410, b"gone"
    id = admin.post("/api/v1/records/x_boat", {"name": "Titanic"}).json["id"]
    work(web)
    [line] = admin.get(f"{DELIVERIES}?record={id}", headers={"Accept-Language": "pl"}).json["data"]
    assert (line["state"], line["tries"], line["answer"]) == ("dead", 1, "Odbiorca nie chce tego więcej: 410 gone")
    assert (line["subject"], line["object"], line["record_id"], line["subscription_id"]) == ("x_boat.created", "x_boat", id, hook["id"])
    whole = admin.get(f"{DELIVERIES}/{line['id']}").json
    assert "Titanic" in whole["body"] and whole["history"][0]["ok"] is False
    receiver.status = 200
    assert admin.post(f"{DELIVERIES}/{line['id']}/replay").json["state"] == "queued"
    work(web)
    assert admin.get(f"{DELIVERIES}/{line['id']}").json["state"] == "sent"
    first, second = ({name: headers[name] for name in ("webhook-id", "idempotency-key")} for _, _, headers, _ in receiver.got)
    assert first == second
    assert admin.get(f"{DELIVERIES}?state=lost").status_code == 400
    page = admin.get(f"{DELIVERIES}?limit=1").json
    assert page["next"] and admin.get(f"{DELIVERIES}?limit=1&after={page['next']}").json["data"][0]["id"] != page["data"][0]["id"]


def test_channels_are_filled_in_and_tried_by_an_administrator(web: Web, admin: Caller) -> None:
    path = "/api/v1/channels/email"
    refused = admin.patch(path, {"host": "mail host", "port": 0, "wings": 2})
    assert {problem["field"] for problem in refused.json["errors"]} == {"host", "port", "wings", "from_address"}
    filled = admin.patch(path, {"host": "127.0.0.1", "from_address": "crm@acme.test", "password": "a canary"}, headers={"Accept-Language": "zh"})
    assert filled.status_code == 200
    assert (filled.json["ready"], filled.json["secrets"], filled.json["fields"]["host"]["label"]) == (True, ["password"], "邮件服务器")
    found = admin.get("/api/v1/channels")
    assert [one["name"] for one in found.json["data"]] == ["email", "webhook"]
    assert "canary" not in found.get_data(as_text=True) + admin.get("/api/v1/records/channel_settings").get_data(as_text=True)
    made = admin.post(f"{path}/test")
    assert (made.status_code, made.json["receiver"], made.json["state"]) == (201, "admin@example.com", "queued")
    work(web)
    line = admin.get(f"{DELIVERIES}/{made.json['id']}").json
    assert (line["state"], line["channel"]) == ("dead", "email")  # this machine is closed here
    assert admin.patch(path, {"password": None}).json["secrets"] == []
    assert admin.patch("/api/v1/channels/pigeon", {}).status_code == 404
