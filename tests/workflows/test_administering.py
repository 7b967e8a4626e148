"""What is done to processes from above: hurrying, reassigning, forcing, jumping, asking anew, moving to another version."""

from __future__ import annotations

from typing import Any

import pytest

from dougong import Conflict, Invalid, NotAllowed, NotFound
from tests.support.processes import Company, Play
from workflows.events import Acted, AskedAnew, Done, Event, Forced, Jumped, Reassigned, Urged
from workflows.migrating import Migration, migrated, obstacles
from workflows.programs import compiled
from workflows.state import Process

LINE = {"ann": "bob", "bob": "cat", "cat": "dan"}


def ask(name: str, *people: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "approvers": list(people), **more}


def approval(*steps: dict[str, Any], company: Company | None = None, **more: Any) -> Play:
    return Play("approval", company or Company(superiors=dict(LINE)), steps=list(steps), **more)


def visit(play: Play) -> int:
    [token] = play.process.tokens.values()
    return token.visit


def test_A_ACT_13_who_submitted_it_urges_those_who_have_it() -> None:
    play = approval(ask("one", "bob", "cat")).send(Urged("ann"))
    assert play.told("urged") == [("bob", "cat")]
    with pytest.raises(NotAllowed):
        play.send(Urged("bob"))
    with pytest.raises(Conflict):
        play.act("bob", "return", to="initiator").send(Urged("ann"))


def test_A_ACT_22_an_open_task_is_given_to_somebody_else() -> None:
    play = approval(ask("one", "bob", "cat", due={"for": "P1D"}))
    task = play.task("bob")
    play.send(Reassigned(task.number, "eve", "root", "ill"))
    assert (play.asked(), play.told("closed")[-1], play.notes("reassigned")[0].by) == (["eve", "cat"], ("bob",), "root")
    refused: list[tuple[Event, type[Exception]]] = [
        (Reassigned(task.number, "cat", "root", "ill"), Conflict),
        (Reassigned(task.number, "ann", "root", "ill"), NotAllowed),
        (Reassigned(task.number, "fay", "root", " "), Invalid),
        (Reassigned(99, "fay", "root", "ill"), NotFound),
    ]
    for event, error in refused:
        with pytest.raises(error):
            play.send(event)


@pytest.mark.parametrize(("decision", "end"), [("approve", "approved"), ("reject", "rejected")])
def test_A_ACT_22_a_step_is_decided_by_force_and_the_history_says_so(decision: str, end: str) -> None:
    play = approval(ask("one", "bob", "cat", mode="all")).act("bob", "approve")
    play.send(Forced(visit(play), decision, "root", "the fair is tomorrow"))
    assert (play.end, play.notes("forced")[0].facts["why"]) == (end, "the fair is tomorrow")
    with pytest.raises(Conflict):
        play.send(Forced(1, decision, "root", "again"))


def test_A_ACT_22_a_process_jumps_to_another_step_of_its_way() -> None:
    fork = {"id": "fork", "do": "parallel", "branches": [{"steps": [ask("left", "cat")]}, {"steps": [ask("right", "dan")]}]}
    play = approval(ask("one", "bob"), fork, ask("last", "eve"))
    with pytest.raises(Invalid, match="It can go to last, fork, one"):
        play.send(Jumped(visit(play), "left", "root", "shorter"))
    play.send(Jumped(visit(play), "last", "root", "shorter"))
    assert (play.asked(), [task.state for task in play.process.tasks.values()]) == (["eve"], ["cancelled", "pending"])


def test_A_ACT_22_what_came_back_from_a_lane_jumps_into_none_and_is_not_approved_by_it() -> None:
    fork = {"id": "fork", "do": "parallel", "branches": [{"steps": [ask("left", "cat")]}, {"steps": [ask("right", "dan")]}]}
    play = approval(fork, ask("last", "eve")).act("cat", "return", to="initiator")
    with pytest.raises(Invalid, match="It can go to last, fork"):
        play.send(Jumped(visit(play), "left", "root", "shorter"))
    assert play.send(Jumped(visit(play), "fork", "root", "shorter")).asked() == ["cat", "dan"]


def test_E17_A_ABS_08_a_step_is_asked_anew_when_roles_have_changed() -> None:
    company = Company(roles={"desk": ["bob"]})
    play = approval(ask("one", {"role": "desk"}), company=company)
    company.roles["desk"] = ["eve"]
    assert play.send(AskedAnew(visit(play), "root", "bob has left the desk")).asked() == ["eve"]
    assert play.act("eve", "approve").end == "approved"


# -- other versions ----------------------------------------------------------------------------------------------


def moved(play: Play, names: dict[str, str] | None = None, **document: Any) -> Process:
    """The process moved to another version, in which the play goes on."""
    migration = Migration(play.program, compiled("approval", {"name": "tried", **document}), names or {})
    assert obstacles(migration, play.process) == []
    play.process, play.program = migrated(migration, play.process), migration.new
    return play.process


def test_A_VER_03_a_running_process_goes_on_in_another_version_with_what_was_decided() -> None:
    play = approval(ask("one", "bob", exclusive="x"), ask("two", "cat", "dan", mode="all"), ask("old", "eve")).act("bob", "approve").act("cat", "approve")
    before = play.process
    moved(play, {"two": "board"}, steps=[ask("board", "cat", "dan", mode="all"), ask("new", "fay", exclusive="x")])
    assert [task.state for task in play.process.tasks.values()] == [task.state for task in before.tasks.values()]
    assert play.act("dan", "approve").asked() == ["fay"]
    assert play.act("fay", "approve").end == "approved"


def test_A_VER_03_clocks_that_the_new_version_has_not_stop() -> None:
    play = approval(ask("one", "bob", due={"for": "P1D"}), expires={"for": "P9D"})
    assert len(play.process.timers) == 2
    assert moved(play, steps=[ask("one", "bob")]).timers == {}


def test_A_VER_03_lanes_move_with_their_steps_and_work_goes_on_under_its_name() -> None:
    def document(fork: str, work: str) -> list[dict[str, Any]]:
        return [{"id": fork, "do": "parallel", "branches": [{"steps": [{"id": work, "do": "update"}]}, {"steps": [ask("a", "bob")]}]}]

    play = approval(*document("f", "w"))
    work = play.work()[0].visit
    moved(play, {"f": "fork", "w": "write"}, steps=document("fork", "write"))
    assert play.send(Done(work)).act("bob", "approve").end == "approved"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ([ask("other", "bob")], "reference"),
        ([{"id": "one", "do": "wait", "for": "P1D"}, ask("two", "bob")], "type"),
        ([{"id": "fork", "do": "parallel", "branches": [{"steps": [ask("one", "bob")]}, {"steps": []}]}], "place"),
    ],
)
def test_A_VER_03_a_process_that_stands_where_the_new_version_has_nothing_stays(new: list[dict[str, Any]], code: str) -> None:
    play = approval(ask("one", "bob"))
    [problem] = obstacles(Migration(play.program, compiled("approval", {"name": "tried", "steps": new}), {}), play.process)
    assert (problem.field, problem.code) == ("one", code)


def test_E46_what_comes_from_a_page_of_the_old_version_is_judged_by_the_new_one() -> None:
    play = approval(ask("one", "bob"))
    task = play.task("bob").number
    moved(play, steps=[ask("one", "bob", actions=["approve"])])
    with pytest.raises(NotAllowed):
        play.send(Acted(task, "transfer", "bob", "because", {"to": "eve"}))
