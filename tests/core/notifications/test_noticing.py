"""People hear of what concerns them, of nothing that they may not see, and of nothing that they did themselves."""

from __future__ import annotations

import time
from typing import Any

import pytest

from core.events.listening import catch_up
from core.jobs.runner import Runner
from core.notifications.noticing import NOTICING
from dougong import Object, PermissionSet, text
from tests.support.worlds import World

STAFF = {"x_no_trip": {"create": True, "read": True, "edit": True}, "comment": {"create": True, "read": True}}


@pytest.fixture(scope="module", autouse=True)
def trips(world: World) -> None:
    world.define(
        Object("x_no_trip", fields={"name": text(required=True)}, sharing="private"),
        PermissionSet("x_no_staff", objects=STAFF | {"activity": {"create": True, "read": True}}),
    )


@pytest.fixture
def people(world: World) -> tuple[str, str, str]:
    number = len(people_made)
    people_made.append(number)
    names = [f"{name}{number}{world.platform.control.store(world.tenant).backend}" for name in ("Ann", "Bob", "Cyd")]
    ann, bob, cyd = (world.create_user(name, permission_sets=["standard", "x_no_staff"]) for name in names)
    return ann, bob, cyd


people_made: list[int] = []


def told(world: World, user: str) -> list[tuple[str, int]]:
    while catch_up(world.platform, world.tenant, NOTICING):
        pass
    with world.as_user(user) as ctx:
        found = ctx.records.list("notification", filter="read_at = NULL", fields=["kind", "times"], sort="kind").data
    return [(row["kind"], row["times"]) for row in found]


def trip(world: World, owner: str, name: str = "Trip") -> dict[str, Any]:
    with world.as_user(owner) as ctx:
        return ctx.records.create("x_no_trip", {"name": name})


def about(record: dict[str, Any]) -> dict[str, str]:
    return {"object": "x_no_trip", "id": record["id"]}


def test_S_CUST_08_the_new_owner_is_notified_and_who_handed_it_over_is_not(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, cyd = people
    record = trip(world, ann)
    with world.as_user(ann) as ctx:
        ctx.records.transfer("x_no_trip", record["id"], bob)
    assert (told(world, bob), told(world, ann), told(world, cyd)) == ([("assigned", 1)], [], [])


def test_a_mention_reaches_whom_it_names_and_the_owner_hears_of_the_comment(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, cyd = people
    record = trip(world, ann)
    with world.as_user(ann) as ctx:
        for reader in (bob, cyd):
            ctx.records.share("x_no_trip", record["id"], {"user": reader})
    assert told(world, bob) == [("shared", 1)]
    with world.as_user(bob) as ctx:
        ctx.records.create("comment", {"about": about(record), "body": "@Cyd look", "mentions": [cyd]})
    assert told(world, ann) == [("commented", 1)]
    assert told(world, cyd) == [("mentioned", 1), ("shared", 1)]


def test_what_may_not_be_seen_is_not_told(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    record = trip(world, ann)
    with world.as_user(ann) as ctx:
        ctx.records.create("comment", {"about": about(record), "body": "@Bob look", "mentions": [bob]})
    assert told(world, bob) == []


def test_who_follows_a_record_hears_how_often_it_changed(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    record = trip(world, ann)
    with world.as_user(ann) as ctx:
        ctx.records.share("x_no_trip", record["id"], {"user": bob, "level": "edit"})
    with world.as_user(bob) as ctx:
        ctx.records.create("follow", {"about": about(record)})
    told(world, bob)
    with world.as_user(ann) as ctx:
        ctx.records.create("activity", {"about": about(record), "subject": "Call", "kind": "call"})
    for name in ("One", "Two"):
        with world.as_user(ann) as ctx:
            ctx.records.update("x_no_trip", record["id"], {"name": name})
    assert told(world, bob) == [("activity", 1), ("changed", 2), ("shared", 1)]
    with world.as_user(ann) as ctx:
        ctx.records.update("x_no_trip", record["id"], {"name": "Three"})
    assert told(world, bob) == [("activity", 1), ("changed", 3), ("shared", 1)]
    with world.as_user(bob) as ctx:
        for row in ctx.records.list("notification", fields=["id"]).data:
            ctx.records.update("notification", row["id"], {"read_at": ctx.now})
        ctx.records.update("x_no_trip", record["id"], {"name": "My own"})
    assert told(world, bob) == []


def test_who_gets_many_records_at_once_is_told_once_how_many(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    ids = [trip(world, ann, f"Trip {number}")["id"] for number in range(12)]
    told(world, bob)
    with world.as_user(ann) as ctx:
        ctx.records.bulk("x_no_trip", "update", [{"id": id, "owner_id": bob} for id in ids])
    assert told(world, bob) == [("assigned", 12)]


def test_nobody_hears_of_what_they_have_muted(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    with world.system() as ctx:
        ctx.records.update("user", bob, {"muted": ["assigned"]})
    record = trip(world, ann)
    with world.as_user(ann) as ctx:
        ctx.records.transfer("x_no_trip", record["id"], bob)
    assert told(world, bob) == []


def test_nobody_reads_or_makes_the_notifications_of_others(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    record = trip(world, ann)
    with world.as_user(ann) as ctx:
        ctx.records.transfer("x_no_trip", record["id"], bob)
    assert told(world, bob)
    with world.as_user(ann) as ctx:
        assert ctx.records.list("notification", filter=f"owner_id = '{bob}'").data == []
        assert not ctx.records.access("notification").create


def test_an_import_tells_nobody_of_each_record(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    with world.platform.open(world.tenant, source="import") as ctx:
        ctx.records.bulk("x_no_trip", "create", [{"name": f"T{i}", "owner_id": bob} for i in range(5)])
    assert told(world, bob) == []


def test_the_runner_tells_soon_after_the_commit(world: World, people: tuple[str, str, str]) -> None:
    ann, bob, _ = people
    told(world, bob)
    runner = Runner(world.platform, threads=1, sweep_seconds=0.2).start()
    try:
        record = trip(world, ann)
        with world.as_user(ann) as ctx:
            ctx.records.transfer("x_no_trip", record["id"], bob)
        until = time.monotonic() + 20
        while unread(world, bob) == 0 and time.monotonic() < until:
            time.sleep(0.1)
        assert unread(world, bob) == 1
    finally:
        runner.stop()


def unread(world: World, user: str) -> int:
    with world.as_user(user) as ctx:
        return len(ctx.records.list("notification", fields=["id"]).data)
