"""Reading outside a transaction: a unit of work has one connection in hand, however it reads."""

from __future__ import annotations

from contextlib import ExitStack

import sqlalchemy as sa

from core.database.engines import POOL_SIZE
from core.database.queries import fetch
from core.database.tables import process
from core.database.unit import Unit
from tests.support.worlds import World


def test_C9_as_many_as_there_are_connections_read_in_every_way_and_none_waits_for_a_second(world: World) -> None:
    store = world.platform.control.store(world.tenant)
    query = sa.select(process.c.id).limit(1)
    with ExitStack() as stack:
        units = [stack.enter_context(Unit(store)) for _ in range(POOL_SIZE)]
        for unit in units:
            unit.rows(store.compile(query))  # each has a connection now
        for unit in units:
            assert fetch(unit, query) == []
            unit.rows(store.compile(query))
