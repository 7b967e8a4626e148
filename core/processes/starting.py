"""Begins processes: submitted by a person, by a record that is saved, or by another process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.processes.driving import start
from core.processes.expressions import Expressions
from core.processes.organisation import Organisation
from core.processes.proposals import applying, propose, was
from core.processes.storing import Stored, begin
from dougong import Conflict, Invalid, NotAllowed, NotFound, Problem
from dougong.errors import FieldProblem
from workflows.programs import compiled
from workflows.world import Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["DEEPEST", "MOST_AT_ONCE", "buttons", "chooses", "offered", "press", "press_for_many", "run", "submit", "submit_change", "submit_many"]

#: So many processes may begin each other, one after the other (A-WF-20).
DEEPEST = 16
#: So many records are submitted by one request.
MOST_AT_ONCE = 500

Document = Mapping[str, Any]


def submit(ctx: Ctx, object: str, id: str, approval: str | None, comment: str, chosen: list[str]) -> Stored:
    """Submit a record for an approval; without a name the first by priority whose entry condition holds (A-START-04).

    Raises NotFound for a record that isn't seen and an approval that isn't there, NotAllowed for who may not submit it,
    Conflict where one is open or the record doesn't meet the condition.
    """
    ctx.records.get(object, id, fields=["id"])
    found = [one for one in _approvals(ctx, object) if approval in (None, one["name"])]
    if not found:
        raise NotFound("There is no approval called {name} for {object}", name=approval or "–", object=object)
    entered = next((one for one in found if _enters(ctx, one, object, id)), None)
    if entered is None:
        raise Conflict("The record doesn't meet the condition of this approval: {condition}", condition=found[0].get("entry", ""))
    if not _may_submit(ctx, entered, object, id):
        raise NotAllowed("You may see this record, but not submit it for approval")
    wanted = [one.lower() for one in chosen]
    _refuse_unchosen(ctx, entered, object, id, wanted)
    return run(ctx, "approval", entered, object, id, cause={"by": "person", "comment": comment}, chosen=wanted)


def submit_change(ctx: Ctx, object: str, action: str, id: str | None, values: Document, *, version: int | None, comment: str, chosen: list[str]) -> Stored:
    """Submit a change that an approval holds back: it is checked now, and done when it is approved (A-START-06).

    Raises what writing it would raise, and Conflict where nothing holds it back.
    """
    draft = propose(ctx, object, action, id, values, version)
    document = ctx.platform.gates.holding(ctx, ctx.catalogue.object(object), draft, action)
    if document is None:
        raise Conflict("Nothing holds this back: save it without an approval")
    wanted = [one.lower() for one in chosen]
    _refuse_unchosen(ctx, document, object, draft.id if action != "create" else None, wanted)
    cause = {"by": "person", "comment": comment, "proposal": {"action": action, "given": dict(values), "was": was(draft)}}
    return run(ctx, "approval", document, object, draft.id, cause=cause, chosen=wanted)


def submit_many(ctx: Ctx, object: str, ids: list[str], approval: str | None, comment: str, chosen: list[str]) -> list[dict[str, Any]]:
    """The same with many records, each apart from the others (A-START-14): what can't be submitted is said of each."""
    return [_try(ctx, object, id.lower(), approval, comment, chosen) for id in ids]


def _try(ctx: Ctx, object: str, id: str, approval: str | None, comment: str, chosen: list[str]) -> dict[str, Any]:
    try:
        with ctx.unit.attempt():
            stored = submit(ctx, object, id, approval, comment, chosen)
    except Problem as problem:
        return {"id": id, "status": "error", "process": None, "problem": problem}
    return {"id": id, "status": "done", "process": stored.id, "problem": None}


def offered(ctx: Ctx, object: str, id: str) -> list[Document]:
    """The approvals for which the actor could submit a record now."""
    return [one for one in _approvals(ctx, object) if _enters(ctx, one, object, id) and _may_submit(ctx, one, object, id)]


def buttons(ctx: Ctx, object: str, id: str) -> list[Document]:
    """The automations that the actor could begin for a record by a button."""
    found = [one for one in ctx.catalogue.of_kind("automation").values() if _has_button(one, object)]
    if not found or not ctx.records.may("edit", object, id):
        return []
    return sorted((one for one in found if _holds(ctx, "automation", one, one["on"].get("when"), object, id)), key=lambda one: str(one["name"]))


def press(ctx: Ctx, object: str, id: str, name: str) -> Stored:
    """Begin an automation for a record because somebody who may change it wants that.

    Raises NotFound for a record that isn't seen and a button that isn't there, NotAllowed for who may not change the record,
    Conflict where its condition doesn't hold.
    """
    ctx.records.get(object, id, fields=["id"])
    document = _with_button(ctx, object, name)
    if not ctx.records.may("edit", object, id):
        raise NotAllowed("You may see this record, but not change it")
    if not _holds(ctx, "automation", document, document["on"].get("when"), object, id):
        raise Conflict("The record doesn't meet the condition of this button: {condition}", condition=document["on"]["when"])
    return run(ctx, "automation", document, object, id, cause={"by": "button"})


