"""What definitions of automations and approvals look like, and that a wrong one is told its place."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from workflows.programs import compiled, problems_of
from workflows.shapes import STEPS, StepKind, schema_of

BIG_DEAL = {
    "name": "big_deal",
    "on": {"object": "opportunity", "events": ["created", "updated"], "changed": ["stage"], "when": "amount > 100000 AND stage = 'proposal'"},
    "steps": [
        {"id": "flag", "do": "update", "set": {"priority": "high"}},
        {"id": "tell", "do": "notify", "to": [{"manager_of": "owner_id"}], "message": "Look at {name}"},
        {"id": "wait", "do": "wait", "for": "P2D", "calendar": "business"},
        {
            "id": "still",
            "do": "branch",
            "when": "stage = 'proposal'",
            "then": [{"id": "task", "do": "create", "object": "activity", "set": {"subject": "Call"}}],
        },
    ],
}
DISCOUNT = {
    "name": "discount",
    "object": "quote",
    "entry": "discount_percent > 10",
    "lock": True,
    "steps": [
        {"id": "manager", "approvers": [{"manager_of": "owner_id"}], "mode": "any"},
        {
            "id": "finance",
            "when": "total > 50000",
            "approvers": [{"role": "finance"}],
            "mode": "all",
            "due": {"for": "PT8H", "calendar": "business"},
            "on_timeout": "escalate",
        },
    ],
    "on_approved": [{"do": "update", "set": {"status": "approved"}}],
    "on_rejected": [{"do": "update", "set": {"status": "draft"}}],
}


def wrong(kind: str, document: dict[str, Any], *, steps: tuple[StepKind, ...] = STEPS) -> list[str]:
    """Where a document is wrong."""
    found = Draft202012Validator(schema_of(kind, steps)).iter_errors(document)
    return sorted("/" + "/".join(str(part) for part in error.absolute_path) for error in found)


@pytest.mark.parametrize("kind", ["automation", "approval"])
def test_the_schemas_are_schemas(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize(("kind", "document"), [("automation", BIG_DEAL), ("approval", DISCOUNT)])
def test_the_examples_of_the_manual_are_right_and_can_be_run(kind: str, document: dict[str, Any]) -> None:
    assert wrong(kind, document) == []
    assert problems_of(kind, document) == []
    assert len(compiled(kind, document).steps) == {"automation": 5, "approval": 4}[kind]


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ({"do": "update"}, "/steps/0"),
        ({"do": "explode"}, "/steps/0/do"),
        ({"set": {"a": 1}}, "/steps/0"),
        ({"do": "wait", "for": "two days"}, "/steps/0/for"),
        ({"do": "wait", "for": "P"}, "/steps/0/for"),
        ({"do": "post", "message": "x", "colour": "red"}, "/steps/0"),
        ({"do": "notify", "to": [{"everybody": True}], "message": "x"}, "/steps/0/to/0"),
        ({"do": "branch", "when": "a", "then": [{"do": "each", "in": "b", "steps": [{"do": "delete", "object": 5}]}]}, "/steps/0/then/0/steps/0/object"),
        ({"do": "ask", "approvers": [{"role": "x"}], "due": {"for": "P1D", "remind_before": ["P1D"]}}, "/steps/0/due/remind_before/0"),
    ],
)
def test_what_is_wrong_in_a_step_is_said_at_its_place(step: dict[str, Any], place: str) -> None:
    assert wrong("automation", {**BIG_DEAL, "steps": [step]}) == [place]


def test_a_step_of_a_plugin_is_one_like_all_others() -> None:
    fax = StepKind(name="fax", label="Send a fax", properties={"number": {"type": "string"}}, required=("number",), outside=True, owner="faxes")
    document = {**BIG_DEAL, "steps": [{"do": "fax", "number": "+48 22 000"}]}
    assert wrong("automation", document) == ["/steps/0/do"]
    assert wrong("automation", document, steps=(*STEPS, fax)) == []
    assert wrong("automation", {**document, "steps": [{"do": "fax"}]}, steps=(*STEPS, fax)) == ["/steps/0"]
