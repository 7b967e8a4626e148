"""Parts of a transaction that fail by themselves."""

from __future__ import annotations

import pytest

from dougong import Conflict
from tests.support.worlds import World


def test_a_part_that_fails_undoes_itself_and_what_was_part_of_it(world: World) -> None:
    effects: list[str] = []
    with world.system() as ctx:
        ctx.records.create("team", {"name": "before"})
        with pytest.raises(Conflict), ctx.unit.attempt():
            ctx.records.create("team", {"name": "outer"})
            ctx.unit.after_commit(lambda: effects.append("outer"))
            with ctx.unit.attempt():
                ctx.records.create("team", {"name": "inner"})
            ctx.records.create("team", {"name": "before"})
        with ctx.unit.attempt():
            ctx.records.create("team", {"name": "after"})
            ctx.unit.after_commit(lambda: effects.append("after"))
    with world.system() as ctx:
        assert [team["name"] for team in ctx.records.list("team", sort="name").data] == ["after", "before"]
    assert effects == ["after"]
