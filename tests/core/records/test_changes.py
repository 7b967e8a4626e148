"""What a change set notes is put back: created, changed, deleted and shared records, unless somebody came in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.context import Ctx
from core.jobs.reverting import start_revert
from core.jobs.running import run_due
from core.kept import told
from core.records.changes import (
    change_set,
    close_changes,
    find_changes,
    forget_old_changes,
    list_changes,
    noted,
    open_changes,
    refusals_of,
)
from core.records.reverting import revert
from dougong import (
    Conflict,
    NotAllowed,
    NotFound,
    Object,
    PermissionSet,
    Settings,
    any_reference,
    choice,
    date,
    decimal,
    duration,
    integer,
    master_detail,
    money,
    multi_choice,
    phone,
    reference,
    rollup,
    tags,
    text,
)
from dougong.fields import address, many_to_many, secret
from tests.support.worlds import World

EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}
FIRM = Object(
    "x_firm",
    fields={"name": text(required=True), "code": text(unique=True), "size": integer(), "above": reference("x_firm")},
    tel=phone(),
    place=address(),
    about=any_reference(["x_firm"]),
    colours=multi_choice(["red", "green"]),
    words=tags(),
    founded=date(),
    stage=choice(["new", "won"], default="new"),
    worth=money(),
    took=duration(),
    rate=decimal(scale=3),
    friends=many_to_many("x_firm"),
    pin=secret(),
    parts=rollup("x_part.firm", "count"),
)
PART = Object("x_part", fields={"name": text(required=True), "firm": master_detail("x_firm")})
CLERK = PermissionSet("x_clerk", objects={"x_firm": EVERYTHING, "x_part": EVERYTHING})
TYPIST = PermissionSet("x_typist", objects={"x_firm": {**EVERYTHING, "delete": False}, "x_part": {**EVERYTHING, "delete": False}})


@pytest.fixture(scope="module")
def firms(world: World) -> World:
    world.define(FIRM, PART, CLERK, TYPIST)
    return world


@pytest.fixture
def ctx(firms: World) -> Iterator[Ctx]:
    with firms.system() as made:
        yield made


def digest(ctx: Ctx) -> list[dict[str, Any]]:
    """Everything that people see, but for stamps."""
    stamps = {"version", "updated_at", "updated_by"}
    found = [(name, ctx.records.list(name, sort="id", limit=1000).data) for name in ("x_firm", "x_part")]
    return [{"object": name, **{k: v for k, v in row.items() if k not in stamps}} for name, rows in found for row in rows]


def create_firm(ctx: Ctx, name: str, **values: Any) -> str:
    return str(ctx.records.create("x_firm", {"name": name, **values})["id"])


def test_everything_that_a_set_did_is_put_back(ctx: Ctx) -> None:
    friend = create_firm(ctx, "Friend")
    full = create_firm(
        ctx, "Full", code="F", size=3, above=friend, tel="+48 22 123 45 67", place={"city": "Łódź", "country": "PL"},
        about={"object": "x_firm", "id": friend}, colours=["red"], words=["x"], founded="1999-02-03", worth="12.50",
        took="PT90M", rate="1.125", friends=[friend],
    )  # fmt: skip
    gone = create_firm(ctx, "Gone")
    for number in range(3):
        ctx.records.create("x_part", {"name": f"part {number}", "firm": gone})
    before = digest(ctx)
    with change_set(ctx, "test", "x_firm", "all kinds") as id:
        new = create_firm(ctx, "New", size=1)
        ctx.records.create("x_part", {"name": "of the new one", "firm": new})
        ctx.records.update("x_firm", new, {"size": 2})
        ctx.records.delete("x_firm", create_firm(ctx, "Short-lived"))
        empty = dict.fromkeys(
            ("code", "size", "tel", "place", "about", "founded", "worth", "took", "rate", "above"), None
        )
        ctx.records.update("x_firm", full, {**empty, "name": "Empty", "colours": [], "words": [], "friends": [new], "stage": "won"})
        ctx.records.update("x_firm", full, {"name": "Twice", "above": new, "size": 9})
        ctx.records.delete("x_firm", gone)
    assert digest(ctx) != before
    done = revert(ctx, id)
    assert (done["state"], done["refused"]) == ("reverted", 0)
    assert (done["created"], done["updated"], done["deleted"]) == (3, 3, 5)
    assert digest(ctx) == before


def test_a_record_that_was_changed_since_is_left_alone_and_listed(ctx: Ctx) -> None:
    one, two = create_firm(ctx, "One", size=1), create_firm(ctx, "Two", size=1)
    with change_set(ctx, "test", "x_firm") as id:
        ctx.records.bulk("x_firm", "update", [{"id": one, "size": 2}, {"id": two, "size": 2}])
        three = create_firm(ctx, "Three")
    ctx.records.update("x_firm", one, {"name": "One!"})
    ctx.records.update("x_firm", three, {"name": "Three!"})
    done = revert(ctx, id)
    assert (done["reverted"], done["refused"]) == (1, 2)
    refused = {row["record_id"]: told(row["refusal"], ctx.catalogue, "x_firm", "en") for row in refusals_of(ctx, id)}
    assert refused == {one: "This record was changed since", three: "This record was changed since"}
    assert ctx.records.get("x_firm", one)["size"] == 2
    assert ctx.records.get("x_firm", two)["size"] == 1


def test_a_set_is_put_back_once_and_never_while_it_is_written(ctx: Ctx) -> None:
    id = open_changes(ctx, "test", "x_firm")
    with noted(ctx, id):
        create_firm(ctx, "Half")
    with pytest.raises(Conflict, match="still at work"):
        revert(ctx, id)
    close_changes(ctx, id)
    revert(ctx, id)
    with pytest.raises(Conflict, match="put back already"):
        revert(ctx, id)


def test_what_is_outside_the_block_is_no_part_of_the_set(ctx: Ctx) -> None:
    with change_set(ctx, "test", "x_firm") as id:
        create_firm(ctx.as_system(), "Inside")
    create_firm(ctx, "Outside")
    assert find_changes(ctx, id)["changes"] == 1


def test_a_unique_value_that_was_taken_since_refuses_one_record_alone(ctx: Ctx) -> None:
    one, two = create_firm(ctx, "A", code="mine"), create_firm(ctx, "B", code="other")
    with change_set(ctx, "test", "x_firm") as id:
        ctx.records.bulk("x_firm", "update", [{"id": one, "code": None}, {"id": two, "code": None}])
    create_firm(ctx, "Thief", code="mine")
    assert revert(ctx, id)["refused"] == 1
    assert ctx.records.get("x_firm", two)["code"] == "other"
    assert "already in use" in told(refusals_of(ctx, id)[0]["refusal"], ctx.catalogue, "x_firm", "en")


def test_shares_are_put_back(firms: World, ctx: Ctx) -> None:
    user = firms.create_user("Sharer", permission_sets=["x_clerk"])
    shared, fresh = create_firm(ctx, "Shared"), create_firm(ctx, "Fresh")
    ctx.records.share("x_firm", shared, {"user": user, "level": "read"})
    with change_set(ctx, "test", "x_firm") as id:
        ctx.records.share("x_firm", shared, {"user": user, "level": "edit"})
        ctx.records.share("x_firm", fresh, {"user": user, "level": "edit"})
    revert(ctx, id)
    assert [share["level"] for share in ctx.records.shares("x_firm", shared)] == ["read"]
    assert ctx.records.shares("x_firm", fresh) == []


def test_whoever_puts_back_needs_the_rights_of_now(firms: World) -> None:
    clerk = firms.create_user("Clerk", permission_sets=["x_clerk"])
    other = firms.create_user("Other", permission_sets=["x_clerk"])
    with firms.as_user(clerk) as ctx:
        mine = create_firm(ctx, "Mine", size=1)
        with change_set(ctx, "test", "x_firm") as id:
            ctx.records.update("x_firm", mine, {"size": 2})
    with firms.as_user(other) as ctx, pytest.raises(NotFound):
        revert(ctx, id)
    with firms.system() as ctx:
        ctx.records.transfer("x_firm", mine, other)
    with firms.as_user(clerk) as ctx:
        assert revert(ctx, id)["refused"] == 1
    with firms.system() as ctx:
        assert ctx.records.get("x_firm", mine)["size"] == 2


def test_who_may_not_delete_takes_back_what_the_own_work_made(firms: World) -> None:
    typist = firms.create_user("Typist", permission_sets=["x_typist"])
    with firms.as_user(typist) as ctx:
        with change_set(ctx, "test", "x_firm") as id:
            alone, changed, joined = (create_firm(ctx, name) for name in ("Alone", "Changed", "Joined"))
            ctx.records.create("x_part", {"name": "its own part", "firm": alone})
        with pytest.raises(NotAllowed):
            ctx.records.delete("x_firm", alone)
    with firms.system() as ctx:
        ctx.records.update("x_firm", changed, {"size": 7})
        ctx.records.create("comment", {"about": {"object": "x_firm", "id": joined}, "body": "Keep this one"})
    with firms.as_user(typist) as ctx:
        done = revert(ctx, id)
        assert (done["reverted"], done["refused"]) == (2, 2)
        refused = {row["record_id"]: told(row["refusal"], ctx.catalogue, "x_firm", "en") for row in refusals_of(ctx, id)}
        assert refused == {changed: "This record was changed since", joined: "Something was added to this record since"}
        assert [row["name"] for row in ctx.records.list("x_firm", filter=f"id IN ('{alone}', '{changed}', '{joined}')", sort="name").data] == ["Changed", "Joined"]


def test_who_may_not_delete_takes_back_nothing_that_others_made_within_the_work(firms: World) -> None:
    typist = firms.create_user("Copyist", permission_sets=["x_typist"])
    with firms.as_user(typist) as ctx, change_set(ctx, "test", "x_firm") as id:
        mine = create_firm(ctx, "Made by hand")
        theirs = create_firm(ctx.as_system(), "Made in reaction", owner_id=typist)
    with firms.as_user(typist) as ctx:
        assert revert(ctx, id)["refused"] == 1
        assert [row["record_id"] for row in refusals_of(ctx, id)] == [theirs]
        assert ctx.records.list("x_firm", filter=f"id = '{mine}'").data == []


def test_a_large_set_is_put_back_by_a_job(firms: World) -> None:
    with firms.system() as ctx:
        before = digest(ctx)
        with change_set(ctx, "test", "x_firm") as id:
            ctx.records.bulk("x_firm", "create", [{"name": f"Firm {n}"} for n in range(1200)])
            assert ctx.records.list("x_firm", count=True, limit=1).count == len(before_firms(before)) + 1200
    with firms.system() as ctx:
        assert start_revert(ctx, id)
    run_due(firms.platform, firms.tenant)
    with firms.system() as ctx:
        assert find_changes(ctx, id)["state"] == "reverted"
        assert digest(ctx) == before


def before_firms(digested: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in digested if row["object"] == "x_firm"]


def test_old_sets_are_forgotten_and_those_at_work_are_kept(firms: World) -> None:
    with firms.system() as ctx:
        close_changes(ctx, open_changes(ctx, "test", "x_firm"))
        for old in list_changes(ctx, 200):
            close_changes(ctx, old["id"])
        working = open_changes(ctx, "test", "x_firm")
    firms.define(Settings("retention", values={"change_sets": 1}))
    with firms.system() as ctx:
        ctx.now = ctx.now.replace(year=ctx.now.year + 1)
        assert forget_old_changes(ctx) > 0
        assert [found["id"] for found in list_changes(ctx, 200)] == [working]
