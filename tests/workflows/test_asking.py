"""Approvals: whom they ask, what those do, and what follows."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dougong import Conflict, Invalid, NotAllowed, NotFound
from tests.support.processes import MONDAY, Company, Play
from workflows.calendars import Calendar
from workflows.events import Acted, Changed, Done, Failed, Recalled, Resubmitted, Resumed, Retried, Retrieved, Suspended
from workflows.world import Absence

LINE = {"ann": "bob", "bob": "cat", "cat": "dan"}


def ask(name: str, *people: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, "approvers": list(people), **more}


def approval(*steps: dict[str, Any], company: Company | None = None, by: str = "ann", **more: Any) -> Play:
    return Play("approval", company or Company(superiors=dict(LINE)), by=by, steps=list(steps), **more)


def states(play: Play) -> dict[str, str]:
    """Each person's latest task."""
    return {task.person or "-": task.state for task in play.process.tasks.values()}


# -- several people ----------------------------------------------------------------------------------------------


def test_A_MULTI_02_one_approval_is_enough_and_the_others_are_freed() -> None:
    play = approval(ask("any", "bob", "cat", "eve")).act("bob", "reject").act("cat", "approve")
    assert (play.end, states(play)) == ("approved", {"bob": "rejected", "cat": "approved", "eve": "cancelled"})
    assert ("eve",) in play.told("closed")


def test_A_MULTI_03_all_must_approve_and_one_who_rejects_ends_it() -> None:
    play = approval(ask("all", "bob", "cat", mode="all"), on_rejected=[{"id": "reset", "do": "update"}]).act("bob", "approve")
    assert play.end == "running"
    play.act("cat", "reject")
    assert [one.step for one in play.work()] == ["reset"]


def test_A_MULTI_08_in_a_sequence_each_is_asked_when_the_one_before_has_approved() -> None:
    play = approval(ask("row", "bob", "cat", "eve", mode="sequence"))
    assert play.asked() == ["bob"]
    with pytest.raises(Conflict, match="turn"):
        play.send(Acted(next(task.number for task in play.process.tasks.values() if task.assignee == "cat"), "approve", "cat"))
    assert play.act("bob", "approve").asked() == ["cat"]
    play.act("cat", "reject")
    assert (play.end, states(play)["eve"]) == ("rejected", "cancelled")


def test_A_MULTI_09_one_of_a_group_claims_it_and_may_let_it_go() -> None:
    play = approval(ask("desk", {"role": "desk"}, mode="claim"), company=Company(roles={"desk": ["eve", "fay"]}))
    [task] = play.pending()
    with pytest.raises(Conflict, match="Claim it first"):
        play.act("eve", "approve")
    assert play.act("eve", "claim").asked() == ["eve"]
    with pytest.raises(NotAllowed):
        play.act("fay", "approve", number=task.number)
    with pytest.raises(Conflict, match="claimed already"):
        play.act("fay", "claim", number=task.number)
    play.act("eve", "release").act("fay", "claim").act("fay", "approve")
    assert play.end == "approved"


def test_A_CONC_01_the_second_decision_of_a_task_is_refused_and_the_same_one_again_does_nothing() -> None:
    play = approval(ask("all", "bob", "cat", mode="all"))
    task = play.task("bob")
    play.act("bob", "approve")
    before = play.process
    assert play.act("bob", "approve", number=task.number).process == before
    with pytest.raises(Conflict, match="decided already"):
        play.act("bob", "reject", number=task.number)
    with pytest.raises(Conflict, match="changed since"):
        play.send(Acted(play.task("cat").number, "approve", "cat", version=7))
    last = play.task("cat").number
    assert play.act("cat", "approve").end == "approved"
    assert play.act("cat", "approve", number=last).end == "approved"
    with pytest.raises(Conflict, match="ended already"):
        play.act("cat", "reject", number=last)


def test_a_rule_that_nobody_could_satisfy_is_held() -> None:
    play = approval(ask("three", "bob", "cat", mode="count", least=3))
    assert ([token.waits for token in play.process.tokens.values()], play.end) == (["repair"], "running")


