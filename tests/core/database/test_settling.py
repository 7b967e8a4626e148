"""SQLite is told to count tables that grow, since it chooses indexes by that; PostgreSQL does so by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dougong import Object, text
from tests.support.worlds import World, make_world


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[World]:
    """A world on SQLite."""
    with make_world(f"sqlite:///{tmp_path / 'control.db'}", tmp_path) as world:
        yield world


def test_sqlite_counts_a_table_that_has_grown_in_the_same_transaction(lite: World) -> None:
    lite.define(Object("x_leaf", fields={"name": text(index=True)}))
    with lite.system() as ctx:
        ctx.records.bulk("x_leaf", "create", records=[{"name": f"leaf {turn}"} for turn in range(1000)])
    with lite.system() as ctx:
        counted = ctx.unit.connection.exec_driver_sql("SELECT stat FROM sqlite_stat1 WHERE tbl = 'x_leaf'").scalars().all()
    assert counted and all(int(stat.split()[0]) == 1000 for stat in counted)
