"""Approvals on a database beside the obvious model, where whatever serves them is new at every step (W1, W6, A-ERR-03).

The suite goes through a few made-up definitions; `DOUGONG_MODEL=1000` makes so many, and goes one way through each.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from core.database.queries import mappings
from core.database.tables import process_note, record_lock, task_holder
from core.jobs.running import run_due
from core.platform import Platform
from core.processes.acting import act, operate
from core.processes.starting import submit
from core.processes.storing import load
from dougong import Definition, Object, PermissionSet, decimal, text
from tests.support.approvals import Asked, Stand, after, begun, needed, overdue, waiting, written
from tests.support.worlds import World

if TYPE_CHECKING:
    from core.context import Ctx

COUNT = int(os.environ.get("DOUGONG_MODEL", "5"))
#: So many definitions come into force at once.
BATCH = 25
PEOPLE = ("bob", "cat", "dan")
MODES = ("any", "first", "all", "sequence", "two")
OWN = {"create": True, "read": True, "edit": True, "delete": True}
#: Every so often the definitions are read anew, too.
READ_ANEW = 20


class Crash(Exception):
    """The process dies before it commits."""


class Office:
    """A tenant whose server is another one at every step: nothing is known but what is stored."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world = world
        self.chance = chance
        self.late = timedelta()
        self.platform = world.platform
        self.restarts = 0
        self.people = {name: world.create_user(name, permission_sets=["standard", "x_mo_staff"]) for name in ("ann", *PEOPLE)}
        self.names = {id: name for name, id in self.people.items()}

    def restart(self) -> None:
        """Begin anew; what is compiled of definitions is kept most times, since that knows of no process."""
        before, self.platform = self.platform, Platform(self.world.platform.config, now=lambda: datetime.now(UTC) + self.late)
        if self.chance.randrange(READ_ANEW):
            self.platform.catalogues = before.catalogues
        if before is not self.world.platform:
            before.close()
        self.restarts += 1

    @contextmanager
    def acting(self, name: str) -> Iterator[Ctx]:
        with self.platform.open(self.world.tenant) as ctx:
            yield ctx.acting(self.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, self.people[name]))

    def do(self, name: str, work: Callable[[Ctx], Any]) -> Any:
        """Let somebody do something; now and then the server dies once before it is committed."""
        if not self.chance.randrange(4):
            with pytest.raises(Crash), self.acting(name) as ctx:
                work(ctx)
                raise Crash
            self.restart()
        with self.acting(name) as ctx:
            return work(ctx)

    def begin(self, approval: str) -> str:
        with self.acting("ann") as ctx:
            record = ctx.records.create("x_mo_quote", {"name": "Q", "discount": "20"})["id"]
        return str(self.do("ann", lambda ctx: submit(ctx, "x_mo_quote", record, approval, "", [])).id)

    def decide(self, process: str, person: str, yes: bool) -> None:
        with self.platform.open(self.world.tenant) as ctx:
            stored = load(ctx, process)
        [task] = [number for number, one in stored.process.tasks.items() if one.state == "pending" and one.assignee == self.people[person]]
        given = {} if yes else {"comment": "no"}
        self.do(person, lambda ctx: act(ctx, stored.ids[task], "approve" if yes else "reject", given))

    def let_time_pass(self) -> None:
        self.late += timedelta(days=2)
        run_due(self.platform, self.world.tenant)

    def compare(self, process: str, steps: list[Asked], stand: Stand) -> None:
        """What is stored is what the model says."""
        with self.platform.open(self.world.tenant) as ctx:
            stored = load(ctx, process)
            asked = sorted(self.names[str(one.assignee)] for one in stored.process.tasks.values() if one.state == "pending")
            held = [row["user_id"] for row in mappings(ctx.unit, sa.select(task_holder.c.user_id).where(task_holder.c.task_id.in_(list(stored.ids.values()))))]
            ended = mappings(ctx.unit, sa.select(process_note.c.seq).where(process_note.c.process_id == process, process_note.c.what == "ended"))
            locks = mappings(ctx.unit, sa.select(record_lock.c.process_id).where(record_lock.c.process_id == process))
        assert asked == sorted(waiting(steps, stand)) == sorted(self.names[user] for user in held)
        assert (stored.process.outcome, len(ended), len(locks)) == (stand.end, bool(stand.end), not stand.end)
        if not stand.end:
            assert [token.step for token in stored.process.tokens.values()] == [f"s{stand.step}"]
        if stand.end == "approved":
            said = Counter(one.step for one in stored.process.tasks.values() if one.state == "approved")
            assert all(said[f"s{number}"] >= needed(step) for number, step in enumerate(steps) if step.when is not False)


def made_up(chance: random.Random) -> list[Asked]:
    return [
        Asked(
            tuple(chance.sample(PEOPLE, chance.randint(1, 3))), chance.choice(MODES),
            chance.choice([None, None, True, False]), chance.choice(["", "", "approve", "reject"]),
        )
        for _ in range(chance.randint(1, 4))
    ]  # fmt: skip


def go(office: Office, chance: random.Random, approval: str, steps: list[Asked]) -> str:
    """One way through an approval, compared at every step; how it ended."""
    process, stand = office.begin(approval), begun(steps)
    while True:
        office.restart()
        office.compare(process, steps, stand)
        if stand.end:
            return stand.end
        turn = chance.random()
        if turn < 0.06:
            office.do("ann", lambda ctx: operate(ctx, process, "recall", {"reason": "mine"}))
            stand = Stand(stand.step, stand.said, "withdrawn")
        elif turn < 0.25:
            office.let_time_pass()
            stand = overdue(steps, stand)
        else:
            person, yes = chance.choice(waiting(steps, stand)), chance.random() < 0.75
            office.decide(process, person, yes)
            stand = after(steps, stand, person, yes)


def test_W6_a_restart_at_every_step_goes_on_as_the_model_says(world: World, record_property: Callable[[str, object], None]) -> None:
    chance = random.Random(20261123)
    world.define(Object("x_mo_quote", fields={"name": text(required=True)}, discount=decimal()), PermissionSet("x_mo_staff", objects={"x_mo_quote": OWN}))
    office, ends = Office(world, chance), Counter[str]()
    for first in range(0, COUNT, BATCH):
        made = {f"x_mo_{number}": made_up(chance) for number in range(first, min(COUNT, first + BATCH))}
        world.define(*(approval(name, steps) for name, steps in made.items()))
        for name, steps in made.items():
            ends[go(office, chance, name, steps)] += 1
        world.retire(*(("approval", name) for name in made))
    office.platform.close()
    assert ends.total() == COUNT
    told = f"{COUNT} definitions, {office.restarts} restarts: {dict(ends)}"
    record_property("model", told)
    print(told)


def approval(name: str, steps: list[Asked]) -> Definition:
    document = written(steps, name, lambda person: {"user": f"{person}@example.com"})
    return Definition(kind="approval", document={"object": "x_mo_quote", **document})