# -- whom --------------------------------------------------------------------------------------------------------


def test_A_WHO_14_a_person_named_twice_is_asked_once() -> None:
    company = Company(roles={"desk": ["bob", "eve"]})
    assert approval(ask("both", "bob", {"role": "desk"}, "bob"), company=company).asked() == ["bob", "eve"]


@pytest.mark.parametrize(("policy", "asked"), [("superior", ["bob", "eve"]), ("skip", ["eve"]), ("allow", ["ann", "eve"])])
def test_A_SELF_nobody_decides_what_they_have_asked_for_unless_that_is_allowed(policy: str, asked: list[str]) -> None:
    assert approval(ask("any", "ann", "eve", self=policy)).asked() == asked


def test_A_SELF_whoever_changed_what_is_to_be_approved_does_not_decide_it_either() -> None:
    play = approval(ask("any", "bob"), company=Company(superiors=dict(LINE), changed_by=["bob"]))
    assert play.asked() == ["cat"]


def test_E4_E5_above_the_top_there_is_nobody() -> None:
    play = approval(ask("any", "ann"), company=Company(superiors={"ann": "ann"}), empty="reject")
    assert play.end == "rejected"


@pytest.mark.parametrize(
    ("policy", "end", "asked"),
    [
        (None, "running", []),
        ("approve", "approved", []),
        ("reject", "rejected", []),
        ("skip", "approved", []),
        ("superior", "running", ["bob"]),
        ("admin", "running", ["root"]),
        ({"to": ["eve"]}, "running", ["eve"]),
        ({"to": ["ann"]}, "running", []),
    ],
)
def test_E3_A_EMPTY_where_there_is_nobody_to_ask_nothing_is_approved_unless_that_is_said(policy: Any, end: str, asked: list[str]) -> None:
    company = Company(superiors=dict(LINE), roles={"administrators": ["root"]})
    play = approval(ask("none", {"role": "gone"}, **({} if policy is None else {"empty": policy})), company=company)
    assert (play.end, play.asked()) == (end, asked)
    assert play.notes("nobody")
    if not asked and end == "running":
        assert play.told("held") == [()]


def test_E7_who_approved_the_step_just_before_is_not_asked_again() -> None:
    play = approval(ask("one", "bob"), ask("two", "bob"), ask("three", "eve"), ask("four", "bob")).act("bob", "approve")
    assert play.asked() == ["eve"]
    assert play.act("eve", "approve").asked() == ["bob"]
    assert approval(ask("one", "bob"), ask("two", "bob", repeat="keep")).act("bob", "approve").asked() == ["bob"]
    play = approval(ask("one", "bob"), ask("two", "eve"), ask("three", "bob"), repeat="anywhere")
    assert play.act("bob", "approve").act("eve", "approve").end == "approved"


def test_A_SEC_04_steps_that_exclude_each_other_have_different_people() -> None:
    play = approval(ask("first", "bob", exclusive="four eyes"), ask("second", "bob", exclusive="four eyes", repeat="keep"))
    assert play.act("bob", "approve").asked() == ["cat"]


# -- absence -----------------------------------------------------------------------------------------------------


def away(**absences: Absence) -> Company:
    return Company(superiors=dict(LINE), absences=absences)


def test_E2_A_ABS_02_who_stands_in_decides_instead_and_both_are_named() -> None:
    play = approval(ask("any", "bob"), company=away(bob=Absence("eve"))).act("eve", "approve")
    [task] = play.process.tasks.values()
    assert (play.end, task.principal, task.assignee, task.decided_by) == ("approved", "bob", "eve", "eve")


def test_A_ABS_02_who_shares_decides_beside() -> None:
    play = approval(ask("any", "bob"), company=away(bob=Absence("eve", shared=True)))
    assert play.asked() == ["bob", "eve"]
    assert play.act("eve", "approve").end == "approved"


def test_E32_A_ABS_04_people_who_stand_in_for_each_other_are_nobody() -> None:
    play = approval(ask("any", "bob"), company=away(bob=Absence("eve"), eve=Absence("bob")))
    assert (play.asked(), play.told("held")) == ([], [()])


