"""What documents of automations and approvals look like: JSON Schemas (2020-12), put together from the steps that there are.

A step says what it takes in one place, for whoever checks a definition and whoever draws a form for it; plugins bring
theirs as `StepKind`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["DEFINITIONS", "STEPS", "StepKind", "schema_of", "schema_of_step"]

Schema = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class StepKind:
    """A kind of step: what stands behind `do`, what people read, and the properties of its own.

    outside: it has an effect that no transaction takes back, so it is a job with a key.
    """

    name: str
    label: str
    properties: Mapping[str, Schema] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    outside: bool = False
    owner: str = "core"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(of: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": of, **more}


def _length(pattern: str) -> Schema:
    """A duration; it says at least one length, which a pattern that doesn't look ahead says by its last letter."""
    return {"type": "string", "pattern": pattern, "if": {"pattern": pattern}, "then": {"pattern": "[YMWDHS]$"}}


def _one(*values: str) -> Schema:
    return {"enum": list(values)}


def _object(required: Iterable[str] = (), **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


NAME, EXPRESSION, TEXT, STEPS_OF, PEOPLE = _ref("name"), _ref("expression"), _ref("text"), _ref("steps"), _ref("people")
VALUES: Schema = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 100,
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,46}$"},
    "additionalProperties": {"anyOf": [{"type": ["string", "number", "boolean", "null", "array"]}, _object(("formula",), formula=EXPRESSION)]},
}
FLAG: Schema = {"type": "boolean"}

#: Where a duration is counted: through, or by working time.
LENGTH = {"for": _ref("duration"), "calendar": NAME}

DEFINITIONS: Mapping[str, Schema] = {
    "name": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,46}$"},
    "label": {"type": "string", "minLength": 1, "maxLength": 255},
    "help": {"type": "string", "maxLength": 2000},
    "text": {"type": "string", "minLength": 1, "maxLength": 10_000},
    "expression": {"type": "string", "minLength": 1, "maxLength": 4000},
    "duration": _length(r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$"),
    "hours": _length(r"^PT(\d+H)?(\d+M)?$"),
    "people": _list(_ref("source"), minItems=1, maxItems=50),
    "source": {
        "type": "object",
        "minProperties": 1,
        "properties": {
            "user": {"type": "string", "maxLength": 255, "description": "The e-mail address of a user"},
            "role": NAME,
            "roles": {**EXPRESSION, "description": "The roles whose names a value holds, such as the result of a decision table"},
            "team": {"type": "string", "minLength": 1, "maxLength": 255},
            "lead": {"const": True, "description": "Of the team, only who leads it"},
            "lead_of": {**EXPRESSION, "description": "Who leads the teams of the user in a field, or of the initiator"},
            "field": {**EXPRESSION, "description": "A field that holds users, also of a record that this one refers to"},
            "manager_of": {**EXPRESSION, "description": "Whom the user in a field, or the initiator, reports to"},
            "level": {"type": "integer", "minimum": 1, "maximum": 20, "description": "How many managers up; 1 when left out"},
            "up_to": {"type": "integer", "minimum": 1, "maximum": 20, "description": "All managers up to that one, in turn"},
            "with_role": {**NAME, "description": "The first manager up who has this role; with up_to all up to that one"},
            "initiator": {"const": True},
            "previous": {"const": True, "description": "Who approved the step before"},
            "step": {**NAME, "description": "Who approved that step"},
            "chosen": {"const": True, "description": "Whom the submitter chooses"},
            "among": _list(_ref("source"), minItems=1, maxItems=50, description="From whom is chosen; from everybody when left out"),
            "administrators": {"const": True},
            "where": {**EXPRESSION, "description": "Users for whom a condition holds"},
            "source": {**NAME, "description": "A source that a plugin brings"},
            "with": {"type": "object", "description": "What that source takes"},
        },
        "additionalProperties": False,
    },
    "event": _object(
        ("object",),
        object=NAME,
        events=_list(_one("created", "updated", "deleted", "restored", "merged"), minItems=1, uniqueItems=True),
        changed=_list(NAME, minItems=1, maxItems=50, uniqueItems=True),
        when=EXPRESSION,
        source=_list(_one("ui", "api", "import", "automation", "approval", "plugin"), minItems=1, uniqueItems=True),
    ),
}

#: What every step may say.
COMMON: Mapping[str, Schema] = {
    "id": NAME,
    "label": _ref("label"),
    "when": {**EXPRESSION, "description": "The step is left out where this doesn't hold"},
    "as": {**NAME, "description": "What its result is called in the steps after it"},
    "on_error": _one("hold", "continue", "end"),
}

