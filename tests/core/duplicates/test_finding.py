"""The finder as people use it: over HTTP, with progress, an end that can be ordered, and what they said remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.duplicates import finding
from core.duplicates.finding import start_finding
from core.jobs.queue import CANCELLED, cancel, find
from core.jobs.running import run_due
from core.transactions import in_transaction
from dougong import DuplicateRule, NotFound, Object, PermissionSet, compare, phone, text
from tests.core.api.clients import Caller, Web
from tests.support.worlds import World

EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}
AT = "/api/v1/records/x_firm/duplicates"


@pytest.fixture(scope="module")
def web(world: World) -> Web:
    world.define(
        Object("x_firm", fields={"name": text(required=True), "secret": text()}, phone=phone()),
        PermissionSet("x_all", objects={"x_firm": EVERYTHING, "user": {"read": True}}),
        PermissionSet("x_blind", objects={"x_firm": {**EVERYTHING, "fields": {"secret": "none"}}}),
        DuplicateRule("x_name", "x_firm", match=[compare("name", way="company")], on=[]),
        DuplicateRule("x_secret", "x_firm", match=[compare("secret")], on=[]),
        DuplicateRule(
            "x_alike", "x_firm", match=[compare("name", weight=2), compare("phone", way="phone")], similar=0.9, on=[]
        ),
    )  # fmt: skip
    return Web(world)


@pytest.fixture
def anna(web: Web, world: World) -> Iterator[Caller]:
    caller = web.create_user("Anna", permission_sets=["x_all"])[1]
    yield caller
    for record in caller.get("/api/v1/records/x_firm?limit=1000").json["data"]:
        caller.send("DELETE", f"/api/v1/records/x_firm/{record['id']}")
    in_transaction(world.platform, world.tenant, lambda ctx: drop(ctx))


def drop(ctx: Any) -> None:
    """The next test has an Anna of its own."""
    for user in ctx.records.list("user", filter="name = 'Anna'").data:
        ctx.records.update("user", user["id"], {"email": f"{user['id']}@example.com", "name": "Somebody"})


def make(caller: Caller, *names: str, **values: str) -> list[str]:
    return [caller.post("/api/v1/records/x_firm", {"name": name, **values}).json["id"] for name in names]


def look(caller: Caller, world: World, **body: Any) -> dict[str, Any]:
    """Run the finder; what it said."""
    started = caller.post(f"{AT}/find", body)
    assert started.status_code == 202, started.json
    run_due(world.platform, world.tenant)
    told: dict[str, Any] = caller.get(f"/api/v1/jobs/{started.json['job']}/result").json
    return told


def test_groups_come_with_their_score_and_reasons(world: World, anna: Caller) -> None:
    one, two, three = make(anna, "Acme Ltd", "ACME Sp. z o.o.", "Zenith")
    told = look(anna, world)
    assert (told["records"], told["groups"]) == (3, 1)
    (group,) = anna.get(AT).json["data"]
    assert [record["id"] for record in group["records"]] == sorted([one, two])
    assert group["score"] == 1.0 and group["reasons"][0]["rule"] == "x_name" and group["reasons"][0]["fields"] == ["name"]
    assert anna.get(f"{AT}?after=nonsense").status_code == 400


def test_pages_of_groups_go_on_where_the_one_before_ended(world: World, anna: Caller) -> None:
    for number in range(5):
        make(anna, f"Firm{number} Ltd", f"FIRM{number} Inc")
    assert look(anna, world, rules=["x_name"])["groups"] == 5
    seen: list[str] = []
    after = ""
    while True:
        page = anna.get(f"{AT}?limit=2{after}").json
        seen += [group["id"] for group in page["data"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 5


def test_what_is_said_not_to_be_the_same_is_not_found_again(world: World, anna: Caller) -> None:
    ids = make(anna, "Acme Ltd", "ACME Inc")
    look(anna, world)
    assert anna.post(f"{AT}/dismiss", {"records": ids}).status_code == 204
    assert anna.get(AT).json["data"] == []
    assert look(anna, world)["groups"] == 0
    assert anna.post(f"{AT}/dismiss", {"records": ids[:1]}).status_code == 422
    assert anna.post(f"{AT}/dismiss", {"records": [ids[0], "00000000-0000-7000-8000-000000000000"]}).status_code == 404


def test_a_filter_chooses_what_is_looked_at(world: World, anna: Caller) -> None:
    make(anna, "Acme Ltd", "ACME Inc", "Zenith Ltd", "ZENITH Inc")
    assert look(anna, world, filter="name > 'Z'", rules=["x_name"])["groups"] == 1
    assert anna.post(f"{AT}/find", {"filter": "nothing = 1"}).status_code == 400
    assert anna.post(f"{AT}/find", {"rules": ["nothing"]}).status_code == 404


def test_nobody_finds_what_he_does_not_see(world: World, web: Web, anna: Caller) -> None:
    make(anna, "Acme Ltd", "ACME Inc")
    stranger = web.create_user("Stranger", permission_sets=["x_all"])[1]
    assert look(stranger, world)["records"] == 0
    look(anna, world)
    assert stranger.get(AT).json["data"] == []
    blind = web.create_user("Blind", permission_sets=["x_blind"])[1]
    make(blind, "One", "Two")
    assert sorted(look(blind, world)["rules"]) == ["x_alike", "x_name"]
    assert blind.post(f"{AT}/find", {"rules": ["x_secret"]}).status_code == 404


def test_merged_records_leave_their_group(world: World, anna: Caller) -> None:
    keep, other = make(anna, "Acme Ltd", "ACME Inc")
    look(anna, world)
    assert anna.post("/api/v1/records/x_firm/merge", {"keep": keep, "others": [other]}).status_code == 200
    assert anna.get(AT).json["data"] == []


def test_a_run_that_is_cancelled_ends_at_its_next_step(world: World, anna: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make(anna, "Acme Ltd", "ACME Inc")
    jobs: list[str] = []
    before = finding.report_progress

    def stopped(ctx: Any, percent: int) -> None:
        in_transaction(world.platform, world.tenant, lambda own: cancel(own, jobs[0]))
        before(ctx, percent)

    with world.system() as ctx:
        jobs.append(start_finding(ctx, "x_firm"))
    monkeypatch.setattr(finding, "report_progress", stopped)
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        assert find(ctx, jobs[0]).state == CANCELLED
    assert anna.get(f"/api/v1/jobs/{jobs[0]}/result").status_code == 404


def test_too_many_records_are_refused_with_the_way_out(world: World, anna: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make(anna, "Acme Ltd", "ACME Inc", "Zenith")
    monkeypatch.setattr(finding, "MOST_RECORDS", 2)
    started = anna.post(f"{AT}/find", {})
    run_due(world.platform, world.tenant)
    assert "choose them by a filter" in anna.get(f"/api/v1/jobs/{started.json['job']}").json["error"]


def test_an_object_without_rules_says_so(world: World, web: Web) -> None:
    with world.system() as ctx, pytest.raises(NotFound):
        start_finding(ctx, "team")