def test_E6_A_ABS_05_who_asks_does_not_decide_for_another() -> None:
    assert approval(ask("any", "bob"), company=away(bob=Absence("ann"))).asked() == []


# -- what people do ----------------------------------------------------------------------------------------------


def test_A_SEC_01_nobody_does_what_is_not_theirs_or_not_offered() -> None:
    play = approval(ask("any", "bob", actions=["approve", "reject"]))
    task = play.task("bob").number
    for by, action, error in (("eve", "approve", NotAllowed), ("bob", "transfer", NotAllowed), ("bob", "burn", NotFound)):
        with pytest.raises(error):
            play.act(by, action, number=task, to="cat")
    with pytest.raises(NotFound):
        play.act("bob", "approve", number=99)
    with pytest.raises(Invalid, match="Say why"):
        play.act("bob", "reject", " ")


def test_A_ACT_04_transferred_it_is_another_person_s() -> None:
    play = approval(ask("all", "bob", "cat", mode="all")).act("bob", "transfer", to="eve")
    assert play.asked() == ["eve", "cat"]
    for to, error in (("cat", Conflict), ("ann", NotAllowed), ([], Invalid)):
        with pytest.raises(error):
            play.act("eve", "transfer", to=to)


def test_A_ACT_05_delegated_it_comes_back_with_an_opinion() -> None:
    play = approval(ask("any", "bob")).act("bob", "delegate", to="eve").act("eve", "reject", "too dear")
    assert (play.asked(), play.end) == (["bob"], "running")
    assert play.notes("opinion")[0].facts["comment"] == "too dear"
    assert play.act("bob", "approve").end == "approved"


def test_A_ACT_06_those_asked_before_decide_first() -> None:
    play = approval(ask("any", "bob")).act("bob", "add_approver", to=["eve", "fay"], place="before")
    assert play.asked() == ["eve", "fay"]
    assert play.act("eve", "approve").asked() == ["fay"]
    assert play.act("fay", "approve").asked() == ["bob"]
    assert play.act("bob", "approve").end == "approved"
    play = approval(ask("any", "bob")).act("bob", "add_approver", to=["eve", "fay"], place="before").act("eve", "reject")
    assert (play.end, states(play)) == ("rejected", {"bob": "rejected", "eve": "rejected", "fay": "cancelled"})


def test_A_ACT_07_those_asked_after_have_the_last_word() -> None:
    play = approval(ask("any", "bob")).act("bob", "add_approver", to="eve", place="after")
    assert (play.asked(), play.end) == (["eve"], "running")
    assert play.act("eve", "approve").end == "approved"
    assert approval(ask("any", "bob")).act("bob", "add_approver", to="eve", place="after").act("eve", "reject").end == "rejected"


def test_A_ACT_08_those_asked_beside_have_a_voice_of_their_own() -> None:
    play = approval(ask("half", "bob", "cat", mode="percent", least=60)).act("bob", "add_approver", to=["eve"], place="parallel")
    play.act("bob", "approve")
    assert play.end == "running"
    assert play.act("eve", "approve").end == "approved"
    with pytest.raises(NotAllowed):
        approval(ask("any", "bob")).act("bob", "add_approver", to="eve", place="before").act("eve", "add_approver", to="fay")


def test_E25_A_ACT_10_without_those_who_were_added_it_is_the_first_one_s_turn_again() -> None:
    play = approval(ask("all", "bob", "cat", mode="all")).act("cat", "add_approver", to=["eve"], place="parallel")
    play.act("cat", "remove_approver", task=play.task("eve").number)
    assert (play.asked(), play.end) == (["bob", "cat"], "running")
    with pytest.raises(Invalid):
        play.act("cat", "remove_approver", task=play.task("bob").number)
    play = approval(ask("any", "bob")).act("bob", "add_approver", to=["eve"], place="before")
    [bob] = [task.number for task in play.process.tasks.values() if task.assignee == "bob"]
    with pytest.raises(Conflict):
        play.act("bob", "approve", number=bob)
    play.act("bob", "remove_approver", number=bob, task=play.task("eve").number)
    assert (play.asked(), play.end) == (["bob"], "running")


