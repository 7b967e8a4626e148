"""Duplicates become one record with everything that belonged to each, and a merge can be put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from core.api.app import create_app
from core.database.queries import execute, fetch
from core.database.tables import share
from core.identity.tokens import create_token
from core.records.changes import refusals_of
from core.records.reverting import revert
from core.transactions import in_transaction
from dougong import (
    BadRequest,
    Conflict,
    Invalid,
    Merged,
    NotAllowed,
    NotFound,
    Object,
    PermissionSet,
    Stale,
    any_reference,
    many_to_many,
    master_detail,
    money,
    reference,
    rollup,
    text,
)
from tests.support.worlds import World

EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}
OBJECTS = (
    Object(
        "x_firm",
        fields={"name": text(required=True), "parent": reference("x_firm"), "friends": many_to_many("x_firm")},
        number=text(unique=True),
        phone=text(),
        budget=money(),
        people=rollup("x_person.firm", "count"),
    ),
    Object("x_person", fields={"name": text(required=True), "firm": reference("x_firm"), "knows": many_to_many("x_firm")}),
    Object("x_site", fields={"name": text(required=True), "firm": master_detail("x_firm")}),
    Object("x_note", fields={"name": text(required=True), "about": any_reference(["x_firm", "x_person"])}),
    Object("x_licence", fields={"name": text(required=True), "firm": reference("x_firm", unique=True)}),
)
NAMES = [definition.name for definition in OBJECTS]


@pytest.fixture(scope="module")
def people(world: World) -> Mapping[str, str]:
    reading = {"create": True, "read": True, "view_all": True, "edit": True}
    world.define(
        *OBJECTS,
        PermissionSet("x_all", objects={name: EVERYTHING for name in (*NAMES, "comment", "activity", "file", "user")}),
        PermissionSet("x_reader", objects={name: reading for name in NAMES}),
    )
    return {
        "anna": world.create_user("Anna", permission_sets=["x_all"]),
        "bo": world.create_user("Bo", permission_sets=["x_all"]),
        "reader": world.create_user("Reader", permission_sets=["x_reader"]),
    }


@pytest.fixture
def made(world: World, people: Mapping[str, str]) -> dict[str, str]:
    """Three firms with everything that can belong to one of them."""
    with world.as_user(people["anna"]) as ctx:
        create = ctx.records.create
        ids = {name: create("x_firm", {"name": name})["id"] for name in ("keep", "one", "two", "third")}
        ctx.records.update("x_firm", ids["one"], {"number": f"N{ids['one']}", "phone": "1", "friends": [ids["third"], ids["keep"]]})
        ctx.records.update("x_firm", ids["one"], {"budget": {"amount": "10.50", "currency": "EUR"}})
        ctx.records.update("x_firm", ids["keep"], {"parent": ids["two"], "friends": [ids["two"]]})
        ids["child"] = create("x_firm", {"name": "child", "parent": ids["one"]})["id"]
        ids["person"] = create("x_person", {"name": "p", "firm": ids["one"], "knows": [ids["one"], ids["two"], ids["third"]]})["id"]
        create("x_person", {"name": "own", "firm": ids["keep"]})
        ids["site"] = create("x_site", {"name": "s", "firm": ids["two"]})["id"]
        ids["note"] = create("x_note", {"name": "n", "about": {"object": "x_firm", "id": ids["two"]}})["id"]
        ids["comment"] = create("comment", {"body": "c", "about": {"object": "x_firm", "id": ids["one"]}})["id"]
        ids["activity"] = create("activity", {"subject": "a", "about": {"object": "x_firm", "id": ids["two"]}})["id"]
        ctx.records.share("x_firm", ids["one"], {"user": people["bo"], "level": "read"})
    return ids


def state(world: World, user: str, ids: Mapping[str, str]) -> dict[str, Any]:
    """Everything that a merge may change, as the user sees it; versions and times of changes count on by themselves."""
    objects = {"person": "x_person", "site": "x_site", "note": "x_note", "comment": "comment", "activity": "activity"}
    found: dict[str, Any] = {}
    with world.as_user(user) as ctx:
        for name, id in ids.items():
            try:
                record = ctx.records.get(objects.get(name, "x_firm"), id)
            except (NotFound, Merged):
                found[name] = None
                continue
            found[name] = {key: value for key, value in record.items() if key not in ("version", "updated_at", "updated_by")}
        shares = {name: ctx.records.shares("x_firm", ids[name]) for name in ("keep", "one", "two") if found[name]}
    return {**found, "shares": {name: [item.get("user") for item in some] for name, some in shares.items()}}


def test_everything_that_belonged_to_the_others_belongs_to_the_one_that_stays(world: World, people: Any, made: dict[str, str]) -> None:
    with world.as_user(people["anna"]) as ctx:
        merged = ctx.records.merge("x_firm", made["keep"], [made["one"], made["two"]], {"name": "all"})
    after = state(world, people["anna"], made)
    keep = made["keep"]
    assert (merged["name"], merged["people"], merged["parent"]) == ("all", 2, None)
    assert after["keep"]["friends"] == [made["third"]]
    assert after["child"]["parent"] == keep and after["person"]["firm"] == keep and after["site"]["firm"] == keep
    assert set(after["person"]["knows"]) == {keep, made["third"]}
    assert [after[name]["about"]["id"] for name in ("note", "comment", "activity")] == [keep] * 3
    assert [item["id"] for item in after["shares"]["keep"]] == [people["bo"]]
    assert after["one"] is None and after["two"] is None


def test_a_merge_is_put_back_whole(world: World, people: Any, made: dict[str, str]) -> None:
    before = state(world, people["anna"], made)
    with world.as_user(people["anna"]) as ctx:
        take = {"number": made["one"], "budget": made["one"], "phone": made["one"]}
        merged = ctx.records.merge("x_firm", made["keep"], [made["one"], made["two"]], {"name": "all"}, take)
        assert (merged["number"], str(merged["budget"]), merged["phone"]) == (f"N{made['one']}", "10.50", "1")
    with world.as_user(people["anna"]) as ctx:
        revert(ctx, merged["change_set"])
        refused = [(item["object"], item["kind"], item["refusal"]) for item in refusals_of(ctx, merged["change_set"])]
    assert not refused, refused
    after = state(world, people["anna"], made)
    differences = [
        (name, key, value, after[name][key]) for name in made for key, value in before[name].items() if after[name][key] != value
    ]
    assert differences == []
    assert after["shares"] == before["shares"]


def test_old_ids_lead_to_the_record_that_stayed(world: World, people: Any, made: dict[str, str]) -> None:
    anna = people["anna"]
    with world.as_user(anna) as ctx:
        ctx.records.merge("x_firm", made["one"], [made["two"]], {})
        ctx.records.merge("x_firm", made["keep"], [made["one"]], {})
    with world.as_user(anna) as ctx, pytest.raises(Merged) as caught:
        ctx.records.update("x_firm", made["two"], {"name": "late"})
    assert (caught.value.object, caught.value.into) == ("x_firm", made["keep"])
    token: Any = in_transaction(world.platform, world.tenant, lambda ctx: create_token(ctx, anna, "test"))
    token = token if isinstance(token, str) else token["token"]
    client = create_app(world.platform).test_client()
    headers = {"Authorization": f"Bearer {token}", "X-Tenant": world.tenant}
    at = f"/api/v1/records/x_firm/{made['two']}?fields=name"
    answer = client.get(at, headers=headers)
    assert (answer.status_code, answer.get_json()["merged_into"]["id"]) == (307, made["keep"])
    assert client.get(at, headers=headers, follow_redirects=True).get_json() == {"id": made["keep"], "name": "keep"}
    late = client.patch(f"/api/v1/records/x_firm/{made['two']}", json={"name": "late"}, headers=headers)
    assert (late.status_code, late.get_json()["merged_into"]["id"]) == (409, made["keep"])
    with world.as_user(people["bo"]) as ctx:
        execute(ctx.unit, share.delete())
        with pytest.raises(NotFound):
            ctx.records.get("x_firm", made["two"])


def test_the_history_says_what_was_merged(world: World, people: Any, made: dict[str, str]) -> None:
    with world.as_user(people["anna"]) as ctx:
        ctx.records.merge("x_firm", made["keep"], [made["one"]], {})
        told = [item for item in ctx.records.history("x_firm", made["keep"]) if item["event"] == "merged"]
    assert told[0]["changes"][0]["old"] == [made["one"]]


def test_rights_are_asked_on_each_record(world: World, people: Any, made: dict[str, str]) -> None:
    with world.as_user(people["reader"]) as ctx, pytest.raises(NotAllowed):
        ctx.records.merge("x_firm", made["keep"], [made["one"]], {})
    with world.as_user(people["bo"]) as ctx, pytest.raises(NotFound):
        ctx.records.merge("x_firm", made["keep"], [made["one"]], {})


def test_what_stands_in_the_way_is_said(world: World, people: Any, made: dict[str, str]) -> None:
    keep, one = made["keep"], made["one"]
    with world.as_user(people["anna"]) as ctx:
        for name, firm in (("a", keep), ("b", one)):
            ctx.records.create("x_licence", {"name": name, "firm": firm})
        seen = ctx.records.get("x_firm", one)["version"]
    with world.as_user(people["anna"]) as ctx, pytest.raises(Conflict, match="icences"):
        ctx.records.merge("x_firm", keep, [one], {})
    with world.as_user(people["anna"]) as ctx, pytest.raises(Stale):
        ctx.records.merge("x_firm", keep, [one], {}, None, {one: seen - 1})
    with world.as_user(people["anna"]) as ctx, pytest.raises(Invalid):
        ctx.records.merge("x_firm", keep, [one], {}, {"phone": made["two"]})
    with world.as_user(people["anna"]) as ctx, pytest.raises(Invalid):
        ctx.records.merge("x_firm", keep, [one], {}, {"nothing": one})
    with world.as_user(people["anna"]) as ctx, pytest.raises(BadRequest):
        ctx.records.merge("user", people["anna"], [people["bo"]], {})
    assert state(world, people["anna"], made)["one"] is not None


def test_a_record_changed_since_stays_when_the_merge_is_put_back(world: World, people: Any, made: dict[str, str]) -> None:
    with world.as_user(people["anna"]) as ctx:
        merged = ctx.records.merge("x_firm", made["keep"], [made["one"]], {"phone": "2"})
        ctx.records.update("x_person", made["person"], {"name": "renamed"})
    with world.as_user(people["anna"]) as ctx:
        told = revert(ctx, merged["change_set"])
        assert told["refused"] > 0
        assert ctx.records.get("x_person", made["person"])["firm"] == made["keep"]
        assert ctx.records.get("x_firm", made["one"])["name"] == "one"
        assert fetch(ctx.unit, share.select().where(share.c.record_id == made["one"]))