ASK: Mapping[str, Schema] = {
    "approvers": PEOPLE,
    "mode": _one("any", "all", "sequence", "percent", "count", "weight", "claim"),
    "least": {"type": "number", "exclusiveMinimum": 0},
    "first": {**FLAG, "description": "With any: the first decision decides, be it a rejection"},
    "early": {**FLAG, "description": "Ends as soon as its end is certain; true when left out"},
    "abstentions": _one("count", "exclude"),
    "weights": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 1000}},
    "passes": PEOPLE,
    "vetoes": PEOPLE,
    "self": _one("superior", "skip", "allow"),
    "repeat": _one("adjacent", "anywhere", "keep"),
    "empty": {"anyOf": [_one("hold", "admin", "superior", "skip", "approve", "reject"), _object(("to",), to=PEOPLE)]},
    "exclusive": {**NAME, "description": "Nobody decides two steps of the same word"},
    "actions": _list(
        _one("approve", "reject", "abstain", "return", "transfer", "delegate", "add_approver", "remove_approver", "comment", "claim", "release"),
        minItems=1, uniqueItems=True,
    ),
    "comment": _list(_one("approve", "reject", "abstain", "return", "transfer", "delegate"), uniqueItems=True),
    "return_to": _list({"type": "string", "maxLength": 100}, maxItems=50, uniqueItems=True),
    "reject_to": {"type": "string", "maxLength": 100},
    "rejected": {**STEPS_OF, "description": "The way that a rejection goes, instead of ending everything"},
    "retrieve": FLAG,
    "watch": _list(NAME, maxItems=100, uniqueItems=True),
    "fields": {"type": "object", "propertyNames": NAME, "additionalProperties": _one("hidden", "read", "edit", "required")},
    "due": _object(
        ("for",),
        **LENGTH,
        remind_before=_list(_ref("hours"), maxItems=5),
        remind_every=_object(("for", "most"), **LENGTH, most={"type": "integer", "minimum": 1, "maximum": 30}),
    ),
    "on_timeout": {"anyOf": [_one("remind", "approve", "reject", "return", "escalate", "end"), _object(("to",), to=PEOPLE)]},
}  # fmt: skip

STEPS: tuple[StepKind, ...] = (
    StepKind(name="ask", label="Ask people", properties=ASK, required=("approvers",)),
    StepKind(name="update", label="Change records", properties={"set": VALUES, "object": NAME, "where": EXPRESSION, "record": EXPRESSION}, required=("set",)),
    StepKind(name="create", label="Make a record", properties={"object": NAME, "set": VALUES}, required=("object", "set")),
    StepKind(name="delete", label="Delete records", properties={"object": NAME, "where": EXPRESSION, "record": EXPRESSION}),
    StepKind(
        name="find",
        label="Look for records",
        properties={"object": NAME, "where": EXPRESSION, "sort": TEXT, "limit": {"type": "integer", "minimum": 1, "maximum": 10_000}},
        required=("object", "as"),
    ),
    StepKind(name="notify", label="Notify people", properties={"to": PEOPLE, "message": TEXT}, required=("to", "message")),
    StepKind(name="email", label="Send an e-mail", properties={"to": PEOPLE, "addresses": EXPRESSION, "subject": TEXT, "body": TEXT}, required=("subject", "body"), outside=True),
    StepKind(name="sms", label="Send a text message", properties={"to": PEOPLE, "numbers": EXPRESSION, "message": TEXT}, required=("message",), outside=True),
    StepKind(
        name="webhook",
        label="Call another system",
        properties={"url": {"type": "string", "pattern": "^https?://", "maxLength": 2000}, "body": {"type": "object"}, "await": FLAG},
        required=("url",),
        outside=True,
    ),
    StepKind(name="approve", label="Have it approved", properties={"approval": NAME, "comment": TEXT, "rejected": STEPS_OF}, required=("approval",)),
    StepKind(name="wait", label="Wait", properties={**LENGTH, "until": EXPRESSION}),
    StepKind(name="wait_for", label="Wait for something to happen", properties={**LENGTH, "event": _ref("event"), "timed_out": STEPS_OF}, required=("event",)),
    StepKind(
        name="branch",
        label="Go one of several ways",
        properties={
            "then": STEPS_OF,
            "else": STEPS_OF,
            "cases": _list(_object(("when", "then"), when=EXPRESSION, then=STEPS_OF, label=_ref("label")), minItems=1, maxItems=50),
        },
    ),
    StepKind(
        name="parallel",
        label="Go several ways at once",
        properties={
            "branches": _list(_object(("steps",), when=EXPRESSION, steps=STEPS_OF, label=_ref("label")), minItems=2, maxItems=20),
            "join": _one("all", "first"),
            "rejection": {**_one("at_once", "collect"), "description": "Whether who rejects in one branch ends the others, or they are heard first"},
        },
        required=("branches",),
    ),
    StepKind(name="each", label="Do it for each", properties={"in": EXPRESSION, "steps": STEPS_OF, "parallel": FLAG}, required=("in", "steps")),
    StepKind(name="call", label="Run another automation", properties={"automation": NAME}, required=("automation",)),
    StepKind(
        name="assign",
        label="Assign",
        properties={"field": NAME, "among": PEOPLE, "by": _one("turn", "load", "order")},
        required=("among",),
    ),
    StepKind(name="decide", label="Look into a decision table", properties={"table": NAME}, required=("table", "as")),
    StepKind(name="post", label="Write into the timeline", properties={"message": TEXT}, required=("message",)),
    StepKind(name="end", label="End", properties={"outcome": {"type": "string", "maxLength": 50}}),
)