def test_E41_where_all_abstain_it_is_rejected() -> None:
    step = ask("any", "bob", "cat", actions=["approve", "abstain"], abstentions="exclude")
    assert approval(step).act("bob", "abstain").act("cat", "abstain").end == "rejected"


# -- the way back ------------------------------------------------------------------------------------------------


def test_A_BACK_02_it_goes_back_to_the_step_that_was_really_before() -> None:
    steps = (ask("one", "bob"), ask("two", "cat", when="big"), ask("three", "dan"))
    play = approval(*steps, company=Company(superiors=dict(LINE), truths={"big": False})).act("bob", "approve")
    play.act("dan", "return", to="previous")
    assert (play.asked(), play.notes("returned")[0].facts) == (["bob"], {"to": "one"})
    with pytest.raises(Invalid, match="go back to initiator"):
        play.act("bob", "return", to="two")


def test_A_BACK_07_what_was_decided_since_counts_no_more_and_is_kept() -> None:
    steps = (ask("one", "bob"), ask("two", "cat"), ask("three", "dan", return_to=["one"]))
    play = approval(*steps, after_return="replay").act("bob", "approve").act("cat", "approve").act("dan", "return", to="one")
    assert [task.state for task in play.process.tasks.values()] == ["voided", "voided", "returned", "pending"]
    assert play.act("bob", "approve").asked() == ["cat"]


@pytest.mark.parametrize(("how", "changed", "asked"), [("direct", True, "dan"), ("auto", False, "dan"), ("auto", True, "cat"), ("replay", False, "cat")])
def test_A_BACK_05_after_a_return_all_between_is_asked_again_or_nothing(how: str, changed: bool, asked: str) -> None:
    steps = (ask("one", "bob"), ask("two", "cat"), ask("three", "dan", return_to=["one"]))
    play = approval(*steps, after_return=how).act("bob", "approve").act("cat", "approve").act("dan", "return", to="one")
    if changed:
        play.send(Changed(frozenset({"amount"})))
    assert play.act("bob", "approve").asked() == [asked]
    play.act(asked, "approve")
    assert play.asked() == ([] if asked == "dan" else ["dan"])


def test_A_ACT_21_the_initiator_gets_it_back_and_submits_it_once_more() -> None:
    play = approval(ask("one", "bob"), ask("two", "cat")).act("bob", "approve").act("cat", "return", to="initiator")
    assert (play.end, play.asked(), play.told("returned")) == ("returned", [], [("ann",)])
    with pytest.raises(NotAllowed):
        play.send(Resubmitted("eve"))
    play.send(Resubmitted("ann"))
    assert (play.asked(), play.process.round) == (["cat"], 2)  # nothing has changed, so it goes straight back
    with pytest.raises(Conflict):
        play.send(Resubmitted("ann"))


def test_A_BACK_10_steps_whose_watched_fields_are_as_they_were_are_not_asked_again() -> None:
    steps = (ask("price", "bob", watch=["amount"]), ask("terms", "cat", watch=["terms"]), ask("all", "dan"))
    play = approval(*steps).act("bob", "approve").act("cat", "approve").act("dan", "return", to="initiator")
    play.send(Changed(frozenset({"terms"}))).send(Resubmitted("ann"))
    assert play.asked() == ["cat"]
    assert [task.state for task in play.process.tasks.values() if task.step == "price"] == ["approved", "carried"]
    assert play.act("cat", "approve").act("dan", "approve").end == "approved"


def test_A_BACK_04_E26_a_return_from_a_lane_ends_the_lanes_beside_it() -> None:
    branches = [{"steps": [ask("left", "cat", return_to=["one", "initiator"])]}, {"steps": [ask("right", "dan")]}]
    play = approval(ask("one", "bob"), {"id": "fork", "do": "parallel", "branches": branches}, after_return="replay")
    play.act("bob", "approve").act("cat", "return", to="one")
    assert (play.asked(), states(play)["dan"]) == (["bob"], "cancelled")
    assert play.act("bob", "approve").asked() == ["cat", "dan"]
    assert play.act("cat", "approve").act("dan", "approve").end == "approved"


