"""Why automations and approvals did, or did not, begin for a record: from what they left behind, and by looking again.

What began is told by its process, with the values that its condition looked at then. What left no trace is asked anew, of
the record as it is and of the last that happened to it; that is said, since both may have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import fetch, mappings
from core.database.tables import event as events
from core.database.tables import process as processes
from core.events.reading import Event
from core.i18n import translated
from core.processes.expressions import Expressions
from core.processes.storing import keep_program
from core.processes.texts import labelled
from core.processes.triggers import QUIET_SOURCES, SOURCES, STARTS, wants
from workflows.programs import compiled
from workflows.world import Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["why"]

#: So many of the last events of a record are looked at, and so many processes of a definition are told of.
LAST, TOLD = 50, 5

Document = Mapping[str, Any]
Check = dict[str, Any]


def why(ctx: Ctx, object: str, id: str, name: str | None = None) -> list[dict[str, Any]]:
    """For each definition about the object, or the one of a name: what it did for the record, and what stands in its way.

    verdict: `ran`, `runs`, `would` (all that it looks at holds now) or `not`. Raises NotFound for a record that isn't there.
    """
    ctx.records.get(object, id, fields=["id"])
    happened = _events(ctx, id)
    begun = _begun(ctx, id)
    return [_told(ctx, kind, document, object, id, happened, begun.get((kind, str(document["name"])), [])) for kind, document in _about(ctx, object, name)]


def _about(ctx: Ctx, object: str, name: str | None) -> Iterator[tuple[str, Document]]:
    for kind in ("approval", "automation"):
        for document in sorted(ctx.catalogue.of_kind(kind).values(), key=lambda one: (one.get("priority", 100), one["name"])):
            about = document.get("object") or document.get("on", {}).get("object")
            if about == object and name in (None, document["name"]):
                yield kind, document


def _events(ctx: Ctx, id: str) -> list[Event]:
    """What happened to the record, latest first."""
    query = sa.select(events).where(events.c.record_id == id).order_by(events.c.seq.desc()).limit(LAST)
    return [
        Event((0, row["seq"]), row["object"], id, row["kind"], orjson.loads(row["changes"]), row["actor_id"], row["at"], row["source"])
        for row in mappings(ctx.unit, query)
    ]


def _begun(ctx: Ctx, id: str) -> dict[tuple[str, str], list[Any]]:
    query = sa.select(processes.c.id, processes.c.kind, processes.c.name, processes.c.state, processes.c.outcome, processes.c.started_at, processes.c.cause)
    found: dict[tuple[str, str], list[Any]] = {}
    for row in fetch(ctx.unit, query.where(processes.c.record_id == id).order_by(processes.c.id.desc()).limit(200)):
        found.setdefault((row.kind, row.name), []).append(row)
    return found


def _told(ctx: Ctx, kind: str, document: Document, object: str, id: str, happened: Sequence[Event], begun: Sequence[Any]) -> dict[str, Any]:
    checks = list(_checks(ctx, kind, document, object, id, happened))
    open = any(row.state != "ended" for row in begun)
    verdict = "runs" if open else "ran" if begun else "would" if all(check["holds"] for check in checks) else "not"
    return {
        "kind": kind, "definition": document["name"], "label": labelled(ctx, kind, document["name"], ctx.actor.language, document.get("label")),
        "verdict": verdict, "begun": [_trace(row) for row in begun[:TOLD]], "checks": checks, "looked_at": ctx.now,
    }  # fmt: skip


def _trace(row: Any) -> dict[str, Any]:
    """What a process tells of how it began."""
    cause = orjson.loads(row.cause)
    return {
        "process": row.id, "at": row.started_at, "state": (row.outcome or "done") if row.state == "ended" else row.state,
        "by": cause.get("event") or cause.get("by"), "source": cause.get("source"), "changed": sorted(cause.get("changes", {})),
        "condition": cause.get("condition"),
    }  # fmt: skip


# -- looking again -------------------------------------------------------------------------------------------


def _checks(ctx: Ctx, kind: str, document: Document, object: str, id: str, happened: Sequence[Event]) -> Iterator[Check]:
    """What it looks at, one after the other, with what is found now."""
    on: Document = document["on"] if kind == "automation" else {"object": object, "when": document.get("entry")}
    yield {"what": "active", "holds": bool(document.get("active", True))}
    follows = _follows(kind, document)
    event = None
    if follows is not None:
        event = next((one for one in happened if one.source not in QUIET_SOURCES and wants(document if kind == "automation" else {**document, "on": follows}, one)), None)
        yield _happened(follows, event, happened)
    else:
        yield {"what": "by_hand", "holds": True, "ways": sorted({"schedule", "date", "button", "webhook", "called"} & on.keys()) or ["gate" if "gate" in document else "submit"]}
    if on.get("when"):
        yield _condition(ctx, kind, document, object, id, str(on["when"]), event)


def _follows(kind: str, document: Document) -> Document | None:
    """The events that it begins with; None where something else begins it."""
    if kind == "automation":
        on: Document = document["on"]
        return on if on.get("events") or on.get("changed") else None
    start = document.get("start", "manual")
    return None if start == "manual" else {"object": document["object"], "events": STARTS[start]}


def _happened(on: Document, event: Event | None, happened: Sequence[Event]) -> Check:
    """Whether something of the last that happened to the record is what it waits for; else how the last of it differs."""
    wanted = {name: list(on[name]) for name in ("events", "changed", "source") if name in on}
    told = event or (happened[0] if happened else None)
    found = None if told is None else {
        "kind": told.kind, "at": told.at, "changed": sorted(told.changes), "source": SOURCES.get(told.source.partition("/")[0], "plugin"),
    }  # fmt: skip
    return {"what": "event", "holds": event is not None, "wanted": wanted, "found": found}


def _condition(ctx: Ctx, kind: str, document: Document, object: str, id: str, text: str, event: Event | None) -> Check:
    """The condition with the values that it looks at now; what was before is taken from the event."""
    cause = {"changes": event.changes} if event else {}
    expressions = Expressions(ctx, compiled(kind, document), keep_program(ctx, kind, document), object, id, cause)
    try:
        return {"what": "condition", "text": text, **expressions.explained(text, Scope({}, ctx.actor.id, ctx.actor.id)), "problem": None}
    except Unanswerable as error:
        return {"what": "condition", "text": text, "holds": False, "values": {}, "problem": translated(error.message, error.params, ctx.actor.language)}
