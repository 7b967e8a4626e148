"""Many decide the same at once: one decision counts, once; everybody else is told that it was too late (W1, A-CONC-01).

The suite tries a few times; `DOUGONG_RACES=10000` makes so many tries, by 64 at a time.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from core.database.queries import mappings
from core.database.tables import event, process, process_note, record_lock, task, task_holder
from core.jobs.running import run_due
from tests.core.api.clients import Caller
from tests.core.processes.conftest import Firm

TRIES = int(os.environ.get("DOUGONG_RACES", "0"))
CLIENTS = 64 if TRIES else 6
ROUNDS = max(1, TRIES // CLIENTS // 5)
PATIENCE = 100
STATUS = {"approved": "approved", "rejected": "lost", "withdrawn": "draft"}

ENDS = {"on_approved": [{"do": "update", "set": {"status": "approved"}}], "on_rejected": [{"do": "update", "set": {"status": "lost"}}]}
BOSS = [{"manager_of": "owner_id"}]


@dataclass(frozen=True)
class Shot:
    """What one client does; `counts`: what it comes to where it is the first."""

    counts: str
    fire: Callable[[], int]


def shot(by: Caller, path: str, counts: str, **body: object) -> Shot:
    def fire() -> int:
        own = Caller(by.client.application, **by.headers)  # type: ignore[arg-type]
        for _ in range(PATIENCE):
            answer = own.post(path, body)
            if answer.status_code != 503:  # all connections are in use: come again, as it says
                return answer.status_code
        return 503

    return Shot(counts, fire)


def race(shots: list[Shot]) -> list[tuple[str, int]]:
    """Fire them all at once; what each came to."""
    gate = threading.Barrier(len(shots))

    def run(one: Shot) -> tuple[str, int]:
        gate.wait()
        return one.counts, one.fire()

    with ThreadPoolExecutor(len(shots)) as threads:
        return list(threads.map(run, shots))


def decide(firm: Firm, record: str, chance: random.Random, count: int, *, version: bool = True, also: tuple[str, ...] = ()) -> list[Shot]:
    """So many clients with the task of the boss: each approves, rejects, or does something else of `also`."""
    found = firm.task(firm.boss, record)
    more = {"version": found["version"]} if version else {}
    bodies: dict[str, dict[str, object]] = {
        "approve": {}, "reject": {"comment": "no"}, "return": {"comment": "why", "to": "initiator"},
        "transfer": {"to": firm.people["finance"], "comment": "yours"},
    }  # fmt: skip
    names = [("approve", "reject", *also)[number % (2 + len(also))] for number in range(count)]
    chance.shuffle(names)
    return [shot(firm.boss, f"/api/v1/tasks/{found['id']}/{name}", DECIDES[name], **bodies[name], **more) for name in names]


DECIDES = {"approve": "approved", "reject": "rejected", "return": "returned", "transfer": "transferred"}


def begin(firm: Firm, approval: str) -> tuple[str, str]:
    """A quote that is submitted, and its process."""
    quote = firm.quote()
    answer = firm.submit(quote, approval)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return quote, str(answer.json["id"])


def assert_decided_once(firm: Firm, quote: str, id: str, heard: list[tuple[str, int]], *, voices: int = 1) -> str:
    """One decision, one end, one effect, nothing left of it; and the others heard 409. Answers what was decided."""
    with firm.world.system() as ctx:
        [kept] = mappings(ctx.unit, sa.select(process).where(process.c.id == id))
        notes = Counter(row["what"] for row in mappings(ctx.unit, sa.select(process_note.c.what).where(process_note.c.process_id == id)))
        decided = mappings(ctx.unit, sa.select(task.c.id).where(task.c.process_id == id, task.c.decided_by.is_not(None)))
        effects = mappings(ctx.unit, sa.select(event.c.seq).where(event.c.record_id == quote, event.c.source == f"approval/{id}", ~event.c.changes.contains("approval_status")))
        tasks = sa.select(task.c.id).where(task.c.process_id == id)
        left = mappings(ctx.unit, sa.select(task_holder).where(task_holder.c.task_id.in_(tasks)))
        locks = mappings(ctx.unit, sa.select(record_lock).where(record_lock.c.process_id == id))
    assert {status for _, status in heard} <= {200, 409}, heard
    won = {counts for counts, status in heard if status == 200}
    decisions = {what: notes[f"task_{what}"] for what in ("approved", "rejected", "returned") if notes[f"task_{what}"]}
    assert sum(decisions.values()) + notes["recalled"] >= 1 and sum(decisions.values()) == len(decided) <= voices, (notes, heard)
    if kept["state"] == "ended":
        assert (notes["ended"], left, locks) == (1, [], [])
    outcome = str(kept["outcome"] or next(iter(decisions), ""))
    assert outcome in won or "many" in dict(heard) or not won, (outcome, heard)
    assert len(effects) == (1 if outcome in ("approved", "rejected") else 0)
    assert firm.read(quote)["status"] == STATUS.get(outcome, "draft")
    return outcome


@pytest.fixture
def chance() -> random.Random:
    return random.Random(11)


def test_W1_A_CONC_02_A_CONC_03_a_task_is_decided_once_however_many_decide_it(firm: Firm, chance: random.Random) -> None:
    firm.define("approval", "x_pr_race", object="x_pr_quote", steps=[{"id": "boss", "approvers": BOSS}], **ENDS)
    for number in range(ROUNDS):
        quote, id = begin(firm, "x_pr_race")
        heard = race(decide(firm, quote, chance, CLIENTS, version=number % 2 == 0))
        outcome = assert_decided_once(firm, quote, id, heard)
        # the same person with the same word once more is no news (A-CONC-09); who says otherwise is too late
        assert {counts for counts, status in heard if status == 200} == {outcome}
        assert all(status == (200 if counts == outcome else 409) for counts, status in heard)


def test_A_CONC_07_A_CONC_08_deciding_handing_on_and_taking_back_at_once_leave_one_outcome(firm: Firm, chance: random.Random) -> None:
    firm.define("approval", "x_pr_race", object="x_pr_quote", steps=[{"id": "boss", "approvers": BOSS}], **ENDS)
    for _ in range(ROUNDS):
        quote, id = begin(firm, "x_pr_race")
        shots = decide(firm, quote, chance, CLIENTS - 1, also=("return", "transfer"))
        shots.append(shot(firm.seller, f"/api/v1/processes/{id}/recall", "withdrawn", comment="mine"))
        chance.shuffle(shots)
        heard = race(shots)
        won = [counts for counts, status in heard if status == 200]
        if set(won) == {"transferred"}:  # one of them, and nobody else; it ends when who has it now says so
            assert len(won) == 1 and firm.act(firm.finance, quote, "approve").status_code == 200
            heard.append(("approved", 200))
        elif "withdrawn" in won:  # what was handed on or returned may be taken back as well, what was decided may not
            assert won.count("withdrawn") == 1 and set(won) <= {"withdrawn", "transferred", "returned"} and len(won) <= 2
        else:
            assert len(set(won)) == 1
        assert_decided_once(firm, quote, id, heard)


def test_A_ACT_18_many_at_once_and_one_by_one_decide_a_task_once(firm: Firm, chance: random.Random) -> None:
    firm.define("approval", "x_pr_race", object="x_pr_quote", steps=[{"id": "boss", "approvers": BOSS}], **ENDS)
    for _ in range(ROUNDS):
        begun = [begin(firm, "x_pr_race") for _ in range(2)]
        tasks = [firm.task(firm.boss, quote)["id"] for quote, _ in begun]
        bulk = [
            shot(firm.boss, "/api/v1/tasks/bulk", "many", tasks=chance.sample(tasks, 2), action=action, comment="no")
            for action in ("approve", "reject") * (CLIENTS // 6 or 1)
        ]
        singles = [decide(firm, quote, chance, CLIENTS // 3) for quote, _ in begun]
        heard = race([*bulk, *singles[0], *singles[1]])
        assert {status for counts, status in heard if counts == "many"} == {200}  # it says of each how it went
        first = len(bulk) + len(singles[0])
        for (quote, id), mine in zip(begun, (heard[len(bulk) : first], heard[first:]), strict=True):
            outcome = assert_decided_once(firm, quote, id, mine)
            assert all(status == (200 if counts == outcome else 409) for counts, status in mine)


def test_A_CONC_07_the_clock_and_a_person_decide_a_task_once(firm: Firm, chance: random.Random) -> None:
    steps = [{"id": "boss", "approvers": BOSS, "due": {"for": "PT8H"}, "on_timeout": "reject"}]
    firm.define("approval", "x_pr_race", object="x_pr_quote", steps=steps, on_expired=ENDS["on_rejected"], **ENDS)
    platform = firm.world.platform
    usual = platform.now
    try:
        for number in range(ROUNDS):
            quote, id = begin(firm, "x_pr_race")
            firm.work()
            shots = decide(firm, quote, chance, CLIENTS - 2)
            passed = timedelta(hours=9 * (number + 1))
            platform.now = lambda passed=passed: datetime.now(UTC) + passed  # type: ignore[misc]
            clock = Shot("expired", lambda: 200 if run_due(platform, firm.world.tenant) >= 0 else 0)
            heard = race([*shots, clock, clock])
            firm.work()
            people = [one for one in heard if one[0] != "expired"]
            assert {status for _, status in people} <= {200, 409}
            with firm.world.system() as ctx:
                whats = [row["what"] for row in mappings(ctx.unit, sa.select(process_note.c.what).where(process_note.c.process_id == id))]
            decided = [what for what in whats if what in ("task_approved", "task_rejected", "task_expired")]
            assert len(decided) == 1 and whats.count("ended") == 1, whats
            assert all(status == (200 if f"task_{counts}" == decided[0] else 409) for counts, status in people)
            assert firm.read(quote)["status"] == ("approved" if decided[0] == "task_approved" else "lost")
    finally:
        platform.now = usual


def test_W1_of_many_who_may_claim_a_task_one_has_it(firm: Firm, chance: random.Random) -> None:
    firm.define("approval", "x_pr_race", object="x_pr_quote", steps=[{"id": "some", "approvers": [*BOSS, {"role": "x_pr_finance"}], "mode": "claim"}], **ENDS)
    for number in range(ROUNDS):
        quote, id = begin(firm, "x_pr_race")
        found = firm.task(firm.boss, quote)
        path = f"/api/v1/tasks/{found['id']}"
        more = {"version": found["version"]} if number % 2 else {}
        people = [firm.boss, firm.finance] * (CLIENTS // 2)
        heard = race([shot(by, f"{path}/claim", "claimed", **more) for by in people])
        assert sorted(status for _, status in heard) == [200] + [409] * (len(people) - 1)
        mine = firm.boss.get("/api/v1/tasks").json
        assert mine is not None
        owner = firm.boss if any(one["record"]["id"] == quote for one in mine["data"]) else firm.finance
        other = firm.finance if owner is firm.boss else firm.boss
        version = firm.task(owner, quote)["version"]
        last = race([shot(owner, f"{path}/approve", "approved", version=version), shot(other, f"{path}/approve", "approved", **more)])
        assert last[0][1] == 200 and last[1][1] in (403, 409)  # it isn't theirs, or is decided
        assert_decided_once(firm, quote, id, last[:1])


def test_W1_where_one_of_several_is_enough_one_decision_ends_it(firm: Firm, chance: random.Random) -> None:
    firm.define("approval", "x_pr_race", object="x_pr_quote", steps=[{"id": "both", "approvers": [*BOSS, {"role": "x_pr_finance"}], "mode": "any"}], **ENDS)
    for _ in range(ROUNDS):
        quote, id = begin(firm, "x_pr_race")
        tasks = [(by, firm.task(by, quote)["id"]) for by in (firm.boss, firm.finance)]
        heard = race([shot(by, f"/api/v1/tasks/{task}/{action}", DECIDES[action], comment="so") for by, task in tasks for action in ("approve", "reject")])
        assert_decided_once(firm, quote, id, heard, voices=2)  # it is rejected when nobody is left who may approve it
