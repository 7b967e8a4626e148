"""A table that has grown in bulk is counted in the same transaction, since databases choose indexes by that."""

from __future__ import annotations

import pytest

from dougong import Object, text
from tests.support.worlds import World


@pytest.fixture
def leaves(world: World) -> World:
    world.define(Object("x_leaf", fields={"name": text(index=True)}))
    return world


def counted(world: World) -> int:
    """The rows that the database believes the table to hold."""
    with world.system() as ctx:
        run = ctx.unit.connection.exec_driver_sql
        if ctx.store.backend == "sqlite":
            stats = run("SELECT stat FROM sqlite_stat1 WHERE tbl = 'x_leaf'").scalars().all()
            return int(stats[0].split()[0])
        return int(run("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", (f"{ctx.store.schema}.x_leaf",)).scalars().one())


def test_a_table_that_has_outgrown_what_is_known_of_it_is_counted_anew(leaves: World) -> None:
    for rows, known in ((1000, 1000), (1000, 1000), (9000, 11000)):
        with leaves.system() as ctx:
            ctx.records.bulk("x_leaf", "create", records=[{"name": f"leaf {turn}"} for turn in range(rows)])
        assert counted(leaves) == known


def test_what_was_taken_back_is_not_counted(leaves: World) -> None:
    with leaves.system() as ctx:
        ctx.records.bulk("x_leaf", "create", records=[{"name": f"leaf {turn}"} for turn in range(9000)])
    before = counted(leaves)
    with pytest.raises(ZeroDivisionError), leaves.system() as ctx:
        ctx.records.bulk("x_leaf", "create", records=[{"name": f"never {turn}"} for turn in range(9000)])
        raise ZeroDivisionError
    assert counted(leaves) == before
