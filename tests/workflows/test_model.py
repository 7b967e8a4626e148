"""The engine beside an obvious model of approvals, and what must hold of every process whatever happens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dougong import Problem
from tests.support.approvals import Asked, Stand, after, waiting, written
from tests.support.processes import Company, Play
from workflows.engine import advance
from workflows.events import (
    Acted,
    AskedAnew,
    Cancelled,
    Changed,
    Done,
    Event,
    Failed,
    Forced,
    Happened,
    Jumped,
    Reassigned,
    Recalled,
    Resubmitted,
    Resumed,
    Retried,
    Retrieved,
    Skipped,
    Suspended,
    TimeCame,
    Urged,
)
from workflows.programs import problems_of
from workflows.state import Process, Task

PEOPLE = ("bob", "cat", "dan")
asked = st.builds(
    Asked,
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from(["any", "first", "all", "sequence", "two"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(asked, min_size=1, max_size=4))
def test_W1_every_order_of_decisions_ends_as_in_the_model(steps: list[Asked]) -> None:
    """All interleavings of up to three people at up to four steps, each with approvals and rejections, and a recall."""
    document = written(steps)
    todo = [(Stand(), Play("approval", **document))]
    seen = set()
    while todo:
        stand, play = todo.pop()
        compare(steps, stand, play)
        if stand in seen:
            continue
        seen.add(stand)
        if not stand.end:
            assert copy(play).send(Recalled("ann")).end == "withdrawn"
        for person in waiting(steps, stand):
            for yes in (True, False):
                other = copy(play).act(person, "approve" if yes else "reject")
                todo.append((after(steps, stand, person, yes), other))


def compare(steps: list[Asked], stand: Stand, play: Play) -> None:
    assert sorted(play.asked()) == sorted(waiting(steps, stand))
    assert play.process.outcome == stand.end
    if not stand.end:
        [token] = play.process.tokens.values()
        assert token.step == f"s{stand.step}"


def copy(play: Play) -> Play:
    """Another that goes on from the same state, as a process does after a crash: nothing but its state is known."""
    other = Play.__new__(Play)
    other.program, other.company, other.process, other.at = play.program, play.company, play.process, play.at
    other.effects, other.history = [], list(play.history)
    return other


# -- anything that can be drawn ----------------------------------------------------------------------------------

names = st.integers(0, 10**9).map(lambda number: f"n{number}")
leaves = st.one_of(
    st.fixed_dictionaries(
        {"id": names, "approvers": st.lists(st.sampled_from([*PEOPLE, "ann"]), min_size=0, max_size=3)},
        optional={
            "mode": st.sampled_from(["any", "all", "sequence", "claim", "weight"]),
            "empty": st.sampled_from(["hold", "skip", "superior", "approve", "reject"]),
            "self": st.sampled_from(["superior", "skip", "allow"]),
            "repeat": st.sampled_from(["keep", "adjacent", "anywhere"]),
            "reject_to": st.sampled_from(["end", "initiator", "previous"]),
            "due": st.just({"for": "P1D", "remind_every": {"for": "P1D", "most": 1}}),
            "on_timeout": st.sampled_from(["remind", "approve", "reject", "return", "escalate", "end"]),
            "watch": st.just(["amount"]),
            "retrieve": st.just(True),
            "abstentions": st.sampled_from(["count", "exclude"]),
        },
    ),
    st.fixed_dictionaries({"id": names, "do": st.just("update")}, optional={"when": st.sampled_from(["yes", "no", "gone"]), "on_error": st.sampled_from(["hold", "continue", "end"])}),
    st.fixed_dictionaries({"id": names, "do": st.just("wait"), "for": st.just("P1D")}),
    st.fixed_dictionaries({"id": names, "do": st.just("wait_for")}, optional={"for": st.just("P1D")}),
)


def holding(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, max_size=3)
    condition = st.sampled_from(["yes", "no"])
    branch = st.fixed_dictionaries({"steps": some}, optional={"when": condition})
    return st.one_of(
        st.fixed_dictionaries({"id": names, "do": st.just("branch"), "when": condition, "then": some}, optional={"else": some}),
        st.fixed_dictionaries({"id": names, "do": st.just("parallel"), "branches": st.lists(branch, min_size=2, max_size=3)}, optional={"join": st.sampled_from(["all", "first"])}),
        st.fixed_dictionaries({"id": names, "do": st.just("each"), "in": st.sampled_from(["none", "two"]), "steps": some}, optional={"parallel": st.booleans()}),
    )


trees = st.recursive(leaves, holding, max_leaves=8)
definitions = st.fixed_dictionaries(
    {"name": st.just("any"), "steps": st.lists(trees, min_size=1, max_size=4)},
    optional={
        "on_approved": st.just([{"id": "apply", "do": "update"}]),
        "on_rejected": st.just([{"id": "undo", "do": "update"}]),
        "after_return": st.sampled_from(["auto", "direct", "replay"]),
        "on_change": st.sampled_from(["ignore", "tell", "restart", "end"]),
        "expires": st.just({"for": "P9D"}),
    },
).filter(lambda document: problems_of("approval", document) == [])


def company() -> Company:
    truths = {"yes": True, "no": False, "none": [], "two": ["x", "y"]}
    return Company(truths=truths, superiors={"ann": "bob", "bob": "cat", "cat": "dan"})


def possible(play: Play) -> Iterator[Event]:
    """What may happen to a process as it stands."""
    process = play.process
    for task in process.tasks.values():
        for person in (task.assignee, *task.candidates):
            if task.state == "pending" and person is not None:
                yield from _acts(task, person)
    for token in process.tokens.values():
        if token.waits == "work":
            yield Done(token.visit)
            yield Failed(token.visit, "down")
        elif token.waits == "event":
            yield Happened(token.visit)
        elif token.waits == "repair":
            yield Retried(token.visit, "root")
            yield Skipped(token.visit, "root", "enough")
    for timer in process.timers.values():
        if timer.left is None:
            yield TimeCame(timer.name)
    yield Changed(frozenset({"amount"}))
    yield Suspended("root") if process.state != "suspended" else Resumed("root")
    yield Resubmitted("ann")
    yield Recalled("ann")
    yield Urged("ann")
    yield from _from_above(process)


def _from_above(process: Process) -> Iterator[Event]:
    for token in process.tokens.values():
        yield Jumped(token.visit, token.step, "root", "because")
        if token.waits == "people":
            yield Forced(token.visit, "approve", "root", "because")
            yield AskedAnew(token.visit, "root", "because")
    for task in process.tasks.values():
        if task.open:
            yield Reassigned(task.number, "fay", "root", "because")
        elif task.decided_by is not None:
            yield Retrieved(task.number, task.decided_by)


def _acts(task: Task, person: str) -> Iterator[Event]:
    for action in ("approve", "reject", "return", "claim", "release"):
        yield Acted(task.number, action, person, "because")
    for action, place in (("transfer", ""), ("delegate", ""), ("add_approver", "before"), ("add_approver", "after"), ("add_approver", "parallel")):
        yield Acted(task.number, action, person, "because", {"to": "eve", **({"place": place} if place else {})})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large])
@given(definitions, st.data())
def test_whatever_happens_every_process_waits_for_something_or_has_ended(document: dict[str, Any], data: st.DataObject) -> None:
    play = Play("approval", company(), **document)
    check(play)
    for _ in range(14):
        if play.process.state == "ended":
            break
        event = data.draw(st.sampled_from(list(possible(play))))
        before = play.process
        try:
            play.send(event)
        except Problem:
            assert play.process is before
        check(play)
    again(play)


def check(play: Play) -> None:
    """What holds of every process (A-ERR-03), and that no step was passed whose rule isn't satisfied."""
    process = play.process
    if process.state == "ended":
        assert (dict(process.tokens), dict(process.timers), play.pending()) == ({}, {}, [])
        assert process.outcome in ("approved", "rejected", "withdrawn", "expired", "terminated", "failed")
        return
    assert process.tokens
    for token in process.tokens.values():
        WAITS[token.waits](process, token)
        assert token.inside is None or token.inside in process.tokens
    visits = {token.visit for token in process.tokens.values()}
    assert all(timer.name == "expire" or timer.visit in visits for timer in process.timers.values())
    assert all(task.visit in visits for task in process.tasks.values() if task.open)
    for passed in process.passed:
        satisfied(play, passed.step, passed.visit)