def press_for_many(ctx: Ctx, object: str, ids: list[str], name: str) -> list[dict[str, Any]]:
    """The same for many records, each apart from the others: what can't be done is said of each."""
    _with_button(ctx, object, name)
    return [_press_apart(ctx, object, id.lower(), name) for id in ids]


def _press_apart(ctx: Ctx, object: str, id: str, name: str) -> dict[str, Any]:
    try:
        with ctx.unit.attempt():
            press(ctx, object, id, name)
    except Problem as problem:
        return {"id": id, "status": "error", "problem": problem}
    return {"id": id, "status": "done", "problem": None}


def _with_button(ctx: Ctx, object: str, name: str) -> Document:
    document = ctx.catalogue.of_kind("automation").get(name)
    if document is None or not _has_button(document, object):
        raise NotFound("There is no button called {name} for {object}", name=name, object=object)
    return document


def _has_button(document: Document, object: str) -> bool:
    return bool(document["on"].get("button")) and document["on"].get("object") == object and bool(document.get("active", True))


def run(
    ctx: Ctx,
    kind: str,
    document: Document,
    object: str,
    id: str | None,
    *,
    cause: Document,
    chosen: list[str] | None = None,
    parent: tuple[Stored, int] | None = None,
    depth: int = 0,
) -> Stored:
    """Begin a process for whoever acts. Raises Conflict where one is open already, or processes begin each other for ever."""
    deep = parent[0].depth + 1 if parent else depth
    if deep > DEEPEST:
        raise Conflict("{most} automations have begun each other, and {name} would be one more", most=DEEPEST, name=document["name"])
    stored = begin(
        ctx, kind=kind, document=applying(document) if "proposal" in cause else document, object=object, record_id=id, initiator=ctx.actor.id, submitter=ctx.actor.id,
        cause=cause, parent=parent, depth=depth, variables={"chosen": chosen} if chosen else {},
    )  # fmt: skip
    return start(ctx, stored)


def _approvals(ctx: Ctx, object: str) -> list[Document]:
    found = [one for one in ctx.catalogue.of_kind("approval").values() if one["object"] == object and one.get("active", True) and "gate" not in one]
    return sorted(found, key=lambda one: (one.get("priority", 100), one["name"]))


def _enters(ctx: Ctx, document: Document, object: str, id: str) -> bool:
    return _holds(ctx, "approval", document, document.get("entry"), object, id)


def _holds(ctx: Ctx, kind: str, document: Document, condition: str | None, object: str, id: str) -> bool:
    if condition is None:
        return True
    try:
        return _expressions(ctx, kind, document, object, id).holds(condition, Scope({}, ctx.actor.id, ctx.actor.id))
    except Unanswerable as error:
        raise Conflict("The condition of {name} has no answer: {reason}", name=document["name"], reason=str(error)) from error


def _expressions(ctx: Ctx, kind: str, document: Document, object: str, id: str | None) -> Expressions:
    version = ctx.catalogue.effective[kind, document["name"]].revision
    return Expressions(ctx, compiled(kind, document), f"{kind}:{document['name']}:{version}", object, id, {})


def _may_submit(ctx: Ctx, document: Document, object: str, id: str) -> bool:
    """Those whom the definition names, else whoever may change the record."""
    if ctx.actor.administers:
        return True
    if "submitters" not in document:
        return ctx.records.may("edit", object, id)
    scope = Scope({}, ctx.actor.id, ctx.actor.id)
    people = Organisation(ctx, _expressions(ctx, "approval", document, object, id)).people(document["submitters"], scope)
    return ctx.actor.id in people


def chooses(document: Document) -> bool:
    """Whether the submitter of an approval chooses who approves."""
    return bool(_choices(document))


def _choices(document: Document) -> list[Document]:
    steps = compiled("approval", document).steps.values()
    return [source for step in steps for source in step.spec.get("approvers", ()) if "chosen" in source]


def _refuse_unchosen(ctx: Ctx, document: Document, object: str, id: str | None, chosen: list[str]) -> None:
    """Whoever is to choose has chosen active users, among those whom the definition offers (A-START-10)."""
    wanted = _choices(document)
    if not wanted:
        return
    if not chosen:
        raise Invalid(errors=[FieldProblem("chosen", "required", "Choose who is to approve it")])
    organisation = Organisation(ctx, _expressions(ctx, "approval", document, object, id))
    scope = Scope({}, ctx.actor.id, ctx.actor.id)
    for person in organisation.unknown(chosen):
        raise Invalid(errors=[FieldProblem("chosen", "reference", "There is no active user {user}", {"user": person})])
    if all("among" in source for source in wanted):
        offered = {one for source in wanted for one in organisation.people(source["among"], scope)}
        for person in sorted(set(chosen) - offered):
            raise Invalid(errors=[FieldProblem("chosen", "choice", "This approval doesn't offer {user} to choose from", {"user": person})])
