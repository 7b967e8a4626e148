"""Changes that wait for their approval: looked at as if they were made, and made when people have agreed to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from core.ids import new_id
from core.processes.storing import Stored
from core.records.drafts import Draft, raise_first
from core.records.reading import accesses, resolve
from core.records.recording import as_json
from core.records.storing import fetch_before
from core.records.writing import create_records, delete_records, propose_record, update_records
from core.rights.actor import SYSTEM, Actor
from dougong import Conflict, FieldProblem, Invalid, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["APPLY", "applying", "apply", "proposal_of", "propose", "was"]

#: What does the change in the program of its approval; no definition names it.
APPLY = "apply"

Document = Mapping[str, Any]


def propose(ctx: Ctx, object: str, action: str, id: str | None, values: Document, version: int | None = None) -> Draft:
    """What the actor's change would make of a record, all of it checked. Raises what writing it would raise."""
    if (id is None) != (action == "create"):
        raise Invalid(errors=[FieldProblem("id", "required", "Name the record that is to be changed, and none that is to be made")])
    kind = resolve(ctx, object)
    try:
        known = new_id() if id is None else str(kind.fields["id"].parse(id))
    except ValueError:
        raise NotFound("There is no such record: {object}", object=kind.label) from None
    draft = Draft(position=0, id=known, given=values, expected=version)
    propose_record(ctx, object, draft, action)
    raise_first([draft])
    return draft


def was(draft: Draft) -> dict[str, Any]:
    """What stood in the fields that are to be changed, for whoever applies it later (A-REC-08)."""
    before = draft.before or {}
    return _plain({name: before.get(name) for name in draft.given})


def _plain(values: Document) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(orjson.dumps(values, default=as_json, option=orjson.OPT_UTC_Z))
    return found


def applying(document: Document) -> Document:
    """A definition whose approval does what was held back, before all that follows from it."""
    return {**document, "on_approved": [{"id": APPLY, "do": APPLY}, *document.get("on_approved", ())]}


def proposal_of(ctx: Ctx, stored: Stored) -> Callable[[], Draft] | None:
    """What a process is about, where that isn't stored yet: worked out once, when it is first asked for."""
    if "proposal" not in stored.cause or stored.process.phase == "on_approved":
        return None
    found: list[Draft] = []

    def proposal() -> Draft:
        if not found:
            found.append(_draft(ctx.as_system(), stored))
        return found[0]

    return proposal


def _draft(ctx: Ctx, stored: Stored) -> Draft:
    """The platform looks at it, whose rights and locks have no say; what is wrong with it by now is said when it is applied."""
    ctx.process = stored.id
    proposal = stored.cause["proposal"]
    owned = {"owner_id": stored.process.submitter} if proposal["action"] == "create" else {}
    draft = Draft(position=0, id=str(stored.record_id), given={**owned, **proposal["given"]})
    propose_record(ctx, stored.object, draft, proposal["action"])
    return draft


def apply(ctx: Ctx, stored: Stored) -> None:
    """Do it for whoever has asked for it, with all checks of today. Raises Conflict where somebody else has changed the same
    fields since, and what the door raises."""
    proposal, object = stored.cause["proposal"], stored.object
    own = ctx.acting(_asker(ctx, stored))
    own.source, own.process, own.attended = f"{stored.kind}/{stored.id}", stored.id, False
    draft = Draft(position=0, id=str(stored.record_id), given=proposal["given"])
    if proposal["action"] == "create":
        create_records(own, object, [draft], save_anyway=True)
    else:
        _refuse_changed(own, object, draft, proposal["was"])
        write = update_records if proposal["action"] == "update" else delete_records
        write(own, object, [draft])
    raise_first([draft])


def _asker(ctx: Ctx, stored: Stored) -> Actor:
    """Who submitted it; their rights were asked then, so for somebody who has left the platform does it."""
    try:
        id = stored.process.submitter
        return SYSTEM if id is None else ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, id)
    except NotFound:
        return SYSTEM


def _refuse_changed(ctx: Ctx, object: str, draft: Draft, known: Document) -> None:
    kind = ctx.catalogue.object(object)
    fetch_before(ctx, kind, accesses(ctx)[object], [draft])
    raise_first([draft])
    now = was(draft)
    changed = [kind.field(name).label for name in known if now.get(name) != known[name]]
    if changed:
        raise Conflict("Somebody has changed it since it was submitted: {fields}", fields=", ".join(changed))