def test_A_BACK_01_a_rejection_may_go_back_instead_of_ending() -> None:
    play = approval(ask("one", "bob"), ask("two", "cat", reject_to="previous")).act("bob", "approve").act("cat", "reject")
    assert (play.end, play.asked()) == ("running", ["bob"])
    play = approval(ask("one", "bob", reject_to="initiator")).act("bob", "reject")
    assert play.end == "returned"


def test_A_ACT_11_the_initiator_takes_it_back() -> None:
    steps = [ask("one", "bob"), ask("two", "cat")]
    play = approval(*steps, on_recalled=[{"id": "reset", "do": "update"}]).send(Recalled("ann"))
    assert ([one.step for one in play.work()], play.asked(), states(play)) == (["reset"], [], {"bob": "cancelled"})
    for policy, decided in (("never", False), ("undecided", True)):
        play = approval(*steps, recall=policy)
        if decided:
            play.act("bob", "approve")
        with pytest.raises(Conflict, match="taken back"):
            play.send(Recalled("ann"))
    with pytest.raises(NotAllowed):
        approval(*steps).send(Recalled("bob"))


def test_A_ACT_12_who_approved_takes_it_back_before_anybody_has_done_anything() -> None:
    steps = [ask("one", "bob", "eve", retrieve=True, due={"for": "P1D"}), ask("two", "cat")]
    play = approval(*steps)
    task = play.task("bob").number
    play.act("bob", "approve").send(Retrieved(task, "bob"))
    assert (play.asked(), len(play.process.timers), play.process.passed) == (["bob", "eve"], 2, ())
    play.act("eve", "approve")
    assert play.asked() == ["cat"]
    play.act("cat", "approve")
    play = approval(*steps, ask("three", "dan")).act("bob", "approve").act("cat", "approve")
    with pytest.raises(Conflict, match="too late"):
        play.send(Retrieved(task, "bob"))
    with pytest.raises(NotAllowed):
        play.send(Retrieved(task, "eve"))
    play = approval(ask("one", "bob"), ask("two", "cat")).act("bob", "approve")
    with pytest.raises(NotAllowed, match="doesn't let"):
        play.send(Retrieved(task, "bob"))


def test_A_REC_05_what_is_watched_changes_while_people_decide() -> None:
    steps = (ask("one", "bob"), ask("two", "cat"))
    play = approval(*steps).act("bob", "approve").send(Changed(frozenset({"amount"})))
    assert (play.asked(), play.told("changed")) == (["cat"], [("cat",)])
    play = approval(*steps, on_change="restart").act("bob", "approve").send(Changed(frozenset({"amount"})))
    assert (play.asked(), play.process.round) == (["bob"], 2)
    assert approval(*steps, on_change="end").send(Changed(frozenset({"amount"}))).end == "terminated"


# -- time --------------------------------------------------------------------------------------------------------

OFFICE = Calendar(ZoneInfo("Europe/Warsaw"), ((((time(9), time(17)),),) * 5) + ((), ()))
DUE = {"for": "PT8H", "calendar": "business"}


@pytest.mark.parametrize(
    ("policy", "end", "asked"),
    [
        (None, "running", ["bob"]),
        ("approve", "approved", []),
        ("reject", "rejected", []),
        ("end", "expired", []),
        ("return", "returned", []),
        ("escalate", "running", ["bob", "cat"]),
        ({"to": ["eve"]}, "running", ["eve"]),
    ],
)
def test_A_TIME_05_when_the_time_is_over_what_the_step_says_happens(policy: Any, end: str, asked: list[str]) -> None:
    more = {} if policy is None else {"on_timeout": policy}
    play = approval(ask("one", "bob", due={"for": "P1D"}, **more)).wait()
    assert (play.end, play.asked()) == (end, asked)


