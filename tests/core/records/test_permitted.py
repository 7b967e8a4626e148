"""`ctx.records.may` says what writing would be allowed, without writing."""

from __future__ import annotations

import pytest

from dougong import BadRequest, NotFound, Object, PermissionSet, text
from tests.support.worlds import World

OWN = {"create": True, "read": True, "edit": True, "delete": True}


@pytest.fixture(scope="module")
def users(world: World) -> dict[str, str]:
    """Somebody who owns things, and somebody who only reads them."""
    world.define(
        Object("x_thing", sharing="read", fields={"name": text()}),
        PermissionSet("x_worker", objects={"x_thing": OWN}),
        PermissionSet("x_looker", objects={"x_thing": {"read": True}}),
    )
    return {name: world.create_user(name, permission_sets=[f"x_{name}"]) for name in ("worker", "looker")}


def test_may_answers_for_reading_editing_and_deleting(world: World, users: dict[str, str]) -> None:
    with world.as_user(users["worker"]) as ctx:
        thing = ctx.records.create("x_thing", {"name": "Mine"})["id"]
    theirs = world.create("x_thing", {"name": "Theirs"})["id"]
    actions = ("read", "edit", "delete")
    with world.as_user(users["worker"]) as ctx:
        assert [ctx.records.may(action, "x_thing", thing) for action in actions] == [True, True, True]
        assert [ctx.records.may(action, "x_thing", theirs) for action in actions] == [True, False, False]
    with world.as_user(users["looker"]) as ctx:
        assert [ctx.records.may(action, "x_thing", thing) for action in actions] == [True, False, False]
    with world.system() as ctx:
        assert ctx.records.may("delete", "x_thing", thing)


def test_may_is_false_for_what_is_gone_and_takes_one_statement(world: World, users: dict[str, str]) -> None:
    thing = world.create("x_thing", {"name": "Gone"})["id"]
    with world.system() as ctx:
        before = ctx.unit.statements
        assert ctx.records.may("read", "x_thing", thing)
        assert ctx.unit.statements - before == 1
        ctx.records.delete("x_thing", thing)
        assert not ctx.records.may("read", "x_thing", thing)


def test_may_names_what_can_not_be_asked(world: World, users: dict[str, str]) -> None:
    with world.as_user(users["worker"]) as ctx:
        with pytest.raises(NotFound):
            ctx.records.may("edit", "x_nothing", "00000000-0000-7000-8000-000000000000")
        with pytest.raises(BadRequest):
            ctx.records.may("paint", "x_thing", "00000000-0000-7000-8000-000000000000")
