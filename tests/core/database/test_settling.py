"""Both databases know how large their tables are, since they choose indexes by that."""

from __future__ import annotations

from dougong import Object, text
from tests.support.worlds import World


def test_sqlite_counts_a_table_that_has_grown_in_the_same_transaction(world: World) -> None:
    world.define(Object("x_leaf", fields={"name": text(index=True)}))
    with world.system() as ctx:
        ctx.records.bulk("x_leaf", "create", records=[{"name": f"leaf {turn}"} for turn in range(1000)])
    if world.platform.config.database_url and world.platform.config.database_url.startswith("postgresql"):
        return  # it counts by itself, a minute later
    with world.system() as ctx:
        counted = ctx.unit.connection.exec_driver_sql("SELECT stat FROM sqlite_stat1 WHERE tbl = 'x_leaf'").scalars().all()
    assert counted and all(int(stat.split()[0]) == 1000 for stat in counted)
