"""What processes do with steps that need no people: branches, lanes, loops, waits, work and its failures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dougong import Conflict
from tests.support.processes import MONDAY, Company, Play
from workflows.engine import MOST_ITEMS
from workflows.events import Cancelled, Done, Failed, Happened, Resumed, Retried, Skipped, Suspended, TimeCame


def automation(*steps: dict[str, Any], truths: dict[str, Any] | None = None) -> Play:
    return Play("automation", Company(truths=truths or {}), steps=list(steps))


def do(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "do": "update", **more}


def doing(play: Play) -> list[str]:
    return [one.step for one in play.work()]


def finish(play: Play) -> list[str]:
    """Carry everything out as it comes; answers the order."""
    done = []
    while play.work():
        one = play.work()[0]
        done.append(one.step)
        play.send(Done(one.visit))
    return done


def test_steps_come_one_after_another_and_the_end_is_the_end() -> None:
    play = automation(do("one"), do("two"))
    assert doing(play) == ["one"]
    play.send(Done(play.work()[0].visit))
    assert doing(play) == ["two"]
    assert finish(play) == ["two"]
    assert play.end == "done"
    assert play.process.tokens == {}


def test_an_automation_without_steps_has_ended_at_once() -> None:
    assert automation().end == "done"


@pytest.mark.parametrize(("big", "path"), [(True, ["large", "after"]), (False, ["small", "after"])])
def test_A_ROUTE_01_a_branch_takes_one_way(big: bool, path: list[str]) -> None:
    branch = {"id": "size", "do": "branch", "when": "big", "then": [do("large")], "else": [do("small")]}
    assert finish(automation(branch, do("after"), truths={"big": big})) == path


def test_A_ROUTE_01_of_several_cases_the_first_true_one_is_taken() -> None:
    cases = [{"when": "a", "then": [do("first")]}, {"when": "b", "then": [do("second")]}, {"when": "c", "then": [do("third")]}]
    branch = {"id": "which", "do": "branch", "cases": cases, "else": [do("other")]}
    assert finish(automation(branch, truths={"a": False, "b": True, "c": True})) == ["second"]
    assert finish(automation(branch, truths={"a": False, "b": False, "c": False})) == ["other"]


def test_a_step_whose_condition_does_not_hold_is_left_out_and_the_history_says_so() -> None:
    play = automation(do("one", when="never"), do("two"), truths={"never": False})
    assert finish(play) == ["two"]
    assert play.notes("skipped")[0].facts == {"when": "never"}


def test_A_VER_06_a_condition_that_can_not_be_answered_is_neither_true_nor_false() -> None:
    play = automation({"id": "size", "do": "branch", "when": "gone", "then": [do("large")]}, do("after"))
    assert doing(play) == []
    assert play.notes("failed")[0].facts == {"error": "gone is gone", "said": {"template": "gone is gone", "params": {}}}
    assert play.told("held") == [()]
    play.company.truths["gone"] = False
    play.send(Retried(next(iter(play.process.tokens.values())).visit, "root"))
    assert doing(play) == ["after"]


def test_A_ROUTE_02_lanes_go_side_by_side_and_the_join_waits_for_those_that_began() -> None:
    branches = [{"steps": [do("a1"), do("a2")]}, {"when": "no", "steps": [do("b")]}, {"when": "yes", "steps": [do("c")]}]
    play = automation({"id": "fork", "do": "parallel", "branches": branches}, do("after"), truths={"no": False, "yes": True})
    assert doing(play) == ["a1", "c"]
    assert finish(play) == ["a1", "c", "a2", "after"]


def test_lanes_none_of_which_is_wanted_are_passed_by() -> None:
    branches = [{"when": "no", "steps": [do("a")]}, {"when": "no", "steps": [do("b")]}]
    assert finish(automation({"id": "fork", "do": "parallel", "branches": branches}, do("after"), truths={"no": False})) == ["after"]


def test_where_the_first_lane_is_enough_the_others_end() -> None:
    branches = [{"steps": [do("slow"), do("slower")]}, {"steps": [do("fast")]}, {"steps": [{"id": "later", "do": "wait", "for": "P1D"}]}]
    play = automation({"id": "fork", "do": "parallel", "join": "first", "branches": branches}, do("after"))
    slow, fast = play.work()
    play.send(Done(fast.visit))
    assert doing(play) == ["after"]
    assert play.process.timers == {}
    play.send(Done(slow.visit))
    assert doing(play) == ["after"]


def test_an_empty_lane_ends_at_once() -> None:
    fork = {"id": "fork", "do": "parallel", "join": "first", "branches": [{"steps": []}, {"steps": [do("a")]}]}
    assert finish(automation(fork, do("after"))) == ["after"]
    assert finish(automation({**fork, "join": "all"}, do("after"))) == ["a", "after"]


def test_each_item_is_gone_through_in_turn_and_is_known_inside() -> None:
    each = {"id": "all", "do": "each", "in": "lines", "as": "line", "steps": [do("handle")]}
    play = automation(each, do("after"), truths={"lines": ["x", "y"]})
    for item in ("x", "y"):
        [work] = play.work()
        assert work.scope.variables == {"line": item}
        play.send(Done(work.visit))
    assert doing(play) == ["after"]
    assert play.work()[0].scope.variables == {}


def test_items_may_be_gone_through_at_the_same_time_and_within_each_other() -> None:
    inner = {"id": "inner", "do": "each", "in": "letters", "as": "letter", "steps": [do("handle")]}
    play = automation({"id": "all", "do": "each", "in": "lines", "as": "line", "parallel": True, "steps": [inner]}, truths={"lines": [1, 2], "letters": "ab"})
    assert [one.scope.variables for one in play.work()] == [{"line": 1, "letter": "a"}, {"line": 2, "letter": "a"}]
    assert len(finish(play)) == 4
    assert play.end == "done"


@pytest.mark.parametrize("parallel", [True, False])
def test_A_WF_27_over_no_items_it_has_ended_at_once(parallel: bool) -> None:
    nothings: list[Any] = [[], None]
    for nothing in nothings:
        each = {"id": "all", "do": "each", "in": "lines", "parallel": parallel, "steps": [do("handle")]}
        assert finish(automation(each, do("after"), truths={"lines": nothing})) == ["after"]


def test_too_many_items_are_held_instead_of_gone_through() -> None:
    each = {"id": "all", "do": "each", "in": "lines", "steps": [do("handle")]}
    play = automation(each, truths={"lines": range(MOST_ITEMS + 1)})
    assert [token.waits for token in play.process.tokens.values()] == ["repair"]


def test_a_wait_ends_when_its_time_has_come_and_once() -> None:
    play = automation({"id": "nap", "do": "wait", "for": "P2D"}, do("after"))
    [timer] = play.process.timers.values()
    assert timer.due == MONDAY + timedelta(days=2, hours=1)
    play.wait()
    assert doing(play) == ["after"]
    before = play.process
    assert play.send(TimeCame(timer.name)).process == before


def test_a_moment_that_has_passed_is_not_waited_for() -> None:
    assert finish(automation({"id": "nap", "do": "wait", "until": "start"}, do("after"), truths={"start": MONDAY})) == ["after"]


def test_something_is_waited_for_or_its_time_runs_out() -> None:
    step = {"id": "reply", "do": "wait_for", "for": "P1D", "as": "answer", "timed_out": [do("remind")]}
    play = automation(step, do("after"))
    visit = next(iter(play.process.tokens.values())).visit
    play.send(Happened(visit, {"text": "yes"}))
    assert (doing(play), play.process.variables, play.process.timers) == (["after"], {"answer": {"text": "yes"}}, {})
    assert finish(automation(step, do("after")).wait()) == ["remind", "after"]


def test_what_a_step_found_is_known_to_those_after_it() -> None:
    play = automation(do("find", **{"as": "found"}), do("after"))
    play.send(Done(play.work()[0].visit, ["id1"]))
    assert play.work()[0].scope.variables == {"found": ["id1"]}


@pytest.mark.parametrize(("policy", "state"), [("hold", "running"), ("continue", "running"), ("end", "failed")])
def test_A_ERR_01_what_can_not_be_done_is_held_unless_the_definition_says_otherwise(policy: str, state: str) -> None:
    play = automation(do("one", on_error=policy), do("two"))
    visit = play.work()[0].visit
    play.send(Failed(visit, "no such field"))
    assert play.end == state
    assert doing(play) == (["two"] if policy == "continue" else [])


def test_what_failed_is_tried_again_under_the_same_name_or_left_out() -> None:
    play = automation(do("one"), do("two"))
    visit = play.work()[0].visit
    play.send(Failed(visit, "down")).send(Retried(visit, "root"))
    assert play.work()[-1].visit == visit
    play.send(Failed(visit, "down")).send(Skipped(visit, "root", "not needed"))
    assert doing(play) == ["two"]
    with pytest.raises(Conflict):
        play.send(Retried(visit, "root"))


def test_an_end_within_a_lane_ends_everything() -> None:
    branches = [{"steps": [{"id": "stop", "do": "end", "outcome": "won"}]}, {"steps": [do("a")]}]
    play = automation({"id": "fork", "do": "parallel", "branches": branches}, do("after"))
    assert (play.end, play.process.tokens) == ("won", {})


def test_A_ACT_22_whoever_administers_ends_it_and_nobody_does_afterwards() -> None:
    play = automation(do("one")).send(Cancelled("root", "a mistake"))
    assert (play.end, play.process.tokens, doing(play)) == ("terminated", {}, [])
    with pytest.raises(Conflict):
        play.send(Cancelled("root", "again"))
    assert play.send(Done(1)).end == "terminated"


def test_A_ACT_23_while_it_is_suspended_clocks_stand_still_and_nothing_goes_on() -> None:
    fork = {"id": "fork", "do": "parallel", "branches": [{"steps": [do("one"), do("two")]}, {"steps": [{"id": "nap", "do": "wait", "for": "PT10H"}]}]}
    play = automation(fork)
    play.send(Suspended("root"))  # an hour of ten is over
    [timer] = play.process.timers.values()
    assert timer.left == 9 * 3600
    before = play.process
    assert play.send(TimeCame(timer.name)).process == before
    play.send(Done(play.work()[0].visit))
    assert doing(play) == []
    play.at += timedelta(days=30)
    play.send(Resumed("root"))
    assert doing(play) == ["two"]
    assert play.process.timers[timer.name].due == play.at + timedelta(hours=9)
