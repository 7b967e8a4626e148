"""A step that asks people: whom, by which mode, and what happens where there is nobody to ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows.deciding import evaluate, fail_step, pass_step, rule_of
from workflows.events import Tell
from workflows.people import already_approved, seats, stands_in, stranger_to, superior_of
from workflows.programs import Step
from workflows.run import Run
from workflows.state import Token
from workflows.tasks import Seat, begin_turns, give, offer
from workflows.votes import Ballot, Verdict, Vote, verdict
from workflows.world import Unanswerable

__all__ = ["ask"]


def ask(run: Run, token: Token, step: Step) -> None:
    """Give everyone whom the step names a task; what was approved before may count again."""
    token = run.wait(token, "people")
    carried = _carried(run, step)
    people = carried or seats(run, token, step)
    if not people:
        _ask_nobody(run, token, step)
        return
    if not carried:
        skipping = already_approved(run, step, [seat.person for seat in people])
        people = [replace(seat, done="skipped") if seat.person in skipping else seat for seat in people]
    _give_all(run, token, step, people)


def _give_all(run: Run, token: Token, step: Step, people: list[Seat]) -> None:
    if step.spec.get("mode") == "claim" and not any(seat.done for seat in people):
        offer(run, token, step, tuple(seat.assignee for seat in people))
    else:
        _refuse_impossible(step, people)
        for seat in people:
            give(run, token, step, seat)
    begin_turns(run, token, step) if all(not seat.done for seat in people) else evaluate(run, token)


def _refuse_impossible(step: Step, people: list[Seat]) -> None:
    """A rule that not even everyone's approval satisfies would reject by itself; that is for somebody to mend."""
    best = verdict(rule_of(step), [Ballot(Vote.approve, seat.weight) for seat in people])
    if best is not Verdict.passed:
        raise Unanswerable("{count} people are too few for this step to be passed", count=len(people))


def _carried(run: Run, step: Step) -> list[Seat]:
    """Who approved this step in the round before, if it names what it watches and none of that has changed (A-BACK-10)."""
    watched = step.spec.get("watch")
    people = run.now.earlier.get(step.name, ())
    if watched is None or not people or run.now.changed & set(watched):
        return []
    return [Seat(person, person, done="carried") for person in people]


# -- nobody ------------------------------------------------------------------------------------------------------


def _ask_nobody(run: Run, token: Token, step: Step) -> None:
    """By the policy of the step or the definition (A-EMPTY); nothing is approved by itself unless that is said."""
    policy = step.spec.get("empty", run.program.spec.get("empty", "hold"))
    run.note("nobody", step.name, token.visit, None, policy=policy if isinstance(policy, str) else "to")
    if policy == "approve":
        pass_step(run, token, "nobody to ask")
    elif policy == "reject":
        fail_step(run, token, "nobody to ask")
    elif policy == "skip":
        run.go(token, step.after)
    else:
        _ask_others(run, token, step, policy)


def _ask_others(run: Run, token: Token, step: Step, policy: Any) -> None:
    """The initiator's superior, the administrators or others who are named; without any of them it is held."""
    if policy == "superior":
        people = [superior_of(run, step, run.now.initiator)]
    elif policy == "admin":
        people = list(run.world.people([{"administrators": True}], run.scope(token)))
    elif policy == "hold":
        people = []
    else:
        people = list(run.world.people(policy["to"], run.scope(token)))
    found = {}
    for person in people:
        agent = None if person is None or not stranger_to(run, step, person) else stands_in(run, person)[0]
        if person is not None and agent is not None:
            found[person] = Seat(person, agent)
    if found:
        _give_all(run, token, step, list(found.values()))
        return
    run.wait(token, "repair")
    run.effects.append(Tell("held", ()))
