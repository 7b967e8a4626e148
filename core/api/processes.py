"""Processes and tasks over HTTP: submitted, decided, looked at, administered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.errors import field_problem, problem_shown
from core.api.parts import id_of
from core.api.routes import Body, Param, Route
from core.api.schemas import ANY_OBJECT, ID, MOMENT, PROBLEM, TEXT, list_of, shape
from core.api.ui_objects import Texts
from core.processes.acting import MOST_AT_ONCE, act, act_on_many, operate
from core.processes.added import step_kinds
from core.processes.leaving import duties, hand_over
from core.processes.overview import overview
from core.processes.reading import (
    LISTS,
    count_tasks,
    is_locked_for,
    one,
    one_task,
    processes_of,
    shown,
    shown_of_record,
    tasks_of_actor,
)
from core.processes.starting import MOST_AT_ONCE as MOST_SUBMITTED
from core.processes.starting import buttons, chooses, offered, press, press_for_many, submit, submit_change, submit_many
from core.processes.storing import load
from core.processes.texts import labelled
from core.processes.trying import try_definition, try_table
from core.processes.why import why
from dougong import BadRequest, NotAllowed, NotFound
from workflows.shapes import DEFINITIONS, schema_of_step

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST = 200


def submit_record(ctx: Ctx, ask: Ask) -> Answer:
    """Submit a record for approval."""
    body = ask.body or {}
    chosen = list(body.get("chosen", ()))
    stored = submit(ctx, ask.path["object"], ask.path["id"], body.get("approval"), body.get("comment", ""), chosen)
    return Answer(shown(ctx, load(ctx, stored.id)), 201, [("Location", f"/api/v1/processes/{stored.id}")])


def submit_held(ctx: Ctx, ask: Ask) -> Answer:
    """Submit a change that an approval holds back."""
    body = ask.body
    stored = submit_change(
        ctx, ask.path["object"], body["action"], body.get("id"), body.get("values", {}),
        version=body.get("version"), comment=body.get("comment", ""), chosen=list(body.get("chosen", ())),
    )  # fmt: skip
    return Answer(shown(ctx, load(ctx, stored.id)), 201, [("Location", f"/api/v1/processes/{stored.id}")])


def submit_records(ctx: Ctx, ask: Ask) -> Answer:
    """Submit many records, each apart."""
    body = ask.body
    results = submit_many(ctx, ask.path["object"], body["records"], body.get("approval"), body.get("comment", ""), list(body.get("chosen", ())))
    return Answer({"results": [_result(ask, each) for each in results]})


def list_of_record(ctx: Ctx, ask: Ask) -> Answer:
    """The processes of a record, those approvals whole that run or have ended lately, and what it could be submitted for now."""
    object, id = ask.path["object"], ask.path["id"]
    found = processes_of(ctx, object=object, record=id, limit=ask.query.get("limit", 20), before=id_of(ask, "before"))
    asked = [{"name": each["name"], "label": labelled(ctx, "approval", each["name"], ask.language, each.get("label")), "chosen": chooses(each)} for each in offered(ctx, object, id)]
    is_open = any(each["kind"] == "approval" and each["ended_at"] is None for each in found)
    pressed = [
        {"name": each["name"], "label": each["on"]["button"].get("label") or each.get("label") or each["name"], "confirm": each["on"]["button"].get("confirm")}
        for each in buttons(ctx, object, id)
    ]
    return Answer({"data": found, "offered": [] if is_open else asked, "buttons": pressed, "shown": shown_of_record(ctx, id), "locked": is_locked_for(ctx, id)})


def why_of_record(ctx: Ctx, ask: Ask) -> Answer:
    """Why definitions did, or did not, begin for a record."""
    ctx.records.get(ask.path["object"], ask.path["id"], fields=["id"])  # an id of elsewhere is as unknown as one that isn't there
    if not ctx.actor.administers:
        raise NotAllowed("Only who administers may do this")
    return Answer({"data": why(ctx, ask.path["object"], ask.path["id"], ask.query.get("definition"))})


def press_button(ctx: Ctx, ask: Ask) -> Answer:
    """Begin an automation for a record."""
    stored = press(ctx, ask.path["object"], ask.path["id"], ask.body["automation"])
    return Answer(shown(ctx, load(ctx, stored.id)), 201, [("Location", f"/api/v1/processes/{stored.id}")])


def press_button_for_many(ctx: Ctx, ask: Ask) -> Answer:
    """Begin an automation for many records, each apart."""
    results = press_for_many(ctx, ask.path["object"], ask.body["records"], ask.body["automation"])
    return Answer({"results": [_result(ask, each) for each in results]})


def list_tasks(ctx: Ctx, ask: Ask) -> Answer:
    """The actor's tasks."""
    which = ask.query.get("state", "open")
    if which not in LISTS:
        raise BadRequest("state is one of {known}", known=", ".join(LISTS))
    found = tasks_of_actor(ctx, which, object=ask.query.get("object"), limit=ask.query.get("limit", 50), before=id_of(ask, "before"))
    return Answer({"data": found, **({"count": count_tasks(ctx)} if ask.query.get("count") else {})})