def test_A_TIME_06_it_goes_up_level_by_level_and_stops_at_the_top() -> None:
    play = approval(ask("one", "bob", due={"for": "P1D"}, on_timeout="escalate")).wait().wait()
    assert play.asked() == ["bob", "cat", "dan"]
    play.wait()
    assert (play.process.timers, play.asked()) == ({}, ["bob", "cat", "dan"])
    assert play.act("dan", "approve").end == "approved"


def test_E18_A_TIME_11_working_time_runs_from_a_person_s_turn_by_that_person_s_hours() -> None:
    company = Company(calendars={"": OFFICE})
    play = approval(ask("row", "bob", "cat", mode="sequence", due=DUE), company=company)
    begun = MONDAY + timedelta(hours=1)
    assert [timer.due for timer in play.process.timers.values()] == [OFFICE.add(begun, 8 * 3600)]
    play.at += timedelta(days=4)  # Friday
    play.act("bob", "approve")
    [timer] = play.process.timers.values()
    assert timer.due == OFFICE.add(play.at, 8 * 3600)
    assert timer.due.weekday() == 0


def test_E20_another_person_has_what_was_left_of_the_time() -> None:
    play = approval(ask("one", "bob", due=DUE), company=Company(calendars={"": OFFICE}))
    play.act("bob", "transfer", to="eve")  # an hour of eight is over
    [timer] = play.process.timers.values()
    assert timer.due == OFFICE.add(play.at, 7 * 3600)
    play.send(Suspended("root"))
    play.at += timedelta(days=60)
    play.send(Resumed("root"))
    [timer] = play.process.timers.values()
    assert OFFICE.between(play.at, timer.due) == 6 * 3600


def test_A_TIME_04_people_are_reminded_before_it_is_due_and_so_many_times_after() -> None:
    due = {"for": "PT8H", "remind_before": ["PT2H"], "remind_every": {"for": "P1D", "most": 2}}
    play = approval(ask("one", "bob", due=due)).wait()
    assert play.told("due") == [("bob",)]
    play.wait()
    assert play.told("overdue") == [("bob",)]
    play.wait().wait()
    assert (play.told("overdue"), play.process.timers) == ([("bob",)] * 3, {})


def test_E21_A_TIME_14_a_decision_that_comes_first_stops_the_clock() -> None:
    play = approval(ask("one", "bob", "cat", mode="all", due={"for": "P1D"}, on_timeout="reject"))
    play.act("bob", "approve")
    assert [play.process.tasks[timer.task or 0].assignee for timer in play.process.timers.values()] == ["cat"]


def test_A_TIME_12_the_whole_may_expire() -> None:
    play = approval(ask("one", "bob"), expires={"for": "P30D"}, on_expired=[{"id": "reset", "do": "update"}])
    play.act("bob", "transfer", to="eve").wait()
    assert ([one.step for one in play.work()], play.asked()) == (["reset"], [])


def test_A_ACT_23_what_is_suspended_is_not_decided() -> None:
    play = approval(ask("one", "bob")).send(Suspended("root"))
    with pytest.raises(Conflict, match="suspended"):
        play.act("bob", "approve")


def test_E45_where_the_last_step_fails_it_is_held_and_not_done() -> None:
    play = approval(ask("one", "bob"), on_approved=[{"id": "apply", "do": "update"}]).act("bob", "approve")
    assert (play.end, play.process.phase) == ("running", "on_approved")
    play.send(Failed(play.work()[0].visit, "the amount is too large"))
    assert (play.end, play.told("held")) == ("running", [()])
    play.send(Retried(next(iter(play.process.tokens.values())).visit, "root")).send(Done(play.work()[-1].visit))
    assert play.end == "approved"


def test_A_START_16_where_no_step_asks_anybody_it_is_approved_and_the_history_says_why() -> None:
    play = approval(ask("one", "bob", when="big"), company=Company(truths={"big": False}))
    assert (play.end, play.notes("skipped")[0].facts) == ("approved", {"when": "big"})
