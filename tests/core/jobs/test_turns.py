"""Turns: one message at a time works through a tenant's jobs, however often somebody rings."""

from __future__ import annotations

from datetime import timedelta

from core.database.unit import Unit
from core.jobs.queue import enqueue
from core.jobs.running import run_rung
from core.jobs.turns import LOST_AFTER
from core.transactions import in_transaction
from tests.support.worlds import World


class Queue:
    """A broker that remembers what was rung."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rung: list[str] = []

    def write(self, jobs: int) -> None:
        for _ in range(jobs):
            in_transaction(self.world.platform, self.world.tenant, lambda ctx: enqueue(ctx, "tu_nothing", {}))

    def hear(self, ring: str = "") -> bool:
        return run_rung(self.world.platform, self.world.tenant, ring, self.rung.append, lambda claim: None)


def test_one_ring_goes_through_all_jobs_and_others_end(world: World) -> None:
    queue = Queue(world)
    queue.write(3)
    assert queue.hear()
    assert not queue.hear(), "the turn is on its way"
    assert not queue.hear("an old one")
    assert queue.hear(queue.rung[0])
    assert not queue.hear(queue.rung[0]), "a message that comes twice"
    assert queue.hear(queue.rung[1])
    assert len(queue.rung) == 2
    queue.write(1)
    assert queue.hear(), "the next ring begins a new turn"


def test_a_turn_that_was_lost_is_taken_by_the_next_ring(world: World) -> None:
    queue = Queue(world)
    queue.write(3)
    assert queue.hear()
    now = world.platform.now
    world.platform.now = lambda: now() + LOST_AFTER + timedelta(seconds=1)
    try:
        assert queue.hear()
        assert not queue.hear(queue.rung[0]), "it turns up after all"
        while queue.hear(queue.rung[-1]):
            pass
    finally:
        world.platform.now = now


def test_a_turn_without_a_job_ends(world: World) -> None:
    queue = Queue(world)
    queue.write(2)
    assert queue.hear()
    while run_rung(world.platform, world.tenant, queue.rung[-1], queue.rung.append, lambda claim: None):
        pass
    with Unit(world.platform.control.store(world.tenant)):
        queue.write(1)
    assert queue.hear()