def get_task(ctx: Ctx, ask: Ask) -> Answer:
    """A task with its process."""
    task = one_task(ctx, ask.path["id"])
    return Answer(task, headers=[("ETag", f'"{task["version"]}"')])


def act_on_task(ctx: Ctx, ask: Ask) -> Answer:
    """Do something with a task; answers its process as it is then."""
    stored = act(ctx, ask.path["id"], ask.path["action"], ask.body or {})
    return Answer(shown(ctx, load(ctx, stored.id)))


def act_on_tasks(ctx: Ctx, ask: Ask) -> Answer:
    """The same with many tasks, each apart."""
    body = dict(ask.body)
    results = act_on_many(ctx, body.pop("tasks"), body.pop("action"), body)
    return Answer({"results": [_result(ask, each) for each in results]})


def _result(ask: Ask, result: dict[str, Any]) -> dict[str, Any]:
    problem = result["problem"]
    return {**result, "problem": None if problem is None else problem_shown(problem, ask)}


def list_processes(ctx: Ctx, ask: Ask) -> Answer:
    """Processes: those that the actor has submitted; all for administrators."""
    names = ("object", "state", "stuck", "name", "limit")
    given = {name: ask.query[name] for name in names if name in ask.query}
    return Answer({"data": processes_of(ctx, **given, before=id_of(ask, "before"))})


def get_process(ctx: Ctx, ask: Ask) -> Answer:
    """One process: its path, who decided what when, what it waits for."""
    return Answer(one(ctx, ask.path["id"]))


def operate_process(ctx: Ctx, ask: Ask) -> Answer:
    """Take it back, hurry it, or administer it; answers the process as it is then."""
    body = ask.body or {}
    stored = operate(ctx, ask.path["id"], ask.path["operation"], body)
    return Answer(shown(ctx, stored if body.get("dry_run") else load(ctx, stored.id)))


def duties_of_user(ctx: Ctx, ask: Ask) -> Answer:
    """What somebody who leaves has to do with processes."""
    _refuse_unless_administering(ctx)
    return Answer(duties(ctx, ask.path["id"]))


def _refuse_unless_administering(ctx: Ctx) -> None:
    """For others there are no duties of anybody."""
    if not ctx.actor.administers:
        raise NotFound("There is no such user")


def hand_over_tasks(ctx: Ctx, ask: Ask) -> Answer:
    """Give the open tasks of somebody to somebody else."""
    _refuse_unless_administering(ctx)
    found = hand_over(ctx, ask.path["id"], ask.body["to"].lower(), ask.body["reason"])
    shown_problem = [{**each, "problem": None if each["problem"] is None else problem_shown(each["problem"], ask)} for each in found["results"]]
    return Answer({"results": shown_problem, "left": found["left"]})


def try_out(ctx: Ctx, ask: Ask) -> Answer:
    """What a definition, or a draft of one, would do with some records, or a decision table says of values; nothing is written."""
    body = ask.body or {}
    if ask.path["kind"] == "decision_table":
        looked = try_table(ctx, ask.path["name"], body)
        odd = [field_problem(one, ask.language, ask.texts) for one in looked.odd]
        return Answer({"results": [{"says": looked.says, "rules": looked.rules, "problem": looked.problem, "odd": odd}]})
    return Answer(try_definition(ctx, ask.path["kind"], ask.path["name"], body))