def _has(found: bool) -> None:
    assert found


def _somebody(process: Process, token: Any) -> None:
    """Somebody can decide now, or somebody who was asked before."""
    _has(any(task.visit == token.visit and task.state == "pending" for task in process.tasks.values()))


WAITS: dict[str, Callable[[Process, Any], None]] = {
    "people": _somebody,
    "lanes": lambda process, token: _has(any(one.inside == token.number for one in process.tokens.values())),
    "time": lambda process, token: _has(any(timer.visit == token.visit for timer in process.timers.values())),
    "work": lambda process, token: None,
    "event": lambda process, token: None,
    "repair": lambda process, token: None,
    "return": lambda process, token: _has(process.state == "returned"),
    "resumption": lambda process, token: _has(process.state == "suspended"),
}


def satisfied(play: Play, name: str, visit: int) -> None:
    """By the plain words of the modes, unless the history says that there was nobody to ask."""
    if any(note.visit == visit and note.facts.get("why") in ("nobody to ask", "forced") for note in play.notes("passed")):
        return
    spec = play.program.steps[name].spec
    tasks = [task for task in play.process.tasks.values() if task.visit == visit and task.added_to is None and task.state != "cancelled"]
    yes = [task for task in tasks if task.state in ("approved", "skipped", "carried")]
    counted = [task for task in tasks if task.state != "abstained" or spec.get("abstentions", "count") == "count"]
    if spec.get("mode", "any") in ("any", "claim"):
        assert yes
    elif spec["mode"] == "weight":
        assert Fraction(len(yes), len(counted)) > Fraction(1, 2)
    else:
        assert len(yes) == len(counted) > 0


def again(play: Play) -> None:
    """The same events make the same process again (W6)."""
    process = Process("ann", "ann")
    for at, event in play.history:
        process, _ = advance(play.program, process, event, play.company, at)
    assert process == play.process


def test_W4_whoever_asks_never_decides_by_any_way_round() -> None:
    play = Play("approval", company(), steps=[{"id": "one", "approvers": ["bob"]}])
    for action in ("transfer", "delegate", "add_approver"):
        with pytest.raises(Problem):
            play.act("bob", action, to="ann", place="after")
    play.company.changed_by.append("bob")  # bob changes what is to be approved, after being asked
    with pytest.raises(Problem):
        play.act("bob", "approve")
    assert play.send(Cancelled("root", "nobody left")).end == "terminated"
