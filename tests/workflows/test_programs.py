"""Definitions made ready to run, and what is wrong with those that can't be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.processes import Company, Play
from workflows.engine import MOST_AT_ONCE
from workflows.programs import DEEPEST, MOST_STEPS, Lane, compiled, problems_of


def nested(depth: int) -> dict[str, Any]:
    step: dict[str, Any] = {"do": "update"}
    for number in range(depth):
        step = {"id": f"b{number}", "do": "branch", "when": "x", "then": [step]}
    return step


def said(kind: str, **document: Any) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in problems_of(kind, {"name": "tried", **document})]


def test_every_step_knows_what_comes_after_it_whatever_ends_on_the_way() -> None:
    branch = {"id": "b", "do": "branch", "when": "x", "then": [{"id": "t", "do": "update"}]}
    fork = {"id": "f", "do": "parallel", "branches": [{"steps": [{"id": "l", "do": "update"}]}, {"steps": [branch]}]}
    program = compiled("automation", {"name": "tried", "steps": [fork, {"do": "update"}]})
    assert {name: (step.after, step.lane) for name, step in program.steps.items()} == {
        "f": ("steps/1", None), "steps/1": (None, None), "l": (None, Lane("f", 0)), "b": (None, Lane("f", 1)), "t": (None, Lane("f", 1)),
    }  # fmt: skip
    assert program.steps["b"].lists == {"then": "t", "else": None}


def test_a_step_of_an_approval_that_names_approvers_asks_them() -> None:
    assert compiled("approval", {"name": "tried", "steps": [{"id": "a", "approvers": ["bob"]}]}).steps["a"].do == "ask"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([{"id": "a", "do": "end"}, {"id": "b", "do": "update"}], [("/steps/1", "unreachable")]),
        ([{"id": "a", "do": "update"}, {"id": "a", "do": "update"}], [("/steps/1/id", "unique")]),
        ([{"id": "a"}], [("/steps/0/do", "required")]),
        ([{"id": "a", "do": "parallel", "branches": [{"steps": []}]}], [("/steps/0/branches", "size")]),
        ([{"id": "a", "do": "wait"}], [("/steps/0", "choice")]),
        ([{"id": "a", "do": "wait", "for": "P1D", "until": "x"}], [("/steps/0", "choice")]),
        ([{"id": "a", "do": "branch", "when": "x", "cases": []}], [("/steps/0", "choice")]),
        ([nested(DEEPEST)], [("/steps/0" + "/then/0" * (DEEPEST - 1) + "/then", "depth")]),
        ([{"do": "update"}] * (MOST_STEPS + 1), [("/steps", "size")]),
    ],
)
def test_what_is_wrong_is_said_at_its_place(steps: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert said("automation", steps=steps) == expected


def test_one_goes_back_to_steps_on_the_way_and_to_none_beside_it() -> None:
    left = {"id": "left", "approvers": ["bob"], "return_to": ["one", "right", "initiator"]}
    fork = {"id": "f", "do": "parallel", "branches": [{"steps": [left]}, {"steps": [{"id": "right", "approvers": ["cat"]}]}]}
    assert said("approval", steps=[{"id": "one", "approvers": ["dan"]}, fork]) == [("/steps/1/branches/0/steps/0/return_to", "reference")]
    assert said("approval", steps=[{"id": "one", "approvers": ["dan"], "reject_to": "later"}, {"id": "later", "approvers": ["bob"]}]) == [
        ("/steps/0/reject_to", "reference")
    ]


def test_an_approval_asks_somebody_and_nobody_once_all_is_decided() -> None:
    assert said("approval", steps=[{"id": "a", "do": "update"}]) == [("/steps", "empty")]
    asking = {"id": "b", "approvers": ["bob"]}
    assert said("approval", steps=[{"id": "a", "approvers": ["bob"]}], on_approved=[asking]) == [("/on_approved/0", "place")]


def test_steps_within_each_other_that_bear_one_name_are_refused_and_hang_nothing() -> None:
    inner = {"id": "a", "do": "each", "in": "x", "steps": [{"id": "b", "approvers": ["bob"], "return_to": ["b"]}]}
    outer = {"id": "b", "do": "each", "in": "x", "steps": [{"id": "a", "do": "each", "in": "x", "steps": [inner]}]}
    assert {code for _, code in said("approval", steps=[outer])} == {"unique", "reference"}


def test_E43_steps_that_send_it_back_with_nobody_to_ask_are_held() -> None:
    nobody = {"approvers": [], "empty": "reject", "reject_to": "previous"}
    play = Play("approval", steps=[{"id": "one", "approvers": [], "empty": "approve"}, {"id": "two", **nobody}])
    assert ([token.waits for token in play.process.tokens.values()], play.end) == (["repair"], "running")


def test_loops_within_loops_end_before_they_eat_the_machine() -> None:
    steps: list[dict[str, Any]] = [{"id": "idle", "do": "branch", "when": "no", "then": []}]
    for number in range(3):
        steps = [{"id": f"e{number}", "do": "each", "in": "many", "steps": steps}]
    play = Play("automation", Company(truths={"no": False, "many": range(100)}), steps=steps)
    assert (play.end, play.notes("failed")[0].facts) == ("failed", {"error": f"more than {MOST_AT_ONCE} steps at once"})
