"""Whom a step asks: the people that its sources name, once each, less those who may not decide, and who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable

from dougong import Conflict, NotAllowed
from workflows.programs import Step
from workflows.run import Run
from workflows.state import Token
from workflows.tasks import Seat

__all__ = ["already_approved", "refuse_unfit", "seats", "stands_in", "stranger_to", "superior_of"]

#: So far goes a chain of people who stand in for each other (A-ABS-04), and one up a line of superiors.
LONGEST_CHAIN = 5
HIGHEST = 50


def seats(run: Run, token: Token, step: Step) -> list[Seat]:
    """The places at a step, in the order of its sources, each person once (A-WHO-14)."""
    scope = run.scope(token)
    found: dict[str, Seat] = {}
    for person in dict.fromkeys(run.world.people(step.spec["approvers"], scope)):
        allowed = _instead_of_self(run, step, person)
        seat = None if allowed is None else _seat(run, step, allowed)
        if seat is not None and seat.person not in found:
            found[seat.person] = seat
    weights = step.spec.get("weights", {})
    deciding = {key: set(run.world.people(step.spec[key], scope)) if key in step.spec else set() for key in ("passes", "vetoes")}
    return [
        Seat(one.person, one.assignee, one.beside, weights.get(one.person, 1), one.person in deciding["passes"], one.person in deciding["vetoes"])
        for one in found.values()
    ]


def stranger_to(run: Run, step: Step, person: str) -> bool:
    """Whether somebody may decide here: neither the one who asks, nor who decided a step that excludes this one (A-SEC-04)."""
    return step.spec.get("self", run.program.spec.get("self", "superior")) == "allow" or person not in _involved(run, step)


def _involved(run: Run, step: Step) -> set[str]:
    people = {run.now.initiator, run.now.submitter, *run.world.editors()}
    tag = step.spec.get("exclusive")
    if tag is not None:
        for task in run.tasks.values():
            decided = run.program.steps.get(task.step)  # a migration may have taken it away
            if task.state == "approved" and decided is not None and decided.spec.get("exclusive") == tag:
                people |= {task.person, task.decided_by}
    return {person for person in people if person}


def _instead_of_self(run: Run, step: Step, person: str) -> str | None:
    """The person; where that is the one who asks, by the policy of the step the next superior who isn't, or nobody (A-SELF)."""
    if stranger_to(run, step, person):
        return person
    policy = step.spec.get("self", run.program.spec.get("self", "superior"))
    return superior_of(run, step, person) if policy == "superior" else None


def superior_of(run: Run, step: Step, person: str | None) -> str | None:
    """The first of somebody's superiors who may decide at a step."""
    for _ in range(HIGHEST):
        person = None if person is None else run.world.superior(person)
        if person is None or stranger_to(run, step, person):
            return person
    return None


def refuse_unfit(run: Run, step: Step, visit: int, people: Iterable[str]) -> None:
    """Nobody gets a task at a stay where they have one, or on what they have asked for themselves."""
    here = {one for task in run.tasks_of(visit) if task.open for one in (task.assignee, task.keeper, *task.candidates)}
    for person in people:
        if person in here:
            raise Conflict("{person} has a task here already", person=person)
        if not stranger_to(run, step, person):
            raise NotAllowed("Nobody decides what they have asked for themselves")


def _seat(run: Run, step: Step, person: str) -> Seat | None:
    """Who sits there: the person, or whoever stands in; None where nobody can (E32)."""
    agent, shared = stands_in(run, person)
    if agent is None:
        return None
    if agent == person:
        return Seat(person, person)
    if not stranger_to(run, step, agent):  # E6: who asks doesn't decide for another either
        return Seat(person, person) if shared else None
    return Seat(person, person, (agent,)) if shared else Seat(person, agent)


def stands_in(run: Run, person: str) -> tuple[str | None, bool]:
    """Who acts for somebody now, and whether beside them; None where those who stand in are all away."""
    seen = {person}
    absence = run.world.absence(person, run.at)
    if absence is None:
        return person, False
    if absence.shared:
        return absence.agent, True
    while absence is not None and not absence.shared:
        agent = absence.agent
        if agent in seen or len(seen) > LONGEST_CHAIN:
            return None, False
        seen.add(agent)
        absence = run.world.absence(agent, run.at)
    return agent, False


def already_approved(run: Run, step: Step, people: Iterable[str]) -> dict[str, int]:
    """Who of some people approved earlier in this round, with the visit, as far as the step lets that count (A-DUP)."""
    policy = step.spec.get("repeat", run.program.spec.get("repeat", "adjacent"))
    visits = [one.visit for one in run.now.passed]
    counting = {"keep": [], "adjacent": visits[-1:], "anywhere": visits}[policy]
    wanted = set(people)
    return {
        task.person: task.visit
        for visit in counting
        for task in run.tasks_of(visit)
        if task.state == "approved" and task.round == run.now.round and task.person in wanted and task.person
    }
