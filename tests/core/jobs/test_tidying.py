"""What nobody will ask for again is cleared away once a day, in every tenant, without anybody's doing."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from core.files.records import store_of
from core.identity.sessions import IDLE, open_session
from core.jobs.queue import DONE, WAITING, jobs
from core.jobs.running import run_due
from core.jobs.tidying import EVERY, TIDY, plan_tidying
from tests.support.worlds import World


def planned(world: World, state: str) -> int:
    with world.system() as ctx:
        return sum(job.name == TIDY for job in jobs(ctx, state))


def test_a_new_tenant_is_tidied_tomorrow_and_every_day_after(world: World) -> None:
    user = world.create_user("Gone")
    with world.system() as ctx:
        open_session(ctx, user)
        aborted = store_of(ctx).incoming()
        aborted.write_bytes(b"%PDF")
    assert planned(world, WAITING) == 1
    start = world.platform.now()
    for day in range(1, 4):
        with time_machine.travel(start + day * EVERY + timedelta(minutes=day), tick=False):
            run_due(world.platform, world.tenant)
            assert (planned(world, DONE), planned(world, WAITING)) == (day, 1)
    assert not aborted.exists()
    with time_machine.travel(start + IDLE + timedelta(days=2), tick=False):
        run_due(world.platform, world.tenant)
        with world.system() as ctx:
            prefix = f'"{ctx.store.schema}".' if ctx.store.schema else ""
            assert ctx.unit.connection.exec_driver_sql(f"SELECT count(*) FROM {prefix}dg_session").scalar() == 0


def test_it_is_planned_once_however_often_a_tenant_is_upgraded(world: World) -> None:
    with world.system() as ctx:
        before = sum(job.name == TIDY for job in jobs(ctx))
        for _ in range(3):
            plan_tidying(ctx)
        assert sum(job.name == TIDY for job in jobs(ctx)) <= before + 1