def list_definitions(ctx: Ctx, ask: Ask) -> Answer:
    """The automations, approvals and decision tables, with how much they have done lately."""
    return Answer({"data": overview(ctx)})


def list_steps(ctx: Ctx, ask: Ask) -> Answer:
    """What steps can do here, each with the JSON Schema of what it says; those of plugins that are switched off are left out."""
    texts = Texts(ctx.catalogue, ask.language)
    known = [kind for kind in step_kinds() if kind.owner == "core" or kind.owner in ctx.catalogue.plugins]
    shown = [
        {"name": kind.name, "label": texts.own(f"step.{kind.name}.label", kind.label), "owner": kind.owner, "outside": kind.outside, "schema": schema_of_step(kind)}
        for kind in known
    ]
    return Answer({"data": shown, "shared": dict(DEFINITIONS)})


# -- shapes --------------------------------------------------------------------------------------------------

NULLABLE = {"type": ["string", "null"]}
PERSON = {"anyOf": [shape(id=ID, name=TEXT), {"type": "null"}]}
RECORD_OF = {"anyOf": [shape(object=TEXT, id=ID, name=NULLABLE), {"type": "null"}]}
FLAG = {"type": "boolean"}
COUNT = {"type": "integer"}
WORDS = {"type": "array", "items": TEXT}
HEAD: dict[str, Any] = {
    "id": ID, "kind": TEXT, "definition": TEXT, "definition_version": COUNT, "label": TEXT, "record": RECORD_OF, "state": TEXT,
    "outcome": TEXT, "stuck": FLAG, "initiator": PERSON, "submitter": PERSON, "started_at": MOMENT, "changed_at": MOMENT,
    "ended_at": NULLABLE,
}  # fmt: skip
HEAD_SHAPE = {"type": "object", "properties": HEAD, "required": list(HEAD)}
OWN_TASK: dict[str, Any] = {
    "id": ID, "step": TEXT, "round": COUNT, "state": TEXT, "version": COUNT, "assignee": PERSON, "principal": PERSON,
    "candidates": {"type": "array", "items": PERSON}, "due_at": NULLABLE, "decided_by": PERSON, "decided_at": NULLABLE,
    "added_by": NULLABLE, "actions": WORDS, "fields": {"type": "object"},
    "reasons": {**WORDS, "description": "The actions for which one has to say why"}, "return_to": WORDS,
}  # fmt: skip
WAIT = {"type": "object", "properties": {"step": TEXT, "visit": COUNT, "until": NULLABLE, "for": TEXT}, "required": ["step", "visit", "until", "for"]}
OWN_PROCESS = shape(
    round=COUNT,
    comment=TEXT,
    path={"type": "array", "items": shape(step=TEXT, label=TEXT, state=TEXT, mode=TEXT, tasks=WORDS)},
    tasks={"type": "array", "items": {"type": "object", "properties": OWN_TASK, "required": list(OWN_TASK)}},
    waits={"type": "array", "items": WAIT},
    history={"type": "array", "items": shape(at=MOMENT, what=TEXT, step=TEXT, by=PERSON, whom={"type": "array", "items": PERSON}, facts={"type": "object"})},
    proposal={"anyOf": [shape(action=TEXT, fields={"type": "array", "items": shape(field=TEXT, label=TEXT, was={}, to={})}), {"type": "null"}]},
    my_task=NULLABLE,
    may=WORDS,
)
PROCESS = shape()
PROCESS |= {"properties": {**HEAD, **OWN_PROCESS["properties"]}, "required": [*HEAD, *OWN_PROCESS["required"]]}
WITH_PROCESS = {"type": "object", "properties": {**OWN_TASK, "process": PROCESS}, "required": [*OWN_TASK, "process"]}
TASK = shape(
    id=ID, process=ID, kind=TEXT, definition=TEXT, label=TEXT, step=TEXT, step_label=TEXT, record=RECORD_OF, state=TEXT, version=COUNT, assignee=PERSON,
    initiator=PERSON, asked_at=NULLABLE, due_at=NULLABLE, decided_at=NULLABLE, decided_by=PERSON, comment=TEXT,
)  # fmt: skip
GIVEN_ID = {**ID, "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}
MY_TASKS = list_of(TASK)
MY_TASKS["properties"]["count"] = COUNT
WHO = {"anyOf": [{"type": "string", "maxLength": 255}, {"type": "array", "items": {"type": "string", "maxLength": 255}, "minItems": 1, "maxItems": 50}]}
SAID = {"type": "string", "maxLength": 4000}
SUBMITTED: dict[str, Any] = {
    "approval": {"type": "string", "maxLength": 47, "description": "Without one the first whose condition holds"},
    "comment": SAID,
    "chosen": {"type": "array", "items": GIVEN_ID, "maxItems": 50, "description": "Whom the submitter chooses, where the approval wants that"},
}
SUBMIT = Body({"type": "object", "properties": SUBMITTED, "additionalProperties": False}, required=False)
SUBMIT_MANY = Body(
    {
        "type": "object",
        "properties": {**SUBMITTED, "records": {"type": "array", "items": GIVEN_ID, "minItems": 1, "maxItems": MOST_SUBMITTED, "uniqueItems": True}},
        "required": ["records"],
        "additionalProperties": False,
    }
)
PROPOSE = Body(
    {
        "type": "object",
        "properties": {
            "action": {"enum": ["create", "update", "delete"]},
            "id": {**GIVEN_ID, "description": "Of the record; none for one that is to be made"},
            "values": {"type": "object", "description": "As they would be written"},
            "version": {"type": "integer", "minimum": 1, "description": "Of the record that was seen"},
            "comment": SAID,
            "chosen": {"type": "array", "items": GIVEN_ID, "maxItems": 50},
        },
        "required": ["action"],
        "additionalProperties": False,
    }
)
PRESS = Body(
    {"type": "object", "properties": {"automation": {"type": "string", "maxLength": 47}}, "required": ["automation"], "additionalProperties": False}
)
PRESS_MANY = Body(
    {
        "type": "object",
        "properties": {
            "automation": {"type": "string", "maxLength": 47},
            "records": {"type": "array", "items": GIVEN_ID, "minItems": 1, "maxItems": MOST_AT_ONCE, "uniqueItems": True},
        },
        "required": ["automation", "records"],
        "additionalProperties": False,
    }
)
ACT = Body(
    {
        "type": "object",
        "properties": {
            "comment": SAID,
            "to": {**WHO, "description": "A step to return it to; or people, by id or e-mail address"},
            "place": {"enum": ["before", "after", "parallel"]},
            "task": {**GIVEN_ID, "description": "The task of somebody whom one has added"},
            "values": {"type": "object", "description": "Values of fields that the step lets one change"},
            "version": {"type": "integer", "minimum": 1, "description": "Of the task that was seen"},
        },
        "additionalProperties": False,
    },
    required=False,
)
MANY = Body(
    {
        "type": "object",
        "properties": {
            "tasks": {"type": "array", "items": GIVEN_ID, "minItems": 1, "maxItems": MOST_AT_ONCE, "uniqueItems": True},
            "action": {"enum": ["approve", "reject", "claim"]},
            "comment": SAID,
        },
        "required": ["tasks", "action"],
        "additionalProperties": False,
    }
)
OPERATE = Body(
    {
        "type": "object",
        "properties": {
            "comment": SAID,
            "reason": SAID,
            "visit": {"type": "integer", "minimum": 1, "description": "Of the step that is meant, where several wait"},
            "task": GIVEN_ID,
            "to": {**WHO, "description": "A step to jump to; or the person who gets a task"},
            "decision": {"enum": ["approve", "reject"]},
            "steps": {
                "type": "object", "maxProperties": 500, "additionalProperties": {"type": "string", "maxLength": 100},
                "description": "With migrate: what steps are called in the new version, where it isn't the same",
            },
            "dry_run": {"type": "boolean", "description": "With migrate: only show how it would stand"},
        },
        "additionalProperties": False,
    },
    required=False,
)
HAND_OVER = Body(
    {
        "type": "object",
        "properties": {"to": {**GIVEN_ID, "description": "The user who gets them"}, "reason": {**SAID, "minLength": 1}},
        "required": ["to", "reason"],
        "additionalProperties": False,
    }
)
NAMED = shape(id=ID, name=TEXT)
DUTIES = shape(
    user=NAMED, tasks={"type": "array", "items": TASK}, count=COUNT, submitted=COUNT, stands_in_for={"type": "array", "items": NAMED},
    definitions={"type": "array", "items": shape(kind=TEXT, name=TEXT, label=TEXT)},
)  # fmt: skip
TRY = Body(
    {
        "type": "object",
        "properties": {
            "definition": {"type": "object", "description": "A draft; without one what is in force is tried"},
            "records": {"type": "array", "items": GIVEN_ID, "maxItems": 100, "description": "Without any: the latest"},
            "last": {"type": "integer", "minimum": 1, "maximum": 100},
            "values": {"type": "object", "maxProperties": 100, "description": "Of a decision table: what its columns look at, by their expressions"},
            "approved": {"type": "boolean", "description": "Go on to the end, as if everybody who is asked agreed"},
        },
        "additionalProperties": False,
    },
    required=False,
)
TRIED = shape(results={"type": "array", "items": {"type": "object"}})
OVERVIEW = shape(
    kind=TEXT, name=TEXT, changed_at=NULLABLE, changed_by=PERSON, runs={**COUNT, "description": "Of the last thirty days"}, open=COUNT, stuck=COUNT, last_at=NULLABLE
)
STEP_KIND = shape(name=TEXT, label=TEXT, owner=TEXT, outside=FLAG, schema=ANY_OBJECT)
WHY = shape(
    kind=TEXT, definition=TEXT, label=TEXT,
    verdict={"enum": ["runs", "ran", "would", "not"], "description": "would: all that it looks at holds now"},
    begun={"type": "array", "items": shape(process=ID, at=MOMENT, state=TEXT, by=NULLABLE, source=NULLABLE, changed=WORDS, condition={})},
    checks={"type": "array", "items": {"type": "object", "properties": {"what": TEXT, "holds": FLAG}, "required": ["what", "holds"]}, "description": "What it looks at, as that is now"},
    looked_at=MOMENT,
)  # fmt: skip
RESULTS = {"type": "array", "items": shape(id=ID, status={"enum": ["done", "error"]}, problem={"anyOf": [PROBLEM, {"type": "null"}]})}
BEFORE = Param("before", about="Those older than the one with this id")
LIMIT = Param("limit", "integer", least=1, most=MOST)

ROUTES = (
    Route(
        method="POST", rule="/api/v1/records/<object>/<id>/submit", view=submit_record, group="processes",
        summary="Submit a record for approval", action="read", ids=("id",), body=SUBMIT, idempotency="stored", answers={201: PROCESS},
    ),
    Route(
        method="POST", rule="/api/v1/records/<object>/propose", view=submit_held, group="processes",
        summary="Submit a change that an approval holds back", action="read", body=PROPOSE, idempotency="stored", answers={201: PROCESS},
    ),
    Route(
        method="POST", rule="/api/v1/records/<object>/submit", view=submit_records, group="processes",
        summary="Submit many records for approval, each apart", action="read", body=SUBMIT_MANY, idempotency="stored", rate="heavy",
        answers={200: shape(results={"type": "array", "items": shape(
            id=ID, status={"enum": ["done", "error"]}, process=NULLABLE, problem={"anyOf": [PROBLEM, {"type": "null"}]},
        )})},
    ),
    Route(
        method="GET", rule="/api/v1/records/<object>/<id>/processes", view=list_of_record, group="processes",
        summary="The processes of a record", action="read", ids=("id",), query=(BEFORE, LIMIT),
        answers={200: shape(
            data={"type": "array", "items": HEAD_SHAPE}, offered={"type": "array", "items": shape(name=TEXT, label=TEXT, chosen=FLAG)},
            buttons={"type": "array", "items": shape(name=TEXT, label=TEXT, confirm=NULLABLE)},
            shown={"type": "array", "items": PROCESS}, locked=FLAG,
        )},
    ),
    Route(
        method="GET", rule="/api/v1/records/<object>/<id>/why", view=why_of_record, group="processes",
        summary="Why automations and approvals did, or did not, begin for a record", action="read", ids=("id",),
        query=(Param("definition", about="Only the one of this name"),), rate="heavy",
        answers={200: list_of(WHY)},
    ),
    Route(
        method="POST", rule="/api/v1/records/<object>/<id>/run", view=press_button, group="processes",
        summary="Begin an automation for a record by its button", action="read", ids=("id",), body=PRESS, idempotency="stored", answers={201: PROCESS},
    ),
    Route(
        method="POST", rule="/api/v1/records/<object>/run", view=press_button_for_many, group="processes",
        summary="Begin an automation for many records by its button, each apart", action="read", body=PRESS_MANY, idempotency="stored", rate="heavy",
        answers={200: shape(results=RESULTS)},
    ),
    Route(
        method="GET", rule="/api/v1/tasks", view=list_tasks, group="processes", summary="My tasks", action="self",
        query=(
            Param("state", about="open: to be done; done: decided by me; mine: open ones in what I have submitted"),
            Param("object", about="About records of one object"),
            Param("count", "boolean", "Also how many wait for me"),
            BEFORE, LIMIT,
        ),
        answers={200: MY_TASKS},
    ),
    Route(
        method="GET", rule="/api/v1/tasks/<id>", view=get_task, group="processes", summary="One task with its process",
        action="self", ids=("id",), answers={200: WITH_PROCESS},
    ),
    Route(
        method="POST", rule="/api/v1/tasks/bulk", view=act_on_tasks, group="processes", summary="Decide many tasks, each apart",
        action="self", body=MANY, idempotency="stored", rate="heavy",
        answers={200: shape(results=RESULTS)},
    ),
    Route(
        method="POST", rule="/api/v1/tasks/<id>/<action>", view=act_on_task, group="processes", summary="Do something with a task",
        action="self", ids=("id",), names=("action",), body=ACT, idempotency="stored", answers={200: PROCESS},
    ),
    Route(
        method="GET", rule="/api/v1/processes", view=list_processes, group="processes", summary="Processes", action="self",
        query=(
            Param("object"), Param("state"), Param("stuck", "boolean", "Those of which a step waits for repair"), Param("name", about="Of the definition"),
            BEFORE, LIMIT,
        ),
        answers={200: list_of(HEAD_SHAPE)},
    ),
    Route(
        method="GET", rule="/api/v1/processes/<id>", view=get_process, group="processes", summary="One process", action="self",
        ids=("id",), answers={200: PROCESS},
    ),
    Route(
        method="POST", rule="/api/v1/processes/<id>/<operation>", view=operate_process, group="processes",
        summary="Take a process back, hurry it, or administer it", action="self", ids=("id",), names=("operation",), body=OPERATE,
        idempotency="stored", answers={200: PROCESS},
    ),
    Route(
        method="GET", rule="/api/v1/processes/definitions", view=list_definitions, group="processes",
        summary="Automations, approvals and decision tables, and what they have done lately", action="administer", answers={200: list_of(OVERVIEW)},
    ),
    Route(
        method="GET", rule="/api/v1/processes/steps", view=list_steps, group="processes", summary="What steps can do", action="administer",
        answers={200: shape(data={"type": "array", "items": STEP_KIND}, shared=ANY_OBJECT)},
    ),
    Route(
        method="GET", rule="/api/v1/users/<id>/duties", view=duties_of_user, group="processes",
        summary="What somebody has to do with processes: open tasks, and what names them", action="self", ids=("id",), answers={200: DUTIES},
    ),
    Route(
        method="POST", rule="/api/v1/users/<id>/hand-over", view=hand_over_tasks, group="processes",
        summary="Give the open tasks of somebody to somebody else", action="self", ids=("id",), body=HAND_OVER, idempotency="stored", rate="heavy",
        answers={200: shape(left=COUNT, results={"type": "array", "items": shape(task=ID, status={"enum": ["moved", "error"]}, problem={"anyOf": [PROBLEM, {"type": "null"}]})})},
    ),
    Route(
        method="POST", rule="/api/v1/meta/<kind>/<name>/test", view=try_out, group="processes",
        summary="What a definition would do with some records", action="administer", names=("kind", "name"), body=TRY, rate="heavy",
        answers={200: TRIED},
    ),
)  # fmt: skip