ON: Schema = {
    "type": "object",
    "properties": {
        **DEFINITIONS["event"]["properties"],
        "schedule": {"type": "string", "minLength": 9, "maxLength": 100, "description": "cron: minute, hour, day, month, weekday"},
        "calendar": NAME,
        "date": _object(("field",), field=NAME, offset=_length(r"^-?P(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?)?$")),
        "webhook": FLAG,
        "button": _object(("label",), label=_ref("label"), confirm=TEXT),
        "called": FLAG,
    },
    "additionalProperties": False,
}

AUTOMATION: Mapping[str, Schema] = {
    "name": NAME, "label": _ref("label"), "help": _ref("help"), "on": ON, "steps": STEPS_OF, "active": FLAG,
    "as_user": _one("system", "actor", "owner"), "priority": {"type": "integer", "minimum": 0, "maximum": 1000},
    "when_it_becomes_true": FLAG,
}  # fmt: skip

APPROVAL: Mapping[str, Schema] = {
    "name": NAME, "label": _ref("label"), "help": _ref("help"), "object": NAME, "entry": EXPRESSION, "active": FLAG,
    "priority": {"type": "integer", "minimum": 0, "maximum": 1000},
    "gate": {
        **_object(
            ("actions",),
            actions=_list(_one("create", "update", "delete"), minItems=1, uniqueItems=True),
            fields=_list(NAME, minItems=1, maxItems=100, uniqueItems=True),
            otherwise=_one("allow", "refuse"),
        ),
        "description": "What is held back until it is approved, and done then; of changes those of `fields`. otherwise: what happens to such where `entry` doesn't hold",
    },
    "start": _one("manual", "created", "updated", "saved"), "submitters": PEOPLE, "lock": FLAG,
    "watch": _list(NAME, maxItems=100, uniqueItems=True), "on_change": _one("ignore", "tell", "restart", "end"),
    "self": ASK["self"], "repeat": ASK["repeat"], "empty": ASK["empty"],
    "after_return": _one("auto", "direct", "replay"), "recall": _one("any_time", "undecided", "never"),
    "expires": _object(("for",), **LENGTH), "steps": STEPS_OF,
    **{phase: STEPS_OF for phase in ("on_approved", "on_rejected", "on_recalled", "on_expired")},
}  # fmt: skip


def schema_of(kind: str, steps: Iterable[StepKind] = STEPS) -> Schema:
    """The JSON Schema of documents of a kind, `automation` or `approval`, where these kinds of steps are there."""
    known = {one.name: one for one in steps}
    if kind == "automation":
        return _document("Automation", "What happens by itself when something has happened.", AUTOMATION, ("name", "on", "steps"), known, "")
    return _document("Approval", "Who must agree before something counts.", APPROVAL, ("name", "object", "steps"), known, "ask")


def _document(
    title: str, description: str, properties: Mapping[str, Schema], required: tuple[str, ...], known: Mapping[str, StepKind], usual: str
) -> Schema:
    """`usual`: what a step does that doesn't say so."""
    step = {
        "type": "object",
        "properties": {"do": {"enum": sorted(known)}},
        "required": [] if usual else ["do"],
        "allOf": [_case(one, is_usual=one.name == usual) for one in known.values()],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": description,
        **_object(required, **properties),
        "$defs": {**DEFINITIONS, "step": step, "steps": _list(_ref("step"), maxItems=500)},
    }


def schema_of_step(one: StepKind) -> Schema:
    """What a step of a kind says; its references lead to `DEFINITIONS`, and to `steps` and `step`."""
    return _object(one.required, **{"do": {"const": one.name}, **COMMON, **one.properties})


def _case(one: StepKind, *, is_usual: bool) -> Schema:
    """What holds of a step that does this."""
    says: dict[str, Any] = {"properties": {"do": {"const": one.name}}}
    if not is_usual:
        says["required"] = ["do"]
    return {"if": says, "then": schema_of_step(one)}
