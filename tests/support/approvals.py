"""An obvious model of approvals whose steps come one after another, beside which the engine and the platform are held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["CONDITIONS", "Asked", "Stand", "after", "begun", "needed", "overdue", "waiting", "written"]

#: What a condition that holds says of a record whose discount is 20, and one that doesn't.
CONDITIONS = {True: "discount > 10", False: "discount > 30"}


@dataclass(frozen=True)
class Asked:
    """A step of the model: whom, and how many approvals it takes. when: whether its condition holds; None: it has none.
    in_time: what is decided where nobody does in time, `approve` or `reject`; empty: there is no hurry."""

    people: tuple[str, ...]
    mode: str
    when: bool | None = None
    in_time: str = ""


@dataclass(frozen=True)
class Stand:
    """Where the model stands: at which step, and who said what there."""

    step: int = 0
    said: tuple[tuple[str, bool], ...] = ()
    end: str = ""


def needed(step: Asked) -> int:
    return {"any": 1, "first": 1, "all": len(step.people), "sequence": len(step.people), "two": min(2, len(step.people))}[step.mode]


def begun(steps: Sequence[Asked], step: int = 0) -> Stand:
    """Where it stands when it comes to a step: there, or at the next one whose condition holds."""
    while step < len(steps) and steps[step].when is False:
        step += 1
    return Stand(step, (), "approved" if step == len(steps) else "")


def waiting(steps: Sequence[Asked], stand: Stand) -> list[str]:
    """Who may decide now, by the model."""
    if stand.end:
        return []
    left = [one for one in steps[stand.step].people if one not in dict(stand.said)]
    return left[:1] if steps[stand.step].mode == "sequence" else left


def after(steps: Sequence[Asked], stand: Stand, person: str, yes: bool) -> Stand:
    """The model's next stand."""
    said = (*stand.said, (person, yes))
    step = steps[stand.step]
    approvals = sum(one for _, one in said)
    left = len(step.people) - len(said)
    if approvals >= needed(step):
        return begun(steps, stand.step + 1)
    if approvals + left < needed(step) or (step.mode == "first" and not yes):
        return Stand(stand.step, said, "rejected")
    return Stand(stand.step, said)


def overdue(steps: Sequence[Asked], stand: Stand) -> Stand:
    """The model's stand when the time of all who may decide now is over."""
    step = stand.step
    for person in waiting(steps, stand) if steps[step].in_time else ():
        if not stand.end and stand.step == step:
            stand = after(steps, stand, person, steps[step].in_time == "approve")
    return stand


def written(steps: Sequence[Asked], name: str = "model", source: Callable[[str], Any] = str) -> dict[str, Any]:
    """The definition of such an approval. source: how a person is named in it."""
    return {"name": name, "repeat": "keep", "steps": [_step(number, step, source) for number, step in enumerate(steps)]}


def _step(number: int, step: Asked, source: Callable[[str], Any]) -> dict[str, Any]:
    modes: dict[str, dict[str, Any]] = {"first": {"mode": "any", "first": True}, "two": {"mode": "count", "least": needed(step)}}
    return {
        "id": f"s{number}",
        "approvers": [source(person) for person in step.people],
        **modes.get(step.mode, {"mode": step.mode}),
        **({} if step.when is None else {"when": CONDITIONS[step.when]}),
        **({"due": {"for": "P1D"}, "on_timeout": step.in_time} if step.in_time else {}),
    }
